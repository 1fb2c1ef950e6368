"""Checks as pages (检查说明): what `checks list` and `checks show` print, and what docs/checks.md is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

from perfeval.core.codes import CODES
from perfeval.core.glossary import word
from perfeval.core.problems import Lang
from perfeval.core.ruleset import Text
from perfeval.review.checks import CHECKS, find_check
from perfeval.review.checks.precision import precision_line

_MODES = {
    "A": Text(zh="自动", en="automatic"),
    "B": Text(zh="需同一文件的其他材料", en="needs more of the document"),
    "C": Text(zh="建议，由人判断", en="proposal, a person decides"),
}


def list_lines(lang: Lang) -> Iterator[str]:
    """One line a check: code, number in the checklist, severity, mode, title."""
    for each in CHECKS:
        number = each.number or "—"
        yield f"{each.code:<30}{number:<7}{each.mode}  {word(each.severity, lang)}  {each.title.of(lang)}"
    yield f"{len(CHECKS)} 项检查" if lang == "zh" else f"{len(CHECKS)} checks"


def title_of(code: str, lang: Lang) -> str:
    """What a check is called; nothing for a code that no check has."""
    check = find_check(code)
    return check.title.of(lang) if check else ""


def code_page(code: str, lang: Lang) -> Iterator[str]:
    """The page of any code that is printed: its message, what is done, why; of a check also how often it was right."""
    found, check, told = CODES[code], find_check(code), _EXPLAINED.get(code)
    yield f"{code}  {title_of(code, lang)}".rstrip()
    mode = (f"{check.mode} {_MODES[check.mode].of(lang)}",) if check else ()
    yield " · ".join((found.check or "—", word(found.severity, lang), *mode))
    if check:
        yield precision_line(code, lang)
    yield ""
    yield found.zh if lang == "zh" else found.en
    yield ""
    if lang == "en" and check:
        yield from (line.removeprefix("    ") for line in check.page.strip().splitlines())
        return
    if told:
        what, why = told[lang]
        yield f"做法：{what}" if lang == "zh" else f"What it does: {what}"
        yield f"理由：{why}" if lang == "zh" else f"Why: {why}"
    if check and (sources := _sources(check.page)):
        yield f"来源：{'、'.join(sources)}"
    if not told:
        yield found.heading[0 if lang == "zh" else 1]


def _sources(page: str) -> list[str]:
    """The numbers under the heading Source: of the checklist, of rules and parameters, of questions."""
    return re.findall(r"\b(?:RC|[A-Z])-?\d+\b", page.partition("\n    Source\n")[2])


def _explained(table: str) -> dict[str, dict[Lang, tuple[str, str]]]:
    """What is done and why, by code: Chinese, and English where no docstring says it."""
    found: dict[str, dict[Lang, tuple[str, str]]] = {}
    for line in table.splitlines():
        if not line.startswith("#"):
            code, *told = line.split("\t")
            found[code] = {"zh": (told[0], told[1]), "en": (told[-2], told[-1])}
    return found


_EXPLAINED = _explained(files("perfeval.review.checks").joinpath("explained.tsv").read_text(encoding="utf-8"))


def manual() -> str:
    """The whole of docs/checks.md."""
    parts = [_HEAD]
    for each in CHECKS:
        code = CODES[each.code]
        parts.append(f"## {each.code}\n\n{each.title.zh} · {each.title.en}\n")
        parts.append(f"{code.check or '—'} · {each.severity} · {each.mode} ({_MODES[each.mode].en})\n")
        what, why = _EXPLAINED[each.code]["zh"]
        parts.append(f"做法：{what}\n\n理由：{why}\n")
        parts.append("\n".join(markdown(each.page)) + "\n")
        parts.append(f"{precision_line(each.code, 'en')}\n")
        parts.append(f"> {code.zh}\n>\n> {code.en}\n")
    parts.append("## Not automated\n")
    parts.append("| # | why |\n|---|---|")
    parts.append("\n".join(f"| {number} | {why} |" for number, why in NOT_AUTOMATED.items()))
    return "\n".join(parts) + "\n"


def markdown(page: str) -> Iterator[str]:
    """A docstring as Markdown: its headings become bold words."""
    for line in page.strip().splitlines():
        plain = line.strip()
        yield f"\n**{plain}**\n" if plain in ("What it does", "Why", "Example", "Source") else plain


_HEAD = """\
# The checks of the review

Made from the docstrings by `perfeval.review.checks.pages.manual`; a test holds it in step. The numbers are those
of the reviewers' checklist. A: automatic from the form alone. B: needs more of the same document, or another
form. C: a proposal that a person decides. Problems that scoring itself reports (RC-17, RC-20, RC-26, RC-27 and
others) stand in `perfeval/core/codes.tsv`.
"""

NOT_AUTOMATED: dict[str, str] = {
    "RC-1": "needs the unit's approved list of projects; only the count in the report's prose is checked",
    "RC-6": "whether a version is signed and sealed is seen on paper (mode H)",
    "RC-7": "no form prints the day on which it was handed in",
    "RC-8": "needs the approved 绩效目标申报表",
    "RC-15": "which budget column counts is a rule of the rule set; the adjustment itself needs its approval",
    "RC-18": "done by the rule set: a reverse row is scored by its own rule, and a difference names the variant",
    "RC-23": "no layout that is read prints the grade word; `check` prints the grade of the confirmed total",
    "RC-24": "done by the rule set (meaning.not_applicable)",
    "RC-35": "needs the spending and output of peers: done over a year (docs/forensics.md)",
    "RC-39": "needs the dates of payment and acceptance",
    "RC-43": "whether a wording belongs to another project is a judgement on meaning",
    "RC-47": "needs last year's or peers' targets; over-completion is listed instead",
    "RC-49": "needs the evidence",
    "RC-52": "whether completed means accepted is seen in the evidence",
    "RC-53": "needs the evidence and its dates",
    "RC-54": "needs the evidence files",
    "RC-55": "what counts as evidence is a person's decision (mode H)",
    "RC-61": "needs the final accounts or the payment system",
    "RC-62": "distributions in prose are nested and partial; adding up the wrong ones gave false alarms",
    "RC-63": "needs the names of other units; another year's text is found (other-year)",
    "RC-68": "needs the reviewer's column",
    "RC-69": "needs the reviewer's column",
    "RC-70": "how a sample is drawn is a person's decision (mode H)",
}
"""Checks of the list that are not made, each with its reason."""
