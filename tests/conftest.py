"""Settings of hypothesis: everyone runs the same examples, few by default, so that the suite takes two minutes.

HYPOTHESIS_PROFILE=many runs ten times as many, as .ci/run does; HYPOTHESIS_PROFILE=search looks for new ones.

Work that a run hands to processes is done in the process of the test, unless the test is marked `processes`: to start
one takes two seconds, and few tests are about that.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from perfeval.batch.workers import Workers

# No deadlines: a slow machine is no broken law.
settings.register_profile("few", deadline=None, print_blob=True, derandomize=True, max_examples=20)
settings.register_profile("many", deadline=None, print_blob=True, derandomize=True, max_examples=200)
settings.register_profile("search", deadline=None, print_blob=True, max_examples=200)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "few"))


_WHOLLY_SLOW = re.compile(r"^pytestmark = .*(?:mark\.slow|BROWSER_TESTS)", re.MULTILINE)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A module that is slow as a whole is not even imported where slow tests are left out."""
    if config.option.markexpr != "not slow" or collection_path.suffix != ".py":
        return None
    return True if _WHOLLY_SLOW.search(collection_path.read_text(encoding="utf-8")) else None


class _Here(Executor):
    def __init__(self, workers: Workers[Any, Any]) -> None:
        workers.opening(*workers.given)

    def submit(self, work: Callable[..., Any], /, *given: Any, **more: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(work(*given, **more))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Nothing waits."""


@pytest.fixture(autouse=True)
def _work_is_done_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.node.get_closest_marker("processes") is None:
        monkeypatch.setattr(Workers, "_pool", lambda workers, count: _Here(workers))
