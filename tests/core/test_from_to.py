"""A change told by its two ends, in per cent or in the unit of the target."""

from __future__ import annotations

import pytest

from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.from_to import change_told
from perfeval.core.scoring import score_form
from perfeval.core.target import Bound, parse_target
from perfeval.rulebook.library import load_library


@pytest.mark.parametrize(
    ("name", "target", "actual", "change", "reckoned"),
    [
        ("化肥用量降幅", "≥5%", "由1200吨降至1164吨", "3%", "(1200吨−1164吨)÷1200吨"),
        ("化肥用量降幅", "≥5", "由1200吨降至1164吨", "36吨", "1200吨−1164吨"),
        ("入驻企业增长率", "≥20%", "从150家增加到180家", "20%", "(180家−150家)÷150家"),
        ("亩均增收", "≥300元", "由每亩1850元增至2100元", "250元", "2100元−1850元"),
        ("新增养老床位", "≥100张", "床位由320张增至400张", "80张", "400张−320张"),
        ("覆盖率提高", "≥5%", "由80%提高到88%", "8%", "88%−80%"),
    ],
)
def test_the_change_between_two_numbers(
    name: str, target: str, actual: str, change: str, reckoned: str
) -> None:
    asked = parse_target(target)
    assert isinstance(asked, Bound)
    told = change_told(actual, asked.quantity, name)
    assert told is not None
    assert (str(told[0]), told[1]) == (change, reckoned)


@pytest.mark.parametrize(
    ("name", "target", "actual"),
    [
        ("养老床位", "≥100张", "床位由320张增至400张"),  # a level is asked for
        ("化肥用量降幅", "≥5%", "由1164吨降至1200吨"),  # words and numbers disagree
        ("化肥用量降幅", "≥5%", "由0吨增至10吨"),
        ("化肥用量降幅", "≥5%", "由1200吨降至1164元"),
        ("化肥用量降幅", "≥5%", "降至1164吨"),
    ],
)
def test_no_change_is_told(name: str, target: str, actual: str) -> None:
    asked = parse_target(target)
    assert isinstance(asked, Bound)
    assert change_told(actual, asked.quantity, name) is None


def test_a_row_says_how_the_change_is_reckoned() -> None:
    row = Indicator(
        name="化肥用量降幅", target="≥5%", actual="由1200吨降至1164吨", points="20", submitted_score="20"
    )
    rules = load_library().find("cn-caiyu-2020-10")
    assert rules is not None
    found = score_form(SelfEvaluationForm(year=2023, indicators=(row,)), rules).indicators[0]  # type: ignore[arg-type]
    assert (found.status, str(found.score and found.score.low)) == ("differs", "12.00")
    assert [each.values["read"] for each in found.problems if each.code == "change-told"] == [
        "(1200吨−1164吨)÷1200吨"
    ]
