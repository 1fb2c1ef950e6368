"""Words as they are compared (表头词): bare of spaces, brackets and traditional characters; and words put together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from itertools import product

LONGEST_WORD = 60
"""Longer text is prose, never a header word; what stands in brackets (计分原则) is not counted."""
_LONGEST_TEXT = 600
_LONGEST_KEPT = 300
"""Shorter texts come again and again, and are folded once."""

_SIMPLIFIED = str.maketrans(
    "級標實際數額總資執預績評項產單門體財撥權達質時間滿會濟進設據賦則規證備註說調係餘稱價優淨錄結轉過"
    "區處應專務負責聯繫電話計畫劃異較離減審覈複覆運號類對變環態經準憑覽歲給與為屬擬採"
    "佔來個傢億內凈別劑効匯參員問當嚮國團報場學師幣廳彙後復戶構擔條業機歷歸決況無營爲現監確碼筆範簡簽綜維編縣續職興萬補製見詞説論議護貨費貼軟辦週適鄉釋銜錶鎮開關響頁頭題點",
    "级标实际数额总资执预绩评项产单门体财拨权达质时间满会济进设据赋则规证备注说调系余称价优净录结转过"
    "区处应专务负责联系电话计划划异较离减审核复复运号类对变环态经准凭览岁给与为属拟采"
    "占来个家亿内净别剂效汇参员问当向国团报场学师币厅汇后复户构担条业机历归决况无营为现监确码笔范简签综维编县续职兴万补制见词说论议护货费贴软办周适乡释衔表镇开关响页头题点",
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
_OPENS = re.compile(r"[(（\[［【〔]")
_FOREIGN = re.compile(r"(?<=[一-龥])[A-Za-z][A-Za-z0-9/&.,'’-]*$")
"""The same word in another language, or the letter of a formula, behind it: 得分Score, 预算数A."""
_FOREIGN_BEFORE = re.compile(r"^\s*[A-Za-z][A-Za-z0-9 /&.,'’-]*\s+(?=[一-龥])")
"""The same before it, a blank between them: Score 得分, and not PPP项目."""
_NUMBERED = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})[、.．]")
_EDGES = " :;,.、。，;：*★☆#—-"


def words(text: str) -> frozenset[str]:
    """The words of a text, between blanks."""
    return frozenset(text.split())


def composed(*slots: str) -> frozenset[str]:
    """Every word that takes one part of each slot; `_` in a slot is the part left out.

    >>> sorted(composed("_ 全年", "预算 执行", "数"))
    ['全年执行数', '全年预算数', '执行数', '预算数']
    """
    parts = ([part.replace("_", "") for part in slot.split()] for slot in slots)
    return frozenset(map("".join, product(*parts))) - {""}


def by_word(roles: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """The role of each word; of two roles the first in the table has it."""
    found: dict[str, str] = {}
    for role, its_words in roles.items():
        for word in its_words:
            found.setdefault(word, role)
    return found


def folded(text: str) -> str:
    """Half-width, simplified and without spaces: for comparing only, never for keeping."""
    return _short_folded(text) if len(text) <= _LONGEST_KEPT else _folded(text)


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).translate(_SIMPLIFIED)


_short_folded = lru_cache(maxsize=8192)(_folded)


@lru_cache(maxsize=4096)
def header_word(text: str) -> str:
    """Bare word of a header or label (表头词).

    >>> header_word(" 全年 预算數\\n（A） "), header_word("部门（单位）名称："), header_word("得分(20分)")
    ('全年预算数', '部门名称', '得分')
    >>> header_word("1.项目名称"), header_word("实际完成值 Actual value")
    ('项目名称', '实际完成值')
    >>> header_word("Level 1 一级指标")
    '一级指标'
    """
    if len(text) > _LONGEST_TEXT or (len(text) > LONGEST_WORD and not _OPENS.search(text)):
        return ""
    bare, removed = folded(_FOREIGN_BEFORE.sub("", text)), 1
    while removed:
        bare, removed = _BRACKETS.subn("", bare)
    if len(bare) > LONGEST_WORD:
        return ""
    begin = _NUMBERED.match(bare)
    return _FOREIGN.sub("", bare[begin.end() if begin else 0 :].strip(_EDGES))
