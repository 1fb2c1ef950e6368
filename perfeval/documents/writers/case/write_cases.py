"""Forms -> cases (写出案例): YAML for people, JSON for programs, both read back by cases.py."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Literal

import yaml
from pydantic import BaseModel

from perfeval.core.form import SelfEvaluationForm
from perfeval.documents.cases import Expected, Source, short_keys

_Written = dict[str, object]


class _Row(dict[str, object]):
    """A mapping that stands on one line."""


class _Dumper(yaml.SafeDumper):
    """Writes rows on one line, and lists under their key without further indentation."""


_Dumper.add_representer(
    _Row, lambda dumper, row: dumper.represent_mapping("tag:yaml.org,2002:map", row, flow_style=True)
)


def write_forms(forms: Sequence[SelfEvaluationForm], shape: Literal["yaml", "json"] = "yaml") -> str:
    """One case file that holds all the forms, ready to correct by hand and to check again."""
    if len(forms) == 1:
        return _text({"form": _form(forms[0])}, shape)
    return _text({"forms": [_form(form) for form in forms]}, shape)


def write_case(form: SelfEvaluationForm, source: Source, expected: Expected | None = None) -> str:
    """A case of the collection: the form, where it is from, what its rule set makes of it."""
    case: _Written = {"case": _written(source), "form": _form(form)}
    if expected:
        expect = _written(expected)
        expect["rows"] = [_Row(_written(row)) for row in expected.rows]
        case["expect"] = {key: _one_line(value) for key, value in expect.items()}
    return _text(case, "yaml")


def _form(form: SelfEvaluationForm) -> _Written:
    written = _written(form)
    written["kind"] = form.kind
    order = list(short_keys(SelfEvaluationForm))
    return dict(sorted(written.items(), key=lambda item: order.index(item[0])))


def _written(value: BaseModel) -> _Written:
    """Fields of a model that are required or say something, under their keys in a case."""
    fields = type(value).model_fields
    return {
        key: _plain(content)
        for key, name in short_keys(type(value)).items()
        if (content := getattr(value, name)) != fields[name].default
    }


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return _written(value)
    if isinstance(value, tuple):
        return [_Row(_written(each)) if isinstance(each, BaseModel) else _plain(each) for each in value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, int) else value


def _one_line(value: object) -> object:
    return _Row(value) if isinstance(value, dict) else value


def _text(case: _Written, shape: Literal["yaml", "json"]) -> str:
    if shape == "json":
        return json.dumps(case, ensure_ascii=False, indent=1) + "\n"
    return yaml.dump(case, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000_000)
