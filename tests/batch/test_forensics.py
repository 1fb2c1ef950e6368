"""Every forensic check has a year that raises it and one, as like it as can be, that does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from batch.years import Filled, Line, five, invented

from perfeval.batch.forensics import FORENSICS, ask_all
from perfeval.batch.forensics.findings import settle, with_evidence
from perfeval.batch.forensics.limits import LIMITS
from perfeval.batch.forensics.manual import manual
from perfeval.batch.summary.summary import summarise
from perfeval.batch.summary.write_summary_html import write_summary_html
from perfeval.batch.summary.write_summary_xlsx import write_summary_xlsx


@dataclass(frozen=True)
class Example:
    """What a check finds in one year, and a year in which it finds nothing."""

    code: str
    found: Sequence[tuple[int, str, int]]
    """Weight, title, rows or forms behind it."""
    raises: Sequence[Filled]
    silent: Sequence[Filled]
    last: Sequence[Filled] | None = None


def plain(number: int, **changes: object) -> Filled:
    """A form like no other: its numbers, names and targets are its own."""
    lines = tuple(
        Line(name=f"项目{number}的指标{at}", goal=str(100 * number + at), reached=str(100 * number + at))
        for at in range(5)
    )
    return replace(Filled(f"项目{number}", lines), **changes)  # type: ignore[arg-type]


FULL = {"executed": "100", "execution": "10"}
YEAR = [plain(number) for number in range(1, 9)]
GOAL = "完成一百二十公里道路的养护，保障群众出行安全"
CLAUSES = "完成道路养护任务。保障群众出行安全。提高路面平整程度。减少道路交通事故。按时支付工程款项。"

EXAMPLES = [
    Example(
        "claimed-above-recomputed",
        [(3, "项目1", 1)],
        [plain(1, lines=(Line(claimed="18", earned="7"), *five()[1:]), printed="99", confirmed="88")],
        [plain(1, lines=(Line(claimed="18", earned="17.5"), *five()[1:]), printed="99", confirmed="98.5")],
    ),
    Example(
        "completion-above-execution",
        [(3, "项目1", 5)],
        [plain(1, executed="18.35"), *YEAR[1:]],
        [plain(1, executed="80.01"), *YEAR[1:]],
    ),
    Example(
        "suspiciously-perfect",
        [(2, "项目1", 5)],
        [plain(1, **FULL), *YEAR[1:]],
        [plain(1, lines=(*plain(1).lines[1:], Line(goal="10", reached="11")), **FULL), *YEAR[1:]],
    ),
    Example(
        "over-completion",
        [(2, "项目1", 1)],
        [Filled("项目1", (Line(goal="20", reached="40"), *five()[1:]))],
        [
            Filled("项目1", (Line(goal="20", reached="23.9"), *five()[1:])),
            Filled("项目2", five("成本", goal="20", reached="40", category="成本指标")),
            Filled("项目3", five("上限", goal="20", reached="40", comparator="at_most")),
        ],
    ),
    Example(
        "project-twice",
        [(2, "项目1", 2)],
        [plain(1, copies=1), plain(2)],
        [plain(1), plain(1, department="乙局"), plain(2)],
    ),
    Example(
        "forms-identical",
        [(3, "乙路", 2)],
        [Filled("甲路", five("路")), Filled("乙路", five("路"), department="乙局"), plain(3)],
        [Filled("甲路", five("路")), Filled("乙路", five("路", reached="9")), plain(3)],
    ),
    Example(
        "forms-mostly-alike",
        [(2, "乙路", 4), (2, "甲路", 4)],
        [Filled("甲路", five("路")), Filled("乙路", (*five("路")[:4], Line(name="不同")))],
        [Filled("甲路", five("路")), Filled("乙路", (*five("路")[:3], Line(name="不"), Line(name="同")))],
    ),
    Example(
        "notes-copied",
        [(1, "因财政资金紧张，未能按计划支付", 2)],
        [
            Filled("甲路", (*five()[:4], Line(note="因财政资金紧张，未能按计划支付"))),
            Filled("乙路", (*five()[:4], Line(note="因财政资金紧张,未能按计划支付。"))),
        ],
        [
            Filled("甲路", (*five()[:4], Line(note="因财政资金紧张，未能按计划支付"))),
            Filled("甲路", (*five()[:4], Line(note="因财政资金紧张，未能按计划支付")), department="乙局"),
            Filled("乙路", (*five()[:4], Line(note="因雨季提前，未能按计划施工。"))),
        ],
    ),
    Example(
        "goals-copied",
        [(1, GOAL, 2)],
        [plain(1, expected=GOAL), plain(2, achieved=GOAL + "。")],
        [plain(1, expected=GOAL), plain(2, achieved="完成桥梁检测十五座，全部合格，没有发生安全事故")],
    ),
    Example(
        "goals-mostly-alike",
        [(2, "项目1", 2), (2, "项目2", 2)],
        [
            plain(1, expected=CLAUSES),
            plain(2, expected=CLAUSES.replace("按时支付工程款项", "按期支付材料货款")),
        ],
        [
            plain(1, expected=CLAUSES),
            plain(2, expected=CLAUSES[:18] + "修建桥梁两座。栽种行道树木。补划交通标线。"),
        ],
    ),
    Example(
        "same-result-other-score",
        [(1, "达成预期指标", 1)],
        [
            Filled("甲路", tuple(Line(goal=None, name=f"文{at}", level="达成预期指标") for at in range(3))),
            Filled("乙路", (Line(goal=None, level="达成预期指标", claimed="17"),)),
        ],
        [
            Filled("甲路", tuple(Line(goal=None, name=f"文{at}", level="达成预期指标") for at in range(3))),
            Filled("乙路", (Line(goal=None, level="部分达成", claimed="12"),)),
        ],
    ),
    Example(
        "unit-cost-outlier",
        [(3, "培训8", 1)],
        [
            Filled(f"培训{at}", (Line(name="培训费", category="经济成本指标", unit="元/人", reached=cost),))
            for at, cost in enumerate(["300"] * 8 + ["3000"])
        ],
        [
            Filled(f"培训{at}", (Line(name="培训费", category="经济成本指标", unit="元/人", reached=cost),))
            for at, cost in enumerate(["300"] * 8 + ["800"])
        ],
    ),
    Example(
        "repeats-last-year",
        [(2, "2030年甲路", 5)],
        [Filled("2030年甲路", five())],
        [Filled("2030年甲路", (*five()[:4], Line(name="指标4", reached="11")))],
        last=[Filled("2029年甲路", five()), Filled("乙路", five())],
    ),
    Example(
        "jumps-from-last-year",
        [(2, "2030年甲路", 1)],
        [Filled("2030年甲路", (*five()[:4], Line(name="指标4", reached="120")))],
        [Filled("2030年甲路", (*five()[:4], Line(name="指标4", reached="29")))],
        last=[Filled("2029年甲路", five())],
    ),
    Example(
        "year-full-totals",
        [(2, "全年", 4)],
        [*(plain(number, **FULL) for number in range(4)), *(plain(number) for number in range(4, 8))],
        [*(plain(number, **FULL) for number in range(3)), *(plain(number) for number in range(3, 8))],
    ),
    Example(
        "department-full-totals",
        [(3, "甲局", 5)],
        [
            *(plain(number, **FULL) for number in range(5)),
            *(plain(number, department="乙局") for number in range(5, 20)),
        ],
        [
            *(plain(number, **FULL) for number in range(4)),
            *(plain(number, department="乙局") for number in range(4, 20)),
        ],
    ),
    Example(
        "totals-one-ending",
        [(3, "甲局", 10)],
        [
            *(plain(number, printed="95") for number in range(10)),
            *(plain(number, printed=f"95.{number}", department="乙局") for number in range(10, 30)),
        ],
        [
            *(plain(number, printed="95") for number in range(9)),
            *(plain(number, printed=f"95.{number}", department="乙局") for number in range(10, 30)),
        ],
    ),
    Example(
        "totals-heaped",
        [(2, "全年", 12), (2, "甲局", 12)],
        [
            *(plain(number, printed="90.2", confirmed="90.2") for number in range(12)),
            plain(20, printed="89.5"),
        ],
        [
            *(plain(number, printed="90.2", confirmed="90.2") for number in range(12)),
            *(plain(number, printed="89.5") for number in range(20, 25)),
        ],
    ),
]


def findings(forms: Sequence[Filled], last: Sequence[Filled] | None, code: str) -> list[tuple[int, str, int]]:
    year = invented(forms, last)
    asked = ask_all(year, [check for check in FORENSICS if check.code == code])
    settle(year)
    assert not asked[0].lacks
    found = year.ask("SELECT weight, title, behind FROM findings ORDER BY n")
    assert asked[0].found == len(found)
    return [tuple(each.values()) for each in found]  # type: ignore[misc]


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.code)
def test_a_check_finds_what_it_says_and_no_more(example: Example) -> None:
    assert findings(example.raises, example.last, example.code) == list(example.found)
    assert findings(example.silent, example.last, example.code) == []


def test_every_check_has_an_example_a_page_and_its_sentence() -> None:
    assert [each.code for each in EXAMPLES] == [each.code for each in FORENSICS]
    for each in FORENSICS:
        assert all(head in each.page for head in ("What it does", "Why", "Example", "Source")), each.code


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.code)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_sentence_has_every_figure_it_names(example: Example, lang: str) -> None:
    year = invented(example.raises, example.last)
    check = next(each for each in FORENSICS if each.code == example.code)
    ask_all(year, [check])
    for (figures,) in year.database.execute("SELECT figures FROM findings").fetchall():
        says = check.says.zh if lang == "zh" else check.says.en
        assert says is not None
        assert None not in figures.values()
        assert "{" not in says.format_map(figures)


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.code)
def test_the_rows_and_forms_behind_a_finding_are_there(example: Example) -> None:
    year = invented(example.raises, example.last)
    ask_all(year, [check for check in FORENSICS if check.code == example.code])
    settle(year)
    query = "SELECT forms, rows FROM findings WHERE n BETWEEN $first AND $last ORDER BY n"
    for each in with_evidence(year, query, 1, 1_000_000).to_pylist():
        assert len(each["evidence"]) == len((each["rows"] or each["forms"])[:20])
        assert {one["project"] for one in each["evidence"]} <= {form.project for form in example.raises}


def test_what_a_year_lacks_is_said() -> None:
    bare = [Filled("甲", (Line(claimed=None, earned="18"),), department=None, budget=None, executed=None)]
    lacks = {each.check.code: each.lacks for each in ask_all(invented(bare))}
    assert lacks["claimed-above-recomputed"] == ("submitted",)
    assert lacks["department-full-totals"] == ("department",)
    assert lacks["completion-above-execution"] == ("funds",)
    assert lacks["repeats-last-year"] == ("last_year",)
    assert lacks["notes-copied"] == ("notes",)
    assert lacks["over-completion"] == ()


@pytest.mark.slow
def test_the_ranking_counts_a_check_once_and_its_heaviest_finding() -> None:
    forms = [
        Filled("甲路", (Line(goal="20", reached="100"), *five("路")[1:]), executed="18"),
        Filled("乙路", (Line(goal="20", reached="100"), *five("路")[1:]), executed="90"),
    ]
    year = invented(forms)
    ask_all(year)
    settle(year)
    # 整表雷同 3 and 超额完成 3 for both, 钱没花、活全干完 3 for the first.
    assert [each["weight"] for each in year.ask("SELECT weight FROM ranking ORDER BY f")] == [9, 6]


@pytest.mark.slow
def test_absurd_numbers_end_no_check() -> None:
    """The largest and smallest numbers that a year holds, wherever one can be compared with another."""
    most, least = "999999999999.999999", "0.000001"
    absurd = [
        Filled(
            f"项目{number}",
            tuple(
                Line(
                    name=name,
                    goal=goal,
                    reached=reached,
                    unit="元/人",
                    category=category,
                    claimed=most,
                    earned=least,
                )
                for goal, reached in ((most, least), (least, most), (most, most), ("0", most))
                for name, category in (("单位成本", "经济成本指标"), ("数量", "数量指标"))
            ),
            printed=most,
            confirmed=least,
            budget=least if number % 2 else most,
            executed=most if number % 2 else least,
        )
        for number in range(12)
    ]
    year = invented(absurd, absurd)
    asked = ask_all(year)
    settle(year)
    assert {each.check.code for each in asked if each.found} >= {
        "claimed-above-recomputed",
        "over-completion",
    }
    summary = summarise(year, asked)
    assert summary.head.money.budget is not None
    write_summary_html(summary)
    write_summary_xlsx(summary)


def test_every_limit_has_its_words_and_source() -> None:
    assert len(LIMITS) > 30
    for each in LIMITS.values():
        assert each.value > 0
        assert each.source
        assert each.title.zh
        assert each.title.en


def test_the_manual_is_what_the_docstrings_say() -> None:
    """Made anew with: python -c 'from perfeval.batch.forensics.manual import manual; print(manual(), end="")'."""
    written = Path(__file__).parents[2] / "docs/forensics.md"
    assert written.read_text(encoding="utf-8") == manual()
