"""The summary of a year as a workbook (全年汇总簿): native charts over their own numbers, and lists to filter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from perfeval.batch.forensics.limits import LIMITS
from perfeval.batch.summary.summary import CheckFigures, Ranked, Row, Summary
from perfeval.batch.summary.summary_charts_xlsx import distribution_sheet, execution_sheet, losses_sheet
from perfeval.batch.summary.summary_sheet import (
    COUNT,
    FILLS,
    QUIET,
    Cell,
    filtered,
    heading,
    marks_cell,
    share,
    table,
    write_cell,
)
from perfeval.batch.summary.summary_words import (
    LACKS,
    WEIGHTS,
    how_to_read,
    marks,
    of,
    other_years,
    range_of,
    sentence,
    whole,
    word,
)
from perfeval.core.codes import CODES
from perfeval.core.glossary import word as term
from perfeval.core.problems import Lang
from perfeval.documents.writers.workbook import BODY, BOX, Book, Sheet, at, lines_needed

_CHART_ROWS = 17
"""Rows of the overview that a chart covers."""


def write_summary_xlsx(summary: Summary, lang: Lang = "zh") -> bytes:
    """Bytes of the workbook; the same figures give the same bytes."""
    book = Book(word("title", lang))
    overview = book.sheet(word("overview", lang))
    _ranking(book.sheet(word("look", lang)), summary, lang)
    charts = (
        distribution_sheet(book, book.sheet(word("distribution", lang)), summary, lang),
        execution_sheet(book, book.sheet(word("scatter", lang)), summary, lang),
        losses_sheet(book, book.sheet(word("losses", lang)), summary, lang),
    )
    _overview(overview, summary, [chart() for chart in charts if chart], lang)
    if summary.bodies:
        _departments(book.sheet(word("by_department", lang)), summary, lang)
    _checks(book.sheet(word("checks", lang)), summary, lang)
    if summary.problems:
        _problems(book.sheet(word("code", lang)), summary, lang)
    _limits(book.sheet(word("limit", lang)), lang)
    return book.finished()


def _overview(sheet: Sheet, summary: Summary, charts: Sequence[Any], lang: Lang) -> None:
    top = heading(sheet, word("title", lang), word("caution", lang), (34, 17, 17, 17, 3, *(9,) * 12))
    head, money, rows = summary.head, summary.head.money, summary.head.rows
    lines: list[list[Cell]] = [
        [word(f"{key}_of", lang), count]
        for key, count in (
            ("forms", head.forms),
            ("settled", head.settled),
            ("open", head.open),
            ("partial", head.partial),
            ("duplicates", head.duplicates),
            ("apart", head.duplicates_apart),
            ("departments", head.bodies),
            *(
                (
                    ("rows", rows.count),
                    ("decided", rows.decided),
                    ("undecided", rows.undecided),
                    ("several", rows.several),
                    ("refused", rows.refused),
                    ("unmarked", head.unmarked),
                )
                if rows
                else ()
            ),
            ("no_form", summary.files_without_forms),
        )
    ]
    if found := other_years(summary):
        lines.insert(4, [word("other_years_of", lang).format(year=found[0]), found[1]])
    lines += [
        [f"{word('budget', lang)}（万元）", marks_cell(money.budget)],
        [f"{word('executed', lang)}（万元）", marks_cell(money.executed)],
        [word("rate", lang), share(money.rate)],
        [word("ends_of", lang).format(count=whole(head.rest.count)), range_of(head.rest, lang)],
        [word("all_ends_of", lang).format(count=whole(head.all.count)), range_of(head.all, lang)],
    ]
    row = table(sheet, top, (word("kind", lang), word("value", lang)), lines)
    sides = (head.recomputed, head.claimed, head.handed_in)
    statistics: list[list[Cell]] = [
        [word("count", lang), *(each.count for each in sides)],
        *(
            [word(key, lang), *(marks_cell(getattr(each, key)) for each in sides)]
            for key in ("mean", "median", "least", "most")
        ),
        [word("full", lang), *(each.full for each in sides)],
    ]
    headers = [word(key, lang) for key in ("total", "settled_recomputed", "settled_claimed", "handed_in")]
    row = table(sheet, row + 1, headers, statistics)
    for key, counts in (("grade", summary.grades), ("endings", summary.endings)):
        if counts:
            row = table(sheet, row + 1, (word(key, lang), word("count", lang)), counts)
    row = max(row + 1, top + _CHART_ROWS * ((len(charts) + 1) // 2))
    for line in how_to_read(summary, lang):
        sheet.text(at(row, 0, 1, 16), line, BODY)
        sheet.height(row, lines_needed(line, 165))
        row += 1
    for number, chart in enumerate(charts):
        place = (top + _CHART_ROWS * (number // 2), 5 + 6 * (number % 2))
        sheet.raw.insert_chart(*place, chart, {"x_scale": 0.86, "y_scale": 1.15, "object_position": 3})


def _ranking(sheet: Sheet, summary: Summary, lang: Lang) -> None:
    note = word("look_note", lang).format(shown=len(summary.ranking), all=whole(summary.ranked_forms))
    widths = (6, 36, 30, 13, 10, 9, 9, 8, 72, 30)
    top = heading(sheet, word("look", lang), note if summary.ranking else word("nothing", lang), widths)
    keys = (
        "rank",
        "project",
        "department",
        "budget",
        "rate",
        "claimed",
        "recomputed",
        "weight",
        "why",
        "file",
    )
    after = table(sheet, top, [word(key, lang) for key in keys], ())
    for number, each in enumerate(summary.ranking, 1):
        lines = _ranked(number, each, lang)
        for column, cell in enumerate(lines):
            write_cell(sheet, after, column, cell)
        worst = max(weight for _, weight, _ in each.reasons)
        sheet.number(at(after, 7), Decimal(each.weight), {**COUNT, "bg_color": FILLS[worst]})
        sheet.height(
            after,
            max(lines_needed(str(lines[column]), width) for column, width in ((1, 33), (2, 27), (8, 68))),
        )
        after += 1
    filtered(sheet, top, after, len(keys))


def _ranked(number: int, each: Ranked, lang: Lang) -> list[Cell]:
    form = each.form
    why = "\n".join(
        f"【{of(WEIGHTS[weight], lang)}】{sentence(code, figures, lang)}"
        for code, weight, figures in each.reasons
    )
    return [
        number,
        form["project"],
        form["department"],
        marks_cell(form["budget"]),
        share(form["rate"]),
        marks_cell(form["claimed"]),
        marks_cell(form["confirmed"]),
        each.weight,
        why,
        form["file"],
    ]


def _departments(sheet: Sheet, summary: Summary, lang: Lang) -> None:
    widths = (40, 8, 16, 11, 11, 9, 10, 10, 16, 13, 14, 9)
    top = heading(sheet, word("by_department", lang), word("by_department_note", lang), widths)
    keys = ("department", "count", "budget", "rate", "completion", "settled_short", "recomputed", "claimed")
    lines = (
        [
            each.body or word("no_body", lang),
            each.forms,
            marks_cell(each.budget),
            share(each.rate),
            share(each.completion),
            each.settled,
            marks_cell(each.recomputed),
            marks_cell(each.claimed),
            range_of(each.rest, lang),
            marks_cell(each.lost),
            each.undecided + each.refused,
            summary.concern.get(each.body, 0),
        ]
        for each in summary.bodies
    )
    headers = [word(key, lang) for key in (*keys, "rest", "lost", "open_rows", "weight")]
    after = table(sheet, top, headers, lines)
    filtered(sheet, top, after, len(headers))


def _checks(sheet: Sheet, summary: Summary, lang: Lang) -> None:
    widths = (24, 14, 11, 40, 30, 70, 80, 10)
    top = heading(sheet, word("checks", lang), word("caution", lang), widths)
    keys = ("check", "source", "weight", "kind", "department", "said", "evidence", "behind")
    row = table(sheet, top, [word(key, lang) for key in keys], ())
    for each in summary.checks:
        for finding in each.findings:
            evidence = "\n".join(_evidence(one) for one in finding.evidence[:3])
            line: list[Cell] = [
                each.asked.check.title.of(lang),
                each.asked.check.rc,
                of(WEIGHTS[finding.weight], lang),
                finding.subject,
                finding.department,
                sentence(each.asked.check.code, finding.figures, lang),
                evidence,
                finding.behind,
            ]
            for column, cell in enumerate(line):
                write_cell(sheet, row, column, cell)
            sheet.text(at(row, 2), str(line[2]), {**BOX, "bg_color": FILLS[finding.weight]})
            sheet.height(row, max(lines_needed(str(line[5]), 68), lines_needed(evidence, 78)))
            row += 1
    filtered(sheet, top, row, len(keys))
    for below, text in enumerate(_not_listed(summary.checks, lang), row + 1):
        sheet.text(at(below, 0, 1, len(keys)), text, QUIET)


def _not_listed(checks: Sequence[CheckFigures], lang: Lang) -> Iterable[str]:
    for each in checks:
        more = each.asked.found - len(each.findings)
        if each.asked.lacks:
            facts = "、".join(of(LACKS[fact], lang) for fact in each.asked.lacks)
            yield word("unasked_note", lang).format(title=each.asked.check.title.of(lang), facts=facts)
        elif not each.asked.found:
            yield word("none_found", lang).format(titles=each.asked.check.title.of(lang))
        elif more:
            yield f"{each.asked.check.title.of(lang)}：{word('further', lang).format(more=whole(more))}"


def _evidence(each: Row) -> str:
    row = (
        ""
        if each["row"] is None
        else f" {each['row']} {each['name'] or ''}：{each['target']} → {each['actual']}"
    )
    scores = "/".join(marks(each[key]) for key in ("points", "submitted", "recomputed"))
    return f"{each['project']}{row}（{scores}）"


def _problems(sheet: Sheet, summary: Summary, lang: Lang) -> None:
    top = heading(sheet, word("problems", lang), word("problems_note", lang), (34, 10, 90, 10))
    keys = ("code", "severity", "meaning", "number")
    lines = (
        [
            each["code"],
            term(CODES[each["code"]].severity, lang),
            CODES[each["code"]].in_general(lang),
            each["count"],
        ]
        for each in summary.problems
    )
    after = table(sheet, top, [word(key, lang) for key in keys], lines)
    filtered(sheet, top, after, len(keys))


def _limits(sheet: Sheet, lang: Lang) -> None:
    top = heading(sheet, word("limit", lang), word("reading", lang), (70, 10, 40))
    lines: Iterator[list[Cell]] = (
        [each.title.of(lang), each.value, word("ours", lang) if each.source == "ours" else each.source]
        for each in LIMITS.values()
    )
    table(sheet, top, [word(key, lang) for key in ("limit", "value", "source")], lines)
