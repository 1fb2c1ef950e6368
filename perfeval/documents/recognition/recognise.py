"""Grids -> forms (识别): finds self-evaluation forms by their words and accounts for every row of them."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from perfeval.core.form import SelfEvaluationForm
from perfeval.core.problems import Place, Problem
from perfeval.documents.grid import Document
from perfeval.documents.recognition.by_project import by_project
from perfeval.documents.recognition.document_problems import nothing_found, together
from perfeval.documents.recognition.form_walk import FormWalk
from perfeval.documents.recognition.grid_rows import keeps_spans
from perfeval.documents.recognition.ledger import Unread
from perfeval.documents.recognition.side_by_side import side_by_side
from perfeval.documents.recognition.upright import upright, with_marks_apart


@dataclass(frozen=True, slots=True)
class FileForms:
    """What one file holds: its forms in document order, every problem met on the way, and the prose between."""

    forms: tuple[SelfEvaluationForm, ...] = ()
    problems: tuple[Problem, ...] = ()
    prose: tuple[tuple[Place, str], ...] = ()
    unread: tuple[Unread, ...] = ()
    """Cells with text inside the forms that no field holds."""


def recognise(document: Document, file: str) -> FileForms:
    """All forms of a document. Other tables are passed over; tables that look like a form are named."""
    walk = FormWalk(file, lines=_places(document.prose))
    for grid in document.grids:
        for part in side_by_side(grid) if keeps_spans(grid) else (grid,):
            for table in by_project(with_marks_apart(upright(part))):
                walk.grid(table)
    walk.end(document.below)
    problems = (*together(document.problems, walk.forms), *walk.problems)
    if not walk.forms and not any(problem.severity == "error" for problem in problems):
        problems += (nothing_found(document, file),)
    return FileForms(tuple(walk.forms), problems, document.prose, tuple(walk.unread))


def _places(prose: Sequence[tuple[Place, str]]) -> Mapping[str, deque[Place]]:
    found: dict[str, deque[Place]] = defaultdict(deque)
    for place, line in prose:
        found[line].append(place)
    return found
