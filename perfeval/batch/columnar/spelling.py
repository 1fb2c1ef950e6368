"""What a spelling means to the core (写法): a spelling is the text of a cell with its number cut out.

`≥#%`, `不低于#万元`, `=#个`, `达成预期指标`: a year of forms has millions of numbers, but few spellings. The kernel
splits a text; these tables ask the core, once a spelling, what it means, with specimen numbers in the gap.
"""

from __future__ import annotations

import re
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial

import numpy as np
import numpy.typing as npt

from perfeval.batch.columnar import kernel
from perfeval.batch.columnar.arena import Allocate
from perfeval.batch.columnar.cell_reader import (
    BLANK,
    LOOKED_UP_WHOLE,
    MAX_DIGITS,
    SLOW,
    free_slot,
    read_cells,
)
from perfeval.batch.columnar.machine_words import PADDING
from perfeval.batch.columnar.texts import Texts
from perfeval.core.actual import Words, parse_actual
from perfeval.core.answers import depends_on_the_row
from perfeval.core.calendar import CalendarDate
from perfeval.core.comparators import Comparator
from perfeval.core.glyphs import normal_words
from perfeval.core.harm import is_nothing
from perfeval.core.indicator_names import measure_of
from perfeval.core.notation import NotationError
from perfeval.core.quantity import LARGEST, Quantity, parse_quantity, same_unit
from perfeval.core.several import tells_of_each
from perfeval.core.target import (
    Bare,
    Bound,
    Deadline,
    Qualitative,
    Target,
    is_blank,
    is_not_applicable,
    on_time,
    parse_target,
)
from perfeval.core.units import Unit

Ints = npt.NDArray[np.int64]

COMPARATORS: tuple[Comparator, ...] = ("at_least", "more_than", "at_most", "less_than", "equal_to")
_SPECIMENS = ("7", "2023", "20231231", "0.5")
"""Numbers whose size or shape could turn a quantity into something else: months, days, years, dates, shares."""
_MOST = 1 << 16
"""Spellings kept; a column that has more is mostly free text, which goes to the core row by row."""
_FIRST = 1 << 10
"""Texts that are read before all others, for the spellings in them."""
_DAYS = 1 << 10
"""Deadlines and dates kept; a year has fewer."""
_NO_MEASURE = -1
_QUANTITIES: tuple[Target, ...] = (
    Bare(Quantity(Fraction(1))),
    *(Bound(each, Quantity(Fraction(1))) for each in COMPARATORS),
)
"""One target of each comparator: the meaning of 不足5个 depends on the comparator."""
_SOME_WORDS: Target = Qualitative("达成")
_A_DATE: Target = Deadline(CalendarDate(2023, 12, 31))
_NUMBER = re.compile(rb"[0-9]+(?:\.[0-9]+)?")

Measure = tuple[Unit | None, Fraction]
"""Unit and magnitude of a spelling (万元: 元, 10000)."""
Key = tuple[bytes, bool, bytes]
"""What stands before the number, whether there is one, what stands after it."""
Meaning = tuple[int, int, int, int, int, int, int]
"""Columns: kernel.KIND, COMPARATOR, MEASURE, WORD, cells.LOOKED_UP_WHOLE, kernel.DAY, GROUP."""
_NOTHING: Meaning = (kernel.NOTHING, 0, _NO_MEASURE, -1, 0, -1, 0)
_NEEDS_THE_WHOLE: Meaning = (kernel.NOTHING, 0, _NO_MEASURE, -1, 1, -1, 0)


GROUPS = tuple(parse_quantity(text) for text in ("7", "7%", "7天", "7起", "7元/人", "7个", "7米", "7工作日"))
"""A specimen of each group of units that can decide a direction: none, rates, times, cases, amounts per something,
other counters, any, and times that are counted.
"""


def group_of(target: Quantity) -> int:
    """The group of a bare target's unit, as `perfeval.core.direction` tells them apart."""
    unit = target.unit
    if unit is None:
        return 0
    measure = measure_of("", target)
    by_measure = {"rate": 1, "duration": 7 if unit.is_counter else 2, "each": 4}
    return by_measure.get(
        measure, 3 if unit.over == ("起",) else 5 if unit.is_counter and target.scale == 1 else 6
    )


