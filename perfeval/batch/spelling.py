"""What the core reads in a spelling: the text of a cell with its number cut out (写法).

`≥#%`, `不低于#万元`, `=#个`, `达成预期指标`: a year of forms has millions of numbers, but few spellings. The kernel
splits a text; this table asks the core, once a spelling, what it means, with specimen numbers in the gap.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from perfeval.batch import kernel
from perfeval.core.actual import Words, parse_actual
from perfeval.core.calendar import CalendarDate
from perfeval.core.notation import NotationError
from perfeval.core.quantity import Quantity, same_unit
from perfeval.core.readings import normal_words
from perfeval.core.target import (
    Bare,
    Bound,
    Deadline,
    Qualitative,
    Target,
    is_blank,
    is_not_applicable,
    parse_target,
)
from perfeval.core.units import Unit

Ints = npt.NDArray[np.int64]

COMPARATORS = ("at_least", "more_than", "at_most", "less_than", "equal_to")
_SPECIMENS = ("7", "12", "31", "2023", "20231231", "0.5", "100.25", "0")
"""Numbers whose size or shape could turn a quantity into something else: months, days, years, dates, shares."""
_MOST = 1 << 16
"""Spellings kept; a table that has more is mostly free text, which goes to the core row by row."""
_A_QUANTITY: Target = Bare(Quantity(Fraction(1)))
_SPECIMEN_TARGETS: tuple[Target, ...] = (Qualitative("达成"), Deadline(CalendarDate(2023, 12, 31)))
_NUMBER = re.compile(rb"[0-9]+(?:\.[0-9]+)?")

Measure = tuple[Unit | None, Fraction]
"""Unit and magnitude of a spelling (万元: 元, 10000)."""
Key = tuple[bytes, bool, bytes]
"""What stands before the number, whether there is one, what stands after it."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The tables as the kernel reads them; never changed once made.

    `meanings` by spelling: kind as a target, comparator, measure, words; kinds as an actual value, measure, words;
    whether it is a number alone; whether it is no quantity, so that the whole text is looked up. `measures` by measure: whether a
    bare actual value (1) or a bare target (2) just takes its unit.
    """

    slots: npt.NDArray[np.int32]
    keys: npt.NDArray[np.uint8]
    bounds: Ints
    meanings: npt.NDArray[np.int32]
    measures: npt.NDArray[np.int32]
    words: tuple[str | None, ...]

    @property
    def spellings(self) -> tuple[object, ...]:
        """What reading cells needs."""
        return self.slots, self.keys, self.bounds, self.meanings


class Spellings:
    """The table of spellings, learned as they are met; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._keys: dict[Key, int] = {}
        self._meanings: list[tuple[int, ...]] = []
        self._measures: dict[Measure, int] = {}
        self._words: dict[str, int] = {}
        self._actual_words: list[str | None] = []
        self.snapshot = self._frozen()

    def read(self, offsets: npt.NDArray[np.int32], data: npt.NDArray[np.uint8]) -> Ints:
        """The cell of each text (offsets into UTF-8 data): number, decimals and spelling in one word, or SLOW."""
        cells = np.empty(len(offsets) - 1, np.int64)
        known = self.snapshot
        if kernel.read_cells(offsets, data, *known.spellings, cells):
            strange = np.flatnonzero((cells >= 0) & ((cells & kernel.TEMPLATE_MASK) == kernel.UNKNOWN))
            self._learn(bytes(data[offsets[each] : offsets[each + 1]]) for each in strange)
            # Another thread may have learned them in the meantime.
            if self.snapshot is not known:
                known = self.snapshot
                kernel.read_cells(offsets, data, *known.spellings, cells)
            cells[(cells & kernel.TEMPLATE_MASK) == kernel.UNKNOWN] = kernel.SLOW
        return cells

    def _learn(self, texts: Iterable[bytes]) -> None:
        """Ask the core about the texts' spellings, and keep what is new."""
        with self._lock:
            before = len(self._keys)
            for text in texts:
                number, after = _gap(text)
                key = text[:number], True, text[after:]
                if after > number and key not in self._keys:
                    self._keep(key, self._quantity_meaning(key))
                if after == number or self._meanings[self._keys[key]][8]:
                    self._learn_words(text)
            if len(self._keys) > before:
                self.snapshot = self._frozen()

    def _keep(self, key: Key, meaning: tuple[int, ...], words: str | None = None) -> None:
        self._keys[key] = len(self._keys)
        self._meanings.append(meaning)
        self._actual_words.append(words)

    def _learn_words(self, text: bytes) -> None:
        """Keep a text that is words as a whole; a number that is written otherwise is left to the core."""
        key = text, False, b""
        if key in self._keys or len(self._keys) >= _MOST:
            return
        cell = text.decode("utf-8", "replace")
        goal = _read(lambda: parse_target(cell))
        # A blank cell and 不适用 are matters of the core.
        if is_blank(cell) or is_not_applicable(cell) or not isinstance(goal, Qualitative | Deadline):
            return
        against_words, against_date = (_read(lambda each=each: parse_actual(cell, each)) for each in _SPECIMEN_TARGETS)
        kinds = 2 * isinstance(against_words, Words) + 4 * isinstance(against_date, Words)
        words = normal_words(against_words.text) if isinstance(against_words, Words) else None
        number = -1 if words is None else self._word(words)
        target = kernel.QUALITATIVE if isinstance(goal, Qualitative) else kernel.DATE
        goal_words = self._word(normal_words(goal.text)) if isinstance(goal, Qualitative) else -1
        self._keep(key, (target, 0, -1, goal_words, kinds, -1, number, 0, 0), words)

    def _quantity_meaning(self, key: Key) -> tuple[int, ...]:
        before, after = key[0].decode("utf-8", "replace"), key[2].decode("utf-8", "replace")
        target = self._target(lambda number: parse_target(f"{before}{number}{after}"))
        actual = self._quantity(lambda number: parse_actual(f"{before}{number}{after}", _A_QUANTITY))
        is_number = not before and not after
        done = -1 if actual is None else actual
        neither = target[0] == kernel.NOTHING and actual is None
        return (*target, int(actual is not None), done, -1, int(is_number), int(neither))

    def _word(self, words: str) -> int:
        return self._words.setdefault(words, len(self._words))

    def _target(self, read: Callable[[str], Target]) -> tuple[int, int, int, int]:
        found = [_read(lambda number=number: read(number)) for number in _SPECIMENS]  # type: ignore[misc]
        comparators = {
            COMPARATORS.index(each.comparator) if isinstance(each, Bound) else kernel.BARE
            for each in found
            if isinstance(each, Bound | Bare)
        }
        measure = self._measure([each.quantity if isinstance(each, Bound | Bare) else None for each in found])
        if len(comparators) != 1 or measure is None:
            return (0, 0, -1, -1)
        return (1, comparators.pop(), measure, -1)

    def _quantity(self, read: Callable[[str], object]) -> int | None:
        return self._measure([_read(lambda number=number: read(number)) for number in _SPECIMENS])  # type: ignore[misc]

    def _measure(self, found: list[object]) -> int | None:
        """The measure that all specimens share, if each has just the value of its number; -1 for no unit at all."""
        measures = set()
        for number, quantity in zip(_SPECIMENS, found, strict=True):
            if not isinstance(quantity, Quantity) or quantity.value != Fraction(number) * quantity.scale:
                return None
            measures.add((quantity.unit, quantity.scale))
        if len(measures) != 1:
            return None
        measure = measures.pop()
        return -1 if measure == (None, 1) else self._measures.setdefault(measure, len(self._measures))

    def _frozen(self) -> Snapshot:
        size = 64
        while size < 3 * len(self._keys):
            size *= 2
        slots = np.full(size, -1, np.int32)
        joined, bounds, at = bytearray(), np.zeros((max(len(self._keys), 1), 3), np.int64), 0
        for (before, has_number, after), template in self._keys.items():
            key = before + bytes([has_number]) + after
            specimen = np.frombuffer(before + b"1" * has_number + after + b"\0", np.uint8)[:-1]
            slots[kernel.free_slot(specimen, len(before), len(before) + has_number, slots)] = template
            bounds[template] = at, at + len(before), at + len(key)
            joined += key
            at += len(key)
        meanings = np.array(self._meanings or [(0,) * 9], np.int32)
        # The last entry answers for "no unit", whose number is -1.
        measures = np.array([_takes(*measure) for measure in self._measures] + [0], np.int32)
        return Snapshot(
            slots,
            np.frombuffer(bytes(joined) or b"\0", np.uint8),
            bounds,
            meanings,
            measures,
            tuple(self._actual_words),
        )


def _gap(text: bytes) -> tuple[int, int]:
    """Where the only number of a text begins and ends; twice its end where it has none, or several."""
    numbers = list(_NUMBER.finditer(text))
    return numbers[0].span() if len(numbers) == 1 else (len(text), len(text))


def _read(parse: Callable[[], object]) -> object:
    try:
        return parse()
    except NotationError:
        return None


def _takes(unit: Unit | None, scale: Fraction) -> int:
    """Bit 1: a bare actual value takes this measure as it is; bit 2: a bare target does."""
    written = [Quantity(number * scale, unit, scale=scale) for number in map(Fraction, _SPECIMENS)]
    bare = [Quantity(number) for number in map(Fraction, _SPECIMENS)]
    return int(_just_takes(written, bare)) + 2 * int(_just_takes(bare, written))


def _just_takes(targets: list[Quantity], actuals: list[Quantity]) -> bool:
    for number, target, actual in zip(_SPECIMENS, targets, actuals, strict=True):
        match = same_unit(target, actual)
        if match.note != "assumed" or {match.target_value, match.actual_value} != {Fraction(number)}:
            return False
    return True
