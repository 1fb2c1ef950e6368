"""The review as one HTML page (复核报告): no network, no script; an overview, then each form with its derivations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from perfeval import __version__
from perfeval.core.exact import round_to
from perfeval.core.glossary import word
from perfeval.core.problems import Lang, Problem
from perfeval.core.results import CheckedForm, Coverage, RowResult
from perfeval.documents.writers.markup import Html, join, tag, whole_page
from perfeval.documents.writers.report.report_charts import execution_against_completion, lost_marks
from perfeval.documents.writers.report.report_style import STYLE
from perfeval.documents.writers.report.write_table import number, signed
from perfeval.documents.writers.working_papers.review_words import band, row_name

_TEXT: dict[str, tuple[str, str]] = {
    "title": ("绩效自评复核报告", "Review of self-evaluation forms"),
    "forms": ("张自评表", "forms"),
    "rows": ("行", "rows"),
    "problems": ("条发现", "findings"),
    "found": ("发现", "findings"),
    "lost": ("失分在哪里", "Where the marks were lost"),
    "scatter": ("预算执行与任务完成", "Execution against completion"),
    "scatter_note": (
        "虚线上方：任务完成好于预算执行；离虚线远的，请核实实际进度。",
        "Above the dashed line more was done than spent; look at forms far from it.",
    ),
    "form": ("自评表", "form"),
    "rate": ("执行率", "execution"),
    "submitted": ("填报得分", "submitted"),
    "recomputed": ("复算得分", "recomputed"),
    "confirmed": ("可确认", "confirmed"),
    "difference": ("差异", "difference"),
    "grade": ("等级", "grade"),
    "status": ("结论", "status"),
    "indicator": ("指标", "indicator"),
    "target": ("年度指标值", "target"),
    "actual": ("实际完成值", "actual"),
    "points": ("分值", "marks"),
    "note": ("偏差原因", "reason given"),
    "derivation": ("计算过程", "derivation"),
    "total": ("总分", "total"),
    "others": ("没有对应到表的问题", "Findings that belong to no form"),
    "footer": (
        "由 perfeval {version} 复算。每个数字都可展开看计算过程；区间内的得分由人工判断。",
        "Recomputed by perfeval {version}. Every number unfolds into its derivation; inside a band a person decides.",
    ),
}


@dataclass(frozen=True, slots=True)
class ReportForm:
    """A checked form, and for each row by number the lines that derive its score, already rendered."""

    checked: CheckedForm
    derivations: Mapping[int, Sequence[str]]


def write_review_html(
    forms: Sequence[ReportForm], problems: Sequence[Problem] = (), lang: Lang = "zh"
) -> str:
    """The whole page; `problems` are those that belong to a file and no form."""
    checked = [each.checked for each in forms]
    title = _t("title", lang)
    return whole_page(
        title,
        STYLE,
        lang,
        tag("header", tag("h1", title), *_rule_sets(checked, lang), _facts(checked, problems, lang)),
        tag("main", *_overview(checked, lang), *_others(problems, lang), *_forms(forms, lang)),
        tag("footer", tag("p", _t("footer", lang).format(version=__version__), class_="quiet")),
    )


def _t(key: str, lang: Lang) -> str:
    return _TEXT[key][0 if lang == "zh" else 1]


# --- overview ---------------------------------------------------------------------------------------------


def _rule_sets(forms: Sequence[CheckedForm], lang: Lang) -> Iterator[Html]:
    head = "规则集" if lang == "zh" else "rule set"
    for ruleset in {each.result.ruleset.id: each.result.ruleset for each in forms}.values():
        known = word(ruleset.evidence, lang)
        says = f"{head} {ruleset.id} v{ruleset.version}：{ruleset.title.of(lang)}（{known}）"
        yield tag("p", says, class_="quiet")


def _facts(forms: Sequence[CheckedForm], problems: Sequence[Problem], lang: Lang) -> Html:
    coverage = sum((each.result.coverage for each in forms), Coverage())
    statuses = [row.status for each in forms for row in each.result.rows]
    found = len(problems) + sum(len(each.problems) for each in forms)
    counts = [(len(forms), _t("forms", lang)), (coverage.rows, _t("rows", lang))]
    counts += [(statuses.count(status), word(status, lang)) for status in dict.fromkeys(statuses)]
    counts.append((found, _t("problems", lang)))
    return tag(
        "ul", *(tag("li", tag("b", str(count)), tag("span", name)) for count, name in counts), class_="facts"
    )


def _overview(forms: Sequence[CheckedForm], lang: Lang) -> Iterator[Html]:
    if not forms:
        return
    yield tag(
        "div",
        tag("div", tag("h3", _t("lost", lang)), lost_marks(forms, lang), class_="card"),
        tag(
            "div",
            tag("h3", _t("scatter", lang)),
            execution_against_completion(forms, lang),
            tag("p", _t("scatter_note", lang), class_="quiet"),
            class_="card",
        ),
        class_="pictures",
    )
    keys = ("form", "rate", "submitted", "recomputed", "confirmed", "difference", "grade", "status", "found")
    words = [
        tag("th", _t(key, lang), class_=None if key in ("form", "grade", "status") else "n") for key in keys
    ]
    head = tag("thead", tag("tr", *words))
    lines = [_overview_row(index, each, lang) for index, each in enumerate(forms, 1)]
    yield tag("div", tag("table", head, tag("tbody", *lines), class_="rows"), class_="card scroll")


def _overview_row(index: int, checked: CheckedForm, lang: Lang) -> Html:
    result, total = checked.result, checked.result.total
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
        tag("td", link),
        *(tag("td", text, class_="n", data_label=_t(key, lang)) for key, text in figures),
        tag("td", total.grade or "—", data_label=_t("grade", lang)),
        tag(
            "td",
            word(checked.verdict, lang),
            class_=f"status {checked.verdict}",
            data_label=_t("status", lang),
        ),
        tag("td", str(len(checked.problems) or "·"), class_="n", data_label=_t("found", lang)),
    )


def _others(problems: Sequence[Problem], lang: Lang) -> Iterator[Html]:
    if problems:
        found = (_finding(each, lang, each.file) for each in problems)
        yield tag("section", tag("h2", _t("others", lang)), *found, class_="form")


# --- one form ---------------------------------------------------------------------------------------------


def _forms(forms: Sequence[ReportForm], lang: Lang) -> Iterator[Html]:
    for index, each in enumerate(forms, 1):
        form = each.checked.result.form
        facts = (form.body, form.department, str(form.year or ""), form.file)
        rows = [row.row for row in each.checked.result.rows]
        own = [problem for problem in each.checked.problems if problem.row not in rows]
        yield tag(
            "section",
            tag("h2", f"{index}. {form.name}"),
            tag("p", "　".join(fact for fact in facts if fact), class_="quiet"),
            *(_finding(problem, lang) for problem in own),
            _table(each, lang),
            class_="form",
            id=f"form-{index}",
        )


def _table(each: ReportForm, lang: Lang) -> Html:
    keys = ("indicator", "target", "actual", "points", "submitted", "recomputed", "difference", "status")
    marks = ("points", "submitted", "recomputed", "difference")
    titles = [tag("th", _t(key, lang), class_="n" if key in marks else None) for key in keys]
    rows = [part for row in each.checked.result.rows for part in _row(row, each, lang)]
    return tag(
        "table",
        tag("thead", tag("tr", *titles)),
        tag("tbody", *rows),
        tag("tfoot", _total(each.checked, lang)),
        class_="rows",
    )


def _row(row: RowResult, each: ReportForm, lang: Lang) -> Iterator[Html]:
    funds, indicator = each.checked.result.form.funds, row.indicator
    level = f"{indicator.dimension} · {indicator.category}".strip(" ·") if indicator else ""
    target = (indicator.target if indicator else funds.budget if funds else "") or ""
    actual = (indicator.actual if indicator else funds.executed if funds else "") or ""
    difference = "" if row.difference is None else signed(row.difference)
    name = join(tag("span", level, class_="level") if level else "", f"{row.row}. {row_name(row, lang)}")
    figures = (number(row.points), number(row.submitted), band(row.score), difference)
    keys = ("points", "submitted", "recomputed", "difference")
    yield tag(
        "tr",
        tag("td", name),
        tag("td", target, data_label=_t("target", lang)),
        tag("td", actual, data_label=_t("actual", lang)),
        *(
            tag("td", text, class_="n", data_label=_t(key, lang))
            for key, text in zip(keys, figures, strict=True)
        ),
        tag("td", word(row.status, lang), class_=f"status {row.status}", data_label=_t("status", lang)),
    )
    yield tag("tr", tag("td", *_more(row, each, lang), colspan=8), class_="more")


def _more(row: RowResult, each: ReportForm, lang: Lang) -> Iterator[Html]:
    """What stands under a row: the reason given, the findings, the derivation to unfold."""
    note = row.indicator.deviation_note if row.indicator else None
    if note:
        yield tag("p", f"{_t('note', lang)}：{note}", class_="quiet")
    for problem in each.checked.problems:
        if problem.row == row.row:
            yield _finding(problem, lang)
    lines = each.derivations.get(row.row, ())
    if lines:
        yield tag(
            "details",
            tag("summary", _t("derivation", lang)),
            tag("div", "\n".join(lines), class_="derivation"),
        )


def _finding(problem: Problem, lang: Lang, file: str | None = None) -> Html:
    place = problem.place.describe(lang) if problem.place else ""
    facts = (file or "", problem.code, problem.check or "", place)
    return tag(
        "div",
        tag("b", word(problem.severity, lang)),
        problem.message(lang),
        tag("small", " · ".join(fact for fact in facts if fact)),
        class_=f"finding {problem.severity}",
    )


def _total(checked: CheckedForm, lang: Lang) -> Html:
    total = checked.result.total
    difference = (
        total.score.distance(total.submitted) if total.score and total.submitted is not None else None
    )
    confirmed = "" if total.confirmed is None else f"{_t('confirmed', lang)} {total.confirmed}"
    grade = "" if total.grade is None else f"{_t('grade', lang)} {total.grade}"
    figures = (
        ("points", number(Fraction(total.points))),
        ("submitted", number(total.submitted)),
        ("recomputed", band(total.score)),
        ("difference", "" if difference is None else signed(difference)),
    )
    return tag(
        "tr",
        tag("td", _t("total", lang)),
        tag("td", "　".join(part for part in (confirmed, grade) if part), colspan=2),
        *(tag("td", text, class_="n", data_label=_t(key, lang)) for key, text in figures),
        tag("td", word(total.status, lang), class_=f"status {total.status}", data_label=_t("status", lang)),
    )
