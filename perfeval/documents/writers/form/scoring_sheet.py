"""The sheet 计分过程 of a form's workbook: a line for each line of the form, a column for each step to its score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from xlsxwriter.utility import xl_col_to_name

from perfeval.core.claim import PENDING
from perfeval.core.execution import FISCAL_WORDS
from perfeval.core.problems import Lang
from perfeval.core.results import FormResult
from perfeval.documents.writers.live.formulas import quoted
from perfeval.documents.writers.live.live_scores import Addresses, execution_ends
from perfeval.documents.writers.typed.row_steps import FormColumns, row_steps
from perfeval.documents.writers.typed.sheet_steps import SheetStep, formulas_of
from perfeval.documents.writers.workbook import BODY, BOX, Sheet, Style, at

_SHOWN = 9
"""Columns of the sheet that a reader wants; the steps to them stand beside, in grey."""
_WIDTHS = (5, 26, 8, 12, 12, 10, 9, 9, 9, 44)
_HEADERS = 2
_EXECUTION = _HEADERS + 1
_FIRST = _EXECUTION + 1
_SPARE_LINES = 30
_HEAD: Style = {**BOX, "bold": True, "align": "center", "bg_color": "#E7E6E6"}
_CELL: Style = {**BOX, "num_format": "General", "text_wrap": False}
_GREY: Style = {**_CELL, "font_color": "#7F7F7F"}
_TITLES: Mapping[str, str] = {
    "分值": "分值 w",
    "指标数": "指标数 A",
    "完成数": "完成数 B",
    "比例": "比例 B/A",
    "下限": "得分下限",
    "上限": "得分上限",
    "得分": "结果",
    "说明": "怎么办",
}
"""Headers of columns whose own names would make the sheet look like a form; steps are headed as such for that too."""
_FORMATS: Mapping[str, str] = {"比例": "0.00%", "下限": "0.00", "上限": "0.00", "得分": "0.00"}


@dataclass(frozen=True, slots=True)
class ScoringPlaces:
    """Where the scoring sheet has what the form shows, for formulas of the form."""

    sheet: str
    header_row: int
    last_line: int
    columns: Mapping[str, str]

    def of_row(self, name: str) -> str:
        """Formula of a column for the row of the form in which it stands, wherever that row is moved to."""
        column = self.columns[name]
        area = f"{self.sheet}!${column}${_FIRST + 1}:${column}${self.last_line}"
        return f"INDEX({area},ROW()-ROW($A${self.header_row + 1}))"

    @property
    def in_other_unit(self) -> str:
        """Formula of whether budget and executed amount seem to be in different units."""
        return _other_unit(self.of_execution("比例"))

    def of_execution(self, name: str) -> str:
        """Address of a column of the execution row."""
        return f"{self.sheet}!${self.columns[name]}${_EXECUTION + 1}"


@dataclass(frozen=True, slots=True)
class FundCells:
    """Where the form prints the funds: addresses of marks, budget and executed amount, and their unit.

    `lines` are the addresses of name, budget and executed amount of each line under the total.
    """

    points: str
    budget: str
    executed: str
    money_unit: str
    lines: tuple[tuple[str, str, str], ...]


def write_scoring_sheet(
    sheet: Sheet,
    result: FormResult,
    form: FormColumns,
    header_row: int,
    funds: FundCells,
    rules: list[SheetStep],
    number: int,
    lang: Lang = "zh",
) -> ScoringPlaces:
    """Write the sheet; tells the form where its scores are.

    `rules` are the steps of the rule set, `number` is that of its table on the sheet 词表.
    """
    steps = row_steps(form, result.ruleset, rules, number)
    lines = len(result.indicators) + _SPARE_LINES
    _head(sheet, result, steps, lang)
    executed = formulas_of(steps, _EXECUTION, _FIRST)
    _line(sheet, _EXECUTION, 0, {**executed, **_execution(result, funds, steps)})
    for line in range(_FIRST, _FIRST + lines):
        _line(sheet, line, line - _FIRST + 1, formulas_of(steps, line, _FIRST))
    columns = {step.name: xl_col_to_name(place) for place, step in enumerate(steps)}
    quoted = sheet.address(at(0, 0)).partition("!")[0]
    return ScoringPlaces(quoted, header_row, _FIRST + lines, columns)


def _head(sheet: Sheet, result: FormResult, steps: list[SheetStep], lang: Lang) -> None:
    sheet.widths(_WIDTHS)
    sheet.raw.set_column(_SHOWN + 1, len(steps), 9)
    sheet.raw.set_landscape()
    sheet.raw.fit_to_pages(1, 0)
    sheet.raw.print_area(0, 0, _EXECUTION + len(result.indicators), _SHOWN)
    sheet.raw.freeze_panes(_HEADERS + 1, 2)
    ruleset = result.ruleset
    title = f"计分过程　　规则集 {ruleset.id} v{ruleset.version}：{ruleset.title.of(lang)}"
    sheet.text(at(0, 0, 1, _SHOWN + 1), title, {**BODY, "bold": True, "font_size": 12, "text_wrap": False})
    note = (
        "数字取自填报表，改填报表即重新计算。灰色各列是读数和计分的步骤，一步一格。"
        "公式只在 LibreOffice 中验证过；所用函数 Excel 2010、WPS 都有。"
    )
    sheet.text(at(1, 0, 1, _SHOWN + 1), note, {**BODY, "text_wrap": False})
    for column, name in enumerate(step.name for step in steps):
        shown = _TITLES.get(name, name if column <= _SHOWN else f"步骤{name}")
        sheet.text(at(_HEADERS, column), shown, _HEAD)


def _line(sheet: Sheet, line: int, number: int, formulas: Mapping[str, str]) -> None:
    for column, (name, formula) in enumerate(formulas.items()):
        if name == "序":
            sheet.number(at(line, column), Fraction(number), _CELL)
            continue
        style = _CELL if column <= _SHOWN else _GREY
        sheet.waiting(at(line, column), formula, {**style, "num_format": _FORMATS.get(name, "General")})


def _execution(result: FormResult, funds: FundCells, steps: list[SheetStep]) -> dict[str, str]:
    """What the line of the execution row has instead of the steps of an indicator."""
    place = {step.name: f"${xl_col_to_name(column)}{_EXECUTION + 1}" for column, step in enumerate(steps)}
    addresses = Addresses(place["分值"], place["指标数"], place["完成数"])
    ends = execution_ends(result.ruleset, addresses, summed=True)
    execution = result.ruleset.execution
    is_fiscal = execution is not None and execution.rate.funds == "fiscal"
    unit = funds.money_unit
    amounts = {
        name: f'IF(AND({place[which + "可读"]},OR({place[which + "量文"]}="",{place[which + "量文"]}="{unit}")),'
        f'{place[which + "数"]},"")'
        for name, which in (("指标数", "标"), ("完成数", "实"))
    }
    low, high = (ends.low, ends.high) if ends else (f'"{PENDING}"', f'"{PENDING}"')
    waits = f'OR({place["分值"]}="",{place["标空"]},{place["实空"]})'
    score = f'IF(ISNUMBER({place["下限"]}),IF({place["下限"]}={place["上限"]},{place["下限"]},"{PENDING}"),"{PENDING}")'
    bad = f"COUNT({place['指标数']},{place['完成数']})<2"
    between = f'TEXT({place["下限"]},"0.00")&"～"&TEXT({place["上限"]},"0.00")'
    open_ended = (
        f'IF(ISNUMBER({place["下限"]}),"得分在 "&{between}&" 之间，由人定","规则算不出，请直接填得分")'
    )
    every = "，财政资金各行都要填（没有的填0）" if is_fiscal else ""
    advice = f'IF({bad},"预算数和执行数请按{unit}填数字，不写单位{every}",{open_ended})'
    return {
        "计分行": '"预算执行率"',
        "分值": f'IF(ISNUMBER({funds.points}),{funds.points},"")',
        **amounts,
        "下限": low,
        "上限": high,
        "得分": f'IF({waits},"",{score})',
        "说明": f'IF({_other_unit(place["比例"])},"{_UNIT}",IF({place["得分"]}<>"{PENDING}","",{advice}))',
        "行": f"ROW({funds.points})",
        "可算": "FALSE",
        **{
            f"{which}原文": text
            for which, text in (
                ("标", _amount(funds.budget, funds, 1, is_fiscal)),
                ("实", _amount(funds.executed, funds, 2, is_fiscal)),
            )
        },
    }


_UNIT = "执行数与预算数相差上千倍，请核对是元还是万元"
_FAR_APART = 1000


def _other_unit(ratio: str) -> str:
    """Formula of whether an execution rate is so far from any that one of its amounts is in another unit."""
    return f"IF(ISNUMBER({ratio}),OR({ratio}>={_FAR_APART},AND({ratio}>0,{ratio}<=1/{_FAR_APART})),FALSE)"


def _amount(total: str, funds: FundCells, place: int, is_fiscal: bool) -> str:
    """What an amount says; under a rule of public money alone the sum of its lines, once each of them has a number."""
    if not is_fiscal or not funds.lines:
        return f'{total}&""'
    words = ",".join(quoted(word) for word in FISCAL_WORDS)
    tests = [f"SUMPRODUCT(--ISNUMBER(FIND({{{words}}},{line[0]})))>0" for line in funds.lines]
    cells = [line[place] for line in funds.lines]
    waits = ",".join(f"AND({test},NOT(ISNUMBER({cell})))" for test, cell in zip(tests, cells, strict=True))
    added = "+".join(f"IF({test},N({cell}),0)" for test, cell in zip(tests, cells, strict=True))
    return f'IF(OR({",".join(tests)}),IF(OR({waits}),"",ROUND({added},6)&""),{total}&"")'
