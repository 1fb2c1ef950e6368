"""A year under two rule sets as one HTML page (全年口径比较): no network, no script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfeval import __version__
from perfeval.core.glossary import Words
from perfeval.core.language import Lang, either
from perfeval.documents.writers.comparison.compare_charts import (
    COMPARE_STYLE,
    DIVERGING,
    band,
    change,
    group_bars,
    histogram,
    legend,
    mean,
    movers,
)
from perfeval.documents.writers.comparison.year_comparison import (
    FALLS,
    KIND_WORDS,
    RISES,
    UNCOMPARED,
    UNCOMPARED_WORDS,
    Mover,
    Moves,
    Uncompared,
    YearComparison,
    kind_word,
)
from perfeval.documents.writers.markup import Html, quiet, tag, whole_page
from perfeval.documents.writers.report.report_style import STYLE

_MOST_ROWS = 200
_MOST_NAMED = 20
_TEXT: dict[str, tuple[str, str]] = {
    "title": ("口径比较：谁升谁降", "Two rule sets: who wins, who loses"),
    "rises": ("升", "rise"),
    "falls": ("降", "fall"),
    "sure": ("其中必然", "surely"),
    "same": ("不变", "stay the same"),
    "apart": ("不能确定", "cannot be told"),
    "uncomputed": ("不能比较", "not comparable"),
    "rows": ("行变化", "rows change"),
    "sum": ("总分合计变化（B − A）", "change of all totals (B − A)"),
    "how": (
        "得分是区间时，升降看两端。必升、必降：无论区间内怎样判断都成立；上移、下移：两端同向移动；"
        "不能确定：一端升一端降，要由人判断。",
        "Where a score is an interval both ends are compared. Surely: wherever inside the bands a person decides; "
        "moves up or down: both ends the same way; cannot be told: the ends move apart.",
    ),
    "distribution": ("总分变化的分布", "How totals change"),
    "distribution_note": (
        "横轴：区间上限的变化（分）；数字是表的张数。",
        "Across: change of the high end, in marks; the numbers count forms.",
    ),
    "departments": ("按部门", "By department"),
    "categories": ("按指标类别", "By category"),
    "bars_note": (
        "左：降的比例；右：升的比例；灰：不能确定；不变的不画。右侧数字：平均变化（分）。",
        "Left: share that falls; right: that rises; grey: cannot be told. Figures: mean change in marks.",
    ),
    "no_departments": (
        "明细表和资金表都没有主管部门一列，不能按部门比较。",
        "Neither table has a department column.",
    ),
    "winners": ("升得最多", "Those that win most"),
    "losers": ("降得最多", "Those that lose most"),
    "unsure": ("最不确定的表：由区间内的判断决定升降", "Least certain: decided inside the bands"),
    "without": ("没有读到自评表的文件，未参加比较：", "Files without forms, not compared:"),
    "duplicates": ("张重复报送，不计入", "handed in again, not counted"),
    "none": ("没有。", "None."),
    "group": ("组", "group"),
    "count": ("数量", "count"),
    "mean": ("平均变化", "mean change"),
    "total": ("合计变化", "sum of changes"),
    "change": ("变化", "change"),
    "more": ("其余见 .xlsx 或 Parquet 表。", "The others are in the workbook and the Parquet tables."),
    "footer": ("由 perfeval {} 复算。", "Recomputed by perfeval {}."),
}
_t = Words(_TEXT)


def write_year_html(found: YearComparison, lang: Lang = "zh") -> str:
    """The whole page."""
    title = _t("title", lang)
    return whole_page(
        title,
        STYLE + COMPARE_STYLE,
        lang,
        *comparison_body(found, lang),
        tag("footer", quiet(_t("footer", lang).format(__version__))),
    )


def comparison_body(found: YearComparison, lang: Lang, inside: str = "main") -> tuple[Html, Html]:
    """Head and cards of the page, the cards in an element of the name `inside`."""
    head = tag(
        "header",
        tag("h1", _t("title", lang)),
        *_sets(found, lang),
        _facts(found, lang),
        quiet(_t("how", lang)),
        *_without_forms(found, lang),
    )
    return head, tag(inside, *_cards(found, lang))


def _sets(found: YearComparison, lang: Lang) -> Iterator[Html]:
    for mark, each in (("A", found.first), ("B", found.second)):
        aside = tag("span", " ", " · ".join(filter(None, (each.id, each.known(lang)))), class_="quiet")
        yield tag("p", tag("b", f"{mark} "), each.called(lang), aside)


def _facts(found: YearComparison, lang: Lang) -> Html:
    totals, rows = found.totals, found.rows
    sure = _t("sure", lang)
    facts = [
        (f"{totals.all:,}", _t("forms", lang)),
        (f"{totals.of(*RISES):,}", f"{_t('rises', lang)}（{sure} {totals.of('surely_rise'):,}）"),
        (f"{totals.of(*FALLS):,}", f"{_t('falls', lang)}（{sure} {totals.of('surely_fall'):,}）"),
        (f"{totals.of('same'):,}", _t("same", lang)),
        (f"{totals.of('apart'):,}", _t("apart", lang)),
        (change(totals.low, totals.high), _t("sum", lang)),
        (f"{rows.all - rows.of('same', 'neither'):,}", _t("rows", lang)),
    ]
    if found.duplicates:
        facts.append((f"{found.duplicates:,}", _t("duplicates", lang)))
    if uncomputed := totals.of(*UNCOMPARED):
        why = "，".join(
            f"{kind_word(kind, lang)} {totals.of(kind):,}" for kind in UNCOMPARED if totals.of(kind)
        )
        facts.append((f"{uncomputed:,}", f"{_t('uncomputed', lang)}（{why}）"))
    return tag(
        "ul", *(tag("li", tag("b", figure), tag("span", says)) for figure, says in facts), class_="facts"
    )


def _without_forms(found: YearComparison, lang: Lang) -> Iterator[Html]:
    if names := found.without_forms:
        named = "、".join(names[:_MOST_NAMED]) + (
            f" … （{len(names):,}）" if len(names) > _MOST_NAMED else ""
        )
        yield tag("p", tag("b", _t("without", lang)), named, class_="finding warning")


def _cards(found: YearComparison, lang: Lang) -> Iterator[Html]:
    every = [moves for _, moves in found.distribution]
    yield _card(
        "distribution",
        lang,
        histogram(_t("distribution", lang), found.distribution, lang),
        legend(every, lang),
        quiet(_t("distribution_note", lang)),
    )
    for key, groups in (("categories", found.categories), ("departments", found.departments)):
        if groups:
            bars = group_bars(groups, lang)
            yield _card(
                key,
                lang,
                legend(groups, lang, DIVERGING),
                bars,
                quiet(_t("bars_note", lang)),
                _group_table(groups, lang),
            )
        else:
            yield _card(key, lang, quiet(_t("no_departments", lang)))
    yield tag("div", *(_movers(key, forms, lang) for key, forms in _named(found)), class_="half")
    if found.unsure:
        yield _movers("unsure", found.unsure, lang)
    if found.uncompared:
        yield _uncompared(found.uncompared, lang)


def _named(found: YearComparison) -> tuple[tuple[str, Sequence[Mover]], ...]:
    return ("losers", found.losers), ("winners", found.winners)


def _card(key: str, lang: Lang, *content: Html) -> Html:
    return tag("section", tag("h2", _t(key, lang)), *content, class_="card scroll")


def _uncompared(reasons: Sequence[Uncompared], lang: Lang) -> Html:
    heading, *heads = UNCOMPARED_WORDS[lang]
    rows = [
        tag(
            "tr",
            *(tag("td", f"{count:,}", class_="number") for count in each.forms),
            tag("td", each.project),
            tag("td", each.message),
        )
        for each in reasons
    ]
    head = tag("tr", *(tag("th", each) for each in heads))
    return tag("section", tag("h2", heading), tag("table", head, *rows), class_="card scroll")


def _movers(key: str, forms: Sequence[Mover], lang: Lang) -> Html:
    if not forms:
        return _card(key, lang, quiet(_t("none", lang)))
    rows = [
        (each.name, each.department, band(each.first), band(each.second), change(each.low, each.high))
        for each in forms
    ]
    headers = (_t("form", lang), _t("department", lang), "A", "B", _t("change", lang))
    return _card(key, lang, movers(forms, lang), _folded(headers, rows, 2, lang))


def _group_table(groups: Sequence[Moves], lang: Lang) -> Html:
    kinds = [kind for kind in KIND_WORDS if any(each.of(kind) for each in groups)]
    headers = (
        _t("group", lang),
        _t("count", lang),
        *(kind_word(kind, lang) for kind in kinds),
        _t("mean", lang),
        _t("total", lang),
    )
    rows = [
        (
            each.title(lang),
            f"{each.all:,}",
            *(f"{each.of(kind):,}" if each.of(kind) else "" for kind in kinds),
            mean(each),
            change(each.low, each.high),
        )
        for each in groups
    ]
    return _folded(headers, rows, 1, lang)


def _folded(headers: Sequence[str], rows: Sequence[Sequence[str]], texts: int, lang: Lang) -> Html:
    """The figures behind a picture, folded away; the first columns are text, the others numbers."""

    def line(name: str, cells: Sequence[str]) -> Html:
        return tag(
            "tr", *(tag(name, cell, class_="n" if at >= texts else None) for at, cell in enumerate(cells))
        )

    says = either(lang, f"数据（{len(rows):,} 行）", f"figures ({len(rows):,} rows)")
    return tag(
        "details",
        tag("summary", says),
        tag(
            "table",
            tag("thead", line("th", headers)),
            tag("tbody", *(line("td", row) for row in rows[:_MOST_ROWS])),
        ),
        quiet(_t("more", lang) if len(rows) > _MOST_ROWS else ""),
    )
