"""Parts of the summary page (汇总页的部件): a card, a table that folds on a narrow screen, the numbers of a picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from perfeval.batch.summary.summary import Row
from perfeval.batch.summary.summary_words import word
from perfeval.batch.year.headline import CategoryLine
from perfeval.core.problems import Lang
from perfeval.documents.writers.markup import Html, tag

CLASSES = {3: "error", 2: "warning", 1: "info"}
"""Colours of the weights of a finding."""


@dataclass(frozen=True, slots=True)
class Links:
    """Where a page leads on to (下钻): the address of a form, of a body's forms, of a group's rows, of a code."""

    form: Callable[[Row], str]
    body: Callable[[str | None], str]
    group: Callable[[CategoryLine], str]
    code: Callable[[str], str]


def led(text: str, href: str | None) -> Html:
    """A text that leads on, where there is somewhere to go."""
    return tag("a", text, href=href) if href else tag("span", text)


def section(key: str, lang: Lang, note: str, *parts: Html) -> Html:
    """A card of the page with its heading and note."""
    return tag(
        "section",
        tag("h2", word(key, lang)),
        tag("p", note, class_="quiet") if note else Html(""),
        *parts,
        class_="card",
        id=key,
    )


def table(headers: Sequence[tuple[str, str]], lines: Iterable[Sequence[str]]) -> Html:
    """A table; headers with the class of their cells ("n" for numbers)."""
    head = tag("tr", *(tag("th", name, class_=kind or None) for name, kind in headers))
    rows = [
        tag(
            "tr",
            *(
                tag("td", cell, class_=kind or None, data_label=name)
                for (name, kind), cell in zip(headers, line, strict=True)
            ),
        )
        for line in lines
    ]
    return tag("div", tag("table", tag("thead", head), tag("tbody", *rows), class_="rows"), class_="scroll")


def folded(numbers: Html, lang: Lang) -> Html:
    """The numbers behind a picture, to be unfolded."""
    return tag("details", tag("summary", "数据" if lang == "zh" else "the numbers"), numbers)
