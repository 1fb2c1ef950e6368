"""How far words say that a target was reached (完成程度): 已按时完成, 未达标, 基本完成, 无事故.

The words stand in core/words/attainment.py; here is how they go together. Whatever cannot be placed is None, and a
person decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from perfeval.core.glyphs import plain, without_blanks
from perfeval.core.words.attainment import (
    ALL,
    BEST,
    GRADE_SCALES,
    HAS,
    HAS_NOT,
    LEXICON,
    LONGEST,
    NO,
    NOTHING,
    PLANS,
    UNDONE,
    WORST,
    YES,
    Role,
)

Level = Literal["reached", "partly", "missed"]
"""达成 · 部分达成 · 未达成."""
Extent = Literal["wholly", "nearly", "partly", "not"]
"""How far inside a level: 全部达成 · 基本达成 · 部分达成 · 未达成."""


@dataclass(frozen=True, slots=True)
class Attained:
    """The level that words name, how far it reaches, and whether it is the "no" to a plain question (是 → 否)."""

    level: Level
    extent: Extent
    answers_no: bool = False


REACHED, NEARLY = Attained("reached", "wholly"), Attained("reached", "nearly")
PARTLY, MISSED, NO_ANSWER = (
    Attained("partly", "partly"),
    Attained("missed", "not"),
    Attained("missed", "not", answers_no=True),
)


@dataclass(frozen=True, slots=True)
class _Token:
    role: Role
    word: str


_NOTE = re.compile(r"\([^()]*\)")
_TIMES = re.compile(
    r"(?:停机|停运|发生|出现|共|累计|达|额|率|批复数?|定额|标准)?[1-9][0-9]*(?:\.[0-9]+)?(?:次|起|件|例|处|人|人次|个|条|小时|天|万元|元|%)"
)
"""How often something bad happened, or how far a limit was exceeded: that it did is what counts."""
_NUMBER = re.compile("(?!0(?![0-9.]))[0-9.]+")
_HOW_MUCH = re.compile("[1-9][0-9]*(?:\\.[0-9]+)?(?:个月|[^\\W0-9]{0,2})")
_PARTS = re.compile("[,;、。:!]+")
_END = re.compile("[。.;,!、]+$")
_WHOLE = re.compile(
    r"(?:已|已经|均|达到?|完成|完成率|达标率|合格率|率|为|是|:)*100(?:\.0+)?%(?:全部|已|均)?(?:完成|达成|达标|覆盖|落实|到位)?"
)
_WHOLE_RATE = re.compile("([^\\W0-9]{2,6})率(?:为|达到?|是|:)?100%")
"""A rate of all of what the row speaks of: 归档率100% of 应归尽归."""
_TIME = re.compile(
    "(?:截至|截止到?|自|从)?(?:(?:19|20|21)[0-9]{2}年?度?)?(?:[0-9]{1,2}月(?:[0-9]{1,2}[日号])?)?(?:底|末|止|前|内)?(?:以?来)?"
)
_HEADS: tuple[Role, ...] = (
    "reach",
    "good",
    "timely",
    "better",
    "up",
    "down",
    "bad",
    "limit",
    "happen",
    "late",
)
_POSITIVE: tuple[Role, ...] = ("reach", "good", "timely", "better")
_HARM: tuple[Role, ...] = ("bad", "limit", "happen")
_ASKED = re.compile("是否|有无|能否|可否")
_OF_LAST_YEAR = re.compile("(?:较|比|同比|环比|与)(?:上年|去年|上一年|往年)?")
_SHORT = re.compile(
    "(?:未|没有)(?:能)?(?:达标|(?:达到|达成|完成|实现)(?:年初|年度|预期|既定|设定)*(?:目标|指标|预期|任务)值?)$"
)
_UNCOUNTED = re.compile("不(?:包?含|包括|计)[^,;]*")
_WORK = "(?:开展|启动|实施|举办|举行|召开|组织|进行|采购|建设|开工|动工|购置|发放|安排)"
_NOT_BEGUN = re.compile(
    "(?:(?:因|由于|受)[^0-9,;。]{1,20}[,;]?)?(?:项目|活动|工作|课题)?(?:已|被)?"
    f"(?:(?:尚|暂|并|均)?未(?:能|如期|按期|按计划)?{_WORK}(?P<what>[^\\W0-9]*?)|取消|停办|暂停|中止)(?:了|工作|活动)?"
)
_DONE = re.compile(f"(?:已|已经|如期|按期|按时|按计划|顺利|成功)+{_WORK}(?:完成|完毕|结束)?")
_NOT_ALL = re.compile("(?:尚|仍|暂|并)?(?:未|没有)(?:能)?(?:全部|全|完全|全面|均|都)[^0-9,;。]*")
_HOPED = re.compile("确保|力争|争取|努力|预计|预期|将|拟|计划|目标|要求|应|需|待|较|不")
_UNDOES = frozenset(["无", "没有", "未发现", "不存在", "未存在", "未出现", "未发生"])


def normal(text: str) -> str:
    """Words in plain glyphs, without blanks and closing punctuation."""
    return _END.sub("", without_blanks(plain(text)))


@lru_cache(maxsize=8192)
def place(words: str, target: str = "", name: str = "", is_deadline: bool = False) -> Attained | None:
    """The level that an actual value in words reaches, in the light of a target in words; None where none is plain.

    words    = part { "," part }
    part     = [ time ] { noun } { adverb } [ negation ] { adverb } head { object }
    negation = "未" | "没有" | "不" | "无" …     head = "完成" | "健全" | "提高" | "违规" …

    All parts must agree. `name` is the indicator's, `is_deadline` whether the target is a date. A word of the target
    that is affirmed in both, or negated in both, is reached; negated in one only, it is missed. Two negations name
    no level, but for 未发现不合格 and the like.
    """
    said, asked = normal(words), normal(target)
    if (alone := place_alone(said)) is not None:
        return alone
    answer = _one_word(said, asked, normal(name))
    if answer is not None:
        return answer
    if said == asked:
        return None  # what repeats the target is judged by the rule set
    if said in BEST | WORST:
        return REACHED if said in BEST else MISSED
    placed = _together(said, _Context(asked, normal(name), is_deadline))
    order = held_against(asked, said)
    if order is None:
        return placed
    return REACHED if order else placed if placed == MISSED else None


@lru_cache(maxsize=8192)
def place_alone(words: str) -> Attained | None:
    """The level that words name whatever the target is: 完全达到预期, 部分完成, 未完成; None for all others."""
    said = _without_notes(normal(words))
    if any(character.isdigit() for character in said) or len(said) > LONG:
        return None
    tokens = _tokens(said)
    roles = [each.role for each in tokens]
    plain_roles = {"reach", "adverb", "object", "wholly", "nearly", "partly", "not", "timely"}
    if "reach" not in roles or not plain_roles.issuperset(roles):
        return None
    if roles.count("not") and "timely" in roles:
        return None  # done, but late: how bad that is depends on the target
    return _part(tokens, _Context("", "", False))


LONG = 24
"""Characters of the longest answer that is read by its words alone."""


@dataclass(frozen=True, slots=True)
class _Context:
    """What a target in words and the indicator's name say."""

    target: str
    name: str
    is_deadline: bool

    def holds(self, word: str) -> bool:
        return word in self.target or word in self.name

    @property
    def is_timely(self) -> bool:
        """Whether it asks for something in time."""
        roles = {each.role for each in _tokens(self.target + "|" + self.name)}
        return (
            self.is_deadline
            or "timely" in roles
            or any(each in self.target for each in ("时限", "期限", "时间"))
        )


