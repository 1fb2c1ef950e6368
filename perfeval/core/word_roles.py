"""An answer in words as the words of core/words/attainment.py: what denies, restricts, tells of success or of harm."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from perfeval.core.glyphs import plain, without_blanks
from perfeval.core.words.attainment import LEXICON, LONGEST, Role


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its role, or (role "other") what stands between two such words."""

    role: Role
    word: str


HEADS: frozenset[Role] = frozenset(
    ["reach", "good", "timely", "better", "up", "down", "bad", "limit", "happen", "late"]
)
"""Roles of the words that say how it went; the others only shade them."""
POSITIVE: frozenset[Role] = frozenset(["reach", "good", "timely", "better"])
HARM: frozenset[Role] = frozenset(["bad", "limit", "happen"])

TIMES = re.compile(
    r"(?:停机|停运|发生|出现|共|累计|达|额|率|批复数?|定额|标准)?[1-9][0-9]*(?:\.[0-9]+)?(?:次|起|件|例|处|人|人次|个|条|小时|天|万元|元|%)"
)
"""How often something bad happened, or how far a limit was exceeded: that it did is what counts."""
PARTS = re.compile("[,;、。:!]+")
"""What stands between the parts of an answer."""
TIME = re.compile(
    "(?:截至|截止到?|自|从)?(?:(?:19|20|21)[0-9]{2}年?度?)?(?:[0-9]{1,2}月(?:[0-9]{1,2}[日号])?)?(?:底|末|止|前|内)?(?:以?来)?"
)
"""When it was so (截至2023年12月底), which says nothing of how far."""
_NOTE = re.compile(r"\([^()]*\)")
_NUMBER = re.compile("(?!0(?![0-9.]))[0-9.]+")
"""A number but for 0, which denies."""
_END = re.compile("[。.;,!、]+$")


def normal(text: str) -> str:
    """Words in plain glyphs, without blanks and closing punctuation."""
    return _END.sub("", without_blanks(plain(text)))


def asks_for_harm(text: str) -> bool:
    """Whether words name something bad, a limit, or lateness (有无事故, 超支)."""
    return any(each.role in ("bad", "limit", "late") for each in tokens_of(text))


def in_one(said: str) -> str:
    """The words with what one negation lists (无截留、挪用现象) as one part: 无截留挪用现象."""
    found = ""
    for part in said.split("、"):
        roles = {each.role for each in tokens_of(part)}
        is_listed = roles <= HARM | {"object", "other"} and roles & HARM and _names_no_harm(found)
        found += part if is_listed or not found else f"、{part}"
    return found


def _names_no_harm(said: str) -> bool:
    """Whether words end in something bad that they deny: 无截留, 未发生事故."""
    tokens = tokens_of(PARTS.split(said)[-1])
    return any(each.role in ("not", "none") for each in tokens) and names_harm(tokens)


def without_notes(said: str) -> str:
    """Without notes in brackets that neither deny nor restrict: 完全达到预期(目标)."""
    return _NOTE.sub(lambda note: "" if is_harmless(note[0]) else note[0], said)


def is_harmless(text: str) -> bool:
    """Whether words neither deny nor restrict what stands beside them."""
    roles = {each.role for each in tokens_of(text)}
    restricting = HARM | {"not", "none", "partly", "weakly", "doubt", "late"}
    return restricting.isdisjoint(roles) and not any(character.isdigit() for character in text)


@lru_cache(maxsize=8192)
def tokens_of(text: str) -> tuple[Token, ...]:
    """The text as words of the table, the longest first; what lies between them is one noun each."""
    found: list[Token] = []
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
            found.append(Token("other", text[start:at]))
        found.append(Token(LEXICON[word], word))
        at += len(word)
        start = at
    if start < len(text):
        found.append(Token("other", text[start:]))
    return tuple(found)


def names_result(words: str) -> bool:
    """Whether words hold one of attainment or harm (完工, 合格, 投诉), and do not only name a thing."""
    return any(each.role in HEADS for each in tokens_of(normal(words)))


def denies(words: str) -> bool:
    """Whether words before a number deny what it counts, or say that it came late: 未完成, 逾期."""
    return any(each.role in ("not", "none", "late") for each in tokens_of(normal(words)))


def names_harm(tokens: tuple[Token, ...]) -> bool:
    """Whether the last head is something bad: 无安全事故, though 安全 is good."""
    heads = [each for each in tokens if each.role in HEADS]
    return bool(heads) and heads[-1].role in ("bad", "limit", "late", "happen")
