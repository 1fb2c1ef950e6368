"""How long a person waits in the window: a key to the score, the year's pages, searches.

    python benchmarks/window.py [--projects 3000] [--lines 6] [--keys 60]

Needs perfeval[web,batch], playwright and Chromium. Prints median and 95th percentile in milliseconds, measured in the
browser. The pause of 250 ms after which a finished word is sent is part of the time from key to score.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from tidy_year import ran
from web_browser import Desk, chromium
from web_server import FORMS

_WATCH = """() => new Promise(done => {
  const cell = document.querySelector('[name="r2.actual"]'), before = document.querySelector('#due-r2').textContent;
  let at;
  cell.addEventListener('input', () => { at = performance.now(); }, {once: true});
  const watcher = new MutationObserver(() => {
    if (document.querySelector('#due-r2').textContent === before) return;
    watcher.disconnect();
    done(performance.now() - at);
  });
  watcher.observe(document.querySelector('#sheet'), {subtree: true, childList: true, characterData: true});
})"""


def keys_to_scores(desk: Desk, keys: int) -> list[float]:
    """A digit of an actual value typed over and over, until the score beside it has changed."""
    page = desk.page
    page.goto(f"{desk.address}/sheets")
    page.set_input_files(
        "form:has-text('接着填已有的表') input[type=file]", str(FORMS / "11-yimin-building-it.yaml")
    )
    page.click("button:has-text('接着填')")
    page.wait_for_selector("#sheet")
    found = []
    for number in range(keys):
        page.evaluate(f"() => {{ window.timed = ({_WATCH})(); }}")
        page.focus('[name="r2.actual"]')
        page.keyboard.press("Control+A")
        page.keyboard.type("45"[number % 2])
        found.append(float(page.evaluate("() => window.timed")))
    return found


def visits(desk: Desk, path: str, times: int = 15) -> list[float]:
    """A page asked for and drawn."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        desk.page.goto(desk.address + path)
        found.append((time.perf_counter() - start) * 1000)
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, default=3_000)
    parser.add_argument("--lines", type=int, default=6)
    parser.add_argument("--keys", type=int, default=60)
    given = parser.parse_args()
    with TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name)
        desk = Desk(folder / "state", browser, "--run", str(ran(folder, given.projects, given.lines)))
        try:
            say("key to score", keys_to_scores(desk, given.keys))
            start = time.perf_counter()
            desk.page.goto(f"{desk.address}/years/1")
            desk.page.wait_for_selector("#look", timeout=600_000)
            print(f"year loaded for the first time: {(time.perf_counter() - start) * 1000:.0f} ms")
            for title, path in {
                "year page": "/years/1",
                "200 forms": "/years/1/forms?order=difference",
                "200 rows, filtered": "/years/1/rows?status=differs&order=lost",
                "rows, search": "/years/1/rows?q=民生项目42+合格率",
                "one form": "/years/1/form?id=P0000042",
                "rules, search": "/rules?q=执行率",
                "codes, search": "/codes?q=分值",
            }.items():
                say(title, visits(desk, path))
        finally:
            desk.close()


def say(title: str, found: list[float]) -> None:
    """One line."""
    print(f"{title}: median {median(found):.0f} ms, p95 {quantiles(found, n=20)[-1]:.0f} ms, n {len(found)}")


if __name__ == "__main__":
    main()
