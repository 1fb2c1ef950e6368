"""Was a form or a text copied from another project (雷同)? RC-66, RC-58.

All comparisons are exact and the same every time: whole forms and texts by what is left of them without spaces,
signs and capitals (and with every number as 0, in texts); parts of forms by rows, parts of texts by clauses. To
pair forms by parts, at least one part must be rare (in at most twenty forms): two forms made only of phrases that
everybody uses are not paired, and a text that was reworded is not found.
"""

from __future__ import annotations

from perfeval.batch.forensics import limits
from perfeval.batch.forensics.forensic import OF, Forensic, Steps, forensic, stepped

_SAID = "SELECT f, r, l, piece FROM row_figures WHERE status <> 'ignored' AND piece IS NOT NULL"
_TOLD = """
  SELECT f, r, told_of(name, level2, target, actual) AS told FROM suspects JOIN levels USING (l) JOIN texts USING (r)
"""
"""The same of some rows as texts, which decide about what was found by numbers."""
SHORTENED_MACRO = "CREATE MACRO shortened(t) AS CASE WHEN length(t) > 40 THEN t[1:39] || '…' ELSE t END"


@forensic(
    "RC-66",
    ("整表雷同", "the same form for several projects"),
    (
        "{count} 个项目的 {rows} 行指标、指标值、完成值完全相同：{names}",
        "{count} projects have the same {rows} rows, targets and actual values: {names}",
    ),
    ("rows",),
)
def forms_identical() -> Steps:
    """Forms of different projects have the same rows with the same targets and actual values.

    What it does
        Compares forms of at least five rows: every name (in a table without names, every category), target and
        actual value, in any order; spaces, signs and capitals do not count.
    Why
        One was copied from the other, results and all.
    Example
        Two roads of different length, ten rows, the same ten results.
    Source
        RC-66
    """
    return Steps(
        {
            # In any order the pieces have the same sum and the same remainder of bits: 128 bits of them.
            "whole": f"""
              SELECT said_rows, said_sum, said_bits FROM forms WHERE said_rows >= {limits.LEAST_ROWS}
              GROUP BY ALL HAVING count(*) > 1
            """,
            "suspects": f"""
              SELECT f, r, l FROM ({_SAID})
              WHERE f IN (SELECT f FROM whole JOIN forms USING (said_rows, said_sum, said_bits))
            """,
            "told": f"SELECT f, list(told ORDER BY told) AS told FROM ({_TOLD}) GROUP BY f",
            "groups": f"""
              SELECT len(told) AS many, list(f ORDER BY f) AS forms, count(DISTINCT project) AS projects,
                list(DISTINCT project ORDER BY project)[1:5] AS names, first({OF} ORDER BY f) AS department
              FROM told JOIN forms USING (f) GROUP BY told HAVING count(DISTINCT project) > 1
            """,
            "first_rows": f"""
              SELECT f, list(r ORDER BY r) AS rows FROM ({_SAID})
              WHERE f IN (SELECT forms[1] FROM groups) GROUP BY f
            """,
        },
        """
        SELECT 3 AS weight, projects::DECIMAL(18,6) AS size, names[1] AS title, department,
          {'count': projects::VARCHAR, 'rows': many::VARCHAR, 'names': array_to_string(names, '；')} AS figures,
          forms, rows, len(forms) AS behind, true AS counts
        FROM groups JOIN first_rows ON f = forms[1]
        """,
    )


