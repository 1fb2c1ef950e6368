"""Header rows (表头): which column of a table holds what, by its words and never by its position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from perfeval.core.problems import Place
from perfeval.documents.grid import Cell
from perfeval.documents.recognition.cell_text import is_mark, one_line
from perfeval.documents.recognition.grid_rows import Row
from perfeval.documents.recognition.header_roles import (
    BEYOND_DOUBT,
    LEVEL_POINTS,
    NAMING,
    RIVAL_POINTS,
    guesses_of,
    names_section,
    parts_of_a_cell,
    role_under,
    with_levels,
    with_marks_of_levels,
    without_rivals,
)
from perfeval.documents.recognition.header_years import has_years, other_years, year_and_word
from perfeval.documents.recognition.titles import year_in
from perfeval.documents.recognition.words.bare import folded, header_word
from perfeval.documents.recognition.words.columns import (
    DEDUCTIONS,
    INDICATOR_ROLE,
    PART_OF_YEAR,
    UNIT_ALONE,
    VALUE_WORDS,
)
from perfeval.documents.recognition.words.labels import IDENTITY_ROLE
from perfeval.documents.recognition.words.lines import SECTION_WORDS

AMOUNTS = ("initial_budget", "budget", "executed")
"""Roles of fund columns that hold money."""
_MARKS = ("points", "score")
_UNDER_VALUES = VALUE_WORDS | {
    word for word, role in INDICATOR_ROLE.items() if role in ("unit", "comparator")
}
"""Words of a row that goes on with a header, whatever stands over its other columns: 数值 | 单位 | 数值 | 单位."""
_OF_INDICATORS = frozenset(
    (
        "dimension",
        "category",
        "name",
        "content",
        "label",
        "target",
        "actual",
        "points",
        "score",
        "completion",
        "note",
    )
)
_WHO = ("name", "unit", "body", "department")
"""Labels that stand at the top of a form, beside 自评得分 or not, and never over its columns."""
_MOST_HEADER_ROWS = 3


@dataclass(frozen=True, slots=True)
class Header:
    """Roles and printed words by column; `height` rows were read, `width` is the last column."""

    roles: Mapping[int, str]
    words: Mapping[int, str]
    width: int
    height: int
    place: Place | None
    guessed: tuple[str, ...] = ()
    """Words that no layout names, whose role was told by their form."""
    unread: tuple[str, ...] = ()
    """Words of a header of funds that have no role."""
    unread_at: Place | None = None
    """Address of the first of them."""
    places: Mapping[int, Place | None] = field(default_factory=dict)
    """Address of the cell over each column."""
    years: tuple[int, ...] = ()
    """Years that stand side by side, the one that is read first; none where there is one."""
    of_tasks: bool = False
    """Whether a header of funds stands over the tasks of the year (年度主要任务): only their sum is the form's."""

    def columns(self, role: str) -> tuple[int, ...]:
        """Columns of a role, from left to right."""
        return tuple(sorted(column for column, found in self.roles.items() if found == role))

    @property
    def unknown_columns(self) -> tuple[int, ...]:
        """Columns under words that no layout names; the name of a section beside its rows is none of them."""
        words = {column: year_and_word(self.words[column])[1] for column in self.columns("extra")}
        return tuple(
            column
            for column, word in words.items()
            if (word not in INDICATOR_ROLE and not names_section(word) and not PART_OF_YEAR.fullmatch(word))
            or (word in DEDUCTIONS and not self.columns("score"))
        )

    @property
    def unknown_words(self) -> tuple[str, ...]:
        """Words of the columns that no layout names, each once."""
        return tuple(dict.fromkeys(self.words[column] for column in self.unknown_columns))

    @property
    def repeated_words(self) -> tuple[str, ...]:
        """Words that stand over a column with a role and once more over another cell."""
        rest = (*self.columns("extra"), *self.columns(RIVAL_POINTS))
        used = {self.words[column] for column in self.roles if column not in rest}
        return tuple(self.words[column] for column in sorted(rest) if self.words[column] in used)

    @property
    def scored_roles(self) -> frozenset[str]:
        """Roles of a header that tell a score: of the rows, or of the execution."""
        return frozenset(self.roles.values()) & {"points", "rate", "score"}

    def cells_of(self, row: Row) -> list[Cell]:
        """Cells of one of its rows whose words have a role or are known; the others mean nothing here."""
        return [
            cell
            for column, cell in row.cells.items()
            if ((printed := self.words.get(column)) and one_line(cell.text) in printed)
            or year_and_word(cell.text)[1] == ""
        ]

    def word(self, role: str) -> str:
        """Words printed over a role."""
        return next((self.words[column] for column in self.columns(role)), "")


def indicator_header(rows: Sequence[Row], index: int, year: int | None = None) -> Header | None:
    """Header of an indicator table that begins at `rows[index]`, in a form of that year.

    It names the indicators, and their actual values or scores. It may go on over rows that hold nothing but
    header words (指标性质, 指标值 and 度量单位 under 年度指标值).
    """
    block = _header_rows(rows, index)
    if not block:
        return None
    header = _read(block, year)
    found = set(header.roles.values())
    return header if "name" in found and found & {"actual", "score"} and len(found - {"extra"}) > 2 else None


