"""Whether a number counts more than its row asks for (口径): 全省 of 全县, 现有床位 of 新增床位, 警车等车辆 of 警车;
or other things than those: 省级奖项 of 国家级奖项.
"""

from __future__ import annotations

import re
from functools import lru_cache

from perfeval.core.cursor import one_of
from perfeval.core.words import directions
from perfeval.core.words.kinds import APART, GRADED, INSTEAD, NO_KINDS
from perfeval.core.words.labels import VERBS

_PLACES = ("镇乡", "县旗", "市州", "省", "国")
"""What 全 stands before, the smallest place first; 全区 may be a district or a region."""
_PLACE = re.compile(f"全([{''.join(_PLACES)}])")
_OF_PLACE = re.compile(
    f"(?:^|(?<=截至目前|截止目前)){_PLACE.pattern}(?!.{{0,6}}(?:赛|评|考核|首|第|排名|示范|试点|先进|推广|平均))"
)
"""Words of which place a number is, at their beginning: 全省受益群众; not what is named after one (全省示范村)."""
_COUNTY = re.compile(
    "(?:[^\\W0-9]{2,6}?(?:省|自治区|市|州|盟))*[^\\W0-9]{1,4}?(?P<place>[县旗镇]|(?<!城)乡)(?!市)"
)
_NEW = re.compile("[新净]增|新(?:培育|招|发展|认定|引进)|发展新")
_TOLD_NEW = re.compile(f"{_NEW.pattern}|[当本今]年新|新[建购]")
_THIS_YEAR = re.compile("[新净]增|[当本今]年新")
_IN_STOCK = re.compile("[总存]量|总(?:数|面积|规模|人数|长度|里程|户数|额)|现有|原有|已有|共有|保有")
_WORK = one_of(*(each for each in VERBS if len(each) > 1 and each != "达到")).pattern
_SO_FAR = re.compile(f"累计(?!{_WORK})|历年|[年期]末|年底")
"""What is counted since it began, or on a day: perhaps all that there are, perhaps this year's alone."""
_CAME_UP = re.compile("[新净]增|新(?:发现|发生|排查)")
_WRONG = one_of(*directions.BAD, *directions.ISSUE, *directions.WRONG)
_REMEDY = one_of(*directions.REMEDY, *directions.REACTIVE)
_ANY_REMEDY = one_of(*directions.REMEDY, *directions.REACTIVE, *directions.RESCUE, *directions.ACT)
_PUT_RIGHT = one_of(
    *({*directions.REMEDY, "办结", "处理", "处置", "修复"} - {"更换", "排查", "查处", "查获", "破获"})
)
_PEOPLE = re.compile("[人户]|员|群众|学生|儿童|患者|对象|企业")
_OF_ALL_OF_THEM = re.compile("(?P<who>[^\\W0-9]{2,}?)(?:人数|户数|家数|件数|数量?|总数)(?:为|:|共|达)?$")
_RESULT = one_of(*directions.GOOD)
_NO_KINDS = one_of(*NO_KINDS)
_LINES = {
    word: [
        (at, kinds.index(kind))
        for at, kinds in enumerate((*GRADED, *APART))
        for kind in kinds
        if word in kind
    ]
    for line in (*GRADED, *APART)
    for words in line
    for word in words
}
"""Every word of a kind, with the lines of the tables and the places in them where it stands."""
_KIND = one_of(*_LINES)
_INSTEAD = [(one_of(*asked), one_of(*told)) for asked, told in INSTEAD]
_AND_OTHERS = re.compile("(?P<one>[^\\W0-9]{2})等(?P<all>[^\\W0-9]{2,4})$")


def place_of(body: str) -> str:
    """How the figures of a county or a township are called by its own bodies (某县教育局: 全县); "" for all others."""
    found = _COUNTY.match(body)
    return f"全{found['place']}" if found else ""


