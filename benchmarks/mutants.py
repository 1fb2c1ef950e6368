"""The mutants of core/ (变异体): places where one operator, number, condition or decorator is made wrong, never a text.

The operators are cosmic-ray's (MIT), and four of our own for what it has none of: an operand of and/or
left out, a filter of a comprehension left out, nothing returned, min for max, any for all.

Five kinds of places are no part of it, since no test of a result can or need tell them apart:
- annotations, unions of classes (`Bound | Bare`) and `if TYPE_CHECKING`: they are there for the type checker, and a
  wrong one either does nothing or stops the program before it computes, which would only flatter the figure;
- `@dataclass(frozen=True, slots=True)`: nothing runs without the decorator, and its flags only forbid and save;
- `@cache` and `@lru_cache(maxsize=…)`: what was computed before is computed again, to the same value;
- `strict=` of zip: it only speaks up about lengths that are equal.
"""

from __future__ import annotations

import ast
import hashlib
import random
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import parso
from cosmic_ray.ast import ast_nodes
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator, operator_names

Node = Any  # parso has no types that say more.
Position = tuple[tuple[int, int], tuple[int, int]]

# Equal texts and numbers are one object in CPython, so that these change nothing or only warn.
_SAME = (
    "ComparisonOperator_Eq_Is",
    "ComparisonOperator_NotEq_IsNot",
    "ComparisonOperator_Is_Eq",
    "ComparisonOperator_IsNot_NotEq",
)
_ARGUMENTS_NEEDED = ("VariableReplacer", "VariableInserter")


def _operand_left_out(node: Node) -> Iterator[str]:
    if node.type in ("and_test", "or_test"):
        parts = [each.get_code() for each in node.children]
        yield "".join(parts[2:])
        yield from ("".join(parts[: n - 1] + parts[n + 1 :]) for n in range(2, len(parts), 2))


def _filter_left_out(node: Node) -> Iterator[str]:
    if node.type in ("comp_if", "old_comp_if"):
        yield " if True"


def _nothing_returned(node: Node) -> Iterator[str]:
    if node.type == "return_stmt" and node.children[1].get_code().strip() not in ("None", "False"):
        yield f"{node.children[0].get_code()} None"


_OTHER = {"min": "max", "max": "min", "any": "all", "all": "any"}


def _other_extreme(node: Node) -> Iterator[str]:
    if node.type == "name" and node.value in _OTHER:
        yield node.prefix + _OTHER[node.value]


def _operator(ways: Callable[[Node], Iterator[str]]) -> type[Operator]:
    """An operator of cosmic-ray from the texts that may stand in a node's place."""

    class Own(Operator):
        @classmethod
        def examples(cls) -> tuple[()]:
            return ()

        def mutation_positions(self, node: Node) -> Iterator[Position]:
            return ((node.start_pos, node.end_pos) for _ in ways(node))

        def mutate(self, node: Node, index: int) -> Node:
            return parso.parse(list(ways(node))[index])

    return Own


_OPERATORS: dict[str, type[Operator]] = {
    name.split("/")[1]: get_operator(name)
    for name in operator_names()
    if not name.endswith((*_SAME, *_ARGUMENTS_NEEDED))
} | {
    each.__name__.strip("_"): _operator(each)
    for each in (_operand_left_out, _filter_left_out, _nothing_returned, _other_extreme)
}


@dataclass(frozen=True)
class Mutant:
    """One place of one module with one operator; `source` is the whole module with it."""

    path: Path
    line: int
    operator: str
    before: str
    after: str
    source: str

    @property
    def place(self) -> str:
        """perfeval/core/totals.py:78, as a reader looks it up."""
        return f"{self.path}:{self.line}"

    @property
    def identity(self) -> tuple[str, str, str]:
        """What stays the same when lines move."""
        return str(self.path), self.before, self.after

    @property
    def key(self) -> str:
        """One text for the same."""
        return "\t".join(self.identity)


# Most operators are of these kinds: asking each of them about every node takes long.
_FITTING = {
    "ReplaceBinaryOperator": ("operator",),
    "ReplaceComparisonOperator": ("comparison",),
    "ReplaceUnaryOperator": ("factor", "not_test"),
}


@dataclass(frozen=True)
class _Place:
    """A node that operators can change, and where its text begins and ends in the source."""

    node: Node
    begin: int
    end: int
    ways: tuple[tuple[str, int], ...]
    """Operators, and which of the changes each makes of this node."""


def _places(source: str) -> list[_Place]:
    """Every place of a module where a change means something."""
    begins = [0, *accumulate(len(line) for line in source.splitlines(keepends=True))]
    lines, positions = _without_meaning(source)
    found = []
    for node in ast_nodes(parso.parse(source)):
        if node.start_pos[0] in lines or node.start_pos in positions:
            continue
        ways = [
            (name, index)
            for name, operator in _OPERATORS.items()
            if node.type in _FITTING.get(name.partition("_")[0], (node.type,))
            for index, _ in enumerate(operator().mutation_positions(node))
        ]
        if ways:
            (line, column), (last, end) = node.get_start_pos_of_prefix(), node.end_pos
            found.append(_Place(node, begins[line - 1] + column, begins[last - 1] + end, tuple(ways)))
    return found


