"""The key figures of a year (全年要数): each over the forms for which it is defined, with the number of these forms.

A mean or a distribution of totals is over **settled** forms alone: their marks make up the whole (分值合计 100) and
every row of them is decided. Of the others that have the whole of the marks, the ends of their mean are told.
All totals are in marks of a hundred, all figures exact decimals.
"""

from __future__ import annotations

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


def headline(year: Year) -> Headline:
    """The figures of the whole year."""
    found = year.ask(_FORMS)[0]
    return Headline(
        **found,
        claimed=statistics(year, "claimed", "settled AND claimed IS NOT NULL"),
        recomputed=statistics(year, "confirmed", "settled"),
        handed_in=statistics(year, "claimed", "whole"),
        rest=_ends(year, "whole AND NOT settled"),
        all=_ends(year, "whole"),
        money=Money(**year.ask(_MONEY)[0]),
        rows=_rows(year),
        unmarked=year.number("SELECT count(*) FROM rows WHERE status = 'unmarked'")
        if "rows" in year.facts
        else 0,
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
    query = f"""{_ALL_ROWS}
    SELECT dimension_key, category_key, {_ROW_FIGURES},
      count(*) FILTER (earned = points) AS full
    FROM every GROUP BY dimension_key, category_key ORDER BY lost DESC, dimension_key, category_key NULLS FIRST
    """
    return tuple(
        CategoryLine(
            each.pop("dimension_key"), each.pop("category_key"), full=each.pop("full"), rows=Rows(**each)
        )
        for each in year.ask(query)
    )


def statistics(year: Year, column: str, which: str) -> Statistics:
    """The totals in a column of `forms`, over those that a condition names."""
    value = f"percent(share({column}, full_points))"
    found = year.ask(
        f"""SELECT count(*) AS count, mean(sum({value}), count(*)) AS mean,
        quantile_disc({value}, 0.5 ORDER BY {value}) AS median, min({value}) AS least, max({value}) AS most,
        count(*) FILTER ({column} = full_points) AS "full"
        FROM forms WHERE ({which}) AND share({column}, full_points) IS NOT NULL"""
    )[0]
    return Statistics(**found)


def _rows(year: Year) -> Rows | None:
    """None for a table whose rows were not given."""
    if "rows" not in year.facts:
        return None
    return Rows(**year.ask(f"{_ALL_ROWS} SELECT {_ROW_FIGURES} FROM every")[0])


def _ends(year: Year, which: str) -> Ends:
    return Ends(**year.ask(f"SELECT {_END_FIGURES} FROM forms WHERE ({which}) AND low IS NOT NULL")[0])


def _rest_of(each: dict[str, object]) -> Ends:
    return Ends(each["rest_count"], each["rest_low"], each["rest_high"])  # type: ignore[arg-type]


_END = "CASE WHEN settled THEN confirmed ELSE {} END"
_END_FIGURES = ", ".join(
    (
        "count(*) AS count",
        *(
            f"mean(sum(percent(share({_END.format(end)}, full_points))), count(*)) AS {end}"
            for end in ("low", "high")
        ),
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
_RULES = "SELECT ruleset, count(*) AS forms FROM forms GROUP BY ruleset ORDER BY forms DESC, ruleset"
_ALL_ROWS = """
WITH every AS (
  SELECT f, coalesce(dimension_key, 'other') AS dimension_key, category_key, points, earned, status FROM rows
  WHERE status NOT IN ('ignored', 'unmarked')
  UNION ALL
  SELECT f, 'execution', NULL, execution_points, execution_earned, execution_status FROM forms
  WHERE execution_status NOT IN ('ignored', 'unmarked')
)"""
_IS_DECIDED = "earned IS NOT NULL AND points IS NOT NULL"
_ROW_FIGURES = f"""
  count(*) AS count, count(*) FILTER ({_IS_DECIDED}) AS decided,
  count(*) FILTER (status = 'undecided') AS undecided, count(*) FILTER (status = 'refused') AS refused,
  count(*) FILTER (NOT ({_IS_DECIDED})) AS open,
  coalesce(sum(points) FILTER ({_IS_DECIDED}), 0) AS points,
  coalesce(sum(points - earned) FILTER ({_IS_DECIDED}), 0) AS lost
"""
_REST = "whole AND NOT settled AND low IS NOT NULL"
_MEANS = ", ".join(
    f"mean(sum(percent(share({column}, full_points))) FILTER ({which}), count(*) FILTER ({which})) AS {name}"
    for name, column, which in (
        ("claimed", "claimed", "settled AND claimed IS NOT NULL"),
        ("recomputed", "confirmed", "settled"),
        ("rest_low", "low", _REST),
        ("rest_high", "high", _REST),
    )
)
_BODIES = f"""{_ALL_ROWS},
decided AS (SELECT *, dimension_key <> 'execution' AND {_IS_DECIDED} AS counts FROM every),
of_rows AS (
  SELECT {OF} AS body,
    share(sum(d.earned) FILTER (counts), sum(d.points) FILTER (counts)) AS completion,
    coalesce(sum(d.points - d.earned), 0) AS lost,
    count(*) FILTER (d.status = 'undecided') AS undecided, count(*) FILTER (d.status = 'refused') AS refused
  FROM decided d JOIN forms USING (f) GROUP BY 1
),
of_forms AS (
  SELECT {OF} AS body, count(*) AS forms, count(*) FILTER (settled) AS settled, {_MEANS},
    count(*) FILTER ({_REST}) AS rest_count,
    count(*) FILTER (settled AND confirmed = full_points) AS full,
    sum(budget) FILTER (rate IS NOT NULL) AS budget, sum(executed) FILTER (rate IS NOT NULL) AS executed,
    share(sum(executed) FILTER (rate IS NOT NULL), sum(budget) FILTER (rate IS NOT NULL)) AS rate
  FROM forms GROUP BY 1
)
SELECT f.*, r.completion, coalesce(r.lost, 0) AS lost, coalesce(r.undecided, 0) AS undecided,
  coalesce(r.refused, 0) AS refused
FROM of_forms f LEFT JOIN of_rows r ON r.body IS NOT DISTINCT FROM f.body
ORDER BY f.forms DESC, f.body NULLS LAST
"""
