"""A year under two rule sets as a workbook with charts (全年口径比较): figures to work on, charts that follow."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from perfeval.core.exact import round_to
from perfeval.core.glossary import Words
from perfeval.core.problems import Lang
from perfeval.documents.writers.comparison.year_comparison import (
    COMPARED,
    KIND_WORDS,
    UNCOMPARED_WORDS,
    Mover,
    Moves,
    Uncompared,
    YearComparison,
    kind_word,
)
from perfeval.documents.writers.workbook import BOX, Book, Sheet, Style, at

_HEAD: Style = {**BOX, "bold": True, "bg_color": "#EEECE6", "align": "center"}
_TITLE: Style = {"font_name": "宋体", "font_size": 16, "bold": True, "valign": "vcenter"}
_COUNT: Style = {**BOX, "num_format": "#,##0"}
_SCORE: Style = {**BOX, "num_format": "#,##0.00"}
_MOVE: Style = {**BOX, "num_format": "+#,##0.00;-#,##0.00;0.00"}
_COLOURS = {
    "surely_fall": "#C2502E",
    "fall": "#E1A897",
    "apart": "#8B8F98",
    "same": "#C9C6BD",
    "rise": "#91B9DA",
    "surely_rise": "#2272B4",
}
_TEXT: dict[str, tuple[str, str]] = {
    "title": ("口径比较：谁升谁降", "Two rule sets: who wins, who loses"),
    "overview": ("概览", "overview"),
    "categories": ("按类别", "by category"),
    "departments": ("按部门", "by department"),
    "losers": ("降得最多", "most lost"),
    "winners": ("升得最多", "most won"),
    "unsure": ("最不确定", "least certain"),
    "uncompared": ("不能比较的原因", "not comparable"),
    "change": ("总分变化（上限，分）", "change of totals (high ends)"),
    "forms": ("张数", "forms"),
    "share": ("比例", "share"),
    "group": ("组", "group"),
    "all": ("合计", "all"),
    "low": ("合计变化（下限）", "sum of changes, low ends"),
    "high": ("合计变化（上限）", "sum of changes, high ends"),
    "mean_low": ("平均变化（下限）", "mean change, low ends"),
    "mean_high": ("平均变化（上限）", "mean change, high ends"),
    "moves_low": ("变化（下限）", "change, low end"),
    "moves_high": ("变化（上限）", "change, high end"),
    "kind": ("结论", "finding"),
    "set": ("规则集", "rule set"),
    "sums": ("总分", "totals"),
}
_t = Words(_TEXT)
_MOST_DRAWN = 40
_WIDTHS = (*(11,) * 12, 17, 17)


def write_year_xlsx(found: YearComparison, lang: Lang = "zh") -> bytes:
    """The whole workbook: an overview, a sheet for categories and departments, and the forms that move most."""
    book = Book(_t("title", lang))
    _overview(_sheet(book, "overview", lang), found, lang)
    for key, groups in (("categories", found.categories), ("departments", found.departments)):
        if groups:
            _group_sheet(_sheet(book, key, lang), groups, _t(key, lang), lang)
    for key, forms in (("losers", found.losers), ("winners", found.winners), ("unsure", found.unsure)):
        if forms:
            _mover_sheet(_sheet(book, key, lang), forms, lang)
    if found.uncompared:
        _uncompared_sheet(_sheet(book, "uncompared", lang), found.uncompared, lang)
    return book.finished()


def _sheet(book: Book, key: str, lang: Lang) -> Sheet:
    """A new sheet that prints on as many pages as it is long, each as wide as the paper."""
    sheet = book.sheet(_t(key, lang))
    sheet.lie_across()
    return sheet


def _overview(sheet: Sheet, found: YearComparison, lang: Lang) -> None:
    sheet.widths((22, *_WIDTHS))
    sheet.text(at(0, 0, width=10), _t("title", lang), {**_TITLE})
    sheet.height(0, 2)
    for row, (mark, each) in enumerate((("A", found.first), ("B", found.second)), 1):
        sheet.text(at(row, 0), f"{mark} {_t('set', lang)}", _HEAD)
        sheet.text(
            at(row, 1, width=9),
            f"{each.called(lang)}（{' · '.join(filter(None, (each.id, each.known(lang))))}）",
        )
    _moves(sheet, 4, [found.totals, found.rows], lang)
    first = 8
    kinds = list(COMPARED)
    _heads(sheet, first, (_t("change", lang), _t("forms", lang), *(kind_word(kind, lang) for kind in kinds)))
    for row, (label, moves) in enumerate(found.distribution, first + 1):
        sheet.text(at(row, 0), label)
        for column, count in enumerate((moves.compared, *(moves.of(kind) for kind in kinds)), 1):
            sheet.number(at(row, column), Fraction(count), _COUNT)
    last = first + len(found.distribution)
    chart = _chart(sheet, "column", kinds, (first, 2), (first + 1, last), lang)
    chart.set_title({"name": _t("change", lang), "name_font": {"size": 12}})
    chart.set_y_axis(
        {"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}}
    )
    sheet.raw.insert_chart(last + 2, 0, chart)


def _group_sheet(sheet: Sheet, groups: Sequence[Moves], title: str, lang: Lang) -> None:
    sheet.widths((30, *_WIDTHS))
    _moves(sheet, 0, groups, lang)
    sheet.raw.freeze_panes(1, 1)
    kinds = list(COMPARED)
    drawn = min(len(groups), _MOST_DRAWN)
    chart = _chart(sheet, "bar", kinds, (0, 2), (1, drawn), lang, subtype="percent_stacked")
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_x_axis({"num_format": "0%", "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}})
    chart.set_size({"width": 900, "height": 120 + 26 * drawn})
    sheet.raw.insert_chart(len(groups) + 2, 0, chart)


def _moves(sheet: Sheet, first: int, groups: Sequence[Moves], lang: Lang) -> None:
    """A row a group: how many of each kind, sums and means of the changes."""
    keys = ("mean_low", "mean_high", "low", "high")
    kinds = [kind_word(kind, lang) for kind in KIND_WORDS]
    _heads(sheet, first, (_t("group", lang), _t("all", lang), *kinds, *(_t(key, lang) for key in keys)))
    for row, each in enumerate(groups, first + 1):
        sheet.text(at(row, 0), each.title(lang))
        counts = (each.all, *(each.of(kind) for kind in KIND_WORDS))
        for column, count in enumerate(counts, 1):
            sheet.number(at(row, column), Fraction(count), _COUNT)
        column = len(counts) + 1
        for place, value in enumerate((*_means(each), each.low, each.high)):
            sheet.number(at(row, column + place), value, _MOVE)


def _means(moves: Moves) -> tuple[Decimal, Decimal]:
    count = max(moves.compared, 1)
    low, high = (round_to(Fraction(end) / count, 2, "half_up") for end in (moves.low, moves.high))
    return low, high


def _mover_sheet(sheet: Sheet, forms: Sequence[Mover], lang: Lang) -> None:
    sheet.widths((46, 30, *(11,) * 6, 12))
    ends = [
        f"{side} {end}" for side in "AB" for end in (("下限", "上限") if lang == "zh" else ("low", "high"))
    ]
    moves = (_t("moves_low", lang), _t("moves_high", lang), _t("kind", lang))
    _heads(sheet, 0, (_t("form", lang), _t("department", lang), *ends, *moves))
    for row, each in enumerate(forms, 1):
        sheet.text(at(row, 0), each.name)
        sheet.text(at(row, 1), each.department)
        for column, score in enumerate((*each.first, *each.second), 2):
            sheet.number(at(row, column), score, _SCORE)
        for column, move in enumerate((each.low, each.high), 6):
            sheet.number(at(row, column), move, _MOVE)
        sheet.text(at(row, 8), kind_word(each.kind, lang))
    sheet.raw.freeze_panes(1, 1)


def _uncompared_sheet(sheet: Sheet, reasons: Sequence[Uncompared], lang: Lang) -> None:
    sheet.widths((12, 12, 40, 90))
    _heads(sheet, 0, UNCOMPARED_WORDS[lang][1:])
    for row, each in enumerate(reasons, 1):
        for column, count in enumerate(each.forms):
            sheet.number(at(row, column), Fraction(count), _COUNT)
        sheet.text(at(row, 2), each.project)
        sheet.text(at(row, 3), each.message)


def _heads(sheet: Sheet, row: int, words: Sequence[str]) -> None:
    for column, each in enumerate(words):
        sheet.text(at(row, column), each, _HEAD)
    sheet.height(row, 2)


def _chart(
    sheet: Sheet,
    shape: str,
    kinds: Sequence[str],
    head: tuple[int, int],
    rows: tuple[int, int],
    lang: Lang,
    subtype: str = "stacked",
) -> Any:
    """A stacked chart of the counts that stand below `head`, one series a kind."""
    chart = sheet.chart(shape, subtype)
    row, column = head
    for place, each in enumerate(kinds):
        chart.add_series(
            {
                "name": [sheet.name, row, column + place],
                "categories": [sheet.name, rows[0], 0, rows[1], 0],
                "values": [sheet.name, rows[0], column + place, rows[1], column + place],
                "fill": {"color": _COLOURS[each]},
                "gap": 40,
            }
        )
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 900, "height": 360})
    return chart
