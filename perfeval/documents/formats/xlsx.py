"""Excel workbooks (.xlsx) -> grids: one for each sheet, cells as they are shown, merged ranges, formulas.

Formulas are not calculated: the stored result is read, and it is said where there is none or it may be old.
The XML is read directly: no fast reader gives number formats, formulas and merged ranges together.
"""

from __future__ import annotations

from collections.abc import Mapping

from perfeval.core.problems import Place, Problem
from perfeval.documents.formats.archive import Archive
from perfeval.documents.formats.built_in_formats import BUILT_IN
from perfeval.documents.formats.collect import Collected, file_reader
from perfeval.documents.formats.conditional import telling_formats
from perfeval.documents.formats.drawings import read_drawing
from perfeval.documents.formats.number_format import GENERAL
from perfeval.documents.formats.safety import Refused
from perfeval.documents.formats.sheet import Sheet
from perfeval.documents.formats.sheet_looks import CellLook, style_looks
from perfeval.documents.formats.sheet_xml import SharedParts, SheetReader, is_on, read_strings
from perfeval.documents.formats.xml_parts import Element, attribute, child, comments_unread, parse


@file_reader
def read_xlsx(data: bytes, found: Collected) -> None:
    """Grids of an Excel workbook; cells are addressed by sheet and cell name."""
    archive = Archive(data)
    main = archive.main_part()
    content = archive.part(main)
    if content is None:
        raise Refused(Problem("file-damaged", {"part": main or "_rels/.rels"}))
    _name_unread(archive, found)
    workbook = parse(content, main)
    links = archive.relations(main)
    targets = {link.kind: link.target for link in links.values()}
    shared = SharedParts(
        read_strings(archive.part(targets.get("sharedStrings", "")), "sharedStrings"),
        *styles_of(archive.part(targets.get("styles", ""))),
    )
    is_1904 = any(is_on(element, "date1904") for element in workbook.iter("{*}workbookPr"))
    formulas = 0
    for entry in workbook.iter("{*}sheet"):
        sheet = Sheet(entry.get("name", ""), is_1904, entry.get("state", "visible") != "visible")
        link = links.get(attribute(entry, "id") or "")
        part = None if link is None else archive.part(link.target)
        if link is None or part is None:
            found.problems.append(Problem("file-damaged", {"part": sheet.name}, Place(sheet=sheet.name)))
        elif link.kind == "worksheet":
            _read_beside(archive, link.target, sheet, found)
            formulas += _read_sheet(part, link.target, sheet, shared, found)
    _name_old_results(workbook, formulas, found)


def _read_sheet(part: bytes, name: str, sheet: Sheet, shared: SharedParts, found: Collected) -> int:
    """Read one sheet, of a damaged one what comes before the damage; number of its formulas."""
    try:
        SheetReader(sheet, shared).read(part, name)
    finally:
        sheet.finish(found)
    return sheet.formulas


def _read_beside(archive: Archive, sheet_part: str, sheet: Sheet, found: Collected) -> None:
    """Read what lies over a sheet, and name its comments."""
    for link in archive.relations(sheet_part).values():
        content = archive.part(link.target) if link.kind in ("comments", "drawing") else None
        if content is not None and link.kind == "comments":
            found.problems += comments_unread(content, link.target, Place(sheet=sheet.name))
        elif content is not None:
            read_drawing(parse(content, link.target), sheet, found)


def styles_of(part: bytes | None) -> tuple[list[str], list[CellLook], frozenset[int]]:
    """Number format code of each cell style, how text in that style looks, and the telling formats of conditions."""
    if part is None:
        return [], [], frozenset()
    root = parse(part, "styles")
    own = {entry.get("numFmtId", ""): entry.get("formatCode", "") for entry in root.iter("{*}numFmt")}
    styled = child(root, "cellXfs")
    formats = [] if styled is None else [_format(entry.get("numFmtId", "0"), own) for entry in styled]
    return formats, style_looks(root), telling_formats(root)


def _format(number: str, own: Mapping[str, str]) -> str:
    built_in = BUILT_IN.get(int(number)) if number.isascii() and number.isdigit() else None
    return own.get(number) or built_in or GENERAL


def _name_unread(archive: Archive, found: Collected) -> None:
    names = archive.names()
    pictures = sum(1 for name in names if name.startswith("xl/media/"))
    objects = sum(1 for name in names if name.startswith("xl/embeddings/"))
    if any(name.endswith("vbaproject.bin") for name in names):
        found.problems.append(Problem("macros-ignored"))
    if pictures:
        found.problems.append(Problem("pictures-unread", {"count": str(pictures)}))
    if objects:
        found.problems.append(Problem("embedded-unread", {"count": str(objects)}))
    if any(name.startswith("xl/externallinks/externallink") for name in names):
        found.problems.append(Problem("external-values"))


def _name_old_results(workbook: Element, formulas: int, found: Collected) -> None:
    """Say that results may be old: calculated by hand only, or written to be calculated on opening."""
    settings = child(workbook, "calcPr")
    if not formulas or settings is None:
        return
    is_manual = settings.get("calcMode") == "manual"
    if is_manual or is_on(settings, "fullCalcOnLoad") or settings.get("calcCompleted") in ("0", "false"):
        found.problems.append(Problem("formula-maybe-stale", {"count": str(formulas)}))
