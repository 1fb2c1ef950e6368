"""A report and the same report many times over in one file: time and memory of `read` and `check` in each format.

    python benchmarks/long_documents.py ../shared/reports/urumqi-giit-2023 27

takes the files `report.*` of a folder; every copy has its forms under other names. .pdf and .doc are made from the
long .docx where LibreOffice is installed. Every command is a process of its own: its computing time and memory, those
of its children included.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from tabulate import tabulate

from perfeval.documents.read import read_file

Renamed = Callable[[str, int], str]
COMMANDS = (("read", ()), ("check", ("--rules", "urumqi-giit-2023")))


def main(folder: Path, copies: int) -> None:
    """Print one line for each format and command."""
    with TemporaryDirectory() as made:
        for times in (1, copies):
            # In a process of its own: a child's memory counts from what its parent had.
            target = Path(made) / str(times)
            subprocess.run([sys.executable, __file__, str(folder), str(times), str(target)], check=True)
        lines = []
        for suffix in (".txt", ".html", ".docx", ".xlsx", ".pdf", ".doc"):
            short, long = (Path(made) / str(times) / f"report{suffix}" for times in (1, copies))
            if long.exists():
                for command, options in COMMANDS:
                    (few, time, memory), (many, longer, more) = (
                        _measured(path, command, options) for path in (short, long)
                    )
                    lines.append((suffix, command, few, many, time, longer, longer / time, memory, more))
    head = ("format", "command", "forms", "forms", "s", "s", "ratio", "MiB", "MiB")
    print(tabulate(lines, head, floatfmt=".1f"))


def _measured(path: Path, command: str, options: tuple[str, ...]) -> tuple[int, float, int]:
    """Forms found, seconds of computing, MiB."""
    words = [sys.executable, "-m", "perfeval", command, str(path), *options, "--format", "json"]
    with TemporaryDirectory() as folder, (Path(folder) / "out").open("w+b") as out:
        process = subprocess.Popen(words, stdout=out, stderr=subprocess.DEVNULL)
        _, _, usage = os.wait4(process.pid, 0)
        out.seek(0)
        found = json.load(out)
    return len(found["forms"]), usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024


def _write(folder: Path, copies: int, target: Path) -> None:
    target.mkdir()
    names = sorted((form.name for form in read_file(folder / "report.txt").forms), key=len, reverse=True)
    any_name = re.compile("|".join(map(re.escape, names)))

    def renamed(text: str, copy: int) -> str:
        return any_name.sub(lambda found: f"第{copy}批{found[0]}", text)

    (target / "report.txt").write_text(_repeated((folder / "report.txt").read_text("utf-8"), copies, renamed))
    page = (folder / "report.html").read_text("utf-8")
    (target / "report.html").write_text(_inside(page, r"<body[^>]*>", "</body>", copies, renamed))
    with (
        zipfile.ZipFile(folder / "report.docx") as archive,
        zipfile.ZipFile(target / "report.docx", "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for name in archive.namelist():
            content = archive.read(name)
            if name == "word/document.xml":
                content = _inside(content.decode(), "<w:body>", "<w:sectPr", copies, renamed).encode()
            out.writestr(name, content)
    (target / "report.xlsx").write_bytes(_workbook(folder / "report.xlsx", copies, renamed))
    if shutil.which("soffice"):
        for kind in ("pdf", "doc"):
            profile = f"-env:UserInstallation={(target / 'profile').as_uri()}"
            command = ["soffice", "--headless", profile, "--convert-to", kind, "--outdir", str(target)]
            subprocess.run([*command, str(target / "report.docx")], check=True, capture_output=True)


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
    if len(sys.argv) == 4:
        _write(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
    else:
        main(Path(sys.argv[1]), int(sys.argv[2]))
