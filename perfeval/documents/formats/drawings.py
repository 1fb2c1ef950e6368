"""What lies over a sheet of a workbook (图形): text boxes, whose lines come before the table, and pictures.

Source: ECMA-376 part 1, 20.5 (SpreadsheetML drawing).
"""

from __future__ import annotations

from perfeval.core.problems import Place, Problem
from perfeval.documents.formats.collect import Collected
from perfeval.documents.formats.sheet import Range, Sheet
from perfeval.documents.formats.xml_parts import Element


def read_drawing(drawing: Element, sheet: Sheet, found: Collected) -> None:
    """Read the texts of a drawing, for a title often stands in one, and remember what lies over which cells."""
    for anchor in drawing:
        lines = ["".join(run.text or "" for run in each.iter("{*}t")) for each in anchor.iter("{*}p")]
        text = "".join(lines).strip()
        if any(each.get("hidden") in ("1", "true") for each in anchor.iter("{*}cNvPr")):
            if text:
                found.problems.append(Problem("hidden-text", {"text": text}, Place(sheet=sheet.name)))
            continue
        for line in lines:
            found.add_prose(line, Place(sheet=sheet.name))
        begins = _corner(anchor, "from")
        if begins is None:
            continue
        if next(anchor.iter("{*}pic"), None) is not None:
            sheet.pictures.append(begins[:2])
        if text:
            sheet.boxes.append((_covered(begins, _corner(anchor, "to")), text))


_Corner = tuple[int, int, bool]
"""Row and column from 1, and whether it lies inside of that cell, beyond its upper left corner."""


def _covered(begins: _Corner, ends: _Corner | None) -> Range:
    """The cells over which something lies."""
    top, left, _ = begins
    if ends is None:
        return top, left, top, left
    bottom, right, is_inside = ends
    return top, left, max(top, bottom - (not is_inside)), max(left, right - (not is_inside))


def _corner(anchor: Element, name: str) -> _Corner | None:
    corner = anchor.find(f"{{*}}{name}")
    texts = [corner.findtext(f"{{*}}{each}") or "" for each in ("row", "col")] if corner is not None else []
    if corner is None or not all(text.isascii() and text.isdigit() and len(text) < 8 for text in texts):
        return None
    row, column = map(int, texts)
    is_inside = any((corner.findtext(f"{{*}}{each}") or "0") != "0" for each in ("rowOff", "colOff"))
    return row + 1, column + 1, is_inside
