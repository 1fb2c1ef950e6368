"""A count told in parts (分项填报): 上半年1次，下半年1次 is two in all; so is 城区1座、乡镇1座."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from perfeval.core.actual import parse_actual
from perfeval.core.glyphs import plain, without_blanks
from perfeval.core.notation import NotationError
from perfeval.core.quantity import Quantity
from perfeval.core.shortfall import leaves_undone
from perfeval.core.target import Target
from perfeval.core.target_kinds import quantities_of
from perfeval.core.word_roles import names_result
from perfeval.core.words.acts import ACTS
from perfeval.core.words.labels import STOPS, VERBS

_PART = re.compile(
    "(?P<half>[上下]半年)|(?P<quarter>第?[一二三四1-4]季度)|(?P<month>[0-9]{1,2}(?:月份?)?(?:[-~至到][0-9]{1,2}月份?)|[0-9]{1,2}月份?)|(?P<season>[春夏秋冬]季)"
)
_NAMED = re.compile("(?P<name>[^\\W0-9]{1,12}?):?(?=[0-9])")
_IN_ALL = re.compile("(?:总?共计?|合计|总计|累计|全年|总数|总量)(?:为|:)?")
_WORK = tuple(each for each in (*VERBS, *ACTS, *STOPS) if len(each) > 1)
_OF_ALL_OR_DONE = re.compile("应(?![急届用征])|已|未(?!成年)|拟|实(?=[到有际])")
"""What begins labels of all that there was to do and of what was done (应整改12项，已整改11项)."""
_GONE = re.compile("离|退|减|注销|取消|流失|淘汰")
_KINDS = frozenset(
    [
        *("线上", "线下", "男", "女", "男性", "女性", "男生", "女生", "城区", "乡镇", "城镇", "农村"),
        *("小学", "初中", "高中", "中专", "大专", "专科", "本科", "硕士", "博士"),
        *("本科生", "硕士生", "博士生"),
        *(
            "小麦",
            "玉米",
            "水稻",
            "棉花",
            "大豆",
            "油菜",
            "马铃薯",
            "花生",
            "青稞",
            "蔬菜",
            "牛",
            "羊",
            "猪",
            "鸡",
        ),
        *("省级", "市级", "县级", "区级", "境内", "境外", "国内", "国外"),
    ]
)
"""Labels that part a whole."""
_BUILT = frozenset(["新建", "改建", "扩建", "迁建", "改造", "收购"])
"""Ways to come by a building, which together may be all that was asked for."""
_STAGE = re.compile("第?[一二三四五六七八九十](?:期|批|批次|标段|阶段|轮)")
"""Labels that part a work by when, or by whom, it is done: 一期150盏，二期120盏."""
_PLACES = "省市区县旗镇乡村街"
"""What names of places end in (东城区、高新区)."""
_BETWEEN = re.compile("[,;、]")


def sum_of_parts(actual: str, target: Target, name: str = "") -> Quantity | None:
    """The sum of counts that are told for different parts of the year, or for different things, each once.

    sum = part count { "," part count } [ "," "合计" count ]

    None for every other text; for labels that may name stages of one thing (报名220人，参训190人), unless the sum is
    just the target; for parts of which only some are what the name asks for (新建3座、改建2座 of 新建公厕); and
    where the sum is not the one that is written.
    """
    parts = _BETWEEN.split(without_blanks(plain(actual)).rstrip("。;"))
    said = parts[-1] if len(parts) > 2 and _IN_ALL.match(parts[-1]) else None
    if said is not None:
        parts = parts[:-1]
    parts = [_without_act(parts[0], name), *parts[1:]]
    labels = [_PART.match(each) or _NAMED.match(each) for each in parts]
    words = [each[0].rstrip(":") for each in labels if each is not None]
    kinds = {each.lastgroup for each in labels if each is not None}
    if "均" in actual or "均" in name:
        return None  # averages do not add up
    if len(parts) < 2 or len(kinds) != 1 or len(set(words)) < len(parts) or leaves_undone(actual):
        return None
    if kinds == {"name"} and (
        not (_BUILT.issuperset(words) or all(map(_is_thing, words)))
        or len({each in name for each in words}) > 1
    ):
        return None
    counts = [_count(part[len(word) :], target) for part, word in zip(parts, words, strict=True)]
    found = [each for each in counts if each is not None]
    if len(found) < len(parts) or len({each.unit for each in found}) > 1:
        return None
    goal = next((each for each in quantities_of(target)), None)
    total = replace(found[0], value=sum((each.value for each in found), Fraction(0)), text=actual)
    if said is None:
        is_plain = kinds != {"name"} or _are_alike(words) or (goal is not None and total.value == goal.value)
        return total if is_plain else None
    told = _count(_IN_ALL.sub("", said, count=1), target)
    return total if told is not None and (told.value, told.unit) == (total.value, total.unit) else None


def _without_act(part: str, name: str) -> str:
    """The first part without the act that the name asks for and that is told of all (引进博士12名、硕士10名)."""
    acts = (each for each in _WORK if each in name and part.startswith(each))
    rest = part.removeprefix(next(acts, ""))
    return part if rest[:1].isdigit() else rest


def _are_alike(labels: list[str]) -> bool:
    """Whether labels name kinds of one thing: 日常检查 and 专项检查, 设备费 and 安装费; not 报名 and 参训."""
    last = labels[0][-2:]
    return (
        labels[0][-1] in "费款"
        or _KINDS.issuperset(labels)
        or len({each[:2] for each in labels} & _KINDS) == len(labels)
        or all(map(_STAGE.fullmatch, labels))
        or all(each.endswith(last) and each != last for each in labels)
        or all(len(each) > 1 and each[-1] in _PLACES for each in labels)
    )


def _is_thing(words: str) -> bool:
    """Whether a label names what is counted, and not what was done with it (开工, 新建, 离职) or a sum."""
    is_done = (
        (words.startswith(_WORK) and words[-1] not in "费款类")
        or _GONE.search(words)
        or _IN_ALL.match(words)
        or _OF_ALL_OR_DONE.match(words)
    )
    return not is_done and not names_result(words)


def _count(text: str, target: Target) -> Quantity | None:
    """So many of something; None for a rate, a time, a change and words."""
    try:
        found = parse_actual(text.lstrip(":"), target)
    except NotationError:
        return None
    if not isinstance(found, Quantity) or found.change or found.unit is None:
        return None
    is_time = found.unit.is_time or found.unit.over == ("工作日",)
    return None if is_time or found.unit.is_percent or found.unit.under else found
