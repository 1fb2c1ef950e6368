"""What a form leaves unread, said in problems (未读内容): money, labels where a name is lacking, the rest once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from perfeval.core.form import SelfEvaluationForm
from perfeval.core.problems import Problem
from perfeval.documents.grid import Cell
from perfeval.documents.recognition.cell_text import is_amount, one_line
from perfeval.documents.recognition.form_draft import Draft
from perfeval.documents.recognition.funds import printed_unit
from perfeval.documents.recognition.headers import AMOUNTS
from perfeval.documents.recognition.identity import labelled
from perfeval.documents.recognition.ledger import EXPLAINED, is_known
from perfeval.documents.recognition.titles import is_body, year_in
from perfeval.documents.recognition.words.bare import folded

_MONEY_WORD = re.compile(r"资金|预算|拨款|支出|支付|执行|经费|金额|投资|投入|到位|结余|万元|收入|合计|总额")
_MONEY = re.compile(r"¥.*|.*(?:元|万)|[\d,]+\.\d+|\d{1,3}(?:,\d{3})+")
_IN_SENTENCE = re.compile(
    r"(?:预算|执行|支出|支付|拨款|使用|安排|下达|到位|投入|投资|资金|经费)(?:数|额|总额|金额|资金)?(?:为|是|共|约|:)?"
    r"[\d,.]*\d[\d,.]*[亿万千]?元"
)
"""年初预算80万元，实际执行72万元: the execution in a sentence."""
_RATE_AND_MARK = re.compile(r"[\d.]+%[^\d%]*[\d.]+分\W*")
"""95%（得9.5分）: the rate of the execution and its mark."""
_NAME_LABEL = re.compile(r"名称|名字|项目|工程|事项|专项|政策")
_BODY_LABEL = re.compile(r"^(?:实施|承担|承建|建设|使用)|单位|部门|机构|机关|主体|处室|科室")
_LONGEST_LABEL = 14
_LONGEST_LINE = 80
"""Characters of a line that belongs to a form; what is longer is prose of a report."""
_SHOWN = 60


def take_lines_of_money(draft: Draft) -> None:
    """Account for lines above a table without funds that tell of money in a sentence (本年度安排资金300万元)."""
    for line in draft.lines_above:
        if len(line.text) <= _LONGEST_LINE and _IN_SENTENCE.search(folded(line.text)):
            draft.ledger.rows.append(((line,), "money"))


def unread_money(draft: Draft) -> Iterator[Problem]:
    """Amounts above the indicators that no fund line holds, a run of rows at a time (funds-not-read)."""
    run: list[tuple[tuple[Cell, ...], tuple[Cell, ...]]] = []
    for own, reason, unread in draft.ledger.unread_rows():
        if reason not in ("head", "money", "goals"):
            continue
        money = _money(own, unread, beside=reason != "goals")
        if not money:
            continue
        if run and own[0].row != run[-1][0][0].row + 1:
            yield _not_read(run)
            run = []
        run.append((own, money))
    if run:
        yield _not_read(run)


def _money(own: Sequence[Cell], unread: Sequence[Cell], beside: bool) -> tuple[Cell, ...]:
    """Unread cells of a row that can be money: by their text, or numbers right of a word of money or beside others.

    Numbers beside each other among the goals are marks.
    """
    lonely = not beside or sum(is_amount(cell.text) for cell in own) < 2
    left = {cell.column: folded(before.text) for before, cell in pairwise(own)}
    found = []
    for cell in unread:
        text = folded(cell.text)
        is_year = year_in(text) is not None and "年" in left.get(cell.column, "")
        is_number = is_amount(text) and not text.endswith("%") and not is_year
        by_place = not lonely or _MONEY_WORD.search(left.get(cell.column, "")) or _MONEY.fullmatch(text)
        if (is_number and by_place) or _IN_SENTENCE.search(text) or _RATE_AND_MARK.fullmatch(text):
            found.append(cell)
    return tuple(found)


def _not_read(run: Sequence[tuple[tuple[Cell, ...], tuple[Cell, ...]]]) -> Problem:
    text = "；".join(" ".join(one_line(cell.text) for cell in own) for own, _ in run)
    return Problem("funds-not-read", {"text": text[:_SHOWN]}, run[0][1][0].place)


def currency_doubts(draft: Draft) -> Iterator[Problem]:
    """Amounts with the sign of yuan (¥1,250.00) in a block whose header says 万元: nobody can tell which is meant."""
    unit = printed_unit(draft.labels)
    cells = [line.cells[role] for line in draft.fund_lines for role in AMOUNTS if role in line.cells]
    signed = [cell for cell in cells if folded(cell.text).startswith("¥")]
    if signed and unit in ("万元", "亿元"):
        yield Problem("amount-currency", {"text": one_line(signed[0].text), "unit": unit}, signed[0].place)


def unread_labels(draft: Draft, form: SelfEvaluationForm) -> Iterator[Problem]:
    """Labels that nothing knows and that may tell what the form lacks (labels-unknown)."""
    lacking = {"项目名称": form.name, "年度": str(form.year or "")}
    if form.kind == "project":
        lacking |= {"主管部门": form.department or "", "实施单位": form.body or ""}
    found: dict[str, list[tuple[Cell, Cell]]] = {}
    for own, reason, unread in draft.ledger.unread_rows():
        for label, value in _pairs(own, reason, unread):
            for wanted in (wanted for wanted, text in lacking.items() if not text):
                if _may_tell(wanted, label, value):
                    found.setdefault(wanted, []).append((label, value))
                    break
    for wanted, pairs in found.items():
        text = "；".join(f"{one_line(label.text)}：{one_line(value.text)}" for label, value in pairs)
        yield Problem("labels-unknown", {"missing": wanted, "text": text[:_SHOWN]}, pairs[0][0].place)


def _may_tell(wanted: str, label: Cell, value: Cell) -> bool:
    """Whether an unknown label and its value look like what a form lacks."""
    if wanted == "年度":
        return year_in(value.text) is not None
    if wanted == "项目名称":
        return bool(_NAME_LABEL.search(folded(label.text)))
    is_place = folded(value.text).endswith(("省", "市", "县", "区", "乡", "镇", "村"))
    return bool(_BODY_LABEL.search(folded(label.text))) or (is_body(value.text) and not is_place)


def _pairs(own: Sequence[Cell], reason: str, unread: Sequence[Cell]) -> Iterator[tuple[Cell, Cell]]:
    """Unread labels with the unread text to their right, in a row at the top of a form."""
    if reason != "head":
        return
    lacking = frozenset(unread)
    for label, value in pairwise(own):
        short = len(folded(label.text)) <= _LONGEST_LABEL and not is_amount(label.text)
        short = short and next(labelled(label.text), None) is None
        if label in lacking and value in lacking and short and not is_amount(value.text):
            yield label, value


def unread_rest(draft: Draft, problems: Sequence[Problem]) -> Iterator[Problem]:
    """How many cells are unread that no other problem of the form names, and the first of them (cells-not-read)."""
    named = {problem.place for problem in problems}
    rest = [
        cell
        for own, reason, unread in draft.ledger.unread_rows()
        if reason not in EXPLAINED and reason != "row" and not any(each.place in named for each in own)
        for cell in unread
        if not is_known(cell.text)
    ]
    if rest:
        values = {"count": str(len(rest)), "text": one_line(rest[0].text)[:_SHOWN]}
        yield Problem("cells-not-read", values, rest[0].place)
