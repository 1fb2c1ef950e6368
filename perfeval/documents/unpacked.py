"""An archive that comes as bytes (上传的压缩包), as the files in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from perfeval.core.problems import Problem
from perfeval.documents.files_below import file_itself
from perfeval.documents.formats.safety import Refused
from perfeval.documents.read import content_of


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The files of an archive, named through it (`报送.zip/甲单位/自评表.docx`), and why others are not there."""

    files: tuple[tuple[str, bytes], ...]
    problems: tuple[Problem, ...] = ()


def unpacked(content: bytes, name: str) -> Unpacked:
    """What is in an archive, without what systems leave behind; one that cannot be opened is a file of its own."""
    files, problems = [], []
    with TemporaryDirectory(prefix="perfeval-archive-") as folder:
        place = Path(folder) / "archive.zip"
        place.write_bytes(content)
        for found in file_itself(place):
            inside = f"{name}{found.name.removeprefix(str(place))}"
            if found.left_out or found.is_archive:
                continue
            if not found.members:
                return Unpacked(((name, content),))
            if found.problem is not None:
                problems.append(replace(found.problem, file=inside))
                continue
            try:
                files.append((inside, content_of(found)))
            except Refused as refused:
                problems.append(replace(refused.problem, file=inside))
    return Unpacked(tuple(files), tuple(problems))
