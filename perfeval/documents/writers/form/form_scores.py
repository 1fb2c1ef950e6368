"""Scores and total on the sheet 自评表: formulas that follow what is typed, and what a person decided."""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

from perfeval.core.claim import PENDING
from perfeval.core.results import FormResult, RowResult
from perfeval.documents.writers.form.form_layout import FormCell, FormLayout
from perfeval.documents.writers.form.official_form import is_rescaled
from perfeval.documents.writers.form.scoring_sheet import ScoringPlaces
from perfeval.documents.writers.live.formulas import number, rounded
from perfeval.documents.writers.live.row_cells import places_of
from perfeval.documents.writers.workbook import (
    BODY,
    BOX,
    Area,
    Sheet,
    Style,
    at,
    decimal_format,
    number_format,
)

HEAD: Style = {**BOX, "align": "center", "bold": True}
MARK: Style = {**BOX, "align": "center"}
HINT: Style = {**BODY, "font_color": "#C00000", "font_size": 9}
WRONG: Style = {"bg_color": "#F8D7DA", "font_color": "#9C0006"}
"""How a cell looks whose content cannot be right."""


@dataclass(frozen=True, slots=True)
class SheetPlaces:
    """Where the numbers of a form stand on its sheet: columns from 0, addresses for formulas."""

    layout: FormLayout

    @property
    def points(self) -> int:
        """Column of the marks."""
        return self.layout.shape.place("points")

    @property
    def score(self) -> int:
        """Column of the scores."""
        return self.layout.shape.place("score")

    @property
    def hints(self) -> int:
        """Column of the hints, beside the form; it is not printed."""
        return self.layout.shape.last + 1

    def fund(self, field: str) -> str:
        """Address of a cell of the total of the funds."""
        column = self.layout.shape.fund_place(field)
        assert column is not None
        return at(self.layout.funds + 1, column).name


def write_score(
    sheet: Sheet,
    area: Area,
    cell: FormCell,
    row: RowResult | None,
    scoring: ScoringPlaces,
    places: SheetPlaces,
) -> None:
    """The score: a formula, unless the form carries one that a person gave, or that formulas cannot follow."""
    if row is None:
        sheet.printed(area, cell.text, MARK)
        return
    score = row.score
    style = {**MARK, "num_format": decimal_format(places_of(row), cell.text)}
    is_judged = bool(cell.text) and cell.text != PENDING and (score is None or not score.is_point)
    if cell.fixed or is_judged:
        sheet.printed(area, cell.text, MARK)
    elif not _is_followed(row):
        _untouched(sheet, area, cell, row)
    else:
        found = (
            scoring.of_execution("得分") if row.row == 0 else f'IFERROR({scoring.of_row("得分")},"{PENDING}")'
        )
        sheet.formula(area, found, score.low if score and score.is_point else cell.text, style)
    low, high = _ends(row, scoring)
    beyond = f"OR({area.name}<{low},{area.name}>{high})"
    points = places.fund("points") if row.row == 0 else at(area.row, places.points).name
    sheet.mark(
        area,
        f"IF(ISNUMBER({area.name}),OR({area.name}>{points},IF(COUNT({low},{high})=2,{beyond},FALSE)),FALSE)",
        WRONG,
    )


def _ends(row: RowResult, scoring: ScoringPlaces) -> tuple[str, str]:
    if row.row == 0:
        return scoring.of_execution("下限"), scoring.of_execution("上限")
    return scoring.of_row("下限"), scoring.of_row("上限")


def _is_followed(row: RowResult) -> bool:
    """Whether formulas follow the row: not a merged score, nor one that facts beside the cells decide."""
    indicator = row.indicator
    if indicator is None:
        return True
    beside = indicator.facts or indicator.coefficient or indicator.graded_targets or indicator.initial_target
    # A row without marks is a line of the form that is still to be filled in.
    left_out = row.status == "ignored" and row.points is not None
    return not left_out and indicator.block is None and not beside


def _untouched(sheet: Sheet, area: Area, cell: FormCell, row: RowResult) -> None:
    sheet.printed(area, cell.text, MARK)
    if row.score is not None and row.score.is_point:
        sheet.remark(area, "由 perfeval 按规则算出；此行没有公式，改动数字后请重新计算。")


