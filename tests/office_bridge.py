"""Runs under Debian's own Python beside LibreOffice: one JSON command a line in, one JSON answer a line out.

A cell is set by `FormulaLocal`, as at the keyboard, so that its number format acts: digits typed into a cell
of format Text stay text. Started by `typing_office.Office`; nothing else imports it.
"""

import json
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.sheet.CellDeleteMode import ROWS as DELETE_ROWS
from com.sun.star.sheet.CellInsertMode import ROWS as INSERT_ROWS

_KINDS = {"EMPTY": "empty", "VALUE": "number", "TEXT": "text"}
_RESULTS = {1: "number", 2: "text", 4: "error"}


def _property(name, value):
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


def _desktop(pipe):
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(600):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            time.sleep(0.1)
    raise SystemExit("LibreOffice did not answer")


class Bridge:
    def __init__(self, pipe):
        self.desktop = _desktop(pipe)
        self.book = None

    def open(self, path):
        hidden = (_property("Hidden", True),)
        self.book = self.desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, hidden)

    def close(self):
        self.book.close(True)

    def quit(self):
        self.desktop.terminate()

    def _cell(self, sheet, name):
        return self.book.Sheets.getByName(sheet).getCellRangeByName(name)

    def type(self, sheet, texts):
        for name, text in texts.items():
            self._cell(sheet, name).FormulaLocal = text

    def number(self, sheet, name, value, shape):
        """A number put into the cell with its own number format, as pasting from another sheet does."""
        cell, formats, locale = (
            self._cell(sheet, name),
            self.book.NumberFormats,
            uno.createUnoStruct("com.sun.star.lang.Locale"),
        )
        key = formats.queryKey(shape, locale, False)
        cell.NumberFormat = formats.addNew(shape, locale) if key < 0 else key
        cell.Value = value

    def read(self, sheet, names):
        return {name: self._told(self._cell(sheet, name)) for name in names}

    def _told(self, cell):
        is_formula = cell.Type.value == "FORMULA"
        if is_formula:
            shown = "error" if cell.getError() else _RESULTS.get(cell.FormulaResultType2, "text")
        else:
            shown = _KINDS[cell.Type.value]
        return {
            "kind": shown,
            "text": cell.String,
            "value": cell.Value if shown == "number" else None,
            "formula": cell.Formula if is_formula else None,
            "error": cell.getError(),
        }

    def column(self, sheet, area):
        return [list(row) for row in self._cell(sheet, area).DataArray]

    def fill(self, sheet, area, rows):
        """Texts and numbers into a block at once, as pasting values leaves them."""
        self._cell(sheet, area).DataArray = tuple(tuple(row) for row in rows)

    def insert_row(self, sheet, row):
        """A row above the given one, numbered from 1, as 插入行 does."""
        self.book.Sheets.getByName(sheet).insertCells(
            self._cell(sheet, f"A{row}:AMJ{row}").RangeAddress, INSERT_ROWS
        )

    def delete_row(self, sheet, row):
        self.book.Sheets.getByName(sheet).removeRange(
            self._cell(sheet, f"A{row}:AMJ{row}").RangeAddress, DELETE_ROWS
        )

    def copy(self, sheet, source, to):
        self.book.Sheets.getByName(sheet).copyRange(
            self._cell(sheet, to).CellAddress, self._cell(sheet, source).RangeAddress
        )

    def unmerge(self, sheet, area):
        self._cell(sheet, area).merge(False)

    def sort(self, sheet, area, column):
        field = uno.createUnoStruct("com.sun.star.table.TableSortField")
        field.Field, field.IsAscending = column, True
        fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
        self._cell(sheet, area).sort((_property("SortFields", fields),))

    def recalculate(self):
        self.book.calculateAll()

    def save(self, path, filter_name):
        self.book.storeToURL(uno.systemPathToFileUrl(path), (_property("FilterName", filter_name),))


def main():
    bridge = Bridge(sys.argv[1])
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        name, arguments = json.loads(line)
        try:
            answer = {"answer": getattr(bridge, name)(*arguments)}
        except Exception as error:  # told to the test, which fails with it
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)
        if name == "quit":
            return


main()
