"""Are the scores of the year too good or too regular (得分形态)? RC-65, RC-17, RC-23."""

from __future__ import annotations

from perfeval.batch.forensics import limits
from perfeval.batch.forensics.forensic import OF, Forensic, forensic, stepped


@forensic(
    "RC-65",
    ("全年满分表过多", "too many full totals in the year"),
    (
        "全年 {forms} 张表中 {full} 张总分满分，占 {share}%",
        "{full} of {forms} forms have the full total: {share} %",
    ),
)
def year_full_totals() -> str:
    """At least half of the year's forms have the full total.

    What it does
        Counts the forms whose total equals their marks, over the whole year.
    Why
        Where everything is perfect, the targets or the scores need a second look.
    Example
        7 of 15 forms with 100 stay silent; 8 of 15 are said.
    Source
        RC-65
    """
    return f"""
    SELECT 2 AS weight, percent(share(full_totals, forms)) AS size, '全年' AS title, NULL AS department,
      {{'forms': forms::VARCHAR, 'full': full_totals::VARCHAR, 'share': shown(share(full_totals, forms))}}
        AS figures,
      (SELECT list(f ORDER BY f) FROM (
        SELECT f FROM forms WHERE score = points ORDER BY f LIMIT 20)) AS forms,
      []::BIGINT[] AS rows, full_totals AS behind, false AS counts
    FROM (SELECT count(*) AS forms, count(*) FILTER (score = points) AS full_totals FROM forms
          WHERE score IS NOT NULL)
    WHERE forms >= {limits.LEAST_FORMS} AND full_totals * 100 >= forms * {limits.YEAR_FULL}
    """


@forensic(
    "RC-65",
    ("部门满分率偏高", "a department with many full totals"),
    (
        "{forms} 张表中 {full} 张满分（{share}%），全年为 {year}%；指标行满分率 {rows}%",
        "{full} of {forms} forms are full ({share} %; the year {year} %); {rows} % of its rows are",
    ),
    ("department",),
)
def department_full_totals() -> str:
    """A department gives itself the full total far more often than the year does.

    What it does
        Compares the share of full totals of each department (主管部门, else 实施单位) of at least five forms with
        the share over the whole year.
    Why
        Other departments with the same rules find something to improve.
    Example
        The year has 20 % full totals, one bureau 80 %.
    Source
        RC-65; the distance is our choice
    """
    excess = "percent(share(full_totals, forms)) - percent(year)"
    return f"""
    WITH year AS (SELECT share(count(*) FILTER (score = points), count(*)) AS year FROM forms WHERE score IS NOT NULL),
    departments AS (
      SELECT {OF} AS department, count(*) AS forms, count(*) FILTER (score = points) AS full_totals,
        share(sum(full_rows), sum(indicators)) AS full_rows,
        list(f ORDER BY f) FILTER (score = points) AS full_forms
      FROM forms WHERE score IS NOT NULL AND {OF} IS NOT NULL GROUP BY ALL
    )
    SELECT {stepped(excess, 40, 60)} AS weight, {excess} AS size, department AS title, department,
      {{'forms': forms::VARCHAR, 'full': full_totals::VARCHAR, 'share': shown(share(full_totals, forms)),
            'year': shown(year), 'rows': shown(full_rows)}} AS figures,
      full_forms AS forms, []::BIGINT[] AS rows, full_totals AS behind, false AS counts
    FROM departments, year
    WHERE forms >= {limits.LEAST_FORMS} AND {excess} >= {limits.FULL_EXCESS}
    """


@forensic(
    "RC-65",
    ("总分尾数集中", "totals with one ending"),
    (
        "{forms} 个非满分总分中 {same} 个以 {ending} 结尾（{share}%），全年为 {year}%",
        "{same} of {forms} totals below full end in {ending} ({share} %; the year {year} %)",
    ),
    ("submitted", "department"),
)
def totals_one_ending() -> str:
    """The claimed totals of a department end in the same decimals far more often than those of the year.

    What it does
        Takes the two decimals of each claimed total below the full mark; for departments of at least ten such
        totals, the most frequent ending, where it has at least half and twice the share that it has in the year.
    Why
        Scores that follow from rows spread over the decimals; scores that were wished for are round.
    Example
        Twelve totals, ten of them whole numbers, in a year where a fifth are.
    Source
        RC-65; the limits are our choice
    """
    return f"""
    WITH endings AS (
      SELECT f, {OF} AS department, right(claimed::DECIMAL(18,2)::VARCHAR, 3) AS ending FROM forms
      WHERE claimed IS NOT NULL AND claimed <> points
    ),
    year AS (SELECT ending, count(*) AS same, (SELECT count(*) FROM endings) AS forms FROM endings GROUP BY ending),
    departments AS (
      SELECT department, ending, count(*) AS same, sum(count(*)) OVER (PARTITION BY department) AS forms,
        list(f ORDER BY f) AS members
      FROM endings WHERE department IS NOT NULL GROUP BY department, ending
    )
    SELECT {stepped("d.same * 100", "d.forms * 70", "d.forms * 90")} AS weight,
      percent(share(d.same, d.forms)) AS size, department AS title, department,
      {{'forms': d.forms::VARCHAR, 'same': d.same::VARCHAR, 'ending': ending,
            'share': shown(share(d.same, d.forms)), 'year': shown(share(y.same, y.forms))}} AS figures,
      members AS forms, []::BIGINT[] AS rows, d.same AS behind, false AS counts
    FROM departments d JOIN year y USING (ending)
    WHERE d.forms >= {limits.LEAST_ENDINGS} AND d.same * 100 >= d.forms * {limits.ENDING_SHARE}
      AND d.same * y.forms >= 2 * y.same * d.forms
    """


