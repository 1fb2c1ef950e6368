"""The total (总分): the interval sum, what an evaluator can sign, the grade, and the form's own additions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from perfeval.core.category import printed_marks
from perfeval.core.claim import score_text
from perfeval.core.exact import ExactnessError, exact, round_to
from perfeval.core.form import SelfEvaluationForm
from perfeval.core.problems import Problem
from perfeval.core.results import Determined, DimensionSum, RowResult, Score, Status, TotalResult
from perfeval.core.ruleset import Grades, Ruleset
from perfeval.core.target import is_blank


def total_of(
    form: SelfEvaluationForm, ruleset: Ruleset, rows: tuple[RowResult, ...]
) -> tuple[TotalResult, tuple[Problem, ...]]:
    """The total of all rows, and the problems of the printed total against its own rows."""
    problems: list[Problem] = []
    submitted = _printed(form.submitted_score, "total-unreadable", form, problems)
    submitted_points = _printed(form.submitted_points, "total-points-unreadable", form, problems)
    marked = [row for row in rows if row.status not in ("ignored", "unmarked")]
    points = _sum(row.points for row in marked)
    total = TotalResult(points, "unmarked", submitted, submitted_points)
    lacking = _missing_part(marked, points, submitted_points)
    if lacking:
        problems.append(Problem("form-part-missing", lacking, form.total_place or form.place))
    else:
        problems += _own_additions(form, rows, marked, submitted, submitted_points)
    if not marked:
        return total, tuple(problems)
    factor = _rescaling(rows, points, ruleset)
    is_whole = points * factor == ruleset.total.points
    total = replace(total, is_whole=is_whole)
    scored = [row for row in marked if row.score is not None]
    low, high = _sums(scored, ruleset)
    determined = _determined(scored, low, high)
    if lacking or len(scored) < len(marked):
        return replace(total, status="refused", determined=determined), tuple(problems)
    if not is_whole and any(row.status == "unmarked" for row in rows):
        return replace(total, determined=determined), tuple(problems)
    score = Score.of(
        _rounded(low.exact * factor, ruleset),
        _rounded(high.exact * factor, ruleset),
        low.is_open,
        high.is_open,
    )
    signed = _signed(scored, ruleset)
    exact_total = None if signed is None else signed * factor
    confirmed = None if exact_total is None else _rounded(exact_total, ruleset)
    total = replace(
        total,
        status=_status(score, submitted, scored),
        score=score,
        confirmed=confirmed,
        determined=None if confirmed is not None else determined,
    )
    if total.status == "differs":
        problems.append(_differs(total, form))
    if is_whole:
        total = _with_grades(total, form, ruleset, exact_total, (low.exact * factor, high.exact * factor))
    return total, tuple(problems)


def _determined(scored: list[RowResult], low: _End, high: _End) -> Determined:
    points, submitted = _sum(row.points for row in scored), _sum(row.submitted for row in scored)
    return Determined(points, submitted, low.quantity, high.quantity)


def _differs(total: TotalResult, form: SelfEvaluationForm) -> Problem:
    gap = total.gap
    assert gap is not None
    assert total.submitted is not None
    values = {
        "submitted": str(round_to(total.submitted, 2, "half_up")),
        "recomputed": _recomputed(total),
        "difference": f"{round_to(gap, 2, 'half_up'):+f}",
    }
    code = "total-differs" if gap else "total-at-open-end"
    return Problem(code, values, form.total_place or form.place)


def _recomputed(total: TotalResult) -> str:
    """The total that can be signed, and the range that it lies in."""
    assert total.score is not None
    ends = score_text(total.score)
    if total.confirmed is None or total.score.is_point:
        return ends
    return f"{total.confirmed}（{ends}）"


def _with_grades(
    total: TotalResult,
    form: SelfEvaluationForm,
    ruleset: Ruleset,
    signed: Fraction | None,
    ends: tuple[Fraction, Fraction],
) -> TotalResult:
    """The total with its grade, and those of its ends; a part of the marks has none."""
    assert total.score is not None
    grades = ruleset.grades
    return replace(
        total,
        grade=grade_of(_graded(total.confirmed, signed, grades), grades, form),
        grade_low=grade_of(_graded(total.score.low, ends[0], grades), grades, form),
        grade_high=grade_of(_graded(total.score.high, ends[1], grades), grades, form),
    )


class _End:
    """One end of the interval sum: its exact value, whether it is open, and its rounded value."""

    def __init__(self, value: Fraction, is_open: bool, ruleset: Ruleset) -> None:
        self.exact = value
        self.is_open = is_open
        self.quantity = _rounded(value, ruleset)


def _sums(scored: list[RowResult], ruleset: Ruleset) -> tuple[_End, _End]:
    """The interval sum, of rounded rows or of exact marks, as the rule set adds them up."""
    scores = [row.score for row in scored if row.score is not None]
    is_exact = ruleset.total.add == "exact"
    lows = [each.exact_low if is_exact else Fraction(each.low) for each in scores]
    highs = [each.exact_high if is_exact else Fraction(each.high) for each in scores]
    return (
        _End(sum(lows, Fraction(0)), any(each.low_open for each in scores), ruleset),
        _End(sum(highs, Fraction(0)), any(each.high_open for each in scores), ruleset),
    )


def _signed(scored: list[RowResult], ruleset: Ruleset) -> Fraction | None:
    """What an evaluator can sign for all rows together; None where a person must choose in one of them."""
    parts: list[Fraction] = []
    for row in scored:
        if row.confirmed is None or row.score is None:
            return None
        is_exact = ruleset.total.add == "exact" and row.score.is_point
        parts.append(row.score.exact_low if is_exact else Fraction(row.confirmed))
    return sum(parts, Fraction(0))


def _rescaling(rows: tuple[RowResult, ...], applicable: Fraction, ruleset: Ruleset) -> Fraction:
    """按百分制折算: rows that do not apply leave the others to make up the whole."""
    left_out = any(row.reason == "not-applicable" and row.points for row in rows)
    return ruleset.total.points / applicable if left_out and applicable > 0 else Fraction(1)


def _rounded(value: Fraction, ruleset: Ruleset) -> Decimal:
    return round_to(value, ruleset.total.places, ruleset.total.mode)


def _status(score: Score, submitted: Fraction | None, scored: list[RowResult]) -> Status:
    if submitted is None:
        return "unsubmitted"
    if not score.holds(submitted):
        return "differs"
    if any(row.status == "undecided" for row in scored):
        return "undecided"
    return "equal" if score.is_point else "within"


def _graded(rounded: Decimal | None, unrounded: Fraction | None, grades: Grades | None) -> Fraction | None:
    """The total that is held against the bands: the printed one, or the exact one where the rule set says so."""
    if rounded is None or (grades is not None and grades.on == "exact"):
        return unrounded
    return Fraction(rounded)


def grade_of(total: Fraction | None, grades: Grades | None, form: SelfEvaluationForm) -> str | None:
    """The grade (等级) of a total; None where the rule set has no grades, or no band holds the total."""
    if total is None or grades is None:
        return None
    for veto in grades.veto:
        if form.facts.get(veto.fact) == veto.value:
            return veto.grade
    return next((band.grade for band in grades.bands if total in band.when), None)


def dimension_sums(rows: tuple[RowResult, ...]) -> tuple[DimensionSum, ...]:
    """Sums by level-1 dimension as printed (一级指标小计), in the form's order; ignored rows do not count."""
    names = dict.fromkeys(
        row.indicator.dimension for row in rows if row.indicator and row.status != "ignored"
    )
    return tuple(
        _dimension_sum(name, [row for row in rows if row.indicator and row.indicator.dimension == name])
        for name in names
    )


