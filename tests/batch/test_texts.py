"""Texts of a column, gathered into an Arrow array; what is too much for one says so."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval.batch.columnar.machine_words import PADDING
from perfeval.batch.columnar.texts import Texts, texts_as_they_stand, texts_of
from perfeval.batch.table_error import TableError

CELLS = st.lists(st.one_of(st.none(), st.text(max_size=20)), min_size=1, max_size=40)


@given(CELLS, st.data())
def test_some_rows_gathered_are_their_texts(cells: list[str | None], data: st.DataObject) -> None:
    """Whatever the lengths of the texts: they are copied eight bytes at a time."""
    texts = texts_of(pa.chunked_array([pa.array(cells, pa.string())]))
    rows = data.draw(st.lists(st.integers(0, len(cells) - 1), max_size=60))
    array = texts.array(np.array(rows, np.int64))
    array.validate(full=True)
    assert array.to_pylist() == [cells[row] or "" for row in rows]


@given(CELLS)
def test_numbered_or_as_they_stand_the_rows_have_their_texts(cells: list[str | None]) -> None:
    column = pa.chunked_array([pa.array(cells[:3], pa.string()), pa.array(cells[3:], pa.string())])
    rows = np.arange(len(cells))
    for texts in (texts_of(column), texts_of(column.dictionary_encode()), texts_as_they_stand(column)):
        assert texts.at(rows) == cells


def test_more_bytes_than_an_array_holds_are_refused() -> None:
    """2 ** 31 bytes of one text that stands in many rows."""
    size = 1 << 20
    bounds = np.array([0, 0], np.int32), np.array([0, size], np.int32)
    texts = Texts(np.ones(1 << 11, np.int32), *bounds, np.zeros(size + PADDING, np.uint8))
    with pytest.raises(TableError, match="2,147,483,648"):
        texts.array(slice(None))
