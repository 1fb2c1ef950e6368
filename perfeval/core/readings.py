"""From an indicator row as printed to rows ready for a method: each way it may be read (取值)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.held_to_target import held_to_target
from perfeval.core.notation import NotationError
from perfeval.core.pairing import Pair, pairs, unreadable
from perfeval.core.prepared import Prepared, RowCells
from perfeval.core.problems import Problem
from perfeval.core.quantity import parse_quantity
from perfeval.core.results import Read
from perfeval.core.rules.row import Row
from perfeval.core.ruleset import Ruleset
from perfeval.core.target import is_blank


def prepare(
    indicator: Indicator, points: Fraction, form: SelfEvaluationForm, ruleset: Ruleset
) -> Prepared | Problem:
    """Every reading of an indicator row under the rule set's meaning, or the problem that refuses the row."""
    found: list[Prepared] = []
    for assumed, text in target_columns(indicator, ruleset):
        one = _prepare(indicator, text, points, form, ruleset)
        if isinstance(one, Problem):
            return one
        found.append(_assuming(one, assumed))
    return _together(found)


def cells_read(indicator: Indicator, form: SelfEvaluationForm) -> tuple[Read, ...]:
    """What the cells of a row say by themselves, for a row that cannot be scored; nothing where one cannot be read."""
    text = indicator.target if indicator.target is not None else indicator.initial_target
    ways = () if text is None or is_blank(text) else pairs(indicator, text, form)
    return () if isinstance(ways, Problem) else tuple(Read(each.target, each.actual) for each in ways)


def _together(found: list[Prepared]) -> Prepared:
    if len(found) == 1:
        return found[0]
    readings = tuple(reading for one in found for reading in one.readings)
    return replace(found[0], readings=readings)


def _negative_ways(ruleset: Ruleset) -> tuple[str, ...]:
    """What becomes of a negative actual value (负值): every known way where the rule set leaves it open."""
    then = ruleset.meaning.negative_actual.then if ruleset.meaning.negative_actual else "refuse"
    return ("as_zero", "allow") if then == "unstated" else (then,)


def _assuming(prepared: Prepared, assumed: str) -> Prepared:
    if not assumed:
        return prepared
    return replace(
        prepared,
        readings=tuple(replace(each, assumed=(assumed, *each.assumed)) for each in prepared.readings),
    )


def target_columns(indicator: Indicator, ruleset: Ruleset) -> list[tuple[str, str | None]]:
    """The target cell that counts: the adjusted one, unless the rule set says the initial one, or leaves it open."""
    then = ruleset.meaning.target_column.then if ruleset.meaning.target_column else "adjusted"
    initial, adjusted = indicator.initial_target, indicator.target
    if initial is None or initial == adjusted or then == "adjusted":
        return [("", adjusted if adjusted is not None else initial)]
    if then == "initial" or adjusted is None:
        return [("", initial)]
    return [("target=adjusted", adjusted), ("target=initial", initial)]


def _prepare(
    indicator: Indicator, text: str | None, points: Fraction, form: SelfEvaluationForm, ruleset: Ruleset
) -> Prepared | Problem:
    blank = _blank(indicator, text, ruleset)
    if blank is not None:
        return blank
    assert text is not None  # a blank target was refused above
    ways = pairs(indicator, text, form)
    if isinstance(ways, Problem):
        return ways
    facts = {**form.facts, **indicator.facts}
    try:
        graded = tuple(parse_quantity(each).value for each in indicator.graded_targets)
    except NotationError as error:
        return unreadable("target-unreadable", error, indicator, "target")
    row = Row(points=points, facts=facts, coefficient=_coefficient(indicator), graded_targets=graded)
    found: list[Prepared] = []
    for pair in ways:
        for way in _negative_ways(ruleset):
            one = held_to_target(RowCells(indicator, pair, row, form, ruleset, way))
            if isinstance(one, Problem):
                return one
            found.append(_of_pair(_assuming(one, _negative_note(ruleset, way)), pair))
    return _together(found)


def _negative_note(ruleset: Ruleset, way: str) -> str:
    return f"negative_actual={way}" if len(_negative_ways(ruleset)) > 1 else ""


def _of_pair(prepared: Prepared, pair: Pair) -> Prepared:
    """What was read of a pair, with what it took to read it."""
    if not (pair.reading or pair.steps or pair.problems):
        return prepared
    notes = (pair.reading,) if pair.reading else ()
    readings = tuple(
        replace(each, steps=(*pair.steps, *each.steps), cells=(*notes, *each.cells))
        for each in prepared.readings
    )
    return replace(prepared, readings=readings, problems=(*pair.problems, *prepared.problems))


def _blank(indicator: Indicator, target: str | None, ruleset: Ruleset) -> Problem | None:
    place = indicator.places.get("target", indicator.place)
    if target is None or is_blank(target):
        return Problem("target-missing", {"name": indicator.name}, place)
    then = ruleset.meaning.blank_actual.then if ruleset.meaning.blank_actual else "refuse"
    if (indicator.actual is None or is_blank(indicator.actual)) and then == "refuse":
        return Problem(
            "actual-missing", {"name": indicator.name}, indicator.places.get("actual", indicator.place)
        )
    return None


def _coefficient(indicator: Indicator) -> Fraction | None:
    if indicator.coefficient is None or is_blank(indicator.coefficient):
        return None
    try:
        found = parse_quantity(indicator.coefficient)
    except NotationError:
        return None  # the method that needs it refuses the row as coefficient-missing
    return found.value / 100 if found.unit is not None and found.unit.is_percent else found.value
