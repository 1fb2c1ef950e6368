"""The published report of 2023 (../shared): 15 forms, 153 indicators; the facts here were read off by eye."""

from fractions import Fraction
from pathlib import Path

import pytest

from perfeval.core.form import SelfEvaluationForm
from perfeval.documents.read import FileForms, read_file

REPORT = Path(__file__).parents[4] / "shared" / "reports" / "urumqi-giit-2023" / "report.txt"

pytestmark = pytest.mark.skipif(not REPORT.is_file(), reason="../shared/reports is not here")


@pytest.fixture(scope="module")
def reading() -> FileForms:
    return read_file(REPORT)


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return REPORT.read_text("utf-8").split("\n")


# name, rows, (initial, budget, executed, rate, score), total; read off the text by eye
FORMS = [
    ("乌鲁木齐市工业和信息化局", 6, "6,342.65 38,544.43 38,349.81 99.5% 9.95", "99.95分"),
    ("中央中小企业发展专项资金", 10, "480.00 480.00 480.00 100.00% 10.00分", "100.00分"),
    ("智力援疆创新拓展计划", 8, "90.00 90.00 90.00 100.00% 10.00分", "80.00分"),
    ("原机电老干所运行维护费", 13, "9.00 12.89 10.13 78.59% 7.86分", "89.15分"),
    ("新光建材自备电厂关停相关电网项目", 11, "200.00 200.00 200.00 100.00% 10.00分", "100.00分"),
    ("节能监察工作经费", 16, "10.28 10.28 10.28 100.00% 10.00分", "92.00分"),
    ("工业和信息化项目专家评审费", 8, "9.00 9.00 5.91 65.67% 6.57分", "96.57分"),
    ("工业和信息化项目调研经费", 14, "8.03 8.03 8.03 100.00% 10.00分", "94.60分"),
    ("安全生产工作经费", 10, "20.50 20.50 7.48 36.49% 3.65分", "80.30分"),
    ("2023年自治区重点技术创新专项资金", 9, "198.00 198.00 198.00 100.00% 10.00分", "100.00分"),
    ("2023年益民大厦信息系统运维项目", 11, "2,180.00 2,180.00 400.00 18.35% 1.84分", "91.06分"),
    ("2023年度自治区中小企业发展专项资金项目", 10, "572.97 572.97 572.97 100.00% 10.00分", "100.00分"),
    ("2021乌鲁木齐市采煤塌陷区地质灾害隐患勘查项目", 10, "100.00 100.00 100.00 100.00% 10.00分", "100.00分"),
    ("中央中小企业发展专项资金—中小企业数字化转型", 9, "105.00 105.00 105.00 100.00% 10.00分", "100.00分"),
    ("中央中小企业发展专项资金-小微企业融资担保", 8, "60.30 60.30 60.30 100.00% 10.00分", "100.00分"),
]


def test_fifteen_forms_with_their_rows_funds_and_totals(reading: FileForms) -> None:
    assert len(reading.forms) == len(FORMS) == 15
    for form, (name, rows, money, total) in zip(reading.forms, FORMS, strict=True):
        funds = form.funds
        assert funds is not None
        assert form.name.startswith(name)
        assert (len(form.indicators), form.submitted_points, form.submitted_score) == (rows, "100", total)
        assert funds.points == "10"
        printed = (
            funds.initial_budget,
            funds.budget,
            funds.executed,
            funds.submitted_rate,
            funds.submitted_score,
        )
        assert printed == tuple(money.split())
        assert form.year == 2023
    assert sum(rows for _, rows, _, _ in FORMS) == 153


def test_nothing_is_wrong_but_the_header_of_the_department_form(reading: FileForms) -> None:
    assert [(problem.code, problem.place and problem.place.line) for problem in reading.problems] == [
        ("columns-swapped", 318)
    ]


def test_kinds_and_columns(reading: FileForms) -> None:
    assert [form.kind for form in reading.forms] == ["department"] + ["project"] * 14
    assert [form.has_note_column for form in reading.forms] == [False] + [True] * 14
    assert all(row.ignored is None for form in reading.forms for row in form.indicators)


def test_points_of_the_rows_make_up_the_printed_hundred(reading: FileForms) -> None:
    def sums(form: SelfEvaluationForm) -> tuple[Fraction, Fraction]:
        points = [row.points or "" for row in form.indicators]
        scores = [row.submitted_score or "" for row in form.indicators]
        assert form.funds is not None
        points.append(form.funds.points or "")
        scores.append(form.funds.submitted_score or "")
        return sum(map(Fraction, points), Fraction()), sum(
            (Fraction(s.rstrip("分")) for s in scores), Fraction()
        )

    for form in reading.forms:
        assert form.submitted_score is not None
        assert sums(form) == (100, Fraction(form.submitted_score.rstrip("分")))


def test_every_cell_stands_on_the_line_that_is_given_for_it(reading: FileForms, lines: list[str]) -> None:
    for form in reading.forms:
        for row in form.indicators:
            for field, place in row.places.items():
                assert place.line is not None
                cell = lines[place.line - 1].removeprefix("\t").strip()
                assert cell == (getattr(row, field) or "")


def test_every_target_of_the_text_is_in_a_form(reading: FileForms, lines: list[str]) -> None:
    """Counted without the reader: no line that begins like a target or an actual value is left over."""
    used = {place.line for form in reading.forms for row in form.indicators for place in row.places.values()}
    begun = {number for number, line in enumerate(lines, 1) if line.startswith(("\t>=", "\t<=", "\t="))}
    assert len(begun) > 250
    assert begun <= used


def test_the_department_form_cell_by_cell(reading: FileForms) -> None:
    rows = [
        (row.dimension, row.category, row.name, row.target, row.actual, row.points, row.submitted_score)
        for row in reading.forms[0].indicators
    ]
    assert rows == [
        ("履职效能", "数量指标", "培育“专精特新”企业", ">=20家", "40家", "20", "20"),
        ("履职效能", "数量指标", "培育“小升规”企业", ">=30家", "30家", "20", "20"),
        ("履职效能", "数量指标", "引入装备制造关键零部件配套企业", ">=25家", "25家", "15", "15"),
        ("履职效能", "数量指标", "政务系统“上云率”", ">=88%", "91.4%", "15", "15"),
        ("履职效能", "数量指标", "发布惠企政策信息", ">=100条", "104条", "10", "10"),
        ("履职效能", "数量指标", "计划开展重点用能企业节能监察工作", ">=60次", "60次", "10", "10"),
    ]
    funds = reading.forms[0].funds
    assert funds is not None
    assert [
        (line.name, line.initial_budget, line.budget, line.executed, line.points) for line in funds.sources
    ] == [
        ("其中:中央安排（万元）", "720.00", "1,619.90", "1,619.90", "-"),
        ("自治区安排（万元）", "557.00", "1,806.00", "1,806.00", "-"),
        ("地（州、市）安排（万元）", "5,065.65", "35,018.53", "34,823.91", None),
        ("其他资金（万元）", "0.00", "100.00", "100.00", "-"),
    ]
