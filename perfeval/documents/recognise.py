"""Grids -> forms (识别): finds self-evaluation forms by their words and accounts for every row of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from perfeval.core.form import SelfEvaluationForm
from perfeval.core.problems import Place, Problem
from perfeval.documents.cells import is_mark, one_line
from perfeval.documents.draft import Draft
from perfeval.documents.funds import fund_line, fund_pairs
from perfeval.documents.grid import Cell, Document, Grid
from perfeval.documents.headers import fund_header, indicator_header, missing_words
from perfeval.documents.indicators import missing_cells, read_record
from perfeval.documents.layouts import (
    FOOTER,
    FORM_TITLE,
    GOAL_ROLE,
    IDENTITY_ROLE,
    SECTION_WORDS,
    SUBTOTAL_ROWS,
    TOTAL_ROWS,
    YEAR_ALONE,
    YEAR_IN_TITLE,
    folded,
    header_word,
)
from perfeval.documents.rows import Row, has_spans, rows_of


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file holds: its forms in document order, and every problem met on the way."""

    forms: tuple[SelfEvaluationForm, ...] = ()
    problems: tuple[Problem, ...] = ()


def recognise(document: Document, file: str) -> Reading:
    """All forms of a document. Other tables are passed over; tables that look like a form are named."""
    walk = _Walk(file)
    for grid in document.grids:
        walk.grid(grid)
    walk.finish()
    problems = (*document.problems, *walk.problems)
    if not walk.forms and not any(problem.severity == "error" for problem in problems):
        problems += (Problem("no-form-found", {"file": file}, file=file),)
    return Reading(tuple(walk.forms), problems)


