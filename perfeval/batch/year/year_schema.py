"""The tables and the exact arithmetic over which a year is asked: one row a form, one row an indicator (年度库).

Everything is exact: marks and amounts are decimals with six places, shares are whole numbers of hundredths of a
per cent, rounded half up. A number that does not fit (thirteen digits, seven decimals) is null and is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perfeval.core.results import STATUSES

OF = "coalesce(nullif(department, ''), nullif(body, ''))"
"""Of whom a form is: 主管部门, else 实施单位."""
PLAIN = r"^-?[0-9]{1,12}([.][0-9]{1,6})?$"
"""Numbers that DECIMAL(18,6) holds exactly."""

TABLES = f"""
CREATE TYPE IF NOT EXISTS row_status AS ENUM ({", ".join(f"'{each}'" for each in STATUSES)});
CREATE TEMP TABLE raw_forms (
  f INTEGER, project_id VARCHAR, file VARCHAR, form BIGINT, project VARCHAR, department VARCHAR,
  body VARCHAR, kind VARCHAR, year BIGINT, ruleset VARCHAR, whole BOOLEAN, full_points DECIMAL(18,6),
  points DECIMAL(18,6), printed DECIMAL(18,6), low DECIMAL(18,6), high DECIMAL(18,6), confirmed DECIMAL(18,6),
  grade VARCHAR, undecided BIGINT, refused BIGINT, budget DECIMAL(18,6), executed DECIMAL(18,6),
  execution_points DECIMAL(18,6), execution_claimed DECIMAL(18,6), execution_earned DECIMAL(18,6),
  execution_status VARCHAR, expected VARCHAR, achieved VARCHAR
);
CREATE TABLE duplicates (
  project_id VARCHAR, file VARCHAR, form BIGINT, counted_file VARCHAR, counted_form BIGINT, same BOOLEAN
);
CREATE TABLE IF NOT EXISTS levels (
  l BIGINT, level1 VARCHAR, level2 VARCHAR, dimension_key VARCHAR, category_key VARCHAR
);
CREATE TABLE row_figures (
  f INTEGER, r INTEGER, l BIGINT, points DECIMAL(18,6), claimed DECIMAL(18,6), earned DECIMAL(18,6),
  status row_status, goal DECIMAL(18,6), reached DECIMAL(18,6), is_floor BOOLEAN, is_unread BOOLEAN,
  piece BIGINT
);
CREATE TABLE row_texts (
  r INTEGER, row INTEGER, name VARCHAR, target VARCHAR, actual VARCHAR, level VARCHAR, note VARCHAR,
  unit VARCHAR
);
"""
"""`r` numbers all rows of the year; `claimed` 填报得分; `earned` 复核得分: the one number of the row, or the claim that
lies in an alternative; null where a person must decide. `full_points`: what the rule set's whole is (100).

Of its texts a row keeps numbers, equal ones of equal texts: `l` stands for its 一级、二级指标, `piece` for its name,
target and actual value. `is_floor`: the target asks for at least, more than or just its number; `is_unread`: it has
digits and is no number. `row_texts` has the texts of documents; those of a table stay in its Parquet files, where the
views read them.
"""


@dataclass(frozen=True, slots=True)
class Texts:
    """Queries of texts by `r` that are read where they lie: those of the cells, and the units of what was compared."""

    cells: str
    units: str


def views(tables: Sequence[Texts] = (), of: str = "") -> str:
    """The views `texts`, `units` and `rows` (all that is known of a row but its unit), over documents and tables; `of`
    begins their names and those of the tables.
    """
    every = (
        *tables,
        Texts(f"SELECT * EXCLUDE (unit) FROM {of}row_texts", f"SELECT r, unit FROM {of}row_texts"),
    )
    return f"""
    CREATE OR REPLACE VIEW {of}texts AS {" UNION ALL ".join(each.cells for each in every)};
    CREATE OR REPLACE VIEW {of}units AS {" UNION ALL ".join(each.units for each in every)};
    CREATE OR REPLACE VIEW {of}rows AS
    SELECT v.* EXCLUDE (l, status), v.status::VARCHAR AS status, nullif(k.level1, '') AS dimension,
      nullif(k.level2, '') AS category, k.dimension_key, k.category_key, t.* EXCLUDE (r)
    FROM {of}row_figures v JOIN levels k USING (l) JOIN {of}texts t USING (r);
    """


MACROS = rf"""
CREATE MACRO exactly(t) AS
  CASE WHEN regexp_matches(t, '{PLAIN}') THEN TRY_CAST(t AS DECIMAL(18,6)) END;
CREATE MACRO half_width(t) AS
  CASE WHEN strlen(t) > length(t) THEN translate(t, '０１２３４５６７８９．，－', '0123456789.,-') END;
CREATE MACRO of_marks(t) AS exactly(replace(rtrim(trim(t), '分'), ',', ''));
CREATE MACRO of_money(t) AS
  exactly(replace(CASE WHEN contains(t, '万元') THEN regexp_replace(trim(t), '万元$', '') ELSE trim(t) END, ',', ''));
