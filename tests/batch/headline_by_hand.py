"""The figures of a year made again from exported tables, by other queries than the product's own."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from perfeval.batch.export.tables import TABLES
from perfeval.batch.year.headline import BodyLine, CategoryLine, Ends, Headline, Statistics

Exported = Mapping[str, pa.Table]
_USED = ("scores", "totals", "duplicates")


def from_sqlite(path: Path) -> Exported:
    """The tables of an SQLite database; its numbers, which have 15 digits, as the decimals that they were."""
    database = sqlite3.connect(path)
    found = {}
    for name in _USED:
        schema = TABLES[name]
        rows = database.execute(f"SELECT * FROM {name}").fetchall()
        columns = zip(*rows, strict=True) if rows else [()] * len(schema)
        found[name] = pa.table(
            [_column(column, field.type) for column, field in zip(columns, schema, strict=True)],
            schema=schema,
        )
    database.close()
    return found


def _column(values: tuple[Any, ...], kind: pa.DataType) -> pa.Array:
    if pa.types.is_decimal(kind):
        return pa.array([None if each is None else Decimal(repr(each)) for each in values], kind)
    if pa.types.is_boolean(kind):
        return pa.array([None if each is None else bool(each) for each in values], kind)
    return pa.array(values, kind)


def from_duckdb(path: Path) -> Exported:
    with duckdb.connect(str(path), read_only=True) as database:
        return {name: database.sql(f"SELECT * FROM {name}").to_arrow_table() for name in _USED}


_FORMS = """
CREATE TABLE f AS
WITH claims AS (
  SELECT project_id, sum(submitted) AS claimed, bool_and(submitted IS NOT NULL) AS all_claimed
  FROM scores WHERE counted AND status <> 'ignored' AND points > 0 GROUP BY project_id
)
SELECT t.*, first(printed) OVER (PARTITION BY replace(printed, '　', '') ORDER BY length(printed)) AS who,
  CASE WHEN submitted IS NOT NULL THEN submitted WHEN all_claimed THEN claimed END AS claim,
  whole AND confirmed IS NOT NULL AND refused + undecided = 0 AS is_settled,
  budget > 0 AND executed >= 0 AS has_rate
FROM (SELECT *, CASE WHEN department <> '' THEN department WHEN body <> '' THEN body END AS printed FROM totals) t
LEFT JOIN claims USING (project_id) WHERE counted;
CREATE TABLE r AS SELECT s.*, f.who, s.points IS NOT NULL AND s.confirmed IS NOT NULL AS is_decided
FROM scores s JOIN f USING (project_id) WHERE s.counted AND s.status NOT IN ('ignored', 'unmarked');
"""


class ByHand:
    """Exported tables, asked again."""

    def __init__(self, tables: Exported) -> None:
        self._database = duckdb.connect()
        for name in _USED:
            self._database.register(name, tables[name])
        self._database.execute(_FORMS)

    def one(self, query: str) -> Any:
        found = self._database.execute(query).fetchone()
        assert found is not None
        return found[0] if len(found) == 1 else found

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self._database.execute(query).fetchall()

    def statistics(self, column: str, which: str) -> Statistics:
        values = sorted(
            each for (each,) in self.rows(f"SELECT {column} FROM f WHERE {which} AND {column} IS NOT NULL")
        )
        if not values:
            return Statistics(0, None, None, None, None, 0)
        assert set(self.rows("SELECT full_points FROM f WHERE whole")) == {(Decimal(100),)}
        return Statistics(
            len(values),
            half_up(sum(values), len(values)),
            # Of an even number the lower of the two in the middle.
            values[(len(values) - 1) // 2],
            values[0],
            values[-1],
            sum(each == 100 for each in values),
        )

    def ends(self, which: str, group: str = "true") -> Ends:
        count, low, high = self.one(
            f"""SELECT count(*), sum(CASE WHEN is_settled THEN confirmed ELSE low END),
            sum(CASE WHEN is_settled THEN confirmed ELSE high END)
            FROM f WHERE {which} AND {group} AND low IS NOT NULL"""
        )
        return Ends(count, half_up(low, count), half_up(high, count))


def half_up(total: Decimal | None, count: int) -> Decimal | None:
    if not count or total is None:
        return None
    return (Decimal(total) / count).quantize(Decimal("0.01"), ROUND_HALF_UP)


def share(part: Decimal | None, whole: Decimal | None) -> int | None:
    """In hundredths of a per cent."""
    if part is None or not whole:
        return None
    return int((part * 10_000 / whole).quantize(Decimal(1), ROUND_HALF_UP))


def assert_the_headline(tables: Exported, head: Headline) -> None:
    """Every figure of a headline, made again."""
    by = ByHand(tables)
    counts = by.one(
        """SELECT count(*), count(CASE WHEN is_settled THEN 1 END),
        count(CASE WHEN whole AND NOT is_settled THEN 1 END),
        count(CASE WHEN NOT whole THEN 1 END), count(CASE WHEN whole AND NOT is_settled AND low IS NULL THEN 1 END),
        count(DISTINCT who) FROM f"""
    )
    assert counts == (head.forms, head.settled, head.open, head.partial, head.without_ends, head.bodies)
    assert by.one("SELECT count(*), count(CASE WHEN NOT same THEN 1 END) FROM duplicates") == (
        head.duplicates,
        head.duplicates_apart,
    )
    unmarked = "s.counted AND s.row > 0 AND s.status = 'unmarked'"
    assert (
        by.one(f"SELECT count(*) FROM scores s JOIN f USING (project_id) WHERE {unmarked}") == head.unmarked
    )
    assert by.statistics("claim", "is_settled") == head.claimed
    assert by.statistics("confirmed", "is_settled") == head.recomputed
    assert by.statistics("claim", "whole") == head.handed_in
    assert by.ends("whole AND NOT is_settled") == head.rest
    assert by.ends("whole") == head.all
    for sign, count, marks in ((">", head.above, head.above_marks), ("<", head.below, head.below_marks)):
        assert by.one(
            f"""SELECT count(*), coalesce(sum(abs(claim - confirmed)), 0) FROM f
            WHERE is_settled AND claim {sign} confirmed"""
        ) == (count, marks)
    assert by.one("SELECT count(*) FROM f WHERE is_settled AND claim = confirmed") == head.same
    asked, funded, budget, executed = by.one(
        f"""SELECT count(*), count(CASE WHEN has_rate THEN 1 END), sum(CASE WHEN has_rate THEN budget END),
        sum(CASE WHEN has_rate THEN executed END) FROM f WHERE {_OF_PROJECTS}"""
    )
    money = head.money
    assert (asked, funded, budget, executed) == (money.asked, money.funded, money.budget, money.executed)
    assert share(executed, budget) == money.rate
    assert head.rows is not None
    rows = head.rows
    assert by.one(_ROWS.format(where="true")) == (
        rows.count, rows.decided, rows.undecided, rows.refused, rows.open, rows.points, rows.lost,
    )  # fmt: skip
    years = by.rows(
        "SELECT year, count(*) AS n FROM f WHERE year IS NOT NULL GROUP BY 1 ORDER BY n DESC, 1 DESC"
    )
    assert years == list(head.years)
    assert head.bodies == by.one("SELECT count(DISTINCT of_whom) FROM totals WHERE counted")
    used = by.rows("SELECT ruleset, count(*) AS n FROM f GROUP BY 1 ORDER BY n DESC, 1")
    assert used == [(each.id, each.forms) for each in head.rules]


_OF_PROJECTS = "(kind <> 'department' OR (SELECT count(*) FROM f WHERE kind <> 'department') = 0)"
_ROWS = """
SELECT count(*), count(CASE WHEN is_decided THEN 1 END), count(CASE WHEN status = 'undecided' THEN 1 END),
  count(CASE WHEN status = 'refused' THEN 1 END), count(CASE WHEN NOT is_decided THEN 1 END),
  coalesce(sum(CASE WHEN is_decided THEN points END), 0),
  coalesce(sum(CASE WHEN is_decided THEN points - confirmed END), 0)
