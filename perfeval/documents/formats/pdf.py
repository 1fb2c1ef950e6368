"""PDF files (.pdf) -> grids: tables from their ruled lines, cells merged where a line is missing, prose between.

The file is read by PDFium in a process of its own: a PDF of two kilobytes can ask for gigabytes or for hours.
Text is not recognised in pictures; a table without ruled lines between its columns is read as prose. A table that
goes on over a page is one grid on each page.
"""

from __future__ import annotations

from perfeval.core.problems import Problem
from perfeval.documents.formats.guarded import read_guarded
from perfeval.documents.formats.safety import Refused, check_size
from perfeval.documents.grid import Document
from perfeval.documents.progress import Progress, silent


def read_pdf(data: bytes, file: str, progress: Progress = silent) -> Document:
    """Grids of a PDF file; tables are addressed by page and number on the page."""
    try:
        check_size(data, file)
    except Refused as refused:
        return Document(problems=(Problem(refused.problem.code, refused.problem.values, file=file),))
    return read_guarded("perfeval.documents.formats.pdf_document", "read_pdf_document", data, file, progress)
