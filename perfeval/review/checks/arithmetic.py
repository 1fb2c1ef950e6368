"""Do the marks add up (分值)? RC-9 to RC-13, RC-19, RC-22."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from perfeval.core.category import printed_marks
from perfeval.core.claim import says_nothing
from perfeval.core.figures import nearly
from perfeval.core.problems import Problem
from perfeval.core.results import FormResult, RowResult
from perfeval.review.checks.check import check, of_form, of_row, of_rows
from perfeval.review.measured import measured_rows
from perfeval.review.numbering import families
from perfeval.review.weighting import BLOCK_WORDS, fitting_profile, marks_by_block


def _says_anything(row: RowResult) -> bool:
    """Whether a row has a target, an actual value or a score; a line of the template that was left empty has none."""
    indicator = row.indicator
    cells = (indicator.target, indicator.actual) if indicator else ()
    return row.submitted is not None or any(not says_nothing(cell) for cell in cells)


@check("A", "分值为零", "a row without marks")
def points_zero(subject: FormResult) -> Iterator[Problem]:
    """A row that is scored carries no marks.

    What it does
        Names rows whose full mark is zero.
    Why
        What it reports counts for nothing, so nobody checks it.
    Example
        分值 0, 得分 0.
    Source
        RC-10, P82
    """
    rows = [row for row in subject.indicators if row.points == 0 and row.status != "ignored"]
    if rows:
        yield of_rows("points-zero", subject, rows, "points")


@check("A", "得分超出分值", "a score above its marks")
def score_out_of_range(subject: FormResult) -> Iterator[Problem]:
    """A submitted score is negative or above the full mark.

    What it does
        Compares each row's score, the execution row's included, with its full mark.
    Why
        No rule gives more than the full mark; the total is wrong by as much.
    Example
        分值 10, 得分 10.5.
    Source
        RC-11; scoring-rules 5.4 no. 8
    """
    for row in subject.rows:
        if row.submitted is None or row.points is None or 0 <= row.submitted <= row.points:
            continue
        values = {"submitted": nearly(row.submitted), "points": nearly(row.points)}
        yield of_row("score-out-of-range", subject, row, "submitted_score", **values)


@check("A", "一级指标分值与所列分值不符", "marks of a block against its heading")
def block_points_not_sum(subject: FormResult) -> Iterator[Problem]:
    """The marks printed behind a level-1 name are not the sum of its rows' marks.

    What it does
        Reads 产出指标（50分） and adds the marks of the rows under it, where every one of them prints marks.
    Why
        Either a row is missing or the weights were changed in one place only.
    Example
        产出指标（50分） over rows of 10 + 10 + 20.
    Source
        RC-9, S-16
    """
    for name, rows in _blocks(subject).items():
        printed = printed_marks(name)
        points = [row.points for row in rows if row.status != "ignored"]
        known = [each for each in points if each is not None]
        if printed is None or not known or len(known) < len(points) or sum(known) == printed:
            continue
        values = {"block": name, "printed": nearly(printed), "sum": nearly(sum(known, Fraction(0)))}
        yield of_row("block-points-not-sum", subject, rows[0], "points", **values)


def _blocks(subject: FormResult) -> dict[str, list[RowResult]]:
    found: dict[str, list[RowResult]] = {}
    for row in subject.indicators:
        if row.indicator:
            found.setdefault(row.indicator.dimension, []).append(row)
    return found


@check("A", "各部分分值合计不是满分", "the blocks do not make up the whole")
def marks_not_whole(subject: FormResult) -> Iterator[Problem]:
    """The marks of all blocks with those of budget execution do not make up the total that the rules set.

    What it does
        Adds the marks printed behind the level-1 names, or the rows' where not all names print them. A sum below
        the whole is reported only where the form has a total row and every row that says anything its marks.
    Why
        110 or 120 marks under a printed 100 give every score too much weight.
    Example
        产出（60分） + 效益（40分） + 预算执行 20 = 120, total 100.
    Source
        RC-9; scoring-rules 5.4 nos. 1 and 4
    """
    blocks = _blocks(subject)
    printed = [printed_marks(name) for name in blocks]
    execution = subject.execution.points if subject.execution and subject.execution.points else Fraction(0)
    whole = subject.ruleset.total.points
    headings = [each for each in printed if each is not None]
    rows = sum(marks_by_block(subject).values(), Fraction(0))
    if not blocks or subject.total.submitted_points not in (None, rows):
        return  # no rows were read, or points-not-sum says so
    total = sum(headings, execution) if len(headings) == len(blocks) else rows
    # Below the whole, rows may be missing from what was read; a printed total says that they are all there.
    has_total = subject.total.submitted is not None and all(
        row.points is not None or not _says_anything(row) for row in subject.rows
    )
    wrong = total > whole or (has_total and total < whole)
    if wrong:
        yield of_form(
            "marks-not-whole", subject, subject.form.total_place, sum=nearly(total), whole=nearly(whole)
        )


_USUAL_MARKS = (10, 20)
"""Marks of budget execution in the rules that are known (P12)."""


@check("A", "预算执行分值与规则不符", "marks of budget execution against the rule set")
def execution_points_differ(subject: FormResult) -> Iterator[Problem]:
    """The execution row carries other marks than the rule set gives it.

    What it does
        Compares the printed full mark of the execution row with the rule set's. Information where the rule set's
        weights are no more than a default and the marks are those that another rule gives (10 or 20).
    Why
        100 typed for 10 makes 10 of 100 look like a tenth of the money spent.
    Example
        分值 100, 执行率 100%, 得分 10.
    Source
        RC-13, P12; the execution rule of the rule set in use
    """
    row, rule = subject.execution, subject.ruleset.execution
    if row is None or row.points is None or rule is None or rule.points is None or row.points == rule.points:
        return
    values = {"points": nearly(row.points), "rule": nearly(rule.points)}
    found = of_row("execution-points-differ", subject, row, "points", **values)
    weights = subject.ruleset.weights
    may_be = row.points in _USUAL_MARKS and (weights is None or weights.strict != "fixed")
    yield replace(found, severity_override="info") if may_be else found


@check("A", "各部分分值与规则不符", "weights against the rule set")
def block_weight_differs(subject: FormResult) -> Iterator[Problem]:
    """A dimension carries other marks than the rule set gives it.

    What it does
        Compares the marks of each dimension with the rule set's profile for a form of this shape. A warning where
        the rule set fixes the weights, information where it only sets a default; silent where they are free.
    Why
        Marks moved from benefit to output make a project look better than it is.
    Example
        产出 70, 效益 20 under a rule set of 50 and 30.
    Source
        RC-9, RC-46; the weights of the rule set in use
    """
    profile, weights = fitting_profile(subject), subject.ruleset.weights
    if profile is None or weights is None or weights.strict == "free":
        return
    found = marks_by_block(subject)
    wrong = {block: marks for block, marks in profile.blocks.items() if found.get(block) not in (None, marks)}
    if wrong:
        given = "、".join(f"{BLOCK_WORDS[block]} {nearly(found[block])}" for block in wrong)
        rule = "、".join(f"{BLOCK_WORDS[block]} {nearly(marks)}" for block, marks in wrong.items())
        found_one = of_form("block-weight-differs", subject, given=given, rule=rule)
        yield found_one if weights.strict == "fixed" else replace(found_one, severity_override="info")


@check("A", "定值指标超额", "equal-to rows above their target")
def equal_to_exceeded(subject: FormResult) -> Iterator[Problem]:
    """A row with "=" reached more than its target.

    What it does
        Lists the rows whose target is "= A" and whose actual value is above A.
    Why
        Whether more than asked for is good, bad or a mistake, the sign does not say; systems count it as met, the
        words say it is not.
    Example
        支持企业数量 =6家, actual 8家, full marks.
    Source
        RC-19, S-02, U-09
    """
    rows = [
        each.row
        for each in measured_rows(subject)
        if each.comparator == "equal_to" and each.reached > each.goal
    ]
    if rows:
        yield of_rows("equal-to-exceeded", subject, rows, "actual")


@check("A", "上级行与下级行重复计分", "a parent row and its children both scored")
def parent_and_children(subject: FormResult) -> Iterator[Problem]:
    """A parent row and the rows under it are both scored, so the same marks count twice.

    What it does
        Finds a row numbered 一、 followed by rows numbered 1、2、 whose scores add up to its own.
    Why
        The total of the rows is too high by the parent's score.
    Example
        一、示范区建立 15 over 1、5 2、5 3、5.
    Source
        RC-22; public form of this kind in the field notes
    """
    for parent, children in families(subject.indicators):
        scores = [child.submitted for child in children]
        if (
            parent.submitted
            and None not in scores
            and sum(each for each in scores if each) == parent.submitted
        ):
            values = {"score": nearly(parent.submitted), "count": str(len(children))}
            yield of_row("parent-and-children", subject, parent, "submitted_score", **values)
