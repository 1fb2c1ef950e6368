"""The neutral JSON Schemas (数据格式): cases, rule sets and reports, for other systems to write and to read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from pydantic import BaseModel, TypeAdapter

from perfeval.core.form import FundLine, Funds, Indicator, SelfEvaluationForm
from perfeval.core.ruleset import Ruleset
from perfeval.documents.cases import ADDRESSES, Case, short_keys
from perfeval.documents.writers.report.report_shape import ReportShape

Kind = Literal["form", "ruleset", "report"]
Json = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(kind: Kind) -> Json:
    """The JSON Schema of one kind of file, with its name and version.

    The number rises when a program that reads the old version would fail; new optional keys do not raise it.
    """
    name, title, build = _KINDS[kind]
    return {"$schema": _DIALECT, "$id": name, **build(), "title": title}


def _case() -> Json:
    """Cases use shorter keys than the model, and hold no addresses: lines and columns of the case file do."""
    schema = Case.model_json_schema()
    for model in (SelfEvaluationForm, Funds, FundLine, Indicator):
        schema["$defs"][model.__name__] = _shortened(schema["$defs"][model.__name__], model)
    schema["properties"]["form"] = {"$ref": "#/$defs/SelfEvaluationForm"}
    return _without(schema, ("Place",))


def _shortened(schema: Json, model: type[BaseModel]) -> Json:
    by_field = {field: key for key, field in short_keys(model).items()}
    properties = {
        by_field.get(field, field): value
        for field, value in schema["properties"].items()
        if field not in ADDRESSES
    }
    return {**schema, "properties": properties}


def _ruleset() -> Json:
    """A rule file holds neither its clauses, which stand beside it, nor its digest."""
    schema = Ruleset.model_json_schema()
    for key in ("clauses", "sha256"):
        del schema["properties"][key]
    return _without(schema, ("Clause",))


def _without(schema: Json, definitions: tuple[str, ...]) -> Json:
    kept = {name: each for name, each in schema["$defs"].items() if name not in definitions}
    return {**schema, "$defs": kept}


def _report() -> Json:
    return TypeAdapter(ReportShape).json_schema()


_KINDS: dict[Kind, tuple[str, str, Callable[[], Json]]] = {
    "form": ("perfeval.form/1", "绩效自评表案例 Self-evaluation forms as a case", _case),
    "ruleset": ("perfeval.ruleset/1", "评分规则集 Rule set", _ruleset),
    "report": ("perfeval.check/1", "复核结果 Check report", _report),
}
