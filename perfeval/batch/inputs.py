"""What a run reads (输入): its files by name, and whether they stayed as they were while it worked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from perfeval.documents.files_below import FoundFile

Stamps = Mapping[str, tuple[int, int] | None]


def documents_by_name(files: Iterable[FoundFile]) -> dict[str, Path]:
    """The files on the disk that can decide the result; an archive stands for its members."""
    return {
        each.name: each.path
        for each in files
        if not each.members and each.left_out is None and each.path.is_file()
    }


def empty_folders(folder: Path) -> list[str]:
    """Folders in which no file lies, however deep (没有报送的部门): the uppermost of each, without hidden ones."""
    found = sorted(folder.rglob("*"))
    filled = {above for each in found if each.is_file() for above in each.parents}
    empty = {each.relative_to(folder) for each in found if each.is_dir() and each not in filled}
    shown = [each for each in sorted(empty) if not any(part.startswith(".") for part in each.parts)]
    return [each.as_posix() for each in shown if each.parent not in empty]


def tables_by_name(source: Path, funds: Path | None) -> dict[str, Path]:
    """The table, then the funds; with as much of their folders as tells files of one name apart."""
    if funds is None:
        return {source.name: source}
    parts = {each: each.absolute().parts for each in (source, funds)}
    tails = range(1, len(parts[source]) + 1)
    depth = next((each for each in tails if parts[source][-each:] != parts[funds][-each:]), 1)
    return {"/".join(parts[each][-depth:]): each for each in (source, funds)}


def stamps_of(inputs: Mapping[str, Path]) -> Stamps:
    """Length and time of each file; None for one that is not there."""
    return {name: _stamp(path) for name, path in inputs.items()}


def changed(before: Stamps, inputs: Mapping[str, Path]) -> list[str]:
    """The files that are not as they were."""
    now = stamps_of(inputs)
    return [name for name, stamp in before.items() if now[name] != stamp]


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
