"""Workbooks recalculated by LibreOffice, which knows nothing of the values that we wrote beside our formulas."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook


def recalculated(data: bytes, folder: Path) -> Workbook:
    """The workbook with every formula computed anew; skips the test where LibreOffice is not installed."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed: the formulas cannot be recalculated here")
    (folder / "form.xlsx").write_bytes(_without_values(data))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    target = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out")]
    command = [office, "--headless", profile, *target, str(folder / "form.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return values(Path(folder / "out" / "form.xlsx").read_bytes())


def values(data: bytes) -> Workbook:
    """A workbook with the values of its formulas."""
    return openpyxl.load_workbook(io.BytesIO(data), data_only=True)


def _without_values(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", content)
            new.writestr(name, content)
    return out.getvalue()
