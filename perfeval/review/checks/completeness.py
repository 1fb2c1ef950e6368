"""Is everything there (完整性)? RC-2 to RC-5."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from perfeval.core.category import dimension_of
from perfeval.core.form import Indicator
from perfeval.core.problems import Problem
from perfeval.core.results import FormResult, RowResult
from perfeval.core.target import is_blank
from perfeval.review.checks.check import check, of_form, of_rows
from perfeval.review.weighting import BLOCK_WORDS, fitting_profile

_PLACEHOLDER = re.compile(r"\*{2,}|[xXＸ]{2,}|[×]{2,}|待填|待定|待补|待核实|此处填写|请填写")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


@check("A", "必填内容空白", "required fields blank")
def field_blank(subject: FormResult) -> Iterator[Problem]:
    """Fields that every form must fill in are blank.

    What it does
        Looks for the name, the year, the goal and what was achieved; on a project form also for the responsible
        and the implementing unit. Information where only the responsible unit or both goals are missing and the form
        shows no empty cell for them: many layouts have none.
    Why
        A form that cannot be assigned to a unit and a year, or states no goal, cannot be held against anything.
    Example
        实际完成情况 is empty although 预期目标 is filled in.
    Source
        RC-2
    """
    form, goal = subject.form, subject.form.goal
    always: dict[str, str | None] = {"项目（部门）名称": form.name, "年度": str(form.year or "")}
    if_shown = {"年度总体目标": goal.expected, "总体目标完成情况": goal.achieved}
    if form.kind == "project":
        always["实施单位"] = form.body
        if_shown = {"主管部门": form.department, **if_shown}
    blank = [name for name, text in {**always, **if_shown}.items() if is_blank(text or "")]
    if not blank:
        return
    found = of_form("field-blank", subject, fields="、".join(blank))
    has_goal = not (is_blank(goal.expected or "") and is_blank(goal.achieved or ""))
    is_owed = any(
        name in always or if_shown[name] is not None or (has_goal and "目标" in name) for name in blank
    )
    yield found if is_owed else replace(found, severity_override="info")


@check("A", "得分空白", "scores blank")
def score_blank(subject: FormResult) -> Iterator[Problem]:
    """Rows without a score on a form that states scores.

    What it does
        Names the rows whose score is blank, where at least one other row, or the total, states one.
    Why
        Nothing can be held against the computation there, and the printed total cannot be added up.
    Example
        得分 is blank in one row of a form whose total is 100.
    Source
        RC-2
    """
    blank = [row for row in subject.rows if row.status == "unsubmitted" and _states_no_score(row)]
    claimed = subject.total.submitted is not None or any(row.submitted is not None for row in subject.rows)
    if blank and claimed:
        yield of_rows("score-blank", subject, blank, "submitted_score")


def _states_no_score(row: RowResult) -> bool:
    return all(problem.code != "score-unreadable" for problem in row.problems)


@check("A", "年度与文件名不符", "year differs from the file name")
def year_not_in_file_name(subject: FormResult) -> Iterator[Problem]:
    """The form's year is not the one in the name of its file.

    What it does
        Compares the year printed on the form with the years in the file's name, if it has any.
    Why
        Last year's form is easily handed in again under a new name.
    Example
        2023年自评表.xlsx holds a form of 2022年度.
    Source
        RC-3
    """
    years = _YEAR.findall(re.split(r"[/\\]", subject.form.file or "")[-1])
    if subject.form.year and years and str(subject.form.year) not in years:
        yield of_form("year-not-in-file-name", subject, year=str(subject.form.year), named="、".join(years))


@check("A", "模板占位符未替换", "placeholders left in")
def placeholder_left(subject: FormResult) -> Iterator[Problem]:
    """A placeholder of the template was never replaced.

    What it does
        Looks for **, XXX and 待填 in names, targets, actual values and notes.
    Why
        The row says less than it seems to: nobody filled in the number that the template asks for.
    Example
        特困人员供养人数(≥**人)
    Source
        RC-4
    """
    rows = [row for row in subject.indicators if row.indicator and _has_placeholder(row.indicator)]
    if rows:
        yield of_rows("placeholder-left", subject, rows)


def _has_placeholder(row: Indicator) -> bool:
    texts = (row.name, row.target, row.actual, row.deviation_note)
    return any(_PLACEHOLDER.search(text) for text in texts if text)


@check("A", "缺少一级指标", "a required dimension is missing")
def dimension_missing(subject: FormResult) -> Iterator[Problem]:
    """The form has no rows of a dimension that the rule set gives marks to.

    What it does
        Takes the weight profile of the rule set that fits the form best and names the dimensions without rows.
        Silent where the rule set leaves the weights free, and on department forms; information where only
        satisfaction is missing and the weights are a default, for many projects serve nobody who could be asked.
    Why
        Without benefit or satisfaction the score says only that money was spent.
    Example
        No 效益指标 at all, 产出指标 carries 80.
    Source
        RC-5; the weights of the rule set in use
    """
    profile = fitting_profile(subject)
    weights = subject.ruleset.weights
    if profile is None or weights is None or weights.strict == "free" or not subject.indicators:
        return
    present = {dimension_of(row.indicator.dimension) for row in subject.indicators if row.indicator}
    missing = [block for block in profile.blocks if block != "execution" and block not in present]
    # A level-1 word that is none of the known ones may stand for any dimension.
    if missing and "other" not in present:
        words = "、".join(BLOCK_WORDS[each] for each in missing)
        found = of_form("dimension-missing", subject, missing=words)
        may_be = weights.strict == "default" and missing == ["satisfaction"]
        yield replace(found, severity_override="info") if may_be else found