def missing_words(row: Row) -> str | None:
    """What a row that looks like an indicator header lacks, in words; None if it does not look like one."""
    cells = row.distinct
    found = {INDICATOR_ROLE.get(header_word(cell.text)) for cell in cells}
    if len(found & _OF_INDICATORS) < BEYOND_DOUBT:
        return None
    needed = (("三级指标", {*NAMING} - {"dimension"}), ("实际完成值/得分", {"actual", "score"}))
    missing = "、".join(word for word, roles in needed if not found & roles)
    unknown = "、".join(
        one_line(cell.text) for cell in cells if (word := header_word(cell.text)) and not _is_known(word)
    )
    return f"{missing}（不认识的表头：{unknown}）" if missing and unknown else missing or None


def _is_known(word: str) -> bool:
    return word in INDICATOR_ROLE or names_section(word)


def _roles(row: Row, role_of: Mapping[str, str]) -> tuple[dict[int, str], dict[int, str]]:
    roles, words = {}, {}
    for column, cell in row.cells.items():
        if role := role_of.get(year_and_word(cell.text)[1]):
            roles[column] = role
            words[column] = one_line(cell.text)
    return roles, words


def _header_rows(rows: Sequence[Row], index: int) -> list[Row]:
    if any(_tells_who(cell, rows[index]) for cell in rows[index].own):
        return []
    roles, _ = _roles(rows[index], INDICATOR_ROLE)
    if any(_tells_marks(rows[index], column) for column, role in roles.items() if role in _MARKS):
        return []
    if len(set(roles.values())) + has_years(rows[index]) < 2:
        return []
    block = [rows[index]]
    for row in rows[index + 1 : index + _MOST_HEADER_ROWS]:
        words = [year_and_word(cell.text)[1] for cell in row.own]
        are_known = all(word in INDICATOR_ROLE or word in SECTION_WORDS for word in words) or (
            len(words) > 1 and all(word in _UNDER_VALUES for word in words)
        )
        are_units = all(UNIT_ALONE.fullmatch(folded(cell.text)) for cell in row.own)
        if not words or not (are_known or are_units or _splits_header(row, block[-1])):
            break
        block.append(row)
    return block


def _tells_who(label: Cell, row: Row) -> bool:
    """Whether a value stands right of a label that tells whose form it is; in the header of a list other words do."""
    is_label = IDENTITY_ROLE.get(header_word(label.text)) in _WHO
    beside = row.right_of(label) if is_label else None
    word = header_word(beside.text) if beside else ""
    return beside is not None and word not in INDICATOR_ROLE and word not in IDENTITY_ROLE


def _tells_marks(row: Row, column: int) -> bool:
    """Whether a mark stands right of its word, as in no header: 分值 | 10 | 得分 | 9.5."""
    beside = row.right_of(row.cells[column])
    return beside is not None and is_mark(beside.text) and year_in(beside.text) is None


def _splits_header(row: Row, above: Row) -> bool:
    """Whether a row goes on with a header by its shape (年初 and 调整后 under 指标值).

    All that begins in it stands under wider header cells, and the others reach down over it.
    """
    parents = [(cell, above.cells.get(cell.column)) for cell in row.own]
    is_under = all(
        parent and parent.column_span > cell.column_span and header_word(parent.text)
        for cell, parent in parents
    )
    reach_down = [cell for column, cell in row.cells.items() if above.cells.get(column) is cell]
    return is_under and any(header_word(cell.text) in INDICATOR_ROLE for cell in reach_down)


def _read(block: Sequence[Row], year: int | None) -> Header:
    roles: dict[int, str] = {}
    words: dict[int, str] = {}
    cells: dict[int, Cell] = {}
    under: dict[int, tuple[Cell, Cell | None]] = {}
    plain: set[tuple[int, str]] = set()
    for row in block:
        for column, cell in row.cells.items():
            _, word = year_and_word(cell.text)
            if word in INDICATOR_ROLE:
                is_of_actual = INDICATOR_ROLE[word] == "unit" and roles.get(column) == "actual"
                roles[column] = "actual_unit" if is_of_actual else INDICATOR_ROLE[word]
                words[column] = one_line(cell.text)
                cells[column] = cell
            elif word and word not in SECTION_WORDS and cells.get(column) is not cell:
                parent = cells.get(column)
                roles[column], is_guess = role_under(word, parent)
                words[column] = one_line(cell.text)
                if is_guess:
                    under[column] = cell, parent
                if roles[column] != "extra":
                    cells[column] = cell
                if not is_guess:
                    plain.add((id(parent), roles[column]))
    for column in parts_of_a_cell(under, roles, plain):
        roles[column] = "extra"
        del cells[column], under[column]
    of_others, years = other_years(roles, block, year)
    for column, printed in of_others.items():
        roles[column], words[column] = "extra", printed
        cells.pop(column, None)
    roles = with_marks_of_levels(roles)
    for column in (column for column, role in roles.items() if role == LEVEL_POINTS):
        words[column] = words.get(column - 1, "") + words[column]
    width = max(row.width for row in block)
    guesses = guesses_of(roles, words)
    hidden = block[0].hidden
    settled = with_levels({**without_rivals(roles, cells, hidden), **guesses})
    guessed = (
        *dict.fromkeys(words[column] for column in under),
        *(words[column] for column in sorted(guesses)),
    )
    places = {column: row.cells[column].place for row in block for column in words if column in row.cells}
    return Header(settled, words, width, len(block), block[0].place, guessed, places=places, years=years)
