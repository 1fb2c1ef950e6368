"""Old Excel workbooks: the records of a file, put together by hand."""

import struct

import pytest
from table_writers import Box, boxes_of, compound_of, record, xls_of

from perfeval.documents.formats.biff_formula import read_formula
from perfeval.documents.formats.biff_text import read_shared_texts
from perfeval.documents.formats.safety import Refused
from perfeval.documents.formats.xls import read_xls
from perfeval.documents.grid import Cell, Document

PERCENT = record(0x041E, struct.pack("<HHB", 164, 2, 0) + b"0%")
STYLES = PERCENT + record(0x00E0, bytes(20)) + record(0x00E0, struct.pack("<HH", 0, 164) + bytes(16))


def at(row: int, column: int, style: int = 0) -> bytes:
    return struct.pack("<HHH", row - 1, column - 1, style)


def wide(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def formula(result: bytes, tokens: bytes, row: int = 1) -> bytes:
    return record(0x0006, at(row, 1, 1) + result + bytes(6) + struct.pack("<H", len(tokens)) + tokens)


def read(*records: bytes, more: bytes = STYLES) -> Document:
    return read_xls(xls_of(b"".join(records), more), "f.xls")


def cells(document: Document) -> list[Cell]:
    return [cell for grid in document.grids for cell in grid.cells]


@pytest.mark.parametrize(
    ("cell", "text", "stored"),
    [
        (record(0x0204, at(1, 1) + wide("标签")), "标签", None),
        (record(0x0203, at(1, 1, 1) + struct.pack("<d", 0.9)), "90%", "0.9"),
        (record(0x0203, at(1, 1, 9) + struct.pack("<d", 0.9)), "0.9", None),  # a style that is not there
        (record(0x027E, at(1, 1) + struct.pack("<i", (995 << 2) | 3)), "9.95", None),
        (record(0x027E, at(1, 1) + struct.pack("<i", (-7 << 2) | 2)), "-7", None),
        (record(0x027E, at(1, 1) + struct.pack("<d", 0.5)[4:]), "0.5", None),
        (
            record(
                0x027E, at(1, 1) + struct.pack("<I", struct.unpack("<I", struct.pack("<d", 50)[4:])[0] | 1)
            ),
            "0.5",
            None,
        ),
        (record(0x0205, at(1, 1) + b"\1\0"), "TRUE", None),
        (record(0x0205, at(1, 1) + b"\7\1"), "#DIV/0!", None),
    ],
)
def test_every_kind_of_cell(cell: bytes, text: str, stored: str | None) -> None:
    document = read(cell)
    assert document.problems == ()
    assert [(found.text, found.stored) for found in cells(document)] == [(text, stored)]


def test_several_numbers_in_one_record() -> None:
    packed = b"".join(struct.pack("<Hi", 0, (number << 2) | 2) for number in (5, 6))
    document = read(record(0x00BD, struct.pack("<HH", 0, 1) + packed + struct.pack("<H", 2)))
    assert boxes_of(document.grids[0]) == [Box(1, 2, "5"), Box(1, 3, "6")]


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        (b"\x1e\x64\x00\x14", "=100%"),
        (b"\x17\x02\x01\x36\x00\xb6\x5b", "=6家"),
        (b"\x1f" + struct.pack("<d", 4.5), "=4.5"),
        (b"\x17\x01\x01\x28\x54\x17\x01\x01\x74\x5e\x06", "=吨/年"),
        (b"\x44\x01\x00\x01\x00", "=…"),  # a reference to a cell
        (b"\x06", "=…"),
        (b"", "=…"),
    ],
)
def test_formulas_of_constants_are_decoded(tokens: bytes, text: str) -> None:
    assert read_formula(tokens) == text


def test_results_of_formulas() -> None:
    constant = b"\x1e\x64\x00\x14"
    reference = b"\x44\x01\x00\x01\x00"
    document = read(
        formula(struct.pack("<d", 1), constant, 1),
        formula(struct.pack("<d", 0.5), reference, 2),
        formula(b"\0\0\0\0\0\0\xff\xff", reference, 3) + record(0x0207, wide("文字")),
        formula(b"\1\0\1\0\0\0\xff\xff", reference, 4),
        formula(b"\2\0\x1d\0\0\0\xff\xff", reference, 5),
        formula(b"\3\0\0\0\0\0\xff\xff", reference, 6),
    )
    assert [(cell.text, cell.formula) for cell in cells(document)] == [
        ("=100%", "=100%"),  # typed as a target, taken for a formula
        ("50%", "=…"),
        ("文字", "=…"),
        ("TRUE", "=…"),
        ("#NAME?", "=…"),
        ("", "=…"),
    ]
    assert [problem.code for problem in document.problems] == ["formula-as-text"]


