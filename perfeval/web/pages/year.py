"""A year (年度): the figures of a batch run, two runs side by side, its forms and rows by the page, one form."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from perfeval.batch.summary.summary_parts import Links
from perfeval.batch.summary.summary_words import word as year_word
from perfeval.batch.summary.write_summary_html import SUMMARY_STYLE, summary_body
from perfeval.batch.year.headline import CategoryLine
from perfeval.documents.writers.comparison.compare_charts import COMPARE_STYLE
from perfeval.documents.writers.comparison.write_year_html import comparison_body
from perfeval.uses.browsing import LISTINGS, Line, Opened, Wanted
from perfeval.web.frame import page, query_of
from perfeval.web.pages.asked import number_of, years_of
from perfeval.web.pages.year_cells import cell_of, title_of, value_of
from perfeval.web.problems import lang_of
from perfeval.web.refusals import refusal
from perfeval.web.words import page_word
from perfeval.web.years import problem_of

_PATIENCE = 0.8
"""Seconds that a page waits for a run that is being loaded, before it says so."""
_ANY = "-"
"""The value of a filter that filters nothing; the empty one stands for what is not said."""
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "forms": (
        "project",
        "body",
        "budget",
        "rate",
        "points",
        "claimed",
        "range",
        "difference",
        "grade",
        "state",
    ),
    "rows": ("project", "row", "group", "name", "target", "actual", "points", "claimed", "earned", "status"),
}
_NUMBERS = frozenset(("budget", "rate", "points", "claimed", "range", "difference", "earned", "lost", "row"))


async def show_years(request: Request) -> Response:
    """The runs that the server was given."""
    folders = [(place, folder) for place, folder in enumerate(years_of(request).folders, 1)]
    return page(request, "years.html", "year", folders=folders)


async def show_year(request: Request) -> Response:
    """The summary of a run, as `perfeval summary` writes it, with ways into its forms and rows."""
    at, found = await _asked(request)
    if isinstance(found, Response):
        return found
    lang, base = lang_of(request), f"/years/{at}"
    links = Links(
        form=lambda line: base + "/form" + query_of({"id": _id_of(found, line)}),
        body=lambda body: base + "/forms" + query_of({"body": body or ""}),
        group=lambda group: base + "/rows" + query_of(_of_group(group)),
        code=lambda code: "/codes" + query_of({"q": code}),
    )
    body = await asyncio.to_thread(summary_body, found.summary, lang, links)
    return page(request, "year.html", "year", base=base, body=Markup(body), title=year_word("title", lang))


def _of_group(group: CategoryLine) -> dict[str, str]:
    return {"dimension": group.dimension, "category": group.category or "", "loses": "yes", "order": "lost"}


def _id_of(found: Opened, line: Line) -> str:
    (each,) = found.asked("SELECT project_id FROM forms WHERE f = ?", [line["f"]])
    return str(each["project_id"])


async def show_beside(request: Request) -> Response:
    """Two runs side by side, as `perfeval compare` writes them."""
    lang, asked = lang_of(request), request.query_params
    try:
        task = years_of(request).ask_beside(number_of(asked.get("first")), number_of(asked.get("second")))
    except KeyError:
        raise HTTPException(404) from None
    waiting = await _waited(request, task)
    if waiting is not None:
        return waiting
    body = "".join(comparison_body(task.result(), lang, "div"))
    return page(
        request, "year.html", "year", base="", body=Markup(body), title=page_word("side_by_side", lang)
    )


async def show_leaf(request: Request) -> Response:
    """Forms or rows by the page, filtered by what the address says."""
    name = request.path_params["listing"]
    if name not in LISTINGS:
        raise HTTPException(404)
    at, found = await _asked(request)
    if isinstance(found, Response):
        return found
    lang, asked = lang_of(request), request.query_params
    filters = {key: asked[key] for key in LISTINGS[name].filters if asked.get(key, _ANY) != _ANY}
    wanted = Wanted(
        filters, tuple(asked.get("q", "").split()), asked.get("order", ""), number_of(asked.get("page"))
    )
    leaf = await asyncio.to_thread(found.leaf, name, wanted)
    base = f"/years/{at}"
    return page(
        request,
        "leaf.html",
        "year",
        base=base,
        name=name,
        leaf=leaf,
        wanted=wanted,
        words=asked.get("q", ""),
        orders=[(key, title_of(key, lang)) for key in LISTINGS[name].orders],
        filters=[
            (
                key,
                title_of(key, lang),
                [(value, value_of(key, value, lang), count) for value, count in leaf.choices[key]],
            )
            for key in LISTINGS[name].filters
        ],
        columns=[(key, title_of(key, lang), "n" if key in _NUMBERS else "") for key in _COLUMNS[name]],
        lines=[
            (
                base + "/form" + query_of({"id": line["project_id"]}),
                [cell_of(key, line, lang) for key in _COLUMNS[name]],
            )
            for line in leaf.lines
        ],
        page_links=[
            (each, base + "/" + name + query_of(asked, page=str(each)))
            for each in _near(leaf.page, leaf.pages)
        ],
    )


async def show_project(request: Request) -> Response:
    """One form of the year: its total, its rows, what was found."""
    at, found = await _asked(request)
    if isinstance(found, Response):
        return found
    lang = lang_of(request)
    form = await asyncio.to_thread(found.form, request.query_params.get("id", ""))
    if form is None:
        raise HTTPException(404)
    rows, problems = await asyncio.to_thread(lambda: (found.rows(form), found.problems(form)))
    head = (
        "body",
        "department",
        "year",
        "ruleset",
        "budget",
        "executed",
        "rate",
        "claimed",
        "range",
        "grade",
        "file",
    )
    columns = ("row", "group", "name", "target", "actual", "points", "claimed", "ends", "status", "note")
    return page(
        request,
        "project.html",
        "year",
        base=f"/years/{at}",
        form=form,
        head=[
            (title_of(key, lang), said) for key in head if (said := cell_of(key, form, lang)) not in ("", "—")
        ],
        columns=[
            (key, title_of(key, lang), "n" if key in _NUMBERS or key == "ends" else "") for key in columns
        ],
        lines=[(row["status"], [cell_of(key, row, lang) for key in columns]) for row in rows],
        problems=problems,
    )


def _near(page_number: int, pages: int) -> list[int]:
    """The first page, the last, and those around this one."""
    return sorted({1, *range(max(page_number - 3, 1), min(page_number + 3, pages) + 1), pages})


# --- waiting ----------------------------------------------------------------------------------------------


async def _asked(request: Request) -> tuple[int, Opened | Response]:
    at = int(request.path_params["year"])
    try:
        task = years_of(request).ask(at)
    except KeyError:
        raise HTTPException(404) from None
    waiting = await _waited(request, task)
    return at, task.result() if waiting is None else waiting


async def _waited(request: Request, task: asyncio.Task[Any]) -> Response | None:
    """None where the task is done, else a page that asks again, or says why it cannot be done."""
    await asyncio.wait([task], timeout=_PATIENCE)
    if not task.done():
        return page(request, "loading.html", "year", 202)
    problem = problem_of(task)
    return refusal(request, 422, "year-unusable", reason=problem) if problem else None


async def year_style(request: Request) -> Response:
    """The style of the summary and of the comparison."""
    return Response(SUMMARY_STYLE + COMPARE_STYLE, media_type="text/css")
