"""Reports as terminal tables (终端表格): what an evaluator wants to see first, then what needs eyes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import wcwidth
from tabulate import tabulate

from perfeval.core.exact import round_to
from perfeval.core.figures import number, signed
from perfeval.core.glossary import Words, word
from perfeval.core.problems import Lang, Problem
from perfeval.core.results import STATUSES, CheckedForm, Coverage, RowResult
from perfeval.core.ruleset import Ruleset
from perfeval.documents.file_counts import FileCounts
from perfeval.documents.writers.report.write_json import clause_of
from perfeval.review.record.changes import FormReview, Gone, Judged, Review, RowChange
from perfeval.review.record.events import STATE_WORDS, said_by

_TEXT: dict[str, tuple[str, str]] = {
    "number": ("表号", "no."),
    "found": ("待处理", "open"),
    "hidden": ("已处理 {count} 条，加 --all 显示", "{count} decided, shown with --all"),
    "changed": ("[修改]", "[changed]"),
    "added": ("新增的行", "a new row"),
    "removed": ("已删去的行", "the row was taken out"),
    "submitted": ("填报总分", "submitted"),
    "difference": ("差异", "diff."),
    "within": ("区间内", "within"),
    "unsubmitted": ("未填", "unsubm."),
    "unmarked": ("无分值", "no marks"),
    "total": ("合计", "total"),
}
told = Words(_TEXT)
"""Words of the tables."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the evaluator's view tells: files without a form, the command to repeat, whether a record was given, and
    whether decided findings are wanted too.
    """

    unread: tuple[str, ...] = ()
    command: str = ""
    is_compared: bool = False
    is_complete: bool = False
    files: FileCounts | None = None


def check_table(review: Review, lang: Lang, shown: Shown = Shown()) -> str:
    """The evaluator's view: one line a form, then what needs eyes, the worst first, then what to do next."""
    forms = [each.checked for each in review.forms]
    blocks = []
    if forms:
        blocks.append(rule_set_lines(forms, lang))
        blocks.append(_overview(review, lang))
    if shown.unread:
        blocks.append("\n".join(bracketed(told("unread", lang), each, lang) for each in shown.unread))
    blocks += [block for each in review.forms if (block := _to_see(each, lang, shown))]
    if review.others:
        others = [each.finding.problem for each in review.others if shown.is_complete or each.is_open]
        blocks.append("\n".join(problem_lines(others, lang)))
    blocks += [line for each in review.others_gone for line in _gone(each, lang)]
    counts = [shown.files.sentence(lang)] if shown.files is not None and shown.files.found > 1 else []
    blocks.append("\n".join([*counts, _closing(review, lang, shown) if forms else _NOTHING[lang]]))
    return "\n\n".join(block for block in blocks if block)


_NOTHING: dict[Lang, str] = {"zh": "没有可复核的自评表。", "en": "No form to check."}


def rule_set_lines(forms: Sequence[CheckedForm], lang: Lang) -> str:
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


def _overview(review: Review, lang: Lang) -> str:
    forms = [each.checked for each in review.forms]
    counted: list[str] = [key for key in STATUSES if any(_count(each, key) for each in forms)]
    graded = any(each.result.total.grade for each in forms)
    several = len({each.result.form.file for each in forms}) > 1
    headers = [
        told(key, lang)
        for key in ("number", "form", "rate", "submitted", "confirmed", "difference", "verdict")
    ]
    headers += ([told("grade", lang)] if graded else []) + [told(key, lang) for key in (*counted, "found")]
    headers += [told("file", lang)] if several else []
    rows = [_overview_row(each, counted, graded, several, lang) for each in review.forms]
    align = ["right", "left"] + ["right"] * (len(headers) - 2)
    return table(rows, headers, [*align[:-1], "left"] if several else align)


def _overview_row(
    form: FormReview, counted: Sequence[str], graded: bool, several: bool, lang: Lang
) -> list[str]:
    each = form.checked
    result, total = each.result, each.result.total
    rate = result.execution_rate
    confirmed = total.confirmed
    cells = [
        str(form.number),
        shorten(result.form.name, 30),
        "—" if rate is None else f"{round_to(rate * 100, 2, 'half_up')}%",
        number(total.submitted),
        "—" if confirmed is None else str(confirmed),
        "—" if total.difference is None else signed(total.difference),
        word(each.verdict, lang),
    ]
    cells += [total.grade or "—"] if graded else []
    found = sum(judged.finding.severity != "info" and judged.is_open for judged in form.findings)
    cells += [str(_count(each, key) or "·") for key in counted] + [str(found or "·")]
    return cells + ([shorten(_base(result.form.file), 24)] if several else [])


