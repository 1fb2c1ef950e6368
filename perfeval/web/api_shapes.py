"""What the API asks and answers (接口的形状): its parameters, its bodies, its problems."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import BaseModel, ConfigDict

from perfeval.web.problems import MEDIA_TYPE

Language = Annotated[Literal["zh", "en"], Query(description="语言 language of the messages")]
RulesetId = Annotated[
    str | None,
    Query(
        alias="rules",
        description="规则集 rule set; by default by jurisdiction and year",
        examples=["cn-caiyu-2020-10"],
    ),
]
Jurisdiction = Annotated[str | None, Query(description="地区 jurisdiction", examples=["cn/hubei"])]
Year = Annotated[
    str | None,
    Query(description="年度 year of forms that print none", pattern="^[12][0-9]{3}$", examples=["2023"]),
]
Facts = Annotated[
    list[str] | None, Query(description="事实 NAME=VALUE that no form prints", examples=[["finished=yes"]])
]


class RequestProblem(BaseModel):
    """What went wrong with a request (RFC 9457); `title` is a stable code."""

    type: str
    title: str
    status: int
    detail: str


class DerivationShape(BaseModel):
    """The derivation of one row, a line each, as `perfeval explain` prints it."""

    form: str
    row: str
    lines: list[str]


class ExplainShape(BaseModel):
    """Derivations of the rows that were asked for."""

    rows: list[DerivationShape]


class ReadShape(BaseModel):
    """The forms of a document as a case, as `perfeval read --format json` writes it, and what was found on the way."""

    case: dict[str, Any] | None
    problems: list[str]


class ListedRuleset(BaseModel):
    """One rule set of the list."""

    model_config = ConfigDict(extra="allow")

    id: str


class ComparisonShape(BaseModel):
    """Forms under two rule sets, as `perfeval compare --format json` prints it."""

    model_config = ConfigDict(extra="allow")


FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "contentMediaType": "application/octet-stream",
                            "description": "文档 a document: .docx .xlsx .pdf .html .txt .yaml …",
                        }
                    },
                }
            }
        },
    }
}
"""The body of a request that brings a document."""

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": text,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/RequestProblem"}}},
    }
    for status, text in (
        (400, "请求不合规范 not a request as described"),
        (401, "缺少令牌 no token"),
        (404, "没有 not there"),
        (405, "请求方式不对 wrong method"),
        (408, "太慢 the body stalled"),
        (413, "太大 the body is too large"),
        (422, "参数或文件不对 wrong parameters or document"),
        (503, "忙 too many documents are being checked"),
    )
}
"""What every operation may answer instead."""
