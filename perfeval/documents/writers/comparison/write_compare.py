"""Two rule sets side by side, as a table with a small picture, or as JSON (口径比较)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from perfeval.core.claim import score_text
from perfeval.core.figures import signed
from perfeval.core.glossary import comparator_words, evidence_words, word
from perfeval.core.problems import Lang
from perfeval.core.results import Score, Status
from perfeval.documents.writers.report.write_json import number
from perfeval.documents.writers.report.write_table import bracketed, shorten, table
from perfeval.review.compare import Change, SetsCompared, distribution

FORMAT = "perfeval.compare/1"
_BAR = 30


def compare_table(report: SetsCompared, lang: Lang) -> str:
    """Totals, then the rows that change with the rule under either set, then sums and the distribution."""
    return "\n\n".join(_blocks(report, lang))


def _blocks(report: SetsCompared, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    yield "\n".join(
        f"{mark} {each.id}：{bracketed(each.title.of(lang), word(each.evidence, lang), lang)}"
        for mark, each in (("A", report.first), ("B", report.second))
    )
    headers = ["自评表", "A", "B", "B − A"] if zh else ["form", "A", "B", "B − A"]
    totals = [(each.form, each.total) for each in report.forms]
    rows = [
        [shorten(form, 40), _score(each.first), _score(each.second), _rise(each)] for form, each in totals
    ]
    yield table(rows, headers, ["left", "right", "right", "right"])
    changed: dict[str, list[Change]] = {}
    for form in report.forms:
        changed.setdefault(form.form, []).extend(form.rows)
    for name, changes in changed.items():
        if changes:
            yield "\n".join([f"■ {name}", *(line for each in changes for line in _row(each, lang))])
    yield "\n".join(_sums(report, lang))


def _row(each: Change, lang: Lang) -> Iterator[str]:
    yield f"  {each.row}. {each.name}  {_score(each.first)} → {_score(each.second)}  {_rise(each)}"
    for mark, ground, status in (
        ("A", each.first_ground, each.first_status),
        ("B", each.second_ground, each.second_status),
    ):
        said = filter(None, (ground.shown(lang) if ground else "", _status(each, status, lang)))
        yield f"      {mark} {' · '.join(said)}"


def _status(line: Change, status: Status | None, lang: Lang) -> str:
    """What a person still has to look at in a row: undecided, refused, without marks, and which way it is compared."""
    if status not in ("undecided", "refused", "unmarked", "ignored"):
        return ""
    found = line.direction
    if status != "undecided" or found is None or not found.is_contested:
        return word(status, lang)
    said = (
        f"{evidence_words(found.evidence, found.words, lang)} → {comparator_words(found.comparators, lang)}"
    )
    return bracketed(word(status, lang), said, lang)


def _sums(report: SetsCompared, lang: Lang) -> Iterator[str]:
    counts, (low, high), groups = report.counts, report.rise, distribution(report.moves)
    if lang == "zh":
        yield (
            f"总分：{counts['rise']} 张升（必升 {counts['surely_rise']}），"
            f"{counts['fall']} 张降（必降 {counts['surely_fall']}），{counts['same']} 张不变，"
            f"{counts['unknown']} 张不能确定；{counts['rows']} 行变化"
        )
        yield f"合计变化：最低 {signed(low)} 分，最高 {signed(high)} 分"
        yield "总分（上限）变化的分布（分）"
    else:
        yield (
            f"totals: {counts['rise']} rise ({counts['surely_rise']} surely), "
            f"{counts['fall']} fall ({counts['surely_fall']} surely), {counts['same']} same, "
            f"{counts['unknown']} unknown; {counts['rows']} rows change"
        )
        yield f"in all: low ends {signed(low)}, high ends {signed(high)}"
        yield "distribution of the change of totals (high ends, marks)"
    most = max((count for _, count in groups), default=0)
    for name, count in groups:
        bar = "█" * (count * _BAR // most if most else 0)
        yield f"  {name:>10}  {bar} {count}" if count else f"  {name:>10}"


def _score(found: Score | None) -> str:
    return "—" if found is None else score_text(found)


def _rise(line: Change) -> str:
    if line.rise is None:
        return "—"
    low, high = line.rise
    return signed(low) if low == high else f"{signed(low)} … {signed(high)}"


def compare_json(report: SetsCompared) -> dict[str, Any]:
    """The comparison as JSON: decimals as text, null where one side could not be computed."""
    return {
        "format": FORMAT,
        "rulesets": [
            {"id": each.id, "version": each.version, "sha256": each.sha256, "evidence": each.evidence}
            for each in (report.first, report.second)
        ],
        "totals": [_line_json(each.form, each.total) for each in report.forms],
        "rows": [_line_json(form.form, each) for form in report.forms for each in form.rows],
        "counts": report.counts,
        "rise": {"low": number(report.rise[0], places=2), "high": number(report.rise[1], places=2)},
        "distribution": [{"change": name, "forms": count} for name, count in distribution(report.moves)],
    }


def _line_json(form: str, line: Change) -> dict[str, Any]:
    return {
        "form": form,
        "row": line.row,
        "name": line.name,
        "first": _score_json(line.first),
        "second": _score_json(line.second),
        "rise": None if line.rise is None else [number(end, places=2) for end in line.rise],
        "first_ground": line.first_ground and str(line.first_ground),
        "second_ground": line.second_ground and str(line.second_ground),
        "first_status": line.first_status,
        "second_status": line.second_status,
        "direction": line.direction.name if line.direction else None,
    }


def _score_json(found: Score | None) -> dict[str, str] | None:
    return None if found is None else {"low": str(found.low), "high": str(found.high)}
