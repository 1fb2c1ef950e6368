"""Cases: what is written reads back the same, and every mistake of a person is named with its line."""

import json
from typing import Literal

import pytest
from layouts_as_rows import dump, ministry_rows

from perfeval.core.form import SelfEvaluationForm
from perfeval.documents.cases import Case, Source, read_case
from perfeval.documents.read import read_bytes
from perfeval.documents.writers.case.write_cases import write_case, write_forms

Shape = Literal["yaml", "json"]

CASE = """\
case: {origin: constructed, ruleset: toyland}
form:
  kind: project
  name: 修复
  year: '2023'
  funds:
    budget: '10.00'
    executed: '8.00'
    points: '10'
    score: 8.00分
    sources:
    - {name: 其中：当年财政拨款, budget: '10.00', points: —}
  indicators:
  - {name: 渠道, dimension: 产出, category: 数量指标, target: '>=5千米', actual: 6, points: '60', score: '60'}
  - name: 满意度
    target: '>=90%'
    actual: =100%
    points: '30'
    score: '30'
    note: 略
    claims: [完成率111%, 偏差率11%]
  points: '100'
  score: 98.00分
expect:
  execution: {row: '0', score: '8.00', status: equal}
  rows:
  - {row: '1', score: '60.00', status: equal, rule: at-least}
  - {row: '2', low: '24.00', high: '30.00', status: within, problems: [over-completion]}
  total: {low: '92.00', high: '98.00', confirmed: '98.00', status: within, grade: 优}
"""


def good(text: str = CASE) -> Case:
    case, problems = read_case(text, "f.yaml")
    assert problems == ()
    assert case is not None
    return case


def test_a_case_is_read_as_written() -> None:
    case = good()
    (form,) = case.forms
    assert case.case == Source(origin="constructed", ruleset="toyland")
    assert (form.kind, form.name, form.year) == ("project", "修复", 2023)
    assert (form.submitted_points, form.submitted_score) == ("100", "98.00分")
    assert form.funds is not None
    assert (form.funds.budget, form.funds.submitted_score) == ("10.00", "8.00分")
    assert form.funds.initial_budget is None
    assert form.funds.sources[0].points == "—"
    first, second = form.indicators
    assert (first.category, first.target, first.actual) == ("数量指标", ">=5千米", "6")
    assert (first.points, first.submitted_score) == ("60", "60")
    assert second.deviation_note == "略；完成率111%；偏差率11%"
    assert case.expect is not None
    assert case.expect.rows[1].high == "30.00"
    assert case.expect.rows[1].problems == ("over-completion",)


def test_addresses_are_those_of_the_case_file() -> None:
    (form,) = good().forms
    assert (form.file, str(form.place)) == ("f.yaml", "line 2, column 1")
    assert form.funds is not None
    assert str(form.funds.place) == "line 6, column 3"
    assert str(form.total_place) == "line 23, column 3"
    assert str(form.indicators[0].place) == "line 14, column 5"
    assert str(form.indicators[1].places["target"]) == "line 16, column 5"
    assert "submitted_completion" not in form.indicators[1].places


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("actual: =100%", "acutal: =100%", "case-key-unknown", "line 17, column 5"),
        (
            "actual: =100%",
            "place: x",
            "case-key-unknown",
            "line 17, column 5",
        ),  # a field, but no key of a case
        ("year: '2023'", "submitted_score: '5'", "case-key-unknown", "line 5, column 3"),
        ("budget: '10.00'\n", "bugdet: '10.00'\n", "case-key-unknown", "line 7, column 5"),
        ("kind: project", "kind: programme", "case-file-invalid", "line 3, column 3"),
        ("year: '2023'", "year: 二三年", "case-file-invalid", "line 5, column 3"),
        ("name: 修复", "name: [修, 复]", "case-file-invalid", "line 4, column 3"),
        ("points: '30'", "points: {full: '30'}", "case-file-invalid", "line 18, column 5"),
        ("  - name: 满意度\n", "  - dimension: 满意度\n", "case-file-invalid", "line 15, column 5"),
        ("origin: constructed", "origin: invented", "case-file-invalid", "line 1, column 8"),
        ("status: within, problems", "status: inside, problems", "case-file-invalid", "line 28, column 45"),
        ("form:", "from:", "case-file-invalid", "line 1, column 1"),
        ("year: '2023'", "name: 修复", "yaml-duplicate-key", "line 5, column 3"),
        ("year: '2023'", "year: &y '2023'", "yaml-alias", "line 5, column 9"),
        ("year: '2023'", "tolerance: '0.01'", "case-key-unknown", "line 5, column 3"),
    ],
)
def test_mistakes_have_their_line(old: str, new: str, code: str, place: str) -> None:
    assert old in CASE
    case, problems = read_case(CASE.replace(old, new, 1), "f.yaml")
    assert case is None
    assert [(problem.code, str(problem.place), problem.file) for problem in problems] == [
        (code, place, "f.yaml")
    ]


