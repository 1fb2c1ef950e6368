"""Columns of text as the kernel reads them: the dictionary that the file already has, or row by row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from perfeval.batch import kernel
from perfeval.batch.spelling import Ints, Spellings

_NO_INDICES = np.zeros(1, np.int32)
_NO_INDICES.flags.writeable = False


@dataclass(frozen=True, slots=True)
class Cells:
    """One column: a cell for each row, or a cell for each distinct text and the index of each row's."""

    indices: npt.NDArray[np.int32]
    cells: Ints
    coded: bool

    def __post_init__(self) -> None:
        # Arrow's own buffers are read-only; were others not, the kernel would be compiled for every mixture.
        self.indices.flags.writeable = False
        self.cells.flags.writeable = False

    @property
    def column(self) -> tuple[npt.NDArray[np.int32], Ints, bool]:
        """The three parts, as the kernel takes them."""
        return self.indices, self.cells, self.coded


def read_column(column: pa.ChunkedArray, spellings: Spellings, missing: int = kernel.SLOW) -> Cells:
    """Every text of a column as a cell; `missing` stands where there is none."""
    array = one_chunk(column)
    if isinstance(array, pa.DictionaryArray):
        cells = _cells(array.dictionary, spellings, missing)
        return Cells(coded(array), np.append(cells, missing), True)
    return Cells(_NO_INDICES, _cells(array, spellings, missing), False)


def one_chunk(column: pa.ChunkedArray) -> pa.Array:
    """The column as one array: dictionary-encoded if it is, else of plain UTF-8 texts."""
    whole = (
        column.unify_dictionaries().combine_chunks()
        if pa.types.is_dictionary(column.type)
        else column.combine_chunks()
    )
    array = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
    if isinstance(array, pa.DictionaryArray):
        return (
            array
            if array.dictionary.type == pa.string()
            else array.cast(pa.dictionary(pa.int32(), pa.string()))
        )
    return array if array.type == pa.string() else array.cast(pa.string())


def coded(array: pa.DictionaryArray) -> npt.NDArray[np.int32]:
    """The index of each row's text; a missing one gets the index just after the last text."""
    indices = array.indices
    if indices.null_count:
        indices = indices.fill_null(len(array.dictionary))
    found: npt.NDArray[np.int32] = indices.cast(pa.int32()).to_numpy(zero_copy_only=False)
    found.flags.writeable = False
    return found


def _cells(texts: pa.StringArray, spellings: Spellings, missing: int) -> Ints:
    _, offsets, data = texts.buffers()
    if len(texts) == 0:
        return np.empty(0, np.int64)
    bounds = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    content = np.frombuffer(data, np.uint8) if data is not None and data.size else np.zeros(1, np.uint8)
    cells = spellings.read(bounds, content)
    if texts.null_count:
        cells[texts.is_null().to_numpy(zero_copy_only=False)] = missing
    return cells
