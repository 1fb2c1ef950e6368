"""Tidy tables from workbooks and CSV files score as the same table in Parquet; what cannot be used is said."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batch.tables import TOYLAND
from office_files import xlsx_of
from table_writers import SMALL_FORM, to_xlsx

from perfeval.batch.run import BatchError, Job, run_batch
from perfeval.batch.table.sheet_table import funds_beside
from perfeval.batch.table.table_files import as_parquet, is_table
from perfeval.batch.table.tables import open_table
from perfeval.batch.table_error import TableError
from perfeval.uses.checking import Options

OPTIONS = Options(rules="toyland-benchmark", rules_dirs=(TOYLAND,))
HEADER = ("项目编号", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值")
ROWS = [
    ("P1", "产出指标", "数量指标", "次数", ">=10次", "9次", "30"),
    ("P1", "产出指标", "质量指标", "合格率", ">=95%", "90%", "30"),
    ("P1", "效益指标", "社会效益指标", "影响,长期", "持续\n提升", "完全达到预期", "30"),
    ("P2", "产出指标", "数量指标", "亩数", ">=1,200亩", "1,000亩", "90"),
]
FUNDS = [
    ("项目编号", "主管部门", "全年预算数", "全年执行数", "分值"),
    ("P1", "甲局", "100", "80", "10"),
    ("P2", "乙局", "50.5", "50.5", "10"),
]


def parquet(path: Path, rows: Sequence[Sequence[str]], header: Sequence[str]) -> Path:
    columns = zip(header, zip(*rows, strict=True), strict=True)
    pq.write_table(pa.table({name: list(column) for name, column in columns}), path)
    return path


def scores(source: Path, funds: Path | None, out: Path) -> tuple[pa.Table, pa.Table]:
    run_batch(Job(source, OPTIONS, funds), out)
    return pq.read_table(out / "scores.parquet"), pq.read_table(out / "totals.parquet")


@pytest.fixture
def expected(tmp_path: Path) -> tuple[pa.Table, pa.Table]:
    indicators = parquet(tmp_path / "i.parquet", ROWS, HEADER)
    return scores(indicators, parquet(tmp_path / "f.parquet", FUNDS[1:], FUNDS[0]), tmp_path / "expected")


def workbook(path: Path) -> Path:
    """A title above the header, numbers with formats, a merged project cell, the funds on a sheet of their own."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "指标"
    sheet.append(["2023年度项目支出绩效自评明细"])
    sheet.append([None, *(f" {word[:2]}\n{word[2:]}" for word in HEADER), "备注"])
    for row in ROWS:
        sheet.append([None, *row])
    for address, value, shown in (
        ("G4", 0.9, "0%"),
        ("G6", 1000, '#,##0"亩"'),
        ("H3", 30, "General"),
        ("H6", 90, "0"),
    ):
        sheet[address].value, sheet[address].number_format = value, shown
    sheet["B4"].value = sheet["B5"].value = None
    sheet.merge_cells("B3:B5")
    sheet["A9"].value = "注：本表由系统导出"
    funds = book.create_sheet("资金")
    for row in FUNDS:
        funds.append(row)
    funds["C3"].value, funds["D3"].value = 50.5, 50.5
    book.save(path)
    return path


def test_a_workbook_with_two_sheets_scores_as_two_tables(
    tmp_path: Path, expected: tuple[pa.Table, pa.Table]
) -> None:
    found = scores(workbook(tmp_path / "year.xlsx"), None, tmp_path / "out")
    assert found == expected
    assert found[1]["execution_low"].to_pylist()[0] == 8


def test_a_workbook_is_a_table_or_a_document_by_its_header(tmp_path: Path) -> None:
    assert is_table(workbook(tmp_path / "year.xlsx"))
    (tmp_path / "i.csv").write_bytes(as_csv(";", "gb18030"))
    assert is_table(tmp_path / "i.csv")
    (tmp_path / "form.xlsx").write_bytes(to_xlsx(SMALL_FORM))
    (tmp_path / "damaged.xlsx").write_bytes(b"PK")
    (tmp_path / "text.csv").write_text("项目名称,甲\n", encoding="utf-8")
    assert not any(is_table(tmp_path / name) for name in ("form.xlsx", "damaged.xlsx", "text.csv"))


def test_cells_are_read_as_they_are_shown(tmp_path: Path) -> None:
    table = pq.read_table(as_parquet(workbook(tmp_path / "year.xlsx"), tmp_path / "work"))
    assert table["actual"].to_pylist() == ["9次", "90%", "完全达到预期", "1,000亩"]
    assert table["project_id"].to_pylist() == ["P1", "P1", "P1", "P2"]
    assert table.column_names == ["project_id", "level1", "level2", "name", "target", "actual", "points"]
    funds = funds_beside(tmp_path / "year.xlsx", tmp_path / "work")
    assert funds is not None
    assert pq.read_table(funds)["department"].to_pylist() == ["甲局", "乙局"]


