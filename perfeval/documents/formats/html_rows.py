"""Rows and cells of a table of a web page (表格结构), also where tags are missing or out of place."""

from __future__ import annotations

from dataclasses import dataclass, field

from perfeval.documents.formats.html_looks import Look, PageLooks
from perfeval.documents.formats.xml_parts import Element

RowGroup = list[list[Element]]
"""Rows of one thead, tbody or tfoot; of each row its cells."""

_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_CELLS = frozenset({"td", "th"})
_NO_CONTENT = frozenset({"colgroup", "col", "script", "style", "template"})
_WRAPPERS = frozenset({"tr", "form"}) | _GROUPS


@dataclass
class TableStructure:
    """Groups of rows, the footer last; captions, what stands between the cells, and text of hidden rows."""

    groups: list[RowGroup] = field(default_factory=list)
    captions: list[Element] = field(default_factory=list)
    strays: list[Element | str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)


def table_structure(table: Element, looks: PageLooks) -> TableStructure:
    """Sort what is inside a table; a cell outside of a row begins one."""
    found = TableStructure(strays=[table.text or ""])
    footers: list[RowGroup] = []
    group: RowGroup = []
    row: list[Element] | None = None
    found.groups.append(group)
    waiting = [(child, True) for child in reversed(table)]
    while waiting:
        element, is_opening = waiting.pop()
        name = str(element.tag)
        is_hidden = is_opening and _is_hidden(name, looks.at(element))
        if is_opening and name in _WRAPPERS and not is_hidden:
            if name in _GROUPS:
                group, row = [], None
                (footers if name == "tfoot" else found.groups).append(group)
            elif name == "tr":
                row = []
                group.append(row)
            found.strays.append(element.text or "")
            waiting.append((element, False))
            waiting += [(inner, True) for inner in reversed(element)]
            continue
        if not is_opening:
            row = row if name == "form" else None
            if name in _GROUPS:
                group = []
                found.groups.append(group)
        elif is_hidden:
            found.hidden += [text for text in (str(piece).strip() for piece in element.itertext()) if text]
        elif name in _CELLS:
            if row is None:
                row = []
                group.append(row)
            row.append(element)
        elif name == "caption":
            found.captions.append(element)
        elif name not in _NO_CONTENT:
            found.strays.append(element)
        found.strays.append(element.tail or "")
    found.groups += footers
    return found


def _is_hidden(name: str, look: Look) -> bool:
    """Whether a part of a table is not there; an invisible cell still takes its place in the row."""
    return look.is_gone or (look.is_invisible and name in _WRAPPERS)
