"""Full marks of the rows (分值) where the header alone does not tell them: by what stands in the columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from perfeval.core.problems import Problem
from perfeval.documents.grid import Cell
from perfeval.documents.recognition.cell_text import is_absent, is_mark, mark
from perfeval.documents.recognition.header_roles import RIVAL_POINTS
from perfeval.documents.recognition.headers import Header
from perfeval.documents.recognition.indicators import Record
from perfeval.documents.recognition.words.bare import (
    folded,
)

_WHOLE = 100
_MARKS_IN_NAME = re.compile(r".*\((\d+(?:\.\d+)?)分\)")


def straighten(records: Sequence[Record], header: Header) -> tuple[list[Record], Problem | None]:
    """Give 分值 and its neighbour their right content where the header names them the wrong way round.

    Only if no cell under 分值 can be a mark, nor all be shares in percent, and every cell under 实际完成值
    (or the target) can be a mark.
    """
    points = [record.text("points") for record in records if record.value("points")]
    if any(is_mark(text) for text in points) or all(text.endswith(("%", "％")) for text in points):
        return list(records), None
    for role in ("actual", "target"):
        texts = [record.text(role) for record in records]
        if all(is_mark(text) for text in texts):
            values = {"first": header.word(role), "second": header.word("points")}
            swapped = [replace(record, cells=_swapped(record.cells, role, "points")) for record in records]
            return swapped, Problem("columns-swapped", values, header.place)
    return list(records), None


def _swapped(
    cells: Mapping[str, tuple[Cell, ...]], first: str, second: str
) -> Mapping[str, tuple[Cell, ...]]:
    return {**cells, first: cells.get(second, ()), second: cells.get(first, ())}


def marks_before_shares(records: Sequence[Record], header: Header) -> list[Record]:
    """Of two columns of marks, take the second where only that one holds marks and the first shares in percent."""
    first = [text for record in records if not is_absent(text := record.text("points"))]
    second = [text for record in records if not is_absent(text := record.text(RIVAL_POINTS))]
    if not (_are_shares(first) and second and all(is_mark(text) for text in second)):
        return list(records)
    return [_exchanged(record, header) for record in records]


def _exchanged(record: Record, header: Header) -> Record:
    extra = {word: text for word, text in record.extra.items() if word != header.word(RIVAL_POINTS)}
    if shares := record.value("points"):
        extra[header.word("points")] = shares
    return replace(record, cells=_swapped(record.cells, "points", RIVAL_POINTS), extra=extra)


def shares_as_marks(
    records: Sequence[Record], execution: str | None, header: Header
) -> tuple[list[Record], Problem | None]:
    """Read weights in percent as marks where they add up to 100 %, with those of the execution or without them."""
    all_cells = [cell for record in records for cell in record.cells.get("points", ())]
    cells = {id(cell): cell for cell in all_cells if not is_absent(cell.text)}
    shares = [_share(cell.text) for cell in cells.values()]
    if not shares or None in shares:
        return list(records), None
    total = sum(share for share in shares if share is not None)
    of_execution = _share(execution or "") or mark(execution or "") or 0
    if _WHOLE not in (total, total + of_execution):
        return list(records), None
    bare = {number: replace(cell, text=without_percent(cell.text)) for number, cell in cells.items()}
    read = [
        replace(
            record,
            cells={
                role: tuple(bare.get(id(cell), cell) for cell in found) if role == "points" else found
                for role, found in record.cells.items()
            },
        )
        for record in records
    ]
    return read, Problem("shares-as-marks", {"word": header.word("points")}, header.place)


def without_percent(text: str) -> str:
    """A share in percent as the number of marks of a hundred."""
    return text.strip().rstrip("%％").rstrip()


def _are_shares(texts: Sequence[str]) -> bool:
    return bool(texts) and all(_share(text) is not None for text in texts)


def _share(text: str) -> Fraction | None:
    return mark(without_percent(text)) if folded(text).endswith("%") else None


def marks_in_names(records: Sequence[Record], header: Header) -> list[Record]:
    """Take full marks from the names (相关性（5分）) of a form that scores its rows and has no column of marks."""
    if header.columns("points") or not header.columns("score"):
        return list(records)
    return [_with_marks_of_name(record) for record in records]


def _with_marks_of_name(record: Record) -> Record:
    found = _MARKS_IN_NAME.fullmatch(folded(record.text("name")))
    if not found:
        return record
    cell = replace(record.cells["name"][0], text=found[1])
    return replace(record, cells={**record.cells, "points": (cell,)})
