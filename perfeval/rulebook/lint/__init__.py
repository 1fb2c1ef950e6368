"""Lints of rule files (规则检查): one function for each, documented under fixed headings."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from types import ModuleType
from typing import Any

from perfeval.core.problems import Place, Problem
from perfeval.core.ruleset import Ruleset
from perfeval.rulebook.lint import conditions, dates, documents, intervals, methods, together, weights
from perfeval.rulebook.lint.finding import Finding
from perfeval.rulebook.load import Loaded, beside

OfOne = Callable[[Ruleset], Iterator[Finding]]
OfAll = Callable[[Sequence[Loaded]], Iterator[tuple[Loaded, Finding]]]


def _lints_in(*modules: ModuleType) -> dict[str, Any]:
    """The lints that stand in modules, in their order: every public function, by its name with hyphens."""
    return {
        name.replace("_", "-"): each
        for module in modules
        for name, each in vars(module).items()
        if inspect.isfunction(each) and each.__module__ == module.__name__ and not name.startswith("_")
    }


LINTS: dict[str, OfOne] = _lints_in(conditions, intervals, methods, documents, dates, weights)
"""Lints of one rule set by name; the problem code is "lint-" and the name."""

LINTS_TOGETHER: dict[str, OfAll] = _lints_in(together)
"""Lints of all rule sets together."""


def lint(loaded: Loaded) -> tuple[Problem, ...]:
    """Every finding of one rule file: what loading found, else what the lints find and nobody waived."""
    if loaded.ruleset is None:
        return loaded.problems
    return (*loaded.problems, *_findings(loaded, loaded.ruleset))


def lint_all(loaded: Sequence[Loaded], others: Sequence[Loaded] = ()) -> tuple[Problem, ...]:
    """Every finding of a collection of rule files: of each alone, then of all together.

    `others` are rule sets that the collection stands beside; nothing is reported of them.
    """
    alone = [problem for each in loaded for problem in lint(each)]
    together = [
        _problem(name, finding, each)
        for name, check in LINTS_TOGETHER.items()
        for each, finding in check((*others, *loaded))
        if each in loaded
    ]
    return (*alone, *together)


def explain_lint(name: str) -> str | None:
    """What a lint does, why, with an example and its source; None where there is no such lint."""
    check = LINTS.get(name) or LINTS_TOGETHER.get(name)
    return None if check is None else f"# {name}\n\n{inspect.getdoc(check)}"


def lint_page() -> str:
    """The documentation of all lints, as one page."""
    names = (*LINTS, *LINTS_TOGETHER)
    pages = [(explain_lint(name) or "").replace("\n## ", "\n### ").replace("# ", "## ", 1) for name in names]
    return "# 规则检查 Lints of rule files\n\n" + "\n\n".join(pages) + "\n"


def _findings(loaded: Loaded, ruleset: Ruleset) -> Iterator[Problem]:
    for name in ruleset.waived:
        if name not in LINTS:
            known = {"name": name, "known": "、".join(LINTS)}
            yield _problem("waiver-unknown", Finding(("waived", name), known), loaded)
    for name, check in LINTS.items():
        found = list(check(ruleset))
        if name not in ruleset.waived:
            yield from (_problem(name, finding, loaded) for finding in found)
        elif not found:
            yield _problem("waiver-unused", Finding(("waived", name), {"name": name}), loaded)


def _problem(name: str, finding: Finding, loaded: Loaded) -> Problem:
    code = f"lint-{name}"
    if finding.clause is None or loaded.ruleset is None:
        return Problem(code, finding.values, loaded.place(finding.path), loaded.file)
    line = loaded.ruleset.clauses[finding.clause].line
    return Problem(code, finding.values, Place(line=line, column=1), beside(loaded.file))
