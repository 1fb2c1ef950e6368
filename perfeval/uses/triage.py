"""What a reviewer works through (待办清单): findings of all documents, filtered by facets, each with its count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from perfeval.core.results import RowResult
from perfeval.review.record.changes import FormReview, Judged, Review

FACETS = ("verdict", "state", "severity", "code", "body", "file", "since")
"""结论 · 处理 · 轻重 · 问题 · 单位 · 文件 · 与上次相比."""
_WITHOUT_INFO = ("error", "warning")


@dataclass(frozen=True, slots=True)
class Item:
    """One finding with the form that it belongs to; `form` is None where a document has no form."""

    judged: Judged
    form: FormReview | None
    file: str
    facets: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: how many findings it would show, and whether it is chosen."""

    value: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for: values by facet (any of them), words in the message or names, and whether infos show."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: str = ""
    with_info: bool = False

    def fits(self, item: Item, but: str = "") -> bool:
        """Whether an item is wanted, leaving out one facet so that its other values can be counted."""
        return all(
            item.facets[facet] in values for facet, values in self.chosen.items() if values and facet != but
        )


@dataclass(frozen=True, slots=True)
class Worklist:
    """The findings that a filter leaves, the choices of every facet, and how many of them are decided."""

    items: tuple[Item, ...]
    choices: Mapping[str, tuple[Choice, ...]]
    decided: int
    total: int
    """All findings, whatever the filter."""


def worklist(review: Review, wanted: Filter) -> Worklist:
    """The findings of a review under a filter."""
    everything = _items(review)
    known = [each for each in everything if wanted.with_info or each.facets["severity"] in _WITHOUT_INFO]
    said = [each for each in known if _says(each, wanted.words)]
    shown = tuple(each for each in said if wanted.fits(each))
    choices = {facet: _choices(said, wanted, facet) for facet in FACETS}
    decided = sum(not each.judged.is_open for each in known)
    return Worklist(shown, choices, decided, len(known))


def _items(review: Review) -> list[Item]:
    found = [_item(each, None, each.finding.problem.file or "", "", "refused") for each in review.others]
    for form in review.forms:
        shown, result = form.checked.verdict, form.checked.result
        body = result.form.body or result.form.department or ""
        found += [_item(each, form, result.form.file or "", body, shown) for each in form.findings]
    return found


def _item(judged: Judged, form: FormReview | None, file: str, body: str, verdict: str) -> Item:
    problem = judged.finding.problem
    facets = {
        "verdict": verdict,
        "state": judged.state,
        "severity": problem.severity,
        "code": problem.code,
        "body": body,
        "file": file,
        "since": judged.since,
    }
    return Item(judged, form, file, facets)


def _says(item: Item, words: str) -> bool:
    if not words:
        return True
    problem = item.judged.finding.problem
    name = item.form.checked.result.form.name if item.form else ""
    text = " ".join((problem.message("zh"), problem.indicator or "", name, item.file, problem.code))
    return all(word in text for word in words.split())


def _choices(items: Sequence[Item], wanted: Filter, facet: str) -> tuple[Choice, ...]:
    counts = Counter(each.facets[facet] for each in items if wanted.fits(each, but=facet))
    chosen = wanted.chosen.get(facet, ())
    values = sorted({*counts, *chosen}, key=lambda value: (-counts[value], value))
    return tuple(Choice(value, counts[value], value in chosen) for value in values)


def rows_changed(before: FormReview, now: FormReview) -> Iterator[tuple[RowResult, RowResult]]:
    """Rows of one form whose score or verdict is another under other rules (换用): as they were, and as they are."""
    for was, becomes in zip(before.checked.result.rows, now.checked.result.rows, strict=False):
        if (was.status, was.score) != (becomes.status, becomes.score):
            yield was, becomes