def _dimension_sum(name: str, rows: list[RowResult]) -> DimensionSum:
    counted = [row for row in rows if row.status not in ("ignored", "unmarked")]
    scores = [row.score for row in counted if row.score is not None]
    complete = len(scores) == len(counted)
    return DimensionSum(
        name,
        _sum(row.points for row in counted),
        _sum(row.submitted for row in counted),
        sum((each.low for each in scores), Decimal(0)) if complete else None,
        sum((each.high for each in scores), Decimal(0)) if complete else None,
    )


def _missing_part(
    counted: list[RowResult], points: Fraction, submitted_points: Fraction | None
) -> dict[str, str] | None:
    """What a form of which a part is missing prints (缺页): every level has the marks of its name, the total has more.

    None where a level has no marks in its name, or its rows have others: then something is wrong with the sums.
    """
    levels: dict[str, Fraction] = {}
    for row in counted:
        if row.indicator:
            name = row.indicator.dimension
            levels[name] = levels.get(name, Fraction(0)) + (row.points or 0)
    as_printed = all(printed_marks(name) == marks for name, marks in levels.items())
    if not levels or not as_printed or submitted_points is None or submitted_points <= points:
        return None
    return {
        "levels": "、".join(levels),
        "printed": str(round_to(submitted_points, 2, "half_up")),
        "missing": str(round_to(submitted_points - points, 2, "half_up")),
    }


def _own_additions(
    form: SelfEvaluationForm,
    rows: tuple[RowResult, ...],
    counted: list[RowResult],
    submitted: Fraction | None,
    submitted_points: Fraction | None,
) -> list[Problem]:
    """The printed total against the printed rows; silent where a row prints nothing to add."""
    place = form.total_place or form.place
    problems = []
    # A row without marks may have a score all the same.
    summed = (row for row in rows if row.status != "ignored")
    scores = [row.submitted for row in summed if row.status != "unmarked" or row.submitted is not None]
    if scores and submitted is not None and None not in scores and _sum(scores) != submitted:
        problems.append(Problem("total-not-sum", _sum_values(submitted, _sum(scores)), place))
    points = [row.points for row in counted]
    # Where only the execution has marks, the form is still empty.
    is_planned = any(row.row for row in counted)
    if (
        is_planned
        and submitted_points is not None
        and None not in points
        and _sum(points) != submitted_points
    ):
        problems.append(Problem("points-not-sum", _sum_values(submitted_points, _sum(points)), place))
    return problems


def _sum_values(printed: Fraction, added: Fraction) -> dict[str, str]:
    return {
        "printed": str(round_to(printed, 2, "half_up")),
        "sum": str(round_to(added, 2, "half_up")),
        "difference": f"{round_to(printed - added, 2, 'half_up'):+f}",
    }


def _printed(
    text: str | None, code: str, form: SelfEvaluationForm, problems: list[Problem]
) -> Fraction | None:
    if text is None or is_blank(text):
        return None
    try:
        return exact(text.strip().removesuffix("分").strip())
    except ExactnessError:
        problems.append(Problem(code, {"text": text}, form.total_place or form.place))
        return None


def _sum(values: Iterable[Fraction | None]) -> Fraction:
    return sum((value for value in values if value is not None), Fraction(0))
