"""Formulas against the engine: LibreOffice recalculates them and must show every score exactly."""

import io
import random
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import invented
import method_rows
import openpyxl
import pytest
from recalculated import recalculated, values
from scored_cases import scored_cases

from perfeval.core.exact import exact, round_to, show
from perfeval.core.form import Indicator
from perfeval.core.methods.base import Method
from perfeval.core.plan import unfilled
from perfeval.core.results import FormResult
from perfeval.core.rules.resolve import resolve
from perfeval.core.rules.row import Row
from perfeval.core.scoring import score_form
from perfeval.core.span import Span
from perfeval.core.trace import rounded
from perfeval.documents.formats.xlsx import read_xlsx
from perfeval.documents.recognition.recognise import recognise
from perfeval.documents.writers.form.form_layout import laid_out
from perfeval.documents.writers.form.write_form_xlsx import write_form_xlsx
from perfeval.documents.writers.live.formulas import Quotient, is_safe, number_in
from perfeval.documents.writers.live.live_scores import Addresses, live_indicator
from perfeval.documents.writers.live.rule_formulas import Cells, marks

UNREAD = "待核"
HALF = {"kind": "proportional", "ratio": "actual/target"}
OVER = {"kind": "deduct", "of": "excess", "per": "0.1", "take": "0.5", "steps": "whole"}
METHOD_SAMPLES: tuple[dict[str, Any], ...] = (
    {"kind": "all_or_nothing", "unmet": "[0.2, 0.2]"},
    {"kind": "full_when_met", "otherwise": HALF},
    {"kind": "proportional", "ratio": "actual/target", "cap": "1.2", "floor": "0.1"},
    {"kind": "proportional", "ratio": "target/actual"},
    {"kind": "proportional", "ratio": "2-actual/target"},
    {"kind": "symmetric_deviation", "tolerance": "0.05"},
    {"kind": "limit", "marks": "4.5", "method": HALF},
    {"kind": "pass_threshold", "threshold": "0.6", "reached": HALF, "below": "0.1"},
    {
        "kind": "tiers",
        "of": "completion",
        "tiers": [
            {"when": "(-inf, 0.6)", "share": "[0, 0]"},
            {"when": "[0.6, 0.9)", "share": "[1/3, 1/3]"},
            {"when": "[0.9, inf)", "share": "[1, 1]"},
        ],
    },
    {"kind": "deduct", "of": "shortfall", "per": "0.03", "take": "1", "steps": "whole"},
    {"kind": "deduct", "of": "gap", "per": "4", "take": "0.05", "unit": "share", "steps": "proportional"},
    {"kind": "interpolate", "of": "completion", "points": [["0.5", "0.2"], ["0.8", "0.7"], ["1", "1"]]},
    {
        "kind": "piecewise",
        "of": "deviation",
        "pieces": [
            {"when": "(-inf, 0)", "method": HALF},
            {
                "when": "[0, inf)",
                "method": {"kind": "deduct", "of": "excess", "per": "0.1", "take": "0.5", "steps": "whole"},
            },
        ],
    },
    {"kind": "recorded_deduction", "fact": "off", "method": HALF},
)


