"""Which rule set applies to a form (选用规则集): by jurisdiction, filer, kind of form and fiscal year."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from perfeval.core.form import SelfEvaluationForm
from perfeval.core.problems import Problem
from perfeval.core.results import Selected
from perfeval.core.ruleset import Filer, Ruleset
from perfeval.rulebook.library import Library


@dataclass(frozen=True, slots=True)
class Selection:
    """The rule set for a form, how it was chosen, and what was known of the form when choosing."""

    ruleset: Ruleset
    chosen: Selected
    jurisdiction: str
    filer: Filer | None
    year: int | None


def select(
    form: SelfEvaluationForm,
    library: Library,
    bodies: dict[str, str],
    named: str | None = None,
    jurisdiction: str | None = None,
) -> Selection | Problem:
    """The rule set for a form, or the question back to the user.

    `named` overrides everything. Else the jurisdiction is the one given, the form's own, or that of the
    body's name in `bodies`; failing those, the national one. A set for the form's very layout wins, then
    the deepest jurisdiction, then the set for fewer filers, then for fewer kinds of form. A set of tier
    `inferred` is never a default: it was fitted to what it would judge.
    """
    known = jurisdiction or form.jurisdiction or jurisdiction_of(form, bodies) or "cn"
    filer: Filer | None = form.filer or ("local" if "/" in known else None)
    if named is not None:
        ruleset = library.find(named)
        return (
            ruleset if isinstance(ruleset, Problem) else Selection(ruleset, "named", known, filer, form.year)
        )
    fitting = [each for each in library.rulesets if fits(each, known, filer, form)]
    if not fitting:
        ids = "、".join(each.id for each in library.rulesets)
        why = f"{known}, {filer or '-'}, {form.kind}, {form.year or '-'}"
        return Problem("ruleset-none", {"why": why, "known": ids})
    best = max(specificity(each) for each in fitting)
    first = [each for each in fitting if specificity(each) == best]
    if len(first) > 1:
        return Problem("ruleset-ambiguous", {"ids": "、".join(each.id for each in first)})
    national = "/" not in first[0].jurisdiction
    return Selection(first[0], "national" if national else "jurisdiction", known, filer, form.year)


def fits(ruleset: Ruleset, jurisdiction: str, filer: Filer | None, form: SelfEvaluationForm) -> bool:
    """Whether a rule set may be the default for such a form."""
    inside = jurisdiction == ruleset.jurisdiction or jurisdiction.startswith(f"{ruleset.jurisdiction}/")
    # Without a filer only a set for every filer is safe; without a year only a set that is still in force.
    filed = filer in ruleset.filers if filer else len(ruleset.filers) == len(_FILERS)
    in_year = (
        ruleset.fiscal_years.high is None
        if form.year is None
        else Fraction(form.year) in ruleset.fiscal_years
    )
    of_its_shape = form.kind in ruleset.forms and (ruleset.layouts is None or form.layout in ruleset.layouts)
    return ruleset.tier != "inferred" and inside and filed and in_year and of_its_shape


_FILERS: tuple[Filer, ...] = ("central", "local", "unit")


def specificity(ruleset: Ruleset) -> tuple[bool, int, int, int]:
    """How narrowly a set says which forms it is for: a layout of its own, then place, filers, kinds of
    form.
    """
    depth = ruleset.jurisdiction.count("/")
    return ruleset.layouts is not None, depth, -len(ruleset.filers), -len(ruleset.forms)


def jurisdiction_of(form: SelfEvaluationForm, bodies: dict[str, str]) -> str | None:
    """The jurisdiction that the name of the form's body settles; None where the table does not say."""
    names = [name for name in (form.body, form.department, form.name) if name]
    found = [key for key in bodies if any(name.startswith(key) for name in names)]
    return bodies[max(found, key=len)] if found else None
