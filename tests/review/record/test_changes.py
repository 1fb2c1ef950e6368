"""A form beside its record: what is new, unchanged, gone or back; what a person decided and scored stays with it."""

from __future__ import annotations

from dataclasses import replace

from review.clean import ROWS, checked_form

from perfeval.core.form import SelfEvaluationForm
from perfeval.core.results import CheckedForm
from perfeval.review.record.changes import FormReview, remember, review_of, seen_now
from perfeval.review.record.events import Decided, Scored
from perfeval.review.record.fingerprints import row_keys
from perfeval.review.record.record import EMPTY, Record, act

AT = "2024-03-01T08:00:00Z"


def with_row(number: int, **cells: str) -> CheckedForm:
    """The clean form with other cells in one row, which counts from 1."""
    rows = [row.model_copy(update=cells) if at == number else row for at, row in enumerate(ROWS, 1)]
    return checked_form(indicators=tuple(rows))


def first(record: Record, *forms: CheckedForm) -> FormReview:
    return review_of(record, forms).forms[0]


def open_codes(form: FormReview) -> list[tuple[str, str]]:
    return [
        (each.finding.problem.code, each.since) for each in form.findings if each.finding.severity != "info"
    ]


WRONG_SCORE = with_row(1, submitted_score="7")


def test_what_was_never_seen_is_new_and_then_unchanged() -> None:
    assert open_codes(first(EMPTY, WRONG_SCORE)) == [("score-differs", "new"), ("note-missing", "new")]
    seen = remember(EMPTY, [WRONG_SCORE])
    assert {since for _, since in open_codes(first(seen, WRONG_SCORE))} == {"unchanged"}
    assert remember(seen, [WRONG_SCORE]) == seen


def test_what_was_corrected_is_gone_and_stays_so_when_checked_again() -> None:
    seen = remember(EMPTY, [WRONG_SCORE])
    corrected = checked_form()
    for record in (seen, remember(seen, [corrected])):
        form = first(record, corrected)
        assert [each.finding.code for each in form.gone] == ["note-missing", "score-differs"] or [
            each.finding.code for each in form.gone
        ] == ["score-differs", "note-missing"]
        (change,) = form.changes
        assert change.before is not None
        assert change.now is not None
        assert (change.before.submitted, change.now.submitted) == ("7", "10")


def test_what_was_gone_and_stands_there_again_is_back() -> None:
    record = remember(remember(EMPTY, [WRONG_SCORE]), [checked_form()])
    assert {since for _, since in open_codes(first(record, WRONG_SCORE))} == {"back"}


def test_a_form_that_is_not_checked_today_is_not_gone() -> None:
    seen = remember(EMPTY, [WRONG_SCORE])
    other = checked_form(name="另一个项目")
    assert first(seen, other).gone == ()


def test_a_decision_stays_with_the_finding_and_goes_when_the_form_says_something_else() -> None:
    finding = first(EMPTY, WRONG_SCORE).findings[0]
    record = act(EMPTY, finding.finding.fingerprint, Decided("accepted", "另有文件"), "李", AT)
    assert first(record, WRONG_SCORE).findings[0].state == "accepted"
    assert first(record, with_row(1, submitted_score="6")).findings[0].is_open


def test_a_reviewed_score_holds_while_the_row_says_the_same() -> None:
    result = WRONG_SCORE.result
    row = result.indicators[0]
    subject = first(EMPTY, WRONG_SCORE).rows[row.row]
    what = Scored("9", "酌情", subject.claim)
    record = act(EMPTY, subject.key, what, "李", AT)
    assert first(record, WRONG_SCORE).scores[1].score == what
    changed = first(record, with_row(1, submitted_score="6")).scores[1]
    assert (changed.holds, changed.score) == (False, None)


def renamed(form: CheckedForm) -> SelfEvaluationForm:
    return form.result.form.model_copy(update={"file": "改过名的文件.pdf"})


def test_neither_file_nor_place_nor_order_is_part_of_a_fingerprint() -> None:
    form = renamed(WRONG_SCORE)
    rows = tuple(reversed(form.indicators))
    turned = checked_form(form, indicators=rows)
    known = {each.finding.fingerprint for each in first(EMPTY, WRONG_SCORE).findings}
    assert {each.finding.fingerprint for each in first(EMPTY, turned).findings} == known


def test_two_rows_of_one_name_have_two_keys_wherever_they_stand() -> None:
    twin = ROWS[0].model_copy(update={"target": "≥50人次"})
    one, other = checked_form(indicators=(*ROWS, twin)), checked_form(indicators=(twin, *ROWS))
    assert len(set(row_keys(one.result).values())) == len(ROWS) + 2
    assert set(row_keys(one.result).values()) == set(row_keys(other.result).values())


def test_a_finding_decided_by_two_people_differently_is_open() -> None:
    fingerprint = first(EMPTY, WRONG_SCORE).findings[0].finding.fingerprint
    one = act(EMPTY, fingerprint, Decided("wrong"), "李", AT)
    other = act(EMPTY, fingerprint, Decided("confirmed"), "王", AT)
    both = replace(one, by_id={**one.by_id, **other.by_id})
    found = first(both, WRONG_SCORE).findings[0]
    assert (found.is_open, len(found.decisions)) == (True, 2)


def test_forms_of_one_identity_are_put_together_in_one_order() -> None:
    clean = checked_form()
    rows = tuple(replace(row, status="within") for row in clean.result.indicators)
    other = replace(clean, result=replace(clean.result, indicators=rows))
    (seen,) = (each for each in seen_now([clean, other]).values() if each.rows)
    places = [(row.key, row.status) for row in seen.rows]
    assert len(places) > len(rows)
    assert places == sorted(places)
