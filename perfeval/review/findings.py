"""Findings (复核发现): one a fact, the worst first, each with its fingerprint and the problems that only repeat it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from perfeval.core.form import SelfEvaluationForm
from perfeval.core.problems import Lang, Problem, Severity
from perfeval.core.results import CheckedForm, FormResult
from perfeval.review.folding import READ_SO, folded
from perfeval.review.record.fingerprints import digest, document_prints, finding_prints

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""Worst first."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact that a reviewer decides on: the problem that says it, and details that follow from it or explain it."""

    problem: Problem
    fingerprint: str
    details: tuple[Problem, ...] = ()

    def details_said(self, lang: Lang) -> tuple[str, ...]:
        """The details in words, a line each; those that say the same of other rows in one line.

        Of the remarks only how the cells were read.
        """
        told = [each for each in self.details if each.severity != "info" or each.code in READ_SO]
        alike = [each for each in told if each.code == self.problem.code]
        lines = [each.message(lang).splitlines()[0] for each in told if each.code != self.problem.code]
        if alike:
            rows = "；".join(f"{each.row} {each.indicator or ''}{_quoted(each)}".rstrip() for each in alike)
            said = (
                f"同样的还有 {len(alike)} 行：" if lang == "zh" else f"the same in {len(alike)} more rows: "
            )
            lines.append(f"{said}{rows}")
        return tuple(lines)

    @property
    def severity(self) -> Severity:
        """The worst severity of the problem and of its details."""
        return min((each.severity for each in (self.problem, *self.details)), key=SEVERITIES.index)


def _quoted(problem: Problem) -> str:
    """The words that a problem is about, where they differ from row to row."""
    return f"「{words}」" if (words := problem.values.get("words")) else ""


def form_findings(checked: CheckedForm) -> tuple[Finding, ...]:
    """The findings of a form: errors first, then those that put most submitted marks in question."""
    problems = checked.problems
    found = [
        Finding(problems[head], fingerprint, tuple(problems[each] for each in details))
        for head, details, fingerprint in grouped(checked)
    ]
    return tuple(sorted(found, key=lambda each: _weight(each, checked.result)))


def grouped(checked: CheckedForm) -> Iterator[tuple[int, tuple[int, ...], str]]:
    """For each finding: the position of its problem, the positions of its details, its fingerprint.

    Where one problem stands for others that say the same of other rows, the fingerprint is that of them all.
    """
    problems, prints = checked.problems, finding_prints(checked)
    for head, details in folded(problems):
        alike = [prints[each] for each in details if problems[each].code == problems[head].code]
        yield head, details, digest(*sorted((prints[head], *alike))) if alike else prints[head]


def document_findings(problems: Sequence[Problem], forms: Iterable[CheckedForm]) -> tuple[Finding, ...]:
    """The findings that belong to documents and no form, the worst first."""
    prints = document_prints(problems, forms_by_file(forms))
    found = [Finding(problem, each) for problem, each in zip(problems, prints, strict=True)]
    return tuple(sorted(found, key=lambda each: SEVERITIES.index(each.severity)))


def forms_by_file(forms: Iterable[CheckedForm]) -> Mapping[str, list[SelfEvaluationForm]]:
    """The forms of each file, by its name as it was given."""
    found: dict[str, list[SelfEvaluationForm]] = {}
    for each in forms:
        found.setdefault(each.result.form.file or "", []).append(each.result.form)
    return found


def _weight(finding: Finding, result: FormResult) -> tuple[int, Fraction, int]:
    problem = finding.problem
    stakes = {row.row: row.submitted or row.points or Fraction(0) for row in result.rows}
    whole = max(stakes.values(), default=Fraction(0))
    stake = whole if problem.row is None else stakes.get(problem.row, Fraction(0))
    return SEVERITIES.index(finding.severity), -stake, problem.row or 0
