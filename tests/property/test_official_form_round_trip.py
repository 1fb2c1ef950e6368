"""Any form written as the ministry's form, as a workbook or a document, is read back as it was."""

from collections.abc import Callable

import invented
import pytest
from hypothesis import given, settings
from property.test_text_round_trip import FORMS

from perfeval.core.form import SelfEvaluationForm
from perfeval.core.results import FormResult
from perfeval.core.scoring import score_form
from perfeval.documents.formats.docx import read_docx
from perfeval.documents.formats.xlsx import read_xlsx
from perfeval.documents.grid import Document
from perfeval.documents.recognition.recognise import recognise
from perfeval.documents.writers.form.official_form import shown_score, shown_total
from perfeval.documents.writers.form.write_form_docx import write_form_docx
from perfeval.documents.writers.form.write_form_xlsx import write_form_xlsx

pytestmark = [pytest.mark.property, pytest.mark.slow]

RULESET = invented.ruleset(meaning=invented.meaning(bare_target="unstated"))
_ROW = ("name", "dimension", "category", "target", "actual", "deviation_note")


def to_xlsx(result: FormResult) -> Document:
    return read_xlsx(write_form_xlsx([result]), "form.xlsx")


def to_docx(result: FormResult) -> Document:
    return read_docx(write_form_docx([result]), "form.docx")


@pytest.mark.parametrize("written", [pytest.param(to_xlsx, marks=pytest.mark.slow), to_docx])
@settings(max_examples=8)
@given(form=FORMS)
def test_any_form_comes_back(written: Callable[[FormResult], Document], form: SelfEvaluationForm) -> None:
    result = score_form(form, RULESET)
    reading = recognise(written(result), "form")
    (found,) = reading.forms
    assert [problem.code for problem in reading.problems] == []
    for field in ("name", "body", "department", "year", "kind"):
        assert getattr(found, field) == getattr(form, field)
    assert (found.goal.expected, found.goal.achieved) == (form.goal.expected, form.goal.achieved)
    for before, after in zip(form.indicators, found.indicators, strict=True):
        assert [getattr(after, field) for field in _ROW] == [getattr(before, field) for field in _ROW]
    again = score_form(found, RULESET)
    assert [row.points for row in again.rows] == [row.points for row in result.rows]
    for before_row, after_row in zip(result.rows, again.rows, strict=True):
        shown = shown_score(before_row)
        assert after_row.submitted == (None if shown is None else shown)
        assert str(after_row.score) == str(before_row.score)
    assert again.total.submitted == shown_total(result)
