"""Lost marks (失分) of a form that is being filled in, what would regain each, and what if a cell said otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from perfeval.core.form import SelfEvaluationForm
from perfeval.core.results import FormResult, RowResult
from perfeval.core.scoring import score_form
from perfeval.core.target_kinds import quantities_of


@dataclass(frozen=True, slots=True)
class Lost:
    """A row that loses marks: at least and at most so many, in 分.

    `by` is the actual value (for the execution row the executed amount) that would regain from `regained` to
    `regained_most` of them; None where no single value is known to.
    """

    row: RowResult
    least: Fraction
    most: Fraction
    by: str | None = None
    regained: Fraction = Fraction(0)
    regained_most: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A row before and after its actual value, or the executed amount of row 0, was changed (试算)."""

    before: RowResult
    after: RowResult
    text: str


def lost_marks(result: FormResult) -> tuple[Lost, ...]:
    """Every scored row that does not certainly earn its full marks, in the order of the form."""
    found = []
    for row in result.rows:
        if row.score is None or row.points is None or Fraction(row.score.low) == row.points:
            continue
        least, most = row.points - Fraction(row.score.high), row.points - Fraction(row.score.low)
        found.append(_with_remedy(Lost(row, least, most), result))
    return tuple(found)


def _with_remedy(lost: Lost, result: FormResult) -> Lost:
    """The loss with its remedy: the target itself, if reaching it never earns less and may earn more."""
    text = _goal(lost.row, result)
    if text is None:
        return lost
    after = _row(score_form(changed(result.form, {lost.row.row: text}), result.ruleset), lost.row.row)
    if after is None or after.score is None or lost.row.score is None:
        return lost
    least = Fraction(after.score.low) - Fraction(lost.row.score.high)
    most = Fraction(after.score.high) - Fraction(lost.row.score.low)
    return replace(lost, by=text, regained=least, regained_most=most) if most > 0 <= least else lost


def _goal(row: RowResult, result: FormResult) -> str | None:
    """The target of a row, written as an actual value; of a range the end that is nearer."""
    if row.indicator is None:
        execution, funds = result.ruleset.execution, result.form.funds
        if execution is None or funds is None or execution.rate.executed_over == "unstated":
            return None
        return funds.initial_budget if execution.rate.executed_over == "initial_budget" else funds.budget
    for each in row.readings:
        goals = quantities_of(each.target)
        if goals:
            is_above = each.reached is not None and each.reached > goals[-1].value / goals[-1].scale
            return goals[-1 if is_above else 0].text
    return None


def what_if(result: FormResult, texts: dict[int, str]) -> tuple[FormResult, tuple[WhatIf, ...]]:
    """The form with other actual values by row number (0: the executed amount), and each changed row beside the old.

    Raises KeyError for a row that the form does not have.
    """
    rows = {row.row: row for row in result.rows}
    missing = [number for number in texts if number not in rows]
    if missing:
        raise KeyError(missing[0])
    after = score_form(changed(result.form, texts), result.ruleset)
    pairs = ((rows[number], _row(after, number), text) for number, text in texts.items())
    return after, tuple(WhatIf(old, new, text) for old, new, text in pairs if new is not None)


def changed(form: SelfEvaluationForm, texts: dict[int, str]) -> SelfEvaluationForm:
    """The form with these actual values; what was submitted for a changed row no longer counts."""
    indicators = tuple(
        each.model_copy(update={"actual": texts[number], "submitted_score": None})
        if number in texts
        else each
        for number, each in enumerate(form.indicators, 1)
    )
    funds = form.funds
    if 0 in texts and funds is not None:
        funds = funds.model_copy(
            update={"executed": texts[0], "submitted_rate": None, "submitted_score": None}
        )
    update = {"indicators": indicators, "funds": funds, "submitted_score": None}
    return form.model_copy(update=update)


def _row(result: FormResult, number: int) -> RowResult | None:
    return next((row for row in result.rows if row.row == number), None)
