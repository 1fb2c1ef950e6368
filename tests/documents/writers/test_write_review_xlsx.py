"""The working papers: what they hold, that their formulas are the engine's numbers, and that they are read back."""

import io
from pathlib import Path

import invented
import openpyxl
import pytest
from recalculated import recalculated, values
from scored_cases import scored_cases

from perfeval.core.problems import Place, Problem
from perfeval.core.results import CheckedForm
from perfeval.core.scoring import score_form
from perfeval.documents.formats.xlsx import read_xlsx
from perfeval.documents.grid import Document
from perfeval.documents.read_review import read_review
from perfeval.documents.writers.working_papers.review_sheet import HEADER_ROW, HEADERS
from perfeval.documents.writers.working_papers.write_review_xlsx import write_review_xlsx
from perfeval.review.record.changes import review_of
from perfeval.review.record.record import EMPTY, Record


def checked(*findings: Problem, name: str = "示例项目") -> CheckedForm:
    rows = (
        invented.indicator("≥40人次", "37人次", name="人次", points="5", submitted_score="5"),
        invented.indicator("有效提升", "部分达成", name="成效", points="15", submitted_score="10"),
        invented.indicator("≥40人次", "不少", name="看不懂", submitted_score="7", dimension="效益指标"),
    )
    form = invented.form(*rows, funds=invented.funds(submitted_score="10"), name=name, submitted_score="32")
    return CheckedForm(score_form(form, invented.ruleset()), "named", findings)


def papers(*forms: CheckedForm, record: Record = EMPTY) -> bytes:
    return write_review_xlsx(review_of(record, forms))


def column(word: str) -> int:
    return HEADERS.index(word) + 1


def test_every_row_has_claim_recomputation_difference_and_verdict() -> None:
    sheet = values(papers(checked())).worksheets[2]
    words = ("填报得分", "复算下限", "复算上限", "差异", "结论", "复核得分")
    lines = [
        tuple(sheet.cell(HEADER_ROW + 2 + row, column(word)).value for word in words) for row in range(4)
    ]
    assert lines[0] == (10, 10, 10, 0, "一致", None)
    assert lines[1] == (5, 4.63, 4.63, 0.37, "不一致", None)
    assert lines[2] == (10, 9, 12, 0, "在区间内", None)
    assert (lines[3][0], lines[3][4]) == (7, "无法复算")


def test_findings_stand_in_the_list_worst_first_with_place_clause_and_proposal() -> None:
    extra = Problem("other-year", {"where_zh": "说明", "where_en": "note", "year": "2023", "text": "2024"})
    places = Problem("score-unreadable", {"text": "优"}, Place(page=3, row=7), row=1)
    sheet = values(papers(checked(places))).worksheets[1]
    heads = [cell.value for cell in sheet[3]]
    rows = [dict(zip(heads, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=4)]
    levels = [row["级别"] for row in rows]
    assert extra.code == "other-year"
    assert levels == sorted(levels, key=("错误", "提示", "说明").index)
    (differs,) = [row for row in rows if row["问题代码"] == "score-differs"]
    assert [differs[name] for name in ("表号", "自评表", "行", "指标")] == ["1", "示例项目", "1", "人次"]
    assert differs["依据"] == "本规则集的理解：invented for the tests"
    assert differs["拟写意见"].startswith("《示例项目》“人次”：填报得分 5.00，复算应为 4.63")
    (unreadable,) = [row for row in rows if row["问题代码"] == "score-unreadable"]
    assert unreadable["位置"] == "第3页第7行"


def test_the_summary_counts_each_form() -> None:
    sheet = values(papers(checked(), checked(name="另一项目"))).worksheets[0]
    header = [cell.value for cell in sheet[3]]
    lines = [dict(zip(header, (cell.value for cell in sheet[row]), strict=True)) for row in (4, 5)]
    assert [line["自评表"] for line in lines] == ["示例项目", "另一项目"]
    assert [lines[0][word] for word in ("一致", "区间内", "不一致", "无法复算")] == [1, 1, 1, 1]
    assert lines[0]["结论"] == "不一致"


def test_a_file_that_was_not_read_stands_in_the_summary() -> None:
    sheet = values(write_review_xlsx(review_of(EMPTY, [checked()]), ["坏.docx"])).worksheets[0]
    assert "共 2 个文件，1 个已读" in sheet["A2"].value
    assert {"没有读取", "坏.docx"} <= {cell.value for cell in sheet[5]}


def test_a_sheet_prints_on_a4_and_not_what_is_beside_it() -> None:
    book = openpyxl.load_workbook(io.BytesIO(papers(checked())))
    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.print_area


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "[坏]:*?/\\名", "'引号'", "同名", "x" * 60])
def test_any_name_makes_a_workbook(name: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(papers(checked(name=name), checked(name=name))))
    assert len(book.sheetnames) == len(set(book.sheetnames)) == 4
    assert book.worksheets[2]["A1"].value == name
    assert book.worksheets[2]["A1"].data_type == "s"


def test_what_the_reviewer_types_is_read_back() -> None:
    book = openpyxl.load_workbook(io.BytesIO(papers(checked())))
    sheet = book.worksheets[2]
    sheet.cell(HEADER_ROW + 3, column("复核得分")).value = 4.63
    sheet.cell(HEADER_ROW + 3, column("核减理由")).value = "按比例计分"
    sheet.cell(HEADER_ROW + 4, column("复核得分")).value = "约9分"
    out = io.BytesIO()
    book.save(out)
    review = read_review(read_xlsx(out.getvalue(), "r.xlsx"), "r.xlsx")
    assert [row.row for row in review.rows] == [0, 1, 2, 3]
    first = review.rows[1]
    assert (first.form, first.name, first.reason) == ("示例项目", "人次", "按比例计分")
    assert [str(each) for each in (first.points, first.submitted, first.reviewed)] == ["5", "5", "463/100"]
    assert first.codes == ("score-differs",)
    # openpyxl saves formulas without values, so that what they show is not known here
    codes = {problem.code for problem in review.problems}
    assert "review-unreadable" in codes


def test_another_workbook_is_no_review() -> None:
    assert [problem.code for problem in read_review(Document(), "x.xlsx").problems] == ["review-not-found"]


@pytest.mark.slow
def test_the_working_papers_recalculate_to_what_they_show(tmp_path: Path) -> None:
    forms = [CheckedForm(result, "named") for result in scored_cases("cn-caiyu-2020-10")]
    data = papers(*forms)
    for old, new in zip(values(data).worksheets, recalculated(data, tmp_path).worksheets, strict=True):
        for ours, theirs in zip(old.iter_rows(), new.iter_rows(), strict=True):
            for one, other in zip(ours, theirs, strict=True):
                assert shown(one.value) == shown(other.value), f"{old.title}!{one.coordinate}"


def shown(value: object) -> object:
    if isinstance(value, float | int):
        return f"{value:.8g}"
    return value.strip() or None if isinstance(value, str) else value
