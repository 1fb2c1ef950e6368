"""Numbers claimed in words (文字中的数字): what a note, a goal or an achievement says that a row can confirm or deny.

A claim is read only where its words leave one meaning; what may be about something else is no claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from perfeval.core.exact import MAX_LENGTH, exact, round_to
from perfeval.core.quantity import Quantity, same_unit
from perfeval.review.measured import Measured
from perfeval.review.mentions import NUMBER, clause_end, clause_start, mentions, says_the_same
from perfeval.review.numbering import bare_name

_PERCENT = rf"(?P<number>{NUMBER})\s*[%％](?!以上|以下|以内|左右|多|余)"
_BE = r"(?:均|都|也)?(?:为|是|达到?|约|：|:)?(?:了)?"
_RATE = re.compile(
    rf"(?P<subject>[^，。；、,;\n]{{0,40}}?)(?:完成(?:率|比例)|(?:只|仅)?完成了?(?:年度|全年|年初)?(?:目标|指标|任务|计划)值?的?){_BE}{_PERCENT}"
)
_DEVIATION = re.compile(
    rf"(?P<subject>[^，。；、,;\n]{{0,40}}?)偏[差离][率度]{_BE}\s*(?P<sign>[-－+]?){_PERCENT}"
)
_EXCESS = re.compile(
    rf"(?P<subject>[^，。；、,;\n]{{0,40}}?)(?:超额完成|超出(?:预期|目标|计划|年初)\w{{0,4}}?|超过(?:预期|目标|计划)\w{{0,4}}?){_BE}{_PERCENT}"
)
_FILLER = re.compile(
    r"所以|因此|因而|从而|造成|导致|致使|使得?|该指标|本指标|该项|此项|指标|项目|实际|最终|总体|整体|年度|全年|本年|当年|目标|任务|均|故|即|则|其|的|只|仅|\d{4}年度?|年"
)


@dataclass(frozen=True, slots=True)
class PercentClaim:
    """A percentage that a note claims for its row, with as many decimals as it is written with."""

    value: Fraction
    places: int
    text: str

    def says(self, share: Fraction) -> bool:
        """Whether the claim is this share, rounded or cut off at the claim's own decimals."""
        return any(
            Fraction(round_to(share * 100, self.places, mode)) == self.value
            for mode in ("half_up", "half_even", "down")
        )


def rate_claims(note: str, name: str) -> Iterator[PercentClaim]:
    """Completion rates that a note claims for the row of this name (完成率111%, 只完成目标75.06%)."""
    yield from _percents(_RATE, note, name)


def deviation_claims(note: str, name: str) -> Iterator[PercentClaim]:
    """Deviations in per cent that a note claims for the row of this name (偏差率为11%, 超额完成20%)."""
    yield from _percents(_DEVIATION, note, name)
    yield from _percents(_EXCESS, note, name)


def _percents(pattern: re.Pattern[str], note: str, name: str) -> Iterator[PercentClaim]:
    for found in pattern.finditer(note):
        text = found["number"]
        if len(text) <= MAX_LENGTH and _is_about(found["subject"], name):
            yield PercentClaim(exact(text), len(text.partition(".")[2]), found[0].strip())


def _is_about(subject: str, name: str) -> bool:
    """Whether the words before a claim leave its subject open, or share at least two characters with the row's name."""
    rest = _FILLER.sub("", subject).strip(" ：:（(")
    return not rest or shared(rest, bare_name(name)) >= 2


def shared(first: str, second: str) -> int:
    """Length of the longest run of characters that two texts have in common."""
    longest = 0
    before = [0] * (len(second) + 1)
    for letter in first:
        now = [0] * (len(second) + 1)
        for index, other in enumerate(second, 1):
            if letter == other:
                now[index] = before[index - 1] + 1
                longest = max(longest, now[index])
        before = now
    return longest


_DOING = (
    "(?:出|了|完成|召开|开展|举办|组织|培训|支持|服务|检查|发放|建设|新建|建成|采购|安排|支付|支出|拨付|使用|用|印制|制作|参加|举行|"
    "招聘|增加|新增|带动|做|办|开|建|发|买)?"
)
_SURPLUS = re.compile(rf"(?<![许很众更大最诸繁至过较])多{_DOING}$|(?:超额完成|超出|超额)了?$")
_SHORTFALL = re.compile(rf"(?<![至不减缺多较很稀最])少{_DOING}$|短缺$")
_COMPARED_WITH_OTHERS = re.compile(r"上年|去年|同比|环比|上一年|20\d\d年相比|其他|以往")


