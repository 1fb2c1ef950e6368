"""Number formats of spreadsheets (数字格式): how Excel shows a stored number, e.g. 0.9 under `0%` as 90%.

Source: ECMA-376 part 1, 18.8.31 (numFmts), and what Excel and WPS show. A format has up to four sections
between semicolons: positive, negative, zero, text. Column width plays no part; `[DBNum1]` leaves the digits.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from perfeval.core.exact import round_to
from perfeval.documents.formats.date_format import show_date
from perfeval.documents.formats.digits import fill_digits, show_general

_TOKEN = re.compile(
    r"""(?P<section>;) | "(?P<quoted>[^"]*)"? | \\(?P<escaped>.) | _(?P<space>.) | \*(?P<fill>.)
      | \[(?P<bracket>[^\]]*)\] | (?P<general>General|G/通用格式)
      | (?P<date>y+|m+|d+|h+|s+(?:\.0+)?|e+(?![+-])|a{3,4}|AM/PM|A/P|上午/下午)
      | (?P<power>E[+-]) | (?P<digit>[0\#?]) | (?P<point>\.) | (?P<comma>,) | (?P<percent>%)
      | (?P<text>@) | (?P<other>.)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_CURRENCY = re.compile(r"\$([^-]*)(?:-.*)?")
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)")
_COMPARE = {
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
}
_WHITE = frozenset({"white", "color2", "白色", "颜色2"})
_DIGIT = re.compile("[0-9０-９]")
"""In the words of a format: 0"0场" shows 9 as 90场, and nobody can tell which is meant."""
_TEXT_SECTION = 3
"""The fourth section is for texts, also where it shows nothing of them."""
GENERAL = "General"
_STORED = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_LONGEST_NUMBER = 400
_LONGEST_CODE = 255
_SIGNIFICANT = 15
"""Decimal digits of a stored number that Excel takes as meant; the rest is noise of binary storage."""


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a section: its kind (a group name of `_TOKEN`, or `literal`) and its text."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a format; `condition` is a comparison such as `[>=100]`."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Fraction] | None = None

    def has(self, kind: str) -> bool:
        """Whether a token of that kind is there."""
        return any(token.kind == kind for token in self.tokens)


@lru_cache(maxsize=4096)
def stored_number(text: str) -> str | None:
    """A stored number as plain decimal text with 15 significant digits; None for what is no number.

    >>> stored_number("9.9499999999999993"), stored_number("1E-3"), stored_number("12.50")
    ('9.95', '0.001', '12.5')
    """
    text = text.strip()
    if len(text) > _LONGEST_NUMBER or not _STORED.fullmatch(text):
        return None
    number = Decimal(text)
    if len(number.as_tuple().digits) > _SIGNIFICANT:
        number = _meant(number)
    plain = f"{number:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain == "-0" else plain


@lru_cache(maxsize=4096)
def show_number(stored: str, code: str, is_1904: bool = False) -> str | None:
    """What a sheet shows for a stored number (plain decimal text); None if the format is not known.

    >>> show_number("0.9", "0%"), show_number("45291", 'yyyy"年"m"月"d"日"')
    ('90%', '2023年12月31日')
    """
    value = Fraction(stored)
    sections = _sections(code)
    chosen = _choose([section for section in sections if not section.has("text")] or sections, value)
    if chosen is None:
        return None
    section, is_unsigned = chosen
    sign = "-" if value < 0 and not is_unsigned else ""
    tokens = [(token.kind, token.text) for token in section.tokens]
    if section.has("unseen"):
        return ""
    if section.has("date"):
        return show_date(value, tokens, is_1904)
    if any(kind in ("literal", "other") and _DIGIT.search(text) for kind, text in tokens):
        return None
    if section.has("power") or (section.has("digit") and ("other", "/") in tokens):
        return None
    if section.has("digit"):
        return sign + fill_digits(abs(value), tokens).strip()
    general = sign + show_general(abs(value))
    return "".join(general if kind in ("general", "text") else text for kind, text in tokens).strip()


def show_text(text: str, code: str) -> str | None:
    """What a sheet shows for a text: as it is, unless the format has a section for texts; None if that adds digits."""
    sections = _sections(code)
    told = sections[_TEXT_SECTION:] or [section for section in sections if section.has("text")]
    if not told or [token.kind for token in told[0].tokens].count("text") > 1:
        return text
    if told[0].has("unseen"):
        return ""
    if any(token.kind in ("literal", "other") and _DIGIT.search(token.text) for token in told[0].tokens):
        return None
    return "".join(text if token.kind == "text" else token.text for token in told[0].tokens).strip(" ")


def _meant(number: Decimal) -> Decimal:
    """A number rounded to 15 significant digits."""
    places = _SIGNIFICANT - 1 - number.adjusted()
    if places >= 0:
        return round_to(Fraction(number), places, "half_up")
    return round_to(Fraction(number) / 10**-places, 0, "half_up").scaleb(-places)


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[Section, ...]:
    sections: list[Section] = []
    tokens: list[Token] = []
    condition: tuple[str, Fraction] | None = None
    for found in [*_TOKEN.finditer(code[:_LONGEST_CODE] or GENERAL), None]:
        kind = found.lastgroup if found else "section"
        text = (found[found.lastgroup] or "") if found and found.lastgroup else ""
        if kind == "section":
            sections.append(Section(tuple(tokens), condition))
            tokens, condition = [], None
        elif kind == "bracket":
            if comparison := _CONDITION.fullmatch(text):
                condition = comparison[1], Fraction(comparison[2])
            elif text.lower() in _WHITE:
                tokens.append(Token("unseen", ""))
            elif _ELAPSED.fullmatch(text):
                tokens.append(Token("date", f"[{text}]"))
            elif currency := _CURRENCY.fullmatch(text):
                tokens.append(Token("literal", currency[1]))
        elif kind in ("quoted", "escaped"):
            tokens.append(Token("literal", text))
        elif kind == "space":
            tokens.append(Token("literal", " "))
        elif kind is not None and kind != "fill":
            tokens.append(Token(kind, text))
    return tuple(sections)


def _choose(sections: Sequence[Section], value: Fraction) -> tuple[Section, bool] | None:
    """The section for a value, and whether it shows the value without its sign."""
    if any(section.condition for section in sections):
        for section in sections:
            if section.condition is None or _COMPARE[section.condition[0]](value, section.condition[1]):
                return section, False
        return None
    if value < 0 and len(sections) > 1:
        return sections[1], True
    return (sections[2] if value == 0 and len(sections) > 2 else sections[0]), False
