"""Coming in (进入) and choosing a language."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from perfeval.web.frame import page


async def enter(request: Request) -> Response:
    """The page that asks for the token that `serve` printed; the right one lets the browser in."""
    access = request.app.state.access
    if request.method == "POST":
        given = str((await request.form()).get("token", "")).strip()
        if access.is_token(given):
            answer: Response = access.entered()
            return answer
        return page(request, "enter.html", "", 403, wrong=True)
    return page(request, "enter.html", wrong=False)


async def choose_language(request: Request) -> Response:
    """Keep the language of the pages in a cookie and go back."""
    back = request.query_params.get("back", "/")
    is_own = back.startswith("/") and not back.startswith(("//", "/\\"))
    answer = RedirectResponse(back if is_own else "/", 303)
    wanted = "en" if request.query_params.get("to") == "en" else "zh"
    answer.set_cookie("lang", wanted, max_age=365 * 86400, httponly=True, samesite="strict")
    return answer


async def is_well(request: Request) -> Response:
    """That the server is running."""
    return PlainTextResponse("ok\n")
