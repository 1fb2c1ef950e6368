"""Do the forms of one document agree with each other and with its prose (表间一致)? RC-33, RC-58 to RC-66."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, islice

from perfeval.core.figures import nearly, percent
from perfeval.core.form import FormKind
from perfeval.core.problems import Place, Problem
from perfeval.core.quantity import parse_quantity
from perfeval.core.results import FormResult, RowResult
from perfeval.review.amounts import MoneyColumn, in_money_unit, in_ten_thousands
from perfeval.review.checks.check import Report, check
from perfeval.review.measured import note_of
from perfeval.review.numbering import bare_name

_MONEY = r"(\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?)\s*(万元|亿元|元)"
_COUNT = re.compile(
    r"(?:绩效(?:评价|自评)?的?项目|项目(?:支出)?(?:绩效)?自评表?)\s*(?:共|共计)?\s*(\d+)\s*(?:个|张|份)"
)
_BUDGET = re.compile(rf"(?:全年)?预算(?:总额|数|资金|金额)?(?:共计?|合计|为)?\s*{_MONEY}")
_EXECUTED = re.compile(rf"(?:实际)?执行(?:总额|数|资金|金额)?(?:共计?|合计|为)?\s*{_MONEY}")
_AMOUNTS: tuple[tuple[MoneyColumn, re.Pattern[str], str], ...] = (
    ("budget", _BUDGET, "预算数"),
    ("executed", _EXECUTED, "执行数"),
)
_DEPARTMENT = re.compile(r"整体(?:支出)?绩效")
_ORDINAL = re.compile(r"(?:^|[：:。；;，,、])\s*([一二三四五六七八九十])是")
_TOLERANCE = Fraction(1, 100)
_HABIT = 3
"""Rows that make a habit, from which another row departs."""


@check("B", "正文中的项目数与表不符", "the number of projects in the prose")
def prose_count_differs(subject: Report) -> Iterator[Problem]:
    """The prose counts another number of projects than there are forms.

    What it does
        Reads 项目14个 in a passage on performance and compares with the project forms of the document.
    Why
        A form is missing, or one was added that nobody decided on.
    Example
        绩效评价项目15个, and 14 forms.
    Source
        RC-60, RC-1
    """
    count = len(_of_kind(subject, "project"))
    for place, line in _on_performance(subject):
        for found in _COUNT.finditer(line):
            if count and int(found[1]) != count:
                yield _of_report("prose-count-differs", subject, place, claim=found[0], count=str(count))


@check("B", "正文中的金额与表不符", "budget and executed amount in the prose")
def prose_amount_differs(subject: Report) -> Iterator[Problem]:
    """The prose states another budget or executed amount than the forms add up to.

    What it does
        Reads the amounts after 预算 and 执行 in passages on the department's form, on all projects (after their
        count) and on one project (after its name), and compares them with those forms; 0.01 for each is rounding.
    Why
        The report and the forms were made from different figures.
    Example
        全年预算数4,100.00万元, and the fourteen forms add up to 4,046.97.
    Source
        RC-60
    """
    for place, line in _on_performance(subject):
        for results, passage in _passages(subject, line):
            for column, pattern, word in _AMOUNTS:
                found = pattern.search(passage) if results else None
                added = _sum(results, column) if found else None
                if found is None or added is None:
                    continue
                claimed = in_money_unit(parse_quantity(found[1] + found[2]), "万元")
                if claimed is not None and abs(claimed - added) > _TOLERANCE * len(results):
                    values = {
                        "claim": found[0],
                        "sum": nearly(added),
                        "forms": str(len(results)),
                        "word": word,
                    }
                    yield _of_report("prose-amount-differs", subject, place, **values)


def _on_performance(subject: Report) -> Iterator[tuple[Place, str]]:
    yield from ((place, line) for place, line in subject.prose if "绩效" in line)


def _passages(subject: Report, line: str) -> Iterator[tuple[tuple[FormResult, ...], str]]:
    """The parts of a line that state amounts, each with the forms that they are about.

    The department's own form after 整体绩效, all project forms after a right count of them, one form after its name.
    """
    projects = _of_kind(subject, "project")
    marks = [(found.start(), _of_kind(subject, "department")) for found in _DEPARTMENT.finditer(line)]
    marks += [(found.start(), projects) for found in _COUNT.finditer(line) if int(found[1]) == len(projects)]
    names = [(line.find(each.form.name), (each,)) for each in projects if len(each.form.name) >= 4]
    marks += [(start, forms) for start, forms in names if start >= 0]
    marks.sort(key=lambda mark: mark[0])
    for index, (start, forms) in enumerate(marks):
        end = marks[index + 1][0] if index + 1 < len(marks) else len(line)
        yield forms, line[start:end]


def _of_kind(subject: Report, kind: FormKind) -> tuple[FormResult, ...]:
    return tuple(result for result in subject.results if result.form.kind == kind)


def _sum(results: tuple[FormResult, ...], column: MoneyColumn) -> Fraction | None:
    """Sum of a funds column in 万元; None where a form does not state it."""
    found = [in_ten_thousands(column, result.form.funds) if result.form.funds else None for result in results]
    known = [each for each in found if each is not None]
    return sum(known, Fraction(0)) if len(known) == len(found) else None


@check("B", "部门整体数小于项目合计", "the department's form below its projects")
def department_below_projects(subject: Report) -> Iterator[Problem]:
    """The department's budget or executed amount is smaller than that of its projects together.

    What it does
        Compares the one department form of a document with the sum of its project forms.
    Why
        The projects are a part of what the department spends.
    Example
        Department 1,000.00, projects 1,200.00.
    Source
        RC-25, RC-60
    """
    departments, projects = _of_kind(subject, "department"), _of_kind(subject, "project")
    if len(departments) != 1 or not projects:
        return
    columns: tuple[tuple[MoneyColumn, str], ...] = (("budget", "全年预算数"), ("executed", "全年执行数"))
    for column, word in columns:
        whole, parts = _sum(departments, column), _sum(projects, column)
        if whole is not None and parts is not None and parts > whole + _TOLERANCE * len(projects):
            place = departments[0].form.funds.place if departments[0].form.funds else None
            values = {"word": word, "whole": nearly(whole), "sum": nearly(parts), "forms": str(len(projects))}
            yield _of_report("department-below-projects", subject, place, **values)


@check("A", "多张表说明雷同", "the same note in several forms")
def note_in_many_forms(subject: Report) -> Iterator[Problem]:
    """Several forms explain different deviations with the same sentence.

    What it does
        Compares notes of at least twelve characters across forms; what they say of 100 % satisfaction is left out.
    Why
        A sentence that fits every project explains none.
    Example
        Three forms: 因财政资金紧张，未能按计划支付.
    Source
        RC-58, RC-66
    """
    by_note: dict[str, dict[str, RowResult]] = {}
    for result in subject.results:
        for row in result.indicators:
            note = "".join(note_of(row).split())
            if len(note) >= 12 and "满意" not in note:
                by_note.setdefault(note, {}).setdefault(result.form.name, row)
    for note, forms in by_note.items():
        if len(forms) > 1:
            place = next(iter(forms.values())).place
            yield _of_report("note-in-many-forms", subject, place, note=note, names="；".join(forms))


@check("A", "两张表高度雷同", "two forms nearly alike")
def forms_nearly_alike(subject: Report) -> Iterator[Problem]:
    """Two forms of different projects have the same indicators with the same targets.

    What it does
        Compares names and targets of forms with at least five rows; four fifths in common are reported, each form
        beside the first one before it that it is like.
    Why
        One was copied from the other, numbers and all.
    Example
        Two projects, nine of ten rows the same.
    Source
        RC-66
    """
    signed = [(result.form, _signature(result)) for result in subject.results]
    for position, (second, other) in enumerate(signed):
        alike = (
            (first, len(one & other))
            for first, one in signed[:position]
            if first.year == second.year and _are_alike(one, other)
        )
        for first, same in islice(alike, 1):
            values = {"first": first.name, "second": second.name, "same": str(same)}
            yield _of_report("forms-nearly-alike", subject, second.place, **values)


def _are_alike(one: set[tuple[str, str]], other: set[tuple[str, str]]) -> bool:
    fewer, more = sorted((len(one), len(other)))
    return fewer >= 5 and 5 * fewer >= 4 * more and 5 * len(one & other) >= 4 * more


def _signature(result: FormResult) -> set[tuple[str, str]]:
    rows = (row.indicator for row in result.indicators if row.indicator)
    return {(bare_name(each.name), "".join((each.target or "").split())) for each in rows}


@check("A", "同一完成程度得分不一", "the same level, different shares")
def level_scored_differently(subject: Report) -> Iterator[Problem]:
    """Rows with the same qualitative level earn different shares of their marks.

    What it does
        Groups the qualitative rows of all forms by the level that their actual value names, and lists the shares
        that they give themselves, with the rows that depart from the most frequent one of at least three rows.
    Why
        The same attainment deserves the same share, or a reason for the difference.
    Example
        完全达到预期 earns full marks in fifteen rows and 97.4 % in two.
    Source
        RC-67
    """
    by_level: dict[str, list[RowResult]] = {}
    for result in subject.results:
        for row in result.indicators:
            if row.level is not None and row.points and row.submitted is not None:
                by_level.setdefault(row.level, []).append(row)
    for level, rows in by_level.items():
        shares = Counter(_share(row) for row in rows)
        usual, often = shares.most_common(1)[0]
        other = [row for row in rows if _share(row) != usual]
        if other and often >= _HABIT:
            names = "；".join(f"{row.name}（{percent(_share(row))}）" for row in other)
            values = {"level": level, "usual": percent(usual), "often": str(often), "rows": names}
            yield _of_report("level-scored-differently", subject, other[0].place, **values)


def _share(row: RowResult) -> Fraction:
    assert row.submitted is not None
    assert row.points
    return row.submitted / row.points


@check("A", "满分表占比", "the share of full totals")
def full_totals_share(subject: Report) -> Iterator[Problem]:
    """How many of the forms give themselves the full total.

    What it does
        Counts printed totals that equal the full mark, where at least half of three or more forms have it.
    Why
        Where everything is perfect, the targets or the scores need a second look.
    Example
        Six of eight forms with 100.
    Source
        RC-65
    """
    totals = [result for result in subject.results if result.total.submitted is not None]
    full = [result for result in totals if result.total.submitted == result.ruleset.total.points]
    if len(totals) >= 3 and 2 * len(full) >= len(totals):
        yield _of_report("full-totals-share", subject, None, full=str(len(full)), forms=str(len(totals)))


@check("A", "措施少于问题", "fewer measures than problems")
def measures_fewer(subject: Report) -> Iterator[Problem]:
    """A passage names more problems than measures.

    What it does
        Counts 一是、二是、… after 问题 and after 措施 or 建议 in the same paragraph.
    Why
        A problem without a measure stays.
    Example
        Problems 一是 to 三是, measures 一是 to 二是.
    Source
        RC-64
    """
    for place, line in subject.prose:
        _, mark, rest = line.partition("问题")
        problems, measure, measures = (rest if mark else "").partition("措施")
        many, few = len(_ORDINAL.findall(problems)), len(_ORDINAL.findall(measures))
        if measure and many > few > 0:
            yield _of_report("measures-fewer", subject, place, problems=str(many), measures=str(few))


@check("B", "完成值与上年完全相同", "last year's actual values again")
def actuals_repeat_last_year(subject: Report) -> Iterator[Problem]:
    """A form repeats the actual values of the same project's form of the year before.

    What it does
        Pairs forms of the same name and unit from consecutive years; at least three rows, all actual values alike.
    Why
        Results rarely repeat to the last digit; last year's numbers were left in.
    Example
        The forms of 2022 and 2023 report the same ten numbers.
    Source
        RC-33
    """
    for first, second in combinations(subject.results, 2):
        earlier, later = sorted((first, second), key=lambda each: each.form.year or 0)
        if not earlier.form.year or later.form.year != earlier.form.year + 1:
            continue
        if (earlier.form.name, earlier.form.body) != (later.form.name, later.form.body):
            continue
        one, other = _actuals(earlier), _actuals(later)
        if len(one) >= 3 and one == other:
            values = {"name": later.form.name, "year": str(earlier.form.year), "count": str(len(one))}
            yield _of_report("actuals-repeat-last-year", subject, later.form.place, **values)


def _actuals(result: FormResult) -> list[tuple[str, str]]:
    rows = (row.indicator for row in result.indicators if row.indicator and row.completion_ratio is not None)
    return [(bare_name(each.name), "".join((each.actual or "").split())) for each in rows]


def _of_report(code: str, subject: Report, place: Place | None, **values: str) -> Problem:
    return Problem(code, values, place, subject.file)
