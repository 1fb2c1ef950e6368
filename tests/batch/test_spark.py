"""On Spark the same tables come out as on one machine: executors in processes of their own, one of them killed."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest
from batch.real_forms import FOLDER, write_tidy
from batch.tables import NAMES, TOYLAND, rulesets
from batch.test_kernel import hard_rows
from field_rows import KINDS, ROWS, STATUSES, write_rows
from typer.testing import CliRunner

from perfeval.batch.run import BatchError, Job, run_batch
from perfeval.cli import app
from perfeval.uses.checking import Options, check_files, open_rulebook

pyspark = pytest.importorskip("pyspark", reason="PySpark is not installed: pip install 'perfeval[spark]'")
from pyspark.sql import SparkSession  # noqa: E402 - only where it is installed

from perfeval.batch.spark import spark_run  # noqa: E402
from perfeval.batch.spark.spark_session import session  # noqa: E402

pytestmark = [
    pytest.mark.long,
    # The extra asks for pandas 2; nothing here uses pandas, and the tables are the same with pandas 3.
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas"),
]
CLUSTER = "local-cluster[2,1,1024]"
BENCHMARK = Options(rules="toyland-benchmark", rules_dirs=(TOYLAND,))
URUMQI = Options(rules="urumqi-giit-2023")
SHARED = Path(__file__).parents[3] / "shared/reports/urumqi-giit-2023"
_WITH_TABLES = [each.id for each in rulesets() if each.total.add != "exact"]


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A cluster of two executors, each a process of its own, that cuts its input into many small tasks."""
    if shutil.which("java") is None:
        pytest.skip("Java is not installed; Spark needs 17 or later")
    home = tmp_path_factory.mktemp("spark-home")
    for part in Path(pyspark.__file__).parent.iterdir():
        # Executors of a local cluster write to $SPARK_HOME/work, which is otherwise inside the installed package.
        if part.name != "work":
            (home / part.name).symlink_to(part)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SPARK_HOME", str(home))
        settings = (
            f"--conf spark.sql.files.{name}=32768" for name in ("maxPartitionBytes", "openCostInBytes")
        )
        environment.setenv("PYSPARK_SUBMIT_ARGS", f"{' '.join(settings)} pyspark-shell")
        with session(CLUSTER) as begun:
            yield begun


