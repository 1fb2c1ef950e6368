"""A seeded year of invented projects as Parquet: twelve indicator rows and one row of funds each, every cell a text.

python benchmarks/generate.py OUT --projects 1000000 [--seed 7] [--cardinality realistic|high] [--names]

`--names` adds the names of the indicators and leaves out the comparator of every second number. `high` makes nearly
every amount distinct: the bad case for a dictionary.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

CHUNK = 87_381
"""Projects made at a time: about a million rows."""
# fmt: off
COUNTERS = (
    "个", "次", "人", "人次", "套", "台", "项", "篇", "份", "公里", "平方米", "户", "家", "场", "期",
    "册", "处", "座", "辆", "吨", "件", "批", "亩", "株", "天", "小时", "米", "张", "名",
)
# fmt: on
GOALS = [
    how + what
    for how in ("按时", "有效", "持续", "显著", "基本", "全面", "稳步", "12月底前", "6月底前", "3个工作日内")
    for what in ("完成", "提升", "保障正常运转", "达标", "改善服务环境", "取得成效")
]
ATTAINED = ["完全达到预期", "达成预期指标", "完全达到预期目标"]
LEVELS = [
    *[("产出指标", "数量指标")] * 4,
    *[("产出指标", "质量指标")] * 2,
    ("产出指标", "时效指标"),
    *[("成本指标", "经济成本指标")] * 2,
    ("效益指标", "社会效益指标"),
    ("效益指标", "可持续影响指标"),
    ("满意度指标", "服务对象满意度指标"),
]
MARKS = [
    ["7.5"] * 12,
    ["10"] * 5 + ["5"] * 6 + ["10"],
    ["8.33", "8.33", "8.34", "5", "10", "5", "5", "10", "5", "10", "5", "10"],
    ["6.25"] * 4 + ["5"] * 3 + ["10"] * 5,
    ["3.33", "3.33", "3.34", "5"] + ["10"] * 6 + ["5", "10"],
]
SUBJECTS = (
    *(
        "道路养护",
        "教师培训",
        "设备采购",
        "村庄整治",
        "信息系统",
        "困难群众",
        "义务教育",
        "污水",
        "植树造林",
        "公共卫生",
    ),
    *(
        "安全生产",
        "就业",
        "养老服务",
        "文化活动",
        "农田水利",
        "垃圾",
        "信访",
        "招商引资",
        "食品安全",
        "公共交通",
    ),
)
HEADS = (
    *(
        "完成率",
        "合格率",
        "数量",
        "人数",
        "面积",
        "及时率",
        "成本",
        "投诉件数",
        "事故起数",
        "覆盖率",
        "故障率",
        "次数",
    ),
    *("办结天数", "满意度", "补助标准", "节约率", "下降率", "处置率", "利用率", "验收通过率"),
)
AT_LEAST, AT_MOST, EQUAL, WORDS = ">=", "<=", "=", ""
GLYPHS = {">=": "≥", "<=": "≤"}


def column(
    random: np.random.Generator, number: int, count: int, is_high: bool
) -> tuple[list[str], list[str]]:
    """Targets and actual values of one of the twelve rows, of `count` projects."""
    if (number in (9, 10) and not is_high) or number == 6:
        is_words = random.random(count) < 0.7
    else:
        is_words = np.zeros(count, np.bool_)
    sign, unit, places, goal = _goal(random, number, count, is_high)
    done = _done(random, sign, goal, places, is_high)
    targets, actuals = [], []
    goals, attained, repeats, glyph, bare = (
        random.integers(0, len(GOALS), count),
        random.integers(0, len(ATTAINED), count),
        random.random(count) < 0.3,
        random.random(count) < 0.4,
        random.random(count) < 0.05,
    )
    for at in range(count):
        if is_words[at]:
            targets.append(GOALS[goals[at]])
            actuals.append(GOALS[goals[at]] if repeats[at] else ATTAINED[attained[at]])
            continue
        shown = GLYPHS.get(sign, sign) if glyph[at] else sign
        targets.append(f"{shown}{_text(goal[at], places[at])}{unit[at]}")
        actuals.append(f"{'' if bare[at] else '='}{_text(done[at], places[at])}{unit[at]}")
    return targets, actuals


def _goal(
    random: np.random.Generator, number: int, count: int, is_high: bool
) -> tuple[str, list[str], list[int], list[int]]:
    """Comparator, units, decimals, and the targets in ten-thousandths."""
    if number in (4, 5, 11):
        shares = random.choice([80, 85, 90, 95, 98, 99], count) * 10_000
        return AT_LEAST, ["%"] * count, [0] * count, shares.tolist()
    if number in (7, 8):
        amount = np.exp(random.normal(4, 1.8, count)) * 10_000
        places = (
            np.full(count, 4) if is_high else random.choice([0, 1, 2, 4], count, p=[0.45, 0.15, 0.3, 0.1])
        )
        step = 10 ** (4 - places)
        return (
            AT_MOST,
            ["万元"] * count,
            places.tolist(),
            (np.maximum(amount // step, 1) * step).astype(np.int64).tolist(),
        )
    whole = np.clip(np.exp(random.normal(3.5, 1.8, count)).round(), 1, 50_000).astype(np.int64)
    whole = np.where(whole > 100, (whole + 9) // 10 * 10, whole)
    which = np.minimum(random.zipf(1.5, count) - 1, len(COUNTERS) - 1)
    sign = EQUAL if number % 2 else AT_LEAST
    zero = random.random(count) < (0.02 if sign == EQUAL else 0)
    return sign, [COUNTERS[each] for each in which], [0] * count, (np.where(zero, 0, whole) * 10_000).tolist()


def _done(
    random: np.random.Generator, sign: str, goal: list[int], places: list[int], is_high: bool
) -> list[int]:
    """Actual values in ten-thousandths: as planned, below or above."""
    goals, step = np.array(goal), 10 ** (4 - np.array(places))
    kind, share = random.random(len(goal)), random.random(len(goal))
    below = kind < (0.6 if sign == AT_MOST else 0.2)
    above = ~below & (kind < (0.7 if sign == AT_MOST else 0.4))
    if is_high:
        below, step = kind < 0.6, np.ones_like(goals)
        places[:] = [4] * len(places)
    found = np.where(below, goals * (0.3 + 0.7 * share), np.where(above, goals * (1 + 0.3 * share), goals))
    return (found.astype(np.int64) // step * step).tolist()


def _text(value: int, places: int) -> str:
    whole, rest = divmod(int(value), 10_000)
    return str(whole) if places == 0 else f"{whole}.{rest:04d}"[: places - 4 or None]


def with_names(random: np.random.Generator, table: pa.Table) -> pa.Table:
    """The rows with names, one in ten numbered, and every second number without its comparator.

    A name stands under two levels or three, as it does in a year of real forms.
    """
    count = table.num_rows
    subject, shift, batch = (random.integers(0, size, count) for size in (len(SUBJECTS), 3, 50))
    numbered, bare = random.random(count) < 0.1, random.random(count) < 0.5
    names = []
    for at in range(count):
        head = HEADS[(at % 12 + 3 * shift[at]) % len(HEADS)]
        names.append(f"{SUBJECTS[subject[at]]}{f'第{batch[at]}期' if numbered[at] else ''}{head}")
    targets = [
        text.lstrip("<>=≤≥") if bare[at] else text for at, text in enumerate(table["target"].to_pylist())
    ]
    table = table.set_column(table.schema.get_field_index("target"), "target", pa.array(targets))
    return table.append_column("name", pa.array(names))


def indicators(random: np.random.Generator, first: int, count: int, is_high: bool) -> pa.Table:
    """The indicator rows of some projects, in the order of the projects."""
    columns = [column(random, number, count, is_high) for number in range(12)]
    sets = random.integers(0, len(MARKS), count)
    return pa.table(
        {
            "project_id": [f"P{first + at:09d}" for at in range(count) for _ in range(12)],
            "level1": [level for level, _ in LEVELS] * count,
            "level2": [level for _, level in LEVELS] * count,
            "target": [columns[number][0][at] for at in range(count) for number in range(12)],
            "actual": [columns[number][1][at] for at in range(count) for number in range(12)],
            "weight": [mark for each in sets for mark in MARKS[each]],
        }
    )


def funds(random: np.random.Generator, first: int, count: int) -> pa.Table:
    """The execution rows of some projects; three in a hundred spent more than they had."""
    budget = (np.exp(random.normal(5, 2, count)) * 10_000).astype(np.int64) + 1
    share = np.where(random.random(count) < 0.3, 1, random.beta(8, 1, count))
    spent = (budget * np.where(random.random(count) < 0.03, 1.05, share)).astype(np.int64)
    return pa.table(
        {
            "project_id": [f"P{first + at:09d}" for at in range(count)],
            "budget": [_text(each, 4) for each in budget],
            "executed": [_text(each, 4) for each in spent],
            "weight": ["10"] * count,
        }
    )


def main() -> None:
    """Parse the options and write the two tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("out", type=Path)
    options.add_argument("--projects", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--cardinality", choices=("realistic", "high"), default="realistic")
    options.add_argument("--names", action="store_true")
    chosen = options.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(chosen.seed)
    writers: dict[str, pq.ParquetWriter] = {}
    for first in range(0, chosen.projects, CHUNK):
        count = min(CHUNK, chosen.projects - first)
        tables = {
            "indicators": indicators(random, first, count, chosen.cardinality == "high"),
            "funds": funds(random, first, count),
        }
        if chosen.names:
            tables["indicators"] = with_names(random, tables["indicators"])
        for name, table in tables.items():
            if name not in writers:
                writers[name] = pq.ParquetWriter(chosen.out / f"{name}.parquet", table.schema)
            writers[name].write_table(table)
    for writer in writers.values():
        writer.close()


if __name__ == "__main__":
    main()
