"""PDF files whose fonts are not embedded read the same on every machine, single characters too."""

import subprocess
import sys
from pathlib import Path

import pytest
from stand_in_font import FONT, font
from table_writers import Box, boxes_of, to_pdf

from perfeval.documents.formats.pdf_document import read_pdf_document

SINGLE = [
    Box(row, column, text)
    for row, texts in enumerate(("项目√元", "优是1a", "良否2Ω"), 1)
    for column, text in enumerate(texts, 1)
]
"""A character a text: what PDFium drops where it finds no width for it."""

GLYPHS = """
import sys
from perfeval.documents.formats import pdf_document
read, pages = pdf_document.read_page, []
pdf_document.read_page = lambda *asked: pages.append(read(*asked)) or pages[-1]
print(pdf_document.read_pdf_document(sys.stdin.buffer.read(), "f.pdf"), pages)
"""


def test_texts_of_one_character_are_read() -> None:
    (grid,) = read_pdf_document(to_pdf(SINGLE), "f.pdf").grids
    assert boxes_of(grid) == SINGLE


def test_texts_and_boxes_are_the_same_with_and_without_the_fonts_of_the_system(tmp_path: Path) -> None:
    hidden = f"mount --bind '{tmp_path}' /usr/share/fonts 2>/dev/null || exit 77; exec \"$@\""
    alone = ["unshare", "--map-root-user", "--mount", "sh", "-c", hidden, "sh"]
    try:
        without = _glyphs(*alone)
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("this system has no folder of fonts, or lets nobody hide it (unshare)")
    assert without == _glyphs()


def _glyphs(*before: str) -> bytes:
    asked = [*before, sys.executable, "-c", GLYPHS]
    return subprocess.run(asked, input=to_pdf(SINGLE), capture_output=True, check=True).stdout


def test_the_font_is_the_one_that_its_script_makes() -> None:
    assert font() == FONT.read_bytes()
