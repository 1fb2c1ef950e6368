"""One sheet of a workbook (工作表) while it is read: sparse cells, merged ranges, what is hidden -> one grid.

A sheet is one grid however many forms stand on it. Empty cells that are not merged are left out. Hidden rows,
columns and sheets are read like any other and named in a problem: nothing vanishes and nothing sneaks in.

A target typed as `=6家` or `=100%` is taken for a formula by the spreadsheet, which then shows `#NAME?` or
loses the equals sign. Such a formula, which refers to nothing, is read as it was typed, and it is said.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product

from perfeval.core.problems import Place, Problem
from perfeval.documents.formats.collect import Collected
from perfeval.documents.formats.number_format import GENERAL, show_number, show_text, stored_number
from perfeval.documents.formats.safety import LIMITS, Refused
from perfeval.documents.formats.shown import Kind
from perfeval.documents.grid import Cell

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 1."""

UNDECODED = "=…"
"""What stands for a formula whose text a reader cannot decode."""

_TYPED_PERCENT = re.compile(r"=\s*[+-]?[0-9][0-9,]*(\.[0-9]+)?\s*[%％‰]")
_CELL_NAME = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_NAME_ERROR = "#NAME?"
_LAST_ROW = 1_048_576
_LAST_COLUMN = 16_384
_NAMED, _LONGEST_NAMED = 20, 40
_LARGEST_BOX = 200
"""Cells: what lies over more of them is a background."""
_LEAST_CELLS = 3
"""Cells with text in a row of a table; a title has fewer."""


@dataclass(slots=True)
class _Content:
    text: str
    stored: str | None = None
    formula: str | None = None


