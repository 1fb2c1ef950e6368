"""HTML and SVG out, safe by construction: text is escaped where it enters, only `tag` makes markup."""

from __future__ import annotations

from html import escape
from typing import Literal

from perfeval.core.visible import visible
from perfeval.documents.own_mark import OWN


class Html(str):
    """Markup that is finished and must not be escaped again; any other text is escaped."""

    __slots__ = ()


_VOID = frozenset(("br", "meta", "rect", "line", "circle", "path"))


def tag(name: str, /, *children: str, **attributes: str | int | None) -> Html:
    """An element; `class_` and `for_` lose their underscore, `data_label` becomes data-label, None is left out."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(visible(str(value)))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID and not children:
        return Html(f"<{name}{given}>" if name in ("br", "meta") else f"<{name}{given}/>")
    return Html(f"<{name}{given}>{join(*children)}</{name}>")


def quiet(text: str) -> Html:
    """A paragraph of the small print."""
    return tag("p", text, class_="quiet")


_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""A page of ours loads nothing and runs nothing."""


def whole_page(title: str, style: str, lang: Literal["zh", "en"], *content: str) -> str:
    """A self-contained HTML page."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name="generator", content=OWN),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title),
        tag("style", Html(style)),
    )
    page = tag("html", head, tag("body", *content), lang="zh-CN" if lang == "zh" else "en")
    return f"<!doctype html>\n{page}\n"


def join(*children: str) -> Html:
    """Children one after another, text among them escaped; a line break in text stays one."""
    return Html("".join(child if isinstance(child, Html) else escape(visible(child)) for child in children))
