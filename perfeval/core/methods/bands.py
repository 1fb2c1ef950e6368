"""定性指标分档: the level that the actual value names leaves an interval of marks to judgement."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from perfeval.core.form import Frozen
from perfeval.core.methods.base import Method, Share
from perfeval.core.rules.expressions import Node, Words, share_of_points
from perfeval.core.span import Span


class Level(Frozen):
    """One level of attainment (完成程度): its name, the words that forms use for it, and its share of the
    marks.
    """

    name: str
    words: tuple[str, ...]
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
            tuple(level.words for level in self.levels),
            tuple(share_of_points(self._share(level.share)) for level in self.levels),
            self.repeats_target,
        )

    def _share(self, share: Span) -> Span:
        if self.gives == "interval" or share.low is None or share.high is None:
            return share
        middle = (share.low + share.high) / 2
        point = {"top": share.high, "middle": middle, "bottom": share.low}[self.gives]
        return Span(point, point)
