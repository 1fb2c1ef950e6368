"""Conditional formats of a workbook (条件格式) that change what a person reads: another number, white or struck text.

They are not applied: the cells on which one may lie are named. A rule that compares with a number is looked at, so
that a format which hides zeros says nothing where there is none. Source: ECMA-376 part 1, 18.3.1.18 and 18.8.14.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from perfeval.core.problems import Problem
from perfeval.documents.formats.number_format import stored_number
from perfeval.documents.formats.sheet import Range, Sheet, range_of
from perfeval.documents.formats.sheet_looks import colour, font_colour, is_struck
from perfeval.documents.formats.xml_parts import Element, child

_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "equal": operator.eq,
    "notEqual": operator.ne,
    "greaterThan": operator.gt,
    "lessThan": operator.lt,
    "greaterThanOrEqual": operator.ge,
    "lessThanOrEqual": operator.le,
    "=": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
}
"""What a workbook and an OpenDocument file call each comparison."""
_ABOVE_NUMBERS = Decimal("Infinity")
"""What a text is where a sheet compares it with a number: more than any of them."""
_NAMED = 5
_Rule = tuple[str, str]
"""The operator of a rule that compares, else nothing, and its formula."""


def telling_formats(root: Element) -> frozenset[int]:
    """The formats of conditions, counted from 0, that strike text out, hide it, or show another number."""
    formats = child(root, "dxfs")
    entries = () if formats is None else formats.iterchildren("{*}dxf")
    return frozenset(number for number, each in enumerate(entries) if _tells(each))


def _tells(entry: Element) -> bool:
    font, fill = child(entry, "font"), child(entry, "fill")
    if child(entry, "numFmt") is not None or (font is not None and is_struck(font)):
        return True
    pattern = None if fill is None else child(fill, "patternFill")
    paper = "FFFFFF" if pattern is None else colour(child(pattern, "bgColor"), "FFFFFF")
    return font is not None and font_colour(font) == paper


@dataclass(frozen=True, slots=True)
class ConditionalFormats:
    """Collects the conditional formats of a sheet that change what is read."""

    telling: frozenset[int] = frozenset()
    rules: list[tuple[_Rule, tuple[Range, ...]]] = field(default_factory=list)

    def add(self, element: Element) -> None:
        """Look at the rules for some ranges of the sheet."""
        for rule in element.iterchildren("{*}cfRule"):
            number = rule.get("dxfId") or ""
            hides = any(each.get("showValue") in ("0", "false") for each in rule)
            if hides or (number.isascii() and number.isdigit() and int(number) in self.telling):
                compares = rule.get("operator") or "" if rule.get("type") == "cellIs" else ""
                self.add_rule(element.get("sqref") or "", compares, rule.findtext("{*}formula") or "")

    def add_rule(self, ranges: str, compares: str, limit: str) -> None:
        """Add a rule for ranges with spaces between them: how it compares, where it does, and with what."""
        self.rules.append(((compares, limit), tuple(map(range_of, ranges.split()))))

    def name(self, sheet: Sheet) -> None:
        """Name the cells with text on which a format may lie."""
        cells = sorted({cell for rule in self.rules for cell in _cells(sheet, *rule)})
        if cells:
            places = [sheet.place(*cell) for cell in cells]
            names = "、".join(place.cell or "" for place in places[:_NAMED])
            values = {"cells": names + (" …" if len(cells) > _NAMED else ""), "count": str(len(cells))}
            sheet.problems.append(Problem("conditional-format", values, places[0]))


def _cells(sheet: Sheet, rule: _Rule, ranges: tuple[Range, ...]) -> Iterator[tuple[int, int]]:
    """The cells with text in the ranges, without those that the rule certainly leaves alone."""
    compare, limit = _COMPARE.get(rule[0]), stored_number(rule[1])
    for row, column, text in sheet.texts_within(ranges):
        value = _ABOVE_NUMBERS if (stored := stored_number(text)) is None else Decimal(stored)
        if compare is None or limit is None or compare(value, Decimal(limit)):
            yield row, column
