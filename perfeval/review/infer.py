"""Which conventions explain the submitted scores (反推口径): an exact search of the candidate table, no statistics.

An assignment chooses one rounding mode, one reading of targets without a comparator, and one value for each
parameter. A row contradicts it if the assignment gives another score. The best assignments have the fewest
contradictions; a value is listed if one of them uses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from perfeval.core.exact import Mode
from perfeval.core.results import FormResult
from perfeval.core.ruleset import Ruleset, Text
from perfeval.core.scoring import score_form
from perfeval.review.candidates import (
    BARE,
    MODES,
    PARAMETERS,
    Bare,
    Parameter,
    Sample,
    Situation,
    Value,
    rounded,
    samples_of,
    situation,
)

Rows = frozenset[int]
"""Samples by their position."""


@dataclass(frozen=True, slots=True)
class ValueFinding:
    """One value: whether a best assignment uses it, and the rows that speak against it beyond the outliers."""

    key: str
    says: Text
    is_listed: bool
    against: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class ParameterFinding:
    """What the data say about one parameter; `informative` counts the rows on which its values differ."""

    key: str
    title: Text
    values: tuple[ValueFinding, ...]
    rows: int
    informative: int

    @property
    def listed(self) -> tuple[ValueFinding, ...]:
        """The values that some best assignment uses."""
        return tuple(value for value in self.values if value.is_listed)

    @property
    def is_determined(self) -> bool:
        """Whether one value is left."""
        return len(self.listed) == 1 and len(self.values) > 1


@dataclass(frozen=True, slots=True)
class Coupling:
    """Values that only go together: one choice of the conventions that all rows share, and what it leaves."""

    context: tuple[str, ...]
    leaves: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Inference:
    """What the submitted scores say about the conventions they were made by."""

    samples: tuple[Sample, ...]
    parameters: tuple[ParameterFinding, ...]
    outliers: tuple[Sample, ...]
    couplings: tuple[Coupling, ...]

    def parameter(self, key: str) -> ParameterFinding:
        """The finding about one parameter; raises KeyError for a key that the table does not have."""
        found = next((each for each in self.parameters if each.key == key), None)
        if found is None:
            raise KeyError(key)
        return found


@dataclass(frozen=True, slots=True)
class _Context:
    """One choice of the conventions that all rows share; for each parameter and value the rows that contradict it."""

    mode: Mode
    execution_mode: Mode
    bare: Bare
    against: dict[Situation, dict[str, Rows]]

    def fewest(self, forced: tuple[Situation, str] | None = None) -> Rows:
        """The contradictions of the best assignment in this context, one parameter held at a value if `forced`."""
        found: Rows = frozenset()
        for key, values in self.against.items():
            held = forced is not None and forced[0] == key
            found |= values[forced[1]] if held and forced else min(values.values(), key=len)
        return found

    def best_values(self, key: Situation) -> tuple[str, ...]:
        """The values of a parameter with the fewest contradictions here."""
        values = self.against[key]
        fewest = min(len(rows) for rows in values.values())
        return tuple(name for name, rows in values.items() if len(rows) == fewest)


def infer(results: Sequence[FormResult], own_execution: bool = False) -> Inference:
    """Search the candidate table; with `own_execution` the execution row may be rounded in a mode of its own."""
    samples = samples_of(results)
    tables = {parameter.key: _values(parameter, samples) for parameter in PARAMETERS}
    contexts = [
        _context(samples, tables, mode, execution_mode, bare)
        for mode, execution_mode, bare in product(MODES, MODES, _bare_readings(samples))
        if own_execution or mode == execution_mode
    ]
    least = min(len(context.fewest()) for context in contexts)
    best = [context for context in contexts if len(context.fewest()) == least]
    outliers = best[0].fewest()
    shared = _shared(samples, contexts, best, outliers, own_execution)
    own = tuple(
        _finding(parameter, tables[parameter.key], samples, contexts, best, outliers)
        for parameter in PARAMETERS
        if parameter.key != "met_exactly"
    )
    return Inference(samples, (*shared, *own), _pick(samples, outliers), _couplings(best, own_execution))


def _bare_readings(samples: Sequence[Sample]) -> tuple[Bare, ...]:
    """Every reading of a bare target if the rows can tell them apart; else one of them for all."""
    tells = any(each.comparator is None and not each.is_execution and each.ratio != 1 for each in samples)
    return BARE if tells else BARE[:1]


def _values(parameter: Parameter, samples: Sequence[Sample]) -> tuple[Value, ...]:
    """The values of a parameter; thresholds are cut at the ratios of the rows that can test them under any reading."""
    own = [sample for sample in samples if any(situation(sample, bare) == parameter.key for bare in BARE)]
    return parameter.values(own)


def _context(
    samples: Sequence[Sample],
    tables: dict[Situation, tuple[Value, ...]],
    mode: Mode,
    execution_mode: Mode,
    bare: Bare,
) -> _Context:
    against: dict[Situation, dict[str, Rows]] = {}
    for key, values in tables.items():
        own = [index for index, sample in enumerate(samples) if situation(sample, bare) == key]
        against[key] = {
            value.key: frozenset(
                index
                for index in own
                if rounded(
                    value.marks(samples[index]), execution_mode if samples[index].is_execution else mode
                )
                != samples[index].submitted
            )
            for value in values
        }
    return _Context(mode, execution_mode, bare, against)


def _pick(samples: Sequence[Sample], rows: Rows) -> tuple[Sample, ...]:
    return tuple(samples[index] for index in sorted(rows))


def _finding(
    parameter: Parameter,
    values: tuple[Value, ...],
    samples: Sequence[Sample],
    contexts: list[_Context],
    best: list[_Context],
    outliers: Rows,
) -> ParameterFinding:
    key = parameter.key
    listed = {name for context in best for name in context.best_values(key)}
    found = []
    for value in values:
        against = min((context.fewest((key, value.key)) for context in contexts), key=len)
        found.append(
            ValueFinding(value.key, value.says, value.key in listed, _pick(samples, against - outliers))
        )
    own = [index for index, sample in enumerate(samples) if situation(sample, best[0].bare) == key]
    telling = [index for index in own if len({value.marks(samples[index]) for value in values}) > 1]
    return ParameterFinding(key, parameter.title, tuple(found), len(own), len(telling))


_MODE_TEXT: dict[str, Text] = {
    "half_up": Text(zh="四舍五入", en="half up"),
    "half_even": Text(zh="四舍六入五成双", en="half even"),
    "down": Text(zh="截尾", en="truncated"),
    "up": Text(zh="一律进位", en="rounded up"),
}
_BARE_TEXT: dict[str, Text] = {
    "infer": Text(zh="按名称、类别推定方向", en="by the words of the name and the category"),
    "at_least": Text(zh="不低于", en="at least"),
    "at_most": Text(zh="不高于", en="at most"),
    "equal_to": Text(zh="等于", en="equal to"),
}


def _shared(
    samples: Sequence[Sample],
    contexts: list[_Context],
    best: list[_Context],
    outliers: Rows,
    own_execution: bool,
) -> tuple[ParameterFinding, ...]:
    """The conventions that all rows share: the rounding, execution's own, and bare targets."""

    def finding(
        key: str, title: Text, names: dict[str, Text], pick: dict[int, str], rows: int
    ) -> ParameterFinding:
        listed = {pick[id(context)] for context in best}
        values = []
        for name, says in names.items():
            inside = [context.fewest() for context in contexts if pick[id(context)] == name]
            against = min(inside, key=len) - outliers if inside else frozenset()
            values.append(ValueFinding(name, says, name in listed, _pick(samples, against)))
        telling = rows if any(value.against for value in values) else 0
        return ParameterFinding(key, title, tuple(values), rows, telling)

    title = Text(zh="得分取整", en="rounding of scores")
    found = [finding("rounding", title, _MODE_TEXT, {id(each): each.mode for each in contexts}, len(samples))]
    if own_execution:
        execution = [sample for sample in samples if sample.is_execution]
        title = Text(zh="预算执行得分取整", en="rounding of the execution score")
        pick: dict[int, str] = {id(each): each.execution_mode for each in contexts}
        found.append(finding("execution_rounding", title, _MODE_TEXT, pick, len(execution)))
    bare = [sample for sample in samples if sample.comparator is None and not sample.is_execution]
    if bare:
        title = Text(zh="无比较符的指标值", en="targets without a comparator")
        found.append(
            finding("bare_target", title, _BARE_TEXT, {id(each): each.bare for each in contexts}, len(bare))
        )
    return tuple(found)


