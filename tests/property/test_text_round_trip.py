"""Any form written as the text dump of a Word table reads back the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from layouts_as_rows import dump, ministry_rows

from perfeval.core.form import FundLine, Funds, Goal, Indicator, SelfEvaluationForm
from perfeval.documents.read import read_bytes

pytestmark = pytest.mark.property

WORDS = st.text(alphabet="渠坝田林塘井泵闸路桥（）“”、0123456789abAB", min_size=1, max_size=12).map(
    lambda text: "关于" + text
)
PROSE = st.lists(WORDS, min_size=1, max_size=4).map("\n".join) | st.tuples(WORDS, WORDS).map("\n\n".join)
MONEY = st.decimals(0, 99999, places=2).map("{:,}".format)
MARKS = st.decimals(0, 100, places=2).map(str) | st.integers(0, 100).map(str)
VALUES = st.sampled_from(
    [
        "=6家",
        ">=90%",
        "<=5.6万元",
        "≥ 12千米",
        "完全达到预期",
        "L2",
        "9月前",
        "1.2万亩",
        "优良中低差",
        "90百分比",
        "30",
    ]
)
INDICATORS = st.builds(
    Indicator,
    name=WORDS,
    dimension=st.sampled_from(["产出指标", "效益指标", "满意度指标"]),
    category=st.sampled_from(["数量指标", "质量指标", "社会效益指标"]),
    target=VALUES | st.none(),
    actual=VALUES | st.none(),
    points=MARKS,
    submitted_score=MARKS | MARKS.map("{}分".format) | st.none(),
    deviation_note=PROSE | st.none(),
)
AMOUNTS = dict.fromkeys(("initial_budget", "budget", "executed"), MONEY)
FUNDS = st.builds(
    Funds,
    **AMOUNTS,
    points=MARKS,
    submitted_rate=st.none() | st.just("99.5%"),
    submitted_score=MARKS,
    sources=st.lists(st.builds(FundLine, name=WORDS, **AMOUNTS, points=st.just("—")), max_size=3).map(tuple),
)
FORMS = st.builds(
    SelfEvaluationForm,
    name=WORDS,
    body=WORDS,
    department=WORDS,
    year=st.integers(2010, 2035),
    funds=FUNDS,
    goal=st.builds(Goal, expected=PROSE, achieved=PROSE),
    indicators=st.lists(INDICATORS, min_size=1, max_size=6).map(tuple),
    submitted_points=st.just("100"),
    submitted_score=MARKS,
)


def facts(form: SelfEvaluationForm) -> object:
    """Everything but the addresses."""
    addresses = {"place", "total_place", "file"}
    return form.model_dump(
        exclude={
            **dict.fromkeys(addresses, True),
            "funds": {"place": True, "sources": {"__all__": {"place"}}},
            "indicators": {"__all__": {"place", "places"}},
        }
    )


@pytest.mark.slow
@given(st.lists(FORMS, min_size=1, max_size=3))
def test_any_forms_written_as_a_dump_read_back_the_same(forms: list[SelfEvaluationForm]) -> None:
    text = "前言。\n\n\n" + "\n\n".join(dump(ministry_rows(form)) for form in forms) + "\n\n\n后记。\n"
    reading = read_bytes(text.encode(), "f.txt")
    assert reading.problems == ()
    assert [facts(form) for form in reading.forms] == [facts(form) for form in forms]


HEADERS = (
    *("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "总分", "合计", "小计"),
    *(
        "项目名称",
        "主管部门",
        "年度资金总额",
        "年初预算数",
        "全年预算数",
        "全年执行数",
        "执行率",
        "预算执行率",
    ),
    *("预期目标", "实际完成情况", "项目支出绩效自评表", "(2023年度)", "2023", "指标性质", "度量单位", "注："),
)
TOKENS = st.sampled_from([*HEADERS, "产出指标", "其中", "……", "10", "10.00分", ">=90%", "—"])
SEPARATORS = st.sampled_from(["\t", "\n\t", "\n\n\t", "\n\n\n", ","])


@given(st.lists(TOKENS | SEPARATORS, max_size=80).map("".join))
def test_any_text_gives_forms_or_a_problem(text: str) -> None:
    reading = read_bytes(text.encode(), "f.txt")
    assert reading.forms or reading.problems
