"""What every notation of a form shares: the error that shows the fault in the text as written (书写错误)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal


class NotationError(ValueError):
    """A number, target or actual value is written in a way that cannot be read."""

    def __init__(
        self, text: str, position: int, length: int, mistake: str, values: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(text, position, length, mistake, dict(values or {}))
        self.text = text
        self.position = position
        self.length = length
        self.mistake = mistake
        self.values = dict(values or {})

    def message(self, lang: Literal["zh", "en"] = "zh") -> str:
        """The mistake in words."""
        raise NotImplementedError

    def caret(self) -> str:
        """Two lines: the text, and a mark under the fault."""
        raise NotImplementedError
