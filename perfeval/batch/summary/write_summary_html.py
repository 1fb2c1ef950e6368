"""The summary of a year as one page (全年汇总页): no network, no script; what to look at first comes first."""

from __future__ import annotations

from perfeval import __version__
from perfeval.batch.forensics.limits import LIMITS
from perfeval.batch.summary.summary import Ranked, Summary
from perfeval.batch.summary.summary_charts import (
    distribution,
    execution_and_completion,
    lost_marks,
    share_of,
)
from perfeval.batch.summary.summary_checks import checks_section
from perfeval.batch.summary.summary_parts import CLASSES, Links, folded, led, section, table
from perfeval.batch.summary.summary_words import (
    WEIGHTS,
    bin_name,
    distribution_note,
    group,
    how_to_read,
    losses_note,
    marks,
    money,
    of,
    other_years,
    percent,
    range_of,
    scatter_note,
    sentence,
    whole,
    word,
)
from perfeval.core.codes import CODES
from perfeval.core.glossary import word as term
from perfeval.core.problems import Lang
from perfeval.documents.writers.markup import Html, join, tag, whole_page
from perfeval.documents.writers.report.report_style import STYLE

_RANKED, _REASONS, _DEPARTMENTS, _PROBLEMS = 20, 3, 30, 20
SUMMARY_STYLE = """
section.card { margin: 1.6rem 0; }
.chart { width: 100%; min-width: 34rem; height: auto; font-size: 11px; }
.chart text { fill: var(--quiet); } .chart .middle { text-anchor: middle; } .chart .end { text-anchor: end; }
.chart .small { font-size: 9.5px; } .chart .grid { stroke: var(--rule); }
.chart .cut { stroke: var(--quiet); stroke-dasharray: 3 4; }
.pictures { align-items: start; } .pictures section.card { margin: 0; }
.count-bar { fill: var(--execution); } .full-bar { fill: var(--cost); }
.recount { stroke: var(--ink); stroke-width: 2; }
.key.solid { background: var(--execution); }
.key.line { height: .15rem; vertical-align: middle; background: var(--ink); }
.scatter.heat { max-width: 30rem; min-width: 22rem; } .scatter .cell { fill: var(--accent); }
.scatter .on-light { fill: var(--ink); font-size: 9px; }
.bars.wide-figures li { grid-template-columns: minmax(0, 14rem) minmax(0, 1fr) 11rem; }
.wide-figures .figure { white-space: nowrap; }
.reasons { margin: 0; padding: 0; list-style: none; } .reasons li + li { margin-top: .25rem; }
.chip { display: inline-block; padding: 0 .45em; margin-right: .5em; border-radius: .25rem; font-size: .78rem; }
.chip.error { background: var(--error-soft); color: var(--error); }
.chip.warning { background: var(--warning-soft); color: var(--warning); }
.chip.info { background: var(--info-soft); color: var(--info); }
.check { border-top: 1px solid var(--rule); padding-top: 1rem; margin-top: 1.2rem; }
.check h3 { margin-bottom: .4rem; } .check h3 small { color: var(--quiet); font-weight: 400; margin-left: .6em; }
.finding table { margin: .4rem 0; font-size: .85rem; }
#look td:last-child { width: 44%; } #look td:nth-child(2) { width: 25%; }
@media (max-width: 46rem) {
  #look td:last-child, #look td:nth-child(2) { width: auto; }
  .bars.wide-figures li { grid-template-columns: minmax(0, 1fr) 11rem; }
}
@media print {
  .chart { min-width: 0; } section.card { break-inside: auto; } #by_department td:first-child { min-width: 8em; }
  h2, h3 { break-after: avoid; } .pictures { grid-template-columns: minmax(0, 1fr); }
  .pictures section.card, #distribution { break-inside: avoid; } .scatter.heat { max-width: 22rem; }
  .count-bar, .full-bar, .cell { print-color-adjust: exact; }
}
"""


def write_summary_html(summary: Summary, lang: Lang = "zh") -> str:
    """The whole page."""
    title = word("title", lang)
    return whole_page(
        title,
        STYLE + SUMMARY_STYLE,
        lang,
        summary_body(summary, lang),
        tag("footer", tag("p", word("footer", lang).format(version=__version__), class_="quiet")),
    )


