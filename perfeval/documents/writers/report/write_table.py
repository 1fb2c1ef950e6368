"""Reports as terminal tables (终端表格): what an evaluator wants to see first, then what needs eyes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

import wcwidth
from tabulate import tabulate

from perfeval.core.claim import score_text
from perfeval.core.exact import round_to, show
from perfeval.core.glossary import word
from perfeval.core.problems import Lang, Problem
from perfeval.core.results import STATUSES, CheckedForm, Coverage, RowResult, Score
from perfeval.core.ruleset import Ruleset
from perfeval.documents.writers.report.write_json import clause_of

_TEXT: dict[str, tuple[str, str]] = {
    "form": ("自评表", "form"),
    "verdict": ("结论", "verdict"),
    "rate": ("执行率", "execution"),
    "submitted": ("填报总分", "submitted"),
    "confirmed": ("复核得分", "confirmed"),
    "difference": ("差异", "diff."),
    "grade": ("等级", "grade"),
    "equal": ("一致", "equal"),
    "within": ("区间内", "within"),
    "differs": ("不一致", "differs"),
    "unsubmitted": ("未填", "unsubm."),
    "undecided": ("待判断", "undecided"),
    "wrong": ("有错误", "errors"),
    "refused": ("无法复算", "refused"),
    "unmarked": ("无分值", "no marks"),
    "ignored": ("不计分", "ignored"),
    "error": ("错误", "error"),
    "warning": ("提示", "warning"),
    "info": ("说明", "info"),
    "row": ("行", "row"),
    "indicator": ("指标", "indicator"),
    "target": ("指标值", "target"),
    "actual": ("实际完成值", "actual"),
    "points": ("分值", "marks"),
    "score": ("得分", "score"),
    "lost": ("失分", "lost"),
    "execution": ("预算执行率", "budget execution"),
    "total": ("合计", "total"),
}


def _t(key: str, lang: Lang) -> str:
    return _TEXT[key][0 if lang == "zh" else 1]


def check_table(forms: Sequence[CheckedForm], problems: Sequence[Problem], lang: Lang, command: str) -> str:
    """The evaluator's view: one line a form, then the rows that need eyes, then what to do next."""
    blocks = []
    if forms:
        blocks.append(_rule_sets(forms, lang))
        blocks.append(_overview(forms, lang))
    blocks += [block for checked in forms if (block := _to_see(checked, lang))]
    if problems:
        blocks.append("\n".join(problem_lines(problems, lang)))
    errors = sum(problem.severity == "error" for problem in problems)
    blocks.append(_closing(forms, errors, lang, command) if forms else _NOTHING[lang])
    return "\n\n".join(blocks)


_NOTHING: dict[Lang, str] = {"zh": "没有可复核的自评表。", "en": "No form to check."}


def _rule_sets(forms: Sequence[CheckedForm], lang: Lang) -> str:
    """Which rule set, how it was chosen, and how it is known: once for all forms that share it."""
    seen: dict[str, list[CheckedForm]] = {}
    for each in forms:
        seen.setdefault(f"{each.result.ruleset.id} {each.chosen}", []).append(each)
    lines = []
    for several in seen.values():
        ruleset, chosen = several[0].result.ruleset, several[0].chosen
        why = {
            "named": ("按 --rules 指定", "named with --rules"),
            "jurisdiction": ("按地区和年度选用", "chosen by jurisdiction and year"),
            "national": (
                "没有适用的地方规则，按全国办法（可用 --rules 另行指定）",
                "no local rule set fits, so the national one (--rules chooses another)",
            ),
        }[chosen][0 if lang == "zh" else 1]
        known = {
            "read": ("已查阅原文", "text read"),
            "recalled": ("条文凭记忆，未见原文", "recalled, text not at hand"),
            "inferred": ("由填报数据推定，不是制度文件", "inferred from scores, not law"),
        }[ruleset.evidence][0 if lang == "zh" else 1]
        head = "规则集" if lang == "zh" else "rule set"
        colon, stop = ("：", "；") if lang == "zh" else (": ", "; ")
        lines.append(f"{head} {ruleset.id}{colon}{ruleset.title.of(lang)}")
        lines.append(f"  {why}{stop}{known}" + ("" if len(seen) == 1 else f"{stop}{len(several)}"))
    return "\n".join(lines)


