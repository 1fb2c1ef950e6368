"""Requests that cannot be served (拒绝): a problem for a program, a short page for a person, a sentence for htmx."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from perfeval.web.frame import ROOMS, is_fragment, page
from perfeval.web.problems import lang_of, problem_json, said


def refusal(request: Request, status: int, code: str, **values: str) -> Response:
    """The refusal in the form that the asking side reads."""
    wants_page = "text/html" in request.headers.get("accept", "")
    if request.url.path.startswith("/api/") or not (wants_page or is_fragment(request)):
        return problem_json(request, status, code, **values)
    detail = said(code, lang_of(request), **values)
    if is_fragment(request):
        return HTMLResponse(detail, status)
    room = next(room for room in reversed(ROOMS) if request.url.path.startswith(room[1]))
    return page(request, "problem.html", "", status, detail=detail, room=room)
