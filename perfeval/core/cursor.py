"""A place in a text that moves from left to right: what the hand-written parsers read with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy

from perfeval.core.glyphs import is_blank_character, plain, without_blanks
from perfeval.core.notation import NotationError


class Cursor:
    """Reads a text without blanks, look-alike glyphs made one; its mistakes point into the text as written."""

    def __init__(self, text: str, error: type[NotationError]) -> None:
        self.text = text
        self._error = error
        glyphs = plain(text)
        self.plain = without_blanks(glyphs)
        self._places: Sequence[int] = range(len(text))
        if self.plain != glyphs:
            self._places = [place for place, glyph in enumerate(glyphs) if not is_blank_character(glyph)]
        self.at = 0

    @property
    def rest(self) -> str:
        """What is still to be read, in plain glyphs."""
        return self.plain[self.at :]

    @property
    def done(self) -> bool:
        """Whether everything has been read."""
        return self.at == len(self.plain)

    def sees(self, pattern: re.Pattern[str]) -> bool:
        """Whether the pattern comes next."""
        return pattern.match(self.plain, self.at) is not None

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Read what the pattern matches here, and give its groups; None where it does not match."""
        found = pattern.match(self.plain, self.at)
        if found is not None:
            self.at = found.end()
        return found

    def take(self, pattern: re.Pattern[str]) -> str:
        """Read what the pattern matches here; the empty text where it does not match."""
        found = self.match(pattern)
        return found[0] if found else ""

    def between(self, start: int, end: int) -> Cursor:
        """A cursor on a part of the same text, whose mistakes still point into the whole."""
        part = copy(self)
        part.plain, part.at = self.plain[:end], start
        return part

    def as_written(self, start: int, end: int) -> str:
        """Text as written between two places of the plain text, blanks inside included."""
        return self.text[self._place(start) : self._end_place(start, end)]

    def has_space(self, start: int, end: int) -> bool:
        """Whether a space that can be seen stands between two places of the plain text."""
        return any(glyph.isspace() for glyph in self.as_written(start, end))

    def mistake(self, code: str, start: int, end: int, **values: str) -> NotationError:
        """The error to raise for what stands between two places of the plain text."""
        place = self._place(start)
        return self._error(self.text, place, self._end_place(start, end) - place, code, values)

    def _place(self, at: int) -> int:
        return self._places[at] if at < len(self._places) else len(self.text)

    def _end_place(self, start: int, end: int) -> int:
        """Just after the last character read, so that blanks after it are not part of the fault."""
        return self._places[end - 1] + 1 if end > start else self._place(start)


def one_of(*words: str) -> re.Pattern[str]:
    """A pattern for any of the words, the longest first."""
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))
