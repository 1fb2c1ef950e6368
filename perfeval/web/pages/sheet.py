"""Filling in (填表): begin a form, type into it, see what it comes to, write it out."""

from __future__ import annotations

import asyncio
import re
import secrets
from typing import Any, get_args

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from perfeval.core.form import FormKind
from perfeval.core.problems import Lang, Problem
from perfeval.documents.writers.case.write_cases import write_forms
from perfeval.documents.writers.form.form_shapes import TITLES
from perfeval.documents.writers.form.official_form import empty_form, fund_lines
from perfeval.documents.writers.report.write_score import conclusion, what_if_line
from perfeval.uses.checking import Checking
from perfeval.uses.filling import (
    Act,
    Added,
    Begun,
    Inserted,
    LineAdded,
    Moved,
    PutAside,
    Removed,
    Replaced,
    Typed,
    begun_with,
    filled,
)
from perfeval.uses.scoring import tried
from perfeval.uses.sheet import Sheet, cell_text, year_of
from perfeval.uses.writing import of_next_year, unwritten, write_official
from perfeval.web.frame import is_fragment, local_time, page, query_of, who
from perfeval.web.pages.asked import desk_of, number_of, options_of, sheets_of
from perfeval.web.pages.documents import DOCX, XLSX, given_file
from perfeval.web.pages.filled import cell_label, filled_view
from perfeval.web.problems import lang_of
from perfeval.web.refusals import refusal
from perfeval.web.store import Kept
from perfeval.web.words import here, page_word

_DO = re.compile(r"(row|category|dimension|remove|up|down|reason) (r\d*)|undo|aside|line|show")
_NOT_CELLS = ("do", "seen", "tab")
_MOST_CELLS = 20_000


# --- the list, and beginning ------------------------------------------------------------------------------


async def show_sheets(request: Request) -> Response:
    """The forms that are being filled in, and the ways to begin one."""
    sheets, aside = sheets_of(request), request.query_params.get("aside") == "1"
    return page(
        request,
        "sheets.html",
        "score",
        sheets=[
            (number, sheet, last.who, local_time(last.at)) for number, sheet, last in sheets.listed(aside)
        ],
        aside=aside,
        put_aside=len(sheets.listed(True)),
        titles=TITLES,
    )


async def begin(request: Request) -> Response:
    """Begin from the empty form, from an uploaded one, or from last year's; several forms begin several sheets."""
    async with request.form() as given:
        file, year = given.get("file"), year_of(str(given.get("year") or ""))
        if isinstance(file, UploadFile) and file.filename:
            name, content = file.filename, await file.read()
            checking = await desk_of(request).jobs.check_now(content, name, options_of(request))
            begun = _uploaded(checking, name, bool(given.get("next")), year)
        elif given.get("kind") in get_args(FormKind):
            kind: FormKind = str(given["kind"])  # type: ignore[assignment]  # one of them
            begun = [begun_with(empty_form(kind, rows_each=1).model_copy(update={"year": year}))]
        else:
            return refusal(request, 422, "file-absent")
    if isinstance(begun, tuple):
        lang = lang_of(request)
        return refusal(
            request, 422, "no-form", reason="\n".join(here(each.message(lang), lang) for each in begun)
        )
    numbers = [await sheets_of(request).begin(each, who(request)) for each in begun]
    return RedirectResponse(f"/sheets/{numbers[0]}" if len(numbers) == 1 else "/sheets", 303)


def _uploaded(
    checking: Checking, name: str, is_next: bool, year: int | None
) -> list[Begun] | tuple[Problem, ...]:
    """The forms of a document, or of its plan for the year after; the problems where there are none."""
    results = [each.result for each in checking.forms]
    if not results:
        return checking.problems or (Problem("no-form-found", {"file": name}),)
    planned = of_next_year(results, year) if is_next else results
    if isinstance(planned, Problem):
        return (planned,)
    met = [each for each in checking.problems if each.severity != "info"]
    said = (*met, *unwritten(planned))
    return [begun_with(each.form, name, said) for each in planned]


