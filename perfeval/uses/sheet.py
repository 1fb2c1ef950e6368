"""A form being filled in as a sheet of cells (填表的格子): each has a name, says something, and can be typed into."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from perfeval.core.form import Frozen, FundLine, Funds, Indicator, SelfEvaluationForm
from perfeval.core.problems import Problem
from perfeval.documents.writers.form.official_form import fund_lines

HEAD_CELLS = ("name", "department", "body", "year")
FUND_CELLS = ("initial_budget", "budget", "executed", "points", "submitted_score", "money_unit")
LINE_CELLS = ("name", "initial_budget", "budget", "executed")
GOAL_CELLS = ("expected", "achieved")
ROW_CELLS = ("name", "target", "actual", "points", "submitted_score", "deviation_note")
_NEVER_NONE = ("name", "dimension", "category", "money_unit")
_MONEY_UNIT = "万元"

Level = Literal["dimension", "category"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""一级指标 and 二级指标: several rows share one cell."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form being filled in; `keys` name its indicator rows for as long as the sheet lives, `used` were given out.

    `year` is the year as it was typed; the form has it once it is a year.
    """

    form: SelfEvaluationForm
    keys: tuple[str, ...]
    used: int
    year: str
    source: str = ""
    found: tuple[Problem, ...] = ()
    is_aside: bool = False

    @property
    def next_key(self) -> str:
        """The key of the next row that is inserted."""
        return f"r{self.used + 1}"


def cells(sheet: Sheet) -> dict[str, str]:
    """Every cell by name and what it says: `name`, `funds.budget`, `s1.budget`, `goal.expected`, `r3.target`.

    A level that several rows share has one cell, named after all of them: `r3-r4.category`.
    """
    form = sheet.form
    found = {name: str(getattr(form, name) or "") for name in HEAD_CELLS} | {"year": sheet.year}
    groups: list[tuple[str, Frozen, Sequence[str]]] = [
        ("funds", form.funds or Funds(), FUND_CELLS),
        ("goal", form.goal, GOAL_CELLS),
        *((f"s{number}", line, LINE_CELLS) for number, line in enumerate(fund_lines(form), 1)),
        *((key, row, ROW_CELLS) for key, row in zip(sheet.keys, form.indicators, strict=True)),
    ]
    for prefix, holder, names in groups:
        found |= {f"{prefix}.{name}": getattr(holder, name) or "" for name in names}
    for level in LEVELS:
        found |= {f"{'-'.join(run)}.{level}": text for run, text in level_runs(sheet, level)}
    return found


def level_runs(sheet: Sheet, level: Level) -> Iterator[tuple[tuple[str, ...], str]]:
    """The rows that share a merged cell of 一级指标 or 二级指标, and what it says."""
    run: list[str] = []
    before: tuple[str, ...] = ()
    for key, row in zip(sheet.keys, sheet.form.indicators, strict=True):
        now = (row.dimension,) if level == "dimension" else (row.dimension, row.category)
        if run and now != before:
            yield tuple(run), before[-1]
            run = []
        run.append(key)
        before = now
    if run:
        yield tuple(run), before[-1]


def cell_text(sheet: Sheet, cell: str) -> str | None:
    """What a cell says; None where there is none. A level's cell may name any rows that the sheet has."""
    holder, _, name = cell.rpartition(".")
    if name not in LEVELS:
        return cells(sheet).get(cell)
    said = [getattr(row, name) for key in holder.split("-") for own, row in rows_of(sheet) if own == key]
    return str(said[0]) if len(said) == len(holder.split("-")) else None


def typed(sheet: Sheet, cell: str, text: str) -> Sheet:
    """The sheet with another text in a cell; unchanged where the cell's row is gone."""
    form, (holder, _, name) = sheet.form, cell.rpartition(".")
    value = text if name in _NEVER_NONE else text or None
    if cell == "year":
        return replace(sheet, year=text, form=form.model_copy(update={"year": year_of(text)}))
    if not holder:
        return replace(sheet, form=form.model_copy(update={name: value}))
    if holder == "goal":
        return replace(
            sheet, form=form.model_copy(update={"goal": form.goal.model_copy(update={name: value})})
        )
    funds = form.funds or Funds()
    if holder == "funds":
        funds = funds.model_copy(update={name: (value or _MONEY_UNIT) if name == "money_unit" else value})
        return replace(sheet, form=form.model_copy(update={"funds": funds}))
    if holder[0] == "s":
        update = {name: value, "submitted_rate": None}
        lines = (
            line.model_copy(update=update) if f"s{number}" == holder else line
            for number, line in enumerate(fund_lines(form), 1)
        )
        return with_lines(sheet, tuple(lines))
    meant = holder.split("-")
    return with_rows(
        sheet, [(key, _with_cell(row, name, value) if key in meant else row) for key, row in rows_of(sheet)]
    )


def _with_cell(row: Indicator, name: str, value: str | None) -> Indicator:
    """The row with another text; what the form printed beside the old values (完成率) no longer holds."""
    update: dict[str, object] = {name: value}
    if name in ("target", "actual"):
        update["submitted_completion"] = None
    return row.model_copy(update=update)


def year_of(text: str) -> int | None:
    """The year that a text says, 2023 or 2023年度; None where it says none."""
    digits = text.strip().removesuffix("度").removesuffix("年")
    return int(digits) if len(digits) == 4 and digits.isdecimal() else None


def rows_of(sheet: Sheet) -> list[tuple[str, Indicator]]:
    """The indicator rows, each under its key."""
    return list(zip(sheet.keys, sheet.form.indicators, strict=True))


def with_lines(sheet: Sheet, lines: tuple[FundLine, ...]) -> Sheet:
    """The sheet with other lines of the funds."""
    funds = (sheet.form.funds or Funds()).model_copy(update={"sources": lines})
    return replace(sheet, form=sheet.form.model_copy(update={"funds": funds}))


def with_rows(sheet: Sheet, rows: Sequence[tuple[str, Indicator]]) -> Sheet:
    """The sheet with other indicator rows."""
    indicators = tuple(row for _, row in rows)
    form = sheet.form.model_copy(update={"indicators": indicators})
    return replace(sheet, form=form, keys=tuple(key for key, _ in rows))
