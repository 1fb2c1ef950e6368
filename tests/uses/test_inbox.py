"""Twenty documents of eight formats with fourteen errors: all found, once each, and told apart by file and number."""

from __future__ import annotations

from pathlib import Path

import pytest
from inbox import SEEDS, URUMQI, WRITERS, Handed, form_of, handed_in

from perfeval.documents.writers.case.write_cases import write_forms
from perfeval.review.findings import document_findings, form_findings
from perfeval.review.record.fingerprints import row_keys
from perfeval.uses.checking import Checking, Options, check_files, open_rulebook

MOST_A_FORM, MOST_IN_ALL = 6, 30
"""As counted in docs/review.md, each read."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Handed], Checking]:
    documents = handed_in(tmp_path_factory.mktemp("inbox"))
    options = Options()
    return documents, check_files([each.path for each in documents], options, open_rulebook(options))


def test_every_document_is_read(folder: tuple[list[Handed], Checking]) -> None:
    documents, checking = folder
    assert len(documents) == len(checking.forms) == 20
    assert checking.unreadable == ()
    assert [each.result.form.name for each in checking.forms] == [each.form.name for each in documents]


@pytest.mark.parametrize("number", range(len(SEEDS)), ids=[each.kind for each in SEEDS])
def test_every_error_is_found(folder: tuple[list[Handed], Checking], number: int) -> None:
    documents, checking = folder
    handed, checked = documents[number], checking.forms[number]
    assert handed.seed is not None
    found = form_findings(checked)
    codes = {each.problem.code for each in found if each.severity != "info"}
    codes |= {detail.code for each in found if each.severity != "info" for detail in each.details}
    assert codes & handed.seed.codes, codes


def test_few_findings_stand_beside_the_errors(folder: tuple[list[Handed], Checking]) -> None:
    _, checking = folder
    shown = [[each for each in form_findings(form) if each.severity != "info"] for form in checking.forms]
    told = {
        form.result.form.name: [each.problem.message() for each in found]
        for form, found in zip(checking.forms, shown, strict=True)
    }
    assert max(len(found) for found in shown) <= MOST_A_FORM, told
    assert sum(len(found) for found in shown) <= MOST_IN_ALL, told


def test_no_form_with_an_error_is_called_consistent(folder: tuple[list[Handed], Checking]) -> None:
    documents, checking = folder
    for handed, checked in zip(documents, checking.forms, strict=True):
        if any(problem.severity == "error" for problem in checked.problems):
            assert checked.verdict in ("differs", "refused", "undecided", "error"), handed.path.name


@pytest.mark.slow
def test_a_published_report_shows_what_a_reader_can_take_in(tmp_path: Path) -> None:
    """Fifteen forms in one document, under the national set; every row that differs from it is told."""
    path = tmp_path / "report.yaml"
    path.write_text(
        write_forms([form_of(each) for each in sorted(URUMQI.glob("*.yaml"))], "yaml"), encoding="utf-8"
    )
    options = Options(rules="cn-caiyu-2020-10")
    checking = check_files([path], options, open_rulebook(options))
    shown = [sum(each.severity != "info" for each in form_findings(form)) for form in checking.forms]
    whole = sum(each.severity != "info" for each in document_findings(checking.problems, checking.forms))
    assert len(shown) == 15
    assert max(shown) <= 8, shown
    assert sum(shown) + whole <= 45, shown
    differing = {
        (number, row.row)
        for number, form in enumerate(checking.forms)
        for row in form.result.rows
        if row.status == "differs"
    }
    told = {
        (number, problem.row)
        for number, form in enumerate(checking.forms)
        for each in form_findings(form)
        if each.severity == "error"
        for problem in (each.problem, *each.details)
    }
    assert differing
    assert differing <= told


@pytest.mark.slow
def test_a_decision_survives_every_format_and_file_name(tmp_path: Path) -> None:
    form = form_of(URUMQI / "08-research-travel.yaml")
    prints = {}
    for suffix, write in WRITERS.items():
        path = tmp_path / f"名称{len(prints)}{suffix}"
        path.write_bytes(write(form))
        (checked,) = check_files([path], Options(), open_rulebook(Options())).forms
        shown = [each for each in form_findings(checked) if each.severity != "info"]
        prints[suffix] = ({each.fingerprint for each in shown}, set(row_keys(checked.result).values()))
    assert len(prints[".docx"][0]) == 6
    assert all(found == prints[".docx"] for found in prints.values()), prints
