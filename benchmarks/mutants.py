"""The mutants of core/ (变异体): places where one operator, number, condition or decorator is made wrong, never a text.

The operators are cosmic-ray's (MIT), and four of our own for what it has none of: an operand of and/or
left out, a filter of a comprehension left out, nothing returned, min for max, any for all.
"""

from __future__ import annotations

import ast
import random
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import parso
from cosmic_ray.ast import ast_nodes
from cosmic_ray.mutating import mutate_code
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


class _WithoutAnnotations(ast.NodeTransformer):
    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg(node.arg)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = ast.Constant(None)
        return self.generic_visit(node)


def _meaning(source: str) -> str | None:
    """What a module does, for comparison; annotations do nothing. None where it is no Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            compile(source, "mutant", "exec", dont_inherit=True)
            return ast.dump(_WithoutAnnotations().visit(ast.parse(source)))
    except (SyntaxError, ValueError):
        return None


def _places(source: str) -> dict[Position, list[tuple[str, int]]]:
    """Every place, with its operators and which occurrence of each it is."""
    places: dict[Position, list[tuple[str, int]]] = defaultdict(list)
    nodes = list(ast_nodes(parso.parse(source)))
    for name, operator in _OPERATORS.items():
        positions = (position for node in nodes for position in operator().mutation_positions(node))
        for occurrence, position in enumerate(positions):
            places[position].append((name, occurrence))
    return places


def _changed_line(before: str, after: str) -> tuple[int, str, str]:
    """The number and the two texts of the first line that differs."""
    pairs = zip(before.splitlines(), [*after.splitlines(), ""], strict=False)
    number, (old, new) = next((n, pair) for n, pair in enumerate(pairs, 1) if pair[0] != pair[1])
    return number, old.strip(), new.strip()


def sampled(root: Path, modules: str, count: int, seed: int) -> tuple[list[Mutant], int]:
    """`count` places by seed and one mutant at each, and how many places there are.

    One a place, since an operator with eleven replacements would else crowd out the others. A mutant that is no
    Python, or differs in annotations alone, gives its turn to another of its place, or the place to the next.
    """
    sources = {path: path.read_text(encoding="utf-8") for path in sorted(root.glob(modules))}
    places = [
        (path, position, ways)
        for path, source in sources.items()
        for position, ways in sorted(_places(source).items())
    ]
    chosen = random.Random(seed)
    chosen.shuffle(places)
    mutants: list[Mutant] = []
    for path, _, ways in places:
        if len(mutants) == count:
            break
        source = sources[path]
        for name, occurrence in chosen.sample(ways, len(ways)):
            mutated = mutate_code(source, _OPERATORS[name](), occurrence)
            if mutated is not None and _meaning(mutated) not in (None, _meaning(source)):
                line, old, new = _changed_line(source, mutated)
                mutants.append(Mutant(path.relative_to(root), line, name, old, new, mutated))
                break
    return mutants, len(places)