def test_all_mistakes_are_named_at_once() -> None:
    text = CASE
    for old, new in (("kind: project", "kind: programme"), ("claims:", "claim:"), ("rule:", "law:")):
        text = text.replace(old, new)
    _, problems = read_case(text, "f.yaml")
    assert sorted(str(problem.place) for problem in problems) == [
        "line 21, column 5",
        "line 27, column 47",
        "line 3, column 3",
    ]


@pytest.mark.parametrize("text", ["", "[]", "just text", "form:", "forms: {a: b}", "form: [x]"])
def test_what_is_no_case_is_a_problem(text: str) -> None:
    case, problems = read_case(text, "f.yaml")
    assert case is None
    assert problems


# --- writing ------------------------------------------------------------------------------------------------


def facts(form: SelfEvaluationForm) -> object:
    def strip(value: object) -> object:
        if isinstance(value, dict):
            addresses = ("place", "places", "total_place", "file")
            return {key: strip(each) for key, each in value.items() if key not in addresses}
        return [strip(each) for each in value] if isinstance(value, tuple | list) else value

    return strip(form.model_dump())


def test_a_written_case_reads_back_the_same() -> None:
    case = good()
    assert case.case is not None
    text = write_case(case.forms[0], case.case, case.expect)
    again = good(text)
    assert facts(again.forms[0]) == facts(case.forms[0])
    assert (again.case, again.expect) == (case.case, case.expect)
    assert write_case(again.forms[0], case.case, again.expect) == text


@pytest.mark.parametrize("shape", ["yaml", "json"])
@pytest.mark.parametrize("count", [1, 2])
def test_forms_of_a_document_read_back_from_what_is_written(shape: Shape, count: int) -> None:
    document = "\n\n".join(dump(ministry_rows(good().forms[0])) for _ in range(count))
    forms = read_bytes(document.encode(), "f.txt").forms
    assert len(forms) == count
    text = write_forms(forms, shape)
    again = read_bytes(text.encode(), f"f.{shape}")
    assert again.problems == ()
    assert [facts(form) for form in again.forms] == [facts(form) for form in forms]


def test_a_row_of_the_template_without_a_name_survives() -> None:
    (form,) = good().forms
    empty = form.indicators[0].model_copy(update={"name": "", "target": None, "ignored": "template-leftover"})
    left = form.model_copy(update={"indicators": (empty,)})
    assert facts(read_bytes(write_forms([left]).encode(), "f.yaml").forms[0]) == facts(left)


def test_every_field_of_a_form_survives() -> None:
    (form,) = good().forms
    row = form.indicators[0].model_copy(
        update={
            "initial_target": "4",
            "submitted_completion": "120%",
            "coefficient": "1.0",
            "graded_targets": ("5", "4"),
            "block": 1,
            "ignored": "breakdown",
            "facts": {"target_too_low": "yes"},
            "extra": {"备注": "是\n第二行"},
        }
    )
    full = form.model_copy(
        update={
            "indicators": (row,),
            "has_note_column": False,
            "facts": {"finished": "yes"},
            "filer": "local",
            "jurisdiction": "cn/hubei",
            "goal": form.goal.model_copy(update={"expected": "一、\n\n二、"}),
        }
    )
    shapes: tuple[Shape, ...] = ("yaml", "json")
    for shape in shapes:
        (again,) = read_bytes(write_forms([full], shape).encode(), f"f.{shape}").forms
        assert facts(again) == facts(full)


def test_json_is_plain_json() -> None:
    written = json.loads(write_forms(good().forms, "json"))
    assert written["form"]["indicators"][0]["points"] == "60"
