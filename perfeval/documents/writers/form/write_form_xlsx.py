"""The official form as a workbook (填报表), empty or filled: what a rule determines is a live formula.

Two sheets for a form: 自评表 is what is printed and handed in; 计分过程 shows each row's numbers, its
completion ratio and the formula of its score. A score that the rule leaves to judgement is typed in, inside
its band.
"""

from __future__ import annotations

from collections.abc import Sequence

from perfeval.core.results import FormResult
from perfeval.documents.writers.form.form_hints import write_hints
from perfeval.documents.writers.form.form_sheet import row_cells, write_form_sheet
from perfeval.documents.writers.form.scoring_sheet import write_scoring_sheet
from perfeval.documents.writers.workbook import Book


def write_form_xlsx(results: Sequence[FormResult], blank: bool = False) -> bytes:
    """Workbook of forms; `blank` adds hints and checks of what is typed in.

    For an empty form, score `official_form.unfilled(form)` and pass its result.
    """
    book = Book(results[0].form.name if len(results) == 1 else "绩效自评表", category="")
    for number, result in enumerate(results, 1):
        several = len(results) > 1
        sheet = book.sheet(f"{number}.{result.form.name[:20]}" if several else "自评表")
        scoring = book.sheet(f"{number}.计分过程" if several else "计分过程")
        scored = write_scoring_sheet(scoring, result, row_cells(sheet, result))
        write_form_sheet(sheet, result, scored)
        if blank:
            write_hints(sheet, result)
    return book.finished()
