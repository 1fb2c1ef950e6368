"""Scores and total on the sheet 自评表: formulas that follow what is typed, and what a person decided."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from perfeval.core.claim import PENDING
from perfeval.core.results import FormResult, RowResult
from perfeval.documents.writers.form.official_form import TOTAL, fund_lines, is_rescaled, shown_total
from perfeval.documents.writers.form.scoring_sheet import ScoringPlaces
from perfeval.documents.writers.live.formulas import number, rounded
from perfeval.documents.writers.live.row_cells import places_of
from perfeval.documents.writers.workbook import BODY, BOX, Area, Sheet, Style, at, decimal_format

HEAD: Style = {**BOX, "align": "center", "bold": True}
MARK: Style = {**BOX, "align": "center"}
HINT: Style = {**BODY, "font_color": "#C00000", "font_size": 9}
FUND_ROW = 4
HINTS = 9
"""Column of the hints beside the form; it is not printed."""
WRONG: Style = {"bg_color": "#F8D7DA", "font_color": "#9C0006"}
"""How a cell looks whose content cannot be right."""


@dataclass(frozen=True, slots=True)
class Positions:
    """Rows of the sheet, from 0: header of the funds, of the goals, of the indicators, and the total."""

    goals: int
    header: int
    total: int

    def indicator(self, number: int) -> int:
        """Row of an indicator, numbered from 1."""
        return self.header + number


def positions(result: FormResult) -> Positions:
    """Where the parts of a form stand."""
    goals = FUND_ROW + 2 + len(fund_lines(result.form))
    return Positions(goals, goals + 2, goals + 3 + len(result.indicators))


def write_score(
    sheet: Sheet, area: Area, row: RowResult, scoring: ScoringPlaces, submitted: str | None
) -> None:
    """The score: a formula, unless the form carries one that a person gave, or that formulas cannot follow."""
    score = row.score
    style = {**MARK, "num_format": decimal_format(places_of(row), submitted)}
    if not _is_followed(row):
        _untouched(sheet, area, row, submitted, style)
    elif submitted and (score is None or not score.is_point):
        sheet.printed(area, submitted, MARK)
    else:
        found = (
            scoring.of_execution("得分") if row.row == 0 else f'IFERROR({scoring.of_row("得分")},"{PENDING}")'
        )
        sheet.formula(area, found, _shown(row), style)
    low, high = _ends(row, scoring)
    beyond = f"OR({area.name}<{low},{area.name}>{high})"
    too_much = f"{area.name}>{at(area.row, area.column - (2 if row.row == 0 else 1)).name}"
    sheet.mark(
        area,
        f"IF(ISNUMBER({area.name}),OR({too_much},IF(COUNT({low},{high})=2,{beyond},FALSE)),FALSE)",
        WRONG,
    )


def _shown(row: RowResult) -> Decimal | str:
    """What the formula of a score shows now."""
    if row.score is None:
        return ""
    return row.score.low if row.score.is_point else PENDING


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


def _untouched(sheet: Sheet, area: Area, row: RowResult, submitted: str | None, style: Style) -> None:
    if row.score is None or not row.score.is_point:
        sheet.printed(area, submitted, MARK)
        return
    sheet.number(area, row.score.low, style)
    sheet.remark(area, "由 perfeval 按规则算出；此行没有公式，改动数字后请重新计算。")


def write_score_hints(sheet: Sheet, where: Positions, rows: int, scoring: ScoringPlaces) -> None:
    """Beside every row what to do about it, and what may be typed over its score."""
    for line in range(where.indicator(1), where.indicator(1) + rows):
        sheet.formula(at(line, HINTS), f'IFERROR({scoring.of_row("说明")},"")', "", HINT)
    sheet.formula(at(FUND_ROW + 1, HINTS), scoring.of_execution("说明"), "", HINT)
    low, high = scoring.of_row("下限"), scoring.of_row("上限")
    scores = [at(line, 7) for line in range(where.indicator(1), where.indicator(1) + rows)]
    for area in scores:
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


def write_total(sheet: Sheet, result: FormResult, where: Positions) -> None:
    """The row 总分: sums of whatever rows there are now, and beside it what is still wrong or missing."""
    sheet.text(at(where.total, 0, 1, 6), TOTAL, HEAD)
    sheet.height(where.total, 1)
    rows = [row for row in result.rows if row.status != "ignored"]
    marks = sum((row.points for row in rows if row.points is not None), Fraction(0))
    sums = _Sums(where, number(result.ruleset.total.points))
    area = at(where.total, 6)
    sheet.formula(area, f"SUM({sums.every_point})", marks, {**HEAD, "num_format": "General"})
    sheet.mark(area, f"AND({sums.is_planned},ROUND({area.name},6)<>{sums.whole})", WRONG)
    _total_score(sheet, result, at(where.total, 7), sums)
    sheet.text(at(where.total, 8), "", BOX)
    sheet.formula(at(where.total, HINTS), sums.hint(area.name), "", HINT)


class _Sums:
    """Formulas over all rows that stand between the header and the total now, inserted ones included."""

    def __init__(self, where: Positions, whole: str) -> None:
        header = where.header + 1
        fund_points, fund_score = at(FUND_ROW + 1, 6).name, at(FUND_ROW + 1, 8).name
        self.whole = whole
        self._points, self._scores = (
            f"{column}${header}:INDEX({column}:{column},ROW()-1)" for column in "GH"
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


def _total_score(sheet: Sheet, result: FormResult, area: Area, sums: _Sums) -> None:
    """The sum of the rows, once every row with marks has a score; of exact rows it is written as a number."""
    rule = result.ruleset.total
    style = {**HEAD, "num_format": decimal_format(rule.places, result.form.submitted_score)}
    if rule.add == "exact" and result.total.confirmed is not None:
        sheet.number(area, result.total.confirmed, style)
        sheet.remark(area, "各行未取整的得分相加后取整，由 perfeval 算出。")
        return
    factor = f"*{number(rule.points)}/SUM({sums.every_point})" if is_rescaled(result) else ""
    added = rounded(f"SUM({sums.every_score}){factor}", rule.places, rule.mode)
    formula = f'IF(OR(COUNT({sums.every_score})=0,{sums.missing}>0),"",{added})'
    total = shown_total(result)
    sheet.formula(area, formula, "" if total is None else total, style)
