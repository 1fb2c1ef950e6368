"""Scoring (复算): a form and a rule set in, every row's score and the total out. Pure; nothing raises on data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from perfeval.core.exact import ExactnessError, Mode, exact, round_to
from perfeval.core.execution import SOURCE as EXECUTION
from perfeval.core.execution import prepare_execution
from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.methods import readings
from perfeval.core.methods.base import Marks, Method, Outcome, Refusal, Row, share_of_points
from perfeval.core.problems import Place, Problem
from perfeval.core.readings import Prepared, Reading, prepare, target_columns
from perfeval.core.results import FormResult, RowResult, Score
from perfeval.core.ruleset import REDUCTIONS, Decimals, OverCompletion, Rule, Ruleset
from perfeval.core.span import Span
from perfeval.core.target import is_blank, is_not_applicable
from perfeval.core.totals import dimension_sums, total_of
from perfeval.core.trace import Step, rounded
from perfeval.core.traits import Traits

_MODES: tuple[Mode, ...] = ("half_up", "half_even", "down")


def score_form(form: SelfEvaluationForm, ruleset: Ruleset) -> FormResult:
    """Recompute every row and the total of a form (复算一张自评表). The rows keep the form's order."""
    execution, rate = _score_execution(form, ruleset)
    rows = tuple(
        score_indicator(number, indicator, form, ruleset)
        for number, indicator in enumerate(form.indicators, 1)
    )
    rows = tuple(_scored_block(rows, row, form, ruleset) for row in rows)
    every = ((execution,) if execution else ()) + rows
    total, problems = total_of(form, ruleset, every)
    return FormResult(form, ruleset, execution, rate, rows, dimension_sums(rows), total, problems)


def score_indicator(
    number: int, indicator: Indicator, form: SelfEvaluationForm, ruleset: Ruleset
) -> RowResult:
    """Recompute one indicator row: a score, a refusal with its reason, or an ignored row with its reason."""
    submitted, unreadable = _submitted(indicator.submitted_score, indicator)
    bare = RowResult(
        number, indicator.name, "refused", submitted=submitted, indicator=indicator, place=indicator.place
    )
    if indicator.ignored:
        return _addressed(replace(bare, status="ignored", reason=indicator.ignored, problems=unreadable))
    points = _points(indicator.points, indicator.places.get("points", indicator.place))
    if isinstance(points, Problem):
        return _addressed(replace(bare, reason=points.code, problems=(*unreadable, points)))
    bare = replace(bare, points=points)
    treated = _not_applicable(bare, indicator, ruleset) or _blank(bare, indicator, ruleset)
    if treated is None:
        treated = _scored(bare, prepare(indicator, points, form, ruleset), ruleset)
    return _addressed(replace(treated, problems=(*unreadable, *treated.problems)))


def _scored(bare: RowResult, prepared: Prepared | Problem, ruleset: Ruleset) -> RowResult:
    if isinstance(prepared, Problem):
        return _refused(bare, prepared)
    outcomes: list[_Outcome] = []
    used: list[Rule] = []
    for reading in prepared.readings:
        rule = _one_rule(reading.traits, ruleset, bare)
        if isinstance(rule, Problem):
            return _refused(bare, rule, prepared.problems)
        used.append(rule)
        for outcome in _outcomes(reading, rule, ruleset):
            if isinstance(outcome, Refusal):
                place = bare.indicator.places.get("actual", bare.place) if bare.indicator else bare.place
                return _refused(bare, _problem_of(outcome, bare, place), prepared.problems)
            outcomes.append(outcome)
    score, steps = _hull(outcomes)
    over = _over_completed(prepared, ruleset)
    notes = [*prepared.problems]
    if over is not None:
        notes.append(_over_problem(bare, prepared, over, ruleset))
    if _nothing_spent(prepared, score):
        notes.append(Problem("nothing-spent", _cells(bare)))
    result = replace(
        bare,
        score=score,
        steps=steps,
        rule=used[0].id if len({rule.id for rule in used}) == 1 else None,
        level=outcomes[0].marks.level,
        completion_ratio=prepared.completion_ratio,
        problems=tuple(notes),
    )
    return _with_status(result)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """Marks under one reading, before and after the rounding of the score rule."""

    marks: Marks
    score: Score
    steps: tuple[Step, ...]
    assumed: tuple[str, ...]


def _one_rule(traits: Traits, ruleset: Ruleset, bare: RowResult) -> Rule | Problem:
    rules = ruleset.rules_for(traits)
    if len(rules) == 1:
        return rules[0]
    if not rules:
        return Problem("rule-missing", {**_cells(bare), "ruleset": ruleset.id})
    return Problem("rules-conflict", {**_cells(bare), "rules": "、".join(rule.id for rule in rules)})