def _couplings(best: list[_Context], own_execution: bool) -> tuple[Coupling, ...]:
    """For each best choice of the shared conventions: the values of the parameters that depend on the choice."""
    changing = [
        parameter.key
        for parameter in PARAMETERS
        if len({context.best_values(parameter.key) for context in best}) > 1
    ]
    if not changing:
        return ()
    several_bare = len({context.bare for context in best}) > 1
    return tuple(
        Coupling(
            (
                context.mode,
                *((context.execution_mode,) if own_execution else ()),
                *((context.bare,) if several_bare else ()),
            ),
            {key: context.best_values(key) for key in changing},
        )
        for context in best
    )


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a rule set explains the submitted scores: rows that differ, rows that it cannot score."""

    ruleset: Ruleset
    differs: int
    refused: int
    rows: int


def rank(results: Sequence[FormResult], rulesets: Sequence[Ruleset]) -> tuple[Fit, ...]:
    """The rule sets by how many rows contradict them, the best first; refused rows count as unexplained."""
    fits = []
    for ruleset in rulesets:
        rows = [row for result in results for row in score_form(result.form, ruleset).rows]
        differs = sum(row.status == "differs" for row in rows)
        fits.append(Fit(ruleset, differs, sum(row.status == "refused" for row in rows), len(rows)))
    return tuple(sorted(fits, key=lambda fit: (fit.differs + fit.refused, fit.ruleset.id)))
