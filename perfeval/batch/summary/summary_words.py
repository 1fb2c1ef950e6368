"""The words of the summary in two languages, and numbers as people read them (汇总用语)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from perfeval.batch.forensics import FORENSICS
from perfeval.batch.summary.summary import Basis, Bin, Summary
from perfeval.batch.year.headline import CategoryLine, Ends
from perfeval.batch.year.year import Fact
from perfeval.core.exact import round_to
from perfeval.core.glossary import Words
from perfeval.core.language import Lang, either
from perfeval.core.language import of as of
from perfeval.rulebook.rule_terms import VALUES

TEXT: dict[str, tuple[str, str]] = {
    "title": ("全年绩效自评汇总", "A year of self-evaluation forms"),
    "caution": (
        "排查结果只是提示先看哪里，不是结论：每一条都须由人核对原件后认定。",
        "A finding is a place to look, not a verdict: a person decides with the documents at hand.",
    ),
    "departments": ("个部门或单位", "departments or units"),
    "settled": ("张总分已定", "forms with a settled total"),
    "undecided_rows": ("行待判断", "undecided rows"),
    "several_rows": ("行得分不止一个可能", "rows with more than one possible score"),
    "refused_rows": ("行无法复算", "refused rows"),
    "unmarked_rows": ("行没有分值，只判断是否完成", "rows without marks, judged only"),
    "duplicates": ("张重复报送，不计入", "handed in again, not counted"),
    "forms_of": ("自评表（张，每个项目计一次）", "forms (each project once)"),
    "settled_of": ("其中总分已定（张）", "of them with a settled total"),
    "open_of": ("分值完整、总分未定（张）", "whole marks, total open"),
    "partial": ("张分值不完整，不参加平均", "a part of the marks: in no mean"),
    "without_ends": ("张有行无法复算，没有范围", "with a refused row: no range"),
    "other_years": ("张不是 {year} 年度的，也计在内", "of another year than {year}, counted too"),
    "other_years_of": ("其中不是 {year} 年度的（张）", "of another year than {year}"),
    "partial_of": ("分值不完整、不参加平均（张）", "a part of the marks only: in no mean"),
    "duplicates_of": ("重复报送、不计入（张）", "handed in again, not counted"),
    "apart_of": ("其中与计入的一张内容不同（张）", "of them with another content"),
    "departments_of": ("部门或单位（个）", "departments or units"),
    "rows_of": ("计分行（行）", "rows with marks"),
    "decided_of": ("其中已定（行）", "of them decided"),
    "undecided_of": ("待判断（行）", "undecided rows"),
    "several_of": ("得分不止一个可能（行）", "rows with more than one possible score"),
    "refused_of": ("无法复算（行）", "refused rows"),
    "unmarked_of": ("没有分值、只判断是否完成（行）", "rows without marks, judged only"),
    "no_form": ("个文件没有读出自评表", "files without a form"),
    "no_form_of": ("没有读出自评表的文件（个）", "files without a form"),
    "budget": ("全年预算", "budget"),
    "executed": ("全年执行", "executed"),
    "rate": ("预算执行率", "execution rate"),
    "mean": ("平均分", "mean total"),
    "mean_of": ("复算平均分（{count} 张已定）", "recomputed mean (n = {count} settled)"),
    "claimed_mean_of": ("填报平均分（{count} 张）", "claimed mean (n = {count})"),
    "ends_of": ("其余 {count} 张平均分的范围", "mean of {count} others lies between"),
    "all_ends_of": ("全部 {count} 张平均分的范围", "mean of all {count} lies between"),
    "handed_in": ("填报（全部分值完整的表）", "claimed (all forms with whole marks)"),
    "settled_claimed": ("填报（已定的表）", "claimed (settled forms)"),
    "settled_recomputed": ("复算（已定的表）", "recomputed (settled forms)"),
    "rest": ("未定表的平均分", "mean of open forms"),
    "open_rows": ("待判断/无法复算", "undecided/refused rows"),
    "decided_rows": ("已定（行）", "decided rows"),
    "not_decided_rows": ("未定（行）", "open rows"),
    "settled_short": ("已定", "settled"),
    "median": ("中位数", "median"),
    "refused": ("张表有无法复算的行", "forms with refused rows"),
    "open": ("张表总分未能确定", "forms with an open total"),
    "look": ("先看哪里", "What to look at first"),
    "look_note": (
        "按关注度排列：每项排查对一个项目只计一次，优先核实计 3、建议核实计 2、留意计 1；同分时预算大的在前。"
        "列出 {shown} 个，共 {all} 个项目有提示。",
        "By concern: each check counts once against a project (verify first 3, verify 2, note 1); then by budget. "
        "{shown} of {all} projects with findings.",
    ),
    "nothing": ("没有需要先看的项目。", "Nothing stands out."),
    "rank": ("序", "#"),
    "project": ("项目", "project"),
    "claimed": ("填报", "claimed"),
    "recomputed": ("复算", "recomputed"),
    "weight": ("关注度", "concern"),
    "why": ("为什么看", "why"),
    "distribution": ("总分分布", "Distribution of totals"),
    "distribution_note": (
        "只画总分已定的 {settled} 张（共 {forms} 张）：分值合计完整，且每行都已判定。每柱一分（折合百分制），"
        "虚线为 90、80、60 分；「满分」单列。",
        "Only the {settled} settled of {forms} forms: whole marks, every row decided. One mark a bar (of a hundred), "
        "dashed lines at 90, 80 and 60; full totals by themselves.",
    ),
    "band": ("分数段", "marks"),
    "count": ("张数", "forms"),
    "share": ("占比", "share"),
    "full": ("满分", "full"),
    "below60": ("60以下", "below 60"),
    "least": ("最低", "least"),
    "most": ("最高", "most"),
    "scatter": ("预算执行与任务完成", "Execution against completion"),
    "scatter_note": (
        "横轴为预算执行率，纵轴为指标得分率（指标得分÷指标分值）；"
        "画的是有执行率、指标行全部已定的 {count} 张（共 {forms} 张）。虚线以上：活干得比钱花得多；左上角最值得核实。",
        "Across the execution rate, up the share of the indicators' marks earned, of the {count} of {forms} forms that "
        "have a rate and no open indicator. Above the dashed line more was done than spent; look at the upper left "
        "first.",
    ),
    "completion": ("指标得分率", "marks earned"),
    "over": ("超100%", "over 100%"),
    "losses": ("失分构成", "Lost marks by category"),
    "losses_note": (
        "只计已定的 {decided} 行（共 {count} 行）；失分=分值−得分（复算得分，区间内取填报得分）；失分率=失分÷分值。"
        "各表写法不同的类别名称归并到同一类。",
        "Over the {decided} decided of {count} rows. Lost = full marks less marks earned (recomputed; inside a band as "
        "claimed). Names that forms write differently stand together.",
    ),
    "category": ("指标类别", "category"),
    "lost_share": ("失分率", "share lost"),
    "full_rows": ("满分行占比", "rows at full marks"),
    "execution_row": ("预算执行率", "budget execution"),
    "by_department": ("分部门", "By department"),
    "by_department_note": (
        "按表数排列。平均分只算总分已定的表（张数在前）；未定的表给出平均分的范围。指标得分率为已定指标行的得分÷分值。",
        "By number of forms. Means are over the settled forms (their number stands before them); of the others the "
        "range of their mean is told. Marks earned are those of the decided indicators.",
    ),
    "full_totals": ("满分表占比", "full totals"),
    "overclaimed": ("平均多报", "overclaimed"),
    "checks": ("逐项排查", "Check by check"),
    "check": ("排查项", "check"),
    "found": ("条", "findings"),
    "none_found": ("查了，没有发现：{titles}。", "Asked, and nothing found: {titles}."),
    "evidence": ("依据的行", "rows behind it"),
    "more": ("共 {behind} 行（张），列出前 {shown}", "{shown} of {behind}"),
    "no_body": ("（未写）", "(none)"),
    "more_bodies": ("另有 {more} 个部门或单位，见 summary.xlsx。", "{more} more in summary.xlsx."),
    "more_reasons": ("另有 {more} 项，见 summary.xlsx", "{more} more in summary.xlsx"),
    "further_codes": ("另有 {more} 种，见 summary.xlsx。", "{more} more codes in summary.xlsx."),
    "further": ("另有 {more} 条，见 forensics.parquet。", "{more} more in forensics.parquet."),
    "unasked": ("没有查的", "What could not be asked"),
    "unasked_note": ("{title}：{facts}，所以没有查。", "{title}: {facts}, so it was not asked."),
    "target": ("年度指标值", "target"),
    "said": ("说明", "what is found"),
    "behind": ("依据行数", "rows behind"),
    "problems": ("复算与逐表检查中的问题", "Problems of the run"),
    "problems_note": (
        "逐条见 problems.parquet；重复报送的表也在内。",
        "One by one in problems.parquet, those of forms handed in again among them.",
    ),
    "code": ("问题代码", "code"),
    "severity": ("程度", "severity"),
    "meaning": ("说明", "meaning"),
    "number": ("次数", "times"),
    "reading": ("怎么看这份汇总", "How to read this"),
    "limit": ("界限", "threshold"),
    "value": ("取值", "value"),
    "source": ("来源", "source"),
    "ours": ("本程序的取值，可商榷", "our choice"),
    "footer": (
        "由 perfeval {version} 生成；同样的输入得到同样的字节。",
        "Made by perfeval {version}: the same input, the same bytes.",
    ),
    "ending": ("尾数", "ending"),
    "endings": ("非满分填报总分的尾数（分值完整的表）", "Endings of claimed totals below full (whole marks)"),
    "grade": ("等级（复算）", "grade (recomputed)"),
    "kind": ("事项", "item"),
    "total": ("总分（折合百分制）", "totals (of a hundred)"),
    "overview": ("总览", "overview"),
}
word = Words(TEXT)
"""Texts of the summary."""
WEIGHTS: dict[int, tuple[str, str]] = {
    3: ("优先核实", "verify first"),
    2: ("建议核实", "verify"),
    1: ("留意", "note"),
}
LACKS: dict[Fact, tuple[str, str]] = {
    "submitted": ("没有填报得分", "no claimed scores"),
    "department": ("没有部门或单位", "no departments or units"),
    "name": ("没有三级指标名称", "no indicator names"),
    "funds": ("没有可用的预算数和执行数", "no usable funds"),
    "quantities": ("没有可比的定量指标", "no comparable quantities"),
    "notes": ("没有偏差说明文字", "no deviation notes"),
    "goals": ("没有年度目标文字", "no goal texts"),
    "last_year": (
        "没有给出上年的逐行数据（--last-year，明细表另加 --last-year-input）",
        "no rows of last year were given (--last-year, for a table also --last-year-input)",
    ),
    "rows": ("没有逐行数据（明细表须同时给出）", "no rows (give the table too)"),
}
BASIS: dict[Basis, tuple[str, str]] = {
    "submitted": ("得分为填报总分", "totals are the claimed ones"),
    "recomputed": ("没有填报总分，得分为复算总分", "no claimed totals: totals are the recomputed ones"),
    "mixed": ("有填报总分的用填报，没有的用复算", "claimed totals where stated, else recomputed"),
}


_CHECKS = {each.code: each for each in FORENSICS}


def whole(value: int) -> str:
    """A count, thousands apart."""
    return f"{value:,}"


def marks(value: Decimal | None) -> str:
    """Marks with two decimals at most as they are needed; a dash for none."""
    if value is None:
        return "—"
    text = f"{round_to(Fraction(value), 2, 'half_up'):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: int | None) -> str:
    """A share in hundredths of a per cent."""
    return "—" if share is None else f"{share // 100}.{share % 100:02d}%"


def money(value: Decimal | None, lang: Lang) -> str:
    """An amount of 万元, in 亿元 where it is large."""
    if value is None:
        return "—"
    large = value >= 100_000
    shown = round_to(Fraction(value) / (10_000 if large else 1), 2, "half_up")
    unit = ("亿元", "×10⁸ yuan") if large else ("万元", "×10⁴ yuan")
    return f"{shown:,f}{of(unit, lang) if lang == 'zh' else ' ' + unit[1]}"


def bin_name(each: Bin, lang: Lang) -> str:
    """A bar of the distribution: 89–90, 满分, 60以下."""
    if each.high is None:
        return word("full", lang)
    return word("below60", lang) if each.low == 0 else f"{each.low}–{each.high}"


def sentence(code: str, figures: Mapping[str, str], lang: Lang) -> str:
    """What a finding of a check says."""
    return _CHECKS[code].says.of(lang).format_map(figures)


def rule_sets(summary: Summary, lang: Lang) -> str:
    """The rule sets that were used, with their versions and how many forms each scored."""
    unit = either(lang, " 张", " forms")
    texts = [f"{each.id} v{each.version}（{whole(each.forms)}{unit}）" for each in summary.head.rules]
    return either(lang, "、", ", ").join(texts)


def distribution_note(summary: Summary, lang: Lang) -> str:
    """Over which forms the distribution is."""
    head = summary.head
    note = word("distribution_note", lang)
    return note.format(settled=whole(head.settled), forms=whole(head.forms))


def scatter_note(summary: Summary, lang: Lang) -> str:
    """Over which forms execution against completion is."""
    return word("scatter_note", lang).format(count=whole(summary.drawn), forms=whole(summary.head.forms))


def other_years(summary: Summary) -> tuple[int, int] | None:
    """The year of most forms, and how many forms print another one; None where all print the same."""
    (first, _), *others = summary.head.years or ((0, 0),)
    return (first, sum(forms for _, forms in others)) if others else None


def losses_note(summary: Summary, lang: Lang) -> str:
    """Over which rows the lost marks are."""
    rows = summary.head.rows
    return word("losses_note", lang).format(
        decided=whole(rows.decided if rows else 0), count=whole(rows.count if rows else 0)
    )


def range_of(ends: Ends, lang: Lang) -> str:
    """The ends of a mean: 88.10–94.20."""
    if not ends.count:
        return "—"
    return f"{marks(ends.low)}–{marks(ends.high)}"


def group(each: CategoryLine, lang: Lang) -> str:
    """The words of a group of rows: 产出·数量."""
    return group_name(each.dimension, each.category, lang)


def group_name(dimension: str | None, category: str | None, lang: Lang) -> str:
    """The same by the keys of the core: 产出·数量."""
    if dimension == "execution":
        return word("execution_row", lang)
    pairs = (VALUES["dimension"].get(dimension or ""), VALUES["category"].get(category or ""))
    return " · ".join(dict.fromkeys(of(pair, lang) for pair in pairs if pair is not None))


def how_to_read(summary: Summary, lang: Lang) -> list[str]:
    """What the figures are about and what they leave out, in sentences."""
    head, money_of = summary.head, summary.head.money
    left_out = head.forms - money_of.asked
    return [
        of(
            (
                f"规则集：{rule_sets(summary, lang)}。{of(BASIS[summary.basis], lang)}。",
                f"Rule sets: {rule_sets(summary, lang)}. {of(BASIS[summary.basis], lang)}.",
            ),
            lang,
        ),
        of(
            (
                f"平均分、中位数和分布只看总分已定的 {whole(head.settled)} 张：分值合计完整，且每行都已判定"
                + (
                    f"（首行的填报平均分看分值完整的 {whole(head.handed_in.count)} 张）"
                    if head.handed_in.count
                    else ""
                )
                + f"。其余 {whole(head.rest.count)} 张只给出范围，"
                + (f"{whole(head.without_ends)} 张有行无法复算，没有范围，" if head.without_ends else "")
                + f"{whole(head.partial)} 张分值不完整，不参加。"
                + (
                    f"同一项目重复报送的 {whole(head.duplicates)} 张不计入，见 duplicates.parquet。"
                    if head.duplicates
                    else ""
                ),
                f"Means, medians and distributions are over the {whole(head.settled)} settled forms: whole marks, "
                f"every row decided (claimed mean at the top: {whole(head.handed_in.count)} with whole marks). "
                f"Of {whole(head.rest.count)} others the range is told; "
                f"{whole(head.without_ends)} have a refused row and no range; {whole(head.partial)} have a part "
                f"of the marks only and are in none. {whole(head.duplicates)} forms handed in again are left out.",
            ),
            lang,
        ),
        of(
            (
                f"金额按 {whole(money_of.funded)} 张有预算数和执行数的表合计，单位万元"
                f"（{whole(money_of.asked - money_of.funded)} 张没有可用的资金数）"
                + (f"；部门整体表 {whole(left_out)} 张已含其项目，不重复相加" if left_out else "")
                + "。",
                f"Money is added over the {whole(money_of.funded)} forms that state it, in 10,000 yuan "
                f"({whole(money_of.asked - money_of.funded)} do not); departments' own forms hold their projects.",
            ),
            lang,
        ),
        of(
            (
                f"超额完成、单位成本等只看读得出的定量指标：{whole(summary.measured)} 行，另有 "
                f"{whole(summary.unmeasured)} 行指标值含数字但没有按定量比较。",
                f"Checks on quantities see {whole(summary.measured)} rows; {whole(summary.unmeasured)} more have a "
                "digit in their target but are not compared as quantities.",
            ),
            lang,
        ),
        of(
            (
                "雷同只按文字比较：去掉空格、标点后相同，或大部分行、分句相同；改写过的文字查不出，"
                "全由常见词句组成的表也配不成对。",
                "Copies are found by letters alone: equal without spaces and signs, or most rows or clauses equal; "
                "what was reworded is not found.",
            ),
            lang,
        ),
        word("caution", lang),
    ]
