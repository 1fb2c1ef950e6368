"""What is wrong with a document as a whole (文件的问题): why no form was found, and what matters once forms are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from perfeval.core.form import SelfEvaluationForm
from perfeval.core.problems import Place, Problem
from perfeval.documents.grid import Document
from perfeval.documents.recognition.words.bare import LONGEST_WORD, header_word
from perfeval.documents.recognition.words.columns import INDICATOR_ROLE

_FEW_WORDS = 3
_WORDS_OF_HEADERS = re.compile("一级指标|二级指标|三级指标|[一-龥]{0,4}指标值|[一-龥]{0,4}完成值|分值|得分")


def together(problems: Sequence[Problem], forms: Sequence[SelfEvaluationForm]) -> Iterator[Problem]:
    """Formulas without a value as one problem; what concerns tables without a form left out where there are forms."""
    places = [form.place for form in forms if form.place is not None]
    sheets = {place.sheet for place in places}
    waiting: list[Problem] = []
    for problem in problems:
        if problem.code == "columns-by-position" and problem.place:
            if problem.place.page in {place.page for place in places}:
                yield problem
        elif problem.code != "formula-without-value":
            yield problem
        elif not forms or problem.place is None or problem.place.sheet in sheets:
            waiting.append(problem)
    if waiting:
        yield replace(waiting[0], values={**waiting[0].values, "count": str(len(waiting))})


def nothing_found(document: Document, file: str) -> Problem:
    """No form: none at all, or the words of its header together in a line or cell, or one on each of several lines."""
    cells = ((cell.place, cell.text) for grid in document.grids for cell in grid.cells)
    for place, text in (*document.prose, *cells, *_word_a_line(document.prose)):
        words = list(dict.fromkeys(_WORDS_OF_HEADERS.findall(text)))
        if len(words) >= _FEW_WORDS and len(text) <= LONGEST_WORD:
            return Problem("cells-not-separated", {"file": file, "words": "、".join(words)}, place, file)
    return Problem("no-form-found", {"file": file}, file=file)


def _word_a_line(prose: Sequence[tuple[Place, str]]) -> Iterator[tuple[Place, str]]:
    """Lines that each hold one word of a header, as one text: a table that was copied cell by cell."""
    for is_word, run in groupby(prose, lambda each: header_word(each[1]) in INDICATOR_ROLE):
        lines = list(run)
        if is_word:
            yield lines[0][0], " ".join(text for _, text in lines)