@dataclass(frozen=True, slots=True)
class SurplusClaim:
    """A surplus (sign 1) or a shortfall (sign -1) against the target that a note claims."""

    sign: int
    quantity: Quantity
    text: str
    clause: str


def surplus_claims(note: str) -> Iterator[SurplusClaim]:
    """How many more or fewer than planned a note claims (多出22人次, 少完成3个); other years' numbers are none."""
    for mention in mentions(note):
        sign = 1 if _SURPLUS.search(mention.before) else -1 if _SHORTFALL.search(mention.before) else 0
        if sign and not mention.is_rough and not _COMPARED_WITH_OTHERS.search(mention.clause):
            yield SurplusClaim(sign, mention.quantity, mention.text, mention.clause)


_ACTUALLY = re.compile(
    r"实际(?:共|累计|已|仅|只)?(?:支付|支出|使用|执行|完成|发生|达到|举办|召开|开展|采购|新建|拨付)?[^\d，。；、,;\n元率度]{0,6}$"
)
_OF_SOMETHING = re.compile(r"每|其中|单价|人均|均价|共计?分|另")


def amount_claims(note: str) -> Iterator[tuple[Quantity, str]]:
    """What a note says was really paid or done (实际支付2.22万元), with the words."""
    for mention in mentions(note):
        clause = mention.before
        if (
            _ACTUALLY.search(clause)
            and not _OF_SOMETHING.search(clause)
            and not mention.is_rough
            and not mention.bound
        ):
            start = max(clause.rfind("实际"), 0)
            yield mention.quantity, clause[start:] + mention.text


_EXCEEDED = re.compile(
    r"(?:超过|超出|高于|大于|超额完成)(?:了)?(?:预期|年初|年度|计划|设定)?(?:的)?(?:目标|指标|预期|计划|任务)(?:值)?"
)
_DEVIATED = re.compile(r"(?:出现|产生|存在|造成|形成|有)(?:了|一定|较大|部分)*(?:的)?偏差")


_DENIED = re.compile(r"(?:未|不|没有?|无|避免|防止|以免|是否|如|若)[^，。；、,;\n]{0,3}$")


def exceeding_words(note: str) -> str | None:
    """Words that claim a deviation without a number (超过预期目标值, 出现偏差); what is denied is no claim."""
    for pattern in (_EXCEEDED, _DEVIATED):
        for found in pattern.finditer(note):
            if not _DENIED.search(note[: found.start()]):
                return found[0]
    return None


Side = Literal["expected", "achieved"]
_LEAST = ("大于", "超过", "高于", "多于")
_AT_LEAST = ("不低于", "不少于", "至少", "达到", "达到了", "达", "以上")
_MOST = ("小于", "低于", "少于")
_AT_MOST = ("不超过", "不高于", "至多", "以下", "以内")
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
    if bound in _LEAST:
        return value > limit
    if bound in _AT_LEAST:
        return value >= limit
    if bound in _MOST:
        return value < limit
    return value <= limit if bound in _AT_MOST else same


def _named_row(words: str, rows: tuple[Measured, ...]) -> Measured | None:
    """The one row whose name the words clearly are: at least four characters and half of the shorter text in common.

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
    """Numbers of a text that no row, no amount of the funds and no name of the form carries."""
    carried = [each for row in rows for each in (row.target, row.actual)] + list(known)
    for mention in mentions(text):
        if mention.text in names or any(_carries(each, mention.quantity) for each in carried):
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
_PLANNED = re.compile(r"预计|计划|将|拟|力争|争取|推迟|延期|延至|顺延|结转|结余|跨年|下一?年|规划|持续到")


def other_years(text: str, year: int, known: str = "") -> Iterator[str]:
    """Clauses that speak of another year than the form's as if it were the form's.

    Comparisons (较2022年), sources (依据2022年…, 《…》), periods (2021—2025年), money carried over and plans for
    later years are about other years rightly; so is a year that stands in a name of the form.
    """
    for found in _YEAR.finditer(text):
        start = clause_start(text, found.start())
        clause = text[start : clause_end(text, found.end())].strip()
        if int(found[1]) == year or found[1] in known or _PLANNED.search(clause):
            continue
        if not _OTHER_MATTER.search(text[start : found.start()].rstrip()) and not _is_period(
            text, found.end()
        ):
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
