"""限额计分: another method, but never more than a fixed number of marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from perfeval.core.methods.base import Exact, Method
from perfeval.core.rules.expressions import Const, Node, Op

if TYPE_CHECKING:
    from perfeval.core.methods.base import AnyMethod


class Limit(Method):
    """The marks of `method`, at most `marks` 分 however many the row carries."""

    kind: Literal["limit"] = "limit"
    marks: Exact
    method: AnyMethod

    def compiled(self) -> Node:
        """Refuses what the inner method refuses."""
        return Op("most", "marks", ("marks", "cap"), self.method.rule, Const(self.marks, "marks"), quiet=True)
