"""Time and memory of reading the grids of one document in each format, beside a library that only opens it.

    python benchmarks/documents.py ../shared/reports/urumqi-giit-2023

takes the files `report.*` of a folder; .xls and .ods are made from the .xlsx where LibreOffice is installed. Every
measurement is a process of its own: the least computing time of seven runs, and the largest memory of the process.
"""

from __future__ import annotations

import importlib
import io
import json
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from tabulate import tabulate

from perfeval.documents.formats.fork_server import end_servers

RUNS = 7


def _python_docx(data: bytes) -> object:
    import docx

    return docx.Document(io.BytesIO(data))


def _openpyxl(data: bytes) -> object:
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(data))


def _calamine(data: bytes) -> object:
    import python_calamine

    book = python_calamine.load_workbook(io.BytesIO(data))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def _lxml(data: bytes) -> object:
    import lxml.html

    return lxml.html.fromstring(data)


def _pypdfium2(data: bytes) -> object:
    import pypdfium2

    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]


def _pdfplumber(data: bytes) -> object:
    import pdfplumber

    return [page.extract_tables() for page in pdfplumber.open(io.BytesIO(data)).pages]


def _soffice(data: bytes) -> object:
    with TemporaryDirectory() as folder:
        (Path(folder) / "report.doc").write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", "--headless", profile, "--convert-to", "docx", "--outdir", f"{folder}/out"]
        return subprocess.run([*command, f"{folder}/report.doc"], check=True, capture_output=True)


PLAIN: dict[str, tuple[Callable[[bytes], object], ...]] = {
    ".docx": (_python_docx,),
    ".xlsx": (_openpyxl, _calamine),
    ".xls": (_calamine,),
    ".ods": (_calamine,),
    ".html": (_lxml,),
    ".pdf": (_pypdfium2, _pdfplumber),
    ".doc": (_soffice,),
}


def main(folder: Path) -> None:
    """Print one line for each format and library."""
    with TemporaryDirectory() as made:
        files = {path.suffix: path for path in sorted(folder.glob("report.*"))} | _made(folder, Path(made))
        lines = []
        for suffix, libraries in PLAIN.items():
            if suffix in files:
                ours, our_memory = _measured("perfeval", files[suffix])
                for library in libraries:
                    plain, memory = _measured(library.__name__, files[suffix])
                    figures = (ours, plain, ours / plain, our_memory, memory)
                    lines.append((suffix, library.__name__.strip("_"), *figures))
    head = ("format", "library", "perfeval ms", "library ms", "ratio", "perfeval MiB", "library MiB")
    print(tabulate(lines, head, floatfmt=".1f"))


def _made(folder: Path, target: Path) -> dict[str, Path]:
    """The workbook in the formats that the folder does not have."""
    if shutil.which("soffice") is None:
        return {}
    for kind in ("xls", "ods"):
        profile = f"-env:UserInstallation={(target / 'profile').as_uri()}"
        command = ["soffice", "--headless", profile, "--convert-to", kind, "--outdir", str(target)]
        subprocess.run([*command, str(folder / "report.xlsx")], check=True, capture_output=True)
    return {f".{kind}": target / f"report.{kind}" for kind in ("xls", "ods")}


def _measured(reader: str, path: Path) -> tuple[float, int]:
    done = subprocess.run([sys.executable, __file__, reader, str(path)], check=True, capture_output=True)
    milliseconds, memory = json.loads(done.stdout)
    return milliseconds, memory


def _measure(reader: str, path: Path) -> None:
    """In a process of its own: least computing time in ms, largest memory in MiB, its children included."""
    data = path.read_bytes()
    if reader == "perfeval":
        kind = path.suffix[1:]
        reader_of_grids = getattr(
            importlib.import_module(f"perfeval.documents.formats.{kind}"), f"read_{kind}"
        )

        def read(content: bytes) -> object:
            found = reader_of_grids(content, path.name)
            # What a process has computed counts once it has ended: here each file pays for its start.
            end_servers()
            return found
    else:
        read = globals()[reader]
    times = []
    for _ in range(RUNS):
        began = _computed()
        read(data)
        times.append((_computed() - began) * 1000)
    print(json.dumps([min(times), max(usage.ru_maxrss for usage in _usage()) // 1024]))


def _computed() -> float:
    """Seconds of computing by this process and its children, whatever else the computer does."""
    return sum(usage.ru_utime + usage.ru_stime for usage in _usage())


def _usage() -> list[resource.struct_rusage]:
    return [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]


if __name__ == "__main__":
    if len(sys.argv) == 3:
        _measure(sys.argv[1], Path(sys.argv[2]))
    else:
        main(Path(sys.argv[1]))