def _one_word(said: str, asked: str, name: str) -> Attained | None:
    """Answers of one word: 是, 否, 有, 无, 全部, 100%."""
    if _WHOLE.fullmatch(said):
        return REACHED
    if (rate := _WHOLE_RATE.fullmatch(said)) and rate[1] in name + asked and not _asks_for_harm(rate[1]):
        return REACHED
    if LEXICON.get(said) == "wholly" and said in asked:
        return REACHED
    negative = asked in NO or asked in HAS_NOT
    if said in YES:
        return None if is_nothing(asked) else MISSED if negative else REACHED
    if said in NO:
        if negative:
            return REACHED
        return None if _asks_for_harm(asked or name) else NO_ANSWER
    if "有无" in asked and _asks_for_harm(asked):
        return MISSED if said in HAS else REACHED if said in HAS_NOT else None
    if said in HAS and (asked in HAS or "有无" in asked):
        return REACHED
    if said in HAS and asked in HAS_NOT:
        return MISSED
    if said in HAS_NOT and asked in HAS:
        return NO_ANSWER
    return REACHED if said in HAS_NOT and negative else None


def _asks_for_harm(text: str) -> bool:
    return any(each.role in ("bad", "limit", "late") for each in _tokens(text))


def _together(said: str, context: _Context) -> Attained | None:
    """What all parts of an answer say; None where one cannot be placed, or two disagree."""
    found: list[Attained] = []
    for part in filter(None, _PARTS.split(_in_one(_without_notes(said)))):
        rest = _TIME.sub("", part, count=1)
        tokens = _tokens(rest)
        if not any(each.role in _HEADS for each in tokens) and _is_harmless(rest) and rest != said:
            continue
        if found == [MISSED] and part.startswith(PLANS):
            continue  # 未完成，延至2024年3月: how it goes on
        placed = REACHED if _WHOLE.fullmatch(part) else _part(tokens, context)
        if placed is None:
            return None
        found.append(placed)
    if not found or len({each.level for each in found}) > 1:
        return None
    return NEARLY if NEARLY in found else found[0]


