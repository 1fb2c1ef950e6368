"""A number or date and the words around it (备注): 11座，1座在建; 因疫情影响，仅开展2次; 318盏，完成率106%.

The number that stands for itself is what was reached, where everything else is plainly an aside: a cause, what else
was counted, the same told as a rate or a difference, what is still missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from perfeval.core.attainment import place_alone
from perfeval.core.counted import asks_for, says_done, tells_no_result
from perfeval.core.cursor import Cursor, one_of
from perfeval.core.exact import exact
from perfeval.core.glyphs import plain, without_blanks
from perfeval.core.harm import happened
from perfeval.core.numbers import PERCENT
from perfeval.core.numerals import NUMERAL
from perfeval.core.quantity import Quantity, QuantitySyntaxError, in_unit, read_quantity
from perfeval.core.shortfall import is_unsure, leaves_undone, tells_nothing_done
from perfeval.core.words.doing import EARLY
from perfeval.core.words.labels import BEGUN
from perfeval.core.words.units import MEASURES

_PARTS = re.compile(r"(?:[^,;。()]|(?<=[0-9]),(?=[0-9]{3}(?![0-9]))|\([^()]*\))+")
_TORN = re.compile("[0-9][,;。][0-9](?![0-9]{2}(?![0-9]))")
"""A number that a mark may have torn in two: 9,5."""
_SO_MANY_IN_ALL = re.compile("(?<=[0-9][期场批次轮班])(?=共计?[0-9])")
_IN_ALL = re.compile("(?:总?共计?|合计|总计|累计|全年)(?:为|:)?[0-9]")
_FIRST = (*EARLY, "报名", "申请", "申报")
"""What comes before the thing itself, so that its number is that of all: 立案215件，办复205件."""
_LISTED = re.compile(f"^((?:{one_of(*_FIRST).pattern})[0-9]+[^\\W0-9]{{1,2}})、")
_SHARES = re.compile("(?<=%)、(?=[不未])")
"""Between the shares that make a whole: 满意96%、不满意4%."""
_THING = one_of(*(name for name, each in MEASURES.items() if each.dimension in (each.name, "money"))).pattern
_RUN_ON = re.compile(f"[^\\W0-9]*(?:[0-9]+(?:\\.[0-9]+)?[万亿]?(?:{_THING})){{2,3}}")
"""Numbers of different things without a mark between them: 4期480人, 派驻30支90人."""
_NEXT_NUMBER = re.compile("(?<=[^\\W0-9])(?=[0-9])")
_NOTES = re.compile(r"\(([^()]*)\)")
_FRACTION = re.compile(r"([0-9]{1,6})/([0-9]{1,6})[^\W0-9]?")
SO_MANY_OF_SO_MANY = re.compile(
    "(?:全年|本年|共|累计|合计)?(?:电话|入户|随机|线上)?(?:应[^\\W0-9]{1,6}|(?:回访|访谈|走访|问卷|调查|抽样|受理|收到|接到|接收|发放|回收|抽检|抽查|检查|检测|抽样|送检|调查|参训|参加|考核)"
    "[^\\W0-9]{0,4})(?P<all>[0-9]{1,7})(?P<unit>[^\\W0-9]{0,3}),"
    "(?:其中|已|全部)?(?P<done>[^\\W0-9]{2,6}?)(?P<part>[0-9]{1,7})(?P=unit)"
)
"""So many of so many in words: 受理120件，结案110件."""
_IN_BRACKETS = re.compile(r"[^\W0-9]+\(([0-9][^()]*)\)")
_NUMBERS = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")
_DATES = re.compile(
    "(?:(?:19|20|21)[0-9]{2}年度?)?(?:[0-9]{1,2}(?:[-~至][0-9]{1,2})?月份?)?(?:[0-9]{1,2}[日号])?"
)
_CAUSE = re.compile("因|由于|受|鉴于|根据|按照|按|为|截至|截止|主要|原因|系|通过|经")
_OF_LAST_TIME = re.compile(
    "(?:均|也)?(?:较|比|同比|环比|与)?(?:上年|去年|上一年|同期|往年|年初|同比|环比|全省|全市|全国|平均)"
)
_RATE = re.compile(
    "(?:达到?|占|超)?(?:年初|全年|年度)?(?:总?目标|计划|任务|指标)?(?:值|数)?(?:的|完成率|完成比例|完成度|达标率)"
    "(?:为|达|达到|:)?([0-9.]+)%"
)
LABEL = re.compile(r"[^\W0-9]+(?=[0-9])")
"""Words at the beginning of a part, up to its first number."""
_PLAN = re.compile("(?:原|年初|全年|年度)?(?:计划|目标|任务|应|预算)")
_NEW, _BEFORE = (
    re.compile("[新净]增"),
    re.compile("原有|原来|既有|现有|共有|累计|总[数量计]|.*(?:总[数量]|累计)"),
)
"""Words of what came in this year, and the beginning of those of what was there before, or is there in all."""
_TIMES = re.compile("[天日周月]")
_ADJUSTED = re.compile("(?:调整|变更|修订|核减|调减|调增)(?:后|目标|指标|值|为|至|到)+[^0-9,;。]*[0-9]")
_OTHER_PLAN = re.compile("(?:原|年初|全年|年度)?(?:计划|目标|任务|预算)")
_FULL_MARKS = re.compile("满分为?100分?|百分制")
_GRAVITY = ("轻微", "一般", "较大", "重大", "特大")
"""How grave an accident is (事故等级), the least first."""
_GRAVE = one_of(*_GRAVITY)
TOLD_GRAVITY = re.compile(f"(?:发生|出现|均为|均属|属于|为)?({_GRAVE.pattern})")
_INSIDE = re.compile("其中|包括|包含|含")
_BEGUN = one_of(*BEGUN)
_APART = re.compile(
    "另|节约|结余|节省|超|多|少|缺|差|欠|低于|高于|增加|减少|突破|提前|延|推迟|滞后|逾期|晚|早|剩余|未"
)


@dataclass(frozen=True, slots=True)
class Told:
    """The text of the number in a cell, and whether its words leave something undone (1座在建)."""

    number: str
    is_undone: bool


def told_apart(text: str, goal: Quantity | None, read: Callable[[str], object], row: str) -> Told | None:
    """The number of a text with asides; None where there are none, or one of them may say something else.

    `read` gives what a text is as an actual value, None where it is no number and no date; `goal` is the target, `row`
    the name and the target as written.
    """
    said = _LISTED.sub(r"\1,", _SO_MANY_IN_ALL.sub(",", without_blanks(plain(text)).rstrip("。;,.")))
    said = _SHARES.sub(",", said)
    if goal is not None and _RUN_ON.fullmatch(said):
        said = _NEXT_NUMBER.sub(",", said)
    parts, leading = _PARTS.findall(said), ""
    if _TORN.search(said) or _ADJUSTED.search(said):
        return None
    while len(parts) > 1 and _leads(parts[0]) and read(parts[0]) is None:
        leading, parts = f"{leading},{parts[0]}", parts[1:]
    if goal is not None and (done := _only_done(parts, goal, read, row)):
        parts = done
    if parts and _repeats_the_plan(parts[0], goal):
        parts = parts[1:]
    if not parts:
        return None
    if (found := _IN_BRACKETS.fullmatch(parts[0])) and _says_done(parts[0][: found.start(1) - 1]):
        parts = [found[1], *parts[1:]]
    number, beside = _of_the_goal(parts, goal, read), list(parts)
    beside.remove(number)
    if (head := read(number)) is None:
        number, beside = _NOTES.sub("", number), [*_NOTES.findall(number), *beside]
        head = read(number) if beside else None
    if head is None:
        return None
    told = [_aside(each, head, goal, beside) for each in beside]
    return None if None in told else Told(number, leaves_undone(leading) or any(told))


def _only_done(parts: list[str], goal: Quantity, read: Callable[[str], object], row: str) -> list[str] | None:
    """The one part that tells what was done, and those of other things (完成8座，取消4座).

    All others that count what the target counts tell what was planned, is left or came to nothing, or only this one
    is what the row asks for (栽植2000株，成活1500株 of 成活株数). None where that is not plain.
    """
    counting = {each: label[0] for each in parts if (label := LABEL.match(each)) and _counts(each, goal)}
    if len(counting) < 2 or (goal.unit is not None and goal.unit.is_percent):
        return None
    if any(
        _OTHER_PLAN.match(label) and not _repeats_the_plan(each, goal) for each, label in counting.items()
    ):
        return None
    are_new = _NEW.search(row) is not None
    new = [each for each, label in counting.items() if are_new and _NEW.search(label)]
    asked = new or [each for each, label in counting.items() if asks_for(label, row)]
    first = [each for each, label in counting.items() if label in _FIRST and label not in row]
    results = {
        each: label
        for each, label in counting.items()
        if each not in first and not tells_no_result(label, row)
    }
    done = [each for each, label in results.items() if says_done(label) or label.endswith("完成")]
    if len(asked) == 1:
        done = asked
    elif len(done) < len(results):
        return None
    found = read(done[0]) if len(done) == 1 else None
    there_before = are_new and all(
        _BEFORE.match(label) for each, label in counting.items() if each not in done
    )
    is_of_all = len(first) + len(done) == len(counting)
    if not isinstance(found, Quantity) or (
        (_in_unit_of(found, goal) or goal.value) >= goal.value and not (there_before or is_of_all)
    ):
        return None  # what came to nothing may still have to be taken off
    return [*done, *(each for each in parts if each not in counting)]


def _counts(part: str, goal: Quantity) -> bool:
    """Whether a part has one number, in the unit of the target."""
    found = _quantities(part, goal)
    return found is not None and len(found) == 1 and found[0].unit is not None and _is_of(found[0], goal)


def _of_the_goal(parts: list[str], goal: Quantity | None, read: Callable[[str], object]) -> str:
    """The part whose number counts what the target counts, where the first does not (500批次，合格率98% of 95 %), or
    the one that tells all of it (每月1次，共12次).
    """
    of_goal = [each for each in parts if goal is not None and _is_of(read(each), goal)]
    in_all = [each for each in of_goal if each != parts[0] and _IN_ALL.match(each)]
    if len(in_all) == 1:
        return in_all[0]
    return of_goal[0] if len(of_goal) == 1 else parts[0]


def _is_of(found: object, goal: Quantity) -> bool:
    return isinstance(found, Quantity) and found.unit is not None and _in_unit_of(found, goal) is not None


def denies_the_name(text: str, name: str) -> bool:
    """Whether a part of a text says that what the indicator names did not happen (发生一般舆情2次，未发生重大舆情), or
    counts what is less grave than the name, or graver (一般事故2起 of 重大事故; 一般以上事故 are all of them).
    """
    parts = _PARTS.findall(without_blanks(plain(text)))
    name = without_blanks(plain(name))
    if len(parts) > 1 and any(name in each and happened(each) is False for each in parts):
        return True
    asked = [_GRAVITY.index(each) for each in _GRAVE.findall(name.replace("重特大", "重大"))]
    told = [_GRAVITY.index(found[1]) for each in parts if (found := TOLD_GRAVITY.match(each))]
    if not asked or not told:
        return False
    return min(told) < min(asked) or (min(told) > max(asked) and "以上" not in name)


def tells_nothing_begun(text: str) -> bool:
    """Whether a part of a text says that the work was not begun, so that nothing spent is no thrift: 项目未实施."""
    said = without_blanks(plain(text))
    return any(map(tells_nothing_done, (*_NOTES.findall(said), *_PARTS.findall(said))))


def _repeats_the_plan(part: str, goal: Quantity | None) -> bool:
    """Whether words before the number tell what was to be reached: 计划3辆，实际2辆 of 3辆."""
    if goal is None or not _PLAN.match(part):
        return False
    return [_in_unit_of(each, goal) for each in _quantities(part, goal) or ()] == [goal.value]


def _says_done(words: str) -> bool:
    level = place_alone(words)
    return level is not None and level.level == "reached"


def _leads(part: str) -> bool:
    """Whether words before the number say why, since when, that all was done, or that it was not."""
    rest = _DATES.sub("", part)
    if any(map(str.isdigit, rest)):
        return False
    return bool(_CAUSE.match(part)) or _says_done(rest) or leaves_undone(rest)


def _aside(part: str, head: object, goal: Quantity | None, beside: list[str]) -> bool | None:
    """Whether a part beside the number or date leaves something undone; None where it may change it."""
    if _FULL_MARKS.fullmatch(part):
        return False
    others = _quantities(_DATES.sub("", part), head)
    if others is None:
        return None
    if isinstance(head, Quantity) and goal is not None:
        return _beside_a_number(part, head, goal, others, beside)
    return _beside_a_date(part, others)


def _beside_a_date(part: str, others: list[Quantity]) -> bool | None:
    rest = _DATES.sub("", part)
    is_undone = leaves_undone(rest)
    if is_unsure(part) or (rest != part and not _CAUSE.match(part)):
        return None
    if part.startswith("每") or not others or _OF_LAST_TIME.match(part):
        return is_undone
    return is_undone if _APART.search(part) and _TIMES.search(part) else None


def _beside_a_number(
    part: str, head: Quantity, goal: Quantity, others: list[Quantity], beside: list[str]
) -> bool | None:
    rest = _DATES.sub("", part)
    is_undone = leaves_undone(rest)
    if _is_other_share(part, head, others):
        return False
    if _is_rest(rest, others, head, goal):
        return is_undone
    if is_unsure(part):
        return None
    if part.startswith(("另有", "另外", "还有")) and is_undone and _is_beyond(head, goal):
        return False  # more than was asked for was reached without it
    if part.startswith("每") or not others or _OF_LAST_TIME.match(part):
        return is_undone
    if (of_all := fraction_of_all(part)) is not None:
        is_same = _in_unit_of(head, of_all) is not None and _is_as_printed(of_all.value, head.text)
        return False if is_same else None
    if rate := _RATE.fullmatch(part):
        return False if _is_rate(rate[1], head, goal) else None
    told = [_in_unit_of(each, head) for each in others]
    if all(each is None for each in told):
        counts_else = head.unit is not None and all(each.unit is not None for each in others)
        return is_undone if counts_else else None
    return False if not is_undone and _sums_up(beside, head) else None


def _is_beyond(head: Quantity, goal: Quantity) -> bool:
    """Whether a number is above the target."""
    reached = _in_unit_of(head, goal)
    return reached is not None and reached > goal.value


def _is_rest(part: str, others: list[Quantity], head: Quantity, goal: Quantity) -> bool:
    """Whether a part tells by how much the number differs from the target: 结余1.5万元, 剩余1座在建."""
    if len(others) != 1 or _INSIDE.match(part):
        return False
    told, asked = _in_unit_of(others[0], head), _in_unit_of(goal, head)
    if told is None or asked is None or told != abs(asked - head.value):
        return False
    return bool(_APART.search(part) or _BEGUN.search(part)) or leaves_undone(part)


def _is_other_share(part: str, head: Quantity, others: list[Quantity]) -> bool:
    """Whether a part tells the share of all others: 不合格率2% beside 98 %."""
    if head.unit is None or not head.unit.is_percent or len(others) != 1 or not part.startswith(("不", "未")):
        return False
    told = _in_unit_of(others[0], head)
    return told is not None and head.value + told <= 100


def _quantities(part: str, head: object) -> list[Quantity] | None:
    """The quantities in a part; None where one of its numbers cannot be read."""
    try:
        return [
            read_quantity(Cursor(part[at:], QuantitySyntaxError), loose=True) for at in _numbers(part, head)
        ]
    except QuantitySyntaxError:
        return None


def _numbers(part: str, head: object) -> list[int]:
    """Where numbers begin; numerals count where they have the unit of the number before them (两座在建)."""
    found = [each.start() for each in _NUMBERS.finditer(part)]
    if isinstance(head, Quantity) and head.unit is not None:
        spoken = re.compile(
            f"(?<![0-9.]){NUMERAL.pattern}(?={re.escape(head.unit.over[0] if head.unit.over else '个')})"
        )
        found += [each.start() for each in spoken.finditer(part)]
    return sorted(found)


def _is_rate(rate: str, head: Quantity, goal: Quantity) -> bool:
    """Whether a rate of completion is that of the number before it, rounded or cut as printed."""
    value = _in_unit_of(head, goal)
    if value is None or goal.value <= 0:
        return False
    return _is_as_printed(value / goal.value * 100, rate)


def _is_as_printed(value: Fraction, printed: str) -> bool:
    """Whether a number is the printed one, rounded or cut to as many places."""
    found = _NUMBERS.search(plain(printed))
    return found is not None and abs(value - exact(found[0].replace(",", ""))) < Fraction(
        1, 10 ** len(found[0].partition(".")[2])
    )


def _in_unit_of(quantity: Quantity, other: Quantity) -> Fraction | None:
    """The number of a quantity in another's unit; None where it is of something else."""
    if quantity.unit is None or other.unit is None:
        return quantity.value if quantity.unit == other.unit else None
    return in_unit(quantity, other.unit)


