"""The forensic checks as pages (排查说明): what docs/forensics.md is made of."""

from __future__ import annotations

from perfeval.batch.forensics import FORENSICS
from perfeval.batch.forensics.limits import LIMITS
from perfeval.review.checks.pages import markdown

_HEAD = """\
# Forensics across the year

Made from the docstrings by `perfeval.batch.forensics.manual.manual`; a test holds it in step. Each check is one query
over the forms and rows of a year; a finding is a place to look, never a verdict. The numbers are those of the
reviewers' checklist. What a year lacks (no departments, no claimed scores, no texts) is said in the summary.
"""


def manual() -> str:
    """The whole of docs/forensics.md."""
    parts = [_HEAD]
    for each in FORENSICS:
        parts.append(f"## {each.code}\n\n{each.title.zh} · {each.title.en}\n")
        parts.append(f"{each.rc} · needs {', '.join(each.needs) or 'totals'}\n")
        parts.append("\n".join(markdown(each.page)) + "\n")
        parts.append(f"> {each.says.zh}\n>\n> {each.says.en}\n")
    parts.append("## Limits\n\nEvery threshold, its value and where it comes from (`forensics/limits.py`).\n")
    parts.append("| limit | value | source |\n|---|---|---|")
    parts.append("\n".join(f"| {each.title.en} | {each.value} | {each.source} |" for each in LIMITS.values()))
    return "\n".join(parts) + "\n"
