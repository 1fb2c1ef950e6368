"""An actual value held to its target under a rule set (对照): by number, range, date, grade or words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from perfeval.core.actual import GradeWord, Words
from perfeval.core.attainment import Level
from perfeval.core.calendar import CalendarDate
from perfeval.core.comparators import GLYPHS
from perfeval.core.direction import Direction, direction_of
from perfeval.core.exact import round_to
from perfeval.core.glossary import comparator_words, evidence_words
from perfeval.core.glyphs import normal_words
from perfeval.core.grades import is_reached
from perfeval.core.missing_unit import is_near
from perfeval.core.prepared import Prepared, Reading, RowCells
from perfeval.core.problems import LANGS, Problem
from perfeval.core.quantity import Quantity, same_unit
from perfeval.core.rules.row import Row
from perfeval.core.ruleset import Ruleset
from perfeval.core.span import Span
from perfeval.core.target import (
    Bare,
    Bound,
    Comparator,
    Deadline,
    Grade,
    Qualitative,
    Range,
    Target,
    Tolerance,
    is_met,
    on_time,
)
from perfeval.core.trace import Step, divided, rounded
from perfeval.core.units import conversion, parse_unit
from perfeval.core.words.units import may_count_the_same

_PERCENT = parse_unit("%")
BARE_READINGS: tuple[Comparator, ...] = ("at_least", "at_most", "equal_to")


def held_to_target(cells: RowCells) -> Prepared | Problem:
    """Every reading of the two cells, each compared; or the problem that refuses the row."""
    match cells.target, cells.actual:
        case (Bound() | Bare() as target, Quantity() as actual):
            return _quantities(cells, target, actual)
        case (Range() | Tolerance() as target, Quantity() as actual):
            return _ranges(cells, target, actual)
        case (Bound() | Bare() as target, Words(level="missed" | "reached" as told)):
            return _told(cells, target, told)
        case (Bound() | Bare() | Range() | Tolerance(), _):
            return cells.problem("actual-not-number")
        case (Deadline() as target, (CalendarDate() | Deadline()) as actual):
            met = on_time(target, actual, cells.form.year)
            return _single(cells, replace(cells.row, met=met))
        case (Grade() as target, GradeWord() as actual):
            met = is_reached(target.value, target.scale, actual.value)
            if met is None:
                return cells.problem("grade-incomparable")
            row = replace(cells.row, met=met, words=actual.value, target_words=target.value)
            scale = "、".join(target.scale)
            return _single(
                cells,
                row,
                Step("assume", "grade", Fraction(met), detail=f"{actual.value}|{target.value}|{scale}"),
            )
        case _:
            said = cells.actual if isinstance(cells.actual, Words) else Words(cells.indicator.actual or "")
            words, level = normal_words(said.text), said.level
            return _single(
                cells, replace(cells.row, words=words, attained=level, target_words=_words_of(cells.target))
            )


def _told(cells: RowCells, target: Bound | Bare, level: Level) -> Prepared | Problem:
    """A quantity of which words say that it was met or missed, nobody knows by how much."""
    found = _direction(cells, target)
    if isinstance(found, Problem):
        return found
    direction, steps, problems = found
    row = replace(cells.row, met=level == "reached", attained=level)
    readings = tuple(cells.reading(replace(row, comparator=each), steps) for each in direction.comparators)
    return Prepared(readings, None, problems, direction)


def _quantities(cells: RowCells, target: Bound | Bare, actual: Quantity) -> Prepared | Problem:
    numbers = _in_one_unit(cells, target.quantity, actual)
    if isinstance(numbers, Problem):
        return numbers
    goal, value, steps, problems = numbers
    ratio_steps, exact_ratio, ratio = _ratio(cells.ruleset, goal, value)
    percent = _percent(target.quantity, actual, value)
    row = replace(cells.row, target=goal, actual=value, ratio=ratio, percent=percent)
    found = _direction(cells, target)
    if isinstance(found, Problem):
        return found
    direction, why, told = found
    readings = tuple(
        _noting(reading, f"comparator={comparator}", direction) if direction.is_contested else reading
        for comparator in direction.comparators
        for reading in _met_readings(cells, row, comparator, (*steps, *why, *ratio_steps))
    )
    return Prepared(readings, exact_ratio, (*problems, *told), direction)


def _direction(
    cells: RowCells, target: Bound | Bare
) -> tuple[Direction, tuple[Step, ...], tuple[Problem, ...]] | Problem:
    """How a target is compared: as its comparator says, or as inferred, with what says so."""
    if isinstance(target, Bare):
        return _bare_direction(cells, target)
    return Direction((target.comparator,), "comparator", GLYPHS[target.comparator]), (), ()


def _noting(reading: Reading, note: str, direction: Direction) -> Reading:
    """A reading under one of several comparators: left open by the cells, or by the rule set."""
    if direction.evidence == "rule":
        return replace(reading, assumed=(note, *reading.assumed))
    return replace(reading, cells=(note, *reading.cells))


def _bare_direction(
    cells: RowCells, target: Bare
) -> tuple[Direction, tuple[Step, ...], tuple[Problem, ...]] | Problem:
    """How a target without comparator is compared, with the step and the notice that say so (无比较符)."""
    bare = cells.ruleset.meaning.bare_target
    then = bare.then if bare else "unstated"
    if then == "refuse":
        return cells.problem("comparator-missing", "target")
    if then == "unstated":
        return Direction(BARE_READINGS, "rule"), (), (cells.problem("comparator-assumed", "target"),)
    if then != "infer":
        return Direction((then,), "rule"), (), (cells.problem("comparator-assumed", "target"),)
    category = cells.traits(None).category
    found = direction_of(cells.indicator.name, category, target.quantity, cells.indicator.extra)
    step = Step("assume", "direction", Fraction(0), detail=found.key, source="meaning.bare_target")
    code = "direction-contested" if found.is_contested else "direction-inferred"
    values = {}
    for lang in LANGS:
        values[f"evidence_{lang}"] = evidence_words(found.evidence, found.words, lang)
        values[f"comparator_{lang}"] = comparator_words(found.comparators, lang)
    return found, (step,), (cells.problem(code, "target", **values),)


def _met_readings(
    cells: RowCells, row: Row, comparator: Comparator, steps: tuple[Step, ...]
) -> Iterator[Reading]:
    """The row under a comparator; "=" may be met exactly, or (系统口径) as an "at least", or either."""
    then = cells.ruleset.meaning.equal_to.then if cells.ruleset.meaning.equal_to else "exactly"
    ways: tuple[Comparator, ...] = (comparator,)
    if comparator == "equal_to" and then != "exactly":
        ways = ("at_least",) if then == "at_least" else ("equal_to", "at_least")
    for way in ways:
        assert row.target is not None
        assert row.actual is not None
        met = is_met(way, row.target, row.actual)
        compared = Step(way, "met", Fraction(met), (("actual", row.actual), ("target", row.target)))
        note = (f"equal_to={way}",) if len(ways) > 1 else ()
        reading = cells.reading(replace(row, comparator=comparator, met=met), (*steps, compared))
        yield replace(reading, assumed=note) if note else reading


def _ranges(cells: RowCells, target: Range | Tolerance, actual: Quantity) -> Prepared | Problem:
    low, high = (
        (target.low, target.high)
        if isinstance(target, Range)
        else (target.lower_quantity, target.upper_quantity)
    )
    lower = _in_one_unit(cells, low, actual)
    upper = _in_one_unit(cells, high, actual)
    if isinstance(lower, Problem):
        return lower
    if isinstance(upper, Problem):
        return upper
    open_ends = (target.low_open, target.high_open) if isinstance(target, Range) else (False, False)
    edges = Span(lower[0], upper[0], *open_ends)
    value = lower[1]
    inside = Step("within", "met", Fraction(1), (("actual", value),), str(edges)) if value in edges else None
    row = replace(cells.row, edges=edges, actual=value, met=value in edges)
    reading = cells.reading(row, (*lower[2], *((inside,) if inside else ())))
    return Prepared((reading,), None, lower[3])


def _single(cells: RowCells, row: Row, *steps: Step) -> Prepared:
    return Prepared((cells.reading(row, steps),))


Numbers = tuple[Fraction, Fraction, tuple[Step, ...], tuple[Problem, ...]]


def _in_one_unit(cells: RowCells, target: Quantity, actual: Quantity) -> Numbers | Problem:
    """Target and actual as numbers of one unit, the steps and the notes; or the problem that refuses the row."""
    match_ = same_unit(target, actual)
    steps = (
        Step("read", "target", match_.target_value, detail=target.text),
        Step("read", "actual", match_.actual_value, detail=actual.text),
    )
    goal, value = match_.target_value, match_.actual_value
    if match_.note == "percent-scale":
        return cells.problem("percent-scale")
    problems: tuple[Problem, ...] = ()
    if match_.note == "mismatch":
        then = cells.ruleset.meaning.unit_mismatch
        if then is None or then.then == "refuse" or not _comparable(target, actual):
            return cells.problem("unit-mismatch-refused")
        problems = (cells.problem("unit-mismatch"),)
    elif match_.note == "assumed":
        problems = (cells.problem("unit-assumed"),)
    if value < 0:
        negative = _negative(cells, value)
        if isinstance(negative, Problem):
            return negative
        value = negative
        if not (target.change or actual.change):
            problems = (*problems, cells.problem("negative-actual"))
    return goal, value, steps, problems


_PEOPLE = (("人",), ("名",), ("位",), ("人次",))


def _comparable(target: Quantity, actual: Quantity) -> bool:
    """Whether numbers of two units that do not convert may be of one thing: 5套 and 5台, not 5公里 and 6万元."""
    assert target.unit is not None  # what has no unit takes the other's
    assert actual.unit is not None
    units = (target.unit, actual.unit)
    is_each = len({each.over for each in units}) == 1  # 元/人次 and 元/人/半天
    if is_each and not may_count_the_same(*("·".join(each.under) for each in units)):
        return False  # 元/户 and 元/人
    is_working = {each.over == ("工作日",) for each in units} == {True, False} and any(
        each.is_time for each in units
    )
    if len({each.over[:1] in _PEOPLE for each in units if each.over != ("个",)}) > 1 and not is_working:
        return False  # 2人 and 3起
    one, other = ("·".join(each.over) for each in units)
    if not may_count_the_same(one, other) and (one, other) != ("人次", "人"):
        return False
    if is_each or is_working or all(each.is_counter and not each.under for each in units):
        return is_near(target.value, actual.value)
    is_of_marks = any(each.is_percent for each in units) and any(each.over == ("分",) for each in units)
    return is_of_marks and is_near(target.value, actual.value)


def _percent(target: Quantity, actual: Quantity, value: Fraction) -> Fraction | None:
    """The actual value in per cent: of a percentage, or of a bare number beyond 1, which can be meant as no share."""
    unit = target.unit or actual.unit
    if unit is None:
        return value if value == 0 or abs(value) > 1 else None
    factor = conversion(unit, _PERCENT)
    return None if factor is None else value * factor


def _negative(cells: RowCells, value: Fraction) -> Fraction | Problem:
    if cells.negative == "refuse":
        return cells.problem("negative-actual-refused")
    return Fraction(0) if cells.negative == "as_zero" else value


def _ratio(
    ruleset: Ruleset, target: Fraction, actual: Fraction
) -> tuple[tuple[Step, ...], Fraction | None, Fraction | None]:
    """The completion ratio: steps, exact value, and the value that the methods use, rounded where the set says so."""
    if target <= 0:
        return (), None, None
    step = divided("completion_ratio", ("actual", actual), ("target", target))
    decimals = ruleset.rounding.completion
    if decimals is None:
        return (step,), step.value, step.value
    places = decimals.places + 2  # the printed percentage has two places fewer than the ratio
    cut = rounded("completion_ratio", ("completion_ratio", step.value), places, decimals.mode, "rounding")
    return (step, cut), step.value, Fraction(round_to(step.value, places, decimals.mode))


def _words_of(target: Target) -> str | None:
    return normal_words(target.text) if isinstance(target, Qualitative) else None
