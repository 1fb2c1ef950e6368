"""One file -> its forms (读取): the format is chosen by what the file contains, for text by its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from perfeval.core.problems import Problem
from perfeval.documents.formats.safety import LIMITS, Refused, check_size, in_mib
from perfeval.documents.formats.sniff import sniff
from perfeval.documents.grid import Document
from perfeval.documents.progress import Progress, Step, silent
from perfeval.documents.recognition.recognise import Reading, recognise

__all__ = ["FORMATS", "Reading", "files_in", "format_of", "read_bytes", "read_file", "read_files"]

Reader = Callable[[bytes, str, Progress], Reading]


def _grids(module: str) -> Reader:
    """Reader of a format module `x`, which has `read_x(data, file, progress) -> Document`; imported when used."""

    def read(data: bytes, file: str, progress: Progress) -> Reading:
        read_grids: Callable[[bytes, str, Progress], Document]
        read_grids = getattr(import_module(f"perfeval.documents.formats.{module}"), f"read_{module}")
        return recognise(read_grids(data, file, progress), file)

    return read


def _cases(data: bytes, file: str, progress: Progress) -> Reading:
    from perfeval.documents.cases import read_cases

    return read_cases(data, file)


FORMATS: Mapping[str, Reader] = {
    **dict.fromkeys((".txt", ".csv", ".tsv"), _grids("text")),
    **dict.fromkeys((".docx", ".docm"), _grids("docx")),
    **dict.fromkeys((".xlsx", ".xlsm"), _grids("xlsx")),
    **dict.fromkeys((".xls", ".et"), _grids("xls")),
    ".ods": _grids("ods"),
    ".pdf": _grids("pdf"),
    **dict.fromkeys((".html", ".htm"), _grids("html")),
    **dict.fromkeys((".mht", ".mhtml"), _grids("mht")),
    **dict.fromkeys((".doc", ".wps", ".rtf", ".odt", ".xlsb"), _grids("doc")),
    ".xml": _grids("office_xml"),
    **dict.fromkeys((".yaml", ".yml", ".json"), _cases),
}
"""Reader of each format by suffix; a new format is one entry here, and one in `sniff` if it is no text."""

_TEXT = frozenset((".txt", ".csv", ".tsv", ".yaml", ".yml", ".json"))
_CASE = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:\s*#.*\n)*\s*(?:\{|(?:case|form|forms):)")


def read_file(path: Path, progress: Progress = silent) -> Reading:
    """Forms of a file; a file that cannot be read gives a problem and no form."""
    name = str(path)
    if path.is_dir():
        return _nothing("folder-empty", name)
    try:
        size = path.stat().st_size
        if size > LIMITS.file_bytes:
            return _nothing("file-too-large", name, size=in_mib(size), limit=in_mib(LIMITS.file_bytes))
        data = path.read_bytes()
    except FileNotFoundError:
        return _nothing("file-missing", name)
    except OSError as error:
        return _nothing("file-unreadable", name, reason=str(error.strerror))
    return read_bytes(data, name, progress)


def read_bytes(data: bytes, name: str, progress: Progress = silent) -> Reading:
    """Forms of a file's content; `name` is shown in messages, and its suffix tells text formats apart."""
    suffix = Path(name).suffix.lower()
    try:
        check_size(data, name)
        found = format_of(data, suffix)
    except Refused as refused:
        return Reading((), (replace(refused.problem, file=name),))
    if found not in FORMATS:
        return _nothing("format-unsupported", name, suffix=found, known=" ".join(FORMATS))
    reading = FORMATS[found](data, name, progress)
    if suffix in FORMATS and FORMATS[suffix] is not FORMATS[found]:
        mismatch = Problem("format-mismatch", {"suffix": suffix, "found": found}, file=name)
        return replace(reading, problems=(mismatch, *reading.problems))
    return reading


def format_of(data: bytes, suffix: str) -> str:
    """Suffix of the format that the content is in; text is what its name says, else plain text."""
    if found := sniff(data):
        return found
    if suffix not in _TEXT and _CASE.match(data):
        return ".yaml"
    return suffix if suffix in _TEXT or (suffix and b"\0" in data) else ".txt"


def read_files(
    paths: Sequence[Path], standard_input: bytes = b"", progress: Progress = silent
) -> Iterator[tuple[Path, Reading]]:
    """Each file with its forms; "-" is the standard input."""
    for done, path in enumerate(paths):
        progress(Step("files", done, len(paths), path.name))
        if str(path) == "-":
            yield path, read_bytes(standard_input, "-", progress)
        else:
            yield path, read_file(path, progress)


def files_in(folder: Path) -> tuple[Path, ...]:
    """Files of known formats in a folder and below, by name; without hidden files and Office lock files."""

    def is_wanted(path: Path) -> bool:
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        return path.suffix.lower() in FORMATS and not hidden and path.is_file()

    return tuple(sorted(path for path in folder.rglob("*") if is_wanted(path)))


def _nothing(code: str, file: str, **values: str) -> Reading:
    return Reading((), (Problem(code, {"file": file, **values}, file=file),))