def _base(file: str | None) -> str:
    return (file or "").replace("\\", "/").rsplit("/", 1)[-1]


def _count(each: CheckedForm, status: str) -> int:
    return sum(row.status == status for row in each.result.rows)


def _to_see(form: FormReview, lang: Lang, shown: Shown) -> str:
    """What needs eyes in a form: errors and warnings that nobody decided, the worst first, and what changed."""
    checked = form.checked
    found = [each for each in form.findings if each.finding.severity != "info"]
    wanted = [each for each in found if shown.is_complete or each.is_open or each.since == "back"]
    lines = [line for each in wanted for line in _judged(each, checked, lang, shown)]
    if len(wanted) < len(found):
        lines.append(f"  {told('hidden', lang).format(count=len(found) - len(wanted))}")
    if shown.is_compared:
        lines += [line for each in form.gone for line in _gone(each, lang)]
        lines += [f"  {told('changed', lang)} {change_words(each, lang)}" for each in form.changes]
    if not lines:
        return ""
    file = _base(checked.result.form.file)
    name = f"{form.number}. {checked.result.form.name}"
    head = f"■ {bracketed(name, file, lang) if file else name}"
    return "\n".join([head, *_determined(checked, lang), *lines])


def _determined(checked: CheckedForm, lang: Lang) -> Iterator[str]:
    """What is known of the total where nobody can sign one."""
    found = checked.result.total.determined
    if found is None:
        return
    if not found.points:
        yield "  没有一行可以复算" if lang == "zh" else "  no row could be recomputed"
        return
    ends = f"{found.low}–{found.high}" if found.low != found.high else str(found.low)
    points, submitted = number(found.points), number(found.submitted)
    yield (
        f"  复核得分不能确定：可复算的 {points} 分，填报 {submitted}，应为 {ends}"
        if lang == "zh"
        else f"  no total can be confirmed: of {points} marks recomputed, {submitted} submitted, {ends} due"
    )


def _judged(each: Judged, checked: CheckedForm, lang: Lang, shown: Shown) -> Iterator[str]:
    problem = each.finding.problem
    row = next((row for row in checked.result.rows if row.row == problem.row), None)
    first, *rest = problem.message(lang).splitlines()
    who = ""
    if row is not None and "rows" not in problem.values:
        who = (told("execution", lang) if row.row == 0 else f"{row.row}. {row.name}") + "  "
    yield f"  [{marks_of(each, lang, shown.is_compared)}] {who}{first}"
    yield from (f"      {line}" for line in rest)
    yield from (f"      · {detail}" for detail in each.finding.details_said(lang))
    place = "" if problem.place is None else problem.place.describe(lang)
    clause = _clause(problem, row, checked.result.ruleset, lang)
    facts = (
        problem.code,
        problem.check,
        clause,
        place,
        f"#{each.finding.fingerprint}" if shown.is_compared else "",
    )
    yield f"      {' · '.join(fact for fact in facts if fact)}"
    yield from (f"      {event.who} {said_by(event, lang)}" for event in each.decisions)


def marks_of(each: Judged, lang: Lang, is_compared: bool) -> str:
    """How grave a finding is; beside a record also whether it is new and how it was decided."""
    marks = [word(each.finding.severity, lang)]
    if is_compared:
        marks += [word(each.since, lang)] if each.since != "unchanged" else []
        marks += [STATE_WORDS[each.state].of(lang)] if not each.is_open else []
    return " · ".join(marks)


def _gone(each: Gone, lang: Lang) -> Iterator[str]:
    yield f"  [{word('gone', lang)}] {each.finding.indicator}  {each.finding.message}"


