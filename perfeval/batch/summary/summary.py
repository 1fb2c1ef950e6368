"""The figures of a year as data (全年汇总): what the workbook and the page show, and nothing else does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from perfeval.batch.forensics import Asked
from perfeval.batch.forensics.forensic import OF
from perfeval.batch.year.year import Year
from perfeval.core.category import dimension_of

Basis = Literal["submitted", "recomputed", "mixed"]
"""Whose totals a figure is about: 填报 where every form states one, 复算 where none does."""
Row = Mapping[str, Any]

RANKED = 200
"""Forms of the ranking."""
DEPARTMENTS = 500
EXAMPLES = 5
LISTED = 2_000
"""Findings of one check in the workbook."""
DOTS = 300
"""Forms up to which execution against completion is drawn form by form."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """One kind of totals: how many, mean, median, least, most; in marks of a hundred."""

    count: int
    mean: Decimal | None
    median: Decimal | None
    least: Decimal | None
    most: Decimal | None
    full: int


@dataclass(frozen=True, slots=True)
class Bin:
    """Forms with totals in [low, high) per cent of their marks; `high` is None for the full total."""

    low: int
    high: int | None
    submitted: int
    recomputed: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of a check: the figures of its sentence, its weight, the rows behind it and how many there are."""

    weight: int
    subject: str
    department: str | None
    figures: Mapping[str, str]
    behind: int
    evidence: Sequence[Row]


@dataclass(frozen=True, slots=True)
class CheckFigures:
    """One check: what it was asked, and its heaviest findings."""

    asked: Asked
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One form of the ranking and why it stands there: for each check its code and the figures of its finding."""

    form: Row
    weight: int
    reasons: Sequence[tuple[str, int, Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything that a summary shows."""

    manifest: Mapping[str, Any]
    kind: Literal["documents", "table"]
    basis: Basis
    overview: Row
    submitted: Statistics
    recomputed: Statistics
    bins: Sequence[Bin]
    grades: Sequence[tuple[str, int]]
    endings: Sequence[tuple[str, int]]
    grid: Sequence[tuple[int, int, int]]
    dots: Sequence[Row]
    losses: Sequence[Row]
    departments: Sequence[Row]
    ranking: Sequence[Ranked]
    ranked_forms: int
    checks: Sequence[CheckFigures]
    problems: Sequence[Row]

    @property
    def files_without_forms(self) -> int:
        """Files in which no form was found, or that could not be read."""
        found: int = self.manifest["counts"].get("files_without_forms", 0)
        return found


def summarise(year: Year, asked: Sequence[Asked], listed: int = LISTED) -> Summary:
    """Every figure of a year, after its findings are settled."""
    overview = year.ask(_OVERVIEW)[0]
    claimed, confirmed = overview["claimed_forms"], overview["confirmed_forms"]
    return Summary(
        manifest=year.manifest,
        kind=year.kind,
        basis="submitted" if claimed == overview["forms"] else "mixed" if claimed else "recomputed",
        overview=overview,
        submitted=_statistics(year, "claimed", claimed),
        recomputed=_statistics(year, "confirmed", confirmed),
        bins=_bins(year),
        grades=[(each["grade"], each["many"]) for each in year.ask(_GRADES)],
        endings=[(each["ending"], each["many"]) for each in year.ask(_ENDINGS)],
        grid=[(each["x"], each["y"], each["many"]) for each in year.ask(_GRID)],
        dots=year.ask(_DOTS) if overview["forms"] <= DOTS else (),
        losses=_losses(year),
        departments=year.ask(_DEPARTMENTS) if "department" in year.facts else (),
        ranking=_ranking(year),
        ranked_forms=year.number("SELECT count(*) FROM ranking"),
        checks=[CheckFigures(each, _findings(year, each.check.code, listed)) for each in asked],
        problems=_problems(year.manifest),
    )


_COUNTED = "(kind <> 'department' OR NOT EXISTS (SELECT 1 FROM forms WHERE kind <> 'department'))"
"""A department's own form already holds its projects: money is added over the projects alone, where there are any."""

