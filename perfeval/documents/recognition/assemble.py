"""A draft whose last row was read -> the form, what is wrong with its tables, and its unread cells (成表)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from perfeval.core.form import Funds, Goal, SelfEvaluationForm
from perfeval.core.problems import Problem
from perfeval.documents.recognition.cell_text import mark, one_line
from perfeval.documents.recognition.evenness import uneven_rows
from perfeval.documents.recognition.form_draft import Draft
from perfeval.documents.recognition.full_marks import (
    marks_before_shares,
    marks_in_names,
    shares_as_marks,
    straighten,
    without_percent,
)
from perfeval.documents.recognition.fund_headers import unread_columns
from perfeval.documents.recognition.funds import funds, total_line
from perfeval.documents.recognition.headers import AMOUNTS, Header
from perfeval.documents.recognition.identity import Told, plain
from perfeval.documents.recognition.indicators import (
    Record,
    first_levels,
    indicators,
    told_twice,
    without_sums,
)
from perfeval.documents.recognition.ledger import Unread
from perfeval.documents.recognition.titles import name_in_heading, year_in
from perfeval.documents.recognition.unread import (
    currency_doubts,
    take_lines_of_money,
    unread_labels,
    unread_money,
    unread_rest,
)
from perfeval.documents.recognition.words.bare import header_word
from perfeval.documents.recognition.words.columns import INDICATOR_ROLE
from perfeval.documents.recognition.words.money import EXECUTION_ROWS

_TWICE = 3
"""Repeated words in a header that are more than a second column of scores."""
_NEEDED = {"target": "年度指标值", "actual": "实际完成值", "points": "分值", "score": "得分"}
"""Columns that scoring and checking need, in words."""
_USEFUL = {"dimension": "一级指标", "category": "二级指标", "note": "偏差原因分析及改进措施"}
"""Columns that tell more where a form has them, in words."""

Assembled = tuple[SelfEvaluationForm, tuple[Problem, ...], tuple[Unread, ...]]


def form_of(draft: Draft, file: str) -> Assembled:
    """The form, what is wrong with its tables as a whole, and the cells that no field of it holds."""
    header = draft.header
    assert header is not None
    draft.take_above()
    draft.settle_total()
    printed = funds(draft.fund_lines or draft.money_above, draft.fund_header, draft.labels)
    records, swapped = straighten(
        first_levels(without_sums(told_twice(draft.records), draft.total), header), header
    )
    records = marks_in_names(marks_before_shares(records, header), header)
    records, shares = shares_as_marks(records, printed.points if printed else None, header)
    points, score = draft.printed_total()
    if (at_top := draft.text("submitted_score")) and mark(at_top) is None and at_top != score:
        draft.extra.setdefault(one_line(draft.identity["submitted_score"].label.text), at_top)
    if printed and score and printed.submitted_score == at_top and mark(at_top or "") == mark(score):
        printed = printed.model_copy(update={"submitted_score": None})  # the form's own, beside an amount
    points = without_percent(points) if points and shares else points
    if shares and printed and printed.points:
        printed = printed.model_copy(update={"points": without_percent(printed.points)})
    rows, scored = _without_execution(records, printed, points, header)
    if printed is None:
        take_lines_of_money(draft)
    money = list(unread_money(draft))
    doubts = list(_doubtful_funds(draft))
    unclear = [*money, *(each for each in doubts if each.code == "funds-not-read")]
    without_marks = scored is None or (scored.points is None and scored.submitted_score is None)
    if unclear and without_marks and _leaves_marks(rows, header, points):
        told = {"unread": unclear[0].values["text"], "place": unclear[0].place}
        scored = (scored or Funds()).model_copy(update=told)
    name, body = _identified(draft)
    form = SelfEvaluationForm(
        kind=draft.kind,
        name=name,
        body=body,
        department=draft.text("department"),
        year=draft.year,
        layout=draft.layout,
        funds=scored,
        goal=Goal(**{side: "\n".join(texts) for side, texts in draft.goals.items() if texts}),
        indicators=indicators(rows, header),
        submitted_points=points,
        submitted_score=score,
        total_place=draft.total_place,
        has_note_column=bool(header.columns("note")),
        extra=draft.extra,
        file=file,
        place=draft.place,
    )
    problems = [each for each in (swapped, shares) if each]
    problems += [draft.year_doubt] if draft.year_doubt else []
    problems += _unknown_columns(draft, header)
    problems += _doubtful_columns(header)
    named = any(each.code not in ("columns-guessed", "years-side-by-side") for each in doubts)
    problems += [*doubts, *(() if named else money), *currency_doubts(draft), *unread_labels(draft, form)]
    problems += uneven_rows(draft.widths, header)
    if not records:
        problems.append(Problem("form-without-rows", {"name": form.name}, header.place))
    elif draft.total is None and score is None and header.scored_roles & {"points", "score"}:
        problems.append(Problem("form-without-total", {"name": form.name}, records[-1].place))
    unread = tuple(draft.ledger.unread(form.name, file))
    problems += unread_rest(draft, problems)
    return form, tuple(replace(problem, file=file) for problem in problems), unread


def _identified(draft: Draft) -> tuple[str, str | None]:
    """The form's name, and the body that ran the project: by their labels, else as the title tells them."""
    subject, is_body = draft.subject or (None, False)
    unit = draft.text("unit")
    if draft.kind == "department":
        name = draft.text("name") or unit or draft.whole_body() or (subject if is_body else None)
        return name or "", draft.text("body")
    name = draft.text("name") or (None if is_body else subject)
    body = draft.text("body") or (unit if name else None) or (subject if is_body else None)
    headings = (name_in_heading(line.text) for line in reversed(draft.lines_above))
    return name or unit or next(filter(None, headings), ""), body


