"""Who may ask (访问控制): Host, origin, the token of the window and of the API, and the headers of every answer.

A page of another site in the same browser can send requests to this server, so a request is believed only when it
names this server as its host, comes from one of its own pages and carries the cookie or the bearer token.
"""

from __future__ import annotations

import secrets
from http.cookies import SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from perfeval.web.refusals import refusal
from perfeval.web.settings import Settings, is_loopback

_SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS"))
_OPEN = ("/api/v1/openapi.json", "/static/", "/healthz")
"""What needs no token: it tells nothing of anybody's documents."""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Access:
    """ASGI middleware that lets in who may come in, and says 403 to everybody else."""

    def __init__(self, app: ASGIApp, settings: Settings, session: str) -> None:
        self.app = app
        self.settings = settings
        self._session = session
        self._entry: str | None = settings.entry_token
        self.cookie = f"perfeval-{settings.port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check the request, then hand it on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        answer = self._refusal(request)
        await (answer or self.app)(scope, receive, _with_headers(send, scope["path"].startswith("/static/")))

    def _refusal(self, request: Request) -> Response | None:
        headers, path = request.headers, request.url.path
        if headers.get("host", "") not in self.settings.hosts:
            return refusal(request, 421, "host-unknown", host=headers.get("host", ""))
        peer = request.client.host if request.client else ""
        from_proxy = peer in self.settings.proxies
        if not from_proxy and not is_loopback(peer) and is_loopback(self.settings.host):
            return refusal(request, 403, "peer-unknown")
        if path.startswith(_OPEN):
            return None
        if self._has_bearer(headers):
            request.scope.setdefault("state", {})["who"] = "api"
            return None
        if path.startswith("/api/"):
            answer = refusal(request, 401, "token-missing")
            answer.headers["www-authenticate"] = "Bearer"
            return answer
        if request.method not in _SAFE_METHODS and not self._is_own(request):
            return refusal(request, 403, "origin-foreign")
        if from_proxy:
            who = headers.get(self.settings.user_header, "").strip()
            if not who:
                return refusal(request, 401, "user-unknown")
            request.scope.setdefault("state", {})["who"] = who
            return None
        if path == "/enter":
            return self._enter(request) if request.method == "GET" else None
        if not self._has_cookie(headers):
            return RedirectResponse("/enter", 303) if path == "/" else refusal(request, 403, "not-entered")
        request.scope.setdefault("state", {})["who"] = self.settings.user
        return None

    def _enter(self, request: Request) -> Response | None:
        """The token of the address, once, for a cookie; without one the page that asks for it."""
        given = request.query_params.get("token")
        if given is None:
            return None
        if self._entry is None or not secrets.compare_digest(given.encode(), self._entry.encode()):
            return refusal(request, 403, "token-used")
        self._entry = None
        return self.entered()

    def entered(self) -> Response:
        """The answer that lets a browser in."""
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self.cookie, self._session, httponly=True, samesite="strict", path="/")
        return answer

    def _has_cookie(self, headers: Headers) -> bool:
        cookies: SimpleCookie = SimpleCookie(headers.get("cookie", ""))
        given = cookies[self.cookie].value if self.cookie in cookies else ""
        return secrets.compare_digest(given.encode(), self._session.encode())

    def _has_bearer(self, headers: Headers) -> bool:
        kind, _, given = headers.get("authorization", "").partition(" ")
        return kind.lower() == "bearer" and self.is_token(given.strip())

    def is_token(self, given: str) -> bool:
        """Whether a text is the token that the server printed."""
        return secrets.compare_digest(given.encode(), self.settings.api_token.encode())

    def _is_own(self, request: Request) -> bool:
        """Whether a request that changes something was made by a page of ours."""
        site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
        if site is not None:
            return site == "same-origin"
        return origin is not None and origin.partition("://")[2] == request.headers.get("host")


def _with_headers(send: Send, may_be_kept: bool) -> Send:
    async def send_on(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("cache-control", "max-age=3600" if may_be_kept else "no-store")
        await send(message)

    return send_on
