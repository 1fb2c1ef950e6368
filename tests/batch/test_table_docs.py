"""The tables of a run are those that docs/tables.md describes, and their keys are keys."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batch.tables import TOYLAND

from perfeval.batch.parts import TABLES_FORMAT
from perfeval.batch.run import Job, run_batch
from perfeval.uses.checking import Options

DOCS = (Path(__file__).parents[2] / "docs/tables.md").read_text(encoding="utf-8")
CASE = """form:
  name: {name}
  body: 甲中心
  year: 2023
  funds: {{budget: '100', executed: '90', points: '10', score: '9'}}
  score: '{total}'
  indicators:
    - name: 数量
      dimension: 产出指标(90分)
      category: 数量
      target: '>=10个'
      actual: '{actual}个'
      points: '90'
      score: '90'
"""
OPTIONS = Options(rules="toyland-benchmark", rules_dirs=(TOYLAND,))


def documented(section: str, kind: str = "") -> dict[str, str]:
    """Column -> type, of a section of the page."""
    (text,) = re.findall(rf"^## {section}\b.*?(?=^## |\Z)", DOCS, re.M | re.S)
    if kind:
        text = text.split(f"Of {kind}:")[1].split("\nOf ")[0]
    found: dict[str, str] = {}
    for names, types in re.findall(r"^\| (`[^|]*) \| ([^|]*) \|", text, re.M):
        columns, kinds = re.findall(r"`(\w+)`", names), types.strip().split(", ")
        found |= dict(zip(columns, kinds * len(columns) if len(kinds) == 1 else kinds, strict=True))
    return found


def in_files(path: Path) -> dict[str, str]:
    def named(kind: pa.DataType) -> str:
        if pa.types.is_decimal(kind):
            return "decimal"
        return {pa.string(): "text", pa.int64(): "integer", pa.bool_(): "boolean"}[kind]

    return {each.name: named(each.type) for each in pq.ParquetDataset(path).schema}


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("year")
    texts = {
        "甲/一.yaml": CASE.format(name="道路", actual="10", total="99"),
        "甲/二.yaml": CASE.format(name="学校", actual="5", total="99"),
        "乙/renamed.yaml": CASE.format(name=" 道 路", actual="10", total="99.0"),
        "乙/changed.yaml": CASE.format(name="学校", actual="6", total="99"),
        "丙/broken.yaml": "form: [",
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    out = tmp_path_factory.mktemp("out")
    run_batch(Job(folder, OPTIONS, workers=1), out)
    return out


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("table")
    names = (
        "project_id",
        "level1",
        "level2",
        "target",
        "actual",
        "points",
        "submitted_score",
        "budget",
        "executed",
    )
    rows = [("P0", "产出指标", "数量指标", ">=10个", "x个", "90", "90", "1", "1")]
    rows += [("P1", "产", "数", "1", "1", "90", "90", "1", "1")] * 2
    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    pq.write_table(pa.table(columns), folder / "t.parquet")
    pq.write_table(pa.table({name: column[:2] for name, column in columns.items()}), folder / "f.parquet")
    run_batch(Job(folder / "t.parquet", OPTIONS, folder / "f.parquet"), folder / "out")
    return folder / "out"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["documents", "a table"])
def test_the_page_describes_every_column_of_the_files(documents: Path, table: Path, kind: str) -> None:
    out = documents if kind == "documents" else table
    told = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert told["tables"] == TABLES_FORMAT
    assert f"`{TABLES_FORMAT}`" in DOCS
    for name in ("scores", "totals"):
        assert in_files(out / f"{name}.parquet") == documented(f"{name}.parquet", kind), name
    names = ("problems", "files", "duplicates") if kind == "documents" else ("problems",)
    for name in names:
        assert in_files(out / f"{name}.parquet") == documented(f"{name}.parquet"), name
    assert set(told["outputs"]) == {
        "scores.parquet",
        "totals.parquet",
        *(f"{name}.parquet" for name in names),
    }


def test_rows_of_a_table_have_their_project_and_number(table: Path) -> None:
    found = pq.read_table(table / "scores.parquet").to_pylist()
    assert [(each["project_id"], each["row"]) for each in found] == [("P0", 0), ("P1", 1), ("P1", 2)]


@pytest.mark.slow
def test_a_renamed_file_is_the_same_project_and_counts_once(documents: Path) -> None:
    totals = {each["file"]: each for each in pq.read_table(documents / "totals.parquet").to_pylist()}
    assert len({each["project_id"] for each in totals.values()}) == 2
    assert totals["甲/一.yaml"]["project_id"] == totals["乙/renamed.yaml"]["project_id"]
    left_out = {each["file"]: each for each in pq.read_table(documents / "duplicates.parquet").to_pylist()}
    assert {name for name, each in totals.items() if not each["counted"]} == set(left_out)
    assert left_out["甲/一.yaml"]["same"]
    # The same project with other values: one counts, and the table says that they differ.
    (changed,) = [each for name, each in left_out.items() if name != "甲/一.yaml"]
    assert not changed["same"]
    assert {changed["file"], changed["counted_file"]} == {"甲/二.yaml", "乙/changed.yaml"}


@pytest.mark.slow
def test_groups_are_named_alike_and_texts_stand_beside_numbers(documents: Path) -> None:
    rows = pq.read_table(documents / "scores.parquet").to_pylist()
    assert {(each["dimension_key"], each["category_key"]) for each in rows} == {
        ("execution", None),
        ("output", "quantity"),
    }
    totals = pq.read_table(documents / "totals.parquet").to_pylist()
    assert {each["submitted_text"] for each in totals} == {"99", "99.0"}
    assert {each["submitted"] for each in totals} == {99}
