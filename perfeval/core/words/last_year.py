"""Words that hold a figure against last year's (与上年相比)."""

from __future__ import annotations

from perfeval.core.words.comparators import Comparator

YEARS = ("上年度", "上年", "上一年度", "上一年", "去年度", "去年", "前一年", "前一年度")
"""Last year itself; 往年 and 历年 are several years."""

FIGURES = (
    *(
        "同期",
        "水平",
        "数量",
        "数值",
        "数",
        "值",
        "实际",
        "完成",
        "指标",
        "平均",
        "标准",
        "支出",
        "决算",
        "预算",
    ),
    *("规模", "总量", "总数", "产量", "比例", "比率", "人数", "人次", "次数", "件数", "起数"),
)
"""What of last year is meant: 不低于上年同期水平."""

SINCE = ("同比", "逐年", "较同期", "比同期", "与同期相比")
"""Words of comparison that name no year (同比下降)."""

ADVERBS = (
    *(
        "有所",
        "有",
        "略有",
        "略",
        "稍有",
        "明显",
        "显著",
        "大幅",
        "持续",
        "稳步",
        "逐步",
        "不断",
        "进一步",
        "实现",
    ),
    *("呈", "均", "继续", "小幅", "得到", "有效", "再", "将"),
)
"""How it changed, which does not matter here."""

FLAT = ("持平", "一致", "相同", "无变化", "没有变化", "不变")
"""As it was."""

BETTER = ("优于", "好于", "多于", "高过")
WORSE = ("差于", "次于", "低过")
"""More and less than, of last year alone."""

ALONE: dict[str, Comparator] = {
    **dict.fromkeys(("只减不增", "只降不升", "不增加", "不增长", "不上升", "零增长"), "at_most"),
    **dict.fromkeys(("只增不减", "只升不降", "不减少", "不降低", "不下降"), "at_least"),
    "负增长": "less_than",
    "正增长": "more_than",
}
"""What holds a figure against last year's without naming it."""
