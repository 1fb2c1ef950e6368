"""Pictures of the review report as inline SVG: where the marks were lost, and execution against completion."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from perfeval.core.category import dimension_of
from perfeval.core.language import Lang, either, of
from perfeval.core.results import CheckedForm, FormResult, RowResult
from perfeval.documents.writers.charts import at, bar, legend, piece
from perfeval.documents.writers.markup import Html, quiet, tag

_BLOCKS: dict[str, tuple[str, str]] = {
    "execution": ("预算执行", "execution"),
    "output": ("产出", "output"),
    "cost": ("成本", "cost"),
    "benefit": ("效益", "benefit"),
    "satisfaction": ("满意度", "satisfaction"),
    "other": ("其他", "other"),
}
_MOST_BARS = 30


def lost_marks(forms: Sequence[CheckedForm], lang: Lang) -> Html:
    """A bar a form, worst first: the marks that its rows lost, by block (失分构成)."""
    losses = [(number, each.result, _losses(each.result)) for number, each in enumerate(forms, 1)]
    losses = sorted(
        (each for each in losses if sum(each[2].values()) > 0), key=lambda each: -sum(each[2].values())
    )
    if not losses:
        return quiet(either(lang, "各表都没有失分。", "No form lost marks."))
    widest = max(sum(lost.values(), Fraction(0)) for _, _, lost in losses)
    bars = [_bar(number, result, lost, widest, lang) for number, result, lost in losses[:_MOST_BARS]]
    used = [block for block in _BLOCKS if any(lost.get(block) for _, _, lost in losses)]
    note = f"另有 {len(losses) - _MOST_BARS} 张表失分较少，未画出。" if len(losses) > _MOST_BARS else ""
    keys = legend((block, of(_BLOCKS[block], lang)) for block in used)
    return tag("div", keys, tag("ol", *bars, class_="bars"), quiet(note))


def _losses(result: FormResult) -> dict[str, Fraction]:
    found: dict[str, Fraction] = {}
    for row in result.rows:
        earned = _earned(row)
        if row.points is not None and earned is not None and row.status != "ignored":
            block = _block(row)
            found[block] = found.get(block, Fraction(0)) + max(row.points - earned, Fraction(0))
    return found


def _earned(row: RowResult) -> Fraction | None:
    """What a row earns: as confirmed, else as submitted."""
    return row.submitted if row.confirmed is None else Fraction(row.confirmed)


def _block(row: RowResult) -> str:
    if row.indicator is None:
        return "execution"
    dimension = dimension_of(row.indicator.dimension)
    return dimension if dimension in _BLOCKS else "other"


def _bar(number: int, result: FormResult, lost: dict[str, Fraction], widest: Fraction, lang: Lang) -> Html:
    total = sum(lost.values(), Fraction(0))
    parts, left = [], Fraction(0)
    for block, words in _BLOCKS.items():
        share = lost.get(block, Fraction(0))
        if share > 0:
            says = f"{of(words, lang)} −{at(share)}"
            parts.append(piece(left / widest * 100, share / widest * 100, block, says))
            left += share
    name = tag("a", f"{number}. {result.form.name}", href=f"#form-{number}", class_="name")
    return bar(name, parts, tag("span", f"−{at(total)}", class_="figure"))


_LEFT, _TOP, _SIDE = 58, 14, 300


def execution_against_completion(forms: Sequence[CheckedForm], lang: Lang) -> Html:
    """A dot a form: its execution rate, and the share of the indicators' marks that it earned (预算执行与任务完成)."""
    dots = [(number, *found) for number, each in enumerate(forms, 1) if (found := _dot(each.result))]
    if not dots:
        return quiet(either(lang, "没有可画的预算执行率。", "No execution rate to draw."))
    middle = _TOP + _SIDE // 2
    across, up = either(lang, ("预算执行率", "指标得分率"), ("execution rate", "marks earned"))
    grid = [part for percent in (0, 25, 50, 75, 100) for part in _grid_line(percent)]
    together: dict[tuple[Fraction, Fraction], list[tuple[int, str]]] = {}
    for number, name, rate, earned in dots:
        together.setdefault((rate, earned), []).append((number, name))
    marks = [_mark(rate, earned, named) for (rate, earned), named in together.items()]
    return tag(
        "svg",
        tag("title", f"{across} / {up}"),
        *grid,
        tag("line", x1=_LEFT, y1=_TOP + _SIDE, x2=_LEFT + _SIDE, y2=_TOP, class_="even"),
        *marks,
        tag("text", across, x=_LEFT + _SIDE // 2, y=_TOP + _SIDE + 36, class_="axis middle"),
        tag(
            "text",
            up,
            x=12,
            y=middle,
            class_="axis middle",
            transform=f"rotate(-90 14 {middle})",
        ),
        viewBox=f"0 0 {_LEFT + _SIDE + 24} {_TOP + _SIDE + 44}",
        role="img",
        class_="scatter",
    )


def _dot(result: FormResult) -> tuple[str, Fraction, Fraction] | None:
    rows = [row for row in result.indicators if row.points and row.status != "ignored"]
    earned = [_earned(row) for row in rows]
    points = sum((row.points for row in rows if row.points), Fraction(0))
    if result.execution_rate is None or not points or None in earned:
        return None
    share = sum((each for each in earned if each is not None), Fraction(0)) / points
    rate = min(result.execution_rate, Fraction(1))
    return result.form.name, rate, min(max(share, Fraction(0)), Fraction(1))


def _grid_line(percent: int) -> tuple[Html, ...]:
    x, y = _LEFT + _SIDE * percent // 100, _TOP + _SIDE - _SIDE * percent // 100
    return (
        tag("line", x1=x, y1=_TOP, x2=x, y2=_TOP + _SIDE, class_="grid"),
        tag("line", x1=_LEFT, y1=y, x2=_LEFT + _SIDE, y2=y, class_="grid"),
        tag("text", f"{percent}%", x=x, y=_TOP + _SIDE + 16, class_="middle"),
        tag("text", f"{percent}%", x=_LEFT - 6, y=y + 4, class_="end"),
    )


def _mark(rate: Fraction, earned: Fraction, named: Sequence[tuple[int, str]]) -> Html:
    """A dot with the number of its form; one for all forms at the same point, with how many they are."""
    x, y = at(_LEFT + _SIDE * rate), at(_TOP + _SIDE * (1 - earned))
    names = "\n".join(f"{number}. {name}" for number, name in named)
    says = f"{at(rate * 100)}% / {at(earned * 100)}%\n{names}"
    label = str(named[0][0]) if len(named) == 1 else f"×{len(named)}"
    return tag(
        "a",
        tag("circle", tag("title", says), cx=x, cy=y, r=8 if len(named) == 1 else 11, class_="dot"),
        tag("text", label, x=x, y=at(_TOP + _SIDE * (1 - earned) + 3), class_="middle inside"),
        href=f"#form-{named[0][0]}",
    )
