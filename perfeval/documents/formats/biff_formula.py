"""Formulas of an .xls file that hold constants alone, such as `=100%` (常量公式); any other is not decoded.

Source: [MS-XLS] 2.5.198 (parsed formulas): operands come before their operator.
"""

from __future__ import annotations

import struct

from perfeval.documents.formats.biff_text import read_text
from perfeval.documents.formats.number_format import stored_number
from perfeval.documents.formats.sheet import UNDECODED

_TEXT, _INTEGER, _NUMBER, _PERCENT = 0x17, 0x1E, 0x1F, 0x14
_OPERATORS = {0x03: "+", 0x04: "-", 0x05: "*", 0x06: "/"}


def read_formula(tokens: bytes) -> str:
    """Text of a formula of constants and the four operations; `=…` for every other."""
    operands: list[str] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        position += 1
        if token == _TEXT:
            operands.append(read_text(tokens, position, 1))
            position += 2 + len(operands[-1]) * (1 + (tokens[position + 1] & 1))
        elif token == _INTEGER:
            operands.append(str(struct.unpack_from("<H", tokens, position)[0]))
            position += 2
        elif token == _NUMBER:
            operands.append(stored_number(repr(struct.unpack_from("<d", tokens, position)[0])) or UNDECODED)
            position += 8
        elif token == _PERCENT and operands:
            operands[-1] += "%"
        elif token in _OPERATORS and len(operands) > 1:
            second = operands.pop()
            operands[-1] += _OPERATORS[token] + second
        else:
            return UNDECODED
    return "=" + operands[0] if len(operands) == 1 else UNDECODED
