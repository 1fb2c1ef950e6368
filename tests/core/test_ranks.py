"""Places in a ranking, held against the first so many."""

from __future__ import annotations

import pytest

from perfeval.core.ranks import held_in_ranking


@pytest.mark.parametrize(
    ("asked", "told", "level"),
    [
        ("前10名", "第8名", "reached"),
        ("前10名", "第12名", "missed"),
        ("排名前三位", "全省第一", "reached"),
        ("前五", "前3名", "reached"),
        ("前5名", "前10名", None),
        ("前10名", "未进入前10名", None),
        ("前10名", "前10名", None),
        ("前10名", "8次", None),
        ("前三季度", "第二季度", None),
        ("稳步提升", "第8名", None),
        ("前百千名", "第8名", None),
        ("前10名", "第百千名", None),
    ],
)
def test_a_place_among_the_first(asked: str, told: str, level: str | None) -> None:
    assert held_in_ranking(asked, told) == level
