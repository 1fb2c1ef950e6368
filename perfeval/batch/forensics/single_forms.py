"""Is one form of the year worth a look by itself (单表形态)? RC-30, RC-31, RC-34, RC-1."""

from __future__ import annotations

from perfeval.batch.forensics import limits
from perfeval.batch.forensics.forensic import OF, Forensic, forensic, stepped

_NAMED = 5
"""Files of one project that a sentence names."""
UPWARD = "is_floor AND l NOT IN (SELECT l FROM levels WHERE contains(level2, '成本'))"
"""Rows whose completion ratio can be too high; a cost above its target is something else."""


@forensic(
    "RC-30",
    ("处处满分且分毫不差", "suspiciously perfect"),
    (
        "{indicators} 行指标全部满分，{exact} 个定量指标的完成值与指标值分毫不差，预算执行 100%",
        "all {indicators} rows are full, all {exact} quantities equal their targets, all money is spent",
    ),
    ("funds", "quantities"),
)
def suspiciously_perfect() -> str:
    """A form in which every row is full, every quantity equals its target and all money is spent.

    What it does
        Forms of at least five rows and three quantities: every row at full marks, every actual value equal to its
        target, executed equal to budget.
    Why
        Work rarely ends exactly where the plan said it would, in everything at once: sample the evidence.
    Example
        Ten rows =N with N, 100.00 of 100.00 万元.
    Source
        RC-30
    """
    return f"""
    WITH perfect AS (
      SELECT * FROM forms
      WHERE indicators >= {limits.LEAST_ROWS} AND full_rows = indicators AND exact_rows >= {limits.LEAST_EXACT}
        AND exact_rows = measured AND executed = budget AND budget > 0
    ),
    exact AS (
      SELECT f, list(r ORDER BY points DESC, r) AS rows FROM row_figures
      WHERE goal = reached AND f IN (SELECT f FROM perfect) GROUP BY f
    )
    SELECT {stepped("exact_rows", 5, 10)} AS weight, exact_rows::DECIMAL(18,6) AS size, project AS title,
      {OF} AS department, {{'indicators': indicators::VARCHAR, 'exact': exact_rows::VARCHAR}} AS figures,
      [f] AS forms, rows, exact_rows AS behind, true AS counts
    FROM perfect JOIN exact USING (f)
    """


@forensic(
    "RC-31",
    ("超额完成", "over-completion"),
    (
        "{count} 行超过指标值的 120%，最高为「{name}」{ratio}%",
        '{count} rows exceed 120 % of their targets, most of all "{name}": {ratio} %',
    ),
    ("quantities",),
)
def over_completion() -> str:
    """Rows whose actual value is far above the target.

    What it does
        Rows that ask for at least, more than or just a value: actual ÷ target from 120 % (listed), above 130 %
        (verify), from 300 % (verify first). Cost rows are left out.
    Why
        The target was set too low, or a unit was mistaken.
    Example
        Target 20, actual 40.
    Source
        RC-31; 120 % is S-08, 130 % are L-15 and R-01, 300 % is our choice
    """
    weight = (
        f"CASE WHEN worst >= {limits.OVER_COMPLETION_3}00 THEN 3 "
        f"WHEN worst > {limits.OVER_COMPLETION_2}00 THEN 2 ELSE 1 END"
    )
    return f"""
    WITH over AS (
      SELECT f, r, l, share(reached, goal) AS ratio FROM row_figures
      WHERE {UPWARD} AND goal > 0 AND reached > goal
        AND reached::DECIMAL(24,6) * 100 >= goal::DECIMAL(24,6) * {limits.OVER_COMPLETION} AND status <> 'ignored'
    ),
    worst AS (
      SELECT f, count(*) AS many, max(ratio) AS worst, list(r ORDER BY ratio DESC, r) AS rows,
        first(l ORDER BY ratio DESC, r) AS l
      FROM over GROUP BY f
    ),
    named AS (SELECT r, name FROM texts WHERE name IS NOT NULL AND r IN (SELECT rows[1] FROM worst))
    SELECT {weight} AS weight, percent(worst) AS size, project AS title, {OF} AS department,
      {{'count': many::VARCHAR, 'name': coalesce(name, level2), 'ratio': shown(worst)}} AS figures,
      [f] AS forms, rows, many AS behind, true AS counts
    FROM worst w JOIN forms USING (f) JOIN levels USING (l) LEFT JOIN named ON r = rows[1]
    """


