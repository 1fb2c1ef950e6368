"""The project manager's view of a form (自评): each row's own and computed score, what it loses, what regains it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from perfeval.core.claim import cells_said, score_text
from perfeval.core.figures import number
from perfeval.core.language import either
from perfeval.core.problems import Lang, Problem
from perfeval.core.results import CheckedForm, FormResult, RowResult, Score
from perfeval.documents.writers.report.write_table import problem_lines, rule_set_lines, shorten, table, told
from perfeval.review.findings import form_findings
from perfeval.review.lost_marks import Lost, WhatIf, lost_marks

_MOST_LOST = 12
"""Lost marks that are told one by one."""
_SAID_BY_TABLE = ("score-differs", "total-differs", "below-band-top", "score-blank")


def score_table(checked: CheckedForm, lang: Lang, tried: Sequence[WhatIf] = ()) -> str:
    """The view of one form; `tried` are the rows that were changed for a trial (试算)."""
    result = checked.result
    total = result.total
    rows = [_row(row, lang) for row in result.rows if row.reason != "template-leftover"]
    sums = [number(total.points), own_total(result), due_total(result)]
    rows.append(["", told("total", lang), "", "", *sums, ""])
    keys = ("row", "indicator", "target", "actual", "points", "own", "score", "lost")
    headers = [_WORDS.get(key, ("", ""))[0 if lang == "zh" else 1] or told(key, lang) for key in keys]
    align = ["right", "left", "left", "left", "right", "right", "right", "right"]
    blocks = [
        rule_set_lines([checked], lang),
        "\n".join([result.form.name, table(rows, headers, align), conclusion(result, lang)]),
        "\n".join(what_if_line(each, lang) for each in tried),
        "\n".join(_lost_lines(lost_marks(result), lang)),
        "\n".join(_own_lines(result, lang)),
        "\n".join(problem_lines([*notes(checked)], lang)),
    ]
    return "\n\n".join(block for block in blocks if block)


_WORDS: dict[str, tuple[str, str]] = {"own": ("自填", "own"), "score": ("应得", "due")}


def notes(checked: CheckedForm) -> list[Problem]:
    """What there is to look at, the worst first; what the table itself shows is left out."""
    found = [each.problem for each in form_findings(checked)]
    return [each for each in found if each.severity != "info" and each.code not in _SAID_BY_TABLE]


def _row(row: RowResult, lang: Lang) -> list[str]:
    indicator = row.indicator
    return [
        str(row.row),
        shorten(told("execution", lang) if indicator is None else row.name, 28),
        shorten(indicator.target or "", 14) if indicator else "",
        shorten(indicator.actual or "", 14) if indicator else "",
        number(row.points),
        "" if row.submitted is None else number(row.submitted),
        due_said(row, lang),
        "" if row.score is None or row.points is None else _lost(row.points, row.score),
    ]


def _lost(points: Fraction, found: Score) -> str:
    return _between(points - Fraction(found.high), points - Fraction(found.low))


def _between(least: Fraction, most: Fraction) -> str:
    if most == 0:
        return ""
    return number(least) if least == most else f"{number(least)}–{number(most)}"


def own_total(result: FormResult) -> str:
    """The sum of the scores that the person gave; nothing where there is none."""
    own = [row.submitted for row in result.rows if row.submitted is not None and row.status != "ignored"]
    return number(sum(own, Fraction(0))) if own else ""


def due_total(result: FormResult) -> str:
    """The total that the rows come to (应得合计); a dash where a row has no score."""
    return "—" if result.total.score is None else score_text(result.total.score)


def marks_said(result: FormResult, lang: Lang) -> str:
    """That the marks do not add up to the whole (分值合计), once an indicator has some; nothing where they do."""
    if result.total.is_whole or not any(row.points for row in result.indicators if row.status != "ignored"):
        return ""
    values = {"sum": number(result.total.points), "whole": number(result.ruleset.total.points)}
    return Problem("marks-not-whole", values).message(lang)


def conclusion(result: FormResult, lang: Lang) -> str:
    """The total that can be handed in, or how many rows still stand in its way."""
    total = result.total
    if total.confirmed is not None:
        grade = total.grade and (f"，等级 {total.grade}" if lang == "zh" else f", grade {total.grade}")
        said = f"总分 {total.confirmed} 分" if lang == "zh" else f"total {total.confirmed}"
        return said + (grade or "")
    scored = [row for row in result.rows if row.points is not None or row.status == "refused"]
    waiting = [row for row in scored if row.confirmed is None]
    groups: dict[tuple[str, str], list[RowResult]] = {}
    for row in sorted(waiting, key=lambda row: _WAITING.index(_waits_for(row))):
        groups.setdefault(_waits_for(row), []).append(row)
    between = "" if total.score is None else score_text(total.score)
    if lang == "zh":
        said = "；".join(f"{_row_names(rows, lang)}{zh}" for (zh, _), rows in groups.items())
        return f"总分还定不下来{between and f'，在 {between} 之间'}：{said}"
    said = "; ".join(f"{_row_names(rows, lang)} {en}" for (_, en), rows in groups.items())
    return f"no total yet{between and f', {between}'}: {said}"


def _waits_for(row: RowResult) -> tuple[str, str]:
    """What a row without one score waits for."""
    if is_unfilled(row):
        return _WAITING[0]
    if row.score is None:
        return _WAITING[4]
    if _has_several_readings(row):
        return _WAITING[1]
    return _WAITING[2 if row.submitted is not None else 3]


_WAITING: tuple[tuple[str, str], ...] = (
    ("还没有填", "to be filled in"),
    ("写法有歧义，请改写清楚", "can be read in several ways: write it clearly"),
    ("自填的分与规则不同", "with an own score that the rules do not give"),
    (
        "规则允许不止一个得分（见应得），填上其中一个即可",
        "may have more than one score (see due): fill in one",
    ),
    ("算不出，见下面的提示", "cannot be computed, see below"),
)


def _has_several_readings(row: RowResult) -> bool:
    return row.score is not None and len({each.cells for each in row.score.alternatives}) > 1


_UNFILLED = ("actual-missing", "target-missing", "budget-missing", "executed-missing")
"""Why a row that nobody has filled in yet is refused."""


def is_unfilled(row: RowResult) -> bool:
    """Whether a cell is still empty that the row cannot be scored without (待填): nothing is wrong yet."""
    return row.reason in _UNFILLED


def due_said(row: RowResult, lang: Lang) -> str:
    """The score that a row is due (应得), or what stands in its place."""
    if row.score is not None:
        return score_text(row.score)
    if is_unfilled(row):
        return "待填" if lang == "zh" else "to fill in"
    return told(row.status, lang)


def _row_names(rows: Sequence[RowResult], lang: Lang) -> str:
    """Rows in a sentence: 预算执行率、第 3、5 行."""
    numbers = _runs([row.row for row in rows if row.row])
    execution = [told("execution", lang)] if any(not row.row for row in rows) else []
    if lang == "zh":
        return "、".join([*execution, *([f"第 {'、'.join(numbers)} 行"] if numbers else [])])
    one = len([row for row in rows if row.row]) == 1
    return ", ".join([*execution, *([f"row{'' if one else 's'} {', '.join(numbers)}"] if numbers else [])])


def _runs(numbers: Sequence[int]) -> list[str]:
    """Numbers in a sentence, three and more in a row as one: 1, 2, 5–9."""
    found: list[str] = []
    for _, several in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        run = [number for _, number in several]
        found += [f"{run[0]}–{run[-1]}"] if len(run) > 2 else map(str, run)
    return found


def what_if_line(tried: WhatIf, lang: Lang) -> str:
    """What a trial (试算) came to."""
    before, after = (
        told(row.status, lang) if row.score is None else score_text(row.score)
        for row in (tried.before, tried.after)
    )
    if lang == "zh":
        what = "执行数" if tried.before.row == 0 else "完成值"
        return f"试算：第 {tried.before.row} 行{what}改为 {tried.text}，得分 {before} → {after}"
    return f"what if: row {tried.before.row} reaches {tried.text}: {before} → {after}"


def _lost_lines(found: Sequence[Lost], lang: Lang) -> list[str]:
    if not found:
        return []
    lines = ["失分：" if lang == "zh" else "lost marks:"]
    lines += [_line(each.row, lost_said(each, lang), lang) for each in found[:_MOST_LOST]]
    more = len(found) - _MOST_LOST
    return lines + ([f"  …… 另有 {more} 行" if lang == "zh" else f"  … {more} more"] if more > 0 else [])


def _own_lines(result: FormResult, lang: Lang) -> list[str]:
    """Own scores that the rules do not give."""
    found = [(row, said) for row in result.rows if (said := own_said(row, lang))]
    if not found:
        return []
    lines = ["自填的分与规则不同：" if lang == "zh" else "own scores that the rules do not give:"]
    return lines + [_line(row, said, lang) for row, said in found]


def _line(row: RowResult, said: str, lang: Lang) -> str:
    name = told("execution", lang) if row.indicator is None else shorten(row.name, 28)
    return f"  {row.row}. {name}  {said}"


def own_said(row: RowResult, lang: Lang) -> str:
    """A score that the person gave and the rules do not; nothing where they agree."""
    if row.status != "differs" or row.score is None or row.submitted is None:
        return ""
    own, due = number(row.submitted), score_text(row.score)
    return f"自填 {own}，应为 {due}" if lang == "zh" else f"{own}, not {due}"


def lost_said(lost: Lost, lang: Lang) -> str:
    """What a row loses, and what would regain it."""
    much, regained = _between(lost.least, lost.most), _between(lost.regained, lost.regained_most)
    if lang == "zh":
        what = "执行数" if lost.row.indicator is None else "完成值"
        remedy = "" if lost.by is None else f"；{what}到 {lost.by}，多得 {regained} 分"
        return f"失 {much} 分{_why(lost, lang)}{remedy}"
    remedy = "" if lost.by is None else f"; {lost.by} regains {regained}"
    return f"loses {much}{_why(lost, lang)}{remedy}"


def _why(lost: Lost, lang: Lang) -> str:
    """Why a loss is no single number: cells that can be read in several ways, words without a number, an open rule."""
    found = lost.row.score
    assert found is not None
    if _has_several_readings(lost.row):
        read = cells_said(found, lang)
        return either(lang, f"，写法有歧义，{read}；请改写清楚", f", {read}: write it clearly")
    if lost.least == lost.most:
        return ""
    if any(each.code == "short-in-words" for each in lost.row.problems):
        return either(lang, "，完成值没有写差多少", ", by how much it was missed is not told")
    if all(each.is_point for each in found.alternatives):
        return either(lang, "，规则没有写明扣多少", ", the rules do not say how much")
    return either(lang, "，由人在规则允许的范围内定", ", for a person to set within the range")
