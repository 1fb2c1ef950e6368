"""Views for the usual questions (常用视图), in SQL that SQLite, DuckDB and PostgreSQL understand alike."""

from __future__ import annotations

_CLAIMED = """
SELECT run, project_id, count(*) AS rows_with_marks, count(submitted) AS claimed_rows, sum(submitted) AS claimed
FROM scores WHERE counted AND status <> 'ignored' AND points > 0 GROUP BY run, project_id
"""
_IS_DECIDED = "confirmed IS NOT NULL AND points IS NOT NULL"

VIEWS: dict[str, str] = {
    # One line a project of the year: what it claims, and whether its total can be signed.
    "year_forms": f"""
SELECT t.*,
  CASE WHEN t.submitted IS NOT NULL THEN t.submitted
    WHEN c.rows_with_marks = c.claimed_rows THEN c.claimed END AS claimed,
  CASE WHEN t.whole AND t.confirmed IS NOT NULL AND t.undecided = 0 AND t.refused = 0 THEN 1 ELSE 0 END AS settled
FROM totals t LEFT JOIN ({_CLAIMED}) c ON c.run = t.run AND c.project_id = t.project_id
WHERE t.counted
""",
    # The rows that a sum can be made of, and those that are open.
    "year_rows": f"""
SELECT s.*, CASE WHEN {_IS_DECIDED} THEN 1 ELSE 0 END AS decided,
  CASE WHEN {_IS_DECIDED} THEN points - confirmed END AS lost
FROM scores s WHERE counted AND status NOT IN ('ignored', 'unmarked')
""",
    # Means over settled forms, their number beside them.
    "headline": """
SELECT run, count(*) AS forms, sum(settled) AS settled,
  sum(CASE WHEN whole AND settled = 0 THEN 1 ELSE 0 END) AS open_forms,
  avg(CASE WHEN settled = 1 THEN confirmed * 100 / full_points END) AS recomputed_mean,
  avg(CASE WHEN settled = 1 THEN claimed * 100 / full_points END) AS claimed_mean,
  avg(CASE WHEN whole AND settled = 0 THEN low * 100 / full_points END) AS open_mean_low,
  avg(CASE WHEN whole AND settled = 0 THEN high * 100 / full_points END) AS open_mean_high
FROM year_forms GROUP BY run
""",
    "by_body": """
SELECT run, of_whom, count(*) AS forms, sum(settled) AS settled,
  avg(CASE WHEN settled = 1 THEN confirmed * 100 / full_points END) AS recomputed_mean,
  avg(CASE WHEN settled = 1 THEN claimed * 100 / full_points END) AS claimed_mean,
  sum(undecided) AS undecided_rows, sum(refused) AS refused_rows
FROM year_forms GROUP BY run, of_whom
""",
    "by_category": """
SELECT run, dimension_key, category_key, count(*) AS all_rows, sum(decided) AS decided_rows,
  sum(CASE WHEN decided = 1 THEN points END) AS points, sum(lost) AS lost,
  sum(CASE WHEN status = 'undecided' THEN 1 ELSE 0 END) AS undecided_rows,
  sum(CASE WHEN status = 'refused' THEN 1 ELSE 0 END) AS refused_rows
FROM year_rows GROUP BY run, dimension_key, category_key
""",
    # What a person must look at, with whose it is.
    "to_look_at": """
SELECT f.run, f.of_whom, f.project, f.file, s."row", s.name, s.target, s.actual, s.points, s.submitted, s.low, s.high,
  s.status, s.problems, f.project_id
FROM scores s JOIN year_forms f ON f.run = s.run AND f.project_id = s.project_id
WHERE s.counted AND s.status IN ('differs', 'undecided', 'refused')
""",
}
