"""Quantities of a table's rows in SQL, for the plain shape only: a sign, a number, a unit (可比的指标值).

The grammar of core/ reads everything; twelve million rows need their completion ratio in seconds. So a row is
measured here only where its target is an optional glyph, a plain number and a unit without digits, its actual
value an optional "=", a number and the same unit (or one of the two has none), and the unit is none that makes it
a date, a grade or an estimate. For such rows the core reads the same numbers (tests hold this); every other row
stays unmeasured and is counted.
"""

from __future__ import annotations

_NUMBER = r"([0-9]{1,12}(?:[.][0-9]{1,6})?)"
_UNIT = r"([^0-9\s<>=≥≤,.~～\-—－–±+()（）、:：;；]{0,6})"
_TARGET = rf"^\s*(>=|≥|<=|≤|=|>|<)?\s*{_NUMBER}{_UNIT}\s*$"
_ACTUAL = rf"^\s*(=)?\s*{_NUMBER}{_UNIT}\s*$"
_OTHERWISE = r"[年月日号时点分秒级届等优良左右上下以内外前后多余近约起止期%％‰万亿千百十/每第]"
"""Characters of units that may be dates, grades or magnitudes; such a unit must be the same on both sides."""
_NEVER = r"([年月日号时点分秒级届等优良内外前后多余近约起止整]|左右|上下|以上|以下)$|^(个?百分|成)"
_ALWAYS = r"^(%|个月|小时|课时|工作日|起|期)$"

MEASURES = f"""
SELECT *,
  regexp_extract(target, '{_TARGET}', ['sign', 'number', 'unit']) AS t,
  regexp_extract(actual, '{_ACTUAL}', ['sign', 'number', 'unit']) AS a,
  CASE WHEN t['unit'] <> '' THEN t['unit'] ELSE a['unit'] END AS common,
  coalesce(
    t['number'] <> '' AND a['number'] <> '' AND points IS NOT NULL
    AND (t['unit'] = a['unit'] OR (t['unit'] = '' OR a['unit'] = '') AND NOT regexp_matches(common, '{_OTHERWISE}'))
    AND (NOT regexp_matches(common, '{_NEVER}') OR regexp_matches(common, '{_ALWAYS}')),
    false) AS plain_shape
FROM chunk
"""


def measured_row() -> str:
    """The columns comparator, goal, reached, unit of a row of MEASURES."""
    sign = """CASE t['sign'] WHEN '>=' THEN 'at_least' WHEN '≥' THEN 'at_least' WHEN '<=' THEN 'at_most'
      WHEN '≤' THEN 'at_most' WHEN '=' THEN 'equal_to' WHEN '>' THEN 'more_than' WHEN '<' THEN 'less_than'
      ELSE 'bare' END"""
    return ", ".join(
        f"CASE WHEN plain_shape THEN {value} END"
        for value in (sign, "exactly(t['number'])", "exactly(a['number'])", "common")
    )
