"""Who may come in, and who may not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.testclient import TestClient
from web_server import ADDRESS, OWN

from perfeval.web.app import create_app
from perfeval.web.settings import Settings


def test_the_token_of_the_link_lets_in_once(settings: Settings) -> None:
    app = create_app(settings)
    link = {"token": settings.entry_token}
    with (
        TestClient(app, ADDRESS, client=("127.0.0.1", 1)) as first,
        TestClient(app, ADDRESS, client=("127.0.0.1", 2)) as second,
    ):
        assert (
            first.get("/enter", params=link, follow_redirects=False).headers["set-cookie"].count("HttpOnly")
            == 1
        )
        assert first.get("/history").status_code == 200
        assert second.get("/enter", params=link).status_code == 403
        assert second.get("/history").status_code == 403


def test_the_printed_token_lets_in_another_browser(settings: Settings) -> None:
    with TestClient(create_app(settings), ADDRESS, client=("127.0.0.1", 1), headers=OWN) as browser:
        assert browser.post("/enter", data={"token": "wrong"}).status_code == 403
        assert browser.post("/enter", data={"token": settings.api_token}).status_code == 200
        assert browser.get("/history").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:8001", "127.0.0.1", "localhost:80", ""])
def test_another_host_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": ADDRESS, "sec-fetch-site": "cross-site"},
        {"origin": ADDRESS, "sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
    ],
)
def test_a_change_from_another_page_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/undo", headers=headers).status_code == 403


def test_a_change_from_an_own_page_is_served(client: TestClient) -> None:
    assert client.post("/undo", headers=OWN).status_code == 409
    assert client.post("/undo", headers={"sec-fetch-site": "same-origin"}).status_code == 409


@pytest.mark.parametrize(
    "path", ["/", "/history", "/queue", "/record.review.json", "/papers.xlsx", "/documents/1/forms/1"]
)
def test_without_the_cookie_nothing_is_shown(settings: Settings, path: str) -> None:
    with TestClient(
        create_app(settings), ADDRESS, client=("127.0.0.1", 1), follow_redirects=False
    ) as stranger:
        answer = stranger.get(path)
        assert answer.status_code in (303, 403)
        assert answer.headers.get("location", "/enter") == "/enter"


def test_the_api_wants_its_token_and_the_description_does_not(settings: Settings, client: TestClient) -> None:
    assert client.get("/api/v1/rules").status_code == 401  # the cookie of the window is no token
    assert client.get("/api/v1/rules", headers={"authorization": "Bearer x"}).status_code == 401
    assert client.get("/api/v1/openapi.json").status_code == 200
    assert (
        client.get("/api/v1/rules", headers={"authorization": f"Bearer {settings.api_token}"}).status_code
        == 200
    )


@pytest.mark.parametrize(
    "path", ["/static/../store.py", "/static/%2e%2e/store.py", "/static/..%2fstore.py", "/static//etc/passwd"]
)
def test_tricks_with_paths_find_nothing(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_every_answer_carries_the_policy(client: TestClient) -> None:
    for path in ("/", "/static/page.js", "/nowhere", "/api/v1/openapi.json"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_a_user_header_is_believed_from_the_proxy_alone(settings: Settings) -> None:
    behind = replace(settings, host="0.0.0.0", proxies=("10.0.0.1",), names=("perfeval.office",))
    with TestClient(create_app(behind), "http://perfeval.office", client=("10.0.0.1", 1)) as proxy:
        assert proxy.get("/history", headers={"x-remote-user": "li4"}).status_code == 200
        assert proxy.get("/history", headers={}).status_code == 401
    with TestClient(create_app(behind), "http://perfeval.office", client=("10.0.0.9", 1)) as stranger:
        assert stranger.get("/history", headers={"x-remote-user": "li4"}).status_code == 403


def test_a_redirect_never_leaves_the_server(client: TestClient) -> None:
    for back in ("//evil.example", "https://evil.example", "/\\evil.example"):
        answer = client.get("/language", params={"to": "en", "back": back}, follow_redirects=False)
        assert answer.headers["location"] == "/"
