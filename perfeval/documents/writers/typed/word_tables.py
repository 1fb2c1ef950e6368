"""Tables of words (词表) that the formulas of a form look into, taken from the core's own: nothing is listed twice.

Every table that a text is matched against from its beginning is in order of length, with nothing as its first
entry: `LOOKUP(2,1/(LEFT(text,length)=word),…)` then finds the longest entry, and always finds one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product

from perfeval.core import category, comparators, grades, numbers, numerals, units
from perfeval.core.attainment import Level as Attainment
from perfeval.core.attainment import place_alone
from perfeval.core.comparators import Comparator
from perfeval.core.counted import has_unknown_words
from perfeval.core.direction import direction_of
from perfeval.core.form import SelfEvaluationForm
from perfeval.core.glyphs import is_blank_character, normal_words, plain
from perfeval.core.methods.bands import Bands
from perfeval.core.notation import NotationError
from perfeval.core.quantity import Quantity
from perfeval.core.ruleset import Ruleset
from perfeval.core.scope import counts_more, may_be_all, was_remedied
from perfeval.core.target import Bare, is_blank, parse_target
from perfeval.core.words.attainment import UNDONE
from perfeval.core.words.comparators import SUFFIXES, WORDS, WORDS_BEFORE_DIGITS, WRITTEN_GLYPHS
from perfeval.core.words.doing import DOING, EARLY, THINGS
from perfeval.core.words.labels import BEGUN, VERBS
from perfeval.core.words.units import MEASURES

COMPARATORS: tuple[Comparator, ...] = ("at_least", "more_than", "at_most", "less_than", "equal_to")
"""The comparators in the order of their numbers on the sheet: 1 is ≥; 0 is none."""
BESIDE = "·"
"""What stands before the words of the table of nouns and notes."""
LONGEST = 40
"""Characters of a cell that the formulas look through."""
LONGEST_NAME = 4
"""Letters of a noun after a unit, and of a unit that is in no table."""

Value = str | int | Fraction


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table of the sheet 词表: columns by the name that formulas call them, and what the table is."""

    title: str
    columns: Mapping[str, Sequence[Value]]


def comparator_number(comparator: Comparator) -> str:
    """The number of a comparator on the sheet, as a digit."""
    return str(COMPARATORS.index(comparator) + 1)


def word_tables(rulesets: Sequence[Ruleset], forms: Sequence[SelfEvaluationForm]) -> list[WordTable]:
    """All tables that the formulas of these forms under these rule sets need."""
    return [
        WordTable("字符位", {"位": range(1, LONGEST + 1)}),
        _comparators(),
        _suffixes(),
        _attained(forms),
        _magnitudes(),
        _units(),
        WordTable("数词", {"数词": [*"一二三四五六七八九十"]}),
        WordTable("数词后面的单位", {"数词单位": sorted(_counters())}),
        WordTable("单位里不能有的字", {"禁用字": sorted(_FORBIDDEN)}),
        WordTable("数字旁边可省的词", {"旁词": sorted(_beside(forms))}),
        WordTable("括号里不能有的字", {"注中禁字": sorted(_DOUBTFUL)}),
        WordTable("单位后面改变意思的字", {"界限字": sorted(_after_unit())}),
        WordTable("不算定性的开头", {"数字头": sorted(_number_heads())}),
        WordTable("数字", {"数字": [*"0123456789"]}),
        WordTable("不适用", {"不适用字": ("不适用", "不涉及", "N/A", "NA")}),
        WordTable("日期用字", {"日期字": ("月", "年底", "年末")}),
        _grades(),
        _dimensions(),
        _categories(),
        _directions(forms),
        *(_levels(number, ruleset) for number, ruleset in enumerate(rulesets, 1)),
    ]


def by_length(
    name: str, words: Mapping[str, Value], *values: tuple[str, Mapping[str, Value]]
) -> dict[str, list[Value]]:
    """Columns of a table matched from one end: the words by length, the lengths, and their values."""
    ordered = sorted(words, key=lambda each: (len(each), each))
    columns: dict[str, list[Value]] = {
        name: list(ordered),
        f"{name}长": [len(word) for word in ordered],
        f"{name}序": list(range(1, len(ordered) + 1)),
    }
    for column, of_word in values:
        columns[column] = [of_word[word] for word in ordered]
    return columns


