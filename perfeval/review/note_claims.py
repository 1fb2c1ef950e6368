"""Numbers claimed in words (文字中的数字): what a note, a goal or an achievement says that a row can confirm or deny.

A claim is read only where its words leave one meaning; what may be about something else is no claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from perfeval.core.exact import MAX_LENGTH, exact, round_to
from perfeval.core.quantity import Quantity
from perfeval.core.rules.resolve import rounding_modes
from perfeval.review.mentions import NUMBER, mentions
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
            for mode in rounding_modes("unstated")
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