@dataclass
class Vocabulary:
    """Measures and words by number, shared by the spellings of targets and of actual values."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    measures: dict[Measure, int] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)
    deadlines: dict[Deadline, int] = field(default_factory=dict)
    dates: dict[CalendarDate | Deadline, int] = field(default_factory=dict)
    unit_names: dict[str, int] = field(default_factory=dict)
    _takes: list[int] = field(default_factory=list)
    _kept: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros((0, 0), np.int32))

    def measure(self, found: list[object]) -> int | None:
        """The measure that all specimens share, if each has just the value of its number; else None."""
        shared = set()
        for number, quantity in zip(_SPECIMENS, found, strict=True):
            if not isinstance(quantity, Quantity) or quantity.value != Fraction(number) * quantity.scale:
                return None
            if quantity.change:
                return None  # its sign depends on what the other cell tells
            shared.add((quantity.unit, quantity.scale))
        if len(shared) != 1:
            return None
        only = shared.pop()
        # The core refuses a number that is too long once its magnitude is multiplied out (123456789012亿元).
        if only[1] * 10**MAX_DIGITS > LARGEST or only[1].denominator != 1:
            return None
        return (
            _NO_MEASURE if only == (None, Fraction(1)) else self.measures.setdefault(only, len(self.measures))
        )

    def word(self, words: str) -> int:
        """The number of normalised words."""
        return self.words.setdefault(words, len(self.words))

    def deadline(self, deadline: Deadline) -> int:
        """The number of a deadline; -1, which is left to the core, once there are very many."""
        return self.deadlines.setdefault(deadline, len(self.deadlines)) if len(self.deadlines) < _DAYS else -1

    def date(self, date: CalendarDate | Deadline) -> int:
        """The number of an actual date, likewise."""
        return self.dates.setdefault(date, len(self.dates)) if len(self.dates) < _DAYS else -1

    def kept(self, year: int | None) -> npt.NDArray[np.int32]:
        """Whether each date (column) keeps each deadline (row) in a fiscal year: 1, 0, or -1 where nobody can tell."""
        with self.lock:
            shape = len(self.deadlines), len(self.dates)
            if self._kept.shape != shape:
                self._kept = np.array(
                    [
                        [
                            -1 if (met := on_time(goal, done, year)) is None else int(met)
                            for done in self.dates
                        ]
                        for goal in self.deadlines
                    ],
                    np.int32,
                ).reshape(shape)
            return self._kept

    def takes(self) -> npt.NDArray[np.int32]:
        """By measure: bit 1: an actual value without a unit takes this unit; bit 2: so does a target without one."""
        with self.lock:
            self._takes += [_takes(*measure) for measure in list(self.measures)[len(self._takes) :]]
            # The last entry answers for "no measure", whose number is -1.
            return np.array([*self._takes, 0], np.int32)

    def units(self) -> tuple[npt.NDArray[np.int32], Ints]:
        """By measure: the number of its unit (`unit`), and its magnitude."""
        with self.lock:
            found = [(self.unit(str(unit or "")), int(scale)) for unit, scale in self.measures]
            numbers, magnitudes = zip(*found, (self.unit(""), 1), strict=True)
            return np.array(numbers, np.int32), np.array(magnitudes, np.int64)

    def unit(self, text: str) -> int:
        """The number of a unit as it is written."""
        with self.lock:
            return self.unit_names.setdefault(text, len(self.unit_names))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A table of spellings as the kernel reads it; never changed once made. `words` by spelling."""

    slots: npt.NDArray[np.int32]
    keys: npt.NDArray[np.uint8]
    meanings: npt.NDArray[np.int32]
    words: tuple[str | None, ...]


