"""A second, naive scorer, written from docs/rules.md and the rule files' own text: no code is shared with perfeval.

It knows rows with a plain number and a comparator alone, and the methods whose result is one number; of anything else
it says nothing. Where it says something, perfeval must say the same to the cent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

RULES = Path(__file__).parent.parent / "rules"
Share = Fraction | None
"""Share of the marks; None where the text leaves it open, or this scorer does not know."""


def rule_files() -> dict[str, dict[str, Any]]:
    """Every shipped rule file by its id, all values as text."""
    found = (
        yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        for path in sorted(RULES.glob("*/*/*.yaml"))
    )
    return {each["id"]: each for each in found}


def rounded(value: Fraction, places: int, mode: str) -> Fraction:
    """Round, half up away from zero or cut off."""
    size = value * 10**places
    whole = abs(size.numerator) // size.denominator
    rest = abs(size) - whole
    if (mode == "half_up" and rest >= Fraction(1, 2)) or (mode == "up" and rest):
        whole += 1
    elif mode not in ("half_up", "up", "down"):
        raise ValueError(mode)
    return Fraction(whole if size >= 0 else -whole, 10**places)


def expected(rules: Mapping[str, Any], row: Mapping[str, Any]) -> Fraction | None:
    """The score of a row {comparator, target, actual, points, dimension, category} of positive numbers, or None."""
    fitting = [rule for rule in rules["rules"] if _applies(rule["applies_to"], row)]
    if len(fitting) != 1 or row["comparator"] not in ("at_least", "at_most"):
        return None
    share = _share(fitting[0]["method"], row["actual"], row["target"], _met(row))
    if share is None:
        return None
    rounding = rules["rounding"]["score"]
    return rounded(share * row["points"], int(rounding["places"]), rounding["mode"])


def _met(row: Mapping[str, Any]) -> bool:
    return bool(
        row["actual"] >= row["target"] if row["comparator"] == "at_least" else row["actual"] <= row["target"]
    )


def _applies(conditions: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    told = {name: row[name] for name in ("comparator", "dimension", "category")}
    known = {"target": "quantity", "actual": "quantity", **told}
    for name, wanted in conditions.items():
        if name == "except":
            if any(_applies(each, row) for each in wanted):
                return False
        elif known.get(name) not in ([wanted] if isinstance(wanted, str) else wanted):
            return False
    return True


def _share(method: Any, actual: Fraction, target: Fraction, met: bool) -> Share:
    if not isinstance(method, Mapping):
        return None
    match method["kind"]:
        case "full_when_met":
            return Fraction(1) if met else _share(method.get("otherwise"), actual, target, met)
        case "proportional":
            return _proportional(method, actual, target)
        case "all_or_nothing":
            return Fraction(1) if met else (Fraction(0) if "unmet" not in method else None)
        case "tiers":
            return _of_tiers(method, actual, target)
        case "interpolate":
            return _interpolated(method, actual, target)
        case "piecewise":
            value = _measured(method["of"], actual, target)
            pieces = [each for each in method["pieces"] if value is not None and _inside(value, each["when"])]
            return _share(pieces[0]["method"], actual, target, met) if len(pieces) == 1 else None
        case _:
            return None


def _proportional(method: Mapping[str, Any], actual: Fraction, target: Fraction) -> Share:
    if not {"cap", "floor"} >= {*method} - {"kind", "ratio"}:
        return None
    value = {
        "actual/target": actual / target,
        "target/actual": target / actual,
        "2-actual/target": 2 - actual / target,
    }[method["ratio"]]
    if method.get("floor") == "none":
        return None
    value = max(value, Fraction(method.get("floor", "0")))
    cap = method.get("cap", "1")
    return value if cap == "none" else min(value, Fraction(cap))


def _measured(of: str, actual: Fraction, target: Fraction) -> Share:
    completion = actual / target
    known = {
        "completion": completion,
        "inverse_completion": 1 / completion,
        "reverse_completion": 2 - completion,
        "deviation": completion - 1,
        "absolute_deviation": abs(completion - 1),
        "shortfall": max(1 - completion, Fraction(0)),
        "excess": max(completion - 1, Fraction(0)),
    }
    return known.get(of)


def _of_tiers(method: Mapping[str, Any], actual: Fraction, target: Fraction) -> Share:
    value = _measured(method["of"], actual, target)
    found = [each["share"] for each in method["tiers"] if value is not None and _inside(value, each["when"])]
    if len(found) != 1:
        return None
    ends = [Fraction(each) for each in re.findall(r"[\d./]+", found[0])]
    return ends[0] if len(set(ends)) == 1 else None


def _interpolated(method: Mapping[str, Any], actual: Fraction, target: Fraction) -> Share:
    if {*method} - {"kind", "of", "points"} or not isinstance(method.get("points"), list):
        return None
    value = _measured(method["of"], actual, target)
    points = [(Fraction(x), Fraction(y)) for x, y in method["points"]]
    if value is None or not points[0][0] <= value <= points[-1][0]:
        return None
    for (x0, y0), (x1, y1) in pairwise(points):
        if x0 <= value <= x1:
            return y0 + (y1 - y0) * (value - x0) / (x1 - x0)
    return None


def _inside(value: Fraction, interval: str) -> bool:
    low, high = (each.strip() for each in interval[1:-1].split(","))
    above = low == "-inf" or value > Fraction(low) or (interval[0] == "[" and value == Fraction(low))
    below = high == "inf" or value < Fraction(high) or (interval[-1] == "]" and value == Fraction(high))
    return above and below


def kinds(method: Any) -> Iterator[str]:
    """The kinds of methods in a rule, to see what this scorer passes over."""
    if isinstance(method, Mapping):
        if "kind" in method:
            yield method["kind"]
        for each in method.values():
            yield from kinds(each)
    elif isinstance(method, list):
        for each in method:
            yield from kinds(each)
