"""Steps of the scoring sheet (计分过程): one formula a column, named, so that each builds on those before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

from perfeval.documents.writers.live.formulas import quoted


@dataclass(frozen=True, slots=True)
class SheetStep:
    """A column: its name, and its formula over columns of the same row (`{分值}`) and of the one above (`{^类别}`)."""

    name: str
    formula: str


def formulas_of(steps: Iterable[SheetStep], line: int, first_line: int) -> dict[str, str]:
    """The formulas of one row, each with the addresses of what it refers to; rows count from 0.

    Above the first line there is nothing.
    """
    steps = list(steps)
    columns = {step.name: xl_col_to_name(position) for position, step in enumerate(steps)}
    here = {name: f"${column}{line + 1}" for name, column in columns.items()}
    above = {
        f"^{name}": f"${column}{line}" if line > first_line else '""' for name, column in columns.items()
    }
    return {step.name: step.formula.format_map({**here, **above}) for step in steps}


def substituted(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Formula of a text with characters replaced one after the other."""
    for old, new in pairs:
        text = f"SUBSTITUTE({text},{quoted(old)},{quoted(new)})"
    return text


def longest_at_start(text: str, table: str, usable: str = "") -> str:
    """Formula of the line of `table`, counted from 1, with the longest word that a text begins with; of those that are
    `usable`, a formula over the columns of the table that is zero for the others.
    """
    found = f"(LEFT({text},{table}长)={table})"
    return f"LOOKUP(2,1/({found}*({usable})),{table}序)" if usable else f"LOOKUP(2,1/{found},{table}序)"


def longest_at_end(text: str, table: str) -> str:
    """The same for the longest word that a text ends with."""
    return f"LOOKUP(2,1/(RIGHT({text},{table}长)={table}),{table}序)"


def has_any(text: str, table: str) -> str:
    """Formula of whether a text contains any of the characters of a table."""
    return f"SUMPRODUCT(--ISNUMBER(FIND({table},{text})))>0"
