"""How far words say that a target was reached (完成程度): 已按时完成, 未达标, 基本完成, 无事故.

The words stand in core/words/attainment.py, core/word_roles.py tells them apart; here is how they go together. Whatever
cannot be placed is None, and a person decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from perfeval.core.harm import is_nothing
from perfeval.core.word_roles import (
    HARM,
    HEADS,
    PARTS,
    POSITIVE,
    TIME,
    TIMES,
    Token,
    asks_for_harm,
    in_one,
    is_harmless,
    normal,
    tokens_of,
    without_notes,
)
from perfeval.core.words.attainment import (
    ALL,
    BEST,
    GRADE_SCALES,
    HAS,
    HAS_NOT,
    LEXICON,
    NO,
    PLANS,
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
_WHOLE = re.compile(
    r"(?:已|已经|均|达到?|完成|完成率|达标率|合格率|率|为|是|:)*100(?:\.0+)?%(?:全部|已|均)?(?:完成|达成|达标|覆盖|落实|到位)?"
)
_WHOLE_RATE = re.compile("([^\\W0-9]{2,6})率(?:为|达到?|是|:)?100%")
"""A rate of all of what the row speaks of: 归档率100% of 应归尽归."""
_HOPED = re.compile("确保|力争|争取|努力|预计|预期|将|拟|计划|目标|要求|应|需|待|较|不")
_UNDOES = frozenset(["无", "没有", "未发现", "不存在", "未存在", "未出现", "未发生"])


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
    placed = place_parts(said, Asked(asked, normal(name), is_deadline))
    order = held_against(asked, said)
    if order is None:
        return placed
    return REACHED if order else placed if placed == MISSED else None


@lru_cache(maxsize=8192)
def place_alone(words: str) -> Attained | None:
    """The level that words name whatever the target is: 完全达到预期, 部分完成, 未完成; None for all others."""
    said = without_notes(normal(words))
    if any(character.isdigit() for character in said) or len(said) > LONG:
        return None
    tokens = tokens_of(said)
    roles = [each.role for each in tokens]
    plain_roles = {"reach", "adverb", "object", "wholly", "nearly", "partly", "not", "timely"}
    if "reach" not in roles or not plain_roles.issuperset(roles):
        return None
    if roles.count("not") and "timely" in roles:
        return None  # done, but late: how bad that is depends on the target
    return _part(tokens, Asked("", "", False))


LONG = 24
"""Characters of the longest answer that is read by its words alone."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a target in words and the indicator's name say."""

    target: str
    name: str
    is_deadline: bool

    def holds(self, word: str) -> bool:
        """Whether the target or the name holds a word."""
        return word in self.target or word in self.name

    @property
    def is_timely(self) -> bool:
        """Whether it asks for something in time."""
        roles = {each.role for each in tokens_of(self.target + "|" + self.name)}
        return (
            self.is_deadline
            or "timely" in roles
            or any(each in self.target for each in ("时限", "期限", "时间"))
        )


def _one_word(said: str, asked: str, name: str) -> Attained | None:
    """Answers of one word: 是, 否, 有, 无, 全部, 100%."""
    if _WHOLE.fullmatch(said):
        return REACHED
    if (rate := _WHOLE_RATE.fullmatch(said)) and rate[1] in name + asked and not asks_for_harm(rate[1]):
        return REACHED
    if LEXICON.get(said) == "wholly" and said in asked:
        return REACHED
    negative = asked in NO or asked in HAS_NOT
    if said in YES:
        return None if is_nothing(asked) else MISSED if negative else REACHED
    if said in NO:
        if negative:
            return REACHED
        return None if asks_for_harm(asked or name) else NO_ANSWER
    if "有无" in asked and asks_for_harm(asked):
        return MISSED if said in HAS else REACHED if said in HAS_NOT else None
    if said in HAS and (asked in HAS or "有无" in asked):
        return REACHED
    if said in HAS and asked in HAS_NOT:
        return MISSED
    if said in HAS_NOT and asked in HAS:
        return NO_ANSWER
    return REACHED if said in HAS_NOT and negative else None


def place_parts(said: str, context: Asked) -> Attained | None:
    """What all parts of an answer say; None where one cannot be placed, or two disagree."""
    found: list[Attained] = []
    for part in filter(None, PARTS.split(in_one(without_notes(said)))):
        rest = TIME.sub("", part, count=1)
        tokens = tokens_of(rest)
        if not any(each.role in HEADS for each in tokens) and is_harmless(rest) and rest != said:
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


