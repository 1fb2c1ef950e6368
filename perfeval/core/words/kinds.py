"""Kinds of one thing, and acts, of which one does not answer another (口径词): 省级 and 国家级, 新建 and 维修.

A line holds the kinds that are told apart; words joined by "/" name one kind.
"""

from __future__ import annotations

from perfeval.core.words.labels import listed

Kinds = tuple[tuple[str, ...], ...]


def _lines(text: str) -> tuple[Kinds, ...]:
    return tuple(tuple(tuple(kind.split("/")) for kind in line.split()) for line in text.strip().splitlines())


GRADED = _lines(
    """
    国家级 省部级 省级 市级 县级 乡级 校级
    博士 硕士 本科 大专 中专
    发放/配发/派发/分发 采购/购置/购买/购入/印制/印刷
    """
)
"""The highest, or last, first: a higher one is one of the lower kind as well, what was given out was bought before."""

APART = _lines(
    """
    小学 初中 高中 中职 幼儿园
    男性 女性
    春季 夏季 秋季 冬季
    城镇 农村
    公办 民办
    编外 编内/编制内/在编
    新建 改造/改建/维修/维护/养护/管护/修缮/修复/检修 报废
    更新/更换 报废/淘汰
    采购/购置/购买/购入 租赁/租用 销售/售出 回收 生产/产量 借阅/外借
    招聘/招录/录用/聘用 培训/轮训
    注销/清退 登记/注册
    事故/火灾 隐患 投诉/举报 纠纷
    上访 来访/接访
    正面 负面
    """
)
"""Kinds of which one is never another."""

NO_KINDS = listed(
    "租赁住房 租赁房 安全生产 生产安全 农业生产 生产线 生产资料 生产经营 回收站 回收点 维修资金"
)
"""Words that hold the word of a kind and name none."""
