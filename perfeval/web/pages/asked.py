"""What an address asks for (地址栏中的状态): options of the check, filter, page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import QueryParams
from starlette.requests import Request

from perfeval.uses.checking import Options
from perfeval.uses.triage import FACETS, Filter
from perfeval.web.desk import Desk
from perfeval.web.sheets import Sheets

if TYPE_CHECKING:
    from perfeval.web.years import Years

PER_PAGE = 200
"""Findings on one page; a browser is slow with thousands."""


def desk_of(request: Request) -> Desk:
    """The desk of this server."""
    desk: Desk = request.app.state.desk
    return desk


def sheets_of(request: Request) -> Sheets:
    """The sheets of this server."""
    sheets: Sheets = request.app.state.sheets
    return sheets


def years_of(request: Request) -> Years:
    """The runs of this server; their library is loaded when they are first asked for."""
    state = request.app.state
    if state.years is None:
        from perfeval.web.years import Years

        state.years = Years(state.settings.runs, state.settings.rules_dirs)
    years: Years = state.years
    return years


def options_of(request: Request) -> Options:
    """Rule set, jurisdiction, year and facts; raises UnusableError for what is not there."""
    asked = request.query_params
    facts = [each for each in asked.getlist("fact") if each]
    year = asked.get("year", "")
    return desk_of(request).rules.options(
        asked.get("rules"), asked.get("jurisdiction"), year if year.isdigit() else None, facts
    )


def filter_of(asked: QueryParams) -> Filter:
    """The facets' values, words and whether infos show."""
    chosen = {facet: tuple(asked.getlist(facet)) for facet in FACETS if facet in asked}
    return Filter(chosen, asked.get("q", "").strip(), asked.get("info") == "1")


def number_of(text: str | None, least: int = 1) -> int:
    """A number of the address; the least where there is none."""
    return max(int(text), least) if text and text.isdigit() and len(text) < 10 else least
