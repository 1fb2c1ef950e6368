"""Kinds of rows in words (适用的行): what a lint or a comparison speaks about."""

from __future__ import annotations

from perfeval.core.problems import Lang
from perfeval.core.traits import Traits, every_row
from perfeval.rulebook.rule_terms import value

_MOST = 8
"""Kinds that are listed; more of them end in an ellipsis."""


def rows_in_words(rows: list[Traits], lang: Lang) -> str:
    """The kinds of rows, each once; the category only where not all categories are meant."""
    by_shape: dict[tuple[str, str | None, str], set[str]] = {}
    for row in rows:
        by_shape.setdefault(_shape(row), set()).add(row.category)
    shown = [_kind(shape, categories, lang) for shape, categories in by_shape.items()]
    between = "；" if lang == "zh" else "; "
    return between.join(shown[:_MOST]) + (" …" if len(shown) > _MOST else "")


def _shape(row: Traits) -> tuple[str, str | None, str]:
    return row.target, row.comparator, row.actual


_CATEGORIES = {row.category for row in every_row()}


def _kind(shape: tuple[str, str | None, str], categories: set[str], lang: Lang) -> str:
    target, comparator, actual = shape
    kind = value("target", target, lang)
    if comparator is not None:
        kind += f" {value('comparator', comparator, lang)}"
    elif target != actual:
        kind += f"（{value('actual', actual, lang)}）"
    if categories == _CATEGORIES:
        return kind
    between = "、" if lang == "zh" else ", "
    return between.join(value("category", each, lang) for each in sorted(categories)) + f" {kind}"
