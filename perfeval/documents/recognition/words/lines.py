"""Words of lines that are no indicators (合计, 小计, 注), and of rows that say nothing (空行, 模板行)."""

from __future__ import annotations

import re

from perfeval.documents.recognition.words.bare import composed, words

TOTAL_ROWS = words("""
    总分 总分值 总得分 总计 总计得分 总评分 合计 得分合计 分值合计 自评总分 自评总得分
    自评得分合计 自评分合计 自评合计 指标得分合计 指标合计 各项合计 总合计
""")
"""First cell of the row that sums the indicators."""

PART_TOTALS = words("合计 得分合计 分值合计 指标合计")
"""Of these, those that sum one table where each level has its own."""

TOTAL_SCORES = words("综合得分 自评得分 自评分 最终得分 绩效自评得分 项目得分 项目自评得分")
"""First cell of the total where the row has nothing but numbers beside it."""

SUBTOTAL_ROWS = words("小计 分值小计 得分小计")
"""Rows inside the table that sum a part of it; like the total they are not indicators."""

SUBTOTAL = re.compile(r"(.{0,16})(?:小计|合计|分计)")
"""Whole label of a row that sums one level (产出指标小计), where the row tells no value."""

LEVEL_NAMES = words("""
    产出指标 效益指标 满意度指标 成本指标 数量指标 质量指标 时效指标 经济成本指标 社会成本指标 生态环境成本指标
    经济效益指标 社会效益指标 生态效益指标 可持续影响指标 服务对象满意度指标
""")
"""Names of first and second levels, which no indicator should bear."""

FIRST_LEVELS = words("""
    产出指标 效益指标 满意度指标 成本指标 决策指标 过程指标 投入指标 管理指标 产出 效益 满意度 成本 决策 过程 投入
    管理 效果 效果指标
""")
"""Names of first levels, where one stands over its rows in a line of its own (一、产出指标)."""

ENUMERATOR = re.compile(r"(?:[（(]?[一二三四五六七八九十\d]+[)）]?[、.．]?\s*)")
"""Number before a line inside a table."""

NUMBERED_LEVEL = re.compile(
    r"[（(]?[一二三四五六七八九十]+[)）]?[、.．]?\s*([^，。；：,;:]{2,16}[（(]\d+(?:\.\d+)?分[)）])"
)
"""Whole line inside a table that numbers a level and tells its marks: （一）履职效能（50分）."""

SECTION_WORDS = words("""
    年度绩效指标完成情况 绩效指标完成情况 年度绩效指标 绩效指标 指标完成情况 项目绩效指标 绩效指标及完成情况
    产出与效果 评分情况 整体绩效指标 部门绩效指标 绩效目标完成情况
""") | composed(
    "_ 项目 年度 部门 整体", "绩效指标 绩效目标 指标 绩效", "自评情况 评价情况 得分情况 自评 完成及得分情况"
)
"""Labels beside or above the indicator table, without a column of their own."""

BLOCK_LABEL = re.compile(r".{0,8}(?:资金|预算|支出|执行|投入|任务|目标|指标|绩效|产出|效益|完成)[^：:]{0,10}")
"""Whole label of a block of rows, whose words stand beside or above others (项目资金, 总体目标完成情况)."""

FOOTER = re.compile(
    r"(?:注|备注|填表说明|说明|填报人|填表人|联系人|联系电话|(?:单位|项目|财务)?负责人|(?:经办|审核|复核|制表)人?|填[报表]日期|(?:单位)?[公盖]章"
    r"|其他需要?说明的?(?:问题|事项)|(?:自评|评价)(?:等级|结论)|存在的?问题"
    r"|(?:审核|财政部门|(?:自评|实施|填报|预算|主管)(?:单位|部门))(?:审核)?意见)(?:[:：(（\d]|$)"
)
"""Start of a row below the table that belongs to the paper and not to the form's content."""

NOT_APPLICABLE = words("/ ∕ - -- － — —— 无 不涉及 不适用 无此项 无此指标")
"""What fillers write in the cells of an indicator that their project does not have."""

TEMPLATE_LEFTOVER = re.compile(r"[….。·]*|(?:指标|目标)?\d*[:：、.]?|\d+[、.]?[….]*")
"""Whole name of a row of the empty template that was not filled in."""
