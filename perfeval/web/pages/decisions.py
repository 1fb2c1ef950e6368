"""Deciding (处理): one finding, all findings of a filter, undo, what was typed, the history."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from perfeval.core.problems import Lang
from perfeval.review.record.events import STATES, Decided, Event, Scored, Seen, State, Undone
from perfeval.review.record.record import Record
from perfeval.uses.triage import Filter, Item, worklist
from perfeval.web.desk import Desk, StaleError, View
from perfeval.web.frame import is_fragment, page, who
from perfeval.web.pages.asked import desk_of, filter_of, options_of
from perfeval.web.pages.items import shown_finding
from perfeval.web.pages.review import link_of
from perfeval.web.problems import lang_of, said
from perfeval.web.refusals import refusal
from perfeval.web.words import page_word


async def decide(request: Request) -> Response:
    """Decide on one finding; the answer is the finding as it stands then."""
    desk, lang, mark = desk_of(request), lang_of(request), request.path_params["mark"]
    form = await request.form()
    state, reason = _state(form), str(form.get("reason", "")).strip()
    if state is None:
        return refusal(request, 422, "request-invalid", reason="state")
    status, why = 200, ""
    if state == "wrong" and not reason:
        status, why = 422, said("decision-incomplete", lang)
    else:
        try:
            await desk.decide([(mark, str(form.get("mark", "")))], Decided(state, reason), who(request))
            desk.store.drop_draft(mark, who(request))
        except StaleError as stale:
            status, why = 409, _stale(stale, desk.record, lang)
    if not is_fragment(request):
        if why:
            return HTMLResponse(why, status)
        return RedirectResponse(_own_address(str(form.get("at", "/"))) + f"#f-{mark}", 303)
    return await _finding(request, desk, mark, lang, status, why)


async def decide_all(request: Request) -> Response:
    """Decide on every finding of the filter in the address; refused where their number is no longer what was shown."""
    desk, lang = desk_of(request), lang_of(request)
    form = await request.form()
    state, reason = _state(form), str(form.get("reason", "")).strip()
    if state is None or state == "open":
        return refusal(request, 422, "request-invalid", reason="state")
    if state == "wrong" and not reason:
        return HTMLResponse(said("decision-incomplete", lang), 422)
    view = desk.view(options_of(request))
    items = worklist(view.review, filter_of(request.query_params)).items
    if str(len(items)) != form.get("count"):
        return HTMLResponse(
            said("count-changed", lang, now=str(len(items)), then=str(form.get("count"))), 409
        )
    marks = list(dict.fromkeys(item.judged.finding.fingerprint for item in items))
    await desk.decide([(mark, None) for mark in marks], Decided(state, reason), who(request))
    return _told(request, page_word("done_n", lang, n=len(marks)))


async def take_back(request: Request) -> Response:
    """Undo the person's last act, or the event that is named."""
    desk, lang = desk_of(request), lang_of(request)
    named = (await request.form()).get("event")
    event = desk.record.by_id.get(str(named)) if named else None
    if named and event is None:
        raise HTTPException(404)
    done = await desk.undo(who(request), event)
    if not done:
        return HTMLResponse(said("nothing-to-undo", lang), 409)
    return _told(request, page_word("undone_n", lang, n=len(done)), "/history" if named else "/")


async def keep_draft(request: Request) -> Response:
    """Keep what is being typed beside a finding."""
    form = await request.form()
    desk_of(request).store.keep_draft(request.path_params["mark"], who(request), str(form.get("reason", "")))
    return HTMLResponse(page_word("kept", lang_of(request)))


@dataclass(frozen=True, slots=True)
class _Past:
    id: str
    at: str
    who: str
    what: str
    on: str
    undone: bool


async def show_history(request: Request) -> Response:
    """Everything that was done, the last first."""
    desk, lang = desk_of(request), lang_of(request)
    names = {
        each.fingerprint: " · ".join(said for said in (seen.name, each.indicator, each.message) if said)
        for event in desk.record.by_id.values()
        if isinstance(seen := event.what, Seen)
        for each in seen.findings
    }
    kept = [desk.record.by_id[name] for batch in desk.store.batches() for name in batch]
    done = [event for event in kept if not isinstance(event.what, Seen)]
    events = [
        _Past(
            event.id,
            event.at,
            event.who,
            _what(event, desk.record, lang),
            names.get(event.subject, event.subject),
            desk.record.is_undone(event),
        )
        for event in reversed(done)
    ]
    return page(request, "history.html", "history", events=events)


def _what(event: Event, record: Record, lang: Lang) -> str:
    match event.what:
        case Decided(state=state, reason=reason):
            return page_word(f"state_{state}", lang) + (f"：{reason}" if reason else "")
        case Scored(score=score, reason=reason):
            return f"{page_word('confirmed', lang)} {score}" + (f"：{reason}" if reason else "")
        case Undone(event=name):
            undone = record.by_id.get(name)
            return f"{page_word('undo', lang)}：{_what(undone, record, lang) if undone else name}"
        case _:
            return event.kind


_STATES: dict[str, State] = {state: state for state in STATES}


def _state(form: FormData) -> State | None:
    return _STATES.get(str(form.get("state")))


def _stale(stale: StaleError, record: Record, lang: Lang) -> str:
    last = stale.events[-1] if stale.events else None
    what = _what(last, record, lang) if last else "—"
    return said("stale", lang, who=last.who if last else "?", what=what)


async def _finding(request: Request, desk: Desk, mark: str, lang: Lang, status: int, why: str) -> Response:
    view = desk.view(options_of(request))
    if not view.is_done:
        view = await desk.settled(options_of(request))
    item = _item(view, mark)
    if item is None:
        raise HTTPException(404)
    drafts = desk.store.drafts(who(request))
    shown = shown_finding(
        item.judged, item.form, item.file, link_of(item, view, request), desk, drafts, lang, why
    )
    values = {"work": worklist(view.review, filter_of(request.query_params))} if status == 200 else {}
    return page(request, "one.html", "", status, item=shown, at="/", **values)


def _item(view: View, mark: str) -> Item | None:
    everything = worklist(view.review, Filter(with_info=True)).items
    return next((each for each in everything if each.judged.finding.fingerprint == mark), None)


def _told(request: Request, text: str, to: str = "/") -> Response:
    return HTMLResponse(text) if is_fragment(request) else RedirectResponse(to, 303)


def _own_address(text: str) -> str:
    """An address of this server, never of another."""
    return text if text.startswith("/") and not text.startswith(("//", "/\\")) else "/"
