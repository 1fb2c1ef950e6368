"""Words for what rule files say in keys (规则文件用词): conditions, parameters, treatments."""

from __future__ import annotations

from perfeval.core.language import Lang
from perfeval.core.language import of as of

_Pair = tuple[str, str]

CONDITIONS: dict[str, _Pair] = {
    "dimension": ("一级指标", "dimension"),
    "category": ("二级指标", "category"),
    "target": ("指标值", "target"),
    "comparator": ("比较符", "comparator"),
    "actual": ("实际完成值", "actual value"),
}

VALUES: dict[str, dict[str, _Pair]] = {
    "dimension": {
        "output": ("产出", "output"),
        "cost": ("成本", "cost"),
        "benefit": ("效益", "benefit"),
        "satisfaction": ("满意度", "satisfaction"),
        "performance": ("履职效能", "performance of duty"),
        "process": ("过程", "process"),
        "decision": ("决策", "decision"),
        "other": ("其他", "other"),
        "execution": ("预算执行率", "budget execution"),
    },
    "category": {
        "quantity": ("数量", "quantity"),
        "quality": ("质量", "quality"),
        "timeliness": ("时效", "timeliness"),
        "cost": ("成本", "cost"),
        "benefit": ("效益", "benefit"),
        "satisfaction": ("满意度", "satisfaction"),
        "other": ("其他", "other"),
        "economic_cost": ("经济成本", "economic cost"),
        "social_cost": ("社会成本", "social cost"),
        "ecological_cost": ("生态环境成本", "ecological cost"),
        "economic_benefit": ("经济效益", "economic benefit"),
        "social_benefit": ("社会效益", "social benefit"),
        "ecological_benefit": ("生态效益", "ecological benefit"),
        "sustainable_benefit": ("可持续影响", "sustainable benefit"),
        "plain": ("未细分", "no finer kind"),
    },
    "target": {
        "quantity": ("定量", "a quantity"),
        "date": ("期限", "a date"),
        "grade": ("等级", "a grade"),
        "range": ("区间", "a range"),
        "qualitative": ("定性", "words"),
    },
    "actual": {
        "quantity": ("数值", "a quantity"),
        "date": ("日期", "a date"),
        "grade": ("等级", "a grade"),
        "words": ("文字", "words"),
    },
    "comparator": {
        "at_least": ("≥", "≥"),
        "more_than": ("＞", ">"),
        "at_most": ("≤", "≤"),
        "less_than": ("＜", "<"),
        "equal_to": ("＝", "="),
    },
    "filers": {
        "central": ("中央部门", "central bodies"),
        "local": ("地方部门", "local bodies"),
        "unit": ("基层单位", "units"),
    },
    "forms": {
        "project": ("项目支出", "project"),
        "department": ("部门整体支出", "department"),
        "transfer": ("转移支付", "transfer payment"),
    },
    "strict": {
        "fixed": ("固定", "fixed"),
        "default": ("原则上，可调整", "a default that may be changed"),
        "free": ("总分之内自定", "free within the total"),
    },
    "when": {
        "with_cost": ("设成本指标的", "with cost indicators"),
        "without_cost": ("不设成本指标的", "without cost indicators"),
        "without_satisfaction": ("不设满意度指标的", "without satisfaction indicators"),
        "with_satisfaction": ("设满意度指标的", "with satisfaction indicators"),
    },
}

MEANING: dict[str, _Pair] = {
    "bare_target": ("没有比较符的指标值", "a target without a comparator"),
    "equal_to": ("“=”指标怎样算完成", 'when "=" is met'),
    "target_column": ("年初与调整后指标值不同时", "where initial and adjusted target differ"),
    "unit_mismatch": ("单位不一致", "units that do not convert"),
    "negative_actual": ("实际完成值为负", "a negative actual value"),
    "zero_target": ("指标值为零", "a target of zero"),
    "blank_actual": ("实际完成值空白", "a blank actual value"),
    "blank_target": ("指标值空白", "a blank target"),
    "not_applicable": ("写明不适用的行", "a row declared not applicable"),
}

TREATMENTS: dict[str, _Pair] = {
    "at_least": ("按“不低于”", "as at least"),
    "at_most": ("按“不高于”", "as at most"),
    "equal_to": ("按“等于”", "as equal to"),
    "infer": ("按人的读法推定方向", "in the direction in which a person reads it"),
    "refuse": ("不予复算，退回核对", "refused"),
    "exactly": ("恰好相等才算完成", "met only when exactly equal"),
    "adjusted": ("用调整后指标值", "the adjusted target"),
    "initial": ("用年初指标值", "the initial target"),
    "compare": ("直接比较数字并提示", "compared number by number, with a warning"),
    "as_zero": ("按零计算", "counts as zero"),
    "allow": ("照原值计算", "as it stands"),
    "all_or_nothing": ("完成记满分，未完成不得分", "full marks when met, none when not"),
    "zero": ("按零计算", "counts as zero"),
    "ignore": ("不计分", "not scored"),
    "rescale": ("不计分，其余各行折算为满分制", "left out; the others are scaled up to the whole"),
    "full_marks": ("记满分", "full marks"),
    "no_marks": ("不得分", "no marks"),
    "cap": ("按100%计", "counts as 100 %"),
    "divisor_one": ("除数取1", "the divisor becomes 1"),
    "budget": ("全年执行数÷全年（调整后）预算数", "executed ÷ annual (adjusted) budget"),
    "initial_budget": ("全年执行数÷年初预算数", "executed ÷ initial budget"),
    "total": ("全部资金", "all funds"),
    "fiscal": ("财政资金（含结转）", "fiscal funds (carry-over included)"),
    "unstated": ("文件未写明，按各种口径分别计算", "not stated in the source: every known reading counts"),
    "pooled": ("先汇总完成数再计算得分", "values are pooled, then scored"),
    "averaged": ("各单位得分取平均", "the mean of the units' scores"),
    "funds_weighted": ("各单位得分按资金加权平均", "the mean of the units' scores, weighted by funds"),
    "rounded": ("各行先取整再相加", "rounded rows are added"),
    "exact": ("先相加再取整", "exact rows are added, then rounded"),
    "none": ("不取整", "not rounded"),
}

THRESHOLDS: dict[str, _Pair] = {
    "execution_reason_below": ("执行率低于此须说明原因", "a reason is due below this execution rate"),
    "over_completion_reason_from": ("完成率达此须说明原因", "a reason is due from this completion ratio"),
    "deviation_reason_from": ("偏差率达此须说明原因", "a reason is due from this deviation"),
    "note_longest": ("说明的字数上限", "longest note, in characters"),
    "fewest_indicators": ("三级指标最少个数", "fewest indicators"),
    "satisfaction_least": ("满意度指标值的下限", "least satisfaction target"),
    "unspent_warning_above": ("未支出比例高于此提示", "a warning above this unspent share"),
}


def value(attribute: str, key: str, lang: Lang) -> str:
    """The word for the value of an attribute, the key itself where there is none."""
    return of(VALUES.get(attribute, {}).get(key, (key, key)), lang)
