"""定性指标分档: the level that the actual value names leaves an interval of marks to judgement."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from perfeval.core.attainment import Level as Attainment
from perfeval.core.form import Frozen
from perfeval.core.methods.base import Method, Share
from perfeval.core.rules.expressions import Node, Words, share_of_points
from perfeval.core.span import Span


class Level(Frozen):
    """One level of attainment (完成程度): its name, its share of the marks, and which level of the three it is.

    `attains` makes everything that people write for that level mean it (core/words/attainment.py); `words` are only
    those that the document's own text defines. The name is one of them.
    """

    name: str
    attains: Attainment | None = None
    words: tuple[str, ...] = ()
    share: Share


class Bands(Method):
    """The level that the actual value states gives an interval of marks; a person decides inside it.

    `repeats_target` names the level of an actual value that repeats the target's words (良好 against 良好);
    "refuse" leaves such a row to a person. `gives`: the interval, or its top, middle or bottom as a point.
    """

    kind: Literal["bands"] = "bands"
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    repeats_target: str = "refuse"
    gives: Literal["interval", "top", "middle", "bottom"] = "interval"

    def compiled(self) -> Node:
        """Refuses words that name no level, and says which words are known."""
        return Words(
            "attainment",
            tuple(level.name for level in self.levels),
            tuple((level.name, *level.words) for level in self.levels),
            tuple(share_of_points(self._share(level.share)) for level in self.levels),
            self._question(),
            tuple(level.attains for level in self.levels),
            self.repeats_target,
        )

    def _question(self) -> dict[str, str]:
        """What to ask for words that name no level, zh and en."""
        if all(level.attains for level in self.levels):
            return {
                "question_zh": "达成、部分达成还是未达成？例如「已完成」「部分完成」「未完成」",
                "question_en": "reached, partly reached or missed? such as 已完成, 部分完成, 未完成",
            }
        known = "、".join(dict.fromkeys(word for each in self.levels for word in (each.name, *each.words)))
        return {"question_zh": f"请改用：{known}", "question_en": f"use one of: {known}"}

    def _share(self, share: Span) -> Span:
        if self.gives == "interval" or share.low is None or share.high is None:
            return share
        middle = (share.low + share.high) / 2
        point = {"top": share.high, "middle": middle, "bottom": share.low}[self.gives]
        return Span(point, point)
