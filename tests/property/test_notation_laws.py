"""Laws of numbers, units, targets and actual values that hold for every text (design, section 8)."""

from __future__ import annotations

import decimal
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction

import pytest
from form_texts import COMPARATORS, MAGNITUDES, UNITS, noise, quantities, targets
from hypothesis import example, given
from hypothesis import strategies as st

from perfeval.core.actual import parse_actual
from perfeval.core.calendar import CalendarDate
from perfeval.core.comparators import is_met
from perfeval.core.exact import ExactnessError, Mode, exact, round_to, show
from perfeval.core.glyphs import columns
from perfeval.core.notation import NotationError
from perfeval.core.numerals import numeral, written
from perfeval.core.quantity import parse_quantity, same_unit
from perfeval.core.target import Bare, Bound, Deadline, on_time, parse_target
from perfeval.core.units import conversion, parse_unit

pytestmark = pytest.mark.property

texts = noise | targets | st.text(max_size=40)
fractions = st.fractions(max_denominator=10**6)
modes: st.SearchStrategy[Mode] = st.sampled_from(["half_up", "half_even", "down", "up"])
MODES: dict[Mode, str] = {
    "half_up": decimal.ROUND_HALF_UP,
    "half_even": decimal.ROUND_HALF_EVEN,
    "down": decimal.ROUND_DOWN,
    "up": decimal.ROUND_UP,
}


named_units = [name for name in UNITS if name]
amounts = st.builds(
    "{}{}{}".format, st.integers(1, 10**6), st.sampled_from(MAGNITUDES), st.sampled_from(named_units)
)
"""Quantities above zero with a unit and, often, a magnitude."""


class TestExact:
    """A number is what its text says, and is rounded once."""

    @given(fractions)
    def test_what_is_shown_reads_back(self, value: Fraction) -> None:
        assert exact(show(value)) == value

    @given(texts)
    def test_any_text_gives_a_number_or_an_exactness_error(self, text: str) -> None:
        with suppress(ExactnessError):
            assert isinstance(exact(text), Fraction)

    @given(fractions, st.integers(0, 6), modes)
    def test_rounding_twice_is_rounding_once(self, value: Fraction, places: int, mode: Mode) -> None:
        once = round_to(value, places, mode)
        assert round_to(Fraction(once), places, mode) == once
        assert -once.as_tuple().exponent == places  # type: ignore[operator]  # finite

    @given(fractions, st.integers(0, 6), modes)
    def test_rounding_moves_less_than_a_unit_and_half_at_most(
        self, value: Fraction, places: int, mode: Mode
    ) -> None:
        moved = abs(Fraction(round_to(value, places, mode)) - value)
        unit = Fraction(1, 10**places)
        assert moved <= unit / 2 if mode.startswith("half") else moved < unit

    @given(st.decimals(allow_nan=False, allow_infinity=False, places=9), st.integers(0, 8), modes)
    def test_rounding_agrees_with_decimal_where_the_number_ends(
        self, value: Decimal, places: int, mode: Mode
    ) -> None:
        with decimal.localcontext(prec=60):
            expected = value.quantize(Decimal(1).scaleb(-places), rounding=MODES[mode])
        assert round_to(Fraction(value), places, mode) == expected


class TestUnits:
    """Conversion is exact, and the way back undoes it."""

    @given(st.sampled_from(named_units), st.sampled_from(named_units))
    def test_the_way_back_is_the_inverse(self, first: str, second: str) -> None:
        there = conversion(parse_unit(first), parse_unit(second))
        back = conversion(parse_unit(second), parse_unit(first))
        assert (there is None) == (back is None)
        assert there is None or back is None or there * back == 1

    @given(st.sampled_from(MAGNITUDES), st.sampled_from(named_units))
    def test_canonical_text_reads_as_the_same_unit(self, magnitude: str, name: str) -> None:
        unit = parse_unit(magnitude + name)
        assert parse_unit(str(unit)) == unit

    @given(texts)
    def test_any_text_gives_a_unit_or_a_notation_error(self, text: str) -> None:
        assert_value_or_mistake(parse_unit, text)

    @given(st.integers(0, 10**13 - 1))
    def test_a_number_written_as_a_numeral_reads_back(self, number: int) -> None:
        assert numeral(written(number)) == number


class TestQuantities:
    """A quantity does not depend on how it is typed."""

    @given(st.integers(0, 10**6), st.sampled_from(["元", "亩", "吨", "人次", "家"]))
    def test_a_magnitude_is_a_factor(self, number: int, unit: str) -> None:
        assert parse_quantity(f"{number}万{unit}") == parse_quantity(f"{number}0000{unit}")
        assert parse_quantity(f"{number}亿{unit}") == parse_quantity(f"{number}0000万{unit}")

    @given(st.integers(0, 10**6), st.sampled_from(MAGNITUDES), st.sampled_from(["¥", "￥"]))
    def test_a_currency_sign_is_the_unit(self, number: int, magnitude: str, sign: str) -> None:
        assert parse_quantity(f"{sign}{number}{magnitude}") == parse_quantity(f"{number}{magnitude}元")

    @given(quantities)
    def test_thousands_commas_say_nothing(self, text: str) -> None:
        assert parse_quantity(text) == parse_quantity(text.replace(",", ""))

    @given(amounts, amounts)
    def test_equal_amounts_compare_alike_however_typed(self, goal: str, actual: str) -> None:
        """Completion is the same whether a unit is printed with its magnitude or without."""
        target, value = parse_quantity(goal), parse_quantity(actual)
        plainly = same_unit(parse_quantity(str(target)), parse_quantity(str(value)))
        printed = same_unit(target, value)
        assert printed.actual_value / printed.target_value == plainly.actual_value / plainly.target_value
        assert (printed.note == "mismatch") == (plainly.note == "mismatch")

    @given(quantities, quantities)
    def test_what_is_said_of_two_units_does_not_depend_on_the_side(self, first: str, second: str) -> None:
        one, other = parse_quantity(first), parse_quantity(second)
        there, back = same_unit(one, other), same_unit(other, one)
        assert there.note == back.note
        if there.note != "percent-scale":
            assert there.target_value * back.target_value == there.actual_value * back.actual_value

    @given(texts)
    def test_any_text_gives_a_quantity_or_a_notation_error(self, text: str) -> None:
        assert_value_or_mistake(parse_quantity, text)