@forensic(
    "RC-66",
    ("两表大部分雷同", "two forms mostly alike"),
    (
        "与「{other}」{same} 行相同（{share}%），包括指标值和完成值",
        '{same} rows ({share} %) are the same as in "{other}", targets and actual values too',
    ),
    ("rows",),
)
def forms_mostly_alike() -> Steps:
    """Two forms of different projects have four fifths of their rows in common, but not all.

    What it does
        Pairs forms by rows (name, target, actual value) that stand in at most twenty forms; reports pairs with at
        least five rows and 80 % of the larger form's rows in common. Each form is reported with the form most like it.
    Why
        One was copied from the other, and what had to differ was changed.
    Example
        Nine of ten rows the same, results and all.
    Source
        RC-66; 80 % as in the check forms-nearly-alike
    """
    return Steps(
        {
            # `sure`: in at least so many forms a piece stands, by the last six bits of their numbers.
            "spread": f"""
              SELECT piece, bit_count(bit_or(1::UBIGINT << (f % 64)::UBIGINT)) AS sure
              FROM ({_SAID}) GROUP BY piece HAVING count(*) > 1
            """,
            "doubtful": f"""
              SELECT DISTINCT f, piece FROM ({_SAID})
              SEMI JOIN (SELECT piece FROM spread WHERE sure <= {limits.RARE}) USING (piece)
            """,
            "held": "SELECT piece, count(*) AS held FROM doubtful GROUP BY piece",
            # A bit for each piece, by six of its own: as many pieces as bits at least.
            "sized": f"""
              SELECT f, bits, common - bit_count(bits) AS hidden, said_rows - common + bit_count(bits) AS many
              FROM (
                SELECT f, count(*) AS common, bit_or(1::UBIGINT << (piece >> 1 & 63)::UBIGINT) AS bits
                FROM ({_SAID}) SEMI JOIN spread USING (piece) GROUP BY f
              ) JOIN forms USING (f)
            """,
            "kept": f"""
              SELECT f, piece, bits, hidden, many FROM doubtful
              SEMI JOIN (SELECT piece FROM held WHERE held BETWEEN 2 AND {limits.RARE}) USING (piece)
              JOIN sized USING (f)
            """,
            # Two forms have at most the bits in common that both have, and the pieces that bits hide.
            "candidates": f"""
              SELECT DISTINCT a.f AS one, b.f AS other FROM kept a JOIN kept b ON a.piece = b.piece AND a.f < b.f
              WHERE (bit_count(a.bits & b.bits) + least(a.hidden, b.hidden)) * 100
                >= greatest(a.many, b.many) * {limits.ALIKE}
            """,
            "said": f"""
              SELECT f, list(piece) AS pieces FROM (
                SELECT DISTINCT f, piece FROM ({_SAID})
                WHERE f IN (SELECT one FROM candidates UNION ALL SELECT other FROM candidates)
              ) GROUP BY f HAVING count(*) >= {limits.LEAST_ROWS}
            """,
            "alike": f"""
              SELECT one, other FROM candidates JOIN said a ON a.f = one JOIN said b ON b.f = other
              WHERE len(list_intersect(a.pieces, b.pieces)) * 100
                >= greatest(len(a.pieces), len(b.pieces)) * {limits.ALIKE}
            """,
            "suspects": f"""
              SELECT f, r, l FROM ({_SAID}) WHERE f IN (SELECT one FROM alike UNION ALL SELECT other FROM alike)
            """,
            "told": f"""
              SELECT f, told, min(r) AS r, count(*) OVER (PARTITION BY f) AS many FROM ({_TOLD}) GROUP BY f, told
            """,
        },
        f"""
        WITH common AS (
          SELECT one, other, greatest(a.many, b.many) AS most, count(*) AS same,
            list(a.r ORDER BY a.r) AS one_rows, list(b.r ORDER BY b.r) AS other_rows
          FROM alike JOIN told a ON a.f = one JOIN told b ON b.f = other AND b.told = a.told
          JOIN forms p ON p.f = one JOIN forms q ON q.f = other AND q.project <> p.project
          GROUP BY one, other, a.many, b.many HAVING same * 100 >= most * {limits.ALIKE} AND same < most
        ),
        sides AS (
          SELECT one AS f, other, most, same, one_rows AS rows FROM common
          UNION ALL SELECT other, one, most, same, other_rows FROM common
        ),
        nearest_one AS (SELECT DISTINCT ON (f) * FROM sides ORDER BY f, same DESC, most, other)
        SELECT 2 AS weight, percent(share(same, most)) AS size, forms.project AS title,
          coalesce(forms.department, forms.body) AS department,
          {{'other': o.project, 'same': same::VARCHAR, 'share': shown(share(same, most))}} AS figures,
          [forms.f, n.other] AS forms, rows, same AS behind, true AS counts
        FROM nearest_one n JOIN forms USING (f) JOIN forms o ON o.f = n.other
        """,
    )


@forensic(
    "RC-58, RC-66",
    ("多个项目说明雷同", "the same note in several projects"),
    ("{count} 个项目写着同一段偏差说明：{text}", "{count} projects give the same note: {text}"),
    ("notes",),
)
def notes_copied() -> str:
    """Several projects explain different deviations with the same sentence.

    What it does
        Compares notes of at least twelve characters over all projects, without spaces and signs and with every
        number as 0; what they say of satisfaction is left out.
    Why
        A sentence that fits every project explains none.
    Example
        Thirty projects: 因财政资金紧张，未能按计划支付.
    Source
        RC-58, RC-66
    """
    return f"""
    WITH notes AS (
      SELECT f, r, note, masked(note) AS text FROM row_texts JOIN row_figures USING (r)
      WHERE length(plain(note)) >= {limits.LEAST_TEXT} AND NOT contains(note, '满意')
    ),
    groups AS (
      SELECT text, first(note ORDER BY r) AS note, count(DISTINCT project) AS projects,
        list(DISTINCT f ORDER BY f) AS forms, list(r ORDER BY r) AS rows, count(*) AS many
      FROM notes JOIN forms USING (f) GROUP BY text HAVING count(DISTINCT project) > 1
    )
    SELECT {stepped("projects", limits.MANY_COPIES.value, limits.VERY_MANY_COPIES.value)} AS weight,
      projects::DECIMAL(18,6) AS size, shortened(note) AS title, NULL AS department,
      {{'count': projects::VARCHAR, 'text': shortened(note)}} AS figures,
      forms, rows, many AS behind, true AS counts
    FROM groups
    """


