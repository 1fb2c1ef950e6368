"""A server with a state of its own, asked without a network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the window needs perfeval[web]")

from starlette.testclient import TestClient
from web_browser import Desk, chromium
from web_server import ADDRESS

from perfeval.web.app import create_app
from perfeval.web.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "state", port=8000, user="张三", workers=1, upload_bytes=2_000_000)


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    """A browser that has come in."""
    app = create_app(settings)
    with TestClient(app, ADDRESS, client=("127.0.0.1", 50000), headers={"accept": "text/html"}) as browser:
        browser.get("/enter", params={"token": settings.entry_token})
        yield browser


@pytest.fixture
def program(settings: Settings) -> Iterator[TestClient]:
    """A program with the token of the API."""
    bearer = {"authorization": f"Bearer {settings.api_token}"}
    with TestClient(create_app(settings), ADDRESS, client=("127.0.0.1", 50000), headers=bearer) as asking:
        yield asking


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A real browser."""
    with chromium() as found:
        yield found


@pytest.fixture
def desk(tmp_path: Path, browser: Any) -> Iterator[Desk]:
    """A server of its own, and a page of the browser that has come in."""
    found = Desk(tmp_path / "state", browser)
    yield found
    found.close()
