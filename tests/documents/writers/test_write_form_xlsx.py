"""The official form as a workbook: what is read back, what a formula may never be, what an empty form offers."""

import io
from itertools import pairwise

import invented
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from scored_cases import scored_cases

from perfeval.core.form import FundLine, Funds, Goal, Indicator, SelfEvaluationForm
from perfeval.core.plan import unfilled
from perfeval.core.results import FormResult
from perfeval.core.scoring import score_form
from perfeval.documents.formats.xlsx import read_xlsx
from perfeval.documents.recognition.recognise import FileForms, recognise
from perfeval.documents.writers.form.official_form import empty_form, without_cell
from perfeval.documents.writers.form.write_form_xlsx import write_form_xlsx
from perfeval.documents.writers.workbook import number_format
from perfeval.uses.writing import unwritten

_NEVER_PRINTED = {"file", "place", "places", "total_place", "layout", "has_note_column", "extra"}


def read_back(data: bytes) -> FileForms:
    return recognise(read_xlsx(data, "form.xlsx"), "form.xlsx")


def first_sheet(data: bytes) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def scored(*indicators: Indicator, **cells: object) -> FormResult:
    form = invented.form(*indicators, funds=invented.funds(), **cells)
    return score_form(form, invented.ruleset())


@pytest.mark.slow
def test_the_published_forms_come_back_with_the_engines_scores() -> None:
    results = scored_cases()
    reading = read_back(write_form_xlsx(results))
    assert reading.problems == ()
    assert len(reading.forms) == 15
    for result, form in zip(results, reading.forms, strict=True):
        again = score_form(form, result.ruleset)
        assert {row.status for row in again.rows} <= {"equal", "within"}
        assert str(again.total.confirmed) == str(result.total.confirmed)
        assert again.total.submitted == result.total.submitted
        assert form.name == result.form.name
        for row, printed in zip(result.form.indicators, form.indicators, strict=True):
            kept = _NEVER_PRINTED | {"submitted_score", "ignored", "submitted_completion"}
            assert printed.model_dump(exclude=kept) == row.model_dump(exclude=kept)


@pytest.mark.slow
def test_every_printed_cell_of_a_form_comes_back() -> None:
    form = SelfEvaluationForm(
        name="=1+1（示例）",
        body="@单位",
        department="+部门",
        year=2023,
        funds=Funds(
            initial_budget="2,180.00",
            budget="2,180.00",
            executed="400.00",
            points="10",
            submitted_rate="18.35%",
            submitted_score="1.84分",
            sources=(FundLine(name="其中：当年财政拨款", budget="2,180.00", executed="400.00", points="-"),),
        ),
        goal=Goal(expected="-1.完成改造", achieved="=SUM(A1)\n2.验收合格"),
        indicators=(
            invented.indicator(
                "=44基", "40基", name="基站数", submitted_score="9.09", deviation_note="=未建"
            ),
            invented.indicator(">=90%", "95%", name="合格率", category="质量指标", submitted_score="10.00"),
        ),
        submitted_points="30",
        submitted_score="20.93分",
    )
    reading = read_back(write_form_xlsx([score_form(form, invented.ruleset())]))
    (found,) = reading.forms
    assert reading.problems == ()
    plain = _NEVER_PRINTED - {"has_note_column"}
    assert _bare(found.model_dump(exclude=plain)) == _bare(form.model_dump(exclude=plain))


def _bare(value: object) -> object:
    if isinstance(value, dict):
        return {key: _bare(each) for key, each in value.items() if key not in ("place", "places", "extra")}
    return [_bare(each) for each in value] if isinstance(value, list | tuple) else value


def test_no_text_becomes_a_formula() -> None:
    texts = ["=44基", "+5%", "-3", "@SUM(A1)", "=cmd|'/c calc'!A1", "{=1}", "==", "=HYPERLINK(1)"]
    rows = [invented.indicator(text, text, name=text, deviation_note=text) for text in texts]
    sheet = first_sheet(write_form_xlsx([scored(*rows, name=texts[0])]))
    for text in texts:
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == text]
        assert len(cells) == (5 if text == texts[0] else 4)
        for cell in cells:
            assert cell.data_type == "s"
            assert cell.number_format == "@"
            assert cell.quotePrefix == (text[0] in "=+-@")


@pytest.mark.slow
def test_a_determined_score_is_a_formula_with_its_value_and_a_band_is_typed() -> None:
    result = scored(
        invented.indicator("≥40人次", "37人次", points="5"),
        invented.indicator("有效提升", "达成", points="15", submitted_score="14.61"),
    )
    data = write_form_xlsx([result])
    sheet = first_sheet(data)
    scores = [sheet.cell(row, 8) for row in (13, 14)]
    assert [cell.data_type for cell in scores] == ["f", "n"]
    assert scores[1].value == 14.61
    shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
    assert [shown.cell(row, 8).value for row in (13, 14, 15)] == [4.63, 14.61, 29.24]


@pytest.mark.slow
def test_a_row_that_no_rule_scores_keeps_its_claim() -> None:
    result = scored(invented.indicator("≥40人次", "不少", submitted_score="8"))
    cell = first_sheet(write_form_xlsx([result])).cell(13, 8)
    assert (cell.value, cell.data_type) == (8, "n")