@forensic(
    "RC-65",
    ("总分挤在等级线上方", "totals heaped just above a cut-off"),
    (
        "{cut}–{next} 分有 {above} 张表，{before}–{cut} 分只有 {below} 张，{next}–{after} 分有 {further} 张",
        "{above} totals from {cut} to {next}, {below} in the mark below, {further} in the mark above that",
    ),
)
def totals_heaped() -> str:
    """Totals crowd into the mark just above a grade's cut-off, over the year or in a department.

    What it does
        Around 90, 80 and 60 counts the totals of one mark above, one below and the next above: three times as many
        above as below, and half as many again as in the next mark, from ten forms on.
    Why
        Nothing in the work makes 90 likelier than 89; a wish for the grade does.
    Example
        40 totals from 90 to 91, 5 from 89 to 90, 20 from 91 to 92.
    Source
        RC-65; cut-offs 90/80/60 (P75), limits our choice
    """
    cuts = ", ".join(f"({each})" for each in limits.CUT_OFFS)
    return f"""
    WITH scores AS (
      SELECT f, score, NULL AS department FROM forms WHERE score IS NOT NULL
      UNION ALL
      SELECT f, score, {OF} FROM forms WHERE score IS NOT NULL AND {OF} IS NOT NULL
    ),
    counted AS (
      SELECT department, cut, count(*) FILTER (score >= cut AND score < cut + 1) AS above,
        count(*) FILTER (score < cut) AS below, count(*) FILTER (score >= cut + 1) AS further,
        list(f ORDER BY f) FILTER (score >= cut AND score < cut + 1) AS members
      FROM scores JOIN (VALUES {cuts}) AS cuts(cut) ON score >= cut - 1 AND score < cut + 2 GROUP BY ALL
    )
    SELECT CASE WHEN above >= 10 * below THEN 2 ELSE 1 END AS weight, above::DECIMAL(18,6) AS size,
      coalesce(department, '全年') AS title, department,
      {{'cut': cut::VARCHAR, 'next': (cut + 1)::VARCHAR, 'before': (cut - 1)::VARCHAR, 'after': (cut + 2)::VARCHAR,
            'above': above::VARCHAR, 'below': below::VARCHAR, 'further': further::VARCHAR}} AS figures,
      members AS forms, []::BIGINT[] AS rows, above AS behind, false AS counts
    FROM counted
    WHERE above >= {limits.LEAST_HEAP} AND above >= {limits.HEAP_TIMES} * below
      AND 10 * above >= {limits.HEAP_NEXT_TENTHS} * further
    """


@forensic(
    "RC-17",
    ("填报总分高于复算", "a claimed total above the recomputed one"),
    (
        "填报 {claimed} 分，复算 {confirmed} 分，多 {more} 分；{count} 行填报高于复算",
        "claims {claimed}, recomputed {confirmed}: {more} too many; {count} rows claim more than they earn",
    ),
    ("submitted",),
)
def claimed_above_recomputed() -> str:
    """A form claims at least one mark more than its rows earn under the rule set.

    What it does
        Compares the claimed total with the one that an evaluator can sign, and lists the rows that claim more.
    Why
        It is the plainest finding of a review.
    Example
        Claimed 98, recomputed 90.
    Source
        RC-17, RC-22; the steps are our choice
    """
    more = "(f.claimed - f.confirmed)"
    return f"""
    WITH over AS (
      SELECT f, list(r ORDER BY claimed - earned DESC, r) AS rows, count(*) AS many FROM row_figures
      WHERE claimed > earned GROUP BY f
    )
    SELECT {stepped(more, limits.OVERCLAIM_2.value, limits.OVERCLAIM_3.value)} AS weight, {more} AS size,
      f.project AS title, {OF} AS department,
      {{'claimed': brief(f.claimed), 'confirmed': brief(f.confirmed), 'more': brief({more}),
            'count': coalesce(many, 0)::VARCHAR}} AS figures,
      [f.f] AS forms, coalesce(rows, []) AS rows, coalesce(many, 0) AS behind, true AS counts
    FROM forms f LEFT JOIN over USING (f) WHERE {more} >= {limits.OVERCLAIM}
    """


CHECKS: tuple[Forensic, ...] = (
    claimed_above_recomputed,
    year_full_totals,
    department_full_totals,
    totals_one_ending,
    totals_heaped,
)
