"""Published forms of many provinces (../shared/public-forms), each laid out in its own columns."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import Any

FORMS = Path(__file__).parents[2] / "shared" / "public-forms" / "forms.jsonl"

Cellish = str | tuple[str, int, int]


def published(path: Path = FORMS) -> list[dict[str, Any]]:
    """The forms with indicators; none where the folder is not here."""
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return [form for line in lines if (form := json.loads(line))["indicators"]]


def columns(form: dict[str, Any]) -> list[tuple[str, str]]:
    """Key and header word of each column of a form's own layout, from what it prints."""
    rows = form["indicators"]
    split = any("comparator" in row or "unit" in row for row in rows)
    target = [("comparator", "指标性质"), ("target", "指标值"), ("unit", "度量单位")]
    weight = [("weight", "分值")] if any(row["weight"] for row in rows) else []
    first = any(row["level3"].startswith(("★", "其中")) for row in rows)
    middle = target if split else [("target", "年度指标值")]
    values = (
        [*weight, *middle, ("actual", "全年完成值")]
        if first
        else [*middle, ("actual", "实际完成值"), *weight]
    )
    levels = [("level1", "一级指标"), ("level2", "二级指标"), ("level3", "三级指标")]
    return [*levels, *values, ("score", "自评得分")]


def title(form: dict[str, Any]) -> str:
    """The line above the table."""
    return f"项目支出绩效自评表（{form['year'] or 2023}年度）"


def laid_out(form: dict[str, Any]) -> list[list[Cellish]]:
    """The cells as printed, in rows; levels and shared scores merged."""
    keys = columns(form)
    rows: list[list[Cellish]] = [
        ["项目名称", (form["project"] or "某项目", 1, len(keys) - 1)],
        ["实施单位", (form["body"] or "某单位", 1, len(keys) - 1)],
        ["", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        [
            "年度资金总额",
            "",
            *(form["funds"][key] or "" for key in ("annual_budget", "executed", "weight", "rate")),
        ],
        [word for _, word in keys],
    ]
    rows[3].append(form["funds"]["score"] or "")
    shares_a_score = not any(row["weight"] for row in form["indicators"])
    for (level1, level2), group in groupby(form["indicators"], lambda row: (row["level1"], row["level2"])):
        members = list(group)
        for position, row in enumerate(members):
            levels: list[Cellish] = [(level or "", len(members), 1) for level in (level1, level2)]
            rows.append((levels if position == 0 else []) + [row.get(key) or "" for key, _ in keys[2:]])
        scored = [position for position, row in enumerate(members) if row["score"]]
        if shares_a_score and scored:
            for start, end in zip(scored, [*scored[1:], len(members)], strict=True):
                first = rows[len(rows) - len(members) + start]
                first[-1] = (members[start]["score"], end - start, 1)
                for row_below in rows[len(rows) - len(members) + start + 1 : len(rows) - len(members) + end]:
                    row_below.pop()
    rows.append([("总分", 1, len(keys) - 2), form["total_weight"] or "", form["total_score"] or ""])
    return rows
