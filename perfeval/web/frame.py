"""What every page has around it (页面框架): language, rooms, words, the templates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from perfeval import __version__
from perfeval.core.glossary import word
from perfeval.core.problems import Lang, Problem
from perfeval.web.problems import lang_of
from perfeval.web.words import here, page_word

ROOMS = (
    ("review", "/"),
    ("score", "/sheets"),
    ("year", "/years"),
    ("rules", "/rules"),
    ("codes", "/codes"),
    ("history", "/history"),
)
"""Rooms of the window by key and address; a further one is an entry here, a word and its pages."""


@lru_cache(maxsize=1)
def _templates() -> Environment:
    folder = Path(__file__).parent / "templates"
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(request: Request, template: str, active: str = "", status: int = 200, **values: Any) -> Response:
    """A whole page."""
    text = _templates().get_template(template).render(_context(request, active, {"status": status, **values}))
    return HTMLResponse(text, status)


def fragment(request: Request, template: str, block: str, status: int = 200, **values: Any) -> Response:
    """One block of a page, alone."""
    found = _templates().get_template(template)
    context = found.new_context(_context(request, "", values))
    return HTMLResponse("".join(found.blocks[block](context)), status)


def is_fragment(request: Request) -> bool:
    """Whether htmx asks for a part, rather than a browser for a page."""
    return "hx-request" in request.headers


def query_of(params: QueryParams | Mapping[str, str], **changed: str | None) -> str:
    """The query of an address with some parameters set, or left out where None; "" where nothing is left."""
    pairs = params.multi_items() if isinstance(params, QueryParams) else list(params.items())
    kept = [(name, value) for name, value in pairs if name not in changed and value]
    kept += [(name, value) for name, value in changed.items() if value]
    return f"?{urlencode(kept)}" if kept else ""


def _context(request: Request, active: str, values: dict[str, Any]) -> dict[str, Any]:
    lang = lang_of(request)
    settings = getattr(request.app.state, "settings", None) if "app" in request.scope else None
    address = request.url.path + query_of(request.query_params, lang=None)
    return {
        "lang": lang,
        "version": __version__,
        "database": None if settings is None else settings.database,
        "who": who(request),
        "active": active,
        "rooms": [{"key": key, "href": href, "title": page_word(f"room_{key}", lang)} for key, href in ROOMS],
        "other_lang": "/language" + query_of({"to": "en" if lang == "zh" else "zh", "back": address}),
        "t": partial(_word, lang),
        "word": lambda key: word(key, lang),
        "local": local_time,
        "message": lambda problem: _message(problem, lang),
        "query": query_of(request.query_params, page=None, lang=None),
        "here": address,
        "page": "",
        **values,
    }


def local_time(at: str) -> str:
    """A kept time (UTC) as the clock of this machine shows it: 2026-11-27 10:06:53."""
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def who(request: Request) -> str:
    """The person who asks, as the access check found them."""
    return str(request.scope.get("state", {}).get("who", ""))


def _word(lang: Lang, key: str, **values: object) -> str:
    return page_word(key, lang, **values)


def _message(problem: Problem, lang: Lang) -> str:
    return here(problem.message(lang), lang)
