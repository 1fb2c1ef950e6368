"""Parts of pictures as inline SVG (图的部件): numbers, legends, bars beside their name and figure."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from perfeval.core.exact import round_to
from perfeval.documents.writers.markup import Html, tag


def at(value: Fraction) -> str:
    """A place or a length in a picture."""
    return f"{round_to(value, 2, 'half_up'):f}"


def legend(keys: Iterable[tuple[str, str]]) -> Html:
    """Colours, each the class of its key, with their words."""
    return tag(
        "p",
        *(tag("span", tag("span", "", class_=f"key {colour}"), word) for colour, word in keys),
        class_="legend",
    )


def piece(left: Fraction, width: Fraction, colour: str, says: str = "") -> Html:
    """A part of a bar, in hundredths of it, with what is shown when the pointer rests on it."""
    words = (tag("title", says),) if says else ()
    return tag("rect", *words, x=at(left), y=0, width=at(width), height=10, class_=colour)


def bar(name: Html, parts: Iterable[Html], figure: Html) -> Html:
    """A line of a list: a name, a bar of 100 by 10 that is stretched to the width that is left, its figure.

    Who does not see it has the name and the figure.
    """
    picture = tag("svg", *parts, viewBox="0 0 100 10", preserveAspectRatio="none", aria_hidden="true")
    return tag("li", name, tag("span", picture, class_="bar"), figure)
