"""The one table of problem codes (问题代码). A code, once published, keeps its meaning.

Each entry: severity, Chinese and English message template, and the number in the reviewers' checklist (RC-nn).
`{name}` in a template is filled from `Problem.values`; use the same names in both languages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Code:
    """What a problem code means: its default severity and its message in two languages."""

    severity: Literal["error", "warning", "info"]
    zh: str
    en: str
    check: str | None = None


CODES: dict[str, Code] = {
    # reading files
    "file-missing": Code("error", "找不到文件「{file}」，请检查路径", 'no such file: "{file}"; check the path'),
    "file-unreadable": Code("error", "无法读取「{file}」：{reason}", 'cannot read "{file}": {reason}'),
    "file-empty": Code("error", "文件「{file}」是空的", '"{file}" is empty'),
    "format-unsupported": Code(
        "error", "不支持的文件格式「{suffix}」，支持：{known}", 'unsupported file format "{suffix}"; supported: {known}'
    ),
    "no-form-found": Code(
        "error",
        "「{file}」中没有找到绩效自评表：未见含“三级指标”“得分”等表头的表格",
        'no self-evaluation form found in "{file}": no table with header words such as 三级指标 and 得分',
    ),
}