def _in_one(said: str) -> str:
    """The words with what one negation lists (无截留、挪用现象) as one part: 无截留挪用现象."""
    found = ""
    for part in said.split("、"):
        roles = {each.role for each in _tokens(part)}
        is_listed = roles <= {*_HARM, "object", "other"} and roles & {*_HARM} and _names_no_harm(found)
        found += part if is_listed or not found else f"、{part}"
    return found


def _names_no_harm(said: str) -> bool:
    """Whether words end in something bad that they deny: 无截留, 未发生事故."""
    tokens = _tokens(_PARTS.split(said)[-1])
    return any(each.role in ("not", "none") for each in tokens) and _names_harm(tokens)


def _without_notes(said: str) -> str:
    """Without notes in brackets that neither deny nor restrict: 完全达到预期(目标)."""
    return _NOTE.sub(lambda note: "" if _is_harmless(note[0]) else note[0], said)


def _is_harmless(text: str) -> bool:
    """Whether words neither deny nor restrict what stands beside them."""
    roles = {each.role for each in _tokens(text)}
    restricting = {"not", "none", "partly", "weakly", "doubt", "late", *_HARM}
    return restricting.isdisjoint(roles) and not any(character.isdigit() for character in text)


def restricts_level(text: str) -> bool:
    """Whether words deny or restrict what they say of a level, name something bad, or tell what is planned (力争)."""
    roles = {each.role for each in _tokens(normal(text))}
    restricting = {"not", "none", "partly", "weakly", "nearly", "doubt", "late", *_HARM}
    return not restricting.isdisjoint(roles) or _HOPED.search(text) is not None


