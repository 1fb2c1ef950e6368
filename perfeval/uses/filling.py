"""A form being filled in (填表): what was typed and done, act after act, and the form as it stands then."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from perfeval.core.form import Frozen, FundLine, Funds, Indicator, SelfEvaluationForm
from perfeval.core.problems import Problem
from perfeval.documents.read import FileForms
from perfeval.documents.writers.form.official_form import fund_lines
from perfeval.uses.checking import Checking, Options, Rulebook, check_reading
from perfeval.uses.sheet import Level, Sheet, rows_of, typed, with_lines, with_rows

Added = Literal["row", Level]
"""What is inserted: a further row of the same levels, a new 二级指标, a new 一级指标."""


class Met(Frozen):
    """A problem that was met when a document was read."""

    code: str
    values: dict[str, str] = Field(default_factory=dict)


class Begun(Frozen):
    """The sheet was begun with this form: an empty one, last year's, or one that was half filled in elsewhere.

    `found` is what reading the document met with, so that nothing of it is lost quietly.
    """

    kind: Literal["begun"] = "begun"
    form: SelfEvaluationForm
    source: str = ""
    found: tuple[Met, ...] = ()


class Typed(Frozen):
    """Cells by name and what they say now; `page` is the drawn page in which a person typed them."""

    kind: Literal["typed"] = "typed"
    cells: dict[str, str]
    page: str = ""


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


class LineAdded(Frozen):
    """A further line of the funds (资金来源), below the others."""

    kind: Literal["line"] = "line"


class PutAside(Frozen):
    """The sheet was taken off the list."""

    kind: Literal["aside"] = "aside"


class TakenBack(Frozen):
    """Earlier acts, by their position from 0, no longer count (撤销)."""

    kind: Literal["undone"] = "undone"
    acts: tuple[int, ...]


Act = Begun | Typed | Inserted | Removed | Moved | LineAdded | PutAside | TakenBack
_ACT: TypeAdapter[Act] = TypeAdapter(Annotated[Act, Field(discriminator="kind")])


def act_text(act: Act) -> str:
    """An act as JSON, what is not said left out."""
    return json.dumps(
        {"kind": act.kind, **act.model_dump(mode="json", exclude_defaults=True)}, ensure_ascii=False
    )


def act_of(text: str) -> Act:
    """The act that `act_text` wrote."""
    return _ACT.validate_json(text)


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
    year = "" if form.year is None else str(form.year)
    return Sheet(
        form, keys, len(keys), year, act.source, tuple(Problem(each.code, each.values) for each in act.found)
    )


def begun_with(form: SelfEvaluationForm, source: str = "", problems: Sequence[Problem] = ()) -> Begun:
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
    found = tuple(Met(code=each.code, values=each.values) for each in problems)
    return Begun(form=form.model_copy(update=update), source=source, found=found)


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


@dataclass(frozen=True, slots=True)
class Replaced:
    """A text that another page had put into a cell, and that this page wrote over without having shown it.

    `act` is its act, by position from 0.
    """

    cell: str
    text: str
    act: int


def elsewhere(acts: Sequence[Act], seen: int, page: str) -> tuple[bool, tuple[Replaced, ...]]:
    """Whether anything was done that a page drawn from the first `seen` acts does not show, and what it wrote over."""
    undone = {number for act in acts if isinstance(act, TakenBack) for number in act.acts}
    theirs: dict[str, Replaced] = {}
    replaced: dict[str, Replaced] = {}
    is_stale = False
    for number, act in enumerate(acts[seen:], seen):
        is_own = isinstance(act, Typed) and act.page == page
        is_stale = is_stale or not is_own
        if not isinstance(act, Typed) or number in undone:
            continue
        for cell, text in act.cells.items():
            if not is_own:
                replaced.pop(cell, None)
                theirs[cell] = Replaced(cell, text, number)
            elif cell in theirs and theirs[cell].text != text:
                replaced[cell] = theirs[cell]
    return is_stale, tuple(replaced.values())


def after(sheet: Sheet, act: Act) -> Sheet:
    """The sheet after one more act; an act on a row that is gone changes nothing."""
    match act:
        case Typed():
            for name, text in act.cells.items():
                sheet = typed(sheet, name, text)
            return sheet
        case Inserted():
            return _inserted(sheet, act)
        case Removed(row=key) if key in sheet.keys:
            at = sheet.keys.index(key)
            return with_rows(sheet, [pair for number, pair in enumerate(rows_of(sheet)) if number != at])
        case Moved(row=key) if key in sheet.keys:
            return _moved(sheet, sheet.keys.index(key), act.by)
        case LineAdded():
            return with_lines(sheet, (*fund_lines(sheet.form), FundLine(name="")))
        case PutAside():
            return replace(sheet, is_aside=True)
        case _:
            return sheet


# --- rows -------------------------------------------------------------------------------------------------


def _inserted(sheet: Sheet, act: Inserted) -> Sheet:
    rows = rows_of(sheet)
    at = sheet.keys.index(act.after) + 1 if act.after in sheet.keys else 0
    above = rows[at - 1][1] if at else Indicator(name="")
    new = Indicator(
        name="",
        dimension="" if act.level == "dimension" else above.dimension,
        category=above.category if act.level == "row" else "",
    )
    found = with_rows(sheet, [*rows[:at], (act.row, new), *rows[at:]])
    return replace(found, used=max(found.used, int(act.row[1:])))


def _moved(sheet: Sheet, at: int, by: Literal[-1, 1]) -> Sheet:
    rows, to = rows_of(sheet), at + by
    if not 0 <= to < len(rows):
        return sheet
    (key, row), (_, beside) = rows[at], rows[to]
    if (row.dimension, row.category) != (beside.dimension, beside.category):
        joined = row.model_copy(update={"dimension": beside.dimension, "category": beside.category})
        rows[at] = (key, joined)
    else:
        rows[at], rows[to] = rows[to], rows[at]
    return with_rows(sheet, rows)


def filled(sheet: Sheet, options: Options, rulebook: Rulebook) -> Checking:
    """The form as it stands, scored and checked as a file that says the same would be."""
    return check_reading(FileForms((sheet.form,)), options, rulebook)
