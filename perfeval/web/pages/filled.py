"""A form being filled in as its templates want it (填表页面): cells, and beside each row what it comes to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from perfeval.core.claim import score_text
from perfeval.core.figures import number
from perfeval.core.problems import Lang, Problem
from perfeval.core.results import CheckedForm, FormResult, RowResult
from perfeval.documents.writers.report.write_score import conclusion, lost_said, notes, own_said, own_total
from perfeval.documents.writers.report.write_table import rule_set_lines, told
from perfeval.review.lost_marks import lost_marks
from perfeval.review.proposed_reasons import proposed_reasons
from perfeval.uses.checking import Checking
from perfeval.uses.sheet import LEVELS, Sheet, cells, level_runs


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
        row.due, row.status, row.is_waiting = _due(each, lang), each.status, _is_waiting(each)
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
    found.rules = rule_set_lines([checked], lang)
    found.marks, found.own = number(total.points), own_total(result)
    found.due = "—" if total.score is None else score_text(total.score)
    found.marks_wrong = "".join(_marks_wrong(result, lang))


def _due(row: RowResult, lang: Lang) -> str:
    if row.score is not None:
        return score_text(row.score)
    return "" if row.status == "ignored" or _is_waiting(row) else told(row.status, lang)


def _is_waiting(row: RowResult) -> bool:
    given = row.indicator
    return given is not None and row.score is None and not (given.target and given.actual and given.points)


def _marks_wrong(result: FormResult, lang: Lang) -> Iterator[str]:
    """That the marks do not add up to the whole, once any row has some."""
    whole, rows = result.ruleset.total.points, [row for row in result.indicators if row.status != "ignored"]
    if Fraction(result.total.points) != whole and any(row.points for row in rows):
        values = {"sum": number(result.total.points), "whole": number(whole)}
        yield Problem("marks-not-whole", values).message(lang)