# --- the sheet --------------------------------------------------------------------------------------------


async def show_sheet(request: Request) -> Response:
    """The sheet; `?try=3&to=40场` tries another value in a row (试算) and changes nothing."""
    number, sheet = _asked(request)
    checking = await _checked(request, sheet)
    values = {**_values(request, number, sheet, checking), "trial": await _trial(request, checking)}
    if request.headers.get("hx-target") == "trial":
        return page(request, "trial.html", **values)
    return page(request, "sheet.html", "score", **values)


async def _trial(request: Request, checking: Checking) -> list[str]:
    asked, lang = request.query_params, lang_of(request)
    rows, texts = asked.getlist("try"), [text.strip() for text in asked.getlist("to")]
    wanted = {
        int(row): text
        for row, text in zip(rows, texts, strict=False)
        if row.isdecimal() and len(row) < 10 and text
    }
    if not wanted or not checking.forms:
        return []
    try:
        form, changed = await asyncio.to_thread(tried, checking.forms[0], wanted)
    except KeyError as missing:
        return [page_word("no_such_row", lang, row=missing.args[0])]
    return [*(what_if_line(each, lang) for each in changed), conclusion(form.result, lang)]


async def fill(request: Request) -> Response:
    """Keep what was typed, and do what was asked; the answer is what the form then comes to."""
    number, sheet = _asked(request)
    sheets, form = sheets_of(request), await request.form(max_fields=_MOST_CELLS)
    # A browser without scripts sends every cell: what a person changed is what differs from the page they saw.
    seen, tab = number_of(str(form.get("seen", ""))), str(form.get("tab", ""))
    shown = sheet if is_fragment(request) or "seen" not in form else sheets.as_seen(number, seen)
    typed = {name: str(text).replace("\r\n", "\n") for name, text in form.items() if name not in _NOT_CELLS}
    there = {name: text for name, text in typed.items() if cell_text(sheet, name) is not None}
    changed = {name: text for name, text in there.items() if text != cell_text(shown, name)}
    if changed and any(text != cell_text(sheet, name) for name, text in changed.items()):
        await sheets.act(number, Typed(cells=changed, page=tab), who(request))
    if there != typed:
        return refusal(request, 409, "cell-gone")
    done = str(form.get("do", ""))
    focus = await _do(request, number, done) if done else ""
    if done == "aside":
        return RedirectResponse("/sheets", 303)
    is_stale, replaced = sheets.elsewhere(number, seen, tab) if tab and not done else (False, [])
    if not is_fragment(request) and not replaced:
        return RedirectResponse(f"/sheets/{number}{query_of(request.query_params)}", 303)
    _, sheet = _asked(request)
    values = {
        **_values(request, number, sheet, await _checked(request, sheet)),
        "focus": focus,
        "is_stale": is_stale and is_fragment(request),
        "replaced": [_replaced(each, kept, sheet, lang_of(request)) for each, kept in replaced],
    }
    if not is_fragment(request):
        return page(request, "sheet.html", "score", **values)
    return page(request, "sheet_form.html" if done else "sheet_live.html", **values)


def _replaced(each: Replaced, kept: Kept, sheet: Sheet, lang: Lang) -> dict[str, str]:
    where = cell_label(sheet, each.cell, lang)
    said = page_word("replaced", lang, who=kept.who, at=local_time(kept.at).partition(" ")[2], where=where)
    return {"cell": each.cell, "text": each.text, "said": said}


async def _do(request: Request, number: int, done: str) -> str:
    """Do one thing; the name of the cell where the person goes on."""
    sheets, found = sheets_of(request), _DO.fullmatch(done)
    sheet = sheets.sheet(number)
    if found is None or sheet is None:
        raise HTTPException(422)
    verb, key = found[1] or done, found[2] or ""
    if verb == "show":
        return ""
    if verb == "undo":
        await sheets.take_back(number, who(request))
        return ""
    if verb == "reason":
        return await _adopt(request, number, sheet, key)
    act, focus = _act(sheet, verb, key)
    await sheets.act(number, act, who(request))
    return focus


