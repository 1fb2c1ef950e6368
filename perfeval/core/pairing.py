"""Target and actual value read together (指标值与完成值): each way in which the two cells may be meant."""

from __future__ import annotations

from dataclasses import dataclass

from perfeval.core.actual import Actual, parse_actual
from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.notation import NotationError
from perfeval.core.problems import Problem
from perfeval.core.target import Target, is_blank, parse_target
from perfeval.core.trace import Step


@dataclass(frozen=True, slots=True)
class Pair:
    """One way to read the two cells of a row.

    `reading` names it where there are several ("scale=share"); `steps` and `problems` say what was done to get here.
    """

    target: Target
    actual: Actual
    reading: str = ""
    steps: tuple[Step, ...] = ()
    problems: tuple[Problem, ...] = ()


def pairs(indicator: Indicator, target_text: str, form: SelfEvaluationForm) -> tuple[Pair, ...] | Problem:
    """Every way to read target and actual value together, or the problem that refuses the row.

    Several where the cells can be meant in ways that may give different verdicts, and nothing decides between them.
    A blank actual cell counts as zero: a rule set that refuses it has done so before.
    """
    try:
        target = parse_target(target_text)
    except NotationError as error:
        return unreadable("target-unreadable", error, indicator, "target")
    blank = indicator.actual is None or is_blank(indicator.actual)
    try:
        actual = parse_actual("0" if blank else str(indicator.actual), target)
    except NotationError as error:
        return unreadable("actual-unreadable", error, indicator, "actual")
    return (Pair(target, actual),)


def unreadable(code: str, error: NotationError, indicator: Indicator, cell: str) -> Problem:
    """A cell that cannot be read, as a problem that shows the fault."""
    values = {
        "text": error.text,
        "mistake_zh": error.message("zh"),
        "mistake_en": error.message("en"),
        "caret": error.caret(),
    }
    return Problem(code, values, indicator.places.get(cell, indicator.place))
