"""Fingerprints (指纹): what a finding, a row or a form is, wherever and in whatever format it stands."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from perfeval.core.exact import ExactnessError, exact, show
from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.glyphs import plain, without_blanks
from perfeval.core.problems import Problem
from perfeval.core.results import CheckedForm, FormResult, RowResult
from perfeval.review.numbering import bare_name

LENGTH = 12
"""Characters of a fingerprint: 48 bits, so that a year of a million findings has few chances to mix two up."""

_NOT_QUOTED = frozenset(
    (
        "file",
        "files",
        "path",
        "caret",
        "clause",
        "limit",
        "limit_source",
        "difference",
        "known",
        "first",
        "second",
    )
)
"""Values of a message that do not quote the form: places, the rule's words, consequences."""

_ROW_NUMBER = re.compile(r"(?<=；)\d+ |^\d+ ")


def form_key(form: SelfEvaluationForm) -> str:
    """Identity of a form: kind, year, body (实施单位, else 主管部门) and name; never its file or place."""
    body = form.body or form.department or ""
    return digest("form", form.kind, form.year, _squeezed(body), _squeezed(form.name))


def document_key(forms: Iterable[SelfEvaluationForm], file: str | None) -> str:
    """Identity of a document: the bodies and years of its forms, or the file's own name where it has no form."""
    found = sorted({(_squeezed(form.body or form.department or form.name), form.year or 0) for form in forms})
    if found:
        return digest("document", *(part for pair in found for part in pair))
    name = (file or "").replace("\\", "/").rsplit("/", 1)[-1]
    return digest("document", _squeezed(name))


def row_keys(result: FormResult) -> dict[int, str]:
    """Identity of each row by its number: the form and the indicator's name, with more where two rows share one.

    Row 0 is the execution row. Rows of one name are told apart by category and target, then by their other cells.
    """
    form = form_key(result.form)
    names = Counter(_name(row) for row in result.rows)
    full = {row.row: _cells(row, result) for row in result.rows}
    keys: dict[int, str] = {}
    taken: Counter[str] = Counter()
    for row in sorted(result.rows, key=lambda each: (full[each.row], each.row)):
        indicator = row.indicator
        more = (
            (_squeezed(indicator.category), _squeezed(indicator.target or ""))
            if indicator and names[_name(row)] > 1
            else ()
        )
        key = digest("row", form, _name(row), *more)
        taken[key] += 1
        keys[row.row] = key if taken[key] == 1 else digest(key, taken[key])
    return keys


def finding_prints(checked: CheckedForm) -> tuple[str, ...]:
    """Fingerprint of each problem of a form, in their order; the same fact twice in a form is counted."""
    rows = {row.row: row for row in checked.result.rows}
    form = form_key(checked.result.form)
    return _counted(
        [
            _print(each, form, rows.get(each.row) if each.row is not None else None)
            for each in checked.problems
        ]
    )


def document_prints(
    problems: Sequence[Problem], forms: Mapping[str, Sequence[SelfEvaluationForm]]
) -> tuple[str, ...]:
    """Fingerprints of problems that belong to a document and no form; `forms` are those of each file."""
    files = {each.file for each in problems}
    keys = {file: document_key(forms.get(file or "", ()), file) for file in files}
    return _counted([_print(each, keys[each.file], None) for each in problems])


def digest(*parts: str | int | None) -> str:
    """A short hash of these parts in this order."""
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]


@lru_cache(maxsize=1 << 15)
def normal(text: str | None) -> str:
    """A cell's text, the same whatever the file format: without blanks, look-alikes unified, numbers without trailing
    zeros.
    """
    flat = without_blanks(plain(text or ""))
    try:
        return show(exact(flat))
    except ExactnessError:
        return flat


def _squeezed(text: str) -> str:
    return without_blanks(plain(text)).strip("《》“”\"'：:")


def _name(row: RowResult) -> str:
    return "" if row.row == 0 else bare_name(_squeezed(row.name)) or _squeezed(row.name)


def _cells(row: RowResult, result: FormResult) -> tuple[str, ...]:
    indicator, funds = row.indicator, result.form.funds
    if indicator is not None:
        return tuple(normal(each) for each in _printed(indicator))
    if funds is None:
        return ()
    return tuple(
        normal(each)
        for each in (
            funds.initial_budget,
            funds.budget,
            funds.executed,
            funds.points,
            funds.submitted_score,
        )
    )


def _printed(indicator: Indicator) -> tuple[str | None, ...]:
    return (
        indicator.name,
        indicator.category,
        indicator.target,
        indicator.actual,
        indicator.points,
        indicator.submitted_score,
    )


def _print(problem: Problem, owner: str, row: RowResult | None) -> str:
    # A finding about several rows stands at any one of them.
    name = "" if "rows" in problem.values else _name(row) if row else _squeezed(problem.indicator or "")
    return digest("finding", problem.code, owner, name, *_quoted(problem))


def _quoted(problem: Problem) -> Iterable[str]:
    """What a message quotes, by name; rows without their numbers and in no order, words of ours left out."""
    if "first" in problem.values and "second" in problem.values:
        yield from sorted(normal(problem.values[each]) for each in ("first", "second"))
    for name, value in sorted(problem.values.items()):
        if name in _NOT_QUOTED or name.endswith(("_zh", "_en")):
            continue
        if name == "rows":
            yield from sorted(_squeezed(each) for each in _ROW_NUMBER.sub("", value).split("；"))
        else:
            yield normal(value)


def _counted(prints: Sequence[str]) -> tuple[str, ...]:
    seen: Counter[str] = Counter()
    found = []
    for each in prints:
        seen[each] += 1
        found.append(each if seen[each] == 1 else digest(each, seen[each]))
    return tuple(found)
