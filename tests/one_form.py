"""One form as tables with exact spans, and what is read of it: for tests that put single rows and columns into it."""

from layouts_as_rows import grid

from perfeval.core.form import SelfEvaluationForm
from perfeval.documents.grid import Document, Grid
from perfeval.documents.read import FileForms
from perfeval.documents.recognition.recognise import recognise

Cellish = str | tuple[str, int, int]
Row = tuple[str | None, ...]

NAME: list[Cellish] = ["项目名称", "渠道修复"]
MARKS = [("渠道长度", "≥5千米", "6千米", "60", "60"), ("合格率", "100%", "99%", "40", "39.6")]
COLUMNS: list[Cellish] = ["三级指标", "指标值", "完成值", "分值", "得分"]
TABLE: list[list[Cellish]] = [COLUMNS, *(list(map(str, row)) for row in MARKS)]


def reading(*tables: Grid) -> FileForms:
    return recognise(Document(tables), "f.docx")


def titled(*rows: list[Cellish]) -> Grid:
    return grid([NAME, *rows], ("2023年度项目支出绩效自评表",))


def only(read: FileForms) -> SelfEvaluationForm:
    (form,) = read.forms
    return form


def rows(form: SelfEvaluationForm) -> list[Row]:
    return [(row.name, row.target, row.actual, row.points, row.submitted_score) for row in form.indicators]
