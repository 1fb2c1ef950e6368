"""What the number of an actual cell counts (数的是什么): 已铺设3公里 is what was done, 取消3座 is something else.

Words before, behind and beside a number are read past where one of them says that so many were done, where the row
itself says them, or where they name what is counted (core/words/doing.py). Of all others a person is asked: no list of
words that change a number is ever whole.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain

from perfeval.core.attainment import place_alone
from perfeval.core.cursor import one_of
from perfeval.core.glyphs import plain, without_blanks
from perfeval.core.labels import restricts
from perfeval.core.numerals import NUMERAL, TENTHS
from perfeval.core.quantity import Quantity
from perfeval.core.scope import counts_more, may_be_all, was_remedied
from perfeval.core.shortfall import leaves_undone
from perfeval.core.word_roles import denies
from perfeval.core.words import directions
from perfeval.core.words.comparators import SUFFIXES, WORDS
from perfeval.core.words.doing import ADVERBS, DOING, EARLY, THINGS
from perfeval.core.words.labels import (
    BEGUN,
    BEGUN_SO_MANY,
    DENIABLE,
    DOWN,
    NO_RESULT,
    NO_STOPS,
    NO_TURNS,
    TURNING,
    UP,
    VERBS,
)
from perfeval.core.words.units import MEASURES

_UNIT = one_of(*MEASURES).pattern
_UNIT_BEHIND = re.compile(rf"(?<=\d)(?:{_UNIT})")
_COUNT = f"[:<>≤≥=]*(?:[-+]?¥?[0-9]|(?:{NUMERAL.pattern})(?:{_UNIT}))"
_BEFORE = re.compile(rf"[^\W0-9](?:[^\W0-9]|[、\"“”%-]|《[^《》0-9]*》)*?(?={_COUNT})")
"""Words directly before a number."""
_NUMBER = re.compile(
    rf"(?>[0-9][0-9,.]*[十百千万亿]*|{NUMERAL.pattern}(?!分之))(?>{TENTHS}|(?:{_UNIT})(?:/(?:{_UNIT}))?)?(?:整(?!\w))?"
    r"(?P<behind>[^\W0-9]*)"
)
"""A number with its unit (九成七, 4.8万元整), and the words directly behind it."""
_BESIDE = re.compile(r"(?:^|(?<=[,;。]))[^\W0-9]{1,6}(?=$|[,;。])")
"""A short remark without numbers: 12栋,停工."""
_ALL_OF_IT = re.compile("(?:已|现)?(?:全部|均|都)")
"""What says of all that was told before that it was done: 发现隐患40处,全部整改."""
_BRACKET = re.compile(r"(?<=\()[^\W0-9](?:[^\W0-9]|、){0,15}(?=\))")
"""A note without numbers: 12栋(停工)."""
_OF_WHAT = re.compile(
    "(?:率|度|比例|占比|长度|面积|里程|[总件人户次]数|数量|金额|[产价]值|[总产销]量|收入|标准|水平)$|^(?:我|全[^部])"
)
"""How notes end that name a measure, or begin that name a place: 3.6%(调查失业率), 6230人(全市合计)."""
_INSIDE = re.compile(r"(?<=\()[^()]*(?=\))|(?<=[,;。])其中[^,;。]*")
"""What tells of a part of the number: 其中2个已取消."""
_PEOPLE = re.compile("人员|职工|员工|群众|学生|学员|教师|家长|患者|农户|企业|干部|居民|村民")
_CAUSE = re.compile("因|由于|受|截[至止]|含|[不未]含税|(?:均|都|全部|现)*已")
_BODY = re.compile("[^\\W0-9]{2}(?:公司|事务所|[所局院校社站队会厅部])$")
"""What names of bodies end in: 1家（会计师事务所）."""
_DENIED = re.compile("[无未没非]")
_TITLE = re.compile("《[^《》]*》")
_ACTS = frozenset(
    word
    for table in (directions.ACT, directions.REMEDY, directions.REACTIVE, directions.GOOD, directions.FEWER)
    for word in table
)
_SAYS_DONE = one_of(
    *(each for each in (*DOING, *VERBS, *UP, *DOWN) if len(each) > 1 and each not in EARLY and each != "完成")
)
"""Words whose object may have any name; what is 完成 may be a stage as well (完成招标, 完成设计)."""
_HOLDS_DONE = re.compile(
    f"{one_of(*(each for each in THINGS if _SAYS_DONE.match(each))).pattern}"
    f"|(?:{_SAYS_DONE.pattern})(?:公司|中心|[社院所厂局](?=$))"
)
"""Names of things and of bodies: 服务站, 出版社."""
_ASKED = one_of(*(each for each in (*_ACTS, *DOING, *EARLY) if len(each) > 1))
"""Words that say so where the row asks for just that (拆除, 淘汰)."""
_ACT = one_of(*(each for each in (*_ACTS, *DOING, *EARLY, *VERBS) if len(each) > 1 and each != "集中"))
_STEM = re.compile(
    f"[^\\W0-9]{{2,}}?(?=(?:{_UNIT})?(?:数量?|率|比例|总?量|金?额|面积|长度|里程|情况)|[<>≤≥=0-9])"
)
"""The name at the beginning of a row without the word for its measure."""
_TWO_ACTS = re.compile(f"({_ASKED.pattern})[和及与、]({_ASKED.pattern})")
_KNOWN = one_of(*({*DOING, *VERBS, *UP, *DOWN, *ADVERBS, *THINGS, *SUFFIXES, *WORDS} - {*EARLY}))
_RATE = re.compile("(?:率|度|比例|比重|占比)(?:为|是|达到?|:)*$")
_ELSE = one_of(*BEGUN, *BEGUN_SO_MANY, *NO_RESULT)
_HOLDS_ELSE = one_of(*({*NO_STOPS} - {*BEGUN_SO_MANY}))
_REMEDY = one_of(*({*directions.REMEDY, "维修", "更换", "检修", "抢修"} - {*TURNING}))
_TURNS, _NO_TURNS = one_of(*TURNING), one_of(*NO_TURNS)
_RUN = re.compile(r"[^\W0-9a-zA-Z_]+")


def unknown_words(
    text: str,
    found: Quantity,
    row: str,
    seems_met: bool = True,
    is_far_beyond: bool = False,
    is_ceiling: bool = False,
) -> str:
    """The words before, behind or beside the number of a cell of which a person must say what they mean; "" if none.

    `found` is what was read of the cell, `row` is the name and the target of its row. Remarks matter only where the
    number seems to meet the target, whether 累计 tells all that there are, only where it is far beyond it, and what
    was put right, only where few are wanted.
    """
    said, number, row = (
        without_blanks(plain(text)),
        without_blanks(plain(found.text)),
        without_blanks(plain(row)),
    )
    places = [each.start() for each in re.finditer(re.escape(number), said)]
    labels = [_before(said, at) for at in places]
    is_share = found.unit is not None and found.unit.is_percent
    is_rate = [
        is_share and _RATE.search(each) and not (tells_no_result(each, row) or counts_more(each, row))
        for each in labels
    ]
    known = [
        each
        for each, rate in zip(labels, is_rate, strict=True)
        if rate
        or not (
            may_mean_else(each, row)
            or (is_far_beyond and may_be_all(each, row))
            or (is_ceiling and was_remedied(each, row))
        )
    ]
    beside = _BESIDE.findall(said.replace(f"{(known or labels or [''])[0]}{number}", ",", 1))
    if not known and not any(_ALL_OF_IT.match(each) and asks_for(each, row) for each in beside):
        return next(iter(labels), "")
    behind = _NUMBER.match(number)
    if behind is not None and may_mean_else(behind["behind"], f"{row}{found.unit}"):
        return behind["behind"]
    if not seems_met:
        return ""
    odd = (each for each in beside if _is_odd_remark(each, row))
    notes = (each for each in _BRACKET.findall(said) if _is_odd_note(each, row, is_share))
    inside = (each for each in _INSIDE.findall(said) if tells_no_result(each, row))
    return next(chain(odd, notes, inside), "")


def _before(said: str, at: int) -> str:
    """The words directly before a place where a number begins."""
    labels = (each for each in _BEFORE.finditer(said, 0, at + 1) if not said[each.end() : at].strip(":<>≤≥="))
    found = next(labels, None)
    if found is None:
        return ""
    unit = _UNIT_BEHIND.match(said, found.start())  # 覆盖12所学校2136名学生
    return said[unit.end() : found.end()] if unit else found[0]


def has_unknown_words(text: str) -> bool:
    """Whether a cell has words at its number that only the row may explain."""
    said = without_blanks(plain(text))
    labels = [each[0] for each in _BEFORE.finditer(said)]
    if any(
        may_mean_else(each, "") or may_be_all(each, "") or was_remedied(each, "") or _TWO_ACTS.search(each)
        for each in labels
    ):
        return True
    return any(map(str.isdigit, said)) and (
        any(may_mean_else(each["behind"], "") for each in _NUMBER.finditer(said))
        or any(_is_odd_remark(each, "") for each in _BESIDE.findall(said))
        or any(_is_odd_note(each, "", is_share=True) for each in _BRACKET.findall(said))
        or any(tells_no_result(each, "") for each in _INSIDE.findall(said))
    )


def _is_odd_remark(words: str, row: str) -> bool:
    if words in MEASURES or leaves_undone(words) or _DENIED.match(words) or _BODY.search(words):
        return False  # what is undone is weighed elsewhere
    if _CAUSE.match(words):
        return _ELSE.search(words) is not None
    return may_mean_else(words, row)


def _is_odd_note(words: str, row: str, is_share: bool) -> bool:
    """Whether words in brackets may say of what the number before them is (3.6%(调查失业率), 92%(医务人员))."""
    if _OF_WHAT.search(words) and not leaves_undone(words):
        return not all(is_made_of(run, row) for run in _RUN.findall(words))
    is_surveyed = is_share and _PEOPLE.search(words) is not None and not row_says(_PEOPLE.sub("", words), row)
    return is_surveyed or _is_odd_remark(words, row)


@lru_cache(maxsize=4096)
def may_mean_else(words: str, row: str) -> bool:
    """Whether words may say that a number beside them is not what was done, and the row does not explain them."""
    words = _TITLE.sub("", words)
    if counts_more(words, row):
        return True
    if (level := place_alone(words)) is not None and level.level == "reached":
        return False
    if tells_no_result(words, row) or _turns(words, row) or _counts_two(words, row):
        return True
    if _is_under_way(words) or _is_denied(words, row):
        return True
    if says_done(words) or asks_for(words, row):
        return False
    return not row_says(_ELSE.sub(" ", words), row)


def _is_denied(words: str, row: str) -> bool:
    """Whether the row asks for what is not what the words say: 97.5%合格 of 不合格率."""
    return words in DENIABLE and (not row or any(f"{denial}{words}" in row for denial in "不未"))


def _is_under_way(words: str) -> bool:
    """Whether words end in an act that goes on (创建中5个)."""
    act = words.removesuffix("中")
    return act != words and any(each.end() == len(act) for each in _ACT.finditer(act))


def was_done(words: str, row: str) -> bool:
    """Whether words behind a number say that all that it counts was done: 1200批次已全部抽检完毕."""
    level = place_alone(words)
    is_done = says_done(words) or asks_for(words, row) or (level is not None and level.level == "reached")
    return is_done and not (
        tells_no_result(words, row)
        or _turns(words, row)
        or denies(words)
        or leaves_undone(words)
        or restricts(words, row)
        or words.endswith("中")
    )


def row_denies(words: str, row: str) -> bool:
    """Whether words deny only what the row itself calls so: 追缴逾期欠款 of 逾期欠款追缴笔数."""
    runs = _RUN.findall(_KNOWN.sub(" ", words))
    return any(map(denies, runs)) and row_says(words, row)


def row_says(words: str, row: str) -> bool:
    """Whether all that words say, apart from what says that it was done, stands in the row."""
    return all(is_made_of(run, row) for run in _RUN.findall(_KNOWN.sub(" ", words)))


def _counts_two(words: str, row: str) -> bool:
    """Whether two acts are counted together, of which the row asks for one: 新建和改建公厕 of 新建公厕."""
    return any((one in row) != (other in row) for one, other in _TWO_ACTS.findall(words))


def tells_no_result(words: str, row: str) -> bool:
    """Whether words name what was planned, is under way or came to nothing, which the row does not ask for."""
    found = _ELSE.findall(_HOLDS_ELSE.sub("·", words))
    return bool(found) and not any(each.removeprefix("已") in row for each in found)


def _turns(words: str, row: str) -> bool:
    """Whether words turn what was done into its opposite (停发, 追回), and the row does not ask for that.

    What stands behind a remedy is what was put right: 修复损坏路面.
    """
    before = _NO_TURNS.sub("·", _REMEDY.split(words, maxsplit=1)[0])
    return any(each[0] not in row for each in _TURNS.findall(before))


def says_done(words: str) -> bool:
    """Whether words say that so many were done, whatever the things behind them are called; 服务站 does not."""
    return _SAYS_DONE.search(_HOLDS_DONE.sub("·", words)) is not None


def asks_for(words: str, row: str) -> bool:
    """Whether one of the acts that words tell is what the row asks for, or they hold its name (巡河 of 巡河次数)."""
    stem = _STEM.match(row)
    acts = _ASKED.findall(_HOLDS_DONE.sub("·", words))
    return any(each in row for each in acts) or (stem is not None and stem[0] in words)


def is_made_of(run: str, row: str) -> bool:
    """Whether a run of characters is made of words of the row, of two characters at least where it is longer."""
    while run:
        length = next((each for each in range(len(run), 0, -1) if run[:each] in row), 0)
        if length == 0 or (length == 1 and len(run) > 1):
            return False
        run = run[length:]
    return True
