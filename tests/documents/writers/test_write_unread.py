"""`read --unread`: each unread cell with its form, place and reason; the explained ones do not count as left over."""

import json
from pathlib import Path

from layouts_as_rows import dump
from typer.testing import CliRunner

from perfeval.cli.app import app

HEAD = [
    ["项目支出绩效自评表（2023年度）"],
    ["项目名称", "渠道修复"],
    ["主管部门", "甲县水利局", "实施单位", "乙站"],
]
TABLE = [
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ["产出指标", "数量指标", "渠道", "≥5千米", "6千米", "100", "100"],
    ["产出指标小计", "", "", "", "", "100", "100"],
    ["总分", "", "", "", "", "100", "100"],
]


def run(folder: Path, rows: list[list[str]], *options: str) -> tuple[int, str]:
    path = folder / "表.txt"
    path.write_text(dump(rows), "utf-8")
    result = CliRunner().invoke(app, ["read", "--unread", *options, str(path)])
    return result.exit_code, result.stdout


def test_a_form_that_was_read_whole(tmp_path: Path) -> None:
    assert run(tmp_path, HEAD + TABLE[:2] + TABLE[3:]) == (0, "没有未读的单元格\n")


def test_a_subtotal_is_listed_and_explained(tmp_path: Path) -> None:
    code, text = run(tmp_path, HEAD + TABLE)
    cells = [line.split("\t")[3:] for line in text.splitlines()]
    assert code == 0
    assert cells == [
        ["产出指标小计", "小计或栏目名称，不单独计分"],
        *[["100", "小计或栏目名称，不单独计分"]] * 2,
    ]


def test_an_unknown_label_is_left_over(tmp_path: Path) -> None:
    code, text = run(tmp_path, [*HEAD, ["分管领导", "张三"], *TABLE[:2], *TABLE[3:]], "--format", "json")
    assert code == 1
    assert [(cell["form"], cell["text"], cell["place"]) for cell in json.loads(text)] == [
        ("渠道修复", "分管领导", "第11行第2列"),
        ("渠道修复", "张三", "第12行第2列"),
    ]
