"""The checks of a year on the page (逐项排查): the heaviest findings of each, with the rows behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfeval.batch.summary.summary import EXAMPLES, CheckFigures, Finding, Row, Summary
from perfeval.batch.summary.summary_parts import CLASSES, section, table
from perfeval.batch.summary.summary_words import LACKS, WEIGHTS, marks, of, sentence, whole, word
from perfeval.core.problems import Lang
from perfeval.documents.writers.markup import Html, join, tag


def checks_section(summary: Summary, lang: Lang) -> Html:
    """What each check found, what it did not find, and what could not be asked."""
    found = [each for each in summary.checks if each.asked.found]
    clear = [each.asked.check for each in summary.checks if not each.asked.lacks and not each.asked.found]
    titles = "；".join(f"{check.title.of(lang)} {check.rc}" for check in clear)
    nothing = tag("p", word("none_found", lang).format(titles=titles), class_="check") if clear else Html("")
    return section(
        "checks",
        lang,
        word("caution", lang),
        *(_check(each, lang) for each in found),
        nothing,
        *_unasked(summary, lang),
    )


def _check(each: CheckFigures, lang: Lang) -> Html:
    check, asked = each.asked.check, each.asked
    counts = [
        tag(
            "span",
            f"{of(WEIGHTS[weight], lang)} {whole(asked.by_weight[weight - 1])}",
            class_=f"chip {CLASSES[weight]}",
        )
        for weight in (3, 2, 1)
        if asked.by_weight[weight - 1]
    ]
    shown = each.findings[:EXAMPLES]
    more = asked.found - len(shown)
    return tag(
        "div",
        tag("h3", check.title.of(lang), tag("small", f"{check.rc} · {check.code}")),
        tag("p", *counts),
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
        class_=f"finding {CLASSES[finding.weight]}",
    )


def _evidence(evidence: Sequence[Row], lang: Lang) -> Html:
    has_rows = any(each["row"] is not None for each in evidence)
    keys = ("indicator", "target", "actual") if has_rows else ()
    headers = [
        (word("project", lang), ""),
        *((word(key, lang), "") for key in keys),
        *((word(key, lang), "n") for key in ("points", "claimed", "recomputed")),
    ]
    return table(headers, (tuple(_evidence_line(each, has_rows, lang)) for each in evidence))


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
                    title=each.check.title.of(lang),
                    facts="、".join(of(LACKS[fact], lang) for fact in each.lacks),
                ),
            )
            for each in missing
        )
        yield tag("div", tag("h3", word("unasked", lang)), tag("ul", *lines), class_="check")
