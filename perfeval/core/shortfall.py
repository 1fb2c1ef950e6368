"""What words say of work beside its number or instead of one (完成情况): not begun, not all, late, unsure, done."""

from __future__ import annotations

import re

from perfeval.core.attainment import REACHED, Asked, place_alone, place_parts
from perfeval.core.word_roles import HARM, PARTS, POSITIVE, normal, tokens_of, without_notes
from perfeval.core.words.attainment import UNDONE

_SHORT = re.compile(
    "(?:未|没有)(?:能)?(?:达标|(?:达到|达成|完成|实现)(?:年初|年度|预期|既定|设定)*(?:目标|指标|预期|任务)值?)$"
)
_UNSURE = re.compile(
    "预计|预估|暂估|估算|估计|计划数|目标数|计划值|目标值|暂定|拟|左右|大约|不足|更正|改为|应为|实为"
)
_UNCOUNTED = re.compile("不(?:包?含|包括|计)[^,;]*")
_WORK = "(?:开展|启动|实施|举办|举行|召开|组织|进行|采购|建设|开工|动工|购置|发放|安排)"
_NOT_BEGUN = re.compile(
    "(?:(?:因|由于|受)[^0-9,;。]{1,20}[,;]?)?(?:项目|活动|工作|课题)?(?:已|被)?"
    f"(?:(?:尚|暂|并|均)?未(?:能|如期|按期|按计划)?{_WORK}(?P<what>[^\\W0-9]*?)|取消|停办|暂停|中止)(?:了|工作|活动)?"
)
_DONE = re.compile(f"(?:已|已经|如期|按期|按时|按计划|顺利|成功)+{_WORK}(?:完成|完毕|结束)?")
_NOT_ALL = re.compile("(?:尚|仍|暂|并)?(?:未|没有)(?:能)?(?:全部|全|完全|全面|均|都)[^0-9,;。]*")


def leaves_undone(words: str) -> bool:
    """Whether words beside a number say that some of it was not done, or not in time: 1座在建, 尚未验收, 延误2天."""
    return any(_is_undone(part) for part in PARTS.split(normal(words)))


def is_unsure(words: str) -> bool:
    """Whether words beside a number say that it is none that was reached for certain (计划数, 预计)."""
    return _UNSURE.search(words) is not None


def _is_undone(said: str) -> bool:
    tokens = tokens_of(_UNCOUNTED.sub("", "".join(each for each in said if not each.isdigit())))
    roles = {each.role for each in tokens}
    if "late" in roles or any(each.role == "doubt" and each.word in UNDONE for each in tokens):
        return True
    denied = [each.word for each in tokens if each.role in ("not", "none") and each.word != "非"]
    if len(denied) != 1 or HARM & roles:
        return False
    return bool(POSITIVE & roles) or (denied[0] != "不" and "not" in roles)


def not_begun(words: str) -> str | None:
    """What was not begun, by words that say so (测评 of 未开展测评), "" where they name nothing; None for others."""
    found = _NOT_BEGUN.fullmatch(without_notes(normal(words)))
    return None if found is None else found["what"] or ""


def tells_nothing_done(words: str) -> bool:
    """Whether words say that the work was not begun at all (未开展, 因疫情取消)."""
    return not_begun(words) == ""


def tells_done(words: str) -> bool:
    """Whether words say that the work was done (已举办, 已完成), so that of one thing it is that one."""
    said = without_notes(normal(words))
    return place_alone(said) == REACHED or _DONE.fullmatch(said) is not None


def falls_short(words: str, name: str, is_whole: bool) -> bool:
    """Whether words say that a target was not reached (未达标); of something that was to be done wholly, that it was
    not: 未完成, 部分完成, 未全部化解, 逾期修复 for 修复及时率.
    """
    said = normal(words)
    if any(map(str.isdigit, said)):
        return False
    if _SHORT.search(said) is not None or not is_whole:
        return _SHORT.search(said) is not None
    found = place_parts(said, Asked("", normal(name), False))
    return (found is not None and found.level != "reached") or _NOT_ALL.fullmatch(said) is not None
