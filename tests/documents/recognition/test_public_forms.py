"""Published forms of many provinces (../shared) in their own layouts: every printed cell is found."""

from typing import Any

import pytest
from layouts_as_rows import document, grid
from public_forms import FORMS, laid_out, published, title

from perfeval.documents.recognition.recognise import recognise

pytestmark = pytest.mark.skipif(not FORMS.is_file(), reason="../shared/public-forms is not here")


@pytest.mark.parametrize("form", published(), ids=lambda form: form["id"])
def test_every_printed_cell_is_found(form: dict[str, Any]) -> None:
    reading = recognise(document(grid(laid_out(form), (title(form),))), "f.docx")
    (read,) = reading.forms
    assert (reading.problems, reading.unread) == ((), ())
    assert len(read.indicators) == len(form["indicators"])
    for row, printed in zip(read.indicators, form["indicators"], strict=True):
        parts = [printed.get(key) or "" for key in ("comparator", "target", "unit")]
        target = "".join(parts) if parts[0] != "定性" else parts[1]
        assert row.name == printed["level3"]
        assert row.target == (target or None)
        assert row.actual == printed["actual"]
        assert row.points == printed["weight"]
        assert row.submitted_score == printed["score"]
        assert row.dimension.replace(" ", "") == (printed["level1"] or row.dimension).replace(" ", "")
        assert row.category.replace(" ", "") == (printed["level2"] or row.category).replace(" ", "")
    assert read.funds is None or read.funds.executed == form["funds"]["executed"]
    assert read.submitted_score == form["total_score"]
