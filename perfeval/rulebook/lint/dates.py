"""Lints of dates and fiscal years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from perfeval.core.ruleset import Ruleset
from perfeval.plain.yaml_lines import Path
from perfeval.rulebook.lint.finding import Finding


def dates_unreadable(ruleset: Ruleset) -> Iterator[Finding]:
    """A date that is no date.

    ## What it does
    Reports `issued`, `effective_from` and `repealed_on` that are not written YYYY-MM-DD (`issued` may be a
    year).

    ## Why
    Dates order the versions of a rule.

    ## Example
    `effective_from: 2020年2月25日`; write `'2020-02-25'`.

    ## Source
    scoring-rules.md P04.
    """
    for path, text in _dates(ruleset):
        year_alone = path[-1] == "issued" and re.fullmatch(r"[0-9]{4}", text)
        if _date(text) is None and not year_alone:
            yield Finding(path, {"date": text})


def dates_order(ruleset: Ruleset) -> Iterator[Finding]:
    """Dates in an impossible order.

    ## What it does
    Reports a set that is in force before it was issued, or repealed before it came into force.

    ## Why
    One of the dates is a slip of the pen, and the wrong version would be chosen.

    ## Example
    `issued: '2020-02-25'`, `effective_from: '2019-01-01'`

    ## Source
    scoring-rules.md P04.
    """
    known = [(path, text) for path, text in _dates(ruleset) if _date(text)]
    for (_, before), (path, after) in combinations(known, 2):
        if after < before:
            yield Finding(path, {"before": before, "after": after})


def years_broken(ruleset: Ruleset) -> Iterator[Finding]:
    """Fiscal years that are no years.

    ## What it does
    Reports `fiscal_years` without a first year, or with an end that is no whole year between 1990 and 2100.

    ## Why
    A form's fiscal year is held against them.

    ## Example
    `fiscal_years: '[2020.5, inf)'`, `'(-inf, 2020]'`

    ## Source
    scoring-rules.md P04.
    """
    span = ruleset.fiscal_years
    ends = [end for end in (span.low, span.high) if end is not None]
    if span.low is None or any(end.denominator != 1 or not 1990 <= end <= 2100 for end in ends):
        yield Finding(("fiscal_years",), {"years": str(span)})


def years_before_document(ruleset: Ruleset) -> Iterator[Finding]:
    """Fiscal years that ended before the document was issued.

    ## What it does
    Reports a set that covers a fiscal year of more than one year before it came into force.

    ## Why
    A year's forms are written in the spring after it, so one year back is common, two are a slip.

    ## Example
    `effective_from: '2020-02-25'`, `fiscal_years: '[2018, inf)'`

    ## Source
    scoring-rules.md P04.
    """
    start = _date(ruleset.effective_from or "")
    low = ruleset.fiscal_years.low
    if start is not None and low is not None and low < start.year - 1:
        yield Finding(("fiscal_years",), {"years": str(ruleset.fiscal_years), "start": start.isoformat()})


def _dates(ruleset: Ruleset) -> list[tuple[Path, str]]:
    issued = ruleset.document.issued if ruleset.document else None
    named: list[tuple[Path, str | None]] = [
        (("document", "issued"), issued),
        (("effective_from",), ruleset.effective_from),
        (("repealed_on",), ruleset.repealed_on),
    ]
    return [(path, text) for path, text in named if text is not None]


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
