"""One indicator row (指标行): from its cells to a score, a refusal, or the reason why it is not scored."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from perfeval.core.claim import (
    addressed,
    cells_of,
    full_marks,
    held_against_claim,
    problem_of,
    refused,
    says_nothing,
    submitted_score,
)
from perfeval.core.exact import round_to
from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.outcomes import Reached, reached, sourced, union
from perfeval.core.prepared import Prepared, Reading
from perfeval.core.problems import Problem
from perfeval.core.readings import cells_read, prepare, target_columns
from perfeval.core.results import Read, RowResult, Score
from perfeval.core.rules.evaluate import evaluate, share_marks
from perfeval.core.rules.expressions import Node
from perfeval.core.rules.resolve import resolve
from perfeval.core.rules.row import Marks, Outcome, Refusal
from perfeval.core.ruleset import OverCompletion, Rule, Ruleset
from perfeval.core.span import Span
from perfeval.core.target import is_not_applicable
from perfeval.core.trace import Step
from perfeval.core.traits import Traits


def score_indicator(
    number: int, indicator: Indicator, form: SelfEvaluationForm, ruleset: Ruleset
) -> RowResult:
    """Recompute one indicator row: a score, a refusal with its reason, or an ignored row with its reason."""
    submitted, unreadable = submitted_score(indicator.submitted_score, indicator)
    bare = RowResult(
        number, indicator.name, "refused", submitted=submitted, indicator=indicator, place=indicator.place
    )
    if indicator.ignored:
        return addressed(replace(bare, status="ignored", reason=indicator.ignored, problems=unreadable))
    if submitted is None and _is_empty(indicator):
        return addressed(replace(bare, status="ignored", reason="template-leftover", problems=unreadable))
    if says_nothing(indicator.points):
        judged = judged_without_marks(bare, form, ruleset)
        return addressed(replace(judged, problems=(*unreadable, *judged.problems)))
    points = full_marks(indicator.points, indicator.places.get("points", indicator.place))
    if isinstance(points, Problem):
        return addressed(replace(bare, reason=points.code, problems=(*unreadable, points)))
    bare = replace(bare, points=points)
    treated = _not_applicable(bare, indicator, ruleset) or _blank(bare, indicator, ruleset)
    if treated is None:
        treated = _scored(bare, prepare(indicator, points, form, ruleset), ruleset)
    if treated.status == "refused" and not treated.readings:
        treated = replace(treated, readings=cells_read(indicator, form))
    if unreadable:
        treated = replace(treated, problems=(*unreadable, *treated.problems))
    return addressed(treated)


def _is_empty(indicator: Indicator) -> bool:
    """Whether a row has nothing but its levels: a line of the template that was not filled in."""
    cells = (indicator.name, indicator.target, indicator.actual, indicator.points)
    return all(says_nothing(text) for text in cells)


_NOMINAL = Fraction(100)
"""Marks to judge a row by that has none: what is full of them is met."""


def judged_without_marks(bare: RowResult, form: SelfEvaluationForm, ruleset: Ruleset) -> RowResult:
    """A row without marks (没有分值): met, missed and by how much, but no score."""
    assert bare.indicator is not None
    nominal = replace(bare, points=_NOMINAL, submitted=None, problems=())
    left_out = _not_applicable(nominal, bare.indicator, ruleset) or _blank(nominal, bare.indicator, ruleset)
    if left_out is not None:
        return replace(left_out, points=None, submitted=bare.submitted, score=None, steps=())
    judged = _scored(nominal, prepare(bare.indicator, _NOMINAL, form, ruleset), ruleset)
    # Words that nobody can place cost no marks here; what is missing or cannot be read still has to be mended.
    problems = tuple(each for each in judged.problems if each.code not in _ONLY_OF_MARKS)
    if judged.met is False:
        problems = (*problems, _missed(judged))
    return replace(
        judged,
        status="unmarked",
        reason=None,
        points=None,
        submitted=bare.submitted,
        score=None,
        level=None,
        steps=(),
        problems=problems,
    )


_ONLY_OF_MARKS = ("level-unknown", "nothing-spent", "below-band-top")


def _missed(row: RowResult) -> Problem:
    if row.completion_ratio is None:
        return Problem("target-missed", cells_of(row))
    completion = str(round_to(row.completion_ratio * 100, 2, "half_up"))
    return Problem("target-missed-by", {**cells_of(row), "completion": completion})


def _scored(bare: RowResult, prepared: Prepared | Problem, ruleset: Ruleset) -> RowResult:
    if isinstance(prepared, Problem):
        return refused(bare, prepared)
    outcomes: list[Reached] = []
    used: list[Rule] = []
    for reading in prepared.readings:
        rule = _one_rule(reading.traits, ruleset, bare)
        if isinstance(rule, Problem):
            return refused(bare, rule, prepared.problems)
        used.append(rule)
        found = _outcomes(reading, rule, ruleset)
        if isinstance(found, Refusal):
            place = bare.indicator.places.get("actual", bare.place) if bare.indicator else bare.place
            return refused(bare, problem_of(found, bare, place), prepared.problems)
        outcomes += found
    score, steps = union(outcomes)
    over = _over_completed(prepared, ruleset)
    notes = [*prepared.problems]
    if over is not None:
        notes.append(_over_problem(bare, prepared, over, ruleset))
    if _nothing_spent(prepared, score):
        notes.append(Problem("nothing-spent", cells_of(bare)))
    result = replace(
        bare,
        score=score,
        steps=steps,
        rule=used[0].id if len({rule.id for rule in used}) == 1 else None,
        level=outcomes[0].marks.level,
        completion_ratio=prepared.completion_ratio,
        problems=tuple(notes),
        readings=_readings(prepared, outcomes, bare.points),
        direction=prepared.direction,
    )
    return held_against_claim(result)


def _readings(prepared: Prepared, outcomes: list[Reached], points: Fraction | None) -> tuple[Read, ...]:
    """What was read; words that name a level are met where it is the one that earns the full mark, whatever the rule
    leaves open.
    """
    are_full = {each.marks.high == points and not each.marks.high_open for each in outcomes}
    found = tuple(dict.fromkeys(each.read for each in prepared.readings))
    has_level = all(each.marks.level is not None for each in outcomes)
    if not has_level or len(are_full) > 1 or len(found) > 1 or found[0].met is not None:
        return found
    return (replace(found[0], met=are_full.pop()),)


def _one_rule(traits: Traits, ruleset: Ruleset, bare: RowResult) -> Rule | Problem:
    rules = ruleset.rules_for(traits)
    if len(rules) == 1:
        return rules[0]
    if not rules:
        return Problem("rule-missing", {**cells_of(bare), "ruleset": ruleset.id})
    return Problem("rules-conflict", {**cells_of(bare), "rules": "、".join(rule.id for rule in rules)})


def _outcomes(reading: Reading, rule: Rule, ruleset: Ruleset) -> list[Reached] | Refusal:
    """The scores that one reading of the row can come to, or why a method refuses it."""
    found: list[Reached] = []
    for meant, assumed in resolve(_meant(reading, rule, ruleset), reading.row):
        marks = _marks(meant, reading, ruleset, assumed)
        if isinstance(marks, Refusal):
            return marks
        steps = (*reading.steps, *sourced(marks.steps, f"rules.{rule.id}"))
        notes = (*reading.assumed, *assumed)
        found += reached(
            replace(marks, steps=steps), notes, ruleset.rounding.score, "rounding", reading.cells
        )
    return found


def _meant(reading: Reading, rule: Rule, ruleset: Ruleset) -> Node:
    """The rule's method; or, where the target was found too low, what the rule set then says."""
    over = ruleset.over_completion
    reduced = (
        None if over is None or not _is_over(reading, over, (over.above, over.inclusive)) else over.reduced
    )
    return (
        rule.method.rule if reduced is None or reading.row.facts.get("target_too_low") != "yes" else reduced
    )


