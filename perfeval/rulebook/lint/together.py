"""Lints of all rule sets together: every form has one default set, in every year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations, product
from pathlib import PurePath

from perfeval.core.form import FormKind
from perfeval.core.ruleset import Filer, Ruleset
from perfeval.rulebook.lint.finding import Finding
from perfeval.rulebook.load import Loaded
from perfeval.rulebook.select import specificity

LAST_YEAR = date.max.year
Fault = tuple[Loaded, Finding]


def defaults_overlap(loaded: Sequence[Loaded]) -> Iterator[Fault]:
    """Two sets that are both the default for one form.

    ## What it does
    Reports two sets of one jurisdiction that fit the same filer, kind of form and layout in the same fiscal
    year, and are equally specific.

    ## Why
    `check` would have to ask the user every time.

    ## Example
    two sets for `cn/hubei` with `fiscal_years: '[2020, inf)'` and `'[2023, inf)'`; end the first with
    `'[2020, 2022]'`.

    ## Source
    perfeval design, section 4: which rule set.
    """
    for (_, one), (later, other) in combinations(_defaults(loaded), 2):
        year = _shared_year(one, other)
        if year is not None and _same_forms(one, other):
            yield later, Finding(("fiscal_years",), {"other": one.id, "year": str(year)})


def defaults_gap(loaded: Sequence[Loaded]) -> Iterator[Fault]:
    """Fiscal years between two versions that no set covers.

    ## What it does
    For each jurisdiction, filer, kind of form and layout: reports years between the first and the last set
    that have none.

    ## Why
    A form of such a year would fall back to a wider jurisdiction without anybody having decided so.

    ## Example
    `'[2016, 2018]'` and `'[2020, inf)'`: 2019 has no set.

    ## Source
    perfeval design, section 4.
    """
    by_form: dict[tuple[str, Filer, FormKind, object], list[tuple[Loaded, Ruleset]]] = {}
    for each, rules in _defaults(loaded):
        for filer, form in product(rules.filers, rules.forms):
            by_form.setdefault((rules.jurisdiction, filer, form, rules.layouts), []).append((each, rules))
    reported: set[tuple[str, int]] = set()
    for several in by_form.values():
        for later, rules, year in _gaps(several):
            if (rules.id, year) not in reported:
                reported.add((rules.id, year))
                yield later, Finding(("fiscal_years",), {"year": str(year), "id": rules.id})


def supersedes_unknown(loaded: Sequence[Loaded]) -> Iterator[Fault]:
    """A set that supersedes one that is not there, or one that still applies.

    ## What it does
    Reports a `supersedes` that names no set, the set itself, or a set whose fiscal years do not end before
    its own.

    ## Why
    A superseded rule that still applies is two rules.

    ## Example
    `supersedes: cn-form-2016` where no such set exists

    ## Source
    scoring-rules.md P01.
    """
    by_id = {each.ruleset.id: each.ruleset for each in loaded if each.ruleset}
    for each in loaded:
        rules = each.ruleset
        if rules is None or rules.supersedes is None:
            continue
        older = by_id.get(rules.supersedes)
        if older is None or older.id == rules.id or _shared_year(older, rules) is not None:
            yield each, Finding(("supersedes",), {"id": rules.supersedes})


def file_misplaced(loaded: Sequence[Loaded]) -> Iterator[Fault]:
    """A rule file whose place does not say what it is.

    ## What it does
    Reports a file whose name is no date, or whose first folder is not its jurisdiction.

    ## Why
    `<jurisdiction>/<document>/<date>.yaml` lets a reader find the version of a year without opening any file.

    ## Example
    rules/hubei/form/new.yaml for `jurisdiction: cn/hubei`; write rules/cn-hubei/form-2020/2020-01-01.yaml.

    ## Source
    perfeval design, section 2.
    """
    for each in loaded:
        if each.ruleset is None or each.file is None:
            continue
        path = PurePath(each.file)
        folder = path.parts[-3] if len(path.parts) > 2 else ""
        wanted = each.ruleset.jurisdiction.replace("/", "-")
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", path.stem) or not wanted.startswith(folder):
            yield each, Finding((), {"file": "/".join(path.parts[-3:]), "folder": wanted})


def _same_forms(one: Ruleset, other: Ruleset) -> bool:
    shared = set(one.filers) & set(other.filers) and set(one.forms) & set(other.forms)
    layouts = one.layouts is None or other.layouts is None or set(one.layouts) & set(other.layouts)
    return (
        one.jurisdiction == other.jurisdiction
        and bool(shared)
        and bool(layouts)
        and specificity(one) == specificity(other)
    )


def _years(rules: Ruleset) -> tuple[int, int]:
    span = rules.fiscal_years
    first = int(span.low) if span.low is not None else 0
    return first, int(span.high) - span.high_open if span.high is not None else LAST_YEAR


def _shared_year(one: Ruleset, other: Ruleset) -> int | None:
    (start, end), (first, last) = _years(one), _years(other)
    year = max(start, first)
    return year if year <= min(end, last) else None


def _defaults(loaded: Sequence[Loaded]) -> list[tuple[Loaded, Ruleset]]:
    usable = [(each, each.ruleset) for each in loaded if each.ruleset is not None]
    return [(each, rules) for each, rules in usable if rules.tier != "inferred"]


def _gaps(several: list[tuple[Loaded, Ruleset]]) -> Iterator[tuple[Loaded, Ruleset, int]]:
    """The sets, in the order of their first years, before which a year has no set."""
    ordered = sorted(several, key=lambda pair: _years(pair[1]))
    covered = _years(ordered[0][1])[1]
    for each, rules in ordered[1:]:
        first, last = _years(rules)
        if first > covered + 1:
            yield each, rules, covered + 1
        covered = max(covered, last)
