"""A report and the same report many times over in one file: time and memory of `read` and `check` in each format.

    python benchmarks/long_documents.py ../shared/reports/urumqi-giit-2023

takes the files `report.*` of a folder; every copy has its forms under other names. .pdf and .doc are made from a long
.docx where LibreOffice is installed, which takes longer than reading them: they hold a third of the copies (`--pages`).
Every command is a process of its own: its computing time and memory, those of its children included. A line is printed
as soon as it is measured; on a quiet machine of two cores all of it takes some four minutes.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from perfeval.documents.read import read_file

Renamed = Callable[[str, int], str]
COMMANDS = (("read", ()), ("check", ("--rules", "urumqi-giit-2023")))


_PLAIN, _CONVERTED = (".txt", ".html", ".docx", ".xlsx"), (".pdf", ".doc")


def main(folder: Path, copies: int, pages: int, formats: Sequence[str]) -> None:
    """Print one line for each format and command."""
    print("format command  forms -> forms: s -> s (ratio), MiB -> MiB")
    with TemporaryDirectory() as made:
        for kind, times in ((_PLAIN, copies), (_CONVERTED, pages)):
            wanted = [suffix for suffix in kind if suffix in formats]
            for count in (1, times) if wanted else ():
                # In a process of its own: a child's memory counts from what its parent had.
                target = Path(made) / f"{count}{kind[0]}"
                begun = time.perf_counter()
                words = [sys.executable, __file__, str(folder), *wanted, "--copies", str(count)]
                subprocess.run([*words, "--make", str(target)], check=True)
                print(
                    f"  made {count} x {' '.join(wanted)} in {time.perf_counter() - begun:.0f} s",
                    file=sys.stderr,
                )
            for suffix, (command, options) in product(wanted, COMMANDS):
                short, long = (Path(made) / f"{count}{kind[0]}" / f"report{suffix}" for count in (1, times))
                if long.exists():
                    (few, some, memory), (many, more, most) = (
                        _measured(path, command, options) for path in (short, long)
                    )
                    times_of = f"{some:.1f} -> {more:.1f} s ({more / some:.1f})"
                    print(
                        f"{suffix:6} {command:6} {few:4} -> {many:4}: {times_of}, {memory} -> {most} MiB",
                        flush=True,
                    )


def _measured(path: Path, command: str, options: tuple[str, ...]) -> tuple[int, float, int]:
    """Forms found, seconds of computing, MiB."""
    words = [sys.executable, "-m", "perfeval", command, str(path), *options, "--format", "json"]
    with TemporaryDirectory() as folder, (Path(folder) / "out").open("w+b") as out:
        process = subprocess.Popen(words, stdout=out, stderr=subprocess.DEVNULL)
        _, _, usage = os.wait4(process.pid, 0)
        out.seek(0)
        found = json.load(out)
    return len(found["forms"]), usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024


def _write(folder: Path, copies: int, formats: Sequence[str], target: Path) -> None:
    target.mkdir()
    names = sorted((form.name for form in read_file(folder / "report.txt").forms), key=len, reverse=True)
    any_name = re.compile("|".join(map(re.escape, names)))

    def renamed(text: str, copy: int) -> str:
        return any_name.sub(lambda found: f"第{copy}批{found[0]}", text)

    if ".txt" in formats:
        text = (folder / "report.txt").read_text("utf-8")
        (target / "report.txt").write_text(_repeated(text, copies, renamed), "utf-8")
    if ".html" in formats:
        page = (folder / "report.html").read_text("utf-8")
        (target / "report.html").write_text(
            _inside(page, r"<body[^>]*>", "</body>", copies, renamed), "utf-8"
        )
    if ".xlsx" in formats:
        (target / "report.xlsx").write_bytes(_workbook(folder / "report.xlsx", copies, renamed))
    old = [suffix[1:] for suffix in _CONVERTED if suffix in formats]
    if ".docx" in formats or old:
        _write_docx(folder, copies, renamed, target)
    for kind in old if shutil.which("soffice") else ():
        profile = f"-env:UserInstallation={(target / 'profile').as_uri()}"
        command = ["soffice", "--headless", profile, "--convert-to", kind, "--outdir", str(target)]
        subprocess.run([*command, str(target / "report.docx")], check=True, capture_output=True)


def _write_docx(folder: Path, copies: int, renamed: Renamed, target: Path) -> None:
    with (
        zipfile.ZipFile(folder / "report.docx") as archive,
        zipfile.ZipFile(target / "report.docx", "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for name in archive.namelist():
            content = archive.read(name)
            if name == "word/document.xml":
                content = _inside(content.decode(), "<w:body>", "<w:sectPr", copies, renamed).encode()
            out.writestr(name, content)


def _inside(text: str, begin: str, end: str, copies: int, renamed: Renamed) -> str:
    """The text with what stands between two marks so many times over."""
    found = re.search(begin, text)
    assert found is not None
    first, last = found.end(), text.rindex(end)
    return text[:first] + _repeated(text[first:last], copies, renamed) + text[last:]


def _repeated(text: str, copies: int, renamed: Renamed) -> str:
    return "\n\n".join(renamed(text, copy) for copy in range(copies))


def _workbook(path: Path, copies: int, renamed: Renamed) -> bytes:
    """Each copy on a sheet of its own."""
    import openpyxl

    given, made = openpyxl.load_workbook(path), openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for copy, sheet in product(range(copies), given.worksheets):
        target = made.create_sheet(f"{copy} {sheet.title}"[:31])
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            text = isinstance(cell.value, str)
            written = target.cell(cell.row, cell.column, renamed(cell.value, copy) if text else cell.value)
            written.number_format = cell.number_format
            written.data_type = "s" if text else written.data_type
        for merged in sheet.merged_cells.ranges:
            target.merge_cells(str(merged))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("formats", nargs="*", default=[*_PLAIN, *_CONVERTED])
    parser.add_argument("--copies", type=int, default=27)
    parser.add_argument("--pages", type=int, default=9)
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.make:
        _write(chosen.folder, chosen.copies, chosen.formats, chosen.make)
    else:
        main(chosen.folder, chosen.copies, chosen.pages, chosen.formats)