def _comparators() -> WordTable:
    strict = {"": 0, **dict.fromkeys((*WRITTEN_GLYPHS, *WORDS), 1)}
    strict |= dict.fromkeys(WORDS_BEFORE_DIGITS, 0)
    code = {word: COMPARATORS.index(comparators._BY_WORD[word]) + 1 if word else 0 for word in strict}
    return WordTable("比较词", by_length("比较词", strict, ("比较词号", code), ("比较词定量", strict)))


def _suffixes() -> WordTable:
    code = {"": 0} | {word: COMPARATORS.index(each) + 1 for word, each in SUFFIXES.items()}
    return WordTable("后缀", by_length("后缀", code, ("后缀号", code)))


def _attained(forms: Sequence[SelfEvaluationForm]) -> WordTable:
    """Verbs before a number; 1 for those that must stand in the row, 2 for those that may count all where it asks for
    new ones.
    """
    words = {"", *VERBS} - {*EARLY}
    others = _of_others(words, forms)
    code = {each: (2 if may_be_all(each, "") else 1) if each in others else 0 for each in words}
    return WordTable("开头可省的动词", by_length("完成词", code, ("完成词他", code)))


def _of_others(words: Iterable[str], forms: Sequence[SelfEvaluationForm]) -> set[str]:
    """Words that at the number of one of the rows name another act, or another thing, than the row asks for."""
    rows = {f"{row.name}{row.target or ''}" for form in forms for row in form.indicators}
    asked = (counts_more, may_be_all, was_remedied)
    unsure = [word for word in words if any(ask(word, "") for ask in asked)]
    return {each for each in unsure if any(ask(each, row) for ask in asked for row in rows)}


def _beside(forms: Sequence[SelfEvaluationForm]) -> set[str]:
    """Words that may stand behind a number or in brackets beside it."""
    words = {*DOING, *THINGS, *VERBS} - {*EARLY}
    known = {
        word
        for word in words
        if counts_more(word, "") or was_remedied(word, "") or not has_unknown_words(f"1({word})")
    }
    # With a mark before them: a sheet that says 指标 and 得分 would be taken for a form that nobody recognised.
    return {f"{BESIDE}{word}" for word in known - _of_others(known, forms)}


def _magnitudes() -> WordTable:
    size = {"": Fraction(1), **{word: value for word, value in units.MAGNITUDES.items() if word}}
    return WordTable("数量级", by_length("数量级", size, ("数量级值", size)))


def _units() -> WordTable:
    size: Mapping[str, Value] = {"": Fraction(1), **{name: each.size for name, each in MEASURES.items()}}
    kind: Mapping[str, Value] = {"": "", **{name: each.dimension for name, each in MEASURES.items()}}
    return WordTable("单位", by_length("单位名", size, ("单位类", kind), ("单位值", size)))


def _counters() -> set[str]:
    """Units behind a numeral that make it a number of things: not of time, which may be a date (一季度)."""
    return {name for name, each in MEASURES.items() if each.dimension == each.name != "工作日"}


def _after_unit() -> set[str]:
    """Every character that may begin a word which is no part of a unit or noun, and those of 约数."""
    said = units.AFTER_UNIT.pattern + numbers._ABOUT.pattern
    return {character for character in said if character > "\u2e7f"}


def _number_heads() -> set[str]:
    """Characters that may begin a number in words, an approximate one, or a date in words."""
    said = numerals.NUMERAL.pattern.partition("]")[0] + "半每约近大将接于在截已年当本"
    return {character for character in said if character > "\u2e7f"}


def _grades() -> WordTable:
    """Grades that can be told apart, each with its scale and its place in it, the best first."""
    scales = [grades._LEVELS, grades._CLASSES]
    words: dict[str, Value] = {}
    scale: dict[str, Value] = {}
    for number, each in enumerate(scales, 1):
        for place, word in enumerate(each, 1):
            words[word], scale[word] = place, number
    ordered = list(words)
    return WordTable(
        "等级",
        {
            "等级词": ordered,
            "等级号": range(1, len(ordered) + 1),
            "等级组": [scale[word] for word in ordered],
            "等级序": [words[word] for word in ordered],
        },
    )


def _categories() -> WordTable:
    """Words of the levels of indicators, the most telling last: the last one found counts."""
    pairs = list(reversed(category._CATEGORY_WORDS))
    return WordTable(
        "类别",
        {
            "类别词": [word for word, _, _ in pairs],
            "类别值": [kind if kind != "plain" else name for _, name, kind in pairs],
        },
    )


