"""The record: what is in force after decisions, undoing and merging; what a file of it may not say."""

from __future__ import annotations

import json

import pytest

from perfeval.review.record.events import Decided, Event, Scored, Undone
from perfeval.review.record.record import EMPTY, Record, act, merge, record_of, undo
from perfeval.review.record.text import read_record, record_text

AT = "2024-03-01T08:00:00Z"
CONFIRMED, WRONG = Decided("confirmed", "未达标"), Decided("wrong", "看错了列")


def decided(*states: Decided, subject: str = "f1", who: str = "李") -> Record:
    record = EMPTY
    for what in states:
        record = act(record, subject, what, who, AT)
    return record


def states(record: Record, subject: str = "f1") -> list[object]:
    return [event.what for event in record.decisions(subject)]


def only(record: Record) -> Event:
    (event,) = record.events
    return event


def test_the_later_decision_is_in_force_and_the_first_is_kept() -> None:
    record = decided(CONFIRMED, WRONG)
    assert states(record) == [WRONG]
    assert len(record.events) == 2


def test_the_same_decision_again_is_no_event() -> None:
    assert decided(CONFIRMED, CONFIRMED) == decided(CONFIRMED)


def test_undo_brings_back_what_was_in_force_before() -> None:
    record = decided(CONFIRMED, WRONG)
    (last,) = record.decisions("f1")
    assert states(undo(record, last, "李", AT)) == [CONFIRMED]


def test_undo_of_undo_is_the_decision_and_nothing_is_erased() -> None:
    record = decided(CONFIRMED)
    first = undo(record, only(record), "李", AT)
    assert states(first) == []
    (taken_back,) = (event for event in first.events if isinstance(event.what, Undone))
    second = undo(first, taken_back, "李", AT)
    assert states(second) == [CONFIRMED]
    third = undo(second, only(record), "李", AT)
    assert states(third) == []
    assert [len(each.events) for each in (record, first, second, third)] == [1, 2, 3, 4]


def test_a_decision_taken_after_an_undo_outlives_the_undo_of_it() -> None:
    record = decided(CONFIRMED)
    gone = undo(record, only(record), "李", AT)
    (taken_back,) = (event for event in gone.events if isinstance(event.what, Undone))
    again = act(gone, "f1", WRONG, "李", AT)
    assert states(undo(again, taken_back, "李", AT)) == [WRONG]


def test_two_people_who_differ_are_a_conflict_until_one_more_decision() -> None:
    both = merge(decided(CONFIRMED, who="李"), decided(WRONG, who="王"))
    assert {event.who for event in both.decisions("f1")} == {"李", "王"}
    assert [len(group) for group in both.conflicts] == [2]
    settled = act(both, "f1", CONFIRMED, "赵", AT)
    assert states(settled) == [CONFIRMED]
    assert settled.conflicts == ()


def test_two_people_who_agree_are_none() -> None:
    both = merge(decided(CONFIRMED, who="李"), decided(CONFIRMED, who="王"))
    assert states(both) == [CONFIRMED]
    assert both.conflicts == ()
    assert len(both.events) == 2


def test_a_decision_that_knew_the_other_wins_over_it_after_merging() -> None:
    first = decided(CONFIRMED, who="李")
    second = act(first, "f1", WRONG, "王", AT)
    assert states(merge(first, second)) == [WRONG]


def test_scores_and_decisions_of_different_subjects_do_not_meet() -> None:
    record = act(decided(CONFIRMED), "r1", Scored("4.5", "核减", "c"), "李", AT)
    assert [event.what for event in record.scores("r1")] == [Scored("4.5", "核减", "c")]
    assert record.scores("f1") == ()


def test_text_and_record_are_the_same_thing() -> None:
    record = undo(decided(CONFIRMED, WRONG), decided(CONFIRMED).events[0], "王", AT)
    text = record_text(record)
    found, problems = read_record(text)
    assert problems == ()
    assert found == record
    assert record_text(found) == text
    assert len(text.splitlines()) == 2 + len(record.events)
    assert read_record(record_text(EMPTY)) == (EMPTY, ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Expecting value"),
        ("[]", "perfeval.review/1"),
        ('{"format": "perfeval.review/2", "events": []}', "perfeval.review/1"),
        ('{"format": "perfeval.review/1", "events": [1]}', "event"),
        ('{"format": "perfeval.review/1", "events": [{"kind": "erase"}]}', "seen | decide"),
        ('{"format": "perfeval.review/1", "events": [{"kind": "decide", "state": "x"}]}', "confirmed"),
        ('{"format": "perfeval.review/1", "events": [{"kind": "score", "score": "x"}]}', "score"),
        ('{"format": "perfeval.review/1", "events": [{"kind": "undo", "event": "x", "id": 1}]}', "≠"),
        ("[" * 100_000, "recursion"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_is_wrong(text: str, said: str) -> None:
    record, problems = read_record(text, "r.review.json")
    assert record == EMPTY
    assert [each.code for each in problems] == ["review-file-invalid"]
    assert said in problems[0].values["reason"]


def test_an_event_that_was_changed_by_hand_is_named_and_left_out() -> None:
    text = record_text(decided(CONFIRMED, WRONG)).replace("看错了列", "改过的")
    record, problems = read_record(text)
    assert states(record) == [CONFIRMED]
    assert [(each.code, each.place.line if each.place else None) for each in problems] == [
        ("review-file-invalid", 3)
    ]


def test_an_undo_of_nothing_is_named() -> None:
    event = Event("f1", Undone("0" * 12), (), "李", AT)
    _, problems = read_record(record_text(record_of([event])))
    assert [each.code for each in problems] == ["review-file-invalid"]


def test_a_record_is_plain_json() -> None:
    data = json.loads(record_text(decided(CONFIRMED)))
    assert data["events"][0] == {
        "id": only(decided(CONFIRMED)).id,
        "kind": "decide",
        "subject": "f1",
        "after": [],
        "who": "李",
        "at": AT,
        "state": "confirmed",
        "reason": "未达标",
    }
