"""Header rows (表头): which column of a table holds what, by its words and never by its position."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from perfeval.core.problems import Place
from perfeval.documents.grid import Cell
from perfeval.documents.recognition.cell_text import is_mark, one_line
from perfeval.documents.recognition.grid_rows import Row
from perfeval.documents.recognition.header_years import has_years, other_years, year_and_word
from perfeval.documents.recognition.titles import year_in
from perfeval.documents.recognition.words.bare import (
    folded,
    header_word,
)
from perfeval.documents.recognition.words.columns import (
    DEDUCTIONS,
    INDICATOR_ROLE,
    PART_OF_YEAR,
    REASONS,
    UNIT_ALONE,
    VALUE_WORDS,
    WEAKER_WORDS,
    WHOLE_WORDS,
    likely_role,
)
from perfeval.documents.recognition.words.labels import (
    GOAL_ROLE,
    IDENTITY_ROLE,
)
from perfeval.documents.recognition.words.lines import (
    SECTION_WORDS,
)

AMOUNTS = ("initial_budget", "budget", "executed")
"""Roles of fund columns that hold money."""

LEVEL_POINTS = "level_points"
"""Role of the marks of a first or second level, which are the sums of its rows."""

RIVAL_POINTS = "rival_points"
"""Role of a second column of marks (权重 beside 分值): it is read where the first holds none."""

_NAMING = ("detail", "name", "content", "label", "category", "dimension")
_LEVELS = ("dimension", "category", "name")
_SINGLE = ("target", "initial_target", "actual", "points", "score", "completion", "coefficient")
_MARKS = ("points", "score")
_VALUES = ("target", "initial_target", "actual")
_MANY = ("label", "content", "grade", "note", "extra", LEVEL_POINTS)
"""Roles that several columns may have under the same words."""
_UNDER_VALUES = VALUE_WORDS | {
    word for word, role in INDICATOR_ROLE.items() if role in ("unit", "comparator")
}
"""Words of a row that goes on with a header, whatever stands over its other columns: 数值 | 单位 | 数值 | 单位."""
_PLAIN_WORDS = {"target": "指标值", "actual": "完成值", "score": "得分"}
"""Suffix that completes a sub-header: 年初 under 年度绩效指标值 is 年初 + 指标值."""
_BEYOND_DOUBT = 3
"""Columns with known words that make a header."""
_OF_INDICATORS = frozenset(
    (
        "dimension",
        "category",
        "name",
        "content",
        "label",
        "target",
        "actual",
        "points",
        "score",
        "completion",
        "note",
    )
)
_WHO = ("name", "unit", "body", "department")
"""Labels that stand at the top of a form, beside 自评得分 or not, and never over its columns."""
_MOST_HEADER_ROWS = 3
_NUMBERS = "0123456789一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Header:
    """Roles and printed words by column; `height` rows were read, `width` is the last column."""

    roles: Mapping[int, str]
    words: Mapping[int, str]
    width: int
    height: int
    place: Place | None
    guessed: tuple[str, ...] = ()
    """Words that no layout names, whose role was told by their form."""
    unread: tuple[str, ...] = ()
    """Words of a header of funds that have no role."""
    unread_at: Place | None = None
    """Address of the first of them."""
    places: Mapping[int, Place | None] = field(default_factory=dict)
    """Address of the cell over each column."""
    years: tuple[int, ...] = ()
    """Years that stand side by side, the one that is read first; none where there is one."""
    of_tasks: bool = False
    """Whether a header of funds stands over the tasks of the year (年度主要任务): only their sum is the form's."""

    def columns(self, role: str) -> tuple[int, ...]:
        """Columns of a role, from left to right."""
        return tuple(sorted(column for column, found in self.roles.items() if found == role))

    @property
    def unknown_columns(self) -> tuple[int, ...]:
        """Columns under words that no layout names; the name of a section beside its rows is none of them."""
        words = {column: year_and_word(self.words[column])[1] for column in self.columns("extra")}
        return tuple(
            column
            for column, word in words.items()
            if (word not in INDICATOR_ROLE and not _names_section(word) and not PART_OF_YEAR.fullmatch(word))
            or (word in DEDUCTIONS and not self.columns("score"))
        )

    @property
    def unknown_words(self) -> tuple[str, ...]:
        """Words of the columns that no layout names, each once."""
        return tuple(dict.fromkeys(self.words[column] for column in self.unknown_columns))

    @property
    def repeated_words(self) -> tuple[str, ...]:
        """Words that stand over a column with a role and once more over another cell."""
        rest = (*self.columns("extra"), *self.columns(RIVAL_POINTS))
        used = {self.words[column] for column in self.roles if column not in rest}
        return tuple(self.words[column] for column in sorted(rest) if self.words[column] in used)

    @property
    def scored_roles(self) -> frozenset[str]:
        """Roles of a header that tell a score: of the rows, or of the execution."""
        return frozenset(self.roles.values()) & {"points", "rate", "score"}

    def cells_of(self, row: Row) -> list[Cell]:
        """Cells of one of its rows whose words have a role or are known; the others mean nothing here."""
        return [
            cell
            for column, cell in row.cells.items()
            if ((printed := self.words.get(column)) and one_line(cell.text) in printed)
            or year_and_word(cell.text)[1] == ""
        ]

    def word(self, role: str) -> str:
        """Words printed over a role."""
        return next((self.words[column] for column in self.columns(role)), "")