@forensic(
    "RC-34",
    ("钱没花、活全干完", "completion far above execution"),
    (
        "指标得分率 {completion}%，预算执行率只有 {rate}%，相差 {gap} 个百分点",
        "{completion} % of the indicators' marks earned, {rate} % of the budget executed: {gap} points apart",
    ),
    ("funds", "rows"),
)
def completion_above_execution() -> str:
    """The indicators earned far more of their marks than the budget was executed.

    What it does
        Share of the indicators' marks that was earned less the execution rate, in percentage points, from 20 on.
        The rows behind it are those that earned most.
    Why
        Money unspent, work done: the work was not done, was paid otherwise, or the budget was too high.
    Example
        400 of 2,180 executed (18.35 %), and 99 % of the marks earned.
    Source
        RC-34 (5 points) and S-14; 20, 40 and 60 are our choice
    """
    gap = "(percent(completion) - percent(rate))"
    return f"""
    WITH apart AS (SELECT *, {gap} AS gap FROM forms WHERE {gap} >= {limits.GAP}),
    best AS (
      SELECT f, list(r ORDER BY earned DESC, r) AS rows FROM row_figures
      WHERE earned > 0 AND f IN (SELECT f FROM apart) GROUP BY f
    )
    SELECT {stepped("gap", limits.GAP_2.value, limits.GAP_3.value)} AS weight, gap AS size, project AS title,
      {OF} AS department,
      {{'completion': shown(completion), 'rate': shown(rate), 'gap': gap::VARCHAR}} AS figures,
      [a.f] AS forms, best.rows[1:5] AS rows, len(best.rows) AS behind, true AS counts
    FROM apart a JOIN best USING (f)
    """


@forensic(
    "RC-1",
    ("同一项目重复报送", "the same project twice"),
    (
        "同一项目、单位、年度报送了 {count} 张表，合计数只计 {counted}；另有 {others}，其中内容不同的 {apart} 张",
        "{count} forms of the same project, unit and year; {counted} counts, not {others}; {apart} say something else",
    ),
)
def project_twice() -> str:
    """The year holds more than one form of the same project.

    What it does
        Forms with the same project id: unit, year, and code or name. One of them counts in every sum, and
        duplicates.parquet lists the others. Copies that say the same are to be noted, others to be verified.
    Why
        The same report as .docx and .pdf would count twice; a corrected one leaves open which is valid.
    Example
        report.docx and report.xlsx in one folder.
    Source
        RC-1; what the data suggest
    """
    return f"""
    WITH copies AS (
      SELECT project_id, count(*) + 1 AS many, count(*) FILTER (NOT same) AS apart,
        list(CASE WHEN file = counted_file THEN file || ' #' || form ELSE file END ORDER BY same, file, form) AS others
      FROM duplicates GROUP BY project_id
    )
    SELECT CASE WHEN apart > 0 THEN 2 ELSE 1 END AS weight, many::DECIMAL(18,6) AS size, project AS title,
      {OF} AS department,
      {{'count': many::VARCHAR, 'apart': apart::VARCHAR, 'counted': file,
        'others': array_to_string(others[1:{_NAMED}], '、') || CASE WHEN len(others) > {_NAMED} THEN ' …' ELSE '' END
      }} AS figures,
      [f] AS forms, []::BIGINT[] AS rows, many AS behind, apart > 0 AS counts
    FROM copies JOIN forms USING (project_id)
    """


CHECKS: tuple[Forensic, ...] = (
    completion_above_execution,
    suspiciously_perfect,
    over_completion,
    project_twice,
)
