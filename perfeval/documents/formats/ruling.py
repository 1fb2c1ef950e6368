"""Ruled lines of a page (表格线) -> tables: which lines belong together, and which cells they enclose.

Lengths are whole hundredths of a point; x grows to the right, y upwards. Cells whose common wall is missing are
one merged cell. A table open at its sides, or cut off by the end of the page, is closed at its outermost lines.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Line = tuple[int, int, int, int]
"""Horizontal or vertical: x and y of its two ends."""

SNAP = 250
"""Lines closer than this are one line, perhaps drawn double."""
_GAP = 300
"""Gaps up to this are part of a line, as in dotted ones."""
_SHORTEST = 500
_MOST_PAIRS = 4_000_000
_MOST_SLOTS = 100_000


class TooManyLinesError(ValueError):
    """A page has more lines than any table."""


@dataclass(frozen=True, slots=True)
class RuledCell:
    """One cell: row and column from 1, its spans, and its left, bottom, right and top."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class RuledTable:
    """One table: positions of its columns from the left and of its rows from the top, and its cells.

    `owner` gives the index of the cell that covers a row and column, both from 0. `is_irregular` if some merged
    region was no rectangle and was cut into rows.
    """

    xs: tuple[int, ...]
    ys: tuple[int, ...]
    cells: tuple[RuledCell, ...]
    owner: Mapping[tuple[int, int], int]
    is_irregular: bool = False

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, bottom, right and top."""
        return self.xs[0], self.ys[-1], self.xs[-1], self.ys[0]

    def cell_at(self, x: int, y: int) -> int | None:
        """Index of the cell at a point, or None outside the table."""
        column = bisect_right(self.xs, x) - 1
        row = bisect_right(self.ys, -y, key=lambda position: -position) - 1
        return self.owner.get((row, column))


def ruled_tables(lines: Iterable[Line]) -> list[RuledTable]:
    """The tables that lines enclose, from top to bottom; lines that enclose nothing are left out."""
    found = (_table(rows, columns) for rows, columns in _connected(*_merged(lines)))
    tables = [table for table in found if table is not None]
    inner = [table for table in tables if not _is_frame(table, tables)]
    return sorted(inner, key=lambda table: (-table.ys[0], table.xs[0]))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A line without gaps: its position across, where it starts and where it ends."""

    position: int
    start: int
    end: int


