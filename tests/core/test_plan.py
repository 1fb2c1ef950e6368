"""A form carried over to the next year: the plan stays, the results go, the year moves."""

from __future__ import annotations

import invented
import pytest

from perfeval.core.form import Goal, SelfEvaluationForm
from perfeval.core.plan import next_year


def last_year(**cells: object) -> SelfEvaluationForm:
    done = invented.indicator(
        "2023年12月31日前",
        "2023年12月20日",
        name="2023年完工时间",
        submitted_score="7",
        deviation_note="顺利",
    )
    goal = Goal(expected="2023年建成3处", achieved="已建成")
    return invented.form(done, name="2023年示例项目", year=2023, funds=invented.funds(), goal=goal, **cells)


def test_goals_stay_results_go_and_the_year_moves() -> None:
    found = next_year(last_year(), 2024)
    (row,) = found.indicators
    assert (found.year, found.name, found.goal.expected) == (2024, "2024年示例项目", "2024年建成3处")
    assert (row.name, row.target, row.points) == ("2024年完工时间", "2024年12月31日前", "10")
    assert (row.actual, row.submitted_score, row.deviation_note, found.goal.achieved) == (
        None,
        None,
        None,
        None,
    )
    assert found.funds is not None
    assert (found.funds.points, found.funds.budget, found.funds.executed) == ("10", None, None)


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("2023年度示例", "2024年度示例"),
        ("截至2023-12-31", "截至2024-12-31"),
        ("示例（2023）", "示例（2024）"),
        ("二〇二三年示例", "二〇二四年示例"),
        ("2022年结转", "2022年结转"),
        ("2023—2025年规划", "2023—2025年规划"),
        ("2021-2023年规划", "2021-2023年规划"),
        ("≥2023人", "≥2023人"),
        ("≥12023年", "≥12023年"),
    ],
)
def test_only_the_forms_own_year_moves(text: str, later: str) -> None:
    assert next_year(last_year().model_copy(update={"name": text}), 2024).name == later
