"""A table with the projects in a column (项目名称一列): each project's rows are cut out as a table of its own.

What a project tells in columns (主管部门, 年度, 全年预算数) stands above its rows then, as forms have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from perfeval.documents.grid import Cell, Grid
from perfeval.documents.recognition.cell_text import mark, one_line
from perfeval.documents.recognition.grid_rows import Row, rows_of
from perfeval.documents.recognition.headers import AMOUNTS
from perfeval.documents.recognition.identity import NAMES, told_in_line, told_in_row
from perfeval.documents.recognition.words.bare import folded, header_word
from perfeval.documents.recognition.words.columns import INDICATOR_ROLE
from perfeval.documents.recognition.words.labels import IDENTITY_ROLE, identity_role
from perfeval.documents.recognition.words.lines import TOTAL_ROWS
from perfeval.documents.recognition.words.money import FUND_ROLE

_NEEDED = (("name", "detail", "content", "label"), ("target", "initial_target"), ("actual", "score"))
"""What the header of indicators has at least, one role of each line."""
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class _Header:
    """The header over projects and indicators: its position and height in rows, the column of the projects."""

    at: int
    height: int
    column: int
    words: Mapping[int, Cell]


def by_project(grid: Grid) -> tuple[Grid, ...]:
    """The table of each project, in the order in which they begin; the grid itself where no column names projects.

    Nor is it cut where a name above the table tells whose form it is, or the marks of all projects make one whole.
    """
    if not _may_have_projects(grid):
        return (grid,)
    rows = rows_of(grid)
    header = next(filter(None, (_header(rows, at) for at in range(len(rows)))), None)
    if header is None:
        return (grid,)
    above = [*grid.heading, *(line for row in rows[: header.at] for line in _lines(row))]
    projects = _projects(rows[header.at + header.height :], header)
    is_named = any(each.role in NAMES for line in above for each in told_in_line(line, None))
    if is_named or not projects or _are_parts(projects.values(), header):
        return (grid,)
    head = rows[header.at : header.at + header.height]
    return tuple(_table(grid, above, head, each, header) for each in projects.values())


def _may_have_projects(grid: Grid) -> bool:
    """Whether a row has the word of a name and that of an indicator; it spares most tables the rest."""
    rows = {cell.row for cell in grid.cells if IDENTITY_ROLE.get(header_word(cell.text)) in NAMES}
    return bool(rows) and any(
        cell.row in rows and INDICATOR_ROLE.get(header_word(cell.text)) in _NEEDED[1] for cell in grid.cells
    )


def _header(rows: Sequence[Row], at: int) -> _Header | None:
    words = {column: header_word(cell.text) for column, cell in rows[at].cells.items()}
    roles = {INDICATOR_ROLE.get(word) for word in words.values()}
    if not all(roles & {*needed} for needed in _NEEDED):
        return None
    named = {IDENTITY_ROLE.get(word): column for column, word in reversed(words.items())}
    column = next((named[role] for role in NAMES if role in named), None)
    if column is None:
        return None
    height = max((cell.row_span for cell in rows[at].own), default=1)
    return _Header(at, height, column, rows[at].cells)


def _lines(row: Row) -> Iterator[str]:
    """What a row above the header tells, a line a fact or a cell."""
    told = told_in_row(row)
    for each in told:
        yield f"{one_line(each.label.text).rstrip(':：')}：{one_line(each.value.text)}"
    if not told:
        yield from (one_line(cell.text) for cell in row.own)


def _projects(rows: Sequence[Row], header: _Header) -> dict[str, list[Row]]:
    """The rows of each project by its folded name; one without a name belongs to the project above it."""
    found: dict[str, list[Row]] = {}
    name = ""
    for row in rows:
        cell = row.cells.get(header.column)
        text = folded(cell.text) if cell else ""
        # The sum of all projects is no project's row.
        if header_word(text) in TOTAL_ROWS:
            continue
        name = text or name
        if name and row.own:
            found.setdefault(name, []).append(row)
    return found


def _are_parts(projects: Iterable[Sequence[Row]], header: _Header) -> bool:
    """Whether several projects share the marks of one form: together they have a hundred at most."""
    columns = [
        column
        for column, cell in header.words.items()
        if INDICATOR_ROLE.get(header_word(cell.text)) == "points"
    ]
    sums = [
        sum(mark(cell.text) or 0 for row in rows if (cell := row.cells.get(columns[0]))) if columns else 0
        for rows in projects
    ]
    return len(sums) > 1 and 0 < sum(sums) <= _WHOLE


def _table(
    grid: Grid, above: Sequence[str], head: Sequence[Row], rows: Sequence[Row], header: _Header
) -> Grid:
    """The rows of one project below the header, without the columns that tell whose they are and its money.

    Its name comes first of the lines above it, for a name begins a form.
    """
    names = {header.column: one_line(_first(rows, header.column).text)}
    facts = {
        column: text
        for column, cell in header.words.items()
        if identity_role(header_word(cell.text)) and (text := _one_text(rows, column))
    }
    money = {
        column: role
        for column, cell in header.words.items()
        if (role := FUND_ROLE.get(header_word(cell.text))) in (*AMOUNTS, "rate") and _one_text(rows, column)
    }
    if len({*money.values()} & {*AMOUNTS}) < 2:
        money = {}
    lines = [
        f"{one_line(header.words[column].text).rstrip(':：')}：{text}"
        for column, text in {**names, **facts}.items()
    ]
    funds = [{column: header.words[column] for column in money}] if money else []
    funds += [{column: _first(rows, column) for column in money}] if money else []
    left_out = names.keys() | facts.keys() | money.keys()
    kept = sorted({column for row in (*head, *rows) for column in row.cells} - left_out)
    placed = [
        *_placed(funds, money, 1),
        *_placed([row.cells for row in (*head, *rows)], kept, len(funds) + 1),
    ]
    return Grid(tuple(placed), (*above, *lines), rows[0].place, grid.loses_spans)


def _one_text(rows: Sequence[Row], column: int) -> str | None:
    """The one text that all rows have in a column, or leave out; None where there are several."""
    texts = {one_line(cell.text) for row in rows if (cell := row.cells.get(column)) and cell.text.strip()}
    return texts.pop() if len(texts) == 1 else None


def _first(rows: Sequence[Row], column: int) -> Cell:
    """The first cell with text in a column that has one."""
    return next(cell for row in rows if (cell := row.cells.get(column)) and cell.text.strip())


def _placed(rows: Sequence[Mapping[int, Cell]], kept: Iterable[int], first: int) -> Iterator[Cell]:
    """The cells of some rows and columns side by side, each as far as it still reaches."""
    columns = {column: number for number, column in enumerate(kept, 1)}
    spans: dict[int, tuple[Cell, list[int], list[int]]] = {}
    for number, row in enumerate(rows, first):
        for column, cell in row.items():
            if column in columns:
                _, its_rows, its_columns = spans.setdefault(id(cell), (cell, [], []))
                its_rows.append(number)
                its_columns.append(columns[column])
    for cell, its_rows, its_columns in spans.values():
        yield replace(
            cell,
            row=its_rows[0],
            column=its_columns[0],
            row_span=its_rows[-1] - its_rows[0] + 1,
            column_span=max(its_columns) - min(its_columns) + 1,
        )
