"""Excel workbooks of 1997–2003 (.xls) -> grids: one for each sheet, cells as they are shown.

Source: [MS-XLS] Excel Binary File Format. The records are read directly: of the readers at hand,
python-calamine gives no number formats and fills memory with empty cells, and xlrd gives no formulas. A
formula that refers to cells is not decoded (`=…`), its stored result is read. Older workbooks are refused.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from perfeval.core.problems import Problem
from perfeval.documents.formats.biff_formula import read_formula
from perfeval.documents.formats.biff_text import Run, read_shared_texts, read_text
from perfeval.documents.formats.built_in_formats import BUILT_IN
from perfeval.documents.formats.collect import Collected, file_reader
from perfeval.documents.formats.compound import CompoundFile
from perfeval.documents.formats.number_format import GENERAL
from perfeval.documents.formats.safety import LIMITS, Refused
from perfeval.documents.formats.sheet import UNDECODED, Sheet
from perfeval.documents.formats.shown import Kind, ShownText

_NO_FONT = 4
_CELLS = frozenset({0x0204, 0x00D6, 0x0203, 0x027E, 0x0006})
_STRUCK, _TINY = 0x08, 40
_WHITE, _BLACK, _PATTERN = 1, 0, -1
_COLOURS = {**dict.fromkeys((9, 65), _WHITE), **dict.fromkeys((8, 64, 0x7FFF), _BLACK)}
"""Other numbers of the same colours."""
_ESCAPEMENT: tuple[Kind, ...] = ("shown", "raised", "lowered")
_BIFF8 = 0x0600
_BOF, _EOF, _CONTINUE, _SHARED_TEXTS = 0x0809, 0x000A, 0x003C, 0x00FC
_WORKSHEET = 0
_PICTURE = 8
_MANUAL = 0
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x01
_OWN_BOOK, _ADD_IN = 0x0401, 0x3A01
_FORMULA, _SHARED_FORMULA = 0x0006, 0x04BC
_REFERS_TO_SHARED = b"\x01"
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}

_FormulaCell = tuple[int, int, str, str]
"""Row, column, number format and formula."""


@file_reader
def read_xls(data: bytes, found: Collected) -> None:
    """Grids of an old Excel workbook; cells are addressed by sheet and cell name."""
    container = CompoundFile(data)
    names = container.names()
    if "EncryptedPackage" in names:
        raise Refused(Problem("file-encrypted"))
    if "_VBA_PROJECT_CUR" in names:
        found.problems.append(Problem("macros-ignored"))
    stream = container.stream("Workbook") or container.stream("Book")
    if stream is None:
        raise Refused(Problem("file-damaged", {"part": "Workbook"}))
    reader = _Reader(found, _Records(stream))
    try:
        reader.read()
    except (struct.error, IndexError) as error:
        raise Refused(Problem("file-damaged", {"part": "Workbook"})) from error
    finally:
        reader.report()


@dataclass
class _Records:
    """The records of the workbook stream; all sheets together may have no more than the limit."""

    stream: bytes
    count: int = 0

    def of_part(self, start: int) -> Iterator[tuple[int, bytes]]:
        """Kind and content of each record from the beginning of a part to its end, without embedded parts."""
        depth, position = 0, start
        while True:
            kind, length = struct.unpack_from("<HH", self.stream, position)
            content = self.stream[position + 4 : position + 4 + length]
            position += 4 + length
            self.count += 1
            if self.count > LIMITS.records or len(content) < length:
                raise Refused(Problem("file-damaged", {"part": f"Workbook {position}"}))
            depth += (kind == _BOF) - (kind == _EOF)
            if depth == 0 and kind == _EOF:
                return
            if depth < 1:
                raise Refused(Problem("file-damaged", {"part": f"Workbook {position}"}))
            if depth == 1:
                yield kind, content


@dataclass
class _Reader:
    """Reads the global part of a workbook, then each sheet."""

    found: Collected
    records: _Records
    formats: dict[int, str] = field(default_factory=dict)
    styles: list[str] = field(default_factory=list)
    fonts: list[tuple[Kind, int]] = field(default_factory=list)
    """What text in each font is, and its colour."""
    style_fonts: list[tuple[int, int]] = field(default_factory=list)
    """Font of each style, and the colour with which the style fills its cells."""
    texts: list[tuple[str, tuple[Run, ...]]] = field(default_factory=list)
    sheets: list[tuple[int, int, int, str]] = field(default_factory=list)
    is_1904: bool = False
    is_manual: bool = False
    pictures: int = 0
    formulas: int = 0

    def read(self) -> None:
        """Read the workbook; each sheet adds its grid, a damaged one what comes before the damage."""
        if struct.unpack_from("<4xH", self.records.stream)[0] != _BIFF8:
            raise Refused(Problem("workbook-too-old"))
        self._read_globals()
        for position, state, kind, name in self.sheets:
            if kind != _WORKSHEET:
                continue
            sheet = Sheet(name, self.is_1904, state & 3 != 0)
            try:
                self._read_sheet(sheet, position)
            finally:
                sheet.finish(self.found)
                self.formulas += sheet.formulas

    def report(self) -> None:
        """Name what was not read and what may be old."""
        if self.pictures:
            self.found.problems.append(Problem("pictures-unread", {"count": str(self.pictures)}))
        if self.is_manual and self.formulas:
            self.found.problems.append(Problem("formula-maybe-stale", {"count": str(self.formulas)}))

    def _read_globals(self) -> None:
        shared: list[bytes] = []
        last = 0
        for kind, content in self.records.of_part(0):
            match kind:
                case 0x002F:
                    raise Refused(Problem("file-encrypted"))
                case 0x0022:
                    self.is_1904 = content[0] == 1
                case 0x041E:
                    self.formats[_u16(content, 0)] = read_text(content, 2)
                case 0x0031:
                    self.fonts.append(_font_kind(content))
                case 0x00E0:
                    self.style_fonts.append((_u16(content, 0), _paper(content)))
                    number = _u16(content, 2)
                    self.styles.append(self.formats.get(number) or BUILT_IN.get(number) or GENERAL)
                case 0x0085:
                    position, state, sheet_kind = struct.unpack_from("<IBB", content)
                    self.sheets.append((position, state, sheet_kind, read_text(content, 6, 1)))
                case 0x01AE if _u16(content, 2) not in (_OWN_BOOK, _ADD_IN):
                    self.found.problems.append(Problem("external-values"))
            if kind == _SHARED_TEXTS or (kind == _CONTINUE and last == _SHARED_TEXTS):
                shared.append(content)
            last = last if kind == _CONTINUE else kind
        if shared:
            self.texts = read_shared_texts(shared)

    def _read_sheet(self, sheet: Sheet, position: int) -> None:
        shared = self._shared_formulas(position)
        waiting: _FormulaCell | None = None
        style_of_text: Kind = "shown"
        for kind, content in self.records.of_part(position):
            match kind:
                case 0x00FD:
                    row, column, code = self._cell(content)
                    text, kind_of_cell = self._shared_text(sheet, row, column, content)
                    sheet.add_text(row, column, text, code)
                    sheet.take_back(row, column, kind_of_cell)
                case 0x0204 | 0x00D6:
                    row, column, code = self._cell(content)
                    sheet.add_text(row, column, read_text(content, 6), code)
                case 0x0203:
                    row, column, code = self._cell(content)
                    sheet.add_number(row, column, _double(content, 6), code)
                case 0x027E:
                    row, column, code = self._cell(content)
                    sheet.add_number(row, column, _packed(content, 6), code)
                case 0x00BD:
                    self._read_numbers(sheet, content)
                case 0x0006:
                    waiting = self._read_formula(sheet, content, shared)
                    style_of_text = self._kind(_u16(content, 4))
                case 0x0207 if waiting:
                    row, column, code, formula = waiting
                    sheet.add_text(row, column, read_text(content, 0), code, formula)
                    sheet.take_back(row, column, style_of_text)
                    waiting = None
                case 0x0205:
                    row, column, _ = self._cell(content)
                    sheet.add_text(row, column, _constant(content[6], content[7]))
                case 0x00E5:
                    for top, bottom, left, right in struct.iter_unpack(
                        "<4H", content[2 : 2 + 8 * _u16(content, 0)]
                    ):
                        sheet.merged.append((top + 1, left + 1, bottom + 1, right + 1))
                case 0x0208 if content[12] & _HIDDEN_ROW:
                    sheet.hidden_rows.append((_u16(content, 0) + 1, _u16(content, 0) + 1))
                case 0x007D if content[8] & _HIDDEN_COLUMN or _u16(content, 4) == 0:
                    sheet.hidden_columns.append((_u16(content, 0) + 1, _u16(content, 2) + 1))
                case 0x0208 if _u16(content, 6) & 0x7FFF == 0:
                    sheet.hidden_rows.append((_u16(content, 0) + 1, _u16(content, 0) + 1))
                case 0x000D:
                    self.is_manual |= _u16(content, 0) == _MANUAL
                case 0x005D:
                    self.pictures += _u16(content, 4) == _PICTURE
            if kind in _CELLS and not waiting:
                row, column, style = struct.unpack_from("<3H", content)
                sheet.take_back(row + 1, column + 1, self._kind(style))

    def _cell(self, content: bytes) -> tuple[int, int, str]:
        """Row and column from 1, and the number format of a cell record."""
        row, column, style = struct.unpack_from("<3H", content)
        return row + 1, column + 1, self._format(style)

    def _kind_in(self, number: int, paper: int) -> Kind:
        """What text in a font is on a colour; the file counts the fonts without the number 4."""
        index = number - (number > _NO_FONT)
        kind, ink = self.fonts[index] if index < len(self.fonts) else ("shown", _BLACK)
        return "hidden" if kind != "struck" and ink == paper else kind

    def _kind(self, style: int) -> Kind:
        """What the text of a cell in a style is."""
        return self._kind_in(*self.style_fonts[style]) if style < len(self.style_fonts) else "shown"

    def _format(self, style: int) -> str:
        return self.styles[style] if style < len(self.styles) else GENERAL

    def _shared_text(self, sheet: Sheet, row: int, column: int, content: bytes) -> tuple[str, Kind]:
        """A shared text as its cell shows it, and what the whole of it is."""
        number, style = int(struct.unpack_from("<I", content, 6)[0]), _u16(content, 4)
        if number < len(self.texts):
            text, runs = self.texts[number]
            if not runs:
                return text, self._kind(style)
            font, paper = self.style_fonts[style] if style < len(self.style_fonts) else (0, _WHITE)
            shown = ShownText()
            for (begin, each), (end, _) in pairwise(((0, font), *runs, (len(text), 0))):
                shown.add(text[begin:end], self._kind_in(each, paper))
            sheet.problems += shown.problems(sheet.place(row, column))
            return shown.text, "shown"
        sheet.problems.append(Problem("file-damaged", {"part": f"SST {number}"}, sheet.place(row, column)))
        return "", "shown"

    def _read_numbers(self, sheet: Sheet, content: bytes) -> None:
        row, first = struct.unpack_from("<2H", content)
        for offset in range(4, len(content) - 2, 6):
            column = first + (offset - 4) // 6 + 1
            sheet.add_number(
                row + 1, column, _packed(content, offset + 2), self._format(_u16(content, offset))
            )
            sheet.take_back(row + 1, column, self._kind(_u16(content, offset)))

    def _shared_formulas(self, position: int) -> dict[bytes, str]:
        """Formulas that several cells of a sheet share, by the row and column of the first."""
        shared: dict[bytes, str] = {}
        last = b""
        for kind, content in self.records.of_part(position):
            if kind == _FORMULA:
                last = content[:4]
            elif kind == _SHARED_FORMULA:
                shared[last] = read_formula(content[10 : 10 + _u16(content, 8)])
        return shared

    def _read_formula(self, sheet: Sheet, content: bytes, shared: dict[bytes, str]) -> _FormulaCell | None:
        """Add the result of a formula; where a text follows in the next record, return its cell instead."""
        row, column, code = self._cell(content)
        tokens = content[22 : 22 + _u16(content, 20)]
        is_shared = tokens[:1] == _REFERS_TO_SHARED
        formula = shared.get(tokens[1:5], UNDECODED) if is_shared else read_formula(tokens)
        if content[12:14] != b"\xff\xff":
            sheet.add_number(row, column, _double(content, 6), code, formula)
        elif content[6] == 0:
            return row, column, code, formula
        elif content[6] in (1, 2):
            sheet.add_text(row, column, _constant(content[8], content[6] - 1), GENERAL, formula)
        else:
            sheet.add_text(row, column, "", GENERAL, formula)
        return None


def _u16(content: bytes, position: int) -> int:
    return int(struct.unpack_from("<H", content, position)[0])


def _font_kind(content: bytes) -> tuple[Kind, int]:
    """What text in a font is, whatever is behind it, and its colour."""
    height, flags, color, _, escapement = struct.unpack_from("<5H", content)
    shifted: Kind = _ESCAPEMENT[escapement] if escapement < len(_ESCAPEMENT) else "shown"
    kind: Kind = "struck" if flags & _STRUCK else "hidden" if height <= _TINY else shifted
    return kind, _COLOURS.get(color, color)


def _paper(content: bytes) -> int:
    """The colour with which a style fills its cells."""
    pattern = content[17] >> 2 if len(content) >= 20 else 0
    color = _u16(content, 18) & 0x7F if pattern == 1 else _PATTERN
    return _WHITE if pattern == 0 else _COLOURS.get(color, color)


def _constant(value: int, is_error: int) -> str:
    return _ERRORS.get(value, "#?") if is_error else ("TRUE" if value else "FALSE")


def _double(content: bytes, position: int) -> str:
    """Shortest decimal text of a binary number."""
    return repr(struct.unpack_from("<d", content, position)[0])


def _packed(content: bytes, position: int) -> str:
    """A number in four bytes: a whole number or the upper half of a binary one, perhaps in hundredths."""
    packed = int(struct.unpack_from("<i", content, position)[0])
    number = Decimal(packed >> 2 if packed & 2 else _double(struct.pack("<Ii", 0, packed & ~3), 0))
    return str(number.scaleb(-2) if packed & 1 else number)
