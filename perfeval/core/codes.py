"""The one table of problem codes (问题代码), read from codes.tsv. A code, once published, keeps its meaning.

A line of the table, between tabs: code, severity, number in the reviewers' checklist (RC-nn) or -, message in Chinese,
message in English. A line that begins with # is a heading in both languages: what is being done, and why it is told.
`{name}` in a message is filled from `Problem.values`, in
both languages from the same names; \\n is a new line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal, cast

from perfeval.core.language import Lang, either

_VALUE = re.compile(r"\{\w+\}")
Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Code:
    """What a problem code means: its default severity, its message and the heading it stands under in two languages."""

    severity: Severity
    zh: str
    en: str
    check: str | None = None
    heading: tuple[str, str] = ("", "")

    def in_general(self, lang: Lang) -> str:
        """Its message without the values of one case: 填报得分 …，复算应为 …."""
        return _VALUE.sub("…", either(lang, self.zh, self.en).split("\n")[0])


def read_codes(table: str) -> dict[str, Code]:
    """The codes of a table in the order of its lines."""
    found: dict[str, Code] = {}
    heading = ("", "")
    for line in table.splitlines():
        if line.startswith("#"):
            first, _, second = line.removeprefix("# ").partition(" · ")
            heading = (first, second)
        else:
            code, severity, check, zh, en = line.replace("\\n", "\n").split("\t")
            found[code] = Code(cast(Severity, severity), zh, en, None if check == "-" else check, heading)
    return found


CODES = read_codes(files("perfeval.core").joinpath("codes.tsv").read_text(encoding="utf-8"))