CREATE MACRO marks(t) AS coalesce(of_marks(t), of_marks(half_width(t)));
CREATE MACRO money(t) AS coalesce(of_money(t), of_money(half_width(t)));
CREATE MACRO amount(a) AS TRY_CAST(a AS DECIMAL(18,6));
CREATE MACRO whole(a) AS (a::DECIMAL(30,6) * 1000000::DECIMAL(7,0))::HUGEINT;
CREATE MACRO in_parts(ones, rest) AS ones * 1000000 + (rest * 1000000::DECIMAL(7,0))::BIGINT;
CREATE MACRO small(a) AS
  in_parts(floor(a::DECIMAL(18,6))::BIGINT, (a::DECIMAL(18,6) - floor(a::DECIMAL(18,6)))::DECIMAL(7,6));
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
CREATE MACRO floor_of(comparator) AS coalesce(comparator IN ('at_least', 'more_than', 'equal_to'), false);
CREATE MACRO told_of(name, category, target, actual) AS
  {{'of': plain(coalesce(name, category)), 'target': plain_value(target), 'actual': plain_value(actual)}};
CREATE MACRO piece_of(name, category, target, actual) AS
  CASE WHEN target IS NOT NULL THEN (hash(told_of(name, category, target, actual)) // 2)::BIGINT END;
CREATE MACRO outcome_of(level, category, target, actual) AS
  CASE WHEN level IS NOT NULL THEN hash(level)
    WHEN target IS NOT NULL AND actual IS NOT NULL THEN hash(target || ' → ' || actual, coalesce(category, ''))
  END;
CREATE MACRO signed(low, high, claimed, status) AS
  CASE WHEN status IN ('equal', 'within', 'differs', 'unsubmitted') THEN
    CASE WHEN low = high THEN low WHEN status IN ('equal', 'within') THEN claimed END
  END;
"""
"""whole(a) is a in millionths, wide enough to be multiplied, and small(a) in a machine's word, forty times as fast;
share(a, b) is a ÷ b in hundredths of a per cent, null beyond ten thousand million per cent; mean has two decimals, half
up, of sums not below zero."""

SUMS = """
SELECT f, nullif(count(marked), 0)::INTEGER AS indicators,
  count(CASE WHEN coalesce(claimed, earned) = marked THEN 1 END)::INTEGER AS full_rows,
  (count(marked) - count(earned))::INTEGER AS open_rows, count(claimed)::INTEGER AS claimed_rows,
  amount(sum(claimed)) AS claimed, amount(sum(marked)) AS points, amount(sum(earned)) AS earned,
  count(goal)::INTEGER AS measured, count(CASE WHEN goal = reached THEN 1 END)::INTEGER AS exact_rows,
  amount(sum(decided_points)) AS decided_points, amount(sum(decided_earned)) AS decided_earned,
  count(CASE WHEN status = 'undecided' THEN 1 END)::INTEGER AS undecided_rows,
  count(CASE WHEN status = 'refused' THEN 1 END)::INTEGER AS refused_rows,
  count(said)::INTEGER AS said_rows, hash(sum(said)) AS said_sum, bit_xor(hash(said)) AS said_bits
FROM (
  SELECT f, status, CASE WHEN is_marked THEN points END AS marked, CASE WHEN is_marked THEN claimed END AS claimed,
    CASE WHEN is_marked THEN earned END AS earned, CASE WHEN is_marked THEN goal END AS goal, reached,
    CASE WHEN is_decided THEN points END AS decided_points, CASE WHEN is_decided THEN earned END AS decided_earned,
    CASE WHEN status <> 'ignored' THEN piece END AS said
  FROM (
    SELECT *, status <> 'ignored' AND points > 0 AS is_marked,
      status NOT IN ('ignored', 'unmarked') AND earned IS NOT NULL AND points IS NOT NULL AS is_decided
    FROM row_figures
  )
)
GROUP BY f
"""
"""What the rows of each form come to. `decided_…` are over the rows of which nothing is open;
`said_sum` and `said_bits` stand for what all rows say, in any order."""
FORMS = """
CREATE TABLE forms AS
SELECT *, coalesce(claimed, confirmed) AS score, share(claimed, full_points) AS claimed_share,
  share(confirmed, full_points) AS confirmed_share,
  coalesce(whole AND confirmed IS NOT NULL AND undecided = 0 AND refused = 0, false) AS settled
FROM (
SELECT r.* EXCLUDE (points, printed),
  coalesce(r.points, amount(s.points + coalesce(execution_points, 0))) AS points,
  CASE WHEN printed IS NOT NULL THEN printed
    WHEN s.claimed_rows = s.indicators AND (execution_points IS NULL OR execution_claimed IS NOT NULL)
    THEN amount(s.claimed + coalesce(execution_claimed, 0))
  END AS claimed,
  share(executed, budget) AS rate,
  CASE WHEN s.open_rows = 0 THEN share(s.earned, s.points) END AS completion,
  s.* EXCLUDE (f, points, claimed, earned, open_rows, claimed_rows)
FROM raw_forms r LEFT JOIN sums s USING (f));
"""
"""`claimed` is the printed total, else the sum of the claimed scores; `score` the same, else the recomputed total.
`settled`: the marks make up the whole and every row is decided, so that the total can be signed. `completion` is the
share of the indicators' marks that was earned."""
