"""One project has one id, in whatever file, format or spelling it is handed in; two projects have two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from perfeval.batch.project_ids import ProjectId, project_code, project_ids
from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.results import CheckedForm
from perfeval.core.scoring import score_form
from perfeval.review.record.fingerprints import form_key
from perfeval.rulebook.library import load_library

RULES = load_library().rulesets[0]
BASE: Mapping[str, Any] = {"name": "道路维护", "body": "甲中心", "year": 2023}


def ids(*changes: Mapping[str, Any], file: str = "甲/a.docx") -> list[ProjectId]:
    forms = [SelfEvaluationForm(**{**BASE, **each}) for each in changes]
    return list(project_ids([CheckedForm(score_form(form, RULES), "named", ()) for form in forms], file))


@pytest.mark.parametrize(
    ("one", "other", "same_year", "every_year"),
    [
        ({}, {"name": " 道 路维护"}, True, True),
        ({}, {"year": 2022}, False, True),
        ({"name": "2023年道路维护"}, {"name": "2022年度道路维护", "year": 2022}, False, True),
        ({}, {"body": "乙中心"}, False, False),
        ({}, {"name": "道路新建"}, False, False),
        ({}, {"kind": "transfer"}, False, False),
        (
            {"extra": {"项目编码": "5400001"}},
            {"extra": {"项目代码": "5400001"}, "name": "道路维护费"},
            True,
            True,
        ),
        ({"extra": {"项目编码": "5400001"}}, {"extra": {"项目编码": "5400002"}}, False, False),
        # The number of a sheet is no code of a project.
        ({"extra": {"编号": "1"}}, {"extra": {"编号": "1"}, "name": "学校"}, False, False),
    ],
)
def test_a_project_is_its_year_its_body_and_its_code_or_name(
    one: Mapping[str, Any], other: Mapping[str, Any], same_year: bool, every_year: bool
) -> None:
    (first,), (second,) = ids(one), ids(other, file="乙/renamed.pdf")
    assert (first.project_id == second.project_id) == same_year
    assert (first.lasting_id == second.lasting_id) == every_year


def test_without_a_code_it_is_the_id_that_check_prints() -> None:
    assert ids({})[0].project_id == form_key(SelfEvaluationForm(**BASE))


def test_forms_that_name_no_body_are_told_apart_by_their_folder() -> None:
    nobody = {"body": None}
    (one,), (renamed,), (other,) = (ids(nobody, file=name) for name in ("甲/a.docx", "甲/b.pdf", "乙/a.docx"))
    assert one.project_id == renamed.project_id != other.project_id


def test_forms_of_one_file_that_say_different_things_are_different_projects() -> None:
    more = {"indicators": (Indicator(name="数量", target="≥5个", actual="5个", points="90"),)}
    found = [each.project_id for each in ids({}, more, {}, more)]
    assert found == [found[0], f"{found[0]}-2"] * 2


def test_forms_without_a_name_are_each_their_own() -> None:
    (one,), (other,) = ids({"name": ""}), ids({"name": ""}, file="乙/b.docx")
    assert one.project_id != other.project_id


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("54000023T000000123456-党建经费", "54000023T000000123456"),
        ("2023年道路维护", None),
        ("道路维护12345678", None),
    ],
)
def test_a_code_may_stand_before_the_name(name: str, code: str | None) -> None:
    assert project_code(SelfEvaluationForm(name=name)) == code
