"""The sheet 计分过程 of a form's workbook: each row's numbers, completion ratio and score as formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from perfeval.core.exact import round_to
from perfeval.core.form import Funds
from perfeval.core.problems import Lang
from perfeval.core.quantity import Quantity
from perfeval.core.results import FormResult, RowResult
from perfeval.core.ruleset import Source
from perfeval.core.target import Bare, Bound, Range, is_blank, parse_target
from perfeval.documents.formulas import bare_number, number_in
from perfeval.documents.live_scores import Addresses, LiveRow, live_execution, live_indicator
from perfeval.documents.workbook import (
    BODY,
    BOX,
    Sheet,
    Style,
    at,
    decimal_format,
    lines_needed,
    number_format,
)

_HEADERS = ("行", "计分行", "分值 w", "指标数 A", "完成数 B", "比例 B/A", "得分下限", "得分上限", "依据")
_WIDTHS = (5, 30, 9, 13, 13, 11, 11, 11, 60)
_HEAD: Style = {**BOX, "bold": True, "align": "center", "bg_color": "#E7E6E6"}
_NUMBER: Style = {**BOX, "align": "right", "num_format": "General"}
_RATIO: Style = {**BOX, "align": "right", "num_format": "0.00%"}
_FIRST = 3


@dataclass(frozen=True, slots=True)
class RowCells:
    """Where the form's sheet prints a row's marks, target and actual value: addresses for formulas."""

    points: str
    target: str
    actual: str


@dataclass(frozen=True, slots=True)
class Scored:
    """A row on the scoring sheet: its formulas, if any, and the addresses of both ends of its score."""

    live: LiveRow | None
    low: str
    high: str


def write_scoring_sheet(
    sheet: Sheet, result: FormResult, printed: Mapping[int, RowCells], lang: Lang = "zh"
) -> dict[int, Scored]:
    """Write the sheet; `printed` gives each row's cells on the form. Tells where the scores are computed."""
    sheet.widths(_WIDTHS)
    sheet.raw.set_landscape()
    sheet.raw.fit_to_pages(1, 0)
    sheet.raw.freeze_panes(_FIRST, 2)
    sheet.text(
        at(0, 0, 1, len(_HEADERS)), f"计分过程：{result.form.name}", {**BODY, "bold": True, "font_size": 12}
    )
    sheet.text(at(1, 0, 1, len(_HEADERS)), _note(result, lang), BODY)
    for column, header in enumerate(_HEADERS):
        sheet.text(at(_FIRST - 1, column), header, _HEAD)
    return {
        row.row: _row(sheet, _FIRST + position, row, result, printed[row.row])
        for position, row in enumerate(result.rows)
    }


def _note(result: FormResult, lang: Lang) -> str:
    ruleset = result.ruleset
    name = f"规则集 {ruleset.id} v{ruleset.version}：{ruleset.title.of(lang)}"
    return f"{name}。数字取自填报表，改填报表即重新计算。"


def _row(sheet: Sheet, line: int, row: RowResult, result: FormResult, printed: RowCells) -> Scored:
    cells = Addresses(*(at(line, column).name for column in (2, 3, 4)))
    live = live_execution(result, cells) if row.row == 0 else live_indicator(row, result, cells)
    sheet.text(at(line, 0), str(row.row), {**BOX, "align": "center"})
    sheet.text(at(line, 1), row.name)
    sheet.formula(at(line, 2), f'IF({printed.points}="","",{printed.points})', _or_blank(row.points), _NUMBER)
    if live is not None:
        _numbers(sheet, line, row, result, live, printed)
    low, high = at(line, 6), at(line, 7)
    ends = (None, None) if row.score is None else (row.score.low, row.score.high)
    style = {**_NUMBER, "num_format": _score_format(row)}
    formulas = (None, None) if live is None else (live.low, live.high)
    for area, end, formula in zip((low, high), ends, formulas, strict=True):
        if formula:
            sheet.formula(area, formula, _or_blank(end), style)
        elif end is not None:
            sheet.number(area, end, style)
        else:
            sheet.text(area, "")
    ground = _ground(row, result, live)
    sheet.text(at(line, 8), ground, {**BOX, "indent": 1})
    sheet.height(line, max(lines_needed(ground, _WIDTHS[8]), lines_needed(row.name, _WIDTHS[1])))
    return Scored(live, sheet.address(low), sheet.address(high))


