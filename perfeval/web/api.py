"""The HTTP API for other systems (接口): check, score, explain, read, rules and compare; numbers as text."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal, NamedTuple

from fastapi import APIRouter, Depends, FastAPI, Path, Query
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from perfeval import __version__
from perfeval.core.problems import Problem
from perfeval.documents.writers.comparison.write_compare import compare_json
from perfeval.documents.writers.report.report_shape import ReportShape
from perfeval.rulebook.show import list_json
from perfeval.uses.checking import Checking, Options
from perfeval.uses.comparing import compare_forms
from perfeval.uses.explaining import derivations
from perfeval.uses.schema import json_schema
from perfeval.web.api_examples import SENT, read_json, report_json, rows_json, with_examples
from perfeval.web.api_shapes import (
    FILE,
    PROBLEMS,
    ComparisonShape,
    ExplainShape,
    Facts,
    Jurisdiction,
    Language,
    ListedRuleset,
    ReadShape,
    RequestProblem,
    RulesetId,
    Year,
)
from perfeval.web.jobs import BusyError, Jobs, LostError
from perfeval.web.problems import code_of, problem_json
from perfeval.web.rules import Rules, UnusableError


class Document(NamedTuple):
    """An uploaded document: its name and its content."""

    name: str
    content: bytes


async def _document(request: Request) -> Document:
    async with request.form() as form:
        file = form.get("file")
        if isinstance(file, UploadFile):
            return Document(file.filename or "file", await file.read())
    if file is None:
        raise HTTPException(422, "file-absent")
    return Document("file", file.encode())


Uploaded = Annotated[Document, Depends(_document)]


def _nothing_unknown(request: Request) -> None:
    """Refuse a parameter that no operation has: a misspelt one would be ignored, and the answer be for other rules."""
    dependant = request.scope["route"].dependant
    known = {field.alias for each in (dependant, *dependant.dependencies) for field in each.query_params}
    if unknown := sorted(set(request.query_params) - known):
        raise HTTPException(422, f"{'、'.join(unknown)}?")


async def _options(
    request: Request,
    rules: RulesetId = None,
    jurisdiction: Jurisdiction = None,
    year: Year = None,
    fact: Facts = None,
) -> Options:
    return _rules(request).options(rules, jurisdiction, year, fact or ())


Chosen = Annotated[Options, Depends(_options)]

router = APIRouter(dependencies=[Depends(_nothing_unknown)])


@router.post("/check", openapi_extra=FILE, response_model=ReportShape, summary="复核一份文档")
async def check(
    request: Request,
    file: Uploaded,
    options: Chosen,
    lang: Language = "zh",
) -> Response:
    """Check every form of a document; the answer is what `perfeval check --format json` prints."""
    checking = await _checked(request, file.content, file.name, options)
    return _json(report_json(checking, lang))


@router.post(
    "/score",
    response_model=ReportShape,
    summary="给一张表打分",
    openapi_extra={
        "requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}
    },
)
async def score(
    request: Request,
    options: Chosen,
    lang: Language = "zh",
) -> Response:
    """Score a form that is sent as a JSON case (schema: GET /schema/form), numbers as text."""
    content = await request.body()
    if not _is_object(content):
        return problem_json(request, 422, "request-invalid", reason="a JSON object")
    checking = await _checked(request, content, SENT, options)
    return _json(report_json(checking, lang))


@router.post("/explain", openapi_extra=FILE, response_model=ExplainShape, summary="解释得分")
async def explain(
    request: Request,
    file: Uploaded,
    options: Chosen,
    form: Annotated[str | None, Query(description="表名中的文字 part of the form's name")] = None,
    row: Annotated[
        str | None, Query(description="行号 row number; 0 is the execution row", pattern="^[0-9]{1,6}$")
    ] = None,
    indicator: Annotated[str | None, Query(description="指标名中的文字 part of the indicator's name")] = None,
    lang: Language = "zh",
) -> Response:
    """The derivation of rows; without row and indicator, of every row that needs eyes."""
    checking = await _checked(request, file.content, file.name, options)
    found = derivations(checking.forms, form, None if row is None else int(row), indicator, lang)
    return _json(rows_json(found))


@router.post("/read", openapi_extra=FILE, response_model=ReadShape, summary="读出表格")
async def read(request: Request, file: Uploaded, lang: Language = "zh") -> Response:
    """The forms of a document as a case, ready to be corrected and sent to /score."""
    jobs: Jobs = request.app.state.jobs
    reading = await jobs.read(file.content, file.name)
    return _json(read_json(reading, lang))


@router.get("/rules", response_model=list[ListedRuleset], summary="规则集")
async def rule_sets(request: Request) -> Response:
    """Every rule set, as `perfeval rules list --format json` prints it."""
    return _json(list_json(_rules(request).library))


@router.get("/rules/{identity}", response_model=ListedRuleset, summary="一个规则集")
async def rule_set(
    request: Request,
    identity: Annotated[str, Path(description="规则集 rule set", examples=["cn-caiyu-2020-10"])],
) -> Response:
    """One rule set whole: rules, parameters, sources, clauses."""
    found = _rules(request).library.find(identity)
    if isinstance(found, Problem):
        return problem_json(request, 404, "not-found")
    return _json(found.model_dump(mode="json", by_alias=True))


@router.post("/compare", openapi_extra=FILE, response_model=ComparisonShape, summary="比较两个规则集")
async def compare(
    request: Request,
    file: Uploaded,
    first: Annotated[str, Query(description="规则集 rule set", examples=["cn-caiyu-2020-10"])],
    second: Annotated[str, Query(description="规则集 rule set", examples=["cn-caiyu-2021-101"])],
    year: Year = None,
) -> Response:
    """The forms of a document under two rule sets; the answer is what `perfeval compare --format json` prints."""
    rules = _rules(request)
    one, other = rules.named(first), rules.named(second)
    checking = await _checked(request, file.content, file.name, rules.options(first, None, year, ()))
    return _json(compare_json(compare_forms([each.result.form for each in checking.forms], one, other)))


@router.get("/schema/{kind}", summary="数据格式")
async def schema(kind: Literal["form", "ruleset", "report"]) -> Response:
    """The JSON Schema of a case, a rule set or a report."""
    return _json(json_schema(kind))


def create_api(jobs: Jobs, rules: Rules) -> FastAPI:
    """The API as an ASGI application of its own; whoever mounts it (at /api/v1) decides who may come in."""
    app = FastAPI(
        title="perfeval",
        version=__version__,
        description="精确复算预算绩效自评表。 Recompute self-evaluation forms exactly. Numbers are text.",
        docs_url=None,
        redoc_url=None,
        root_path_in_servers=False,
        servers=[{"url": "/api/v1"}],
        responses=PROBLEMS,
    )
    app.state.jobs, app.state.rules = jobs, rules
    app.include_router(router)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(UnusableError, _unusable)
    app.add_exception_handler(BusyError, _busy)
    app.add_exception_handler(LostError, _lost)
    _describe(app)
    return app


def _rules(request: Request) -> Rules:
    rules: Rules = request.app.state.rules
    return rules


async def _checked(request: Request, content: bytes, name: str, options: Options) -> Checking:
    jobs: Jobs = request.app.state.jobs
    return await jobs.check_now(content, name, options)


def _is_object(content: bytes) -> bool:
    try:
        return isinstance(json.loads(content), dict)
    except (ValueError, RecursionError):
        return False


def _json(value: object) -> Response:
    """JSON as the command line prints it."""
    return Response(json.dumps(value, ensure_ascii=False, indent=1) + "\n", media_type="application/json")


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = "; ".join(f"{'.'.join(str(each) for each in one['loc'])}: {one['msg']}" for one in error.errors())
    return problem_json(request, 422, "request-invalid", reason=found)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code, values = code_of(error)
    answer = problem_json(request, error.status_code, code, **values)
    answer.headers.update(error.headers or {})
    return answer


async def _unusable(request: Request, error: Exception) -> Response:
    assert isinstance(error, UnusableError)
    return problem_json(request, 404, error.code, **error.values)


async def _busy(request: Request, error: Exception) -> Response:
    answer = problem_json(request, 503, "busy")
    answer.headers["retry-after"] = "5"
    return answer


async def _lost(request: Request, error: Exception) -> Response:
    return problem_json(request, 422, "reader-lost", file=str(error))


def _describe(app: FastAPI) -> None:
    """The description in OpenAPI: the bearer token, one shape of problems, and no answer that is never given."""
    build = app.openapi

    def openapi() -> dict[str, Any]:
        description = build()
        parts = description.setdefault("components", {})
        parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        shapes = parts.setdefault("schemas", {})
        shapes["RequestProblem"] = RequestProblem.model_json_schema()
        for unused in ("HTTPValidationError", "ValidationError"):
            shapes.pop(unused, None)
        description["security"] = [{"token": []}]
        for path in description["paths"].values():
            for operation in path.values():
                operation["responses"]["422"] = PROBLEMS[422]
        return with_examples(description, app.state.rules)

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way to change the description
