"""A year under two rule sets on the terminal, or as JSON (全年口径比较)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from perfeval.core.problems import Lang
from perfeval.documents.writers.comparison.compare_charts import change, mean
from perfeval.documents.writers.comparison.year_comparison import (
    FALLS,
    KIND_WORDS,
    RISES,
    UNCOMPARED,
    UNCOMPARED_WORDS,
    ComparedSet,
    Mover,
    Moves,
    Uncompared,
    YearComparison,
)
from perfeval.documents.writers.report.write_json import number
from perfeval.documents.writers.report.write_table import shorten, table

FORMAT = "perfeval.compare-year/1"
_MOST_GROUPS = 30


def year_table(found: YearComparison, lang: Lang) -> str:
    """Both sets, the totals, then categories and departments from those that lose to those that win."""
    return "\n\n".join(_blocks(found, lang))


def _blocks(found: YearComparison, lang: Lang) -> Iterator[str]:
    yield "\n".join(_set(mark, each, lang) for mark, each in (("A", found.first), ("B", found.second)))
    zh = lang == "zh"
    headings = {
        "": [found.totals, found.rows],
        "按类别" if zh else "by category": found.categories,
        "按部门" if zh else "by department": found.departments,
    }
    for heading, groups in headings.items():
        if groups:
            yield (f"■ {heading}\n" if heading else "") + _groups(groups, lang)
    if found.uncompared:
        yield _uncompared(found.uncompared, lang)
    if found.duplicates:
        yield (
            f"每个项目计一次，重复报送的 {found.duplicates:,} 张不计入"
            if zh
            else f"each project counts once: {found.duplicates:,} forms handed in again are left out"
        )
    if names := found.without_forms:
        said = "没有读到自评表、未参加比较的文件" if zh else "files without forms, not compared"
        yield f"{said}（{len(names):,}）：{'、'.join(names[:_MOST_GROUPS])}{' …' if len(names) > _MOST_GROUPS else ''}"


def _uncompared(reasons: Sequence[Uncompared], lang: Lang) -> str:
    """Each reason with how many forms it stops under either set, and an example."""
    heading, *headers = UNCOMPARED_WORDS[lang]
    lines = [[f"{each.forms[0]:,}", f"{each.forms[1]:,}", each.project, each.message] for each in reasons]
    rows = [[a, b, shorten(project, 24), shorten(message, 64)] for a, b, project, message in lines]
    return f"■ {heading}\n" + table(rows, headers, ["right", "right", "left", "left"])


def _set(mark: str, each: ComparedSet, lang: Lang) -> str:
    known = f"（{each.known(lang)}）" if each.known(lang) else ""
    return f"{mark} {each.id}：{each.called(lang)}{known}"


def _groups(groups: Sequence[Moves], lang: Lang) -> str:
    headers = {
        "zh": [
            "",
            "合计",
            "降",
            "必降",
            "不变",
            "不能确定",
            "升",
            "必升",
            "不能比较",
            "平均变化",
            "合计变化",
        ],
        "en": ["", "all", "fall", "surely", "same", "untold", "rise", "surely", "no score", "mean", "sum"],
    }[lang]
    rows = [
        [
            shorten(each.title(lang), 36),
            *(f"{count:,}" for count in _counts(each)),
            mean(each),
            change(each.low, each.high),
        ]
        for each in groups[:_MOST_GROUPS]
    ]
    left_out = len(groups) - _MOST_GROUPS
    more = {
        "zh": f"\n（另有 {left_out} 组，见 -o 目录或 .xlsx）",
        "en": f"\n({left_out} more: -o a folder or .xlsx)",
    }
    found = table(rows, headers, ["left", *["right"] * (len(headers) - 1)])
    return found + (more[lang] if left_out > 0 else "")


def _counts(each: Moves) -> tuple[int, ...]:
    kinds = (FALLS, ("surely_fall",), ("same",), ("apart",), RISES, ("surely_rise",), UNCOMPARED)
    return (each.all, *(each.of(*some) for some in kinds))


def year_json(found: YearComparison) -> dict[str, Any]:
    """The comparison as JSON: decimals as text."""
    return {
        "format": FORMAT,
        "rulesets": [
            {"id": each.id, "version": each.version, "evidence": each.evidence}
            for each in (found.first, found.second)
        ],
        "files": found.files,
        "without_forms": list(found.without_forms),
        "duplicates": found.duplicates,
        "totals": _moves_json(found.totals),
        "rows": _moves_json(found.rows),
        "departments": [_moves_json(each) for each in found.departments],
        "categories": [_moves_json(each) for each in found.categories],
        "distribution": [{"change": label, **_moves_json(each)} for label, each in found.distribution],
        "winners": [_mover_json(each) for each in found.winners],
        "losers": [_mover_json(each) for each in found.losers],
        "unsure": [_mover_json(each) for each in found.unsure],
        "uncompared": [
            {
                "code": each.code,
                "first": each.forms[0],
                "second": each.forms[1],
                "example": {"form": each.project, "message": each.message},
            }
            for each in found.uncompared
        ],
    }


def _moves_json(moves: Moves) -> dict[str, Any]:
    counts = {kind: moves.of(kind) for kind in KIND_WORDS}
    ends = {"low": number(moves.low, places=2), "high": number(moves.high, places=2)}
    return {"name": moves.name[0], "count": moves.all, "counts": counts, **ends}


def _mover_json(mover: Mover) -> dict[str, Any]:
    return {
        "form": mover.name,
        "department": mover.department,
        "first": [number(end, places=2) for end in mover.first],
        "second": [number(end, places=2) for end in mover.second],
        "rise": [number(end, places=2) for end in (mover.low, mover.high)],
        "kind": mover.kind,
    }
