"""One walk down all rows of a document (逐行识别): where a form begins and ends, and what each row is to it."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from perfeval.core.form import SelfEvaluationForm
from perfeval.core.problems import Place, Problem
from perfeval.documents.grid import Cell, Grid
from perfeval.documents.recognition.assemble import form_of, told_below
from perfeval.documents.recognition.cell_text import one_line
from perfeval.documents.recognition.form_draft import Draft, Section
from perfeval.documents.recognition.fund_block import (
    beside_funds,
    funds_begin,
    is_of_another_table,
    take_header,
    take_line,
    take_pairs,
)
from perfeval.documents.recognition.fund_headers import lists_projects, unread_list
from perfeval.documents.recognition.funds import is_total_of_funds
from perfeval.documents.recognition.goal_block import goals_begin, take_beside, take_goals
from perfeval.documents.recognition.goals import goals_beside
from perfeval.documents.recognition.grid_rows import Row, keeps_spans, rows_of
from perfeval.documents.recognition.headers import indicator_header, missing_words
from perfeval.documents.recognition.identity import NAMES, leading_role, told_in_line, told_in_row
from perfeval.documents.recognition.indicator_walk import IndicatorWalk
from perfeval.documents.recognition.ledger import Ledger, Reason, Unread
from perfeval.documents.recognition.lost_spans import with_spans
from perfeval.documents.recognition.next_table import continues, has_other_header, is_foot_of, may_carry_on
from perfeval.documents.recognition.other_rows import level_in_text, looks_like_indicator
from perfeval.documents.recognition.titles import (
    name_in_heading,
    without_table_number,
    year_alone,
    year_of_title,
)
from perfeval.documents.recognition.words.bare import LONGEST_WORD, folded, header_word
from perfeval.documents.recognition.words.labels import (
    FORM_TITLE,
    HEADING_OF_YEAR,
    IDLE_LINE,
    OTHER_TITLE,
    YEAR_BLANK,
)

_SHOWN = 6
"""Cells that are named of a table that is no form."""
_REASON: Mapping[Section, Reason] = {
    "head": "head",
    "funds": "money",
    "goals": "goals",
    "indicators": "table",
    "closed": "foot",
}


@dataclass
class FormWalk(IndicatorWalk):
    """Goes through all rows once; `draft` is the form that is being read."""

    forms: list[SelfEvaluationForm] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    year: int | None = None
    """The year of a title over several forms (附件：2023年度绩效自评表), for titles without one."""
    lines: Mapping[str, deque[Place]] = field(default_factory=dict)
    """Places of the lines of prose by their text, those that have not been met yet."""
    is_other_table: bool = False
    """Whether the table that is being read has a header of other words than the form above it."""
    waiting: list[tuple[str, Place | None]] = field(default_factory=list)
    """Lines below a form: they belong to the next one if the table below them begins it."""

    def grid(self, grid: Grid) -> None:
        """Go through the rows of one table, below the lines that stand above it."""
        self.exact = keeps_spans(grid)
        rows = rows_of(grid) if self.exact else with_spans(rows_of(grid))
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
        draft, at = self.draft, len(self.draft.labels)
        self.is_other_table = has_other_header(self.draft, rows)
        if not continues(self.draft, rows, self.exact):
            self.draft.leave_table()
        if is_foot_of(self.draft, rows):
            self.draft.is_inside, self.below = True, rows[0].number
        index = 0
        while index < len(rows):
            height = self._row(rows, index)
            self._account(rows[index : index + height])
            index += height
        for line, place in self.waiting:
            draft.take_line(line, place, at)
        self.waiting.clear()

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
            texts = (one_line(cell.text) for _, _, cells in draft.ledger.unread_rows() for cell in cells)
            seen = "、".join(islice(texts, _SHOWN))
            missing = "三级指标、实际完成值、得分" + (f"（不认识的内容：{seen}）" if seen else "")
            self._report("form-not-recognised", draft.place, missing=missing)
        self.draft = draft.next_form()
        for line, place in self.waiting:
            self.draft.take_line(line, place)
        self.waiting.clear()

    def end(self, below: Sequence[tuple[Place, str]]) -> None:
        """Close the last form. A name below its table is its own, unless another form has none either.

        `below` are lines of text; in a sheet the name stands in rows, which began a form of nothing else.
        """
        told = [each for place, line in below for each in told_in_line(line, place)]
        if self.draft.is_only_identity and self.forms:
            told = [*self.draft.identity.values(), *self.draft.above, *told]
        name = next((each for each in told if each.role in NAMES), None)
        before = self.forms if self.draft.header else self.forms[:-1]
        if name and not all(form.name for form in before):
            text = f"{one_line(name.label.text)}：{one_line(name.value.text)}"
            self._report("name-below-table", name.value.place, text=text)
        elif self.draft.header:
            self.draft.above.extend(told)
        elif name and self.forms and not self.forms[-1].name:
            self.forms[-1] = told_below(self.forms[-1], told)
            return
        self.finish()

    def _heading(self, line: str, place: Place | None) -> None:
        """Take a line above a table; another name than that of the form above begins a new one."""
        if self._title(line, place):
            return
        if found := level_in_text(line):
            self.draft.heading_levels = dict([found])
            return  # marks in it are those of the level, not of the execution
        told = told_in_line(line, place)
        name = next((each for each in told if each.role == "name"), None)
        known = self.draft.known("name")
        is_named = known or self.draft.known("unit") or self.draft.subject
        is_next = name_in_heading(line) and not is_named if name is None else not name.says_again(known)
        if is_next and self.draft.header:
            self.finish()
        met = self.lines.get(line)
        place = met.popleft() if met else place
        if self.draft.header:
            self.waiting.append((line, place))
        else:
            self.draft.take_line(line, place)

    def _next_table(self) -> None:
        """Below a total a header begins another form; below a level's own table (一、产出指标) the next level's."""
        draft = self.draft
        if draft.section != "closed" or draft.total is None:
            return
        if draft.heading_levels:
            level = "".join(draft.level_lines.values())
            draft.extra[f"{level}合计"] = "；".join(sum for sum in draft.total if sum)
            draft.total = draft.total_place = None
            draft.in_parts = True
        else:
            self.finish()

    # --- rows -------------------------------------------------------------------------------------------

    def _row(self, rows: Sequence[Row], index: int) -> int:
        """Read one row, or the header that begins there; how many rows that took."""
        row, own = rows[index], rows[index].own
        if not own or (len(own) == 1 and IDLE_LINE.fullmatch(folded(own[0].text))):
            return 1
        if len(own) <= 2 and self._title_cell(own[0]):
            self.draft.ledger.take(own[:1])
            return 1
        header = indicator_header(rows, index, self.draft.year)
        if header and not goals_beside(row, _next(rows, index)):
            self._next_table()
            if self.draft.is_other:
                self._other_form(row)
                return header.height
            self.draft.take_header(header)
            self.draft.place = self.draft.place or row.place
            for each in rows[index : index + header.height]:
                self.draft.ledger.take(header.cells_of(each))
            return header.height
        if self._list(row) if lists_projects(rows, index) else self._identity(row):
            return 1
        if height := self._fund_rows(rows, index):
            return height
        if not goals_begin(self.draft, row, _next(rows, index)):
            self._content(row)
        return 1

    def _other_form(self, row: Row) -> None:
        """Name a form on a year that still runs, once; its rows are no results."""
        if not self.draft.is_named:
            self._report("form-of-running-year", row.place, title=self.draft.title)
        self.draft.is_named = True

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
        elif (missing := missing_words(row)) and draft.is_other:
            self._other_form(row)
        elif missing:
            self._report("form-not-recognised", row.place, missing=missing)
            draft.is_named = True
        elif not draft.header and not draft.is_other and looks_like_indicator(row):
            self._headless(row)
        elif draft.section == "goals":
            if take_goals(draft, row):
                self._check_width(row, draft.goal_width)
        elif draft.is_begun and is_total_of_funds(row):
            draft.unread_funds = draft.unread_funds or Problem("funds-without-header", {}, row.place)
        elif draft.section == "closed" and self.below is not None:
            self._below_table(row)
        elif draft.section == "closed" and not self.is_other_table and may_carry_on(draft, row, self.exact):
            self._headless(row)
        elif draft.section == "head":
            draft.labels.extend(cell.text for cell in row.own)
            take_beside(self.draft, row)
            self._level_above(row)

    def _level_above(self, row: Row) -> None:
        """Take a row that only names a level, above the header of its table (一、产出指标)."""
        if len(row.own) == 1 and (found := level_in_text(row.own[0].text)):
            self.draft.heading_levels = dict([found])
            self.draft.ledger.take(row.own)

    def _headless(self, row: Row) -> None:
        """Name the first of the rows that look like indicators and have no header over them (表头在缺页上)."""
        self.reason = "row"
        if not self.draft.is_named:
            text = " ".join(one_line(cell.text) for cell in row.own)
            self._report("rows-without-header", row.place, text=text[:60])
        self.draft.is_named = True

    def _title_cell(self, cell: Cell) -> bool:
        """Take a cell with a title, or with one in its first line and labels below it."""
        if self._title(cell.text, cell.place):
            return True
        first, _, rest = cell.text.strip().partition("\n")
        if not rest or not self._title(first, cell.place):
            return False
        for line in rest.split("\n"):
            self.draft.take_line(line, cell.place)
        return True

    @property
    def _is_titled(self) -> bool:
        return self.draft.is_begun or self.draft.has_title

    def _title(self, text: str, place: Place | None) -> bool:
        """Take a title or a year; a title begins a new form, unless it only repeats over a page."""
        line = folded(without_table_number(text))
        if year := year_alone(text):
            if not self.draft.is_begun:
                self.draft.take_year(year, place)
            return not self.draft.is_begun or "年" in line
        if YEAR_BLANK.fullmatch(line):
            return True
        titles = (FORM_TITLE, OTHER_TITLE, *(() if self._is_titled else (HEADING_OF_YEAR,)))
        if len(line) > LONGEST_WORD or not any(title.fullmatch(line) for title in titles):
            return False
        if "续" in line or (self.draft.section == "indicators" and line == self.draft.title):
            return True
        before, is_begun = self.draft, self.draft.is_begun
        self.finish()
        above = self.draft if is_begun else before
        if not self.draft.is_begun:
            self.year = self.draft.year or self.year
        own = year_of_title(line)
        self.draft = Draft(
            title=line,
            has_title=True,
            place=place,
            year=own or self.year,
            year_of_title=own,
            labels=[*above.labels, line],
            above=above.above,
            money_above=above.money_above,
        )
        return True

    def _identity(self, row: Row) -> bool:
        draft, told = self.draft, told_in_row(row)
        first = leading_role(row, told)
        inside = draft.section in ("indicators", "closed")
        if draft.section == "indicators" and header_word(row.own[0].text) == "项目":
            return False
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
        for each in rows[index : index + (header.height if header else 1)]:
            self.draft.labels.extend(cell.text for cell in each.distinct)
        self.draft.place = self.draft.place or row.place
        if pairs:
            take_pairs(self.draft, rows, index, pairs)
            take_beside(self.draft, row)
        elif header:
            take_header(self.draft, rows, index, header)
            return header.height
        return 1


def _next(rows: Sequence[Row], index: int) -> Row | None:
    return rows[index + 1] if index + 1 < len(rows) else None
