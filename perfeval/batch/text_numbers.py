"""Numbers that stand for texts (文本编号), the same in every run: so that tables are compared and joined by them."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from unicodedata import category, normalize

OF_LEVEL = 0x9E3779B97F4A7C15
"""What the number of a 一级指标 is multiplied by, before that of the 二级指标 is added."""
_WORD = 1 << 64
_BLANKS = "\t\n\f\r"


def number_of(text: str | None) -> int:
    """64 bits for a text as printed; a missing one is an empty one."""
    return int.from_bytes(blake2b((text or "").encode("utf-8", "replace"), digest_size=8).digest())


@lru_cache(1 << 16)
def number_of_name(text: str | None) -> int:
    """64 bits for the letters and digits of a text, whatever their capitals."""
    return number_of(normalize("NFC", text or "").lower().translate(_KEPT))


def level_number(level1: str | None, level2: str | None) -> int:
    """The number, with a sign, of the two level cells of a row as printed."""
    found = (number_of(level1) * OF_LEVEL + number_of(level2)) % _WORD
    return found - _WORD if found >= _WORD // 2 else found


class _Kept(dict[int, int | None]):
    """Which characters of a name tell something: not blanks, punctuation and signs. Filled as they are met."""

    def __missing__(self, code: int) -> int | None:
        sort = category(chr(code))[0]
        self[code] = None if sort in "PSZ" or chr(code) in _BLANKS else code
        return self[code]


_KEPT = _Kept()
