"""Goals and achievements held against the rows (年度总体目标与指标): numbers, years, promises.

A number is held against a row only where its words are clearly the row's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from perfeval.core.comparators import Comparator, is_met
from perfeval.core.glyphs import plain
from perfeval.core.quantity import Quantity, same_unit
from perfeval.core.words.comparators import SUFFIXES, WORDS, WORDS_BEFORE_DIGITS
from perfeval.review.measured import Measured
from perfeval.review.mentions import clause_end, clause_start, mentions, says_the_same
from perfeval.review.note_claims import shared
from perfeval.review.numbering import bare_name

Side = Literal["expected", "achieved"]
_COMPARATORS: dict[str, Comparator] = {**WORDS, **WORDS_BEFORE_DIGITS, **SUFFIXES, "达到了": "at_least"}
_ENDINGS = re.compile(r"(?:数量|次数|人数|长度|面积|金额|总数|规模)$")


@dataclass(frozen=True, slots=True)
class TextClaim:
    """A number in a goal or an achievement that is clearly about one row, and what that row says instead."""

    row: Measured
    text: str
    own: str


_PART = re.compile(
    r"季度|上半年|下半年|\d月|其中|每|平均|人均|批|[一二三四五六]期|新增|累计|较|同比|环比|增长|提高|下降|降低|减少"
)


def contradictions(text: str, rows: tuple[Measured, ...], side: Side) -> Iterator[TextClaim]:
    """Numbers of a text that name a row's indicator and state another value than the row.

    What speaks of a part or a change is about something else, and a row is right if any of its numbers is.
    """
    found: dict[int, list[TextClaim]] = {}
    right: set[int] = set()
    for mention in mentions(text):
        row = _named_row(mention.before, rows)
        if row is None or mention.is_rough or _PART.search(mention.before):
            continue
        own = row.target if side == "expected" else row.actual
        same = says_the_same(own, mention.quantity)
        if same is None:
            continue
        if _agrees(own, mention.quantity, mention.bound, same, side):
            right.add(row.row.row)
            continue
        words = "" if mention.text.endswith(mention.bound) else mention.bound
        claim = TextClaim(row, f"{mention.before}{words}{mention.text}", own.text)
        found.setdefault(row.row.row, []).append(claim)
    yield from (claim for number, claims in found.items() if number not in right for claim in claims)


def _agrees(own: Quantity, claimed: Quantity, bound: str, same: bool, side: Side) -> bool:
    if side == "expected" or bound in ("", "余", "多", "左右"):
        return same
    match = same_unit(claimed, own)
    value, limit = match.actual_value, match.target_value
    comparator = _COMPARATORS.get(bound)
    return same if comparator is None else is_met(comparator, limit, value)


def _named_row(words: str, rows: tuple[Measured, ...]) -> Measured | None:
    """The one row that the words clearly name: at least four characters and half of the shorter text in common.

    Numbers inside the words must stand in the name too: 10千伏线路 is not 35千伏线路.
    """
    best: list[tuple[int, Measured]] = []
    plain = "".join(words.split())
    for row in rows:
        name = _ENDINGS.sub("", bare_name(row.row.name))
        common = shared(plain, name)
        same_numbers = set(re.findall(r"\d+", plain)) <= set(re.findall(r"\d+", name))
        if same_numbers and common >= 4 and 2 * common >= min(len(plain), len(name)):
            best.append((common, row))
    top = max((common for common, _ in best), default=0)
    found = [row for common, row in best if common == top]
    return found[0] if len(found) == 1 else None


def uncarried(
    text: str, rows: tuple[Measured, ...], known: tuple[Quantity, ...], names: str
) -> Iterator[str]:
    """Numbers of a text that are not `known` of the rows and the funds, and that no name of the form carries."""
    for mention in mentions(text):
        if plain(mention.text) in names or any(_carries(each, mention.quantity) for each in known):
            continue
        if _named_row(mention.before, rows) is not None:
            continue  # a row carries it; whether it says the same is asked by `contradictions`
        after = mention.clause.partition(mention.text)[2][:6]
        yield f"{mention.before[-8:]}{mention.text}{after}"


def _carries(own: Quantity, claimed: Quantity) -> bool:
    """Whether a row's number is the one in the text; two counters (次, 人次) are compared by number."""
    same = says_the_same(own, claimed)
    both_counted = not any(each.unit is not None and each.unit.is_percent for each in (own, claimed))
    return same is True or (same is None and both_counted and own.value == claimed.value)


# A month makes it a date in the story of the project, not a year that is reported on.
_YEAR = re.compile(
    r"(?<![\d—–\-~至到、和及与/])(20\d\d)年(?!来|以来|以前|前|底前|代|起|度?\s*\d{1,2}月|度?末|度?底)"
)
_OTHER_MATTER = re.compile(r"[较比与同至到截从自于]$|依据$|根据$|按照$|《[^》]*$|[〔\[(（][^〕\])）]*$|结合$")
_CARRIED = re.compile(r"结转|结余|跨年|规划")
_PLANNED = re.compile(r"预计|计划|将|拟|力争|争取|推迟|延期|延至|顺延|下一?年|持续到")


def other_years(text: str, year: int, known: str = "", is_note: bool = False) -> Iterator[str]:
    """Clauses that speak of another year than the form's as if it were the form's.

    Comparisons (较2022年), sources (依据2022年…, 《…》), periods (2021—2025年), money carried over and plans for
    later years are about other years rightly; so is a year that stands in a name of the form. A text that names
    the form's own year too tells a story, and so does a note about an earlier year, unless it is a 年度.
    """
    if f"{year}年" in text:
        return
    for found in _YEAR.finditer(text):
        start = clause_start(text, found.start())
        clause = text[start : clause_end(text, found.end())].strip()
        is_later = int(found[1]) > year
        is_story = is_note and not is_later and not text.startswith("度", found.end())
        is_plan = is_later and _PLANNED.search(clause) is not None
        if is_story or is_plan or found[1] in known or _CARRIED.search(clause):
            continue
        before = text[start : found.start()].rstrip()
        if not _OTHER_MATTER.search(before) and not _is_period(text, found.end()):
            yield clause


def _is_period(text: str, position: int) -> bool:
    return re.match(r"\s*(?:度)?\s*[—–\-~至到]", text[position:]) is not None


_LAST_YEAR = re.compile(r"(?<![较比与同按])(?:上一?年度?|去年)(?:度)?(?!相比|同期|末|底|结转|结余)")


def last_year_results(text: str, rows: tuple[Measured, ...]) -> Iterator[str]:
    """Clauses that report a row's actual value as a result of last year (上一年度累计…262笔)."""
    for mention in mentions(text):
        is_row = any(says_the_same(row.actual, mention.quantity) for row in rows)
        if is_row and _LAST_YEAR.search(mention.before):
            yield mention.clause


_PROMISE = re.compile(
    r"零事故|无(?:任何|重特大|安全|责任)*事故|不发生[^，。；]{0,8}事故|杜绝[^，。；]{0,8}事故"
)
_ONLY_SOME = re.compile(r"较大|重大|特大|重特大|死亡|致死")


def broken_promise(text: str, names: tuple[str, ...]) -> tuple[str, str] | None:
    """A promise of no accident at all, and the narrower indicator that is all the form has for it, "" for none.

    None where the text makes no such promise, or an indicator counts every accident.
    """
    found = _PROMISE.search(text)
    if found is None or _ONLY_SOME.search(found[0]):
        return None
    about = [name for name in names if "事故" in name]
    if any(not _ONLY_SOME.search(name) for name in about):
        return None
    return found[0], about[0] if about else ""
