"""The commands as a user runs them: output, exit codes, bad input, languages, pipes."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from perfeval.cli import app

ROOT = Path(__file__).parent.parent.parent
CASES = ROOT / "cases" / "cn-xinjiang" / "urumqi-giit-2023"
REPORT = ROOT.parent / "shared" / "reports" / "urumqi-giit-2023" / "report.txt"

needs_report = pytest.mark.skipif(not REPORT.exists(), reason="../shared is not at hand")


def run(*arguments: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(
        app, [str(argument) for argument in arguments], input=stdin, catch_exceptions=False
    )


def report(*arguments: object) -> tuple[int, dict[str, Any]]:
    result = run("check", *arguments, "--format", "json")
    return result.exit_code, json.loads(result.stdout)


def codes(found: dict[str, Any], severity: str | None = None) -> list[str]:
    problems = [problem for form in found["forms"] for problem in form["problems"]]
    return [problem["code"] for problem in problems if severity in (None, problem["severity"])]


def rows(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for form in found["forms"] for row in [form["execution"], *form["indicators"]]]


SOURCES = [pytest.param(CASES, id="cases"), pytest.param(REPORT, id="report", marks=needs_report)]


@pytest.mark.parametrize("source", SOURCES)
class TestTheRealReport:
    """The published 2023 report of a municipal bureau: 15 forms, 153 indicators, 15 execution rows."""

    def test_under_its_own_convention_nothing_differs(self, source: Path) -> None:
        exit_code, found = report(source, "--rules", "urumqi-giit-2023")
        assert exit_code == 0
        assert found["format"] == "perfeval.check/1"
        assert found["coverage"] == {"rows": 168, "scored": 168, "refused": 0, "unmarked": 0, "ignored": 0}
        assert [form["execution"]["status"] for form in found["forms"]] == ["equal"] * 15
        statuses = [row["status"] for form in found["forms"] for row in form["indicators"]]
        assert (statuses.count("equal"), statuses.count("within")) == (136, 17)
        assert codes(found).count("below-band-top") == 2
        assert codes(found).count("unit-mismatch") == 1
        for form in found["forms"]:
            total = form["total"]
            assert total["status"] in ("equal", "within")
            assert float(total["difference"]) == 0
            assert float(total["confirmed"]) == float(total["submitted_score"])

    def test_without_a_rule_set_the_national_one_applies(self, source: Path) -> None:
        exit_code, found = report(source)
        assert exit_code == 1
        assert {(form["ruleset"]["id"], form["ruleset"]["chosen"]) for form in found["forms"]} == {
            ("cn-caiyu-2020-10", "national")
        }
        differing = [row for row in rows(found) if row["status"] == "differs"]
        assert len(differing) == 10
        assert sum(int(row["difference"].replace(".", "")) for row in differing) == -2709
        by_form = {
            form["name"]: form["total"]["difference"]
            for form in found["forms"]
            if form["total"]["status"] == "differs"
        }
        assert sorted(by_form.values()) == ["-12.98", "-5.40", "-8.71"]
        assert codes(found).count("over-completion") == 5
        assert codes(found).count("nothing-spent") == 1
        (within,) = [form["execution"] for form in found["forms"] if form["execution"]["status"] == "within"]
        assert (within["low"], within["high"]) == ("1.83", "1.84")
        assert "inferred-set-fits-better" in [problem["code"] for problem in found["problems"]]

    def test_the_derivation_names_both_rounding_points(self, source: Path) -> None:
        result = run("explain", source, "--rules", "urumqi-giit-2023", "--form", "益民大厦", "--row", "0")
        for shown in ("400 ÷ 2180", "18.35%", "1.835", "1.84", "← 依据1", "← 依据2"):
            assert shown in result.stdout
        assert result.exit_code == 0


@needs_report
def test_four_changes_are_found_and_nothing_else(tmp_path: Path) -> None:
    changed = tmp_path / "changed.txt"
    lines = REPORT.read_text(encoding="utf-8").split("\n")
    for name, old, new in (
        ("发放专家费人次", "4.63", "4.62"),
        ("小微企业年化担保费率", "<=2%", ">=2%"),
        ("专家意见建议采用率", ">=70%", ">=70％％"),
        ("新增就业岗位", "=5人", ""),
    ):
        start = next(at for at, line in enumerate(lines) if line.strip() == name)
        where = next(at for at in range(start, start + 8) if lines[at].strip() == old)
        lines[where] = f"\t{new}"
    changed.write_text("\n".join(lines), encoding="utf-8")
    exit_code, found = report(changed, "--rules", "urumqi-giit-2023")
    _, before = report(REPORT, "--rules", "urumqi-giit-2023")
    assert exit_code == 1
    assert found["coverage"] == {"rows": 168, "scored": 166, "refused": 2, "unmarked": 0, "ignored": 0}
    other = {
        row["name"]: row
        for old, row in zip(rows(before), rows(found), strict=True)
        if "name" in row and _core(old) != _core(row)
    }
    assert {name: row["status"] for name, row in other.items()} == {
        "发放专家费人次": "differs",
        "小微企业年化担保费率": "differs",
        "专家意见建议采用率": "refused",
        "新增就业岗位": "refused",
    }
    assert (other["发放专家费人次"]["difference"], other["小微企业年化担保费率"]["difference"]) == (
        "-0.01",
        "2.15",
    )
    assert other["小微企业年化担保费率"]["low"] == "7.85"
    errors = {
        (problem["code"], problem["place"])
        for form in found["forms"]
        for problem in form["problems"]
        if problem["severity"] == "error"
    }
    assert {code for code, _ in errors} == {
        "score-differs",
        "total-not-sum",
        "total-differs",
        "target-unreadable",
        "actual-missing",
    }
    assert all("第" in place and "行" in place and "列" in place for _, place in errors)


def _core(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row.get(key) for key in ("status", "low", "high", "submitted_score", "difference"))


class TestBadInput:
    """A clear message with the address, exit 2 where nothing could be read, never a traceback."""

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        result = run("check", tmp_path / "none.txt")
        assert result.exit_code == 2
        assert "none.txt" in result.stdout

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("empty.txt", b""),
            ("noise.txt", bytes(range(256))),
            ("prose.txt", "一份通知，没有表格。".encode()),
        ],
    )
    def test_a_file_without_a_form(self, tmp_path: Path, name: str, content: bytes) -> None:
        path = tmp_path / name
        path.write_bytes(content)
        result = run("check", path)
        assert result.exit_code == 2
        assert name in result.stdout
        assert run("read", path).exit_code == 2
        assert run("score", path).exit_code == 2
        assert run("explain", path, "--row", "1").exit_code == 2

    def test_the_others_are_still_reported(self, tmp_path: Path) -> None:
        exit_code, found = report(tmp_path / "none.txt", CASES, "--rules", "urumqi-giit-2023")
        assert exit_code == 3
        assert len(found["forms"]) == 15
        assert [problem["code"] for problem in found["problems"]] == ["file-missing"]

    def test_a_rule_set_that_is_not_there(self) -> None:
        result = run("check", CASES, "--rules", "nowhere")
        assert result.exit_code == 2
        assert "urumqi-giit-2023" in result.stderr

    def test_a_row_that_is_not_there(self) -> None:
        assert run("explain", CASES, "--row", "99").exit_code == 2

    @pytest.mark.parametrize(
        ("name", "change", "code"),
        [
            ("unknown-key", ("tier:", "tire:"), "tire"),
            ("missing-source", ("  source: {clause: art-18}\n", ""), "source"),
            ("duplicate-key", ("evidence: recalled\n", "evidence: recalled\nevidence: read\n"), "evidence"),
        ],
    )
    def test_a_broken_rule_set_is_named_with_its_line(
        self, tmp_path: Path, name: str, change: tuple[str, str], code: str
    ) -> None:
        folder = tmp_path / "cn" / name
        folder.mkdir(parents=True)
        source = ROOT / "rules" / "cn" / "caiyu-2020-10"
        text = (source / "2020-02-25.yaml").read_text(encoding="utf-8")
        assert change[0] in text
        (folder / "2020-02-25.yaml").write_text(text.replace(*change, 1), encoding="utf-8")
        (folder / "clauses.md").write_text(
            (source / "clauses.md").read_text(encoding="utf-8"), encoding="utf-8"
        )
        result = run("check", CASES, "--rules-dir", tmp_path)
        assert code in result.stdout
        assert "第" in result.stdout
        assert result.exit_code == 1


def test_reading_gives_cases_that_check_the_same(tmp_path: Path) -> None:
    copy = tmp_path / "forms.yaml"
    one = sorted(CASES.glob("*.yaml"))[8]
    assert run("read", one, "-o", copy).exit_code == 0
    _, first = report(one, "--rules", "urumqi-giit-2023")
    _, second = report(copy, "--rules", "urumqi-giit-2023")
    assert [_core(row) for row in rows(first)] == [_core(row) for row in rows(second)]


def test_standard_input() -> None:
    one = sorted(CASES.glob("*.yaml"))[0]
    result = run("check", "-", "--rules", "urumqi-giit-2023", "--format", "json", stdin=one.read_bytes())
    assert json.loads(result.stdout)["coverage"]["refused"] == 0


def test_csv_has_one_line_a_row() -> None:
    result = run("check", CASES, "--rules", "urumqi-giit-2023", "--format", "csv")
    lines = list(csv.DictReader(io.StringIO(result.stdout)))
    assert len(lines) == 168
    assert {line["status"] for line in lines} == {"equal", "within"}
    assert not any(line["target"].startswith("=") for line in lines)


@pytest.mark.parametrize(("lang", "shown"), [("zh", "没有不一致"), ("en", "nothing differs")])
def test_the_table_speaks_both_languages(lang: str, shown: str) -> None:
    result = run("check", CASES, "--rules", "urumqi-giit-2023", "--lang", lang)
    assert shown in result.stdout
    assert "urumqi-giit-2023" in result.stdout


def test_score_shows_what_each_row_loses() -> None:
    one = next(CASES.glob("*anquan*"), None) or sorted(CASES.glob("*.yaml"))[8]
    result = run("score", one, "--rules", "urumqi-giit-2023")
    assert result.exit_code == 0
    assert "失分" in result.stdout


def test_an_output_file_is_written_and_said(tmp_path: Path) -> None:
    out = tmp_path / "report.json"
    result = run("check", CASES, "--rules", "urumqi-giit-2023", "--format", "json", "-o", out)
    assert json.loads(out.read_text(encoding="utf-8"))["coverage"]["rows"] == 168
    assert str(out) in result.stderr


def test_rules_list_and_show() -> None:
    assert "cn-caiyu-2020-10" in run("rules", "list").stdout
    listed = json.loads(run("rules", "list", "--format", "json").stdout)
    assert {"cn-caiyu-2020-10", "urumqi-giit-2023"} <= {each["id"] for each in listed}
    page = run("rules", "show", "cn-caiyu-2020-10").stdout
    assert "凭记忆" in page
    assert run("rules", "show", "nowhere").exit_code == 2


@pytest.mark.slow
@pytest.mark.parametrize("command", [("check",), ("read",), ("check", "--format", "json")])
def test_an_output_that_cannot_be_written_is_said(command: tuple[str, ...], tmp_path: Path) -> None:
    result = run(*command, CASES, "-o", tmp_path / "nowhere" / "out.json")
    assert result.exit_code == 2
    assert "写不了" in result.stderr


def test_a_folder_without_readable_files_is_named(tmp_path: Path) -> None:
    result = run("check", tmp_path)
    assert result.exit_code == 2
    assert "没有能读的文件" in result.stdout
    assert "没有不一致" not in result.stdout


def test_an_unknown_rule_set_is_said_in_the_language_asked_for() -> None:
    assert "no rule set named" in run("check", CASES, "--rules", "nope", "--lang", "en").stderr


def test_the_fault_of_a_rule_file_comes_before_the_set_that_it_made_unknown(tmp_path: Path) -> None:
    folder = tmp_path / "cn" / "toy"
    folder.mkdir(parents=True)
    (folder / "2020-01-01.yaml").write_text("id: toy\nid: toy\n", encoding="utf-8")
    result = run("check", CASES, "--rules", "toy", "--rules-dir", tmp_path)
    first, second = result.stderr.splitlines()
    assert result.exit_code == 2
    assert ("第2行第1列" in first, "toy" in second) == (True, True)


@pytest.mark.slow
def test_one_missing_file_does_not_hide_the_others() -> None:
    result = run("explain", "nope.txt", CASES, "--form", "益民大厦", "--row", "0")
    assert result.exit_code == 3
    assert "nope.txt" in result.stderr
    assert "预算执行率" in result.stdout


@pytest.mark.slow
def test_errors_outside_the_forms_are_counted_at_the_end() -> None:
    result = run("check", "nope.txt", CASES, "--rules", "urumqi-giit-2023")
    assert "没有不一致，另有 1 个错误不属于某张表。" in result.stdout


def test_version() -> None:
    assert run("--version").stdout.startswith("perfeval ")


OUR_PUNCTUATION = re.compile("[「」：；？（]|预算执行率|本规则集的理解|凭记忆")


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", [("check", "--rules", "cn-caiyu-2020-10"), ("explain", "--form", "益民大厦", "--row", "0")]
)
def test_english_output_has_english_punctuation(command: tuple[str, ...]) -> None:
    # What comes from the forms and the rule files stays as it is: names, quotations, interpretations.
    shown = run(*command, CASES, "--lang", "en").stdout
    ours = [line for line in shown.splitlines() if re.match(r"rule set|  no local|  named|budget|  \S", line)]
    assert ours
    assert [line for line in ours if OUR_PUNCTUATION.search(line.partition("  [")[0])] == []


def test_how_a_clause_is_known_is_said_in_chinese() -> None:
    shown = run("check", CASES, "--rules", "cn-caiyu-2020-10").stdout
    assert "（凭记忆）" in shown
    assert "recalled" not in shown


@pytest.mark.parametrize(("lang", "after"), [("zh", "依据1 "), ("en", "source 1 ")])
def test_the_derivation_in_the_readme_is_what_is_printed(lang: str, after: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    wanted = ["--rules", "urumqi-giit-2023", "--form", "益民大厦", "--row", "0", "--lang", lang]
    shown = run("explain", CASES, *wanted).stdout
    steps = [line for line in shown.partition(after)[0].splitlines() if line.startswith("  ")]
    assert len(steps) == 6
    assert [line for line in steps if line not in readme] == []


def test_explain_without_a_row_shows_the_undecided_ones(tmp_path: Path) -> None:
    row = "{name: 每人补助标准, category: 成本指标, target: 500元/人, actual: 480元/人, points: '10', score: '10'}"
    case = tmp_path / "case.yaml"
    case.write_text(f"form: {{name: 补助, year: 2023, indicators: [{row}]}}\n", encoding="utf-8")
    shown = run("explain", case, "--rules", "cn-caiyu-2020-10").stdout
    assert "每人补助标准" in shown
    assert "待判断" in shown
