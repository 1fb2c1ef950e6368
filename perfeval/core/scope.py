"""Whether a number counts more than its row asks for (口径): 全省 of 全县, 现有床位 of 新增床位, 警车等车辆 of 警车;
or other things than those: 省级奖项 of 国家级奖项.
"""

from __future__ import annotations

import re

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
_NEW = re.compile("[新净]增")
_IN_STOCK = re.compile("[总存]量|总数|现有|原有|已有|共有|保有|总规模")
_AND_OTHERS = re.compile("(?P<one>[^\\W0-9]{2})等(?P<all>[^\\W0-9]{2,4})$")

_GRADED = ("国家级 省部级 省级 市级 县级 乡级 校级", "博士 硕士 本科 大专 中专")
"""Kinds of one thing, the highest first: a higher one is one of the lower kind as well."""
_APART = ("小学 初中 高中 中职 幼儿园", "男性 女性", "春季 夏季 秋季 冬季", "城镇 农村", "公办 民办")
"""Kinds of which one is never another."""


def place_of(body: str) -> str:
    """How the figures of a county or a township are called by its own bodies (某县教育局: 全县); "" for all others."""
    found = _COUNTY.match(body)
    return f"全{found['place']}" if found else ""


def counts_more(words: str, row: str) -> bool:
    """Whether words before a number say that it is that of a larger place than the row's, of all that there are where
    the row asks for new ones, or of other things besides; of an empty row, whether they may say so.
    """
    if any(_is_another_kind(words, row, kinds.split()) for kinds in (*_GRADED, *_APART)):
        return True
    others, places, asked = _AND_OTHERS.search(words), _OF_PLACE.findall(words), _PLACE.findall(row)
    if places and (not row or (asked and max(map(_size, places)) > max(map(_size, asked)))):
        return True
    if _IN_STOCK.search(words) and not _NEW.search(words) and (not row or _NEW.search(row)):
        return True
    return others is not None and (not row or (others["one"] in row and others["all"] not in row))


def _is_another_kind(words: str, row: str, kinds: list[str]) -> bool:
    """Whether words name a kind that is not the row's, nor above it where kinds are graded (省级奖项 of 国家级奖项)."""
    told, asked = ([kind for kind in kinds if kind in text] for text in (words, row))
    if not told or not row:
        return bool(told)
    is_above = " ".join(kinds) in _GRADED and bool(asked) and kinds.index(told[0]) < kinds.index(asked[-1])
    return bool(asked) and not {*told} & {*asked} and not is_above


def _size(place: str) -> int:
    return next(size for size, level in enumerate(_PLACES) if place in level)
