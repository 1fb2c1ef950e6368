"""A form being filled in as its templates want it (填表页面): cells, and beside each row what it comes to."""

from __future__ import annotations

from dataclasses import dataclass, field

from perfeval.core.figures import number
from perfeval.core.problems import Lang, Problem
from perfeval.core.results import CheckedForm
from perfeval.documents.writers.report.write_score import (
    conclusion,
    due_said,
    due_total,
    is_unfilled,
    lost_said,
    marks_said,
    notes,
    own_said,
    own_total,
)
from perfeval.documents.writers.report.write_table import rule_set_lines
from perfeval.review.lost_marks import lost_marks
from perfeval.review.proposed_reasons import proposed_reasons
from perfeval.uses.checking import Checking
from perfeval.uses.sheet import LEVELS, Sheet, cells, level_runs
from perfeval.web.words import here, page_word


@dataclass(slots=True)
class _Row:
    """A row beside its cells: what it is due, what it loses, the value that would regain it, what there is to see."""

    key: str
    number: int
    due: str = ""
    status: str = ""
    lost: str = ""
    own: str = ""
    proposal: str = ""
    by: str = ""
    is_waiting: bool = False
    """Whether a cell is still empty that the row cannot be scored without: nothing is wrong yet."""
    notes: list[Problem] = field(default_factory=list)
    levels: dict[str, tuple[str, int]] = field(default_factory=dict)
    """By level: the name of its merged cell and how many rows it spans, where the row is the first of them."""


@dataclass(slots=True)
class Filled:
    """What a page shows of a sheet: its cells and rows, and what the form as a whole comes to."""

    cells: dict[str, str]
    execution: _Row
    rows: list[_Row]
    lines: list[str]
    says: str = ""
    rules: str = ""
    grade: str = ""
    marks: str = ""
    marks_wrong: str = ""
    own: str = ""
    due: str = ""
    notes: list[Problem] = field(default_factory=list)


def filled_view(sheet: Sheet, checking: Checking, lang: Lang) -> Filled:
    """The sheet beside its check; where no rule set fits, the sheet and the problem that says so."""
    rows = [_Row(key, number_) for number_, key in enumerate(sheet.keys, 1)]
    by_key = {row.key: row for row in rows}
    for level in LEVELS:
        for run, _ in level_runs(sheet, level):
            by_key[run[0]].levels[level] = ("-".join(run), len(run))
    lines = [
        f"s{number_}" for number_ in range(1, len(sheet.form.funds.sources if sheet.form.funds else ()) + 1)
    ]
    found = Filled(cells(sheet), _Row("funds", 0), rows, lines, notes=[*checking.problems, *sheet.found])
    if checking.forms:
        _say(found, checking.forms[0], lang)
    return found


def _say(found: Filled, checked: CheckedForm, lang: Lang) -> None:
    result = checked.result
    by_number = {row.number: row for row in (found.execution, *found.rows)}
    for each in result.rows:
        row = by_number[each.row]
        row.is_waiting = is_unfilled(each) or each.status == "unmarked"
        row.status = "unsubmitted" if row.is_waiting else each.status
        row.due = "" if each.status == "ignored" else due_said(each, lang)
        row.own = own_said(each, lang)
    for lost in lost_marks(result):
        by_number[lost.row.row].lost = lost_said(lost, lang)
        by_number[lost.row.row].by = lost.by or ""
    for proposal in proposed_reasons(result):
        by_number[proposal.row.row].proposal = proposal.text
    for problem in notes(checked):
        (found.notes if problem.row is None else by_number[problem.row].notes).append(problem)
    total = result.total
    found.says = conclusion(result, lang)
    found.rules = here(rule_set_lines([checked], lang), lang)
    found.marks, found.own = number(total.points), own_total(result)
    found.due = due_total(result)
    found.marks_wrong = marks_said(result, lang)


_LABELS = {"submitted_score": "own_score", "deviation_note": "note", "money_unit": "unit"}


def cell_label(sheet: Sheet, cell: str, lang: Lang) -> str:
    """Which cell it is, in words: 第 3 行 实际完成值."""
    holder, _, name = cell.rpartition(".")
    key = holder.partition("-")[0]
    if key in sheet.keys:
        at, name = (
            page_word("row_n", lang, n=sheet.keys.index(key) + 1),
            "indicator" if name == "name" else name,
        )
    elif holder == "goal":
        at, name = page_word("goal", lang), f"goal_{name}"
    elif holder == "funds":
        at = page_word("execution" if name in ("points", "submitted_score") else "funds", lang)
    else:
        at = f"{page_word('fund_source', lang)} {holder[1:]}" if holder else ""
    return f"{at} {page_word(_LABELS.get(name, name), lang)}".strip()
