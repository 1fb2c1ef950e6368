"""From files to what their scores say about the rules (反推): read, search, rank, draft. What `infer` calls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from perfeval.core.form import SelfEvaluationForm
from perfeval.core.problems import Lang, Problem
from perfeval.core.results import FormResult
from perfeval.core.ruleset import Ruleset
from perfeval.core.scoring import score_form
from perfeval.documents.file_counts import FileCounts, counts_of
from perfeval.documents.read import files_of, read_files
from perfeval.review.infer import infer, rank
from perfeval.review.infer_text import infer_lines
from perfeval.review.ruleset_draft import draft_ruleset
from perfeval.rulebook.bodies import load_bodies
from perfeval.rulebook.library import load_library
from perfeval.rulebook.lint import lint
from perfeval.rulebook.load import load_ruleset
from perfeval.rulebook.select import jurisdiction_of


@dataclass(frozen=True, slots=True)
class Inferring:
    """What came of the files: the report in lines, the draft rule set and what is wrong with it."""

    forms: tuple[SelfEvaluationForm, ...] = ()
    lines: tuple[str, ...] = ()
    draft: str = ""
    draft_problems: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user asked for: year of forms that print none, more rules, the draft's id, the language."""

    year: int | None = None
    rules_dirs: tuple[Path, ...] = ()
    identity: str = "inferred-draft"
    lang: Lang = "zh"


def infer_files(paths: Iterable[Path], wanted: Wanted, standard_input: bytes = b"") -> Inferring:
    """Infer from all forms of all files together; rule sets are ranked by the rows that they do not explain."""
    library = load_library(wanted.rules_dirs)
    read = list(read_files(files_of(paths), standard_input))
    readings = [reading for _, reading in read]
    forms = tuple(_dated(form, wanted.year) for reading in readings for form in reading.forms)
    problems = (*library.problems, *(problem for reading in readings for problem in reading.problems))
    counts = sum((counts_of(*each) for each in read), FileCounts())
    unreadable = bool(counts.unread or counts.without_forms)
    if not forms:
        return Inferring(problems=problems, unreadable=True)
    results = _recomputed(forms, library.rulesets)
    shared, own = infer(results), infer(results, own_execution=True)
    lines = tuple(infer_lines(shared, own, rank(results, library.rulesets), wanted.lang))
    draft = draft_ruleset(shared, results, wanted.identity, _jurisdiction(forms))
    return Inferring(forms, lines, draft, lint(load_ruleset(draft, None)), problems, unreadable)


def _jurisdiction(forms: tuple[SelfEvaluationForm, ...]) -> str:
    """The jurisdiction that a form states or its body's name stands for; the country where none is known."""
    bodies = load_bodies()
    known = (form.jurisdiction or jurisdiction_of(form, bodies) for form in forms)
    return next((each for each in known if each), "cn")


def _dated(form: SelfEvaluationForm, year: int | None) -> SelfEvaluationForm:
    return form if form.year or year is None else form.model_copy(update={"year": year})


def _recomputed(
    forms: tuple[SelfEvaluationForm, ...], rulesets: tuple[Ruleset, ...]
) -> tuple[FormResult, ...]:
    """Forms with their cells read; which rule set reads them does not matter, only claims and numbers are used."""
    return tuple(score_form(form, rulesets[0]) for form in forms)
