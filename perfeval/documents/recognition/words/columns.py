"""Words over the columns of the indicator table (指标表表头) -> roles."""

from __future__ import annotations

import re
from collections.abc import Mapping

from perfeval.documents.recognition.words.bare import by_word, composed, header_word, words

_YEAR = "_ 全年 年度 本年 本年度 当年"
_UNTIL = f"{_YEAR} 年末 年终 年底 期末 截至年末 截至年底 截至目前"

UNIT_ALONE = re.compile(r"\((?:[亿万千]?元|[%％]|分)\)")
"""Whole folded text of a cell with the unit of its column, below the words of a header."""

DEDUCTIONS = words("扣分 扣分值 扣减分 扣减分数 扣减分值")
"""Marks taken off: beside the score they tell nothing more, without it the score is lacking."""

INDICATOR_COLUMNS: Mapping[str, frozenset[str]] = {
    "dimension": composed("一级 一级指标 一级绩效指标 指标维度", "_ 名称"),
    "category": composed("二级 二级指标 二级绩效指标", "_ 名称")
    | words("类别 指标类别 指标分类 指标类型 绩效类别"),
    "name": composed("三级 三级指标 三级绩效指标 具体指标 绩效指标具体", "_ 名称 内容")
    | words("指标名称 指标内容 绩效指标名称 绩效指标内容 考核指标名称 评价指标名称"),
    # A fourth level, where a form has one, is what is scored.
    "detail": composed("四级 四级指标", "_ 名称"),
    # Names the indicator only in a form without the words above; otherwise a label beside the table.
    "label": words("绩效指标 年度绩效指标 指标 考核指标 评价指标 项目指标"),
    # Tells what is looked at; names the indicator where no word above does (一级指标 | 二级指标 | 评价内容).
    "content": words("评价内容 考核内容 评价要点"),
    "comparator": composed("_ 指标 目标 指标值", "符号 性质 方向 计算符号 比较符号 运算符号 关系符号")
    - words("性质 方向"),
    "target": composed(
        f"{_YEAR} 计划 预期 设定 预设 绩效 年度绩效 全年绩效 年度预期 年度计划 项目",
        "指标值 目标值 指标目标值 绩效目标值 计划值 预期值 期望值 标准值 设定值 计划数 目标数 预期数 计划完成值"
        " 计划完成数 预期完成值 预期实现值 预期达到值 预期指标值 预期目标值 指标设定值",
    )
    | composed("调整 调整后", "_ 年度 全年", "指标值 目标值 计划值 预期值 目标")
    | words("年度目标 绩效标准 绩效标准值 指标目标 计划"),
    "initial_target": composed(
        "年初 原 原定 调整前", "_ 设定 批复 预期 计划 绩效", "指标值 目标值 计划值 预期值 目标 计划数 目标数"
    )
    | words("年初设定值 年初预期指标值 年初设定指标值"),
    "unit": composed("_ 指标 度量 计量 指标值 指标计量", "单位"),
    "actual": composed(
        _UNTIL,
        "_ 实际 指标 指标实际 自评",
        "完成值 完成情况 完成数 完成量 完成指标值 完成目标值 完成结果 达成值 达成情况 实现值 实现情况 业绩值",
    )
    | composed(_UNTIL, "实际", "值 数值 指标值 完成 结果 达成数 实现数")
    | composed("年度 全年 年末 年终 年底 期末", "完成")
    | words("实际 自评实际 实绩 实绩值"),
    "points": composed(
        "_ 指标 权重 设定 标准 绩效 各项 三级指标 基准 参考", "分值 权重 权重分 权重分值 权重系数"
    )
    | words("""
        分值权重 权数 满分 满分值 标准分 标准分值 赋分 分数 配分 应得分 应得分值 应得分数 指标满分 指标分数 指标配分
        基准分 权重比例
    """),
    "score": composed(
        "_ 自评 单位自评 部门自评 项目自评 绩效自评 指标 指标自评 自查 实际 年度 年度自评 最终 评定",
        "得分 得分值 得分数 得分情况 打分",
    )
    | composed("自评 单位自评 部门自评 项目自评 绩效自评 自查", "分 分值 分数 评分")
    | words("实得分 实得分值 实得分数 指标实得分 评分"),
    "coefficient": composed("_ 指标 自评", "得分系数"),
    "completion": composed(
        "_ 指标 目标 实际 计划 年度 全年 绩效 绩效目标 指标目标",
        "完成率 完成比例 完成程度 完成度 完成百分比 达成率 实现率",
    ),
    "note": composed(
        "偏差 偏离 差异 未完成 未完成指标 未达标 未达目标 未达预期 扣分 失分 偏差大或目标未完成",
        "原因 原因分析 原因说明 分析 说明 情况说明 情况分析",
        "_ 及措施 及说明 和其他说明",
    )
    | composed(
        "_ 偏差 偏离 差异 未完成 未完成指标 未达标 未达目标 未达预期 扣分 失分",
        "原因 原因分析 分析 原因说明",
        "及 和 与 、",
        "_ 拟采取的 拟采取 采取的 下一步 今后",
        "改进措施 整改措施 改进建议 改进计划",
    )
    | words("原因 原因分析 原因说明 改进措施 整改措施 改进建议 下一步改进措施 下一步措施"),
    "grade": words("优 良 中 差 优秀 良好 中等 较差"),
    # Kept under the words of the form itself; not used in scoring.
    "extra": composed(
        "财政 财政部门 主管部门 复核 审核 核查 专家 评审 第三方 复评 抽查 核定",
        "_ 审核 复核 评价 评审 核定",
        "_ 得分 评分 打分 分 分数 意见",
    )
    - words("财政 财政部门 主管部门 专家 第三方 审核评审")
    | composed("_ 指标 落实", "责任", "人 单位 部门 科室 处室 股室")
    | composed("上年 上年度 上一年 上一年度 去年 历史", "_ 实际", "完成值 完成情况 完成数 值 指标值 数")
    | words("""
        指标值设定依据 指标设定依据 设定依据 指标赋分规则 赋分规则 评分标准 评分规则 计分标准 评价标准
        得分计算方法 计算方法 计分方法 评分依据 指标解释 指标说明 指标值来源 佐证资料 证明材料 佐证材料 数据来源
        是否核心指标 财政审核评分 复核得分 核查得分 审核得分 偏差率 偏差度 差异数 偏差值 序号 备注 说明
        评分说明 得分说明 得分理由 自评说明 评价说明 完成说明 是否完成 是否达标 是否达成 是否达到目标 完成与否
    """)
    | DEDUCTIONS,
}

