"""How far the work on a file is (进度): told to a function that the caller gives; nothing is printed here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Unit = Literal["files", "pages", "tables", "seconds", "forms"]


@dataclass(frozen=True, slots=True)
class Step:
    """So many units are done, of so many where that is known; `name` is the file that is being read."""

    unit: Unit
    done: int
    of: int | None = None
    name: str = ""


Progress = Callable[[Step], None]
"""Called again and again while a file is read and its forms are scored."""


def silent(step: Step) -> None:
    """Tell nobody."""
