"""What `infer` found, in words (反推结果): one block a parameter, with the witnesses of every value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfeval.core.exact import round_to, show
from perfeval.core.glossary import word
from perfeval.core.problems import Lang
from perfeval.review.candidates import Sample
from perfeval.review.infer import Coupling, Fit, Inference, ParameterFinding, ValueFinding

_SHOWN = 4
"""Witnesses that are named; the rest are counted."""


def infer_lines(shared: Inference, own: Inference, fits: Sequence[Fit], lang: Lang) -> Iterator[str]:
    """The whole report: one rounding for all scores, execution rounded on its own, and the shipped rule sets."""
    zh = lang == "zh"
    count = len(shared.samples)
    yield f"{count} 行可用于反推" if zh else f"{count} rows can tell something"
    yield from _outliers(shared, lang)
    yield ""
    yield "一、全部得分用同一种取整" if zh else "1. One rounding for all scores"
    for parameter in shared.parameters:
        yield from _parameter(parameter, lang)
    yield from _couplings(shared, lang)
    yield ""
    yield "二、预算执行得分单独取整时" if zh else "2. With the execution score rounded on its own"
    for parameter in own.parameters:
        if parameter.key in ("rounding", "execution_rounding", "execution"):
            yield from _parameter(parameter, lang)
    yield from _couplings(own, lang)
    yield ""
    yield "三、现有规则集" if zh else "3. The rule sets at hand"
    for fit in fits:
        unexplained = fit.differs + fit.refused
        yield (
            f"  {fit.ruleset.id}：{unexplained} 行不能解释（不一致 {fit.differs}，无法复算 {fit.refused}）"
            if zh
            else f"  {fit.ruleset.id}: {unexplained} rows unexplained ({fit.differs} differ, {fit.refused} refused)"
        )


def _outliers(found: Inference, lang: Lang) -> Iterator[str]:
    if not found.outliers:
        yield "有一组口径能解释全部行" if lang == "zh" else "one set of conventions explains every row"
        return
    count = len(found.outliers)
    yield (
        f"最好的口径也有 {count} 行不能解释："
        if lang == "zh"
        else f"{count} rows contradict even the best set:"
    )
    yield from (f"  {sample_text(sample, lang)}" for sample in found.outliers)


def _parameter(found: ParameterFinding, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    if found.informative == 0:
        verdict = "数据不能确定" if zh else "the data cannot tell"
    elif found.is_determined:
        verdict = "已确定" if zh else "determined"
    else:
        verdict = "有几种可能" if zh else "several are possible"
    counts = (
        f"{found.rows} 行，{found.informative} 行有区别"
        if zh
        else f"{found.rows} rows, {found.informative} telling"
    )
    yield (
        f"● {found.title.of(lang)}：{verdict}（{counts}）"
        if zh
        else f"● {found.title.of(lang)}: {verdict} ({counts})"
    )
    for value in found.values:
        yield f"  {'✓' if value.is_listed else '✗'} {value.says.of(lang)}{_against(value, lang)}"


def _against(value: ValueFinding, lang: Lang) -> str:
    if not value.against:
        return ""
    names = "；".join(sample_text(sample, lang) for sample in value.against[:_SHOWN])
    more = len(value.against) - _SHOWN
    rest = "" if more <= 0 else (f"；等 {more} 行" if lang == "zh" else f"; and {more} more")
    count = len(value.against)
    return f"——{count} 行不符：{names}{rest}" if lang == "zh" else f" - {count} rows against: {names}{rest}"


def _couplings(found: Inference, lang: Lang) -> Iterator[str]:
    titles = {parameter.key: parameter for parameter in found.parameters}
    for coupling in found.couplings:
        yield "  " + _coupling(coupling, titles, lang)


def _coupling(coupling: Coupling, titles: dict[str, ParameterFinding], lang: Lang) -> str:
    zh = lang == "zh"
    context = "、".join(word(each, lang) for each in coupling.context)
    parts = []
    for key, names in coupling.leaves.items():
        says = {value.key: value.says.of(lang) for value in titles[key].values}
        parts.append(f"{titles[key].title.of(lang)} = {' / '.join(says[name] for name in names)}")
    return f"联动 {context} → {'；'.join(parts)}" if zh else f"together: {context} → {'; '.join(parts)}"


def sample_text(sample: Sample, lang: Lang) -> str:
    """A witness: form, row, the numbers and the submitted score."""
    name = word("execution_rate", lang) if sample.is_execution else f"{sample.row.row} {sample.row.name}"
    exact = show(sample.ratio * 100)
    ratio = f"{exact}%" if "/" not in exact else f"≈{round_to(sample.ratio * 100, 4, 'half_up')}%"
    score = f"{show(sample.submitted)}/{show(sample.points)}"
    return f"《{sample.form}》{name}（{ratio}，{score}）"