@forensic(
    "RC-66",
    ("多个项目目标文字雷同", "the same goal text in several projects"),
    (
        "{count} 个项目的年度目标或完成情况是同一段文字：{text}",
        "{count} projects have the same goal text: {text}",
    ),
    ("goals",),
)
def goals_copied() -> str:
    """Several projects have the same annual goal or the same account of it.

    What it does
        Compares the texts of at least twenty characters over all projects, without spaces and signs and with every
        number as 0.
    Why
        A goal that fits several projects is no goal of any; an account copied from another project accounts for
        nothing.
    Example
        The same paragraph with another year's number.
    Source
        RC-66
    """
    return f"""
    WITH texts AS (
      SELECT f, project, expected AS said FROM forms UNION ALL SELECT f, project, achieved FROM forms
    ),
    groups AS (
      SELECT masked(said) AS text, first(said ORDER BY f, said) AS said, count(DISTINCT project) AS projects,
        list(DISTINCT f ORDER BY f) AS forms
      FROM texts WHERE length(plain(said)) >= {limits.LEAST_GOAL} GROUP BY ALL HAVING count(DISTINCT project) > 1
    )
    SELECT {stepped("projects", limits.MANY_COPIES.value, limits.VERY_MANY_COPIES.value)} AS weight,
      projects::DECIMAL(18,6) AS size, shortened(said) AS title, NULL AS department,
      {{'count': projects::VARCHAR, 'text': shortened(said)}} AS figures,
      forms, []::BIGINT[] AS rows, len(forms) AS behind, true AS counts
    FROM groups
    """


@forensic(
    "RC-66",
    ("目标文字大部分雷同", "two goal texts mostly alike"),
    (
        "目标或完成情况与「{other}」{same} 个分句相同（{share}%）",
        'the goal text has {same} clauses ({share} %) in common with that of "{other}"',
    ),
    ("goals",),
)
def goals_mostly_alike() -> str:
    """The goal texts of two projects have four fifths of their clauses in common, but not all.

    What it does
        Cuts the goal and its account at punctuation into clauses of at least six characters, numbers as 0; pairs
        texts of at least four clauses by clauses that stand in at most twenty forms, and reports 80 % in common.
    Why
        A text was copied and names were changed.
    Example
        Five clauses, four the same.
    Source
        RC-66; 80 % as in the check forms-nearly-alike
    """
    return f"""
    WITH pieces AS (
      SELECT DISTINCT f, masked(unnest(regexp_split_to_array(coalesce(expected, '') || '。' || coalesce(achieved, ''),
        '[。；，、;,\\n：:]'))) AS piece FROM forms
    ),
    long AS (SELECT * FROM pieces WHERE length(piece) >= 6),
    sized AS (
      SELECT f, count(*) AS many, project FROM long JOIN forms USING (f) GROUP BY f, project HAVING count(*) >= 4
    ),
    rare AS (SELECT piece FROM long GROUP BY piece HAVING count(*) BETWEEN 2 AND {limits.RARE}),
    kept AS (SELECT f, piece FROM long JOIN rare USING (piece)),
    common AS (
      SELECT a.f AS one, b.f AS other, count(*) AS same FROM kept a JOIN kept b ON a.piece = b.piece AND a.f <> b.f
      GROUP BY ALL
    ),
    alike AS (
      SELECT one, other, same, greatest(a.many, b.many) AS most FROM common
      JOIN sized a ON a.f = one JOIN sized b ON b.f = other
      WHERE a.project <> b.project AND same * 100 >= greatest(a.many, b.many) * {limits.ALIKE}
        AND same < greatest(a.many, b.many)
    ),
    nearest_one AS (SELECT DISTINCT ON (one) * FROM alike ORDER BY one, same DESC, most, other)
    SELECT 2 AS weight, percent(share(same, most)) AS size, forms.project AS title,
      coalesce(forms.department, forms.body) AS department,
      {{'other': o.project, 'same': same::VARCHAR, 'share': shown(share(same, most))}} AS figures,
      [one, other] AS forms, []::BIGINT[] AS rows, 2 AS behind, true AS counts
    FROM nearest_one JOIN forms ON forms.f = one JOIN forms o ON o.f = other
    """


CHECKS: tuple[Forensic, ...] = (
    forms_identical,
    forms_mostly_alike,
    notes_copied,
    goals_copied,
    goals_mostly_alike,
)
