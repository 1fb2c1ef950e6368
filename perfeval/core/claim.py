"""The claim of a row against its computation (填报与复算): cells read, status given, refusals addressed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from perfeval.core.exact import ExactnessError, exact, round_to
from perfeval.core.figures import two_decimals
from perfeval.core.form import Indicator
from perfeval.core.glossary import assumption_words, comparator_words
from perfeval.core.language import either
from perfeval.core.problems import LANGS, Lang, Place, Problem
from perfeval.core.results import Alternative, RowResult, Score
from perfeval.core.rules.row import Refusal
from perfeval.core.target import is_blank

PENDING = "待核"
"""What the score cell of a live form says while a person has to look."""
_ALSO_PENDING = ("待定",)
"""What such cells said in forms of earlier versions."""


def says_nothing(text: str | None) -> bool:
    """Whether a cell is not there or blank."""
    return text is None or is_blank(text)


def full_marks(text: str | None, place: Place | None) -> Fraction | Problem:
    """The full mark (分值) of a cell that says something; unreadable and negative ones refuse the row."""
    value = _marks_number(str(text))
    if value is None or value < 0:
        return Problem("points-unreadable", {"text": str(text)}, place)
    return value


def submitted_score(
    text: str | None, indicator: Indicator | None, place: Place | None = None
) -> tuple[Fraction | None, tuple[Problem, ...]]:
    """The submitted score (得分), 分 dropped; None where blank or 待核, and a problem where it is no number."""
    if says_nothing(text) or str(text).strip() in (PENDING, *_ALSO_PENDING):
        return None, ()
    value = _marks_number(str(text))
    if value is None:
        where = indicator.places.get("submitted_score", indicator.place) if indicator else place
        return None, (Problem("score-unreadable", {"text": str(text)}, where),)
    return value, ()


def _marks_number(text: str) -> Fraction | None:
    if "/" in text or "／" in text:
        return None  # 20/20 and 9/10 are no fractions: nobody knows which of the two numbers is meant
    try:
        return exact(text.strip().removesuffix("分").strip())
    except ExactnessError:
        return None


def held_against_claim(result: RowResult) -> RowResult:
    """Claim against computation: what the submitted score is worth."""
    assert result.score is not None
    score, submitted, problems = result.score, result.submitted, result.problems
    if submitted is None:
        return replace(result, status="unsubmitted")
    if not score.holds(submitted):
        return replace(result, status="differs", problems=(*problems, _difference(result)))
    if not score.is_held_by_all_cells(submitted):
        return replace(result, status="undecided", problems=(*problems, _undecided(result)))
    if score.is_point:
        return replace(result, status="equal")
    # Under a qualitative level, anything less than its top was a person's decision: worth a look, no fault.
    if result.level is not None and submitted < Fraction(score.high):
        values = {"submitted": two_decimals(submitted), "high": str(score.high)}
        problems = (*problems, Problem("below-band-top", values))
    return replace(result, status="within", problems=problems)


def _difference(result: RowResult) -> Problem:
    assert result.score is not None
    assert result.submitted is not None
    distance = result.score.distance(result.submitted)
    values = {
        "submitted": two_decimals(result.submitted),
        "recomputed": score_text(result.score),
        "difference": f"{round_to(distance, 2, 'half_up'):+f}",
    }
    place = result.indicator.places.get("submitted_score") if result.indicator else None
    # At an open end the distance is zero: it is the number itself that is not allowed.
    return Problem("score-differs" if distance else "score-at-open-end", values, place)


def _undecided(result: RowResult) -> Problem:
    assert result.score is not None
    assert result.submitted is not None
    values = {
        "submitted": two_decimals(result.submitted),
        **{f"readings_{lang}": cells_said(result.score, lang) for lang in LANGS},
    }
    place = result.indicator.places.get("target") if result.indicator else None
    return Problem("score-undecided", values, place)


def cells_said(score: Score, lang: Lang) -> str:
    """Each way in which the cells can be read, with the score that it gives; those that give the same together."""
    by_score: dict[str, list[str]] = {}
    for cells in dict.fromkeys(each.cells for each in score.alternatives):
        found = Score(tuple(each for each in score.alternatives if each.cells == cells))
        by_score.setdefault(score_text(found), []).append(_reading_words(cells, lang))
    between, sides = either(lang, "、", " or "), either(lang, ("按", "得 "), ("as ", ": "))
    return either(lang, "；", "; ").join(
        f"{sides[0]}{between.join(readings)}{sides[1]}{given}" for given, readings in by_score.items()
    )


def _reading_words(cells: str, lang: Lang) -> str:
    """How the cells are read, in words; `cells` as an alternative has it."""
    said = either(lang, "；", "; ").join(
        comparator_words([each.removeprefix("comparator=")], lang)
        if each.startswith("comparator=")
        else assumption_words(each, lang)
        for each in cells.split("; ")
        if each
    )
    return either(lang, f"“{said}”", said)


def score_text(score: Score) -> str:
    """A score as messages print it: 13.33, "13.33、10.00、0.00", "12.00–15.00", an open end as <10.00."""
    bands = [each for each in score.alternatives if not each.is_point]
    shown = dict.fromkeys(
        alternative_text(each)
        for each in score.alternatives
        if not each.is_point or not any(band.holds(Fraction(each.low)) for band in bands)
    )
    return "、".join(shown)


def alternative_text(one: Alternative) -> str:
    """One alternative as messages print it."""
    if one.is_point:
        return str(one.low)
    return f"{'>' if one.low_open else ''}{one.low}–{'<' if one.high_open else ''}{one.high}"


def refused(bare: RowResult, problem: Problem, noticed: tuple[Problem, ...] = ()) -> RowResult:
    """The row as one that cannot be computed, with the problem that says why, after what was noticed before."""
    return replace(bare, status="refused", reason=problem.code, problems=(*noticed, problem))


def problem_of(refusal: Refusal, bare: RowResult, place: Place | None) -> Problem:
    """What a method refused, as a problem of this row."""
    return Problem(refusal.code, {**cells_of(bare), **refusal.values}, place)


def cells_of(bare: RowResult) -> dict[str, str]:
    """Name, target and actual value of the row, for messages."""
    indicator = bare.indicator
    if indicator is None:
        return {"name": bare.name, "target": "", "actual": ""}
    return {"name": bare.name, "target": str(indicator.target), "actual": str(indicator.actual)}


def addressed(result: RowResult) -> RowResult:
    """Every problem of the row with its number, name and, at least, the address of the row."""
    if not result.problems:
        return result
    problems = tuple(
        replace(each, row=result.row, indicator=result.name, place=each.place or result.place)
        for each in result.problems
    )
    return replace(result, problems=problems)