@dataclass
class _Walk:
    """Goes through all rows once; `draft` is the form that is being read."""

    file: str
    forms: list[SelfEvaluationForm] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    draft: Draft = field(default_factory=Draft)
    exact: bool = True

    def grid(self, grid: Grid) -> None:
        rows = rows_of(grid)
        self.exact = has_spans(grid)
        for line in grid.heading:
            self._title(line, grid.place)
        if not self._continues(rows):
            self._leave_table()
        index = 0
        while index < len(rows):
            index += self._row(rows, index)

    def finish(self) -> None:
        """Close the form that is being read, if it became one."""
        draft = self.draft
        if draft.header:
            form, problems = draft.form(self.file)
            self.forms.append(form)
            self.problems.extend(problems)
        elif draft.is_begun:
            self._report("form-not-recognised", draft.place, missing="三级指标、实际完成值、得分")
        self.draft = Draft()

    # --- rows -------------------------------------------------------------------------------------------

    def _row(self, rows: Sequence[Row], index: int) -> int:
        """Read one row, or the header that begins there; how many rows that took."""
        row, own = rows[index], rows[index].own
        if not own or (len(own) <= 2 and self._title(own[0].text, own[0].place)):
            return 1
        if header := indicator_header(rows, index):
            if self.draft.section == "closed":
                self.finish()
            self.draft.header, self.draft.section = header, "indicators"
            self.draft.place = self.draft.place or row.place
            return header.height
        if not (self._identity(row) or self._fund_rows(row) or self._goal_header(row)):
            self._content(row)
        return 1

    def _content(self, row: Row) -> None:
        draft = self.draft
        if draft.section in ("indicators", "closed"):
            self._indicator(row)
        elif draft.section == "funds" and draft.fund_header and (line := fund_line(row, draft.fund_header)):
            draft.fund_lines.append(line)
        elif draft.section == "goals":
            for cell in row.own:
                if side := draft.goal_columns.get(cell.column):
                    draft.goals.setdefault(side, []).append(cell.text.strip())
        elif missing := missing_words(row):
            self._report("form-not-recognised", row.place, missing=missing)

    def _title(self, text: str, place: Place | None) -> bool:
        """Take a title or a year; a title begins a new form."""
        line = folded(text)
        if year := YEAR_ALONE.fullmatch(line):
            if self.draft.is_begun:
                return False
            self.draft.year = int(year.group(1))
            return True
        if len(line) > 60 or not FORM_TITLE.fullmatch(line):
            return False
        self.finish()
        year = YEAR_IN_TITLE.search(line)
        self.draft = Draft(title=line, place=place, year=int(year.group(1)) if year else None, labels=[line])
        return True

    def _identity(self, row: Row) -> bool:
        first = IDENTITY_ROLE.get(header_word(row.own[0].text))
        if first is None or (self.draft.section in ("indicators", "closed") and first != "name"):
            return False
        if first == "name" and ("name" in self.draft.identity or self.draft.header):
            self.finish()
        self.draft.place = self.draft.place or row.place
        for cell in row.own:
            word = header_word(cell.text)
            role, value = IDENTITY_ROLE.get(word), row.right_of(cell)
            if role is None or value is None or header_word(value.text) in IDENTITY_ROLE:
                continue
            self.draft.identity.setdefault(role, value)
            if role == "name":
                self.draft.name_label = word
            if role == "year" and (year := YEAR_ALONE.fullmatch(folded(value.text))):
                self.draft.year = int(year.group(1))
        return True

    def _fund_rows(self, row: Row) -> bool:
        header, pairs = fund_header(row), fund_pairs(row)
        if header is None and pairs is None:
            return False
        if self.draft.header and self.draft.fund_lines:
            self.finish()
        self.draft.labels.extend(cell.text for cell in row.own)
        self.draft.place = self.draft.place or row.place
        if pairs:
            self.draft.fund_lines.append(pairs)
        else:
            self.draft.fund_header, self.draft.section = header, "funds"
        return True

    def _goal_header(self, row: Row) -> bool:
        columns = {
            column: role
            for column, cell in row.cells.items()
            if (role := GOAL_ROLE.get(header_word(cell.text))) and cell in row.own
        }
        if self.draft.section in ("indicators", "closed") or {*columns.values()} <= {"other"}:
            return False
        self.draft.goal_columns = {column: role for column, role in columns.items() if role != "other"}
        self.draft.section = "goals"
        return True

    # --- indicators -------------------------------------------------------------------------------------

    def _indicator(self, row: Row) -> None:
        draft, header = self.draft, self.draft.header
        assert header is not None
        first = row.own[0]
        if header_word(first.text) in TOTAL_ROWS:
            draft.total, draft.total_place = _total(row, first, draft), first.place
            draft.section = "closed"
            return
        if FOOTER.match(folded(first.text)) and len(row.own) <= 2:
            draft.section = "closed"
            return
        record = read_record(row, header, draft.records[-1] if draft.records else None, self.exact)
        names = {header_word(cell.text) for cell in row.own}
        if names & SUBTOTAL_ROWS or names <= SECTION_WORDS:
            return
        scored = is_mark(record.text("score")) or is_mark(record.text("points"))
        if draft.section == "closed":
            if not (scored and record.value("name")):
                return
            draft.section, draft.total = "indicators", None
        if len(row.own) == 1 and _is_prose(row, first, header.width, self.exact):
            self._report("row-not-understood", first.place, text=one_line(first.text)[:40])
            return
        if missing := missing_cells(record, header):
            self._report("row-incomplete", row.place, missing=missing, name=record.text("name"))
        elif not record.value("name") and (scored or record.value("target")):
            self._report("indicator-without-name", row.place)
        draft.records.append(record)

    def _continues(self, rows: Sequence[Row]) -> bool:
        """Whether a new table carries on the one before it: same width, and marks or amounts in place."""
        draft = self.draft
        if draft.section == "indicators" and draft.header:
            header = draft.header
            return any(
                row.width == header.width and is_mark(read_record(row, header, None, self.exact).text(role))
                for row in rows
                for role in ("points", "score")
            )
        if draft.section == "funds" and draft.fund_header:
            return any(fund_line(row, draft.fund_header) for row in rows)
        return False

    def _leave_table(self) -> None:
        if self.draft.section == "indicators":
            self.draft.section = "closed"
        elif self.draft.section != "closed":
            self.draft.section = "head"

    def _report(self, code: str, place: Place | None, **values: str) -> None:
        self.problems.append(Problem(code, values, place, self.file))


def _is_prose(row: Row, only: Cell, width: int, exact: bool) -> bool:
    """Whether the only text of a row runs over the whole table."""
    return only.column_span * 2 > width if exact else row.width == 1


def _total(row: Row, label: Cell, draft: Draft) -> tuple[str | None, str | None]:
    """Printed sums of marks and scores: by their columns, or by their order where the spans are lost."""
    header = draft.header
    assert header is not None
    marks = [cell for cell in row.own if cell is not label and is_mark(cell.text)]
    if len(marks) > 1:
        return one_line(marks[0].text), one_line(marks[1].text)
    if not marks:
        return None, None
    shift = header.width - row.width
    is_points = {marks[0].column, marks[0].column + shift} & {*header.columns("points")}
    text = one_line(marks[0].text)
    return (text, None) if is_points else (None, text)
