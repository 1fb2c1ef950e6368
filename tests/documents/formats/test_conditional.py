"""Conditional formats that change what a person reads are named with their cells, and no others."""

from __future__ import annotations

import pytest
from office_files import xlsx_of
from table_writers import ods_of

from perfeval.documents.formats.ods import read_ods
from perfeval.documents.formats.xlsx import read_xlsx

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WHITE = "<font><color rgb='FFFFFFFF'/></font>"
ALWAYS = "<cfRule type='expression' dxfId='0' priority='1'><formula>TRUE</formula></cfRule>"
ZERO = "<cfRule type='cellIs' operator='equal' dxfId='0' priority='1'><formula>0</formula></cfRule>"
ICONS = "<cfRule type='iconSet' priority='1'><iconSet showValue='0'/></cfRule>"


@pytest.mark.parametrize(
    ("look", "rule", "cells"),
    [
        (WHITE, ALWAYS, "A1、B1"),
        ("<font><strike/></font>", ALWAYS, "A1、B1"),
        ("<numFmt numFmtId='9' formatCode='&quot;10&quot;'/>", ALWAYS, "A1、B1"),
        (WHITE, ZERO, "B1"),
        (WHITE, ICONS, "A1、B1"),
        ("<fill><patternFill><bgColor rgb='FFFFC7CE'/></patternFill></fill>", ALWAYS, None),
        (
            WHITE + "<fill><patternFill><bgColor rgb='FFFF0000'/></patternFill></fill>",
            ALWAYS,
            None,
        ),
        ("<font><color rgb='FF9C0006'/></font>", ALWAYS, None),
    ],
)
def test_a_workbook(look: str, rule: str, cells: str | None) -> None:
    styles = (
        f"<styleSheet xmlns='{SPACE}'><cellXfs><xf/></cellXfs><dxfs><dxf>{look}</dxf></dxfs></styleSheet>"
    )
    formats = f"<conditionalFormatting sqref='A1:C1 B2'>{rule}</conditionalFormatting>"
    row = "<row r='1'><c r='A1'><v>9</v></c><c r='B1'><v>0</v></c></row>"
    document = read_xlsx(xlsx_of(row, after=formats, parts={"xl/styles.xml": styles}), "f.xlsx")
    assert [each.text for each in document.grids[0].cells] == ["9", "0"]
    assert [(each.code, each.values["cells"]) for each in document.problems] == (
        [("conditional-format", cells)] if cells else []
    )


@pytest.mark.parametrize(("condition", "named"), [("formula-is(1)", True), ("=0", False), (">5", True)])
def test_an_open_document(condition: str, named: bool) -> None:
    style = (
        "<style:style style:name='C_5f_1' style:display-name='C_1' style:family='table-cell'>"
        "<style:text-properties text:color='#ffffff'/></style:style>"
    )
    rule = (
        f"<table:conditional-formats><table:conditional-format table:target-range-address=\"'a b'.A1:'a b'.B2\">"
        f"<table:condition table:apply-style-name='C_1' table:value='{condition}'/></table:conditional-format>"
        "</table:conditional-formats>"
    )
    cell = "<table:table-cell><text:p>9</text:p></table:table-cell>"
    sheet = f"<table:table table:name='a b'><table:table-row>{cell}</table:table-row>{rule}</table:table>"
    document = read_ods(ods_of(sheet, style), "f.ods")
    assert [each.code for each in document.problems] == (["conditional-format"] if named else [])


@pytest.mark.parametrize(
    ("operator", "cells"), [("equal", "B1"), ("lessThan", None), ("greaterThan", "A1"), ("notEqual", "A1")]
)
def test_a_text_is_more_than_any_number(operator: str, cells: str | None) -> None:
    """A format that hides zeros leaves the texts of the table alone."""
    styles = (
        f"<styleSheet xmlns='{SPACE}'><cellXfs><xf/></cellXfs><dxfs><dxf>{WHITE}</dxf></dxfs></styleSheet>"
    )
    formats = (
        f"<conditionalFormatting sqref='A1:B1'>{ZERO.replace('equal', operator)}</conditionalFormatting>"
    )
    row = "<row r='1'><c r='A1' t='inlineStr'><is><t>≥5家</t></is></c><c r='B1'><v>0</v></c></row>"
    document = read_xlsx(xlsx_of(row, after=formats, parts={"xl/styles.xml": styles}), "f.xlsx")
    assert [each.values["cells"] for each in document.problems] == ([cells] if cells else [])