def _part(tokens: tuple[_Token, ...], context: _Context) -> Attained | None:
    """The level of one part, by its last head."""
    heads = [each for each in tokens if each.role in _HEADS]
    if not heads or any(_is_doubt(tokens, number, context) for number in range(len(tokens))):
        return None
    head, roles = heads[-1], [each.role for each in tokens]
    numbers = [
        at for at, each in enumerate(tokens) if each.role == "other" and any(map(str.isdigit, each.word))
    ]
    told = numbers[0] > tokens.index(heads[0]) if numbers and head.role in ("bad", "limit") else False
    if any(not told or not _TIMES.fullmatch(tokens[at].word) for at in numbers):
        return None
    if head.role == "happen" and any(each.role in ("bad", "limit") for each in heads):
        head = next(each for each in reversed(heads) if each.role in ("bad", "limit"))
    negations = [each.word for each in tokens if each.role in ("not", "none")]
    if len(negations) > 1:
        undone = len(negations) == 2 and negations[0] in _UNDOES and head.role in _POSITIVE and _touch(tokens)
        return REACHED if undone else None
    negated = bool(negations)
    if negated and "wholly" in roles[: tokens.index(head)] and roles.index("wholly") > _first_negation(roles):
        return None  # 未全部完成: some of it
    if head.role not in ("bad", "late") and "late" in roles:
        return MISSED if context.is_timely and not negated else None
    if negated and "timely" in roles:
        return MISSED if context.is_timely else None
    is_met = _is_met(head, negated, tokens, context)
    if is_met is None:
        return None
    if "partly" in roles:
        return PARTLY
    if not is_met:
        return MISSED
    if "weakly" in roles and not _allows_weak(head, context):
        return None
    return NEARLY if "nearly" in roles and head.role != "better" else REACHED


def _is_met(head: _Token, negated: bool, tokens: tuple[_Token, ...], context: _Context) -> bool | None:
    """Whether a head, affirmed or negated, is what was asked for."""
    if head.role == "reach" and _has_strange_noun(tokens, context):
        return None
    goal = _goal(context.target)
    if any(each.role in ("limit", "late") and not context.holds(each.word) for each in tokens):
        return negated  # 超标排放 of 达标排放
    if goal is not None and (_is_same(head, goal[0]) or head.word == goal[0].word):
        return negated == goal[1]
    if goal is not None and {head.role, goal[0].role} in ({"better", "down"}, {"up", "down"}):
        return None if negated or goal[1] else False
    match head.role:
        case "reach" | "good" | "timely" | "better":
            return not negated
        case "bad" | "limit" | "late":
            return negated
        case _:
            return None


def _goal(target: str) -> tuple[_Token, bool] | None:
    """The last head of a target in words, and whether it is negated there (不突破)."""
    tokens = _tokens(target)
    heads = [each for each in tokens if each.role in _HEADS]
    return (heads[-1], any(each.role in ("not", "none") for each in tokens)) if heads else None


def _is_same(head: _Token, goal: _Token) -> bool:
    return head.role == goal.role and head.role in ("reach", "timely", "better", "up", "down")


def _has_strange_noun(tokens: tuple[_Token, ...], context: _Context) -> bool:
    """Whether something is said to be done that the row does not speak of: 完成招标 where 完成建设 was asked."""
    return any(each.role == "other" and not context.holds(each.word) for each in tokens)


def _allows_weak(head: _Token, context: _Context) -> bool:
    """Whether 有所提高 is enough: the same word was asked for, without a strong adverb."""
    goal = _goal(context.target)
    if goal is None or not (_is_same(head, goal[0]) or head.word == goal[0].word):
        return False
    asked = {each.role for each in _tokens(context.target) if each != goal[0]}
    return asked.isdisjoint({"strongly", "good", "wholly"})


def _is_doubt(tokens: tuple[_Token, ...], number: int, context: _Context) -> bool:
    """Whether a word restricts the answer (但, 除, 正在); not one that the row's own words hold."""
    if tokens[number].role != "doubt":
        return False
    before, after = (
        tokens[number - 1].word[-1:] if number else "",
        tokens[number + 1].word[:1] if number + 1 < len(tokens) else "",
    )
    word = tokens[number].word
    if len(word) > 1 and context.holds(word):
        return False
    return not ((before and context.holds(before + word)) or (after and context.holds(word + after)))


def _first_negation(roles: list[Role]) -> int:
    return next(number for number, role in enumerate(roles) if role in ("not", "none"))


def _touch(tokens: tuple[_Token, ...]) -> bool:
    """Whether the inner of two negations stands just before a head: 未发现不合格."""
    inner = max(number for number, each in enumerate(tokens) if each.role == "not")
    return inner + 1 < len(tokens) and tokens[inner + 1].role in _POSITIVE


