"""A reader of a difference is told how the cells were read, where that is not as they stand."""

from __future__ import annotations

import pytest
from invented import form, indicator

from perfeval.core.results import CheckedForm
from perfeval.core.ruleset import Ruleset
from perfeval.core.scoring import score_form
from perfeval.review.findings import form_findings
from perfeval.rulebook.library import load_library


@pytest.mark.parametrize(
    ("target", "actual", "said"),
    [
        ("≥5千米", "4500", "「4500」按 4500米 计"),
        ("每季度1次", "3次", "全年按 4 期折算"),
        ("≥95%", "0.9", "「0.9」按 90% 计"),
        ("不低于上年", "下降3%", "按上年的 97% 计"),
    ],
)
def test_how_the_cells_were_read_stands_beside_the_difference(target: str, actual: str, said: str) -> None:
    national = load_library().find("cn-caiyu-2020-10")
    assert isinstance(national, Ruleset)
    result = score_form(form(indicator(target, actual, points="10", submitted_score="10")), national)
    (found,) = [
        each for each in form_findings(CheckedForm(result, "named")) if each.problem.code == "score-differs"
    ]
    assert any(said in line for line in found.details_said("zh"))
