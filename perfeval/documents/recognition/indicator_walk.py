"""Rows below a header of indicators, one after the other (指标行): indicators, totals, levels, the foot of a paper."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from perfeval.core.problems import Place, Problem
from perfeval.documents.recognition.cell_text import one_line
from perfeval.documents.recognition.evenness import uneven_row, uneven_total
from perfeval.documents.recognition.form_draft import Draft
from perfeval.documents.recognition.grid_rows import Row
from perfeval.documents.recognition.identity import told_beside
from perfeval.documents.recognition.indicators import (
    missing_cells,
    named_by_level,
    one_a_line,
    read_record,
    under_lines,
)
from perfeval.documents.recognition.ledger import Reason
from perfeval.documents.recognition.other_rows import (
    foot_pairs,
    has_marks,
    has_own_values,
    is_footer,
    is_indicator_below,
    is_prose,
    is_remark,
    is_subtotal,
    level_line,
    total_label,
    total_of,
)
from perfeval.documents.recognition.words.bare import (
    header_word,
)
from perfeval.documents.recognition.words.lines import (
    LEVEL_NAMES,
    PART_TOTALS,
    SECTION_WORDS,
    SUBTOTAL_ROWS,
)


@dataclass
class IndicatorWalk:
    """Where a walk through the rows of a document stands; `draft` is the form that is being read."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    draft: Draft = field(default_factory=Draft)
    exact: bool = True
    reason: Reason | None = None
    """What the row just read is, where its section alone does not say so."""
    below: int | None = None
    """Number of the row right below a table that was closed by its total, in the grid that is being read."""

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
            if header_word(first.text) in SUBTOTAL_ROWS:
                draft.last_sum = (*total_of(row, first, header, self.exact), first.place)
            return
        if label := total_label(row):
            draft.total, draft.total_place = total_of(row, label, header, self.exact), label.place
            draft.ledger.take((label, *(cell for cell in row.own if one_line(cell.text) in draft.total)))
            if self.exact or row.width == header.width:
                others = [
                    cell for cell in row.own if cell.column in header.columns("extra") and cell is not label
                ]
                draft.ledger.take(others)
                draft.extra |= {header.words[cell.column] + "合计": one_line(cell.text) for cell in others}
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
            lines = {**(draft.level_lines if line[0] == "category" else {}), line[0]: line[1]}
            if draft.section == "closed":
                draft.heading_levels = lines
            else:
                draft.level_lines = lines
            return
        levels = (draft.section == "closed" and draft.heading_levels) or draft.level_lines
        record = read_record(row, header, draft.record_above(), self.exact)
        record = named_by_level(under_lines(record, levels))
        remark = is_prose(row, first, header.width, self.exact) if len(row.own) == 1 else is_remark(record)
        if draft.section == "closed":
            if remark or not is_indicator_below(record, row, header, draft.total is not None):
                self._foot(row)
                return
            draft.section, draft.level_lines = "indicators", levels
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
        draft.last_sum = None
        draft.records.extend(one_a_line(record))
        draft.ledger.take(cell for cells in record.cells.values() for cell in cells)
        draft.ledger.take(
            cell for cell in row.own if cell.column < min(header.roles) and cell.text.strip().isdigit()
        )

    def _foot(self, row: Row) -> None:
        """Keep what the foot of the paper tells beside its labels (填表人, 其他需要说明的问题)."""
        self.reason = "foot"
        for label, value, cells in foot_pairs(row):
            self.draft.extra.setdefault(label, value)
            self.draft.above.extend(told_beside(label, value, cells))
            self.draft.ledger.take(cells)

    def _below_table(self, row: Row) -> None:
        """Name a row below a table without a total that looks like one of its indicators (空行之后)."""
        self._foot(row)
        header = self.draft.header
        if header and self.draft.total is None:
            record = read_record(row, header, None, self.exact)
            if has_own_values(record, row) and not is_remark(record):
                self._report_row(row)

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