@lru_cache(maxsize=8192)
def _tokens(text: str) -> tuple[_Token, ...]:
    """The text as words of the table, the longest first; what lies between them is one noun each."""
    found: list[_Token] = []
    at = start = 0
    while at < len(text):
        if (number := _NUMBER.match(text, at)) is not None:
            at = number.end()
            continue  # the 0 of 10月 denies nothing
        word = next(
            (
                text[at : at + n]
                for n in range(min(LONGEST, len(text) - at), 0, -1)
                if text[at : at + n] in LEXICON
            ),
            "",
        )
        if not word:
            at += 1
            continue
        if start < at:
            found.append(_Token("other", text[start:at]))
        found.append(_Token(LEXICON[word], word))
        at += len(word)
        start = at
    if start < len(text):
        found.append(_Token("other", text[start:]))
    return tuple(found)


@lru_cache(maxsize=8192)
def says_all(words: str, name: str = "") -> bool:
    """Whether words say that all of it was so (全部合格, 全覆盖), as 100 % does."""
    said = normal(words)
    found = _together(said, _Context("", normal(name), False))
    return found == REACHED and any(each.role == "wholly" or each.word in ALL for each in _tokens(said))


def says_the_name(words: str, name: str) -> bool:
    """Whether words say of a rate by its own name that it was so: 及时 for 拨付及时率, 一次性合格 for 合格率; that all
    came in time, in whatever word, for a rate of that: 按期完成 for 完成及时率, but not 首批按时 or 应按时.
    """
    said, stem = normal(words), normal(name).removesuffix("率")
    tokens = _tokens(said)
    heads = [each.word for each in tokens if each.role in _POSITIVE]
    by_name = bool(heads) and len(heads[-1]) > 1 and stem.endswith(heads[-1]) and said.endswith(heads[-1])
    in_time = all(any(each.role == "timely" for each in found) for found in (tokens, _tokens(stem))) and all(
        each.role in ("timely", "reach", "wholly") or each.word in ("已", "已经") or each.word in stem
        for each in tokens
    )
    return (by_name or in_time) and place(said, name=name) == REACHED


def names_result(words: str) -> bool:
    """Whether words hold one of attainment or harm (完工, 合格, 投诉), and do not only name a thing."""
    return any(each.role in _HEADS for each in _tokens(normal(words)))


def denies(words: str) -> bool:
    """Whether words before a number deny what it counts, or say that it came late: 未完成, 逾期."""
    return any(each.role in ("not", "none", "late") for each in _tokens(normal(words)))


def leaves_undone(words: str) -> bool:
    """Whether words beside a number say that some of it was not done, or not in time: 1座在建, 尚未验收, 延误2天."""
    return any(_is_undone(part) for part in _PARTS.split(normal(words)))


_UNSURE = re.compile(
    "预计|预估|暂估|估算|估计|计划数|目标数|计划值|目标值|暂定|拟|左右|大约|不足|更正|改为|应为|实为"
)


def is_unsure(words: str) -> bool:
    """Whether words beside a number say that it is none that was reached for certain (计划数, 预计)."""
    return _UNSURE.search(words) is not None


def _is_undone(said: str) -> bool:
    tokens = _tokens(_UNCOUNTED.sub("", "".join(each for each in said if not each.isdigit())))
    roles = {each.role for each in tokens}
    if "late" in roles or any(each.role == "doubt" and each.word in UNDONE for each in tokens):
        return True
    denied = [each.word for each in tokens if each.role in ("not", "none") and each.word != "非"]
    if len(denied) != 1 or {*_HARM} & roles:
        return False
    return bool({*_POSITIVE} & roles) or (denied[0] != "不" and "not" in roles)


def not_begun(words: str) -> str | None:
    """What was not begun, by words that say so (测评 of 未开展测评), "" where they name nothing; None for others."""
    found = _NOT_BEGUN.fullmatch(_without_notes(normal(words)))
    return None if found is None else found["what"] or ""


def tells_nothing_done(words: str) -> bool:
    """Whether words say that the work was not begun at all (未开展, 因疫情取消)."""
    return not_begun(words) == ""