_OVERVIEW = f"""
SELECT count(*) AS forms, count(DISTINCT {OF}) AS departments,
  count(*) FILTER (kind = 'department') AS department_forms,
  count(claimed) AS claimed_forms, count(confirmed) AS confirmed_forms,
  count(*) FILTER (refused > 0) AS refused_forms,
  count(*) FILTER (confirmed IS NULL AND refused = 0) AS open_forms,
  count(*) FILTER (claimed > confirmed) AS above, count(*) FILTER (claimed < confirmed) AS below,
  count(*) FILTER (claimed = confirmed) AS same,
  sum(claimed - confirmed) FILTER (claimed > confirmed) AS above_marks,
  sum(confirmed - claimed) FILTER (claimed < confirmed) AS below_marks,
  count(rate) FILTER (is_counted) AS funded,
  count(*) FILTER (is_counted) AS counted,
  sum(counted_budget) AS budget, sum(counted_executed) AS executed,
  share(sum(counted_executed), sum(counted_budget)) AS rate,
  (SELECT count(*) FROM rows) AS rows,
  (SELECT count(*) FROM rows WHERE goal IS NOT NULL) AS measured,
  (SELECT count(*) FROM rows WHERE goal IS NULL AND regexp_matches(target, '[0-9]')) AS unmeasured
FROM (
  SELECT *, {_COUNTED} AS is_counted,
    CASE WHEN {_COUNTED} AND rate IS NOT NULL THEN budget END AS counted_budget,
    CASE WHEN {_COUNTED} AND rate IS NOT NULL THEN executed END AS counted_executed
  FROM forms)
"""
_GRADES = "SELECT grade, count(*) AS many FROM forms WHERE grade IS NOT NULL GROUP BY grade ORDER BY many DESC, grade"
_ENDINGS = """
SELECT right(claimed::DECIMAL(18,2)::VARCHAR, 3) AS ending, count(*) AS many FROM forms
WHERE claimed IS NOT NULL AND claimed <> points GROUP BY ending ORDER BY many DESC, ending LIMIT 12
"""
_GRID = """
SELECT least(rate // 1000, 10) AS x, least(completion // 1000, 9) AS y, count(*) AS many FROM forms
WHERE rate IS NOT NULL AND completion IS NOT NULL GROUP BY x, y ORDER BY x, y
"""
_DOTS = """
SELECT f, project, percent(rate) AS rate, percent(completion) AS completion, budget FROM forms
WHERE rate IS NOT NULL AND completion IS NOT NULL ORDER BY f
"""
_LOSSES = """
SELECT dimension, category, count(*) AS rows, sum(points) AS points, sum(points - earned) AS lost,
  count(*) FILTER (coalesce(claimed, earned) = points) AS full_rows
FROM rows WHERE status <> 'ignored' AND points > 0 AND earned IS NOT NULL GROUP BY ALL
"""
_EXECUTION_LOSS = """
SELECT count(*) AS rows, sum(execution_points) AS points, sum(execution_points - execution_earned) AS lost,
  count(*) FILTER (coalesce(execution_claimed, execution_earned) = execution_points) AS full_rows
FROM forms WHERE execution_points > 0 AND execution_earned IS NOT NULL
"""
_DEPARTMENTS = f"""
SELECT coalesce({OF}, '（未写）') AS department, count(*) AS forms, sum(budget) AS budget,
  share(sum(executed), sum(budget)) AS rate, mean(sum(score), count(score)) AS mean,
  share(count(*) FILTER (score = points), count(score)) AS full_totals,
  share(sum(full_rows), sum(indicators)) AS full_rows,
  mean(sum(greatest(claimed - confirmed, 0)), count(claimed - confirmed)) AS overclaimed,
  sum(coalesce(ranking.weight, 0))::BIGINT AS weight
FROM forms LEFT JOIN ranking USING (f) GROUP BY 1 ORDER BY weight DESC, forms DESC, department LIMIT {DEPARTMENTS}
"""
_RANKING = f"""
SELECT f, file, form, project, {OF} AS department, budget, executed, rate, points, claimed, confirmed, grade,
  ranking.weight AS weight
FROM ranking JOIN forms USING (f) ORDER BY weight DESC, worst DESC, budget DESC NULLS LAST, f LIMIT {RANKED}
"""