class Spellings(ABC):
    """The spellings of one kind of column, learned as they are met; safe to share between threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._keys: dict[Key, int] = {}
        self._meanings: list[Meaning] = []
        self._words: list[str | None] = []
        self._keep((b"", True, b""), self._of_number("", ""))
        self.snapshot = self._frozen()

    @abstractmethod
    def _of_number(self, before: str, after: str) -> Meaning:
        """What a number between two texts means."""

    @abstractmethod
    def _of_words(self, text: str) -> tuple[Meaning, str | None] | None:
        """What a whole text means as words, and which; None where it is none."""

    def read(self, texts: Texts, missing: int = SLOW, allocate: Allocate = np.empty) -> Ints:
        """The cell of each text: number, decimals and spelling in one word, or SLOW; `missing` where there is none."""
        cells: Ints = allocate(len(texts.starts), np.int64)
        cells[0] = missing
        # The first texts have nearly all spellings: what they teach need not be looked for in all the others.
        first, last = 1, _FIRST
        while first < len(cells):
            self._read_part(texts, slice(first, last), cells[first:last])
            first, last = last, 4 * last
        return cells

    def _read_part(self, texts: Texts, part: slice, cells: Ints) -> None:
        starts, ends, data = texts.starts[part], texts.ends[part], texts.data
        while True:
            known = self.snapshot
            if not read_cells(starts, ends, data, known.slots, known.keys, known.meanings, cells):
                return
            strange = np.flatnonzero(cells < BLANK)
            _, first = np.unique(cells[strange], return_index=True)
            self._learn([bytes(data[starts[each] : ends[each]]) for each in strange[first].tolist()])
            # Another thread may have learned the same ones in the meantime.
            if self.snapshot is known:
                cells[strange] = SLOW
                return

    def _learn(self, texts: list[bytes]) -> None:
        """Ask the core about the texts' spellings, and keep what is new."""
        with self._vocabulary.lock:
            before = len(self._keys)
            for text in texts:
                number, after = _gap(text)
                key = text[:number], True, text[after:]
                if after > number and key not in self._keys:
                    if len(self._keys) >= _MOST:
                        continue
                    self._keep(
                        key, self._of_number(*(part.decode("utf-8", "replace") for part in (key[0], key[2])))
                    )
                if after == number or self._meanings[self._keys[key]][LOOKED_UP_WHOLE]:
                    self._learn_words(text)
            if len(self._keys) > before:
                self.snapshot = self._frozen()

    def _learn_words(self, text: bytes) -> None:
        key, cell = (text, False, b""), text.decode("utf-8", "replace")
        # A blank cell and 不适用 are matters of the core.
        if key in self._keys or len(self._keys) >= _MOST or is_blank(cell) or is_not_applicable(cell):
            return
        found = self._of_words(cell)
        if found is not None:
            self._keep(key, *found)

    def _keep(self, key: Key, meaning: Meaning, words: str | None = None) -> None:
        self._keys[key] = len(self._keys)
        self._meanings.append(meaning)
        self._words.append(words)

    def _frozen(self) -> Snapshot:
        size = 64
        while size < 3 * len(self._keys):
            size *= 2
        slots, joined = np.full((size, 4), -1, np.int32), bytearray()
        for (before, has_number, after), number in self._keys.items():
            at = len(joined)
            joined += before + bytes([has_number]) + after
            specimen = before + b"1" * has_number + after
            padded = np.frombuffer(specimen + bytes(PADDING), np.uint8)
            slot = free_slot(padded, len(specimen), len(before), len(before) + has_number, slots)
            slots[slot] = number, at, at + len(before), len(joined)
        keys = np.frombuffer(bytes(joined) + bytes(PADDING), np.uint8)
        return Snapshot(slots, keys, np.array(self._meanings, np.int32), tuple(self._words))


