"""The summary of a year as one page (全年汇总页): no network, no script; what to look at first comes first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from perfeval import __version__
from perfeval.batch.forensics.limits import LIMITS
from perfeval.batch.summary import EXAMPLES, CheckFigures, Finding, Ranked, Row, Summary
from perfeval.batch.writers.summary_charts import (
    category,
    distribution,
    execution_and_completion,
    lost_marks,
    share_of,
)
from perfeval.batch.writers.summary_words import (
    LACKS,
    WEIGHTS,
    bin_name,
    marks,
    meaning,
    money,
    of,
    percent,
    readings,
    sentence,
    whole,
    word,
)
from perfeval.core.codes import CODES
from perfeval.core.glossary import word as term
from perfeval.core.problems import Lang
from perfeval.documents.writers.markup import Html, join, tag
from perfeval.documents.writers.report_style import STYLE

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_RANKED, _DEPARTMENTS, _PROBLEMS = 20, 30, 20
_CLASSES = {3: "error", 2: "warning", 1: "info"}
_STYLE = """
section.card { margin: 1.6rem 0; }
nav { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; margin: 1rem 0; font-size: .92rem; }
.chart { width: 100%; min-width: 34rem; height: auto; font-size: 11px; }
.chart text { fill: var(--quiet); } .chart .middle { text-anchor: middle; } .chart .end { text-anchor: end; }
.chart .small { font-size: 9.5px; } .chart .grid { stroke: var(--rule); }
.chart .cut { stroke: var(--quiet); stroke-dasharray: 3 4; }
.count-bar { fill: var(--execution); } .full-bar { fill: var(--cost); }
.recount { stroke: var(--ink); stroke-width: 2; }
.key.solid { background: var(--execution); } .key.line { height: .15rem; vertical-align: middle; background: var(--ink); }
.scatter.heat { max-width: 30rem; min-width: 22rem; } .scatter .cell { fill: var(--accent); }
.scatter .on-light { fill: var(--ink); font-size: 9px; }
.bars.wide-figures li { grid-template-columns: minmax(0, 14rem) minmax(0, 1fr) 9.5rem; }
.reasons { margin: 0; padding: 0; list-style: none; } .reasons li + li { margin-top: .25rem; }
.chip { display: inline-block; padding: 0 .45em; margin-right: .5em; border-radius: .25rem; font-size: .78rem; }
.chip.error { background: var(--error-soft); color: var(--error); }
.chip.warning { background: var(--warning-soft); color: var(--warning); }
.chip.info { background: var(--info-soft); color: var(--info); }
.check { border-top: 1px solid var(--rule); padding-top: 1rem; margin-top: 1.2rem; }
.check h3 { margin-bottom: .4rem; } .check h3 small { color: var(--quiet); font-weight: 400; margin-left: .6em; }
.finding table { margin: .4rem 0; font-size: .85rem; }
@media (max-width: 46rem) {
  .bars.wide-figures li { grid-template-columns: minmax(0, 1fr) 9.5rem; }
}
@media print { .chart { min-width: 0; } section.card { break-inside: auto; } nav { display: none; } }
"""


def write_summary_html(summary: Summary, lang: Lang = "zh") -> str:
    """The whole page."""
    title = word("title", lang)
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title),
        tag("style", Html(STYLE + _STYLE)),
    )
    body = tag(
        "body",
        tag(
            "header",
            tag("h1", title),
            tag("p", readings(summary, lang)[0], class_="quiet"),
            _facts(summary, lang),
            tag("p", word("caution", lang)),
        ),
        tag(
            "main",
            _ranking(summary, lang),
            _distribution(summary, lang),
            tag("div", _losses(summary, lang), _execution(summary, lang), class_="pictures"),
            _departments(summary, lang),
            _checks(summary, lang),
            _problems(summary, lang),
            _reading(summary, lang),
        ),
        tag("footer", tag("p", word("footer", lang).format(version=__version__), class_="quiet")),
    )
    page = tag("html", head, body, lang="zh-CN" if lang == "zh" else "en")
    return f"<!doctype html>\n{page}\n"


def _facts(summary: Summary, lang: Lang) -> Html:
    found = summary.overview
    totals = summary.recomputed if summary.basis == "recomputed" else summary.submitted
    facts = [(whole(found["forms"]), word("forms", lang))]
    if found["departments"]:
        facts.append((whole(found["departments"]), word("departments", lang)))
    facts += [
        (whole(found["rows"]), word("rows", lang)),
        (money(found["budget"], lang), word("budget", lang)),
        (money(found["executed"], lang), word("executed", lang)),
        (percent(found["rate"]), word("rate", lang)),
        (marks(totals.mean), word("mean", lang)),
        (marks(totals.median), word("median", lang)),
    ]
    facts += [
        (whole(found[f"{key}_forms"]), word(key, lang)) for key in ("refused", "open") if found[f"{key}_forms"]
    ]
    return tag(
        "ul", *(tag("li", tag("b", count), tag("span", name)) for count, name in facts), class_="facts"
    )


def _section(key: str, lang: Lang, note: str, *parts: Html) -> Html:
    return tag(
        "section", tag("h2", word(key, lang)), tag("p", note, class_="quiet") if note else Html(""), *parts,
        class_="card", id=key,
    )


def _table(headers: Sequence[tuple[str, str]], lines: Iterable[Sequence[str]]) -> Html:
    """A table; headers with the class of their cells ("n" for numbers)."""
    head = tag("tr", *(tag("th", name, class_=kind or None) for name, kind in headers))
    rows = [
        tag(
            "tr",
            *(
                tag("td", cell, class_=kind or None, data_label=name)
                for (name, kind), cell in zip(headers, line, strict=True)
            ),
        )
        for line in lines
    ]
    return tag("div", tag("table", tag("thead", head), tag("tbody", *rows), class_="rows"), class_="scroll")


def _ranking(summary: Summary, lang: Lang) -> Html:
    shown = summary.ranking[:_RANKED]
    if not shown:
        return _section("look", lang, word("nothing", lang))
    note = word("look_note", lang).format(shown=len(shown), all=whole(summary.ranked_forms))
    headers = [
        (word("rank", lang), "n"),
        (word("project", lang), ""),
        (word("budget", lang), "n"),
        (word("rate", lang), "n"),
        (f"{word('claimed', lang)} → {word('recomputed', lang)}", "n"),
        (word("weight", lang), "n"),
        (word("why", lang), ""),
    ]
    return _section("look", lang, note, _table(headers, (_ranked(at, each, lang) for at, each in enumerate(shown, 1))))


def _ranked(at: int, each: Ranked, lang: Lang) -> list[str]:
    form = each.form
    where = " · ".join(str(part) for part in (form["department"], form["file"]) if part)
    reasons = [
        tag("li", tag("span", of(WEIGHTS[weight], lang), class_=f"chip {_CLASSES[weight]}"), sentence(code, figures, lang))
        for code, weight, figures in each.reasons
    ]
    return [
        str(at),
        join(str(form["project"]), tag("span", where, class_="level")),
        money(form["budget"], lang),
        percent(form["rate"]),
        f"{marks(form['claimed'])} → {marks(form['confirmed'])}",
        str(each.weight),
        tag("ul", *reasons, class_="reasons"),
    ]


def _distribution(summary: Summary, lang: Lang) -> Html:
    numbers = _table(
        [(word("band", lang), ""), *((word(key, lang), "n") for key in ("claimed", "share", "recomputed"))],
        (
            (
                bin_name(each, lang),
                whole(each.submitted),
                share_of(each.submitted, summary.submitted.count),
                whole(each.recomputed),
            )
            for each in summary.bins
            if each.submitted or each.recomputed
        ),
    )
    return _section(
        "distribution", lang, word("distribution_note", lang), distribution(summary, lang), _folded(numbers, lang)
    )


def _execution(summary: Summary, lang: Lang) -> Html:
    lines = [
        (
            word("over", lang) if x == 10 else f"{x * 10}–{x * 10 + 10}%",
            f"{y * 10}–{y * 10 + 10}%",
            whole(count),
        )
        for x, y, count in summary.grid
    ]
    numbers = _table(
        [(word("rate", lang), ""), (word("completion", lang), ""), (word("count", lang), "n")], lines
    )
    return _section(
        "scatter", lang, word("scatter_note", lang), execution_and_completion(summary, lang), _folded(numbers, lang)
    )


def _losses(summary: Summary, lang: Lang) -> Html:
    headers = [(word("category", lang), ""), *((word(key, lang), "n") for key in ("rows", "points", "lost", "full_rows"))]
    numbers = _table(
        headers,
        (
            (category(each, lang), whole(each["rows"]), marks(each["points"]), marks(each["lost"]),
             share_of(each["full_rows"], each["rows"]))
            for each in summary.losses
        ),
    )
    return _section("losses", lang, word("losses_note", lang), lost_marks(summary.losses, lang), _folded(numbers, lang))


def _folded(numbers: Html, lang: Lang) -> Html:
    return tag("details", tag("summary", "数据" if lang == "zh" else "the numbers"), numbers)


def _departments(summary: Summary, lang: Lang) -> Html:
    if not summary.departments:
        return Html("")
    keys = ("count", "budget", "rate", "mean", "full_totals", "full_rows", "overclaimed", "weight")
    headers = [(word("department", lang), ""), *((word(key, lang), "n") for key in keys)]
    lines = (
        (
            each["department"],
            whole(each["forms"]),
            money(each["budget"], lang),
            percent(each["rate"]),
            marks(each["mean"]),
            percent(each["full_totals"]),
            percent(each["full_rows"]),
            marks(each["overclaimed"]),
            whole(each["weight"]),
        )
        for each in summary.departments[:_DEPARTMENTS]
    )
    return _section("by_department", lang, word("by_department_note", lang), _table(headers, lines))


def _checks(summary: Summary, lang: Lang) -> Html:
    asked = [each for each in summary.checks if not each.asked.lacks]
    asked.sort(key=lambda each: not each.asked.found)
    return _section(
        "checks", lang, word("caution", lang), *(_check(each, lang) for each in asked), *_unasked(summary, lang)
    )


def _check(each: CheckFigures, lang: Lang) -> Html:
    check, asked = each.asked.check, each.asked
    counts = [
        tag("span", f"{of(WEIGHTS[weight], lang)} {whole(asked.by_weight[weight - 1])}", class_=f"chip {_CLASSES[weight]}")
        for weight in (3, 2, 1)
        if asked.by_weight[weight - 1]
    ]
    shown = each.findings[:EXAMPLES]
    more = asked.found - len(shown)
    return tag(
        "div",
        tag("h3", check.title.of(lang), tag("small", f"{check.rc} · {check.code}")),
        tag("p", *counts) if counts else tag("p", word("none_found", lang), class_="quiet"),
        *(_finding(check.code, finding, lang) for finding in shown),
        tag("p", word("further", lang).format(more=whole(more)), class_="quiet") if more > 0 else Html(""),
        class_="check",
    )


def _finding(code: str, finding: Finding, lang: Lang) -> Html:
    evidence = finding.evidence[:EXAMPLES]
    table = _evidence(evidence, lang)
    note = word("more", lang).format(behind=whole(finding.behind), shown=len(evidence))
    head = f"{word('evidence', lang)}（{note}）" if lang == "zh" else f"{word('evidence', lang)} ({note})"
    return tag(
        "div",
        tag("b", finding.subject),
        sentence(code, finding.figures, lang),
        tag("details", tag("summary", head), table) if evidence else Html(""),
        class_=f"finding {_CLASSES[finding.weight]}",
    )


def _evidence(evidence: Sequence[Row], lang: Lang) -> Html:
    has_rows = any(each["row"] is not None for each in evidence)
    keys = ("indicator", "target", "actual") if has_rows else ()
    headers = [
        (word("project", lang), ""),
        *((word(key, lang), "") for key in keys),
        *((word(key, lang), "n") for key in ("points", "claimed", "recomputed")),
    ]
    return _table(headers, (_evidence_line(each, has_rows, lang) for each in evidence))


def _evidence_line(each: Row, has_rows: bool, lang: Lang) -> Iterator[str]:
    yield join(str(each["project"]), tag("span", str(each["file"]), class_="level") if each["file"] else "")
    if has_rows:
        row = "" if each["row"] is None else f"{each['row']} "
        yield f"{row}{each['name'] or ''}"
        yield each["target"] or "—"
        yield each["actual"] or "—"
    yield from (marks(each[key]) for key in ("points", "submitted", "recomputed"))


def _unasked(summary: Summary, lang: Lang) -> Iterator[Html]:
    missing = [each.asked for each in summary.checks if each.asked.lacks]
    if missing:
        lines = (
            tag(
                "li",
                word("unasked_note", lang).format(
                    title=each.check.title.of(lang), facts="、".join(of(LACKS[fact], lang) for fact in each.lacks)
                ),
            )
            for each in missing
        )
        yield tag("div", tag("h3", word("unasked", lang)), tag("ul", *lines), class_="check")


def _problems(summary: Summary, lang: Lang) -> Html:
    if not summary.problems:
        return Html("")
    headers = [(word("code", lang), ""), (word("severity", lang), ""), (word("meaning", lang), ""), (word("number", lang), "n")]
    lines = (
        (each["code"], term(CODES[each["code"]].severity, lang), meaning(each["code"], lang), whole(each["count"]))
        for each in summary.problems[:_PROBLEMS]
    )
    return _section("problems", lang, word("problems_note", lang), _table(headers, lines))


def _reading(summary: Summary, lang: Lang) -> Html:
    limits = _table(
        [(word("limit", lang), ""), (word("value", lang), "n"), (word("source", lang), "")],
        (
            (each.title.of(lang), str(each.value), word("ours", lang) if each.source == "ours" else each.source)
            for each in LIMITS.values()
        ),
    )
    lines = [tag("li", each) for each in readings(summary, lang)]
    return _section("reading", lang, "", tag("ul", *lines), _folded(limits, lang))
