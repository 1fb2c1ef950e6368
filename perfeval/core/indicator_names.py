"""What the words in an indicator's name say of its direction (指标名称): the last word that says anything decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from perfeval.core.quantity import Quantity
from perfeval.core.words import directions, name_parts

Measure = Literal["duration", "rate", "each", "other"]
"""What a target counts: 时长 · 比率 · 每人每户多少 · anything else."""
Says = Literal["more", "less", "free", "neither", "conflict"]
"""What a name says: more is better, less is, none of something bad is wanted, neither, or two words disagree."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the name of an indicator says of its direction, and the word that says it."""

    says: Says
    words: str


@dataclass(frozen=True, slots=True)
class _Token:
    """A known word in a name; `kinds` are the tables that have it."""

    text: str
    kinds: frozenset[str]
    start: int
    end: int


def _all_words() -> dict[str, frozenset[str]]:
    """Every word with what it is: the names of its tables, in small letters."""
    found: dict[str, set[str]] = {}
    for module in (directions, name_parts):
        for kind, words in vars(module).items():
            if kind.isupper():
                for word in words:
                    found.setdefault(word, set()).add(kind.lower())
    return {word: frozenset(kinds) for word, kinds in found.items()}


_WORDS = _all_words()
_LONGEST = max(map(len, _WORDS))
_NOTES = re.compile(r"[（(【\[][^（）()【】\[\]]*[)）】\]]")
_NUMBERING = re.compile(r"^(?:指标)?[0-9一二三四五六七八九十]*[.、:：．]\s*")
_SILENT = frozenset({"filler", "served", "each"})
_HEADS = frozenset({"rate", "count", "duration"})
_LAST = _HEADS | _SILENT | {"occurs"}
_THINGS = frozenset({"bad", "issue", "wrong", "late"})
_AGAINST = frozenset({"remedy", "fewer", "reactive", "rescue", "control"})
_TURNING = _AGAINST | {"negation", "late", "wrong"}
_PEOPLE = ("人员", "对象", "企业", "单位", "机构", "户", "者", "队")
"""Behind a word they make it a name for people, who are not what it does: 社区矫正人员."""
_AIDED = re.compile(
    "[^\\W0-9]{0,4}?(?:[学新考研]生|儿童|少年|青年|党员|职工|员工|工人|妇女|母亲|残疾|群众|居民|村民|农户|家庭|老人|民警|家属|患者|教师|军人|户(?!数))"
)
"""Behind a bad word they say that it is people who are named by it: 贫困新生, 受伤民警."""
_PASSED_OVER = _HEADS | {
    "standard",
    "limit",
    "floor",
    "purse",
    "grant",
    "filler",
    "span",
    "negation",
    "occurs",
}
"""Kinds that, where they say nothing, leave it to the word before them."""


@lru_cache(maxsize=1 << 14)
def bare_name(name: str) -> str:
    """A name without blanks, numbering and what stands in brackets."""
    return _NUMBERING.sub("", _NOTES.sub("", "".join(name.split())))


@lru_cache(maxsize=1 << 14)
def _tokens(text: str) -> tuple[_Token, ...]:
    """The known words of a name, the longest first where several begin at one place."""
    found: list[_Token] = []
    at = 0
    while at < len(text):
        for length in range(min(_LONGEST, len(text) - at), 0, -1):
            kinds = _WORDS.get(text[at : at + length])
            if kinds is not None:
                found.append(_Token(text[at : at + length], kinds, at, at + length))
                at += length
                break
        else:
            at += 1
    return tuple(found)


def measure_of(name: str, target: Quantity) -> Measure:
    """What the target counts, by its unit; where it has none, by the head of the name."""
    unit, text = target.unit, bare_name(name)
    if unit is None:
        last = next((each for each in reversed(_tokens(text)) if each.end == len(text)), None)
        kinds = last.kinds if last else frozenset[str]()
        return "duration" if "duration" in kinds else "rate" if "rate" in kinds else "other"
    if unit.is_percent:
        return "rate"
    if unit.is_time or unit.over == ("工作日",):
        return "duration"
    return "each" if unit.under or any("each" in token.kinds for token in _tokens(text)) else "other"