def rows(seed: int, count: int) -> list[Indicator]:
    """Rows whose exact scores lie on ties and beside them: 2wB/A is a whole number of hundredths, or nearly."""
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        points = Fraction(chance.randint(1, 400), 10 ** chance.randint(0, 1))
        target = Fraction(chance.randint(1, 10 ** chance.randint(1, 8)), 10 ** chance.randint(0, 4))
        half_cents = 2 * chance.randint(0, 5 * int(points * 20)) + 1
        actual = Fraction(half_cents, 200) * target / points
        text = round_to(actual, chance.choice((2, 4, 8)), chance.choice(("down", "up")))
        sign = chance.choice(("≥", "≤", "="))
        found.append(invented.indicator(f"{sign}{show(target)}个", f"{text:f}个", points=show(points)))
    return found


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize(
    "identity", ["urumqi-giit-2023", "cn-caiyu-2020-10", "cn-caiyu-2021-101", "cn-form-2017"]
)
def test_the_published_forms_recalculate_to_the_engines_scores(identity: str, tmp_path: Path) -> None:
    results = scored_cases(identity)
    agrees(results, write_form_xlsx(results), tmp_path)


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("mode", ["half_up", "half_even", "down", "up"])
def test_every_method_recalculates_to_the_engines_score_on_ties(mode: str, tmp_path: Path) -> None:
    results = []
    for seed, method in enumerate(METHOD_SAMPLES):
        rules = invented.rules(at_least=method, at_most=method, equal_to=method)
        rounding = {"score": {"places": "2", "mode": mode}, "source": invented.SOURCE}
        ruleset = invented.ruleset(id=f"toyland-{seed}", rules=rules, rounding=rounding)
        results.append(score_form(invented.form(*rows(seed, 60), funds=invented.funds()), ruleset))
    agrees(results, write_form_xlsx(results), tmp_path)


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("places", ["2", "none"])
def test_execution_recalculates_to_the_engines_score(places: str, tmp_path: Path) -> None:
    chance = random.Random(7)
    rate = {"places": places, "above_one": "cap", "zero_budget": "no_marks"}
    ruleset = invented.ruleset(execution={"points": "10", "rate": rate, "source": invented.SOURCE})
    results = []
    for _ in range(60):
        budget = Fraction(chance.randint(0, 10**8), 100)
        executed = budget * (2 * chance.randint(0, 10_000) + 1) / 20_000
        funds = invented.funds(show(budget), f"{round_to(executed, 6, 'down'):f}")
        results.append(score_form(invented.form(invented.indicator(), funds=funds), ruleset))
    agrees(results, write_form_xlsx(results), tmp_path)


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("blank", [False, True])
@pytest.mark.parametrize("identity", ["urumqi-giit-2023", "cn-caiyu-2021-101"])
def test_a_changed_workbook_recalculates_to_what_the_engine_then_says(
    identity: str, blank: bool, tmp_path: Path
) -> None:
    results = scored_cases(identity)
    if blank:
        results = tuple(score_form(unfilled(each.form), each.ruleset) for each in results)
    book = openpyxl.load_workbook(io.BytesIO(write_form_xlsx(results)))
    for result, sheet in zip(results, forms_of(book), strict=True):
        fill_in(sheet, result, random.Random(len(identity)))
    out = io.BytesIO()
    book.save(out)
    shown_now = recalculated(out.getvalue(), tmp_path)
    reading = recognise(read_xlsx((tmp_path / "out" / "form.xlsx").read_bytes(), "form.xlsx"), "form.xlsx")
    sheets = zip(forms_of(book), forms_of(shown_now), strict=True)
    for result, form, (written, sheet) in zip(results, reading.forms, sheets, strict=True):
        for row in score_form(form, result.ruleset).rows:
            cell = score_cell(sheet, result, row.row)
            is_live = score_cell(written, result, row.row).data_type == "f"
            if is_live and row.score is not None and row.score.is_point:
                assert f"{cell.value:.2f}" == str(row.score.low), (
                    f"{sheet.title}!{cell.coordinate} {row.name}"
                )


def fill_in(sheet: Any, result: FormResult, chance: random.Random) -> None:
    """Type an executed amount, and actual values about as large as their targets and written like them."""
    where = laid_out(result)
    sheet.cell(6, 6).value = chance.randint(0, 110) * float(sheet.cell(6, 5).value or 1) / 100
    for row in result.indicators:
        target, cell = (sheet.cell(where.indicator(row.row) + 1, column) for column in (5, 6))
        number = re.fullmatch(r"[^0-9]*([0-9.]+)([^0-9.]*)", target.value or "")
        if number and not (target.value or "").startswith("L"):
            typed = exact(number[1]) * chance.choice((1, 1, 2, Fraction(1, 2), Fraction(9, 10)))
            cell.value = f"{round_to(typed, 2, 'half_up')}{number[2]}"
        elif cell.value is None:
            cell.value = target.value
        cell.data_type = "s"


def score_cell(sheet: Any, result: FormResult, row: int) -> Any:
    layout = laid_out(result)
    return sheet.cell(layout.funds + 2, 9) if row == 0 else sheet.cell(layout.indicator(row) + 1, 8)


