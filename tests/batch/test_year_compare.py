"""A year under two sets: the sums are those of the forms one by one, nothing is left out, and it can be looked at."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batch.tables import TOYLAND
from batch.test_table_docs import documented, in_files
from lxml import html
from typer.testing import CliRunner

from perfeval.batch import document_run
from perfeval.batch.run import BatchError, Job, run_batch
from perfeval.batch.year.year_compare import Tables, compare_runs, compare_year
from perfeval.cli import app
from perfeval.core.problems import Problem
from perfeval.core.ruleset import Ruleset
from perfeval.documents.writers.comparison.year_comparison import YearComparison
from perfeval.review.compare import distribution, kind_of
from perfeval.rulebook.library import load_library
from perfeval.uses.checking import Options
from perfeval.uses.comparing import compare_files

SETS = ("toyland-benchmark", "toyland-strict")
CASE = """form:
  name: 项目{number}
  department: {department}
  funds: {{budget: '100', executed: '{executed}', points: '10'}}
  indicators:
    - {{name: 数量, dimension: 产出指标, category: 数量指标, target: '>=10个', actual: '{actual}个', points: '50'}}
    - {{name: 效果, dimension: 效益指标, category: 社会效益指标, target: 持续提升, actual: 完全达到预期, points: '40'}}
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The invented set, and one that gives nothing to what is not met and leaves words a band."""
    text = (TOYLAND / "toyland/benchmark/2030-01-01.yaml").read_text(encoding="utf-8")
    strict = text.replace("toyland-benchmark", SETS[1]).replace("      gives: top\n", "")
    strict = strict.replace(
        "otherwise: {kind: proportional, ratio: actual/target, cap: '1'}", "otherwise: {kind: all_or_nothing}"
    )
    folder = tmp_path / "rules"
    for name, content in (("benchmark", text), ("strict", strict)):
        at = folder / "toyland" / name
        at.mkdir(parents=True)
        (at / "2030-01-01.yaml").write_text(content, encoding="utf-8")
        (at / "clauses.md").write_text("# Clauses\n", encoding="utf-8")
    return folder


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "year"
    folder.mkdir()
    for number in range(30):
        department = f"局{number % 3}" if number % 5 else "''"
        case = CASE.format(number=number, department=department, executed=70 + number, actual=5 + number % 8)
        (folder / f"{number:02d}.yaml").write_text("form: [" if number == 7 else case, encoding="utf-8")
    monkeypatch.setattr(document_run, "PART", 16)
    return folder


@pytest.fixture
def year(tmp_path: Path) -> Tables:
    """300 projects whose departments stand in the funds; some rows cannot be scored, some are scored by judgement."""
    rows = [
        (f"P{project:04d}", *row)
        for project in range(300)
        for row in (
            ("产出指标", "数量指标", ">=10个", f"{5 + project % 9}个", "50"),
            ("效益指标", "社会效益指标", "持续提升", "完全达到预期" if project % 50 else "程度较高", "40"),
        )
    ]
    names = ("项目编号", "一级指标", "二级指标", "年度指标值", "实际完成值", "分值")
    tables = Tables(tmp_path / "indicators.parquet", tmp_path / "funds.parquet")
    columns = zip(names, zip(*rows, strict=True), strict=True)
    pq.write_table(
        pa.table({name: list(column) for name, column in columns}), tables.indicators, row_group_size=77
    )
    funds = {
        "项目编号": [f"P{project:04d}" for project in range(300)],
        "主管部门": [f"局{project % 4}" for project in range(300)],
        "全年预算数": ["100"] * 300,
        "全年执行数": [str(60 + project % 40) for project in range(300)],
        "分值": ["10"] * 300,
    }
    assert tables.funds is not None
    pq.write_table(pa.table(funds), tables.funds, row_group_size=50)
    return tables


def compared(source: Path, rules: Path, out: Path, funds: Path | None = None) -> YearComparison:
    return compare_year(Job(source, Options(rules_dirs=(rules,)), funds), SETS, out)


def sets(rules: Path) -> tuple[Ruleset, Ruleset]:
    first, second = (load_library((rules,)).find(each) for each in SETS)
    assert not isinstance(first, Problem)
    assert not isinstance(second, Problem)
    return first, second


def assert_documented(out: Path, kind: str) -> None:
    """The tables of the folder are those of docs/tables.md."""
    for name in ("changed_totals.parquet", "changed_rows.parquet"):
        assert in_files(out / name) == documented(name, kind), name
    for name in ("by_department.parquet", "by_category.parquet"):
        assert in_files(out / name) == documented("by_department.parquet, by_category.parquet"), name


def rows_of(out: Path, table: str) -> list[dict[str, object]]:
    return pq.read_table(out / table).to_pylist()


@pytest.mark.slow
def test_documents_are_compared_as_one_by_one(documents: Path, rules: Path, tmp_path: Path) -> None:
    found = compared(documents, rules, tmp_path / "out")
    report, *_ = compare_files(sorted(documents.iterdir()), *sets(rules))
    assert found.totals.counts == Counter(
        kind_of(each.total.first, each.total.second) for each in report.forms
    )
    assert (found.totals.low, found.totals.high) == report.rise
    assert sum(found.totals.counts.values()) == 29
    assert (found.files, found.without_forms) == (30, ["07.yaml"])
    assert [(label, moves.compared) for label, moves in found.distribution] == list(
        distribution(report.moves)
    )
    assert_documented(tmp_path / "out", "documents")
    changed = rows_of(tmp_path / "out", "changed_rows.parquet")
    assert [(each["project"], each["row"], each["low"], each["high"]) for each in changed] == [
        (form.form, each.row, *each.rise) for form in report.forms for each in form.rows if each.rise
    ]
    assert {each["first_rule"] for each in changed} == {"at-least", "words"}
    # The groups add up, and those without a name are one of them.
    names = {each.name[0]: each.all for each in found.departments}
    assert names == {"": 6, "局0": 8, "局1": 7, "局2": 8}
    assert {each.name[0] for each in found.categories} == {"产出·数量", "效益·社会效益", "预算执行率"}
    for groups, whole in ((found.departments, found.totals), (found.categories, found.rows)):
        assert sum(each.low for each in groups) == whole.low
        assert sum(each.all for each in groups) == whole.all
    assert found.losers[0].low + found.losers[0].high == min(each.low + each.high for each in found.losers)


@pytest.mark.slow
@pytest.mark.slow
def test_a_project_counts_once_however_often_it_is_handed_in(
    documents: Path, rules: Path, tmp_path: Path
) -> None:
    once = compared(documents, rules, tmp_path / "once")
    (documents / "also").mkdir()
    for name in ("01", "02"):
        text = (documents / f"{name}.yaml").read_text(encoding="utf-8")
        where = documents / "also" / f"{name}.yaml"
        where.write_text(text, encoding="utf-8")
    twice = compared(documents, rules, tmp_path / "twice")
    assert (once.duplicates, twice.duplicates) == (0, 2)
    assert twice == replace(once, files=once.files + 2, duplicates=2)


def test_a_table_is_compared_row_by_row(year: Tables, rules: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    found = compared(year.indicators, rules, out, year.funds)
    assert (found.totals.all, found.rows.all) == (300, 900)
    assert_documented(out, "a table")
    # Words outside the levels cannot be scored under either set, and neither can the form.
    assert found.totals.counts["neither"] == found.rows.counts["neither"] == 6
    below = sum(project % 9 < 5 for project in range(300))
    by_name = {each.name[0]: each for each in found.categories}
    assert by_name["产出·数量"].counts == {"surely_fall": below, "same": 300 - below}
    lost = sum(Decimal(5 + project % 9) * 5 for project in range(300) if project % 9 < 5)
    assert by_name["产出·数量"].low == by_name["产出·数量"].high == -lost
    assert by_name["效益·社会效益"].counts == {"fall": 294, "neither": 6}
    assert by_name["预算执行率"].counts == {"same": 300}
    assert {each.name[0]: each.all for each in found.departments} == {f"局{at}": 75 for at in range(4)}
    rows = rows_of(out, "changed_rows.parquet")
    assert len(rows) == below + 294
    assert all(each["project"] == f"P{each['row'] // 2:04d}" for each in rows)
    totals = rows_of(out, "changed_totals.parquet")
    assert all(each["department"] == f"局{int(each['project'][1:]) % 4}" for each in totals)
    assert sum(each["low"] for each in totals) == found.totals.low


@pytest.mark.slow
def test_departments_are_found_in_any_order_and_in_either_table(
    year: Tables, rules: Path, tmp_path: Path
) -> None:
    expected = compared(year.indicators, rules, tmp_path / "out", year.funds).departments
    assert year.funds is not None
    funds = pq.read_table(year.funds)
    shuffled = funds.take(pa.array(random.Random(1).sample(range(300), 300)))
    pq.write_table(shuffled, tmp_path / "shuffled.parquet")
    found = compared(year.indicators, rules, tmp_path / "shuffled", tmp_path / "shuffled.parquet")
    assert found.departments == expected
    indicators = pq.read_table(year.indicators)
    departments = [f"局{int(each[1:]) % 4}" for each in indicators["项目编号"].to_pylist()]
    pq.write_table(
        indicators.append_column("部门", pa.array(departments)), tmp_path / "with.parquet", row_group_size=99
    )
    pq.write_table(funds.drop_columns("主管部门"), tmp_path / "without.parquet")
    found = compared(tmp_path / "with.parquet", rules, tmp_path / "either", tmp_path / "without.parquet")
    assert found.departments == expected


@pytest.mark.slow
def test_only_finished_runs_of_the_same_inputs_can_be_compared(
    year: Tables, rules: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    expected = compared(year.indicators, rules, out, year.funds)
    assert compare_runs(out / "A", out / "B", tmp_path / "again", year, (rules,)) == expected
    run_batch(Job(year.indicators, Options(rules=SETS[0], rules_dirs=(rules,))), tmp_path / "alone")
    for first, tables, message in (
        (tmp_path, year, "没有 manifest.json"),
        (tmp_path / "alone", year, "输入不同"),
        (out / "A", None, "--table"),
        (out / "A", Tables(rules / "toyland/strict/2030-01-01.yaml"), "不是这两次运行算过的表"),
    ):
        with pytest.raises(BatchError, match=message):
            compare_runs(first, out / "B", tmp_path / "no", tables)


def command(rules: Path, *words: object) -> list[str]:
    named = [part for each in SETS for part in ("--rules", each)]
    return ["compare", *map(str, words), *named, "--rules-dir", str(rules)]


@pytest.mark.slow
def test_the_page_shows_every_form_and_loads_nothing(documents: Path, rules: Path, tmp_path: Path) -> None:
    page = tmp_path / "compare.html"
    result = CliRunner().invoke(app, command(rules, documents, "-o", page))
    assert result.exit_code == 3, result.stderr  # 07.yaml holds no form
    assert "局1" in result.stdout
    tree = html.fromstring(page.read_text(encoding="utf-8"))
    columns = tree.xpath("//svg[@class='histogram']//text[@class='count']/text()")
    assert sum(map(int, columns)) == 29
    assert "07.yaml" in tree.text_content()
    assert not tree.xpath("//script | //link | //img | //*[@onclick]")
    assert "default-src 'none'" in tree.xpath("//meta[@http-equiv]/@content")[0]


@pytest.mark.slow
def test_the_folder_has_the_tables_the_page_and_a_workbook_with_charts(
    year: Tables, rules: Path, tmp_path: Path
) -> None:
    out = tmp_path / "compare"
    result = CliRunner().invoke(
        app, command(rules, year.indicators, "--funds", year.funds, "-o", out, "--lang", "en")
    )
    assert result.exit_code == 0, result.stderr
    assert {path.name for path in out.iterdir()} == {
        "A", "B", "by_category.parquet", "by_department.parquet", "changed_rows.parquet", "changed_totals.parquet",
        "compare.html", "compare.xlsx",
    }  # fmt: skip
    book = openpyxl.load_workbook(out / "compare.xlsx")
    assert book.sheetnames[:3] == ["overview", "by category", "by department"]
    assert [len(book[name]._charts) for name in book.sheetnames[:3]] == [1, 1, 1]
    sheet = book["by department"]
    assert sum(sheet.cell(row, 2).value for row in range(2, 6)) == 300


@pytest.mark.slow
def test_numbers_for_programs_and_wrong_usage(
    year: Tables, rules: Path, documents: Path, tmp_path: Path
) -> None:
    target = tmp_path / "year.json"
    words = command(rules, year.indicators, "--funds", year.funds, "-o", target)
    assert CliRunner().invoke(app, words).exit_code == 0
    data = json.loads(target.read_text(encoding="utf-8"))
    assert data["format"] == "perfeval.compare-year/1"
    assert sum(data["totals"]["counts"].values()) == data["totals"]["count"] == 300
    for words in (
        command(rules, year.indicators, "-o", tmp_path / "x.docx"),
        command(rules, tmp_path / "nowhere.parquet"),
        ["compare", str(documents), "--rules", "cn-caiyu-2020-10"],
        ["compare", str(documents)],
    ):
        assert CliRunner().invoke(app, words).exit_code == 2


@pytest.mark.slow
def test_few_documents_are_shown_row_by_row_and_one_document_gives_a_page(
    documents: Path, rules: Path, tmp_path: Path
) -> None:
    one = documents / "00.yaml"
    assert "■ 项目0" in CliRunner().invoke(app, command(rules, one)).stdout
    # Two of them more than can be shown row by row: summed, and that is said; for machines every row all the same.
    for number in (40, 41):
        (documents / f"{number}.yaml").write_bytes(one.read_bytes())
    summed = CliRunner().invoke(app, command(rules, documents))
    assert "32 个文件，只列合计" in summed.stderr
    assert "■ 项目0" not in summed.stdout
    every = CliRunner().invoke(app, [*command(rules, documents), "--format", "json"])
    assert len(json.loads(every.stdout)["totals"]) == 31
    result = CliRunner().invoke(app, command(rules, one, documents / "01.yaml", "-o", tmp_path / "two.html"))
    assert result.exit_code == 0
    assert (tmp_path / "two.html").stat().st_size > 5000


SHARED = Path(__file__).parents[3] / "shared/reports/urumqi-giit-2023"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the published report is not beside this repository")
def test_the_fifteen_real_forms(tmp_path: Path) -> None:
    (tmp_path / "year").mkdir()
    (tmp_path / "year/report.docx").write_bytes((SHARED / "report.docx").read_bytes())
    job = Job(tmp_path / "year", Options())
    found = compare_year(job, ("cn-caiyu-2020-10", "cn-caiyu-2021-101"), tmp_path / "out")
    assert found.totals.counts == {"same": 10, "apart": 5}
    assert found.rows.all - found.rows.of("same") == 6
    assert (found.totals.low, found.totals.high) == (Decimal("-17.49"), Decimal("20.13"))
