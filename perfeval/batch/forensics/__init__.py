"""Forensics across the year (全年排查): every check is asked, and what cannot be asked is said.

A finding is a place to look, never a verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb

from perfeval.batch.forensics import copies, peers, scores, single_forms
from perfeval.batch.forensics.forensic import Forensic, Steps
from perfeval.batch.year.year import Fact, Year

FORENSICS: tuple[Forensic, ...] = (
    *scores.CHECKS[:1],
    *single_forms.CHECKS,
    *copies.CHECKS,
    *peers.CHECKS,
    *scores.CHECKS[1:],
)
"""Every check, in the order of the summary."""

_FINDINGS = """
CREATE TEMP TABLE findings (
  n BIGINT, "check" VARCHAR, place INTEGER, weight TINYINT, size DECIMAL(18,6), title VARCHAR, department VARCHAR,
  figures MAP(VARCHAR, VARCHAR), forms BIGINT[], rows BIGINT[], behind BIGINT, counts BOOLEAN
)
"""
_IN_ORDER = """
INSERT INTO findings
SELECT {before} + row_number() OVER () AS n, '{code}', {place}, weight, size, title, department, figures, forms, rows,
  behind, counts
FROM (
  FROM (SELECT * REPLACE (least(size, 999999999999)::DECIMAL(18,6) AS size) FROM ({query}))
  ORDER BY weight DESC, size DESC, title, forms, rows
)
"""
"""`n` numbers the findings of all checks: check by check, the heaviest first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One check over one year: how many findings of each weight; or which facts it lacks."""

    check: Forensic
    lacks: tuple[Fact, ...]
    by_weight: tuple[int, int, int] = (0, 0, 0)

    @property
    def found(self) -> int:
        """All its findings."""
        return sum(self.by_weight)


def ask_all(
    year: Year, checks: Sequence[Forensic] = FORENSICS, asked: Callable[[], None] = lambda: None
) -> tuple[Asked, ...]:
    """Ask every check that the year has the facts for; the findings are then in the table `findings`.

    `asked` is called after each check.
    """
    for macro in (copies.SHORTENED_MACRO, peers.YEARLESS_MACRO, _FINDINGS):
        year.database.execute(macro)
    found = []
    for place, check in enumerate(checks):
        found.append(_ask(year, place, check))
        asked()
    return tuple(found)


def _ask(year: Year, place: int, check: Forensic) -> Asked:
    lacks = tuple(fact for fact in check.needs if fact not in year.facts)
    if lacks:
        return Asked(check, lacks)
    asked = check.query()
    steps = asked if isinstance(asked, Steps) else Steps({}, asked)
    try:
        for name, query in steps.tables.items():
            year.database.execute(f"CREATE TEMP TABLE {name} AS {query}")
        before = year.number("SELECT count(*) FROM findings")
        year.database.execute(
            _IN_ORDER.format(before=before, code=check.code, place=place, query=steps.query)
        )
        for name in steps.tables:
            year.database.execute(f"DROP TABLE {name}")
    except duckdb.Error as error:
        error.add_note(f"in the forensic check {check.code}")
        raise
    query = f"SELECT weight, count(*) FROM findings WHERE n > {before} GROUP BY weight"
    many = dict(year.database.execute(query).fetchall())
    return Asked(check, (), (many.get(1, 0), many.get(2, 0), many.get(3, 0)))
