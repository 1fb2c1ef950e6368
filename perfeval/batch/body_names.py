"""One writing for each body (单位名称): blanks and look-alike characters tell no two of them apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from perfeval.core.glyphs import plain, without_blanks


def body_key(name: str) -> str:
    """Stands for a body however it is written: 财　政　局（本级） is 财政局(本级)."""
    return without_blanks(plain(name))


def one_writing(names: Mapping[str, int]) -> dict[str, str]:
    """Each name with the writing of its body that most forms have, of equals the shortest; given how many have it."""
    written = defaultdict(list)
    for name in names:
        written[body_key(name)].append(name)
    usual = {
        key: min(every, key=lambda name: (-names[name], len(name), name)) for key, every in written.items()
    }
    return {name: usual[body_key(name)] for name in names}
