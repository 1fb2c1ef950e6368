"""A column of texts as the kernel reads it: the texts, and which of them stands in each row (列文本)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from perfeval.batch.columnar.arena import Allocate
from perfeval.batch.columnar.machine_words import (
    PADDING,
    compiled,
    index,
    load_word,
    same_bytes,
    store_word,
)
from perfeval.batch.table_error import TableError

Bytes = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.int32]
_LARGEST = 1 << 31
MISSING = 0
"""The number of the text that rows without a text have."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts in UTF-8 and the number of each row's text; text 0 is the missing one, and a text may come again.

    Text n is `data[starts[n]:ends[n]]`; `data` goes on for PADDING bytes behind the last text.
    """

    numbers: Numbers
    starts: Numbers
    ends: Numbers
    data: Bytes

    def __len__(self) -> int:
        return len(self.numbers)

    def text(self, number: int) -> str | None:
        """The text of a number; what is no UTF-8 in it is replaced."""
        if number == MISSING:
            return None
        return self.data[self.starts[number] : self.ends[number]].tobytes().decode("utf-8", "replace")

    def all(self) -> list[str | None]:
        """Every text, the missing one first."""
        return [self.text(number) for number in range(len(self.starts))]

    def at(self, rows: npt.NDArray[np.int64]) -> list[str | None]:
        """The texts of some rows."""
        return [self.text(number) for number in self.numbers[rows].tolist()]

    def coded(self) -> pa.DictionaryArray:
        """All rows as an Arrow array of numbers into the texts; a missing one is the empty text."""
        every = Texts(np.arange(len(self.starts), dtype=np.int32), self.starts, self.ends, self.data)
        return pa.DictionaryArray.from_arrays(self.numbers, every.array(slice(None)))

    def array(self, rows: npt.NDArray[np.int64] | slice) -> pa.StringArray:
        """The texts of some rows as an Arrow array; a missing one is the empty text.

        Raises TableError where they are more than an Arrow array can hold, or no UTF-8.
        """
        numbers = self.numbers[rows]
        offsets = np.empty(len(numbers) + 1, np.int32)
        size = _measure(numbers, self.starts, self.ends, offsets)
        if size >= _LARGEST:
            raise TableError(
                f"一组行的项目编号共 {size:,} 字节，超过 2 GiB，请检查这一列 (project ids over 2 GiB)"
            )
        gathered = np.empty(size + PADDING, np.uint8)
        _gather(numbers, self.starts, self.ends, self.data, gathered)
        found = pa.StringArray.from_buffers(len(numbers), pa.py_buffer(offsets), pa.py_buffer(gathered))
        try:
            found.validate(full=True)
        except pa.ArrowInvalid as error:
            raise TableError(
                "项目编号不是 UTF-8 编码的文本，请重新导出为 UTF-8 (project ids are no UTF-8)"
            ) from error
        return found


def nothing(rows: int) -> Texts:
    """A missing column: every row has the missing text."""
    nowhere = np.zeros(1, np.int32)
    return Texts(np.zeros(rows, np.int32), nowhere, nowhere, np.zeros(PADDING, np.uint8))


def texts_of(column: pa.ChunkedArray, allocate: Allocate = np.empty) -> Texts:
    """An Arrow column, each different text numbered once; what is no text becomes one as Arrow writes it.

    Raises ArrowInvalid for a number without a text: Arrow hands on what a file says, and the kernel looks nowhere.
    """
    array = _in_one(column.unify_dictionaries() if pa.types.is_dictionary(column.type) else column)
    coded = array if isinstance(array, pa.DictionaryArray) else array.dictionary_encode()
    places = coded.indices if coded.indices.type == pa.int32() else coded.indices.cast(pa.int32())
    places = places.fill_null(-1) if places.null_count else places
    numbers = allocate(len(places), np.int32)
    if not _number_from_one(places.to_numpy(), len(coded.dictionary), numbers):
        raise pa.ArrowInvalid("a number outside of its dictionary")
    values = coded.dictionary
    is_binary = values.type == pa.float64()
    texts = (
        pa.array(map(_fifteen, values.to_pylist()), pa.string()) if is_binary else values.cast(pa.string())
    )
    offsets, data = _bytes(texts, allocate)
    bounds = allocate(len(texts) + 2, np.int32)
    bounds[0], bounds[1:] = offsets[0], offsets
    return Texts(numbers, bounds[:-1], bounds[1:], data)


def texts_as_they_stand(column: pa.ChunkedArray, allocate: Allocate = np.empty) -> Texts:
    """An Arrow column of texts, numbered as they come: where most texts differ, finding equal ones costs more than it
    saves. A text that the row before has too keeps its number.
    """
    array = _in_one(column)
    offsets, data = _bytes(array, allocate)
    numbers, starts, ends = (allocate(count, np.int32) for count in (len(array), *[len(array) + 1] * 2))
    known = _number_in_turn(offsets, data, numbers, starts, ends)
    if array.null_count:
        numbers[array.is_null().to_numpy(zero_copy_only=False)] = MISSING
    return Texts(numbers, starts[:known], ends[:known], data)


def _in_one(column: pa.ChunkedArray) -> pa.Array:
    """The column in one piece; one that has a single piece is not copied."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _bytes(texts: pa.StringArray, allocate: Allocate) -> tuple[Numbers, Bytes]:
    """Where each text begins, and where the last one ends; the bytes of all, with padding."""
    _, offsets, data = texts.buffers()
    found = np.zeros(1, np.int32)
    if len(texts):
        found = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    size = int(found[-1])
    padded = allocate(size + PADDING, np.uint8)
    padded[size:] = 0
    if size:
        padded[:size] = np.frombuffer(data, np.uint8, size)
    return found, padded


