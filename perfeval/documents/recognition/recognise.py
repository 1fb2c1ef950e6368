"""Grids -> forms (识别): finds self-evaluation forms by their words and accounts for every row of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from perfeval.core.form import SelfEvaluationForm
from perfeval.core.problems import Place, Problem
from perfeval.documents.grid import Document, Grid
from perfeval.documents.recognition.assemble import form_of
from perfeval.documents.recognition.cell_text import is_block_label, is_mark, one_line
from perfeval.documents.recognition.evenness import uneven_row, uneven_total
from perfeval.documents.recognition.form_draft import Draft, Section
from perfeval.documents.recognition.fund_block import (
    beside_funds,
    funds_begin,
    is_of_another_table,
    take_header,
    take_line,
    take_pairs,
)
from perfeval.documents.recognition.fund_headers import (
    lists_projects,
    unread_list,
)
from perfeval.documents.recognition.funds import fund_line, is_total_of_funds
from perfeval.documents.recognition.grid_rows import Row, keeps_spans, rows_of
from perfeval.documents.recognition.headers import indicator_header, missing_words
from perfeval.documents.recognition.identity import NAMES, leading_role, told_in_line, told_in_row
from perfeval.documents.recognition.indicators import missing_cells, named_by_level, read_record, under_lines
from perfeval.documents.recognition.ledger import Ledger, Reason, Unread
from perfeval.documents.recognition.other_rows import (
    foot_pairs,
    has_marks,
    has_own_values,
    is_footer,
    is_indicator_below,
    is_prose,
    is_remark,
    is_subtotal,
    level_in_text,
    level_line,
    total_label,
    total_of,
)
from perfeval.documents.recognition.side_by_side import side_by_side
from perfeval.documents.recognition.titles import year_alone, year_of_title
from perfeval.documents.recognition.words.bare import (
    LONGEST_WORD,
    folded,
    header_word,
)
from perfeval.documents.recognition.words.labels import (
    FORM_TITLE,
    GOAL_ROLE,
    YEAR_BLANK,
)
from perfeval.documents.recognition.words.lines import (
    LEVEL_NAMES,
    PART_TOTALS,
    SECTION_WORDS,
    SUBTOTAL_ROWS,
)

_FEW_WORDS = 3
_WORDS_OF_HEADERS = re.compile(
    "一级指标|二级指标|三级指标|[^\\s，。]{0,4}指标值|[^\\s，。]{0,4}完成值|分值|得分"
)

_REASON: Mapping[Section, Reason] = {
    "head": "head",
    "funds": "money",
    "goals": "goals",
    "indicators": "table",
    "closed": "foot",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file holds: its forms in document order, every problem met on the way, and the prose between."""

    forms: tuple[SelfEvaluationForm, ...] = ()
    problems: tuple[Problem, ...] = ()
    prose: tuple[tuple[Place, str], ...] = ()
    unread: tuple[Unread, ...] = ()
    """Cells with text inside the forms that no field holds."""


def recognise(document: Document, file: str) -> Reading:
    """All forms of a document. Other tables are passed over; tables that look like a form are named."""
    walk = _Walk(file)
    for grid in document.grids:
        for part in side_by_side(grid) if keeps_spans(grid) else (grid,):
            walk.grid(part)
    walk.finish()
    problems = (*_together(document.problems, walk.forms), *walk.problems)
    if not walk.forms and not any(problem.severity == "error" for problem in problems):
        problems += (_nothing_found(document, file),)
    return Reading(tuple(walk.forms), problems, document.prose, tuple(walk.unread))


def _together(problems: Sequence[Problem], forms: Sequence[SelfEvaluationForm]) -> Iterator[Problem]:
    """Formulas without a value as one problem, those of sheets without a form left out where there are forms."""
    sheets = {form.place.sheet for form in forms if form.place is not None}
    waiting: list[Problem] = []
    for problem in problems:
        if problem.code != "formula-without-value":
            yield problem
        elif not forms or problem.place is None or problem.place.sheet in sheets:
            waiting.append(problem)
    if waiting:
        yield replace(waiting[0], values={**waiting[0].values, "count": str(len(waiting))})


