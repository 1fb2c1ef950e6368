"""Lints of methods: parameters that contradict each other, and facts that nobody declared."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from perfeval.core.exact import show
from perfeval.core.methods.any_of import AnyOf
from perfeval.core.methods.by_fact import ByFact
from perfeval.core.methods.deduct import Deduct
from perfeval.core.methods.pass_threshold import PassThreshold
from perfeval.core.methods.proportional import Proportional
from perfeval.core.methods.recorded_deduction import RecordedDeduction
from perfeval.core.methods.tiers import Tiers
from perfeval.core.ruleset import Ruleset
from perfeval.plain.yaml_lines import Path
from perfeval.rulebook.lint.finding import Finding, methods


def fact_undeclared(ruleset: Ruleset) -> Iterator[Finding]:
    """A fact that the rules ask for and nothing describes.

    ## What it does
    Reports a fact of `by_fact`, `recorded_deduction` or a veto that is not under `facts`.

    ## Why
    The person who must record it reads its description there; without one the page shows a bare key.

    ## Example
    `method: {kind: by_fact, fact: finished, …}` without `facts: {finished: {zh: 项目是否已完成}}`

    ## Source
    perfeval design, section 4: facts that no form prints are optional inputs.
    """
    for path, fact in _facts_used(ruleset):
        if fact not in ruleset.facts:
            yield Finding(path, {"fact": fact})


def fact_unused(ruleset: Ruleset) -> Iterator[Finding]:
    """A described fact that no rule asks for.

    ## What it does
    Reports an entry of `facts` that no method, veto or threshold of this set uses.

    ## Why
    A person would record it and nothing would change.

    ## Example
    `facts: {finished: …}` in a set whose execution is linear

    ## Source
    perfeval.
    """
    used = {fact for _, fact in _facts_used(ruleset)}
    if ruleset.over_completion is not None and ruleset.over_completion.when_target_too_low != "none":
        used.add("target_too_low")
    if any(isinstance(method, PassThreshold) for _, method in methods(ruleset)):
        used.add("pass_threshold")
    for fact in ruleset.facts:
        if fact not in used:
            yield Finding(("facts", fact), {"fact": fact})


def fact_case_unknown(ruleset: Ruleset) -> Iterator[Finding]:
    """An `assume` that is none of the cases.

    ## What it does
    Reports a `by_fact` whose `assume` names a value without a case.

    ## Why
    Every row would be refused until somebody records the fact.

    ## Example
    `cases: {'yes': …, 'no': …}` with `assume: unfinished`

    ## Source
    perfeval.
    """
    for path, method in methods(ruleset):
        if isinstance(method, ByFact) and method.assume is not None and method.assume not in method.cases:
            values = {"value": method.assume, "known": "、".join(method.cases)}
            yield Finding((*path, "assume"), values)


def choice_of_one(ruleset: Ruleset) -> Iterator[Finding]:
    """A choice between fewer than two.

    ## What it does
    Reports an `any_of` with fewer than two methods, and a `by_fact` with fewer than two cases.

    ## Why
    Where there is nothing to choose, the method itself says it better; mostly the other half was forgotten.

    ## Example
    `{kind: any_of, methods: [{kind: proportional, ratio: actual/target}]}`

    ## Source
    perfeval.
    """
    for path, method in methods(ruleset):
        if isinstance(method, AnyOf) and len(method.methods) < 2:
            yield Finding((*path, "methods"), {"kind": method.kind})
        if isinstance(method, ByFact) and len(method.cases) < 2:
            yield Finding((*path, "cases"), {"kind": method.kind})


def threshold_range(ruleset: Ruleset) -> Iterator[Finding]:
    """A pass threshold that is no share.

    ## What it does
    Reports a `pass_threshold` below 0 or above 1.

    ## Why
    A threshold of 60 means 6000 %, and every row fails it.

    ## Example
    `threshold: '60'`; write `'0.6'`.

    ## Source
    scoring-rules.md N-02f.
    """
    for path, method in methods(ruleset):
        stated = method.threshold if isinstance(method, PassThreshold) else "unstated"
        if isinstance(stated, Fraction) and not 0 <= stated <= 1:
            yield Finding((*path, "threshold"), {"value": show(stated)})


def cap_below_floor(ruleset: Ruleset) -> Iterator[Finding]:
    """A cap that lies below the floor.

    ## What it does
    Reports a `proportional` whose `cap` is smaller than its `floor`.

    ## Why
    No share is at most the one and at least the other.

    ## Example
    `{kind: proportional, ratio: actual/target, cap: '0.5', floor: '0.6'}`

    ## Source
    perfeval.
    """
    for path, method in methods(ruleset):
        if (
            isinstance(method, Proportional)
            and isinstance(method.cap, Fraction)
            and method.cap < method.floor
        ):
            yield Finding((*path, "cap"), {"cap": str(method.cap), "floor": str(method.floor)})


def deduction_backwards(ruleset: Ruleset) -> Iterator[Finding]:
    """A deduction that takes nothing off, or adds.

    ## What it does
    Reports a `deduct` whose `take` is zero or negative.

    ## Why
    每降5个百分点扣1分 takes off 1, written `take: '1'`; a minus sign would add.

    ## Example
    `{kind: deduct, of: shortfall, per: '0.05', take: '-1', steps: whole}`

    ## Source
    scoring-rules.md P31.
    """
    for path, method in methods(ruleset):
        if isinstance(method, Deduct) and method.take <= 0:
            yield Finding((*path, "take"), {"take": str(method.take)})


def share_as_percent(ruleset: Ruleset) -> Iterator[Finding]:
    """A share of the marks that looks like a percentage or like marks.

    ## What it does
    Reports tiers that give more than twice the full mark.

    ## Why
    Shares are fractions of the row's marks: 7 of 10 is `[0.7, 0.7]`; `[7, 7]` gives seven times the marks.

    ## Example
    `tiers: [{when: '[0.8, 1)', share: '[7, 7]'}]`

    ## Source
    perfeval design, section 4: tiers are fractions of the row's points.
    """
    for path, method in methods(ruleset):
        for number, tier in enumerate(method.tiers if isinstance(method, Tiers) else ()):
            if tier.share.high is None or tier.share.high > 2:
                yield Finding((*path, "tiers", number, "share"), {"share": str(tier.share)})


def _facts_used(ruleset: Ruleset) -> Iterator[tuple[Path, str]]:
    for path, method in methods(ruleset):
        if isinstance(method, ByFact | RecordedDeduction):
            yield (*path, "fact"), method.fact
    for number, veto in enumerate(ruleset.grades.veto if ruleset.grades else ()):
        yield ("grades", "veto", number, "fact"), veto.fact
