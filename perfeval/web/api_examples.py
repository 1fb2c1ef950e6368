"""Real examples of the API (接口示例): one form, and what each operation answers to it, computed when asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from perfeval.core.problems import Lang
from perfeval.documents.files_below import FoundFile
from perfeval.documents.read import FileForms, read_bytes
from perfeval.documents.writers.case.write_cases import write_forms
from perfeval.documents.writers.comparison.write_compare import compare_json
from perfeval.documents.writers.report.report_shape import ReportShape
from perfeval.documents.writers.report.write_json import check_report
from perfeval.rulebook.show import list_json
from perfeval.uses.checking import Checking, check_readings
from perfeval.uses.comparing import compare_forms
from perfeval.uses.explaining import Derivation, derivations
from perfeval.uses.schema import json_schema
from perfeval.web.rules import Rules

SENT = "form.json"
"""What a form that is sent as JSON is called in the answer."""
FIRST, SECOND = "cn-caiyu-2020-10", "cn-caiyu-2021-101"
CASE: dict[str, Any] = {
    "form": {
        "kind": "project",
        "name": "培训项目",
        "body": "示例单位",
        "year": 2023,
        "funds": {"budget": "120", "executed": "108.5", "points": "10", "score": "9.04"},
        "indicators": [
            {
                "name": "培训场次",
                "dimension": "产出指标",
                "category": "数量指标",
                "target": ">=40场",
                "actual": "36场",
                "points": "90",
                "score": "85",
            }
        ],
        "points": "100",
        "score": "94.04",
    }
}
"""A form whose one row claims 85 of 90 marks, where 36 of 40 earn 81."""


def report_json(checking: Checking, lang: Lang) -> ReportShape:
    """A check as /check and /score answer it."""
    return check_report(checking.forms, checking.problems, lang, checking.files)


def rows_json(found: Iterable[Derivation]) -> dict[str, Any]:
    """Derivations as /explain answers them."""
    return {"rows": [{"form": each.form, "row": str(each.row), "lines": list(each.lines)} for each in found]}


def read_json(reading: FileForms, lang: Lang) -> dict[str, Any]:
    """What was read of a document as /read answers it."""
    case = json.loads(write_forms(reading.forms, "json")) if reading.forms else None
    return {"case": case, "problems": [problem.message(lang) for problem in reading.problems]}


def with_examples(description: dict[str, Any], rules: Rules) -> dict[str, Any]:
    """The description with an example of each request body and each answer."""
    text = json.dumps(CASE, ensure_ascii=False)
    reading = read_bytes(text.encode(), "file")
    checking, sent = _checked(reading, "file", rules), _checked(read_bytes(text.encode(), SENT), SENT, rules)
    one, other = rules.named(FIRST), rules.named(SECOND)
    answers = {
        "/check": report_json(checking, "zh"),
        "/score": report_json(sent, "zh"),
        "/explain": rows_json(derivations(checking.forms, None, 1, None, "zh")),
        "/read": read_json(reading, "zh"),
        "/compare": compare_json(compare_forms(reading.forms, one, other)),
        "/rules": list_json(rules.library)[:1],
        "/rules/{identity}": one.model_dump(mode="json", by_alias=True),
        "/schema/{kind}": json_schema("form"),
    }
    for path, answer in answers.items():
        for operation in description["paths"][path].values():
            operation["responses"]["200"]["content"]["application/json"]["example"] = answer
            for media, content in operation.get("requestBody", {}).get("content", {}).items():
                content["example"] = CASE if media == "application/json" else {"file": text}
    return description


def _checked(reading: FileForms, name: str, rules: Rules) -> Checking:
    return check_readings(
        [(FoundFile(Path(name), name), reading)], rules.options(FIRST, None, None, ()), rules.rulebook
    )
