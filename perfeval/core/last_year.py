"""What a cell says of last year's figure (与上年相比): 不低于上年, 较上年下降, 上年的95%, 高于上年5%, 与上年持平."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from perfeval.core.comparators import Comparator, comparator_of
from perfeval.core.cursor import one_of
from perfeval.core.exact import exact
from perfeval.core.word_roles import denies, normal
from perfeval.core.words.comparators import SUFFIXES, WORDS, WORDS_BEFORE_DIGITS, WRITTEN_GLYPHS
from perfeval.core.words.labels import DOWN, UP
from perfeval.core.words.last_year import ADVERBS, ALONE, BETTER, FIGURES, FLAT, SINCE, WORSE, YEARS

_YEAR = rf"(?:{one_of(*YEARS).pattern})(?:的?(?:{one_of(*FIGURES).pattern}))*"
_COMPARATOR = one_of(*WRITTEN_GLYPHS, *WORDS, *WORDS_BEFORE_DIGITS, *BETTER, *WORSE).pattern
_SUFFIX = one_of(*SUFFIXES).pattern
_TOWARDS = rf"[较比与和同]?{_YEAR}(?:相比|比较|对比|比)?"
_MANNER = rf"(?:{one_of(*ADVERBS).pattern})*"
_NOUN = r"(?P<noun>[^\W0-9]{0,12}?)"
_HELD = re.compile(rf"{_NOUN}(?:(?P<how>{_COMPARATOR}){_YEAR}(?:{_SUFFIX})?|{_YEAR}(?P<after>{_SUFFIX}))")
_CHANGED = re.compile(
    rf"{_NOUN}(?:{_TOWARDS}|{one_of(*SINCE).pattern})[,:]?{_MANNER}(?P<not>不|未|没有)?{_MANNER}"
    rf"(?:(?P<up>{one_of(*UP).pattern})|(?P<down>{one_of(*DOWN).pattern}))(?:率|幅度?|趋势)?"
)
_SHARE = re.compile(
    rf"{_NOUN}(?P<how>{_COMPARATOR})?(?<![较比]){_YEAR}(?P<of>的)?"
    rf"(?P<share>[0-9]+(?:\.[0-9]+)?)%(?P<after>{_SUFFIX})?"
)
_AS_IT_WAS = rf"(?:保持)?(?:{one_of(*FLAT).pattern})"
_ALONE = re.compile(rf"{_NOUN}(?P<how>{one_of(*ALONE).pattern})")
_FLAT = re.compile(rf"{_NOUN}{_TOWARDS}{_AS_IT_WAS}")
_FLAT_ALONE = re.compile(_AS_IT_WAS)
WHOLE = Fraction(100)
"""Last year's figure in per cent of itself."""
_LARGEST_CHANGE = 50
"""Up to so many per cent, 高于上年5% is a growth and no share of last year; above, who can tell (高于上年60%)?"""


@dataclass(frozen=True, slots=True)
class LastYear:
    """A figure against last year's, in per cent of it: 不低于上年 is at least 100 %.

    `is_exact` where it is just that share (持平, 上年的97%, 高于上年5%), if it is what was reached.
    """

    comparator: Comparator
    share: Fraction = WHOLE
    is_exact: bool = False


@lru_cache(maxsize=4096)
def said_of_last_year(text: str) -> LastYear | None:
    """What a text says of last year's figure; None where it is about something else.

    said = [ noun ] ( comparator year | since { adverb } [ "不" ] change | [ comparator ] year percentage | flat
                    | "只减不增" … )
    """
    said = normal(text)
    if _FLAT.fullmatch(said):
        return LastYear("equal_to", is_exact=True)
    for pattern, meaning in ((_SHARE, _share), (_HELD, _held), (_CHANGED, _changed), (_ALONE, _alone)):
        found = pattern.fullmatch(said)
        if found is not None:
            return None if denies(found["noun"]) else meaning(found)
    return None


def says_nothing_changed(words: str) -> bool:
    """Whether words say that all is as it was (持平, 与上年持平)."""
    said = normal(words)
    return bool(_FLAT.fullmatch(said) or _FLAT_ALONE.fullmatch(said))


def _share(found: re.Match[str]) -> LastYear | None:
    """不低于上年的95% is at least 95 % of it; 高于上年5% is at least 105 % of it."""
    share, how = exact(found["share"]), _comparator(found)
    is_strict, is_large = how in ("more_than", "less_than"), share > _LARGEST_CHANGE
    if found["of"] or (is_large and not is_strict):
        return LastYear(how, share, is_exact=not (found["how"] or found["after"]))
    if is_large or not is_strict:
        return None
    if how == "more_than":
        return LastYear("at_least", WHOLE + share, is_exact=True)
    return LastYear("at_most", WHOLE - share, is_exact=True)


def _held(found: re.Match[str]) -> LastYear:
    return LastYear(_comparator(found))


def _changed(found: re.Match[str]) -> LastYear:
    if found["not"]:
        return LastYear("at_most" if found["up"] else "at_least")
    return LastYear("more_than" if found["up"] else "less_than")


def _alone(found: re.Match[str]) -> LastYear:
    return LastYear(ALONE[found["how"]])


def _comparator(found: re.Match[str]) -> Comparator:
    """The comparator before or after the year; a share of last year alone is to be reached."""
    how, after = found["how"], found["after"]
    if how in BETTER or how in WORSE:
        return "more_than" if how in BETTER else "less_than"
    return comparator_of(how) if how else SUFFIXES[after] if after else "at_least"
