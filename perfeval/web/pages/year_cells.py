"""Cells of the lists of a year (年度清单): titles, values of filters, figures as the summary writes them."""

from __future__ import annotations

from typing import Any

from perfeval.batch.summary.summary_words import group_name, money, percent
from perfeval.core.figures import number
from perfeval.core.glossary import word
from perfeval.core.problems import Lang
from perfeval.rulebook.rule_terms import value as rule_value
from perfeval.uses.browsing import Line
from perfeval.web.words import page_word

_OWN = frozenset(("settled", "open", "partial", "yes", "no"))


def title_of(key: str, lang: Lang) -> str:
    """The title of a column or a filter."""
    return page_word(f"year_{key}", lang)


def value_of(key: str, value: str, lang: Lang) -> str:
    """A value of a filter in words."""
    if not value:
        return page_word("none", lang)
    if value in _OWN and key in ("state", "loses"):
        return page_word(f"value_{value}", lang)
    if key in ("dimension", "category"):
        return rule_value(key, value, lang)
    return word(value, lang) if key == "status" else value


def cell_of(key: str, line: Line, lang: Lang) -> str:
    """A cell of a line."""
    value = line.get(key)
    match key:
        case "budget" | "executed":
            return money(value, lang)
        case "rate":
            return percent(value)
        case "range":
            is_known = line["confirmed"] is not None
            return _ends(*(line["confirmed"] if is_known else line[end] for end in ("low", "high")))
        case "ends":
            return _ends(line.get("low"), line.get("high"))
        case "state" | "status":
            return value_of(key, str(value), lang)
        case "group":
            return group_name(line.get("dimension_key"), line.get("category_key"), lang)
        case "points" | "claimed" | "earned" | "difference":
            return number(value)
        case _:
            return "" if value is None else str(value)


def _ends(low: Any, high: Any) -> str:
    return number(low) if low == high else f"{number(low)}–{number(high)}"