def _fifteen(value: float | None) -> str | None:
    """A binary number as spreadsheets show it: to 15 digits, of which a sum of decimals keeps its own."""
    return None if value is None else format(value, ".15g")


@compiled
def _number_from_one(places, texts, numbers):  # type: ignore[no-untyped-def]
    """Write the number of each row's text, one more than its place; returns whether there is a text at each place."""
    wrong = False
    for row in range(len(places)):
        number = places[row] + np.int32(1)
        wrong |= (number < 0) | (number > texts)
        numbers[row] = number
    return not wrong


@compiled
def _number_in_turn(offsets, data, numbers, starts, ends):  # type: ignore[no-untyped-def]
    """Write the number of each row's text, and where the texts begin and end, the missing one first; returns how many
    texts there are.
    """
    starts[0] = ends[0] = 0
    known = np.int32(0)
    for row in range(len(numbers)):
        start, end = np.int64(offsets[row]), np.int64(offsets[row + 1])
        if known == 0 or not same_bytes(data, start, end, data, starts[known], ends[known]):
            known += np.int32(1)
            starts[known], ends[known] = start, end
        numbers[row] = known
    return known + 1


@compiled
def _measure(numbers, starts, ends, offsets):  # type: ignore[no-untyped-def]
    """Write where each text begins in the concatenation of all; returns where the last one ends."""
    at = np.int64(0)
    offsets[0] = 0
    for row in range(len(numbers)):
        number = index(numbers[row])
        at += ends[number] - starts[number]
        offsets[row + 1] = np.int32(at)
    return at


@compiled
def _gather(numbers, starts, ends, data, gathered):  # type: ignore[no-untyped-def]
    """Concatenate texts in whole words; bytes behind a text are overwritten by the next text, or are padding."""
    to = np.int64(0)
    for row in range(len(numbers)):
        at, end = np.int64(starts[index(numbers[row])]), np.int64(ends[index(numbers[row])])
        for step in range(0, end - at, 8):
            store_word(gathered, to + step, load_word(data, at + step))
        to += end - at
