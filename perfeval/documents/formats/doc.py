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
_WORD = ("docx:MS Word 2007 XML", ".docx", read_docx)
_EXCEL = ("xlsx:Calc MS Excel 2007 XML", ".xlsx", read_xlsx)
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


def read_doc(data: bytes, file: str, progress: Progress = silent) -> Document:
    """Grids of a document that only LibreOffice opens: .doc, .rtf, .odt, .xlsb."""
    try:
        check_size(data, file)
        suffix = sniff(data)
        converter, target, read = _EXCEL if suffix == ".xlsb" else _WORD
        return read(_converted(data, suffix, converter, target, progress), file, progress)
    except Refused as refused:
        return Document(problems=(replace(refused.problem, file=file),))


def _converted(data: bytes, suffix: str, converter: str, target: str, progress: Progress) -> bytes:
    """The file as LibreOffice saves it in another format."""
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise Refused(Problem("converter-missing", {"suffix": suffix, "target": target}))
    with TemporaryDirectory(prefix="perfeval-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, saved = folder / f"document{suffix}", folder / "saved" / f"document{target}"
        source.write_bytes(data)
        output = _run(
            [
                *(program, "--headless", "--norestore", "--nologo", "--nolockcheck"),
                f"-env:UserInstallation={_profile(folder).as_uri()}",
                *("--convert-to", converter, "--outdir", str(saved.parent), str(source)),
            ],
            len(data),
            progress,
        )
        if not saved.is_file():
            values = {"suffix": suffix, "target": target, "reason": output}
            raise Refused(Problem("converter-failed", values))
        if saved.stat().st_size > LIMITS.file_bytes:
            values = {"size": in_mib(saved.stat().st_size), "limit": in_mib(LIMITS.file_bytes)}
            raise Refused(Problem("file-too-large", values))
        return saved.read_bytes()


def _profile(folder: Path) -> Path:
    """A profile that forbids macros and links."""
    profile = folder / "profile"
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    items = (_SETTING.format(name=name, value=value) for name, value in _SECURITY.items())
    settings.write_text(_SETTINGS.format(items="\n".join(items)), encoding="utf-8")
    return profile


def _run(command: list[str], size: int, progress: Progress) -> str:
    """Run a program and all it starts for as long as a file of that size may take; what it says went wrong."""
    stopped = Refused(Problem("reader-stopped", {"seconds": str(LIMITS.computing(size))}))
    began = time.monotonic()

    def tell() -> None:
        progress(Step("seconds", int(time.monotonic() - began)))

    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    ) as process:
        _limit(process, LIMITS.computing(size))
        try:
            output = outcome(process, LIMITS.waiting(size), tell)
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