def _overview(forms: Sequence[CheckedForm], lang: Lang) -> str:
    counted = [key for key in STATUSES if any(_count(each, key) for each in forms)]
    graded = any(each.result.total.grade for each in forms)
    headers = [_t(key, lang) for key in ("form", "rate", "submitted", "confirmed", "difference")]
    headers += ([_t("grade", lang)] if graded else []) + [_t(key, lang) for key in ("verdict", *counted)]
    rows = [_overview_row(each, counted, graded, lang) for each in forms]
    align = ["left" if key in (_t("form", lang), _t("verdict", lang)) else "right" for key in headers]
    return table(rows, headers, align)


def _overview_row(each: CheckedForm, counted: Sequence[str], graded: bool, lang: Lang) -> list[str]:
    result, total = each.result, each.result.total
    rate = result.execution_rate
    confirmed = total.confirmed
    cells = [
        shorten(result.form.name, 36),
        "—" if rate is None else f"{round_to(rate * 100, 2, 'half_up')}%",
        number(total.submitted),
        "—" if confirmed is None else str(confirmed),
        "—" if total.difference is None else signed(total.difference),
    ]
    cells += ([total.grade or "—"] if graded else []) + [_t(each.verdict, lang)]
    return cells + [str(_count(each, key) or "·") for key in counted]


def _count(each: CheckedForm, status: str) -> int:
    return sum(row.status == status for row in each.result.rows)


def _to_see(checked: CheckedForm, lang: Lang) -> str:
    """The rows of a form that need eyes: those that differ or are refused, and every warning."""
    wanted = [problem for problem in checked.problems if problem.severity != "info"]
    if not wanted:
        return ""
    lines = [f"■ {checked.result.form.name}", *_determined(checked, lang)]
    rows = {row.row: row for row in checked.result.rows}
    for problem in wanted:
        row = rows.get(problem.row) if problem.row is not None else None
        lines += _finding(problem, row, _clause(problem, row, checked.result.ruleset, lang), lang)
    return "\n".join(lines)


def _determined(checked: CheckedForm, lang: Lang) -> Iterator[str]:
    """What is known of the total where nobody can sign one."""
    found = checked.result.total.determined
    if found is None:
        return
    ends = f"{found.low}–{found.high}" if found.low != found.high else str(found.low)
    points, submitted = number(found.points), number(found.submitted)
    yield (
        f"  复核得分不能确定：可复算的 {points} 分，填报 {submitted}，应为 {ends}"
        if lang == "zh"
        else f"  no total can be confirmed: of {points} marks recomputed, {submitted} submitted, {ends} due"
    )


def _clause(problem: Problem, row: RowResult | None, ruleset: Ruleset, lang: Lang) -> str:
    """The clause under which a difference was found, and how that clause is known."""
    if problem.code not in _OF_THE_RULE or row is None:
        return ""
    key = clause_of(row, ruleset)
    if key is None:
        return ""
    clause = ruleset.clauses.get(key)
    if clause is None:
        return f"{word(key, lang)} [{row.rule}]"
    return bracketed(clause.title, word(clause.evidence, lang), lang)


_OF_THE_RULE = ("score-differs", "score-at-open-end")
"""Findings that rest on the rule of their row."""


def bracketed(text: str, aside: str, lang: Lang) -> str:
    """A text with an aside in the brackets of the language."""
    return f"{text}（{aside}）" if lang == "zh" else f"{text} ({aside})"


def _finding(problem: Problem, row: RowResult | None, clause: str, lang: Lang) -> Iterator[str]:
    first, *rest = problem.message(lang).splitlines()
    who = ""
    if row is not None:
        who = (_t("execution", lang) if row.row == 0 else f"{row.row}. {row.name}") + "  "
    yield f"  [{_t(problem.severity, lang)}] {who}{first}"
    yield from (f"      {line}" for line in rest)
    place = "" if problem.place is None else problem.place.describe(lang)
    facts = (problem.code, problem.check, clause, place)
    yield f"      {' · '.join(fact for fact in facts if fact)}"


def problem_lines(problems: Sequence[Problem], lang: Lang) -> Iterator[str]:
    """Problems that belong to no row, with file and place."""
    for problem in problems:
        where = " ".join(
            part
            for part in (problem.file or "", problem.place.describe(lang) if problem.place else "")
            if part
        )
        first, *rest = problem.message(lang).splitlines()
        said = f"[{_t(problem.severity, lang)}] {first}"
        yield bracketed(said, where, lang) if where else said
        yield from (f"    {line}" for line in rest)


