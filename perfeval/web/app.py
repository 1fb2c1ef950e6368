"""The application (应用): every route, and what stands around all of them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from perfeval.web.access import Access
from perfeval.web.desk import Desk
from perfeval.web.jobs import BusyError, Jobs, LostError
from perfeval.web.limits import Limits
from perfeval.web.pages import decisions, documents, door, form, review, rules, sheet
from perfeval.web.problems import code_of
from perfeval.web.refusals import refusal
from perfeval.web.rules import Rules, UnusableError
from perfeval.web.settings import Settings
from perfeval.web.sheets import Sheets
from perfeval.web.store import Store

_log = logging.getLogger("perfeval.web")


def _of_year(handler: str) -> Callable[[Request], Awaitable[Response]]:
    """A page of the year, whose libraries are loaded when it is first asked; they may not be installed."""

    async def handle(request: Request) -> Response:
        try:
            from perfeval.web.pages import year
        except ModuleNotFoundError as error:
            return refusal(request, 501, "library-absent", name=str(error.name))
        answer: Response = await getattr(year, handler)(request)
        return answer

    return handle


ROUTES = (
    Route("/", review.show_review),
    Route("/queue", review.show_queue),
    Route("/documents", documents.upload, methods=["POST"]),
    Route("/documents/{upload:int}/aside", documents.put_aside, methods=["POST"]),
    Route("/documents/{upload:int}/forms/{form:int}", form.show_form),
    Route("/documents/{upload:int}/forms/{form:int}/rows/{row:int}", form.show_row),
    Route("/findings", decisions.decide_all, methods=["POST"]),
    Route("/findings/{mark}", decisions.decide, methods=["POST"]),
    Route("/drafts/{mark}", decisions.keep_draft, methods=["POST"]),
    Route("/undo", decisions.take_back, methods=["POST"]),
    Route("/history", decisions.show_history),
    Route("/record", documents.take_record, methods=["POST"]),
    Route("/record.review.json", documents.give_record),
    Route("/papers.xlsx", documents.give_papers),
    Route("/letter.docx", documents.give_letter),
    Route("/sheets", sheet.show_sheets, methods=["GET"]),
    Route("/sheets", sheet.begin, methods=["POST"]),
    Route("/sheets/{sheet:int}", sheet.show_sheet, methods=["GET"]),
    Route("/sheets/{sheet:int}", sheet.fill, methods=["POST"]),
    Route("/sheets/{sheet:int}/form.{suffix}", sheet.give_form),
    Route("/years", _of_year("show_years")),
    Route("/years/style.css", _of_year("year_style")),
    Route("/years/beside", _of_year("show_beside")),
    Route("/years/{year:int}", _of_year("show_year")),
    Route("/years/{year:int}/form", _of_year("show_project")),
    Route("/years/{year:int}/{listing}", _of_year("show_leaf")),
    Route("/rules", rules.show_rules),
    Route("/rules/difference", rules.show_difference),
    Route("/rules/{identity}", rules.show_ruleset),
    Route("/codes", rules.show_codes),
    Route("/codes/{code}", rules.show_check),
    Route("/enter", door.enter, methods=["GET", "POST"]),
    Route("/language", door.choose_language),
    Route("/healthz", door.is_well),
)
"""Every page and fragment; a further one is one handler and one line here."""


def create_app(settings: Settings) -> Starlette:
    """The whole application: pages, static files and the API, behind the access check."""
    store = Store(settings.database)
    rulebook = Rules(settings.rules_dirs)
    access = Access(_unset, settings, store.secret("session"))
    tasks: set[asyncio.Task[Any]] = set()

    def background(work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        jobs = Jobs(settings, rulebook)
        app.state.desk = Desk(store, jobs, rulebook)
        app.state.jobs = jobs
        app.state.sheets = Sheets(store)
        app.state.years = None
        try:
            yield
        finally:
            jobs.close()
            if app.state.years is not None:
                app.state.years.close()
            store.close()

    routes = [
        *ROUTES,
        Route("/static/page.css", _style),
        Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
        Mount("/api/v1", _Api(rulebook)),
    ]
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[Middleware(partial(_around, access)), Middleware(Limits, settings)],
        exception_handlers={
            HTTPException: _http,
            UnusableError: _unusable,
            BusyError: _busy,
            LostError: _lost,
            Exception: _failed,
        },
    )
    app.state.settings, app.state.access, app.state.background = settings, access, background
    return app


async def _unset(scope: Scope, receive: Receive, send: Send) -> None:
    raise RuntimeError("the access check has nothing to guard")


def _around(access: Access, app: ASGIApp) -> Access:
    access.app = app
    return access


class _Api:
    """The API, whose library is loaded when it is first asked."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._app is None:
            from perfeval.web.api import create_api

            self._app = create_api(scope["app"].state.jobs, self._rules)
        await self._app(scope, receive, send)


async def _style(request: Request) -> Response:
    """The style of the report, and what only the window needs."""
    from perfeval.documents.writers.report.report_style import STYLE

    own = (Path(__file__).parent / "static" / "window.css").read_text(encoding="utf-8")
    return Response(STYLE + own, media_type="text/css")


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code, values = code_of(error)
    return refusal(request, error.status_code, code, **values)


async def _unusable(request: Request, error: Exception) -> Response:
    assert isinstance(error, UnusableError)
    return refusal(request, 404, error.code, **error.values)


async def _busy(request: Request, error: Exception) -> Response:
    return refusal(request, 503, "busy")


async def _lost(request: Request, error: Exception) -> Response:
    return refusal(request, 422, "reader-lost", file=str(error))


async def _failed(request: Request, error: Exception) -> Response:
    _log.error("%s %s", request.method, request.url.path, exc_info=error)
    return refusal(request, 500, "internal")