@lru_cache(maxsize=1 << 14)
def counts(name: str) -> bool:
    """Whether the head of a name says that something is counted (次数, 件数)."""
    text = bare_name(name)
    last = next((each for each in reversed(_tokens(text)) if each.end == len(text)), None)
    return last is not None and "count" in last.kinds


@lru_cache(maxsize=1 << 14)
def tells_of_work(name: str) -> bool:
    """Whether a name says that something is done or provided: nobody sets a limit to that (培育企业数, 设备台数)."""
    return any(each.kinds & {"act", "provided"} for each in _tokens(bare_name(name)))


@lru_cache(maxsize=1 << 16)
def spoken(name: str, measure: Measure) -> Spoken | None:
    """What the words of a name say of a target that counts `measure`; None where they say nothing."""
    text = bare_name(name)
    tokens = [each for each in _tokens(text) if not each.kinds <= _SILENT]
    if measure == "each" and (paid := next((each for each in tokens if "grant" in each.kinds), None)):
        return Spoken("neither", paid.text)
    while tokens:
        context = _Context(text, measure, tokens[-1], tuple(tokens[:-1]))
        said = _said(context)
        if said is not None:
            return Spoken(said, context.shown(said))
        if not tokens[-1].kinds & _PASSED_OVER or "act" in tokens[-1].kinds:
            return None
        tokens.pop()
    return None


@dataclass(frozen=True, slots=True)
class _Context:
    """The last word of a name that may say something, and the words before it."""

    text: str
    measure: Measure
    last: _Token
    before: tuple[_Token, ...]

    def before_it(self, start: int) -> _Token | None:
        """The word that ends where another starts."""
        return next((each for each in self.before if each.end == start), None)

    @property
    def near(self) -> _Token | None:
        """The word directly before; behind a manner (未按期完成) the negation before that, and none where a negation
        undoes what is wrong (无违规使用).
        """
        near = self.before_it(self.last.start)
        denial = self.before_it(near.start) if near is not None and not self.last.kinds & _THINGS else None
        if near is None or denial is None or "negation" not in denial.kinds:
            return near
        return denial if "manner" in near.kinds else None if near.kinds & _THINGS else near

    @property
    def touching(self) -> frozenset[str]:
        """The kinds of the word directly before."""
        return frozenset[str]() if self.near is None else self.near.kinds

    @property
    def doing(self) -> frozenset[str]:
        """The kinds of the word before the things that are bad (减少 in 减少违规投诉)."""
        rest = [each for each in self.before if not each.kinds & {*_THINGS, "drift"}]
        is_work = bool(rest) and not self.text.startswith(_PEOPLE, rest[-1].end)
        return rest[-1].kinds if is_work else frozenset()

    @property
    def names_the_aided(self) -> bool:
        """Whether the word only says who they are to whom something is given: 资助贫困新生."""
        is_given = any("aid" in each.kinds for each in _tokens(self.text))
        return is_given and not self.doing & _AGAINST and _AIDED.match(self.text, self.last.end) is not None

    @property
    def is_head(self) -> bool:
        """Whether nothing but heads and fillers stands behind the word."""
        rest = self.text[self.last.end :]
        return sum(len(each.text) for each in _tokens(rest) if each.kinds & _LAST) == len(rest)

    @property
    def is_early(self) -> bool:
        """Whether it is counted how much earlier something is done (提前完工天数)."""
        return self.measure == "duration" and any(each.text == "提前" for each in self.before)

    def follows(self, *kinds: str) -> bool:
        """Whether a word of one of these kinds stands before."""
        return any(each.kinds & set(kinds) for each in self.before)

    def shown(self, said: Says) -> str:
        """The word that decided, with the one before it where that turned it round."""
        if self.near is not None and self.touching & _TURNING:
            return self.text[self.near.start : self.last.end]
        both = said == "conflict" and self.before
        return f"{self.before[-1].text}…{self.last.text}" if both else self.last.text


def _said(context: _Context) -> Says | None:
    kinds = context.last.kinds
    if context.measure == "duration" and "span" in kinds and not context.touching & {"negation", "late"}:
        return "more"
    return next((say(context) for kind, say in _SAYS.items() if kind in kinds), None)


