"""A year of invented projects as a table, and a run over it."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from perfeval.batch.run import Job, run_batch
from perfeval.uses.checking import Options

RULES = "cn-caiyu-2020-10"
LINES = (
    ("产出指标", "数量指标", "培训人次", "≥{}人次"),
    ("产出指标", "质量指标", "合格率", "≥90%"),
    ("产出指标", "时效指标", "完成及时率", "≥95%"),
    ("成本指标", "经济成本指标", "总成本", "≤{}万元"),
    ("效益指标", "社会效益指标", "服务能力", "持续提升"),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%"),
)


def tidy(folder: Path, projects: int, lines: int = 6) -> Path:
    """A table of invented projects and its funds, deterministic."""
    rows: dict[str, list[str]] = {
        name: []
        for name in (
            "project_id",
            "level1",
            "level2",
            "name",
            "target",
            "actual",
            "points",
            "submitted_score",
        )
    }
    for project in range(projects):
        for line in range(lines):
            level1, level2, name, target = LINES[line % 6]
            goal, kind = 20 + project % 50, (project * 7 + line) % 11
            words = "完全达到预期" if kind else "部分达成预期指标"
            done = {0: f"{goal - kind % 5}人次", 3: f"{goal + kind % 3}万元", 4: words}
            values = (
                f"P{project:07d}",
                level1,
                level2,
                name,
                target.format(goal),
                done.get(line % 6, f"{88 + kind}%"),
                str(90 // lines),
                str(90 // lines - kind % 2),
            )
            for key, value in zip(rows, values, strict=True):
                rows[key].append(value)
    table, funds = folder / "indicators.parquet", folder / "funds.parquet"
    pq.write_table(pa.table(rows), table)
    names = [f"P{project:07d}" for project in range(projects)]
    columns = {
        "project_id": names,
        "budget": [str(100 + project % 900) for project in range(projects)],
        "executed": [str(90 + project % 800) for project in range(projects)],
        "points": ["10"] * projects,
        "主管部门": [f"第{project % 23 + 1}局" for project in range(projects)],
        "项目名称": [f"民生项目{project}" for project in range(projects)],
    }
    pq.write_table(pa.table(columns), funds)
    return table


def ran(folder: Path, projects: int, lines: int = 6, rules: str = RULES, out: str = "out") -> Path:
    """The folder of a run over such a table, which is made where it is not there."""
    table = folder / "indicators.parquet"
    if not table.is_file():
        tidy(folder, projects, lines)
    run_batch(Job(table, Options(rules=rules), funds=folder / "funds.parquet"), folder / out)
    return folder / out
