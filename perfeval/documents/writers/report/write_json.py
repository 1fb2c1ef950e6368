"""The check report as JSON (perfeval.check/1): decimals as strings, unknown is null, no key is ever absent."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from perfeval import __version__
from perfeval.core.direction import Direction
from perfeval.core.exact import ExactnessError, exact, round_to, show
from perfeval.core.form import FundLine
from perfeval.core.problems import Lang, Place, Problem
from perfeval.core.results import (
    Alternative,
    CheckedForm,
    Coverage,
    DimensionSum,
    FormResult,
    RowResult,
    Score,
    Selected,
    TotalResult,
)
from perfeval.core.ruleset import Ruleset
from perfeval.core.trace import Step
from perfeval.documents.file_counts import FileCounts
from perfeval.documents.writers.report.beside_record import (
    NOT_HELD,
    form_review_json,
    gone_json,
    judged_json,
)
from perfeval.documents.writers.report.report_shape import (
    AlternativeShape,
    CoverageShape,
    DimensionShape,
    DirectionShape,
    ExecutionShape,
    FilesShape,
    FormShape,
    FundLineShape,
    FundsShape,
    IndicatorShape,
    MessageShape,
    ProblemShape,
    ReportShape,
    RulesetShape,
    ScoreShape,
    StepShape,
    TotalShape,
)
from perfeval.review.findings import forms_by_file, grouped
from perfeval.review.record.changes import FormReview, Review
from perfeval.review.record.fingerprints import document_prints, finding_prints, form_key


def check_report(
    forms: Sequence[CheckedForm],
    problems: Sequence[Problem],
    lang: Lang = "zh",
    files: FileCounts | None = None,
    review: Review | None = None,
) -> ReportShape:
    """The whole report: every form, the problems of files that gave none, and the coverage of all.

    With `review` each finding tells since when it is there and what was decided.
    """
    total = Coverage()
    for each in forms:
        total = total + each.result.coverage
    reviews: Sequence[FormReview | None] = review.forms if review else [None] * len(forms)
    held = {each.finding.fingerprint: judged_json(each) for each in (review.others if review else ())}
    return {
        "format": "perfeval.check/1",
        "engine": f"perfeval {__version__}",
        "forms": [form_json(each, lang, its) for each, its in zip(forms, reviews, strict=True)],
        "problems": [
            {
                **problem_json(each, lang),
                "fingerprint": name,
                "detail_of": None,
                **held.get(name, NOT_HELD),
            }
            for each, name in zip(problems, document_prints(problems, forms_by_file(forms)), strict=True)
        ],
        "gone": None if review is None else [gone_json(each) for each in review.others_gone],
        "coverage": _coverage(total),
        "files": None if files is None else _files(files),
    }


def form_json(checked: CheckedForm, lang: Lang, review: FormReview | None = None) -> FormShape:
    """One form of the report; with `review`, beside the record."""
    result, form = checked.result, checked.result.form
    return {
        "source": {"file": form.file, "place": _place(form.place, lang)},
        "kind": form.kind,
        "id": form_key(form),
        "name": form.name,
        "body": form.body,
        "department": form.department,
        "year": form.year,
        "ruleset": _ruleset(result.ruleset, checked.chosen),
        "execution": _execution(result, lang),
        "funds": _funds(result, lang),
        "indicators": [_indicator(row, result, lang) for row in result.indicators],
        "dimensions": [_dimension(each) for each in result.dimensions],
        "total": _total(result.total),
        "problems": _problems(checked, lang, review),
        "review": None if review is None else form_review_json(review),
        "coverage": _coverage(result.coverage),
    }


def _problems(checked: CheckedForm, lang: Lang, review: FormReview | None) -> list[ProblemShape]:
    """Every problem in its order; `detail_of` names the finding that it only repeats or explains."""
    prints, heads = list(finding_prints(checked)), {}
    held = {each.finding.fingerprint: judged_json(each) for each in (review.findings if review else ())}
    for head, details, fingerprint in grouped(checked):
        prints[head] = fingerprint
        heads.update(dict.fromkeys(details, fingerprint))
    return [
        {
            **problem_json(each, lang),
            "fingerprint": prints[number],
            "detail_of": heads.get(number),
            **(NOT_HELD if number in heads else held.get(prints[number], NOT_HELD)),
        }
        for number, each in enumerate(checked.problems)
    ]


def _ruleset(ruleset: Ruleset, chosen: Selected) -> RulesetShape:
    return {
        "id": ruleset.id,
        "version": ruleset.version,
        "sha256": ruleset.sha256,
        "evidence": ruleset.evidence,
        "chosen": chosen,
    }


def _execution(result: FormResult, lang: Lang) -> ExecutionShape | None:
    row, funds = result.execution, result.form.funds
    if row is None or funds is None:
        return None
    return {
        "budget": _amount(funds.budget),
        "executed": _amount(funds.executed),
        "rate": _percent(result.execution_rate),
        "submitted_rate": funds.submitted_rate,
        "points": number(row.points),
        "submitted_score": number(row.submitted),
        **_score(row),
        "status": row.status,
        "reason": row.reason,
        "difference": number(row.difference, places=2),
        "clause": clause_of(row, result.ruleset),
        "place": _place(row.place, lang),
        "steps": [step_json(step) for step in row.steps],
        "sources": [_fund_line(line, lang) for line in funds.sources],
    }


def _funds(result: FormResult, lang: Lang) -> FundsShape | None:
    funds = result.form.funds
    if funds is None:
        return None
    return {
        "initial": _amount(funds.initial_budget),
        "budget": _amount(funds.budget),
        "executed": _amount(funds.executed),
        "rate": _percent(result.execution_rate),
        "submitted_rate": funds.submitted_rate,
        "unit": funds.money_unit,
        "place": _place(funds.place, lang),
        "sources": [_fund_line(line, lang) for line in funds.sources],
    }


def _indicator(row: RowResult, result: FormResult, lang: Lang) -> IndicatorShape:
    indicator = row.indicator
    assert indicator is not None  # rows of FormResult.indicators always carry theirs
    return {
        "row": row.row,
        "name": row.name,
        "dimension": indicator.dimension,
        "category": indicator.category,
        "target": indicator.target,
        "actual": indicator.actual,
        "points": number(row.points),
        "submitted_score": number(row.submitted),
        "completion_ratio": None
        if row.completion_ratio is None
        else str(round_to(row.completion_ratio, 4, "half_up")),
        **_score(row),
        "status": row.status,
        "reason": row.reason,
        "difference": number(row.difference, places=2),
        "direction": _direction(row.direction),
        "block": indicator.block,
        "rule": row.rule,
        "clause": clause_of(row, result.ruleset),
        "deviation_note": indicator.deviation_note,
        "place": _place(row.place, lang),
        "steps": [step_json(step) for step in row.steps],
    }


def _score(row: RowResult) -> ScoreShape:
    score: Score | None = row.score
    return {
        "low": None if score is None else str(score.low),
        "high": None if score is None else str(score.high),
        "low_open": score is not None and score.low_open,
        "high_open": score is not None and score.high_open,
        "alternatives": [] if score is None else [_alternative(each) for each in score.alternatives],
        "met": row.met,
    }


def _alternative(one: Alternative) -> AlternativeShape:
    return {
        "low": str(one.low),
        "high": str(one.high),
        "low_open": one.low_open,
        "high_open": one.high_open,
        "reading": " | ".join(one.readings) or None,
        "origin": one.origin,
    }


def _direction(direction: Direction | None) -> DirectionShape | None:
    if direction is None:
        return None
    return {
        "comparator": direction.name,
        "evidence": direction.evidence,
        "words": direction.words or None,
    }


def _dimension(each: DimensionSum) -> DimensionShape:
    return {
        "name": each.name,
        "points": number(each.points),
        "submitted": number(each.submitted),
        "low": None if each.low is None else str(each.low),
        "high": None if each.high is None else str(each.high),
    }


def _total(total: TotalResult) -> TotalShape:
    determined = total.determined
    return {
        "points": number(total.points),
        "submitted_points": number(total.submitted_points),
        "submitted_score": number(total.submitted),
        "low": None if total.score is None else str(total.score.low),
        "high": None if total.score is None else str(total.score.high),
        "confirmed": None if total.confirmed is None else str(total.confirmed),
        "determined": None
        if determined is None
        else {
            "points": number(determined.points),
            "submitted": number(determined.submitted),
            "low": str(determined.low),
            "high": str(determined.high),
        },
        "difference": number(total.difference, places=2),
        "status": total.status,
        "grade": total.grade,
        "grade_low": total.grade_low,
        "grade_high": total.grade_high,
    }


def problem_json(problem: Problem, lang: Lang) -> MessageShape:
    """One problem; its message in the language of the report."""
    return {
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message(lang),
        "row": problem.row,
        "indicator": problem.indicator,
        "file": problem.file,
        "place": _place(problem.place, lang),
        "check": problem.check,
    }


def step_json(step: Step) -> StepShape:
    """One step: exact values as text, fractions as "n/d" where they do not terminate."""
    return {
        "operation": step.operation,
        "label": step.label,
        "value": show(step.value),
        "high": None if step.high is None else show(step.high),
        "operands": [{"label": label, "value": show(value)} for label, value in step.operands],
        "detail": step.detail or None,
        "source": step.source,
        "children": [step_json(child) for child in step.children],
    }


def clause_of(row: RowResult, ruleset: Ruleset) -> str | None:
    """The clause key that the row was scored under, or "interpretation"; None where no one rule scored it."""
    source = None if row.score is None else ruleset.source_of(row.rule, row.met)
    return None if source is None else str(source)


def _fund_line(line: FundLine, lang: Lang) -> FundLineShape:
    return {
        "name": line.name,
        "initial_budget": _amount(line.initial_budget),
        "budget": _amount(line.budget),
        "executed": _amount(line.executed),
        "place": _place(line.place, lang),
    }


def _amount(text: str | None) -> str | None:
    """An amount with the decimals as printed and without thousands commas; as printed where it is no plain number."""
    if text is None:
        return None
    try:
        exact(text)
    except ExactnessError:
        return text
    return text.strip().replace(",", "")


def _coverage(rows: Coverage) -> CoverageShape:
    return {
        "rows": rows.rows,
        "scored": rows.scored,
        "refused": rows.refused,
        "unmarked": rows.unmarked,
        "ignored": rows.ignored,
    }


def _files(files: FileCounts) -> FilesShape:
    return {
        "found": files.found,
        "with_forms": files.with_forms,
        "without_forms": files.without_forms,
        "unread": files.unread,
        "own": files.own,
        "system": files.system,
        "archives": files.archives,
    }


def _place(place: Place | None, lang: Lang) -> str | None:
    return None if place is None else place.describe(lang)


def _percent(rate: Fraction | None) -> str | None:
    return None if rate is None else str(round_to(rate * 100, 2, "half_up"))


def number(value: Fraction | Decimal | None, places: int | None = None) -> str | None:
    """A number as text: with `places` decimals, or as short as it is exact."""
    if value is None:
        return None
    if places is not None:
        return str(round_to(Fraction(value), places, "half_up"))
    return show(Fraction(value))
