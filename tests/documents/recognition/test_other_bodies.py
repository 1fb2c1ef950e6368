"""Layouts that few print, in four formats: every cell is read; and in a twin of each an unknown word is named."""

import pytest
from kinds_of_bodies import BODIES
from kinds_of_funds import FUNDS
from kinds_of_offices import OFFICES
from kinds_of_tables import HEADS, TABLES
from layout_kind import WRITERS, Kind

from perfeval.core.form import SelfEvaluationForm
from perfeval.documents.formats.xlsx import read_xlsx
from perfeval.documents.read import FileForms, read_bytes

KINDS = {**FUNDS, **HEADS, **TABLES, **BODIES, **OFFICES}
WORD = "天书五卷"


def read(kind: Kind, suffix: str) -> FileForms:
    return read_bytes(WRITERS[suffix](kind), f"f.{suffix}")


def money(form: SelfEvaluationForm) -> tuple[str | None, ...] | None:
    funds = form.funds
    if funds is None:
        return None
    return (funds.budget, funds.executed, funds.points, funds.submitted_rate, funds.submitted_score)


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("name", KINDS)
def test_every_cell_is_read(name: str, suffix: str) -> None:
    kind, reading = KINDS[name], read(KINDS[name], suffix)
    (form,) = reading.forms
    assert (form.name, form.body, form.department, form.year) == kind.who
    assert money(form) == kind.funds
    assert kind.indicators == tuple(
        (
            row.dimension,
            row.name,
            row.target or row.initial_target,
            row.actual,
            row.points,
            row.submitted_score,
        )
        for row in form.indicators
    )
    assert {*kind.extra} <= {*form.extra.items()}
    assert kind.goal is None or (form.goal.expected, form.goal.achieved) == kind.goal
    assert tuple(problem.code for problem in reading.problems) == kind.codes
    named = "funds-not-read" in kind.codes
    assert [cell.text for cell in reading.unread if not cell.is_explained and not named] == []


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("name", KINDS)
def test_an_unknown_word_is_named(name: str, suffix: str) -> None:
    """In a problem, or in the list of what was not read, which `check` counts."""
    reading = read(KINDS[name].with_word(WORD), suffix)
    told = [str(problem.values) for problem in reading.problems] + [cell.text for cell in reading.unread]
    assert any(WORD in text for text in told)
    assert reading.problems


SOMEWHERE_NEAR = {
    "labels of a bureau: what the goal was, last year's money, the office": "the amount beside the word",
    "tasks with their whole money and its sources": "the first amount below the words",
    "plan, receipt and payment by source": "the amounts beside the word",
    "words that nobody knows": "the amounts beside the word",
    "a sentence": "the sentence beside the word",
    "no marks at all": "the header",
    "units in a column of the actual values": "the header",
    "title and labels in one cell, a goal with its label, plan and result": "the amount beside the word",
    "two years side by side": "the column under the word",
}
"""Kinds whose problems point beside the unknown word, and where."""


@pytest.mark.parametrize("name", sorted(KINDS.keys() - SOMEWHERE_NEAR.keys()))
def test_a_problem_points_at_the_unknown_word(name: str) -> None:
    data = WRITERS["xlsx"](KINDS[name].with_word(WORD))
    (sheet,) = read_xlsx(data, "f.xlsx").grids
    words = {cell.place for cell in sheet.cells if WORD in cell.text}
    assert words & {problem.place for problem in read_bytes(data, "f.xlsx").problems if problem.place}
