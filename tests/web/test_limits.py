"""What one request may cost: announced, in chunks, and in silence."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

from starlette.testclient import TestClient
from web_server import OWN

from perfeval.web.limits import Limits
from perfeval.web.settings import Settings


def test_a_body_announced_too_long_is_not_read(client: TestClient) -> None:
    answer = client.post("/documents", content=b"x" * 2_000_001, headers=OWN)
    assert answer.status_code == 413


def test_a_body_in_chunks_is_counted(client: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(1000):
            yield b"x" * 10_000

    head = {**OWN, "content-type": "multipart/form-data; boundary=b"}
    assert client.post("/documents", content=endless(), headers=head).status_code == 413


def test_a_body_in_chunks_is_counted_in_the_api_too(program: TestClient) -> None:
    content = (b"x" * 10_000 for _ in range(1000))
    answer = program.post("/api/v1/score", content=content, headers={"content-type": "application/json"})
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_that_stalls_is_given_up(settings: Settings) -> None:
    from dataclasses import replace

    sent: list[Any] = []

    async def reads(scope: Any, receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass

    async def stalls() -> dict[str, Any]:
        await asyncio.sleep(60)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/",
        "query_string": b"",
        "headers": [(b"transfer-encoding", b"chunked")],
    }
    asyncio.run(Limits(reads, replace(settings, silence_seconds=0.05))(scope, stalls, send))
    assert sent[0]["status"] == 408
