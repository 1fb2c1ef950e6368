"""Checks over a whole document: each raised by one change in a document that raises none."""

from __future__ import annotations

import pytest
from review.clean import CLEAN, rules, scored, with_funds, with_rows

from perfeval.core.form import SelfEvaluationForm
from perfeval.core.problems import Place
from perfeval.core.results import FormResult
from perfeval.review.checks import REPORT_CHECKS, Report, review_report

SECOND = CLEAN.model_copy(
    update={
        "name": "示例修缮项目",
        "indicators": tuple(
            row.model_copy(update={"name": f"{row.name}（修缮）", "target": row.target})
            for row in CLEAN.indicators
        ),
    }
)
WHOLE = with_funds(
    CLEAN.model_copy(update={"kind": "department", "name": "示例部门", "indicators": ()}),
    initial_budget="300",
    budget="300",
    executed="290",
    sources=(),
)
PROSE = (
    "我部门2023年度整体支出绩效自评表1个，全年预算总额300.00万元，实际执行总额290.00万元；"
    "绩效评价项目2个，全年预算数100.00万元，全年执行数96.00万元。发现的问题：一是进度慢；二是档案少。"
    "改进措施：一是督促；二是补齐。"
)
OTHER = "示例培训项目绩效自评：全年预算数50.00万元，执行数48.00万元，完成预算的96%。"


def other_project(form: SelfEvaluationForm = SECOND) -> SelfEvaluationForm:
    """A second project whose rows are its own."""
    rows = tuple(
        row.model_copy(update={"name": f"修缮{number}"}) for number, row in enumerate(form.indicators)
    )
    return form.model_copy(update={"indicators": rows})


def codes(*forms: SelfEvaluationForm, prose: tuple[str, ...] = (PROSE, OTHER)) -> set[str]:
    lines = tuple((Place(line=number), line) for number, line in enumerate(prose, 1))
    return {
        problem.code for problem in review_report(Report(tuple(map(result_of, forms)), lines, "示例.docx"))
    }


def result_of(form: SelfEvaluationForm) -> FormResult:
    return scored(form, rules())


FORMS = (WHOLE, CLEAN, other_project())
NOTE = {"r1": {"deviation_note": "受疫情影响，部分工作推迟到下半年"}}
SOFT = {"target": "办理流程不超过三步", "actual": "达成"}
LAST_YEAR = CLEAN.model_copy(update={"year": 2022})


def full(form: SelfEvaluationForm) -> SelfEvaluationForm:
    return form.model_copy(update={"submitted_score": "100"})


CHANGES = (
    ("count", FORMS, PROSE.replace("项目2个", "项目3个"), "prose-count-differs"),
    ("budget", FORMS, PROSE.replace("100.00", "101.00"), "prose-amount-differs"),
    ("executed", FORMS, PROSE.replace("96.00", "95.00"), "prose-amount-differs"),
    ("department", FORMS, PROSE.replace("290.00", "291.00"), "prose-amount-differs"),
    ("one project", FORMS, PROSE + OTHER.replace("48.00", "47.00"), "prose-amount-differs"),
    ("measures", FORMS, PROSE.replace("；二是补齐", ""), "measures-fewer"),
    (
        "below its projects",
        (with_funds(WHOLE, budget="90", executed="80"), *FORMS[1:]),
        "",
        "department-below-projects",
    ),
    (
        "one note twice",
        (with_rows(CLEAN, **NOTE), with_rows(other_project(), **NOTE)),
        "",
        "note-in-many-forms",
    ),
    ("copied form", (CLEAN, CLEAN.model_copy(update={"name": "示例修缮项目"})), "", "forms-nearly-alike"),
    ("all perfect", tuple(map(full, FORMS)), "", "full-totals-share"),
    (
        "one level, two shares",
        (
            with_rows(CLEAN, r10=SOFT, r3=SOFT, r4=SOFT),
            with_rows(other_project(), r9={"submitted_score": "9"}),
        ),
        "",
        "level-scored-differently",
    ),
    ("last year's numbers", (LAST_YEAR, CLEAN), "", "actuals-repeat-last-year"),
)


def test_a_document_that_agrees_raises_nothing() -> None:
    noted = with_rows(other_project(), r8={"deviation_note": "因供货延误，下一步加强督促"})
    assert codes(WHOLE, CLEAN, noted) == set()


@pytest.mark.parametrize(
    ("forms", "prose", "code"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES]
)
def test_one_change_raises_its_code(forms: tuple[SelfEvaluationForm, ...], prose: str, code: str) -> None:
    found = codes(*forms, prose=(prose,))
    assert code in found
    # The invented projects share one note; no other change may raise anything else.
    assert found - {"note-in-many-forms"} <= {code}


def test_every_check_of_a_document_is_tested() -> None:
    assert {check.code for check in REPORT_CHECKS} == {code for *_, code in CHANGES}
