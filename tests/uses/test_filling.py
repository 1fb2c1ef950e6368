"""A form being filled in: acts fold into the form, undo takes one back, nothing typed is lost on the way."""

from __future__ import annotations

import pytest

from perfeval.core.form import SelfEvaluationForm
from perfeval.documents.writers.form.official_form import empty_form
from perfeval.uses.checking import Options, open_rulebook
from perfeval.uses.filling import (
    Act,
    Inserted,
    Moved,
    Removed,
    TakenBack,
    Typed,
    act_of,
    act_text,
    begun_with,
    filled,
    folded,
    last_act,
)
from perfeval.uses.sheet import Sheet, cell_text, cells, level_runs, year_of

BEGUN = begun_with(empty_form(rows_each=1))


def names(sheet: Sheet) -> list[str]:
    return [each.name for each in sheet.form.indicators]


def typed(**said: str) -> Typed:
    return Typed(cells={name.replace("__", "."): text for name, text in said.items()})


def test_every_cell_is_typed_and_read_back() -> None:
    sheet = folded([BEGUN])
    wanted = {name: f"写{number}" for number, name in enumerate(cells(sheet))}
    found = folded([BEGUN, Typed(cells=wanted)])
    assert cells(found) == wanted
    assert found.form.year is None  # the text stays, though it is no year


def test_an_act_is_kept_as_text() -> None:
    acts: list[Act] = [BEGUN, typed(r1__target="≥5期"), Inserted(row="r10", after="r1", level="category")]
    acts += [Removed(row="r2"), Moved(row="r3", by=-1), TakenBack(acts=(1,))]
    assert [act_of(act_text(each)) for each in acts] == acts


def test_rows_come_go_and_move() -> None:
    first = [BEGUN, *(typed(**{f"r{n}__name": f"甲{n}"}) for n in range(1, 10))]
    sheet = folded([*first, Inserted(row="r10", after="r2"), typed(r10__name="新")])
    assert names(sheet) == ["甲1", "甲2", "新", *(f"甲{n}" for n in range(3, 10))]
    assert sheet.form.indicators[2].category == "质量指标"
    assert folded([*first, Removed(row="r1")]).keys[0] == "r2"
    joined = folded([*first, Moved(row="r2", by=-1)])  # first into the category above, then above its rows
    assert (names(joined)[1], joined.form.indicators[1].category) == ("甲2", "数量指标")
    assert names(folded([*first, Moved(row="r2", by=-1), Moved(row="r2", by=-1)]))[:2] == ["甲2", "甲1"]
    assert folded([*first, Moved(row="r1", by=-1)]) == folded(first)


def test_a_new_level_is_a_cell_of_its_own() -> None:
    sheet = folded([BEGUN, Inserted(row="r10", after="r1", level="category")])
    assert (("r10",), "") in list(level_runs(sheet, "category"))
    renamed = folded([BEGUN, Inserted(row="r10", after="r1"), Typed(cells={"r1-r10.category": "数量"})])
    assert [each.category for each in renamed.form.indicators[:2]] == ["数量", "数量"]
    merged = folded([BEGUN, Typed(cells={"r2.category": "数量指标"})])
    assert (
        cell_text(merged, "r2.category") == "数量指标"
    )  # a page that shows two cells can still type into each
    assert cell_text(merged, "r77.category") is None


def test_undo_takes_back_a_word_or_a_row_and_keys_are_never_given_twice() -> None:
    acts: list[Act] = [BEGUN, typed(r1__name="培"), typed(r1__name="培训"), Removed(row="r2")]
    assert last_act(acts) == (3,)
    acts.append(TakenBack(acts=last_act(acts)))
    assert "r2" in folded(acts).keys
    assert last_act(acts) == (2, 1)  # the word, however many pauses it was typed with
    acts.append(TakenBack(acts=last_act(acts)))
    assert names(folded(acts))[0] == ""
    assert last_act(acts) == ()
    acts += [Inserted(row="r10", after="r1"), TakenBack(acts=(6,))]
    assert folded(acts).next_key == "r11"


@pytest.mark.parametrize(
    ("text", "year"),
    [("2024", 2024), ("２０２４", 2024), ("2024年度", 2024), ("24", None), ("今年", None), ("", None)],
)
def test_a_year(text: str, year: int | None) -> None:
    assert year_of(text) == year


def test_what_follows_from_the_cells_is_not_carried_along() -> None:
    old = SelfEvaluationForm(name="项目", submitted_points="90", submitted_score="88")
    form = begun_with(old).form
    assert (form.submitted_points, form.submitted_score) == (None, None)


def test_the_sheet_is_checked_as_a_file_would_be() -> None:
    said = typed(
        year="2024", funds__budget="120", funds__executed="108.5", r1__name="班", r1__target="≥5期",
        r1__actual="４期", r1__points="20",
    )  # fmt: skip
    (form,) = filled(folded([BEGUN, said]), Options(), open_rulebook(Options())).forms
    assert [str(row.score.low) for row in form.result.rows if row.score] == ["9.04", "16.00"]
