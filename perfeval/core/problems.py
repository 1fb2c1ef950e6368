"""Problems are data: a stable code, a severity, an address and the values of the message (问题)."""

from __future__ import annotations

from dataclasses import dataclass, field

from perfeval.core.codes import CODES
from perfeval.core.codes import Severity as Severity
from perfeval.core.language import LANGS as LANGS
from perfeval.core.language import Lang as Lang
from perfeval.core.language import either


@dataclass(frozen=True, slots=True)
class Place:
    """Address inside a document (位置): only the coordinates that the format has; all count from 1."""

    page: int | None = None
    sheet: str | None = None
    cell: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    line: int | None = None
    box: str | None = None

    def describe(self, lang: Lang = "zh") -> str:
        """The address in words, largest unit first."""
        names = _PLACE_WORDS[lang]
        found = [(name, getattr(self, name)) for name in _PLACE_ORDER]
        return names["between"].join(names[name].format(value) for name, value in found if value is not None)

    def __str__(self) -> str:
        return self.describe("en")


_PLACE_ORDER = ("page", "sheet", "cell", "table", "line", "row", "column", "box")
_PLACE_WORDS: dict[Lang, dict[str, str]] = {
    "zh": {
        "page": "第{}页",
        "sheet": "工作表「{}」",
        "cell": "单元格 {}",
        "table": "第{}个表",
        "line": "第{}行",
        "row": "第{}行",
        "column": "第{}列",
        "box": "区域 {}",
        "between": "",
    },
    "en": {
        "page": "page {}",
        "sheet": 'sheet "{}"',
        "cell": "cell {}",
        "table": "table {}",
        "line": "line {}",
        "row": "row {}",
        "column": "column {}",
        "box": "box {}",
        "between": ", ",
    },
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: never raised, always collected with all others.

    `values` fill the message template of `code` (perfeval.core.codes); `row` counts the indicator rows of the
    form from 1 (0 is the execution row); `check` is the number of the reviewers' checklist, e.g. "RC-17".
    """

    code: str
    values: dict[str, str] = field(default_factory=dict)
    place: Place | None = None
    file: str | None = None
    row: int | None = None
    indicator: str | None = None
    severity_override: Severity | None = None

    @property
    def severity(self) -> Severity:
        """Severity of the code, unless the rule set set another."""
        return self.severity_override or CODES[self.code].severity

    @property
    def check(self) -> str | None:
        """Number in the reviewers' checklist (复核清单), where the code has one."""
        return CODES[self.code].check

    def message(self, lang: Lang = "zh") -> str:
        """The finding in words: what is wrong, and what to do where that is known."""
        code = CODES[self.code]
        return either(lang, code.zh, code.en).format(**self.values)
