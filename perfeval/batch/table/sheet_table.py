"""Tidy tables in workbooks (明细表 .xlsx): a sheet read row by row into Parquet, each cell as it is shown.

The cells are read by the project's own reader, so that a cell has the text that `check` gives it: 0.9 under the
format 0% is 90%. No library that reads in bounded memory does that: openpyxl gives the number and the name of its
format, calamine the number alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from perfeval.batch.table.columns import TableKind, columns_among
from perfeval.batch.table.tidy import write_tidy
from perfeval.batch.table_error import TableError
from perfeval.core.problems import Problem
from perfeval.documents.formats.archive import Archive, Relation
from perfeval.documents.formats.safety import LIMITS, MIB, Refused, called_by_suffix
from perfeval.documents.formats.sheet import Sheet, column_letters, range_of
from perfeval.documents.formats.sheet_looks import RichText, rich_text
from perfeval.documents.formats.sheet_xml import SharedParts, SheetReader, is_on
from perfeval.documents.formats.xlsx import styles_of
from perfeval.documents.formats.xml_parts import attribute, children_in, local, parse

WORKBOOKS = (".xlsx", ".xlsm")
_LARGEST_SHEET = 2048 * MIB
"""XML of one sheet: a full one, of 1 048 576 rows, has about a gigabyte."""
_LARGEST_TEXTS = 512 * MIB
_HEADER_ROWS = 20
"""Rows from the top among which the header is: a title and notes may stand above it."""
_ROWS = 20_000

_UNREAD = frozenset(("formula-without-value", "file-damaged"))
Row = dict[int, str]
"""Texts by column, from 1."""


@dataclass(frozen=True, slots=True)
class _Workbook:
    archive: Archive
    sheets: Sequence[tuple[str, Relation]]
    shared: SharedParts
    is_1904: bool


@dataclass(frozen=True, slots=True)
class _Header:
    """The row of a sheet that is most like a header: its columns by our names, and what is missing."""

    sheet: str
    part: str
    row: int
    columns: Mapping[str, int]
    missing: Sequence[str]


def has_sheet(path: Path, kind: TableKind) -> bool:
    """Whether a workbook has a sheet with indicators, or funds; raises TableError where it cannot be read."""
    return any(not each.missing for each in _headers(path, kind))


def sheet_as_parquet(path: Path, kind: TableKind, folder: Path) -> Path:
    """The sheet of a workbook that has indicators, or funds, as Parquet in `folder`; raises TableError."""
    headers = _headers(path, kind)
    if not any(not each.missing for each in headers):
        raise TableError(f"{path}: 没有找到{_WORDS[kind]} (no sheet with {kind})\n{_said(headers)}")
    return _converted(path, kind, headers, folder)


def funds_beside(path: Path, folder: Path) -> Path | None:
    """The sheet with the funds in the workbook that has the indicators, as Parquet; None where there is none."""
    headers = _headers(path, "funds") if path.suffix.lower() in WORKBOOKS else []
    return _converted(path, "funds", headers, folder) if any(not each.missing for each in headers) else None


_WORDS: Mapping[TableKind, str] = {"indicators": "指标明细表", "funds": "资金表"}


def _headers(path: Path, kind: TableKind) -> list[_Header]:
    try:
        book = _open(path)
        return [_header(book, name, link.target, kind, path) for name, link in book.sheets]
    except Refused as refused:
        raise _unusable(path, refused) from refused


def _converted(path: Path, kind: TableKind, headers: Sequence[_Header], folder: Path) -> Path:
    whole = [each for each in headers if not each.missing]
    if len(whole) > 1:
        named = "、".join(f"「{each.sheet}」" for each in whole)
        raise TableError(f"{path}: 工作表{named}都是{_WORDS[kind]}，请只留一张 (several sheets with {kind})")
    target = folder / f"{path.stem}.{kind}.parquet"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        write_tidy(_tables(_open(path), whole[0], path), target, path)
    except Refused as refused:
        raise _unusable(path, refused) from refused
    return target


def _unusable(path: Path, refused: Refused) -> TableError:
    problem = called_by_suffix(refused.problem, path.suffix.lower())
    return TableError(f"{path}: {problem.message('zh')}")


def _said(headers: Sequence[_Header]) -> str:
    """What is missing in each sheet."""
    return "\n".join(
        f"  工作表「{each.sheet}」第{each.row}行：缺少列 {'、'.join(each.missing)} (missing columns)"
        if each.columns
        else f"  工作表「{each.sheet}」：前{_HEADER_ROWS}行没有表头 (no header)"
        for each in headers
    )


def _open(path: Path) -> _Workbook:
    archive = Archive(path)
    main = archive.main_part()
    content = archive.part(main)
    if content is None:
        raise Refused(Problem("file-damaged", {"part": main or "_rels/.rels"}))
    workbook, links = parse(content, main), archive.relations(main)
    targets = {link.kind: link.target for link in links.values()}
    sheets = [
        (entry.get("name", ""), link)
        for entry in workbook.iter("{*}sheet")
        if (link := links.get(attribute(entry, "id") or "")) and link.kind == "worksheet"
    ]
    is_1904 = any(is_on(element, "date1904") for element in workbook.iter("{*}workbookPr"))
    texts = _texts(archive, targets.get("sharedStrings"))
    shared = SharedParts(texts, *styles_of(archive.part(targets.get("styles", ""))))
    return _Workbook(archive, sheets, shared, is_1904)


def _texts(archive: Archive, part: str | None) -> list[str | RichText]:
    if part is None:
        return []
    pieces = archive.pieces(part, _LARGEST_TEXTS)
    return [rich_text(entry) for entry in children_in(pieces, part, {"sst"}, ("si",), 10 * LIMITS.rows)]


def _rows(book: _Workbook, name: str, part: str) -> Iterator[tuple[int, Row, tuple[Problem, ...]]]:
    """Number, cells and problems of each row of a sheet that has any."""
    sheet = Sheet(name, book.is_1904)
    reader = SheetReader(sheet, book.shared)
    pieces = book.archive.pieces(part, _LARGEST_SHEET)
    for element in children_in(pieces, part, {"sheetData"}, ("row",), LIMITS.rows):
        reader.read_row(element)
        texts, problems = sheet.taken()
        if row := {column: text for column, text in texts.items() if text.strip()}:
            yield reader.row, row, problems


def _header(book: _Workbook, name: str, part: str, kind: TableKind, path: Path) -> _Header:
    best = _Header(name, part, 0, {}, ["…"])
    for number, row, _ in _rows(book, name, part):
        if number > _HEADER_ROWS:
            break
        where = f"{path} 工作表「{name}」第{number}行"
        columns, missing = columns_among(row, kind, where)
        if len(columns) > len(best.columns):
            best = _Header(name, part, number, columns, missing)
    return best


def _tables(book: _Workbook, header: _Header, path: Path) -> Iterator[pa.Table]:
    """The rows below the header, some at a time; a merged cell stands in each of its rows."""
    merged = _merged(book, header)
    texts: dict[str, list[str | None]] = {name: [] for name in header.columns}
    above: dict[int, tuple[int, str]] = {}
    for number, row, problems in _rows(book, header.sheet, header.part):
        if number <= header.row:
            continue
        _refuse_unread(problems, header, path)
        for column, spans in merged.items():
            if number in spans and column in row:
                above[column] = spans[number], row[column]
            elif column in above and number <= above[column][0]:
                row.setdefault(column, above[column][1])
        # A row without anything under the header is a note below the table.
        if any(column in row for column in header.columns.values()):
            for name, column in header.columns.items():
                texts[name].append(row.get(column))
        if len(texts["project_id"]) >= _ROWS:
            yield _table(texts)
            texts = {name: [] for name in header.columns}
    yield _table(texts)


def _refuse_unread(problems: Sequence[Problem], header: _Header, path: Path) -> None:
    """A cell whose text cannot be known, such as a formula without a result, must not count as an empty one."""
    used = {column_letters(column) for column in header.columns.values()}
    for each in problems:
        cell = each.place.cell if each.place else None
        if each.code in _UNREAD and cell and cell.rstrip("0123456789") in used:
            raise TableError(f"{path} 工作表「{header.sheet}」{cell}: {each.message('zh')}")


def _merged(book: _Workbook, found: _Header) -> dict[int, dict[int, int]]:
    """Merged ranges of each column that is used: first row -> last row. They stand behind the rows of a sheet."""
    used = {*found.columns.values()}
    merged: dict[int, dict[int, int]] = {}
    pieces = book.archive.pieces(found.part, _LARGEST_SHEET)
    for element in children_in(
        pieces, found.part, {"sheetData", "mergeCells"}, ("row", "mergeCell"), 2 * LIMITS.rows
    ):
        if local(element) == "mergeCell":
            top, left, bottom, _ = range_of(element.get("ref", ""))
            if bottom > top and left in used:
                merged.setdefault(left, {})[top] = bottom
    return merged


def _table(texts: dict[str, list[str | None]]) -> pa.Table:
    return pa.table({name: pa.array(column, pa.string()) for name, column in texts.items()})
