"""Rule files and clauses in, and the library of all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfeval.core.problems import Place, Problem
from perfeval.core.ruleset import Ruleset
from perfeval.rulebook.bodies import load_bodies
from perfeval.rulebook.library import Library, load_file, load_library, rule_files, shipped_rules
from perfeval.rulebook.load import beside, load_ruleset, read_clauses, sources

BAD = Path(__file__).parent / "bad_rules"
GOOD = (BAD / "good.yaml").read_text(encoding="utf-8")
CLAUSES = (BAD / "clauses.md").read_text(encoding="utf-8")


def test_a_clause_has_a_title_a_quote_an_evidence_and_an_address() -> None:
    text = (
        "# 文件\n\n说明。\n\n## art-1 第一条 权重\nevidence: recalled\nreference: https://toyland.example\n"
        "> 权重为\n> 一百。\n\n其他说明。\n\n## art-2\nevidence: read\n"
    )
    clauses, problems = read_clauses(text, "clauses.md")
    assert problems == ()
    first, second = clauses["art-1"], clauses["art-2"]
    assert (first.title, first.quote, first.evidence) == ("第一条 权重", "权重为一百。", "recalled")
    assert (first.reference, first.line) == ("https://toyland.example", 5)
    assert (second.title, second.quote, second.reference) == ("art-2", None, None)


def test_without_clauses_none_can_be_cited() -> None:
    loaded = load_ruleset(GOOD, None, "rules.yaml")
    assert loaded.ruleset is None
    assert [problem.code for problem in loaded.problems] == ["clauses-missing"]


def test_the_digest_is_of_the_rules_and_of_the_clauses() -> None:
    first, again = load_ruleset(GOOD, CLAUSES).ruleset, load_ruleset(GOOD, CLAUSES).ruleset
    changed = load_ruleset(GOOD, CLAUSES + "\n说明。\n").ruleset
    assert first is not None
    assert again is not None
    assert changed is not None
    assert first.sha256 == again.sha256 != changed.sha256
    assert len(first.sha256) == 64


def test_every_part_that_scores_has_a_source() -> None:
    ruleset = load_ruleset(GOOD, CLAUSES).ruleset
    assert ruleset is not None
    paths = [path for path, _ in sources(ruleset)]
    assert ("execution", "source") in paths
    assert ("rules", 0, "source") in paths
    assert ("weights", "source") in paths


def test_the_clauses_stand_beside_the_file() -> None:
    assert beside("rules/cn/form/2020-01-01.yaml") == "rules/cn/form/clauses.md"
    assert beside("rules\\cn\\2020-01-01.yaml") == "rules\\cn\\clauses.md"
    assert beside(None) is None


def test_the_shipped_files_are_all_usable() -> None:
    library = load_library()
    assert library.problems == ()
    assert len(library.rulesets) == len(rule_files(shipped_rules()))
    assert [each.id for each in library.rulesets] == sorted(each.id for each in library.rulesets)


def written(folder: Path, name: str, text: str = GOOD) -> None:
    place = folder / "toyland" / name
    place.mkdir(parents=True)
    (place / "2020-01-01.yaml").write_text(text, encoding="utf-8")
    (place / "clauses.md").write_text(CLAUSES, encoding="utf-8")


def test_the_shipped_folder_given_again_is_read_once() -> None:
    assert load_library((shipped_rules(),)) == load_library()


def test_two_files_with_one_id_are_both_left_out(tmp_path: Path) -> None:
    written(tmp_path, "one")
    written(tmp_path, "two")
    library = load_library((tmp_path,))
    assert [problem.code for problem in library.problems] == ["ruleset-duplicate"]
    assert isinstance(library.find("toyland-good"), Problem)


def test_a_broken_file_is_reported_and_the_others_are_used(tmp_path: Path) -> None:
    written(tmp_path, "one", GOOD.replace("tier: notice", "tier: law"))
    library = load_library((tmp_path,))
    assert [problem.code for problem in library.problems] == ["rule-file-invalid"]
    assert isinstance(library.find("cn-caiyu-2020-10"), Ruleset)


def test_a_file_that_is_not_text_or_not_there_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "2020-01-01.yaml").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "2020-01-01.yaml", tmp_path / "nowhere.yaml"):
        assert [problem.code for problem in load_file(path).problems] == ["file-unreadable"]


@pytest.mark.parametrize("text", ["", "# nothing but a note\n", "~"])
def test_an_empty_file_is_said(text: str) -> None:
    (found,) = load_ruleset(text, CLAUSES, "rules.yaml").problems
    assert (found.code, found.place) == ("file-empty", Place(line=1, column=1))


def test_a_table_of_bodies_that_is_no_table_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bodies.yaml").write_text("- 乌鲁木齐市", encoding="utf-8")
    monkeypatch.setattr("perfeval.rulebook.bodies.shipped_rules", lambda: tmp_path)
    with pytest.raises(ValueError, match="flat mapping"):
        load_bodies()


def test_a_directory_without_rule_files_is_said(tmp_path: Path) -> None:
    assert [problem.code for problem in load_library((tmp_path,)).problems] == ["rules-dir-empty"]


def test_an_empty_library_knows_nothing() -> None:
    assert isinstance(Library(()).find("any"), Problem)
