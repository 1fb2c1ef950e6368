"""Two rule sets side by side, as a table with a small picture, or as JSON (口径比较)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from perfeval.core.direction import Direction
from perfeval.core.glossary import comparator_words, evidence_words, word
from perfeval.core.problems import Lang
from perfeval.core.results import Score, Status
from perfeval.core.ruleset import Ruleset
from perfeval.documents.writers.report.write_json import number
from perfeval.documents.writers.report.write_table import score, shorten, signed, table

FORMAT = "perfeval.compare/1"
_BAR = 30


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A row or total as the report shows it; grounds are the rule's words and clause under either set."""

    form: str
    row: int | None
    name: str
    first: Score | None
    second: Score | None
    rise: tuple[Fraction, Fraction] | None
    first_ground: str
    second_ground: str
    first_status: Status | None = None
    second_status: Status | None = None
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class ComparisonReport:
    """What the writer needs: both sets, one line a total, one a changed row, the sums and the distribution."""

    first: Ruleset
    second: Ruleset
    totals: Sequence[ChangeLine]
    rows: Sequence[ChangeLine]
    counts: dict[str, int]
    low: Fraction
    high: Fraction
    distribution: Sequence[tuple[str, int]]


def compare_table(report: ComparisonReport, lang: Lang) -> str:
    """Totals, then the rows that change with the rule under either set, then sums and the distribution."""
    return "\n\n".join(_blocks(report, lang))


def _blocks(report: ComparisonReport, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    yield "\n".join(
        f"{mark} {each.id}：{each.title.of(lang)}（{each.evidence}）"
        for mark, each in (("A", report.first), ("B", report.second))
    )
    headers = ["自评表", "A", "B", "B − A"] if zh else ["form", "A", "B", "B − A"]
    rows = [
        [shorten(each.form, 40), _score(each.first), _score(each.second), _rise(each)]
        for each in report.totals
    ]
    yield table(rows, headers, ["left", "right", "right", "right"])
    for form in dict.fromkeys(each.form for each in report.rows):
        yield "\n".join(_rows_of(form, report, lang))
    yield "\n".join(_sums(report, lang))


def _rows_of(form: str, report: ComparisonReport, lang: Lang) -> Iterator[str]:
    yield f"■ {form}"
    for each in report.rows:
        if each.form == form:
            yield f"  {each.row}. {each.name}  {_score(each.first)} → {_score(each.second)}  {_rise(each)}"
            for mark, ground, status in (
                ("A", each.first_ground, each.first_status),
                ("B", each.second_ground, each.second_status),
            ):
                yield f"      {mark} {' · '.join(filter(None, (ground, _status(each, status, lang))))}"


def _status(line: ChangeLine, status: Status | None, lang: Lang) -> str:
    """What a person still has to look at in a row: undecided, refused, without marks, and which way it is compared."""
    if status not in ("undecided", "refused", "unmarked", "ignored"):
        return ""
    found = line.direction
    if status != "undecided" or found is None or not found.is_contested:
        return word(status, lang)
    said = (
        f"{evidence_words(found.evidence, found.words, lang)} → {comparator_words(found.comparators, lang)}"
    )
    return f"{word(status, lang)}（{said}）" if lang == "zh" else f"{word(status, lang)} ({said})"


def _sums(report: ComparisonReport, lang: Lang) -> Iterator[str]:
    counts = report.counts
    if lang == "zh":
        yield (
            f"总分：{counts['rise']} 张升（必升 {counts['surely_rise']}），"
            f"{counts['fall']} 张降（必降 {counts['surely_fall']}），{counts['same']} 张不变，"
            f"{counts['unknown']} 张不能确定；{counts['rows']} 行变化"
        )
        yield f"合计变化：最低 {signed(report.low)} 分，最高 {signed(report.high)} 分"
        yield "总分（上限）变化的分布（分）"
    else:
        yield (
            f"totals: {counts['rise']} rise ({counts['surely_rise']} surely), "
            f"{counts['fall']} fall ({counts['surely_fall']} surely), {counts['same']} same, "
            f"{counts['unknown']} unknown; {counts['rows']} rows change"
        )
        yield f"in all: low ends {signed(report.low)}, high ends {signed(report.high)}"
        yield "distribution of the change of totals (high ends, marks)"
    most = max((count for _, count in report.distribution), default=0)
    for name, count in report.distribution:
        bar = "█" * (count * _BAR // most if most else 0)
        yield f"  {name:>10}  {bar} {count}" if count else f"  {name:>10}"


def _score(found: Score | None) -> str:
    return "—" if found is None else score(found)


def _rise(line: ChangeLine) -> str:
    if line.rise is None:
        return "—"
    low, high = line.rise
    return signed(low) if low == high else f"{signed(low)} … {signed(high)}"


def compare_json(report: ComparisonReport) -> dict[str, Any]:
    """The comparison as JSON: decimals as text, null where one side could not be computed."""
    return {
        "format": FORMAT,
        "rulesets": [
            {"id": each.id, "version": each.version, "sha256": each.sha256, "evidence": each.evidence}
            for each in (report.first, report.second)
        ],
        "totals": [_line_json(each) for each in report.totals],
        "rows": [_line_json(each) for each in report.rows],
        "counts": report.counts,
        "rise": {"low": number(report.low, places=2), "high": number(report.high, places=2)},
        "distribution": [{"change": name, "forms": count} for name, count in report.distribution],
    }


def _line_json(line: ChangeLine) -> dict[str, Any]:
    return {
        "form": line.form,
        "row": line.row,
        "name": line.name,
        "first": _score_json(line.first),
        "second": _score_json(line.second),
        "rise": None if line.rise is None else [number(end, places=2) for end in line.rise],
        "first_ground": line.first_ground or None,
        "second_ground": line.second_ground or None,
        "first_status": line.first_status,
        "second_status": line.second_status,
        "direction": line.direction.name if line.direction else None,
    }


def _score_json(found: Score | None) -> dict[str, str] | None:
    return None if found is None else {"low": str(found.low), "high": str(found.high)}