def test_a_formula_that_cells_share() -> None:
    refers = b"\x01" + struct.pack("<HH", 0, 0)
    shared = record(0x04BC, bytes(8) + struct.pack("<H", 4) + b"\x1e\x64\x00\x14")
    one = struct.pack("<d", 1)
    document = read(formula(one, refers, 1), shared, formula(one, refers, 2))
    assert [cell.formula for cell in cells(document)] == ["=100%", "=100%"]


def test_shared_texts_go_on_over_records() -> None:
    # the second text breaks after 甲 and goes on, now with one byte a character
    first = struct.pack("<II", 3, 3) + wide("一") + struct.pack("<HB", 3, 1) + "甲".encode("utf-16-le")
    rest = b"\0ab" + struct.pack("<HBHI", 1, 0x0D, 1, 2) + "丙".encode("utf-16-le") + bytes(4 + 2)
    assert read_shared_texts([first, rest]) == [("一", ()), ("甲ab", ()), ("丙", ((0, 0),))]
    label = record(0x00FD, at(1, 1) + struct.pack("<I", 1))
    document = read(label, more=record(0x00FC, first) + record(0x003C, rest))
    assert [cell.text for cell in cells(document)] == ["甲ab"]


@pytest.mark.parametrize(
    "records",
    [
        [struct.pack("<II", 1, 1) + b"\5\0\0ab"],
        [struct.pack("<II", 1, 2**31)],
        [struct.pack("<II", 1, 1) + b"\5\0\0ab", b""],
    ],
)
def test_shared_texts_that_break_off_are_refused(records: list[bytes]) -> None:
    with pytest.raises(Refused):
        read_shared_texts(records)


def test_hidden_rows_columns_and_manual_calculation_are_named() -> None:
    document = read(
        record(0x000D, struct.pack("<H", 0)),
        record(0x007D, struct.pack("<HHHHH", 0, 0, 0, 0, 1) + bytes(2)),
        record(0x0208, struct.pack("<HHHHHH", 0, 0, 0, 0, 0, 0) + struct.pack("<I", 0x20)),
        formula(struct.pack("<d", 1), b"\x44\x01\x00\x01\x00"),
        record(0x005D, struct.pack("<HHH", 0x15, 0x12, 8) + bytes(20)),
    )
    assert [(problem.code, problem.values) for problem in document.problems] == [
        ("hidden-rows", {"which_zh": "行", "which_en": "rows", "names": "1"}),
        ("hidden-rows", {"which_zh": "列", "which_en": "columns", "names": "A"}),
        ("pictures-unread", {"count": "1"}),
        ("formula-maybe-stale", {"count": "1"}),
    ]


def test_a_chart_inside_a_sheet_is_passed_over() -> None:
    chart = record(0x0809, bytes(16)) + record(0x0204, at(9, 9) + wide("图")) + record(0x000A)
    document = read(chart, record(0x0204, at(1, 1) + wide("表")))
    assert [cell.text for cell in cells(document)] == ["表"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (xls_of(b"", record(0x002F, bytes(6))), "file-encrypted"),
        (compound_of({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}), "file-encrypted"),
        (compound_of({"Book": record(0x0809, struct.pack("<HH", 0x0500, 5))}), "workbook-too-old"),
        (compound_of({"Other": b"x"}), "file-damaged"),
        (compound_of({"Workbook": record(0x0809, struct.pack("<HH", 0x0600, 5))}), "file-damaged"),
        (xls_of(record(0x00FD, at(1, 1) + struct.pack("<I", 5))), "file-damaged"),
        (xls_of(record(0x0203, at(1, 1))), "file-damaged"),
        (xls_of(b"", record(0x01AE, struct.pack("<HH", 1, 9))), "external-values"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file-damaged"),
        (b"no workbook at all", "file-damaged"),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, code: str) -> None:
    assert [problem.code for problem in read_xls(data, "f").problems] == [code]


def test_macros_are_named() -> None:
    stream = record(0x0809, struct.pack("<HH", 0x0600, 5)) + record(0x000A)
    document = read_xls(compound_of({"Workbook": stream, "_VBA_PROJECT_CUR": b"x"}), "f")
    assert [problem.code for problem in document.problems] == ["macros-ignored"]


def test_a_chain_of_sectors_that_turns_in_a_circle_is_damage() -> None:
    data = compound_of({"Workbook": bytes(5000)})
    circle = data.replace(struct.pack("<5I", 1, 2, 3, 4, 5), struct.pack("<5I", 1, 0, 3, 4, 5))
    assert [problem.code for problem in read_xls(circle, "f").problems] == ["file-damaged"]