def _marks(meant: Node, reading: Reading, ruleset: Ruleset, assumed: tuple[str, ...]) -> Outcome:
    """Marks by the rule; a target of zero, where the rule needs a ratio, by the rule set's zero rule."""
    row = reading.row
    marks = evaluate(meant, row)
    in_words = row.attained is not None and row.comparator is not None
    if in_words and isinstance(marks, Refusal) and marks.code in ("target-not-positive", "percent-missing"):
        if row.met:
            return Refusal("actual-not-number")
        step = Step("assume", "short_in_words", Fraction(0), high=row.points)
        return Marks(Fraction(0), row.points, high_open=True, steps=(step,))
    if isinstance(marks, Marks) and _is_missed_at_full_marks(reading, marks, assumed):
        # What misses "<5" (5), or a range (23℃ of 20±2℃), never earns full marks, though a ratio gives them.
        label = "strict_limit" if row.edges is None else "outside_range"
        step = Step("assume", label, Fraction(0), high=row.points)
        return Marks(Fraction(0), row.points, high_open=True, steps=(*marks.steps, step), level=marks.level)
    zero = ruleset.meaning.zero_target
    if (
        isinstance(marks, Marks)
        or row.target != 0
        or zero is None
        or zero.then == "refuse"
        or row.met is None
    ):
        return marks
    if marks.code != "target-not-positive":
        return marks
    share = Fraction(row.met)
    step = Step("assume", "zero_target", share, detail=zero.then, source="meaning.zero_target")
    marks = share_marks(row.points, Span(share, share))
    return replace(marks, steps=(step, *sourced(marks.steps, "meaning.zero_target")))


