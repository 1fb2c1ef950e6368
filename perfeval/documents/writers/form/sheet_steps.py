"""Steps of the scoring sheet (计分过程): one formula a column, named, so that each builds on those before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

from perfeval.documents.writers.formulas import quoted


@dataclass(frozen=True, slots=True)
class SheetStep:
    """A column: its name, and its formula over the columns of the same row (`{分值}`) and of the row above (`{^类别}`)."""

    name: str
    formula: str


def formulas_of(steps: Iterable[SheetStep], first_column: int, line: int) -> dict[str, str]:
    """The formulas of one row, each with the addresses of what it refers to; rows count from 0."""
    steps = list(steps)
    columns = {step.name: xl_col_to_name(first_column + position) for position, step in enumerate(steps)}
    places = _Places(columns, line)
    return {step.name: step.formula.format_map(places) for step in steps}


class _Places(Mapping[str, str]):
    """Addresses of a row's columns by name; a name after ^ is the cell above."""

    def __init__(self, columns: Mapping[str, str], line: int) -> None:
        self._columns, self._line = columns, line

    def __getitem__(self, name: str) -> str:
        above = name.startswith("^")
        return f"${self._columns[name.removeprefix('^')]}{self._line + (0 if above else 1)}"

    def __iter__(self) -> Iterable[str]:  # type: ignore[override]  # the base wants an iterator, format_map none
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


def substituted(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Formula of a text with characters replaced one after the other."""
    for old, new in pairs:
        text = f"SUBSTITUTE({text},{quoted(old)},{quoted(new)})"
    return text


def longest_at_start(text: str, table: str) -> str:
    """Formula of the line of `table`, counted from 1, with the longest word that a text begins with."""
    return f"LOOKUP(2,1/(LEFT({text},{table}长)={table}),{table}序)"


def longest_at_end(text: str, table: str) -> str:
    """The same for the longest word that a text ends with."""
    return f"LOOKUP(2,1/(RIGHT({text},{table}长)={table}),{table}序)"


def has_any(text: str, table: str) -> str:
    """Formula of whether a text contains any of the characters of a table."""
    return f"SUMPRODUCT(--ISNUMBER(FIND({table},{text})))>0"
