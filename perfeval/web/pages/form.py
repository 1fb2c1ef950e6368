"""One form (自评表): the official table as it was printed, each row beside its recomputed score and its derivation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from perfeval.core.figures import number, signed
from perfeval.core.problems import Lang
from perfeval.core.results import RowResult, TotalResult
from perfeval.documents.writers.working_papers.review_words import band, row_name
from perfeval.review.explain import explain_row
from perfeval.review.record.changes import FormReview, RowChange
from perfeval.web.desk import Desk
from perfeval.web.frame import is_fragment, page, query_of, who
from perfeval.web.pages.asked import desk_of, options_of
from perfeval.web.pages.items import ShownFinding, shown_finding
from perfeval.web.problems import lang_of
from perfeval.web.store import Upload
from perfeval.web.words import page_word

_SEVERITIES = ("error", "warning", "info")


@dataclass(slots=True)
class _Row:
    number: int
    name: str
    target: str
    actual: str
    points: str
    submitted: str
    recomputed: str
    difference: str
    status: str
    reason: str
    note: str
    href: str
    findings: int
    worst: str
    dimension: str | None = None
    dimension_span: int = 1
    category: str | None = None
    category_span: int = 1
    opened: _Opened | None = None


@dataclass(frozen=True, slots=True)
class _Opened:
    items: list[ShownFinding] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


async def show_form(request: Request) -> Response:
    """The form's page; `?row=N` unfolds a row, for a browser without JavaScript too."""
    desk, lang = desk_of(request), lang_of(request)
    upload, form = await _asked(request, desk)
    drafts = desk.store.drafts(who(request))
    asked = request.query_params.get("row")
    opened = int(asked) if asked and asked.isdigit() else None
    rows = _rows(form, request, lang)
    for row in rows:
        if row.number == opened:
            row.opened = _opened(form, row.number, desk, drafts, lang)
    own = [each for each in form.findings if each.finding.problem.row is None]
    goal = form.checked.result.form.goal
    return page(
        request,
        "form.html",
        "review",
        form=form.checked.result.form,
        head=list(_head(form, upload, lang)),
        verdict=form.checked.verdict,
        total_line=_total_line(form, lang),
        total=_total(form),
        changes=[_change(each, lang) for each in form.changes],
        own=[shown_finding(each, None, "", "", desk, drafts, lang) for each in own],
        goal=goal if goal.expected or goal.achieved else None,
        rows=rows,
        next=await _next(request, desk, upload),
    )


async def show_row(request: Request) -> Response:
    """The derivation and the findings of one row: a fragment, or the page with that row unfolded."""
    number_ = int(request.path_params["row"])
    if not is_fragment(request):
        return await _page_with(request, number_)
    desk, lang = desk_of(request), lang_of(request)
    _, form = await _asked(request, desk)
    if all(row.row != number_ for row in form.checked.result.rows):
        raise HTTPException(404)
    return page(request, "row.html", row=_opened(form, number_, desk, desk.store.drafts(who(request)), lang))


async def _page_with(request: Request, row: int) -> Response:
    from starlette.responses import RedirectResponse

    path = request.url.path.rsplit("/rows/", 1)[0]
    return RedirectResponse(f"{path}{query_of(request.query_params, row=str(row))}#row-{row}", 303)


async def _asked(request: Request, desk: Desk) -> tuple[Upload, FormReview]:
    upload = desk.store.upload(int(request.path_params["upload"]))
    if upload is None:
        raise HTTPException(404)
    form = await desk.form(upload, int(request.path_params["form"]), options_of(request))
    if form is None:
        raise HTTPException(404)
    return upload, form


def _head(form: FormReview, upload: Upload, lang: Lang) -> Iterator[tuple[str, str]]:
    given, result = form.checked.result.form, form.checked.result
    pairs = (
        ("body", given.body),
        ("department", given.department),
        ("year", given.year),
        ("file", upload.name),
    )
    yield from ((page_word(key, lang), str(value)) for key, value in pairs if value)
    known = result.ruleset
    yield page_word("ruleset", lang), f"{known.id} v{known.version} · {known.title.of(lang)}"
    if funds := given.funds:
        names = ("initial_budget", "budget", "executed")
        from perfeval.core.glossary import word

        said = [f"{word(name, lang)} {value}" for name in names if (value := getattr(funds, name))]
        yield page_word("funds", lang), f"{'，'.join(said)}（{funds.money_unit}）"


