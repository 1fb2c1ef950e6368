"""The letter to each body (复核意见): confirmed findings alone, scores submitted and reviewed, what is still open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from perfeval.core.exact import exact, round_to
from perfeval.core.figures import number, signed
from perfeval.core.results import CheckedForm, RowResult
from perfeval.core.totals import grade_of
from perfeval.review.findings import Finding
from perfeval.review.grounds import ground, row_name
from perfeval.review.record.changes import FormReview, Judged, Review
from perfeval.review.record.events import Decided


@dataclass(frozen=True, slots=True)
class Remark:
    """A confirmed finding in the words of the letter: what, where, under which clause, and the reviewer's reason."""

    text: str
    details: tuple[str, ...]
    place: str
    clause: str
    reason: str


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A row whose reviewed score (复核得分) is not the submitted one, with the reason; scores as text."""

    name: str
    points: str
    submitted: str
    reviewed: str
    change: str
    reason: str


@dataclass(frozen=True, slots=True)
class LetterForm:
    """A form in the letter: its remarks, the scores that change, and its totals; a total that is open is empty.

    `corrected` counts confirmed findings that are gone; `is_settled` tells whether nothing about it is still open.
    """

    name: str
    file: str
    remarks: tuple[Remark, ...]
    scores: tuple[Adjusted, ...]
    submitted: str
    reviewed: str
    change: str
    grade: str
    corrected: int = 0
    is_settled: bool = True


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter to one body (单位): its forms, the rule sets they were held against, and what is not in it."""

    body: str
    years: tuple[int, ...]
    rules: tuple[str, ...]
    forms: tuple[LetterForm, ...]
    undecided: int
    referred: int


def letters(review: Review) -> tuple[Letter, ...]:
    """A letter for each body, in the order of the forms; only what was confirmed is in it."""
    bodies: dict[str, list[FormReview]] = {}
    for each in review.forms:
        form = each.checked.result.form
        bodies.setdefault(form.body or form.department or form.name, []).append(each)
    return tuple(_letter(body, forms) for body, forms in bodies.items())


def _letter(body: str, forms: Sequence[FormReview]) -> Letter:
    found = [judged for form in forms for judged in form.findings if judged.finding.severity != "info"]
    results = [form.checked.result for form in forms]
    return Letter(
        body,
        tuple(sorted({result.form.year for result in results if result.form.year})),
        tuple(dict.fromkeys(_rules(form.checked) for form in forms)),
        tuple(_form(form) for form in forms),
        sum(each.is_open for each in found),
        sum(each.state == "referred" for each in found),
    )


def _rules(checked: CheckedForm) -> str:
    ruleset = checked.result.ruleset
    known = {"read": "", "recalled": "（条文未核对原文）", "inferred": "（由填报数据推定，不是制度文件）"}
    return f"{ruleset.title.zh}{known[ruleset.evidence]}"


def _form(form: FormReview) -> LetterForm:
    result = form.checked.result
    reviewed = {row.row: reviewed_score(row, form) for row in result.rows}
    total = (
        None
        if None in reviewed.values()
        else sum((each or Fraction(0) for each in reviewed.values()), Fraction(0))
    )
    rescaled = any(row.reason == "not-applicable" for row in result.rows)
    if rescaled or not result.rows:
        total = None
    submitted = result.total.submitted
    places = result.ruleset.total.places
    rounded = None if total is None else Fraction(round_to(total, places, "half_up"))
    grade = grade_of(rounded, result.ruleset.grades, result.form) or ""
    is_whole = (
        sum((row.points for row in result.rows if row.points), Fraction(0)) == result.ruleset.total.points
    )
    return LetterForm(
        result.form.name,
        (result.form.file or "").replace("\\", "/").rsplit("/", 1)[-1],
        tuple(_remark(each, form.checked) for each in form.findings if each.state == "confirmed"),
        tuple(_adjusted(form, reviewed)),
        number(submitted, ""),
        number(rounded, ""),
        "" if submitted is None or rounded is None else signed(rounded - submitted),
        grade if is_whole else "",
        sum(gone.state == "confirmed" for gone in form.gone),
        not any(
            each.state in ("open", "referred") and each.finding.severity != "info" for each in form.findings
        ),
    )


def reviewed_score(row: RowResult, form: FormReview) -> Fraction | None:
    """The score of a row after the review: the reviewer's; else the recomputed one where a difference was confirmed and
    the rule leaves one number; else the submitted one. None where a person still has to give it.
    """
    typed = form.scores.get(row.row)
    if typed is not None:
        return exact(typed.score.score) if typed.score is not None else None
    confirmed = [each.finding for each in form.findings if each.state == "confirmed"]
    doubted = [each.problem.code for each in confirmed if _doubts(each, row)]
    if doubted:
        is_point = row.score is not None and row.score.is_point
        return Fraction(row.score.low) if row.score and is_point and _WRONG_UNIT not in doubted else None
    return row.submitted if row.submitted is not None or row.points else Fraction(0)


_WRONG_UNIT = "money-scale"


def _doubts(finding: Finding, row: RowResult) -> bool:
    """Whether a finding, or one of its details, says that the score of a row should be another."""
    said = (finding.problem, *finding.details)
    return any(each.code in ("score-differs", "score-at-open-end") and each.row == row.row for each in said)


def _at(row: RowResult, form: FormReview) -> Iterator[Judged]:
    return (each for each in form.findings if each.finding.problem.row == row.row)


def _adjusted(form: FormReview, reviewed: dict[int, Fraction | None]) -> Iterator[Adjusted]:
    for row in form.checked.result.rows:
        score, typed = reviewed[row.row], form.scores.get(row.row)
        if score is None or score == row.submitted or (row.submitted is None and typed is None):
            continue
        change = "" if row.submitted is None else signed(score - row.submitted)
        reason = typed.score.reason if typed is not None and typed.score is not None else ""
        if not reason:
            decided = [each.decisions[0].what for each in _at(row, form) if each.state == "confirmed"]
            reasons = [what.reason for what in decided if isinstance(what, Decided) and what.reason]
            reason = "；".join(dict.fromkeys(reasons)) or ("按规则复算" if typed is None else "")
        name = row_name(row)
        yield Adjusted(
            name, number(row.points, ""), number(row.submitted, ""), number(score, ""), change, reason
        )


def _remark(judged: Judged, checked: CheckedForm) -> Remark:
    problem, result = judged.finding.problem, checked.result
    row = next((row for row in result.rows if row.row == problem.row), None)
    first = problem.message("zh").split("\n")[0].rstrip("。")
    # What follows from money in the wrong unit is nothing to tell a body, and what to ask it is no remark.
    told = replace(
        judged.finding,
        details=tuple(
            each
            for each in judged.finding.details
            if problem.code != _WRONG_UNIT and each.code != "difference-unexplained"
        ),
    )
    who = f"“{row_name(row)}”：" if row is not None and "rows" not in problem.values else ""
    what = judged.decisions[0].what
    return Remark(
        f"{who}{first}",
        told.details_said("zh"),
        problem.place.describe("zh") if problem.place else "",
        ground(row, result) if problem.code == "score-differs" else "",
        what.reason if isinstance(what, Decided) else "",
    )