def indicator_header(rows: Sequence[Row], index: int, year: int | None = None) -> Header | None:
    """Header of an indicator table that begins at `rows[index]`, in a form of that year.

    It names the indicators, and their actual values or scores. It may go on over rows that hold nothing but
    header words (指标性质, 指标值 and 度量单位 under 年度指标值).
    """
    block = _header_rows(rows, index)
    if not block:
        return None
    header = _read(block, year)
    found = set(header.roles.values())
    return header if "name" in found and found & {"actual", "score"} and len(found - {"extra"}) > 2 else None


def missing_words(row: Row) -> str | None:
    """What a row that looks like an indicator header lacks, in words; None if it does not look like one."""
    cells = row.distinct
    found = {INDICATOR_ROLE.get(header_word(cell.text)) for cell in cells}
    if len(found & _OF_INDICATORS) < _BEYOND_DOUBT:
        return None
    needed = (("三级指标", {*_NAMING} - {"dimension"}), ("实际完成值/得分", {"actual", "score"}))
    missing = "、".join(word for word, roles in needed if not found & roles)
    unknown = "、".join(
        one_line(cell.text) for cell in cells if (word := header_word(cell.text)) and not _is_known(word)
    )
    return f"{missing}（不认识的表头：{unknown}）" if missing and unknown else missing or None


def _is_known(word: str) -> bool:
    return word in INDICATOR_ROLE or _names_section(word)


def _roles(row: Row, role_of: Mapping[str, str]) -> tuple[dict[int, str], dict[int, str]]:
    roles, words = {}, {}
    for column, cell in row.cells.items():
        if role := role_of.get(year_and_word(cell.text)[1]):
            roles[column] = role
            words[column] = one_line(cell.text)
    return roles, words


def _header_rows(rows: Sequence[Row], index: int) -> list[Row]:
    if any(_tells_who(cell, rows[index]) for cell in rows[index].own):
        return []
    roles, _ = _roles(rows[index], INDICATOR_ROLE)
    if any(_tells_marks(rows[index], column) for column, role in roles.items() if role in _MARKS):
        return []
    if len(set(roles.values())) + has_years(rows[index]) < 2:
        return []
    block = [rows[index]]
    for row in rows[index + 1 : index + _MOST_HEADER_ROWS]:
        words = [year_and_word(cell.text)[1] for cell in row.own]
        are_known = all(word in INDICATOR_ROLE or word in SECTION_WORDS for word in words) or (
            len(words) > 1 and all(word in _UNDER_VALUES for word in words)
        )
        are_units = all(UNIT_ALONE.fullmatch(folded(cell.text)) for cell in row.own)
        if not words or not (are_known or are_units or _splits_header(row, block[-1])):
            break
        block.append(row)
    return block


def _tells_who(label: Cell, row: Row) -> bool:
    """Whether a value stands right of a label that tells whose form it is; in the header of a list other words do."""
    is_label = IDENTITY_ROLE.get(header_word(label.text)) in _WHO
    beside = row.right_of(label) if is_label else None
    word = header_word(beside.text) if beside else ""
    return beside is not None and word not in INDICATOR_ROLE and word not in IDENTITY_ROLE


def _tells_marks(row: Row, column: int) -> bool:
    """Whether a mark stands right of its word, as in no header: 分值 | 10 | 得分 | 9.5."""
    beside = row.right_of(row.cells[column])
    return beside is not None and is_mark(beside.text) and year_in(beside.text) is None


def _splits_header(row: Row, above: Row) -> bool:
    """Whether a row goes on with a header by its shape (年初 and 调整后 under 指标值).

    All that begins in it stands under wider header cells, and the others reach down over it.
    """
    parents = [(cell, above.cells.get(cell.column)) for cell in row.own]
    is_under = all(
        parent and parent.column_span > cell.column_span and header_word(parent.text)
        for cell, parent in parents
    )
    reach_down = [cell for column, cell in row.cells.items() if above.cells.get(column) is cell]
    return is_under and any(header_word(cell.text) in INDICATOR_ROLE for cell in reach_down)


