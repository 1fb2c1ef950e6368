"""The empty form filled in at the keyboard of LibreOffice: it scores as it is typed, and never otherwise than the core.

Slow: LibreOffice is started, and skipped with a sentence where it is not installed.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from scored_cases import scored_cases
from typed_book import FIRST, FORM, FUNDS, ROWS, empty, ruleset
from typed_cells import TypedRow, typed_rows
from typing_office import Book, Office

from perfeval.core.exact import exact, show
from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.results import FormResult, RowResult
from perfeval.core.scoring import score_form
from perfeval.documents.formats.xlsx import read_xlsx
from perfeval.documents.recognition.recognise import recognise

pytestmark = pytest.mark.slow

SEEDS, CELLS = range(1, 4), 150

# --- the fifteen published forms, cell by cell ------------------------------------------------------------


def fill_in(book: Book, result: FormResult) -> int:
    """Type a form into the empty one, inserting and deleting rows until there are as many; the row of 总分."""
    form, wanted = result.form, len(result.indicators)
    book.unmerge(FORM, f"B{FIRST}:C{FIRST + ROWS - 1}")
    for _ in range(wanted, ROWS):
        book.delete_row(FORM, FIRST + wanted)
    for number in range(ROWS, wanted):
        book.insert_row(FORM, FIRST + number)
        book.copy(FORM, f"H{FIRST}", f"H{FIRST + number}")
    funds = form.funds
    assert funds is not None
    money = {"D": funds.initial_budget, "E": funds.budget, "F": funds.executed, "G": funds.points}
    book.type(FORM, {f"{column}{FUNDS}": text or "" for column, text in money.items()})
    for row, indicator in enumerate(form.indicators, FIRST):
        texts = {
            "B": indicator.dimension,
            "C": indicator.category,
            "D": indicator.name,
            "E": indicator.target,
            "F": indicator.actual,
            "G": indicator.points,
        }
        book.type(FORM, {f"{column}{row}": text or "" for column, text in texts.items()})
    return FIRST + wanted


@pytest.mark.parametrize("identity", ["urumqi-giit-2023", "cn-caiyu-2020-10"])
@pytest.mark.parametrize("number", range(15))
def test_a_published_form_typed_in_shows_the_engines_scores(
    office: Office, tmp_path: Path, number: int, identity: str
) -> None:
    result = scored_cases(identity)[number]
    with office.book(empty(tmp_path, result.ruleset)) as book:
        total = fill_in(book, result)
        left = 0
        for row, scored in enumerate(result.indicators, FIRST):
            shown, hint = book.texts(FORM, f"H{row}", f"J{row}")
            if scored.score is not None and scored.score.is_point and shown != "待核":
                assert (scored.name, shown) == (scored.name, str(scored.score.low))
                continue
            assert (scored.name, shown, bool(hint)) == (scored.name, "待核", True)
            left += scored.score is not None and scored.score.is_point
            book.type(FORM, {f"H{row}": own_score(scored)})
        # The formulas leave few of the rows to a person that the engine scores.
        assert left <= len(result.indicators) // 6
        assert result.execution is not None
        assert result.execution.score is not None
        if result.execution.score.is_point:
            assert book.texts(FORM, f"I{FUNDS}") == [str(result.execution.score.low)]
        else:
            assert book.texts(FORM, f"I{FUNDS}") == ["待核"]
            book.type(FORM, {f"I{FUNDS}": own_score(result.execution)})
        assert exact(book.texts(FORM, f"G{total}")[0]) == result.total.points
        shown_total = book.texts(FORM, f"H{total}")[0]
        saved = book.save(tmp_path / "saved.xlsx")
    (again,) = recognise(read_xlsx(saved, "saved.xlsx"), "saved.xlsx").forms
    checked = score_form(again, result.ruleset)
    assert {row.status for row in checked.rows} <= {"equal", "within", "refused", "undecided"}
    assert Fraction(shown_total) == checked.total.submitted
    if checked.total.confirmed is not None:
        assert shown_total == str(checked.total.confirmed)


def own_score(row: RowResult) -> str:
    """What a person types for a row left to her: her own score where the rules allow it, else their upper end."""
    if row.score is not None and row.submitted is not None and row.score.holds(row.submitted):
        return show(row.submitted)
    if row.score is None:
        return show(row.submitted or Fraction(0))
    return str(row.score.low if row.score.high_open else row.score.high)


# --- rows by chance ---------------------------------------------------------------------------------------


def form_of(rows: list[TypedRow], year: int | None) -> SelfEvaluationForm:
    categories = ("数量指标", "时效指标", "经济成本指标", "服务对象满意度指标")
    indicators = tuple(
        Indicator(
            name=row.name,
            dimension="产出指标",
            category=categories[number % len(categories)],
            target=row.target or None,
            actual=row.actual or None,
            points=row.points or None,
        )
        for number, row in enumerate(rows)
    )
    return SelfEvaluationForm(kind="project", name="示例", year=year, indicators=indicators)


@pytest.mark.property
@pytest.mark.parametrize("identity", ["cn-caiyu-2020-10", "urumqi-giit-2023", "cn-sichuan-form-0013zp"])
def test_what_the_form_shows_is_the_cores_score_or_pending(
    office: Office, tmp_path: Path, identity: str
) -> None:
    rules = ruleset(identity)
    numbers = 0
    for seed in SEEDS:
        year = None if seed == SEEDS[0] else 2023
        blank = form_of([TypedRow("", "", "", "")] * CELLS, year)
        rows = typed_rows(seed, CELLS)
        with office.book(empty(tmp_path, rules, blank)) as book:
            last = FIRST + CELLS - 1
            book.fill(FORM, f"D{FIRST}:F{last}", [[row.name, row.target, row.actual] for row in rows])
            book.fill(FORM, f"G{FIRST}:G{last}", [[float(row.points)] for row in rows])
            shown = [cells[0] for cells in book.rows(FORM, f"H{FIRST}:H{last}")]
        for cell, scored in zip(shown, score_form(form_of(rows, year), rules).indicators, strict=True):
            if cell in ("", "待核"):
                continue
            indicator = scored.indicator
            assert scored.score is not None, indicator
            assert scored.score.is_point, indicator
            assert Fraction(str(cell)) == Fraction(scored.score.low), indicator
            numbers += 1
    # The grammar that the form carries is no empty one.
    assert numbers > len(SEEDS) * CELLS // 12
