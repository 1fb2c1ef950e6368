"""The sheet 计分过程 of a form's workbook: each row's numbers, completion ratio and score as formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from perfeval.core.problems import Lang
from perfeval.core.results import FormResult, RowResult
from perfeval.core.ruleset import Source
from perfeval.documents.writers.live.live_scores import Addresses, LiveRow
from perfeval.documents.writers.live.row_cells import NUMBER, RowCells, live_row, write_ends, write_numbers
from perfeval.documents.writers.workbook import BODY, BOX, Sheet, Style, at, lines_needed

_HEADERS = ("行", "计分行", "分值 w", "指标数 A", "完成数 B", "比例 B/A", "得分下限", "得分上限", "依据")
_WIDTHS = (5, 30, 9, 13, 13, 11, 11, 11, 60)
_HEAD: Style = {**BOX, "bold": True, "align": "center", "bg_color": "#E7E6E6"}
_FIRST = 3


@dataclass(frozen=True, slots=True)
class Scored:
    """A row on the scoring sheet: its formulas, if any, and the addresses of both ends of its score."""

    live: LiveRow | None
    low: str
    high: str


def write_scoring_sheet(
    sheet: Sheet, result: FormResult, printed: Mapping[int, RowCells], lang: Lang = "zh"
) -> dict[int, Scored]:
    """Write the sheet; `printed` gives each row's cells on the form. Tells where the scores are computed."""
    sheet.widths(_WIDTHS)
    sheet.raw.set_landscape()
    sheet.raw.fit_to_pages(1, 0)
    sheet.raw.freeze_panes(_FIRST, 2)
    sheet.text(
        at(0, 0, 1, len(_HEADERS)), f"计分过程：{result.form.name}", {**BODY, "bold": True, "font_size": 12}
    )
    sheet.text(at(1, 0, 1, len(_HEADERS)), _note(result, lang), BODY)
    for column, header in enumerate(_HEADERS):
        sheet.text(at(_FIRST - 1, column), header, _HEAD)
    return {
        row.row: _row(sheet, _FIRST + position, row, result, printed[row.row])
        for position, row in enumerate(result.rows)
    }


def _note(result: FormResult, lang: Lang) -> str:
    ruleset = result.ruleset
    name = f"规则集 {ruleset.id} v{ruleset.version}：{ruleset.title.of(lang)}"
    return f"{name}。数字取自填报表，改填报表即重新计算。"


def _row(sheet: Sheet, line: int, row: RowResult, result: FormResult, printed: RowCells) -> Scored:
    cells = Addresses(*(at(line, column).name for column in (2, 3, 4)))
    live = live_row(row, result, cells)
    sheet.text(at(line, 0), str(row.row), {**BOX, "align": "center"})
    sheet.text(at(line, 1), row.name)
    sheet.formula(at(line, 2), f'IF({printed.points}="","",{printed.points})', row.points or "", NUMBER)
    write_numbers(sheet, (at(line, 3), at(line, 4), at(line, 5)), row, result, live, printed)
    low, high = at(line, 6), at(line, 7)
    write_ends(sheet, (low, high), row, live)
    ground = _ground(row, result, live)
    sheet.text(at(line, 8), ground, {**BOX, "indent": 1})
    sheet.height(line, max(lines_needed(ground, _WIDTHS[8]), lines_needed(row.name, _WIDTHS[1])))
    return Scored(live, sheet.address(low), sheet.address(high))


def _ground(row: RowResult, result: FormResult, live: LiveRow | None) -> str:
    """Rule and source of a row; why it was refused; or that it has no formula."""
    ruleset = result.ruleset
    if row.problems and row.status == "refused":
        return "；".join(problem.message("zh").split("\n")[0] for problem in row.problems)
    source = ruleset.execution.source if row.row == 0 and ruleset.execution else None
    rule = next((rule for rule in ruleset.rules if rule.id == row.rule), None)
    title = f"{rule.title.zh}：" if rule and rule.title else ""
    parts = [title + _source_text(rule.source if rule else source, result)] if rule or source else []
    if row.score is not None and not row.score.is_point:
        parts.append("规则给出区间，得分由人工在区间内确定")
    if live is None and row.score is not None:
        parts.append("此行由 perfeval 算出，没有公式")
    return "。".join(parts)


def _source_text(source: Source | None, result: FormResult) -> str:
    if source is None:
        return ""
    clause = result.ruleset.clauses.get(source.clause or "")
    return clause.title if clause else (source.interpretation or source.clause or "")
