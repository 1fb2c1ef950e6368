"""Rule sets, checks and codes as pages (规则、检查、问题代码): what `rules` and `checks` print, to be searched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from perfeval.core.codes import CODES
from perfeval.core.problems import Lang, Problem
from perfeval.review.checks.pages import code_page, title_of
from perfeval.rulebook.diff import Said, differences
from perfeval.rulebook.show import source_lines, years
from perfeval.web.frame import page
from perfeval.web.pages.asked import desk_of
from perfeval.web.problems import lang_of


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page of text: a heading of some level, plain, or set in (a source, a quotation)."""

    kind: Literal["h1", "h2", "h3", "plain", "inset"]
    text: str


def lines_of(text: str) -> Iterator[Line]:
    """The lines of a page that the command line prints."""
    for line in text.splitlines():
        hashes = len(line) - len(line.lstrip("#"))
        if 1 <= hashes <= 3 and line[hashes : hashes + 1] == " ":
            kind: Literal["h1", "h2", "h3"] = "h1" if hashes == 1 else "h2" if hashes == 2 else "h3"
            yield Line(kind, line[hashes + 1 :])
        elif line.startswith(" "):
            yield Line("inset", line.strip())
        elif line:
            yield Line("plain", line)


async def show_rules(request: Request) -> Response:
    """Every rule set; `?q=` finds words in what a set says."""
    lang, rules = lang_of(request), desk_of(request).rules
    words = request.query_params.get("q", "").split()
    found = []
    for each in rules.library.rulesets:
        said = rules.said(each, lang) if words else ""
        if all(word in said for word in words):
            hits = [line.strip() for line in said.splitlines() if any(word in line for word in words)]
            found.append({"set": each, "years": years(each.fiscal_years, lang), "hits": hits[:3]})
    return page(
        request, "rules.html", "rules", sets=found, words=" ".join(words), known=rules.library.rulesets
    )


async def show_ruleset(request: Request) -> Response:
    """One rule set: each rule beside its clause, date and evidence."""
    lang, rules = lang_of(request), desk_of(request).rules
    found = rules.library.find(request.path_params["identity"])
    if isinstance(found, Problem):
        raise HTTPException(404)
    _, *lines = lines_of(rules.said(found, lang))
    return page(request, "text.html", "rules", title=found.title.of(lang), lines=lines, back="/rules")


async def show_difference(request: Request) -> Response:
    """Two rule sets side by side: only what they say differently."""
    lang, rules = lang_of(request), desk_of(request).rules
    asked = request.query_params
    first, second = rules.named(asked.get("first", "")), rules.named(asked.get("second", ""))

    def told(said: Said, ruleset: object) -> dict[str, object]:
        owner = first if ruleset is first else second
        return {
            "text": said.text,
            "source": list(source_lines(said.source, owner, lang)) if said.source else [],
        }

    rows = [
        (each.about, told(each.first, first), told(each.second, second))
        for each in differences(first, second, lang)
    ]
    return page(request, "difference.html", "rules", first=first, second=second, rows=rows)


async def show_codes(request: Request) -> Response:
    """Every code that a check or the scoring can say; `?q=` finds words of its page and its names in both languages."""
    lang, words = lang_of(request), request.query_params.get("q", "").strip()
    found = [
        {
            "name": name,
            "code": code,
            "title": title_of(name, lang),
            "says": code.in_general(lang),
        }
        for name, code in CODES.items()
        if all(word in _searched(name) for word in words.split())
    ]
    return page(request, "codes.html", "codes", codes=found, words=words, total=len(CODES))


@cache
def _searched(code: str) -> str:
    return "\n".join(line for lang in get_args(Lang) for line in code_page(code, lang))


async def show_check(request: Request) -> Response:
    """One check or code: what it looks for, why, its message; of a check how sure it is and its source."""
    code = request.path_params["code"]
    if code not in CODES:
        raise HTTPException(404)
    title, *lines = lines_of("\n".join(code_page(code, lang_of(request))))
    return page(request, "text.html", "codes", title=title.text, lines=lines, back="/codes")
