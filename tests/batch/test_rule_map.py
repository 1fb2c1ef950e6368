"""Rules by department: every fault of the table is told before the run, one line applies to a form; runs add up."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batch.tables import TOYLAND
from batch.test_summary import ROWS, write_table
from batch.test_table_docs import CASE
from typer.testing import CliRunner

from perfeval.batch.rule_map import read_map
from perfeval.batch.table_error import TableError
from perfeval.cli import app
from perfeval.core.form import SelfEvaluationForm
from perfeval.rulebook.library import load_library

LIBRARY = load_library((TOYLAND,))


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_text(text, encoding=encoding)
    return path


def test_the_line_of_the_body_goes_before_the_deepest_folder(tmp_path: Path) -> None:
    text = "目录,单位,规则集,年度\n教育,,cn-caiyu-2020-10,\n教育/直属/,,cn-caiyu-2021-101,2023年\n"
    text += ",第 三中学,toyland-benchmark,\n"
    for encoding in ("utf-8-sig", "gb18030"):
        found = read_map(written(tmp_path / "map.csv", text, encoding), LIBRARY)
        rules = {
            (name, body): line.rules
            if (line := found.line_for(SelfEvaluationForm(body=body), name))
            else None
            for name, body in (
                ("教育/a.docx", None),
                ("教育/直属/a.docx", "他校"),
                ("教育/直属/a.docx", "第三中学"),
                ("教育局/a.docx", None),
                ("水务/a.docx", "第三中学"),
            )
        }
        assert list(rules.values()) == [
            "cn-caiyu-2020-10", "cn-caiyu-2021-101", "toyland-benchmark", None, "toyland-benchmark",
        ]  # fmt: skip
    assert found.lines[1].year == 2023
    assert [each.folder for each in found.unknown_folders(["教育/a.docx"])] == ["教育/直属"]


def test_a_workbook_with_a_title_is_read_as_well(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["各部门规则对照表"], ["文件夹", "规则集", "事实"], ["甲", "cn-caiyu-2020-10", None]):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "map.xlsx")
    (line,) = read_map(tmp_path / "map.xlsx", LIBRARY).lines
    assert (line.number, line.folder, line.rules) == (3, "甲", "cn-caiyu-2020-10")


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = """文件夹,单位,规则集,地区,年度,事实
甲,乙,cn-caiyu-2020-10,,,
甲,,cn-caiyu-2019,,,
丙,,,中国,二三年,
丁,,,,,
戊,,,,,nonsense=yes
"""
    with pytest.raises(TableError) as caught:
        read_map(written(tmp_path / "map.csv", text), LIBRARY)
    lines = str(caught.value).split("\n")
    expected = (
        (2, "填且只填一个"),
        (3, "cn-caiyu-2019"),
        (4, "中国"),
        (4, "二三年"),
        (5, "没有填"),
        (6, "nonsense"),
    )
    for number, word in expected:
        assert any(f"第{number}行" in line and word in line for line in lines), (number, word, lines)
    with pytest.raises(TableError, match="有 2 行"):
        read_map(written(tmp_path / "map.csv", "目录,年度\n甲,2023\n甲/,2022\n"), LIBRARY)
    with pytest.raises(TableError, match="表头"):
        read_map(written(tmp_path / "map.csv", "a,b\n1,2\n"), LIBRARY)
    with pytest.raises(TableError, match="找不到"):
        read_map(tmp_path / "none.csv", LIBRARY)


def test_a_table_is_split_by_department_as_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (Path(__file__).parents[2] / "docs/batch.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.S)
    indicators, funds = write_table(tmp_path, ROWS)
    monkeypatch.chdir(tmp_path)
    exec(code.replace('"教育局", "水务局"', '"局0", "局1", "局2", "局3"'), {})
    for whole, name in ((indicators, "indicators"), (funds, "funds")):
        parts = [pq.read_table(tmp_path / f"局{at}-{name}.parquet") for at in range(4)]
        assert pa.concat_tables(parts).sort_by("project_id").num_rows == pq.read_table(whole).num_rows
        # The rows of a part stand as they stood.
        assert parts[1]["project_id"].to_pylist() == sorted(parts[1]["project_id"].to_pylist())


@pytest.mark.slow
def test_a_run_under_a_map_and_one_over_a_table_are_one_summary(tmp_path: Path) -> None:
    for folder, actual in (("甲", "10"), ("乙", "5")):
        (tmp_path / "in" / folder).mkdir(parents=True)
        text = CASE.format(name=f"项目{folder}", actual=actual, total="99")
        written(tmp_path / f"in/{folder}/一.yaml", text)
    rules = ["--rules-dir", str(TOYLAND), "--workers", "1", "--no-summary"]
    table = written(
        tmp_path / "map.csv", "文件夹,单位,规则集\n甲,,toyland-benchmark\n丙,,toyland-benchmark\n"
    )
    words = ["batch", str(tmp_path / "in"), "--map", str(table), *rules, "-o", str(tmp_path / "out-1")]
    done = CliRunner().invoke(app, words)
    assert (done.exit_code, "「丙」" in done.stderr) == (2, True)
    written(table, "文件夹,单位,规则集\n甲,,toyland-benchmark\n,丁中心,toyland-benchmark\n")
    done = CliRunner().invoke(app, [*words, "--label", "首次"])
    assert (done.exit_code, "丁中心" in done.stdout) == (1, True)
    used = {
        each["file"]: each["ruleset"] for each in pq.read_table(tmp_path / "out-1/totals.parquet").to_pylist()
    }
    assert used["甲/一.yaml"] == "toyland-benchmark" != used["乙/一.yaml"]
    manifest = json.loads((tmp_path / "out-1/manifest.json").read_text(encoding="utf-8"))
    assert (manifest["label"], manifest["map_unmet"]) == ("首次", ["丁中心"])
    indicators, funds = write_table(tmp_path, ROWS[:30])
    given = [str(indicators), "--funds", str(funds)]
    mapped = CliRunner().invoke(
        app, ["batch", *given, "--map", str(table), *rules, "-o", str(tmp_path / "out-2")]
    )
    assert (mapped.exit_code, "perfeval summary" in mapped.stderr) == (2, True)
    CliRunner().invoke(
        app, ["batch", *given, "--rules", "toyland-benchmark", *rules, "-o", str(tmp_path / "out-2")]
    )
    runs = [str(tmp_path / "out-1"), str(tmp_path / "out-2")]
    summed = ["summary", *runs, str(indicators), str(funds), "-o", str(tmp_path / "all")]
    done = CliRunner().invoke(app, summed)
    # As the runs themselves: something differs.
    assert done.exit_code == 1, done.output
    page = (tmp_path / "all/summary.html").read_text(encoding="utf-8")
    assert "toyland-benchmark v1（11 张）" in page
    # The same year twice is no sum.
    twice = CliRunner().invoke(app, ["summary", runs[0], runs[0], "-o", str(tmp_path / "twice")])
    assert (twice.exit_code, "perfeval compare" in twice.stderr) == (2, True)
