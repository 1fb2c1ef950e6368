"""The tables and the exact arithmetic over which a year is asked: one row a form, one row an indicator (年度库).

Everything is exact: marks and amounts are decimals with six places, shares are whole numbers of hundredths of a
per cent, rounded half up. A number that does not fit (thirteen digits, seven decimals) is null and is counted.
"""

from __future__ import annotations

OF = "coalesce(nullif(department, ''), nullif(body, ''))"
"""Of whom a form is: 主管部门, else 实施单位."""
PLAIN = r"^-?[0-9]{1,12}([.][0-9]{1,6})?$"
"""Numbers that DECIMAL(18,6) holds exactly."""

TABLES = """
CREATE TABLE raw_forms (
  f BIGINT, project_id VARCHAR, lasting_id VARCHAR, file VARCHAR, form BIGINT, project VARCHAR, department VARCHAR,
  body VARCHAR, kind VARCHAR, year BIGINT, ruleset VARCHAR, whole BOOLEAN, full_points DECIMAL(18,6),
  points DECIMAL(18,6), printed DECIMAL(18,6), low DECIMAL(18,6), high DECIMAL(18,6), confirmed DECIMAL(18,6),
  grade VARCHAR, undecided BIGINT, refused BIGINT, budget DECIMAL(18,6), executed DECIMAL(18,6),
  execution_points DECIMAL(18,6), execution_claimed DECIMAL(18,6), execution_earned DECIMAL(18,6),
  execution_status VARCHAR, expected VARCHAR, achieved VARCHAR
);
CREATE TABLE duplicates (
  project_id VARCHAR, file VARCHAR, form BIGINT, counted_file VARCHAR, counted_form BIGINT, same BOOLEAN
);
CREATE TABLE rows (
  f BIGINT, r BIGINT, row BIGINT, dimension VARCHAR, category VARCHAR, dimension_key VARCHAR, category_key VARCHAR,
  name VARCHAR, target VARCHAR, actual VARCHAR,
  points DECIMAL(18,6), claimed DECIMAL(18,6), earned DECIMAL(18,6), status VARCHAR,
  comparator VARCHAR, goal DECIMAL(18,6), reached DECIMAL(18,6), unit VARCHAR, level VARCHAR, note VARCHAR,
  piece UBIGINT
);
"""
"""`r` numbers all rows of the year; `claimed` 填报得分; `earned` 复核得分: the one number of the row, or the claim that
lies in an alternative; null where a person must decide; `piece` stands for what the row says. `full_points`: what the
rule set's whole is (100)."""

MACROS = rf"""
CREATE MACRO exactly(t) AS
  CASE WHEN regexp_matches(t, '{PLAIN}') THEN TRY_CAST(t AS DECIMAL(18,6)) END;
CREATE MACRO marks(t) AS exactly(replace(rtrim(trim(t), '分'), ',', ''));
CREATE MACRO money(t) AS exactly(replace(regexp_replace(trim(t), '万元$', ''), ',', ''));
CREATE MACRO whole(a) AS (a::DECIMAL(30,6) * 1000000::DECIMAL(7,0))::HUGEINT;
CREATE MACRO small(a) AS (a::DECIMAL(24,6) * 1000000::DECIMAL(7,0))::BIGINT;
CREATE MACRO half_up(x, y) AS (x * 20000 + y) // (2 * y);
CREATE MACRO share(a, b) AS
  CASE WHEN b > 0 AND a >= 0 THEN
    CASE WHEN a < 400000000 AND b < 1000000000000 THEN half_up(small(a), small(b))
      ELSE TRY_CAST(half_up(whole(a), whole(b)) AS DECIMAL(13,0))::BIGINT
    END
  END;
CREATE MACRO percent(s) AS (s::DECIMAL(16,0) * 0.01)::DECIMAL(18,2);
CREATE MACRO shown(s) AS percent(s)::VARCHAR;
CREATE MACRO brief(d) AS regexp_replace(regexp_replace(d::VARCHAR, '([.][0-9]*?)0+$', '\1'), '[.]$', '');
CREATE MACRO mean(total, number) AS
  CASE WHEN number > 0 THEN
    (((whole(total) + number * 5000) // (number * 10000))::DECIMAL(16,0) * 0.01)::DECIMAL(18,2)
  END;
CREATE MACRO plain(t) AS regexp_replace(lower(nfc_normalize(coalesce(t, ''))), '[\s\p{{P}}\p{{S}}\p{{Z}}]', '', 'g');
CREATE MACRO masked(t) AS regexp_replace(plain(t), '[0-9]+', '0', 'g');
CREATE MACRO plain_value(t) AS
  CASE WHEN regexp_matches(t, '[\s＝]') THEN regexp_replace(t, '[\s=＝]', '', 'g')
    ELSE replace(coalesce(t, ''), '=', '')
  END;
CREATE MACRO piece_of(name, category, target, actual) AS
  hash(plain(coalesce(name, category)), plain_value(target), plain_value(actual));
CREATE MACRO signed(low, high, claimed, status) AS
  CASE WHEN status IN ('equal', 'within', 'differs', 'unsubmitted') THEN
    CASE WHEN low = high THEN low WHEN status IN ('equal', 'within') THEN claimed END
  END;
"""
"""whole(a) is a in millionths, wide enough to be multiplied, and small(a) in a machine's word, forty times as fast;
share(a, b) is a ÷ b in hundredths of a per cent, null beyond ten thousand million per cent; mean has two decimals, half
up, of sums not below zero."""

FORMS = """
CREATE TABLE sums AS
SELECT f,
  count(*) AS indicators,
  count(*) FILTER (score = points) AS full_rows,
  count(*) FILTER (earned IS NULL) AS open_rows,
  count(*) FILTER (claimed IS NOT NULL) AS claimed_rows,
  sum(claimed) AS claimed,
  sum(points) AS points,
  sum(earned) AS earned,
  count(goal) AS measured,
  count(*) FILTER (goal = reached) AS exact_rows
FROM (SELECT *, coalesce(claimed, earned) AS score FROM rows WHERE status <> 'ignored' AND points > 0)
GROUP BY f;

CREATE TABLE forms AS
SELECT *, coalesce(claimed, confirmed) AS score,
  coalesce(whole AND confirmed IS NOT NULL AND undecided = 0 AND refused = 0, false) AS settled
FROM (
SELECT r.* EXCLUDE (points),
  coalesce(r.points, s.points + coalesce(execution_points, 0)) AS points,
  CASE WHEN printed IS NOT NULL THEN printed
    WHEN s.claimed_rows = s.indicators AND (execution_points IS NULL OR execution_claimed IS NOT NULL)
    THEN s.claimed + coalesce(execution_claimed, 0)
  END AS claimed,
  share(executed, budget) AS rate,
  s.indicators, s.full_rows, s.open_rows, s.measured, s.exact_rows,
  s.points AS indicator_points, s.earned AS indicator_earned,
  CASE WHEN s.open_rows = 0 THEN share(s.earned, s.points) END AS completion
FROM raw_forms r LEFT JOIN sums s USING (f));
"""
"""`claimed` is the printed total, else the sum of the claimed scores; `score` the same, else the recomputed total.
`settled`: the marks make up the whole and every row is decided, so that the total can be signed. `completion` is the
share of the indicators' marks that was earned."""
