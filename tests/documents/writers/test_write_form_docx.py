"""The official form as a Word document: read back by our own reader, and its cells by python-docx."""

import io
import time

import docx
import invented
import pytest
from docx.oxml.ns import qn
from scored_cases import scored_cases

from perfeval.core.plan import unfilled
from perfeval.core.scoring import score_form
from perfeval.documents.formats.docx import read_docx
from perfeval.documents.recognition.recognise import recognise
from perfeval.documents.writers.form.official_form import empty_form
from perfeval.documents.writers.form.write_form_docx import write_form_docx


@pytest.mark.slow
def test_the_published_forms_come_back_with_the_engines_scores() -> None:
    results = scored_cases()
    reading = recognise(read_docx(write_form_docx(results), "form.docx"), "form.docx")
    assert reading.problems == ()
    for result, form in zip(results, reading.forms, strict=True):
        again = score_form(form, result.ruleset)
        assert again.total.confirmed == result.total.confirmed
        assert again.total.submitted == result.total.submitted
        for field in ("name", "body", "department", "year", "submitted_points"):
            assert getattr(form, field) == getattr(result.form, field)
        for row, printed in zip(result.form.indicators, form.indicators, strict=True):
            for field in ("name", "dimension", "category", "target", "actual", "points", "deviation_note"):
                assert getattr(printed, field) == getattr(row, field)


def test_a_merged_score_is_one_cell() -> None:
    rows = (
        invented.indicator(block=1, points="20", submitted_score="18"),
        invented.indicator(block=1, points=None),
        invented.indicator(submitted_score="10"),
    )
    result = score_form(invented.form(*rows, funds=invented.funds()), invented.ruleset())
    table = docx.Document(io.BytesIO(write_form_docx([result]))).tables[0]
    first, second, third = (table.cell(row, 6) for row in (10, 11, 12))
    assert first._tc is second._tc
    assert first._tc is not third._tc
    assert (first.text, table.cell(10, 7).text) == ("20", "20.00")


@pytest.mark.parametrize("name", ["<w:p>不是标签</w:p>", "一行\n两行", "响铃\x07", "&amp;"])
def test_a_name_is_text_whatever_it_looks_like(name: str) -> None:
    result = score_form(invented.form(invented.indicator(), name=name), invented.ruleset())
    table = docx.Document(io.BytesIO(write_form_docx([result]))).tables[0]
    assert table.cell(0, 3).text == name.replace("\x07", "\ufffd")


def test_an_empty_form_has_the_plan_and_no_result() -> None:
    filled = invented.form(
        invented.indicator("≥40人次", "37人次", submitted_score="9.25"), funds=invented.funds()
    )
    result = score_form(unfilled(filled), invented.ruleset())
    table = docx.Document(
        io.BytesIO(
            write_form_docx(
                [result],
            )
        )
    ).tables[0]
    assert [table.cell(10, column).text for column in (3, 4, 5, 6, 7)] == [
        "示例指标",
        "≥40人次",
        "",
        "10",
        "",
    ]
    assert [table.cell(3, column).text for column in (4, 5, 8)] == ["100", "", ""]


def test_an_empty_form_from_nothing_totals_a_hundred_marks_and_breaks_no_row() -> None:
    result = score_form(empty_form(), invented.ruleset())
    table = docx.Document(io.BytesIO(write_form_docx([result]))).tables[0]
    assert [cell.text for cell in table.rows[-1].cells[6:]] == ["100", "", ""]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_the_clock_and_the_time_zone_do_not_change_the_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    results = scored_cases()[:1]
    written = []
    for zone, now in (("Asia/Shanghai", 1_000_000_000.0), ("America/New_York", 1_700_000_000.0)):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        monkeypatch.setattr(time, "time", lambda now=now: now)
        written.append(write_form_docx(results))
    monkeypatch.undo()
    time.tzset()
    assert written[0] == written[1]