@pytest.mark.slow
def test_an_empty_form_keeps_the_plan_and_offers_help() -> None:
    filled = scored(
        invented.indicator("≥40人次", "37人次", submitted_score="4.63", deviation_note="疫情"),
        invented.indicator("有效提升", "达成", submitted_score="10"),
    )
    result = score_form(unfilled(filled.form), filled.ruleset)
    sheet = first_sheet(write_form_xlsx([result]))
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=13, max_row=14)]
    assert [row[3:7] for row in rows] == [
        ["示例指标", "≥40人次", None, 10],
        ["示例指标", "有效提升", None, 10],
    ]
    assert all(str(row[7]).startswith("=IFERROR(INDEX('计分过程'!") for row in rows)
    checks = {str(each.sqref): each for each in sheet.data_validations.dataValidation}
    assert checks["F14"].formula1 == '"达成,部分达成,未达成"'
    assert "92.5%" in (checks["F13"].prompt or "")


@pytest.mark.slow
def test_cells_into_which_numbers_are_typed_are_no_text_cells() -> None:
    sheet = first_sheet(write_form_xlsx([score_form(empty_form(), invented.ruleset())]))
    numbers = [sheet["D6"], sheet["E6"], sheet["F6"], sheet["F7"], sheet["G6"], sheet["G13"], sheet["H13"]]
    assert "@" not in {cell.number_format for cell in numbers}
    assert {sheet["E13"].number_format, sheet["F13"].number_format} == {"@"}


@pytest.mark.slow
def test_no_formula_of_a_form_waits_for_its_value() -> None:
    reading = read_back(write_form_xlsx([score_form(empty_form(), invented.ruleset())]))
    assert "formula-without-value" not in {problem.code for problem in reading.problems}


@pytest.mark.slow
def test_the_sheets_beside_the_form_are_no_forms() -> None:
    for result in (score_form(empty_form(), invented.ruleset()), scored_cases()[1]):
        (form,) = read_back(write_form_xlsx([result])).forms
        assert form.place is not None
        assert form.place.sheet == "自评表"


@pytest.mark.slow
def test_an_empty_form_from_nothing_has_the_ministrys_categories() -> None:
    form = empty_form()
    sheet = first_sheet(write_form_xlsx([score_form(form, invented.ruleset())]))
    words = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
    for word in (
        "项目支出绩效自评表",
        "数量指标",
        "可持续影响指标",
        "服务对象满意度指标",
        "偏差原因分析及改进措施",
    ):
        assert word in words


@pytest.mark.slow
@pytest.mark.parametrize(("rows", "pages"), [(1, None), (60, 0)])
def test_a_form_prints_on_one_page_or_with_its_header_on_each(rows: int, pages: int | None) -> None:
    sheet = first_sheet(write_form_xlsx([scored(*[invented.indicator()] * rows)]))
    header = next(cell.row for cell in sheet["D"] if cell.value == "三级指标")
    assert sheet.print_title_rows == f"${header}:${header}"
    assert sheet.print_area.endswith(f"$A$1:$I${sheet.max_row}")
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, pages)


@pytest.mark.slow
def test_a_level_over_one_row_has_room_for_its_lines() -> None:
    sheet = first_sheet(write_form_xlsx([scored(invented.indicator(category="服务对象满意度指标之一"))]))
    row = next(cell.row for cell in sheet["C"] if cell.value == "服务对象满意度指标之一")
    assert sheet.row_dimensions[row].height > 3 * 13


@pytest.mark.slow
def test_merged_levels_never_overlap() -> None:
    for result in scored_cases():
        ranges = list(first_sheet(write_form_xlsx([result])).merged_cells.ranges)
        cells = sorted(cell for each in ranges for cell in each.cells)
        assert all(first != second for first, second in pairwise(cells))


def test_what_the_form_has_no_cell_for_is_named() -> None:
    form = invented.form(invented.indicator(extra={"佐证资料": "合同"}, coefficient="90%"))
    assert without_cell(form) == ("得分系数", "佐证资料")
    assert without_cell(invented.form(invented.indicator())) == ()


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("2,180.00", "#,##0.00"),
        ("10", "0"),
        ("10.00分", '0.00"分"'),
        ("18.35%", "0.00%"),
        ("0.5", "0.0"),
    ],
)
def test_numbers_keep_their_shape(text: str, shape: str) -> None:
    found = number_format(text)
    assert found is not None
    assert found[1] == shape


@pytest.mark.parametrize(
    "text", ["", "—", "007", "1e5", "约10", "10万元", "1234567890123456", "1,23", "+5", "=5"]
)
def test_other_text_stays_text(text: str) -> None:
    assert number_format(text) is None


def test_what_the_form_has_no_cell_for_is_said() -> None:
    form = invented.form(invented.indicator(extra={"佐证资料": "合同"}))
    (problem,) = unwritten([score_form(form, invented.ruleset())])
    assert problem.code == "form-without-cell"
    assert "佐证资料" in problem.message()
