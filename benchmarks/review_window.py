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


def processor_seconds(pid: int) -> float:
    """What a process has computed so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> int:
    """MiB that a process and its children hold."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    own = next(
        line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS")
    )
    return int(own.split()[1]) // 1024 + sum(memory(int(each)) for each in children)


def report_line(what: str, seconds: float, more: str = "") -> None:
    """A line of the result."""
    print(f"{what:<44}{seconds:7.2f} s  {more}", flush=True)


def main(report: Path) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        server, host, token = started(folder)
        report_line(
            "ready (the link is shown)",
            time.perf_counter() - begun,
            f"{processor_seconds(server.pid):.2f} s of a core",
        )
        browser = Browser(f"http://{host}", token)
        report_line(
            "first page", time.perf_counter() - begun, f"{processor_seconds(server.pid):.2f} s of a core"
        )
        begun = time.perf_counter()
        head = (
            b'--b\r\ncontent-disposition: form-data; name="file"; filename="report'
            + report.suffix.encode()
            + b'"\r\n\r\n'
        )
        kind = {"content-type": "multipart/form-data; boundary=b", "accept": "application/json"}
        browser.ask("/documents", head + report.read_bytes() + b"\r\n--b--\r\n", **kind)
        browser.wait()
        page = browser.ask("/")
        report_line(
            "the report checked, its page shown", time.perf_counter() - begun, f"{len(page) // 1024} KiB"
        )
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "perfeval", "check", report], capture_output=True, check=False)
        report_line("perfeval check on the same report", time.perf_counter() - begun)
        begun = time.perf_counter()
        browser.wait(f"?rules={OTHER_SET}")
        browser.ask(f"/?rules={OTHER_SET}")
        report_line("another rule set, what changes shown", time.perf_counter() - begun)
        begun = time.perf_counter()
        browser.ask("/documents/1/forms/1")
        report_line("a form", time.perf_counter() - begun)
        users = [Browser(f"http://{host}", token) for _ in range(USERS)]

        def visit(user: Browser) -> list[float]:
            taken = []
            for number in range(PAGES_EACH):
                begun = time.perf_counter()
                user.ask(f"/documents/1/forms/{number + 1}" if number else "/")
                taken.append(time.perf_counter() - begun)
            return taken

        with ThreadPoolExecutor(USERS) as pool:
            taken = sorted(each for found in pool.map(visit, users) for each in found)
        report_line(
            f"{USERS} users at once, a page: median",
            statistics.median(taken),
            f"95 of 100 within {taken[len(taken) * 95 // 100]:.2f} s",
        )
        print(f"memory with its readers: {memory(server.pid)} MiB")
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