def _good(context: _Context) -> Says | None:
    is_quick = context.measure == "duration" and "milestone" in context.last.kinds and not context.is_early
    return "less" if is_quick or "negation" in context.touching else "more"


def _act(context: _Context) -> Says | None:
    if context.is_early or (context.follows("cut") and context.measure == "other"):
        return "more"
    if context.touching & {"negation", "late", "wrong"} or context.measure == "duration":
        return "less"
    if context.measure == "rate":
        return "more"
    is_answered = "bad" in context.touching or (
        "rescue" in context.touching and "prepares" not in context.last.kinds
    )
    return "conflict" if is_answered else None


def _remedy(context: _Context) -> Says | None:
    return "less" if context.touching & {"negation", "late"} or context.measure == "duration" else "more"


def _reactive(context: _Context) -> Says | None:
    if context.touching & {"negation", "late"} or context.measure == "duration":
        return "less"
    return (
        "conflict"
        if context.follows("bad", "wrong", "late", "drift") and context.measure != "rate"
        else "more"
    )


def _rescue(context: _Context) -> Says | None:
    if context.measure == "duration":
        return "less"
    if not context.is_head:
        return None  # 救灾帐篷 are provided
    return "more" if context.measure == "rate" else "conflict"


def _fewer(context: _Context) -> Says | None:
    """Less of something is wanted, unless what shrinks is good: 收入下降率, 满意率下降幅度."""
    near = context.near
    while near is not None and near.kinds <= {"rate", "count"}:
        near = context.before_it(near.start)
    return "less" if near is not None and "good" in near.kinds else "more"


def _more(context: _Context) -> Says | None:
    grows_badly = context.follows(*_THINGS, "wait", "limit")
    return "less" if grows_badly or "negation" in context.touching else "more"


def _bad(context: _Context) -> Says | None:
    """A bad thing, unless something before it is done against it (减少事故) or it comes in to be answered."""
    if "negation" in context.touching:
        return "free"
    if "bad" in context.last.kinds and context.names_the_aided:
        return None
    if "event" in context.last.kinds and not context.is_head:
        return "conflict"  # 污染源普查对象数, 感染科床位数: what is it that is counted?
    if not context.doing & _AGAINST:
        return "less"
    if context.doing & {"remedy", "fewer"}:
        return "more"
    return "less" if "control" in context.doing else "conflict"


def _unwanted(context: _Context) -> Says | None:
    if "negation" in context.touching:
        return "more"
    if "remedy" in context.doing and context.measure == "other":
        return "more"  # 审结行政复议案件, 治理石漠化面积
    return "conflict" if "reactive" in context.doing and context.measure == "other" else "less"


def _occurs(context: _Context) -> Says | None:
    return None if context.before and "negation" not in context.touching else _unwanted(context)


def _control(context: _Context) -> Says | None:
    if context.follows("purse", "limit", "standard"):
        return "less"
    return "more" if context.follows("bad") else None


def _limit(context: _Context) -> Says | None:
    if not context.is_head:
        return None
    return "more" if context.follows("cut") else "less"


def _floor(context: _Context) -> Says | None:
    return "more"


def _standard(context: _Context) -> Says | None:
    if not context.is_head or _MAKES_STANDARDS.match(context.text):
        return None
    return "more" if context.follows("reaching") else "neither"


_MAKES_STANDARDS = re.compile("(?:主导|参与|牵头)?(?:制修订|制定|修订|起草|研制|编制|发布)")
"""What names begin with that count standards (制定地方标准) and are none."""
_SAYS: dict[str, Callable[[_Context], Says | None]] = {
    "good": _good,
    "remedy": _remedy,
    "reactive": _reactive,
    "rescue": _rescue,
    "fewer": _fewer,
    "more": _more,
    "bad": _bad,
    "issue": _bad,
    "wrong": _bad,
    "late": _bad,
    "drift": _unwanted,
    "wait": _unwanted,
    "occurs": _occurs,
    "control": _control,
    "limit": _limit,
    "floor": _floor,
    "standard": _standard,
    "act": _act,
}
"""What a word of each kind says; the first kind of a word that stands here counts."""
