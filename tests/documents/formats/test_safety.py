"""The limits are documented, all of them, with the values that hold."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from perfeval.documents.formats.safety import LIMITS, MIB, Limits, Refused, check_size, in_mib

PAGE = Path(__file__).parents[3] / "docs" / "formats.md"


@pytest.mark.parametrize("name", [field.name for field in fields(Limits)])
def test_every_limit_is_in_the_documentation(name: str) -> None:
    value = getattr(LIMITS, name)
    shown = f"{value // MIB} MiB" if value % MIB == 0 else f"{value:,}".replace(",", " ")
    (line,) = re.findall(rf"^\|.*`{name}`.*$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert shown in line


@pytest.mark.parametrize(("size", "words"), [(1, "1 MiB"), (MIB, "1 MiB"), (MIB + 1, "2 MiB")])
def test_sizes_in_words(size: int, words: str) -> None:
    assert in_mib(size) == words


@pytest.mark.parametrize(("data", "code"), [(b"", "file-empty"), (bytes(64 * MIB + 1), "file-too-large")])
def test_files_that_are_not_even_looked_at(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        check_size(data, "f")
    assert refused.value.problem.code == code
    assert refused.value.problem.message("zh")
