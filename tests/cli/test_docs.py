"""The documentation is true: every command has help with an example and stands in the README."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from perfeval.cli import app
from perfeval.core.codes import CODES

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> Iterator[str]:
    root = get_command(app)
    for name, command in root.commands.items():  # type: ignore[attr-defined]  # a group
        inner = getattr(command, "commands", None)
        yield from [name] if inner is None else [f"{name} {each}" for each in inner]


@pytest.mark.parametrize("command", sorted(commands()))
def test_every_command_has_help_with_an_example_and_stands_in_the_readme(command: str) -> None:
    shown = CliRunner().invoke(app, [*command.split(), "--help"]).stdout
    assert f"perfeval {command}" in shown
    assert "例 Example" in shown
    assert f"perfeval {command}" in README


def test_help_imports_nothing_heavy() -> None:
    """`--help` answers in a blink: the command line itself loads typer only."""
    heavy = "{'pydantic', 'yaml', 'lxml', 'openpyxl', 'tabulate', 'numpy'} & set(sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys, perfeval.cli; print({heavy})"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "set()"


def test_both_languages_of_a_message_use_the_same_values() -> None:
    import string

    def names(template: str) -> set[str | None]:
        return {
            name.removesuffix("_zh").removesuffix("_en")
            for _, name, _, _ in string.Formatter().parse(template)
            if name
        }

    assert [code for code in CODES if names(CODES[code].zh) != names(CODES[code].en)] == []
