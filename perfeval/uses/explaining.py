"""Derivations of rows (解释): which rows a person asks about, and the lines that derive their scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perfeval.core.problems import Lang
from perfeval.core.results import CheckedForm, RowResult
from perfeval.review.explain import explain_row

_NEEDS_EYES = ("differs", "undecided", "refused")


@dataclass(frozen=True, slots=True)
class Derivation:
    """One row's derivation: name of its form, number of the row, lines of text."""

    form: str
    row: int
    lines: tuple[str, ...]


def derivations(
    forms: Sequence[CheckedForm], form: str | None, row: int | None, indicator: str | None, lang: Lang
) -> tuple[Derivation, ...]:
    """The rows whose form, number and indicator fit; where neither row nor indicator is given, those that need eyes."""
    return tuple(
        Derivation(checked.result.form.name, each.row, tuple(explain_row(each, checked.result, lang)))
        for checked in forms
        if form is None or form in checked.result.form.name
        for each in checked.result.rows
        if _is_wanted(each, row, indicator)
    )


def _is_wanted(each: RowResult, row: int | None, indicator: str | None) -> bool:
    if row is None and indicator is None:
        return each.status in _NEEDS_EYES
    return (row is None or each.row == row) and (indicator is None or indicator in each.name)
