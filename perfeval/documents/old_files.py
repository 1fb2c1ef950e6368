"""Old files of one run (旧格式): LibreOffice starts once for many of them, when the first of these is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from perfeval.documents.files_below import FoundFile
from perfeval.documents.formats.safety import LIMITS, Refused
from perfeval.documents.formats.sniff import sniff
from perfeval.documents.progress import Progress, silent
from perfeval.documents.suffixes import SUFFIXES

_TOGETHER = 20
"""Files for one start: one that brings the program down costs the others a start of their own."""


@dataclass
class OldFiles:
    """The files of a run, and those that LibreOffice has saved; each is handed out once."""

    files: Sequence[FoundFile]
    progress: Progress = silent
    _saved: dict[Path, bytes] = field(default_factory=dict)
    _tried: set[Path] = field(default_factory=set)

    def saved(self, at: int) -> bytes | None:
        """The file at a position as LibreOffice saves it; None for any other file, and where it is alone or failed."""
        path = self.files[at].path
        if path not in self._tried and self._is_old(self.files[at]):
            self._save_from(at)
        return self._saved.pop(path, None)

    def _save_from(self, at: int) -> None:
        from perfeval.documents.formats.doc import save_together

        together: list[tuple[Path, str, bytes]] = []
        for found in self.files[at:]:
            if len(together) == _TOGETHER:
                break
            if self._is_old(found) and found.path not in self._tried and (old := _content(found.path)):
                together.append((found.path, *old))
        self._tried.update(path for path, _, _ in together)
        if len(together) < 2:
            return
        saved = save_together([(suffix, data) for _, suffix, data in together], self.progress)
        self._saved.update(
            {path: data for (path, _, _), data in zip(together, saved, strict=True) if data is not None}
        )

    def _is_old(self, found: FoundFile) -> bool:
        plain = found.problem is None and not found.members and not found.left_out and found.name != "-"
        return plain and SUFFIXES.get(found.path.suffix.lower()) == "doc"


def _content(path: Path) -> tuple[str, bytes] | None:
    """Format and content of a file that needs LibreOffice; None for one that cannot be read or is something else."""
    try:
        data = path.read_bytes() if path.stat().st_size <= LIMITS.file_bytes else b""
        suffix = sniff(data)
    except (OSError, Refused):
        return None
    return (suffix, data) if SUFFIXES.get(suffix) == "doc" else None
