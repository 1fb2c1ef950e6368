"""Pictures of a year under two rule sets as inline SVG: how totals move, and whose."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from perfeval.core.exact import round_to
from perfeval.core.figures import number
from perfeval.core.language import Lang, either
from perfeval.documents.writers import charts
from perfeval.documents.writers.charts import at
from perfeval.documents.writers.comparison.year_comparison import (
    COMPARED,
    FALLS,
    RISES,
    Mover,
    Moves,
    kind_word,
)
from perfeval.documents.writers.markup import Html, quiet, tag

COMPARE_STYLE = """
:root { --fall: #c2502e; --rise: #2272b4; --same: #c9c6bd; }
@media (prefers-color-scheme: dark) { :root { --fall: #e58a6b; --rise: #6fb1e8; --same: #4a4e57; } }
.surely_fall { fill: var(--fall); } .key.surely_fall { background: var(--fall); }
.fall { fill: var(--fall); fill-opacity: .5; }
.key.fall { background: color-mix(in srgb, var(--fall) 50%, transparent); }
.apart { fill: var(--other); } .key.apart { background: var(--other); }
.same { fill: var(--same); } .key.same { background: var(--same); }
.rise { fill: var(--rise); fill-opacity: .5; }
.key.rise { background: color-mix(in srgb, var(--rise) 50%, transparent); }
.surely_rise { fill: var(--rise); } .key.surely_rise { background: var(--rise); }
.histogram { width: 100%; max-width: 60rem; height: auto; font-size: 11px; }
.histogram text { fill: var(--quiet); text-anchor: middle; } .histogram .count { fill: var(--ink); }
.histogram line, .bars line { stroke: var(--quiet); stroke-width: 1; vector-effect: non-scaling-stroke; }
.bars.wide li { grid-template-columns: minmax(0, 14rem) minmax(0, 1fr) 9.5rem; }
.bars .was { fill: none; stroke: var(--quiet); vector-effect: non-scaling-stroke; }
.half { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1.2rem; }
.card { margin: 1.2rem 0; } .half .card { margin: 0; }
.half .bars.wide li { grid-template-columns: minmax(0, 9rem) minmax(0, 1fr) 7.6rem; }
@media (max-width: 60rem) { .half { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 46rem) { .bars.wide li { grid-template-columns: minmax(0, 1fr) 9rem; } }
"""
DIVERGING = (*FALLS, "apart", *RISES)
"""The kinds of a bar from left to right, the surest outside; what stays the same is not drawn."""
_MOST_BARS = 40
_WIDTH, _HEIGHT, _COLUMN, _FOOT = 660, 200, 60, 22


def legend(used: Sequence[Moves], lang: Lang, kinds: Sequence[str] = COMPARED) -> Html:
    """Those of the kinds that occur, with their colours."""
    kinds = [kind for kind in kinds if any(each.of(kind) for each in used)]
    return charts.legend((kind, kind_word(kind, lang)) for kind in kinds)


def histogram(title: str, groups: Sequence[tuple[str, Moves]], lang: Lang) -> Html:
    """How many totals move by how much; each column is stacked by what is sure (总分变化的分布)."""
    most = max((moves.compared for _, moves in groups), default=0) or 1
    columns = [part for place, group in enumerate(groups) for part in _column(place, *group, most, lang)]
    base = tag("line", x1=0, y1=_HEIGHT, x2=_WIDTH, y2=_HEIGHT)
    box = f"0 -16 {_WIDTH} {_HEIGHT + _FOOT + 16}"
    return tag("svg", tag("title", title), *columns, base, viewBox=box, role="img", class_="histogram")


def _column(place: int, label: str, moves: Moves, most: int, lang: Lang) -> tuple[Html, ...]:
    x, top, parts = place * _COLUMN + 6, Fraction(_HEIGHT), []
    for kind in COMPARED:
        if count := moves.of(kind):
            height = Fraction(count * (_HEIGHT - 4), most)
            top -= height
            says = tag("title", f"{label}：{kind_word(kind, lang)} {count:,}")
            parts.append(
                tag("rect", says, x=x, y=at(top), width=_COLUMN - 12, height=at(height), class_=kind)
            )
    middle = x + _COLUMN // 2 - 6
    if moves.compared:
        parts.append(tag("text", f"{moves.compared:,}", x=middle, y=at(top - 5), class_="count"))
    return (*parts, tag("text", label, x=middle, y=_HEIGHT + 16))


def group_bars(groups: Sequence[Moves], lang: Lang) -> Html:
    """A bar a group: the share that falls to the left, that rises to the right, untold across the middle."""
    shown = [each for each in groups if each.compared]
    if len(shown) > _MOST_BARS:
        shown = [*shown[: _MOST_BARS // 2], *shown[-_MOST_BARS // 2 :]]
    left_out = sum(1 for each in groups if each.compared) - len(shown)
    note = either(
        lang,
        f"只画平均变化最低和最高的各 {_MOST_BARS // 2} 组；中间 {left_out} 组见表。",
        f"The {_MOST_BARS // 2} lowest and highest are drawn; the {left_out} between are in the table.",
    )
    bars = [_group_bar(each, lang) for each in shown]
    return tag("div", tag("ol", *bars, class_="bars wide"), quiet(note if left_out else ""))


def _group_bar(moves: Moves, lang: Lang) -> Html:
    share = Fraction(50, moves.compared)
    left = 50 - (moves.of(*FALLS) + Fraction(moves.of("apart"), 2)) * share
    parts = []
    for kind in DIVERGING:
        if count := moves.of(kind):
            says = f"{kind_word(kind, lang)} {count:,} / {moves.compared:,}"
            parts.append(charts.piece(left, count * share, kind, says))
            left += count * share
    return _bar(moves.title(lang), parts, mean(moves), middle=50)


def movers(forms: Sequence[Mover], lang: Lang) -> Html:
    """A line a form: its total under A as an outline, under B filled, on one scale (升降最大的表)."""
    ends = [end for each in forms for end in (*each.first, *each.second)]
    low, high = Fraction(min(ends)), Fraction(max(ends))
    scale = 98 / ((high - low) or Fraction(1))

    def place(band: tuple[Decimal, Decimal]) -> dict[str, str]:
        width = max((Fraction(band[1]) - Fraction(band[0])) * scale, Fraction(1))
        return {"x": at((Fraction(band[0]) - low) * scale), "width": at(width)}

    lines = []
    for each in forms:
        says = tag("title", f"A {band(each.first)} → B {band(each.second)} · {each.department}")
        parts = [
            tag("rect", says, **place(each.second), y=2, height=6, class_=each.kind),
            tag("rect", **place(each.first), y=0, height=10, class_="was"),
        ]
        lines.append(_bar(each.name, parts, change(each.low, each.high)))
    note = either(
        lang,
        f"横轴：总分 {number(low)} 至 {number(high)}；空框为 A，实心为 B。",
        f"Scale: totals {number(low)} to {number(high)}; A outlined, B filled.",
    )
    return tag("div", tag("ol", *lines, class_="bars wide"), quiet(note))


def _bar(name: str, parts: Sequence[Html], figure: str, middle: int | None = None) -> Html:
    line = [] if middle is None else [tag("line", x1=middle, y1=0, x2=middle, y2=10)]
    label = tag("span", name, class_="name", title=name)
    return charts.bar(label, [*parts, *line], tag("span", figure, class_="figure"))


def mean(moves: Moves) -> str:
    """The mean move of a group, in 分: one number, or that of the low and of the high ends."""
    if not moves.compared:
        return "—"
    return change(*(Fraction(end) / moves.compared for end in (moves.low, moves.high)))


def change(low: Fraction | Decimal, high: Fraction | Decimal) -> str:
    """A move of both ends: +1,320.00, or -2.95 … +0.05."""
    first, second = _grouped(low), _grouped(high)
    return first if first == second else f"{first} … {second}"


def _grouped(value: Fraction | Decimal) -> str:
    rounded = round_to(Fraction(value), 2, "half_up")
    return f"{rounded:+,f}" if rounded else "0.00"


def band(ends: tuple[Decimal, Decimal]) -> str:
    """A total: 88.00, or 88.00–92.00."""
    return number(ends[0]) if ends[0] == ends[1] else f"{number(ends[0])}–{number(ends[1])}"