def _numbers(
    sheet: Sheet, line: int, row: RowResult, result: FormResult, live: LiveRow, printed: RowCells
) -> None:
    target, actual, ratio = (at(line, column) for column in (3, 4, 5))
    if live.target is None and live.actual is None and row.row != 0 and not _waits(row):
        for area in (target, actual, ratio):
            sheet.text(area, "")
        return
    sheet.formula(target, _target_number(row, result, live, printed), _or_blank(live.target), _NUMBER)
    sheet.formula(actual, _actual_number(row, result, live, printed), _or_blank(live.actual), _NUMBER)
    shown = _or_blank(row.completion_ratio and Fraction(round_to(row.completion_ratio, 12, "half_up")))
    formula = (
        f'IF(COUNT({target.name},{actual.name})<2,"",IF({target.name}<=0,"",{actual.name}/{target.name}))'
    )
    sheet.formula(ratio, formula, shown, _RATIO)


def _waits(row: RowResult) -> bool:
    return row.indicator is not None and is_blank(row.indicator.actual or "")


def _target_number(row: RowResult, result: FormResult, live: LiveRow, printed: RowCells) -> str:
    if row.row == 0:
        return _amount(printed.target, _funds(result).budget, live.target)
    text = (row.indicator.target if row.indicator else None) or ""
    if live.target is None:
        # A range has no single target; what the formulas need of it stands in them.
        return '""'
    return number_in(printed.target, text, live.target)


def _actual_number(row: RowResult, result: FormResult, live: LiveRow, printed: RowCells) -> str:
    if row.row == 0:
        return _amount(printed.actual, _funds(result).executed, live.actual)
    indicator = row.indicator
    assert indicator is not None
    if live.actual is not None:
        return number_in(printed.actual, indicator.actual or "", live.actual)
    return bare_number(printed.actual, ("", _unit(indicator.target or "")))


def _funds(result: FormResult) -> Funds:
    return result.form.funds or Funds()


def _unit(target: str) -> str:
    """Unit that an actual value will carry if it is written like the target."""
    parsed = parse_target(target)
    quantity = parsed.low if isinstance(parsed, Range) else parsed
    if isinstance(quantity, Bound | Bare):
        quantity = quantity.quantity
    return str(quantity.unit) if isinstance(quantity, Quantity) and quantity.unit else ""


def _amount(cell: str, text: str | None, value: Fraction | None) -> str:
    """The amount of a money cell: the cell itself where it holds the number, else the number in its text."""
    if value is None or text is None or (number_format(text) or (None,))[0] == value:
        return f'IF({cell}="","",{cell})'
    return number_in(cell, text, value)


def _or_blank(value: Fraction | Decimal | None) -> Fraction | Decimal | str:
    return "" if value is None else value


def _score_format(row: RowResult) -> str:
    places = 2 if row.score is None else max(0, -int(row.score.low.as_tuple().exponent))
    return decimal_format(places)


def _ground(row: RowResult, result: FormResult, live: LiveRow | None) -> str:
    """Rule and source of a row; why it was refused; or that it has no formula."""
    ruleset = result.ruleset
    if row.problems and row.status == "refused":
        return "；".join(problem.message("zh").split("\n")[0] for problem in row.problems)
    source = ruleset.execution.source if row.row == 0 and ruleset.execution else None
    rule = next((rule for rule in ruleset.rules if rule.id == row.rule), None)
    title = f"{rule.title.zh}：" if rule and rule.title else ""
    parts = [title + _source_text(rule.source if rule else source, result)] if rule or source else []
    if row.score is not None and not row.score.is_point:
        parts.append("规则给出区间，得分由人工在区间内确定")
    if live is None and row.score is not None:
        parts.append("此行由 perfeval 算出，没有公式")
    return "。".join(parts)


def _source_text(source: Source | None, result: FormResult) -> str:
    if source is None:
        return ""
    clause = result.ruleset.clauses.get(source.clause or "")
    return clause.title if clause else (source.interpretation or source.clause or "")