def as_csv(delimiter: str, encoding: str, mark: bytes = b"", title: str = "") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([HEADER, *ROWS])
    return mark + (title + out.getvalue()).encode(encoding)


@pytest.mark.slow
@pytest.mark.parametrize(
    "content",
    [
        as_csv(",", "utf-8"),
        as_csv(";", "utf-8", codecs.BOM_UTF8),
        as_csv("\t", "utf-16-le", codecs.BOM_UTF16_LE),
        as_csv(",", "gb18030"),
        as_csv(";", "gb18030", title="2023年度绩效自评明细\r\n\r\n"),
    ],
    ids=["utf-8", "semicolons and a mark", "utf-16", "gb18030", "gb18030 under a title"],
)
def test_csv_in_any_dress_scores_alike(
    content: bytes, tmp_path: Path, expected: tuple[pa.Table, pa.Table]
) -> None:
    (tmp_path / "i.csv").write_bytes(content)
    assert scores(tmp_path / "i.csv", tmp_path / "f.parquet", tmp_path / "out") == expected


def test_a_target_in_three_columns_is_put_together(tmp_path: Path) -> None:
    header = "项目名称,指标性质,指标值,计量单位,完成值,分值\n"
    rows = "甲,正向,10,次,9次,50\n甲,≤,5,%,4%,40\n甲,定性,提升,,完全达到预期,10\n"
    (tmp_path / "t.csv").write_text(header + rows, encoding="utf-8")
    table = pq.read_table(as_parquet(tmp_path / "t.csv", tmp_path / "work"))
    assert table["target"].to_pylist() == ["≥10次", "≤5%", "提升"]
    assert table["project_id"].to_pylist() == ["甲"] * 3


def saved(path: Path, *sheets: Sequence[Sequence[object]]) -> Path:
    book = openpyxl.Workbook()
    for number, rows in enumerate(sheets):
        sheet = book.active if number == 0 else book.create_sheet()
        assert sheet is not None
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_a_parquet_table_with_signs_and_units_of_their_own_is_put_together_too(tmp_path: Path) -> None:
    rows = {
        "项目编号": ["P1", "P2"],
        "指标性质": ["≥", "≤"],
        "年度指标值": ["90", "5"],
        "计量单位": ["%", "万元"],
        "实际完成值": ["85%", "60000元"],
        "分值": ["10", "10"],
    }
    pq.write_table(pa.table(rows), tmp_path / "t.parquet")
    whole = as_parquet(tmp_path / "t.parquet", tmp_path)
    assert pq.read_table(whole)["target"].to_pylist() == ["≥90%", "≤5万元"]
    assert open_table(whole, "indicators").columns.keys() >= {"project_id", "target", "actual", "points"}


@pytest.mark.slow
def test_what_cannot_be_used_is_said_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"

    def message() -> str:
        with pytest.raises((TableError, BatchError)) as caught:
            run_batch(Job(path, OPTIONS), tmp_path / "out")
        return str(caught.value)

    saved(path, [["标题"], ["项目编号", "分值", "实际完成值"]], [["甲", "乙"]])
    said = message()
    assert "「Sheet」第2行：缺少列 target（年度指标值）" in said
    assert "「Sheet1」：前20行没有表头" in said
    saved(path, [HEADER, *ROWS], [HEADER, *ROWS])
    assert "「Sheet」、「Sheet1」都是指标明细表" in message()
    saved(path, [(*HEADER, "年度指标值"), *ROWS])
    assert "「年度指标值」和「年度指标值」是同一列" in message()
    saved(path, [HEADER, (*ROWS[0][:5], "=1+1", "30")])
    assert "「Sheet」F2" in message()
    for damage in (b"", b"PK\x03\x04 not a workbook"):
        path.write_bytes(damage)
        assert str(path) in message()
    whole = workbook(tmp_path / "whole.xlsx").read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "t.xlsx" in message()


def test_a_csv_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    for content, said in (
        (b"\xff\xff\xff", "UTF-8"),
        ("项目编号,分值\nP1,5\n".encode(), "第1行: 缺少列 target（年度指标值）"),
        ("甲,乙\n1,2\n".encode(), "没有表头"),
        (as_csv(",", "utf-8") + b"P3,1\n", "不是整齐的 CSV"),
    ):
        (tmp_path / "t.csv").write_bytes(content)
        with pytest.raises(BatchError, match=said):
            run_batch(Job(tmp_path / "t.csv", OPTIONS), tmp_path / "out")


def test_a_sheet_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    rows = "<row><c t='inlineStr'><is><t>" + " " * 40_000_000 + "</t></is></c></row>"
    (tmp_path / "bomb.xlsx").write_bytes(xlsx_of(rows))
    with pytest.raises(TableError, match=r"bomb\.xlsx"):
        as_parquet(tmp_path / "bomb.xlsx", tmp_path / "work")
