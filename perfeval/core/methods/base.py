"""What every scoring method (计分方法) is: the parameters of a rule, and the expression that they make."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self, TypeAlias

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, WithJsonSchema

from perfeval.core.exact import exact, show
from perfeval.core.form import Frozen
from perfeval.core.rules.expressions import Node, Open
from perfeval.core.span import Span, parse_span
from perfeval.core.target import Comparator

Unstated = Literal["unstated"]
"""A parameter that the source leaves open: the score is what its known readings span."""


def _span(value: object) -> object:
    return parse_span(value) if isinstance(value, str) else value


Exact = Annotated[
    Fraction,
    BeforeValidator(exact),
    PlainSerializer(show, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+|/[0-9]+)?$"}),
]
"""A number as rule files write it: decimal text, or a fraction such as 2/3; exact."""

Interval = Annotated[
    Span,
    BeforeValidator(_span),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^[\[(].+,.+[\])]$"}),
]
"""An interval as rule files write it: `[0.8, 1]`."""


def _bounded(span: Span) -> Span:
    if span.low is None or span.high is None:
        raise ValueError(f"a share of the marks needs two ends: {span}")
    return span


Share = Annotated[Interval, AfterValidator(_bounded)]
"""An interval of shares of the full mark; both ends finite."""


@dataclass(frozen=True, slots=True)
class Under:
    """A known value of a parameter that is one only under some comparators of the target (None: without one)."""

    comparators: tuple[Comparator | None, ...]
    value: Any


Witness = tuple[Fraction, Fraction]
"""A row below its "at least" target, for inference: its completion ratio, and its submitted share of the marks."""


@dataclass(frozen=True, slots=True)
class Convention:
    """A way in which rows may have been scored (口径): a key, what it says in Chinese and English, the rule."""

    key: str
    zh: str
    en: str
    rule: Node


class Method(Frozen):
    """Base of the parameters of a method; one subclass, one file, one entry in the table for each method.

    `readings` lists, for every parameter that may be `unstated`, the values that it is known to take: all of them
    plain, or all of them `Under` comparators.
    """

    readings: ClassVar[Mapping[str, tuple[Any, ...]]] = {}

    kind: str

    @abstractmethod
    def compiled(self) -> Node:
        """The expression that these parameters make; what a rule file leaves open stays open in it."""

    @cached_property
    def rule(self) -> Node:
        """What the method means: its expression, made once."""
        return self.compiled()

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, which makes its own expression."""
        copy = super().model_copy(update=update, deep=deep)
        copy.__dict__.pop("rule", None)
        return copy

    @property
    def said(self) -> str:
        """What tells this method from others in the note of a reading."""
        return self.kind

    @classmethod
    def tried(cls, witnesses: Sequence[Witness]) -> Iterator[Convention]:
        """The parameters of this method that the witnesses can tell apart, for `infer`; none unless it says so."""
        yield from ()

    def given(self, name: str, build: Callable[[Any], Node]) -> Node:
        """What `build` makes of a parameter; of each known value in turn where the parameter is unstated."""
        value = getattr(self, name)
        if value != "unstated":
            return build(value)
        known = self.readings[name]
        values = [each.value if isinstance(each, Under) else each for each in known]
        return Open(
            name,
            tuple(each.said if isinstance(each, Method) else str(each) for each in values),
            tuple(build(each) for each in values),
            tuple(each.comparators for each in known if isinstance(each, Under)),
        )


if TYPE_CHECKING:
    AnyMethod: TypeAlias = Method
    """Any method of the table; the discriminated union itself is made in methods/__init__.py."""


def rule_of(method: Method) -> Node:
    """The expression of a method."""
    return method.rule
