"""Does a row fit the rows like it (同类比较)? RC-35, RC-67, RC-33."""

from __future__ import annotations

from perfeval.batch.forensics import limits
from perfeval.batch.forensics.forensic import OF, Forensic, forensic, stepped

_TIMES = "CASE WHEN cost > middle THEN share(cost, middle) ELSE share(middle, cost) END"


@forensic(
    "RC-35",
    ("单位成本偏离同类", "a unit cost far from its peers"),
    (
        "「{name}」{what} {cost} {unit}，是 {peers} 个同类的中位数 {middle} 的 {times}",
        '"{name}": {what} {cost} {unit}, {times} of {middle}, the median of {peers} peers',
    ),
    ("name", "quantities"),
)
def unit_cost_outlier() -> str:
    """What one unit costs is far from what it costs in other projects.

    What it does
        Two kinds of unit cost, each compared with rows of the same indicator name and unit in at least eight
        projects: a cost row that states one (元/人), reported from three times the median or a third of it; and
        executed ÷ actual value of a form's only quantity row, reported (as 留意 only) from ten times: where there are
        several quantities, nobody knows which of them the money paid for.
    Why
        A unit was mistaken, a number has a nought too many, or somebody pays too much.
    Example
        Training at 300 元/人 in eight projects and 3,000 in one.
    Source
        RC-35; the limits are our choice
    """
    return f"""
    WITH quantities AS (SELECT l FROM levels WHERE contains(level2, '数量')),
    alone AS (
      SELECT f FROM row_figures WHERE l IN (FROM quantities) AND status <> 'ignored'
      GROUP BY f HAVING count(*) = 1
    ),
    amounts AS (
      SELECT f, r, unit, reached AS cost, '填报' AS what FROM row_figures JOIN units USING (r)
      WHERE l IN (SELECT l FROM levels WHERE contains(level1 || level2, '成本')) AND unit LIKE '%元/%' AND reached > 0
      UNION ALL
      SELECT f, r, '万元/' || unit,
        TRY_CAST((whole(executed) * 1000000 // whole(reached))::DECIMAL(32,0) * 0.000001 AS DECIMAL(18,6)),
        '执行数÷完成值'
      FROM row_figures JOIN units USING (r) JOIN forms USING (f) JOIN alone USING (f)
      WHERE l IN (FROM quantities) AND unit NOT IN ('', '%', '‰') AND reached > 0 AND executed > 0
    ),
    costs AS (SELECT amounts.*, name, plain(name) AS peer FROM amounts JOIN texts USING (r) WHERE name IS NOT NULL),
    peers AS (
      SELECT peer, unit, what, quantile_disc(cost, 0.5 ORDER BY cost) AS middle, count(DISTINCT f) AS peers FROM costs
      WHERE cost > 0 AND peer <> '' GROUP BY ALL HAVING count(DISTINCT f) >= {limits.LEAST_PEERS}
    ),
    far AS (
      SELECT *, {_TIMES} AS times, cost > middle AS is_more FROM costs JOIN peers USING (peer, unit, what)
      WHERE cost > 0
        AND {_TIMES} >= 10000 * CASE WHEN what = '填报' THEN {limits.COST_TIMES} ELSE {limits.COST_TIMES_3} END
    )
    SELECT CASE WHEN what = '填报' THEN {stepped("times", f"{limits.COST_TIMES_2}0000", f"{limits.COST_TIMES_3}0000")}
        ELSE 1 END AS weight,
      percent(times) * 0.01 AS size, project AS title, {OF} AS department,
      {{'name': name, 'what': what, 'cost': brief(cost::DECIMAL(18,4)), 'unit': unit, 'peers': peers::VARCHAR,
            'middle': brief(middle::DECIMAL(18,4)),
            'times': CASE WHEN is_more THEN '' ELSE '1/' END || brief((percent(times) * 0.01)::DECIMAL(18,2))
              || CASE WHEN is_more THEN ' 倍' ELSE '' END}} AS figures,
      [f] AS forms, [r] AS rows, 1 AS behind, true AS counts
    FROM far JOIN forms USING (f)
    """


