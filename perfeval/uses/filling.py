"""A form being filled in (填表): what was typed and done, act after act, and the form as it stands then."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal, get_args

from pydantic import Field, TypeAdapter

from perfeval.core.form import Frozen, Funds, Indicator, SelfEvaluationForm
from perfeval.documents.read import Reading
from perfeval.documents.writers.form.official_form import fund_lines
from perfeval.uses.checking import Checking, Options, Rulebook, check_reading

HEAD_CELLS = ("name", "department", "body", "year")
FUND_CELLS = ("initial_budget", "budget", "executed", "points", "submitted_score", "money_unit")
LINE_CELLS = ("name", "initial_budget", "budget", "executed")
GOAL_CELLS = ("expected", "achieved")
ROW_CELLS = (
    "dimension",
    "category",
    "name",
    "target",
    "actual",
    "points",
    "submitted_score",
    "deviation_note",
)
_NEVER_NONE = ("name", "dimension", "category", "money_unit")
_MONEY_UNIT = "万元"

Level = Literal["dimension", "category"]
LEVELS: tuple[Level, ...] = get_args(Level)
Added = Literal["row", Level]
"""What is inserted: a further row of the same levels, a new 二级指标, a new 一级指标."""


class Begun(Frozen):
    """The sheet was begun with this form: an empty one, last year's, or one that was half filled in elsewhere."""

    kind: Literal["begun"] = "begun"
    form: SelfEvaluationForm
    source: str = ""


class Typed(Frozen):
    """Cells by name and what they say now."""

    kind: Literal["typed"] = "typed"
    cells: dict[str, str]


class Inserted(Frozen):
    """A row under the key `row`, below the row `after`; at the top where that is empty."""

    kind: Literal["inserted"] = "inserted"
    row: str
    after: str = ""
    level: Added = "row"


class Removed(Frozen):
    """A row was taken out."""

    kind: Literal["removed"] = "removed"
    row: str


class Moved(Frozen):
    """A row went up or down by one place; at the edge of its category it first joins the neighbouring one."""

    kind: Literal["moved"] = "moved"
    row: str
    by: Literal[-1, 1]


class PutAside(Frozen):
    """The sheet was taken off the list."""

    kind: Literal["aside"] = "aside"


class TakenBack(Frozen):
    """Earlier acts, by their position from 0, no longer count (撤销)."""

    kind: Literal["undone"] = "undone"
    acts: tuple[int, ...]


Act = Begun | Typed | Inserted | Removed | Moved | PutAside | TakenBack
_ACT: TypeAdapter[Act] = TypeAdapter(Annotated[Act, Field(discriminator="kind")])


def act_text(act: Act) -> str:
    """An act as JSON, what is not said left out."""
    return json.dumps(
        {"kind": act.kind, **act.model_dump(mode="json", exclude_defaults=True)}, ensure_ascii=False
    )


def act_of(text: str) -> Act:
    """The act that `act_text` wrote."""
    return _ACT.validate_json(text)


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
    is_aside: bool = False

    @property
    def next_key(self) -> str:
        """The key of the next row that is inserted."""
        return f"r{self.used + 1}"


def folded(acts: Sequence[Act]) -> Sheet:
    """The sheet after all its acts; the first of them begins it."""
    undone = {number for act in acts if isinstance(act, TakenBack) for number in act.acts}
    begun, *rest = acts
    assert isinstance(begun, Begun)
    sheet = _begun(begun)
    for number, act in enumerate(rest, 1):
        if number not in undone:
            sheet = after(sheet, act)
    used = [int(act.row[1:]) for act in acts if isinstance(act, Inserted)]
    return replace(sheet, used=max((sheet.used, *used)))


def _begun(act: Begun) -> Sheet:
    form = act.form
    keys = tuple(f"r{number}" for number in range(1, len(form.indicators) + 1))
    return Sheet(form, keys, len(keys), "" if form.year is None else str(form.year), act.source)


def begun_with(form: SelfEvaluationForm, source: str = "") -> Begun:
    """The first act of a sheet. What follows from the cells, and where they stood in a file, is left out."""
    funds = form.funds or Funds()
    sources = tuple(line.model_copy(update={"place": None}) for line in fund_lines(form))
    funds = funds.model_copy(update={"sources": sources, "submitted_rate": None, "place": None})
    nowhere: dict[str, object] = {"place": None, "places": {}}
    update: dict[str, object] = {
        "funds": funds,
        "indicators": tuple(each.model_copy(update=nowhere) for each in form.indicators),
        "submitted_points": None,
        "submitted_score": None,
        "file": None,
        "place": None,
        "total_place": None,
    }
    return Begun(form=form.model_copy(update=update), source=source)