def content(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table of a run, sorted, and what the manifest says; the row number of Spark's scores is its order."""
    tables = {name: pq.read_table(folder / f"{name}.parquet") for name in ("scores", "totals", "problems")}
    scores = tables["scores"]
    if "file" in scores.column_names:
        by = [(name, "ascending") for name in ("file", "form", "row")]
        tables["scores"] = scores.sort_by(by)
    elif "row" in scores.column_names:
        of_the_engine = {"project_id", "row", "nth_project"}.intersection(scores.column_names)
        tables["scores"] = scores.sort_by("row").drop_columns(list(of_the_engine))
    found = {name: [tuple(row.items()) for row in table.to_pylist()] for name, table in tables.items()}
    for name in ("totals", "problems"):
        found[name].sort(key=repr)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    # The parts are cut elsewhere; their rows, compared above, are the same.
    rows = {name: table["rows"] for name, table in manifest.pop("outputs").items()}
    return {**found, "manifest": [json.dumps(manifest), rows]}  # type: ignore[list-item]


def assert_same(job: Job, folder: Path) -> None:
    """The same from the local engine and from Spark, into two folders."""
    run_batch(job, folder / "local")
    run_batch(Job(job.source, job.options, job.funds, job.workers, CLUSTER), folder / "spark")
    assert content(folder / "spark") == content(folder / "local")


def hard_table(folder: Path) -> tuple[Path, Path]:
    """Hard rows whose projects stand anywhere; funds scattered, missing, repeated, unknown, and hard themselves."""
    rows = hard_rows()
    number = random.Random(6)
    columns = {name: list(column) for name, column in zip(NAMES, zip(*rows, strict=True), strict=True)}
    projects = [None if at % 50 == 49 else f"P{number.randrange(60):02d}" for at in range(len(rows))]
    table = pa.table({"项目 编号": projects, **columns})
    amounts = ("100", "2,180.00", "0", "", None, "abc", "-5", "９０", "12345678901234567890.123", "1e3")
    funds = [
        {
            "project_id": f"P{at % 65:02d}",
            "预算数": amounts[at % len(amounts)],
            "全年执行数": amounts[at * 7 % len(amounts)],
            "points": "10",
            "得分": ("10", "9.5", None)[at % 3],
        }
        for at in range(3, 75)
    ]
    number.shuffle(funds)
    paths = folder / "a[1]{b}.parquet", folder / "资金 表.parquet"
    pq.write_table(table, paths[0], row_group_size=37)
    pq.write_table(pa.Table.from_pylist(funds), paths[1], row_group_size=9)
    return paths


@pytest.mark.slow
@pytest.mark.parametrize("identity", _WITH_TABLES)
def test_hard_rows_score_on_spark_as_on_one_machine(
    spark: SparkSession, identity: str, tmp_path: Path
) -> None:
    indicators, funds = hard_table(tmp_path)
    assert_same(Job(indicators, Options(rules=identity, rules_dirs=(TOYLAND,)), funds), tmp_path)
    problems = pq.read_table(tmp_path / "spark/problems.parquet")["code"].to_pylist()
    assert {"project-without-funds", "project-without-indicators", "funds-repeated"} <= set(problems)


@pytest.mark.slow
def test_numbers_are_read_as_their_texts_and_csv_as_parquet(spark: SparkSession, tmp_path: Path) -> None:
    table = pa.table(
        {
            "项目": [1, 2, 2],
            "target": [0.1, 100.0, 3e20],
            "actual": [1, 7, 8],
            "weight": pa.array([Decimal("7.50"), Decimal("8.33"), None], pa.decimal128(9, 2)),
        }
    )
    texts = table.cast(pa.schema([(name, pa.string()) for name in table.column_names]))
    pq.write_table(table, tmp_path / "numbers.parquet")
    run_batch(Job(tmp_path / "numbers.parquet", BENCHMARK, master=CLUSTER), tmp_path / "numbers")
    pa_csv.write_csv(texts, tmp_path / "texts.csv")
    assert_same(Job(tmp_path / "texts.csv", BENCHMARK), tmp_path)
    for name in ("scores", "totals", "problems"):
        assert content(tmp_path / "numbers")[name] == content(tmp_path / "spark")[name]


@pytest.mark.slow
def test_directions_and_statuses_on_spark_as_on_one_machine(spark: SparkSession, tmp_path: Path) -> None:
    bare = {"id": "U", "name": "故障率", "category": "质量指标", "target": "2%", "actual": "5%"}
    rows = [*ROWS, *KINDS, {**bare, "points": "", "score": ""}]
    write_rows(rows, tmp_path / "rows.parquet")
    assert_same(Job(tmp_path / "rows.parquet", Options(rules="cn-caiyu-2020-10", year=2023)), tmp_path)
    scores = pq.read_table(tmp_path / "spark/scores.parquet").to_pylist()
    statuses = {each["project_id"]: each["status"] for each in scores}
    assert statuses.pop("U") == "unmarked"
    assert {
        row["id"]: statuses[row["id"]] in STATUSES[row["verdict"]] for row in [*ROWS, *KINDS]
    } == dict.fromkeys(statuses, True)


@pytest.mark.slow
def test_the_fifteen_real_forms_score_on_spark_as_check_does(spark: SparkSession, tmp_path: Path) -> None:
    checking = check_files(sorted(FOLDER.iterdir()), URUMQI, open_rulebook(URUMQI))
    results = [form.result for form in checking.forms]
    indicators, funds = write_tidy([result.form for result in results], tmp_path)
    assert_same(Job(indicators, URUMQI, funds), tmp_path / "table")
    scores = pq.read_table(tmp_path / "table/spark/scores.parquet").sort_by("row").to_pylist()
    expected = [
        (result.form.name, row.status, row.score.low, row.score.high)
        for result in results
        for row in result.rows
        if row.row and row.score
    ]
    assert len(expected) == 153
    assert [(each["project_id"], each["status"], each["low"], each["high"]) for each in scores] == expected
    totals = pq.read_table(tmp_path / "table/spark/totals.parquet").to_pylist()
    assert {
        each["project_id"]: (each["low"], each["high"], each["confirmed"], each["execution_low"])
        for each in totals
    } == {
        result.form.name: (
            result.total.score.low,
            result.total.score.high,
            result.total.confirmed,
            result.execution.score.low,
        )
        for result in results
        if result.total.score and result.execution and result.execution.score
    }
    assert len(totals) == 15

    assert_same(Job(FOLDER, URUMQI), tmp_path / "documents")
    rows = pq.read_table(tmp_path / "documents/spark/scores.parquet").to_pylist()
    assert {(each["project"], each["row"]): (each["status"], each["low"], each["high"]) for each in rows} == {
        (result.form.name, row.row): (row.status, row.score.low, row.score.high)
        for result in results
        for row in result.rows
        if row.score
    }
    assert len(rows) == 168


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the published report is not beside this repository")
def test_the_published_report_scores_on_spark_as_on_one_machine(spark: SparkSession, tmp_path: Path) -> None:
    folder = tmp_path / "year"
    folder.mkdir()
    for suffix in ("txt", "docx"):
        (folder / f"report.{suffix}").write_bytes((SHARED / f"report.{suffix}").read_bytes())
    assert_same(Job(folder, URUMQI), tmp_path)
    assert pq.read_table(tmp_path / "spark/scores.parquet").num_rows == 336


@pytest.mark.slow
def test_no_document_is_lost_whatever_its_name_or_content(spark: SparkSession, tmp_path: Path) -> None:
    folder = tmp_path / "2023[终]{稿}"
    (folder / "子 目录").mkdir(parents=True)
    form = (FOLDER / "03-xinjiang-aid-experts.yaml").read_bytes()
    names = ("_下划线", "a b%20c#1", "a[1]{2}*?", "冒号:一", "反\\斜", "子 目录/一", "p=1")
    for name in names:
        (folder / f"{name}.yaml").write_bytes(form)
    for name in (".hidden.yaml", "~$lock.docx", "notes.zip"):
        (folder / name).write_bytes(form)
    (folder / "broken.yaml").write_text("form: {name: [", encoding="utf-8")
    (folder / "empty.docx").write_bytes(b"")
    with (folder / "large.xlsx").open("wb") as large:
        large.truncate((64 << 20) + 1)
    assert_same(Job(folder, URUMQI), tmp_path)
    scores = pq.read_table(tmp_path / "spark/scores.parquet")
    assert set(scores["file"].to_pylist()) == {f"{name}.yaml" for name in names}
    problems = set(pq.read_table(tmp_path / "spark/problems.parquet")["file"].to_pylist())
    assert {"broken.yaml", "empty.docx", "large.xlsx"} <= problems


def executors(spark: SparkSession) -> list[int]:
    """The processes of this application's executors."""
    mine = f"--app-id {spark.sparkContext.applicationId}"

    def command(process: Path) -> str:
        try:
            return (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:  # it has ended meanwhile
            return ""

    return sorted(
        int(each.name)
        for each in Path("/proc").iterdir()
        if each.name.isdigit() and "CoarseGrainedExecutorBackend" in (line := command(each)) and mine in line
    )


class Killer(threading.Thread):
    """Kills one executor once some tasks of a stage of many are done, and more are running."""

    def __init__(self, spark: SparkSession) -> None:
        super().__init__(daemon=True)
        self._spark, self._tracker = spark, spark.sparkContext.statusTracker()
        self.before = executors(spark)
        self.stage: int | None = None
        self.killed: int | None = None

    def run(self) -> None:
        end = time.monotonic() + 300
        while self.killed is None and time.monotonic() < end:
            for number in self._tracker.getActiveStageIds():
                stage = self._tracker.getStageInfo(number)
                if stage and stage.numActiveTasks and 2 <= stage.numCompletedTasks < stage.numTasks - 4:
                    os.kill(self.before[0], signal.SIGKILL)
                    self.killed, self.stage = self.before[0], number
                    return
            time.sleep(0.001)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["table", "documents"])
def test_an_executor_killed_in_the_middle_changes_nothing(
    spark: SparkSession, kind: str, tmp_path: Path
) -> None:
    if kind == "documents":
        folder = tmp_path / "year"
        folder.mkdir()
        for number in range(40):
            for case in FOLDER.glob("0[1-3]*.yaml"):
                shutil.copy(case, folder / f"{number:02d}-{case.name}")
        job = Job(folder, URUMQI)
    else:
        job = Job(*year_of_projects(tmp_path))
    killer = Killer(spark)
    assert len(killer.before) == 2
    killer.start()
    assert_same(job, tmp_path)
    killer.join()
    assert killer.killed is not None
    assert killer.killed not in executors(spark)
    stage = spark.sparkContext.statusTracker().getStageInfo(killer.stage)
    assert stage is not None
    assert stage.numFailedTasks >= 1


def year_of_projects(folder: Path) -> tuple[Path, Options, Path]:
    """80 000 projects of four rows, in sixty row groups: enough that a killer comes in time."""
    number = random.Random(4)
    names = ("project_id", "level1", "level2", "target", "actual", "weight")
    rows = [
        (f"P{project:06d}", "产出指标", "数量指标", f">={goal}个", f"{number.randrange(2 * goal)}个", "22.5")
        for project in range(80_000)
        for goal in (3, 7, number.randrange(1, 10**6), 11)
    ]
    columns = {name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}
    funds = {
        "project_id": [f"P{project:06d}" for project in range(80_000)],
        "budget": ["2180"] * 80_000,
        "executed": [str(number.randrange(2500)) for _ in range(80_000)],
        "weight": ["10"] * 80_000,
    }
    pq.write_table(pa.table(columns), folder / "indicators.parquet", row_group_size=5333)
    pq.write_table(pa.table(funds), folder / "funds.parquet", row_group_size=4000)
    return folder / "indicators.parquet", BENCHMARK, folder / "funds.parquet"


@pytest.mark.slow
def test_another_version_on_an_executor_ends_the_run(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pq.write_table(
        pa.table({"项目": ["1"], "target": ["1"], "actual": ["1"], "weight": ["1"]}), tmp_path / "t.parquet"
    )
    with monkeypatch.context() as driver:
        # The driver's own check must pass, the executor's must not: it never had this version.
        driver.setattr(spark_run, "__version__", "9.9.9")
        driver.setattr(
            spark_run, "shipped", lambda rules: spark_run.Shipped(shipped(rules).rulesets, (), "9.9.9")
        )
        with pytest.raises(BatchError, match=r"执行节点上的 perfeval 是 .*，应为 9\.9\.9"):
            run_batch(Job(tmp_path / "t.parquet", BENCHMARK, master=CLUSTER), tmp_path / "out")
    assert not (tmp_path / "out/manifest.json").exists()


shipped = spark_run.shipped


@pytest.mark.parametrize("rules", rulesets(), ids=lambda each: each.id)
def test_a_rule_set_arrives_as_it_was_sent(rules) -> None:
    assert spark_run.shipped([rules]).opened() == (rules,)


def test_a_run_without_java_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SparkSession, "getActiveSession", lambda: None)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    found = CliRunner().invoke(app, ["batch", str(FOLDER), "-o", str(tmp_path / "out"), "--engine", "spark"])
    assert found.exit_code == 2
    assert "Java 17" in found.stderr


def test_a_run_without_pyspark_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "perfeval.batch.spark.spark_run", None)
    found = CliRunner().invoke(app, ["batch", str(FOLDER), "-o", str(tmp_path / "out"), "--engine", "spark"])
    assert found.exit_code == 2
    assert "perfeval[spark]" in found.stderr


def test_a_master_belongs_to_spark(tmp_path: Path) -> None:
    found = CliRunner().invoke(app, ["batch", str(FOLDER), "-o", str(tmp_path), "--master", "yarn"])
    assert found.exit_code == 2