def summary_body(summary: Summary, lang: Lang, links: Links | None = None) -> Html:
    """Head and cards of the page; with `links` each figure leads on to what is behind it."""
    return join(
        tag(
            "header",
            tag("h1", word("title", lang)),
            tag("p", how_to_read(summary, lang)[0], class_="quiet"),
            _facts(summary, lang),
            tag("p", word("caution", lang)),
        ),
        tag(
            "main" if links is None else "div",
            _ranking(summary, lang, links),
            _distribution(summary, lang),
            tag("div", _losses(summary, lang, links), _execution(summary, lang), class_="pictures"),
            _departments(summary, lang, links),
            checks_section(summary, lang),
            _problems(summary, lang, links),
            _reading(summary, lang),
        ),
    )


def _facts(summary: Summary, lang: Lang) -> Html:
    head = summary.head
    facts = [(whole(head.forms), word("forms", lang)), (whole(head.settled), word("settled", lang))]
    if head.bodies:
        facts.append((whole(head.bodies), word("departments", lang)))
    facts += [
        (marks(head.recomputed.mean), word("mean_of", lang).format(count=whole(head.recomputed.count))),
    ]
    if head.handed_in.count:
        facts.append(
            (
                marks(head.handed_in.mean),
                word("claimed_mean_of", lang).format(count=whole(head.handed_in.count)),
            )
        )
    if head.rest.count:
        facts.append((range_of(head.rest, lang), word("ends_of", lang).format(count=whole(head.rest.count))))
    facts += [
        (whole(count), word(key, lang))
        for key, count in (("partial", head.partial), ("without_ends", head.without_ends))
        if count
    ]
    facts += [
        (money(head.money.budget, lang), word("budget", lang)),
        (money(head.money.executed, lang), word("executed", lang)),
        (percent(head.money.rate), word("rate", lang)),
    ]
    if head.rows is not None:
        counts = (
            ("undecided_rows", head.rows.undecided),
            ("several_rows", head.rows.several),
            ("refused_rows", head.rows.refused),
            ("unmarked_rows", head.unmarked),
        )
        facts += [(whole(count), word(key, lang)) for key, count in counts if count]
    if found := other_years(summary):
        facts.append((whole(found[1]), word("other_years", lang).format(year=found[0])))
    if head.duplicates:
        facts.append((whole(head.duplicates), word("duplicates", lang)))
    if summary.files_without_forms:
        facts.append((whole(summary.files_without_forms), word("no_form", lang)))
    return tag(
        "ul", *(tag("li", tag("b", count), tag("span", name)) for count, name in facts), class_="facts"
    )


def _ranking(summary: Summary, lang: Lang, links: Links | None) -> Html:
    shown = summary.ranking[:_RANKED]
    if not shown:
        return section("look", lang, word("nothing", lang))
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
    return section(
        "look",
        lang,
        note,
        table(headers, (_ranked(at, each, lang, links) for at, each in enumerate(shown, 1))),
    )


def _ranked(at: int, each: Ranked, lang: Lang, links: Links | None) -> list[str]:
    form = each.form
    where = " · ".join(str(part) for part in (form["department"], form["file"]) if part)
    reasons = [
        tag(
            "li",
            tag("span", of(WEIGHTS[weight], lang), class_=f"chip {CLASSES[weight]}"),
            sentence(code, figures, lang),
        )
        for code, weight, figures in each.reasons[:_REASONS]
    ]
    if len(each.reasons) > _REASONS:
        more = word("more_reasons", lang).format(more=len(each.reasons) - _REASONS)
        reasons.append(tag("li", more, class_="quiet"))
    return [
        str(at),
        join(
            led(str(form["project"]), links.form(form) if links else None), tag("span", where, class_="level")
        ),
        money(form["budget"], lang),
        percent(form["rate"]),
        " → ".join(
            marks(form[key])
            for key in ("claimed", "confirmed")
            if key == "confirmed" or form[key] is not None
        ),
        str(each.weight),
        tag("ul", *reasons, class_="reasons"),
    ]


