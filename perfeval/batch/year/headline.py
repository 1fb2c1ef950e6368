"""The key figures of a year (全年要数): each over the forms for which it is defined, with the number of these forms.

A mean or a distribution of totals is over **settled** forms alone: their marks make up the whole (分值合计 100) and
every row of them is decided. Of the others that have the whole of the marks, the ends of their mean are told.
All totals are in marks of a hundred, all figures exact decimals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfeval.batch.year.year import Year
from perfeval.batch.year.year_schema import OF


@dataclass(frozen=True, slots=True)
class Statistics:
    """Totals of `count` forms in marks of a hundred; the mean is rounded half up, the median a value of the data."""

    count: int
    mean: Decimal | None
    median: Decimal | None
    least: Decimal | None
    most: Decimal | None
    full: int


@dataclass(frozen=True, slots=True)
class Ends:
    """The mean of `count` totals lies between `low` and `high`, whatever a person decides."""

    count: int
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class Money:
    """Amounts in 万元 over the `funded` forms that state budget and executed amount; a department's own form holds
    its projects and is left out where there are project forms.
    """

    asked: int
    funded: int
    budget: Decimal | None
    executed: Decimal | None
    rate: int | None
    """Executed ÷ budget in hundredths of a per cent."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Indicator rows with marks and execution rows: how many are decided, undecided, refused; the marks lost.

    `points` and `lost` are over the decided rows; `open` are the others that were scored or refused.
    """

    count: int
    decided: int
    undecided: int
    refused: int
    open: int
    points: Decimal
    lost: Decimal

    @property
    def several(self) -> int:
        """Rows that were scored, and whose score no single number can be signed for (区间内未填得分，或有几种算法)."""
        return self.open - self.undecided - self.refused


@dataclass(frozen=True, slots=True)
class UsedRules:
    """A rule set and how many of the forms were scored under it."""

    id: str
    version: str
    forms: int


@dataclass(frozen=True, slots=True)
class Headline:
    """The year at a glance. forms = settled + open + partial; each project counts once.

    `open` have the whole of the marks and a row that is not decided, `partial` a part of the marks or none.
    `claimed` and `recomputed` are the totals of the same settled forms; `handed_in` the claimed totals of all forms
    with the whole of the marks; `rest` the ends over the open ones, `all` over open and settled ones together.
    """

    forms: int
    settled: int
    open: int
    partial: int
    without_ends: int
    duplicates: int
    duplicates_apart: int
    bodies: int
    claimed: Statistics
    recomputed: Statistics
    handed_in: Statistics
    rest: Ends
    all: Ends
    above: int
    same: int
    below: int
    above_marks: Decimal
    below_marks: Decimal
    money: Money
    rows: Rows | None
    unmarked: int
    """Rows without marks (没有分值): judged, and in no other figure."""
    years: tuple[tuple[int, int], ...]
    """The years that forms print (年度), most forms first; more than one where a form of another year is there."""
    rules: tuple[UsedRules, ...]


@dataclass(frozen=True, slots=True)
class BodyLine:
    """One department or body (部门/单位): means over its settled forms, ends over its open ones."""

    body: str | None
    forms: int
    settled: int
    claimed: Decimal | None
    recomputed: Decimal | None
    rest: Ends
    full: int
    budget: Decimal | None
    executed: Decimal | None
    rate: int | None
    completion: int | None
    """Marks earned ÷ marks of the decided indicator rows, in hundredths of a per cent."""
    lost: Decimal
    undecided: int
    refused: int


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """One group of rows (指标类别) by the keys of the core, whatever the forms print; `execution` is 预算执行率."""

    dimension: str
    category: str | None
    rows: Rows
    full: int


def headline(year: Year, categories: Sequence[CategoryLine]) -> Headline:
    """The figures of the whole year, of which the groups of rows are known."""
    found = year.ask(_FORMS)[0]
    return Headline(
        **found,
        claimed=statistics(year, "claimed", "settled AND claimed IS NOT NULL"),
        recomputed=statistics(year, "confirmed", "settled"),
        handed_in=statistics(year, "claimed", "whole"),
        rest=_ends(year, "whole AND NOT settled"),
        all=_ends(year, "whole"),
        money=Money(**year.ask(_MONEY)[0]),
        rows=_rows(year, categories),
        unmarked=year.number("SELECT count(*) FROM row_figures WHERE status = 'unmarked'")
        if "rows" in year.facts
        else 0,
        years=tuple((each["year"], each["forms"]) for each in year.ask(_YEARS)),
        rules=tuple(
            UsedRules(each["ruleset"], year.manifest["rulesets"][each["ruleset"]]["version"], each["forms"])
            for each in year.ask(_RULES)
        ),
    )


def by_body(year: Year) -> tuple[BodyLine, ...]:
    """Every department or body, most forms first; those that no form names stand together under None."""
    return tuple(
        BodyLine(**{name: each[name] for name in each if not name.startswith("rest_")}, rest=_rest_of(each))
        for each in year.ask(_BODIES)
    )


def by_category(year: Year) -> tuple[CategoryLine, ...]:
    """Every group of rows, most marks lost first; none for a table whose rows were not given."""
    if "rows" not in year.facts:
        return ()
    return tuple(
        CategoryLine(
            each.pop("dimension_key"), each.pop("category_key"), full=each.pop("full"), rows=Rows(**each)
        )
        for each in year.ask(_GROUPS)
    )


def statistics(year: Year, column: str, which: str) -> Statistics:
    """The totals in the column `claimed` or `confirmed` of `forms`, over those that a condition names."""
    value = f"percent({column}_share)"
    found = year.ask(
        f"""SELECT count(*) AS count, mean(sum({value}), count(*)) AS mean,
        quantile_disc({value}, 0.5 ORDER BY {value}) AS median, min({value}) AS least, max({value}) AS most,
        count(*) FILTER ({column} = full_points) AS "full"
        FROM forms WHERE ({which}) AND {column}_share IS NOT NULL"""
    )[0]
    return Statistics(**found)


def _rows(year: Year, categories: Sequence[CategoryLine]) -> Rows | None:
    """None for a table whose rows were not given."""
    if "rows" not in year.facts:
        return None
    return Rows(**{name: sum(getattr(each.rows, name) for each in categories) for name in Rows.__slots__})


def _ends(year: Year, which: str) -> Ends:
    return Ends(**year.ask(f"SELECT {_END_FIGURES} FROM forms WHERE ({which}) AND low IS NOT NULL")[0])


def _rest_of(each: dict[str, object]) -> Ends:
    return Ends(each["rest_count"], each["rest_low"], each["rest_high"])  # type: ignore[arg-type]


_END = "percent(CASE WHEN settled THEN confirmed_share ELSE share({}, full_points) END)"
_END_FIGURES = ", ".join(
    (
        "count(*) AS count",
        *(f"mean(sum({_END.format(end)}), count(*)) AS {end}" for end in ("low", "high")),
    )
)
_FORMS = f"""
SELECT count(*) AS forms, count(*) FILTER (settled) AS settled,
  count(*) FILTER (whole AND NOT settled) AS open, count(*) FILTER (NOT coalesce(whole, false)) AS partial,
  count(*) FILTER (whole AND NOT settled AND low IS NULL) AS without_ends,
  (SELECT count(*) FROM duplicates) AS duplicates,
  (SELECT count(*) FROM duplicates WHERE NOT same) AS duplicates_apart,
  count(DISTINCT {OF}) AS bodies,
  count(*) FILTER (settled AND claimed > confirmed) AS above,
  count(*) FILTER (settled AND claimed = confirmed) AS same,
  count(*) FILTER (settled AND claimed < confirmed) AS below,
  coalesce(sum(claimed - confirmed) FILTER (settled AND claimed > confirmed), 0) AS above_marks,
  coalesce(sum(confirmed - claimed) FILTER (settled AND claimed < confirmed), 0) AS below_marks
