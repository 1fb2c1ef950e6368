"""Chinese or English (语言): the one place where a language is chosen."""

from __future__ import annotations

from typing import Literal, TypeVar, get_args

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)
T = TypeVar("T")


def of(pair: tuple[T, T], lang: Lang) -> T:
    """The Chinese or the English member of a pair."""
    return either(lang, *pair)


def either(lang: Lang, zh: T, en: T) -> T:
    """What is said in Chinese, or what is said in English."""
    return zh if lang == "zh" else en