async def _adopt(request: Request, number: int, sheet: Sheet, key: str) -> str:
    """Put the proposed reason (拟稿) into the note of a row, to be rewritten there."""
    view, cell = filled_view(sheet, await _checked(request, sheet), lang_of(request)), f"{key}.deviation_note"
    texts = [row.proposal for row in view.rows if row.key == key and row.proposal]
    if texts:
        await sheets_of(request).act(number, Typed(cells={cell: texts[0]}), who(request))
    return cell


def _act(sheet: Sheet, verb: str, key: str) -> tuple[Act, str]:
    new = sheet.next_key
    match verb:
        case "aside":
            return PutAside(), ""
        case "line":
            return LineAdded(), f"s{len(fund_lines(sheet.form)) + 1}.name"
        case "remove":
            at = sheet.keys.index(key) if key in sheet.keys else 0
            left = [each for each in sheet.keys if each != key]
            return Removed(row=key), f"{left[min(at, len(left) - 1)]}.name" if left else ""
        case "up" | "down":
            return Moved(row=key, by=-1 if verb == "up" else 1), ""
        case _:
            level: Added = verb  # type: ignore[assignment]  # what is left of the pattern
            field = "name" if level == "row" else level
            return Inserted(row=new, after=key, level=level), f"{new}.{field}"


def _asked(request: Request) -> tuple[int, Sheet]:
    number = int(request.path_params["sheet"])
    sheet = sheets_of(request).sheet(number)
    if sheet is None:
        raise HTTPException(404)
    return number, sheet


async def _checked(request: Request, sheet: Sheet) -> Checking:
    return await asyncio.to_thread(filled, sheet, options_of(request), desk_of(request).rules.rulebook)


def _values(request: Request, number: int, sheet: Sheet, checking: Checking) -> dict[str, Any]:
    sheets, lang = sheets_of(request), lang_of(request)
    at = local_time(sheets.last(number).at).partition(" ")[2]
    return {
        "number": number,
        "address": f"/sheets/{number}{query_of(request.query_params, **{'try': None, 'to': None})}",
        "sheet": sheet,
        "view": filled_view(sheet, checking, lang),
        "units": dict.fromkeys(("万元", "元", sheet.form.funds.money_unit if sheet.form.funds else "万元")),
        "title": TITLES[sheet.form.kind],
        "seen": sheets.seen(number),
        "tab": secrets.token_urlsafe(6),
        "is_stale": False,
        "replaced": [],
        "kept": page_word("kept_at", lang, at=at),
        "year_wrong": bool(sheet.year) and sheet.form.year is None,
        "rulesets": desk_of(request).rules.library.rulesets,
        "options": options_of(request),
        "focus": "",
        "trial": [],
    }


# --- writing it out ---------------------------------------------------------------------------------------


async def give_form(request: Request) -> Response:
    """The official form as `perfeval form` writes it: .xlsx, .docx, or the form as a case in YAML."""
    _, sheet = _asked(request)
    suffix, name = request.path_params["suffix"], sheet.form.name or page_word("form", lang_of(request))
    if suffix == "yaml":
        return given_file(write_forms([sheet.form]).encode(), "application/yaml", f"{name}.yaml")
    checking = await _checked(request, sheet)
    if not checking.forms or suffix not in ("xlsx", "docx"):
        raise HTTPException(404)
    results = [each.result for each in checking.forms]
    content = await asyncio.to_thread(
        write_official, results, ".docx" if suffix == "docx" else ".xlsx", False
    )
    return given_file(content, DOCX if suffix == "docx" else XLSX, f"{name}.{suffix}")
