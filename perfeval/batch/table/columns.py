"""Which column of a tidy table is what (明细表表头): the words of official forms, and those of exports in English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, TypeVar

from perfeval.batch.table_error import TableError
from perfeval.documents.recognition.words.bare import header_word
from perfeval.documents.recognition.words.columns import INDICATOR_COLUMNS
from perfeval.documents.recognition.words.labels import IDENTITY_LABELS
from perfeval.documents.recognition.words.money import FUND_COLUMNS

Key = TypeVar("Key")
TableKind = Literal["indicators", "funds"]


def _words(official: frozenset[str], more: str) -> frozenset[str]:
    return official | frozenset(more.split())


_SHARED = {
    "project_id": frozenset(("project_id", "id", "项目编号", "项目编码", "项目代码")),
    "project_name": _words(IDENTITY_LABELS["name"], "project_name project 项目"),
    "department": _words(IDENTITY_LABELS["department"], "department 部门"),
    "body": _words(IDENTITY_LABELS["body"] | IDENTITY_LABELS["unit"], "body"),
}
COLUMNS: Mapping[TableKind, Mapping[str, frozenset[str]]] = {
    "indicators": {
        **_SHARED,
        "level1": _words(INDICATOR_COLUMNS["dimension"], "level1 dimension"),
        "level2": _words(INDICATOR_COLUMNS["category"], "level2 category"),
        "name": _words(INDICATOR_COLUMNS["name"], "level3 name indicator"),
        "target": _words(INDICATOR_COLUMNS["target"], "target"),
        "initial_target": INDICATOR_COLUMNS["initial_target"],
        "comparator": INDICATOR_COLUMNS["comparator"],
        "unit": INDICATOR_COLUMNS["unit"],
        "actual": _words(INDICATOR_COLUMNS["actual"], "actual"),
        "points": _words(INDICATOR_COLUMNS["points"], "points weight"),
        "submitted_score": _words(INDICATOR_COLUMNS["score"], "submitted_score score 填报得分"),
    },
    "funds": {
        **_SHARED,
        "body": _SHARED["body"] | {"单位"},
        "initial_budget": _words(FUND_COLUMNS["initial_budget"], "initial_budget"),
        "budget": _words(FUND_COLUMNS["budget"], "budget"),
        "executed": _words(FUND_COLUMNS["executed"], "executed"),
        "points": _words(FUND_COLUMNS["points"], "points weight"),
        "submitted_score": _words(FUND_COLUMNS["score"], "submitted_score score 填报得分"),
    },
}
NEEDED: Mapping[TableKind, tuple[str, ...]] = {
    "indicators": ("project_id", "target", "actual", "points"),
    "funds": ("project_id", "budget", "executed", "points"),
}
_EXAMPLES = {
    "project_id": "项目编号",
    "target": "年度指标值",
    "actual": "实际完成值",
    "points": "分值",
    "budget": "全年预算数",
    "executed": "全年执行数",
}
_INSTEAD = {"project_id": "project_name", "target": "initial_target"}
"""A table without the first has the second in its place."""


def columns_of(printed: Iterable[str], kind: TableKind, where: str) -> dict[str, str]:
    """Our name of each column that is known -> its own; raises TableError, which begins with `where`."""
    several = list(printed)
    names = {text: text for text in several}
    for text in names:
        if several.count(text) > 1 and (name := _name_of(text, kind)) is not None:
            raise TableError(
                f"{where}: 有 {several.count(text)} 列都叫「{text}」，请只保留一列 (two columns for {name})"
            )
    found, missing = columns_among(names, kind, where)
    if missing:
        raise TableError(f"{where}: 缺少列 {'、'.join(missing)} (missing columns)")
    return found


def columns_among(
    printed: Mapping[Key, str], kind: TableKind, where: str
) -> tuple[dict[str, Key], tuple[str, ...]]:
    """Our name of each column that is known -> its key, and the needed ones that are not there, in words.

    Raises TableError for two columns of one name.
    """
    found: dict[str, Key] = {}
    for key, text in printed.items():
        name = _name_of(text, kind)
        if name in found:
            both = f"「{printed[found[name]].strip()}」和「{text.strip()}」"
            raise TableError(f"{where}: {both}是同一列，请只保留一列 (two columns for {name})")
        if name is not None:
            found[name] = key
    for name, instead in _INSTEAD.items():
        if name not in found and instead in found:
            found[name] = found.pop(instead)
    missing = (f"{name}（{_EXAMPLES[name]}）" for name in NEEDED[kind] if name not in found)
    return found, tuple(missing)


def _name_of(printed: str, kind: TableKind) -> str | None:
    """Our name of a column by its header, None for one that is not used."""
    word = header_word(printed).lower()
    return next((name for name, words in COLUMNS[kind].items() if word in words), None)
