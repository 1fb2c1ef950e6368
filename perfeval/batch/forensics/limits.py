"""Where a forensic check begins to speak (排查界限): every threshold is a named number with its source."""

from __future__ import annotations

from dataclasses import dataclass

from perfeval.core.ruleset import Text


@dataclass(frozen=True, slots=True)
class Limit:
    """One threshold: its value, what it is, and where it comes from; "ours" is our choice, to be disputed."""

    value: int
    title: Text
    source: str

    def __str__(self) -> str:
        return str(self.value)


def _limit(value: int, zh: str, en: str, source: str = "ours") -> Limit:
    return Limit(value, Text(zh=zh, en=en), source)


LEAST_FORMS = _limit(5, "比较部门所需的最少自评表数", "forms that a department needs to be compared")
FULL_EXCESS = _limit(
    20, "部门满分率高于全年的百分点", "points by which a share of full totals exceeds the year's"
)
YEAR_FULL = _limit(50, "全年满分表占比（%）", "share of full totals in the year, %", "RC-65")
LEAST_ENDINGS = _limit(10, "比较尾数所需的最少自评表数", "forms that endings need to be compared")
ENDING_SHARE = _limit(50, "同一尾数占比（%）", "share of one ending, %")
LEAST_HEAP = _limit(10, "等级线上方一分内的最少自评表数", "forms within one mark above a cut-off")
HEAP_TIMES = _limit(3, "等级线上方一分与下方一分之比", "times as many just above a cut-off as just below")
HEAP_NEXT_TENTHS = _limit(15, "等级线上方一分与再上一分之比（十分之几）", "tenths of the next mark's forms")
CUT_OFFS = (
    _limit(90, "等级线：优", "cut-off of 优", "P75: 90/80/60"),
    _limit(80, "等级线：良", "cut-off of 良", "P75: 90/80/60"),
    _limit(60, "等级线：中", "cut-off of 中", "P75: 90/80/60"),
)
OVERCLAIM = _limit(1, "填报总分高于复算的分数", "marks by which a claimed total exceeds the recomputed one")
OVERCLAIM_2 = _limit(3, "同上，建议核实", "the same, to verify")
OVERCLAIM_3 = _limit(10, "同上，优先核实", "the same, to verify first")
LEAST_ROWS = _limit(5, "比较整张表所需的最少指标数", "rows that a form needs to be compared as a whole")
LEAST_EXACT = _limit(
    3, "「分毫不差」所需的最少定量指标数", "quantities that must meet their targets to the digit"
)
OVER_COMPLETION = _limit(120, "完成率（%），列示", "completion ratio, %, listed", "S-08: 120%")
OVER_COMPLETION_2 = _limit(
    130, "完成率（%）高于此值，建议核实", "completion ratio above, %", "L-15, R-01: 130%"
)
OVER_COMPLETION_3 = _limit(300, "完成率（%），优先核实", "completion ratio, %, to verify first")
GAP = _limit(
    20,
    "指标得分率高于执行率的百分点（RC-34 的 5 个百分点会列出大部分项目）",
    "points of completion above execution (RC-34's 5 would list most projects)",
    "RC-34, S-14: 5; ours: 20",
)
GAP_2 = _limit(40, "同上，建议核实", "the same, to verify")
GAP_3 = _limit(60, "同上，优先核实", "the same, to verify first")
LEAST_PEERS = _limit(8, "单位成本比较所需的最少同类", "peers that a unit cost needs")
COST_TIMES = _limit(3, "单位成本与同类中位数之比，列示", "times the median of the peers, listed")
COST_TIMES_2 = _limit(5, "同上，建议核实", "the same, to verify")
COST_TIMES_3 = _limit(10, "同上，优先核实", "the same, to verify first")
ALIKE = _limit(
    80, "两表相同内容占比（%）", "share that two forms have in common, %", "as the check forms-nearly-alike"
)
RARE = _limit(20, "用于配对的内容最多出现的表数", "forms in which a piece may stand to pair them by it")
LEAST_TEXT = _limit(
    12, "比较说明所需的最少字数", "characters of a note to be compared", "as note-in-many-forms"
)
LEAST_GOAL = _limit(20, "比较年度目标文字所需的最少字数", "characters of a goal to be compared")
MANY_COPIES = _limit(5, "同一文字出现的项目数，建议核实", "projects with the same text, to verify")
VERY_MANY_COPIES = _limit(20, "同上，优先核实", "the same, to verify first")
HABIT = _limit(3, "形成惯例所需的行数", "rows that make a habit", "as level-scored-differently")
SPREAD_2 = _limit(20, "得分率相差的百分点，建议核实", "points between the shares, to verify")
SPREAD_3 = _limit(50, "同上，优先核实", "the same, to verify first")
LEAST_REPEATS = _limit(
    3, "「与上年完全相同」所需的最少定量指标数", "quantities that must repeat", "as actuals-repeat"
)
JUMP_TIMES = _limit(3, "完成值与上年之比（或其倒数）", "times last year's value, or a part of it")
JUMP_TIMES_3 = _limit(10, "同上，优先核实", "the same, to verify first")

LIMITS = {name: value for name, value in globals().items() if isinstance(value, Limit)} | {
    f"CUT_OFF_{each.value}": each for each in CUT_OFFS
}
