"""A rule set as a page, and all of them as a list (规则集说明): generated from the YAML alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from tabulate import tabulate

from perfeval.core.exact import show
from perfeval.core.glossary import word
from perfeval.core.problems import Lang
from perfeval.core.ruleset import Rule, Ruleset, Source
from perfeval.core.span import Span
from perfeval.core.target import Comparator
from perfeval.core.traits import Attributes, Condition, every_row
from perfeval.rulebook.library import Library
from perfeval.rulebook.parameters import Section, Stated, joined, parameters, scored
from perfeval.rulebook.rule_terms import CONDITIONS, of, value
from perfeval.rulebook.voice import Voice

_HEADINGS = {
    "id": ("编号", "id"),
    "title": ("名称", "title"),
    "jurisdiction": ("地区", "jurisdiction"),
    "years": ("年度", "fiscal years"),
    "tier": ("性质", "tier"),
    "evidence": ("依据", "evidence"),
}


def list_table(library: Library, lang: Lang) -> str:
    """One line a rule set: id, title, jurisdiction, fiscal years, tier, evidence."""
    rows = [
        (
            each.id,
            each.title.of(lang),
            each.jurisdiction,
            years(each.fiscal_years, lang),
            word(each.tier, lang),
            word(each.evidence, lang),
        )
        for each in library.rulesets
    ]
    return tabulate(rows, headers=[of(pair, lang) for pair in _HEADINGS.values()], disable_numparse=True)


def list_json(library: Library) -> list[dict[str, object]]:
    """What the list says, as data; one mapping a rule set."""
    return [
        {
            "id": each.id,
            "version": each.version,
            "title": each.title.model_dump(),
            "jurisdiction": each.jurisdiction,
            "filers": list(each.filers),
            "forms": list(each.forms),
            "fiscal_years": str(each.fiscal_years),
            "tier": each.tier,
            "evidence": each.evidence,
            "sha256": each.sha256,
        }
        for each in library.rulesets
    ]


def years(span: Span, lang: Lang) -> str:
    """Fiscal years in words: 2020年起, 2016–2019, 2023."""
    low = "" if span.low is None else show(span.low)
    if span.high is None:
        return of((f"{low}年起", f"from {low}"), lang)
    last = span.high - 1 if span.high_open else span.high
    return low if low == show(last) else f"{low}–{show(last)}"


SECTIONS: dict[Section, tuple[str, str]] = {
    "execution": ("预算执行率", "Budget execution"),
    "meaning": ("取值口径", "How printed values are read"),
    "over_completion": ("超额完成", "Over-completion"),
    "rounding": ("取整与总分", "Rounding and total"),
    "grades": ("绩效等级", "Grades"),
    "weights": ("权重", "Marks by dimension"),
    "thresholds": ("复核界限", "Thresholds of the review"),
    "facts": ("表上没有、可另行记录的事实", "Facts that no form prints and a person may record"),
}


def show_page(ruleset: Ruleset, lang: Lang) -> str:
    """The rule set as a page: each rule in words and as a formula, beside its clause, date and evidence."""
    sections = {
        section: list(_section(section, items, ruleset, lang))
        for section, items in groupby(parameters(ruleset, lang), lambda each: each.section)
    }
    execution = sections.pop("execution", [])
    blocks = [list(_head(ruleset, lang)), execution, list(_rules(ruleset, lang)), *sections.values()]
    return "\n\n".join("\n".join(lines) for lines in blocks if lines)


def source_lines(source: Source, ruleset: Ruleset, lang: Lang) -> Iterator[str]:
    """Where a rule comes from: our interpretation, or the clause with its evidence and the sentence
    quoted.
    """
    if source.interpretation:
        yield _named(("依据：本规则集的理解", "source: our interpretation"), source.interpretation, lang)
        return
    clause = ruleset.clauses[source.clause or ""]
    where = f" {clause.reference}" if clause.reference else ""
    yield _named(("依据", "source"), f"{clause.title}（{word(clause.evidence, lang)}）{where}", lang)
    if clause.quote:
        yield f"  “{clause.quote}”"


def _head(ruleset: Ruleset, lang: Lang) -> Iterator[str]:
    yield f"# {ruleset.title.of(lang)}"
    yield ""
    yield f"{of(('编号', 'id'), lang)} {ruleset.id} · {of(('版本', 'version'), lang)} {ruleset.version}"
    document = ruleset.document
    if document is not None:
        parts = (document.number, document.issuer, document.issued, document.url)
        known = " · ".join(each for each in parts if each)
        yield f"{of(('文件', 'document'), lang)} {document.title} {known}".rstrip()
    filers = joined([value("filers", each, lang) for each in ruleset.filers], lang)
    forms = joined([value("forms", each, lang) for each in ruleset.forms], lang)
    covered = f"{of(('年度', 'fiscal years'), lang)} {years(ruleset.fiscal_years, lang)}"
    yield f"{of(('地区', 'jurisdiction'), lang)} {ruleset.jurisdiction} · {filers} · {forms} · {covered}"
    if ruleset.scope is not None:
        yield from (f"  {line}" for line in source_lines(ruleset.scope, ruleset, lang))
    if ruleset.layouts is not None:
        yield _named(("只用于版式", "only for the layout"), joined(list(ruleset.layouts), lang), lang)
    evidence = f"{of(('依据', 'evidence'), lang)} {_evidence(ruleset.evidence, lang)}"
    yield f"{of(('性质', 'tier'), lang)} {word(ruleset.tier, lang)} · {evidence}"
    if ruleset.note:
        yield _named(("说明", "note"), ruleset.note, lang)
    for name, reason in ruleset.waived.items():
        yield _named(("未尽之处", "left open"), f"{reason} [{name}]", lang)
    yield of(
        (
            "记号：s 得分，w 分值，A 指标值，B 实际完成值，E 执行数，G 预算数",
            "s score, w full mark, A target, B actual, E executed, G budget",
        ),
        lang,
    )


def _named(pair: tuple[str, str], text: str, lang: Lang) -> str:
    return of((f"{pair[0]}：{text}", f"{pair[1]}: {text}"), lang)


def _evidence(evidence: str, lang: Lang) -> str:
    warning = {
        "recalled": (
            "（未见原文或原文不全，使用前请核对）",
            " (the text was not at hand in full; verify before use)",
        ),
        "inferred": ("（由数据反推，不是制度文件）", " (fitted to data; no official rule)"),
    }.get(evidence)
    return word(evidence, lang) + (of(warning, lang) if warning else "")


def _section(section: Section, items: Iterable[Stated], ruleset: Ruleset, lang: Lang) -> Iterator[str]:
    """A heading, then the parameters; a source once under all that it supports."""
    yield f"## {of(SECTIONS[section], lang)}"
    yield from _stated(items, ruleset, lang)


def _stated(items: Iterable[Stated], ruleset: Ruleset, lang: Lang) -> Iterator[str]:
    for source, several in groupby(items, lambda each: each.source):
        yield from (_named((each.name, each.name), each.text, lang) for each in several)
        if source is not None:
            yield from (f"  {line}" for line in source_lines(source, ruleset, lang))


def _rules(ruleset: Ruleset, lang: Lang) -> Iterator[str]:
    yield of(("## 指标计分", "## Indicators"), lang)
    for number, rule in enumerate(ruleset.rules, 1):
        yield ""
        title = rule.title.of(lang) if rule.title else rule.id
        yield f"### {number}. {title} [{rule.id}]"
        yield _named(("适用", "applies to"), condition_in_words(rule.applies_to, lang), lang)
        voice = Voice(lang, comparators=comparators_of(rule), facts=ruleset.facts)
        yield from _stated(scored("meaning", rule.method.rule, voice, rule.source), ruleset, lang)
        if rule.missed is not None:
            yield from (f"  {line}" for line in source_lines(rule.missed, ruleset, lang))
        if rule.note:
            yield _named(("附注", "note"), rule.note, lang)


def comparators_of(rule: Rule) -> tuple[Comparator | None, ...]:
    """The comparators that rows of a rule can have: those of a quantity, none for every other target."""
    return tuple(dict.fromkeys(each.comparator for each in every_row() if rule.applies_to.holds(each)))


def condition_in_words(condition: Condition, lang: Lang) -> str:
    """Which rows a rule applies to."""
    text = _attributes(condition, lang) or of(("所有指标", "every row"), lang)
    for each in condition.exceptions:
        text += of((f"；{_attributes(each, lang)} 的除外", f"; except {_attributes(each, lang)}"), lang)
    return text


def _attributes(attributes: Attributes, lang: Lang) -> str:
    given = [(name, getattr(attributes, name)) for name in CONDITIONS]
    return "，".join(
        f"{of(CONDITIONS[name], lang)} {joined([value(name, each, lang) for each in values], lang)}"
        for name, values in given
        if values is not None
    )