def restricts_level(text: str) -> bool:
    """Whether words deny or restrict what they say of a level, name something bad, or tell what is planned (力争)."""
    roles = {each.role for each in tokens_of(normal(text))}
    restricting = HARM | {"not", "none", "partly", "weakly", "nearly", "doubt", "late"}
    return not restricting.isdisjoint(roles) or _HOPED.search(text) is not None


def _part(tokens: tuple[Token, ...], context: Asked) -> Attained | None:
    """The level of one part, by its last head."""
    heads = [each for each in tokens if each.role in HEADS]
    if not heads or any(_is_doubt(tokens, number, context) for number in range(len(tokens))):
        return None
    head, roles = heads[-1], [each.role for each in tokens]
    numbers = [
        at for at, each in enumerate(tokens) if each.role == "other" and any(map(str.isdigit, each.word))
    ]
    told = numbers[0] > tokens.index(heads[0]) if numbers and head.role in ("bad", "limit") else False
    if any(not told or not TIMES.fullmatch(tokens[at].word) for at in numbers):
        return None
    if head.role == "happen" and any(each.role in ("bad", "limit") for each in heads):
        head = next(each for each in reversed(heads) if each.role in ("bad", "limit"))
    negations = [each.word for each in tokens if each.role in ("not", "none")]
    if len(negations) > 1:
        undone = len(negations) == 2 and negations[0] in _UNDOES and head.role in POSITIVE and _touch(tokens)
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


def _is_met(head: Token, negated: bool, tokens: tuple[Token, ...], context: Asked) -> bool | None:
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


def _goal(target: str) -> tuple[Token, bool] | None:
    """The last head of a target in words, and whether it is negated there (不突破)."""
    tokens = tokens_of(target)
    heads = [each for each in tokens if each.role in HEADS]
    return (heads[-1], any(each.role in ("not", "none") for each in tokens)) if heads else None


def _is_same(head: Token, goal: Token) -> bool:
    return head.role == goal.role and head.role in ("reach", "timely", "better", "up", "down")


def _has_strange_noun(tokens: tuple[Token, ...], context: Asked) -> bool:
    """Whether something is said to be done that the row does not speak of: 完成招标 where 完成建设 was asked."""
    return any(each.role == "other" and not context.holds(each.word) for each in tokens)


def _allows_weak(head: Token, context: Asked) -> bool:
    """Whether 有所提高 is enough: the same word was asked for, without a strong adverb."""
    goal = _goal(context.target)
    if goal is None or not (_is_same(head, goal[0]) or head.word == goal[0].word):
        return False
    asked = {each.role for each in tokens_of(context.target) if each != goal[0]}
    return asked.isdisjoint({"strongly", "good", "wholly"})


def _is_doubt(tokens: tuple[Token, ...], number: int, context: Asked) -> bool:
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


def _touch(tokens: tuple[Token, ...]) -> bool:
    """Whether the inner of two negations stands just before a head: 未发现不合格."""
    inner = max(number for number, each in enumerate(tokens) if each.role == "not")
    return inner + 1 < len(tokens) and tokens[inner + 1].role in POSITIVE


@lru_cache(maxsize=8192)
def says_all(words: str, name: str = "") -> bool:
    """Whether words say that all of it was so (全部合格, 全覆盖), as 100 % does."""
    said = normal(words)
    found = place_parts(said, Asked("", normal(name), False))
    return found == REACHED and any(each.role == "wholly" or each.word in ALL for each in tokens_of(said))


def says_the_name(words: str, name: str) -> bool:
    """Whether words say of a rate by its own name that it was so: 及时 for 拨付及时率, 一次性合格 for 合格率; that all
    came in time, in whatever word, for a rate of that: 按期完成 for 完成及时率, but not 首批按时 or 应按时.
    """
    said, stem = normal(words), normal(name).removesuffix("率")
    tokens = tokens_of(said)
    heads = [each.word for each in tokens if each.role in POSITIVE]
    by_name = bool(heads) and len(heads[-1]) > 1 and stem.endswith(heads[-1]) and said.endswith(heads[-1])
    in_time = all(
        any(each.role == "timely" for each in found) for found in (tokens, tokens_of(stem))
    ) and all(
        each.role in ("timely", "reach", "wholly") or each.word in ("已", "已经") or each.word in stem
        for each in tokens
    )
    return (by_name or in_time) and place(said, name=name) == REACHED


def held_against(target: str, actual: str) -> bool | None:
    """Whether one grade word is at least another on a scale that holds both (良 → 优); None where none does."""
    for scale in GRADE_SCALES:
        if target in scale and actual in scale:
            return scale.index(actual) <= scale.index(target)
    return None
