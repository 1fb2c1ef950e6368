"""Every file of a folder and of the archives in it (目录清点): read, or named with why not; none is passed over.

Symbolic links to folders are followed once. A zip archive is opened in memory, within the limits, and its members
are files like others, addressed through it: `报送.zip/甲单位/自评表.docx`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from perfeval.core.problems import Problem
from perfeval.documents.file_names import shown_name, spelled_name
from perfeval.documents.formats.safety import LIMITS, Refused, in_mib
from perfeval.documents.formats.sniff import sniff
from perfeval.documents.formats.zip_members import Members
from perfeval.documents.suffixes import SUFFIXES

_SYSTEM_NAMES = frozenset({"thumbs.db", "desktop.ini", "__macosx", ".ds_store"})
_SYSTEM_STARTS = (".", "~$", "._")
_ARCHIVES = frozenset(
    (
        ".zip",
        ".rar",
        ".7z",
        ".tar",
        ".gz",
        ".tgz",
        ".bz2",
        ".xz",
        ".zst",
        ".cab",
        ".arj",
        ".lzh",
        ".z",
        ".iso",
    )
)
_PACKAGES = frozenset(
    (
        ".ofd",
        ".pages",
        ".numbers",
        ".key",
        ".pptx",
        ".ppsx",
        ".epub",
        ".xps",
        ".oxps",
        ".vsdx",
        ".jar",
        ".apk",
    )
)
"""Documents of other programs that are zip archives inside: one file to their reader, and to us."""
_OWN_FOLDER_MARK = b'"format": "perfeval.batch/'
_ZIP, _EMPTY_ZIP = b"PK\x03\x04", b"PK\x05\x06"
_BEGINNING = 4096
_DEEPEST_ARCHIVE = 3
_DEEPEST_FOLDER = 64


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file: where it lies, through which members of archives, the name it goes by, and why it is not read.

    `left_out` is a reason that needs no one's attention: `system` for what systems leave behind, `own` for the folder
    that perfeval itself writes to. `is_archive` is an archive that was opened: its members follow.
    """

    path: Path
    name: str
    members: tuple[str, ...] = ()
    problem: Problem | None = None
    left_out: str | None = None
    is_archive: bool = False


def files_below(folder: Path, above: str = "", without: Collection[Path] = ()) -> Iterator[FoundFile]:
    """Everything in a folder and below, by name, which begins with `above`; `without` are folders being written to."""
    yield from _Listing({each.resolve() for each in without}).folder(folder, above, 0)


def file_itself(path: Path) -> Iterator[FoundFile]:
    """A file that was named itself: it is read whatever its name says; an archive gives its members too."""
    yield from _Listing(set()).named(path)


