"""A rule set (评分规则集): the scoring rules of one version of one document, as data, each with its
source.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Generic, Literal, Self, TypeVar

from pydantic import Field, model_validator

from perfeval.core.category import Dimension
from perfeval.core.exact import Mode
from perfeval.core.form import FormKind, Frozen
from perfeval.core.many import Many
from perfeval.core.methods import AnyMethod
from perfeval.core.methods.base import Exact, Interval, Unstated
from perfeval.core.methods.deduct import Deduct
from perfeval.core.methods.proportional import Proportional
from perfeval.core.rules.expressions import Node, Open
from perfeval.core.target import Comparator
from perfeval.core.traits import Condition, Traits

Evidence = Literal["read", "recalled", "inferred"]
"""read 已查阅原文 · recalled 凭记忆 · inferred 由数据推定."""
Tier = Literal["notice", "form_footnote", "system_behaviour", "reviewer_rubric", "inferred"]
"""制度文件 · 表下注 · 系统口径 · 复核细则 · 推定."""
Filer = Literal["central", "local", "unit"]

T = TypeVar("T")


class Text(Frozen):
    """A text in Chinese and, where it was written, English."""

    zh: str
    en: str | None = None

    def of(self, lang: Literal["zh", "en"]) -> str:
        """The text in `lang`, or in Chinese where there is no other."""
        return self.en or self.zh if lang == "en" else self.zh


class Source(Frozen):
    """Where a rule comes from (依据): a clause of the document, or an interpretation of ours, never both."""

    clause: str | None = None
    interpretation: str | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if bool(self.clause) == bool(self.interpretation):
            raise ValueError("source needs exactly one of clause and interpretation")
        return self

    def __str__(self) -> str:
        return self.clause or "interpretation"


class Clause(Frozen):
    """One clause (条款) from the clauses.md beside the rule file: heading, sentence quoted, how it is
    known, line.
    """

    key: str
    title: str
    quote: str | None = None
    evidence: Evidence
    reference: str | None = None
    line: int | None = None


class LegalDocument(Frozen):
    """The document that the rules come from (文件): number (文号), issuer, date, address."""

    title: str
    number: str | None = None
    issuer: str | None = None
    issued: str | None = None
    url: str | None = None


class Chosen(Frozen, Generic[T]):
    """A named treatment of a special case (口径), with its source; "unstated" takes every known reading."""

    then: T
    source: Source


BareTarget = Literal["infer", "at_least", "at_most", "equal_to", "refuse", "unstated"]
EqualTo = Literal["exactly", "at_least", "unstated"]
TargetColumn = Literal["adjusted", "initial", "unstated"]
Mismatch = Literal["compare", "refuse"]
NegativeActual = Literal["as_zero", "allow", "refuse", "unstated"]
ZeroTarget = Literal["all_or_nothing", "refuse"]
BlankActual = Literal["refuse", "zero", "ignore"]
BlankTarget = Literal["refuse", "ignore"]
NotApplicable = Literal["rescale", "full_marks", "no_marks", "refuse", "unstated"]


class Meaning(Frozen):
    """How the printed values are read (取值口径). What a rule set does not name is refused, not guessed.

    `bare_target` 无比较符的指标值 ("infer": 按名称、类别、数值推定方向) ·
    `equal_to` when "=" is met · `target_column` 年初/调整后指标值 ·
    `unit_mismatch` 单位不一致 · `negative_actual` 负值 · `zero_target` 指标值为零, for rows whose method
    needs a ratio · `blank_actual`,
    `blank_target` 空白 · `not_applicable` 不适用.
    """

    bare_target: Chosen[BareTarget] | None = None
    equal_to: Chosen[EqualTo] | None = None
    target_column: Chosen[TargetColumn] | None = None
    unit_mismatch: Chosen[Mismatch] | None = None
    negative_actual: Chosen[NegativeActual] | None = None
    zero_target: Chosen[ZeroTarget] | None = None
    blank_actual: Chosen[BlankActual] | None = None
    blank_target: Chosen[BlankTarget] | None = None
    not_applicable: Chosen[NotApplicable] | None = None


class Rate(Frozen):
    """The execution rate (预算执行率): its denominator, the decimals of the printed percentage, its special
    cases.

    `places` are decimals of the percentage (2: 18.35%), "none" computes from the exact ratio. `above_one`
    is what happens above 100 %, `zero_budget` what happens on a zero budget.
    """

    executed_over: Literal["budget", "initial_budget", "unstated"] = "budget"
    funds: Literal["total", "fiscal"] = "total"
    places: Annotated[int, Field(ge=0, le=12)] | Literal["none", "unstated"] = "none"
    mode: Mode = "half_up"
    above_one: Literal["cap", "allow", "no_marks", "refuse", "unstated"]
    zero_budget: Literal["refuse", "no_marks", "full_marks", "divisor_one", "unstated"]


class Execution(Frozen):
    """How the execution row is scored (预算执行得分). `points` is the full mark that the document sets, if
    any.
    """

    points: Exact | None = None
    rate: Rate
    method: AnyMethod = Proportional(ratio="actual/target", cap="none")
    source: Source


class Rule(Frozen):
    """One scoring rule: the rows it applies to, the method, the source.

    `missed` is the source for the rows that miss their target, where the document says that in another clause
    (未完成的依据).
    """

    id: str
    title: Text | None = None
    applies_to: Condition
    method: AnyMethod
    source: Source
    missed: Source | None = None
    note: str | None = None

    def rests_on(self, met: bool | None) -> tuple[Source, ...]:
        """What a row rests on by whether it is met (依据); both where nobody can say."""
        both = (self.source,) if self.missed is None else (self.source, self.missed)
        return both if met is None else both[:1] if met else both[-1:]


class OverCompletion(Frozen):
    """What a completion ratio beyond `above` means (超额完成).

    The row is noted (from the threshold `over_completion_reason_from` on, where that is higher); only where a person
    recorded that the target was set too low (fact `target_too_low`: "yes") does `when_target_too_low` score it; "none"
    leaves it at what the rule gave.
    """

    above: Exact
    inclusive: bool = False
    comparators: Many[Comparator] = ("at_least", "more_than")
    when_target_too_low: AnyMethod | Unstated | Literal["none"]
    source: Source

    @property
    def reduced(self) -> Node | None:
        """What scores a row whose target was set too low; None where the over-completion changes nothing."""
        if self.when_target_too_low == "none":
            return None
        if self.when_target_too_low == "unstated":
            notes = tuple(str(each.free) for each in REDUCTIONS)
            return Open("reduction_from", notes, tuple(each.rule for each in REDUCTIONS))
        return self.when_target_too_low.rule


REDUCTIONS = (
    Deduct(of="excess", per=Fraction(1), take=Fraction(1), unit="share", steps="proportional"),
    Deduct(
        of="excess",
        per=Fraction(1),
        take=Fraction(1),
        unit="share",
        steps="proportional",
        free=Fraction(3, 10),
    ),
)
"""The known fillings of 按照偏离度适度调减分值: 1-(B/A-1), and 1-(B/A-1.3)."""


class Decimals(Frozen):
    """Decimal places and mode of one rounding (保留位数, 舍入方式); places "none" does not round."""

    places: Annotated[int, Field(ge=0, le=12)] | Literal["none"]
    mode: Mode | Unstated = "half_up"


class Percentage(Frozen):
    """Decimals of a printed percentage that is computed on with (先取整再计分), and the mode."""

    places: Annotated[int, Field(ge=0, le=12)]
    mode: Mode = "half_up"


class Rounding(Frozen):
    """Where numbers are rounded: `score` of a row, `execution` score where it differs, `completion` in per
    cent.
    """

    score: Decimals
    execution: Decimals | None = None
    completion: Percentage | None = None
    source: Source


class Total(Frozen):
    """How the total is made (总分): the sum of rounded rows, or of exact rows; then rounded."""

    add: Literal["rounded", "exact"] = "rounded"
    places: Annotated[int, Field(ge=0, le=12)] = 2
    mode: Mode = "half_up"
    points: Annotated[Exact, Field(gt=0)] = Fraction(100)
    source: Source


class RollUp(Frozen):
    """How the indicators of several units become one (汇总计分).

    pooled: values first, then one score (先汇总完成数再计算得分) · averaged: the mean of the units' scores ·
    funds_weighted: their mean with the units' funds as weights.
    """

    scores: Literal["pooled", "averaged", "funds_weighted"] | Unstated
    source: Source


class GradeBand(Frozen):
    """One grade (等级) and the totals that earn it."""

    grade: str
    when: Interval


class Veto(Frozen):
    """A fact that decides the grade whatever the total (一票否决)."""

    fact: str
    value: str = "yes"
    grade: str


class Grades(Frozen):
    """The grades of a total; `on` says whether the rounded or the exact total is held against the bands."""

    bands: tuple[GradeBand, ...]
    on: Literal["rounded", "exact"] = "rounded"
    veto: tuple[Veto, ...] = ()
    source: Source


Shape = Literal["with_cost", "without_cost", "with_satisfaction", "without_satisfaction"]
"""Whether a form has rows of a dimension (设不设成本指标、满意度指标)."""
Block = Dimension | Literal["execution"]


class WeightProfile(Frozen):
    """Marks by dimension (权重) for the forms that have every shape in `when`; no shape means every form."""

    when: Many[Shape] = ()
    blocks: dict[Block, Exact]


class Weights(Frozen):
    """The marks that the document gives each dimension; `strict`: fixed, a default, or free within the
    total.
    """

    profiles: tuple[WeightProfile, ...]
    strict: Literal["fixed", "default", "free"]
    source: Source


ThresholdName = Literal[
    "execution_reason_below",
    "over_completion_reason_from",
    "deviation_reason_from",
    "note_longest",
    "fewest_indicators",
    "satisfaction_least",
    "unspent_warning_above",
]
"""执行率低于此须说明 · 完成率达此须说明 · 偏差率达此须说明 · 说明字数上限 · 三级指标最少个数 ·
满意度最低指标值 ·
未支出比例高于此提示."""


class Threshold(Frozen):
    """A number that a check of the review holds a form against, with its source; ratios as shares (0.9)."""

    value: Exact
    inclusive: bool = True
    source: Source


class Ruleset(Frozen):
    """One version of one document's scoring rules.

    `fiscal_years` such as "[2020, inf)" are the years whose forms it applies to; `filers` whose forms;
    `layouts` the only layouts of forms, where the document makes one of its own; `scope` where it says so.
    `facts` describes the facts that no form prints and a person may record. `waived` gives, by lint code, the
    reason why a finding of `rules lint` is the document's own doing. `sha256` identifies the file's bytes.
    """

    id: Annotated[str, Field(pattern=r"^[^/\\\s.][^/\\\s]*$")]
    version: str
    title: Text
    jurisdiction: str
    filers: Many[Filer] = ("central", "local", "unit")
    forms: Many[FormKind] = ("project", "department", "transfer")
    layouts: Many[str] | None = None
    document: LegalDocument | None = None
    effective_from: str | None = None
    repealed_on: str | None = None
    fiscal_years: Interval
    supersedes: str | None = None
    tier: Tier
    evidence: Evidence
    note: str | None = None
    scope: Source | None = None
    execution: Execution | None = None
    meaning: Meaning = Meaning()
    rules: tuple[Rule, ...]
    over_completion: OverCompletion | None = None
    rounding: Rounding
    total: Total
    roll_up: RollUp | None = None
    grades: Grades | None = None
    weights: Weights | None = None
    thresholds: dict[ThresholdName, Threshold] = {}
    facts: dict[str, Text] = {}
    waived: dict[str, str] = {}
    clauses: dict[str, Clause] = {}
    sha256: str = ""

    @property
    def noted_above(self) -> tuple[Fraction, bool] | None:
        """From which completion ratio on a row is noted (超额较多), and whether the ratio itself counts.

        Where the document only says "much" (较多) and a threshold says from when a reason is due, from that on.
        """
        over, due = self.over_completion, self.thresholds.get("over_completion_reason_from")
        if over is None:
            return None
        if due is None or due.value <= over.above:
            return over.above, over.inclusive
        return due.value, due.inclusive

    def rules_for(self, traits: Traits) -> tuple[Rule, ...]:
        """Every rule that applies to a row with these traits; exactly one should."""
        return tuple(rule for rule in self.rules if rule.applies_to.holds(traits))

    def source_of(self, rule: str | None, met: bool | None) -> Source | None:
        """What a row that a rule scored rests on; None where no rule of the set did."""
        if rule == "execution":
            return None if self.execution is None else self.execution.source
        return next((each.rests_on(met)[0] for each in self.rules if each.id == rule), None)

    def evidence_of(self, source: Source) -> Evidence:
        """How the source is known: the clause's own evidence, else that of the whole set."""
        clause = self.clauses.get(source.clause or "")
        return clause.evidence if clause else self.evidence
