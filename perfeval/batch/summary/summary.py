"""The figures of a year as data (全年汇总): what the workbook and the page show, and nothing else does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from perfeval.batch.forensics import Asked
from perfeval.batch.forensics.findings import with_evidence
from perfeval.batch.year.headline import BodyLine, CategoryLine, Headline, by_body, by_category, headline
from perfeval.batch.year.year import Year
from perfeval.batch.year.year_schema import OF

Basis = Literal["submitted", "recomputed", "mixed"]
"""Whose totals a figure is about: 填报 where every form states one, 复算 where none does."""
Row = Mapping[str, Any]

RANKED = 200
"""Forms of the ranking."""
EXAMPLES = 5
LISTED = 2_000
"""Findings of one check in the workbook."""
DOTS = 300
"""Forms up to which execution against completion is drawn form by form."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Settled forms with totals in [low, high) of a hundred marks; `high` is None for the full total."""

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
    head: Headline
    measured: int
    unmeasured: int
    bins: Sequence[Bin]
    grades: Sequence[tuple[str, int]]
    endings: Sequence[tuple[str, int]]
    grid: Sequence[tuple[int, int, int]]
    dots: Sequence[Row]
    categories: Sequence[CategoryLine]
    bodies: Sequence[BodyLine]
    concern: Mapping[str | None, int]
    ranking: Sequence[Ranked]
    ranked_forms: int
    checks: Sequence[CheckFigures]
    problems: Sequence[Row]

    @property
    def drawn(self) -> int:
        """Forms that have an execution rate and a completion."""
        return sum(count for _, _, count in self.grid)

    @property
    def files_without_forms(self) -> int:
        """Files in which no form was found, or that could not be read."""
        found: int = self.manifest["counts"].get("files_without_forms", 0)
        return found


def summarise(year: Year, asked: Sequence[Asked], listed: int = LISTED) -> Summary:
    """Every figure of a year, after its findings are settled."""
    categories = by_category(year)
    head = headline(year, categories)
    claimed = year.number("SELECT count(claimed) FROM forms")
    return Summary(
        manifest=year.manifest,
        kind=year.kind,
        basis="submitted" if claimed == head.forms else "mixed" if claimed else "recomputed",
        head=head,
        measured=year.number("SELECT count(goal) FROM row_figures"),
        unmeasured=year.number("SELECT count(*) FROM row_figures WHERE is_unread"),
        bins=_bins(year),
        grades=[(each["grade"], each["many"]) for each in year.ask(_GRADES)],
        endings=[(each["ending"], each["many"]) for each in year.ask(_ENDINGS)],
        grid=[(each["x"], each["y"], each["many"]) for each in year.ask(_GRID)],
        dots=year.ask(_DOTS) if head.forms <= DOTS else (),
        categories=categories,
        bodies=by_body(year) if "department" in year.facts else (),
        concern={each["body"]: each["weight"] for each in year.ask(_CONCERN)},
        ranking=_ranking(year),
        ranked_forms=year.number("SELECT count(*) FROM ranking"),
        checks=[CheckFigures(each, _findings(year, each, listed)) for each in asked],
        problems=_problems(year.manifest),
    )


_GRADES = """
SELECT grade, count(*) AS many FROM forms WHERE grade IS NOT NULL AND settled GROUP BY grade ORDER BY many DESC, grade
"""
_ENDINGS = """
SELECT right(claimed::DECIMAL(18,2)::VARCHAR, 3) AS ending, count(*) AS many FROM forms
WHERE claimed IS NOT NULL AND whole AND claimed <> full_points GROUP BY ending ORDER BY many DESC, ending LIMIT 12
"""
_GRID = """
SELECT CASE WHEN rate > 10000 THEN 10 ELSE least(rate // 1000, 9) END AS x, least(completion // 1000, 9) AS y,
  count(*) AS many FROM forms
WHERE rate IS NOT NULL AND completion IS NOT NULL GROUP BY x, y ORDER BY x, y
"""
_DOTS = """
SELECT f, project, percent(rate) AS rate, percent(completion) AS completion, budget FROM forms
WHERE rate IS NOT NULL AND completion IS NOT NULL ORDER BY f
"""
_CONCERN = f"""
SELECT {OF} AS body, sum(ranking.weight)::BIGINT AS weight FROM forms JOIN ranking USING (f) GROUP BY 1
"""
_RANKING = f"""
SELECT f, file, form, project, {OF} AS department, budget, executed, rate, points, claimed, confirmed, grade,
  ranking.weight AS weight
FROM ranking JOIN forms USING (f) ORDER BY weight DESC, worst DESC, budget DESC NULLS LAST, f LIMIT {RANKED}
"""


def _bins(year: Year) -> list[Bin]:
    """One bin a mark from 60 on, one below 60 where there is any, and the full totals by themselves."""
    counts: dict[int, list[int]] = {}
    for at, column in enumerate(("claimed", "confirmed")):
        query = f"""SELECT CASE WHEN part >= 10000 THEN 100 WHEN part < 6000 THEN 0 ELSE part // 100 END AS low,
          count(*) AS many
          FROM (SELECT {column}_share AS part FROM forms WHERE settled)
          WHERE part IS NOT NULL GROUP BY low"""
        for each in year.ask(query):
            counts.setdefault(each["low"], [0, 0])[at] = each["many"]
    if not counts:
        return []
    first = 60 if 0 in counts else min(*counts, 95)
    lows = [*((0,) if 0 in counts else ()), *range(first, 101)]
    return [Bin(low, {0: 60, 100: None}.get(low, low + 1), *counts.get(low, (0, 0))) for low in lows]


def _ranking(year: Year) -> list[Ranked]:
    forms = year.ask(_RANKING)
    if not forms:
        return []
    among = ", ".join(str(each["f"]) for each in forms)
    reasons: dict[int, list[tuple[str, int, Mapping[str, str]]]] = {}
    query = f"""
    SELECT f, "check", weight, figures FROM (
      SELECT DISTINCT ON (f, place) * FROM (SELECT unnest(forms) AS f, n, place, "check", weight, figures
        FROM findings WHERE counts) WHERE f IN ({among}) ORDER BY f, place, n)
    ORDER BY f, weight DESC, place
    """
    for each in year.ask(query):
        reasons.setdefault(each["f"], []).append((each["check"], each["weight"], each["figures"]))
    return [Ranked(each, each["weight"], reasons[each["f"]]) for each in forms]


def _findings(year: Year, asked: Asked, listed: int) -> list[Finding]:
    if not asked.found:
        return []
    # The findings of a check stand together.
    first = year.number(f"""SELECT min(n) FROM findings WHERE "check" = '{asked.check.code}'""")
    found = with_evidence(year, _LISTED, first, first + min(asked.found, listed) - 1)
    return [
        Finding(**{**each, "figures": dict(each["figures"]), "evidence": (each["evidence"] or ())[:EXAMPLES]})
        for each in found.to_pylist()
    ]


_LISTED = """
SELECT weight, title AS subject, department, figures, behind FROM findings WHERE n BETWEEN $first AND $last ORDER BY n
"""


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