def tells_done(words: str) -> bool:
    """Whether words say that the work was done (已举办, 已完成), so that of one thing it is that one."""
    said = _without_notes(normal(words))
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
    found = _together(said, _Context("", normal(name), False))
    return (found is not None and found.level != "reached") or _NOT_ALL.fullmatch(said) is not None


def is_exceeded(words: str) -> bool:
    """Whether words say that a limit was exceeded: 超支, 超出预算3万元."""
    tokens = _tokens(_TIMES.sub("", normal(words)))
    is_over = any(each.role == "limit" or each.word == "超支" for each in tokens)
    return is_over and all(each.role in ("limit", "bad", "adverb", "object", "happen") for each in tokens)


def is_nothing(target: str) -> bool:
    """Whether a target in words asks that something bad does not happen at all: 零投诉, 无事故, 不发生, 不突破预算.

    nothing = [ time ] { noun } negation { noun } [ harm ] | "无" | "零"
    """
    said = _TIME.sub("", normal(target), count=1)
    if said in NOTHING:
        return True
    said = _in_one(said)
    if _PARTS.search(said) or _ASKED.search(said) or any(each.isdigit() and each != "0" for each in said):
        return False
    tokens = _tokens(said)
    roles = [each.role for each in tokens]
    negations = [number for number, role in enumerate(roles) if role in ("not", "none")]
    if len(negations) != 1 or not {
        "reach",
        "good",
        "timely",
        "better",
        "up",
        "down",
        "doubt",
        "nearly",
    }.isdisjoint(set(roles) - {"good"} if _names_harm(tokens) else roles):
        return False
    number = negations[0]
    after = set(roles[number + 1 :])
    if roles[number] == "none" and tokens[number].word not in ("无", "0", "零"):
        return bool(after & {"bad", "late", "limit"}) or after <= {"other", "object", "adverb"}
    return bool(after & {"bad", "limit", "late", "happen"})


def _names_harm(tokens: tuple[_Token, ...]) -> bool:
    """Whether the last head is something bad: 无安全事故, though 安全 is good."""
    heads = [each for each in tokens if each.role in _HEADS]
    return bool(heads) and heads[-1].role in ("bad", "limit", "late", "happen")


def names_limit(words: str) -> bool:
    """Whether words are about a limit that is kept or not (不突破预算, 未超支), which no count of cases answers."""
    return any(each.role == "limit" or each.word == "超支" for each in _tokens(normal(words)))


def happened(words: str) -> bool | None:
    """Whether words say that the bad thing happened: 未发生 no, 发生过 yes; None where they do not tell.

    Of several parts all must say no; what is said of last year is none of them (未发生，较上年减少1起).
    """
    said = _TIME.sub("", normal(words), count=1)
    parts = [each for each in _PARTS.split(_in_one(said)) if each and not _OF_LAST_YEAR.match(each)]
    told = {_part_happened(each) for each in parts}
    return told.pop() if len(told) == 1 else None


def _part_happened(said: str) -> bool | None:
    if said in NOTHING or said in NO:
        return False
    if said in HAS:
        return True
    tokens = _tokens(said)
    roles = [each.role for each in tokens]
    if "limit" in roles and not {"not", "none", "doubt"} & set(roles):
        return True  # by how much does not matter: 超预算5万元
    if any(each.isdigit() for each in said):
        rest = _HOW_MUCH.sub("", said)
        is_told = "bad" in roles and not any(each.isdigit() for each in rest)
        return True if is_told and _part_happened(rest) else None
    if {"doubt", "reach", "better", "up", "down", "partly"} & set(roles):
        return None
    if not {"bad", "limit", "happen", "late", "none"} & set(roles):
        return None
    negations = roles.count("not") + roles.count("none")
    return None if negations > 1 else not negations


def held_against(target: str, actual: str) -> bool | None:
    """Whether one grade word is at least another on a scale that holds both (良 → 优); None where none does."""
    for scale in GRADE_SCALES:
        if target in scale and actual in scale:
            return scale.index(actual) <= scale.index(target)
    return None
