"""How the text of one cell is read (单元格文字): line breaks, marks and levels; nothing is interpreted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from perfeval.documents.grid import Cell
from perfeval.documents.recognition.words.bare import folded, header_word
from perfeval.documents.recognition.words.lines import BLOCK_LABEL, NOT_APPLICABLE

_MARK = re.compile(r"([+-]?\d+(?:\.\d+)?)(?:分|\(分\))?")
_AMOUNT = re.compile(r"¥?[+-]?[\d,.，]*\d[\d,.，]*(?:亿元|万元|元|万|%)?")
"""Money, and numbers that were meant to be money: 7,00.0,77."""
_NUMBER = re.compile(r"¥?([+-]?\d+(?:\.\d+)?)")
_LINE_BREAK = re.compile(r"\s*\n\s*")
_BETWEEN_HANZI = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff(（])")
_LATIN_BREAK = re.compile(r"(?<=[0-9A-Za-z])\s*\n\s*(?=[0-9A-Za-z])")


def one_line(text: str) -> str:
    """Text without line breaks; between Latin letters or digits a space stays, so that no number grows."""
    line = text.strip()
    return _LINE_BREAK.sub("", _LATIN_BREAK.sub(" ", line)) if "\n" in line else line


def level(text: str) -> str:
    """Name of a level without the spaces that only stretch it: `产 出 指 标 (50分)` -> `产出指标(50分)`."""
    return _BETWEEN_HANZI.sub("", one_line(text))


def join(cells: Iterable[Cell]) -> str:
    """Text of the cells under one role, in order."""
    return "".join(one_line(cell.text) for cell in cells)


def mark(text: str) -> Fraction | None:
    """Number of a text that can stand under 分值 or 得分: `10`, `9.95`, `10.00分`; None for any other."""
    found = _MARK.fullmatch(folded(text).replace(",", ""))
    return Fraction(found.group(1)) if found else None


def is_mark(text: str) -> bool:
    """Whether a text can stand under 分值 or 得分."""
    return mark(text) is not None


def is_amount(text: str) -> bool:
    """Whether a text is money as forms print it, well or badly: `2,180.00`, `620.82万元`, `0`, `7,00.0,77`."""
    return bool(_AMOUNT.fullmatch(folded(text)))


def number_of(text: str) -> Fraction | None:
    """The number of an amount without a unit, `2,180.00`; None for any other text."""
    found = _NUMBER.fullmatch(folded(text).replace(",", ""))
    return Fraction(found.group(1)) if found else None


def is_block_label(text: str) -> bool:
    """Whether a text is the label of a block of rows (项目资金（万元）, 总体目标完成情况), which tells no value."""
    return bool(BLOCK_LABEL.fullmatch(header_word(text)))


def is_absent(text: str) -> bool:
    """Whether a cell says nothing: empty, or one of the strokes and words for not applicable."""
    return not text.strip() or folded(text) in NOT_APPLICABLE
