"""A real server under attack: many at once, bodies without end, no HTTP. Served or refused, never broken."""

from __future__ import annotations

import asyncio
import re
import select
import shlex
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from pathlib import Path

import httpx2
import pytest
from web_server import form_file, running

from perfeval.documents.formats.safety import LIMITS

pytestmark = pytest.mark.slow

MIB = 1 << 20
MANY = 200


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address and token of one server for the whole module: what one attack leaves behind, the next one meets."""
    with running(tmp_path_factory.mktemp("attacked")) as found:
        yield found


@pytest.fixture(autouse=True)
def _is_well_afterwards(server: tuple[str, str]) -> Iterator[None]:
    yield
    address, token = server
    name, content = form_file("yimin")
    answer = httpx2.post(
        f"{address}/api/v1/check",
        headers={"authorization": f"Bearer {token}"},
        files={"file": (name, content)},
        timeout=60,
    )
    assert answer.status_code == 200
    assert answer.json()["forms"][0]["total"]["submitted_score"] == "91.06"


def all_at_once(address: str, requests: list[httpx2.Request]) -> list[httpx2.Response]:
    """The answers to requests that are sent together, each on a connection of its own."""

    async def send() -> list[httpx2.Response]:
        limits = httpx2.Limits(max_connections=len(requests))
        async with httpx2.AsyncClient(limits=limits, timeout=120) as client:
            return list(await asyncio.gather(*(client.send(each) for each in requests)))

    return asyncio.run(send())


def test_many_checks_at_once_are_answered_or_put_off(server: tuple[str, str]) -> None:
    address, token = server
    name, content = form_file("yimin")
    asked = [
        httpx2.Request(
            "POST",
            f"{address}/api/v1/check",
            headers={"authorization": f"Bearer {token}"},
            files={"file": (name, content)},
        )
        for _ in range(MANY)
    ]
    answers = all_at_once(address, asked)
    served = [each for each in answers if each.status_code == 200]
    put_off = [each for each in answers if each.status_code == 503]
    assert len(served) + len(put_off) == MANY, Counter(each.status_code for each in answers)
    assert len(served) >= 64  # as many as may wait
    assert len({each.text for each in served}) == 1
    assert all(each.json()["title"] == "busy" and each.headers["retry-after"] == "5" for each in put_off)


def test_many_uploads_at_once_are_all_kept(server: tuple[str, str]) -> None:
    address, token = server
    name, content = form_file("yimin")
    own = {"origin": address}
    with httpx2.Client(headers=own, timeout=120) as browser:
        browser.post(f"{address}/enter", data={"token": token})
        cookie = "; ".join(f"{key}={value}" for key, value in browser.cookies.items())
        asked = [
            httpx2.Request(
                "POST",
                f"{address}/documents",
                headers={**own, "cookie": cookie, "accept": "application/json"},
                files={"file": (f"{number}-{name}", content)},
            )
            for number in range(MANY)
        ]
        answers = all_at_once(address, asked)
        assert Counter(each.status_code for each in answers) == {200: MANY}
        names = {each.json()["documents"][0]["name"] for each in answers}
        assert names == {f"{number}-{name}" for number in range(MANY)}
        until = time.monotonic() + 120
        while 'aria-busy="false"' not in (queue := browser.get(f"{address}/queue").text):
            assert time.monotonic() < until
            time.sleep(0.2)
        assert set(re.findall(r'class="name">([^<]+)<', queue)) == names
        assert queue.count("已复核：1 张表") == MANY


def sent(
    address: str, token: str, path: str, heads: tuple[str, ...], chunks: Iterable[bytes]
) -> tuple[str, int]:
    """The status of the answer to a body that is sent until the server has answered, and how many bytes it took."""
    host = address.removeprefix("http://")
    name, port = host.split(":")
    head = (f"POST {path} HTTP/1.1", f"Host: {host}", f"Authorization: Bearer {token}", *heads, "", "")
    taken = 0
    with socket.create_connection((name, int(port)), timeout=60) as line:
        line.sendall("\r\n".join(head).encode())
        for chunk in chunks:
            if select.select([line], [], [], 0.01)[0]:
                break
            line.sendall(chunk)
            taken += len(chunk)
        return line.recv(4096).decode().split(" ")[1], taken


DOCUMENT = b'--b\r\ncontent-disposition: form-data; name="file"; filename="a.docx"\r\n\r\n'
KIND = "Content-Type: multipart/form-data; boundary=b"
PATHS = ("/documents", "/sheets", "/record", "/api/v1/check", "/api/v1/score")


def chunked(content: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(content), content)


@pytest.mark.parametrize("path", PATHS)
def test_a_gigabyte_that_is_announced_is_not_taken(server: tuple[str, str], path: str) -> None:
    heads = (KIND, f"Content-Length: {1024 * MIB}")
    status, taken = sent(*server, path, heads, repeat(b"x" * MIB, 1024))
    assert status == "413"
    assert taken < 8 * MIB  # what the sockets hold


@pytest.mark.parametrize("path", PATHS)
def test_chunks_without_end_are_cut_off_at_the_limit(server: tuple[str, str], path: str) -> None:
    body = chain([chunked(DOCUMENT)], repeat(chunked(b"x" * MIB)))
    status, taken = sent(*server, path, (KIND, "Transfer-Encoding: chunked"), body)
    assert status == "413"
    assert taken < LIMITS.file_bytes + 12 * MIB  # the largest document, and what the sockets hold


@pytest.mark.parametrize(
    "heads",
    [
        ("Transfer-Encoding: chunked", "", "zzz"),
        ("Content-Length: many",),
        ("Content-Length: -5",),
        ("Content-Length: 5", "Content-Length: 7"),
        ("a b: c",),
    ],
    ids=["chunk", "words", "negative", "twice", "name"],
)
def test_what_is_no_http_is_refused(server: tuple[str, str], heads: tuple[str, ...]) -> None:
    status, _ = sent(*server, "/api/v1/score", heads, ())
    assert status == "400"


def test_the_description_holds_under_schemathesis(server: tuple[str, str], tmp_path: Path) -> None:
    """The command of docs/web.md."""
    pytest.importorskip("schemathesis", reason="no schemathesis here: pip install schemathesis")
    address, token = server
    text = (Path(__file__).parents[2] / "docs" / "web.md").read_text(encoding="utf-8")
    (line,) = (each for each in text.splitlines() if each.startswith("schemathesis run "))
    line = line.replace("http://127.0.0.1:8911", address).replace("$TOKEN", token)
    _, *arguments = shlex.split(line)
    program = Path(sys.executable).with_name("schemathesis")
    done = subprocess.run(
        [program, *arguments, "--no-color"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "No issues found" in done.stdout, done.stdout
