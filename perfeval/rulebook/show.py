"""A rule set as a page, and all of them as a list (规则集说明): generated from the YAML alone."""

from __future__ import annotations

from collections.abc import Iterator

from tabulate import tabulate

from perfeval.core.exact import show
from perfeval.core.glossary import word
from perfeval.core.methods.base import Method
from perfeval.core.problems import Lang
from perfeval.core.ruleset import Chosen, Decimals, Rule, Ruleset, Source
from perfeval.core.span import Span
from perfeval.core.target import Comparator
from perfeval.core.traits import Attributes, Condition, every_row
from perfeval.rulebook.library import Library
from perfeval.rulebook.sentences import Voice, percent, say
from perfeval.rulebook.words import CONDITIONS, MEANING, TREATMENTS, of, value

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


def show_page(ruleset: Ruleset, lang: Lang) -> str:
    """The rule set as a page: each rule in words and as a formula, beside its clause, date and evidence."""
    parts = (
        _head,
        _execution,
        _rules,
        _meaning,
        _over_completion,
        _rounding,
        _grades,
        _weights,
        _thresholds,
        _facts,
    )
    blocks = ["\n".join(lines) for part in parts if (lines := list(part(ruleset, lang)))]
    return "\n\n".join(blocks)


def _head(ruleset: Ruleset, lang: Lang) -> Iterator[str]:
    yield f"# {ruleset.title.of(lang)}"
    yield ""
    yield f"{of(('编号', 'id'), lang)} {ruleset.id} · {of(('版本', 'version'), lang)} {ruleset.version}"
    document = ruleset.document
    if document is not None:
        parts = (document.number, document.issuer, document.issued, document.url)
        yield f"{of(('文件', 'document'), lang)} {document.title} " + " · ".join(
            each for each in parts if each
        )
    filers = _joined([value("filers", each, lang) for each in ruleset.filers], lang)
    forms = _joined([value("forms", each, lang) for each in ruleset.forms], lang)
    yield (
        f"{of(('地区', 'jurisdiction'), lang)} {ruleset.jurisdiction} · {filers} · {forms} · "
        f"{of(('年度', 'fiscal years'), lang)} {years(ruleset.fiscal_years, lang)}"
    )
    yield (
        f"{of(('性质', 'tier'), lang)} {word(ruleset.tier, lang)} · {of(('依据', 'evidence'), lang)} "
        + _evidence(ruleset.evidence, lang)
    )
    if ruleset.note:
        yield f"{of(('说明', 'note'), lang)} {ruleset.note}"
    yield of(("记号：w 分值，A 指标值，B 实际完成值", "w full mark, A target, B actual value"), lang)


def _named(pair: tuple[str, str], text: str, lang: Lang) -> str:
    return of((f"{pair[0]}：{text}", f"{pair[1]}: {text}"), lang)


def _evidence(evidence: str, lang: Lang) -> str:
    warning = {
        "recalled": ("（未见原文，使用前请核对）", " (the text was not at hand; verify before use)"),
        "inferred": ("（由数据反推，不是制度文件）", " (fitted to data; no official rule)"),
    }.get(evidence)
    return word(evidence, lang) + (of(warning, lang) if warning else "")


def _joined(parts: list[str], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(parts)


def _execution(ruleset: Ruleset, lang: Lang) -> Iterator[str]:
    execution = ruleset.execution
    if execution is None:
        return
    points = (
        ""
        if execution.points is None
        else of((f"（{show(execution.points)}分）", f" ({show(execution.points)} marks)"), lang)
    )
    yield of(("## 预算执行率", "## Budget execution"), lang) + points
    rate = execution.rate
    yield _named(
        ("执行率", "rate"), f"{_treatment(rate.executed_over, lang)}，{_treatment(rate.funds, lang)}", lang
    )
    yield _named(("执行率保留位数", "decimals of the rate"), _places(rate.places, rate.mode, lang), lang)
    yield _named(("执行率超过100%", "rate above 100 %"), _treatment(rate.above_one, lang), lang)
    yield _named(("预算数为零", "zero budget"), _treatment(rate.zero_budget, lang), lang)
    yield from _method(execution.method, Voice(lang, comparators=("at_least",), facts=ruleset.facts))
    yield from _source(execution.source, ruleset, lang)


def _places(places: int | str, mode: str, lang: Lang) -> str:
    if isinstance(places, str):
        return _treatment(places, lang)
    return of(
        (
            f"百分数取{places}位小数，{word(mode, lang)}",
            f"{places} decimals of the per cent, {word(mode, lang)}",
        ),
        lang,
    )


def _treatment(key: str, lang: Lang) -> str:
    return of(TREATMENTS[key], lang)


def _method(method: Method, voice: Voice) -> Iterator[str]:
    formula = Voice(voice.lang, True, voice.comparators, voice.facts)
    yield _named(("计分", "score"), say(method, voice), voice.lang)
    yield _named(("公式", "formula"), f"s = {say(method, formula)}", voice.lang)


def _source(source: Source, ruleset: Ruleset, lang: Lang) -> Iterator[str]:
    if source.interpretation:
        yield f"{of(('依据：本规则集的理解', 'source: our interpretation'), lang)}——{source.interpretation}"
        return
    clause = ruleset.clauses[source.clause or ""]
    where = f" {clause.reference}" if clause.reference else ""
    yield _named(("依据", "source"), f"{clause.title}（{word(clause.evidence, lang)}）{where}", lang)
    if clause.quote:
        yield f"  “{clause.quote}”"


def _rules(ruleset: Ruleset, lang: Lang) -> Iterator[str]:
    yield of(("## 指标计分", "## Indicators"), lang)
    for number, rule in enumerate(ruleset.rules, 1):
        yield ""
        title = rule.title.of(lang) if rule.title else rule.id
        yield f"### {number}. {title} [{rule.id}]"
        yield _named(("适用", "applies to"), condition_in_words(rule.applies_to, lang), lang)
        yield from _method(rule.method, Voice(lang, comparators=comparators_of(rule), facts=ruleset.facts))
        yield from _source(rule.source, ruleset, lang)
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
        f"{of(CONDITIONS[name], lang)} {_joined([value(name, each, lang) for each in values], lang)}"
        for name, values in given
        if values is not None
    )


