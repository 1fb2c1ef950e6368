"""Cases (案例): forms as YAML or JSON that a person can read, correct and check again, with expected results.

    case: {origin: published, source: where it is from, ruleset: whose results are expected}
    form:
      kind: project
      name: 某项目
      funds: {budget: '480.00', executed: '480.00', points: '10', rate: 100.00%, score: 10.00分}
      indicators:
      - {name: 培训人数, dimension: 产出指标, target: '>=90人', actual: 95人, points: '10', score: '10.00'}
      points: '100'
      score: 100.00分
    expect: {execution: {…}, rows: [{row: '1', score: '10.00', status: equal}], total: {…}}

A file holds one `form`, or several under `forms`. Values are text as printed; the keys are the fields of
core/form.py, the long ones shortened. Where a note is left out (`note: 略`), `claims` lists its numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Literal

from pydantic import BaseModel, ValidationError

from perfeval.core.claim import alternative_text
from perfeval.core.form import Frozen, FundLine, Funds, Goal, Indicator, SelfEvaluationForm
from perfeval.core.problems import Problem
from perfeval.core.results import FormResult, RowResult, Status
from perfeval.documents.formats.text import decode
from perfeval.documents.recognition.recognise import FileForms
from perfeval.plain.validation import invalid, validation_problems
from perfeval.plain.yaml_lines import Path, Plain, YamlDocument, compose

SHORT_KEYS: Mapping[str, str] = {
    "initial_budget": "initial",
    "initial_target": "initial",
    "submitted_points": "points",
    "submitted_rate": "rate",
    "submitted_score": "score",
    "submitted_completion": "completion",
    "deviation_note": "note",
    "money_unit": "unit",
}
"""Fields of a form that have a shorter key in a case."""

ADDRESSES = frozenset(("file", "place", "places", "total_place"))
"""Fields that say where a form was read; a case has addresses of its own."""

_INSIDE: Mapping[str, type[BaseModel]] = {
    "funds": Funds,
    "sources": FundLine,
    "goal": Goal,
    "indicators": Indicator,
}


class ExpectedScore(Frozen):
    """What a rule set makes of one row: a `score`, or a band from `low` to `high`; problem codes in order.

    `alternatives` lists the scores that are left where they are several, an open end with < or >.
    """

    row: int | None = None
    score: str | None = None
    low: str | None = None
    high: str | None = None
    low_open: bool = False
    high_open: bool = False
    alternatives: tuple[str, ...] = ()
    status: Status
    rule: str | None = None
    problems: tuple[str, ...] = ()


class ExpectedTotal(Frozen):
    """What a rule set makes of the form: the interval of the total, and the one that can be signed."""

    low: str | None = None
    high: str | None = None
    confirmed: str | None = None
    status: Status
    grade: str | None = None


class Expected(Frozen):
    """The exact result of a form under one rule set; nothing is compared within a tolerance."""

    execution: ExpectedScore | None = None
    rows: tuple[ExpectedScore, ...] = ()
    total: ExpectedTotal
    problems: tuple[str, ...] = ()


class Source(Frozen):
    """Where a case is from; a constructed one names no real body."""

    origin: Literal["published", "constructed"]
    source: str | None = None
    ruleset: str | None = None


class Case(Frozen):
    """One case file; `expect` is the result of its one form under the rule set `case.ruleset`."""

    case: Source | None = None
    forms: tuple[SelfEvaluationForm, ...] = ()
    expect: Expected | None = None


def read_cases(data: bytes, file: str) -> FileForms:
    """Forms of a case file; every mistake is a problem with its line and column."""
    text, problems = decode(data)
    if problems:
        return FileForms((), tuple(replace(problem, file=file) for problem in problems))
    case, problems = read_case(text, file)
    return FileForms(case.forms if case else (), problems)


def read_case(text: str, file: str) -> tuple[Case | None, tuple[Problem, ...]]:
    """A case from its text, or None and the problems that say why, all at once."""
    document = compose(text, file)
    if document.problems:
        return None, document.problems
    value = document.value if isinstance(document.value, dict) else {}
    paths = _form_paths(value)
    if not paths:
        reason = ("缺少 form（自评表）", "form is missing")
        return None, (invalid(document, (), reason, "case-file-invalid", file),)
    read = [_read_form(document, path, file) for path in paths]
    problems = [problem for _, found in read for problem in found]
    rest = {key: each for key, each in value.items() if key not in ("form", "forms")}
    try:
        case = Case.model_validate({**rest, "forms": tuple(form for form, _ in read if form)})
    except ValidationError as error:
        return None, (*problems, *validation_problems(error, document, "case-file-invalid", file))
    return (None if problems else case), tuple(problems)


def expected_of(result: FormResult) -> Expected:
    """What a result comes to in the words of a case, to be written into one or compared with one."""
    total = result.total
    band = {"low": str(total.score.low), "high": str(total.score.high)} if total.score else {}
    return Expected(
        execution=result.execution and _expected_row(result.execution),
        rows=tuple(_expected_row(row) for row in result.indicators),
        total=ExpectedTotal(
            **band,
            confirmed=None if total.confirmed is None else str(total.confirmed),
            status=total.status,
            grade=total.grade,
        ),
        problems=tuple(problem.code for problem in result.problems),
    )


def _expected_row(row: RowResult) -> ExpectedScore:
    score = row.score
    expected = ExpectedScore(
        row=row.row,
        status=row.status,
        rule=row.rule,
        problems=tuple(problem.code for problem in row.problems),
    )
    if score is None:
        return expected
    if score.is_point:
        return expected.model_copy(update={"score": str(score.low)})
    ends = {
        "low": str(score.low),
        "high": str(score.high),
        "low_open": score.low_open,
        "high_open": score.high_open,
        "alternatives": tuple(dict.fromkeys(map(alternative_text, score.alternatives)))
        if score.numbers > 1
        else (),
    }
    return expected.model_copy(update=ends)


def short_keys(model: type[BaseModel]) -> dict[str, str]:
    """Keys of a model in a case file, in its own order -> the fields that they fill."""
    names = (name for name in model.model_fields if name not in ADDRESSES)
    return {SHORT_KEYS.get(name, name): name for name in names}


def _form_paths(value: Mapping[str, Plain]) -> list[Path]:
    listed = value.get("forms")
    paths: list[Path] = [("form",)] if "form" in value else []
    return paths + [("forms", position) for position in range(len(listed) if isinstance(listed, list) else 0)]


def _read_form(
    document: YamlDocument, path: Path, file: str
) -> tuple[SelfEvaluationForm | None, tuple[Problem, ...]]:
    value = _at(document.value, path)
    problems = tuple(_unknown_keys(value, SelfEvaluationForm, path, document, file))
    try:
        form = SelfEvaluationForm.model_validate(_fields(value, SelfEvaluationForm))
    except ValidationError as error:
        found = validation_problems(
            error, document, "case-file-invalid", file, lambda at: path + _in_file(at)
        )
        return None, (*problems, *found)
    return (None if problems else _placed(form, path, document, file)), problems


def _at(value: Plain, path: Path) -> Plain:
    for part in path:
        if isinstance(value, dict):
            value = value[str(part)]
        elif isinstance(value, list):
            value = value[int(part)]
    return value


def _fields(value: Plain, model: type[BaseModel]) -> object:
    """A mapping of the file under the names of a model; keys that it does not know are left out."""
    if isinstance(value, list):
        return tuple(_fields(each, model) for each in value)
    if not isinstance(value, dict):
        return value
    names = short_keys(model)
    fields = {
        names[key]: _fields(each, _INSIDE[key]) if key in _INSIDE else each
        for key, each in value.items()
        if key in names and each is not None
    }
    claims = value.get("claims")
    if model is Indicator and isinstance(claims, list):
        fields["deviation_note"] = "；".join(str(part) for part in (value.get("note"), *claims) if part)
    return fields


def _unknown_keys(
    value: Plain, model: type[BaseModel], path: Path, document: YamlDocument, file: str
) -> Iterator[Problem]:
    if isinstance(value, list):
        for position, each in enumerate(value):
            yield from _unknown_keys(each, model, (*path, position), document, file)
    elif isinstance(value, dict):
        known = [*short_keys(model), *(["claims"] if model is Indicator else [])]
        for key, each in value.items():
            if key in _INSIDE and key in known:
                yield from _unknown_keys(each, _INSIDE[key], (*path, key), document, file)
            elif key not in known:
                values = {"key": key, "known": " ".join(known)}
                yield Problem("case-key-unknown", values, document.place((*path, key)), file)


def _in_file(location: Path) -> Path:
    return tuple(SHORT_KEYS.get(part, part) if isinstance(part, str) else part for part in location)


def _placed(form: SelfEvaluationForm, path: Path, document: YamlDocument, file: str) -> SelfEvaluationForm:
    """The form with the addresses of its entries in the case file."""

    def place(*inside: str | int) -> dict[str, object]:
        return {"place": document.place((*path, *inside))}

    funds = form.funds and form.funds.model_copy(
        update={
            **place("funds"),
            "sources": tuple(
                line.model_copy(update=place("funds", "sources", position))
                for position, line in enumerate(form.funds.sources)
            ),
        }
    )
    cells = short_keys(Indicator)
    indicators = tuple(
        indicator.model_copy(
            update={
                **place("indicators", position),
                "places": {
                    name: found
                    for key, name in cells.items()
                    if (found := document.places.get((*path, "indicators", position, key)))
                },
            }
        )
        for position, indicator in enumerate(form.indicators)
    )
    addressed = {"file": file, **place(), "total_place": document.places.get((*path, "score"))}
    return form.model_copy(update={**addressed, "funds": funds, "indicators": indicators})
