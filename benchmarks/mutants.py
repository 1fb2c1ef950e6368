"""The mutants of core/ (变异体): places where one operator, number, condition or decorator is made wrong, never a text.

The operators are cosmic-ray's (MIT), and four of our own for what it has none of: an operand of and/or
left out, a filter of a comprehension left out, nothing returned, min for max, any for all.
"""

from __future__ import annotations

import ast
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
    "Comparison_Eq_Is",
    "Comparison_NotEq_IsNot",
    "Comparison_Is_Eq",
    "Comparison_IsNot_NotEq",
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
    """Every place of a module but those in annotations, which do nothing."""
    begins = [0, *accumulate(len(line) for line in source.splitlines(keepends=True))]
    annotated = set(_lines_of_annotations(source))
    nodes = list(ast_nodes(parso.parse(source)))
    found = []
    for node in nodes:
        ways = [
            (name, index)
            for name, operator in _OPERATORS.items()
            if node.type in _FITTING.get(name.partition("_")[0], (node.type,))
            for index, _ in enumerate(operator().mutation_positions(node))
        ]
        if ways and node.start_pos not in annotated:
            (line, column), (last, end) = node.get_start_pos_of_prefix(), node.end_pos
            found.append(_Place(node, begins[line - 1] + column, begins[last - 1] + end, tuple(ways)))
    return found


def _lines_of_annotations(source: str) -> Iterator[tuple[int, int]]:
    """Every position inside of an annotation."""
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        for each in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            for part in ast.walk(each) if each is not None else ():
                if isinstance(part, ast.BinOp):
                    line = lines[part.lineno - 1].encode()
                    between = range(part.left.end_col_offset or 0, part.right.col_offset)
                    yield from ((part.lineno, len(line[:column].decode())) for column in between)


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


def sampled(root: Path, modules: str, count: int, seed: int) -> tuple[list[Mutant], int]:
    """`count` places by seed and one mutant at each, and how many places there are.

    One a place, since an operator with eleven replacements would else crowd out the others. A mutant that is no
    Python gives its turn to another of its place, or the place to the next.
    """
    sources = {path: path.read_text(encoding="utf-8") for path in sorted(root.glob(modules))}
    places = [(path, place) for path, source in sources.items() for place in _places(source)]
    chosen = random.Random(seed)
    chosen.shuffle(places)
    mutants: list[Mutant] = []
    for path, place in places:
        if len(mutants) == count:
            break
        source = sources[path]
        for name, index in chosen.sample(place.ways, len(place.ways)):
            mutated = _changed(source, place, name, index)
            if mutated is not None and mutated != source:
                line, old, new = _changed_line(source, mutated)
                mutants.append(Mutant(path.relative_to(root), line, name, old, new, mutated))
                break
    return mutants, len(places)
