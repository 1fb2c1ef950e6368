"""The derivation of one row, rendered from its steps alone (复算过程): a reader with a calculator gets the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import takewhile

from perfeval.core.claim import score_text
from perfeval.core.exact import round_to, show
from perfeval.core.figures import number
from perfeval.core.glossary import assumption_words, comparator_words, evidence_words, word
from perfeval.core.language import either
from perfeval.core.problems import Lang
from perfeval.core.results import FormResult, RowResult
from perfeval.core.ruleset import Ruleset, Source
from perfeval.core.trace import Step

_RATIOS = (
    "completion_ratio",
    "execution_rate",
    "share",
    "threshold",
    "deviation",
    "ratio",
    "shortfall",
    "excess",
)
_OF_READING = (
    *("all-as-percent", "answered-no", "change-opposite", "decline-as-negative", "frequency-over-year"),
    *("last-year-counted", "months-as-days", "parts-summed", "counted-as", "change-told"),
    *("kept-in-words", "short-in-words"),
    *("none-as-zero", "nothing-asked", "percent-scale", "range-as-ceiling", "rate-answers-count"),
    *("unit-assumed", "magnitude-assumed", "unit-mismatch", "comparator-assumed", "negative-actual"),
)
"""What was noticed while the cells were read: told before the numbers that it explains."""


def explain_row(row: RowResult, result: FormResult, lang: Lang = "zh") -> tuple[str, ...]:
    """Lines of the derivation of a row: cells, steps, score against claim, rule, clause and evidence."""
    return tuple(_lines(row, result, lang))


def _lines(row: RowResult, result: FormResult, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    notes = [each for each in row.problems if each.code in _OF_READING]
    yield f"{result.form.name} · {word('execution', lang) if row.indicator is None else row.name}"
    yield from _cells(row, result, lang)
    for note in notes:
        yield f"{word(note.severity, lang)} {note.code}: {note.message(lang)}"
    steps = tuple(_told(row.steps))
    if steps:
        yield ""
        yield "计算" if zh else "Computation"
        for line in _step_lines(steps, result.ruleset, lang, _numbered(row, steps, result.ruleset, lang)[1]):
            yield f"  {line}"
    yield ""
    yield from _verdict(row, lang)
    for problem in row.problems:
        if problem in notes or problem.code == "direction-inferred":  # a step says it already
            continue
        first, *rest = problem.message(lang).splitlines()
        yield f"{word(problem.severity, lang)} {problem.code}: {first}"
        yield from (f"    {line}" for line in rest)
    yield from _grounds(row, steps, result.ruleset, lang)


def _told(steps: tuple[Step, ...]) -> Iterator[Step]:
    """The steps that the score rests on: of readings of the rule that all give one number, the first; and no
    completion ratio where a limit that is kept needs none.
    """
    met_limit = any(each.operation in ("at_most", "less_than") and each.value == 1 for each in steps)
    for step in steps:
        if met_limit and step.label == "completion_ratio":
            continue
        if step.operation == "hull" and _agree(step):
            yield from _told(step.children[0].children)
        else:
            yield step


def _agree(hull: Step) -> bool:
    """Whether all readings come to one number, and none is a reading of the cells, which a person wants to see."""
    ends = {end for each in hull.children for end in (each.value, each.high)}
    return len(ends) == 1 and not any("comparator=" in each.detail for each in hull.children)


def _cells(row: RowResult, result: FormResult, lang: Lang) -> Iterator[str]:
    if row.indicator is None:
        funds = result.form.funds
        pairs = (
            [("budget", funds.budget), ("executed", funds.executed), ("points", funds.points)]
            if funds
            else []
        )
    else:
        each = row.indicator
        pairs = [("target", each.target), ("actual", each.actual), ("points", each.points)]
    yield "  ".join(f"{word(key, lang)} {value}" for key, value in pairs if value is not None)
    if row.place is not None:
        yield ("位置：" if lang == "zh" else "place: ") + row.place.describe(lang)


def _step_lines(
    steps: tuple[Step, ...], ruleset: Ruleset, lang: Lang, numbers: Mapping[str, int]
) -> Iterator[str]:
    """One line a step, readings indented below the step that spans them; `numbers` are those of the grounds."""
    for step in steps:
        shared = _shared(step)
        yield from _step_lines(shared, ruleset, lang, numbers)
        yield _OPERATIONS[step.operation](step, lang) + _ground_of_rounding(step, lang, numbers)
        for child in step.children:
            assumed = {"zh": "；", "en": "; "}[lang].join(
                _assumed(each, ruleset, lang) for each in child.detail.split("; ") if each
            )
            yield f"  · {assumed or {'zh': '其余口径', 'en': 'the other readings'}[lang]}"
            for line in _step_lines(child.children[len(shared) :], ruleset, lang, numbers):
                yield f"    {line}"


def _shared(step: Step) -> tuple[Step, ...]:
    """The steps with which all readings of a row begin: they are told once."""
    together = zip(*(child.children for child in step.children), strict=False)
    return tuple(same[0] for same in takewhile(lambda same: len(set(same)) == 1, together))


def _assumed(assumption: str, ruleset: Ruleset, lang: Lang) -> str:
    """A reading in words; a fact by the title that the rule set gives it."""
    name, _, value = assumption.partition("=")
    if name not in ruleset.facts:
        return assumption_words(assumption, lang)
    return f"{ruleset.facts[name].of(lang)}{'？' if lang == 'zh' else '? '}{word(value, lang)}"


def _ground_of_rounding(step: Step, lang: Lang, numbers: Mapping[str, int]) -> str:
    """A rounding is a rule of its own: it names its source, which stands in full at the end."""
    count = numbers.get(step.source or "") if step.operation == "round" else None
    return "" if count is None else f"  ← {either(lang, '依据', 'source ')}{count}"


def sources_at(path: str, ruleset: Ruleset, met: bool | None) -> tuple[Source, ...]:
    """The sources of the part of a rule set that a step names: rules.ID, execution, rounding, meaning.NAME."""
    head, _, name = path.partition(".")
    if head == "rules":
        return next((rule.rests_on(met) for rule in ruleset.rules if rule.id == name), ())
    part = getattr(ruleset.meaning, name) if head == "meaning" else getattr(ruleset, head)
    return () if part is None else (part.source,)


def _ground(source: Source, ruleset: Ruleset, lang: Lang) -> str:
    if source.interpretation:
        return f"{word('interpretation', lang)}{_COLON[lang]}{source.interpretation}"
    clause = ruleset.clauses[source.clause or ""]
    evidence = "" if clause.evidence == "read" else _aside(word(clause.evidence, lang), lang)
    quote = f"{_COLON[lang]}“{clause.quote}”" if clause.quote else ""
    return f"{clause.title}{evidence}{quote}"


_COLON: dict[Lang, str] = {"zh": "：", "en": ": "}


def _colon(name: str, text: str, lang: Lang) -> str:
    return f"{name}{_COLON[lang]}{text}"


def _aside(text: str, lang: Lang) -> str:
    return f"（{text}）" if lang == "zh" else f" ({text})"


def _verdict(row: RowResult, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    if row.score is not None:
        yield ("复算得分 " if zh else "recomputed ") + score_text(row.score)
    if row.submitted is not None:
        yield ("填报得分 " if zh else "submitted ") + number(row.submitted)
    difference = row.difference
    shown = (
        ""
        if not difference
        else f"  {'相差' if zh else 'difference'} {round_to(difference, 2, 'half_up'):+f}"
    )
    yield ("结论 " if zh else "status ") + word(row.status, lang) + shown


def _grounds(row: RowResult, steps: tuple[Step, ...], ruleset: Ruleset, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    title, evidence = ruleset.title.of(lang), _aside(word(ruleset.evidence, lang), lang)
    yield f"{'规则集' if zh else 'rule set'} {ruleset.id} v{ruleset.version} {title}{evidence}"
    for count, said in enumerate(_numbered(row, steps, ruleset, lang)[0], 1):
        yield f"{'依据' if zh else 'source '}{count} {said}"
    rule = next((each for each in ruleset.rules if each.id == row.rule), None)
    if rule is not None and rule.note and row.level is None and row.score and not row.score.is_point:
        yield _colon("附注" if zh else "note", rule.note, lang)


def _numbered(
    row: RowResult, steps: tuple[Step, ...], ruleset: Ruleset, lang: Lang
) -> tuple[tuple[str, ...], Mapping[str, int]]:
    """What the steps rest on, each once, and the number of the first of it by the part of the rule set."""
    grounds: dict[str, int] = {}
    numbers: dict[str, int] = {}
    for path in dict.fromkeys(step.source for step in _every(steps) if step.source):
        for found in sources_at(path, ruleset, row.met):
            numbers.setdefault(path, grounds.setdefault(_ground(found, ruleset, lang), len(grounds) + 1))
    return tuple(grounds), numbers


def _every(steps: tuple[Step, ...]) -> Iterator[Step]:
    for step in steps:
        yield step
        yield from _every(step.children)


def amount(label: str, value: Fraction, lang: Lang) -> str:
    """A value as a reader wants it: ratios also in per cent, what does not terminate with six decimals and ≈."""
    text = show(value)
    if "/" in text:
        text = f"≈{round_to(value, 6, 'half_up')}"
    if label in _RATIOS and value != 0:
        percent = show(value * 100)
        text += f" ({percent}%)" if "/" not in percent else f" (≈{round_to(value * 100, 4, 'half_up')}%)"
    return text


def _plain(value: Fraction) -> str:
    text = show(value)
    return text if "/" not in text else f"({text})"


def _infix(sign: str) -> Callable[[Step, Lang], str]:
    def line(step: Step, lang: Lang) -> str:
        (first, a), (second, b) = step.operands
        named = f"{word(first, lang)} {sign} {word(second, lang)}"
        numbers = f"{_plain(a)} {sign} {_plain(b)}"
        result = amount(step.label, step.value, lang)
        equals = result if result.startswith("≈") else f"= {result}"
        below = {"zh": "（不含）", "en": " (not itself)"}[lang] if step.detail == "<" else ""
        return f"{word(step.label, lang)} = {named} = {numbers} {equals}{below}"

    return line


def _compared(step: Step, lang: Lang) -> str:
    (_, actual), (_, target) = step.operands
    answer = {"zh": ("？否", "？是"), "en": ("? no", "? yes")}[lang][int(step.value)]
    said = f"{show(actual)} {word(step.operation, lang)} {show(target)}{answer}"
    return _colon(word(step.label, lang), said, lang)


def _round(step: Step, lang: Lang) -> str:
    (label, value), (_, places) = step.operands
    shown = show(value) if "/" not in show(value) else f"≈{round_to(value, 6, 'half_up')}"
    if label in _RATIOS:
        percent = round_to(step.value * 100, max(int(places) - 2, 0), "half_up")
        return f"{word(step.label, lang)} {shown} → {percent}%{_manner(step, int(places) - 2, lang)}"
    result = round_to(step.value, int(places), "half_up")
    return f"{word(step.label, lang)} {shown} → {result}{_manner(step, int(places), lang)}"


def _manner(step: Step, places: int, lang: Lang) -> str:
    mode = word(step.detail, lang)
    return f"（{mode}，保留{places}位小数）" if lang == "zh" else f" ({mode}, {places} decimals)"


def _read(step: Step, lang: Lang) -> str:
    if step.label in ("full_marks", "no_marks"):
        return f"{word(step.label, lang)} {show(step.value)}"
    quoted = f"「{step.detail}」" if lang == "zh" else f'"{step.detail}"'
    said = f"{word(step.label, lang)} {quoted}" if step.detail else word(step.label, lang)
    return said if step.label == "level" else f"{said} = {show(step.value)}"


def _assume(step: Step, lang: Lang) -> str:
    if step.label == "direction":
        comparators, evidence, words = step.detail.split("|", 2)
        said = comparator_words(comparators.split(","), lang)
        return _colon(word("direction", lang), f"{evidence_words(evidence, words, lang)} → {said}", lang)
    if step.label in ("strict_limit", "outside_range", "short_in_words"):
        return word(step.label, lang)
    if step.label == "grade":
        return _graded(step, lang)
    if step.label == "zero_target" and step.detail == "all_or_nothing":
        met = word("full_marks" if step.value else "no_marks", lang)
        return f"{_colon(word('zero_target', lang), word('zero_rule', lang), lang)} → {met}"
    return _colon(word(step.label, lang), f"{word(step.detail, lang)} → {show(step.value)}", lang)


def _graded(step: Step, lang: Lang) -> str:
    """Both grades and their scale: 「良」低于「优」（优、良、中、差）."""
    actual, target, scale = step.detail.split("|")
    order = _aside(scale, lang) if scale else ""
    if lang == "en":
        return f"actual {actual} is {'not lower' if step.value else 'lower'} than target {target}{order}"
    return f"实际完成值「{actual}」{'不低于' if step.value else '低于'}指标值「{target}」{order}"


def _limited(step: Step, lang: Lang) -> str:
    (label, value), (limit, bound) = step.operands
    before = f"{amount(label, value, lang)}{either(lang, '，', ', ')}{word(limit, lang)} {show(bound)}"
    return _colon(word(step.label, lang), f"{before} → {show(step.value)}", lang)


def _within(step: Step, lang: Lang) -> str:
    label, value = step.operands[0]
    return _colon(word(step.label, lang), f"{amount(label, value, lang)} ∈ {step.detail}", lang)


def _hull(step: Step, lang: Lang) -> str:
    """The scores, where each is one number; of intervals the last line says which ends they have."""
    is_clear = all(each.value == each.high for each in step.children)
    scores = dict.fromkeys(number(each.value) for each in step.children if is_clear)
    said = either(lang, "各口径下的得分", "score under each reading")
    return _colon(said, "、".join(scores), lang) if scores else said


def _sum(step: Step, lang: Lang) -> str:
    return f"{word(step.label, lang)} = {' + '.join(show(value) for _, value in step.operands)} = {show(step.value)}"


def _interpolate(step: Step, lang: Lang) -> str:
    x, x0, x1, y0, y1 = (_plain(value) for _, value in step.operands)
    return (
        f"{word(step.label, lang)} = {y0} + ({x} − {x0}) × ({y1} − {y0}) ÷ ({x1} − {x0}) = "
        f"{amount(step.label, step.value, lang)}"
    )


def _on_time(step: Step, lang: Lang) -> str:
    """Both dates, and which is later: 2023年12月 晚于 2023年10月底前."""
    actual, _, deadline = step.detail.partition("|")
    if lang == "en":
        return f"{word('actual', lang)} {actual} is {'not later' if step.value else 'later'} than {deadline}"
    return f"{word('actual', lang)}「{actual}」{'不晚于' if step.value else '晚于'}{word('target', lang)}「{deadline}」"


_OPERATIONS: dict[str, Callable[[Step, Lang], str]] = {
    "add": _infix("+"),
    "assume": _assume,
    "at_least": _compared,
    "at_most": _compared,
    "convert": _infix("×"),
    "divide": _infix("÷"),
    "equal_to": _compared,
    "hull": _hull,
    "interpolate": _interpolate,
    "least": _limited,
    "less_than": _compared,
    "more_than": _compared,
    "most": _limited,
    "multiply": _infix("×"),
    "on_time": _on_time,
    "read": _read,
    "round": _round,
    "subtract": _infix("−"),
    "sum": _sum,
    "whole_steps": _infix("÷"),
    "within": _within,
}
