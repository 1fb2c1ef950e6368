"""What one request may cost (请求上限): bytes of its body, seconds of silence, seconds altogether."""

from __future__ import annotations

import asyncio
import time

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from perfeval.web.refusals import refusal
from perfeval.web.settings import Settings


class TooMuchError(HTTPException):
    """The body is longer, or slower, than allowed; `detail` is the code that says which."""


class Limits:
    """ASGI middleware that counts what comes in, announced or in chunks, and stops listening at the limit."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on with a body that cannot exceed the limits."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        announced = request.headers.get("content-length", "0")
        if not announced.isdigit() or int(announced) > self.settings.upload_bytes:
            await self._refuse(request, TooMuchError(413, "body-too-large"), send)
            return
        begun, so_far, answered = time.monotonic(), 0, False

        async def counted() -> Message:
            nonlocal so_far
            if answered:  # the answer is on its way: what comes now is the client going away
                return await receive()
            left = self.settings.upload_seconds - (time.monotonic() - begun)
            try:
                message = await asyncio.wait_for(
                    receive(), max(min(self.settings.silence_seconds, left), 0.01)
                )
            except TimeoutError:
                raise TooMuchError(408, "body-too-slow") from None
            so_far += len(message.get("body", b""))
            if so_far > self.settings.upload_bytes:
                raise TooMuchError(413, "body-too-large")
            return message

        async def noted(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        has_body = announced != "0" or "transfer-encoding" in request.headers
        try:
            await self.app(scope, counted if has_body else receive, noted)
        except TooMuchError as refused:
            if answered:
                raise
            await self._refuse(request, refused, send)

    async def _refuse(self, request: Request, refused: TooMuchError, send: Send) -> None:
        answer = refusal(request, refused.status_code, refused.detail)
        answer.headers["connection"] = "close"
        await answer(request.scope, request.receive, send)
