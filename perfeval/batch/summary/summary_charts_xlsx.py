"""The sheets with charts (图表页): native charts over their own numbers, so that a reader can go on with them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from perfeval.batch.summary.summary import Summary
from perfeval.batch.summary.summary_sheet import HEAD, SHARE, Cell, heading, marks_cell, table
from perfeval.batch.summary.summary_words import (
    bin_name,
    distribution_note,
    group,
    losses_note,
    scatter_note,
    word,
)
from perfeval.core.problems import Lang
from perfeval.documents.writers.workbook import BOX, Book, Sheet, at

Chart = Callable[[], Any]
"""Makes a chart over the numbers of a sheet; a chart can be inserted only once, so each place makes its own."""
_COLOURS = {"submitted": "#4269D0", "recomputed": "#E8A33D"}
_LINES = {"visible": True, "line": {"color": "#DCDAD3"}}
_BARS = 15
"""Categories that a chart can show with their names; the table has all."""
_LARGE = {"x_scale": 1.7, "y_scale": 1.4}


def distribution_sheet(book: Book, sheet: Sheet, summary: Summary, lang: Lang) -> Chart | None:
    """The distribution of totals (总分分布) as columns."""
    top = heading(sheet, word("distribution", lang), distribution_note(summary, lang), (14, *(12,) * 10))
    lines: list[list[Cell]] = [
        [bin_name(each, lang), each.submitted, each.recomputed] for each in summary.bins
    ]
    last = table(sheet, top, [word(key, lang) for key in ("band", "claimed", "recomputed")], lines) - 1
    if not summary.bins:
        return None

    def chart() -> Any:
        found = book.chart("column")
        for column, key in enumerate(_COLOURS, 1):
            if any(getattr(each, key) for each in summary.bins):
                found.add_series(
                    {
                        "name": [sheet.name, top, column],
                        "categories": [sheet.name, top + 1, 0, last, 0],
                        "values": [sheet.name, top + 1, column, last, column],
                        "fill": {"color": _COLOURS[key]},
                        "gap": 40,
                    }
                )
        found.set_title(_titled("distribution", lang))
        found.set_x_axis({"name": word("band", lang), "num_font": {"size": 8}})
        found.set_y_axis({"name": word("forms_of", lang), "major_gridlines": _LINES})
        found.set_legend({"position": "top"})
        return found

    sheet.raw.insert_chart(top, 4, chart(), _LARGE)
    return chart


def execution_sheet(book: Book, sheet: Sheet, summary: Summary, lang: Lang) -> Chart | None:
    """Execution against completion (预算执行与任务完成): counts by ten per cent, and each form where there are few."""
    top = heading(sheet, word("scatter", lang), scatter_note(summary, lang), (24, *(9,) * 11, 4, 40, 12, 12))
    across = [f"{x * 10}–{x * 10 + 10}%" for x in range(10)] + [word("over", lang)]
    counts = {(x, y): count for x, y, count in summary.grid}
    lines: list[list[Cell]] = [
        [f"{y * 10}–{y * 10 + 10}%", *(counts.get((x, y), 0) for x in range(11))] for y in range(9, -1, -1)
    ]
    after = table(sheet, top, [f"{word('completion', lang)}＼{word('rate', lang)}", *across], lines)
    scale = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#7FA6E0"}
    sheet.raw.conditional_format(top + 1, 1, after - 1, 11, scale)
    if not summary.dots:
        return None
    for column, key in enumerate(("project", "rate", "completion"), 13):
        sheet.text(at(top, column), word(key, lang), HEAD)
        for row, each in enumerate(summary.dots, top + 1):
            if key == "project":
                sheet.text(at(row, column), each[key], BOX)
            else:
                sheet.number(at(row, column), Fraction(each[key]) / 100, SHARE)
    last = top + len(summary.dots)

    def chart() -> Any:
        found = book.chart("scatter")
        marker = {"type": "circle", "size": 8, "fill": {"color": "#4269D0"}, "border": {"color": "#FFFFFF"}}
        found.add_series(
            {
                "name": word("forms_of", lang),
                "categories": [sheet.name, top + 1, 14, last, 14],
                "values": [sheet.name, top + 1, 15, last, 15],
                "marker": marker,
            }
        )
        found.set_title(_titled("scatter", lang))
        axis = {"min": 0, "max": 1, "major_unit": 0.2, "num_format": "0%", "major_gridlines": _LINES}
        found.set_x_axis({**axis, "name": word("rate", lang)})
        found.set_y_axis({**axis, "name": word("completion", lang)})
        found.set_legend({"none": True})
        return found

    sheet.raw.insert_chart(after + 1, 0, chart(), {"x_scale": 1.3, "y_scale": 1.5})
    return chart


def losses_sheet(book: Book, sheet: Sheet, summary: Summary, lang: Lang) -> Chart | None:
    """Lost marks by category (失分构成) as bars."""
    note = losses_note(summary, lang)
    top = heading(sheet, word("losses", lang), note, (40, 12, 14, 12, 12, 14, 14, 12))
    lines: list[list[Cell]] = [
        [
            group(each, lang),
            marks_cell(each.rows.lost),
            marks_cell(each.rows.points),
            (Fraction(each.rows.lost) / Fraction(each.rows.points) if each.rows.points else None, SHARE),
            each.rows.decided,
            (Fraction(each.full, each.rows.decided) if each.rows.decided else None, SHARE),
            each.rows.open,
        ]
        for each in summary.categories
    ]
    headers = [
        word(key, lang)
        for key in (
            "category",
            "lost",
            "points",
            "lost_share",
            "decided_rows",
            "full_rows",
            "not_decided_rows",
        )
    ]
    last = table(sheet, top, headers, lines) - 1
    if not lines:
        return None
    drawn = min(last, top + _BARS)

    def chart() -> Any:
        found = book.chart("bar")
        found.add_series(
            {
                "name": word("lost", lang),
                "categories": [sheet.name, top + 1, 0, drawn, 0],
                "values": [sheet.name, top + 1, 1, drawn, 1],
                "fill": {"color": "#E8A33D"},
                "gap": 50,
                "data_labels": {"value": True, "num_format": "#,##0.00"},
            }
        )
        found.set_title(_titled("losses", lang))
        found.set_x_axis({"name": word("lost", lang), "major_gridlines": _LINES})
        found.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": {"size": 8}})
        found.set_legend({"none": True})
        return found

    sheet.raw.insert_chart(last + 2, 0, chart(), _LARGE)
    return chart


def _titled(key: str, lang: Lang) -> dict[str, Any]:
    return {"name": word(key, lang), "name_font": {"size": 13}}