def _outcomes(reading: Reading, rule: Rule, ruleset: Ruleset) -> Iterator[_Outcome | Refusal]:
    source = f"rules.{rule.id}"
    for method, assumed in _methods(reading, rule.method, ruleset):
        marks = _marks(method, reading.row, ruleset)
        if isinstance(marks, Refusal):
            yield marks
            continue
        steps = (*reading.steps, *_sourced(marks.steps, source))
        yield from _rounded(
            replace(marks, steps=steps), (*reading.assumed, *assumed), ruleset.rounding.score, "rounding"
        )


def _methods(reading: Reading, method: Method, ruleset: Ruleset) -> Iterator[tuple[Method, tuple[str, ...]]]:
    """The rule's method in every reading; or, where the target was found too low, what the rule set then says."""
    over = ruleset.over_completion
    if over is None or over.when_target_too_low == "none" or not _is_over(reading, over):
        yield from readings(method, reading.row)
        return
    if reading.row.facts.get("target_too_low") != "yes":
        yield from readings(method, reading.row)
        return
    if over.when_target_too_low == "unstated":
        yield from ((each, (f"reduction_from={each.free}",)) for each in REDUCTIONS)
    elif isinstance(over.when_target_too_low, Method):
        yield from readings(over.when_target_too_low, reading.row)


def _marks(method: Method, row: Row, ruleset: Ruleset) -> Outcome:
    """Marks by the method; a target of zero, where the method needs a ratio, by the rule set's zero rule."""
    marks = method.score(row)
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
    return share_of_points(row, Span(share, share), (step,))


def _sourced(steps: Iterable[Step], source: str) -> tuple[Step, ...]:
    return tuple(step if step.source else replace(step, source=source) for step in steps)


def _rounded(marks: Marks, assumed: tuple[str, ...], decimals: Decimals, source: str) -> Iterator[_Outcome]:
    """The marks rounded as the rule set says; in every known mode where it leaves the mode open."""
    modes = _MODES if decimals.mode == "unstated" else (decimals.mode,)
    for mode in modes:
        note = (f"mode={mode}",) if len(modes) > 1 else ()
        steps, ends = list(marks.steps), []
        for label, value in (("score_low", marks.low), ("score", marks.high)):
            if label == "score_low" and marks.low == marks.high:
                continue
            if decimals.places == "none":
                ends.append(value)
                continue
            step = rounded(label, ("marks", value), decimals.places, mode, source)
            steps.append(step)
            ends.append(step.value)
        places = 12 if decimals.places == "none" else decimals.places
        low, high = (round_to(end, places, mode) for end in (ends[0], ends[-1]))
        opens = (False, False) if low == high else (marks.low_open, marks.high_open)
        yield _Outcome(marks, Score(low, high, *opens), tuple(steps), (*assumed, *note))


def _hull(outcomes: list[_Outcome]) -> tuple[Score, tuple[Step, ...]]:
    """What the readings span: a point where they agree. An end is open only if every reading at it is."""
    outcomes = _distinct(outcomes)
    if len(outcomes) == 1:
        return outcomes[0].score, outcomes[0].steps
    low = min(each.score.low for each in outcomes)
    high = max(each.score.high for each in outcomes)
    low_open = low != high and all(each.score.low_open for each in outcomes if each.score.low == low)
    high_open = low != high and all(each.score.high_open for each in outcomes if each.score.high == high)
    children = tuple(
        Step(
            "assume",
            "reading",
            Fraction(each.score.low),
            detail="; ".join(each.assumed),
            high=Fraction(each.score.high),
            children=each.steps,
        )
        for each in outcomes
    )
    ends = tuple(("reading", Fraction(end)) for each in outcomes for end in (each.score.low, each.score.high))
    step = Step("hull", "score", Fraction(low), ends, high=Fraction(high), children=children)
    return Score(low, high, low_open, high_open), (step,)


def _distinct(outcomes: list[_Outcome]) -> list[_Outcome]:
    """Readings that compute the very same thing are one: what they do not share was not needed for this row."""
    by_steps: dict[tuple[Step, ...], _Outcome] = {}
    for each in outcomes:
        same = by_steps.get(each.steps)
        shared = (
            each.assumed if same is None else tuple(note for note in same.assumed if note in each.assumed)
        )
        by_steps[each.steps] = replace(each, assumed=shared)
    return list(by_steps.values())


def _over_completed(prepared: Prepared, ruleset: Ruleset) -> OverCompletion | None:
    over = ruleset.over_completion
    if over is None or len({each.row.comparator for each in prepared.readings}) > 1:
        return None
    return over if all(_is_over(each, over) for each in prepared.readings) else None


