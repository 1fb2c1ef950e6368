"""Scoring methods (计分方法): one file, one class and one entry in the table for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias, Union

from pydantic import BaseModel, Field

from perfeval.core.methods.all_or_nothing import AllOrNothing
from perfeval.core.methods.any_of import AnyOf
from perfeval.core.methods.bands import Bands
from perfeval.core.methods.base import Method
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

_TABLE: tuple[type[Method], ...] = (
    AllOrNothing,
    AnyOf,
    Bands,
    ByFact,
    CoefficientColumn,
    Deduct,
    FixedCoefficients,
    FullWhenMet,
    Interpolate,
    Limit,
    NearestEdge,
    PassThreshold,
    Piecewise,
    Proportional,
    RecordedDeduction,
    SymmetricDeviation,
    Tiers,
)
METHODS = {str(method.model_fields["kind"].default): method for method in _TABLE}
"""Every method, by the `kind` that a rule file gives."""

if TYPE_CHECKING:
    AnyMethod: TypeAlias = Method
else:
    AnyMethod = Annotated[Union[_TABLE], Field(discriminator="kind")]  # noqa: UP007  # made from the table
"""Any scoring method, told apart by its `kind`."""

_models: tuple[type[BaseModel], ...] = (Piece, *_TABLE)
for _model in _models:
    _model.model_rebuild(_types_namespace={"AnyMethod": AnyMethod})