FROM forms
"""
_COUNTED = "(kind <> 'department' OR NOT EXISTS (SELECT 1 FROM forms WHERE kind <> 'department'))"
_MONEY = f"""
SELECT count(*) AS asked, count(rate) AS funded,
  sum(budget) FILTER (rate IS NOT NULL) AS budget, sum(executed) FILTER (rate IS NOT NULL) AS executed,
  share(sum(executed) FILTER (rate IS NOT NULL), sum(budget) FILTER (rate IS NOT NULL)) AS rate
FROM forms WHERE {_COUNTED}
"""
_YEARS = "SELECT year, count(*) AS forms FROM forms WHERE year IS NOT NULL GROUP BY year ORDER BY forms DESC, year DESC"
_RULES = "SELECT ruleset, count(*) AS forms FROM forms GROUP BY ruleset ORDER BY forms DESC, ruleset"
_IN_EXECUTION = "execution_status NOT IN ('ignored', 'unmarked')"
_IS_DECIDED = "earned IS NOT NULL AND points IS NOT NULL"
_FIGURES = {
    "count": "count(*)",
    "decided": f"count(*) FILTER ({_IS_DECIDED})",
    "undecided": "count(*) FILTER (status = 'undecided')",
    "refused": "count(*) FILTER (status = 'refused')",
    "open": f"count(*) FILTER (NOT ({_IS_DECIDED}))",
    "points": f"coalesce(sum(points) FILTER ({_IS_DECIDED}), 0)",
    "lost": f"coalesce(sum(points - earned) FILTER ({_IS_DECIDED}), 0)",
    "full": "count(*) FILTER (earned = points)",
}
_COUNTED_ROWS = ", ".join(f'{figure} AS "{name}"' for name, figure in _FIGURES.items())
_GROUPS = f"""
SELECT dimension_key, category_key, {", ".join(f'sum("{name}") AS "{name}"' for name in _FIGURES)}
FROM (
  SELECT coalesce(dimension_key, 'other') AS dimension_key, category_key, v.* EXCLUDE (l)
  FROM (SELECT l, {_COUNTED_ROWS} FROM row_figures WHERE status NOT IN ('ignored', 'unmarked') GROUP BY l) v
  LEFT JOIN levels USING (l)
  UNION ALL
  SELECT 'execution', NULL, {_COUNTED_ROWS} FROM (
    SELECT execution_points AS points, execution_earned AS earned, execution_status AS status FROM forms
    WHERE {_IN_EXECUTION}
  ) HAVING count(*) > 0
) GROUP BY dimension_key, category_key ORDER BY lost DESC, dimension_key, category_key NULLS FIRST
"""
_REST = "whole AND NOT settled AND low IS NOT NULL"
_MEANS = ", ".join(
    f"mean(sum(percent({share})) FILTER ({which}), count(*) FILTER ({which})) AS {name}"
    for name, share, which in (
        ("claimed", "claimed_share", "settled AND claimed IS NOT NULL"),
        ("recomputed", "confirmed_share", "settled"),
        ("rest_low", "CASE WHEN NOT settled THEN share(low, full_points) END", _REST),
        ("rest_high", "CASE WHEN NOT settled THEN share(high, full_points) END", _REST),
    )
)
_HAS_MONEY = "rate IS NOT NULL AND is_added"
_BODIES = f"""
SELECT {OF} AS body, count(*) AS forms, count(*) FILTER (settled) AS settled, {_MEANS},
  count(*) FILTER ({_REST}) AS rest_count,
  count(*) FILTER (settled AND confirmed = full_points) AS full,
  sum(budget) FILTER ({_HAS_MONEY}) AS budget, sum(executed) FILTER ({_HAS_MONEY}) AS executed,
  share(sum(executed) FILTER ({_HAS_MONEY}), sum(budget) FILTER ({_HAS_MONEY})) AS rate,
  share(sum(decided_earned), sum(decided_points)) AS completion,
  coalesce(sum(decided_points - decided_earned), 0)
    + coalesce(sum(execution_points - execution_earned) FILTER ({_IN_EXECUTION}), 0) AS lost,
  coalesce(sum(undecided_rows), 0) + count(*) FILTER (execution_status = 'undecided') AS undecided,
  coalesce(sum(refused_rows), 0) + count(*) FILTER (execution_status = 'refused') AS refused
FROM (SELECT *, {_COUNTED} AS is_added FROM forms) GROUP BY 1 ORDER BY forms DESC, body NULLS LAST
"""
