"""Words for what is computed: labels of steps, statuses, conventions, in Chinese and English (术语)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from perfeval.core.language import Lang, either, of

_WORDS: dict[str, tuple[str, str]] = {
    # numbers of a row
    "points": ("分值", "marks"),
    "target": ("指标值", "target"),
    "actual": ("实际完成值", "actual"),
    "edge": ("较近端点", "nearer end"),
    "completion_ratio": ("完成率", "completion"),
    "completion": ("完成率", "completion"),
    "inverse_completion": ("指标值/完成值", "target/actual"),
    "reverse_completion": ("2−完成率", "2 − completion"),
    "percent": ("实际完成值（%）", "actual value (%)"),
    "ratio": ("比例", "ratio"),
    "share": ("得分比例", "share"),
    "threshold": ("及格线", "threshold"),
    "deviation": ("偏差率", "deviation"),
    "absolute_deviation": ("偏离度", "absolute deviation"),
    "shortfall": ("未完成比例", "shortfall"),
    "excess": ("超出比例", "excess"),
    "gap": ("差额", "gap"),
    "beyond_free": ("计入扣分的部分", "beyond the allowance"),
    "free": ("免扣部分", "allowance"),
    "per": ("每档", "step"),
    "count": ("档数", "steps"),
    "take": ("每档扣分", "deduction a step"),
    "deduction": ("扣分", "deduction"),
    "measure": ("衡量值", "measure"),
    "level": ("完成程度", "level"),
    "tier": ("所在档", "tier"),
    "met": ("是否完成", "met"),
    "passed": ("达到及格线", "passed"),
    # money
    "execution": ("预算执行率", "budget execution"),
    "budget": ("全年预算数", "budget"),
    "initial_budget": ("年初预算数", "initial budget"),
    "executed": ("全年执行数", "executed"),
    "execution_rate": ("执行率", "execution rate"),
    "zero_budget": ("零预算", "zero budget"),
    "zero_target": ("零指标值", "zero target"),
    # marks
    "marks": ("得分（未取整）", "score before rounding"),
    "marks_low": ("得分下限（未取整）", "low before rounding"),
    "score": ("得分", "score"),
    "score_low": ("得分下限", "low"),
    "score_high": ("得分上限", "high"),
    "marks_high": ("得分上限（未取整）", "high before rounding"),
    "full_marks": ("满分", "full marks"),
    "no_marks": ("不得分", "no marks"),
    "cap": ("上限", "cap"),
    "floor": ("下限", "floor"),
    "places": ("小数位数", "places"),
    "reading": ("口径", "reading"),
    # constants
    "one": ("1", "1"),
    "two": ("2", "2"),
    "minus_one": ("-1", "-1"),
    "x0": ("左端", "left"),
    "x1": ("右端", "right"),
    "y0": ("左端比例", "left share"),
    "y1": ("右端比例", "right share"),
    # rounding modes
    "half_up": ("四舍五入", "half up"),
    "half_even": ("四舍六入五成双", "half even"),
    "down": ("截尾", "down"),
    "up": ("进位", "up"),
    # comparators
    "at_least": ("不低于", "at least"),
    "more_than": ("大于", "more than"),
    "at_most": ("不高于", "at most"),
    "less_than": ("小于", "less than"),
    "equal_to": ("等于", "equal to"),
    "direction": ("比较方向", "direction"),
    "zero_rule": ("没有比例可算，完成满分、未完成不得分", "no ratio: full marks when met, none when not"),
    "strict_limit": (
        "恰好等于界限，不满足“大于”“小于”：不得满分",
        "exactly at a strict limit: missed, so less than full marks",
    ),
    "outside_range": ("超出区间，按区间不算完成：不得满分", "outside the range: less than full marks"),
    "short_in_words": (
        "文字说没有达到，没有写差多少：不得满分",
        "words say that it was missed, not by how much: less than full marks",
    ),
    "contested": ("方向不能确定", "direction unclear"),
    # statuses
    "equal": ("一致", "equal"),
    "within": ("在区间内", "within"),
    "differs": ("不一致", "differs"),
    "unsubmitted": ("未填得分", "unsubmitted"),
    "undecided": ("待判断", "undecided"),
    "refused": ("无法复算", "refused"),
    "unmarked": ("没有分值", "no marks"),
    "ignored": ("不计分", "ignored"),
    # severities
    "new": ("新增", "new"),
    "unchanged": ("未变", "unchanged"),
    "back": ("重现", "back"),
    "reviewed": ("复核得分", "reviewed score"),
    "gone": ("已消除", "gone"),
    "error": ("错误", "error"),
    "warning": ("提示", "warning"),
    "info": ("说明", "info"),
    # evidence and tier
    "read": ("已查阅原文", "read"),
    "recalled": ("凭记忆", "recalled"),
    "inferred": ("由数据推定", "inferred"),
    "notice": ("制度文件", "notice"),
    "form_footnote": ("表下注", "form footnote"),
    "system_behaviour": ("系统口径", "system behaviour"),
    "reviewer_rubric": ("复核细则", "reviewer rubric"),
    # reasons of ignored rows
    "breakdown": ("其中项，不单独计分", "breakdown, carries no marks"),
    "template-leftover": ("模板残留行", "template leftover"),
    "not-applicable": ("不适用", "not applicable"),
    "blank-target": ("指标值空白，按规则不计分", "blank target, not scored under the rule set"),
    "blank-actual": ("实际完成值空白，按规则不计分", "blank actual value, not scored under the rule set"),
    "scored-with-block": ("与上一行合并计分", "scored with the row above"),
    # how a rule set was chosen
    "named": ("指定", "named"),
    "jurisdiction": ("按地区", "by jurisdiction"),
    "national": ("全国办法", "national default"),
    "interpretation": ("本规则集的理解", "our interpretation"),
    # readings of open parameters
    "otherwise": ("未完成时", "when missed"),
    "range=exact": ("区间内才算完成", "a range to lie in"),
    "range=at_least": ("不低于下限即完成", "at least its lower end"),
    "range=at_most": ("不高于上限即完成", "at most its upper end"),
    "month=28": ("一个月按28天", "a month as 28 days"),
    "month=31": ("一个月按31天", "a month as 31 days"),
    "frequency=period": ("每期的数", "the actual value as the number of one period"),
    "frequency=year": ("全年的数", "the actual value as the number of the year"),
    "frequency=days": ("全年每日一期", "every day of the year"),
    "frequency=workdays": ("每个工作日一期（约250期）", "every working day, about 250"),
    "scale=share": ("小数为比例（0.5即50%）", "the bare number as a share (0.5 is 50%)"),
    "scale=percent": ("小数为百分数（0.5即0.5%）", "the bare number as a percentage (0.5 is 0.5%)"),
    "rate=completion": ("完成率", "the percentage as how much of it was done"),
    "rate=percent": ("指标本身的百分数", "the percentage as the value itself"),
    "outside": ("区间外", "outside the range"),
    "unmet": ("未完成得分比例", "share when unmet"),
    "actual/target": ("按完成值/指标值", "actual/target"),
    "target/actual": ("按指标值/完成值", "target/actual"),
    "2-actual/target": ("按2−完成值/指标值", "2−actual/target"),
    "proportional": ("按完成值/指标值", "actual/target"),
    "symmetric_deviation": ("按偏离度", "by deviation"),
    "all_or_nothing": ("不得分", "no marks"),
    "comparator": ("比较符", "comparator"),
    "executed_over": ("分母", "denominator"),
    "above_one": ("执行率超过100%时", "rate above 100 %"),
    "allow": ("不封顶", "uncapped"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "none": ("不取整", "exact"),
    "mode": ("取整方式", "rounding"),
    "steps": ("扣分方式", "deduction"),
    "whole": ("满一档才扣", "whole steps"),
    "proportional_steps": ("按比例扣", "proportional"),
}


COLUMNS: dict[str, tuple[str, str]] = {
    "form": ("自评表", "form"),
    "row": ("行", "row"),
    "verdict": ("结论", "verdict"),
    "submitted": ("填报得分", "submitted"),
    "recomputed": ("复算得分", "recomputed"),
    "confirmed": ("复核得分", "confirmed"),
    "difference": ("差异", "difference"),
    "grade": ("等级", "grade"),
    "indicator": ("指标", "indicator"),
    "note": ("偏差原因", "reason given"),
    "total": ("总分", "total"),
    "derivation": ("计算过程", "derivation"),
    "department": ("部门", "department"),
    "file": ("文件", "file"),
    "forms": ("张自评表", "forms"),
    "rows": ("行", "rows"),
    "rate": ("执行率", "execution"),
    "lost": ("失分", "lost"),
    "unread": ("没有读取", "not read"),
}
"""Words over the columns and figures of tables and pages."""


class Words:
    """Words of one product by key (用语): its own, else those over columns, else those of the glossary."""

    def __init__(self, own: Mapping[str, tuple[str, str]]) -> None:
        self._known = {**_WORDS, **COLUMNS, **own}

    def __call__(self, key: str, lang: Lang, **values: object) -> str:
        """A text of the product, its braces filled in where values are given."""
        text = of(self._known[key], lang)
        return text.format(**values) if values else text


def word(key: str, lang: Lang) -> str:
    """The word for a key; the key itself where the glossary has none, so that nothing is hidden."""
    return of(_WORDS.get(key, (key, key)), lang)


def assumption_words(assumption: str, lang: Lang) -> str:
    """An assumption such as "otherwise=all_or_nothing" in words."""
    if assumption in _WORDS:
        return word(assumption, lang)
    name, _, value = assumption.partition("=")
    if name == "bare":
        return value  # a number with the unit in which it is read: 4500米
    return f"{word(name, lang)}{either(lang, '：', ': ')}{word(value, lang)}"


_EVIDENCE: dict[str, tuple[str, str]] = {
    "comparator": ("指标名称中写明的「{words}」", 'the comparator "{words}" in the name'),
    "column": ("表中方向一栏的「{words}」", 'the column of directions ("{words}")'),
    "name": ("指标名称中的「{words}」", 'the words "{words}" in the name'),
    "category": ("二级指标（{words}）", "the category ({words})"),
    "value": ("指标值本身（{words}）", "the value itself ({words})"),
    "default": ("一般口径（越多越好）", "the general rule (more is better)"),
    "rule": ("规则集的规定", "the rule set"),
}
_CATEGORIES = {"cost": "成本指标", "satisfaction": "满意度指标", "timeliness": "时效指标"}


def evidence_words(evidence: str, words: str, lang: Lang) -> str:
    """What a direction was read from, in words: 指标名称中的「合格」."""
    zh, en = _EVIDENCE[evidence]
    return either(lang, zh.format(words=_CATEGORIES.get(words, words)), en.format(words=words))


def comparator_words(comparators: Iterable[str], lang: Lang) -> str:
    """Comparators in words: 不低于, or 等于、不低于、不高于."""
    return either(lang, "、", ", ").join(word(each, lang) for each in comparators)