class TestTargets:
    """Every text is read, or says where it cannot be; what is read is written so that it reads the same."""

    @given(texts)
    @example("≥90%%")
    @example("1\u200b.5")
    @example("[5,")
    def test_any_text_gives_a_target_or_a_notation_error(self, text: str) -> None:
        assert_value_or_mistake(parse_target, text)

    @given(texts)
    def test_canonical_text_reads_as_the_same_target(self, text: str) -> None:
        try:
            target = parse_target(text)
        except NotationError:
            return
        assert parse_target(str(target)) == target

    @given(targets)
    def test_full_width_forms_say_the_same(self, text: str) -> None:
        assert outcome(text.translate(FULL_WIDTH)) == outcome(text)

    @given(targets, st.data())
    def test_spaces_between_the_parts_say_nothing(self, text: str, data: st.DataObject) -> None:
        """Anywhere but inside a number: there a space may part two numbers."""
        places = [
            at for at in range(1, len(text)) if not (is_of_number(text[at - 1]) and is_of_number(text[at]))
        ]
        if not places:
            return
        at = data.draw(st.sampled_from(places))
        space = data.draw(st.sampled_from([" ", "\u3000", "\n", "\u200b"]))
        assert outcome(text[:at] + space + text[at:]) == outcome(text)

    @given(st.sampled_from(COMPARATORS), noise)
    def test_what_begins_with_a_comparator_is_never_qualitative(self, comparator: str, rest: str) -> None:
        """But for a limit in words: 不超过市场价."""
        is_limit_in_words = comparator.isalpha() and rest.isalpha()
        assert is_limit_in_words or outcome(comparator + rest) != "Qualitative"

    @given(st.builds("{}{}".format, st.sampled_from(COMPARATORS), noise) | texts)
    def test_the_caret_is_two_lines_and_every_message_is_filled(self, text: str) -> None:
        mistake = mistake_in(text)
        if mistake is None:
            return
        assert mistake.text == text
        assert 0 <= mistake.position <= mistake.position + mistake.length <= len(text)
        excerpt, mark = mistake.caret().split("\n")
        assert columns(mark) <= columns(excerpt) + 1
        assert mark.endswith("^")
        assert "{" not in (mistake.message("zh") + mistake.message("en")).replace(text, "")


class TestActuals:
    """Whatever the target and the cell, the actual value is a value or a mistake."""

    @given(targets, texts)
    def test_any_text_gives_an_actual_value_or_a_notation_error(self, goal: str, text: str) -> None:
        try:
            target = parse_target(goal)
        except NotationError:
            return
        assert_value_or_mistake(lambda cell: parse_actual(cell, target), text)

    @given(targets)
    def test_an_actual_value_that_repeats_a_quantity_is_that_quantity(self, text: str) -> None:
        try:
            target = parse_target(text)
        except NotationError:
            return
        if isinstance(target, Bound | Bare):
            assert parse_actual(str(target), target) == target.quantity

    @given(fractions, fractions)
    def test_a_value_is_below_at_or_above_its_target(self, goal: Fraction, actual: Fraction) -> None:
        below, at, above = (is_met(each, goal, actual) for each in ("less_than", "equal_to", "more_than"))
        assert below + at + above == 1
        assert is_met("at_least", goal, actual) == (at or above)
        assert is_met("at_most", goal, actual) == (at or below)

    @given(st.dates(), st.dates())
    def test_a_whole_date_keeps_a_deadline_or_does_not(self, limit: object, done: object) -> None:
        deadline, actual = (CalendarDate(each.year, each.month, each.day) for each in (limit, done))  # type: ignore[attr-defined]
        assert on_time(Deadline(deadline), actual, None) == (done <= limit)  # type: ignore[operator]


FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def is_of_number(character: str) -> bool:
    return character.isdigit() or character in ",.-+"


def outcome(text: str) -> object:
    """The target, "Qualitative" for words however they are typed, or the mistake."""
    try:
        target = parse_target(text)
    except NotationError as mistake:
        return mistake.mistake
    return "Qualitative" if type(target).__name__ == "Qualitative" else target


def mistake_in(text: str) -> NotationError | None:
    try:
        parse_target(text)
    except NotationError as mistake:
        return mistake
    return None


def assert_value_or_mistake(parse: Callable[[str], object], text: str) -> None:
    """Any error but a NotationError fails the test."""
    with suppress(NotationError):
        assert parse(text) is not None
