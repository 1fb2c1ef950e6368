"""The form as planned (年初计划): without what is reported at the year's end, or carried over to another year."""

from __future__ import annotations

import re
from collections.abc import Callable

from perfeval.core.form import FundLine, Indicator, SelfEvaluationForm

_NOTHING_SPENT = {"executed": None, "submitted_rate": None, "submitted_score": None}
_NOTHING_PLANNED = {"initial_budget": None, "budget": None}
_CHINESE_DIGITS = ("〇一二三四五六七八九", "零一二三四五六七八九")


def unfilled(form: SelfEvaluationForm) -> SelfEvaluationForm:
    """The form as planned: targets, marks and budgets stay; what is reported at the year's end is empty."""
    funds = form.funds and form.funds.model_copy(
        update={
            **_NOTHING_SPENT,
            "sources": tuple(_line(line, _NOTHING_SPENT) for line in form.funds.sources),
        }
    )
    return form.model_copy(
        update={
            "funds": funds,
            "goal": form.goal.model_copy(update={"achieved": None}),
            "indicators": tuple(_planned(each) for each in form.indicators),
            "submitted_score": None,
            "facts": {},
        }
    )


def next_year(form: SelfEvaluationForm, year: int) -> SelfEvaluationForm:
    """The form as the plan of another year (结转到下年): goals and marks stay, amounts and results are empty.

    Where the form names its own year (2023年, 2023-12-31, 二〇二三年), name, goal and targets name the other one; a
    span such as 2023—2025年 and any other year stay as they are.
    """
    planned, moved = unfilled(form), _year_moved(form.year, year)
    funds = planned.funds and planned.funds.model_copy(
        update={
            **_NOTHING_PLANNED,
            "unread": None,
            "sources": tuple(_line(line, _NOTHING_PLANNED) for line in planned.funds.sources),
        }
    )
    indicators = tuple(
        each.model_copy(
            update={
                "name": moved(each.name),
                "target": each.target and moved(each.target),
                "initial_target": None,
                "graded_targets": tuple(map(moved, each.graded_targets)),
            }
        )
        for each in planned.indicators
    )
    expected = planned.goal.expected
    goal = planned.goal.model_copy(update={"expected": expected and moved(expected)})
    update = {"year": year, "name": moved(form.name), "goal": goal, "funds": funds, "indicators": indicators}
    return planned.model_copy(update=update)


def _line(line: FundLine, update: dict[str, None]) -> FundLine:
    return line.model_copy(update=update)


def _planned(indicator: Indicator) -> Indicator:
    """The row before the year's end; that it did not apply this year says nothing of the next."""
    return indicator.model_copy(
        update={
            "actual": None,
            "submitted_score": None,
            "submitted_completion": None,
            "coefficient": None,
            "deviation_note": None,
            "facts": {},
            "ignored": None if indicator.ignored == "not-applicable" else indicator.ignored,
        }
    )


def _year_moved(old: int | None, new: int) -> Callable[[str], str]:
    """How a text reads a year later; unchanged where the form has no year."""
    if old is None:
        return lambda text: text
    # Not in numbers (12023人), and not in spans of years (2023—2025年), whose end nobody has moved.
    in_digits = re.compile(rf"(?<!\d)(?<!\d[-—–~～至到]){old}(?=年|[-./]\d{{1,2}}(?!\d)|[)）])")
    in_words = {
        _in_chinese(old, digits) + "年": _in_chinese(new, digits) + "年" for digits in _CHINESE_DIGITS
    }

    def moved(text: str) -> str:
        text = in_digits.sub(str(new), text)
        for before, after in in_words.items():
            text = text.replace(before, after)
        return text

    return moved


def _in_chinese(year: int, digits: str) -> str:
    return "".join(digits[int(digit)] for digit in str(year))