WEAKER_WORDS = words("""
    年度目标 指标目标 绩效标准 绩效标准值 标准值 计划 权重 指标权重 权重系数 权重比例 得分情况 自评得分情况
    完成结果 实际 类别 指标类别 指标分类 指标类型 绩效类别 评分
""")
"""Words that name their column only where no other column has the same role (权重 beside 分值)."""

VALUE_WORDS = words("内容 数值 值 数 数量 具体值 具体内容")
"""Over the value itself, under the word of its column (年初目标值: 运算符号, 内容, 度量单位)."""

WHOLE_WORDS = composed("_ 全年 年度 年末 年终", "累计 合计") | words("全年 年度 年末 年终 总计 小计")
"""Over the value of all, under the word of its column, beside those of its parts (一季度, 上半年, 甲县)."""

_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})"
PART_OF_YEAR = re.compile(rf"[第前]?{_NUMBER}(?:[-—~至]{_NUMBER})?(?:季度?|月份?)|[上下]半年")
"""Whole word over the value of a part of the year, which is never that of the year."""

REASONS = (
    composed("经费 资金 制度 人员 硬件 硬件条件 软硬件 条件 其他", "_ 保障 因素 原因 条件")
    | words("原因 原因说明 措施 说明 改进措施")
) - words("资金 条件")
"""Under the word of the reasons: what was to blame (偏差原因分析: 经费保障, 人员保障, 其他), to be ticked."""

LIKELY_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("dimension", re.compile(".*一级指标.*")),
    ("category", re.compile(".*二级指标.*|指标类[别型]")),
    ("name", re.compile(".*三级指标.*|具体.*指标.*")),
    (
        "score",
        re.compile("(?!.*(?:复核|审核|核查|核定|财政|专家|评审|第三方|系数|标准|依据|应得)).*(?:得分|评分)"),
    ),
    (
        "actual",
        re.compile(
            "(?!.*(?:率|目标|上年|去年|下年|次年|历年|预计|监控|(?<!截至[一二三四])季度|半年|[一二三四五六七八九十\\d]月)).*(?:完成[^率度]{0,4}值|完成情况|完成数|完成量|实际值|实际数)|完成"
        ),
    ),
    (
        "target",
        re.compile(
            "(?!.*(?:年初|原|调整前|依据|来源|上年|去年|下年|次年|历年|季度|半年)).*(?:指标值|目标值|预期值|计划值|目标)"
        ),
    ),
    ("points", re.compile("(?!.*得分).*(?:分值|权重|满分|标准分)|.*应得分.*")),
    ("comparator", re.compile("比较.*|运算.*")),
    ("note", re.compile(".*(?:偏差|偏离|未完成|未达|扣分).*(?:原因|措施|说明).*")),
)
"""How the words of a column look whose exact words no layout names: taken only where a header lacks the role."""

COMPARATOR_WORDS: Mapping[str, str] = {
    **dict.fromkeys(words("正向 正向指标"), "≥"),
    **dict.fromkeys(words("反向 反向指标 逆向 逆向指标"), "≤"),
    **dict.fromkeys(words("定性 定性指标 定量 定量指标"), ""),
}
"""Words in a column of comparators that are none themselves; all others are printed before the value."""

INDICATOR_ROLE = by_word(INDICATOR_COLUMNS)


def likely_role(text: str) -> str | None:
    """What the form of a header word says of its column; None where it says nothing.

    >>> likely_role("截至年末完成情况"), likely_role("专家评分")
    ('actual', None)
    """
    word = header_word(text)
    return next((role for role, pattern in LIKELY_COLUMNS if pattern.fullmatch(word)), None)