@dataclass
class Sheet:
    """Cells by row and column from 1, and the ranges that are merged or hidden."""

    name: str
    is_1904: bool = False
    is_hidden: bool = False
    merged: list[Range] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    pictures: list[tuple[int, int]] = field(default_factory=list)
    """Cells in which a picture that lies over the sheet begins."""
    boxes: list[tuple[Range, str]] = field(default_factory=list)
    """The cells over which a text box lies, and its text."""
    problems: list[Problem] = field(default_factory=list)
    formulas: int = 0
    _typed: list[str] = field(default_factory=list)
    _cells: dict[tuple[int, int], _Content] = field(default_factory=dict)

    def add_text(
        self, row: int, column: int, text: str, code: str = GENERAL, formula: str | None = None
    ) -> None:
        """Add a text, shown under its number format."""
        shown = text if code == GENERAL else show_text(text, code)
        if shown is None:
            values = {"format": code, "stored": text}
            self.problems.append(Problem("number-format-unknown", values, self.place(row, column)))
            shown = text
        elif not shown and text.strip():
            self.problems.append(Problem("hidden-text", {"text": text.strip()}, self.place(row, column)))
        self._add(row, column, _Content(shown, text if shown != text else None, formula))

    def add_number(self, row: int, column: int, raw: str, code: str, formula: str | None = None) -> None:
        """Add a number as it is stored, shown under its format; an unknown format leaves it as stored."""
        stored = stored_number(raw)
        if stored is None:
            self._add(row, column, _Content(raw.strip(), None, formula))
            return
        shown = show_number(stored, code, self.is_1904)
        if shown is None:
            values = {"format": code, "stored": stored}
            self.problems.append(Problem("number-format-unknown", values, self.place(row, column)))
            shown = stored
        elif not shown and stored != "0":
            self.problems.append(Problem("hidden-text", {"text": stored}, self.place(row, column)))
        self._add(row, column, _Content(shown, stored if shown != stored else None, formula))

    def add_shown(self, row: int, column: int, text: str, stored: str | None, formula: str | None) -> None:
        """Add a cell whose shown text the file itself holds."""
        self._add(row, column, _Content(text, stored if stored != text else None, formula))

    def add_formula_without_value(self, row: int, column: int, formula: str) -> None:
        """Add a formula that has no stored result."""
        self.problems.append(
            Problem("formula-without-value", {"formula": formula, "count": "1"}, self.place(row, column))
        )
        self._add(row, column, _Content("", None, formula))

    def take_back(self, row: int, column: int, kind: Kind) -> None:
        """Name the text of a cell that was just added, if it is struck out or hidden, and read it as empty."""
        if kind not in ("struck", "hidden"):
            return
        content = self._cells.pop((row, column), None)
        if content is not None and content.text.strip():
            values = {"text": content.text.strip()}
            self.problems.append(Problem(f"{kind}-text", values, self.place(row, column)))

    def taken(self) -> tuple[dict[int, str], tuple[Problem, ...]]:
        """The texts of the row that was just added, by column, and its problems, which the sheet then forgets.

        For a sheet that is read row by row.
        """
        texts = {column: content.text for (_, column), content in self._cells.items()}
        problems = tuple(self.problems)
        self._cells.clear()
        self.problems.clear()
        self._typed.clear()
        return texts, problems

    def texts_within(self, ranges: Sequence[Range]) -> Iterator[tuple[int, int, str]]:
        """Row, column and value, as it is stored, of each cell with text in one of the ranges."""
        for (row, column), content in self._cells.items():
            if content.text.strip() and any(
                top <= row <= bottom and left <= column <= right for top, left, bottom, right in ranges
            ):
                yield row, column, content.stored or content.text

    def place(self, row: int, column: int) -> Place:
        """Address of a cell: sheet and A1 name."""
        return Place(sheet=self.name, cell=f"{column_letters(column)}{row}")

    def finish(self, found: Collected) -> None:
        """Add the sheet's grid and its problems to what has been found."""
        number, heading = found.begin_table()
        try:
            hidden = frozenset(self._hidden_columns())
            place = Place(sheet=self.name)
            found.add_table(number, self._laid_out(), heading, place, hidden_columns=hidden)
        finally:
            self._name_hidden()
            self._name_pictures()
            self._name_covered()
            if self._typed:
                values = {"count": str(len(self._typed)), "example": self._typed[0]}
                self.problems.append(Problem("formula-as-text", values, Place(sheet=self.name)))
            found.problems += self.problems

    def _name_pictures(self) -> None:
        """Name the pictures that lie over empty cells of rows with text: they show what the cell should say."""
        filled = {row for (row, _), content in self._cells.items() if content.text.strip()}
        last = max((column for _, column in self._cells), default=0)
        for row, column in dict.fromkeys(self.pictures):
            if row in filled and column <= last and (row, column) not in self._cells:
                self.problems.append(Problem("cell-is-picture", {}, self.place(row, column)))

    def _name_covered(self) -> None:
        """Name the numbers in rows of a table over which a text box lies: it may show what counts instead."""
        filled = Counter(row for (row, _), content in self._cells.items() if content.text.strip())
        for (top, left, bottom, right), text in self.boxes:
            is_panel = (bottom - top + 1) * (right - left + 1) > _LARGEST_BOX
            for row, column in () if is_panel else product(range(top, bottom + 1), range(left, right + 1)):
                content = self._cells.get((row, column))
                if content and filled[row] >= _LEAST_CELLS and any(map(str.isdigit, content.text)):
                    values = {"text": text[:_LONGEST_NAMED], "under": content.text.strip()}
                    self.problems.append(Problem("box-over-text", values, self.place(row, column)))

    def _add(self, row: int, column: int, content: _Content) -> None:
        if not content.text and content.stored is None and content.formula is None:
            return
        if not (1 <= row <= _LAST_ROW and 1 <= column <= _LAST_COLUMN):
            values = {"part": f"{self.name}!R{row}C{column}"}
            raise Refused(Problem("file-damaged", values, Place(sheet=self.name)))
        if content.formula is not None and _is_typed(content.formula, content.text):
            self._typed.append(content.formula)
            content = _Content(content.formula, content.stored or content.text, content.formula)
        if (row, column) in self._cells:
            values = {"text": content.text, "kept": self._cells[row, column].text}
            self.problems.append(Problem("cell-repeated", values, self.place(row, column)))
            return
        self.formulas += content.formula is not None
        self._cells[row, column] = content
        if len(self._cells) > LIMITS.cells:
            values = {"limit": str(LIMITS.cells)}
            raise Refused(Problem("too-many-cells", values, self.place(row, column)))

    def _laid_out(self) -> list[Cell]:
        """Cells in reading order; of two merged ranges that overlap, the later is not merged."""
        starting = self._merged_by_first_row()
        contents: dict[int, dict[int, _Content]] = defaultdict(dict)
        for (row, column), content in self._cells.items():
            contents[row][column] = content
        covered_until = [0] * (_LAST_COLUMN + 1)
        over = [""] * (_LAST_COLUMN + 1)
        cells: list[Cell] = []
        for row in sorted({*contents, *starting}):
            spans: dict[int, tuple[int, int]] = {}
            for first, last_row, last in starting.get(row, ()):
                if any(until >= row for until in covered_until[first : last + 1]):
                    text = contents[row][first].text if first in contents[row] else ""
                    self.problems.append(Problem("cells-overlap", {"text": text}, self.place(row, first)))
                    continue
                covered_until[first : last + 1] = [last_row] * (last + 1 - first)
                over[first : last + 1] = [contents[row][first].text if first in contents[row] else ""] * (
                    last + 1 - first
                )
                spans[first] = last_row - row + 1, last - first + 1
            for column in sorted({*contents[row], *spans}):
                content = contents[row].get(column, _Content(""))
                if column in spans or covered_until[column] < row:
                    cells.append(self._cell(row, column, content, spans.get(column, (1, 1))))
                elif content.text.strip() and not _repeats(content.text, over[column]):
                    values = {"text": content.text}
                    self.problems.append(Problem("covered-text", values, self.place(row, column)))
        return cells

    def _cell(self, row: int, column: int, content: _Content, spans: tuple[int, int]) -> Cell:
        place = self.place(row, column)
        return Cell(row, column, content.text, *spans, content.stored, content.formula, place)

    def _merged_by_first_row(self) -> dict[int, list[tuple[int, int, int]]]:
        """First column, last row and last column of each merged range, by its first row, left to right."""
        starting: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        widths = 0
        for top, left, bottom, right in sorted(set(self.merged)):
            last_row = min(bottom, top + LIMITS.table_rows - 1)
            last = min(right, left + LIMITS.table_columns - 1, _LAST_COLUMN)
            if (last_row, last) != (bottom, right):
                values = {"limit": f"{LIMITS.table_rows} × {LIMITS.table_columns}"}
                self.problems.append(Problem("span-clipped", values, self.place(top, left)))
            widths += last - left + 1
            if widths > LIMITS.merged_widths:
                values = {"limit": str(LIMITS.merged_widths)}
                raise Refused(Problem("too-many-cells", values, Place(sheet=self.name)))
            starting[top].append((left, last_row, last))
        return starting

    def _hidden_columns(self) -> list[int]:
        columns = {column for _, column in self._cells}
        return sorted(each for each in columns if _is_in(each, self.hidden_columns))

    def _name_hidden(self) -> None:
        rows = sorted({row for row, _ in self._cells})
        hidden = {
            ("行", "rows"): [str(row) for row in rows if _is_in(row, self.hidden_rows)],
            ("列", "columns"): [column_letters(column) for column in self._hidden_columns()],
            ("工作表", "sheets"): [self.name] if self.is_hidden and self._cells else [],
        }
        for (zh, en), names in hidden.items():
            if names:
                values = {"which_zh": zh, "which_en": en, "names": ", ".join(names[:_NAMED])}
                values["names"] += " …" if len(names) > _NAMED else ""
                self.problems.append(Problem("hidden-rows", values, Place(sheet=self.name)))


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """Name of a column: 1 -> A, 27 -> AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Number of a column from its name: A -> 1, AA -> 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def position_of(name: str) -> tuple[int, int]:
    """Row and column of a cell called so."""
    found = _CELL_NAME.fullmatch(name)
    if found is None:
        raise Refused(Problem("file-damaged", {"part": name}))
    return int(found[2]), column_number(found[1])


def range_of(reference: str) -> Range:
    """First row, first column, last row and last column of a reference such as A2:A5."""
    first, _, last = reference.partition(":")
    (top, left), (bottom, right) = position_of(first), position_of(last or first)
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)


def _is_typed(formula: str, shown: str) -> bool:
    """Whether a formula is a comparator and a value that someone typed: `=100%`, `=6家`."""
    return bool(_TYPED_PERCENT.fullmatch(formula)) or (
        shown == _NAME_ERROR and formula != UNDECODED and "(" not in formula
    )


def _is_in(number: int, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(first <= number <= last for first, last in ranges)


def _repeats(covered: str, over: str) -> bool:
    """Whether words under a merged cell are those that it shows; a number under a number may be summed twice."""
    return covered.strip() == over.strip() and any(character.isalpha() for character in covered)