def _is_missed_at_full_marks(reading: Reading, marks: Marks, assumed: tuple[str, ...]) -> bool:
    row = reading.row
    is_strict = row.comparator in ("more_than", "less_than") and row.actual == row.target
    is_open = "range=exact" in reading.cells or "outside=proportional" in assumed
    is_outside = is_open and row.met is False
    return (is_strict or is_outside) and marks.high >= row.points > 0 and not marks.high_open


def _over_completed(prepared: Prepared, ruleset: Ruleset) -> OverCompletion | None:
    over = ruleset.over_completion
    if over is None or len({each.row.comparator for each in prepared.readings}) > 1:
        return None
    limit = ruleset.noted_above
    return over if all(_is_over(each, over, limit) for each in prepared.readings) else None


def _is_over(reading: Reading, over: OverCompletion, limit: tuple[Fraction, bool] | None) -> bool:
    ratio, comparator = reading.row.ratio, reading.traits.comparator
    if ratio is None or limit is None or comparator not in over.comparators:
        return False
    above, inclusive = limit
    return ratio > above or (inclusive and ratio == above)


def _over_problem(bare: RowResult, prepared: Prepared, over: OverCompletion, ruleset: Ruleset) -> Problem:
    assert prepared.completion_ratio is not None  # it lies above the limit
    percent = round_to(prepared.completion_ratio * 100, 2, "half_up")
    values = {**cells_of(bare), "completion": str(percent), "clause": _title(ruleset, over.source.clause)}
    return Problem("over-completion", values)


def _title(ruleset: Ruleset, clause: str | None) -> str:
    found = ruleset.clauses.get(clause or "")
    return found.title if found else (clause or "interpretation")


def _nothing_spent(prepared: Prepared, score: Score) -> bool:
    """A cost ceiling under which nothing at all was spent, and that still earns marks."""
    first = prepared.readings[0]
    is_ceiling = first.traits.category == "cost" and first.row.comparator in ("at_most", "less_than")
    spent_nothing = first.row.actual == 0 and first.row.target is not None and first.row.target > 0
    return is_ceiling and spent_nothing and score.low > 0


def _not_applicable(bare: RowResult, indicator: Indicator, ruleset: Ruleset) -> RowResult | None:
    """A row declared not applicable (不适用), under the rule set's treatment; None for every other row."""
    if not any(text is not None and is_not_applicable(text) for text in (indicator.target, indicator.actual)):
        return None
    treatment = ruleset.meaning.not_applicable
    if treatment is None or treatment.then == "refuse":
        return refused(bare, Problem("not-applicable-refused", cells_of(bare)))
    if treatment.then == "rescale":
        return replace(bare, status="ignored", reason="not-applicable")
    assert bare.points is not None
    # A total scaled up to the whole lies between no marks and full marks, so an open treatment is that stretch.
    share = _NOT_APPLICABLE[treatment.then]
    marks = share_marks(bare.points, share)
    marks = replace(marks, steps=sourced(marks.steps, "meaning.not_applicable"))
    outcomes = list(reached(marks, (), ruleset.rounding.score, "rounding"))
    score, steps = union(outcomes)
    return held_against_claim(replace(bare, score=score, steps=steps))


_NOT_APPLICABLE = {
    "no_marks": Span(Fraction(0), Fraction(0)),
    "full_marks": Span(Fraction(1), Fraction(1)),
    "unstated": Span(Fraction(0), Fraction(1)),
}


def _blank(bare: RowResult, indicator: Indicator, ruleset: Ruleset) -> RowResult | None:
    """A row that the rule set leaves out because its target or actual cell is blank (空白); None for others."""
    meaning = ruleset.meaning
    targets = [text for _, text in target_columns(indicator, ruleset)]
    no_target = (
        meaning.blank_target is not None
        and meaning.blank_target.then == "ignore"
        and says_nothing(targets[0])
    )
    no_actual = (
        meaning.blank_actual is not None
        and meaning.blank_actual.then == "ignore"
        and says_nothing(indicator.actual)
    )
    if not no_target and not no_actual:
        return None
    return replace(bare, status="ignored", reason="blank-target" if no_target else "blank-actual")
