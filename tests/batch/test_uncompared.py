"""Why forms cannot be compared is named; several inputs are read without symbolic links."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from perfeval.cli import app

pytestmark = pytest.mark.slow

CASE = """form:
  name: {name}
  body: 甲局
  year: 2023
  indicators:
    - {{name: 数量, dimension: 产出指标, category: 数量指标, target: '{target}', actual: 9个{points}}}
"""
MARKS = ", points: '100'"
SETS = ("--rules", "cn-caiyu-2020-10", "--rules", "urumqi-giit-2023")


@pytest.fixture
def inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A folder of a sound form and one that nobody can read, and a file beside it whose row has no marks."""
    folder = tmp_path / "年"
    folder.mkdir()
    for name, target, points in (("好", ">=10个", MARKS), ("坏", ">=90％％", MARKS)):
        text = CASE.format(name=name, target=target, points=points)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    beside = tmp_path / "无分.yaml"
    beside.write_text(CASE.format(name="无分", target=">=10个", points=""), encoding="utf-8")

    def refused(*_: object, **__: object) -> None:
        raise OSError("links need an administrator")

    monkeypatch.setattr("os.symlink", refused)
    monkeypatch.setattr(Path, "symlink_to", refused)
    return folder, beside


def test_each_reason_is_counted_with_an_example(inputs: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "compare.html"
    found = CliRunner().invoke(app, ["compare", *map(str, inputs), *SETS, "-o", str(out)])
    assert found.exit_code == 0, found.output
    page = out.read_text(encoding="utf-8")
    assert "不能比较的原因" in page
    assert "年度指标值看不懂" in page


def test_the_reasons_of_two_runs_are_put_together(inputs: tuple[Path, Path], tmp_path: Path) -> None:
    from perfeval.batch.run import Job, run_batch
    from perfeval.batch.year.year_compare import compare_runs
    from perfeval.documents.writers.comparison.write_year import year_json, year_table
    from perfeval.uses.checking import Options

    folder, beside = inputs
    beside.rename(folder / beside.name)
    runs = tmp_path / "A", tmp_path / "B"
    for run, rules in zip(runs, (SETS[1], SETS[3]), strict=True):
        run_batch(Job(folder, Options(rules=rules), workers=1), run)
    found = compare_runs(*runs, tmp_path / "C")
    reasons = json.loads(json.dumps(year_json(found)))["uncompared"]
    assert [(each["code"], each["first"], each["second"], each["example"]["form"]) for each in reasons] == [
        ("target-unreadable", 1, 1, "坏"),
        ("total-without-marks", 1, 1, "无分"),
    ]
    assert "年度指标值看不懂" in reasons[0]["example"]["message"]
    assert "■ 不能比较的原因" in year_table(found, "zh")
    assert "why forms cannot be compared" in year_table(found, "en")