def _merged(lines: Iterable[Line]) -> tuple[list[_Stretch], list[_Stretch]]:
    """Horizontal lines by their y and vertical ones by their x; pieces that touch are one."""
    flat: list[_Stretch] = []
    upright: list[_Stretch] = []
    for x0, y0, x1, y1 in lines:
        if abs(x1 - x0) >= abs(y1 - y0):
            flat.append(_Stretch((y0 + y1) // 2, min(x0, x1), max(x0, x1)))
        else:
            upright.append(_Stretch((x0 + x1) // 2, min(y0, y1), max(y0, y1)))
    return _joined(flat), _joined(upright)


def _joined(lines: Sequence[_Stretch]) -> list[_Stretch]:
    snapped = _snapped(line.position for line in lines)
    joined: list[_Stretch] = []
    for position, start, end in sorted((snapped[line.position], line.start, line.end) for line in lines):
        if joined and joined[-1].position == position and start - joined[-1].end <= _GAP:
            joined[-1] = _Stretch(position, joined[-1].start, max(joined[-1].end, end))
        else:
            joined.append(_Stretch(position, start, end))
    return [line for line in joined if line.end - line.start >= _SHORTEST]


def _snapped(positions: Iterable[int]) -> dict[int, int]:
    """Each position with the middle of its group; groups are more than SNAP apart."""
    groups: list[list[int]] = []
    for position in sorted(set(positions)):
        if groups and position - groups[-1][-1] <= SNAP:
            groups[-1].append(position)
        else:
            groups.append([position])
    return {position: (group[0] + group[-1]) // 2 for group in groups for position in group}


def _connected(
    rows: Sequence[_Stretch], columns: Sequence[_Stretch]
) -> list[tuple[list[_Stretch], list[_Stretch]]]:
    """Lines that cross or touch each other, group by group: horizontal ones, vertical ones."""
    if len(rows) * len(columns) > _MOST_PAIRS:
        raise TooManyLinesError
    groups = _Groups(len(rows) + len(columns))
    xs = [column.position for column in columns]
    for index, row in enumerate(rows):
        first, last = bisect_left(xs, row.start - SNAP), bisect_right(xs, row.end + SNAP)
        for other in range(first, last):
            if columns[other].start - SNAP <= row.position <= columns[other].end + SNAP:
                groups.join(index, len(rows) + other)
    found: dict[int, tuple[list[_Stretch], list[_Stretch]]] = defaultdict(lambda: ([], []))
    for index, row in enumerate(rows):
        found[groups.root(index)][0].append(row)
    for index, column in enumerate(columns, len(rows)):
        found[groups.root(index)][1].append(column)
    return list(found.values())


def _table(rows: Sequence[_Stretch], columns: Sequence[_Stretch]) -> RuledTable | None:
    xs = _with_ends([column.position for column in columns], rows)
    ys = _with_ends([row.position for row in rows], columns)[::-1]
    width, height = len(xs) - 1, len(ys) - 1
    if width < 1 or height < 1:
        return None
    if width * height > _MOST_SLOTS:
        raise TooManyLinesError
    walls, floors = _barriers(xs, ys, columns), _barriers(ys, xs, rows)
    slots = _Groups(width * height)
    for row in range(height):
        for column in range(width):
            slot = row * width + column
            if column + 1 < width and (column + 1, row) not in walls:
                slots.join(slot, slot + 1)
            if row + 1 < height and (row + 1, column) not in floors:
                slots.join(slot, slot + width)
    regions: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for slot in range(width * height):
        regions[slots.root(slot)].append(divmod(slot, width))
    boxes = [box for region in regions.values() for box in _rectangles(region, walls, floors)]
    cells = tuple(
        RuledCell(top + 1, left + 1, bottom - top, right - left, (xs[left], ys[bottom], xs[right], ys[top]))
        for top, left, bottom, right in sorted(boxes)
    )
    owner = {
        (row, column): index
        for index, cell in enumerate(cells)
        for row in range(cell.row - 1, cell.row - 1 + cell.row_span)
        for column in range(cell.column - 1, cell.column - 1 + cell.column_span)
    }
    return RuledTable(tuple(xs), tuple(ys), cells, owner, len(boxes) > len(regions))


def _barriers(
    positions: Sequence[int], across: Sequence[int], lines: Iterable[_Stretch]
) -> set[tuple[int, int]]:
    """Where lines stand: index of the line's position, and of the stretch across of which it covers the middle."""
    index_of = {position: index for index, position in enumerate(positions)}
    middles = [(start + end) // 2 for start, end in pairwise(across)]
    return {
        (index_of[line.position], index)
        for line in lines
        for index, middle in enumerate(middles)
        if line.start <= middle <= line.end
    }


def _with_ends(positions: Iterable[int], across: Sequence[_Stretch]) -> list[int]:
    """Positions of lines, and the outermost ends of the lines across where no line stands there."""
    found = sorted(set(positions))
    if not across:
        return found
    first, last = min(line.start for line in across), max(line.end for line in across)
    if not found or first < found[0] - SNAP:
        found.insert(0, first)
    if last > found[-1] + SNAP:
        found.append(last)
    return found


def _rectangles(
    region: Sequence[tuple[int, int]], walls: set[tuple[int, int]], floors: set[tuple[int, int]]
) -> list[tuple[int, int, int, int]]:
    """Top, left, bottom and right of a region of (row, column) slots.

    A region that is no rectangle, or has lines inside, is cut into rows, and these at their walls.
    """
    rows, columns = [row for row, _ in region], [column for _, column in region]
    top, left, bottom, right = min(rows), min(columns), max(rows) + 1, max(columns) + 1
    has_lines = any(
        (column > left and (column, row) in walls) or (row > top and (row, column) in floors)
        for row, column in region
    )
    if (bottom - top) * (right - left) == len(region) and not has_lines:
        return [(top, left, bottom, right)]
    pieces: list[tuple[int, int, int, int]] = []
    for row, column in sorted(region):
        before = pieces[-1] if pieces else None
        if before and before[0] == row and before[3] == column and (column, row) not in walls:
            pieces[-1] = (row, before[1], row + 1, column + 1)
        else:
            pieces.append((row, column, row + 1, column + 1))
    return pieces


def _is_frame(table: RuledTable, tables: Sequence[RuledTable]) -> bool:
    """Whether a table is only a border around another one, such as a page border."""
    left, bottom, right, top = table.box
    return len(table.cells) == 1 and any(
        left < other.xs[0] and bottom < other.ys[-1] and other.xs[-1] < right and other.ys[0] < top
        for other in tables
    )


class _Groups:
    """Numbers that belong together."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def root(self, number: int) -> int:
        """The number that stands for the group."""
        while self._above[number] != number:
            self._above[number] = self._above[self._above[number]]
            number = self._above[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Make two groups one, under the smaller number."""
        one, other = sorted((self.root(one), self.root(other)))
        self._above[other] = one