def _meaning(ruleset: Ruleset, lang: Lang) -> Iterator[str]:
    chosen = [(name, getattr(ruleset.meaning, name)) for name in MEANING]
    if not any(each for _, each in chosen):
        return
    yield of(("## 取值口径", "## How printed values are read"), lang)
    for name, each in chosen:
        if isinstance(each, Chosen):
            yield _named(MEANING[name], _treatment(each.then, lang), lang)
            yield from (f"  {line}" for line in _source(each.source, ruleset, lang))


def _over_completion(ruleset: Ruleset, lang: Lang) -> Iterator[str]:
    over = ruleset.over_completion
    if over is None:
        return
    yield of(("## 超额完成", "## Over-completion"), lang)
    sign = "≥" if over.inclusive else ">"
    names = _joined([value("comparator", each, lang) for each in over.comparators], lang)
    yield of(
        (
            f"完成率 {sign} {percent(over.above)} 的（{names}）提示核实",
            f"completion {sign} {percent(over.above)} ({names}): a warning",
        ),
        lang,
    )
    then = over.when_target_too_low
    if isinstance(then, Method):
        yield from _method(then, Voice(lang, comparators=over.comparators, facts=ruleset.facts))
    else:
        treatment = {
            "none": ("确认指标值设定偏低的：不调减", "where the target was found too low: no reduction"),
            "unstated": (
                "确认指标值设定偏低的：按偏离度调减，幅度未写明，各口径都算",
                "where the target was found too low: reduced by the deviation, in every reading",
            ),
        }[then]
        yield of(treatment, lang)
    yield from _source(over.source, ruleset, lang)


def _rounding(ruleset: Ruleset, lang: Lang) -> Iterator[str]:
    yield of(("## 取整与总分", "## Rounding and total"), lang)
    parts = {
        "score": ("各行得分", "score of a row"),
        "execution": ("执行得分", "execution score"),
        "completion": ("完成率（百分数）", "completion (per cent)"),
    }
    for name, pair in parts.items():
        decimals = getattr(ruleset.rounding, name)
        if isinstance(decimals, Decimals):
            yield _named(pair, _decimals(decimals, lang), lang)
    yield from _source(ruleset.rounding.source, ruleset, lang)
    total = ruleset.total
    yield (
        f"{of(('总分', 'total'), lang)} {show(total.points)}：{_treatment(total.add, lang)}，"
        f"{_decimals(Decimals(places=total.places, mode=total.mode), lang)}"
    )
    yield from _source(total.source, ruleset, lang)


def _decimals(decimals: Decimals, lang: Lang) -> str:
    if decimals.places == "none":
        return _treatment("none", lang)
    mode = _treatment("unstated", lang) if decimals.mode == "unstated" else word(decimals.mode, lang)
    return of((f"{decimals.places}位小数，{mode}", f"{decimals.places} decimals, {mode}"), lang)


def _grades(ruleset: Ruleset, lang: Lang) -> Iterator[str]:
    grades = ruleset.grades
    if grades is None:
        return
    yield of(("## 绩效等级", "## Grades"), lang)
    yield _joined([f"{band.grade} {band.when}" for band in grades.bands], lang)
    for veto in grades.veto:
        fact = ruleset.facts[veto.fact].of(lang) if veto.fact in ruleset.facts else veto.fact
        yield of(
            (f"“{fact}”为 {veto.value} 的，一律评为{veto.grade}", f'"{fact}" = {veto.value}: {veto.grade}'),
            lang,
        )
    yield from _source(grades.source, ruleset, lang)


def _weights(ruleset: Ruleset, lang: Lang) -> Iterator[str]:
    weights = ruleset.weights
    if weights is None:
        return
    yield of(("## 权重", "## Marks by dimension"), lang) + f"（{value('strict', weights.strict, lang)}）"
    for profile in weights.profiles:
        blocks = _joined(
            [f"{value('dimension', name, lang)} {show(marks)}" for name, marks in profile.blocks.items()],
            lang,
        )
        shapes = [value("when", each, lang) for each in profile.when]
        yield f"{_joined(shapes, lang) or of(('所有表', 'every form'), lang)}：{blocks}"
    yield from _source(weights.source, ruleset, lang)


def _thresholds(ruleset: Ruleset, lang: Lang) -> Iterator[str]:
    if ruleset.thresholds:
        yield of(("## 复核界限", "## Thresholds of the review"), lang)
    for name, threshold in ruleset.thresholds.items():
        yield f"{word(name, lang)}：{show(threshold.value)}"
        yield from (f"  {line}" for line in _source(threshold.source, ruleset, lang))


def _facts(ruleset: Ruleset, lang: Lang) -> Iterator[str]:
    if ruleset.facts:
        yield of(
            ("## 表上没有、可另行记录的事实", "## Facts that no form prints and a person may record"), lang
        )
    for name, text in ruleset.facts.items():
        yield f"{name}：{text.of(lang)}"
