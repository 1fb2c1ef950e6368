"""The summary of a year: its figures are sums anybody can make again, its bytes are the same every time."""

from __future__ import annotations

import json
import random
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest
from batch.tables import TOYLAND
from typer.testing import CliRunner

from perfeval.batch.run import BatchError, Job, run_batch
from perfeval.batch.summary.summary import Summary
from perfeval.batch.year.year import Run, YearError, read_manifest
from perfeval.cli import app
from perfeval.uses.checking import Options
from perfeval.uses.summarising import WRITTEN, runs_of, write_summary

OPTIONS = Options(rules="toyland-benchmark", rules_dirs=(TOYLAND,))
ROW = """    - name: {0}
      dimension: {1}
      category: {2}
      target: '{3}'
      actual: '{4}'
      points: '{5}'
      score: '{6}'
"""
CASE = """form:
  name: '{name}'
  department: {department}
  funds: {{budget: '{budget}', executed: '{executed}', points: '10', score: '9'}}
  indicators:
"""


def case(number: int) -> str:
    head = CASE.format(
        name="=HYPERLINK(1)" if number == 7 else f"项目{number}",
        department=f"局{number % 3}",
        budget=100 + number,
        executed={7: 20, 3: 103, 4: 105}.get(number, 90),
    )
    score = min(40, 4 * (number % 15)) + (number == 7)
    rows = (
        ("数量", "产出指标", "数量指标", ">=10个", f"{number % 15}个", "40", score),
        ("成本", "成本指标", "经济成本指标", "<=20元/人", f"{20 if number % 4 else 10}元/人", "30", "30"),
        ("满意", "满意度指标", "满意度指标", ">=90%", "95%", "20", "20"),
    )
    return head + "".join(ROW.format(*row) for row in rows)


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty cases of three departments, one of a name that a spreadsheet would take for a formula."""
    folder = tmp_path_factory.mktemp("year")
    for number in range(30):
        (folder / f"{number:02d}.yaml").write_text(case(number), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def run(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    out = tmp_path_factory.mktemp("out")
    run_batch(Job(documents, OPTIONS), out)
    return out, write_summary(Run(out))


def rows_of(folder: Path, name: str) -> list[dict[str, Any]]:
    return pq.read_table(folder / f"{name}.parquet").to_pylist()


def half_up(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_the_figures_are_the_sums_of_the_scores(run: tuple[Path, Summary]) -> None:
    folder, summary = run
    rows, totals = rows_of(folder, "scores"), rows_of(folder, "totals")
    indicators = [each for each in rows if each["row"] > 0]
    head = summary.head
    assert head.forms == head.settled == len(totals) == 30
    assert head.rows is not None
    assert head.rows.count == len(rows) == len(indicators) + 30
    assert head.bodies == 3
    assert head.money.budget == sum(Decimal(each["budget"]) for each in totals)
    assert head.money.executed == sum(Decimal(each["executed"]) for each in totals)
    claimed = sorted(Fraction(each["submitted"] or "0") for each in totals if each["submitted"])
    if not claimed:
        claimed = sorted(
            sum(Fraction(row["submitted"]) for row in rows if row["file"] == each["file"]) for each in totals
        )
    assert head.claimed.count == len(claimed) == 30
    assert head.claimed.mean == half_up(sum(claimed, Fraction(0)) / 30)
    assert head.claimed.median == half_up(claimed[14])
    assert (head.claimed.least, head.claimed.most) == (half_up(claimed[0]), half_up(claimed[-1]))
    confirmed = [Fraction(each["confirmed"]) for each in totals]
    assert head.recomputed.mean == half_up(sum(confirmed, Fraction(0)) / 30)
    counted = Counter(100 if each == 100 else 0 if each < 60 else int(each) for each in confirmed)
    assert {each.low: each.recomputed for each in summary.bins if each.recomputed} == counted
    assert sum(each.submitted for each in summary.bins) == 30


def test_lost_marks_are_full_marks_less_what_was_earned(run: tuple[Path, Summary]) -> None:
    folder, summary = run
    lost: Counter[tuple[str, str | None]] = Counter()
    points: Counter[tuple[str, str | None]] = Counter()
    for each in rows_of(folder, "scores"):
        key = (each["dimension_key"], each["category_key"])
        lost[key] += Decimal(each["points"]) - each["low"]
        points[key] += Decimal(each["points"])
    found = {
        (each.dimension, each.category): (each.rows.lost, each.rows.points) for each in summary.categories
    }
    assert found == {key: (lost[key], points[key]) for key in points}
    assert list(found.values()) == sorted(found.values(), key=lambda each: -each[0])


def test_departments_add_up_to_the_year(run: tuple[Path, Summary]) -> None:
    _, summary = run
    assert sorted(str(each.body) for each in summary.bodies) == ["局0", "局1", "局2"]
    assert sum(each.forms for each in summary.bodies) == summary.head.forms
    assert sum(each.budget or 0 for each in summary.bodies) == summary.head.money.budget
    assert summary.head.rows is not None
    assert sum(each.lost for each in summary.bodies) == summary.head.rows.lost


def test_the_grid_and_the_dots_are_of_the_same_forms(run: tuple[Path, Summary]) -> None:
    _, summary = run
    assert sum(count for _, _, count in summary.grid) == len(summary.dots) == summary.drawn == 30
    # 105 of 104 万元 is more than all, 103 of 103 is not.
    assert sum(count for x, _, count in summary.grid if x == 10) == 1
    seven = next(each for each in summary.dots if each["project"] == "=HYPERLINK(1)")
    assert seven["rate"] == half_up(Fraction(2000, 107))


def test_what_to_look_at_first_says_why(run: tuple[Path, Summary]) -> None:
    _, summary = run
    weights = [each.weight for each in summary.ranking]
    assert weights == sorted(weights, reverse=True)
    for each in summary.ranking:
        assert each.reasons
    over = next(each for each in summary.ranking if each.form["project"] == "=HYPERLINK(1)")
    assert "completion-above-execution" in {code for code, _, _ in over.reasons}


def test_findings_on_disk_are_those_of_the_summary_with_their_rows(run: tuple[Path, Summary]) -> None:
    folder, summary = run
    found = pq.read_table(folder / "forensics.parquet").to_pylist()
    counts = Counter(each["check"] for each in found)
    assert counts == {each.asked.check.code: each.asked.found for each in summary.checks if each.asked.found}
    scores = {(each["file"], each["form"], each["row"]): each for each in rows_of(folder, "scores")}
    for each in found:
        assert "{" not in each["said"]
        for one in each["evidence"]:
            if one["row"] is not None:
                row = scores[one["file"], one["form"], one["row"]]
                assert (one["target"], one["actual"]) == (row["target"], row["actual"])
                assert one["submitted"] == Decimal(row["submitted"])


@pytest.mark.slow
def test_the_summary_is_the_same_to_the_byte(
    documents: Path, run: tuple[Path, Summary], tmp_path: Path
) -> None:
    run_batch(Job(documents, OPTIONS, workers=1), tmp_path)
    write_summary(Run(tmp_path))
    for name in WRITTEN:
        assert (tmp_path / name).read_bytes() == (run[0] / name).read_bytes(), name
        assert not (tmp_path / f"{name}.unfinished").exists()


def test_no_text_becomes_a_formula_and_no_name_markup(run: tuple[Path, Summary]) -> None:
    folder, _ = run
    book = openpyxl.load_workbook(folder / "summary.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == "=HYPERLINK(1)" and cell.data_type == "s" for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)
    with zipfile.ZipFile(folder / "summary.xlsx") as archive:
        assert sum(name.startswith("xl/charts/chart") for name in archive.namelist()) == 6
    page = (folder / "summary.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "Content-Security-Policy" in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert page.index("先看哪里") < page.index("总分分布") < page.index("逐项排查")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_speaks_its_language(run: tuple[Path, Summary], tmp_path: Path, lang: str) -> None:
    from perfeval.batch.summary.write_summary_html import write_summary_html

    page = write_summary_html(run[1], lang)  # type: ignore[arg-type]
    assert ("What to look at first" in page) == (lang == "en")
    assert ("先看哪里" in page) == (lang == "zh")


# --- tables -----------------------------------------------------------------------------------------------


def write_table(folder: Path, rows: Iterable[tuple[str, ...]]) -> tuple[Path, Path]:
    names = ("project_id", "level1", "level2", "name", "target", "actual", "weight", "得分")
    table = pa.table(
        {name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}
    )
    projects = sorted(set(table["project_id"].to_pylist()))
    funds = pa.table(
        {
            "project_id": projects,
            "budget": ["1,000.00"] * len(projects),
            "executed": [str(100 + 10 * at) for at in range(len(projects))],
            "weight": ["10"] * len(projects),
            "得分": ["5"] * len(projects),
            "主管部门": [f"局{at % 4}" for at in range(len(projects))],
        }
    )
    indicators, money = folder / "indicators.parquet", folder / "funds.parquet"
    pq.write_table(table, indicators, row_group_size=37)
    pq.write_table(funds, money)
    return indicators, money


ROWS = [
    (
        f"P{project:03d}",
        "产出指标",
        "数量指标",
        f"指标{row}",
        f">={10 + row}个",
        f"{(project + row) % 30}个",
        "30",
        "20",
    )
    for project in range(60)
    for row in range(3)
]


@pytest.mark.slow
def test_a_table_is_summed_beside_its_scores(tmp_path: Path) -> None:
    indicators, funds = write_table(tmp_path, ROWS)
    run_batch(Job(indicators, OPTIONS, funds), tmp_path / "out")
    summary = write_summary(Run(tmp_path / "out", indicators, funds))
    scores, totals = rows_of(tmp_path / "out", "scores"), rows_of(tmp_path / "out", "totals")
    (losses,) = [each for each in summary.categories if each.dimension == "output"]
    assert losses.rows.lost == sum(Decimal(row[6]) for row in ROWS) - sum(each["low"] for each in scores)
    assert losses.rows.decided == 180
    assert summary.head.recomputed.mean == half_up(
        sum((Fraction(each["confirmed"]) for each in totals), Fraction(0)) / 60
    )
    assert summary.head.claimed.mean == Decimal("65.00")
    assert summary.head.money.budget == 60_000
    assert summary.measured == 180
    assert len(summary.bodies) == 4
    over = next(each for each in summary.checks if each.asked.check.code == "over-completion")
    limit = Fraction(12, 10)
    expected = {
        row[0]
        for row in ROWS
        if Fraction(row[5].removesuffix("个")) >= limit * Fraction(row[4][2:].removesuffix("个"))
    }
    assert {each.subject for each in over.findings} == expected


@pytest.mark.slow
def test_rows_that_are_in_no_mean_are_counted(tmp_path: Path) -> None:
    """Undecided, refused and unmarked rows, and rows with several possible scores, stand in the summary."""
    of_project = ("P900", "产出指标", "质量指标", "甲")
    odd = [
        (*of_project, "3个", "5个", "10", "10"),
        (*of_project, "≥5个", "很多", "10", "10"),
        (*of_project, "≥5个", "6个", "", ""),
        (*of_project, "持续提升", "已提升", "10", ""),
    ]
    indicators, funds = write_table(tmp_path, [*ROWS, *odd])
    run_batch(Job(indicators, Options(rules="cn-caiyu-2020-10", year=2023), funds), tmp_path / "out")
    summary = write_summary(Run(tmp_path / "out", indicators, funds))
    rows = summary.head.rows
    assert rows is not None
    assert (rows.undecided, rows.refused, rows.several, summary.head.unmarked) == (1, 1, 1, 1)
    assert rows.count == rows.decided + rows.undecided + rows.refused + rows.several
    page = (tmp_path / "out" / "summary.html").read_text(encoding="utf-8")
    for words in ("行待判断", "行无法复算", "行得分不止一个可能", "行没有分值"):
        assert words in page


@pytest.mark.slow
def test_the_order_of_a_table_is_irrelevant(tmp_path: Path) -> None:
    summaries = []
    for name, rows in (("one", ROWS), ("other", random.Random(3).sample(ROWS, len(ROWS)))):
        folder = tmp_path / name
        folder.mkdir()
        indicators, funds = write_table(folder, rows)
        if name == "one":  # a part of one project, and one of two
            pq.write_table(pq.read_table(indicators), indicators, row_group_size=4)
        run_batch(Job(indicators, OPTIONS, funds), folder / "out")
        summaries.append(write_summary(Run(folder / "out", indicators, funds)))
    columns = [
        set(pq.read_table(tmp_path / each / "out/scores.parquet").column_names) for each in ("one", "other")
    ]
    assert columns[0] - columns[1] == {"nth_project"}
    one, other = summaries
    for part in ("head", "bins", "endings", "grid", "categories", "bodies"):
        assert getattr(one, part) == getattr(other, part), part
    ranked = [[(each.form["project"], each.weight) for each in summary.ranking] for summary in summaries]
    assert ranked[0] == ranked[1]
    assert [each.asked.by_weight for each in one.checks] == [each.asked.by_weight for each in other.checks]


@pytest.mark.slow
def test_a_run_over_a_table_without_the_table_says_what_it_could_not_ask(tmp_path: Path) -> None:
    indicators, funds = write_table(tmp_path, ROWS)
    run_batch(Job(indicators, OPTIONS, funds), tmp_path / "out")
    summary = write_summary(Run(tmp_path / "out"))
    assert summary.head.recomputed.count == 60
    lacks = {each.asked.check.code: each.asked.lacks for each in summary.checks}
    assert lacks["completion-above-execution"] == ("funds", "rows")
    assert "没有逐行数据" in (tmp_path / "out/summary.html").read_text(encoding="utf-8")


def test_a_table_that_changed_since_its_run_is_refused(tmp_path: Path) -> None:
    indicators, funds = write_table(tmp_path, ROWS)
    run_batch(Job(indicators, OPTIONS, funds), tmp_path / "out")
    write_table(tmp_path, ROWS[:90])
    with pytest.raises(YearError, match=r"不是.*这次运行的输入"):
        write_summary(Run(tmp_path / "out", indicators, funds))


@pytest.mark.slow
def test_which_table_is_which(tmp_path: Path) -> None:
    """Table and funds of one name, in two folders; given in the wrong order they are put right or named."""
    indicators, funds = write_table(tmp_path, ROWS[:30])
    for folder, path in (("a", indicators), ("b", funds)):
        (tmp_path / folder).mkdir()
        path.rename(tmp_path / folder / "t.parquet")
    one, other, out = tmp_path / "a/t.parquet", tmp_path / "b/t.parquet", tmp_path / "out"
    run_batch(Job(one, OPTIONS, other), out)
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert list(manifest["inputs"]) == ["a/t.parquet", "b/t.parquet"]
    assert runs_of([out, one, other])[0] == Run(out, one, other)
    with pytest.raises(YearError, match=r"资金表.*对调"):
        read_manifest(Run(out, other, one))
    with pytest.raises(YearError, match="多了"):
        runs_of([out, one, other, one])
    indicators.with_name("indicators.parquet").write_bytes(one.read_bytes())
    funds.write_bytes(other.read_bytes())
    run_batch(Job(indicators, OPTIONS, funds), tmp_path / "again")
    assert runs_of([tmp_path / "again", funds, indicators])[0] == Run(tmp_path / "again", indicators, funds)


def test_a_table_that_changes_while_it_is_read_has_no_result(tmp_path: Path) -> None:
    indicators, funds = write_table(tmp_path, ROWS[:30])
    content = funds.read_bytes()
    with pytest.raises(BatchError, match="1 个输入文件被改动或移走：「funds"):
        run_batch(
            Job(indicators, OPTIONS, funds),
            tmp_path / "out",
            progress=lambda *_: funds.unlink(missing_ok=True),
        )
    funds.write_bytes(content)
    run_batch(Job(indicators, OPTIONS, funds), tmp_path / "out")


@pytest.mark.slow
def test_last_year_of_a_table_needs_its_table(tmp_path: Path) -> None:
    now, before = tmp_path / "now", tmp_path / "before"
    for folder, rows in ((now, ROWS), (before, [row for row in ROWS if row[0] != "P007"])):
        folder.mkdir()
        indicators, funds = write_table(folder, rows)
        run_batch(Job(indicators, OPTIONS, funds), folder / "out")
    run = Run(now / "out", now / "indicators.parquet", now / "funds.parquet")
    checks = {
        given: {
            each.asked.check.code: (each.asked.lacks, each.asked.found)
            for each in write_summary(run, Run(before / "out", given)).checks
        }
        for given in (None, before / "indicators.parquet")
    }
    assert checks[None]["repeats-last-year"] == (("last_year",), 0)
    assert checks[before / "indicators.parquet"]["repeats-last-year"] == ((), 59)


@pytest.mark.slow
def test_tables_under_one_name_in_two_folders_are_two_tables(tmp_path: Path) -> None:
    """This year's indicators.csv beside last year's indicators.csv: each run reads its own."""
    found = {}
    for suffix in ("parquet", "csv"):
        runs = []
        for year, rows in (("now", ROWS), ("before", [row for row in ROWS if row[0] != "P007"][::-1])):
            folder = tmp_path / suffix / year
            folder.mkdir(parents=True)
            source, money = write_table(folder, rows)
            if suffix == "csv":
                pa_csv.write_csv(pq.read_table(source), source := folder / "indicators.csv")
                pa_csv.write_csv(pq.read_table(money), money := folder / "funds.csv")
            run_batch(Job(source, OPTIONS, money), folder / "out")
            runs.append(Run(folder / "out", source, money))
        write_summary(*runs)
        found[suffix] = (tmp_path / suffix / "now/out/forensics.parquet").read_bytes()
    assert found["csv"] == found["parquet"]


@pytest.mark.slow
def test_a_table_in_csv_has_the_same_summary(tmp_path: Path) -> None:
    indicators, funds = write_table(tmp_path, ROWS)
    pa_csv.write_csv(pq.read_table(indicators), tmp_path / "indicators.csv")
    pa_csv.write_csv(pq.read_table(funds), tmp_path / "funds.csv")
    found = []
    for suffix in ("parquet", "csv"):
        source, money = tmp_path / f"indicators.{suffix}", tmp_path / f"funds.{suffix}"
        run_batch(Job(source, OPTIONS, money), tmp_path / suffix)
        found.append(write_summary(Run(tmp_path / suffix, source, money)))
    assert found[0].head == found[1].head
    assert (tmp_path / "parquet/forensics.parquet").read_bytes() == (
        tmp_path / "csv/forensics.parquet"
    ).read_bytes()


# --- the fifteen forms ------------------------------------------------------------------------------------

CASES = Path(__file__).parents[2] / "cases/cn-xinjiang/urumqi-giit-2023"


@pytest.mark.slow
def test_the_fifteen_forms_of_the_published_report(tmp_path: Path) -> None:
    run_batch(Job(CASES, Options(rules="urumqi-giit-2023")), tmp_path)
    summary = write_summary(Run(tmp_path))
    head = summary.head
    assert (head.forms, head.settled, head.same) == (15, 15, 15)
    assert head.rows is not None
    assert (head.rows.count, head.rows.undecided, head.rows.refused) == (168, 0, 0)
    assert [(each.id, each.forms) for each in head.rules] == [("urumqi-giit-2023", 15)]
    # The projects alone: the department's own form holds them.
    assert (head.money.budget, head.money.executed, head.money.rate) == (
        Decimal("4046.97"),
        Decimal("2248.10"),
        5555,
    )
    assert (head.claimed.mean, head.claimed.median, head.claimed.full) == (
        Decimal("94.91"),
        Decimal("99.95"),
        7,
    )
    assert [(each.dimension, each.category, each.rows.lost) for each in summary.categories[:4]] == [
        ("cost", "economic_cost", Decimal("27.09")),
        ("execution", None, Decimal("20.13")),
        ("output", "quantity", Decimal("14.37")),
        ("output", "quality", Decimal("14.00")),
    ]
    first = summary.ranking[0]
    assert first.form["project"] == "2023年益民大厦信息系统运维项目"
    assert first.reasons[0] == (
        "completion-above-execution",
        3,
        {"completion": "99.13", "rate": "18.35", "gap": "80.78"},
    )


# --- the command ------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_batch_writes_the_summary_unless_told_not_to(documents: Path, tmp_path: Path) -> None:
    common = ["--rules", "toyland-benchmark", "--rules-dir", str(TOYLAND), "--no-summary"]
    out, copied, before = (str(tmp_path / name) for name in ("without", "copied", "before"))
    last_year = tmp_path / "last"
    shutil.copytree(documents, last_year)
    CliRunner().invoke(app, ["batch", str(documents), *common, "-o", out])
    CliRunner().invoke(app, ["batch", str(last_year), *common, "-o", copied])
    assert not any((tmp_path / "without" / name).exists() for name in WRITTEN)
    same = CliRunner().invoke(app, ["summary", out, "--last-year", copied])
    assert same.exit_code == 2
    assert "是同一批输入" in same.stderr
    (last_year / "one-more.yaml").write_text(case(99), encoding="utf-8")
    CliRunner().invoke(app, ["batch", str(last_year), *common, "-o", before])
    result = CliRunner().invoke(app, ["summary", out, "--last-year", before])
    assert result.exit_code == 1
    page = (tmp_path / "without/summary.html").read_text(encoding="utf-8")
    assert "完成值与上年完全相同" in page
    assert "没有给出上年的逐行数据" not in page


def test_an_input_that_is_not_there_is_named(run: tuple[Path, Summary], tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["summary", str(run[0]), str(tmp_path / "nowhere.parquet")])
    assert result.exit_code == 2
    assert "找不到文件" in result.stderr
    assert not (run[0] / ".year").exists()


def test_a_folder_that_is_no_run_has_no_summary(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["summary", str(tmp_path)])
    assert result.exit_code == 2
    assert "不是完成的批量运行" in result.stderr
