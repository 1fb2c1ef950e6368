"""The kernel against the core, row by row: bare targets under names, alternatives, strict limits, words, no marks."""

from __future__ import annotations

import random
from fractions import Fraction

import pyarrow as pa
import pytest
from batch.tables import how_compared
from field_rows import DIMENSIONS, KINDS, ROWS

from perfeval.batch.columnar import kernel
from perfeval.batch.columnar.by_core import STATUSES
from perfeval.batch.columnar.scorer import Scored, Scorer, code_texts
from perfeval.batch.table.project_totals import rows_table
from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.results import RowResult
from perfeval.core.rows import score_indicator
from perfeval.core.ruleset import Ruleset
from perfeval.rulebook.library import load_library

pytestmark = pytest.mark.slow

NAMES = (
    "验收合格率",
    "设备故障率",
    "受益人数",
    "每人补助标准",
    "受理投诉件数",
    "投诉件数",
    "办结天数",
    "公示天数",
)
NAMES += (
    "项目成本",
    "群众满意度",
    "甲乙率",
    "甲乙数",
    "零投诉",
    "资产闲置率",
    "道路里程（公里）",
    "投资额（万元）",
    "",
)
CATEGORIES = ("质量指标", "成本指标", "时效指标", "数量指标", "服务对象满意度指标", "社会效益指标")
NUMBERS = ("0", "1", "2", "3", "4.5", "5", "5.5", "7", "10", "20", "90", "95", "100", "3000", "0.5")
UNITS = (
    "%",
    "个",
    "天",
    "万元",
    "起",
    "元/人",
    "",
    "次",
    "‰",
    "人",
    "工作日",
    "公里",
    "米",
    "吨",
    "公顷",
    "个月",
    "小时",
    "万吨",
)
COMPARATORS = ("", "", "", "≥", "≤", ">", "<", "=")
GOALS = ("稳步提升", "健全", "零投诉", "不发生", "显著提升", "全部完成", "按时完成", "2023年12月前")
ANSWERS = ("达成", "部分达成", "未完成", "显著", "好", "已完成", "健全", "未发生", "100%", "稳步提升", "0起")
ANSWERS += ("2023年11月", "2024年1月", "基本完成")
CLAIMS = ("10", "5", "0", "8", "9.5", "7.5", "6", "4.44", "", "10.00", "30")


def rows(count: int) -> list[dict[str, str]]:
    chance = random.Random(2023)
    found = []
    for _ in range(count):
        unit, pick = chance.choice(UNITS), chance.choice
        target, actual = pick(GOALS), pick(ANSWERS)
        if chance.random() < 0.85:
            target = pick(COMPARATORS) + pick(NUMBERS) + unit
            actual = pick(NUMBERS) + (unit if chance.random() < 0.85 else pick(UNITS))
        cells = {"level1": "产出指标", "level2": pick(CATEGORIES), "name": pick(NAMES)}
        more = {"target": target, "actual": actual, "points": pick(("10", "5", "8.5", "", "0"))}
        found.append({**cells, **more, "submitted_score": pick(CLAIMS)})
    return found


def by_core(cells: dict[str, str], ruleset: Ruleset) -> RowResult:
    named = {key: cells[key] for key in ("name", "target", "actual", "points", "submitted_score")}
    indicator = Indicator(dimension=cells["level1"], category=cells["level2"], **named)
    return score_indicator(1, indicator, SelfEvaluationForm(year=2023), ruleset)


def scored_as_by_the_core(given: list[dict[str, str]], ruleset: str) -> tuple[Scored, set[str]]:
    """The rows as the columnar batch scores them, each held against the core; and the statuses that occurred."""
    chosen = load_library().find(ruleset)
    assert isinstance(chosen, Ruleset)
    scorer = Scorer(chosen, 2023)
    scored = scorer.score(pa.table({key: [each[key] for each in given] for key in given[0]}))
    codes, seen = code_texts(scored).to_pylist(), set()
    written = rows_table(scored, None, scorer.places, scorer.units()).to_pylist()
    for at, cells in enumerate(given):
        expected, flags = by_core(cells, chosen), int(scored.flags[at])
        status = STATUSES[flags & kernel.STATUS_MASK]
        seen.add(status)
        assert (status, codes[at] or "") == (
            expected.status,
            ";".join(each.code for each in expected.problems),
        ), cells
        said = [written[at][name] for name in ("comparator", "evidence", "goal", "reached", "unit")]
        assert tuple(said) == how_compared(expected), cells
        if expected.score is None:
            continue
        ends = (expected.score.low, expected.score.high)
        assert [int(end.scaleb(scorer.places)) for end in ends] == [scored.lows[at], scored.highs[at]], cells
        opens = (bool(flags & kernel.LOW_OPEN), bool(flags & kernel.HIGH_OPEN))
        assert opens == (expected.score.low_open, expected.score.high_open), cells
        signed = None if scored.signed[at] == kernel.UNSIGNED else Fraction(int(scored.signed[at]), 10**6)
        confirmed = expected.confirmed
        assert signed == (None if confirmed is None else Fraction(confirmed)), cells
    return scored, seen


@pytest.mark.parametrize("ruleset", ["cn-caiyu-2020-10", "urumqi-giit-2023"])
def test_every_row_is_the_cores(ruleset: str) -> None:
    given = rows(1500)
    scored, seen = scored_as_by_the_core(given, ruleset)
    assert {"equal", "within", "differs", "undecided", "refused", "unmarked"} <= seen
    assert scored.by_core < len(given) * 3 // 4


@pytest.mark.parametrize("ruleset", ["cn-caiyu-2020-10", "urumqi-giit-2023"])
def test_every_row_of_the_field_is_the_cores(ruleset: str) -> None:
    named = {"level2": "category", "name": "name", "target": "target", "actual": "actual"}
    given = [
        {
            "level1": DIMENSIONS.get(row["category"][0], "产出指标"),
            **{column: row[key] for column, key in named.items()},
            "points": "10",
            "submitted_score": row["score"],
        }
        for row in (*ROWS, *KINDS)
    ]
    _, seen = scored_as_by_the_core(given, ruleset)
    assert {"equal", "within", "differs", "undecided", "refused"} <= seen
