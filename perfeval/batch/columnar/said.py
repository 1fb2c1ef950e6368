"""What a row says, as numbers (行的内容): so that a year is compared without reading a text.

`said` stands for its name, else its 二级指标, its target and its actual value. Rows that differ only in blanks, the
signs and capitals of the name, or the equals signs of the values have the same number. Others have different ones, as
far as 63 bits go: who finds two rows the same compares their texts. The last bit tells whether the target has a digit.
`levels` stands for its 一级指标 and 二级指标 as printed; `submitted` is the claim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from perfeval.batch.columnar.arena import Allocate
from perfeval.batch.columnar.machine_words import compiled, index
from perfeval.batch.columnar.texts import MISSING, Texts, nothing
from perfeval.batch.text_numbers import OF_LEVEL, number_of, number_of_name
from perfeval.core.glyphs import plain

_PLAIN = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
Words = npt.NDArray[np.uint64]
_FIRST, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
_OF_NAME, _OF_TARGET, _OF_LEVEL = (
    np.uint64(each) for each in (0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93, OF_LEVEL)
)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_NONE, _ONE, _HIGH = np.uint64(0), np.uint64(1), np.uint64(32)
_EQUALS, _SPACE, _TAB, _RETURN, _VERTICAL, _ZERO, _NINE = (ord(each) for each in "= \t\r\v09")


def said_of(columns: Mapping[str, Texts], allocate: Allocate = np.empty) -> dict[str, pa.Array]:
    """The numbers of each row (columns: TEXT_COLUMNS of the scorer); `said` is null without a target, `submitted` where
    the claim is no plain number, and left out where the table has none.
    """
    target, rows = columns["target"], len(columns["target"])
    levels = [columns.get(name) or nothing(rows) for name in ("level1", "level2")]
    names = columns.get("name") or nothing(rows)
    heads = [(each.numbers, _numbers(each, number_of_name)) for each in (names, levels[1])]
    values = [(each.numbers, _values(each, allocate)) for each in (target, columns["actual"])]
    printed = [(each.numbers, _numbers(each, number_of)) for each in levels]
    said, level = allocate(rows, np.int64), allocate(rows, np.int64)
    _combine(*heads, *values, *printed, said, level)
    missing = target.numbers == MISSING
    found = {"said": pa.array(said, mask=missing if missing.any() else None), "levels": pa.array(level)}
    return found | ({"submitted": _marks(columns["submitted_score"])} if "submitted_score" in columns else {})


def _marks(texts: Texts) -> pa.Array:
    """Marks as exact decimals: at most twelve digits before the point and six behind it, with 分 and commas or not, of
    either width.
    """
    printed = (plain(text or "").strip(" ").rstrip("分").replace(",", "") for text in texts.all())
    found = pa.array(
        [Decimal(each) if _PLAIN.fullmatch(each) else None for each in printed], pa.decimal128(18, 6)
    )
    return found.cast(pa.decimal64(18, 6)).take(pa.array(texts.numbers))


def _numbers(texts: Texts, number: Callable[[str | None], int]) -> Words:
    return np.array([number(each) for each in texts.all()], np.uint64)


def _values(texts: Texts, allocate: Allocate) -> Words:
    found = allocate(len(texts.starts), np.uint64)
    _number_values(texts.starts, texts.ends, texts.data, found)
    return found


@compiled
def _number_values(starts, ends, data, found):  # type: ignore[no-untyped-def]
    """The number of each text without blanks and equals signs, of either width; its last bit: there is a digit."""
    for text in range(len(starts)):
        at, end, number, digit = np.int64(starts[text]), np.int64(ends[text]), _FIRST, _NONE
        while at < end:
            byte = data[at]
            if byte == 0xEF and at + 2 < end and data[at + 1] == 0xBC and data[at + 2] == 0x9D:
                at += 3
                continue
            is_blank = byte == _SPACE or (_TAB <= byte <= _RETURN and byte != _VERTICAL)
            if byte != _EQUALS and not is_blank:
                number = (number ^ np.uint64(byte)) * _PRIME
            if _ZERO <= byte <= _NINE:
                digit = _ONE
            at += 1
        found[text] = (number ^ (number >> _HIGH)) & ~_ONE | digit


@compiled
def _combine(names, categories, targets, actuals, firsts, seconds, said, level):  # type: ignore[no-untyped-def]
    """The numbers of each row from those of its texts; a row without a name goes by its category."""
    name_of, of_name = names
    category_of, of_category = categories
    target_of, of_target = targets
    actual_of, of_actual = actuals
    first_of, of_first = firsts
    second_of, of_second = seconds
    for row in range(len(said)):
        name, target = index(name_of[row]), of_target[index(target_of[row])]
        number = of_name[name] if name != MISSING else of_category[index(category_of[row])]
        number = number * _OF_NAME + target * _OF_TARGET + of_actual[index(actual_of[row])]
        number = (number ^ (number >> _HIGH)) * _MIX
        said[row] = np.int64((number ^ (number >> _HIGH)) & ~_ONE | target & _ONE)
        level[row] = np.int64(of_first[index(first_of[row])] * _OF_LEVEL + of_second[index(second_of[row])])
