"""The exit codes of every command: 0 nothing to look at, 1 something is, 2 it could not run, 3 a file was not read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from inbox import URUMQI, WRITERS, form_of
from typer.main import get_command
from typer.testing import CliRunner

from perfeval.cli import app

SET = "--rules cn-caiyu-2020-10"
SETS = f"{SET} --rules cn-caiyu-2021-101"
CODES: dict[str, tuple[tuple[str, int], ...]] = {
    "check": (
        (f"good.yaml {SET}", 0),
        (f"wrong.yaml {SET}", 1),
        (f"refused.yaml {SET}", 1),
        (f"good.yaml {SET} --review kept1.json", 0),
        (f"wrong.yaml {SET} --review kept2.json", 1),
        (f"good.yaml bad.docx {SET} --review kept3.json", 3),
        ("--reviewed papers.xlsx", 0),
        ("--reviewed good.yaml", 2),
        ("", 2),
        ("good.yaml --fact nonsense", 2),
        *(
            (f"{each} {SET}", code)
            for each, code in (("bad.docx", 2), ("empty", 2), ("missing", 2), ("some", 3))
        ),
    ),
    "score": (
        (f"good.yaml {SET}", 0),
        (f"wrong.yaml {SET}", 1),
        (f"wrong.yaml {SET} --set 8=2.22万元", 1),
        (f"good.yaml {SET} --set 99=1", 2),
        *(
            (f"{each} {SET}", code)
            for each, code in (("bad.docx", 2), ("empty", 2), ("missing", 2), ("some", 3))
        ),
    ),
    "explain": (
        (f"good.yaml {SET}", 0),
        (f"wrong.yaml {SET}", 0),
        (f"wrong.yaml {SET} --row 99", 2),
        *(
            (f"{each} {SET}", code)
            for each, code in (("bad.docx", 2), ("empty", 2), ("missing", 2), ("some", 3))
        ),
    ),
    "infer": (
        ("wrong.yaml", 0),
        ("wrong.yaml -o wrong.yaml", 2),
        ("bad.docx", 2),
        ("empty", 2),
        ("missing", 2),
        ("some", 3),
    ),
    "read": (("wrong.yaml", 0), ("bad.docx", 2), ("empty", 2), ("missing", 2), ("some", 3)),
    "form": (
        ("good.yaml -o new1.xlsx", 0),
        ("--blank -o new2.docx", 0),
        ("good.yaml", 2),
        ("-o new3.xlsx", 2),
        ("bad.docx -o new4.xlsx", 2),
        ("some -o new5.xlsx", 3),
    ),
    "schema": (("form", 0), ("nonsense", 2)),
    "compare": (
        (f"wrong.yaml {SETS}", 0),
        (f"wrong.yaml {SET}", 2),
        (f"bad.docx {SETS}", 2),
        (f"missing {SETS}", 2),
        (f"good.yaml bad.docx {SETS}", 3),
        (f"good.yaml bad.docx {SETS} -o new6.html", 3),
    ),
    "batch": (
        (f"good -o new7 --no-summary {SET}", 0),
        (f"wrong -o new8 --no-summary {SET}", 1),
        (f"some -o new9 --no-summary {SET}", 3),
        ("unread -o new10 --no-summary", 2),
        ("empty -o new11 --no-summary", 2),
        ("missing -o new12 --no-summary", 2),
        ("good.yaml -o new13 --no-summary", 2),
        ("good", 2),
    ),
    "summary": (("good", 2), ("missing", 2)),
    "export": (("missing --to x.sqlite", 2), ("good --to x.sqlite", 2), ("good", 2)),
    "review list": (("r.json", 0), ("missing.json", 2), ("good.yaml", 2)),
    "review decide": (("r.json ffff --as wrong --who 李", 2), ("missing.json ffff --as wrong", 2)),
    "review undo": (("r.json --who 李", 2), ("missing.json", 2)),
    "review merge": (("r.json r.json", 0), ("r.json missing.json", 2), ("r.json good.yaml", 2)),
    "review letter": (
        (f"r.json good.yaml {SET} -o new14.docx", 0),
        (f"r.json wrong.yaml {SET} -o new15.docx", 1),
        (f"r.json some {SET} -o new16.docx", 3),
        (f"r.json bad.docx {SET} -o new17.docx", 2),
        (f"r.json good.yaml {SET}", 2),
        (f"r.json good.yaml {SET} -o good.yaml", 2),
    ),
    "rules list": (("", 0),),
    "rules show": (("cn-caiyu-2020-10", 0), ("nonsense", 2)),
    "rules lint": (("--explain tiers-gap", 0), ("--explain nonsense", 2), ("good.yaml", 1), ("missing", 2)),
    "rules diff": (("cn-caiyu-2020-10 cn-caiyu-2021-101", 0), ("cn-caiyu-2020-10 nonsense", 2)),
    "rules coverage": (("good", 1), ("missing", 2)),
    "checks list": (("", 0),),
    "checks show": (("score-differs", 0), ("nonsense", 2)),
    "serve": (("--host 0.0.0.0 --no-browser", 2), ("good.yaml --no-browser", 2)),
}
"""Words behind each command, and its exit code. `some` is a folder with a form and a broken file."""


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(tmp_path_factory.mktemp("codes"))
    good, wrong = (
        form_of(URUMQI / name) for name in ("10-technology-innovation.yaml", "08-research-travel.yaml")
    )
    for name in ("good", "wrong", "some", "unread", "empty"):
        Path(name).mkdir()
    rows = (good.indicators[0].model_copy(update={"actual": "已完成"}), *good.indicators[1:])
    for path, form in {
        "good.yaml": good,
        "good/a.yaml": good,
        "some/a.yaml": good,
        "wrong.yaml": wrong,
        "wrong/a.yaml": wrong,
        "refused.yaml": good.model_copy(update={"indicators": rows}),
    }.items():
        Path(path).write_bytes(WRITERS[".yaml"](form))
    for path in ("bad.docx", "some/bad.docx", "unread/bad.docx"):
        Path(path).write_bytes(b"PK\x03\x04")
    run(f"check good.yaml {SET} --review r.json -o papers.xlsx")
    yield
    os.chdir(before)


def run(words: str) -> int:
    return CliRunner().invoke(app, words.split()).exit_code


def commands() -> set[str]:
    tree = get_command(app)
    found = set()
    for name, command in tree.commands.items():  # type: ignore[attr-defined]
        found |= {f"{name} {each}" for each in getattr(command, "commands", {})} or {name}
    return found


def test_every_command_is_in_the_table() -> None:
    assert commands() == set(CODES)


READING = {"check", "score", "explain", "infer", "form", "compare", "batch", "review letter"}


@pytest.mark.parametrize(
    "command", [pytest.param(each, marks=[pytest.mark.slow] * (each in READING)) for each in CODES]
)
def test_exit_codes(command: str) -> None:
    found = [(words, run(f"{command} {words}")) for words, _ in CODES[command]]
    assert found == list(CODES[command])
