"""From an indicator row as printed to rows ready for a method: each way it may be read (取值)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from perfeval.core.actual import Actual, GradeWord, Words
from perfeval.core.attainment import Level
from perfeval.core.calendar import CalendarDate
from perfeval.core.category import category_of, dimension_of
from perfeval.core.comparators import GLYPHS
from perfeval.core.direction import Direction, direction_of
from perfeval.core.exact import round_to
from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.glossary import comparator_words, evidence_words
from perfeval.core.grades import is_reached
from perfeval.core.missing_unit import is_near
from perfeval.core.notation import NotationError
from perfeval.core.pairing import Pair, pairs, unreadable
from perfeval.core.problems import LANGS, Problem
from perfeval.core.quantity import Quantity, parse_quantity, same_unit
from perfeval.core.results import Read
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
    is_blank,
    is_met,
    kind_of,
    on_time,
)
from perfeval.core.trace import Step, divided, rounded
from perfeval.core.traits import ActualKind, Traits
from perfeval.core.units import conversion, parse_unit
from perfeval.core.words.units import may_count_the_same

_PERCENT = parse_unit("%")
BARE_READINGS: tuple[Comparator, ...] = ("at_least", "at_most", "equal_to")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a row: its traits, its numbers, the steps to them.

    `assumed` is what the rule set leaves open, `cells` what the cells leave open.
    """

    traits: Traits
    row: Row
    read: Read
    steps: tuple[Step, ...] = ()
    assumed: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """All readings of a row, how its target was compared, and what was noticed on the way."""

    readings: tuple[Reading, ...]
    completion_ratio: Fraction | None = None
    problems: tuple[Problem, ...] = ()
    direction: Direction | None = None


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
            one = _read(_Cells(indicator, pair, row, form, ruleset, way))
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


@dataclass(frozen=True, slots=True)
class _Cells:
    indicator: Indicator
    pair: Pair
    row: Row
    form: SelfEvaluationForm
    ruleset: Ruleset
    negative: str

    @property
    def target(self) -> Target:
        """The target as read."""
        return self.pair.target

    @property
    def actual(self) -> Actual:
        """The actual value as read."""
        return self.pair.actual

    def reading(self, row: Row, steps: tuple[Step, ...] = ()) -> Reading:
        """The row in one reading, under the comparator that its target has, printed or inferred."""
        read = Read(self.target, self.actual, row.comparator, row.target, row.actual, row.met)
        return Reading(self.traits(row.comparator), row, read, steps)

    def traits(self, comparator: Comparator | None) -> Traits:
        dimension = dimension_of(self.indicator.dimension)
        category, kind = category_of(self.indicator.category, dimension)
        return Traits(
            dimension, category, kind, kind_of(self.target), comparator, _kind_of_actual(self.actual)
        )

    def problem(self, code: str, cell: str = "actual", **values: str) -> Problem:
        place = self.indicator.places.get(cell, self.indicator.place)
        shown = {"target": str(self.indicator.target), "actual": str(self.indicator.actual), **values}
        return Problem(code, shown, place)


def _read(cells: _Cells) -> Prepared | Problem:
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
            words = normal_words(cells.indicator.actual or "")
            level = cells.actual.level if isinstance(cells.actual, Words) else None
            return _single(
                cells, replace(cells.row, words=words, attained=level, target_words=_words_of(cells.target))
            )


def _told(cells: _Cells, target: Bound | Bare, level: Level) -> Prepared | Problem:
    """A quantity of which words say that it was met or missed, nobody knows by how much."""
    found = _direction(cells, target)
    if isinstance(found, Problem):
        return found
    direction, steps, problems = found
    row = replace(cells.row, met=level == "reached", attained=level)
    readings = tuple(cells.reading(replace(row, comparator=each), steps) for each in direction.comparators)
    return Prepared(readings, None, problems, direction)


def _quantities(cells: _Cells, target: Bound | Bare, actual: Quantity) -> Prepared | Problem:
    numbers = _same_unit(cells, target.quantity, actual)
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
    cells: _Cells, target: Bound | Bare
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
    cells: _Cells, target: Bare
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
    cells: _Cells, row: Row, comparator: Comparator, steps: tuple[Step, ...]
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


def _ranges(cells: _Cells, target: Range | Tolerance, actual: Quantity) -> Prepared | Problem:
    low, high = (
        (target.low, target.high)
        if isinstance(target, Range)
        else (target.lower_quantity, target.upper_quantity)
    )
    lower = _same_unit(cells, low, actual)
    upper = _same_unit(cells, high, actual)
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


def _single(cells: _Cells, row: Row, *steps: Step) -> Prepared:
    return Prepared((cells.reading(row, steps),))


Numbers = tuple[Fraction, Fraction, tuple[Step, ...], tuple[Problem, ...]]


def _same_unit(cells: _Cells, target: Quantity, actual: Quantity) -> Numbers | Problem:
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


def _negative(cells: _Cells, value: Fraction) -> Fraction | Problem:
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


def _kind_of_actual(actual: Actual) -> ActualKind:
    match actual:
        case Quantity():
            return "quantity"
        case CalendarDate() | Deadline():
            return "date"
        case GradeWord():
            return "grade"
        case _:
            return "words"


def _words_of(target: Target) -> str | None:
    return normal_words(target.text) if isinstance(target, Qualitative) else None


def normal_words(text: str) -> str:
    """Words as rule sets list them: without spaces, surrounding brackets and closing punctuation."""
    return "".join(text.split()).translate(_BRACKETS).strip("。．.；;，,！!")


_BRACKETS = str.maketrans("（）", "()")
