"""A form while its rows are still coming (正在识别的表)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from perfeval.core.form import FormKind
from perfeval.core.problems import Place, Problem
from perfeval.documents.grid import Cell
from perfeval.documents.recognition.cell_text import mark, one_line
from perfeval.documents.recognition.fund_pairs import joined, pairs_in_cells
from perfeval.documents.recognition.funds import Amounts
from perfeval.documents.recognition.headers import Header
from perfeval.documents.recognition.identity import NEARNESS, Told, plain, told_in_line
from perfeval.documents.recognition.indicators import Record
from perfeval.documents.recognition.ledger import Ledger
from perfeval.documents.recognition.titles import subject_of, year_in
from perfeval.documents.recognition.words.bare import (
    header_word,
)
from perfeval.documents.recognition.words.labels import (
    KIND_WORDS,
    LAYOUT_WORDS,
    LIST_TITLE,
    OTHER_TITLE,
)

Section = Literal["head", "funds", "goals", "indicators", "closed"]


@dataclass
class Draft:
    """What has been read of one form; `section` tells what the next row may be."""

    section: Section = "head"
    title: str = ""
    has_title: bool = False
    """Whether the title is the form's own, and not that of the form before."""
    year: int | None = None
    year_of_title: int | None = None
    """The year that the form's own title tells."""
    year_doubt: Problem | None = None
    """Another year in the table than in its title."""
    place: Place | None = None
    identity: dict[str, Told] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    """What the form tells under labels that the engine does not use."""
    ledger: Ledger = field(default_factory=Ledger)
    is_inside: bool = True
    """Whether the next rows still belong to the form's own tables."""
    above: list[Told] = field(default_factory=list)
    """Facts from lines above the table: used only where the table has none; they begin no form."""
    money_above: list[Amounts] = field(default_factory=list)
    """Amounts in lines above the table (预算数：50万元), likewise."""
    lines_above: list[Cell] = field(default_factory=list)
    """Lines above the table, below its title, that tell no amount with its label."""
    name_label: str = ""
    fund_header: Header | None = None
    passed_over: Header | None = None
    """A second header of money, whose rows do not belong to the form."""
    fund_lines: list[Amounts] = field(default_factory=list)
    unread_funds: Problem | None = None
    """A header that looked like that of the funds and could not be read as one."""
    labels: list[str] = field(default_factory=list)
    goal_columns: dict[int, str] = field(default_factory=dict)
    goal_rates: dict[int, str] = field(default_factory=dict)
    """Words over columns that tell how far the goals were reached (总体完成率)."""
    goal_width: int = 0
    goals: dict[str, list[str]] = field(default_factory=dict)
    header: Header | None = None
    records: list[Record] = field(default_factory=list)
    level_lines: dict[str, str] = field(default_factory=dict)
    """Levels that stand over their rows in lines of their own, by role: those that hold for the next row."""
    heading_levels: dict[str, str] = field(default_factory=dict)
    """The level that a line above the next table names (一、产出指标)."""
    is_named: bool = False
    """Whether a problem has already said that the table is no form."""
    in_parts: bool = False
    """Whether each level has a table of its own, with a sum of its own."""
    widths: list[tuple[int, Place | None]] = field(default_factory=list)
    """Number of cells and place of each row, for formats in which a lost cell shifts all cells behind it."""
    total: tuple[str | None, str | None] | None = None
    total_place: Place | None = None
    last_sum: tuple[str | None, str | None, Place | None] | None = None
    """Marks, score and place of the subtotal that the last row is."""

    @property
    def is_begun(self) -> bool:
        """Whether anything but a title has been read."""
        return bool(self.identity or self.fund_lines or self.header)

    @property
    def is_other(self) -> bool:
        """Whether the title is that of a form on a year that still runs."""
        return OTHER_TITLE.fullmatch(self.title) is not None

    @property
    def is_only_identity(self) -> bool:
        """Whether nothing but labels and what they tell was read."""
        return bool(self.identity) and not (self.header or self.fund_lines)

    @property
    def is_only_funds(self) -> bool:
        """Whether nothing but money was read, as of 三公经费 or a list of projects: no sign of a form of its own."""
        is_list = bool(LIST_TITLE.search(self.title))
        has_marks = bool(self.fund_header and self.fund_header.scored_roles & {"points", "score"})
        return not (self.identity or self.header) and (is_list or not (self.has_title or has_marks))

    @property
    def kind(self) -> FormKind:
        """Kind of form, by its title and the label of its name."""
        words = self.title + self.name_label
        found = next((kind for word, kind in KIND_WORDS if word in words), None)
        names_project = self.subject is not None and not self.subject[1]
        whole_body = not names_project and self.identity.keys() & {"name", "unit"} == {"unit"}
        return found or ("department" if whole_body else "project")

    @property
    def layout(self) -> str | None:
        """The layout that the title names, where rule sets know one by it."""
        return next((layout for word, layout in LAYOUT_WORDS if word in self.title), None)

    def take_line(self, line: str, place: Place | None, at: int | None = None) -> None:
        """Take a line above the table; `at` is its position among the labels, the last one being the nearest."""
        self.above.extend(told_in_line(line, place))
        self.labels.insert(len(self.labels) if at is None else at, line)
        cell = Cell(0, 0, line, place=place)
        if amounts := pairs_in_cells((cell,)):
            self.money_above = joined(self.money_above, amounts)
        else:
            self.lines_above.append(cell)

    def identify(self, told: Sequence[Told]) -> None:
        """Take what a row tells.

        Label and value in one cell (填报单位：…) stand over other tables, too: there, only a name begins a form.
        """
        begun = self.is_begun or any(each.role == "name" for each in told)
        for each in told:
            if each.in_one and not begun:
                self.above.append(each)
                self.ledger.take(each.whole)
            else:
                self._take(each)

    def _take(self, told: Told) -> None:
        """Take one thing; of two under one role the nearer counts, and the other is kept under its own label."""
        role = plain(told.role)
        known = self.identity.get(role)
        self.ledger.take((told.label, told.value, *told.whole))
        if role == "year" and (year := year_in(told.value.text)) and not known:
            self.take_year(year, told.value.place)
        if role == "other" or (role == "year" and not year):
            self._keep(told)
        elif known is None or NEARNESS.get(told.role, 0) < NEARNESS.get(known.role, 0):
            self.identity[role] = told
            if known:
                self._keep(known)
        elif not told.says_again(known.value):
            self._keep(told)
        if told.role == "name":
            self.name_label = header_word(told.label.text)

    def take_year(self, year: int, place: Place | None) -> None:
        """Take the year of a label or line of its own; another one in the title is said."""
        if self.year_of_title not in (None, year):
            values = {"year": str(year), "other": str(self.year_of_title)}
            self.year_doubt = self.year_doubt or Problem("years-differ", values, place)
        self.year = year

    def _keep(self, told: Told) -> None:
        self.extra.setdefault(one_line(told.label.text).rstrip(":："), one_line(told.value.text))

    @property
    def subject(self) -> tuple[str, bool] | None:
        """Whom or what the form's own title is about, and whether that is a body."""
        return subject_of(self.title) if self.has_title else None

    def known(self, role: str) -> Cell | None:
        """Value of a role, in the table or else in a line above it."""
        told = self.identity.get(role) or next((each for each in self.above if each.role == role), None)
        return told.value if told else None

    def take_above(self) -> None:
        """Take what only the lines above the table tell; 填报单位 there makes no form one about a whole body."""
        whole_body = self.kind == "department" or self.known("name") is not None or self.subject is not None
        for told in self.above:
            if plain(told.role) not in self.identity and (whole_body or told.role != "unit"):
                self._take(told)

    def record_above(self) -> Record | None:
        """The record that the next row may take its levels from: the last one, if under the same line of a level."""
        last = self.records[-1] if self.records else None
        return last if last and last.dimension == self.level_lines.get("dimension", last.dimension) else None

    def take_header(self, header: Header) -> None:
        """Go on below a header of indicators; levels in the line above it hold where it has no columns for them."""
        self.header, self.section, self.is_inside = header, "indicators", True
        if self.heading_levels:
            self.level_lines = {
                role: name for role, name in self.heading_levels.items() if not header.columns(role)
            }
        self.heading_levels = {}

    def leave_table(self) -> None:
        """The next table does not carry on this one: what follows is not part of its rows."""
        self.section = "closed" if self.section in ("indicators", "closed") else "head"
        self.is_inside = self.section == "head"

    def next_form(self) -> Draft:
        """A form that begins without a title of its own stands under the same one."""
        return Draft(title=self.title, year=self.year, labels=[self.title])

    def text(self, role: str) -> str | None:
        """Value beside an identity label, on one line."""
        return one_line(self.identity[role].value.text) or None if role in self.identity else None

    def settle_total(self) -> None:
        """Take a subtotal below the last indicator for the total, where it is the sum of all rows and no other is."""
        if self.total or self.last_sum is None:
            return
        points, score, place = self.last_sum
        if points and mark(points) == sum(mark(record.text("points")) or 0 for record in self.records):
            self.total, self.total_place = (points, score), place

    def printed_total(self) -> tuple[str | None, str | None]:
        """Printed sums of marks and scores; where 自评总分 stands at the top too, the last row is the sum of the rows
        alone. A score beside an amount (全年预算数 | 500 | 自评得分 | 9.5) is that of the execution.
        """
        told = self.identity.get("submitted_score")
        of_funds = [cell for line in self.fund_lines for cell in line.cells.values()]
        at_top = self.text("submitted_score")
        at_end = self.total or (None, None)
        is_execution = told is not None and any(told.value is cell for cell in of_funds)
        if at_top is None or (at_end[1] and (is_execution or mark(at_top) in (None, mark(at_end[1])))):
            return at_end
        return (None if at_end[1] else at_end[0], at_top)

    def whole_body(self) -> str | None:
        """The name of a form about a whole department that states it under 主管部门 alone."""
        return self.text("department") if self.kind == "department" else None
