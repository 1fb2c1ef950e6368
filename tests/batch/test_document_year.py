"""A year of documents in ten formats, some broken: every broken one is named, every form of the others scored."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import year_documents
from batch.tables import TOYLAND
from year_documents import BREAKERS, MadeDocument, year
from year_expected import expected_rows, files_with_problems, found_rows

from perfeval.batch import document_run
from perfeval.batch.run import Job, run_batch
from perfeval.core.ruleset import Ruleset
from perfeval.rulebook.library import load_library
from perfeval.uses.checking import Options

RULES = "cn-caiyu-2020-10"


def accounted(documents: list[MadeDocument], folder: Path, workers: int) -> None:
    source = folder / "year"
    source.mkdir()
    for document in documents:
        (source / document.name).write_bytes(document.data)
    manifest = run_batch(Job(source, Options(rules=RULES), workers=workers), folder / "out")
    ruleset = load_library(()).find(RULES)
    assert isinstance(ruleset, Ruleset)
    assert found_rows(folder / "out") == expected_rows(documents, ruleset)
    assert {each.name for each in documents if each.broken} <= files_with_problems(folder / "out")
    assert manifest["counts"]["files"] == len(documents)
    assert manifest["counts"]["files_without_forms"] == sum(not each.forms for each in documents)
    assert {each.name for each in documents if not each.forms} <= files_with_problems(
        folder / "out", ("error",)
    )


@pytest.mark.slow
def test_sixty_documents_a_quarter_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(year_documents, "BROKEN_EVERY", 4)
    documents = list(year(4 * len(BREAKERS)))
    assert {each.broken for each in documents} == {None, *BREAKERS}
    assert len({each.name.rpartition(".")[2] for each in documents if not each.broken}) == 10
    accounted(documents, tmp_path, 2)


@pytest.mark.long
@pytest.mark.slow
def test_three_thousand_documents_one_in_a_hundred_broken(tmp_path: Path) -> None:
    accounted(list(year(3000)), tmp_path, 2)


RUN = """
import os, signal, sys, time
from pathlib import Path
from perfeval.batch import document_run
from perfeval.uses.checking import Options
read = document_run.read_found
def hostile(found, **given):
    if found.name == "hangs.yaml":
        time.sleep(60)
    if found.name == "killed.yaml":
        os.kill(os.getpid(), signal.SIGKILL)
    if found.name == "raises.yaml":
        raise ZeroDivisionError("a mistake in a reader")
    return read(found, **given)
document_run.read_found = hostile
document_run.PART = 4
if __name__ == "__main__":
    source, rules, out, workers = sys.argv[1:]
    options = Options(rules="toyland-benchmark", rules_dirs=(Path(rules),))
    job = document_run.DocumentJob(Path(source), options, int(workers), seconds=6)
    counts = document_run.run_documents(job, Path(out))
    assert counts["files"] == 12, counts
"""
CASE = "form: {{name: 项目{0}, indicators: [{{name: 数量, target: '>=10个', actual: 9个, points: '90'}}]}}\n"


@pytest.mark.slow
def test_a_file_that_hangs_crashes_or_raises_costs_itself_alone(tmp_path: Path) -> None:
    source = tmp_path / "year"
    source.mkdir()
    for name in ("a", "b", "c", "d", "e", "hangs", "killed", "m", "raises", "x", "y", "z"):
        (source / f"{name}.yaml").write_text(CASE.format(name), encoding="utf-8")
    (tmp_path / "run.py").write_text(RUN, encoding="utf-8")
    out = tmp_path / "out"
    command = [sys.executable, str(tmp_path / "run.py"), str(source), str(TOYLAND), str(out), "2"]
    subprocess.run(command, check=True)
    scores, problems = (pq.read_table(out / f"{name}.parquet").to_pylist() for name in ("scores", "problems"))
    assert [each["project"] for each in scores] == [f"项目{name}" for name in "abcdemxyz"]
    named = {each["file"]: each["code"] for each in problems if not each["project"]}
    assert named == {
        "hangs.yaml": "reader-stopped",
        "killed.yaml": "reader-killed",
        "raises.yaml": "file-unreadable",
    }
    assert any("ZeroDivisionError: a mistake in a reader" in each["message"] for each in problems)


def test_what_no_table_holds_costs_its_file_alone(tmp_path: Path) -> None:
    source = tmp_path / "year"
    source.mkdir()
    for name, year_printed in (("a", "2023"), ("b", "9" * 23), ("c", "2023")):
        case = CASE.format(name).replace("indicators", f"year: '{year_printed}', indicators")
        (source / f"{name}.yaml").write_text(case, encoding="utf-8")
    options = Options(rules="toyland-benchmark", rules_dirs=(TOYLAND,))
    document_run._open(options, 60)
    part = document_run._check_part(document_run.DocumentJob(source, options).files)
    assert [each["project"] for each in part.scores.to_pylist()] == ["项目a", "项目c"]
    files = {each["file"]: (each["status"], each["code"]) for each in part.files.to_pylist()}
    read = ("with_forms", None)
    assert files == {"a.yaml": read, "b.yaml": ("unread", "file-unreadable"), "c.yaml": read}


def test_old_files_of_a_part_are_saved_in_one_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    starts: list[int] = []

    def save_together(sources: list[tuple[str, bytes]], progress: object) -> list[bytes | None]:
        starts.append(len(sources))
        return [None] * len(sources)

    monkeypatch.setattr("perfeval.documents.formats.doc.save_together", save_together)
    monkeypatch.setattr("perfeval.documents.formats.doc._program", lambda: None)
    for name in "abc":
        (tmp_path / f"{name}.doc").write_bytes(b"{\\rtf1 nothing}")
    document_run.run_documents(document_run.DocumentJob(tmp_path, Options(), workers=1), tmp_path / "out")
    assert starts == [3]
