"""Fund blocks (项目资金) that few forms print: every amount is read from its own column, or its row is named."""

from layouts_as_rows import grid

from perfeval.core.form import Funds
from perfeval.documents.grid import Document
from perfeval.documents.read import Reading
from perfeval.documents.recognition.recognise import recognise

Cellish = str | tuple[str, int, int]
Rows = list[list[Cellish]]

TITLE = ("项目支出绩效自评表", "（2023年度）")
NAME: Rows = [["项目名称", ("青禾渠修复", 1, 9)]]
INDICATORS: Rows = [
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ["产出指标", "数量指标", "渠道", "≥5千米", "6千米", "90", "90"],
    [("总分", 1, 5), "100", "99"],
]


def read(*tables: Rows, heading: tuple[str, ...] = TITLE) -> Reading:
    """Tables of one document, the first below the heading."""
    headings = (heading, *((),) * len(tables))
    return recognise(Document(tuple(map(grid, tables, headings))), "f.docx")


def with_funds(*rows: list[Cellish]) -> Reading:
    return read([*NAME, *rows, *INDICATORS])


def funds_of(reading: Reading) -> Funds:
    (form,) = reading.forms
    assert form.name == "青禾渠修复"
    assert form.funds is not None
    return form.funds


def amounts(funds: Funds) -> tuple[str | None, ...]:
    return (funds.initial_budget, funds.budget, funds.executed)


def sources(funds: Funds) -> list[tuple[str | None, ...]]:
    return [(line.name, line.budget, line.executed) for line in funds.sources]


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


def test_header_of_money_over_the_labels() -> None:
    """Sichuan 510000_0013zp: 年度预算数 stands over 总额 and 其中：财政资金."""
    reading = with_funds(
        [
            ("预算执行情况（10分）", 4, 1),
            "年度预算数（万元）",
            ("年初预算", 1, 2),
            "调整后预算数",
            "预算执行数",
            "预算执行率",
            "权重",
            "得分",
        ],
        ["总额", ("200", 1, 2), "250", "225", "90%", "10", "9"],
        ["其中：财政资金", ("150", 1, 2), "200", "180", "90%", "/", "/"],
        ["其他资金", ("50", 1, 2), "—", "45", "—", "/", "/"],
    )
    funds = funds_of(reading)
    assert codes(reading) == []
    assert amounts(funds) == ("200", "250", "225")
    assert (funds.points, funds.submitted_rate, funds.submitted_score) == ("10", "90%", "9")
    assert sources(funds) == [("其中：财政资金", "200", "180"), ("其他资金", "—", "45")]
