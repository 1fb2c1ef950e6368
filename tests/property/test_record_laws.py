"""Laws of the review record: merging is a union, order means nothing, nothing is erased, undo of undo restores."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from review.clean import CLEAN, checked_form

from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.review.findings import form_findings
from perfeval.review.record.changes import remember, review_of
from perfeval.review.record.events import STATES, Decided, Scored, Undone
from perfeval.review.record.fingerprints import form_key, row_keys
from perfeval.review.record.record import EMPTY, Record, act, merge, undo
from perfeval.review.record.text import read_record, record_text

pytestmark = pytest.mark.property

SUBJECTS = st.sampled_from(("f1", "f2", "r1"))
PEOPLE = st.sampled_from(("李", "王", "赵"))
TIMES = st.sampled_from(("2024-03-01T08:00:00Z", "2024-03-02T08:00:00Z"))
DECIDED = st.builds(Decided, st.sampled_from(STATES), st.text(max_size=5))
SCORED = st.builds(Scored, st.sampled_from(("0", "4.5", "10")), st.text(max_size=3), st.just("c"))


@st.composite
def records(draw: st.DrawFn, start: Record = EMPTY) -> Record:
    """What some people did, one after another, to a record."""
    record = start
    for _ in range(draw(st.integers(0, 6))):
        who, at = draw(PEOPLE), draw(TIMES)
        if record.events and draw(st.booleans()):
            record = undo(record, draw(st.sampled_from(record.events)), who, at)
        else:
            record = act(record, draw(SUBJECTS), draw(DECIDED | SCORED), who, at)
    return record


@st.composite
def branches(draw: st.DrawFn) -> tuple[Record, Record, Record]:
    """Three records that people went on with from one, without knowing of each other."""
    start = draw(records())
    return draw(records(start)), draw(records(start)), draw(records(start))


@pytest.mark.slow
@given(branches())
def test_merging_is_the_same_in_any_order_to_the_byte(three: tuple[Record, Record, Record]) -> None:
    a, b, c = three
    assert record_text(merge(a, b)) == record_text(merge(b, a))
    assert record_text(merge(merge(a, b), c)) == record_text(merge(a, merge(b, c)))
    assert record_text(merge(a, a)) == record_text(a)
    assert set(merge(a, b).by_id) == set(a.by_id) | set(b.by_id)


@given(branches())
def test_a_record_reads_back_as_itself(three: tuple[Record, Record, Record]) -> None:
    record = merge(three[0], three[1])
    assert read_record(record_text(record)) == (record, ())


@given(branches(), st.data())
def test_undo_of_undo_is_what_was_and_nothing_is_erased(
    three: tuple[Record, Record, Record], data: st.DataObject
) -> None:
    record = merge(three[0], three[1])
    standing = [event for event in record.events if not record.is_undone(event)]
    if not standing:
        return
    event = data.draw(st.sampled_from(standing))
    without = undo(record, event, "钱", "2024-03-03T08:00:00Z")
    (taken_back,) = set(without.by_id) - set(record.by_id)
    assert isinstance(without.by_id[taken_back].what, Undone)
    assert without.is_undone(event)
    again = undo(without, without.by_id[taken_back], "钱", "2024-03-03T08:00:00Z")
    assert again.in_force == record.in_force
    assert set(record.by_id) < set(without.by_id) < set(again.by_id)


@given(branches(), SUBJECTS, DECIDED)
def test_a_new_decision_is_in_force_alone_whatever_was_there(
    three: tuple[Record, Record, Record], subject: str, what: Decided
) -> None:
    record = act(merge(three[0], three[1]), subject, what, "钱", "2024-03-03T08:00:00Z")
    assert [event.what for event in record.in_force[subject]] == [what]


CELLS = st.fixed_dictionaries(
    {},
    optional={
        "submitted_score": st.sampled_from(("10", "7", "11", "8.5")),
        "actual": st.sampled_from(("102人次", "60%", "达成", "３人", "")),
        "target": st.sampled_from(("≥100人次", "4个", "≤30万元", "达成")),
        "deviation_note": st.sampled_from(("尚未完成", "偏差率为3%", "")),
    },
)


@st.composite
def forms(draw: st.DrawFn) -> SelfEvaluationForm:
    """The clean form with some cells changed."""
    rows = tuple(row.model_copy(update=draw(CELLS)) for row in CLEAN.indicators)
    return CLEAN.model_copy(update={"indicators": rows})


@pytest.mark.slow
@given(forms(), st.data())
def test_decisions_survive_other_order_other_file_and_other_spelling_of_the_same_cells(
    form: SelfEvaluationForm, data: st.DataObject
) -> None:
    record = EMPTY
    checked = checked_form(form)
    for each in form_findings(checked):
        record = act(record, each.fingerprint, Decided("accepted"), "李", "2024-03-01T08:00:00Z")
    for key in row_keys(checked.result).values():
        record = act(record, key, Scored("1", "", "c"), "李", "2024-03-01T08:00:00Z")
    seen = remember(record, [checked])
    rows = data.draw(st.permutations([_spelt_otherwise(row) for row in form.indicators]))
    other = checked_form(
        form, indicators=tuple(rows), file="C:\\别处\\另一个.pdf", name=f" {form.name}\n", body="示例 单位"
    )
    assert form_key(other.result.form) == form_key(form)
    review = review_of(seen, [other]).forms[0]
    assert all(not each.is_open for each in review.findings)
    assert all(each.since == "unchanged" for each in review.findings if each.finding.severity != "info")
    assert (review.gone, review.changes) == ((), ())
    assert len(review.scores) == len(other.result.rows)
    assert remember(seen, [other]) == seen


def _spelt_otherwise(row: Indicator) -> Indicator:
    """The row as another program writes it: a break after the name, full-width figures, an idle zero."""
    cells = {
        "name": f"{row.name}\n",
        "category": f" {row.category}",
        "target": (row.target or "").translate(_WIDE),
    }
    if row.submitted_score and row.submitted_score.isdigit():
        cells["submitted_score"] = f"{row.submitted_score}.00"
    return row.model_copy(update=cells)


_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
