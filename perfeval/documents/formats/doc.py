"""Old Word documents (.doc) and kin -> grids, by way of LibreOffice where it is installed.

LibreOffice converts the file to .docx or .xlsx in a profile of its own, made for the occasion: no macro runs, no
link is followed, none of the user's settings is read or changed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from perfeval.core.problems import Problem
from perfeval.documents.formats.docx import read_docx
from perfeval.documents.formats.outcome import outcome
from perfeval.documents.formats.safety import LIMITS, Refused, check_size, in_mib
from perfeval.documents.formats.sniff import sniff
from perfeval.documents.formats.xlsx import read_xlsx
from perfeval.documents.grid import Document
from perfeval.documents.progress import Progress, Step, silent

_PROGRAMS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_OUT_OF_TIME = (-signal.SIGKILL, 128 + signal.SIGKILL) if sys.platform != "win32" else ()
"""What the launcher ends with when the system has stopped the program for its computing time."""
Kind = tuple[str, str, Callable[[bytes, str, Progress], Document]]
"""What LibreOffice calls a format, its suffix, and our reader of it."""
_WORD: Kind = ("docx:MS Word 2007 XML", ".docx", read_docx)
_EXCEL: Kind = ("xlsx:Calc MS Excel 2007 XML", ".xlsx", read_xlsx)
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{items}
</oor:items>
"""
_SETTING = (
    '<item oor:path="/org.openoffice.Office.Common/Security/Scripting">'
    '<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)
_SECURITY = {
    "DisableMacrosExecution": "true",
    "MacroSecurityLevel": "3",
    "BlockUntrustedRefererLinks": "true",
    "DisableActiveContent": "true",
}


def read_doc(data: bytes, file: str, progress: Progress = silent, saved: bytes | None = None) -> Document:
    """Grids of a document that only LibreOffice opens: .doc, .rtf, .odt, .xlsb.

    `saved` is the same document as LibreOffice has saved it already, together with others.
    """
    try:
        check_size(data, file)
        suffix = sniff(data)
        _, _, read = _kind(suffix)
        found = saved or _converted(data, suffix, progress)
        if len(found) > LIMITS.file_bytes:
            values = {"size": in_mib(len(found)), "limit": in_mib(LIMITS.file_bytes)}
            raise Refused(Problem("file-too-large", values))
        return read(found, file, progress)
    except Refused as refused:
        return Document(problems=(replace(refused.problem, file=file),))


def save_together(sources: Sequence[tuple[str, bytes]], progress: Progress = silent) -> list[bytes | None]:
    """Old files, each by suffix and content, as LibreOffice saves them in one start; None where it did not."""
    program = _program()
    found: list[bytes | None] = [None] * len(sources)
    for target in {_kind(suffix)[1] for suffix, _ in sources} if program else ():
        numbers = [at for at, (suffix, _) in enumerate(sources) if _kind(suffix)[1] == target]
        with suppress(Refused), TemporaryDirectory(prefix="perfeval-", ignore_cleanup_errors=True) as name:
            for at, (content, _) in zip(
                numbers, _save(Path(name), [sources[at] for at in numbers], progress), strict=True
            ):
                found[at] = content
    return found


def _kind(suffix: str) -> Kind:
    return _EXCEL if suffix == ".xlsb" else _WORD


def _program() -> str | None:
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def _converted(data: bytes, suffix: str, progress: Progress) -> bytes:
    """The file as LibreOffice saves it in another format."""
    with TemporaryDirectory(prefix="perfeval-", ignore_cleanup_errors=True) as name:
        ((saved, output),) = _save(Path(name), [(suffix, data)], progress)
    if saved is None:
        values = {"suffix": suffix, "target": _kind(suffix)[1], "reason": output}
        raise Refused(Problem("converter-failed", values))
    return saved


def _save(
    folder: Path, sources: Sequence[tuple[str, bytes]], progress: Progress
) -> list[tuple[bytes | None, str]]:
    """Files of one kind as LibreOffice saves them, and what it said where it did not."""
    converter, target, _ = _kind(sources[0][0])
    program = _program()
    if program is None:
        raise Refused(Problem("converter-missing", {"suffix": sources[0][0], "target": target}))
    names = ["document" if len(sources) == 1 else f"document{at}" for at in range(len(sources))]
    paths = [folder / f"{name}{suffix}" for name, (suffix, _) in zip(names, sources, strict=True)]
    for path, (_, data) in zip(paths, sources, strict=True):
        path.write_bytes(data)
    output = _run(
        [
            *(program, "--headless", "--norestore", "--nologo", "--nolockcheck"),
            f"-env:UserInstallation={_profile(folder).as_uri()}",
            *("--convert-to", converter, "--outdir", str(folder / "saved"), *map(str, paths)),
        ],
        [len(data) for _, data in sources],
        progress,
    )
    saved = [folder / "saved" / f"{name}{target}" for name in names]
    return [(path.read_bytes() if path.is_file() else None, output) for path in saved]


def _profile(folder: Path) -> Path:
    """A profile that forbids macros and links."""
    profile = folder / "profile"
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    items = (_SETTING.format(name=name, value=value) for name, value in _SECURITY.items())
    settings.write_text(_SETTINGS.format(items="\n".join(items)), encoding="utf-8")
    return profile


def _run(command: list[str], sizes: Sequence[int], progress: Progress) -> str:
    """Run a program and all it starts for as long as files of those sizes may take; what it says went wrong."""
    computing, waiting = sum(map(LIMITS.computing, sizes)), sum(map(LIMITS.waiting, sizes))
    stopped = Refused(Problem("reader-stopped", {"seconds": str(computing)}))
    began = time.monotonic()

    def tell() -> None:
        progress(Step("seconds", int(time.monotonic() - began)))

    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    ) as process:
        _limit(process, computing)
        try:
            output = outcome(process, waiting, tell)
        except subprocess.TimeoutExpired:
            _end(process)
            raise stopped from None
    if process.returncode in _OUT_OF_TIME:
        raise stopped
    errors = [line for line in output.decode("utf-8", "replace").splitlines() if line.startswith("Error")]
    return errors[-1] if errors else f"exit code {process.returncode}"


def _limit(process: subprocess.Popen[bytes], seconds: int) -> None:
    """Limit memory and computing time of a program and all it starts, where the system can (Linux)."""
    if sys.platform == "linux":
        import resource

        memory = LIMITS.conversion_memory
        with suppress(ProcessLookupError):  # it has already ended
            resource.prlimit(process.pid, resource.RLIMIT_DATA, (memory, memory))
            resource.prlimit(process.pid, resource.RLIMIT_CPU, (seconds, seconds))


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
