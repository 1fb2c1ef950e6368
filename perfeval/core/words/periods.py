"""How often a period comes in a year (全年期数): 每季度1次 is four times a year."""

from __future__ import annotations

from fractions import Fraction

PERIODS: dict[str, int] = {
    "年": 1,
    "半年": 2,
    "季度": 4,
    "个月": 12,
    "半月": 24,
    "旬": 36,
    "周": 52,
    "天": 365,
}
"""Periods by the canonical name of their unit, each with how many of them a year has."""

WORKDAYS = Fraction(250)
"""Working days of a year, about: whether 每天 means every day or every working day, no cell tells."""
