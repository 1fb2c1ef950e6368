"""The three official forms: what each looks like, the document equal to the workbook, and both read back."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import invented
import pytest
from scored_cases import scored_cases

from perfeval.core.form import FormKind, FundLine, Funds, Goal, SelfEvaluationForm
from perfeval.core.plan import unfilled
from perfeval.core.results import FormResult
from perfeval.core.scoring import score_form
from perfeval.documents.formats.docx import read_docx
from perfeval.documents.formats.xlsx import read_xlsx
from perfeval.documents.grid import Grid
from perfeval.documents.read import read_bytes
from perfeval.documents.recognition.recognise import recognise
from perfeval.documents.writers.form.form_layout import TOP, laid_out
from perfeval.documents.writers.form.official_form import empty_form, without_cell
from perfeval.documents.writers.form.write_form_docx import write_form_docx
from perfeval.documents.writers.form.write_form_xlsx import write_form_xlsx

KINDS: tuple[FormKind, ...] = ("project", "department", "transfer")


def transfer(points: str | None, **cells: object) -> FormResult:
    rows = (
        invented.indicator("≥5万亩", "5.1万亩", name="造林面积", points=points),
        invented.indicator("≥90%", "81%", name="存活率", points=points, category="质量指标"),
    )
    form = SelfEvaluationForm(
        kind="transfer",
        name="林业补助资金",
        department="甲省林业局",
        body="乙县林业局",
        year=2023,
        funds=Funds(
            budget="300",
            executed="270",
            points=points,
            sources=(FundLine(name="其中：中央财政资金", budget="300"),),
        ),
        goal=Goal(expected="造林5万亩", achieved="造林5.1万亩"),
        indicators=rows,
        extra={"中央主管部门": "国家林草局", "分配科学性": "按因素法分配", "说明": "无"},
        **cells,
    )
    return score_form(form, invented.ruleset())


def judged(kind: FormKind) -> FormResult:
    form = invented.form(
        invented.indicator("有效提升", "达成", name="能力"),
        invented.indicator("≥40人次", "37人次", submitted_score="9分", block=1),
        invented.indicator(points=None, block=1),
        funds=invented.funds(),
        submitted_score="19分",
    )
    return score_form(form.model_copy(update={"kind": kind}), invented.ruleset())


def _published(number: int) -> FormResult:
    return scored_cases()[number]


FORMS: dict[str, Callable[[], FormResult]] = {
    "empty transfer": lambda: score_form(empty_form("transfer", 3), invented.ruleset()),
    "judged department": lambda: judged("department"),
    "marked transfer": lambda: transfer("30"),
}
MORE_FORMS: dict[str, Callable[[], FormResult]] = {
    "empty project": lambda: score_form(empty_form("project", 3), invented.ruleset()),
    "empty department": lambda: score_form(empty_form("department", 3), invented.ruleset()),
    "planned": lambda: score_form(unfilled(scored_cases()[1].form), scored_cases()[1].ruleset),
    "judged project": lambda: judged("project"),
    "transfer": lambda: transfer(None),
    **{f"published {number}": partial(_published, number) for number in range(15)},
}


def shown(grid: Grid, first: int = 0) -> dict[tuple[int, int, int, int], str]:
    """Texts of a table by place and span; the workbook has the title above, and the hints beside."""
    width = min(grid.width, 9)
    return {
        (cell.row - first, cell.column, cell.row_span, cell.column_span): cell.text.strip()
        for cell in grid.cells
        if cell.row > first and cell.column <= width and cell.text.strip()
    }


def assert_equal(result: FormResult, as_submitted: bool) -> None:
    (table,) = read_docx(write_form_docx([result], as_submitted), "f.docx").grids
    sheet, *_ = read_xlsx(write_form_xlsx([result], as_submitted), "f.xlsx").grids
    assert shown(sheet, TOP) == shown(table)
    layout = laid_out(result, as_submitted)
    assert {cell.text.strip() for cell in layout.cells} - {""} == set(shown(table).values())


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMS)
def test_the_document_equals_the_workbook_cell_for_cell(name: str) -> None:
    assert_equal(FORMS[name](), as_submitted=name.startswith("judged"))


@pytest.mark.slow
@pytest.mark.parametrize("name", MORE_FORMS)
def test_every_document_equals_its_workbook(name: str) -> None:
    assert_equal(MORE_FORMS[name](), as_submitted=name[-1:] in "13579t")


@pytest.mark.parametrize(
    ("kind", "words", "absent"),
    [
        (
            "project",
            ("项目支出绩效自评表", "项目资金（万元）", "其中：当年财政拨款", "产出指标"),
            ("资金来源",),
        ),
        (
            "department",
            ("部门（单位）整体支出绩效目标自评表", "资金来源", "年度总资金", "指标值设定依据", "履职效能"),
            ("绩效指标",),
        ),
        (
            "transfer",
            ("转移支付区域绩效自评表", "中央主管部门", "资金管理情况", "下达及时性", "说明"),
            ("分值", "得分", "总分"),
        ),
    ],
)
def test_each_kind_has_its_own_shape(kind: FormKind, words: tuple[str, ...], absent: tuple[str, ...]) -> None:
    layout = laid_out(score_form(empty_form(kind, 3), invented.ruleset()))
    texts = [layout.title, *(cell.text for cell in layout.cells)]
    assert set(words) <= set(texts)
    assert not set(absent) & set(texts)
    assert texts.count("指标1：") == texts.count("指标2：") == texts.count("……") == 9


@pytest.mark.slow
@pytest.mark.parametrize("name", ["transfer", "marked transfer", "published 0"])
def test_a_form_comes_back_as_it_was(name: str) -> None:
    result = {**FORMS, **MORE_FORMS}[name]()
    assert without_cell(result.form) == ()
    for document in (
        read_docx(write_form_docx([result]), "f.docx"),
        read_xlsx(write_form_xlsx([result]), "f.xlsx"),
    ):
        reading = recognise(document, "f")
        (form,) = reading.forms
        assert {each.code for each in reading.problems} <= {"form-without-total"}
        for field in ("kind", "name", "body", "department", "year"):
            assert getattr(form, field) == getattr(result.form, field)
        for before, after in zip(result.form.indicators, form.indicators, strict=True):
            for field in ("name", "dimension", "category", "target", "actual", "points", "extra"):
                assert getattr(after, field) == getattr(before, field)
        assert (form.funds or Funds()).executed == (result.form.funds or Funds()).executed
        assert form.extra.items() >= result.form.extra.items()


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_form_has_no_row_to_score(kind: FormKind) -> None:
    reading = recognise(
        read_docx(write_form_docx([score_form(empty_form(kind, 3), invented.ruleset())]), "f"), "f"
    )
    (form,) = reading.forms
    assert {row.status for row in score_form(form, invented.ruleset()).indicators} == {"ignored"}


@pytest.mark.slow
def test_a_form_as_submitted_keeps_scores_and_total() -> None:
    form = invented.form(
        invented.indicator("≥40人次", "37人次", points="5", submitted_score="5分"),
        funds=invented.funds(submitted_score="9.99", submitted_rate="99.9%"),
        submitted_score="14.99",
        submitted_points="15",
    )
    result = score_form(form, invented.ruleset())
    for document in (
        read_docx(write_form_docx([result], as_submitted=True), "f.docx"),
        read_xlsx(write_form_xlsx([result], as_submitted=True), "f.xlsx"),
    ):
        (again,) = recognise(document, "f").forms
        assert again.indicators[0].submitted_score == "5分"
        assert again.submitted_score == "14.99"
        assert again.funds is not None
        assert (again.funds.submitted_score, again.funds.submitted_rate) == ("9.99", "99.9%")


@pytest.mark.slow
def test_the_document_survives_being_saved_as_doc(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed: nothing can be saved as .doc here")
    results = [scored_cases()[0], scored_cases()[1], transfer("30"), transfer(None)]
    for number, result in enumerate(results):
        (tmp_path / f"{number}.docx").write_bytes(write_form_docx([result]))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, "--headless", profile, "--convert-to", "doc:MS Word 97", "--outdir", str(tmp_path)]
    subprocess.run(
        [*command, *map(str, tmp_path.glob("*.docx"))], check=True, capture_output=True, timeout=300
    )
    for number, result in enumerate(results):
        (form,) = read_bytes((tmp_path / f"{number}.doc").read_bytes(), "form.doc").forms
        (direct,) = read_bytes((tmp_path / f"{number}.docx").read_bytes(), "form.docx").forms
        assert (form.kind, form.name, form.year) == (result.form.kind, result.form.name, result.form.year)
        told = {"place", "places", "total_place", "file"}
        assert [each.model_dump(exclude=told) for each in form.indicators] == [
            each.model_dump(exclude=told) for each in direct.indicators
        ]
        assert form.submitted_score == direct.submitted_score
