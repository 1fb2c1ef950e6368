"""The reviewer's room (复核): documents, forms, findings with facets; one page whose view is its address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from perfeval.core.codes import CODES
from perfeval.core.figures import number, signed
from perfeval.core.glossary import word
from perfeval.core.problems import Lang
from perfeval.documents.writers.working_papers.review_words import band
from perfeval.review.checks.pages import title_of
from perfeval.review.record.changes import FormReview
from perfeval.uses.checking import Options
from perfeval.uses.triage import FACETS, Choice, Item, rows_changed, worklist
from perfeval.web.desk import Desk, Queue, View
from perfeval.web.frame import fragment, page, query_of, who
from perfeval.web.pages.asked import PER_PAGE, desk_of, filter_of, number_of, options_of
from perfeval.web.pages.items import shown_finding
from perfeval.web.problems import lang_of
from perfeval.web.words import page_word


@dataclass(frozen=True, slots=True)
class _FormLine:
    title: str
    link: str
    body: str
    file: str
    verdict: str
    submitted: str
    confirmed: str
    difference: str
    grade: str
    open: int


@dataclass(frozen=True, slots=True)
class _Value:
    title: str
    count: int
    is_chosen: bool
    href: str


@dataclass(frozen=True, slots=True)
class _Facet:
    name: str
    choices: list[_Value]


@dataclass(frozen=True, slots=True)
class _Change:
    form: str
    row: str
    submitted: str
    before: str
    now: str
    was: str
    becomes: str


async def show_review(request: Request) -> Response:
    """The whole room."""
    desk, lang = desk_of(request), lang_of(request)
    options, wanted = options_of(request), filter_of(request.query_params)
    view = desk.view(options)
    work = worklist(view.review, wanted)
    number_ = number_of(request.query_params.get("page"))
    shown = work.items[(number_ - 1) * PER_PAGE : number_ * PER_PAGE]
    pages = -(-len(work.items) // PER_PAGE)
    drafts = desk.store.drafts(who(request))
    return page(
        request,
        "review.html",
        "review",
        **_queue(view, was_waiting=False),
        forms=[_form_line(each, view, options, request, lang) for each in view.review.forms],
        work=work,
        wanted=wanted,
        facets=[_Facet(name, _values(name, work.choices[name], request, lang)) for name in FACETS],
        items=[
            shown_finding(each.judged, each.form, each.file, link_of(each, view, request), desk, drafts, lang)
            for each in shown
        ],
        options=options,
        chosen_facts={f"{name}={value}" for name, value in options.facts},
        rulesets=desk.rules.library.rulesets if view.documents else (),
        facts=list(_facts(desk, lang)) if view.documents else [],
        changes=_changes(desk, view, options) if options.rules or options.facts else None,
        kept=[
            (name, value)
            for name, value in request.query_params.multi_items()
            if name not in ("q", "info", "page")
        ],
        cleared="/" + query_of({"rules": options.rules or ""}),
        pages=pages,
        page_number=number_,
        page_links=[
            (each, "/" + query_of(request.query_params, page=str(each))) for each in range(1, pages + 1)
        ],
        oob=False,
    )


async def show_queue(request: Request) -> Response:
    """The documents alone, asked for again and again while they are being checked."""
    view = desk_of(request).queue(options_of(request))
    return fragment(
        request,
        "review.html",
        "queue",
        **_queue(view, was_waiting=True),
        here="/" + query_of(request.query_params),
    )


def link_of(item: Item, view: View, request: Request) -> str:
    """Where the form of a finding is shown, at its row."""
    if item.form is None:
        return ""
    row = item.judged.finding.problem.row
    at = "" if row is None else f"#row-{row}"
    return form_link(item.form, view, request) + at


def form_link(form: FormReview, view: View, request: Request) -> str:
    """The page of a form under the options of this address."""
    upload, number_ = view.owners[form.number]
    kept = [
        (name, value)
        for name, value in request.query_params.multi_items()
        if name in ("rules", "fact", "year", "jurisdiction")
    ]
    return f"/documents/{upload.id}/forms/{number_}{query_of(dict(kept))}"


def _queue(view: Queue, was_waiting: bool) -> dict[str, Any]:
    return {
        "view": view,
        "done": sum(each.state == "done" and each.forms > 0 for each in view.documents),
        "failed": sum(each.is_without_form for each in view.documents),
        "was_waiting": was_waiting,
    }


def _form_line(form: FormReview, view: View, options: Options, request: Request, lang: Lang) -> _FormLine:
    result = form.checked.result
    total = result.total
    return _FormLine(
        result.form.name or page_word("nameless", lang),
        form_link(form, view, request),
        result.form.body or result.form.department or "",
        result.form.file or "",
        form.checked.verdict,
        number(total.submitted),
        "—" if total.confirmed is None else str(total.confirmed),
        "—" if total.difference is None else signed(total.difference),
        total.grade or "—",
        sum(each.is_open and each.finding.severity != "info" for each in form.findings),
    )


def _values(facet: str, choices: tuple[Choice, ...], request: Request, lang: Lang) -> list[_Value]:
    return [
        _Value(_title(facet, each.value, lang), each.count, each.is_chosen, _toggled(facet, each, request))
        for each in choices
    ]


def _title(facet: str, value: str, lang: Lang) -> str:
    if facet in ("state", "since"):
        return page_word(f"{facet}_{value}", lang)
    if facet in ("verdict", "severity"):
        return word(value, lang)
    if facet == "code" and value in CODES:
        return title_of(value, lang) or CODES[value].in_general(lang)
    return value or "—"


def _toggled(facet: str, choice: Choice, request: Request) -> str:
    asked = request.query_params
    values = [each for each in asked.getlist(facet) if each != choice.value]
    values += [] if choice.is_chosen else [choice.value]
    others = [(name, value) for name, value in asked.multi_items() if name not in (facet, "page")]
    return "/?" + urlencode(others + [(facet, value) for value in values])


def _facts(desk: Desk, lang: Lang) -> Iterator[tuple[str, str]]:
    seen: dict[str, str] = {}
    for ruleset in desk.rules.library.rulesets:
        seen = {**{name: title.of(lang) for name, title in ruleset.facts.items()}, **seen}
    for name, title in sorted(seen.items()):
        for value in ("yes", "no"):
            yield f"{name}={value}", f"{title}：{word(value, lang)}"


def _changes(desk: Desk, view: View, options: Options) -> list[_Change] | None:
    """The rows whose score or verdict is another than under the default rules."""
    default = desk.view(Options(rules_dirs=desk.rules.folders))
    if not default.is_done or not view.is_done:
        return None
    before = {default.owners[each.number]: each for each in default.review.forms}
    return [
        _Change(
            form.checked.result.form.name,
            f"{becomes.row} {becomes.name}",
            number(becomes.submitted),
            band(was.score),
            band(becomes.score),
            was.status,
            becomes.status,
        )
        for form in view.review.forms
        if (other := before.get(view.owners[form.number])) is not None
        for was, becomes in rows_changed(other, form)
    ]
