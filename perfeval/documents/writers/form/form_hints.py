"""Hints and checks of what is typed into an empty form (填写提示与数据有效性)."""

from __future__ import annotations

from typing import Any

from perfeval.core.methods.bands import Bands
from perfeval.core.notation import NotationError
from perfeval.core.results import FormResult
from perfeval.core.target import is_blank, kind_of, parse_target
from perfeval.documents.writers.form.form_layout import FormLayout
from perfeval.documents.writers.workbook import Sheet, at

_LONGEST_LIST = 255
"""Characters of a list of choices that Excel accepts."""


def write_hints(sheet: Sheet, result: FormResult, layout: FormLayout) -> None:
    """Hints for amounts, actual values and notes; choices for qualitative rows; warnings, never walls."""
    shape, choices = layout.shape, _choices(result)
    amounts = [at(cell.row, cell.column) for cell in layout.cells if cell.role == "amount"]
    sheet.allow(amounts, _number("金额", f"按{_money_unit(result)}填写数字，不写单位。"))
    for row in result.indicators:
        line = layout.indicator(row.row)
        target = (row.indicator.target if row.indicator else None) or ""
        sheet.allow([at(line, shape.place("actual"))], _actual(target, choices))
        if shape.has_marks:
            message = "各行分值与执行率分值合计应为100分。"
            sheet.allow([at(line, shape.place("points"))], _number("分值", message))
        note = "未完成或超额较多的，写明原因和改进措施。"
        hint = {"validate": "any", "input_title": "偏差原因", "input_message": note}
        sheet.allow([at(line, shape.place("note"))], hint)


def _money_unit(result: FormResult) -> str:
    return result.form.funds.money_unit if result.form.funds else "万元"


def _number(title: str, message: str) -> dict[str, Any]:
    return {
        "validate": "decimal",
        "criteria": ">=",
        "value": 0,
        "input_title": title,
        "input_message": message,
        "error_title": title,
        "error_message": "请填写不小于0的数字。",
        "error_type": "warning",
    }


def _actual(target: str, choices: list[str]) -> dict[str, Any]:
    hint = {"validate": "any", "input_title": "实际完成值", "input_message": _advice(target)}
    if not choices or not (is_blank(target) or _is_qualitative(target)):
        return hint
    # A list to choose from that leaves every other entry alone: the target may yet become a number.
    return {**hint, "validate": "list", "source": choices, "show_error": False}


def _advice(target: str) -> str:
    if is_blank(target):
        return "数字和单位照指标值写，如 92.3%、520人次；定性的从列表选完成程度。"
    if _is_qualitative(target):
        return "从列表选择完成程度。"
    return f"与指标值「{target[:40]}」同一单位填写，如指标值写90%，这里写92.5%。"


def _is_qualitative(target: str) -> bool:
    try:
        return not is_blank(target) and kind_of(parse_target(target)) == "qualitative"
    except NotationError:
        return False


def _choices(result: FormResult) -> list[str]:
    """The words by which the rule set tells levels of attainment apart."""
    bands = next((rule.method for rule in result.ruleset.rules if isinstance(rule.method, Bands)), None)
    words = [(*level.words, level.name)[0] for level in bands.levels] if bands else []
    return words if len(",".join(words)) <= _LONGEST_LIST else []
