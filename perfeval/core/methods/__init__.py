"""Scoring methods (计分方法): one file, one class and one entry in the table for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Annotated, Any

from pydantic import Field

from perfeval.core.methods.all_or_nothing import AllOrNothing
from perfeval.core.methods.any_of import AnyOf
from perfeval.core.methods.bands import Bands
from perfeval.core.methods.base import Method, Row
from perfeval.core.methods.by_fact import ByFact
from perfeval.core.methods.coefficients import CoefficientColumn, FixedCoefficients
from perfeval.core.methods.deduct import Deduct
from perfeval.core.methods.full_when_met import FullWhenMet
from perfeval.core.methods.interpolate import Interpolate
from perfeval.core.methods.limit import Limit
from perfeval.core.methods.nearest_edge import NearestEdge
from perfeval.core.methods.pass_threshold import PassThreshold
from perfeval.core.methods.piecewise import Piece, Piecewise
from perfeval.core.methods.proportional import Proportional
from perfeval.core.methods.recorded_deduction import RecordedDeduction
from perfeval.core.methods.symmetric_deviation import SymmetricDeviation
from perfeval.core.methods.tiers import Tiers

AnyMethod = Annotated[
    AllOrNothing
    | AnyOf
    | Bands
    | ByFact
    | CoefficientColumn
    | Deduct
    | FixedCoefficients
    | FullWhenMet
    | Interpolate
    | Limit
    | NearestEdge
    | PassThreshold
    | Piecewise
    | Proportional
    | RecordedDeduction
    | SymmetricDeviation
    | Tiers,
    Field(discriminator="kind"),
]
"""Any scoring method, told apart by its `kind`."""

METHODS: dict[str, type[Method]] = {
    "all_or_nothing": AllOrNothing,
    "any_of": AnyOf,
    "bands": Bands,
    "by_fact": ByFact,
    "coefficient_column": CoefficientColumn,
    "deduct": Deduct,
    "fixed_coefficients": FixedCoefficients,
    "full_when_met": FullWhenMet,
    "interpolate": Interpolate,
    "limit": Limit,
    "nearest_edge": NearestEdge,
    "pass_threshold": PassThreshold,
    "piecewise": Piecewise,
    "proportional": Proportional,
    "recorded_deduction": RecordedDeduction,
    "symmetric_deviation": SymmetricDeviation,
    "tiers": Tiers,
}

Piece.model_rebuild(_types_namespace={"AnyMethod": AnyMethod})
for _method in METHODS.values():
    _method.model_rebuild(_types_namespace={"AnyMethod": AnyMethod})


def readings(method: Method, row: Row) -> Iterator[tuple[Method, tuple[str, ...]]]:
    """Every reading of a method (口径): each `unstated` parameter given each of its known values in turn.

    A fact that nobody recorded counts as open too. Yields a method in which nothing is open, and the
    assumptions made, such as "otherwise=all_or_nothing"; one pair without assumptions where nothing was open.
    """
    if isinstance(method, ByFact):
        yield from _by_fact(method, row)
        return
    if isinstance(method, Piecewise):
        yield from _by_piece(method, row)
        return
    if isinstance(method, AnyOf):
        for position, each in enumerate(method.methods, 1):
            yield from ((inner, (f"reading={position}", *notes)) for inner, notes in readings(each, row))
        return
    choices = [list(_choices(method, name, row)) for name in type(method).model_fields]
    for combination in product(*choices):
        changed = {name: value for name, value, assumed in combination if value is not getattr(method, name)}
        assumptions = tuple(note for _, _, assumed in combination for note in assumed)
        yield (method.model_copy(update=changed) if changed else method), assumptions


def _choices(method: Method, name: str, row: Row) -> Iterator[tuple[str, Any, tuple[str, ...]]]:
    value = getattr(method, name)
    if value == "unstated" and name in method.readings:
        for reading in _known(method, name, row):
            yield name, reading, (f"{name}={reading.kind if isinstance(reading, Method) else reading}",)
    elif isinstance(value, Method):
        for inner, notes in readings(value, row):
            yield name, inner, notes
    else:
        yield name, value, ()


def _known(method: Method, name: str, row: Row) -> tuple[Any, ...]:
    known = method.readings[name]
    found: tuple[Any, ...] = known[row.comparator] if isinstance(known, Mapping) else known
    return found


def _by_piece(method: Piecewise, row: Row) -> Iterator[tuple[Method, tuple[str, ...]]]:
    piece = method.piece(row)
    if piece is None:
        yield method, ()
        return
    for inner, notes in readings(piece.method, row):
        alone = piece.model_copy(update={"method": inner})
        yield method.model_copy(update={"pieces": (alone,)}), notes


def _by_fact(method: ByFact, row: Row) -> Iterator[tuple[Method, tuple[str, ...]]]:
    recorded = row.facts.get(method.fact, method.assume)
    if recorded is not None:
        chosen = method.cases.get(recorded)
        yield from readings(chosen, row) if chosen is not None else iter([(method, ())])
        return
    for value, case in method.cases.items():
        for inner, notes in readings(case, row):
            yield inner, (f"{method.fact}={value}", *notes)