def _is_over(reading: Reading, over: OverCompletion) -> bool:
    ratio, comparator = reading.row.ratio, reading.traits.comparator
    if ratio is None or comparator not in over.comparators:
        return False
    return ratio > over.above or (over.inclusive and ratio == over.above)


def _over_problem(bare: RowResult, prepared: Prepared, over: OverCompletion, ruleset: Ruleset) -> Problem:
    ratio = prepared.completion_ratio or Fraction(0)
    percent = round_to(ratio * 100, 2, "half_up")
    values = {**_cells(bare), "completion": str(percent), "clause": _title(ruleset, over.source.clause)}
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


def _score_execution(form: SelfEvaluationForm, ruleset: Ruleset) -> tuple[RowResult | None, Fraction | None]:
    """The execution row, where the form scores it: where it prints marks or a score for it."""
    funds = form.funds
    if funds is None or (_empty(funds.points) and _empty(funds.submitted_score)):
        return None, None
    submitted, unreadable = _submitted(funds.submitted_score, None, funds.place)
    bare = RowResult(0, "预算执行率", "refused", submitted=submitted, place=funds.place)
    points = _points(funds.points, funds.place)
    if isinstance(points, Problem):
        return _addressed(_refused(bare, points, unreadable)), None
    bare = replace(bare, points=points)
    prepared = prepare_execution(form, points, ruleset)
    if isinstance(prepared, Problem):
        return _addressed(_refused(bare, prepared, unreadable)), None
    execution = ruleset.execution
    assert execution is not None  # prepare_execution refused the row otherwise
    outcomes: list[_Outcome] = []
    decimals = ruleset.rounding.execution or ruleset.rounding.score
    for reading in prepared.readings:
        for method, assumed in readings(execution.method, reading.row):
            share = reading.share
            marks = (
                method.score(reading.row)
                if share is None
                else share_of_points(reading.row, Span(share, share))
            )
            if isinstance(marks, Refusal):
                return _addressed(
                    _refused(bare, _problem_of(marks, bare, bare.place), unreadable)
                ), prepared.rate
            steps = (*_sourced(reading.steps, EXECUTION), *_sourced(marks.steps, EXECUTION))
            notes = (*reading.assumed, *assumed)
            outcomes += _rounded(replace(marks, steps=steps), notes, decimals, "rounding")
    score, steps = _hull(outcomes)
    result = replace(
        bare,
        score=score,
        steps=steps,
        rule="execution",
        completion_ratio=prepared.rate,
        problems=(*unreadable, *prepared.problems),
    )
    return _addressed(_with_status(result)), prepared.rate


def _scored_block(
    rows: tuple[RowResult, ...], row: RowResult, form: SelfEvaluationForm, ruleset: Ruleset
) -> RowResult:
    """A merged score over several rows (合并得分): the first row carries the block, the others are part of it.

    How the marks of the block are divided among its rows is printed nowhere, so the block's score lies anywhere
    between the worst and the best row's share of them.
    """
    block = row.indicator.block if row.indicator else None
    if block is None or row.indicator is None:
        return row
    members = [each for each in rows if each.indicator is not None and each.indicator.block == block]
    if len(members) == 1 or (row.reason == "points-missing" and members[0].points is None):
        return row
    if members[0].row != row.row:
        return replace(row, status="ignored", reason="scored-with-block", problems=(), score=None, steps=())
    shared = {"points": row.indicator.points, "submitted_score": None, "block": None}
    scored = [
        score_indicator(each.row, each.indicator.model_copy(update=shared), form, ruleset)
        for each in members
        if each.indicator is not None
    ]
    refused = [each for each in scored if each.score is None]
    if refused:
        return replace(
            row, status="refused", reason=refused[0].reason, problems=refused[0].problems, score=None
        )
    outcomes = [
        _Outcome(
            Marks(Fraction(each.score.low), Fraction(each.score.high)), each.score, each.steps, (each.name,)
        )
        for each in scored
        if each.score is not None
    ]
    score, steps = _hull(outcomes)
    problems = tuple(problem for each in scored for problem in each.problems)
    return _with_status(replace(row, score=score, steps=steps, problems=problems, reason=None))


def _with_status(result: RowResult) -> RowResult:
    """Claim against computation: what the submitted score is worth."""
    assert result.score is not None
    if result.submitted is None:
        return replace(result, status="unsubmitted")
    problems = result.problems
    if not result.score.holds(result.submitted):
        return replace(result, status="differs", problems=(*problems, _difference(result)))
    if result.score.is_point:
        return replace(result, status="equal")
    # Under a qualitative level, anything less than its top was a person's decision: worth a look, no fault.
    if result.level is not None and result.submitted < Fraction(result.score.high):
        values = {"submitted": _number(result.submitted), "high": str(result.score.high)}
        problems = (*problems, Problem("below-band-top", values))
    return replace(result, status="within", problems=problems)


