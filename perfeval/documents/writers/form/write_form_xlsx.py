"""The official form as a workbook (填报表), empty or filled: what a rule determines is a live formula.

Two sheets for a form: 自评表 is what is printed and handed in; 计分过程 has a line for each of its rows and a column
for each step from its cells to its score. The sheet 词表 holds the words that the steps look up. A score that the
rule leaves to judgement is typed over the formula, inside its band.
"""

from __future__ import annotations

from collections.abc import Sequence

from perfeval.core.results import FormResult
from perfeval.documents.writers.form.form_hints import write_hints
from perfeval.documents.writers.form.form_layout import laid_out
from perfeval.documents.writers.form.form_sheet import form_columns, fund_cells, write_form_sheet
from perfeval.documents.writers.form.scoring_sheet import write_scoring_sheet
from perfeval.documents.writers.form.word_sheet import write_word_sheet
from perfeval.documents.writers.typed.rule_steps import rule_steps
from perfeval.documents.writers.workbook import Book


def write_form_xlsx(results: Sequence[FormResult], as_submitted: bool = False) -> bytes:
    """Workbook of forms, empty or filled: every score follows what is typed, or stays as it was submitted.

    For an empty form, score `plan.unfilled(form)` and pass its result. A form without marks is one sheet.
    """
    book = Book(results[0].form.name if len(results) == 1 else "绩效自评表", category="")
    layouts = [laid_out(result, as_submitted) for result in results]
    marked = [result for result, layout in zip(results, layouts, strict=True) if layout.shape.has_marks]
    rulesets = list({result.ruleset.id: result.ruleset for result in marked}.values())
    steps = {ruleset.id: rule_steps(ruleset, number) for number, ruleset in enumerate(rulesets, 1)}
    several = len(results) > 1
    for position, (result, layout) in enumerate(zip(results, layouts, strict=True), 1):
        sheet = book.sheet(f"{position}.{result.form.name[:20]}" if several else "自评表")
        scoring = None
        if layout.shape.has_marks:
            scoring = write_scoring_sheet(
                book.sheet(f"{position}.计分过程" if several else "计分过程"),
                result,
                form_columns(sheet, layout),
                layout.header,
                fund_cells(sheet, result, layout),
                steps[result.ruleset.id],
                list(steps).index(result.ruleset.id) + 1,
            )
        write_form_sheet(sheet, result, layout, scoring)
        write_hints(sheet, result, layout)
    if marked:
        write_word_sheet(book, rulesets, [result.form for result in marked])
    return book.finished()
