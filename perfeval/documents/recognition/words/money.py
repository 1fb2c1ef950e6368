"""Words of the fund block (资金表头, 资金标签) -> roles."""

from __future__ import annotations

import re
from collections.abc import Mapping

from perfeval.documents.recognition.words.bare import by_word, composed, header_word, words
from perfeval.documents.recognition.words.columns import INDICATOR_COLUMNS

_YEAR = "_ 全年 年度 本年 本年度 当年 当年度"
_UNTIL = f"{_YEAR} 年末 年终 年底 截至年末 截至年底 截至目前"

FUND_COLUMNS: Mapping[str, frozenset[str]] = {
    "initial_budget": composed(
        "年初", "_ 批复 安排 下达", "预算 预算数 预算额 预算金额 预算资金 预算安排 预算安排数"
    )
    | words("年初安排数 年初批复数 年初安排资金"),
    "budget": composed(
        _YEAR,
        "_ 调整后 追加后 批复 下达 安排 项目",
        "预算 预算数 预算额 预算数额 预算金额 预算资金 预算安排 预算安排数 预算安排金额 预算批复数",
    )
    | composed("_ 实际 年度 全年", "调整后", "预算 预算数 预算金额")
    | words("预算合计 预算总计 预算合计数"),
    "executed": composed(
        _UNTIL,
        "_ 实际 累计 累计实际 资金 资金实际 项目 项目实际 预算实际 财政",
        "执行 支出 支付 使用",
        "数 额 数额 金额 资金 资金数",
    )
    | composed(_UNTIL, "实际 累计 实际累计", "执行 支出 支付 使用")
    | composed("资金 项目资金 专项资金", "执行 支出 支付 使用")
    | composed("_ 实际 全年 年度 本年 当年", "执行 支出")
    | composed("已", "支出 执行 支付 使用", "_ 数 额 金额 资金")
    | composed(_YEAR, "预算执行", "数 额 金额")
    | composed("_ 年度 部门 收支", "决算", "数 金额 支出"),
    "points": INDICATOR_COLUMNS["points"] | words("执行率权重 执行率分值 执行率满分 执行分值 执行满分"),
    "rate": composed(
        "_ 全年 年度 预算 全年预算 年度预算 项目预算 资金 预算资金 项目资金 财政资金 资金预算 实际",
        "执行率 执行比例 执行进度",
    )
    | composed("_ 预算 资金 项目资金", "支出率 支付率 使用率 支出进度 支出占比 完成率") - words("完成率"),
    "score": INDICATOR_COLUMNS["score"] | words("执行率得分 执行得分 预算执行得分"),
    # Money that says nothing of the execution, beside the money that does.
    "other_money": composed(
        "_ 资金 预算 年末 年度 结转", "结余 结余数 结余额 结余金额 结余资金 结转结余 结转数"
    )
    | composed("_ 实际 资金 资金实际 预算 已", "到位", "_ 数 额 金额 资金 资金数 情况")
    | composed("_ 预算 年中 年度", "调整 调剂 追加 调整增减", "数 额 金额")
    | composed("上年 上年度 上一年 上一年度 去年", "预算 执行 支出 决算", "数 额 金额")
    | composed("_ 预算 执行 预决算 增减", "差异 差额", "_ 数 额 金额")
    | words("年中调整 年中追加 预算调整"),
    "extra": words(
        "资金来源 经费来源 资金渠道 资金名称 项目资金 偏差原因 未完成原因 原因 偏差原因分析 备注 说明"
    ),
}

WEAKER_FUNDS = (
    composed("财政 实际财政 年度财政 _", "拨款", "数 额 金额 资金")
    | composed(
        "_ 计划 年度计划 资金 项目资金 财政 项目 年度", "安排 下达 投入 计划 批复", "_ 数 额 金额 资金 资金数"
    )
    - words("安排 下达 投入 计划 批复")
    | composed("_ 项目 年度 计划 预算", "资金总额 资金总数 总资金 总投资 总投入")
    | words("总额 总金额 年度总额")
    | composed(_YEAR, "调整", "预算 预算数 预算额 预算金额")
)
"""Words that name the budget where a header or row of labels has no other column for it (财政拨款数 | 实际支付数);
else they are other money: beside 调整后预算, 调整预算 is the difference."""

# Other money, a part of the money, or no money; 预算支出数 may be either amount, 预算调整数 the difference.
_NOT_THE_FUNDS = (
    "(?!.*(?:率|未|差|预计|结余|结转|上年|去年|下年|次年|历年|增|减|追加|基本支出|三公|一般公共|基金|"
    "预算(?:支出|使用|支付)|调整(?:数|金额|额)|[人户次笔个项目位]数))"
)

LIKELY_FUND_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "executed",
        re.compile(
            f"{_NOT_THE_FUNDS}(?!.*计划)[一-龥]{{0,8}}(?:支出|执行|使用|支付)[^预]{{0,4}}(?:数|数额|金额|额)"
        ),
    ),
    (
        "initial_budget",
        re.compile(
            f"{_NOT_THE_FUNDS}(?!.*(?:执行|支出数))[一-龥]{{0,4}}年初[一-龥]{{0,6}}(?:数|数额|金额|额)"
        ),
    ),
    (
        "budget",
        re.compile(
            f"{_NOT_THE_FUNDS}(?!.*(?:年初|执行|实际))[一-龥]{{0,8}}预算(?:[一-龥]{{0,6}}(?:数|数额|金额|额)|安排[一-龥]{{0,2}}资金)"
        ),
    ),
)
"""How the words of a column of money look whose exact words no layout names, as in `LIKELY_COLUMNS`."""

TOTAL_FUNDS = composed(
    "_ 年度 全年 本年 当年 项目 年度项目 预算 年度预算 财政 年度财政 项目预算",
    "资金总额 资金总数 资金总量 资金合计 资金总计 总资金 预算总额 金额合计 资金总投入",
) | words("年度资金 合计 总计 总额 总金额 金额合计")
"""First cell of the fund line that is scored (执行率得分)."""

EXECUTION_ROWS = composed(
    "预算 资金 预算资金 项目预算 项目资金 年度预算 全年预算 财政资金 部门预算 单位预算",
    "执行率 执行情况 执行 执行进度 执行完成率",
) | words("执行率")
"""Names of the execution row where a form prints it among the indicators."""

TASK_COLUMNS = composed("_ 主要 重点 工作 年度 年度主要 年度重点 主要工作", "任务", "_ 名称 内容") | words(
    "重点工作"
)
"""Over the names of the tasks of a department (年度主要任务), each with money of its own."""

TASK_DETAILS = words("主要内容 工作内容 具体内容 任务说明")
"""Over what is told of the tasks besides their money."""

BREAKDOWN = re.compile(r"[★☆*\s]*其中")
"""Start of the name of a row that splits the row above it."""

FUND_ROLE = by_word(FUND_COLUMNS)


def likely_fund_role(text: str) -> str | None:
    """What the form of a header word says of a column of money; None where it says nothing.

    >>> likely_fund_role("预算下达金额"), likely_fund_role("累计支付数"), likely_fund_role("预算结余数")
    ('budget', 'executed', None)
    """
    word = header_word(text)
    return next((role for role, pattern in LIKELY_FUND_COLUMNS if pattern.fullmatch(word)), None)