def agrees(results: tuple[FormResult, ...] | list[FormResult], data: bytes, folder: Path) -> None:
    """Every formula gives the value that we wrote beside it, every determined score and total the engine's.

    Steps and hints have no value beside them until a program computes them; what a formula cannot read is 待核, and
    the total then open.
    """
    written, computed = values(data), recalculated(data, folder)
    agreed = 0
    for old, new in zip(written.worksheets, computed.worksheets, strict=True):
        is_open = any(cell.value == UNREAD for row in new.iter_rows() for cell in row)
        for ours, theirs in zip(old.iter_rows(), new.iter_rows(), strict=True):
            for one, other in zip(ours, theirs, strict=True):
                if shown(one.value) is not None and not (is_open and shown(other.value) in (UNREAD, None)):
                    assert shown(one.value) == shown(other.value), f"{old.title}!{one.coordinate}"
    for result, sheet in zip(results, forms_of(computed), strict=True):
        for row in result.rows:
            cell = score_cell(sheet, result, row.row)
            if row.score is not None and row.score.is_point and cell.value != UNREAD:
                assert f"{cell.value:.2f}" == str(row.score.low), f"{sheet.title}!{cell.coordinate}"
                agreed += 1
        total = sheet.cell(laid_out(result).total + 1, 8).value
        if result.total.confirmed is not None and isinstance(total, float | int):
            assert f"{total:.2f}" == str(result.total.confirmed)
    assert agreed > len(results)


def forms_of(book: Any) -> list[Any]:
    """The sheets of the forms: each has the steps of its scores behind it, and the tables of words come last."""
    return list(book.worksheets[:-1:2])


def shown(value: object) -> object:
    if isinstance(value, float | int):
        return f"{value:.8g}"
    return value.strip() or None if isinstance(value, str) else value


@pytest.mark.parametrize("example", [each for _, each in method_rows.EXAMPLES], ids=lambda each: each.kind)
def test_every_method_has_a_formula(example: Method) -> None:
    known = method_rows.row(
        "8", "10", edges=Span(Fraction(9), Fraction(11)), words="完成", coefficient=Fraction(1, 2)
    )
    cells = Cells("C1", "D1", "E1", Quotient("E1", "D1"), "E1>=D1")
    for rule, _ in resolve(example.rule, Row(Fraction(10), "at_least")):
        assert marks(rule, known, cells) is not None


@pytest.mark.parametrize(
    ("text", "value", "formula"),
    [
        (">=90%", "90", 'IF(A1="","",IFERROR(VALUE(SUBSTITUTE(SUBSTITUTE(A1,">=",""),"%","")),"请填数字"))'),
        ("1.2万亩", "12000", 'IF(A1="","",IFERROR(VALUE(SUBSTITUTE(A1,"万亩",""))*10000,"请填数字"))'),
        ("37", "37", 'IF(A1="","",IFERROR(VALUE(A1),"请填数字"))'),
        ("三家", "3", 'IF(EXACT(A1,"三家"),3,"请填数字")'),
        # the minus sign is part of the number, and a zero does not tell the factor of its unit
        ("-5℃", "-5", 'IF(EXACT(A1,"-5℃"),-5,"请填数字")'),
        ("0次", "0", 'IF(EXACT(A1,"0次"),0,"请填数字")'),
        ("0个", "0", 'IF(A1="","",IFERROR(VALUE(SUBSTITUTE(A1,"个","")),"请填数字"))'),
        (
            '"5"个',
            "5",
            'IF(A1="","",IFERROR(VALUE(SUBSTITUTE(SUBSTITUTE(A1,"""",""),"""个","")),"请填数字"))',
        ),
    ],
)
def test_a_number_is_read_out_of_its_cell(text: str, value: str, formula: str) -> None:
    assert number_in("A1", text, exact(value), "个") == formula


def test_a_value_beside_a_boundary_is_left_to_the_engine() -> None:
    tie = Fraction("4.625")
    near = tie - Fraction(1, 10**15)
    assert is_safe([rounded("score", ("marks", tie), 2, "half_up", None)])
    assert not is_safe([rounded("score", ("marks", near), 2, "half_up", None)])
    actual = "4.624999999999999"
    result = score_form(invented.form(invented.indicator("≥10个", f"{actual}个")), invented.ruleset())
    assert live_indicator(result.indicators[0], result, Addresses("C1", "D1", "E1")) is None


def test_a_bare_target_spans_its_readings() -> None:
    ruleset = invented.ruleset(meaning=invented.meaning(bare_target="unstated"))
    result = score_form(invented.form(invented.indicator("10个", "5个")), ruleset)
    live = live_indicator(result.indicators[0], result, Addresses("C1", "D1", "E1"))
    assert live is not None
    assert not live.is_point
    assert "MIN(" in live.low
    assert "MAX(" in live.high
