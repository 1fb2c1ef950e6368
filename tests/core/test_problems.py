"""Problems and places: addresses in words, messages from the one table."""

from __future__ import annotations

import pytest

from perfeval.core.codes import CODES
from perfeval.core.problems import Place, Problem


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


def test_codes_are_kebab_case_and_end_without_a_full_stop() -> None:
    for name, code in CODES.items():
        assert name == name.lower()
        assert not set(name) - set("abcdefghijklmnopqrstuvwxyz-0123456789")
        assert not code.zh.endswith("。")
        assert not code.en.endswith(".")