def _sums_up(beside: list[str], head: Quantity) -> bool:
    """Whether the numbers beside the first one are its parts: 12台，计算机10台、打印机2台."""
    found = _quantities(",".join(beside), head) or []
    if len(found) < 2 and not any(map(_INSIDE.match, beside)):
        return False  # 收购150套，新建150套
    told = [_in_unit_of(each, head) for each in found]
    return sum((each for each in told if each is not None), Fraction(0)) == head.value


def fraction_of_all(text: str) -> Quantity | None:
    """A share told as so many of so many (12/13) in per cent; None for every other text."""
    found = _FRACTION.fullmatch(without_blanks(plain(text)))
    if found is None or not 0 < int(found[2]) >= int(found[1]):
        return None
    return Quantity(Fraction(int(found[1]), int(found[2])) * 100, PERCENT, text)


def share_of_two(text: str, name: str) -> Quantity | None:
    """A share told as so many of so many in the indicator's words, in per cent: 受理120件，结案110件 for 结案率."""
    found = SO_MANY_OF_SO_MANY.fullmatch(without_blanks(plain(text)).rstrip("。;"))
    if found is None or found["done"] not in name or not 0 < int(found["all"]) >= int(found["part"]):
        return None
    return Quantity(Fraction(int(found["part"]), int(found["all"])) * 100, PERCENT, text)
