"""The empty form filled in at the keyboard of LibreOffice: it scores as it is typed, and never otherwise than the core.

Slow: LibreOffice is started, and skipped with a sentence where it is not installed.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from scored_cases import scored_cases
from typed_cells import TypedRow, typed_rows
from typing_office import Book, Office, running_office

from perfeval.core.exact import exact
from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.results import FormResult
from perfeval.core.ruleset import Ruleset
from perfeval.core.scoring import score_form
from perfeval.documents.formats.xlsx import read_xlsx
from perfeval.documents.recognition.recognise import recognise
from perfeval.documents.writers.form.official_form import empty_form
from perfeval.documents.writers.form.write_form_xlsx import write_form_xlsx
from perfeval.rulebook.library import load_library

pytestmark = pytest.mark.slow

FORM, FIRST, FUNDS = "自评表", 13, 6
ROWS = len(empty_form().indicators)
SEEDS, CELLS = range(1, 4), 150


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with running_office(tmp_path_factory.mktemp("office")) as found:
        yield found


def ruleset(identity: str) -> Ruleset:
    found = load_library(()).find(identity)
    assert isinstance(found, Ruleset)
    return found


def empty(folder: Path, rules: Ruleset, form: SelfEvaluationForm | None = None) -> Path:
    path = folder / "空表.xlsx"
    path.write_bytes(write_form_xlsx([score_form(form or empty_form(), rules)]))
    return path


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


@pytest.mark.parametrize("number", range(15))
def test_a_published_form_typed_in_shows_the_engines_scores(
    office: Office, tmp_path: Path, number: int
) -> None:
    result = scored_cases()[number]
    with office.book(empty(tmp_path, result.ruleset)) as book:
        total = fill_in(book, result)
        for row, scored in enumerate(result.indicators, FIRST):
            (shown,) = book.shown(FORM, f"H{row}")
            assert scored.score is not None
            if scored.score.is_point:
                assert (scored.name, shown.text) == (scored.name, str(scored.score.low))
            else:
                assert (scored.name, shown.text) == (scored.name, "待核")
                assert scored.indicator is not None
                book.type(FORM, {f"H{row}": scored.indicator.submitted_score or ""})
        assert result.execution is not None
        assert result.execution.score is not None
        expected = [str(result.execution.score.low), str(result.total.confirmed)]
        assert book.texts(FORM, f"I{FUNDS}", f"H{total}") == expected
        assert exact(book.texts(FORM, f"G{total}")[0]) == result.total.points
        saved = book.save(tmp_path / "saved.xlsx")
    (again,) = recognise(read_xlsx(saved, "saved.xlsx"), "saved.xlsx").forms
    checked = score_form(again, result.ruleset)
    assert {row.status for row in checked.rows} <= {"equal", "within"}
    assert checked.total.confirmed == result.total.confirmed


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
    assert numbers > SEEDS.stop * CELLS // 10


# --- what people type wrongly, and what the form shows ----------------------------------------------------


@pytest.fixture
def book(office: Office, tmp_path: Path) -> Iterator[Book]:
    with office.book(empty(tmp_path, ruleset("cn-caiyu-2020-10"))) as found:
        yield found


def typed(book: Book, target: str, actual: str, points: str = "10", row: int = FIRST) -> list[str]:
    """Score and hint of a row once it was typed."""
    book.type(FORM, {f"D{row}": "指标", f"E{row}": target, f"F{row}": actual, f"G{row}": points})
    return book.texts(FORM, f"H{row}", f"J{row}")


def test_money_and_marks_typed_as_numbers_score_the_execution_row(book: Book) -> None:
    book.type(FORM, {"D6": "120", "E6": "120", "F6": "108.5", "G6": "10"})
    assert book.texts(FORM, "H6", "I6", "J6") == ["90.42%", "9.04", ""]


@pytest.mark.parametrize(
    ("budget", "executed", "score"),
    [
        ("１２０", "108.5", "9.04"),
        ("120万元", "108.5", "9.04"),
        ("1,200", "1,085.00", "9.04"),
        ("120", "约100", "待核"),
    ],
)
def test_money_is_read_as_people_write_it(book: Book, budget: str, executed: str, score: str) -> None:
    book.type(FORM, {"E6": budget, "F6": executed})
    assert book.texts(FORM, "I6") == [score]


def test_money_in_another_unit_is_said(book: Book) -> None:
    book.type(FORM, {"E6": "120", "F6": "1085000"})
    assert "元还是万元" in book.texts(FORM, "J6")[0]


@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [
        ("≥500人次", "５２０人次", "10.00"),
        ("≥５００人次", "520人次", "10.00"),
        ("≥90%", "９５％", "10.00"),
        ("≥90%", "92.3%", "10.00"),
        ("≥90%", "81%", "9.00"),
        ("≥90%", "100%（超额完成）", "10.00"),
        ("≤5 万元", "4.8万", "10.00"),
        ("≤5万元", "48000元", "10.00"),
        ("≥40人次", "已完成37人次", "9.25"),
        ("不少于3家企业", "2家", "6.67"),
        ("12期以上", "6期", "5.00"),
        ("=2,180.00元", "2180元", "10.00"),
        ("L2", "L2", "10.00"),
    ],
)
def test_what_people_write_is_read(book: Book, target: str, actual: str, score: str) -> None:
    assert typed(book, target, actual) == [score, ""]


@pytest.mark.parametrize(
    ("target", "actual", "hint"),
    [
        ("100%", "95%", "≥、≤ 或 ="),
        ("≤5万元", "5.2万元", "0.00～9.62"),
        ("=5期", "6期", "8.00～10.00"),
        ("有效提升", "达成预期指标", "8.00～10.00"),
        ("有效提升", "基本完成", "8.00～10.00"),
        ("有效提升", "部分完成", "6.00～8.00"),
        ("有效提升", "还可以", "从下拉列表里选"),
        ("≥300人", "已完成", "写成数字和单位"),
        ("≥3家", "三家", "写成数字和单位"),
        ("≥90%", "约95%", "写成数字和单位"),
        ("≥90％％", "95%", "指标值看不懂"),
        ("2023年12月底前", "12月20日", "指标值看不懂"),
    ],
)
def test_what_a_person_must_decide_says_so_and_what_to_do(
    book: Book, target: str, actual: str, hint: str
) -> None:
    score, said = typed(book, target, actual)
    assert score == "待核"
    assert hint in said


def test_a_hint_goes_when_the_cell_is_mended(book: Book) -> None:
    assert typed(book, "≥300人", "已完成")[1] != ""
    assert typed(book, "≥300人", "300人") == ["10.00", ""]
    assert typed(book, "≥300人", "") == ["", ""]


def test_a_percentage_pasted_as_a_number_is_one(book: Book) -> None:
    typed(book, "≥90%", "")
    book.paste_number(FORM, f"F{FIRST}", 0.923, "0.0%")
    assert book.texts(FORM, f"H{FIRST}") == ["10.00"]
    book.paste_number(FORM, f"F{FIRST}", 0.45, "0.0%")
    assert book.texts(FORM, f"H{FIRST}") == ["5.00"]


def test_a_score_typed_over_the_formula_counts(book: Book) -> None:
    typed(book, "有效提升", "达成预期指标", "90")
    book.type(FORM, {"E6": "120", "F6": "120", f"H{FIRST}": "88"})
    assert book.texts(FORM, f"H{FIRST + ROWS}", f"J{FIRST + ROWS}") == ["98.00", ""]


def test_the_total_waits_and_says_for_what(book: Book) -> None:
    total = FIRST + ROWS
    book.type(FORM, {"E6": "120", "F6": "120"})
    typed(book, "≥3家", "3家", "85")
    assert book.texts(FORM, f"H{total}", f"J{total}") == ["95.00", "分值合计 95，应为 100"]
    typed(book, "有效提升", "达成预期指标", "5", FIRST + 1)
    assert book.texts(FORM, f"G{total}", f"H{total}") == ["100", ""]
    assert f"第 {FIRST + 1} 行有分值没有得分" in book.texts(FORM, f"J{total}")[0]
    book.type(FORM, {f"G{FIRST + 2}": "5分"})
    assert "文字" in book.texts(FORM, f"J{total}")[0]


def test_rows_inserted_deleted_and_sorted_keep_scores_and_total(book: Book) -> None:
    book.type(FORM, {"E6": "120", "F6": "108"})
    for number in range(9):
        typed(book, f"≥{10 * (number + 1)}家", f"{9 * (number + 1)}家", "10", FIRST + number)
    total = FIRST + ROWS
    assert book.texts(FORM, f"G{total}", f"H{total}") == ["100", "90.00"]
    book.delete_row(FORM, FIRST)
    assert book.texts(FORM, f"G{total - 1}", f"H{total - 1}") == ["90", "81.00"]
    book.insert_row(FORM, total - 1)
    typed(book, "≥10家", "5家", "10", total - 1)
    assert "复制上一行的得分格" in book.texts(FORM, f"J{total}")[0]
    book.copy(FORM, f"H{total - 2}", f"H{total - 1}")
    assert book.texts(FORM, f"H{total - 1}", f"H{total}") == ["5.00", "86.00"]
    book.insert_row(FORM, FIRST + 3)
    assert book.texts(FORM, f"G{total + 1}", f"H{total + 1}") == ["100", "86.00"]
    book.unmerge(FORM, f"A{FIRST - 1}:C{total}")
    book.sort(FORM, f"D{FIRST}:I{total}", 1)
    assert book.texts(FORM, f"G{total + 1}", f"H{total + 1}") == ["100", "86.00"]


def test_text_pasted_over_a_score_is_missed_by_the_total(book: Book) -> None:
    book.type(FORM, {"E6": "120", "F6": "120"})
    typed(book, "≥3家", "3家", "90")
    book.type(FORM, {f"H{FIRST}": "满分"})
    total = FIRST + ROWS
    assert book.texts(FORM, f"H{total}") == [""]
    assert f"第 {FIRST} 行" in book.texts(FORM, f"J{total}")[0]
