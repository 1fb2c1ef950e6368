"""Which project a form is about (项目标识): the same id in every file, format and table of a year."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from perfeval.core.form import SelfEvaluationForm
from perfeval.core.glyphs import plain, without_blanks
from perfeval.core.results import CheckedForm
from perfeval.review.record.fingerprints import digest, form_key, normal

_CODE = re.compile(r"^项目(编码|代码|编号)$")
_CODED_NAME = re.compile(r"^(?P<code>[0-9A-Za-z][0-9A-Za-z-]{7,})[-—_ ]*(?P<name>\D.*)$")
_YEAR = re.compile(r"(19|20)\d\d(年度|年)?")


@dataclass(frozen=True, slots=True)
class ProjectId:
    """`project_id` is of one year, `lasting_id` the same in every year; `content` stands for what the form says."""

    project_id: str
    lasting_id: str
    content: str
    code: str | None


def project_code(form: SelfEvaluationForm) -> str | None:
    """The code of a project (项目编码): from a cell of its own, or before its name; None where none is printed."""
    for label, text in form.extra.items():
        if _CODE.match(without_blanks(plain(label))) and (found := without_blanks(plain(text))):
            return found
    match = _CODED_NAME.match(plain(form.name).strip())
    return match["code"].rstrip("-") if match and any(each.isdigit() for each in match["code"]) else None


def project_ids(forms: Iterable[CheckedForm], file: str) -> Iterator[ProjectId]:
    """The ids of the forms of one file, in their order.

    A project is its year, its body (实施单位, else 主管部门) and its code, else its name. Forms of one file that
    share all of these and say different things are different projects, numbered as they stand.
    """
    contents: dict[str, list[str]] = {}
    for checked in forms:
        form = checked.result.form
        code = project_code(form)
        key, lasting = _keys(form, code, file)
        content = _content(checked)
        seen = contents.setdefault(key, [])
        if content not in seen:
            seen.append(content)
        turn = seen.index(content)
        suffix = f"-{turn + 1}" if turn else ""
        yield ProjectId(f"{key}{suffix}", f"{lasting}{suffix}", content, code)


def _keys(form: SelfEvaluationForm, code: str | None, file: str) -> tuple[str, str]:
    """The id of this year and the one of every year."""
    name, body = (without_blanks(plain(text or "")) for text in (form.name, form.body or form.department))
    if not name and not code:
        key = digest("form", file, form.place.describe("en") if form.place else None)
        return key, key
    # Whose a form is that names no body, its folder tells: 办公经费 is a project of every department.
    whose = body or file.rpartition("/")[0]
    lasting = digest("project", form.kind, whose, code or _YEAR.sub("", name))
    if code or not body:
        return digest("project", form.kind, form.year, whose, code or name), lasting
    return form_key(form), lasting


def _content(checked: CheckedForm) -> str:
    """What the form says in the cells that are scored, whatever file it stands in."""
    form = checked.result.form
    funds = form.funds
    said = [
        [normal(each) for each in (form.submitted_score, *_money(form))],
        *(
            [normal(each) for each in (row.name, row.target, row.actual, row.points, row.submitted_score)]
            for row in form.indicators
        ),
    ]
    text = json.dumps([funds is None, said], ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _money(form: SelfEvaluationForm) -> tuple[str | None, ...]:
    funds = form.funds
    return () if funds is None else (funds.budget, funds.executed, funds.points, funds.submitted_score)
