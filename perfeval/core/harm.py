"""Something bad that is not to happen (不得发生): whether a target asks for that, whether words say that it did."""

from __future__ import annotations

import re

from perfeval.core.word_roles import PARTS, POSITIVE, TIME, TIMES, in_one, names_harm, normal, tokens_of
from perfeval.core.words.attainment import HAS, NO, NOTHING

_HOW_MUCH = re.compile("[1-9][0-9]*(?:\\.[0-9]+)?(?:个月|[^\\W0-9]{0,2})")
_ASKED = re.compile("是否|有无|能否|可否")
_OF_LAST_YEAR = re.compile("(?:较|比|同比|环比|与)(?:上年|去年|上一年|往年)?")


def is_nothing(target: str) -> bool:
    """Whether a target in words asks that something bad does not happen at all: 零投诉, 无事故, 不发生, 不突破预算.

    nothing = [ time ] { noun } negation { noun } [ harm ] | "无" | "零"
    """
    said = TIME.sub("", normal(target), count=1)
    if said in NOTHING:
        return True
    said = in_one(said)
    if PARTS.search(said) or _ASKED.search(said) or any(each.isdigit() and each != "0" for each in said):
        return False
    tokens = tokens_of(said)
    roles = [each.role for each in tokens]
    negations = [number for number, role in enumerate(roles) if role in ("not", "none")]
    told = set(roles) - {"good"} if names_harm(tokens) else set(roles)
    if len(negations) != 1 or told & (POSITIVE | {"up", "down", "doubt", "nearly"}):
        return False
    number = negations[0]
    after = set(roles[number + 1 :])
    if roles[number] == "none" and tokens[number].word not in ("无", "0", "零"):
        return bool(after & {"bad", "late", "limit"}) or after <= {"other", "object", "adverb"}
    return bool(after & {"bad", "limit", "late", "happen"})


def names_limit(words: str) -> bool:
    """Whether words are about a limit that is kept or not (不突破预算, 未超支), which no count of cases answers."""
    return any(each.role == "limit" or each.word == "超支" for each in tokens_of(normal(words)))


def is_exceeded(words: str) -> bool:
    """Whether words say that a limit was exceeded: 超支, 超出预算3万元."""
    tokens = tokens_of(TIMES.sub("", normal(words)))
    is_over = any(each.role == "limit" or each.word == "超支" for each in tokens)
    return is_over and all(each.role in ("limit", "bad", "adverb", "object", "happen") for each in tokens)


def happened(words: str) -> bool | None:
    """Whether words say that the bad thing happened: 未发生 no, 发生过 yes; None where they do not tell.

    Of several parts all must say no; what is said of last year is none of them (未发生，较上年减少1起).
    """
    said = TIME.sub("", normal(words), count=1)
    parts = [each for each in PARTS.split(in_one(said)) if each and not _OF_LAST_YEAR.match(each)]
    told = {_part_happened(each) for each in parts}
    return told.pop() if len(told) == 1 else None


def _part_happened(said: str) -> bool | None:
    if said in NOTHING or said in NO:
        return False
    if said in HAS:
        return True
    tokens = tokens_of(said)
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