def _read(block: Sequence[Row], year: int | None) -> Header:
    roles: dict[int, str] = {}
    words: dict[int, str] = {}
    cells: dict[int, Cell] = {}
    under: dict[int, tuple[Cell, Cell | None]] = {}
    plain: set[tuple[int, str]] = set()
    for row in block:
        for column, cell in row.cells.items():
            _, word = year_and_word(cell.text)
            if word in INDICATOR_ROLE:
                is_of_actual = INDICATOR_ROLE[word] == "unit" and roles.get(column) == "actual"
                roles[column] = "actual_unit" if is_of_actual else INDICATOR_ROLE[word]
                words[column] = one_line(cell.text)
                cells[column] = cell
            elif word and word not in SECTION_WORDS and cells.get(column) is not cell:
                parent = cells.get(column)
                roles[column], is_guess = _role_under(word, parent)
                words[column] = one_line(cell.text)
                if is_guess:
                    under[column] = cell, parent
                if roles[column] != "extra":
                    cells[column] = cell
                if not is_guess:
                    plain.add((id(parent), roles[column]))
    for column in _parts(under, roles, plain):
        roles[column] = "extra"
        del cells[column], under[column]
    of_others, years = other_years(roles, block, year)
    for column, printed in of_others.items():
        roles[column], words[column] = "extra", printed
        cells.pop(column, None)
    roles = _with_marks_of_levels(roles)
    for column in (column for column, role in roles.items() if role == LEVEL_POINTS):
        words[column] = words.get(column - 1, "") + words[column]
    width = max(row.width for row in block)
    guesses = _guesses(roles, words)
    hidden = block[0].hidden
    settled = _with_levels({**_without_rivals(roles, cells, hidden), **guesses})
    guessed = (
        *dict.fromkeys(words[column] for column in under),
        *(words[column] for column in sorted(guesses)),
    )
    places = {column: row.cells[column].place for row in block for column in words if column in row.cells}
    return Header(settled, words, width, len(block), block[0].place, guessed, places=places, years=years)


def _parts(
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


def _role_under(word: str, parent: Cell | None) -> tuple[str, bool]:
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


def _names_section(word: str) -> bool:
    """Whether a word names a section of the form (绩效指标, 年度绩效目标1)."""
    bare = word.rstrip(_NUMBERS)
    return bare in SECTION_WORDS or bare in GOAL_ROLE


def _with_marks_of_levels(roles: Mapping[int, str]) -> dict[int, str]:
    """Of marks at every level (一级指标 分值 二级指标 分值 三级指标 分值), those right of the name are the row's.

    Marks that stand left of the name alone are the row's all the same.
    """
    values = [
        column for column, role in roles.items() if role in ("target", "initial_target", "actual", "score")
    ]
    naming = next((role for role in _NAMING if role in roles.values()), None)
    names = [column for column, role in roles.items() if role == naming and column < min(values, default=0)]
    points = [column for column, role in roles.items() if role == "points"]
    if not names or not points or max(points) < max(names):
        return dict(roles)
    of_levels = {column for column in points if column < max(names)}
    return {column: LEVEL_POINTS if column in of_levels else role for column, role in roles.items()}


def _without_rivals(
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


def _guesses(roles: Mapping[int, str], words: Mapping[int, str]) -> dict[int, str]:
    """Roles of columns with unknown words, in a row that is certainly a header and lacks exactly these roles."""
    known = set(roles.values()) - {"extra"}
    if len(known) < _BEYOND_DOUBT:
        return {}
    guesses: dict[int, str] = {}
    first_name = min((column for column, role in roles.items() if role in _NAMING), default=0)
    for column in sorted(column for column, role in roles.items() if role == "extra"):
        word = header_word(words[column])
        # 绩效目标 left of the rows names their section.
        is_beside = column < first_name and _names_section(word)
        role = None if word in INDICATOR_ROLE or is_beside else likely_role(words[column])
        if role and role not in known and role not in guesses.values():
            guesses[column] = role
    return guesses


def _columns_of(roles: Mapping[int, str], wanted: str) -> list[int]:
    return [column for column, role in roles.items() if role == wanted]


def _with_levels(roles: Mapping[int, str]) -> dict[int, str]:
    """Let the most detailed level name the indicator; 指标 over several columns covers the levels.

    绩效指标 left of 二级指标 stands over the first level, where no other column has it.
    """
    found = set(roles.values())
    naming = next((role for role in _NAMING if role in found), None)
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
