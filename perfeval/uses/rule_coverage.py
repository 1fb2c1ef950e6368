"""Which rules the cases exercise (规则覆盖): every rule of every shipped set should score a row of some case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from perfeval.core.results import FormResult
from perfeval.core.ruleset import Ruleset
from perfeval.core.scoring import score_form
from perfeval.core.trace import Step
from perfeval.documents.cases import read_case
from perfeval.documents.read import files_of
from perfeval.rulebook.library import Library


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """One rule of a set (or its execution) and the case files in which it scored a row."""

    ruleset: str
    rule: str
    cases: tuple[str, ...]


def rule_coverage(library: Library, folder: Path) -> tuple[RuleCoverage, ...]:
    """Every rule of every set in the library, with the cases below `folder` that it scores rows of."""
    found: dict[tuple[str, str], dict[str, None]] = {
        (ruleset.id, rule): {} for ruleset in library.rulesets for rule in _rules_of(ruleset)
    }
    for path, ruleset, result in _scored(library, folder):
        for rule in rules_used(result):
            found[ruleset.id, rule][path.relative_to(folder).as_posix()] = None
    return tuple(RuleCoverage(ruleset, rule, tuple(cases)) for (ruleset, rule), cases in found.items())


def rules_used(result: FormResult) -> frozenset[str]:
    """The rules that the steps of a result name as their source."""
    sources = {source for row in result.rows for source in _sources(row.steps)}
    return frozenset(
        source.removeprefix("rules.")
        for source in sources
        if source == "execution" or source.startswith("rules.")
    )


def _rules_of(ruleset: Ruleset) -> tuple[str, ...]:
    execution = () if ruleset.execution is None else ("execution",)
    return (*execution, *(rule.id for rule in ruleset.rules))


def _scored(library: Library, folder: Path) -> Iterator[tuple[Path, Ruleset, FormResult]]:
    by_id = {ruleset.id: ruleset for ruleset in library.rulesets}
    for path in (found.path for found in files_of([folder]) if found.path.is_file() and not found.left_out):
        case, _ = read_case(path.read_text(encoding="utf-8"), str(path))
        ruleset = by_id.get(case.case.ruleset or "") if case is not None and case.case is not None else None
        if case is not None and ruleset is not None:
            yield from ((path, ruleset, score_form(form, ruleset)) for form in case.forms)


def _sources(steps: Iterable[Step]) -> Iterator[str]:
    for step in steps:
        if step.source is not None:
            yield step.source
        yield from _sources(step.children)