def _distribution(summary: Summary, lang: Lang) -> Html:
    numbers = table(
        [(word("band", lang), ""), *((word(key, lang), "n") for key in ("claimed", "share", "recomputed"))],
        (
            (
                bin_name(each, lang),
                whole(each.submitted),
                share_of(each.submitted, summary.head.claimed.count),
                whole(each.recomputed),
            )
            for each in summary.bins
            if each.submitted or each.recomputed
        ),
    )
    endings = table(
        [(word("endings", lang), ""), (word("count", lang), "n")],
        ((ending, whole(count)) for ending, count in summary.endings),
    )
    return section(
        "distribution",
        lang,
        distribution_note(summary, lang),
        distribution(summary, lang),
        folded(join(numbers, endings) if summary.endings else numbers, lang),
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
    numbers = table(
        [(word("rate", lang), ""), (word("completion", lang), ""), (word("count", lang), "n")], lines
    )
    return section(
        "scatter",
        lang,
        scatter_note(summary, lang),
        execution_and_completion(summary, lang),
        folded(numbers, lang),
    )


def _losses(summary: Summary, lang: Lang, links: Links | None) -> Html:
    headers = [
        (word("category", lang), ""),
        *(
            (word(key, lang), "n")
            for key in ("decided_rows", "points", "lost", "full_rows", "not_decided_rows")
        ),
    ]
    numbers = table(
        headers,
        (
            (
                led(group(each, lang), links.group(each) if links else None),
                whole(each.rows.decided),
                marks(each.rows.points),
                marks(each.rows.lost),
                share_of(each.full, each.rows.decided),
                whole(each.rows.open),
            )
            for each in summary.categories
        ),
    )
    return section(
        "losses",
        lang,
        losses_note(summary, lang),
        lost_marks(summary.categories, lang),
        folded(numbers, lang),
    )


def _departments(summary: Summary, lang: Lang, links: Links | None) -> Html:
    if not summary.bodies:
        return Html("")
    keys = ("count", "budget", "rate", "completion", "settled_short", "recomputed", "claimed", "rest")
    headers = [(word("department", lang), ""), *((word(key, lang), "n") for key in keys)]
    headers += [(word(key, lang), "n") for key in ("lost", "open_rows", "weight")]
    lines = (
        (
            led(each.body or word("no_body", lang), links.body(each.body) if links else None),
            whole(each.forms),
            money(each.budget, lang),
            percent(each.rate),
            percent(each.completion),
            whole(each.settled),
            marks(each.recomputed),
            marks(each.claimed),
            range_of(each.rest, lang),
            marks(each.lost),
            whole(each.undecided + each.refused),
            whole(summary.concern.get(each.body, 0)),
        )
        for each in summary.bodies[:_DEPARTMENTS]
    )
    more = len(summary.bodies) - _DEPARTMENTS
    further = (
        tag("p", word("more_bodies", lang).format(more=whole(more)), class_="quiet") if more > 0 else Html("")
    )
    return section("by_department", lang, word("by_department_note", lang), table(headers, lines), further)


def _problems(summary: Summary, lang: Lang, links: Links | None) -> Html:
    if not summary.problems:
        return Html("")
    headers = [
        (word("code", lang), ""),
        (word("severity", lang), ""),
        (word("meaning", lang), ""),
        (word("number", lang), "n"),
    ]
    lines = (
        (
            led(each["code"], links.code(each["code"]) if links else None),
            term(CODES[each["code"]].severity, lang),
            CODES[each["code"]].in_general(lang),
            whole(each["count"]),
        )
        for each in summary.problems[:_PROBLEMS]
    )
    more = len(summary.problems) - _PROBLEMS
    further = (
        tag("p", word("further_codes", lang).format(more=more), class_="quiet") if more > 0 else Html("")
    )
    return section("problems", lang, word("problems_note", lang), table(headers, lines), further)


def _reading(summary: Summary, lang: Lang) -> Html:
    limits = table(
        [(word("limit", lang), ""), (word("value", lang), "n"), (word("source", lang), "")],
        (
            (
                each.title.of(lang),
                str(each.value),
                word("ours", lang) if each.source == "ours" else each.source,
            )
            for each in LIMITS.values()
        ),
    )
    lines = [tag("li", each) for each in how_to_read(summary, lang)]
    return section("reading", lang, "", tag("ul", *lines), folded(limits, lang))
