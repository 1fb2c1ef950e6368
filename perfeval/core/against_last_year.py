"""Target and actual value held against last year (与上年相比): 不低于上年 answered by 较上年增长8.2%, 持平, 减少15起;
or both against one standard (不低于国家标准 answered by 高于国家标准).

Last year counts as 100 %: a growth of 8.2 % is 108.2 % of it. A change that is no percentage of last year's figure
(减少15起, 2个百分点) only tells whether the target was met.
"""

from __future__ import annotations

import re
from fractions import Fraction

from perfeval.core.actual import Words, parse_actual
from perfeval.core.attainment import Level, place_alone
from perfeval.core.comparators import Comparator, comparator_of, is_lower_bound
from perfeval.core.cursor import one_of
from perfeval.core.last_year import WHOLE, LastYear, said_of_last_year, says_nothing_changed
from perfeval.core.notation import NotationError
from perfeval.core.numbers import PERCENT
from perfeval.core.quantity import Quantity
from perfeval.core.target import Bound
from perfeval.core.word_roles import denies, normal
from perfeval.core.words.comparators import WORDS, WORDS_BEFORE_DIGITS, WRITTEN_GLYPHS
from perfeval.core.words.last_year import BETTER, FLAT, WORSE

_OF = "(?P<of>[^\\W0-9]{2,14}(?:水平|标准|平均|均值|[价线值]))"
_COMPARATOR = one_of(*WRITTEN_GLYPHS, *WORDS, *WORDS_BEFORE_DIGITS, *BETTER, *WORSE).pattern
_STANDARD = re.compile(f"(?P<noun>[^\\W0-9]{{0,8}}?)(?P<how>{_COMPARATOR}){_OF}")
_BY_HOW_MUCH = re.compile("^[0-9.]+%?[,;]|(?<=[^\\W0-9])[0-9.]+(?:%|‰|个?百分点|[万亿]?元|倍)$")
_AS_STANDARD = re.compile(f"(?P<noun>)[与和同]{_OF}(?P<how>{one_of(*FLAT).pattern})")
_ANY_CHANGE = Bound("at_least", Quantity(Fraction(0), PERCENT))


def answer_of_last_year(text: str) -> LastYear | None:
    """What an actual value says of last year's figure; None where it says nothing of it."""
    if says_nothing_changed(text):
        return LastYear("equal_to", is_exact=True)
    if found := said_of_last_year(text):
        return found
    try:
        changed = parse_actual(text, _ANY_CHANGE)
    except NotationError:
        return None
    said = normal(text)
    if not isinstance(changed, Quantity) or not (changed.change or said[0] in "+-"):
        return None
    value = -changed.value if changed.change == "down" else changed.value
    if value == 0 or (changed.unit == PERCENT and "点" not in said):
        return LastYear("equal_to", WHOLE + value, is_exact=True)
    return LastYear("more_than" if value > 0 else "less_than")


def held_against_last_year(
    asked: LastYear, answer: LastYear, words: str
) -> tuple[Bound, Quantity] | Words | None:
    """Both in per cent of last year's figure; or whether the target was met; None where that cannot be told."""
    if answer.is_exact:
        target = Bound(asked.comparator, Quantity(asked.share, PERCENT))
        return target, Quantity(answer.share, PERCENT, words)
    is_of_all = asked.share == answer.share == WHOLE
    level = _level(asked.comparator, answer.comparator) if is_of_all else None
    return None if level is None else Words(words, level=level)


def _level(asked: Comparator, side: Comparator) -> Level | None:
    """Whether a figure on one side of last year's is where it was asked to be; None where it may be just at it."""
    if "equal_to" in (asked, side):
        return None
    is_strict = side in ("more_than", "less_than")
    if is_lower_bound(asked) == is_lower_bound(side):
        return "reached" if is_strict or asked in ("at_least", "at_most") else None
    return "missed" if is_strict or asked in ("more_than", "less_than") else None


def held_against_a_standard(asked: str, told: str) -> Level | None:
    """Whether words place something where others ask for it against the same standard (高于国家标准 of 不低于国家标准);
    None for all other words.
    """
    asked, told = normal(asked), normal(told)
    said = _BY_HOW_MUCH.sub("", told)
    goal, found = _STANDARD.fullmatch(asked), _STANDARD.fullmatch(said) or _AS_STANDARD.fullmatch(said)
    if goal is None or found is None or asked == told or place_alone(told) is not None:
        return None
    if goal["of"].removesuffix("水平") != found["of"].removesuffix("水平") or denies(
        goal["noun"] + found["noun"]
    ):
        return None
    if goal["how"].startswith("达") and found["how"] not in (*BETTER, *WORSE, *FLAT):
        return None  # noise that reaches a standard had better be below it
    limit, side = _side(goal["how"]), _side(found["how"])
    if side == "equal_to" != limit:
        return "reached" if limit in ("at_least", "at_most") else "missed"
    return _level(limit, side)


def _side(how: str) -> Comparator:
    if how in FLAT:
        return "equal_to"
    return "more_than" if how in BETTER else "less_than" if how in WORSE else comparator_of(how)
