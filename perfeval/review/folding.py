"""Which problems only repeat another (一事一条): a difference and its cause, a total and the row that moves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from perfeval.core.problems import Problem

_DIFFERENCES = ("score-differs", "score-at-open-end")

READ_SO = (
    *("magnitude-assumed", "percent-scale", "frequency-over-year", "last-year-counted", "months-as-days"),
    *("rate-answers-count", "parts-summed", "all-as-percent", "change-opposite", "range-as-ceiling"),
    *("counted-as", "change-told", "kept-in-words", "short-in-words"),
)
"""How the cells of a row were read: a reader of its difference has to know it."""

_OF_ROW: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(READ_SO, (*_DIFFERENCES, "score-undecided")),
    "difference-caused": _DIFFERENCES,
    "difference-unexplained": _DIFFERENCES,
    "block-missed-full": _DIFFERENCES,
    "cost-over-target": _DIFFERENCES,
    "done-after-year": _DIFFERENCES,
    "score-out-of-range": _DIFFERENCES,
    "over-completion": ("over-completion-unexplained", "over-completion-listed"),
}
"""Problems of a row, and those of the same row that they are details of, the first at hand."""

_OF_EXECUTION: Mapping[str, tuple[str, ...]] = {
    "rate-not-computed": _DIFFERENCES,
    "cost-rows-against-executed": _DIFFERENCES,
}
"""Problems of the funds, and those of the execution row that they explain."""

_OF_WRONG_UNIT: Mapping[str, tuple[str, ...]] = dict.fromkeys(_DIFFERENCES, ("money-scale",))
"""What the execution row says, where an amount has the wrong unit: nothing computed from that is a fact of its own."""

_WITHOUT_MARKS = ("form-without-marks", "rows-without-marks", "scores-without-marks")
_OF_FORM: Mapping[str, tuple[str, ...]] = {
    "over-execution": ("money-scale",),
    "cost-rows-against-executed": ("money-scale",),
    "rate-not-computed": ("money-scale",),
    "total-differs": ("total-not-sum", *_DIFFERENCES, "score-blank"),
    "total-at-open-end": ("total-not-sum", *_DIFFERENCES, "score-blank"),
    "over-completion": ("over-completion-unexplained", "over-completion-listed", "over-completion"),
    "target-missed": _WITHOUT_MARKS,
    "target-missed-by": _WITHOUT_MARKS,
    "target-missing": ("target-missing",),
    "actual-missing": ("actual-missing",),
    "level-unknown": ("level-unknown",),
    "last-year-unknown": ("last-year-unknown",),
}
"""Problems of a form or any of its rows, and those anywhere in the form that they are details of: a column that is
empty in many rows is one fact, and what nobody can place is asked once."""


def folded(problems: Sequence[Problem]) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Positions of the problems that remain findings, each with the positions of its details; every position occurs
    once.
    """
    details: dict[int, list[int]] = {}
    for position in range(len(problems)):
        head = position
        while (above := _head(head, problems)) is not None:
            head = above
        found = details.setdefault(head, [])
        if head != position:
            found.append(position)
    return tuple((head, tuple(found)) for head, found in details.items())


def _head(position: int, problems: Sequence[Problem]) -> int | None:
    problem = problems[position]
    for table, row in ((_OF_ROW, problem.row), (_OF_EXECUTION, 0)):
        for code in table.get(problem.code, ()):
            for number, other in enumerate(problems):
                if other.code == code and other.row == row:
                    return number
    of_unit = _OF_WRONG_UNIT.get(problem.code, ()) if problem.row == 0 else ()
    for code in (*of_unit, *_OF_FORM.get(problem.code, ())):
        for number, other in enumerate(problems):
            if other.code == code and (code != problem.code or _asks(other) == _asks(problem)):
                return number if number != position else None
    return None


def _asks(problem: Problem) -> str | None:
    """What a problem asks of the person who reads it."""
    return problem.values.get("question_zh")
