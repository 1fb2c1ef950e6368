"""A year's folder with everything in it: every file accounted for by `check` and by `batch`, to the same counts."""

from __future__ import annotations

import io
import json
import os
import random
import zipfile
from pathlib import Path

import pytest
from table_writers import SMALL_FORM, to_docx, to_html, to_xlsx

from perfeval.batch.run import Job, run_batch
from perfeval.uses.checking import Options, check_files, open_rulebook

pytestmark = pytest.mark.slow

ROW = "{{name: a, target: '>={target}场', actual: {actual}场, points: '10', score: '10'}}"
OPTIONS = Options(rules="cn-caiyu-2020-10")


def mixed(folder: Path, count: int, seed: int) -> int:
    """Fill a folder with so many files, those in archives included; returns how many there are."""
    chance, made = random.Random(seed), 0
    good = (to_docx(SMALL_FORM), to_xlsx(SMALL_FORM), to_html(SMALL_FORM))
    folder.mkdir()
    while made < count:
        below = folder / f"单位{made % 37}"
        below.mkdir(exist_ok=True)
        case = f"form:\n  name: 项目{made}\n  indicators:\n  - {ROW.format(target=made % 9 + 1, actual=made % 11)}\n"
        name = f"{made:05d}"
        match chance.randrange(20):
            case 0:
                (below / f"{name}.jpg").write_bytes(b"\xff\xd8\xff")
            case 1:
                (below / f"{name}.rar").write_bytes(b"Rar!\x1a\x07")
            case 2:
                (below / f"{name}.docx").write_bytes(good[0][: chance.randrange(1, len(good[0]))])
            case 3:
                (below / f"{name}.xlsx").write_bytes(b"")
            case 4:
                (below / f"{name}.docx").symlink_to("nowhere")
            case 5:
                os.mkfifo(below / f"{name}.xls")
            case 6:
                (below / f"~${name}.docx").write_bytes(b"lock")
            case 7:
                out = io.BytesIO()
                with zipfile.ZipFile(out, "w") as archive:
                    archive.writestr("a.yaml", case)
                    archive.writestr("b.jpg", b"x")
                (below / f"{name}.zip").write_bytes(out.getvalue())
                made += 2
            case 8:
                (below / os.fsdecode(f"项目{name}.yaml".encode("gbk"))).write_text(case, encoding="utf-8")
            case 9:
                (below / f"{name}\x1b[2J.yaml").write_text(case, encoding="utf-8")
            case 10:
                (below / f"{name}.txt").write_text("没有表", encoding="utf-8")
            case 11:
                (below / f"{name}").write_bytes(good[1])
            case 12:
                (below / f"{name}.html").write_bytes(good[2])
            case _:
                (below / f"{name}.yaml").write_text(case, encoding="utf-8")
        made += 1
    return made


@pytest.mark.parametrize("count", [150, pytest.param(3_000, marks=pytest.mark.long)])
def test_every_file_is_accounted_for_alike(count: int, tmp_path: Path) -> None:
    made = mixed(tmp_path / "year", count, seed=14)
    checking = check_files([tmp_path / "year"], OPTIONS, open_rulebook(OPTIONS))
    manifest = run_batch(Job(tmp_path / "year", OPTIONS, workers=2), tmp_path / "out")
    assert checking.files.found == made
    counts = {
        name.removeprefix("files."): n for name, n in manifest["counts"].items() if name.startswith("files.")
    }
    assert counts == {name: n for name, n in checking.files.as_dict().items() if n}
    assert manifest["counts"]["forms"] == len(checking.forms)
    assert len(checking.unreadable) == checking.files.unread + checking.files.without_forms
    told = {problem.file for problem in checking.problems}
    assert set(checking.unreadable) <= told
    assert (
        json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))["counts"]
        == manifest["counts"]
    )