def told_below(form: SelfEvaluationForm, told: Sequence[Told]) -> SelfEvaluationForm:
    """The form with what rows below its table tell that it lacks."""
    texts: dict[str, str] = {}
    for each in told:
        texts.setdefault(plain(each.role), one_line(each.value.text))
    unit = texts.get("unit")
    found = {
        "name": form.name or texts.get("name") or unit or "",
        "body": form.body or texts.get("body") or (unit if "name" in texts else None),
        "department": form.department or texts.get("department"),
        "year": form.year or year_in(texts.get("year", "")),
        "extra": {
            one_line(each.label.text): one_line(each.value.text) for each in told if each.role == "other"
        }
        | form.extra,
    }
    return form.model_copy(update=found)


def _leaves_marks(rows: list[Record], header: Header, points: str | None) -> bool:
    """Whether the rows leave marks of the printed total to the execution; without marks nothing is left."""
    if not header.scored_roles & {"points", "score"}:
        return False
    return sum(mark(each.text("points")) or 0 for each in rows) != mark(points or "")


def _unknown_columns(draft: Draft, header: Header) -> Iterator[Problem]:
    """Columns whose words no layout names: together where a needed one lacks, else each that may be one that lacks."""
    lacking = [word for role, word in _NEEDED.items() if not _has(header, role)]
    unknown = header.unknown_words
    if lacking and unknown:
        values = {"missing": "、".join(lacking), "unknown": "、".join(unknown)}
        yield Problem("columns-unknown", values, header.places.get(header.unknown_columns[0], header.place))
        return
    may_be = "、".join(word for role, word in _USEFUL.items() if not _has(header, role))
    columns = {header.words[column]: column for column in reversed(header.unknown_columns)} if may_be else {}
    for word, column in sorted(columns.items(), key=lambda each: each[1]):
        yield Problem("column-not-understood", {"word": word, "missing": may_be}, header.places.get(column))


def _has(header: Header, role: str) -> bool:
    return bool(header.columns(role) or (role == "target" and header.columns("initial_target")))


def _doubtful_columns(header: Header) -> Iterator[Problem]:
    """Columns that were read by the form of their words, and headers that tell the same columns twice."""
    yield from _years(header)
    if header.guessed:
        yield Problem("columns-guessed", {"words": "、".join(header.guessed)}, header.place)
    repeated = {INDICATOR_ROLE.get(header_word(word)) for word in header.repeated_words}
    if len(header.repeated_words) >= _TWICE or repeated >= {"actual", "score"}:
        yield Problem("columns-repeated", {"words": "、".join(header.repeated_words)}, header.place)


def _years(header: Header) -> Iterator[Problem]:
    if header.years:
        chosen, *others = map(str, header.years)
        yield Problem("years-side-by-side", {"year": chosen, "others": "、".join(others)}, header.place)


def _doubtful_funds(draft: Draft) -> Iterator[Problem]:
    """Money that was read by the form of its words, and money that was not read."""
    header, lines = draft.fund_header, draft.fund_lines
    if header:
        yield from _years(header)
    if header and header.guessed:
        yield Problem("columns-guessed", {"words": "、".join(header.guessed)}, header.place)
    names = "、".join(line.name for line in lines if line.name)
    if header and header.of_tasks and not lines:
        yield Problem("funds-not-read", {"text": "、".join(header.words.values())}, header.place)
    elif names and total_line(lines) is None:
        yield Problem("funds-not-read", {"text": names}, lines[0].place)
    for line in lines:
        if line.guessed:
            yield Problem("columns-guessed", {"words": "、".join(line.guessed)}, line.place)
        if line.unread:
            yield Problem("funds-not-read", {"text": "、".join(line.unread)}, line.place)
    if header and (unread := unread_columns(header)):
        yield unread
    if draft.unread_funds and not any(line.cells.keys() & {*AMOUNTS} for line in lines):
        yield draft.unread_funds


def _without_execution(
    records: list[Record], printed: Funds | None, total: str | None, header: Header
) -> tuple[list[Record], Funds | None]:
    """Take an execution row printed among the indicators to the funds that it scores: it counts once."""
    if printed is None:
        return records, printed
    for position, record in enumerate(records):
        if header_word(record.text("name")) not in EXECUTION_ROWS or not record.value("points"):
            continue
        rest = records[:position] + records[position + 1 :]
        told = {role: record.value(role) for role in ("name", "target", "actual", "note")}
        told |= {"dimension": record.dimension, "category": record.category}
        kept = {header.word(role): text for role, text in told.items() if text and header.word(role)}
        printed = printed.model_copy(update={"extra": {**printed.extra, **kept, **record.extra}})
        if printed.points is None:
            found = {
                "points": record.value("points"),
                "submitted_score": record.value("score"),
                "submitted_rate": printed.submitted_rate or record.value("actual"),
                "place": record.place_of("score"),
            }
            return rest, printed.model_copy(update=found)
        if _is_printed_twice(record, printed, records, total):
            return rest, printed
    return records, printed


def _is_printed_twice(record: Record, printed: Funds, records: list[Record], total: str | None) -> bool:
    """Whether the fund block prints the same execution marks: then the rows alone make the total."""
    same = (mark(record.text("points")), mark(record.text("score"))) == (
        mark(printed.points or ""),
        mark(printed.submitted_score or ""),
    )
    points = [mark(each.text("points")) or 0 for each in records]
    return same and sum(points) == mark(total or "")
