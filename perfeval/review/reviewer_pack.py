"""Thresholds of the review (复核参考值): the rule set's own, else those of a named pack that is no law."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from perfeval.core.exact import show
from perfeval.core.problems import Lang
from perfeval.core.ruleset import Ruleset, Text, ThresholdName

PackName = Literal[
    "over_completion_reason_from", "completion_ahead_above", "unspent_above", "heavy_row_above"
]
"""完成率达此须说明 · 指标完成高于预算执行的幅度 · 未支出比例 · 单个指标分值占比."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A threshold as a share (1.2 is 120 %), whether the threshold itself counts, and where it is from."""

    value: Fraction
    inclusive: bool
    source: Text

    def is_reached(self, value: Fraction) -> bool:
        """Whether a value is at or beyond the threshold."""
        return value > self.value or (self.inclusive and value == self.value)

    def shown(self, lang: Lang = "zh") -> dict[str, str]:
        """What a message prints of it: the percentage and the source."""
        return {"limit": f"{show(self.value * 100)}%", "limit_source": self.source.of(lang)}


REVIEWER_PACK: dict[PackName, Limit] = {
    "over_completion_reason_from": Limit(
        Fraction(13, 10), True, Text(zh="复核参考值 L-15、R-01", en="reviewer pack, L-15 and R-01")
    ),
    "completion_ahead_above": Limit(
        Fraction(1, 20), False, Text(zh="复核参考值，系统口径 S-14", en="reviewer pack, system default S-14")
    ),
    "unspent_above": Limit(
        Fraction(1, 5), False, Text(zh="复核参考值，系统口径 S-14", en="reviewer pack, system default S-14")
    ),
    "heavy_row_above": Limit(
        Fraction(1, 2), False, Text(zh="本程序的参考值，没有文件依据", en="our own, from no document")
    ),
}
"""What reviewers use where the rule set is silent: L-15 (a province's system asks for a reason from 130 %), R-01 (a
district's rubric notes more than 130 %), S-14 (the systems' light on execution). S-08's 120 % opens a cell."""


def stated(name: ThresholdName, ruleset: Ruleset) -> Limit | None:
    """A threshold that the rule set states; None where it is silent."""
    found = ruleset.thresholds.get(name)
    if found is None:
        return None
    return Limit(found.value, found.inclusive, _source(name, ruleset))


def over_completion_limit(ruleset: Ruleset) -> Limit:
    """From which completion ratio on a reason is asked for."""
    found = stated("over_completion_reason_from", ruleset)
    return found or REVIEWER_PACK["over_completion_reason_from"]


def _source(name: ThresholdName, ruleset: Ruleset) -> Text:
    source = ruleset.thresholds[name].source
    clause = ruleset.clauses.get(source.clause or "")
    if clause is None and source.clause is None:
        return Text(zh=f"规则集 {ruleset.id} 的理解", en=f"interpretation of {ruleset.id}")
    text = clause.title if clause else str(source.clause)
    return Text(zh=text, en=text)
