"""Cells of one row in a sheet that scores it: its numbers, its completion ratio, both ends of its score."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from perfeval.core.form import Funds
from perfeval.core.quantity import Quantity
from perfeval.core.results import FormResult, RowResult
from perfeval.core.target import Bare, Bound, Range, is_blank, parse_target
from perfeval.documents.writers.live.formulas import bare_number, number_in, text_after_number
from perfeval.documents.writers.live.live_scores import Addresses, LiveRow, live_execution, live_indicator
from perfeval.documents.writers.workbook import BOX, Area, Sheet, Style, decimal_format, number_format

NUMBER: Style = {**BOX, "align": "right", "num_format": "General"}
RATIO: Style = {**BOX, "align": "right", "num_format": "0.00%"}


@dataclass(frozen=True, slots=True)
class RowCells:
    """Where the form's sheet prints a row's marks, target and actual value: addresses for formulas."""

    points: str
    target: str
    actual: str


def write_ends(sheet: Sheet, areas: tuple[Area, Area], row: RowResult, live: LiveRow | None) -> None:
    """Write both ends of a row's score: formulas, or the recomputed numbers where there are none."""
    ends = (None, None) if row.score is None else (row.score.low, row.score.high)
    formulas = (None, None) if live is None else (live.low, live.high)
    style = {**NUMBER, "num_format": decimal_format(places_of(row))}
    for area, end, formula in zip(areas, ends, formulas, strict=True):
        if formula:
            sheet.formula(area, formula, _or_blank(end), style)
        elif end is not None:
            sheet.number(area, end, style)
        else:
            sheet.text(area, "")


def live_row(row: RowResult, result: FormResult, at_cells: Addresses) -> LiveRow | None:
    """Formulas of a row, be it the execution row or an indicator."""
    return live_execution(result, at_cells) if row.row == 0 else live_indicator(row, result, at_cells)


def places_of(row: RowResult) -> int:
    """Decimals of a row's score."""
    return 2 if row.score is None else max(0, -int(row.score.low.as_tuple().exponent))


def write_numbers(
    sheet: Sheet,
    areas: tuple[Area, Area, Area],
    row: RowResult,
    result: FormResult,
    live: LiveRow | None,
    printed: RowCells,
) -> None:
    """Write A, B and B/A of a row, read out of its printed cells; nothing for a row of words."""
    target, actual, ratio = areas
    wordy = live is None or (live.target is None and live.actual is None and row.row != 0 and not _waits(row))
    if live is None or wordy:
        for area in areas:
            sheet.text(area, "")
        return
    goal, value = live.target, live.actual
    if row.row == 0:
        # A refused execution row has no steps, but its amounts stand on the sheet all the same.
        goal = goal if goal is not None else _plain(budget_text(result))
        value = value if value is not None else _plain(_funds(result).executed)
    sheet.formula(target, _target_number(row, result, live, printed), _or_blank(goal), NUMBER)
    sheet.formula(actual, _actual_number(row, result, live, printed), _or_blank(value), NUMBER)
    ratio_now = value / goal if goal is not None and value is not None and goal > 0 else None
    formula = (
        f'IF(COUNT({target.name},{actual.name})<2,"",IF({target.name}<=0,"",{actual.name}/{target.name}))'
    )
    sheet.formula(ratio, formula, _or_blank(ratio_now), RATIO)


def _waits(row: RowResult) -> bool:
    return row.indicator is not None and is_blank(row.indicator.actual or "")


def _target_number(row: RowResult, result: FormResult, live: LiveRow, printed: RowCells) -> str:
    if row.row == 0:
        return _amount(printed.target, budget_text(result), live.target)
    text = (row.indicator.target if row.indicator else None) or ""
    if live.target is None:
        # A range has no single target; what the formulas need of it stands in them.
        return '""'
    return number_in(printed.target, text, live.target, text_after_number(text))


def _actual_number(row: RowResult, result: FormResult, live: LiveRow, printed: RowCells) -> str:
    if row.row == 0:
        return _amount(printed.actual, _funds(result).executed, live.actual)
    indicator = row.indicator
    assert indicator is not None
    if live.actual is not None:
        return number_in(printed.actual, indicator.actual or "", live.actual, _unit(indicator.target or ""))
    return bare_number(printed.actual, ("", _unit(indicator.target or "")))


def budget_column(result: FormResult) -> Literal["budget", "initial_budget"]:
    """The budget that the execution rate is taken of (分母); of an open choice the annual one."""
    execution = result.ruleset.execution
    over = execution.rate.executed_over if execution else "budget"
    return "initial_budget" if over == "initial_budget" else "budget"


def budget_text(result: FormResult) -> str | None:
    """That budget as printed."""
    text: str | None = getattr(_funds(result), budget_column(result))
    return text


def _funds(result: FormResult) -> Funds:
    return result.form.funds or Funds()


def _unit(target: str) -> str:
    """Unit that an actual value will carry if it is written like the target."""
    parsed = parse_target(target)
    quantity = parsed.high if isinstance(parsed, Range) else parsed
    if isinstance(quantity, Bound | Bare):
        quantity = quantity.quantity
    return text_after_number(quantity.text) if isinstance(quantity, Quantity) else ""


def _amount(cell: str, text: str | None, value: Fraction | None) -> str:
    """The amount of a money cell: the cell itself where it holds the number, else the number in its text."""
    if value is None or text is None or (number_format(text) or (None,))[0] == value:
        return f'IF({cell}="","",{cell})'
    return number_in(cell, text, value)


def _plain(text: str | None) -> Fraction | None:
    found = number_format(text or "")
    return found[0] if found else None


def _or_blank(value: Fraction | Decimal | None) -> Fraction | Decimal | str:
    return "" if value is None else value