@forensic(
    "RC-67",
    ("同样结果、不同扣分", "the same result, another score"),
    (
        "「{what}」{often} 行得 {usual}%，另有 {count} 行不同：{shares}",
        '"{what}": {often} rows earn {usual} % of their marks, {count} rows others: {shares}',
    ),
    ("submitted", "rows"),
)
def same_result_other_score() -> str:
    """Rows with the same target and result, or the same level, give themselves different shares of their marks.

    What it does
        Groups the rows of the year by their level (完全达到预期 …) or, for other texts, by target and actual value
        as printed; the most frequent share must be that of at least three rows and of half of them.
    Why
        The same defect deserves the same deduction.
    Example
        12 of at least 15 earns 80 % in nine projects and 95 % in one.
    Source
        RC-67
    """
    return f"""
    WITH scored AS (
      SELECT f, r, share(claimed, points) AS part, outcome_of(level, level2, target, actual) AS outcome
      FROM row_figures JOIN levels USING (l) JOIN texts USING (r)
      WHERE points > 0 AND claimed IS NOT NULL AND status <> 'ignored'
        AND (level IS NOT NULL OR (target IS NOT NULL AND actual IS NOT NULL))
    ),
    shares AS (SELECT outcome, part, count(*) AS many FROM scored GROUP BY ALL),
    usual AS (
      SELECT outcome, first(part ORDER BY many DESC, part DESC) AS usual, max(many) AS often,
        sum(many)::BIGINT AS everyone, max(part) - min(part) AS spread
      FROM shares GROUP BY ALL
      HAVING count(*) > 1 AND max(many) >= {limits.HABIT} AND max(many) * 2 >= sum(many)
    ),
    other AS (
      SELECT outcome, list(r ORDER BY abs(part - usual) DESC, r) AS rows, list(DISTINCT f ORDER BY f) AS forms,
        list(DISTINCT part ORDER BY part)[1:6] AS parts, count(*) AS many
      FROM scored JOIN usual USING (outcome) WHERE part <> usual GROUP BY ALL
    ),
    said AS (
      SELECT *, coalesce(level, target || ' → ' || actual) AS what FROM other JOIN texts ON texts.r = other.rows[1]
    )
    SELECT {stepped("spread", f"{limits.SPREAD_2}00", f"{limits.SPREAD_3}00")} AS weight, percent(spread) AS size,
      shortened(what) AS title, NULL AS department,
      {{'what': shortened(what), 'often': often::VARCHAR, 'usual': shown(usual), 'count': many::VARCHAR,
            'shares': array_to_string(list_transform(parts, lambda p: shown(p) || '%'), '、')}} AS figures,
      forms, rows, many AS behind, false AS counts
    FROM said JOIN usual USING (outcome)
    """


_SAME_PROJECT = """
  SELECT one.f AS f, min(two.f) AS before FROM forms one JOIN last_forms two
    ON yearless(one.project) = yearless(two.project) AND coalesce(one.body, '') = coalesce(two.body, '')
    AND one.kind IS NOT DISTINCT FROM two.kind
  GROUP BY one.f HAVING count(*) = 1
"""
YEARLESS_MACRO = "CREATE MACRO yearless(t) AS plain(regexp_replace(t, '(19|20)[0-9]{2}(年度|年)?', '', 'g'))"
_PAIRED = f"""
  SELECT n.f, n.r, n.name, n.actual, l.actual AS last_actual, n.reached, l.reached AS last_reached,
    n.unit, l.unit AS last_unit
  FROM ({_SAME_PROJECT}) p
  JOIN (SELECT *, coalesce(name, category) AS peer,
    row_number() OVER (PARTITION BY f, coalesce(name, category) ORDER BY r) AS turn
    FROM rows JOIN units USING (r)) n ON n.f = p.f
  JOIN (SELECT *, coalesce(name, category) AS peer,
    row_number() OVER (PARTITION BY f, coalesce(name, category) ORDER BY r) AS turn
    FROM last_rows JOIN last_units USING (r)) l
    ON l.f = p.before AND plain(l.peer) = plain(n.peer) AND l.turn = n.turn
  WHERE n.goal IS NOT NULL AND l.goal IS NOT NULL AND n.status <> 'ignored'
"""