def counts_more(words: str, row: str) -> bool:
    """Whether words before a number say that it is that of a larger place than the row's, of all that there are where
    the row asks for new ones, or of other things besides; of an empty row, whether they may say so.
    """
    if _is_another_kind(words, row) or _came_up(words, row) or _is_another_act(words, row):
        return True
    others, place, asked = _AND_OTHERS.search(words), _OF_PLACE.search(words), _PLACE.findall(row)
    if place and (not row or (asked and _size(place[1]) > max(map(_size, asked)))):
        return True
    if _IN_STOCK.search(words) and not _TOLD_NEW.search(words) and (not row or _NEW.search(row)):
        return True
    if _THIS_YEAR.search(words) and not _is_of_all(words) and (not row or _is_of_all(row)):
        return True
    if (of_all := _OF_ALL_OF_THEM.match(words)) and (not row or _asks_for_a_result(row, of_all["who"])):
        return True
    return others is not None and (not row or (others["one"] in row and others["all"] not in row))


def _is_of_all(text: str) -> bool:
    """Whether a name or label asks for all that there are, new or not: 累计参保人数, 泊位总数."""
    return not _NEW.search(text) and (_IN_STOCK.search(text) is not None or "累计" in text)


def _asks_for_a_result(row: str, who: str) -> bool:
    """Whether a row asks how many of those who are named reached something: 毕业生就业人数 of 毕业生."""
    return row.startswith(who) and _RESULT.match(row, len(who)) is not None


def may_be_all(words: str, row: str) -> bool:
    """Whether words before a number may say that it is that of all, where the row asks for new ones: 累计1200张."""
    return bool(_SO_FAR.search(words) and not _TOLD_NEW.search(words) and (not row or _NEW.search(row)))


def _came_up(words: str, row: str) -> bool:
    """Whether words tell what went wrong, where the row asks what was done about it: 新增投诉 of 投诉处理."""
    if not _CAME_UP.search(words) or _REMEDY.search(_CAME_UP.sub("", words)):
        return False
    return not row or bool(_WRONG.search(row) and _REMEDY.search(row) and not _CAME_UP.search(row))


def _is_another_kind(words: str, row: str) -> bool:
    """Whether words name a kind that is not the row's, nor above it where kinds are graded (省级奖项 of 国家级奖项)."""
    told = _kinds_in(words)
    asked = _kinds_in(row) if told and row else {}
    return any(
        not row
        or (line in asked and not {*kinds} & {*asked[line]} and not _is_above(line, kinds, asked[line]))
        for line, kinds in told.items()
    )


def _is_another_act(words: str, row: str) -> bool:
    """Whether words tell an act that comes before the row's, or stands instead of it (参加 of 举办)."""
    words = _NO_KINDS.sub("·", words)
    for asked, told in _INSTEAD:
        rest = told.sub(lambda found: found[0] if found[0] in row else "·", words)
        if rest != words and not asked.search(rest) and (not row or asked.search(row)):
            return True
    return False


def was_remedied(words: str, row: str) -> bool:
    """Whether words tell what was put right, where the row only says what went wrong: 调解 of 矛盾纠纷数量."""
    if not _PUT_RIGHT.search(words):
        return False
    return not row or bool(_WRONG.search(row) and not _ANY_REMEDY.search(row) and not _PEOPLE.search(row))


def _is_above(line: int, told: list[int], asked: list[int]) -> bool:
    return line < len(GRADED) and told[0] < asked[-1]


@lru_cache(maxsize=4096)
def _kinds_in(text: str) -> dict[int, list[int]]:
    """The kinds that a text names, by the lines of the table in which they are told apart."""
    found: dict[int, list[int]] = {}
    for word in {*_KIND.findall(_NO_KINDS.sub("·", text))}:
        for line, kind in _LINES[word]:
            found.setdefault(line, []).append(kind)
    return {line: sorted(kinds) for line, kinds in found.items()}


def _size(place: str) -> int:
    return next(size for size, level in enumerate(_PLACES) if place in level)
