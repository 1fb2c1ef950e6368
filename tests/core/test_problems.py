"""Problems and places: addresses in words, messages from the one table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from perfeval.core.codes import CODES, read_codes
from perfeval.core.problems import Place, Problem

TESTS = Path(__file__).parents[1]
FILES = (*TESTS.rglob("*.yaml"), *(TESTS.parent / "cases").rglob("*.yaml"))
OWED = {
    "review-conflict",
    "review-reason-alone",
    "review-row-unclear",
    "review-treatment-unknown",
}
"""Codes that came without a test; to be emptied."""
TABLE = TESTS.parent / "perfeval/core/codes.tsv"


@pytest.mark.parametrize(
    ("place", "zh", "en"),
    [
        (Place(line=12, column=2), "第12行第2列", "line 12, column 2"),
        (Place(sheet="表1", cell="B5"), "工作表「表1」单元格 B5", 'sheet "表1", cell B5'),
        (
            Place(page=3, table=1, row=5, column=2),
            "第3页第1个表第5行第2列",
            "page 3, table 1, row 5, column 2",
        ),
        (Place(), "", ""),
    ],
)
def test_a_place_is_said_largest_unit_first(place: Place, zh: str, en: str) -> None:
    assert place.describe("zh") == zh
    assert str(place) == en


def test_a_message_is_filled_from_the_values() -> None:
    problem = Problem("file-missing", {"file": "a.txt"})
    assert "a.txt" in problem.message()
    assert "a.txt" in problem.message("en")
    assert (problem.severity, problem.check) == ("error", None)


def test_a_rule_set_may_weigh_a_problem_otherwise() -> None:
    assert Problem("over-completion", severity_override="info").severity == "info"


def test_the_table_of_codes_is_well_kept() -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    assert len(CODES) == sum(not line.startswith("#") for line in lines)
    for name, code in CODES.items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", name)
        assert code.severity in ("error", "warning", "info")
        assert code.check is None or re.fullmatch(r"RC-\d+", code.check)
        assert not code.zh.endswith("。")
        assert not code.en.endswith(".")


def test_a_line_of_the_table_is_a_code() -> None:
    (code,) = read_codes("# heading\na-code\tinfo\tRC-7\t第一行\\n第二行\tone\\ntwo").values()
    assert (code.severity, code.check, code.zh, code.en) == ("info", "RC-7", "第一行\n第二行", "one\ntwo")


def test_every_code_is_raised_by_a_case_or_a_test() -> None:
    told = "".join(
        path.read_text(encoding="utf-8") for path in (*TESTS.rglob("*.py"), *FILES) if path != Path(__file__)
    )
    named = set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", told))
    assert {code for code in CODES if code not in named} == OWED
