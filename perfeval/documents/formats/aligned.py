"""Tables without ruled lines (无线表): the walls that lines of text in columns leave free between them.

Lengths are whole hundredths of a point; x grows to the right, y upwards. Nothing is known of forms here: several
lines with the same four columns or more make a table, and a text that goes over several of them is a merged cell.
A text halfway between two rows stands for both, and for how many more nobody can tell: that is no table here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median_low

from perfeval.documents.formats.page_glyphs import TextLine
from perfeval.documents.formats.ruling import RuledCell, RuledTable

_FEW_COLUMNS, _FEW_LINES = 4, 3
_FARTHEST = 4
"""Heights of a line that may lie between two lines of one table."""
_WRAPPED = (3, 4)
"""Part of the usual distance between rows within which a line goes on the row above it."""

Extent = tuple[int, int]
"""Left and right end."""


def aligned_tables(lines: Sequence[TextLine]) -> list[RuledTable]:
    """The tables among lines from top to bottom; lines whose texts do not stand in columns are left out."""
    return [table for run in _runs(lines) if (table := _table(run)) is not None]


def _runs(lines: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    """Lines that follow each other, from the first with two texts side by side to the last."""
    run: list[TextLine] = []
    for line in lines:
        if run and run[-1].top - line.top > _FARTHEST * max(run[-1].size, line.size):
            yield _trimmed(run)
            run = []
        run.append(line)
    yield _trimmed(run)


def _trimmed(run: Sequence[TextLine]) -> list[TextLine]:
    wide = [at for at, line in enumerate(run) if len(_pieces(line)) > 1]
    return list(run[wide[0] : wide[-1] + 1]) if wide else []


def _pieces(line: TextLine) -> list[Extent]:
    """Texts of a line that stand further apart than a character is high."""
    seen = [glyph for glyph in line.glyphs if not glyph.character.isspace()]
    begins = [
        0,
        *(at for at, (one, two) in enumerate(pairwise(seen), 1) if two.left - one.right > one.height),
    ]
    parts = (seen[begin:end] for begin, end in pairwise([*begins, len(seen)]))
    return [(part[0].left, max(glyph.right for glyph in part)) for part in parts]


def _table(run: Sequence[TextLine]) -> RuledTable | None:
    pieces = [_pieces(line) for line in run]
    most = max(map(len, pieces), default=0)
    if sum(len(found) >= _FEW_COLUMNS for found in pieces) < _FEW_LINES:
        return None
    columns = _columns(pieces, most)
    if columns is None or any(_share_a_cell(found, columns) for found in pieces):
        return None
    xs = (columns[0][0], *((one[1] + two[0]) // 2 for one, two in pairwise(columns)), columns[-1][1])
    left, right = min(found[0][0] for found in pieces), max(found[-1][1] for found in pieces)
    xs = (min(xs[0], left), *xs[1:-1], max(xs[-1], right) + 1)
    rows = _rows(run, pieces, most)
    if _stands_for_several(rows, pieces, columns, most):
        return None
    ys = (
        run[0].top + 1,
        *(_between(run[above[-1]], run[below[0]]) for above, below in pairwise(rows)),
        _bottom(run[-1]) - 1,
    )
    cells: list[RuledCell] = []
    owner: dict[tuple[int, int], int] = {}
    for number, row in enumerate(rows):
        for first, last in _merged([piece for at in row for piece in pieces[at]], columns):
            owner |= {(number, column): len(cells) for column in range(first, last + 1)}
            box = (xs[first], ys[number + 1], xs[last + 1], ys[number])
            cells.append(RuledCell(number + 1, first + 1, 1, last - first + 1, box))
    return RuledTable(xs, ys, tuple(cells), owner)


def _columns(lines: Sequence[Sequence[Extent]], most: int) -> list[Extent] | None:
    """Ends of each column: where the fullest lines have their texts, and what the others have under or over these."""
    columns = list(next(line for line in lines if len(line) == most))
    for left, right in (piece for line in lines for piece in line):
        reached = [at for at, (begin, end) in enumerate(columns) if left <= end and right >= begin]
        if len(reached) > 1:
            continue
        nearest = min(range(most), key=lambda at: max(columns[at][0] - right, left - columns[at][1]))
        columns[nearest] = (min(columns[nearest][0], left), max(columns[nearest][1], right))
    return None if any(one[1] >= two[0] for one, two in pairwise(columns)) else columns


def _rows(run: Sequence[TextLine], pieces: Sequence[Sequence[Extent]], most: int) -> list[list[int]]:
    """Lines of each row: one with fewer texts that is nearer to another line than rows are is part of its row."""
    steps = [above.top - below.top for above, below in pairwise(run)]
    wide = [len(found) >= _FEW_COLUMNS for found in pieces]
    apart = [step for step, above, below in zip(steps, wide, wide[1:], strict=False) if above and below]
    usual = median_low(apart or steps)
    part, whole = _WRAPPED
    rows = [[0]]
    for at, step in enumerate(steps, 1):
        is_near = whole * step < part * usual and min(len(pieces[at - 1]), len(pieces[at])) < most
        if is_near:
            rows[-1].append(at)
        else:
            rows.append([at])
    return rows


def _stands_for_several(
    rows: Sequence[Sequence[int]],
    pieces: Sequence[Sequence[Extent]],
    columns: Sequence[Extent],
    most: int,
) -> bool:
    """Whether a text stands halfway between rows, or the first one of the first column below the row that it is for."""
    if any(sum(len(pieces[at]) >= _FEW_COLUMNS for at in row) > 1 for row in rows):
        return True
    first = next(at for at, row in enumerate(rows) if any(len(pieces[line]) == most for line in row))
    begins = [
        any(piece[0] <= columns[0][1] for line in row for piece in pieces[line]) for row in rows[first + 1 :]
    ]
    return bool(begins) and not begins[0] and any(begins)


def _share_a_cell(line: Sequence[Extent], columns: Sequence[Extent]) -> bool:
    """Whether two texts of a line stand in one column, or reach into one."""
    return sum(1 for cell in _merged(line, columns) if _reached(line, columns, cell)) < len(line)


def _reached(line: Sequence[Extent], columns: Sequence[Extent], cell: tuple[int, int]) -> bool:
    begin, end = columns[cell[0]][0], columns[cell[1]][1]
    return any(left <= end and right >= begin for left, right in line)


def _merged(pieces: Sequence[Extent], columns: Sequence[Extent]) -> list[tuple[int, int]]:
    """First and last column of each cell of a row: those that one of its texts reaches are one cell."""
    joined = set[int]()
    for left, right in pieces:
        reached = [at for at, (begin, end) in enumerate(columns) if left <= end and right >= begin]
        joined |= {*reached[1:]}
    cells: list[tuple[int, int]] = []
    for column in range(len(columns)):
        if column in joined:
            cells[-1] = (cells[-1][0], column)
        else:
            cells.append((column, column))
    return cells


def _between(above: TextLine, below: TextLine) -> int:
    return (_bottom(above) + below.top) // 2


def _bottom(line: TextLine) -> int:
    return min(glyph.bottom for glyph in line.glyphs)
