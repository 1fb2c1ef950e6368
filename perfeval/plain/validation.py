"""What pydantic finds wrong in a file, as problems with line and column (校验信息), for rules and cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pydantic import ValidationError

from perfeval.core.problems import Problem
from perfeval.plain.yaml_lines import Path, Plain, YamlDocument

_REASONS: dict[str, tuple[str, str]] = {
    "missing": ("缺少必填项「{name}」", 'required key "{name}" is missing'),
    "extra_forbidden": ("不认识的键「{name}」，请检查拼写", 'unknown key "{name}"; check the spelling'),
    "literal_error": (
        "「{input}」不是允许的值，可取：{expected}",
        '"{input}" is not allowed; one of: {expected}',
    ),
    "union_tag_invalid": (
        "「{tag}」不是已知的种类，可取：{expected_tags}",
        '"{tag}" is not a known kind: {expected_tags}',
    ),
    "union_tag_not_found": ("缺少 kind（计分方法的种类）", "kind (of the method) is missing"),
    "string_type": ("应为文字", "must be text"),
    "tuple_type": ("应为列表", "must be a list"),
    "dict_type": ("应为键值结构", "must be a mapping"),
    "model_type": ("应为键值结构", "must be a mapping"),
    "model_attributes_type": ("应为键值结构", "must be a mapping"),
    "int_parsing": ("应为整数", "must be a whole number"),
    "bool_parsing": ("应为 yes 或 no", "must be yes or no"),
    "too_short": ("至少要有 {min_length} 项", "needs at least {min_length}"),
    "greater_than": ("应大于 {gt}", "must be greater than {gt}"),
    "greater_than_equal": ("不应小于 {ge}", "must be at least {ge}"),
    "string_pattern_mismatch": ("不能含斜杠、空格，也不能以点开头", "no slash, blank or leading dot"),
    "less_than_equal": ("不应大于 {le}", "must be at most {le}"),
}

_VALUE_REASONS: dict[str, str] = {
    "not a plain decimal number": "应为数字，如 0.8 或 2/3（60% 写 0.6）",
    "not an exact number": "应为一个数字，如 0.8 或 2/3",
    "a missed row earns": "未完成时的得分比例应在 0 与 1 之间",
    "not an interval": "应为区间，如 [0.8, 1] 或 [0, 0.6)",
    "empty interval": "区间是空的：左端应小于右端",
    "source needs exactly one": "依据只写一个：clause（条款）或 interpretation（理解）",
    "a share of the marks needs": "得分比例的两端都要写数，不能写 inf",
    "an interpolation needs": "插值至少要有两个点，横坐标各不相同",
}
"""What the validators of the models say, by the beginning of their English message."""


def validation_problems(
    error: ValidationError,
    document: YamlDocument,
    code: str,
    file: str | None,
    path_of: Callable[[Path], Path] = lambda location: location,
) -> tuple[Problem, ...]:
    """One problem for each faulty entry; `path_of` turns a location in the model into the path in the
    file.
    """
    problems = []
    for path, each in _telling(
        [(_known(document.value, path_of(each["loc"])), each) for each in error.errors()]
    ):
        location = path_of(each["loc"])
        reason = _reason(each, str(location[-1]) if location else "")
        problems.append(invalid(document, path, reason, code, file))
    return tuple(problems)


def _telling(found: list[tuple[Path, Any]]) -> Iterator[tuple[Path, Any]]:
    """Drop the duplicates that pydantic reports for every member of a union, and for every union around it."""
    seen: set[tuple[Path, object]] = set()
    for path, each in found:
        inside = any(other[: len(path)] == path and len(other) > len(path) for other, _ in found)
        key = (path, each["loc"] if each["type"] == "missing" else None)
        if key in seen or (each["type"] == "literal_error" and inside):
            continue
        seen.add(key)
        yield path, each


def invalid(
    document: YamlDocument, path: Path, reason: tuple[str, str], code: str, file: str | None
) -> Problem:
    """A problem of one entry of a file; `reason` in Chinese and English."""
    shown = ".".join(str(part) for part in path) or "/"
    values = {"path": shown, "reason_zh": reason[0], "reason_en": reason[1]}
    return Problem(code, values, document.place(path), file)


def _known(value: Plain, location: Path) -> Path:
    """The part of a location that the file has.

    pydantic puts the tags of unions into its locations; the file has no such keys, so they are left out.
    """
    path: Path = ()
    node: Plain = value
    for part in location:
        if isinstance(node, dict) and part in node:
            node, path = node[str(part)], (*path, part)
        elif isinstance(node, list) and isinstance(part, int) and part < len(node):
            node, path = node[part], (*path, part)
    return path


def _reason(error: Any, name: str) -> tuple[str, str]:
    if error["type"] == "value_error":
        said = str(error["ctx"]["error"])
        return next((zh for start, zh in _VALUE_REASONS.items() if said.startswith(start)), said), said
    known = _REASONS.get(error["type"])
    if known is None:
        return error["msg"], error["msg"]
    values = {"name": name, "input": str(error.get("input")), **error.get("ctx", {})}
    return known[0].format(**values), known[1].format(**values)
