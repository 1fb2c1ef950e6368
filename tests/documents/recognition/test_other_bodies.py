"""Layouts that few print, in four formats: every cell is read; where merged cells are lost, what cannot be is named."""

import pytest
from other_bodies import KINDS, WRITERS, Kind

from perfeval.core.form import SelfEvaluationForm
from perfeval.documents.read import Reading, read_bytes


def read(kind: Kind, suffix: str) -> Reading:
    return read_bytes(WRITERS[suffix](kind.rows), f"f.{suffix}")


def money(form: SelfEvaluationForm) -> tuple[str | None, ...] | None:
    funds = form.funds
    if funds is None:
        return None
    return (funds.budget, funds.executed, funds.points, funds.submitted_rate, funds.submitted_score)


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("name", KINDS)
def test_every_cell_is_read(name: str, suffix: str) -> None:
    kind = KINDS[name]
    reading = read(kind, suffix)
    if kind.needs_spans and suffix == "txt":
        assert {problem.severity for problem in reading.problems} & {"warning", "error"}
        return
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
    assert tuple(problem.code for problem in reading.problems) == kind.codes
    assert [cell for cell in reading.unread if not cell.is_explained] == []


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.needs_spans])
def test_money_is_not_read_from_columns_that_have_moved(name: str) -> None:
    (form,) = read(KINDS[name], "txt").forms
    assert form.funds is None or form.funds.unread