class TargetSpellings(Spellings):
    """Spellings of targets (年度指标值)."""

    def _of_number(self, before: str, after: str) -> Meaning:
        found = [_read(partial(parse_target, f"{before}{number}{after}")) for number in _SPECIMENS]
        bounds = [each for each in found if isinstance(each, Bound | Bare)]
        comparators = {
            COMPARATORS.index(each.comparator) if isinstance(each, Bound) else kernel.BARE for each in bounds
        }
        same = len(bounds) == len(found) and len(comparators) == 1
        measure = self._vocabulary.measure([each.quantity for each in bounds]) if same else None
        # Whether 3月 is March or three months depends on the name of the row; 3万 alone is rare.
        if (
            measure is None
            or (before, after) == ("", "月")
            or tells_of_each(f"{before}7")
            or _is_magnitude_alone(bounds[0].quantity)
        ):
            return _NEEDS_THE_WHOLE
        return (kernel.QUANTITY, comparators.pop(), measure, -1, 0, -1, group_of(bounds[0].quantity))

    def _of_words(self, text: str) -> tuple[Meaning, str | None] | None:
        goal = _read(partial(parse_target, text))
        if isinstance(goal, Deadline):
            return (kernel.DATE, 0, _NO_MEASURE, -1, 0, self._vocabulary.deadline(goal), 0), None
        if not isinstance(goal, Qualitative) or is_nothing(goal.text):
            return None
        words = normal_words(goal.text)
        return (kernel.QUALITATIVE, 0, _NO_MEASURE, self._vocabulary.word(words), 0, -1, 0), words


class ActualSpellings(Spellings):
    """Spellings of actual values (实际完成值), against a quantity, against words and against a date."""

    def _of_number(self, before: str, after: str) -> Meaning:
        texts = [f"{before}{number}{after}" for number in _SPECIMENS]
        measures = {
            self._vocabulary.measure([_read(partial(parse_actual, text, target)) for text in texts])
            for target in _QUANTITIES
        }
        measure = measures.pop()
        if measure is None or measures or depends_on_the_row(texts[0]):
            return _NEEDS_THE_WHOLE
        return (kernel.AS_QUANTITY, 0, measure, -1, 0, -1, 0)

    def _of_words(self, text: str) -> tuple[Meaning, str | None] | None:
        if depends_on_the_row(text):
            return None
        against_words = _read(partial(parse_actual, text, _SOME_WORDS))
        against_date = _read(partial(parse_actual, text, _A_DATE))
        kind, day, word, words = 0, -1, -1, None
        if isinstance(against_words, Words):
            kind, words = kernel.AS_WORDS, normal_words(against_words.text)
            word = self._vocabulary.word(words)
        if isinstance(against_date, Words):
            kind |= kernel.AS_WORDS_FOR_DATE
        elif isinstance(against_date, CalendarDate | Deadline):
            kind, day = kind | kernel.AS_DATE, self._vocabulary.date(against_date)
        return ((kind, 0, _NO_MEASURE, word, 0, day, 0), words) if kind else None


class NumberSpellings(Spellings):
    """Columns of plain numbers: marks, amounts, submitted scores. Anything around the number is left to the core."""

    def _of_number(self, before: str, after: str) -> Meaning:
        # QUANTITY and AS_QUANTITY are one number, so an amount may stand for a target and for an actual value.
        return _NOTHING if before or after else (kernel.QUANTITY, kernel.BARE, _NO_MEASURE, -1, 0, -1, 0)

    def _of_words(self, text: str) -> tuple[Meaning, str | None] | None:
        return None


def _gap(text: bytes) -> tuple[int, int]:
    """Where the only number of a text begins and ends; twice its end where it has none, or several."""
    numbers = list(_NUMBER.finditer(text))
    return numbers[0].span() if len(numbers) == 1 else (len(text), len(text))


def _is_magnitude_alone(quantity: Quantity) -> bool:
    return quantity.unit is None and quantity.scale != 1


def _read(parse: Callable[[], object]) -> object:
    try:
        return parse()
    except NotationError:
        return None


def _takes(unit: Unit | None, scale: Fraction) -> int:
    # Whether a bare number is of a period or of the year depends on how large it is.
    if unit is not None and unit.under:
        return 0
    written = [Quantity(number * scale, unit, scale=scale) for number in map(Fraction, _SPECIMENS)]
    bare = [Quantity(number) for number in map(Fraction, _SPECIMENS)]
    return int(_just_takes(written, bare)) + 2 * int(_just_takes(bare, written))


def _just_takes(targets: list[Quantity], actuals: list[Quantity]) -> bool:
    for number, target, actual in zip(_SPECIMENS, targets, actuals, strict=True):
        match = same_unit(target, actual)
        if match.note != "assumed" or {match.target_value, match.actual_value} != {Fraction(number)}:
            return False
    return True
