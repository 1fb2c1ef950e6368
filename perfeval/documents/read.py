"""One file -> its forms (读取): the format is chosen by what the file contains, for text by its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from perfeval.core.problems import Problem
from perfeval.documents.file_counts import OWN_REPORT
from perfeval.documents.file_names import shown_name
from perfeval.documents.files_below import FoundFile, file_itself, files_below
from perfeval.documents.formats.safety import LIMITS, Refused, called_by_suffix, check_size, in_mib
from perfeval.documents.formats.sniff import sniff
from perfeval.documents.formats.zip_members import Members
from perfeval.documents.grid import Document
from perfeval.documents.old_files import OldFiles
from perfeval.documents.own_mark import is_own
from perfeval.documents.progress import Progress, Step, silent
from perfeval.documents.recognition.recognise import FileForms, recognise
from perfeval.documents.suffixes import CASES, SUFFIXES

__all__ = [
    "FileForms",
    "content_of",
    "files_of",
    "format_of",
    "read_bytes",
    "read_file",
    "read_files",
    "read_found",
]

Reader = Callable[[bytes, str, Progress], FileForms]
_NEEDS_PROGRAM = "converter-missing"


def _reader(module: str, saved: bytes | None) -> Reader:
    """Reader of a format module `x`, which has `read_x(data, file, progress) -> Document`; imported when used.

    `saved` is the content of an old file as LibreOffice has saved it already.
    """

    def read(data: bytes, file: str, progress: Progress) -> FileForms:
        if module == "doc" and saved is not None:
            from perfeval.documents.formats.doc import read_doc

            return recognise(read_doc(data, file, progress, saved), file)
        if module == CASES:
            from perfeval.documents.cases import read_cases

            return read_cases(data, file)
        read_grids: Callable[[bytes, str, Progress], Document]
        read_grids = getattr(import_module(f"perfeval.documents.formats.{module}"), f"read_{module}")
        return recognise(read_grids(data, file, progress), file)

    return read


_TEXT = frozenset((".txt", ".md", ".csv", ".tsv", ".yaml", ".yml", ".json"))
_CASE = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:\s*#.*\n)*\s*(?:\{|(?:case|form|forms):)")


def read_file(
    path: Path, progress: Progress = silent, name: str = "", saved: bytes | None = None
) -> FileForms:
    """Forms of a file; a file that cannot be read gives a problem and no form."""
    name = name or shown_name(path)
    if path.is_dir():
        return _nothing("folder-empty", name)
    try:
        size = path.stat().st_size
        if size > LIMITS.file_bytes:
            return _nothing("file-too-large", name, size=in_mib(size), limit=in_mib(LIMITS.file_bytes))
        with path.open("rb") as file:
            # A device tells no size; one byte beyond the limit is enough to refuse it.
            data = file.read(LIMITS.file_bytes + 1)
    except FileNotFoundError:
        return _nothing("file-missing", name)
    except OSError as error:
        return _nothing("file-unreadable", name, reason=str(error.strerror))
    return read_bytes(data, name, progress, saved)


def read_bytes(data: bytes, name: str, progress: Progress = silent, saved: bytes | None = None) -> FileForms:
    """Forms of a file's content; `name` is shown in messages, and its suffix tells text formats apart."""
    suffix = Path(name).suffix.lower()
    try:
        check_size(data, name)
        found = format_of(data, suffix)
    except Refused as refused:
        return FileForms((), (replace(called_by_suffix(refused.problem, suffix), file=name),))
    if found not in SUFFIXES:
        return _nothing("format-unsupported", name, suffix=found, known=" ".join(SUFFIXES))
    if is_own(data, found):
        return _nothing(OWN_REPORT, name)
    reading = _reader(SUFFIXES[found], saved)(data, name, progress)
    reading = replace(reading, problems=tuple(called_by_suffix(each, suffix) for each in reading.problems))
    if suffix in SUFFIXES and SUFFIXES[suffix] != SUFFIXES[found]:
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


def files_of(paths: Iterable[Path], without: Collection[Path] = ()) -> tuple[FoundFile, ...]:
    """Every file that is meant: a folder is all that lies in it, an archive its members; `without` our own output."""
    return tuple(found for path in paths for found in _files_of(path, without))


def _files_of(path: Path, without: Collection[Path]) -> Iterator[FoundFile]:
    if str(path) == "-":
        yield FoundFile(path, "-")
    elif path.is_dir():
        inside = tuple(files_below(path, shown_name(path), without))
        yield from inside or (FoundFile(path, shown_name(path)),)
    else:
        yield from file_itself(path)


def read_files(
    files: Sequence[FoundFile], standard_input: bytes = b"", progress: Progress = silent
) -> Iterator[tuple[FoundFile, FileForms]]:
    """Each file with its forms; "-" is the standard input. What is missing for all old files is said in full once."""
    old = OldFiles(files, progress)
    was_said = False
    for done, found in enumerate(files):
        progress(Step("files", done, len(files), found.name.rpartition("/")[2]))
        if found.name == "-":
            yield found, read_bytes(standard_input, "-", progress)
        else:
            reading = read_found(found, progress, old.saved(done))
            yield found, _said_before(reading) if was_said else reading
            was_said = was_said or any(problem.code == _NEEDS_PROGRAM for problem in reading.problems)


def _said_before(reading: FileForms) -> FileForms:
    """The reading with a short word where a program is missing for this file, too."""
    problems = tuple(
        replace(problem, code=f"{_NEEDS_PROGRAM}-too") if problem.code == _NEEDS_PROGRAM else problem
        for problem in reading.problems
    )
    return replace(reading, problems=problems)


def content_of(found: FoundFile) -> bytes:
    """The content of a file, through its archives; raises OSError, or Refused for a member that is not given out."""
    data = found.path.read_bytes()
    for member in found.members:
        data = Members(data).content(member)
    return data


def read_found(found: FoundFile, progress: Progress = silent, saved: bytes | None = None) -> FileForms:
    """Forms of a file that was found; why there is none, where it is not read."""
    if found.problem is not None:
        return FileForms((), (found.problem,))
    if found.left_out or found.is_archive:
        return FileForms(())
    if not found.members:
        return read_file(found.path, progress, found.name, saved)
    try:
        data = content_of(found)
    except OSError as error:
        return _nothing("file-unreadable", found.name, reason=str(error.strerror))
    except Refused as refused:
        return FileForms((), (replace(refused.problem, file=found.name),))
    return read_bytes(data, found.name, progress)


def _nothing(code: str, file: str, **values: str) -> FileForms:
    return FileForms((), (Problem(code, {"file": file, **values}, file=file),))
