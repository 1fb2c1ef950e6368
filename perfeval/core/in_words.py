"""What an answer in words says of a target (文字作答): a level, a grade, all of it, none of it, less than was asked."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from perfeval.core.actual import GradeWord, Words
from perfeval.core.answers import read_answer
from perfeval.core.attainment import (
    MISSED,
    REACHED,
    Attained,
    place,
    restricts_level,
    says_all,
    says_the_name,
)
from perfeval.core.cells import Cells
from perfeval.core.comparators import is_lower_bound, is_upper_bound
from perfeval.core.counted import is_made_of, row_says, says_done, tells_no_result
from perfeval.core.cursor import one_of
from perfeval.core.glyphs import plain, without_blanks
from perfeval.core.grades import WATER_SCALE, water_class, worse_grade
from perfeval.core.harm import happened, is_exceeded, names_limit
from perfeval.core.last_year import says_nothing_changed
from perfeval.core.numbers import PERCENT
from perfeval.core.pair import Way
from perfeval.core.quantity import Quantity
from perfeval.core.shortfall import falls_short, not_begun, tells_done, tells_nothing_done
from perfeval.core.target import Bare, Bound, Deadline, Grade, Qualitative, Target
from perfeval.core.word_roles import denies, normal, without_notes
from perfeval.core.words import directions
from perfeval.core.words.attainment import NO, YES
from perfeval.core.words.doing import DOING
from perfeval.core.words.labels import OF_A_PLAN

_CLAUSES = re.compile("[,;。]")
_NOTHING_AT_ALL = Quantity(Fraction(0))
_HOLDS_A_DATE = re.compile("[0-9](?:[年月日号]|[-/.][0-9]+[-/.])")
_IN_TIME = re.compile("(?:及时|按时|按期|如期|准时)(?:完成|拨付|到位|发放|支付)?")
_SECOND_TIME = re.compile("整改后|返工后|修改后|复[验检测查审]|[二再]次|补考")
"""What was not reached at once (一次性通过)."""
_NOT_DONE = re.compile(
    "(?:本年度?|全年|当年|今年|项目)?(?:尚|暂|并|均)?未(?:能|如期|按期|按计划)?"
    f"(?P<act>{one_of(*OF_A_PLAN, *directions.ACT, *(each for each in DOING if len(each) > 1)).pattern})"
    "(?P<what>[^\\W0-9]*)"
)
_LONG_TIMES = ("工作日", "天", "日", "周", "月", "个月")
_MOVED = re.compile(
    "(?:较|比)?(?:原?计划|目标|合同|预期)?(?:工期|时间)?(?:(?P<early>提前)|延期|延迟|延后|延误|推迟|逾期|滞后)了?"
    "[0-9]+(?:个?工作日|天|日|个月|周)(?:完成|完工|竣工|交付|投用|拨付|发放|到位)?"
)
"""How far a date lies before or behind the one that was planned."""


def in_words(cells: Cells, target: Target, actual: Words) -> tuple[Way, ...]:
    """An answer in words: nothing of what is limited, a grade, or a level."""
    if isinstance(target, Bound | Bare):
        return (
            _as_all(cells, target, actual)
            or _as_short(cells, target, actual)
            or _as_zero(cells, target, actual),
        )
    if isinstance(target, Qualitative) and (classes := _water_classes(cells, target)):
        return (classes,)
    found = placed(cells, target, actual)
    way = Way(target, found)
    if (
        isinstance(target, Qualitative)
        and found.level is None
        and (worse := worse_grade(target.text, actual.text))
    ):
        asked, given, scale = worse
        return (replace(way, target=Grade(asked, scale, target.text), actual=GradeWord(given)),)
    return (way.noting("answered-no") if found.answers_no else way,)


def _water_classes(cells: Cells, target: Qualitative) -> Way | None:
    """Two classes of water (达到Ⅲ类 → Ⅱ类), of which the lower number is the better one; None for all others."""
    if "水" not in cells.indicator.name + target.text or normal(target.text) == normal(cells.actual):
        return None
    asked, given = water_class(target.text), water_class(cells.actual)
    return Way(Grade(asked, WATER_SCALE, target.text), GradeWord(given)) if asked and given else None


def placed(cells: Cells, target: Target, actual: Words) -> Words:
    """The words with the level that they name in the light of the target."""
    text, is_deadline = actual.text, isinstance(target, Deadline)
    is_timely = is_deadline or _IN_TIME.fullmatch(normal(target.text)) is not None
    if is_timely and (moved := _MOVED.fullmatch(without_blanks(plain(text)))):
        return replace(actual, level="reached" if moved["early"] else "missed")
    row = f"{cells.indicator.name}{target.text}"
    if "一次" in row and _SECOND_TIME.search(text):
        return actual
    found = place(text, target.text, cells.indicator.name, is_deadline) or _by_a_clause(cells, target, text)
    undone = not_begun(text) if found is None and not denies(target.text) else None
    if undone is not None and is_made_of(undone, row):
        found = MISSED
    is_dated = is_deadline or _HOLDS_A_DATE.search(plain(target.text)) is not None
    if found is None or (is_dated and found.level == "reached" and _HOLDS_A_DATE.search(plain(text))):
        return actual  # a date that cannot be read may be late
    return replace(actual, level=found.level, answers_no=found.answers_no)


def _by_a_clause(cells: Cells, target: Target, text: str) -> Attained | None:
    """What one clause of an answer says; None where none decides.

    The first, where it says no and the others why (否，因网站改版尚未公开); the one that ends in the very word that was
    asked for, where nothing is denied or restricted (带动消费效果明显).
    """
    clauses = _CLAUSES.split(normal(text))
    first = place(clauses[0], target.text, cells.indicator.name)
    others = "".join(clauses[1:])
    if others and first is not None and first.level == "missed":
        is_one_word = clauses[0] in YES | NO
        is_open = (any(map(str.isdigit, others)) and not is_one_word) or (
            says_done(others) and not tells_no_result(others, "")
        )
        return None if is_open else first
    asked, row = normal(target.text), f"{cells.indicator.name}{target.text}"
    ends = [each for each in clauses if len(asked) > 1 and each.endswith((asked, f"{asked}完成"))]
    is_affirmed = bool(ends) and normal(text) != asked and all(row_says(each, row) for each in ends)
    return REACHED if is_affirmed and not restricts_level(text) and not tells_no_result(text, row) else None


def _as_all(cells: Cells, target: Bound | Bare, actual: Words) -> Way | None:
    """全部合格 and 全覆盖 against a floor in per cent are 100 %, as 合格 is of a 合格率; 已举办 of 1次 is one."""
    unit = target.quantity.unit
    if not is_lower_bound(cells.direction(target)) or unit is None:
        return None
    if unit.is_counter and target.quantity.value == 1 and tells_done(actual.text):
        return Way(target, Quantity(Fraction(1), unit, actual.text)).noting("counted-as", read=f"1{unit}")
    if not unit.is_percent:
        return None
    name, is_whole = cells.indicator.name, target.quantity.value == 100
    if not says_all(actual.text, name) and not (is_whole and says_the_name(actual.text, name)):
        return None
    found = Quantity(Fraction(100), PERCENT, actual.text)
    return Way(target, found).noting("all-as-percent")


def _as_short(cells: Cells, target: Bound | Bare, actual: Words) -> Way | None:
    """Words that say of a quantity that it was missed: 未开展 of 4次 is none, 未全部化解 of 100 % is less; 超支."""
    comparator, unit = cells.direction(target), target.quantity.unit
    if target.quantity.change:
        return None
    moved = _MOVED.fullmatch(without_blanks(plain(actual.text)))
    is_time = unit is not None and len(unit.over) == 1 and unit.over[0] in _LONG_TIMES and not unit.under
    if moved and is_time and is_upper_bound(comparator):
        level, note = ("reached", "kept-in-words") if moved["early"] else ("missed", "short-in-words")
        return Way(target, replace(actual, level=level)).noting(note)  # type: ignore[arg-type]  # one of two levels
    is_over = is_exceeded(actual.text)
    if is_upper_bound(comparator):
        is_short = is_over or (target.quantity.value == 0 and happened(actual.text) is True)
    elif not is_lower_bound(comparator) or target.quantity.value <= 0:
        return None
    elif (unit is None or unit.is_counter) and (
        tells_nothing_done(actual.text) or _denies_the_act(actual.text, cells.indicator.name)
    ):
        return Way(target, replace(_NOTHING_AT_ALL, unit=unit, text=actual.text)).noting("none-as-zero")
    else:
        is_whole = unit is None or not unit.is_percent or target.quantity.value == 100
        is_short = falls_short(actual.text, cells.indicator.name, is_whole) and not is_over
    return Way(target, replace(actual, level="missed")).noting("short-in-words") if is_short else None


def _denies_the_act(text: str, name: str) -> bool:
    """Whether words say no more than that what the name asks to be done was not: 本年未采购车辆 of 采购车辆."""
    found = _NOT_DONE.fullmatch(without_notes(normal(text)))
    return found is not None and found["act"] in name and is_made_of(found["what"], name)


def _as_zero(cells: Cells, target: Bound | Bare, actual: Words) -> Way:
    """无 and 未发生 against a ceiling, or a target of zero, are none; 未超支 has kept it; 与上年持平 is no change."""
    way = Way(target, actual)
    if target.quantity.change and says_nothing_changed(actual.text):
        nothing = replace(_NOTHING_AT_ALL, unit=target.quantity.unit, text=actual.text)
        return replace(way, actual=nothing).noting("none-as-zero")
    is_limited = target.quantity.value == 0 or is_upper_bound(cells.direction(target))
    if not is_limited or happened(actual.text) is not False:
        return way
    if names_limit(actual.text):
        return replace(way, actual=replace(actual, level="reached")).noting("kept-in-words")
    zero = replace(_NOTHING_AT_ALL, unit=target.quantity.unit, text=actual.text)
    return replace(way, actual=zero).noting("none-as-zero")


def nothing(cells: Cells, target: Qualitative) -> tuple[Way, ...]:
    """A target of nothing (零投诉, 不突破预算): as "at most 0", against a count or words that say it was kept."""
    none = replace(_NOTHING_AT_ALL, text=target.text)
    ceiling = Bound("at_most", none, target.text)
    words = Words(cells.actual.strip())
    has_happened = happened(words.text)
    if has_happened:
        return (Way(target, replace(words, level="missed")),)
    counted, _, _ = read_answer(cells.actual, ceiling, "at_most", cells.indicator.name)
    if isinstance(counted, Quantity) and (counted.value == 0 or _counts(counted, target)):
        counts = replace(ceiling, quantity=replace(none, unit=counted.unit))
        return (Way(counts, counted).noting("nothing-asked"),)
    if has_happened is False:
        zero = replace(_NOTHING_AT_ALL, text=words.text)
        return (Way(ceiling, zero).noting("nothing-asked"),)
    return (Way(target, placed(cells, target, words)),)


def _counts(actual: Quantity, target: Qualitative) -> bool:
    """Whether a number above zero tells how often the bad thing happened: 2起, not 98%, 3天 or 45万元."""
    unit = actual.unit
    if names_limit(target.text):
        return False
    return unit is None or (len(unit.over) == 1 and not unit.under and unit.is_counter)