def change_words(change: RowChange, lang: Lang) -> str:
    """A changed row in words: 培训人数：实际完成值 99人 → 102人，得分 7 → 10."""
    before, now = change.before, change.now
    either = now or before
    name = (either.name if either else "") or told("execution", lang)
    if before is None or now is None:
        return f"{name}{_COLON[lang]}{told('added' if before is None else 'removed', lang)}"
    parts = [
        f"{told(label, lang)} {getattr(before, key) or '—'} → {getattr(now, key) or '—'}"
        for key, label in _CHANGED.items()
        if getattr(before, key) != getattr(now, key)
    ]
    parts += (
        [f"{word(before.status, lang)} → {word(now.status, lang)}"] if before.status != now.status else []
    )
    return f"{name}{_COLON[lang]}{_COMMA[lang].join(parts)}"


_CHANGED = {"target": "target", "actual": "actual", "points": "points", "submitted": "score"}
_COLON: dict[Lang, str] = {"zh": "：", "en": ": "}
_COMMA: dict[Lang, str] = {"zh": "，", "en": ", "}


def _clause(problem: Problem, row: RowResult | None, ruleset: Ruleset, lang: Lang) -> str:
    """The clause under which a difference was found, and how that clause is known."""
    if problem.code not in _OF_THE_RULE or row is None:
        return ""
    key = clause_of(row, ruleset)
    if key is None:
        return ""
    clause = ruleset.clauses.get(key)
    if clause is None:
        return word(key, lang) if row.rule else ""
    return bracketed(clause.title, word(clause.evidence, lang), lang)


_OF_THE_RULE = ("score-differs", "score-at-open-end")
"""Findings that rest on the rule of their row."""


def bracketed(text: str, aside: str, lang: Lang) -> str:
    """A text with an aside in the brackets of the language."""
    return f"{text}（{aside}）" if lang == "zh" else f"{text} ({aside})"


def problem_lines(problems: Sequence[Problem], lang: Lang) -> Iterator[str]:
    """Problems that belong to no row, with file and place."""
    for problem in problems:
        where = " ".join(
            part
            for part in (problem.file or "", problem.place.describe(lang) if problem.place else "")
            if part
        )
        first, *rest = problem.message(lang).splitlines()
        said = f"[{told(problem.severity, lang)}] {first}"
        yield bracketed(said, where, lang) if where else said
        yield from (f"    {line}" for line in rest)


def _closing(review: Review, lang: Lang, shown: Shown) -> str:
    forms = [each.checked for each in review.forms]
    coverage = sum((each.result.coverage for each in forms), Coverage())
    bad = [each for each in forms if not each.is_clean]
    errors = sum(each.finding.severity == "error" and each.is_open for each in review.others)
    read = len({each.result.form.file for each in forms})
    files = read + len(shown.unread)
    seen = [each for each in review.findings if each.finding.severity != "info"]
    decided = sum(not each.is_open for each in seen)
    command = shown.command
    if lang == "zh":
        counts = f"{files} 个文件已读 {read} 个，" if files > 1 else ""
        counts += f"{len(forms)} 张表，{coverage.rows} 行：复算 {coverage.scored}，"
        counts += f"无法复算 {coverage.refused}，"
        counts += f"没有分值 {coverage.unmarked}，" if coverage.unmarked else ""
        counts += f"不计分 {coverage.ignored}"
        verdict = f"{len(bad)} 张表有不一致、待判断或错误" if bad else "没有不一致"
        verdict += f"，另有 {errors} 个错误不属于某张表" if errors else ""
        if shown.is_compared:
            verdict += f"；发现 {len(seen)} 条，已处理 {decided} 条，已消除 {len(review.gone)} 条"
        advice = (
            f"下一步：perfeval explain {command} --row 行号 看某一行的计算过程；--format json|csv 导出全部行"
        )
    else:
        counts = f"{read} of {files} files read, " if files > 1 else ""
        counts += f"{len(forms)} forms, {coverage.rows} rows: {coverage.scored} scored, "
        counts += f"{coverage.refused} refused, "
        counts += f"{coverage.unmarked} without marks, " if coverage.unmarked else ""
        counts += f"{coverage.ignored} ignored"
        verdict = f"{len(bad)} forms with differences, undecided rows or errors" if bad else "nothing differs"
        verdict += f"; {errors} errors outside the forms" if errors else ""
        if shown.is_compared:
            verdict += f"; {len(seen)} findings, {decided} decided, {len(review.gone)} gone"
        advice = (
            f"next: perfeval explain {command} --row N derives one row; --format json|csv gives every row"
        )
    return f"{counts}。{verdict}。\n{advice}" if lang == "zh" else f"{counts}. {verdict}.\n{advice}"


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
