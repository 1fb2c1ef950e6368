"""The sheet 词表 of a form's workbook: the tables that its formulas look into, each column under its name."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from perfeval.core.form import SelfEvaluationForm
from perfeval.core.ruleset import Ruleset
from perfeval.documents.writers.typed.direction_steps import direction_tables
from perfeval.documents.writers.typed.word_tables import word_tables
from perfeval.documents.writers.workbook import BODY, Book, Style, at

_HEAD: Style = {**BODY, "bold": True, "bg_color": "#E7E6E6"}
_NUMBER: Style = {**BODY, "num_format": "General"}
_FIRST = 3


def write_word_sheet(book: Book, rulesets: Sequence[Ruleset], forms: Sequence[SelfEvaluationForm]) -> None:
    """Write all tables side by side and name their columns."""
    sheet = book.sheet("词表")
    sheet.raw.set_landscape()
    sheet.raw.fit_to_pages(1, 1)
    note = "计分过程的公式在这里查字词、单位和换算；由 perfeval 写出，请勿改动。"
    sheet.text(at(0, 0, 1, 12), note, BODY)
    column = 0
    for table in (*word_tables(rulesets, forms), *direction_tables()):
        sheet.text(at(1, column), table.title, {**BODY, "text_wrap": False})
        for name, values in table.columns.items():
            sheet.text(at(_FIRST - 1, column), name, _HEAD)
            for line, value in enumerate(values, _FIRST):
                if isinstance(value, str):
                    sheet.text(at(line, column), value, BODY)
                else:
                    sheet.number(at(line, column), Fraction(value), _NUMBER)
            book.name(name, sheet, at(_FIRST, column, len(values)))
            column += 1
        column += 1
