"""Lints of conditions: every kind of row has exactly one rule, and its method can score it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from perfeval.core.comparators import GLYPHS, Comparator
from perfeval.core.rules.derive import Direction, direction_of
from perfeval.core.rules.expressions import AgainstEdge, Input, Node, WhenMet, Words, parts
from perfeval.core.ruleset import Rule, Ruleset
from perfeval.core.traits import Traits, every_row
from perfeval.rulebook.lint.finding import Finding
from perfeval.rulebook.row_kinds import rows_in_words

_EVERY_ROW = every_row()


def rows_uncovered(ruleset: Ruleset) -> Iterator[Finding]:
    """A kind of row that no rule applies to.

    ## What it does
    Goes through every kind of row (dimension, category, target, comparator, actual value) and reports those
    that no rule's `applies_to` holds.

    ## Why
    Such a row is refused with `rule-missing` on the first real form that has it.

    ## Example
    ```yaml
    rules:
      - id: at-least
        applies_to: {target: quantity, comparator: [at_least, more_than]}
    ```
    leaves `<=5万元` and `完全达到预期` without a rule. Add rules for them, or say under `waived` why the
    document has none.

    ## Source
    perfeval design, section 4: exactly one rule applies to an indicator.
    """
    open_rows = [each for each in _EVERY_ROW if not ruleset.rules_for(each)]
    if open_rows:
        yield Finding(("rules",), _described(open_rows))


def rules_overlap(ruleset: Ruleset) -> Iterator[Finding]:
    """Two rules that apply to the same rows.

    ## What it does
    Reports each pair of rules whose conditions hold for one and the same kind of row.

    ## Why
    Nothing says which of the two scores the row; it is refused with `rules-conflict`. Order never decides.

    ## Example
    `{category: cost}` and `{target: quantity}` both hold for a cost row with a number. Give the second an
    `except: [{category: cost}]`.

    ## Source
    perfeval design, section 4: two rules for one indicator are a problem, never first-match.
    """
    for (_, first), (later, second) in combinations(enumerate(ruleset.rules), 2):
        both = [each for each in _EVERY_ROW if first.applies_to.holds(each) and second.applies_to.holds(each)]
        if both:
            values = {"first": first.id, "second": second.id, **_described(both)}
            yield Finding(("rules", later, "applies_to"), values)


def rule_unreachable(ruleset: Ruleset) -> Iterator[Finding]:
    """A rule that can apply to no row.

    ## What it does
    Reports a rule whose condition holds for no kind of row at all.

    ## Why
    It was meant for something; what it was meant for now falls under another rule, or under none.

    ## Example
    `{target: qualitative, comparator: at_least}`: words have no comparator.

    ## Source
    Catala's proof that exceptions are reachable; here by enumeration.
    """
    for position, rule in enumerate(ruleset.rules):
        if not any(rule.applies_to.holds(each) for each in _EVERY_ROW):
            yield Finding(("rules", position, "applies_to"), {"rule": rule.id})


def exception_useless(ruleset: Ruleset) -> Iterator[Finding]:
    """An `except` that takes nothing out.

    ## What it does
    Reports an exception that matches no row of the rule's own condition.

    ## Why
    The exception was meant to matter; mostly a word in it is the wrong one.

    ## Example
    `{category: cost, except: [{category: benefit}]}`

    ## Source
    perfeval; as `rule-unreachable`.
    """
    for position, rule in enumerate(ruleset.rules):
        for number, exception in enumerate(rule.applies_to.exceptions):
            inside = (each for each in _EVERY_ROW if rule.applies_to.matches(each))
            if not any(exception.matches(each) for each in inside):
                yield Finding(("rules", position, "applies_to", "except", number), {"rule": rule.id})


def method_unfit(ruleset: Ruleset) -> Iterator[Finding]:
    """A method that cannot score rows that its rule applies to.

    ## What it does
    Holds the kinds of rows of each rule against what its method needs: numbers, words, a range, a target
    that is met or not.

    ## Why
    Every such row would be refused, although a rule applies to it.

    ## Example
    ```yaml
    applies_to: {target: qualitative}
    method: {kind: proportional, ratio: actual/target}
    ```

    ## Source
    perfeval; each method's own refusals.
    """
    for position, rule in enumerate(ruleset.rules):
        rows = [each for each in _EVERY_ROW if rule.applies_to.holds(each)]
        unfit = [each for each in rows if not _can_score(rule.method.rule, each)]
        if unfit:
            values = {"rule": rule.id, "kind": rule.method.kind, **_described(unfit)}
            yield Finding(("rules", position, "method"), values)


def better_earns_less(ruleset: Ruleset) -> Iterator[Finding]:
    """A rule that gives a better result fewer marks.

    ## What it does
    Derives from each method how its marks move with the actual value, and holds that against the comparators
    of the rule's rows: marks that only fall under a floor (≥), or only rise under a ceiling (≤), are named.

    ## Why
    Mostly the ratio is upside down: a unit that spends less than its ceiling would lose marks for it.

    ## Example
    ```yaml
    applies_to: {target: quantity, comparator: [at_most, less_than]}
    method: {kind: proportional, ratio: actual/target}
    ```
    under a ceiling write `target/actual`. Where the document or the practice of a body really says so, keep it
    and say so under `waived`.

    ## Source
    perfeval; 财预〔2020〕10号 asks that marks follow how far a target was reached.
    """
    for position, rule in enumerate(ruleset.rules):
        comparators = {each.comparator for each in _EVERY_ROW if rule.applies_to.holds(each)}
        backwards = [
            each for each, moves in _BACKWARDS if each in comparators and _moves(rule, each) == moves
        ]
        if backwards:
            yield Finding(
                ("rules", position, "method"),
                {"rule": rule.id, "comparators": "、".join(GLYPHS[each] for each in backwards)},
            )


_BACKWARDS: tuple[tuple[Comparator, Direction], ...] = (
    ("at_least", "falling"),
    ("more_than", "falling"),
    ("at_most", "rising"),
    ("less_than", "rising"),
)


def _moves(rule: Rule, comparator: Comparator) -> Direction:
    return direction_of(rule.method.rule, comparator)


def _can_score(rule: Node, row: Traits) -> bool:
    match rule:
        case Words():
            return row.actual in ("words", "grade")
        case WhenMet():
            return row.actual != "words"
        case AgainstEdge():
            return row.target == "range"
        case Input(name="points" | "coefficient"):
            return True
        case Input():
            return row.target == "quantity"
        case _:
            return all(_can_score(part, row) for part in parts(rule))


def _described(rows: list[Traits]) -> dict[str, str]:
    return {"rows_zh": rows_in_words(rows, "zh"), "rows_en": rows_in_words(rows, "en")}