def _rows(form: FormReview, request: Request, lang: Lang) -> list[_Row]:
    found = [_row(each, form, request, lang) for each in form.checked.result.rows]
    levels = {each.row: each.indicator for each in form.checked.result.rows}
    for (is_row, name), several in groupby(found, lambda row: _level(levels[row.number], "dimension")):
        group = list(several)
        group[0].dimension, group[0].dimension_span = (
            (name if is_row else page_word("execution", lang)),
            2 * len(group),
        )
        for (_, inner), few in groupby(group, lambda row: _level(levels[row.number], "category")):
            rows = list(few)
            rows[0].category, rows[0].category_span = inner, 2 * len(rows)
    return found


def _level(indicator: Any, name: str) -> tuple[bool, str]:
    return (False, "") if indicator is None else (True, getattr(indicator, name))


def _row(row: RowResult, form: FormReview, request: Request, lang: Lang) -> _Row:
    indicator, funds = row.indicator, form.checked.result.form.funds
    findings = [each.finding for each in form.findings if each.finding.problem.row == row.row]
    target = indicator.target if indicator else funds.budget if funds else None
    actual = indicator.actual if indicator else funds.executed if funds else None
    worst = min((each.severity for each in findings), key=_SEVERITIES.index, default="info")
    path = request.url.path.split("/rows/")[0]
    return _Row(
        row.row,
        row_name(row, lang),
        target or "",
        actual or "",
        number(row.points),
        number(row.submitted),
        band(row.score),
        "" if row.difference is None else signed(row.difference),
        row.status,
        row.reason or "" if row.status == "ignored" else "",
        (indicator.deviation_note if indicator else None) or "",
        f"{path}/rows/{row.row}{query_of(request.query_params, row=None)}",
        sum(each.severity != "info" for each in findings),
        worst,
    )


def _opened(form: FormReview, number_: int, desk: Desk, drafts: dict[str, str], lang: Lang) -> _Opened:
    row = next(each for each in form.checked.result.rows if each.row == number_)
    items = [
        shown_finding(each, None, "", "", desk, drafts, lang)
        for each in form.findings
        if each.finding.problem.row == number_
    ]
    return _Opened(items, list(explain_row(row, form.checked.result, lang))[1:])


def _total(form: FormReview) -> dict[str, str]:
    total = form.checked.result.total
    return {
        "points": number(total.points),
        "submitted": number(total.submitted),
        "recomputed": band(total.score) if total.confirmed is None else str(total.confirmed),
        "ends": band(total.score) if total.confirmed is not None and _is_range(total) else "",
        "difference": "" if total.gap is None else signed(total.gap),
        "status": total.status,
        "grade": total.grade or "",
    }


def _is_range(total: TotalResult) -> bool:
    return total.score is not None and not total.score.is_point


def _total_line(form: FormReview, lang: Lang) -> str:
    total = form.checked.result.total
    if total.confirmed is not None:
        return f"{page_word('confirmed', lang)} {total.confirmed}"
    if total.determined is None:
        return ""
    known = total.determined
    ends = str(known.low) if known.low == known.high else f"{known.low}–{known.high}"
    return (
        f"能复算的行合计 {ends}（分值 {number(known.points)}，填报 {number(known.submitted)}）；其余须人工判断"
        if lang == "zh"
        else f"rows that could be scored: {ends} of {number(known.points)}, submitted {number(known.submitted)}"
    )


def _change(change: RowChange, lang: Lang) -> str:
    before, now = change.before, change.now
    name = (now or before).name if (now or before) else ""  # type: ignore[union-attr]  # one of the two is there
    if before is None or now is None:
        words = ("新增一行", "row added") if before is None else ("删去一行", "row taken out")
        return f"{name}：{words[0 if lang == 'zh' else 1]}"
    said = [
        f"{page_word(key, lang)} {getattr(before, key)} → {getattr(now, key)}"
        for key in ("target", "actual", "points", "submitted")
        if getattr(before, key) != getattr(now, key)
    ]
    return f"{name}：{'，'.join(said)}" if said else f"{name}：{before.status} → {now.status}"


async def _next(request: Request, desk: Desk, upload: Upload) -> dict[str, str] | None:
    """The form after this one, in the order of the documents."""
    options, number_ = options_of(request), int(request.path_params["form"])
    kept = query_of(request.query_params, row=None)
    checking = await desk.checked(upload, options)
    if number_ < len(checking.forms):
        return {
            "href": f"/documents/{upload.id}/forms/{number_ + 1}{kept}",
            "title": checking.forms[number_].result.form.name,
        }
    later: Sequence[Upload] = [each for each in desk.store.uploads() if each.id > upload.id]
    for each in later:
        found = desk.jobs.found(desk.key(each, options))
        if found is not None and found.forms:
            return {"href": f"/documents/{each.id}/forms/1{kept}", "title": found.forms[0].result.form.name}
    return None
