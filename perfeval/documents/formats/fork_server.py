"""A process that has imported a reader and forks for each document (分叉进程), so that no document waits for imports.

It never looks at a document itself. Windows has no fork: there each document has a new process.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import IO, Any

CAN_FORK = hasattr(os, "fork")
_OFTEN = 0.2
_MISTAKE = 1
"""What Python ends with after an error."""
_MODULE = "perfeval.documents.formats.fork_server"


class ServerGoneError(Exception):
    """The process that forks has ended."""


def run_forked(
    modules: Sequence[str],
    function: str,
    words: Sequence[str],
    seconds: float,
    path: str,
    tell: Callable[[], None],
) -> int | None:
    """Call a function of the first module in a fork: how it ended, as `Popen.returncode`; None if it took too long.

    All modules are imported before, by `path`. `words` are handed to the function, but for the last, a file for what
    it prints as errors. `tell` is called several times a second.
    """
    own = os.getpid()
    with _TAKING:
        server = next((each for each in _IDLE if each.path == path and each.owner == own), None)
        if server is not None:
            _IDLE.remove(server)
    server = server or _Server(path, own)
    ended = server.run([list(modules), function, *words], seconds, tell)
    _IDLE.append(server)
    return ended


class _Server:
    def __init__(self, path: str, owner: int) -> None:
        self.path, self.owner = path, owner
        self._waiting = b""
        self._process = subprocess.Popen(
            [sys.executable, "-m", _MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )

    def run(self, asked: list[Any], seconds: float, tell: Callable[[], None]) -> int | None:
        try:
            self._given.write(json.dumps(asked).encode() + b"\n")
            self._given.flush()
        except OSError as error:
            self.close()
            raise ServerGoneError from error
        ends = time.monotonic() + seconds
        child = self._line(ends, tell)
        ended = self._line(ends, tell)
        if ended is not None:
            return int(ended)
        if child is None:
            self.close()
            raise ServerGoneError
        # It may have ended in this very moment.
        with suppress(ProcessLookupError):
            os.kill(int(child), signal.SIGKILL)
        if self._line(time.monotonic() + seconds, tell) is None:
            # What it says late would be taken for the answer about the next document.
            self._process.kill()
        return None

    @property
    def _given(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    @property
    def _told(self) -> IO[bytes]:
        assert self._process.stdout is not None
        return self._process.stdout

    def _line(self, ends: float, tell: Callable[[], None]) -> bytes | None:
        """The next line that the server tells, without its end; None where it is not told in time."""
        while b"\n" not in self._waiting:
            left = ends - time.monotonic()
            if left <= 0:
                return None
            if select.select([self._told], [], [], min(_OFTEN, left))[0]:
                more = os.read(self._told.fileno(), 4096)
                if not more:
                    self.close()
                    raise ServerGoneError
                self._waiting += more
            else:
                tell()
        line, self._waiting = self._waiting.split(b"\n", 1)
        return line

    def close(self) -> None:
        """Let it end: it does so when nothing more can be asked."""
        for pipe in (self._given, self._told):
            try:
                pipe.close()
            except OSError:
                continue
        self._process.wait()


_IDLE: list[_Server] = []
_TAKING = threading.Lock()


@atexit.register
def end_servers() -> None:
    """Let the processes that fork end; the next document starts another one."""
    for server in _IDLE:
        if server.owner == os.getpid():
            server.close()
    _IDLE.clear()


def main() -> None:
    """The server: for each line of the standard input import the module, fork, and tell the child and how it ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while line := sys.stdin.buffer.readline():
        modules, function, *words = json.loads(line)
        first, *_ = map(importlib.import_module, modules)
        called = getattr(first, function)
        # A child that looked through what is loaded for garbage would have to copy it.
        gc.freeze()
        child = os.fork()
        if child == 0:
            _call(called, words)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _call(called: Callable[..., None], words: Sequence[str]) -> None:
    """The child: call the function, cut off from the server's pipes, and end."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    *given, errors = words
    nothing = os.open(os.devnull, os.O_RDWR)
    said = os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for descriptor, target in ((nothing, 0), (nothing, 1), (said, 2)):
        os.dup2(descriptor, target)
    status = 0
    try:
        called(*given)
    except BaseException:
        status = _MISTAKE
        traceback.print_exc()
    os._exit(status)


if __name__ == "__main__":
    main()
