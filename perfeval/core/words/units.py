"""The closed table of units (计量单位): each name with its canonical name, dimension and exact size."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import chain


@dataclass(frozen=True, slots=True)
class Measure:
    """One unit of the table: `size` is how many of the dimension's first unit it holds."""

    name: str
    dimension: str
    size: Fraction


# Dimension, then units, each with its size and its other names; 亩 is 10000/15 平方米. Months do not convert
# to days, nor TB to GB: the factor depends on who counts. 分 stands below: forms mean marks by it, not money.
_MEASURES = """
money       元 1 | 角 1/10
length      米 1 m | 千米 1000 公里 km | 里 500 华里 | 分米 1/10 dm | 厘米 1/100 cm | 毫米 1/1000 mm
area        平方米 1 ㎡ m² m2 平米 | 平方千米 1000000 平方公里 km² km2 | 公顷 10000 hm² hm2 | 亩 2000/3
area        平方厘米 1/10000 cm² cm2 | 平方毫米 1/1000000 mm² mm2
volume      立方米 1 ㎥ m³ m3 方 立方 | 升 1/1000 l | 毫升 1/1000000 ml | 立方厘米 1/1000000 cm³ cm3
weight      吨 1 t | 千克 1/1000 公斤 kg | 斤 1/2000 市斤 | 克 1/1000000 g | 毫克 1/1000000000 mg
percent     % 1 百分比 百分点 个百分点 percent pct | ‰ 1/10
days        天 1 日 d 自然日 个自然日 日历天 | 周 7 个星期 星期 | 小时 1/24 个小时 h | 分钟 1/1440 min
days        秒 1/86400 秒钟 s
months      个月 1 月 | 季度 3 个季度 季 | 年 12 | 半年 6 | 半月 1/2 半个月 | 旬 1/3
coal        吨标准煤 1 吨标煤 tce | 千克标准煤 1/1000 公斤标准煤 千克标煤 公斤标煤 kgce
co2         吨二氧化碳 1 吨co2 tco2 | 千克二氧化碳 1/1000 公斤二氧化碳
power       千瓦 1 kw | 瓦 1/1000 w | 兆瓦 1000 mw
energy      千瓦时 1 kwh | 兆瓦时 1000 mwh
apparent    千伏安 1 kva | 伏安 1/1000 va | 兆伏安 1000 mva
voltage     千伏 1 kv | 伏 1/1000 v
temperature ℃ 1 °c 摄氏度
"""

# Every counter (量词) is its own dimension. Longer names stand here where their first character alone would be
# read as another counter: 人次 is not 人.
_COUNTERS = """
个 家 户 人 名 位 人次 人天 人日 人月 户次 家次 次 台 套 台套 台次 份 条 项 项次 场 场次 篇 基 辆 辆次
车次 架 架次 班 班次 批 批次 只 头 期 本 处 起 件 件次 株 棵 幅 间 盏 张 组 艘 口 块 座 栋 幢 层 孔
眼 门 部 册 种 类 所 例 支 队 片 宗 单 笔 轮 届 段 尾 匹 羽 卷 版 集 分 倍 枚 根 副 双 对 箱 袋 瓶
盒 桶 包 颗 粒 把 床 课时 学时 标段 工作日 个工作日 节 章 站 点次 站次 樘 扇 美元 欧元 港元 日元 英镑 TB
GB MB KB 字 页 人份
"""

_FAMILIES = """
个 项 处 座 所 家 间 栋 幢 套 台 台套 件 条 辆 艘 架 部 副 张 组 块 盏 只 把 门 口 眼 孔 基 单 宗 起 例 支 段 片 根 箱 \
袋 瓶 盒 桶 包 床 樘 扇 种 类 标段 批
个 人 名 位
个 人次
个 次 场 场次 期 批 批次 轮 届 班 班次 起 项 件 例
个 份 篇 本 册 部 件 卷 版 项 套 种 期 条 幅 张
个 户 家
个 只 头 匹
个 只 羽
个 尾
个 页 张 幅
个 集 期
课时 学时 节
次 台次 车次 辆次 架次 户次 家次 件次 项次 点次 站次
户 户次
家 家次
个 株 棵
个 支 队
个 笔 件 项 单 宗 起 份
"""


def may_count_the_same(one: str, other: str) -> bool:
    """Whether things counted by two counters may be the same ones: 5家 and 5个; not 500人 and 500人次, 3篇 and 3次.

    Counters of which the table knows nothing may.
    """
    families = [{*line.split()} for line in _FAMILIES.strip().splitlines()]
    known = {*chain(*families), "人次"}
    return not {one, other} <= known or any({one, other} <= each for each in families)


_SAME_COUNTERS = {"个工作日": "工作日"}


def _measures() -> dict[str, Measure]:
    found = {}
    for line in _MEASURES.strip().splitlines():
        dimension, rest = line.split(maxsplit=1)
        for group in rest.split("|"):
            name, size, *aliases = group.split()
            found.update(dict.fromkeys((name, *aliases), Measure(name, dimension, Fraction(size))))
    return found


def _counters() -> dict[str, Measure]:
    names = {alias: _SAME_COUNTERS.get(alias, alias) for alias in _COUNTERS.split()}
    return {alias.lower(): Measure(name, name, Fraction(1)) for alias, name in names.items()}


_LADDERS = """
元 万元 亿元
米 千米
平方米 亩 公顷 平方千米
升 立方米
克 千克 吨
分钟 小时 天
个月 年
瓦 千瓦 兆瓦
千瓦时 兆瓦时
"""

LADDERS: tuple[tuple[str, ...], ...] = tuple(tuple(line.split()) for line in _LADDERS.strip().splitlines())
"""Units in which one and the same thing is counted, the smallest first: one left out may be another than written."""

MEASURES: dict[str, Measure] = {**_counters(), **_measures()}
"""Every known unit by each of its names, Latin ones in lower case."""

LONGEST_NAME = max(len(name) for name in MEASURES)


def measure_of(name: str) -> Measure:
    """The unit of a name; a name that the table does not hold is a counter of its own."""
    return MEASURES.get(name.lower()) or Measure(name, name, Fraction(1))


_NOT_IN_TEXT = frozenset(
    [
        *(
            "分",
            "倍",
            "字",
            "节",
            "章",
            "页",
            "单",
            "类",
            "种",
            "版",
            "层",
            "段",
            "届",
            "轮",
            "双",
            "对",
            "把",
        ),
        *("副", "班次", "站", "集", "方", "里", "周", "季", "旬", "年", "月", "日", "星期", "秒", "两"),
    ]
)
"""Counters and times that are other words in running text: 一层意思, 2023年."""

_MEASURED_IN_TEXT = ("千伏", "千瓦")
_KINDS_IN_TEXT = ("length", "area", "volume", "weight", "days")

UNITS_IN_TEXT = (
    *_MEASURED_IN_TEXT,
    *(
        name
        for name, measure in MEASURES.items()
        if not name.isascii()
        and name not in _NOT_IN_TEXT
        and (measure.dimension in _KINDS_IN_TEXT or measure.dimension == measure.name)
    ),
)
"""Units by which a number in running text is a quantity (段落中的数量)."""