@dataclass
class _Listing:
    without: set[Path]
    names: set[str] = field(default_factory=set)
    folders: set[Path] = field(default_factory=set)

    def folder(self, folder: Path, above: str, depth: int) -> Iterator[FoundFile]:
        """The files in a folder and below."""
        real = folder.resolve()
        if real in self.folders:
            return
        self.folders.add(real)
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: _order(entry.name))
        except OSError as error:
            yield self._named(folder, above, "file-unreadable", reason=str(error.strerror))
            return
        for entry in entries:
            path, name = folder / entry.name, self._name(above, entry.name)
            if _is_system(entry.name):
                yield from self._left_out(path, name, "system")
            elif entry.is_dir():
                if path.resolve() in self.without:
                    continue
                if _is_output(path):
                    yield from self._left_out(path, name, "own")
                elif depth > _DEEPEST_FOLDER:
                    yield self._named(path, name, "folders-too-deep", limit=str(_DEEPEST_FOLDER))
                else:
                    yield from self.folder(path, name, depth + 1)
            else:
                yield from self._file(path, name)

    def named(self, path: Path) -> Iterator[FoundFile]:
        """A file given by its own name."""
        name = shown_name(path)
        if path.suffix.lower() in SUFFIXES or not _begins_as_zip(path):
            yield FoundFile(path, name)
        else:
            yield from self._on_disk(path, name)

    def _file(self, path: Path, name: str) -> Iterator[FoundFile]:
        try:
            mode = path.stat().st_mode
        except OSError as error:
            code = "link-broken" if path.is_symlink() else "file-unreadable"
            yield self._named(path, name, code, reason=str(error.strerror))
            return
        suffix = path.suffix.lower()
        if not stat.S_ISREG(mode):
            yield self._named(path, name, "not-a-file")
        elif suffix in SUFFIXES:
            yield FoundFile(path, name)
        else:
            yield from self._on_disk(path, name)

    def _on_disk(self, path: Path, name: str) -> Iterator[FoundFile]:
        """A file on the disk whose name tells no format that is read."""
        suffix = path.suffix.lower()
        try:
            with path.open("rb") as file:
                data = file.read(_BEGINNING)
                if data and (data.startswith(_ZIP) or not suffix):
                    data += file.read(LIMITS.archive_bytes + 1 - len(data))
        except OSError as error:
            yield self._named(path, name, "file-unreadable", reason=str(error.strerror))
            return
        if not data:
            yield self._named(path, name, "file-empty")
        elif len(data) > LIMITS.archive_bytes:
            values = {"size": in_mib(path.stat().st_size), "limit": in_mib(LIMITS.archive_bytes)}
            yield self._named(path, name, "file-too-large", **values)
        else:
            yield from self._by_content(FoundFile(path, name), suffix, data, 0)

    def _by_content(self, found: FoundFile, suffix: str, data: bytes, depth: int) -> Iterator[FoundFile]:
        """A file whose name tells no format that is read: an archive, a document, or another."""
        try:
            kind = sniff(data)
        except Refused as refused:
            yield _with(found, refused.problem)
            return
        if data.startswith(_EMPTY_ZIP):
            yield _with(found, Problem("file-empty", {"file": found.name}))
        elif suffix in _PACKAGES:
            yield _unsupported(found, suffix)
        elif kind == ".zip" and depth < _DEEPEST_ARCHIVE:
            yield from self._members(found, data, depth)
        elif kind == ".zip":
            values = {"file": found.name, "limit": str(_DEEPEST_ARCHIVE)}
            yield _with(found, Problem("folders-too-deep", values))
        elif not suffix and kind in SUFFIXES:
            yield found
        elif suffix in _ARCHIVES:
            yield _with(found, Problem("archive-unopened", {"file": found.name}))
        elif kind in SUFFIXES:
            yield _with(found, Problem("suffix-unknown", {"suffix": suffix, "found": kind}))
        else:
            yield _unsupported(found, suffix)

    def _members(self, archive: FoundFile, data: bytes, depth: int) -> Iterator[FoundFile]:
        try:
            members = Members(data)
        except Refused as refused:
            yield _with(archive, refused.problem)
            return
        yield FoundFile(archive.path, archive.name, archive.members, is_archive=True)
        for member in members.files():
            name = self._unique(f"{archive.name}/{member.shown}", f"{archive.name}/{member.spelled}")
            found = FoundFile(archive.path, name, (*archive.members, member.key))
            parts = member.shown.split("/")
            suffix = Path(parts[-1]).suffix.lower()
            if any(map(_is_system, parts)):
                yield FoundFile(found.path, name, found.members, left_out="system")
            elif suffix in SUFFIXES:
                yield found
            else:
                try:
                    inside = members.content(member.key)
                except Refused as refused:
                    yield _with(found, refused.problem)
                    continue
                yield from self._by_content(found, suffix, inside, depth + 1)

    def _left_out(self, path: Path, name: str, reason: str) -> Iterator[FoundFile]:
        """What needs no attention, each file of a folder counted."""
        if path.is_dir() and not path.is_symlink():
            for folder, _, files in os.walk(path):
                for each in sorted(files):
                    inside = Path(folder) / each
                    yield FoundFile(inside, self._name(name, str(inside.relative_to(path))), left_out=reason)
        else:
            yield FoundFile(path, name, left_out=reason)

    def _name(self, above: str, name: str) -> str:
        before = f"{above}/" if above else ""
        return self._unique(before + shown_name(name), before + spelled_name(name))

    def _unique(self, name: str, spelled: str) -> str:
        """A name that no other file here has."""
        chosen, number = name if name not in self.names else spelled, 2
        while chosen in self.names:
            chosen, number = f"{spelled} ({number})", number + 1
        self.names.add(chosen)
        return chosen

    def _named(self, path: Path, name: str, code: str, **values: str) -> FoundFile:
        return _with(FoundFile(path, name), Problem(code, {"file": name, **values}))


def _with(found: FoundFile, problem: Problem) -> FoundFile:
    return FoundFile(
        found.path,
        found.name,
        found.members,
        Problem(problem.code, problem.values, problem.place, found.name),
    )


def _unsupported(found: FoundFile, suffix: str) -> FoundFile:
    known = " ".join(sorted(SUFFIXES))
    return _with(found, Problem("format-unsupported", {"suffix": suffix or "—", "known": known}))


def _is_system(name: str) -> bool:
    return name.lower() in _SYSTEM_NAMES or name.startswith(_SYSTEM_STARTS)


def _order(name: str) -> tuple[bool, bytes]:
    """Names in UTF-8 first: of two that are shown alike they keep theirs."""
    raw = os.fsencode(name)
    return any("\udc80" <= character <= "\udcff" for character in name), raw


def _is_output(folder: Path) -> bool:
    """Whether a folder is one that `batch` wrote."""
    try:
        with (folder / "manifest.json").open("rb") as file:
            return _OWN_FOLDER_MARK in file.read(256)
    except OSError:
        return False


def _begins_as_zip(path: Path) -> bool:
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(4) == _ZIP
    except OSError:
        return False
