"""An invented rule set and small invented forms, so that a change of a real rule never breaks an engine test."""

from __future__ import annotations

from typing import Any

from perfeval.core.form import Funds, Indicator, SelfEvaluationForm
from perfeval.core.ruleset import Ruleset

SOURCE = {"interpretation": "invented for the tests"}
FORWARD = {"kind": "proportional", "ratio": "actual/target"}
REVERSE = {"kind": "proportional", "ratio": "2-actual/target"}

RULES: tuple[dict[str, Any], ...] = (
    {
        "id": "at-least",
        "applies_to": {"target": "quantity", "comparator": ["at_least", "more_than"]},
        "method": {"kind": "full_when_met", "otherwise": FORWARD},
        "source": SOURCE,
    },
    {
        "id": "at-most",
        "applies_to": {"target": "quantity", "comparator": ["at_most", "less_than"]},
        "method": {"kind": "full_when_met", "otherwise": REVERSE},
        "source": SOURCE,
    },
    {
        "id": "equal-to",
        "applies_to": {"target": "quantity", "comparator": "equal_to"},
        "method": {"kind": "full_when_met", "otherwise": FORWARD},
        "source": SOURCE,
    },
    {
        "id": "range",
        "applies_to": {"target": "range"},
        "method": {"kind": "nearest_edge", "outside": FORWARD},
        "source": SOURCE,
    },
    {
        "id": "deadline",
        "applies_to": {"target": "date", "actual": "date"},
        "method": {"kind": "all_or_nothing"},
        "source": SOURCE,
    },
    {
        "id": "grade",
        "applies_to": {"target": "grade", "actual": "grade"},
        "method": {"kind": "all_or_nothing"},
        "source": SOURCE,
    },
    {
        "id": "bands",
        "applies_to": {"target": ["qualitative", "date", "grade"], "actual": "words"},
        "method": {
            "kind": "bands",
            "repeats_target": "done",
            "levels": [
                {"name": "done", "words": ["达成"], "share": "[0.8, 1]"},
                {"name": "partly", "words": ["部分达成"], "share": "[0.6, 0.8)"},
                {"name": "not done", "words": ["未达成"], "share": "[0, 0.6)"},
            ],
        },
        "source": SOURCE,
    },
)

TOYLAND: dict[str, Any] = {
    "id": "toyland",
    "version": "1",
    "title": {"zh": "玩具国自评办法", "en": "Toyland self-evaluation"},
    "jurisdiction": "toyland",
    "fiscal_years": "[2020, inf)",
    "tier": "notice",
    "evidence": "read",
    "execution": {
        "points": "10",
        "rate": {"places": "2", "above_one": "cap", "zero_budget": "refuse"},
        "source": SOURCE,
    },
    "rules": RULES,
    "rounding": {"score": {"places": "2", "mode": "half_up"}, "source": SOURCE},
    "total": {"source": SOURCE},
    "grades": {
        "bands": [
            {"grade": "A", "when": "[90, 100]"},
            {"grade": "B", "when": "[60, 90)"},
            {"grade": "C", "when": "[0, 60)"},
        ],
        "veto": [{"fact": "misreported", "grade": "C"}],
        "source": SOURCE,
    },
}


def ruleset(**changes: Any) -> Ruleset:
    """Toyland's rule set with some of its top-level keys changed."""
    return Ruleset.model_validate({**TOYLAND, **changes})


def meaning(**chosen: str) -> dict[str, Any]:
    """A `meaning` block: each name with its treatment."""
    return {name: {"then": then, "source": SOURCE} for name, then in chosen.items()}


def rules(**methods: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """Toyland's rules with the methods of some replaced, by id (underscores for hyphens)."""
    changed = {name.replace("_", "-"): method for name, method in methods.items()}
    return tuple({**rule, "method": changed.get(rule["id"], rule["method"])} for rule in RULES)


def indicator(target: str | None = "≥10个", actual: str | None = "10个", **cells: Any) -> Indicator:
    """A row of 10 marks in the output block."""
    given = {"name": "示例指标", "dimension": "产出指标", "category": "数量指标", "points": "10", **cells}
    return Indicator(target=target, actual=actual, **given)


def funds(budget: str | None = "100", executed: str | None = "100", **cells: Any) -> Funds:
    """An execution row of 10 marks."""
    return Funds(budget=budget, executed=executed, **{"points": "10", **cells})


def form(*indicators: Indicator, **cells: Any) -> SelfEvaluationForm:
    """A project form of the year 2023 with these rows."""
    return SelfEvaluationForm(**{"name": "示例项目", "year": 2023, "indicators": indicators, **cells})
