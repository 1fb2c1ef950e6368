"""Numbered indicator names (编号): 一、… over 1、… and 2、…; 指标1：…"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from perfeval.core.results import RowResult

_PARENT = re.compile(r"\s*[（(]?[一二三四五六七八九十]+[)）]?[、.．]")
_CHILD = re.compile(r"\s*(?:[（(]?\d+[)）]?[、.．](?!\d)|其中)")
_MARK = re.compile(
    r"^\s*(?:★+|指标\s*\d+\s*[:：]?|[（(]?(?:\d+|[一二三四五六七八九十]+)[)）]?[、.．](?!\d))\s*"
)


def families(rows: Sequence[RowResult]) -> Iterator[tuple[RowResult, tuple[RowResult, ...]]]:
    """Each row numbered 一、 with the rows numbered 1、 right under it, where there are any."""
    for index, row in enumerate(rows):
        if not _PARENT.match(row.name):
            continue
        children: list[RowResult] = []
        for child in rows[index + 1 :]:
            if not _CHILD.match(child.name):
                break
            children.append(child)
        if children:
            yield row, tuple(children)


def bare_name(name: str) -> str:
    """A name without stars, numbering, spaces and what stands in brackets."""
    return "".join(re.sub(r"[（(][^（()）]*[)）]", "", without_number(name)).split()).strip("“”\"'：:")


def without_number(name: str) -> str:
    """A name without stars, numbering and spaces."""
    return "".join(_MARK.sub("", _MARK.sub("", name)).split())
