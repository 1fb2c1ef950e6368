"""Which problems only repeat another (一事一条): a difference and its cause, a total and the row that moves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from perfeval.core.problems import Problem
from perfeval.core.results import FormResult

_OF_ROW: Mapping[str, tuple[str, ...]] = {
    "difference-caused": ("score-differs", "score-at-open-end"),
    "difference-unexplained": ("score-differs", "score-at-open-end"),
    "block-missed-full": ("score-at-open-end", "score-differs"),
    "cost-over-target": ("score-differs",),
    "score-out-of-range": ("score-differs",),
    "rate-not-computed": ("score-differs",),
    "over-completion": ("over-completion-unexplained", "over-completion-listed"),
}
"""Problems of a row, and those of the same row that they are details of, the first at hand."""

_WITHOUT_MARKS = ("form-without-marks", "rows-without-marks", "scores-without-marks")
_OF_FORM: Mapping[str, tuple[str, ...]] = {
    "total-differs": ("total-not-sum", "score-differs"),
    "over-completion": ("over-completion-unexplained", "over-completion-listed", "over-completion"),
    "target-missed": _WITHOUT_MARKS,
    "target-missed-by": _WITHOUT_MARKS,
    "target-missing": ("target-missing",),
    "actual-missing": ("actual-missing",),
}
"""Problems of a form or any of its rows, and those anywhere in the form that they are details of: a column that is
empty in many rows is one fact."""


def folded(problems: Sequence[Problem], result: FormResult) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Positions of the problems that stand, each with the positions of its details; every position occurs once."""
    details: dict[int, list[int]] = {}
    for position, problem in enumerate(problems):
        head = _head(position, problem, problems)
        details.setdefault(position if head is None else head, [])
        if head is not None:
            details[head].append(position)
    return tuple((head, tuple(found)) for head, found in details.items())


def _head(position: int, problem: Problem, problems: Sequence[Problem]) -> int | None:
    for code in _OF_ROW.get(problem.code, ()):
        for number, other in enumerate(problems):
            if other.code == code and other.row == problem.row:
                return number
    for code in _OF_FORM.get(problem.code, ()):
        for number, other in enumerate(problems):
            if other.code == code:
                return number if number != position else None
    return None