def _dimensions() -> WordTable:
    pairs = list(reversed(category._DIMENSION_WORDS))
    return WordTable("维度", {"维度词": [word for word, _ in pairs], "维度值": [name for _, name in pairs]})


def _directions(forms: Sequence[SelfEvaluationForm]) -> WordTable:
    """How the core compares the targets without comparator that the forms have now, by name, category and target."""
    found: dict[str, str] = {"": ""}
    for indicator in (each for form in forms for each in form.indicators):
        target = _bare_quantity(indicator.target or "")
        if target is None:
            continue
        kind, _ = category.category_of(indicator.category, category.dimension_of(indicator.dimension))
        direction = direction_of(indicator.name, kind, target, indicator.extra)
        key = f"{indicator.name}|{indicator.category}|{indicator.target}"
        code = "".join(map(comparator_number, direction.comparators))
        found[key] = code if found.get(key, code) == code else ""
    return WordTable("没有比较符时的方向", {"方向名": list(found), "方向口径": list(found.values())})


def _bare_quantity(text: str) -> Quantity | None:
    try:
        target = parse_target(text) if not is_blank(text) else None
    except NotationError:
        return None
    return target.quantity if isinstance(target, Bare) else None


def _levels(number: int, ruleset: Ruleset) -> WordTable:
    """Words that name a level of attainment under a rule set (完成程度), with the number of the level."""
    bands = bands_of(ruleset)
    levels = dict(enumerate(bands.levels, 1)) if bands else {}
    found: dict[str, int] = {"": 0}
    for place, level in levels.items():
        found |= {normal_words(word): place for word in (level.name, *level.words)}
    for words, attained in _answers().items():
        place = next((place for place, level in levels.items() if level.attains == attained), 0)
        if place:
            found.setdefault(words, place)
    columns: dict[str, Sequence[Value]] = {
        f"程度词{number}": list(found),
        f"程度号{number}": list(found.values()),
    }
    return WordTable(f"完成程度（规则 {ruleset.id}）", columns)


_EXTENTS = ("", "已", "已经", "全部", "完全", "基本", "部分", "未", "尚未", "未能")
_HEADS = ("完成", "达成", "达到", "实现", "达标")
_OBJECTS = ("", "预期", "目标", "预期目标", "预期指标", "指标", "年度指标", "年度目标", "任务", "计划")


@cache
def _answers() -> dict[str, Attainment]:
    """Plain answers, each with the level in which the core places it whatever the target is."""
    every = ("".join(parts) for parts in product(_EXTENTS, _HEADS, _OBJECTS))
    return {words: found.level for words in every if (found := place_alone(words)) is not None}


def bands_of(ruleset: Ruleset) -> Bands | None:
    """The method by which the rule set tells levels of attainment apart; None where it has none."""
    return next((rule.method for rule in ruleset.rules if isinstance(rule.method, Bands)), None)


_FORBIDDEN = {*"0123456789!\"#$&'()*+,-.:;<=>?@[\\]^_`{|}~¥±×÷≥≤≈、。《》「」“”‘’…—·每", *BEGUN}
"""Characters that no unit and no noun contains, and words of a stage before the end."""
_DOUBTFUL = {
    *"0123456789含未没不无延逾滞推",
    "超期",
    "超时",
    "目标",
    "估",
    "左右",
    "大约",
    "更正",
    "应为",
    "实为",
    "计划",
    *UNDONE,
    *BEGUN,
}
"""What a note in brackets says that may take the number back."""


@cache
def replacements() -> tuple[tuple[str, str], ...]:
    """Characters that mean another one in numbers and units, with that one; letters of Latin left out."""
    every = "".join(map(chr, range(0x20, 0xD800))) + "".join(map(chr, range(0xF900, 0xFFF0)))
    pairs = zip(every, plain(every), strict=True)
    return tuple((glyph, simple) for glyph, simple in pairs if glyph != simple and _is_needed(simple))


def _is_needed(simple: str) -> bool:
    return not (simple.isascii() and simple.isalpha()) and simple not in "!\"#$&'?@\\^_`{|}"


@cache
def blanks() -> tuple[str, ...]:
    """Characters that print nothing and may stand in a cell."""
    places: Iterable[int] = (
        *range(0x20, 0x21),
        0xA0,
        *range(0x2000, 0x2010),
        0x202F,
        0x205F,
        0x2060,
        0x3000,
        0xFEFF,
    )
    return tuple(chr(place) for place in places if is_blank_character(chr(place)))
