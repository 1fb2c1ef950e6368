"""The law of the ledger: whatever word stands in a cell of a form, a field holds it, a problem or the list names it.

So each kind of layout has a twin for each of its cells, with one word that nobody knows.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from kinds_of_bodies import BODIES
from kinds_of_funds import FUNDS
from kinds_of_offices import OFFICES
from kinds_of_tables import HEADS, TABLES
from layout_kind import parts
from layouts_as_rows import document, grid
from year_documents import boxes, year

from perfeval.documents.formats.docx import read_docx
from perfeval.documents.grid import Cell, Document, Grid
from perfeval.documents.read import read_bytes
from perfeval.documents.recognition.recognise import recognise

WORD = "天书"
REPORT = Path(__file__).parents[4] / "shared" / "reports" / "urumqi-giit-2023" / "report.docx"


KINDS = {**FUNDS, **HEADS, **TABLES, **BODIES, **OFFICES}


def is_told(made: Document) -> bool:
    reading = recognise(made, "f")
    told = [form.model_dump_json() for form in reading.forms]
    told += [cell.text for cell in reading.unread]
    told += [str(problem.values) for problem in reading.problems]
    return any(WORD in text for text in told)


def twins(made: Document) -> Iterator[tuple[str, Document]]:
    """The document with another word in one of its cells, for each cell with text."""
    for number, table in enumerate(made.grids):
        for at, cell in enumerate(table.cells):
            if cell.text.strip():
                cells = (*table.cells[:at], replace(cell, text=WORD), *table.cells[at + 1 :])
                grids = (*made.grids[:number], Grid(cells, table.heading), *made.grids[number + 1 :])
                yield f"{cell.text} ({cell.row}, {cell.column})", Document(grids)


def silent(made: Document) -> list[str]:
    return [cell for cell, twin in twins(made) if not is_told(twin)]


@pytest.mark.parametrize("name", KINDS)
def test_no_unknown_word_is_dropped(name: str) -> None:
    tables = (grid(table, tuple(lines)) for lines, table in parts(KINDS[name]))
    assert silent(document(*tables)) == []


@pytest.mark.slow
def test_no_unknown_word_is_dropped_from_the_ministrys_form() -> None:
    (made,) = year(1)
    cells = tuple(Cell(box.row, box.column, box.text, box.rows, box.columns) for box in boxes(made.forms[0]))
    assert silent(document(Grid(cells))) == []


@pytest.mark.parametrize("count", [12, pytest.param(300, marks=[pytest.mark.slow, pytest.mark.long])])
def test_no_cell_of_a_year_of_documents_is_left_over(count: int) -> None:
    readings = (read_bytes(made.data, made.name) for made in year(count))
    assert [(cell.file, cell.text) for reading in readings for cell in reading.unread] == []


@pytest.mark.slow
@pytest.mark.skipif(not REPORT.is_file(), reason="../shared/reports is not here")
def test_no_unknown_word_is_dropped_from_the_published_report() -> None:
    tables = read_docx(REPORT.read_bytes(), "report.docx").grids
    assert [cell for table in tables for cell in silent(document(table))] == []