def last_act(acts: Sequence[Act]) -> tuple[int, ...]:
    """What one undo takes back: the last act that stands, with what was typed into the same cells just before it."""
    undone = {number for act in acts if isinstance(act, TakenBack) for number in act.acts}
    standing = [
        number
        for number, act in enumerate(acts)
        if number and number not in undone and not isinstance(act, TakenBack)
    ]
    found: list[int] = []
    for number in reversed(standing):
        if found and not _is_same_cell(acts[number], acts[found[0]]):
            break
        found.append(number)
    return tuple(found)


def _is_same_cell(one: Act, other: Act) -> bool:
    return isinstance(one, Typed) and isinstance(other, Typed) and one.cells.keys() == other.cells.keys()


# --- cells ------------------------------------------------------------------------------------------------


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
        *((key, row, ROW_CELLS[2:]) for key, row in zip(sheet.keys, form.indicators, strict=True)),
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
    said = [getattr(row, name) for key in holder.split("-") for own, row in _rows(sheet) if own == key]
    return str(said[0]) if len(said) == len(holder.split("-")) else None


def after(sheet: Sheet, act: Act) -> Sheet:
    """The sheet after one more act; an act on a row that is gone changes nothing."""
    match act:
        case Typed():
            for name, text in act.cells.items():
                sheet = _typed(sheet, name, text)
            return sheet
        case Inserted():
            return _inserted(sheet, act)
        case Removed(row=key) if key in sheet.keys:
            at = sheet.keys.index(key)
            return _with_rows(sheet, [pair for number, pair in enumerate(_rows(sheet)) if number != at])
        case Moved(row=key) if key in sheet.keys:
            return _moved(sheet, sheet.keys.index(key), act.by)
        case PutAside():
            return replace(sheet, is_aside=True)
        case _:
            return sheet


def _typed(sheet: Sheet, cell: str, text: str) -> Sheet:
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
        lines = tuple(
            line.model_copy(update={name: value, "submitted_rate": None}) if f"s{number}" == holder else line
            for number, line in enumerate(fund_lines(form), 1)
        )
        return replace(
            sheet, form=form.model_copy(update={"funds": funds.model_copy(update={"sources": lines})})
        )
    meant = holder.split("-")
    return _with_rows(
        sheet, [(key, _with_cell(row, name, value) if key in meant else row) for key, row in _rows(sheet)]
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


# --- rows -------------------------------------------------------------------------------------------------


def _rows(sheet: Sheet) -> list[tuple[str, Indicator]]:
    return list(zip(sheet.keys, sheet.form.indicators, strict=True))


def _with_rows(sheet: Sheet, rows: Sequence[tuple[str, Indicator]]) -> Sheet:
    indicators = tuple(row for _, row in rows)
    form = sheet.form.model_copy(update={"indicators": indicators})
    return replace(sheet, form=form, keys=tuple(key for key, _ in rows))


def _inserted(sheet: Sheet, act: Inserted) -> Sheet:
    rows = _rows(sheet)
    at = sheet.keys.index(act.after) + 1 if act.after in sheet.keys else 0
    above = rows[at - 1][1] if at else Indicator(name="")
    new = Indicator(
        name="",
        dimension="" if act.level == "dimension" else above.dimension,
        category=above.category if act.level == "row" else "",
    )
    found = _with_rows(sheet, [*rows[:at], (act.row, new), *rows[at:]])
    return replace(found, used=max(found.used, int(act.row[1:])))


def _moved(sheet: Sheet, at: int, by: Literal[-1, 1]) -> Sheet:
    rows, to = _rows(sheet), at + by
    if not 0 <= to < len(rows):
        return sheet
    (key, row), (_, beside) = rows[at], rows[to]
    if (row.dimension, row.category) != (beside.dimension, beside.category):
        joined = row.model_copy(update={"dimension": beside.dimension, "category": beside.category})
        rows[at] = (key, joined)
    else:
        rows[at], rows[to] = rows[to], rows[at]
    return _with_rows(sheet, rows)


def filled(sheet: Sheet, options: Options, rulebook: Rulebook) -> Checking:
    """The form as it stands, scored and checked as a file that says the same would be."""
    return check_reading(Reading((sheet.form,)), options, rulebook)
