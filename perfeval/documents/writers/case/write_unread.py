"""The cells of the forms that no field holds (未读单元格): a line each for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Literal

from perfeval.core.problems import Lang
from perfeval.documents.recognition.ledger import Reason, Unread

REASONS: Mapping[Lang, Mapping[Reason, str]] = {
    "zh": {
        "head": "表头部分，标签不认识",
        "money": "资金部分，不认识",
        "goals": "目标部分，不认识",
        "table": "指标表内，所在列没有认识的表头",
        "row": "指标表内，整行不认识",
        "subtotal": "小计或栏目名称，不单独计分",
        "task": "任务或其他资金明细，不是本表的预算执行",
        "foot": "表尾说明",
    },
    "en": {
        "head": "top of the form, unknown label",
        "money": "fund block, not understood",
        "goals": "goals, not understood",
        "table": "indicator table, no known header over the column",
        "row": "indicator table, row not understood",
        "subtotal": "subtotal or name of a section, not scored by itself",
        "task": "task or other money in detail, not the form's own budget",
        "foot": "foot of the paper",
    },
}


def write_unread(cells: Sequence[Unread], shape: Literal["yaml", "json"], lang: Lang) -> str:
    """The unread cells in document order, each with its form, place and why it is left over."""
    if shape == "json":
        return json.dumps([_written(each, lang) for each in cells], ensure_ascii=False, indent=1)
    if not cells:
        return "没有未读的单元格" if lang == "zh" else "no cell is unread"
    return "\n".join("\t".join(_written(each, lang).values()) for each in cells)


def _written(each: Unread, lang: Lang) -> dict[str, str]:
    return {
        "file": each.file,
        "form": each.form,
        "place": each.place.describe(lang) if each.place else "",
        "text": each.text,
        "reason": REASONS[lang][each.reason],
    }