def _statistics(year: Year, column: str, count: int) -> Statistics:
    value = f"percent(share({column}, points))"
    found = year.ask(
        f"""SELECT mean(sum(percent(share({column}, points))), count(*)) AS mean,
        quantile_disc({value}, 0.5 ORDER BY {value}) AS median, min({value}) AS least, max({value}) AS most,
        count(*) FILTER ({column} = points) AS "full"
        FROM forms WHERE share({column}, points) IS NOT NULL"""
    )[0]
    return Statistics(count, found["mean"], found["median"], found["least"], found["most"], found["full"])


def _bins(year: Year) -> list[Bin]:
    """One bin a mark from 60 on, one below 60 where there is any, and the full totals by themselves."""
    counts: dict[int, list[int]] = {}
    for at, column in enumerate(("claimed", "confirmed")):
        query = f"""SELECT CASE WHEN part >= 10000 THEN 100 WHEN part < 6000 THEN 0 ELSE part // 100 END AS low,
          count(*) AS many
          FROM (SELECT share({column}, points) AS part FROM forms) WHERE part IS NOT NULL GROUP BY low"""
        for each in year.ask(query):
            counts.setdefault(each["low"], [0, 0])[at] = each["many"]
    if not counts:
        return []
    first = 60 if 0 in counts else min(*counts, 95)
    lows = [*((0,) if 0 in counts else ()), *range(first, 101)]
    return [Bin(low, {0: 60, 100: None}.get(low, low + 1), *counts.get(low, (0, 0))) for low in lows]


def _losses(year: Year) -> list[Row]:
    """Marks lost by level-1 and level-2 words as printed, most first; the execution row among them."""
    found = [
        {**each, "block": dimension_of(each["dimension"] or each["category"] or "")}
        for each in year.ask(_LOSSES)
    ]
    execution = year.ask(_EXECUTION_LOSS)[0]
    if execution["rows"]:
        found.append({"dimension": None, "category": None, "block": "execution", **execution})
    return sorted(found, key=lambda each: (-each["lost"], each["dimension"] or "", each["category"] or ""))


def _ranking(year: Year) -> list[Ranked]:
    forms = year.ask(_RANKING)
    if not forms:
        return []
    among = ", ".join(str(each["f"]) for each in forms)
    reasons: dict[int, list[tuple[str, int, Mapping[str, str]]]] = {}
    query = f"""
    SELECT f, "check", weight, figures FROM (
      SELECT DISTINCT ON (f, place) * FROM (SELECT unnest(forms) AS f, n, place, "check", weight, figures
        FROM numbered WHERE counts) WHERE f IN ({among}) ORDER BY f, place, n)
    ORDER BY f, weight DESC, place
    """
    for each in year.ask(query):
        reasons.setdefault(each["f"], []).append((each["check"], each["weight"], each["figures"]))
    return [Ranked(each, each["weight"], reasons[each["f"]]) for each in forms]


def _findings(year: Year, code: str, listed: int) -> list[Finding]:
    # The findings of a check stand together.
    first = year.number(f"""SELECT min(n) FROM numbered WHERE "check" = '{code}'""") or 0
    query = f"""
    SELECT weight, title AS subject, department, figures, behind, evidence
    FROM numbered LEFT JOIN behind({first}, {first + listed - 1}) USING (n)
    WHERE "check" = '{code}' ORDER BY n LIMIT {listed}
    """
    return [Finding(**{**each, "evidence": each["evidence"] or ()}) for each in year.ask(query)]


def _problems(manifest: Mapping[str, Any]) -> list[Row]:
    """The problem codes of the run by number."""
    counts = {
        name.removeprefix("problem."): count
        for name, count in manifest["counts"].items()
        if name.startswith("problem.")
    }
    return [
        {"code": code, "count": count}
        for code, count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    ]
