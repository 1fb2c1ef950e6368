"""Roles of header columns settled among themselves (表头各列): rivals, marks of levels, words split under one cell."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from perfeval.documents.grid import Cell
from perfeval.documents.recognition.words.bare import header_word
from perfeval.documents.recognition.words.columns import (
    INDICATOR_ROLE,
    PART_OF_YEAR,
    REASONS,
    VALUE_WORDS,
    WEAKER_WORDS,
    WHOLE_WORDS,
    likely_role,
)
from perfeval.documents.recognition.words.labels import GOAL_ROLE
from perfeval.documents.recognition.words.lines import SECTION_WORDS

LEVEL_POINTS = "level_points"
"""Role of the marks of a first or second level, which are the sums of its rows."""
RIVAL_POINTS = "rival_points"
"""Role of a second column of marks (权重 beside 分值): it is read where the first holds none."""
NAMING = ("detail", "name", "content", "label", "category", "dimension")
"""Roles that can name an indicator, the most detailed first."""
_LEVELS = ("dimension", "category", "name")
_SINGLE = ("target", "initial_target", "actual", "points", "score", "completion", "coefficient")
_VALUES = ("target", "initial_target", "actual")
_MANY = ("label", "content", "grade", "note", "extra", LEVEL_POINTS)
"""Roles that several columns may have under the same words."""
_PLAIN_WORDS = {"target": "指标值", "actual": "完成值", "score": "得分"}
"""Suffix that completes a sub-header: 年初 under 年度绩效指标值 is 年初 + 指标值."""
BEYOND_DOUBT = 3
"""Columns with known words that make a header."""
_NUMBERS = "0123456789一二三四五六七八九十"


def parts_of_a_cell(
    under: Mapping[int, tuple[Cell, Cell | None]],
    roles: Mapping[int, str],
    plain: Collection[tuple[int, str]],
) -> list[int]:
    """Columns whose words only split the cell over them (甲县, 乙县 under 完成值): none of them is the whole.

    `under` are the cells read by the form of their words, with those over them; `plain` are the cells over known
    words, with the roles of these.
    """
    found: list[int] = []
    for column, (cell, parent) in under.items():
        role = roles[column]
        rivals = {id(each) for at, (each, over) in under.items() if over is parent and roles[at] == role}
        if role in _SINGLE and ((id(parent), role) in plain or rivals != {id(cell)}):
            found.append(column)
    return found


def role_under(word: str, parent: Cell | None) -> tuple[str, bool]:
    """Role of an unknown word under a known one, as if both were one; and whether it is a guess.

    年初 under 指标值 is 年初指标值, 名称 under 指标 is 指标名称.
    """
    if parent is None:
        return "extra", False
    above = header_word(parent.text)
    over = INDICATOR_ROLE.get(above, "")
    if (over in _VALUES and word in VALUE_WORDS | WHOLE_WORDS) or over == "note":
        return over, over == "note" and word not in REASONS
    if PART_OF_YEAR.fullmatch(word):
        return "extra", False
    plain = _PLAIN_WORDS.get(over, "")
    compounds = (word + above, word + plain, above + word)
    known = next((role for compound in compounds if (role := INDICATOR_ROLE.get(compound))), None)
    likely = None if known else likely_role(word + above)
    return known or likely or "extra", likely is not None


def names_section(word: str) -> bool:
    """Whether a word names a section of the form (绩效指标, 年度绩效目标1)."""
    bare = word.rstrip(_NUMBERS)
    return bare in SECTION_WORDS or bare in GOAL_ROLE


def with_marks_of_levels(roles: Mapping[int, str]) -> dict[int, str]:
    """Of marks at every level (一级指标 分值 二级指标 分值 三级指标 分值), those right of the name are the row's.

    Marks that stand left of the name alone are the row's all the same.
    """
    values = [
        column for column, role in roles.items() if role in ("target", "initial_target", "actual", "score")
    ]
    naming = next((role for role in NAMING if role in roles.values()), None)
    names = [column for column, role in roles.items() if role == naming and column < min(values, default=0)]
    points = [column for column, role in roles.items() if role == "points"]
    if not names or not points or max(points) < max(names):
        return dict(roles)
    of_levels = {column for column in points if column < max(names)}
    return {column: LEVEL_POINTS if column in of_levels else role for column, role in roles.items()}


def without_rivals(
    roles: Mapping[int, str], cells: Mapping[int, Cell], hidden: frozenset[int]
) -> dict[int, str]:
    """Of two header cells over values with the same role (自评得分, 实际得分), the first has it.

    A weak word such as 权重, or a hidden column, gets the role only if no other column claims it. Several columns may
    hold levels, but not two under the same words.
    """
    first: dict[tuple[str, str], Cell] = {}
    rivals = set()
    for column, cell in sorted(
        cells.items(),
        key=lambda item: (item[0] in hidden, header_word(item[1].text) in WEAKER_WORDS, item[0]),
    ):
        role = roles[column]
        key = (role, "" if role in _SINGLE else header_word(cell.text))
        if role not in _MANY and first.setdefault(key, cell) is not cell:
            rivals.add(column)
    lost = {column: RIVAL_POINTS if roles[column] == "points" else "extra" for column in rivals}
    return {**roles, **lost}


def guesses_of(roles: Mapping[int, str], words: Mapping[int, str]) -> dict[int, str]:
    """Roles of columns with unknown words, in a row that is certainly a header and lacks exactly these roles."""
    known = set(roles.values()) - {"extra"}
    if len(known) < BEYOND_DOUBT:
        return {}
    guesses: dict[int, str] = {}
    first_name = min((column for column, role in roles.items() if role in NAMING), default=0)
    for column in sorted(column for column, role in roles.items() if role == "extra"):
        word = header_word(words[column])
        # 绩效目标 left of the rows names their section.
        is_beside = column < first_name and names_section(word)
        role = None if word in INDICATOR_ROLE or is_beside else likely_role(words[column])
        if role and role not in known and role not in guesses.values():
            guesses[column] = role
    return guesses


def _columns_of(roles: Mapping[int, str], wanted: str) -> list[int]:
    return [column for column, role in roles.items() if role == wanted]


def with_levels(roles: Mapping[int, str]) -> dict[int, str]:
    """Let the most detailed level name the indicator; 指标 over several columns covers the levels.

    绩效指标 left of 二级指标 stands over the first level, where no other column has it.
    """
    found = set(roles.values())
    naming = next((role for role in NAMING if role in found), None)
    settled = dict(roles)
    labels = sorted(column for column, role in roles.items() if role == "label")
    for column, role in roles.items():
        if role == "label" and naming != "label":
            if "dimension" in found or column > min(_columns_of(roles, "category"), default=0):
                del settled[column]
            else:
                settled[column] = "dimension"
        elif role == "label":
            position = labels.index(column) - len(labels)
            settled[column] = _LEVELS[max(position, -len(_LEVELS))]
        elif (role == "name" and naming == "detail") or (role == "content" and naming != "content"):
            settled[column] = "extra"
        elif role == naming:
            settled[column] = "name"
    return settled
