"""The review as one HTML page (复核报告): no network, no script; an overview, then each form with its derivations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from perfeval import __version__
from perfeval.core.exact import round_to
from perfeval.core.figures import number, signed
from perfeval.core.glossary import Words, word
from perfeval.core.language import Lang, either
from perfeval.core.problems import Problem
from perfeval.core.results import CheckedForm, Coverage, RowResult
from perfeval.documents.file_counts import FileCounts
from perfeval.documents.writers.markup import Html, join, quiet, tag, whole_page
from perfeval.documents.writers.report.report_charts import execution_against_completion, lost_marks
from perfeval.documents.writers.report.report_style import STYLE
from perfeval.documents.writers.report.write_table import change_words, marks_of
from perfeval.documents.writers.working_papers.review_words import band, row_name
from perfeval.review.record.changes import FormReview, Judged, Review, review_of
from perfeval.review.record.events import said_by
from perfeval.review.record.record import EMPTY

_TEXT: dict[str, tuple[str, str]] = {
    "title": ("绩效自评复核报告", "Review of self-evaluation forms"),
    "files": ("个文件已读", "files read"),
    "decided": ("条已处理", "decided"),
    "changed": ("修改", "changed"),
    "problems": ("条发现", "findings"),
    "found": ("发现", "findings"),
    "lost": ("失分在哪里", "Where the marks were lost"),
    "scatter": ("预算执行与任务完成", "Execution against completion"),
    "scatter_note": (
        "虚线上方：任务完成好于预算执行；离虚线远的，请核实实际进度。",
        "Above the dashed line more was done than spent; look at forms far from it.",
    ),
    "confirmed": ("可确认", "confirmed"),
    "status": ("结论", "status"),
    "target": ("年度指标值", "target"),
    "others": ("没有对应到表的问题", "Findings that belong to no form"),
    "footer": (
        "由 perfeval {version} 复算。每个数字都可展开看计算过程；区间内的得分由人工判断。",
        "Recomputed by perfeval {version}. Every number unfolds into its derivation; inside a band a person decides.",
    ),
}
_t = Words(_TEXT)


@dataclass(frozen=True, slots=True)
class ReportForm:
    """A checked form, and for each row by number the lines that derive its score, already rendered."""

    checked: CheckedForm
    derivations: Mapping[int, Sequence[str]]


def write_review_html(
    forms: Sequence[ReportForm],
    problems: Sequence[Problem] = (),
    lang: Lang = "zh",
    review: Review | None = None,
    unread: Sequence[str] = (),
    files: FileCounts | None = None,
) -> str:
    """The whole page; `problems` belong to a file and no form, `unread` are files without a form.

    With `review` each finding tells whether it is new and how it was decided.
    """
    checked = [each.checked for each in forms]
    beside = review or review_of(EMPTY, checked, problems)
    title = _t("title", lang)
    return whole_page(
        title,
        STYLE,
        lang,
        tag(
            "header",
            tag("h1", title),
            *_rule_sets(checked, lang),
            *_files(files, lang),
            _facts(beside, unread, lang),
        ),
        tag(
            "main",
            *_overview(beside, unread, lang),
            *_others(beside, lang),
            *_forms(forms, beside, lang, review is not None),
        ),
        tag("footer", quiet(_t("footer", lang, version=__version__))),
    )


# --- overview ---------------------------------------------------------------------------------------------


def _rule_sets(forms: Sequence[CheckedForm], lang: Lang) -> Iterator[Html]:
    head = either(lang, "规则集", "rule set")
    for ruleset in {each.result.ruleset.id: each.result.ruleset for each in forms}.values():
        known = word(ruleset.evidence, lang)
        says = f"{head} {ruleset.id} v{ruleset.version}：{ruleset.title.of(lang)}（{known}）"
        yield quiet(says)


def _files(files: FileCounts | None, lang: Lang) -> Iterator[Html]:
    if files is not None and files.found > 1:
        yield tag("p", files.sentence(lang), class_="quiet")


def _facts(review: Review, unread: Sequence[str], lang: Lang) -> Html:
    forms = [each.checked for each in review.forms]
    coverage = sum((each.result.coverage for each in forms), Coverage())
    statuses = [row.status for each in forms for row in each.result.rows]
    found = sum(each.finding.severity != "info" for each in review.findings)
    read = len({each.result.form.file for each in forms})
    counts = [(read, _t("files", lang))] if read + len(unread) > 1 else []
    counts += [(len(unread), _t("unread", lang))] if unread else []
    counts += [(len(forms), _t("forms", lang)), (coverage.rows, _t("rows", lang))]
    counts += [(statuses.count(status), word(status, lang)) for status in dict.fromkeys(statuses)]
    counts.append((found, _t("problems", lang)))
    decided = sum(not each.is_open for each in review.findings)
    counts += [(decided, _t("decided", lang))] if decided else []
    counts += [(len(review.gone), word("gone", lang))] if review.gone else []
    return tag(
        "ul", *(tag("li", tag("b", str(count)), tag("span", name)) for count, name in counts), class_="facts"
    )


def _overview(review: Review, unread: Sequence[str], lang: Lang) -> Iterator[Html]:
    forms = [each.checked for each in review.forms]
    if not forms:
        return
    yield tag(
        "div",
        tag("div", tag("h3", _t("lost", lang)), lost_marks(forms, lang), class_="card"),
        tag(
            "div",
            tag("h3", _t("scatter", lang)),
            execution_against_completion(forms, lang),
            quiet(_t("scatter_note", lang)),
            class_="card",
        ),
        class_="pictures",
    )
    keys = ("form", "rate", "submitted", "recomputed", "confirmed", "difference", "grade", "status", "found")
    words = [
        tag("th", _t(key, lang), class_=None if key in ("form", "grade", "status") else "n") for key in keys
    ]
    head = tag("thead", tag("tr", *words))
    lines = [_overview_row(each, lang) for each in review.forms]
    lines += [
        tag(
            "tr",
            tag("td", each),
            tag("td", colspan=6),
            tag("td", _t("unread", lang), class_="status refused"),
        )
        for each in unread
    ]
    yield tag("div", tag("table", head, tag("tbody", *lines), class_="rows"), class_="card scroll")


def _overview_row(form: FormReview, lang: Lang) -> Html:
    index, checked = form.number, form.checked
    result, total = checked.result, checked.result.total
    verdict = checked.verdict
    file = tag("span", result.form.file, class_="level") if result.form.file else ""
    found = sum(each.finding.severity != "info" and each.is_open for each in form.findings)
    rate = result.execution_rate
    link = tag("a", f"{index}. {result.form.name}", href=f"#form-{index}")
    figures = (
        ("rate", "—" if rate is None else f"{round_to(rate * 100, 2, 'half_up')}%"),
        ("submitted", number(total.submitted)),
        ("recomputed", band(total.score)),
        ("confirmed", "—" if total.confirmed is None else str(total.confirmed)),
        ("difference", "—" if total.difference is None else signed(total.difference)),
    )
    return tag(
        "tr",
        tag("td", file, link),
        *_figures(figures, lang),
        tag("td", total.grade or "—", data_label=_t("grade", lang)),
        _status(verdict, "differs" if verdict == "error" else verdict, lang),
        tag("td", str(found or "·"), class_="n", data_label=_t("found", lang)),
    )


def _figures(figures: Iterable[tuple[str, str]], lang: Lang) -> Iterator[Html]:
    """Numbers under the words of their keys, which stand beside them on a narrow screen."""
    return (tag("td", text, class_="n", data_label=_t(key, lang)) for key, text in figures)


def _status(status: str, colour: str, lang: Lang) -> Html:
    return tag("td", word(status, lang), class_=f"status {colour}", data_label=_t("status", lang))


def _others(review: Review, lang: Lang) -> Iterator[Html]:
    if review.others:
        found = (_finding(each, lang, False, each.finding.problem.file) for each in review.others)
        yield tag("section", tag("h2", _t("others", lang)), *found, class_="form")


# --- one form ---------------------------------------------------------------------------------------------


def _forms(forms: Sequence[ReportForm], review: Review, lang: Lang, is_compared: bool) -> Iterator[Html]:
    for each, beside in zip(forms, review.forms, strict=True):
        form = each.checked.result.form
        facts = (form.body, form.department, str(form.year or ""), form.file)
        rows = [row.row for row in each.checked.result.rows]
        own = [judged for judged in beside.findings if judged.finding.problem.row not in rows]
        yield tag(
            "section",
            tag("h2", f"{beside.number}. {form.name}"),
            quiet("　".join(fact for fact in facts if fact)),
            *(_finding(judged, lang, is_compared) for judged in own),
            *(
                _past(word("gone", lang), f"{gone.finding.indicator} {gone.finding.message}")
                for gone in beside.gone
            ),
            *(_past(_t("changed", lang), change_words(change, lang)) for change in beside.changes),
            _table(each, beside, lang, is_compared),
            class_="form",
            id=f"form-{beside.number}",
        )


def _past(mark: str, text: str) -> Html:
    return tag("div", tag("b", mark), text, class_="finding info")


def _table(each: ReportForm, beside: FormReview, lang: Lang, is_compared: bool) -> Html:
    keys = ("indicator", "target", "actual", "points", "submitted", "recomputed", "difference", "status")
    marks = ("points", "submitted", "recomputed", "difference")
    titles = [tag("th", _t(key, lang), class_="n" if key in marks else None) for key in keys]
    rows = [part for row in each.checked.result.rows for part in _row(row, each, beside, lang, is_compared)]
    return tag(
        "table",
        tag("thead", tag("tr", *titles)),
        tag("tbody", *rows),
        tag("tfoot", _total(each.checked, lang)),
        class_="rows",
    )


def _row(
    row: RowResult, each: ReportForm, beside: FormReview, lang: Lang, is_compared: bool
) -> Iterator[Html]:
    funds, indicator = each.checked.result.form.funds, row.indicator
    level = f"{indicator.dimension} · {indicator.category}".strip(" ·") if indicator else ""
    target = (indicator.target if indicator else funds.budget if funds else "") or ""
    actual = (indicator.actual if indicator else funds.executed if funds else "") or ""
    difference = "" if row.difference is None else signed(row.difference)
    name = join(tag("span", level, class_="level") if level else "", f"{row.row}. {row_name(row, lang)}")
    figures = (
        ("points", number(row.points)),
        ("submitted", number(row.submitted)),
        ("recomputed", band(row.score)),
        ("difference", difference),
    )
    yield tag(
        "tr",
        tag("td", name),
        tag("td", target, data_label=_t("target", lang)),
        tag("td", actual, data_label=_t("actual", lang)),
        *_figures(figures, lang),
        _status(row.status, row.status, lang),
    )
    yield tag("tr", tag("td", *_more(row, each, beside, lang, is_compared), colspan=8), class_="more")


def _more(
    row: RowResult, each: ReportForm, beside: FormReview, lang: Lang, is_compared: bool
) -> Iterator[Html]:
    """What stands under a row: the reason given, the findings, the derivation to unfold."""
    note = row.indicator.deviation_note if row.indicator else None
    if note:
        yield quiet(f"{_t('note', lang)}：{note}")
    for judged in beside.findings:
        if judged.finding.problem.row == row.row:
            yield _finding(judged, lang, is_compared)
    score = beside.scores.get(row.row)
    for event in score.events if score else ():
        yield _past(word("reviewed", lang), f"{event.who} {said_by(event, lang)}")
    lines = each.derivations.get(row.row, ())
    if lines:
        yield tag(
            "details",
            tag("summary", _t("derivation", lang)),
            tag("div", "\n".join(lines), class_="derivation"),
        )


def _finding(judged: Judged, lang: Lang, is_compared: bool, file: str | None = None) -> Html:
    problem = judged.finding.problem
    place = problem.place.describe(lang) if problem.place else ""
    facts = (file or "", problem.code, problem.check or "", place)
    said = [f"{event.who} {said_by(event, lang)}" for event in judged.decisions]
    return tag(
        "div",
        tag("b", marks_of(judged, lang, is_compared)),
        problem.message(lang),
        *(tag("small", f"· {each}") for each in judged.finding.details_said(lang)),
        *(tag("small", each) for each in said),
        tag("small", " · ".join(fact for fact in facts if fact)),
        class_=f"finding {judged.finding.severity}",
    )


def _total(checked: CheckedForm, lang: Lang) -> Html:
    total = checked.result.total
    confirmed = "" if total.confirmed is None else f"{_t('confirmed', lang)} {total.confirmed}"
    grade = "" if total.grade is None else f"{_t('grade', lang)} {total.grade}"
    figures = (
        ("points", number(Fraction(total.points))),
        ("submitted", number(total.submitted)),
        ("recomputed", band(total.score)),
        ("difference", "" if total.difference is None else signed(total.difference)),
    )
    return tag(
        "tr",
        tag("td", _t("total", lang)),
        tag("td", "　".join(part for part in (confirmed, grade) if part), colspan=2),
        *_figures(figures, lang),
        _status(total.status, total.status, lang),
    )