def _nothing_found(document: Document, file: str) -> Problem:
    """No form: none at all, or the words of its header in lines or cells that hold several of them each."""
    cells = ((cell.place, cell.text) for grid in document.grids for cell in grid.cells)
    for place, text in (*document.prose, *cells):
        words = list(dict.fromkeys(_WORDS_OF_HEADERS.findall(text)))
        if len(words) >= _FEW_WORDS and len(text) <= LONGEST_WORD:
            return Problem("cells-not-separated", {"file": file, "words": "、".join(words)}, place, file)
    return Problem("no-form-found", {"file": file}, file=file)


@dataclass
class _Walk:
    """Goes through all rows once; `draft` is the form that is being read."""

    file: str
    forms: list[SelfEvaluationForm] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    draft: Draft = field(default_factory=Draft)
    exact: bool = True
    year: int | None = None
    """The year of a title over several forms (附件：2023年度绩效自评表), for titles without one."""
    reason: Reason | None = None
    """What the row just read is, where its section does not tell that."""
    below: int | None = None
    """Number of the row right below a table that was closed by its total, in the grid that is being read."""

    def grid(self, grid: Grid) -> None:
        rows = rows_of(grid)
        self.exact = keeps_spans(grid)
        self.below = None
        if is_of_another_table(self.draft, rows):
            self.draft = self.draft.next_form()
        if not self.draft.is_begun:
            self.draft.labels.clear()
            self.draft.above.clear()
            self.draft.unread_funds = None
            self.draft.ledger = Ledger()
        for line in grid.heading:
            self._heading(line, grid.place)
        if not self._continues(rows):
            self.draft.leave_table()
        index = 0
        while index < len(rows):
            height = self._row(rows, index)
            self._account(rows[index : index + height])
            index += height

    def _account(self, rows: Sequence[Row]) -> None:
        """Note in the form's ledger what was met in the rows just read."""
        draft = self.draft
        if not draft.is_inside:
            return
        for row in rows:
            draft.ledger.meet(row, self.reason or _REASON[draft.section])
        self.reason = None

    def finish(self) -> None:
        """Close the form that is being read, if it became one; the next stands under its title."""
        draft = self.draft
        if draft.header:
            form, problems, unread = form_of(draft, self.file)
            self.forms.append(form)
            self.problems.extend(problems)
            self.unread.extend(unread)
        elif draft.is_begun and not draft.is_only_funds and not draft.is_named:
            self._report("form-not-recognised", draft.place, missing="三级指标、实际完成值、得分")
        self.draft = draft.next_form()

    def _heading(self, line: str, place: Place | None) -> None:
        """Take a line above a table; another name than that of the form above begins a new one."""
        if self._title(line, place):
            return
        if found := level_in_text(line):
            self.draft.heading_levels = dict([found])
        told = told_in_line(line, place)
        name = next((each for each in told if each.role == "name"), None)
        if name and self.draft.header and not name.says_again(self.draft.known("name")):
            self.finish()
        self.draft.above.extend(told)
        self.draft.labels.append(line)

    def _next_table(self) -> None:
        """Below a total a header begins another form; below a level's own table (一、产出指标) the next level's."""
        draft = self.draft
        if draft.section != "closed" or draft.total is None:
            return
        if draft.heading_levels:
            draft.total = draft.total_place = None
            draft.in_parts = True
        else:
            self.finish()

    # --- rows -------------------------------------------------------------------------------------------

    def _row(self, rows: Sequence[Row], index: int) -> int:
        """Read one row, or the header that begins there; how many rows that took."""
        row, own = rows[index], rows[index].own
        if not own:
            return 1
        if len(own) <= 2 and self._title(own[0].text, own[0].place):
            self.draft.ledger.take(own[:1])
            return 1
        if header := indicator_header(rows, index, self.draft.year):
            self._next_table()
            self.draft.take_header(header)
            self.draft.place = self.draft.place or row.place
            for each in rows[index : index + header.height]:
                self.draft.ledger.take(header.cells_of(each))
            return header.height
        if self._list(row) if lists_projects(rows, index) else self._identity(row):
            return 1
        if height := self._fund_rows(rows, index):
            return height
        if not self._goal_header(row):
            self._content(row)
        return 1

    def _content(self, row: Row) -> None:
        draft = self.draft
        if draft.section == "indicators" or (draft.section == "closed" and row.number == self.below):
            self._indicator(row)
        elif draft.section in ("head", "funds") and beside_funds(draft, row):
            return
        elif draft.section == "funds" and (taken := take_line(draft, row, self.exact)):
            if taken == "task":
                self.reason = "task"
            elif draft.fund_header and not draft.fund_header.of_tasks:
                self._check_width(row, draft.fund_header.width)
        elif missing := missing_words(row):
            self._report("form-not-recognised", row.place, missing=missing)
            draft.is_named = True
        elif draft.section == "goals":
            self._goals(row)
        elif draft.is_begun and is_total_of_funds(row):
            draft.unread_funds = draft.unread_funds or Problem("funds-without-header", {}, row.place)
        elif draft.section == "closed" and self.below is not None:
            self._below_table(row)
        elif draft.section == "head":
            draft.labels.extend(cell.text for cell in row.own)

    def _goals(self, row: Row) -> None:
        draft = self.draft
        if any(cell.column in draft.goal_columns for cell in row.own):
            self._check_width(row, draft.goal_width)
        for cell in row.own:
            if side := draft.goal_columns.get(cell.column):
                draft.goals.setdefault(side, []).append(cell.text.strip())
                draft.ledger.take((cell,))

    def _title(self, text: str, place: Place | None) -> bool:
        """Take a title or a year; a title begins a new form, unless it only repeats over a page."""
        line = folded(text)
        if year := year_alone(text):
            if not self.draft.is_begun:
                self.draft.year = year
            return not self.draft.is_begun or "年" in line
        if YEAR_BLANK.fullmatch(line):
            return True
        if len(line) > LONGEST_WORD or not FORM_TITLE.fullmatch(line):
            return False
        if "续" in line or (self.draft.section == "indicators" and line == self.draft.title):
            return True
        labels, above = ([], []) if self.draft.is_begun else (self.draft.labels, self.draft.above)
        self.finish()
        if not self.draft.is_begun:
            self.year = self.draft.year or self.year
        year = year_of_title(line) or self.year
        self.draft = Draft(
            title=line, has_title=True, place=place, year=year, labels=[*labels, line], above=above
        )
        return True

    def _identity(self, row: Row) -> bool:
        draft, told = self.draft, told_in_row(row)
        first = leading_role(row, told)
        inside = draft.section in ("indicators", "closed")
        named = next((each for each in told if each.role == first), None)
        # Inside a table only a name begins a form, and 填报单位：… in one cell is a line at its foot.
        if first is None or (inside and (first not in NAMES or (first == "unit" and named and named.in_one))):
            return False
        if first in NAMES and (first in draft.identity or draft.header):
            if draft.section == "indicators" and named and named.says_again(draft.known(first)):
                draft.section = "head"
                draft.ledger.take(cell for each in told for cell in (each.label, each.value, *each.whole))
                return True
            self.finish()
        self.draft.is_inside = True
        self.draft.identify(told)
        if first == "other" or any(each.in_one for each in told):
            self.draft.labels.extend(cell.text for cell in row.own)
        if first != "other":
            self.draft.place = self.draft.place or row.place
        return True

    def _list(self, row: Row) -> bool:
        """Pass over the header of a list of projects; below the name of a form it may tell the form's funds."""
        if self.draft.header:
            self.finish()
        self.draft.section = "head"
        if self.draft.identity:
            return False
        self.draft.unread_funds = unread_list(row)
        return True

    def _fund_rows(self, rows: Sequence[Row], index: int) -> int:
        """Take a header of funds, or funds in pairs: how many rows that took."""
        row = rows[index]
        header, pairs = funds_begin(self.draft, rows, index)
        if header is None and pairs is None:
            return 0
        if self.draft.header and self.draft.fund_lines:
            self.finish()
        self.draft.labels.extend(cell.text for cell in row.own)
        self.draft.place = self.draft.place or row.place
        if pairs:
            take_pairs(self.draft, row, pairs)
        elif header:
            take_header(self.draft, rows, index, header)
            return header.height
        return 1

    def _goal_header(self, row: Row) -> bool:
        roles = {cell.column: GOAL_ROLE.get(header_word(cell.text)) for cell in row.own}
        columns = {
            column: side
            for begin, side in roles.items()
            if side in ("expected", "achieved")
            for column, cell in row.cells.items()
            if cell.column == begin
        }
        if not columns or self.draft.section in ("indicators", "closed"):
            return False
        self.draft.goal_columns, self.draft.section = columns, "goals"
        self.draft.goal_width = row.width
        self.draft.ledger.take(cell for cell in row.own if is_block_label(cell.text))
        return True

    # --- indicators -------------------------------------------------------------------------------------

    def _indicator(self, row: Row) -> None:
        draft, header, first = self.draft, self.draft.header, row.own[0]
        assert header is not None
        words = {header_word(cell.text) for cell in row.own}
        self.below = row.number + 1
        if (
            words & SUBTOTAL_ROWS
            or words <= SECTION_WORDS
            or is_subtotal(row, header)
            or (draft.in_parts and words & PART_TOTALS)
        ):
            self.reason = "subtotal"
            return
        if label := total_label(row):
            draft.total, draft.total_place = total_of(row, label, header), label.place
            draft.ledger.take((label, *(cell for cell in row.own if one_line(cell.text) in draft.total)))
            if not self.exact and (uneven := uneven_total(row, label, header)):
                self.problems.append(replace(uneven, file=self.file))
            draft.section = "closed"
            return
        if is_footer(row):
            draft.section = "closed"
            self._foot(row)
            return
        if line := level_line(row, header):
            draft.ledger.take(row.own)
            draft.level_lines = {**(draft.level_lines if line[0] == "category" else {}), line[0]: line[1]}
            return
        record = read_record(row, header, draft.record_above(), self.exact)
        record = named_by_level(under_lines(record, draft.level_lines))
        remark = is_prose(row, first, header.width, self.exact) if len(row.own) == 1 else is_remark(record)
        if draft.section == "closed":
            if remark or not is_indicator_below(record, row, header, draft.total is not None):
                self._foot(row)
                return
            draft.section = "indicators"
            if draft.total:
                self._report("rows-after-total", row.place)
        if remark:
            self._report_row(row)
            return
        if not self.exact and (missing := missing_cells(record, header)):
            self._report("row-incomplete", row.place, missing=missing, name=record.text("name"))
        elif not record.value("name") and (has_marks(record) or record.value("target")):
            self._report("indicator-without-name", row.place)
        elif not self.exact and header_word(record.text("name")) in LEVEL_NAMES:
            self._report("name-is-level", row.place, name=record.text("name"))
        if not self.exact:
            draft.widths.append((row.width, row.place))
        draft.records.append(record)
        draft.ledger.take(cell for cells in record.cells.values() for cell in cells)

    def _foot(self, row: Row) -> None:
        """Keep what the foot of the paper tells beside its labels (填表人, 其他需要说明的问题)."""
        self.reason = "foot"
        for label, value, cells in foot_pairs(row):
            self.draft.extra.setdefault(label, value)
            self.draft.ledger.take(cells)

    def _below_table(self, row: Row) -> None:
        """Name a row below a table without a total that looks like one of its indicators (空行之后)."""
        self._foot(row)
        header = self.draft.header
        if header and self.draft.total is None:
            record = read_record(row, header, None, self.exact)
            if has_own_values(record, row) and not is_remark(record):
                self._report_row(row)

    def _continues(self, rows: Sequence[Row]) -> bool:
        """Whether a new table carries on the one before it: no wider, and marks or amounts in place."""
        draft = self.draft
        if draft.section == "indicators" and draft.header:
            header = draft.header
            return any(
                row.width <= header.width and is_mark(read_record(row, header, None, self.exact).text(role))
                for row in rows
                for role in ("points", "score")
            )
        if draft.section == "funds" and draft.fund_header:
            return any(fund_line(row, draft.fund_header) for row in rows)
        return False

    def _check_width(self, row: Row, width: int) -> None:
        """Name a row of funds or goals in which a cell was lost, where that would move the others."""
        if not self.exact and (uneven := uneven_row(row, width)):
            self.problems.append(replace(uneven, file=self.file))

    def _report_row(self, row: Row) -> None:
        self.reason = "row"
        text = " ".join(one_line(cell.text) for cell in row.own)
        self._report("row-not-understood", row.place, text=text[:40])

    def _report(self, code: str, place: Place | None, **values: str) -> None:
        self.problems.append(Problem(code, values, place, self.file))
