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
    "file-missing": Code(
        "error", "找不到文件「{file}」，请检查路径", 'no such file: "{file}"; check the path'
    ),
    "file-unreadable": Code("error", "无法读取「{file}」：{reason}", 'cannot read "{file}": {reason}'),
    "file-empty": Code("error", "文件「{file}」是空的", '"{file}" is empty'),
    "format-unsupported": Code(
        "error",
        "不支持的文件格式「{suffix}」，支持：{known}",
        'unsupported file format "{suffix}"; supported: {known}',
    ),
    "no-form-found": Code(
        "error",
        "「{file}」中没有找到绩效自评表：未见含“三级指标”“得分”等表头的表格",
        'no self-evaluation form found in "{file}": no table with header words such as 三级指标 and 得分',
    ),
    # YAML and JSON text (cases and rule files)
    "yaml-syntax": Code(
        "error",
        "不是合法的 YAML：请检查此处的缩进、引号、冒号和括号（解析器：{reason}）",
        "not valid YAML: check indentation, quotes, colons and brackets here (parser: {reason})",
    ),
    "yaml-character": Code(
        "error",
        "文件中有不可见的控制字符 {character}，请删除",
        "control character {character} in the file; delete it",
    ),
    "yaml-duplicate-key": Code(
        "error",
        "键「{name}」在同一处出现了两次，只能保留一个",
        'key "{name}" stands twice in one place; keep one',
    ),
    "yaml-key-not-text": Code("error", "键必须是文字", "a key must be text"),
    "yaml-alias": Code(
        "error",
        "不允许使用 YAML 锚点或别名「{name}」，请把内容直接写出来",
        'YAML anchor or alias "{name}" is not allowed; write the content out',
    ),
    "yaml-tag": Code(
        "error", "不允许使用 YAML 标签「{name}」，请删除", 'YAML tag "{name}" is not allowed; delete it'
    ),
    "yaml-too-deep": Code("error", "嵌套超过 {limit} 层", "nested more than {limit} levels deep"),
    "yaml-several-documents": Code(
        "error",
        "一个文件只能有一份内容：请删除这一行“---”或分成两个文件",
        'one file holds one document: delete this "---" or split the file',
    ),
}
