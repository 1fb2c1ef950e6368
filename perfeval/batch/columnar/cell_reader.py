"""Texts to cells, compiled: the number of a text, and its spelling looked up (单元格).

A cell is one 64-bit word: the number's digits (42 bits), its decimals (4 bits) and the spelling around the number
(17 bits); SLOW where the text does not fit. What a spelling means is asked of the core, by spelling.py: nothing here
knows a comparator's glyph or a unit. A text fits if it has one number of at most 12 digits, 6 of them decimals,
written with plain ASCII digits without needless zeros, thousands commas or a sign; or no digit at all.
"""

from __future__ import annotations

import numpy as np

from perfeval.batch.columnar.machine_words import (
    compiled,
    inlined,
    load_word,
    masked_word,
    same_bytes,
    trailing_zeros,
)

SLOW = -1
BLANK = -2
"""The cell of a missing submitted score."""
DECIMALS_SHIFT, NUMBER_SHIFT = 17, 21
TEMPLATE_MASK, DECIMAL_MASK = (1 << DECIMALS_SHIFT) - 1, 15
MAX_DIGITS, MAX_DECIMALS = 12, 6
NUMBER_ALONE = 0
"""The spelling of a number with nothing around it, in every table."""
LOOKED_UP_WHOLE = 4
"""Column of the meanings of spellings: the text is looked up with its number in it."""

_POINT = ord(".")
_ZEROS = np.uint64(0x3030303030303030)
_LOW_BITS = np.uint64(0x7F7F7F7F7F7F7F7F)
_NINE = np.uint64(0x7676767676767676)
_HIGH_BITS = np.uint64(0x8080808080808080)
_PRIME, _OTHER_PRIME = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
_TENS = np.array([10**exponent for exponent in range(17)], np.int64)


@compiled
def read_cells(starts, ends, data, slots, keys, meanings, cells):  # type: ignore[no-untyped-def]
    """Texts to cells. `slots` is a hash table of spellings: the number (-1 where it is free), then where its bytes
    begin in `keys`, where among them a byte says whether there is a number (1 or 0), and where they end.

    A text without a number that fits, or with a spelling that is no quantity, is looked up whole. An unknown one
    is marked by a number below BLANK, the same for all texts of that spelling; returns whether there are any.
    """
    unknown = False
    for text in range(len(starts)):
        start, end = np.int64(starts[text]), np.int64(ends[text])
        number = _next_digit(data, start, end)
        value, digits = _digits(data, number, end)
        at, decimals = number + digits, np.int64(0)
        fits = 0 < digits <= MAX_DIGITS and (digits == 1 or data[number] != 48)
        if fits and at + 1 < end and data[at] == _POINT:
            part, decimals = _digits(data, at + 1, end)
            if decimals:
                at += 1 + decimals
                fits = digits + decimals <= MAX_DIGITS and decimals <= MAX_DECIMALS
                value = value * _TENS[decimals] + part if fits else value
        if fits and _next_digit(data, at, end) == end:
            template = np.int64(NUMBER_ALONE)
            if number > start or at < end:
                template = _find(data, start, number, at, end, slots, keys)
            if template < 0:
                unknown = True
                cells[text] = template
                continue
            if not meanings[template, LOOKED_UP_WHOLE]:
                cells[text] = (value << NUMBER_SHIFT) | (decimals << DECIMALS_SHIFT) | template
                continue
        template = _find(data, start, end, end, end, slots, keys)
        unknown = unknown or template < 0
        cells[text] = template
    return unknown


@compiled
def free_slot(text, size, number, after, slots):  # type: ignore[no-untyped-def]
    """The free slot for a new spelling, given as a text whose number stands from `number` to `after`."""
    mask = np.uint64(len(slots) - 1)
    slot = _hash(text, 0, number, after, size) & mask
    while slots[slot, 0] >= 0:
        slot = (slot + np.uint64(1)) & mask
    return slot


@inlined
def _no_digits(word):  # type: ignore[no-untyped-def]
    """The high bit of every byte that is no digit; `word` with the digits' own code taken off."""
    return (((word & _LOW_BITS) + _NINE) | word) & _HIGH_BITS


@inlined
def _next_digit(data, at, end):  # type: ignore[no-untyped-def]
    while at < end:
        digits = _no_digits(load_word(data, at) ^ _ZEROS) ^ _HIGH_BITS
        if digits:
            return min(at + (trailing_zeros(digits) >> 3), end)
        at += 8
    return end


@inlined
def _digits(data, at, end):  # type: ignore[no-untyped-def]
    """The number that the digits from `at` on make, and how many they are: sixteen at most."""
    value, count = _eight_digits(data, at, end)
    if count == 8:
        more, added = _eight_digits(data, at + 8, end)
        value, count = value * _TENS[added] + more, count + added
    return value, count


@inlined
def _eight_digits(data, at, end):  # type: ignore[no-untyped-def]
    if at >= end:
        return np.int64(0), np.int64(0)
    word = load_word(data, at) ^ _ZEROS
    count = min(trailing_zeros(_no_digits(word)) >> 3, end - at)
    if count == 0:
        return np.int64(0), np.int64(0)
    # The first digit is the lowest byte: two, then four, then eight digits are put together at once.
    word <<= np.uint64(64 - 8 * count)
    word = word * np.uint64(10) + (word >> np.uint64(8))
    left = (word & np.uint64(0x000000FF000000FF)) * np.uint64(0x000F424000000064)
    right = ((word >> np.uint64(16)) & np.uint64(0x000000FF000000FF)) * np.uint64(0x0000271000000001)
    return np.int64((left + right) >> np.uint64(32)), np.int64(count)


@inlined
def _mixed(data, at, end):  # type: ignore[no-untyped-def]
    found = np.uint64(end - at)
    while at < end:
        found = (found ^ masked_word(data, at, end)) * _PRIME
        found ^= found >> np.uint64(32)
        at += 8
    return found


@inlined
def _hash(data, start, number, after, end):  # type: ignore[no-untyped-def]
    """Of what stands before and after a number, and of whether there is one (`after` > `number`)."""
    found = _mixed(data, start, number) * _OTHER_PRIME + _mixed(data, after, end) + np.uint64(after > number)
    return found ^ (found >> np.uint64(29))


@inlined
def _find(data, start, number, after, end, slots, keys):  # type: ignore[no-untyped-def]
    """The number of a spelling; a number below BLANK where it is not known."""
    mask = np.uint64(len(slots) - 1)
    found = _hash(data, start, number, after, end)
    slot = found & mask
    while slots[slot, 0] >= 0:
        gap = slots[slot, 2]
        if (
            same_bytes(data, after, end, keys, gap + 1, slots[slot, 3])
            and same_bytes(data, start, number, keys, slots[slot, 1], gap)
            and keys[gap] == (after > number)
        ):
            return np.int64(slots[slot, 0])
        slot = (slot + np.uint64(1)) & mask
    return np.int64(BLANK - 1) - np.int64(found >> np.uint64(2))
