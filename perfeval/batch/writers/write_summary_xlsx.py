"""The summary of a year as a workbook (全年汇总簿): native charts over their own numbers, and lists to filter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from perfeval.batch.forensics.limits import LIMITS
from perfeval.batch.summary import CheckFigures, Ranked, Row, Summary
from perfeval.batch.writers.summary_charts import category
from perfeval.batch.writers.summary_words import (
    LACKS,
    WEIGHTS,
    bin_name,
    marks,
    meaning,
    of,
    readings,
    sentence,
    whole,
    word,
)
from perfeval.core.codes import CODES
from perfeval.core.glossary import word as term
from perfeval.core.problems import Lang
from perfeval.documents.writers.workbook import BODY, BOX, Book, Sheet, Style, at, lines_needed

_HEAD: Style = {**BOX, "bold": True, "align": "center", "bg_color": "#DDE6F0"}
_TITLE: Style = {**BODY, "bold": True, "font_size": 16, "text_wrap": False}
_QUIET: Style = {**BODY, "font_color": "#656B76"}
_COUNT: Style = {**BOX, "align": "right", "num_format": "#,##0"}
_MARKS: Style = {**BOX, "align": "right", "num_format": "#,##0.00"}
_SHARE: Style = {**BOX, "align": "right", "num_format": "0.00%"}
_FILLS = {3: "#FBE3E1", 2: "#FDF3D8", 1: "#E8F0F8"}
_BLUE, _ORANGE = "#4269D0", "#E8A33D"

Cell = str | int | Decimal | None | tuple[Decimal | Fraction | None, Style]


def write_summary_xlsx(summary: Summary, lang: Lang = "zh") -> bytes:
    """Bytes of the workbook; the same figures give the same bytes."""
    book = Book(word("title", lang))
    _overview(book.sheet(word("overview", lang)), summary, lang)
    _ranking(book.sheet(word("look", lang)), summary, lang)
    _distribution(book, book.sheet(word("distribution", lang)), summary, lang)
    _execution(book, book.sheet(word("scatter", lang)), summary, lang)
    _losses(book, book.sheet(word("losses", lang)), summary, lang)
    if summary.departments:
        _departments(book.sheet(word("by_department", lang)), summary, lang)
    _checks(book.sheet(word("checks", lang)), summary, lang)
    if summary.problems:
        _problems(book.sheet(word("code", lang)), summary, lang)
    _limits(book.sheet(word("limit", lang)), lang)
    return book.finished()


def _share(value: int | None) -> Cell:
    return (None if value is None else Fraction(value, 10_000), _SHARE)


def _marks(value: Decimal | None) -> Cell:
    return (value, _MARKS)


def _heading(sheet: Sheet, title: str, note: str, widths: Sequence[float]) -> int:
    """Title and note over a table; the row where it begins."""
    sheet.widths(widths)
    sheet.text(at(0, 0), title, _TITLE)
    sheet.raw.set_row(0, 26)
    if note:
        sheet.text(at(1, 0, 1, len(widths)), note, _QUIET)
        sheet.height(1, lines_needed(note, sum(widths)))
    sheet.raw.set_landscape()
    sheet.raw.set_paper(9)
    sheet.raw.fit_to_pages(1, 0)
    sheet.raw.hide_gridlines(2)
    return 3


def _table(sheet: Sheet, top: int, headers: Sequence[str], lines: Iterable[Sequence[Cell]]) -> int:
    """A table with its header; the row after it."""
    for column, header in enumerate(headers):
        sheet.text(at(top, column), header, _HEAD)
    row = top + 1
    for line in lines:
        for column, cell in enumerate(line):
            _cell(sheet, row, column, cell)
        row += 1
    return row


def _cell(sheet: Sheet, row: int, column: int, cell: Cell) -> None:
    where = at(row, column)
    if isinstance(cell, tuple):
        value, style = cell
        sheet.text(where, "—", {**BOX, "align": "right"}) if value is None else sheet.number(where, value, style)
    elif isinstance(cell, int):
        sheet.number(where, Decimal(cell), _COUNT)
    elif isinstance(cell, Decimal):
        sheet.number(where, cell, _MARKS)
    else:
        sheet.text(where, cell or "—", BOX)


def _filtered(sheet: Sheet, top: int, after: int, columns: int) -> None:
    """Filter arrows and frozen, repeated headers for a list that begins at `top`."""
    sheet.raw.freeze_panes(top + 1, 0)
    sheet.raw.repeat_rows(top)
    if after > top + 1:
        sheet.raw.autofilter(top, 0, after - 1, columns - 1)


def _overview(sheet: Sheet, summary: Summary, lang: Lang) -> None:
    top = _heading(sheet, word("title", lang), word("caution", lang), (34, 22, 22, 40))
    found = summary.overview
    facts: list[tuple[str, Cell, Cell]] = [
        (word("forms", lang), found["forms"], None),
        (word("departments", lang), found["departments"], None),
        (word("rows", lang), found["rows"], None),
        (word("refused", lang), found["refused_forms"], None),
        (word("open", lang), found["open_forms"], None),
    ]
    row = _table(sheet, top, (word("kind", lang), word("value", lang)), (fact[:2] for fact in facts))
    row = _table(
        sheet,
        row + 1,
        (word("kind", lang), word("value", lang)),
        (
            (f"{word('budget', lang)}（万元）", _marks(found["budget"])),
            (f"{word('executed', lang)}（万元）", _marks(found["executed"])),
            (word("rate", lang), _share(found["rate"])),
        ),
    )
    totals = ((key, getattr(summary, "submitted" if key == "claimed" else key)) for key in ("claimed", "recomputed"))
    row = _table(
        sheet,
        row + 1,
        (word("distribution", lang), *(word(key, lang) for key in ("claimed", "recomputed"))),
        zip(
            *(
                [
                    [word(key, lang) for key in ("count", "mean", "median", "least", "most", "full")],
                    *(
                        [each.count, _marks(each.mean), _marks(each.median), _marks(each.least), _marks(each.most), each.full]
                        for _, each in totals
                    ),
                ]
            ),
            strict=True,
        ),
    )
    if summary.grades:
        row = _table(sheet, row + 1, (word("grade", lang), word("count", lang)), summary.grades)
    if summary.endings:
        row = _table(sheet, row + 1, (word("endings", lang), word("count", lang)), summary.endings)
    row += 1
    for line in readings(summary, lang):
        sheet.text(at(row, 0, 1, 4), line, BODY)
        sheet.height(row, lines_needed(line, 116))
        row += 1


def _ranking(sheet: Sheet, summary: Summary, lang: Lang) -> None:
    note = word("look_note", lang).format(shown=len(summary.ranking), all=whole(summary.ranked_forms))
    widths = (6, 36, 28, 13, 10, 9, 9, 8, 90, 30)
    top = _heading(sheet, word("look", lang), note if summary.ranking else word("nothing", lang), widths)
    keys = ("rank", "project", "department", "budget", "rate", "claimed", "recomputed", "weight", "why", "file")
    after = _table(sheet, top, [word(key, lang) for key in keys], ())
    for number, each in enumerate(summary.ranking, 1):
        lines = _ranked(number, each, lang)
        for column, cell in enumerate(lines):
            _cell(sheet, after, column, cell)
        worst = max(weight for _, weight, _ in each.reasons)
        sheet.number(at(after, 7), Decimal(each.weight), {**_COUNT, "bg_color": _FILLS[worst]})
        sheet.height(after, max(lines_needed(str(lines[8]), 88), lines_needed(str(lines[1]), 34)))
        after += 1
    _filtered(sheet, top, after, len(keys))


def _ranked(number: int, each: Ranked, lang: Lang) -> list[Cell]:
    form = each.form
    why = "\n".join(
        f"【{of(WEIGHTS[weight], lang)}】{sentence(code, figures, lang)}" for code, weight, figures in each.reasons
    )
    return [
        number,
        form["project"],
        form["department"],
        _marks(form["budget"]),
        _share(form["rate"]),
        _marks(form["claimed"]),
        _marks(form["confirmed"]),
        each.weight,
        why,
        form["file"],
    ]


def _distribution(book: Book, sheet: Sheet, summary: Summary, lang: Lang) -> None:
    top = _heading(sheet, word("distribution", lang), word("distribution_note", lang), (14, 12, 12, 12, 12, 12, 12, 12, 12))
    headers = [word(key, lang) for key in ("band", "claimed", "recomputed")]
    after = _table(sheet, top, headers, ([bin_name(each, lang), each.submitted, each.recomputed] for each in summary.bins))
    if after == top + 1:
        return
    chart = book.chart("column")
    for column, colour in ((1, _BLUE), (2, _ORANGE)):
        if any((each.submitted, each.recomputed)[column - 1] for each in summary.bins):
            chart.add_series(
                {
                    "name": [sheet.name, top, column],
                    "categories": [sheet.name, top + 1, 0, after - 1, 0],
                    "values": [sheet.name, top + 1, column, after - 1, column],
                    "fill": {"color": colour},
                    "gap": 40,
                }
            )
    _finish(chart, word("distribution", lang), word("band", lang), word("count", lang))
    sheet.raw.insert_chart(top, 4, chart, {"x_scale": 1.7, "y_scale": 1.4})


def _execution(book: Book, sheet: Sheet, summary: Summary, lang: Lang) -> None:
    top = _heading(sheet, word("scatter", lang), word("scatter_note", lang), (20, *(9,) * 11, 4, 34, 12, 12))
    across = [f"{x * 10}–{x * 10 + 10}%" for x in range(10)] + [word("over", lang)]
    counts = {(x, y): count for x, y, count in summary.grid}
    corner = f"{word('completion', lang)} ＼ {word('rate', lang)}"
    after = _table(
        sheet,
        top,
        [corner, *across],
        ([f"{y * 10}–{y * 10 + 10}%", *(counts.get((x, y), 0) for x in range(11))] for y in range(9, -1, -1)),
    )
    sheet.raw.conditional_format(
        top + 1, 1, after - 1, 11, {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#7FA6E0"}
    )
    if summary.dots:
        first = at(top, 13)
        headers = [word(key, lang) for key in ("project", "rate", "completion")]
        for column, header in enumerate(headers):
            sheet.text(at(first.row, 13 + column), header, _HEAD)
        for line, each in enumerate(summary.dots, top + 1):
            sheet.text(at(line, 13), each["project"], BOX)
            for column, key in ((14, "rate"), (15, "completion")):
                sheet.number(at(line, column), Fraction(each[key]) / 100, _SHARE)
        last = top + len(summary.dots)
        chart = book.chart("scatter")
        chart.add_series(
            {
                "name": word("forms", lang),
                "categories": [sheet.name, top + 1, 14, last, 14],
                "values": [sheet.name, top + 1, 15, last, 15],
                "marker": {"type": "circle", "size": 8, "fill": {"color": _BLUE}, "border": {"color": "#FFFFFF"}},
            }
        )
        _finish(chart, word("scatter", lang), word("rate", lang), word("completion", lang))
        chart.set_legend({"none": True})
        for axis in (chart.set_x_axis, chart.set_y_axis):
            name = word("rate" if axis == chart.set_x_axis else "completion", lang)
            axis({"name": name, "min": 0, "max": 1, "major_unit": 0.2, "num_format": "0%",
                  "major_gridlines": {"visible": True, "line": {"color": "#DCDAD3"}}})
        sheet.raw.insert_chart(after + 2, 0, chart, {"x_scale": 1.3, "y_scale": 1.5})


def _losses(book: Book, sheet: Sheet, summary: Summary, lang: Lang) -> None:
    top = _heading(sheet, word("losses", lang), word("losses_note", lang), (40, 12, 14, 12, 12, 14, 12, 12))
    headers = [word(key, lang) for key in ("category", "lost", "points", "lost_share", "rows", "full_rows")]
    lines = (
        [
            category(each, lang),
            _marks(each["lost"]),
            _marks(each["points"]),
            (Fraction(each["lost"]) / Fraction(each["points"]), _SHARE),
            each["rows"],
            (Fraction(each["full_rows"], each["rows"]), _SHARE),
        ]
        for each in summary.losses
    )
    after = _table(sheet, top, headers, lines)
    if after == top + 1:
        return
    chart = book.chart("bar")
    chart.add_series(
        {
            "name": word("lost", lang),
            "categories": [sheet.name, top + 1, 0, after - 1, 0],
            "values": [sheet.name, top + 1, 1, after - 1, 1],
            "fill": {"color": _BLUE},
            "gap": 50,
            "data_labels": {"value": True, "num_format": "#,##0.##"},
        }
    )
    _finish(chart, word("losses", lang), "", word("lost", lang))
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"none": True})
    sheet.raw.insert_chart(after + 1, 0, chart, {"x_scale": 1.7, "y_scale": 1.4})


def _finish(chart: Any, title: str, across: str, up: str) -> None:
    chart.set_title({"name": title, "name_font": {"size": 13}})
    chart.set_x_axis({"name": across, "num_font": {"size": 8}})
    chart.set_y_axis({"name": up, "major_gridlines": {"visible": True, "line": {"color": "#DCDAD3"}}})
    chart.set_legend({"position": "top"})


def _departments(sheet: Sheet, summary: Summary, lang: Lang) -> None:
    widths = (46, 9, 16, 12, 10, 12, 12, 11, 10)
    top = _heading(sheet, word("by_department", lang), word("by_department_note", lang), widths)
    keys = ("department", "count", "budget", "rate", "mean", "full_totals", "full_rows", "overclaimed", "weight")
    lines = (
        [
            each["department"],
            each["forms"],
            _marks(each["budget"]),
            _share(each["rate"]),
            _marks(each["mean"]),
            _share(each["full_totals"]),
            _share(each["full_rows"]),
            _marks(each["overclaimed"]),
            each["weight"],
        ]
        for each in summary.departments
    )
    after = _table(sheet, top, [word(key, lang) for key in keys], lines)
    _filtered(sheet, top, after, len(keys))


def _checks(sheet: Sheet, summary: Summary, lang: Lang) -> None:
    widths = (24, 14, 11, 40, 30, 70, 80, 10)
    top = _heading(sheet, word("checks", lang), word("caution", lang), widths)
    keys = ("check", "source", "weight", "kind", "department", "said", "evidence", "behind")
    row = _table(sheet, top, [word(key, lang) for key in keys], ())
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
                _cell(sheet, row, column, cell)
            sheet.text(at(row, 2), str(line[2]), {**BOX, "bg_color": _FILLS[finding.weight]})
            sheet.height(row, max(lines_needed(str(line[5]), 68), lines_needed(evidence, 78)))
            row += 1
    _filtered(sheet, top, row, len(keys))
    for line in _not_listed(summary.checks, lang):
        sheet.text(at(row + 1, 0, 1, len(keys)), line, _QUIET)
        row += 1


def _not_listed(checks: Sequence[CheckFigures], lang: Lang) -> Iterable[str]:
    for each in checks:
        more = each.asked.found - len(each.findings)
        if each.asked.lacks:
            facts = "、".join(of(LACKS[fact], lang) for fact in each.asked.lacks)
            yield word("unasked_note", lang).format(title=each.asked.check.title.of(lang), facts=facts)
        elif not each.asked.found:
            yield f"{each.asked.check.title.of(lang)}：{word('none_found', lang)}"
        elif more:
            yield f"{each.asked.check.title.of(lang)}：{word('further', lang).format(more=whole(more))}"


def _evidence(each: Row) -> str:
    row = "" if each["row"] is None else f" {each['row']} {each['name'] or ''}：{each['target']} → {each['actual']}"
    scores = "/".join(marks(each[key]) for key in ("points", "submitted", "recomputed"))
    return f"{each['project']}{row}（{scores}）"


def _problems(sheet: Sheet, summary: Summary, lang: Lang) -> None:
    top = _heading(sheet, word("problems", lang), word("problems_note", lang), (34, 10, 90, 10))
    keys = ("code", "severity", "meaning", "number")
    lines = (
        [each["code"], term(CODES[each["code"]].severity, lang), meaning(each["code"], lang), each["count"]]
        for each in summary.problems
    )
    after = _table(sheet, top, [word(key, lang) for key in keys], lines)
    _filtered(sheet, top, after, len(keys))


def _limits(sheet: Sheet, lang: Lang) -> None:
    top = _heading(sheet, word("limit", lang), word("reading", lang), (70, 10, 40))
    lines = (
        [each.title.of(lang), each.value, word("ours", lang) if each.source == "ours" else each.source]
        for each in LIMITS.values()
    )
    _table(sheet, top, [word(key, lang) for key in ("limit", "value", "source")], lines)