def _difference(result: RowResult) -> Problem:
    assert result.score is not None
    assert result.submitted is not None
    values = {
        "submitted": _number(result.submitted),
        "recomputed": _score_text(result.score),
        "difference": f"{round_to(result.score.distance(result.submitted), 2, 'half_up'):+f}",
    }
    return Problem("score-differs", values)


def _score_text(score: Score) -> str:
    return str(score.low) if score.is_point else f"{score.low}–{score.high}"


def _number(value: Fraction) -> str:
    return str(round_to(value, 2, "half_up"))


def _not_applicable(bare: RowResult, indicator: Indicator, ruleset: Ruleset) -> RowResult | None:
    """A row declared not applicable (不适用), under the rule set's treatment; None for every other row."""
    if not any(text is not None and is_not_applicable(text) for text in (indicator.target, indicator.actual)):
        return None
    treatment = ruleset.meaning.not_applicable
    if treatment is None or treatment.then == "refuse":
        return _refused(bare, Problem("not-applicable-refused", _cells(bare)))
    if treatment.then == "rescale":
        return replace(bare, status="ignored", reason="not-applicable")
    assert bare.points is not None
    outcomes: list[_Outcome] = []
    for then in _NOT_APPLICABLE if treatment.then == "unstated" else (treatment.then,):
        share = Fraction(then == "full_marks")
        marks = share_of_points(Row(points=bare.points), Span(share, share))
        marks = replace(marks, steps=_sourced(marks.steps, "meaning.not_applicable"))
        outcomes += _rounded(marks, (f"not_applicable={then}",), ruleset.rounding.score, "rounding")
    score, steps = _hull(outcomes)
    return _with_status(replace(bare, score=score, steps=steps))


# A total scaled up to the whole lies between these two, so they span the third reading.
_NOT_APPLICABLE = ("no_marks", "full_marks")


def _blank(bare: RowResult, indicator: Indicator, ruleset: Ruleset) -> RowResult | None:
    """A row that the rule set leaves out because its target or actual cell is blank (空白); None for others."""
    meaning = ruleset.meaning
    targets = [text for _, text in target_columns(indicator, ruleset)]
    no_target = (
        meaning.blank_target is not None and meaning.blank_target.then == "ignore" and _empty(targets[0])
    )
    no_actual = (
        meaning.blank_actual is not None
        and meaning.blank_actual.then == "ignore"
        and _empty(indicator.actual)
    )
    if not no_target and not no_actual:
        return None
    return replace(bare, status="ignored", reason="blank-target" if no_target else "blank-actual")


def _refused(bare: RowResult, problem: Problem, noticed: tuple[Problem, ...] = ()) -> RowResult:
    return replace(bare, status="refused", reason=problem.code, problems=(*noticed, problem))


def _problem_of(refusal: Refusal, bare: RowResult, place: Place | None) -> Problem:
    code = "actual-not-number" if refusal.code == "met-unknown" else refusal.code
    return Problem(code, {**_cells(bare), **refusal.values}, place)


def _cells(bare: RowResult) -> dict[str, str]:
    indicator = bare.indicator
    if indicator is None:
        return {"name": bare.name, "target": "", "actual": ""}
    return {"name": bare.name, "target": str(indicator.target), "actual": str(indicator.actual)}


def _addressed(result: RowResult) -> RowResult:
    """Every problem of the row with its number, name and, at least, the address of the row."""
    problems = tuple(
        replace(each, row=result.row, indicator=result.name, place=each.place or result.place)
        for each in result.problems
    )
    return replace(result, problems=problems)


def _empty(text: str | None) -> bool:
    return text is None or is_blank(text)


def _points(text: str | None, place: Place | None) -> Fraction | Problem:
    """The full mark (分值); blank, unreadable and negative ones refuse the row."""
    if _empty(text):
        return Problem("points-missing", {}, place)
    value = _marks_number(str(text))
    if value is None or value < 0:
        return Problem("points-unreadable", {"text": str(text)}, place)
    return value


def _submitted(
    text: str | None, indicator: Indicator | None, place: Place | None = None
) -> tuple[Fraction | None, tuple[Problem, ...]]:
    """The submitted score (得分), 分 dropped; None where blank, and a problem where it is no number."""
    if _empty(text):
        return None, ()
    value = _marks_number(str(text))
    if value is None:
        where = indicator.places.get("submitted_score", indicator.place) if indicator else place
        return None, (Problem("score-unreadable", {"text": str(text)}, where),)
    return value, ()


def _marks_number(text: str) -> Fraction | None:
    try:
        return exact(text.strip().removesuffix("分").strip())
    except ExactnessError:
        return None
