"""`batch` as a job: what it refuses, names, keeps, tells machines and writes into a log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import Result
from typer.testing import CliRunner

from perfeval.batch import run
from perfeval.cli import app

CASE = Path(__file__).parents[2] / "cases/cn-xinjiang/urumqi-giit-2023"
PICTURE = b"\x89PNG\r\n\x1a\n"
FORMS = ("甲局/一", "二")


@pytest.fixture
def year(tmp_path: Path) -> Path:
    """Two forms, a picture, a letter and a broken document."""
    folder = tmp_path / "2023年"
    (folder / "甲局").mkdir(parents=True)
    for name, case in zip(FORMS, cases(), strict=False):
        (folder / f"{name}.yaml").write_bytes(case)
    (folder / "扫描件.png").write_bytes(PICTURE)
    (folder / "说明.txt").write_text("请查收。", encoding="utf-8")
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    return folder


def cases() -> Iterator[bytes]:
    return (path.read_bytes() for path in sorted(CASE.glob("*.yaml")))


def batch(*words: object) -> Result:
    return CliRunner().invoke(app, ["batch", *map(str, words), "--no-summary"])


def test_unread_files_are_named_on_the_screen_and_in_a_table(year: Path, tmp_path: Path) -> None:
    (year / "乙局/二科").mkdir(parents=True)
    found = batch(year, "-o", tmp_path / "out")
    assert found.exit_code == 3
    assert "没有文件的文件夹 1 个：乙局 (" in found.stderr
    named = [line.split(":")[0].strip() for line in found.stdout.splitlines() if line.startswith("  ")]
    assert named == ["坏.docx", "扫描件.png", "说明.txt"]
    table = pq.read_table(tmp_path / "out/files.parquet").to_pylist()
    assert {line["file"]: (line["status"], line["forms"], line["code"]) for line in table} == {
        "甲局/一.yaml": ("with_forms", 1, None),
        "二.yaml": ("with_forms", 1, None),
        "坏.docx": ("unread", 0, "file-damaged"),
        "扫描件.png": ("unread", 0, "file-is-picture"),
        "说明.txt": ("without_forms", 0, "no-form-found"),
    }


def test_many_unread_files_are_counted_on_the_screen(year: Path, tmp_path: Path) -> None:
    for number in range(12):
        (year / f"图{number:02}.png").write_bytes(PICTURE)
    found = batch(year, "-o", tmp_path / "out")
    assert "没有得到自评表的 15 个文件" in found.stdout
    assert "另有 5 个，见 files.parquet" in found.stdout


@pytest.mark.parametrize(
    ("source", "said"),
    [("空", "里没有文件"), ("2023年/甲局/一.yaml", "批量复算要一个目录"), ("没有", "找不到")],
)
def test_what_cannot_be_run_is_a_sentence_and_leaves_nothing(
    source: str, said: str, year: Path, tmp_path: Path
) -> None:
    (tmp_path / "空").mkdir()
    found = batch(tmp_path / source, "-o", tmp_path / "out")
    assert (found.exit_code, found.stdout) == (2, "")
    assert said in found.stderr
    assert not (tmp_path / "out").exists()


def test_last_year_is_looked_at_before_this_year_is_scored(year: Path, tmp_path: Path) -> None:
    words = ["batch", str(year), "-o", str(tmp_path / "out"), "--last-year", str(tmp_path / "2022")]
    found = CliRunner().invoke(app, words)
    assert (found.exit_code, "2022」不是完成的批量运行" in found.stderr) == (2, True)
    assert not (tmp_path / "out").exists()


def test_a_crash_is_no_difference_found(year: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(run, "_run_alone", crash)
    found = batch(year, "-o", tmp_path / "out", "--log", tmp_path / "log")
    assert (found.exit_code, "RuntimeError: unforeseen" in found.stderr) == (2, True)
    assert '"event": "stopped", "reason": "RuntimeError"' in (tmp_path / "log").read_text(encoding="utf-8")


def test_a_folder_of_pictures_has_no_summary_and_says_so(tmp_path: Path) -> None:
    pictures, out = tmp_path / "图", tmp_path / "out"
    pictures.mkdir()
    (pictures / "扫描件.png").write_bytes(PICTURE)
    found = CliRunner().invoke(app, ["batch", str(pictures), "-o", str(out)])
    assert found.exit_code == 2
    assert "没有可以汇总的自评表" in found.stderr
    assert "扫描件.png" in found.stdout
    again = CliRunner().invoke(app, ["summary", str(out)])
    assert again.exit_code == 2
    assert "没有得到自评表" in again.stderr


@pytest.mark.slow
def test_a_complete_run_is_replaced_only_by_force_and_taken_over_by_resume(
    year: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    batch(year, "-o", out)
    manifest = (out / "manifest.json").read_bytes()
    refused = batch(year, "-o", out)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "已有一次完整的运行" in refused.stderr
    resumed = batch(year, "-o", out, "--resume")
    assert resumed.exit_code == 3
    assert "5 个文件全部沿用" in resumed.stdout
    (year / "三.yaml").write_bytes(list(cases())[2])
    changed = batch(year, "-o", out, "--resume")
    assert changed.exit_code == 2
    assert "而输入已经改变" in changed.stderr
    assert (out / "manifest.json").read_bytes() == manifest
    assert "共 6 个文件" in batch(year, "-o", out, "--force").stdout


@pytest.mark.slow
def test_a_resumed_run_says_what_it_keeps(
    year: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("perfeval.batch.document_run.PART", 2)
    with monkeypatch.context() as stopped:
        stopped.setattr(run, "fold_duplicates", stop)
        assert batch(year, "-o", tmp_path / "out").exit_code == 130
    (tmp_path / "out/.work/.work/part-00002.json").unlink()
    assert "沿用上次中断前已完成的 4 个文件" in batch(year, "-o", tmp_path / "out", "--resume").stdout


def test_machines_get_json_lines_and_a_log_is_added_to(year: Path, tmp_path: Path) -> None:
    log = tmp_path / "batch.log"
    found = batch(year, "-o", tmp_path / "out", "--progress", "json", "--log", log)
    lines = [json.loads(line) for line in found.stderr.splitlines()]
    assert lines == [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [line["event"] for line in lines] == ["begin", "progress", *["not-read"] * 3, "scored", "end"]
    told = {key: value for key, value in lines[1].items() if key != "time"}
    assert told == {"event": "progress", "stage": "score", "unit": "files", "done": 5, "of": 5}
    assert lines[-1]["exit_code"] == 3
    refused = batch(year, "-o", tmp_path / "out", "--progress", "none", "--log", log)
    assert "已有一次完整的运行" in refused.stderr
    added = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()][len(lines) :]
    assert [line["event"] for line in added] == ["begin", "notice", "end"]
    assert added[-1]["exit_code"] == 2


def test_a_log_is_never_written_into_another_file(year: Path, tmp_path: Path) -> None:
    found = batch(year, "-o", tmp_path / "out", "--log", year / "说明.txt")
    assert found.exit_code == 2
    assert "不是" in found.stderr
    assert (year / "说明.txt").read_text(encoding="utf-8") == "请查收。"
