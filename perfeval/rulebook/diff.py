"""Two rule sets compared (规则比较): what they say differently, parameter by parameter, with both sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from perfeval.core.problems import Lang
from perfeval.core.ruleset import Rule, Ruleset, Source
from perfeval.core.traits import Traits, every_row
from perfeval.rulebook.parameters import Section, Stated, joined, parameters
from perfeval.rulebook.row_kinds import rows_in_words
from perfeval.rulebook.rule_terms import of, value
from perfeval.rulebook.sentences import say
from perfeval.rulebook.show import SECTIONS, comparators_of, source_lines, years
from perfeval.rulebook.voice import Voice


@dataclass(frozen=True, slots=True)
class Said:
    """What one of the two sets says, and where it comes from; None where it says nothing.

    `missed` is where it says what becomes of a row that misses its target.
    """

    text: str | None
    source: Source | None = None
    missed: Source | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One parameter on which two rule sets differ."""

    about: str
    first: Said
    second: Said


def differences(first: Ruleset, second: Ruleset, lang: Lang) -> tuple[Difference, ...]:
    """Everything that two rule sets say differently: scope, parameters, then how each kind of row is
    scored.
    """
    return (
        *_scope(first, second, lang),
        *_parameters(first, second, lang),
        *_rules(first, second, lang),
    )


def diff_page(first: Ruleset, second: Ruleset, lang: Lang) -> str:
    """The comparison as text: each parameter, then what either set says and why."""
    blocks = [f"A {first.id} · {first.title.of(lang)}\nB {second.id} · {second.title.of(lang)}"]
    for each in differences(first, second, lang):
        lines = [f"## {each.about}"]
        for letter, said, ruleset in (("A", each.first, first), ("B", each.second, second)):
            lines.append(f"{letter}  {said.text or of(('没有规定', 'nothing said'), lang)}")
            for source in filter(None, (said.source, said.missed)):
                lines += [f"   {line}" for line in source_lines(source, ruleset, lang)]
        blocks.append("\n".join(lines))
    if len(blocks) == 1:
        blocks.append(of(("两个规则集的口径相同", "the two sets say the same"), lang))
    return "\n\n".join(blocks)


def diff_json(first: Ruleset, second: Ruleset, lang: Lang) -> dict[str, object]:
    """The comparison as data."""
    return {
        "format": "perfeval.diff/1",
        "first": first.id,
        "second": second.id,
        "differences": [
            {"about": each.about, "first": _said(each.first), "second": _said(each.second)}
            for each in differences(first, second, lang)
        ],
    }


def _said(said: Said) -> dict[str, str | None]:
    source = said.source
    return {
        "text": said.text,
        "clause": source.clause if source else None,
        "interpretation": source.interpretation if source else None,
    }


def _scope(first: Ruleset, second: Ruleset, lang: Lang) -> Iterator[Difference]:
    for pair, tell in (
        (("地区", "jurisdiction"), lambda each: each.jurisdiction),
        (("适用单位", "filers"), lambda each: joined([value("filers", x, lang) for x in each.filers], lang)),
        (("适用的表", "forms"), lambda each: joined([value("forms", x, lang) for x in each.forms], lang)),
        (("年度", "fiscal years"), lambda each: years(each.fiscal_years, lang)),
    ):
        one, other = tell(first), tell(second)
        if one != other:
            yield Difference(of(pair, lang), Said(one), Said(other))


def _parameters(first: Ruleset, second: Ruleset, lang: Lang) -> Iterator[Difference]:
    one, other = (_by_name(each, lang) for each in (first, second))
    order = list(SECTIONS)
    for key in sorted(dict.fromkeys((*one, *other)), key=lambda each: order.index(each[0])):
        mine, theirs = one.get(key), other.get(key)
        if mine is None or theirs is None or mine.text != theirs.text:
            section, name = key
            yield Difference(f"{of(SECTIONS[section], lang)} · {name}", _of(mine), _of(theirs))


def _by_name(ruleset: Ruleset, lang: Lang) -> dict[tuple[Section, str], Stated]:
    found = parameters(ruleset, lang)
    return {(each.section, each.name): each for each in found if not each.is_formula}


def _of(stated: Stated | None) -> Said:
    return Said(None) if stated is None else Said(stated.text, stated.source)


def _rules(first: Ruleset, second: Ruleset, lang: Lang) -> Iterator[Difference]:
    """Rules are paired by the rows that they apply to, so that other names or cuts make no difference."""
    by_pair: dict[tuple[str | None, str | None], list[Traits]] = {}
    for row in every_row():
        pair = (_id_of(first, row), _id_of(second, row))
        by_pair.setdefault(pair, []).append(row)
    for (one, other), rows in by_pair.items():
        mine, theirs = _rule_said(first, one, lang), _rule_said(second, other, lang)
        if mine.text != theirs.text:
            yield Difference(rows_in_words(rows, lang), mine, theirs)


def _id_of(ruleset: Ruleset, row: Traits) -> str | None:
    found = ruleset.rules_for(row)
    return found[0].id if found else None


def _rule_said(ruleset: Ruleset, identity: str | None, lang: Lang) -> Said:
    rule = next((each for each in ruleset.rules if each.id == identity), None)
    return Said(None) if rule is None else Said(_sentence(rule, ruleset, lang), rule.source, rule.missed)


def _sentence(rule: Rule, ruleset: Ruleset, lang: Lang) -> str:
    return say(rule.method.rule, Voice(lang, comparators=comparators_of(rule), facts=ruleset.facts))