FROM r WHERE {where}
"""


def assert_the_groups(
    tables: Exported, bodies: tuple[BodyLine, ...], categories: tuple[CategoryLine, ...]
) -> None:
    """Every figure of every body and category, made again."""
    by = ByHand(tables)
    assert {who for (who,) in by.rows("SELECT DISTINCT who FROM f")} == {each.body for each in bodies}
    for each in bodies:
        own = "who IS NULL" if each.body is None else f"who = '{each.body}'"
        count, settled, full, recomputed, claimed, claims = by.one(
            f"""SELECT count(*), count(CASE WHEN is_settled THEN 1 END),
            count(CASE WHEN is_settled AND confirmed = full_points THEN 1 END),
            sum(CASE WHEN is_settled THEN confirmed END), sum(CASE WHEN is_settled THEN claim END),
            count(CASE WHEN is_settled THEN claim END) FROM f WHERE {own}"""
        )
        assert (count, settled, full) == (each.forms, each.settled, each.full)
        assert half_up(recomputed, settled) == each.recomputed
        assert half_up(claimed, claims) == each.claimed
        assert by.ends("whole AND NOT is_settled", own) == each.rest
        budget, executed = by.one(
            f"SELECT sum(budget), sum(executed) FROM f WHERE has_rate AND {_OF_PROJECTS} AND {own}"
        )
        assert (budget, executed, share(executed, budget)) == (each.budget, each.executed, each.rate)
        found = by.one(_ROWS.format(where=own))
        assert (found[2], found[3], found[6]) == (each.undecided, each.refused, each.lost)
        earned, points = by.one(
            f"""SELECT sum(confirmed), sum(points) FROM r
            WHERE is_decided AND dimension_key <> 'execution' AND {own}"""
        )
        assert share(earned, points) == each.completion
    for line in categories:
        of_category = "IS NULL" if line.category is None else f"= '{line.category}'"
        found = by.one(
            _ROWS.format(where=f"dimension_key = '{line.dimension}' AND category_key {of_category}")
        )
        rows = line.rows
        assert found == (
            rows.count, rows.decided, rows.undecided, rows.refused, rows.open, rows.points, rows.lost,
        )  # fmt: skip
    assert sum(each.rows.count for each in categories) == by.one("SELECT count(*) FROM r")