@forensic(
    "RC-33",
    ("完成值与上年完全相同", "last year's actual values again"),
    (
        "{count} 个定量指标的完成值与上年一字不差",
        "all {count} quantities repeat last year's values to the digit",
    ),
    ("last_year", "quantities"),
)
def repeats_last_year() -> str:
    """A form repeats every quantity of the same project's form of the year before.

    What it does
        Pairs forms by project name (without the year) and unit, and their rows by name; at least three quantities,
        every actual value the same.
    Why
        Results rarely repeat to the last digit; last year's numbers were left in.
    Example
        The forms of 2022 and 2023 report the same ten numbers.
    Source
        RC-33
    """
    return f"""
    WITH same AS (
      SELECT f, count(*) AS many, list(r ORDER BY r) AS rows FROM ({_PAIRED}) GROUP BY f
      HAVING count(*) >= {limits.LEAST_REPEATS}
        AND bool_and(reached = last_reached AND unit IS NOT DISTINCT FROM last_unit)
    )
    SELECT {stepped("many", 5, 10)} AS weight, many::DECIMAL(18,6) AS size, project AS title, {OF} AS department,
      {{'count': many::VARCHAR}} AS figures, [f] AS forms, rows, many AS behind, true AS counts
    FROM same JOIN forms USING (f)
    """


@forensic(
    "RC-33",
    ("完成值比上年大起大落", "a jump from last year"),
    (
        "「{name}」本年 {actual}，上年 {last}；共 {count} 行变化达三倍",
        '"{name}": {actual} this year, {last} last year; {count} rows changed threefold',
    ),
    ("last_year", "quantities"),
)
def jumps_from_last_year() -> str:
    """An actual value is three times last year's, or a third of it.

    What it does
        Pairs forms and rows as repeats-last-year does, and compares quantities of the same unit.
    Why
        A unit was mistaken, the scope changed, or one of the two numbers is wrong.
    Example
        120 persons last year, 1,200 this year.
    Source
        RC-33; the limits are our choice
    """
    return f"""
    WITH changed AS (
      SELECT *, share(greatest(reached, last_reached), least(reached, last_reached)) AS times FROM ({_PAIRED})
      WHERE unit IS NOT DISTINCT FROM last_unit AND reached > 0 AND last_reached > 0
    ),
    jumps AS (
      SELECT f, max(times) AS worst, count(*) AS many, list(r ORDER BY times DESC, r) AS rows,
        first(coalesce(name, '') ORDER BY times DESC, r) AS name, first(actual ORDER BY times DESC, r) AS actual,
        first(last_actual ORDER BY times DESC, r) AS last
      FROM changed WHERE times >= {limits.JUMP_TIMES}0000 GROUP BY f
    )
    SELECT {stepped("worst", f"{limits.JUMP_TIMES_3}0000", "1000000")} AS weight, percent(worst) * 0.01 AS size,
      project AS title, {OF} AS department,
      {{'name': name, 'actual': actual, 'last': last, 'count': many::VARCHAR}} AS figures,
      [f] AS forms, rows, many AS behind, true AS counts
    FROM jumps JOIN forms USING (f)
    """


CHECKS: tuple[Forensic, ...] = (
    same_result_other_score,
    unit_cost_outlier,
    repeats_last_year,
    jumps_from_last_year,
)
