"""Pictures of a year as inline SVG: the distribution of totals, execution against completion, lost marks (汇总图)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import isqrt

from perfeval.batch.summary.summary import Bin, Row, Summary
from perfeval.batch.summary.summary_words import bin_name, group, marks, percent, whole, word
from perfeval.batch.year.headline import CategoryLine
from perfeval.core.exact import round_to
from perfeval.core.language import of
from perfeval.core.problems import Lang
from perfeval.documents.writers.charts import at, bar
from perfeval.documents.writers.markup import Html, join, tag

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP = 760, 260, 56, 34, 26
_SIDE, _EDGE = 330, 62


def distribution(summary: Summary, lang: Lang) -> Html:
    """A bar a mark: claimed totals filled, recomputed ones as a line where they differ (总分分布)."""
    bins = summary.bins
    highest = max((max(each.submitted, each.recomputed) for each in bins), default=0)
    if not highest:
        return tag("p", of(("没有总分已定的表。", "No form is settled."), lang), class_="quiet")
    step = Fraction(_WIDTH - _LEFT, len(bins))
    has_claims = any(each.submitted for each in bins)
    is_same = all(each.submitted == each.recomputed for each in bins)
    parts = [*_levels(highest)]
    for place, each in enumerate(bins):
        left = at(_LEFT + step * place)
        count = each.submitted if has_claims else each.recomputed
        parts += _bar(each, _LEFT + step * place, step, highest, count, lang)
        if not (each.low == 60 and place):  # 60以下 stands beside it
            parts.append(_bar_name(each, _LEFT + step * place, step, lang))
        if has_claims and not is_same and each.recomputed:
            y = at(_y(each.recomputed, highest))
            parts.append(
                tag("line", x1=left, x2=at(_LEFT + step * (place + 1)), y1=y, y2=y, class_="recount")
            )
        if each.low in (60, 80, 90) and place:
            parts.append(tag("line", x1=left, x2=left, y1=_TOP - 10, y2=_HEIGHT - _BOTTOM, class_="cut"))
    return join(
        _distribution_legend(has_claims, is_same, lang),
        tag(
            "div",
            tag(
                "svg",
                tag("title", word("distribution", lang)),
                *parts,
                viewBox=f"0 0 {_WIDTH + 6} {_HEIGHT}",
                role="img",
                class_="chart",
            ),
            class_="scroll",
            tabindex=0,
        ),
    )


def _distribution_legend(has_claims: bool, is_same: bool, lang: Lang) -> Html:
    keys: list[Html] = []
    if has_claims:
        keys.append(tag("span", tag("span", "", class_="key solid"), word("claimed", lang)))
    if not has_claims or not is_same:
        keys.append(
            tag(
                "span",
                tag("span", "", class_="key solid" if not has_claims else "key line"),
                word("recomputed", lang),
            )
        )
    elif is_same:
        keys.append(tag("span", "复算后分布相同" if lang == "zh" else "the recomputed totals fall alike"))
    return tag("p", *keys, class_="legend")


def _levels(highest: int) -> list[Html]:
    """Four level lines with their counts."""
    found = []
    for quarter in sorted({highest * part // 4 for part in range(5)}):
        y = at(_y(quarter, highest))
        found.append(tag("line", x1=_LEFT, x2=_WIDTH, y1=y, y2=y, class_="grid"))
        found.append(tag("text", whole(quarter), x=_LEFT - 6, y=at(_y(quarter, highest) + 4), class_="end"))
    return found


def _bar(each: Bin, x: Fraction, step: Fraction, highest: int, count: int, lang: Lang) -> list[Html]:
    y = _y(count, highest)
    says = f"{bin_name(each, lang)}：{whole(each.submitted)} / {whole(each.recomputed)}"
    found = [
        tag(
            "rect",
            tag("title", says),
            x=at(x + step / 10),
            y=at(y),
            width=at(step * 4 / 5),
            height=at(_HEIGHT - _BOTTOM - y),
            class_="full-bar" if each.high is None else "count-bar",
        )
    ]
    # Every bar has its count, or none has.
    if count and len(_short(highest, lang)) * 6 < step:
        found.append(tag("text", _short(count, lang), x=at(x + step / 2), y=at(y - 4), class_="middle small"))
    return found


def _bar_name(each: Bin, x: Fraction, step: Fraction, lang: Lang) -> Html:
    """Under a bar that stands by itself its name, at the left edge of every fifth of the others its mark."""
    name, where = str(each.low), x
    if each.high is None or each.low == 0:
        name, where = bin_name(each, lang), x + step / 2
    elif each.low % 5:
        return Html("")
    return tag("text", name, x=at(where), y=_HEIGHT - _BOTTOM + 18, class_="middle")


def _y(count: int, highest: int) -> Fraction:
    return _HEIGHT - _BOTTOM - Fraction(count, highest) * (_HEIGHT - _BOTTOM - _TOP)


def execution_and_completion(summary: Summary, lang: Lang) -> Html:
    """A dot a form where there are few, else a shaded square for each ten by ten per cent (预算执行与任务完成)."""
    if not summary.grid:
        said = (
            "没有一张表既有执行率、指标行又全部已定。",
            "No form has a rate and all its indicators decided.",
        )
        return tag("p", of(said, lang), class_="quiet")
    cells = _dots(summary.dots) if summary.dots else _squares(summary.grid, lang)
    columns = 10 if summary.dots else 11
    side = _SIDE // 10
    grid: list[Html] = []
    for tick in range(0, 11, 2):
        along = _EDGE + tick * side
        up = _TOP + _SIDE - tick * side
        grid += [
            tag("line", x1=along, x2=along, y1=_TOP, y2=_TOP + _SIDE, class_="grid"),
            tag("line", x1=_EDGE, x2=_EDGE + columns * side, y1=up, y2=up, class_="grid"),
            tag("text", f"{tick * 10}%", x=along, y=_TOP + _SIDE + 17, class_="middle"),
            tag("text", f"{tick * 10}%", x=_EDGE - 6, y=up + 4, class_="end"),
        ]
    if columns == 11:
        # A line lower than the others, so that it does not run into 100%.
        grid.append(
            tag(
                "text",
                word("over", lang),
                x=_EDGE + 10 * side + side // 2,
                y=_TOP + _SIDE + 31,
                class_="middle",
            )
        )
    middle = _TOP + _SIDE // 2
    return tag(
        "div",
        tag(
            "svg",
            tag("title", word("scatter", lang)),
            *(cells if columns == 11 else ()),
            *grid,
            tag("line", x1=_EDGE, y1=_TOP + _SIDE, x2=_EDGE + _SIDE, y2=_TOP, class_="even"),
            *(cells if columns == 10 else ()),
            tag("text", word("rate", lang), x=_EDGE + _SIDE // 2, y=_TOP + _SIDE + 40, class_="axis middle"),
            tag(
                "text",
                word("completion", lang),
                x=14,
                y=middle,
                class_="axis middle",
                transform=f"rotate(-90 14 {middle})",
            ),
            viewBox=f"0 0 {_EDGE + columns * side + 30} {_TOP + _SIDE + 48}",
            role="img",
            class_="scatter heat",
        ),
        class_="scroll",
        tabindex=0,
    )


def _dots(dots: Sequence[Row]) -> list[Html]:
    found = []
    together: dict[tuple[Fraction, Fraction], list[str]] = {}
    for each in dots:
        place = (
            min(Fraction(each["rate"]) / 100, Fraction(1)),
            min(Fraction(each["completion"]) / 100, Fraction(1)),
        )
        together.setdefault(place, []).append(each["project"])
    for (rate, done), names in together.items():
        x, y = at(_EDGE + _SIDE * rate), _TOP + _SIDE * (1 - done)
        says = f"{at(rate * 100)}% / {at(done * 100)}%\n" + "\n".join(names[:12])
        many = len(names) > 1
        found.append(tag("circle", tag("title", says), cx=x, cy=at(y), r=11 if many else 6, class_="dot"))
        if many:
            found.append(tag("text", f"×{len(names)}", x=x, y=at(y + 3), class_="middle inside"))
    return found


def _squares(grid: Sequence[tuple[int, int, int]], lang: Lang) -> list[Html]:
    side, most = _SIDE // 10, max(count for _, _, count in grid)
    found = []
    for x, y, count in grid:
        left, up = _EDGE + x * side, _TOP + _SIDE - (y + 1) * side
        # The square root lets a cell with a few forms be seen beside one with most of them.
        strength = 10 + isqrt(8100 * count // most)
        across = word("over", lang) if x == 10 else f"{x * 10}–{x * 10 + 10}%"
        says = f"{word('rate', lang)} {across}，{word('completion', lang)} {y * 10}–{y * 10 + 10}%：{whole(count)}"
        found.append(
            tag(
                "rect",
                tag("title", says),
                x=left,
                y=up,
                width=side,
                height=side,
                class_="cell",
                fill_opacity=f"{strength}%",
            )
        )
        label = "inside" if strength > 55 else "on-light"
        found.append(
            tag(
                "text",
                _short(count, lang),
                x=left + side // 2,
                y=up + side // 2 + 3,
                class_=f"middle {label}",
            )
        )
    return found


_BARS = 15


def lost_marks(categories: Sequence[CategoryLine], lang: Lang) -> Html:
    """A bar a category, most marks lost first, with the share that was lost (失分构成); the least together."""
    drawn, rest = categories[:_BARS], categories[_BARS:]
    lost, points = (sum((getattr(each.rows, key) for each in rest), Decimal(0)) for key in ("lost", "points"))
    widest = max([each.rows.lost for each in drawn] + [lost])
    if widest <= 0:
        return tag("p", "各类指标都没有失分。" if lang == "zh" else "No marks were lost.", class_="quiet")
    lines = [
        _lost(group(each, lang), each.rows.lost, each.rows.points, widest, _block(each.dimension))
        for each in drawn
    ]
    if rest:
        name = f"其余 {len(rest)} 类" if lang == "zh" else f"{len(rest)} others"
        lines.append(_lost(name, lost, points, widest, "other"))
    return tag("ol", *lines, class_="bars wide-figures")


def _lost(name: str, lost: Decimal, points: Decimal, widest: Decimal, block: str) -> Html:
    part = tag("rect", x=0, y=0, width=at(Fraction(lost) / Fraction(widest) * 100), height=10, class_=block)
    loss = (
        (tag("b", f"−{marks(lost)}"), f" · {at(Fraction(lost) / Fraction(points) * 100)}%")
        if lost
        else ("0",)
    )
    return bar(tag("span", name, class_="name"), [part], tag("span", *loss, class_="figure"))


def _block(dimension: str) -> str:
    known = ("execution", "output", "cost", "benefit", "satisfaction")
    return dimension if dimension in known else "other"


def share_of(part: int, every: int) -> str:
    """A count as a share of all."""
    return "—" if not every else percent(int(round_to(Fraction(part * 10_000, every), 0, "half_up")))


def _short(count: int, lang: Lang) -> str:
    if count < 10_000:
        return str(count)
    tens = round_to(Fraction(count, 10_000 if lang == "zh" else 1_000), 1, "half_up")
    return f"{tens}{'万' if lang == 'zh' else 'k'}"