def _without_meaning(source: str) -> tuple[set[int], set[tuple[int, int]]]:
    """Lines, and positions in other lines, that say nothing about results: see the head of this module."""
    encoded = [line.encode() for line in source.splitlines()]
    lines: set[int] = set()
    positions: set[tuple[int, int]] = set()

    def leave_out(line: int, begin: int, end: int) -> None:
        positions.update((line, len(encoded[line - 1][:at].decode())) for at in range(begin, end))

    for node in ast.walk(ast.parse(source)):
        for each in getattr(node, "decorator_list", ()):
            if ast.unparse(each).partition("(")[0].rpartition(".")[2] in ("dataclass", "cache", "lru_cache"):
                lines.update(range(each.lineno, each.end_lineno + 1))
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            lines.add(node.lineno)
        told = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        unions = [part for each in told if each is not None for part in ast.walk(each)]
        for union in [*unions, *([node] if isinstance(node, ast.expr) and _are_classes(node) else [])]:
            if isinstance(union, ast.BinOp):
                one_line = union.left.end_lineno == union.right.lineno
                begin = (union.left.end_col_offset or 0) if one_line else 0
                leave_out(union.right.lineno, begin, union.right.col_offset)
        if isinstance(node, ast.keyword) and node.arg == "strict":
            leave_out(node.value.lineno, node.value.col_offset, node.value.end_col_offset or 0)
    return lines, positions


def _are_classes(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.BitOr) and _are_classes(node.left) and _are_classes(node.right)
    if isinstance(node, ast.Subscript):
        return _are_classes(node.value)
    if isinstance(node, ast.Constant):
        return node.value is None or isinstance(node.value, str)
    name = ast.unparse(node).rpartition(".")[2].lstrip("_")
    return name in ("bool", "int", "str", "tuple", "dict", "list", "set", "frozenset") or (
        name[:1].isupper() and not name.isupper()
    )


def _changed(source: str, place: _Place, name: str, index: int) -> str | None:
    """The module with one change; None where that is no Python."""
    node = place.node
    children = list(getattr(node, "children", ()))
    kept = [(each, each.value) for each in (node, *children) if hasattr(each, "value")]
    changed = _OPERATORS[name]().mutate(node, index)
    text = "" if changed is None else changed.get_code()
    for each, value in kept:
        each.value = value
    if children:
        node.children = children
    mutated = source[: place.begin] + text + source[place.end :]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            compile(mutated, "mutant", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return None
    return mutated


def _changed_line(before: str, after: str) -> tuple[int, str, str]:
    """The number and the two texts of the first line that differs."""
    pairs = zip(before.splitlines(), [*after.splitlines(), ""], strict=False)
    number, (old, new) = next((n, pair) for n, pair in enumerate(pairs, 1) if pair[0] != pair[1])
    return number, old.strip(), new.strip()


def _turns(path: Path, source: str, seed: int) -> Iterator[tuple[bytes, _Place]]:
    """Each place with what decides its turn: its own line alone, so that a change elsewhere draws no other sample."""
    lines = source.splitlines()
    seen: dict[tuple[str, int], int] = {}
    for place in _places(source):
        line, column = place.node.start_pos
        text = lines[line - 1].strip()
        key = text, column - (len(lines[line - 1]) - len(lines[line - 1].lstrip()))
        seen[key] = seen.get(key, 0) + 1
        yield hashlib.sha256(f"{seed} {path} {key} {seen[key]} {place.node.type}".encode()).digest(), place


def sampled(root: Path, modules: str, count: int, seed: int) -> tuple[list[Mutant], int]:
    """`count` places by seed and one mutant at each, and how many places there are.

    One a place, since an operator with eleven replacements would else crowd out the others. A mutant that is no
    Python gives its turn to another of its place, or the place to the next.
    """
    sources = {
        path.relative_to(root): path.read_text(encoding="utf-8") for path in sorted(root.glob(modules))
    }
    places = [
        (turn, path, place) for path, source in sources.items() for turn, place in _turns(path, source, seed)
    ]
    places.sort(key=lambda each: each[0])
    mutants: list[Mutant] = []
    for turn, path, place in places:
        if len(mutants) == count:
            break
        source = sources[path]
        for name, index in random.Random(turn).sample(place.ways, len(place.ways)):
            mutated = _changed(source, place, name, index)
            if mutated is not None and mutated != source:
                line, old, new = _changed_line(source, mutated)
                mutants.append(Mutant(path, line, name, old, new, mutated))
                break
    return mutants, len(places)
