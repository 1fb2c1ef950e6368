"""The expression language of scoring rules (规则表达式): what a method means, said once.

A method builds an expression from these nodes; evaluation, spreadsheet formulas, sentences and the kernel's lines are
read off it. An expression is a value in 分, or a number on the way to one. A node that leaves a step of the
explanation carries the step's label and the names of its operands (keys of core/glossary.py). Nodes are compared by
identity: a node that stands in two places is computed once, and its step stands once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import Literal

from perfeval.core.attainment import Level
from perfeval.core.span import Span
from perfeval.core.target import Comparator

Scale = Literal["plain", "marks", "share"]
"""A plain number · 分 · a share of the full mark (分值的一部分)."""
InputName = Literal["points", "target", "actual", "completion_ratio", "percent", "coefficient"]
"""分值 w · 指标值 A · 实际完成值 B · 完成率 B/A as the rule set rounds it · B in per cent · 得分系数."""
Operation = Literal["subtract", "multiply", "divide", "most", "least", "whole_steps"]
"""first - second · first × second · first ÷ second · at most second (封顶) · at least second (扣完为止) · whole seconds
in first (满一档才算)."""
Scales = Literal["attainment", "grade"]
"""完成程度 · 等次."""


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """Base of all nodes; parts are the fields that hold a node or a tuple of nodes."""


@dataclass(frozen=True, slots=True, eq=False)
class Const(Node):
    """A number that the rule states."""

    value: Fraction
    scale: Scale = "plain"


@dataclass(frozen=True, slots=True, eq=False)
class Between(Node):
    """An interval of shares that the rule leaves to a person (区间); both ends finite."""

    span: Span


@dataclass(frozen=True, slots=True, eq=False)
class Absent(Node):
    """No operand: the operation leaves its first operand as it is."""


@dataclass(frozen=True, slots=True, eq=False)
class Refuse(Node):
    """No value: a problem code and the values of its message."""

    code: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Input(Node):
    """A number of the row; `read` is the label of a step that says so, empty for none."""

    name: InputName
    read: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Op(Node):
    """An operation on two operands, called `names` in the step; `quiet`: it leaves a step only where it acts."""

    operation: Operation
    label: str
    names: tuple[str, str]
    first: Node
    second: Node
    quiet: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class NotNegative(Node):
    """`first` where it is at least zero, else `other`."""

    first: Node
    other: Node


@dataclass(frozen=True, slots=True, eq=False)
class Pick(Node):
    """The piece whose interval holds `of` (分段); `otherwise` for every other number, None refuses it.

    The number is called `name`; with `label` the interval that was found leaves a step.
    """

    of: Node
    name: str
    whens: tuple[Span, ...]
    pieces: tuple[Node, ...]
    otherwise: Node | None = None
    label: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class AtLeast(Node):
    """`reached` where `of` is at least `limit` (达到), else `below`, which leaves the comparison as a step."""

    of: Node
    limit: Node
    reached: Node
    below: Node


@dataclass(frozen=True, slots=True, eq=False)
class Unless(Node):
    """`usual`; but where `of` lies in `when`, `assumed`, with a step that says why (`detail`)."""

    of: Node
    when: Span
    assumed: Const
    detail: str
    usual: Node


@dataclass(frozen=True, slots=True, eq=False)
class Line(Node):
    """Marks by straight lines between points (measure, share); None takes the row's graded targets at `shares`.

    Beyond the best point the share is that point's, beyond the worst one `beyond`.
    """

    of: Node
    name: str
    points: tuple[tuple[Fraction, Fraction], ...] | None
    shares: tuple[Fraction, ...]
    beyond: Fraction


@dataclass(frozen=True, slots=True, eq=False)
class WhenMet(Node):
    """One value for a row whose target is met (完成), another for one that is not."""

    met: Node
    unmet: Node


@dataclass(frozen=True, slots=True, eq=False)
class ByComparator(Node):
    """One value for each comparator of the target; `otherwise` for the others and for none."""

    comparators: tuple[tuple[Comparator, ...], ...]
    cases: tuple[Node, ...]
    otherwise: Node


@dataclass(frozen=True, slots=True, eq=False)
class AgainstEdge(Node):
    """`inside` for an actual value in its target range; `outside` with the nearer end as the target."""

    inside: Node
    outside: Node


@dataclass(frozen=True, slots=True, eq=False)
class Words(Node):
    """The value of the level that the actual cell names, by its words or by what they attain.

    `repeats` names the level of an actual value that repeats the target's words; `question` is what to ask for words
    that name no level.
    """

    scale: Scales
    levels: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    cases: tuple[Node, ...]
    question: Mapping[str, str]
    attains: tuple[Level | None, ...] = ()
    repeats: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Fact(Node):
    """The case of a fact that no form prints; while nobody recorded it every case counts, or the one assumed."""

    fact: str
    values: tuple[str, ...]
    cases: tuple[Node, ...]
    assume: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Recorded(Node):
    """A number that a person recorded as a fact, in 分 or as a share (60%); `otherwise` while nobody did."""

    fact: str
    scale: Literal["marks", "share"]
    otherwise: Node


@dataclass(frozen=True, slots=True, eq=False)
class Open(Node):
    """A parameter that the source leaves open (口径未定): its known readings, each with a note.

    `comparators` says for each reading under which comparators (None: no comparator) it is one; empty means always.
    """

    name: str
    notes: tuple[str, ...]
    readings: tuple[Node, ...]
    comparators: tuple[tuple[Comparator | None, ...], ...] = ()

    def known(self, comparator: Comparator | None) -> Iterator[tuple[str, Node]]:
        """The readings under a comparator, each with its note."""
        for number, (note, reading) in enumerate(zip(self.notes, self.readings, strict=True)):
            if not self.comparators or comparator in self.comparators[number]:
                yield note, reading


ZERO, ONE, TWO, MINUS_ONE = (Const(Fraction(number)) for number in (0, 1, 2, -1))
POINTS, RATIO = Input("points"), Input("completion_ratio")
FULL = Input("points", "full_marks")
"""Full marks (满分)."""


def share_of_points(share: Span | Node) -> Op:
    """Marks: an interval of shares × the full mark (分值的一部分)."""
    part = Between(share) if isinstance(share, Span) else share
    return Op("multiply", "marks", ("share", "points"), part, POINTS)


def times_points(share: Node) -> Op:
    """Marks: the full mark × a share (分值 × 比例)."""
    return Op("multiply", "marks", ("points", "share"), POINTS, share)


def parts(node: Node) -> tuple[Node, ...]:
    """The nodes directly below a node, in the order in which they are written."""
    found: list[Node] = []
    for name in _names(node):
        value = getattr(node, name)
        if isinstance(value, Node):
            found.append(value)
        elif isinstance(value, tuple):
            found += (each for each in value if isinstance(each, Node))
    return tuple(found)


_FIELDS: dict[type[Node], tuple[str, ...]] = {}


def _names(node: Node) -> tuple[str, ...]:
    """The names of a node's fields, looked up once a kind of node: they are asked for at every node of every row."""
    kind = type(node)
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(field.name for field in fields(node))
    return _FIELDS[kind]


def with_parts(node: Node, changed: tuple[Node, ...]) -> Node:
    """The node with other parts, in the same order; the node itself where all are the same."""
    if all(one is other for one, other in zip(parts(node), changed, strict=True)):
        return node
    left = iter(changed)
    new: dict[str, object] = {}
    for name in _names(node):
        value = getattr(node, name)
        if isinstance(value, Node):
            new[name] = next(left)
        elif isinstance(value, tuple) and isinstance((*value, None)[0], Node):
            new[name] = tuple(next(left) for _ in value)
    return replace(node, **new)


def every(node: Node) -> Iterator[Node]:
    """The node and all nodes below it."""
    yield node
    for part in parts(node):
        yield from every(part)
