"""Whether more or less is better, where a target has no comparator (指标方向): the strongest evidence decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from perfeval.core.category import Category
from perfeval.core.comparators import Comparator
from perfeval.core.cursor import one_of
from perfeval.core.glyphs import plain
from perfeval.core.indicator_names import (
    Measure,
    Says,
    Spoken,
    bare_name,
    counts,
    measure_of,
    spoken,
    tells_of_work,
)
from perfeval.core.quantity import Quantity
from perfeval.core.words.comparators import WORDS, WRITTEN_GLYPHS

Evidence = Literal["comparator", "column", "name", "category", "value", "default", "rule"]
"""What a direction was read from: 比较符 · 方向列 · 指标名称 · 二级指标 · 指标值 · 默认 · 规则."""
Size = Literal["zero", "cases", "small_rate", "few", "other"]
"""What the value itself tells: none at all, a number of cases (起), a small rate, a few of something, nothing."""


@dataclass(frozen=True, slots=True)
class Direction:
    """How a target is compared (指标方向): one comparator, or several where the evidence conflicts.

    `words` is what told so: a comparator, a word of the name, the category; empty for the default.
    """

    comparators: tuple[Comparator, ...]
    evidence: Evidence
    words: str = ""

    @property
    def is_contested(self) -> bool:
        """Whether the evidence does not decide."""
        return len(self.comparators) > 1

    @property
    def name(self) -> Comparator | Literal["contested"]:
        """The comparator, or "contested"."""
        return "contested" if self.is_contested else self.comparators[0]

    @property
    def key(self) -> str:
        """All of it in one text, as a step keeps it: at_least|name|合格."""
        return f"{','.join(self.comparators)}|{self.evidence}|{self.words}"


def direction_of(
    name: str, category: Category, target: Quantity, columns: Mapping[str, str] | None = None
) -> Direction:
    """The direction in which a person reads a target without comparator.

    In this order: a comparator in the name, a printed column of directions, the words of the name, the category,
    a value of zero; else more is better.
    """
    if found := comparator_in(name):
        return Direction((found[0],), "comparator", found[1])
    if columns and (printed := _printed(columns)):
        return Direction((printed[0],), "column", printed[1])
    measure = measure_of(name, target)
    return concluded(spoken(name, measure), category, measure, size_of(name, target))


def telling(name: str, units: Sequence[Quantity], sizes: Sequence[Quantity]) -> tuple[object, ...]:
    """What a name tells of directions, asked with a target of each unit and one of each unit and size: names that tell
    the same have the same comparators and evidence under each category, and may differ only in the words that say so.
    """
    if stated := comparator_in(name):
        return (stated[0],)
    measures = [measure_of(name, each) for each in units]
    said = (spoken(name, measure) for measure in measures)
    return (
        *measures,
        *(each.says if each else None for each in said),
        *(size_of(name, each) for each in sizes),
    )


def concluded(said: Spoken | None, category: Category, measure: Measure, size: Size) -> Direction:
    """The direction by what the name says, then the category, then the value, else a floor."""
    if said is not None:
        return Direction(_meant(said, size == "zero"), "name", said.words)
    by_category = _by_category(category, measure)
    if by_category is not None:
        return Direction((by_category,), "category", category)
    if size == "zero":
        return Direction(("at_most",), "value", "0")
    if size == "cases":
        return Direction(("at_most",), "value", "起")
    if size == "small_rate":
        return Direction(_COMPARATORS["conflict"], "value", f"≤{SMALL_RATE}%")
    if size == "few" and category in _RESULTS:
        return Direction(_COMPARATORS["conflict"], "value", f"≤{FEW}")
    return Direction(("at_least",), "default")


def _meant(said: Spoken, is_zero: bool) -> tuple[Comparator, ...]:
    if said.says == "free":
        return ("at_most",) if is_zero else ("at_least",)
    return _COMPARATORS[said.says]


_COMPARATORS: dict[Says, tuple[Comparator, ...]] = {
    "more": ("at_least",),
    "less": ("at_most",),
    "neither": ("equal_to", "at_least", "at_most"),
    "conflict": ("at_least", "at_most"),
}


SMALL_RATE = 20
"""A 率 of at most so many per cent may be that of something bad; where its name says nothing, who can tell?"""
FEW = 5
"""So few of something whose name says nothing may be what is wanted, or the most that is put up with."""
_RESULTS: tuple[Category, ...] = ("quality", "benefit")
"""Categories under which bad things are counted as well as good ones; under 数量 stands what is provided."""


def size_of(name: str, target: Quantity) -> Size:
    """What the value of a target tells of its direction, where nothing stronger does."""
    if target.value == 0:
        return "zero"
    if target.unit is not None and target.unit.over == ("起",):
        return "cases"
    unit = target.unit
    if unit is not None and unit.is_percent:
        is_small = target.value <= SMALL_RATE and bare_name(name).endswith("率")
        return "small_rate" if is_small else "other"
    is_count = counts(name) if unit is None else unit.is_counter and measure_of(name, target) == "other"
    return "few" if is_count and 0 < target.value <= FEW and not tells_of_work(name) else "other"


def _by_category(category: Category, measure: Measure) -> Comparator | None:
    if category == "timeliness":
        found: dict[Measure, Comparator] = {"duration": "at_most", "rate": "at_least"}
        return found.get(measure)
    by_category: dict[Category, Comparator] = {"cost": "at_most", "satisfaction": "at_least"}
    return by_category.get(category)


@lru_cache(maxsize=1 << 14)
def comparator_in(name: str) -> tuple[Comparator, str] | None:
    """A comparator that the name itself states (设备故障率（≤）, 不低于), and how it is written."""
    found = _STATED.search("".join(plain(name).split()))
    return None if found is None else (_IN_NAMES[found[0]], found[0])


_IN_NAMES: dict[str, Comparator] = {
    **{glyph: comparator for glyph, comparator in WRITTEN_GLYPHS.items() if glyph[0] not in "《》="},
    **{word: comparator for word, comparator in WORDS.items() if comparator in ("at_least", "at_most")},
    **dict.fromkeys(("不突破", "反向", "逆向"), "at_most"),
    "正向": "at_least",
}
"""What states a comparator in a name: 超过 and 大于 do not (超过六成的企业数), nor do the marks of a title."""
_STATED = one_of(*_IN_NAMES)

_COLUMNS = ("指标性质", "指标方向", "方向", "指标类型", "指标属性")
_PRINTED: tuple[tuple[Comparator, tuple[str, ...]], ...] = (
    ("at_most", ("反向", "逆向", "负向", "逆指标", "越低越好", "越小越好", "越少越好", "上限")),
    ("at_least", ("正向", "正指标", "越高越好", "越大越好", "越多越好", "下限")),
    ("equal_to", ("定值", "等于", "适度")),
)


def _printed(columns: Mapping[str, str]) -> tuple[Comparator, str] | None:
    """What a column of directions says (指标性质, 方向)."""
    for column in _COLUMNS:
        for comparator, words in _PRINTED:
            if any(word in columns.get(column, "") for word in words):
                return comparator, columns[column].strip()
    return None
