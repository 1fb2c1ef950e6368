"""The window measured (网页的速度): ready, first page, a report checked, another rule set, memory, twenty users.

python benchmarks/review_window.py REPORT.docx
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import quote

OTHER_SET = "urumqi-giit-2023"
USERS, PAGES_EACH = 20, 5


class Browser:
    """Somebody who came in with the token."""

    def __init__(self, address: str, token: str) -> None:
        self.address = address
        self._jar = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.ask("/enter", f"token={quote(token)}".encode())

    def ask(self, path: str, body: bytes | None = None, **heads: str) -> str:
        """The text of a page."""
        own = {"origin": self.address, "accept": "text/html", **heads}
        with self._jar.open(urllib.request.Request(self.address + path, body, own)) as answer:
            return str(answer.read().decode())

    def wait(self, query: str = "") -> None:
        """Until every document is checked."""
        while 'aria-busy="false"' not in self.ask(f"/queue{query}"):
            time.sleep(0.05)


def started(folder: str) -> tuple[subprocess.Popen[str], str, str]:
    """The server, its address and its token."""
    server = subprocess.Popen(
        [sys.executable, "-m", "perfeval", "serve", folder, "--no-browser"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"},
    )
    assert server.stdout
    said = ""
    for line in server.stdout:
        said += line
        if line.startswith("token "):
            break
    return server, said.split("http://")[1].split("/enter")[0], said.split("token ")[-1].strip()


def held_by(pid: int) -> tuple[float, int]:
    """What a process and its children have computed so far, in seconds, and the MiB that they hold."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    size = next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS")), 0)
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    found = [
        ((int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), size),
        *map(held_by, map(int, children)),
    ]
    return sum(seconds for seconds, _ in found), sum(mib for _, mib in found)


class Clock:
    """Time since the last line: by the clock on the wall, and what the server and its readers computed in it."""

    def __init__(self) -> None:
        self.pid = 0
        self._computed, self._begun = 0.0, time.perf_counter()

    def begin(self) -> None:
        """Leave out what was done since the last line."""
        self._computed, self._begun = held_by(self.pid)[0], time.perf_counter()

    def line(self, what: str, more: str = "") -> None:
        """Print what was done since the last line."""
        computed = held_by(self.pid)[0]
        wall = time.perf_counter() - self._begun
        print(f"{what:<40}{wall:7.2f} s{computed - self._computed:7.2f} s of a core  {more}", flush=True)
        self.begin()


def main(report: Path) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        clock = Clock()
        server, host, token = started(folder)
        clock.pid = server.pid
        clock.line("ready: the link is shown")
        browser = Browser(f"http://{host}", token)
        clock.line("from there to the first page")
        time.sleep(5)  # the readers start
        clock.begin()
        name = f'form-data; name="file"; filename="report{report.suffix}"'.encode()
        body = b"--b\r\ncontent-disposition: " + name + b"\r\n\r\n" + report.read_bytes() + b"\r\n--b--\r\n"
        kind = {"content-type": "multipart/form-data; boundary=b", "accept": "application/json"}
        browser.ask("/documents", body, **kind)
        browser.wait()
        clock.line("the report checked, its page shown", f"{len(browser.ask('/')) // 1024} KiB")
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "perfeval", "check", report], capture_output=True, check=False)
        computed = os.times().children_user + os.times().children_system
        wall = time.perf_counter() - begun
        print(f"{'perfeval check on the same report':<40}{wall:7.2f} s{computed:7.2f} s of a core")
        clock.begin()
        browser.wait(f"?rules={OTHER_SET}")
        browser.ask(f"/?rules={OTHER_SET}")
        clock.line("another rule set, what changes shown")
        browser.ask("/documents/1/forms/1")
        clock.line("a form")
        users = [Browser(f"http://{host}", token) for _ in range(USERS)]
        clock.line(f"{USERS} people come in")

        def visit(user: Browser) -> list[float]:
            taken = []
            for number in range(PAGES_EACH):
                begun = time.perf_counter()
                user.ask(f"/documents/1/forms/{number + 1}" if number else "/")
                taken.append(time.perf_counter() - begun)
            return taken

        with ThreadPoolExecutor(USERS) as pool:
            taken = sorted(each for found in pool.map(visit, users) for each in found)
        late = taken[len(taken) * 95 // 100]
        clock.line(
            f"{USERS} at once, {PAGES_EACH} pages each",
            f"a page: median {statistics.median(taken):.2f} s, 95 % {late:.2f} s",
        )
        print(f"memory with its readers: {held_by(server.pid)[1]} MiB")
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