def _closing(forms: Sequence[CheckedForm], errors: int, lang: Lang, command: str) -> str:
    coverage = sum((each.result.coverage for each in forms), Coverage())
    bad = [each for each in forms if not each.is_clean]
    if lang == "zh":
        counts = (
            f"{len(forms)} 张表，{coverage.rows} 行：复算 {coverage.scored}，无法复算 {coverage.refused}，"
            + (f"没有分值 {coverage.unmarked}，" if coverage.unmarked else "")
            + f"不计分 {coverage.ignored}"
        )
        verdict = f"{len(bad)} 张表有不一致、待判断或错误" if bad else "没有不一致"
        verdict += f"，另有 {errors} 个错误不属于某张表" if errors else ""
        advice = (
            f"下一步：perfeval explain {command} --row 行号 看某一行的计算过程；--format json|csv 导出全部行"
        )
    else:
        counts = (
            f"{len(forms)} forms, {coverage.rows} rows: {coverage.scored} scored, {coverage.refused} refused, "
            + (f"{coverage.unmarked} without marks, " if coverage.unmarked else "")
            + f"{coverage.ignored} ignored"
        )
        verdict = f"{len(bad)} forms with differences, undecided rows or errors" if bad else "nothing differs"
        verdict += f"; {errors} errors outside the forms" if errors else ""
        advice = (
            f"next: perfeval explain {command} --row N derives one row; --format json|csv gives every row"
        )
    return f"{counts}。{verdict}。\n{advice}" if lang == "zh" else f"{counts}. {verdict}.\n{advice}"


def score_table(checked: CheckedForm, lang: Lang) -> str:
    """The project manager's view of one form: every row's score and what was lost."""
    result = checked.result
    headers = [_t(key, lang) for key in ("row", "indicator", "target", "actual", "points", "score", "lost")]
    rows = [_score_row(row, lang) for row in result.rows]
    total = result.total
    shown = "—" if total.score is None else score(total.score)
    rows.append(["", _t("total", lang), "", "", number(total.points), shown, ""])
    head = f"{result.form.name}" + (f"  {_t('grade', lang)} {total.grade}" if total.grade else "")
    notes = [
        problem for problem in checked.problems if problem.code not in ("score-differs", "total-differs")
    ]
    body = table(rows, headers, ["right", "left", "left", "left", "right", "right", "right"])
    lines = list(problem_lines([note for note in notes if note.severity != "info"], lang))
    return "\n".join([head, body, *lines])


def _score_row(row: RowResult, lang: Lang) -> list[str]:
    indicator = row.indicator
    name = _t("execution", lang) if row.row == 0 else row.name
    found = row.score
    lost = "" if found is None or row.points is None else _lost(row.points, found)
    return [
        str(row.row),
        shorten(name, 30),
        shorten(indicator.target or "", 14) if indicator else "",
        shorten(indicator.actual or "", 14) if indicator else "",
        number(row.points),
        score(found) if found else _t(row.status, lang),
        lost,
    ]


def _lost(points: Fraction, found: Score) -> str:
    least, most = points - Fraction(found.high), points - Fraction(found.low)
    if most == 0:
        return ""
    return number(least) if least == most else f"{number(least)}–{number(most)}"


def score(found: Score) -> str:
    """A score as a table shows it: 4.63, 12.00–15.00, or 4.81、4.80、0.00."""
    return score_text(found)


def number(value: Fraction | Decimal | None) -> str:
    """A number with two decimals, or as exact as it is; a dash where there is none."""
    if value is None:
        return "—"
    exact_text = show(Fraction(value))
    short = round_to(Fraction(value), 2, "half_up")
    return str(short) if Fraction(short) == Fraction(value) else exact_text


def signed(value: Fraction) -> str:
    """A difference with its sign and two decimals."""
    return f"{round_to(value, 2, 'half_up'):+f}" if value else "0.00"


def shorten(text: str, width: int) -> str:
    """Text cut to so many columns of a terminal, in which a Chinese character takes two."""
    flat = " ".join(text.split())
    if wcwidth.wcswidth(flat) <= width:
        return flat
    cut = ""
    for character in flat:
        if wcwidth.wcswidth(cut + character) > width - 1:
            break
        cut += character
    return cut + "…"


def table(rows: Sequence[Sequence[str]], headers: Sequence[str], align: Sequence[str]) -> str:
    """A plain table; numbers stay text, so that none is reformatted."""
    return tabulate(rows, headers=headers, tablefmt="simple", colalign=align, disable_numparse=True)
