"""The exported JSON Schemas describe what perfeval itself writes and reads."""

from __future__ import annotations

import pytest
from invented import form, funds, indicator, ruleset
from pydantic import TypeAdapter

from perfeval.core.form import FundLine, Funds, Indicator, SelfEvaluationForm
from perfeval.core.results import CheckedForm
from perfeval.core.ruleset import Ruleset
from perfeval.core.scoring import score_form
from perfeval.documents.cases import short_keys
from perfeval.documents.writers.report.report_shape import ReportShape
from perfeval.documents.writers.report.write_json import check_report
from perfeval.plain.yaml_lines import compose
from perfeval.rulebook.library import rule_files, shipped_rules
from perfeval.uses.schema import Kind, json_schema


@pytest.mark.parametrize(
    ("kind", "name"),
    [("form", "perfeval.form/1"), ("ruleset", "perfeval.ruleset/1"), ("report", "perfeval.check/1")],
)
def test_every_schema_has_a_name_with_a_version(kind: Kind, name: str) -> None:
    schema = json_schema(kind)
    assert schema["$id"] == name
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert schema["type"] == "object"


@pytest.mark.parametrize("model", [SelfEvaluationForm, Funds, FundLine, Indicator])
def test_a_case_is_described_with_the_keys_that_it_is_written_with(model: type[SelfEvaluationForm]) -> None:
    described = json_schema("form")["$defs"][model.__name__]["properties"]
    assert set(described) == set(short_keys(model))


def test_a_rule_file_is_described_with_its_own_keys() -> None:
    described = set(json_schema("ruleset")["properties"])
    assert described == set(Ruleset.model_fields) - {"clauses", "sha256"}
    for path in rule_files(shipped_rules()):
        value = compose(path.read_text(encoding="utf-8")).value
        assert isinstance(value, dict)
        assert set(value) <= described


def test_one_value_may_stand_without_a_list() -> None:
    comparator = json_schema("ruleset")["$defs"]["Condition"]["properties"]["comparator"]
    one, several, _nothing = comparator["anyOf"]
    assert several["type"] == "array"
    assert several["items"] == one


def test_a_report_has_the_described_shape() -> None:
    rows = (
        indicator("≥10个", "9个"),
        indicator("≥10个", None),
        indicator("稳步提高", "达成"),
        indicator("5个", "6个"),
    )
    for money in (None, funds("100", "90")):
        result = score_form(form(*rows, funds=money), ruleset())
        report = check_report([CheckedForm(result, "named")], result.all_problems)
        # What the shape does not describe would be missing here.
        assert TypeAdapter(ReportShape).validate_python(report) == report
        assert report["coverage"]["rows"] == len(result.rows)