def write_score_hints(sheet: Sheet, places: SheetPlaces, rows: int, scoring: ScoringPlaces) -> None:
    """Beside every row what to do about it, and what may be typed over its score."""
    lines = [places.layout.indicator(number) for number in range(1, rows + 1)]
    for line in lines:
        sheet.formula(at(line, places.hints), f'IFERROR({scoring.of_row("说明")},"")', "", HINT)
    sheet.formula(at(places.layout.funds + 1, places.hints), scoring.of_execution("说明"), "", HINT)
    low, high = scoring.of_row("下限"), scoring.of_row("上限")
    for area in (at(line, places.score) for line in lines):
        inside = f"AND({area.name}>={low},{area.name}<={high})"
        sheet.allow([area], _typed_score(f"=IF(COUNT({low},{high})=2,{inside},TRUE)"))


def _typed_score(test: str) -> dict[str, object]:
    return {
        "validate": "custom",
        "value": test,
        "input_title": "得分",
        "input_message": "能算的自动出现。显示“待核”时，按右边的提示补写，或把分数直接填在这里。",
        "error_title": "超出规则区间",
        "error_message": "此分不在规则允许的范围内（见“计分过程”的下限、上限）。确需如此，请写明理由。",
        "error_type": "warning",
    }


def write_sum(sheet: Sheet, area: Area, cell: FormCell, result: FormResult, places: SheetPlaces) -> None:
    """The sum of the marks, red where they do not make up the whole; of a form without marks the whole."""
    sums = _Sums(places, number(result.ruleset.total.points))
    found = number_format(cell.text)
    added = f"IF({sums.is_planned},SUM({sums.every_point}),{sums.whole})"
    sheet.formula(area, added, found[0] if found else "", {**HEAD, "num_format": "General"})
    sheet.mark(area, f"ROUND({area.name},6)<>{sums.whole}", WRONG)
    sheet.formula(at(area.row, places.hints), sums.hint(area.name), "", HINT)


class _Sums:
    """Formulas over all rows that stand between the header and the total now, inserted ones included."""

    def __init__(self, places: SheetPlaces, whole: str) -> None:
        header = places.layout.header + 1
        fund_points, fund_score = places.fund("points"), places.fund("score")
        self.whole = whole
        self._points, self._scores = (
            f"{column}${header}:INDEX({column}:{column},ROW()-1)"
            for column in map(xl_col_to_name, (places.points, places.score))
        )
        self.every_point = f"{fund_points},{self._points}"
        self.every_score = f"{fund_score},{self._scores}"
        self._lacking = f"ISNUMBER({self._points})*NOT(ISNUMBER({self._scores}))"
        self.is_planned = f"COUNT({self._points})>0"
        self.missing = f"SUMPRODUCT({self._lacking})+ISNUMBER({fund_points})*NOT(ISNUMBER({fund_score}))"

    def hint(self, total_points: str) -> str:
        """What is wrong with the marks, else which row has marks and no score."""
        # The header itself is the one text that belongs there.
        in_words = f'SUMPRODUCT(ISTEXT({self._points})*({self._points}<>""))-1'
        first = f"SUMPRODUCT(MIN(ROW({self._points})+100000*(1-{self._lacking})))"
        sum_now = f"ROUND({total_points},6)"
        row = f'"第 "&{first}&" 行有分值没有得分（插入的行请复制上一行的得分格）"'
        cases = (
            (f"{in_words}>0", '"有分值是文字，不是数字，没有计入；请重新填数字"'),
            (
                f"AND({self.is_planned},{sum_now}<>{self.whole})",
                f'"分值合计 "&{sum_now}&"，应为 {self.whole}"',
            ),
            (f"{self.missing}=0", '""'),
            (f"{first}<100000", row),
        )
        formula = '"预算执行率没有得分"'
        for test, text in reversed(cases):
            formula = f"IF({test},{text},{formula})"
        return formula


def write_total(sheet: Sheet, area: Area, cell: FormCell, result: FormResult, places: SheetPlaces) -> None:
    """The sum of the rows, once every row with marks has a score; of exact rows it is written as a number."""
    rule = result.ruleset.total
    style = {**HEAD, "num_format": decimal_format(rule.places, result.form.submitted_score)}
    found = number_format(cell.text)
    value = found[0] if found else ""
    if rule.add == "exact" and result.total.confirmed is not None:
        sheet.number(area, result.total.confirmed, style)
        sheet.remark(area, "各行未取整的得分相加后取整，由 perfeval 算出。")
        return
    sums = _Sums(places, number(rule.points))
    factor = f"*{number(rule.points)}/SUM({sums.every_point})" if is_rescaled(result) else ""
    added = rounded(f"SUM({sums.every_score}){factor}", rule.places, rule.mode)
    formula = f'IF(OR(COUNT({sums.every_score})=0,{sums.missing}>0),"",{added})'
    sheet.formula(area, formula, value, style)
