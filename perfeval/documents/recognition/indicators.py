"""Rows of the indicator table -> indicators (三级指标): levels filled down, merged marks, split targets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import takewhile

from perfeval.core.form import Indicator
from perfeval.core.problems import Place
from perfeval.documents.grid import Cell
from perfeval.documents.recognition.cell_text import is_absent, is_mark, join, level, mark
from perfeval.documents.recognition.grid_rows import Row
from perfeval.documents.recognition.header_roles import LEVEL_POINTS, RIVAL_POINTS
from perfeval.documents.recognition.headers import Header
from perfeval.documents.recognition.words.bare import (
    folded,
    header_word,
)
from perfeval.documents.recognition.words.columns import (
    COMPARATOR_WORDS,
)
from perfeval.documents.recognition.words.lines import (
    FIRST_LEVELS,
    NOT_APPLICABLE,
    SECTION_WORDS,
    TEMPLATE_LEFTOVER,
)
from perfeval.documents.recognition.words.money import (
    BREAKDOWN,
    EXECUTION_ROWS,
)

_FIELD_OF = {
    "name": "name",
    "target": "target",
    "initial_target": "initial_target",
    "actual": "actual",
    "points": "points",
    "score": "submitted_score",
    "completion": "submitted_completion",
    "coefficient": "coefficient",
    "note": "deviation_note",
}
_KEPT = ("extra", "comparator", "unit", LEVEL_POINTS, RIVAL_POINTS)
"""Roles whose text is kept under the words of the form, too."""
_TICK = re.compile("[√✓✔☑■●1是]")
_DIGIT = re.compile(r"\d")
_VALUES = ("target", "initial_target", "actual")
_MARKS = ("points", "score")
_NEEDED = ("target", "actual", "points", "score")


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the indicator table: the cells under each role, and what stands above them."""

    row: int
    cells: Mapping[str, tuple[Cell, ...]]
    extra: Mapping[str, str]
    dimension: str
    category: str
    exact: bool
    place: Place | None

    def text(self, role: str) -> str:
        """Text under a role, on one line."""
        return join(self.cells.get(role, ()))

    def value(self, role: str) -> str | None:
        """Text under a role, None for an empty or missing cell."""
        return self.text(role) or None

    def place_of(self, role: str) -> Place | None:
        """Address of the first cell under a role that says something, else of the first one."""
        cells = self.cells.get(role, ())
        told = next((cell for cell in cells if cell.text.strip()), None) or next(iter(cells), None)
        return told.place if told else None

    def continues(self, role: str, above: Record) -> bool:
        """Whether the cell under a role began in the record above: merged down (合并单元格)."""
        mine, before = self.cells.get(role, ()), above.cells.get(role, ())
        return bool(mine and before and mine[0] is before[0])


def read_record(row: Row, header: Header, above: Record | None, exact: bool) -> Record:
    """Cells of a row under their roles; an empty level takes the one above it."""
    shift = 0 if exact else _shift(row, header)
    cells: dict[str, tuple[Cell, ...]] = {}
    extra: dict[str, str] = {}
    for column, role in sorted(header.roles.items()):
        cell = row.cells.get(column - shift) if column > shift else None
        if cell is None or cell in cells.get(role, ()):
            continue
        cells[role] = (*cells.get(role, ()), cell)
        if role in _KEPT and cell.text.strip():
            extra[header.words[column]] = join([cell])
    dimension, category = (_level_of(cells.get(role, ())) for role in ("dimension", "category"))
    if above and dimension in ("", above.dimension):
        dimension, category = above.dimension, category or above.category
    return Record(row.number, cells, extra, dimension, category, exact, row.place)


def one_a_line(record: Record) -> list[Record]:
    """The indicators of a row whose cells hold one a line (分值「10⏎10」), where a person broke the lines.

    Name, target, actual value and marks must have the same number of lines, or it is one indicator of long texts.
    """
    told = {role: _lines(record.cells.get(role, ())) for role in ("name", *_NEEDED, "note")}
    count = len(told["points"])
    counts = {len(told[role]) for role in ("name", "target", "actual")}
    is_printed = record.place is not None and record.place.page is not None
    if count < 2 or is_printed or counts != {count} or not all(map(is_mark, told["points"] + told["score"])):
        return [record]
    split = [role for role, lines in told.items() if len(lines) == count]
    if told["score"] and "score" not in split:
        return [record]
    return [
        replace(
            record,
            cells={
                **record.cells,
                **{role: (replace(record.cells[role][0], text=told[role][at]),) for role in split},
            },
        )
        for at in range(count)
    ]


def told_twice(records: Sequence[Record]) -> list[Record]:
    """The records, those of one name as one where a table tells the values and another one the marks.

    指标 | 指标值 | 完成值, and on the next sheet 指标 | 分值 | 得分.
    """
    joined: dict[tuple[str, str], Record] = {}
    for record in records:
        key = (folded(record.text("name")), "" if _tells(record, _VALUES) else "marks")
        if key in joined or not (_tells(record, _VALUES) ^ _tells(record, _MARKS)):
            return list(records)
        joined[key] = record
    values = {name: record for (name, kind), record in joined.items() if not kind}
    marks = {name: record for (name, kind), record in joined.items() if kind}
    if values.keys() != marks.keys():
        return list(records)
    return [_both(record, marks[name]) for name, record in values.items()]


def without_sums(records: Sequence[Record], total: tuple[str | None, str | None] | None) -> list[Record]:
    """The records without the rows of their levels (产出类 | 50 | 47.5), which have no values and sum those below them.

    Only in a table without a column of levels, where the printed total is the sum of the others. The name of such a
    row is the first level of those below it.
    """
    sums = [at for at, record in enumerate(records) if _is_sum(at, records)]
    rest = [record for at, record in enumerate(records) if at not in sums]
    if not sums or total is None or mark(total[0] or "") != _sum(rest, "points"):
        return list(records)
    found: list[Record] = []
    name = ""
    for at, record in enumerate(records):
        if at in sums:
            name = level(record.text("name"))
        else:
            found.append(replace(record, dimension=name))
    return found


def _is_sum(at: int, records: Sequence[Record]) -> bool:
    """Whether a row tells marks and no values, and they are those of the rows below it up to the next such row."""
    record = records[at]
    if _tells(record, _VALUES) or record.dimension:
        return False
    below = [*takewhile(lambda each: _tells(each, _VALUES) and not each.dimension, records[at + 1 :])]
    score = mark(record.text("score"))
    return (
        bool(below)
        and mark(record.text("points")) == _sum(below, "points")
        and score in (None, _sum(below, "score"))
    )


def _sum(records: Sequence[Record], role: str) -> Fraction:
    return sum((mark(record.text(role)) or Fraction(0) for record in records), Fraction(0))


def _tells(record: Record, roles: Sequence[str]) -> bool:
    return any(record.value(role) for role in roles)


def _both(values: Record, marks: Record) -> Record:
    cells = {role: cells for role, cells in marks.cells.items() if role not in values.cells}
    return replace(values, cells={**values.cells, **cells}, extra={**marks.extra, **values.extra})


def _lines(cells: Sequence[Cell]) -> list[str]:
    """Lines of the one cell under a role that lies in one row; none where there are several or it reaches down."""
    if len(cells) != 1 or cells[0].row_span > 1:
        return []
    return [line.strip() for line in cells[0].text.splitlines() if line.strip()]


def _level_of(cells: Sequence[Cell]) -> str:
    """The level in a column of levels; the label of the table (绩效指标), which may reach down its rows, is none."""
    name = level(join(cells))
    return "" if header_word(name) in SECTION_WORDS else name


def first_levels(records: Sequence[Record], header: Header) -> list[Record]:
    """Records whose only level is a first one (类别：产出, 效益): it is the dimension and no category.

    指标类型 may tell the kind of value instead (定量, 定性), which is no level at all.
    """
    levels = {header_word(record.category) for record in records if record.category}
    if levels and levels <= COMPARATOR_WORDS.keys():
        word = header.word("category")
        kept = [{**record.extra, word: record.category} for record in records]
        return [
            replace(record, category="", extra=extra) for record, extra in zip(records, kept, strict=True)
        ]
    if not levels or not levels <= FIRST_LEVELS or any(record.dimension for record in records):
        return list(records)
    return [replace(record, dimension=record.category, category="") for record in records]


def under_lines(record: Record, lines: Mapping[str, str]) -> Record:
    """The record with the levels that stand over it in lines of their own, by role."""
    return replace(
        record,
        dimension=lines.get("dimension", record.dimension),
        category=lines.get("category", record.category),
    )


def named_by_level(record: Record) -> Record:
    """An execution row that is named in the column of a level (预算执行率) bears that name."""
    if record.value("name"):
        return record
    levels = (cells for role in ("category", "dimension") if (cells := record.cells.get(role)))
    own = next((cells for cells in levels if header_word(join(cells)) in EXECUTION_ROWS), None)
    return replace(record, cells={**record.cells, "name": own}) if own else record


def _shift(row: Row, header: Header) -> int:
    """Columns that a row without spans lost to a merged cell on its left; 0 where its marks are in place."""
    lost = header.width - row.width
    marks = [*header.columns("points"), *header.columns("score")]
    if lost <= 0 or not marks:
        return 0

    def in_place(shift: int) -> bool:
        return all((cell := row.cells.get(column - shift)) and is_mark(cell.text) for column in marks)

    return lost if in_place(lost) and not in_place(0) else 0


def missing_cells(record: Record, header: Header) -> str | None:
    """Header words of the needed columns that a row cut off short does not reach; None where it is whole."""
    missing = [header.word(role) for role in _NEEDED if header.columns(role) and not record.cells.get(role)]
    return "、".join(missing) or None


def indicators(records: Sequence[Record], header: Header) -> tuple[Indicator, ...]:
    """Indicators in form order; each record becomes exactly one."""
    has_points = header.columns("points") or any(record.value("points") for record in records)
    blocks = _blocks(records, scored_alone=not has_points)
    made: list[Indicator] = []
    for position, record in enumerate(records):
        above = records[position - 1] if position else None
        ignored = _ignored(record, made[-1] if made else None, in_block=position in blocks)
        made.append(_indicator(record, above, blocks.get(position), ignored, header))
    return tuple(made)


def _indicator(
    record: Record, above: Record | None, block: int | None, ignored: str | None, header: Header
) -> Indicator:
    fields = {name: record.value(role) for role, name in _FIELD_OF.items()}
    for role in ("points", "score"):
        if above and record.continues(role, above):
            fields[_FIELD_OF[role]] = None
    notes = (_note(cell, header) for cell in record.cells.get("note", ()) if cell.text.strip())
    fields["deviation_note"] = "\n".join(notes) or None
    fields["target"] = _target(record)
    fields["actual"] = with_unit(record.text("actual"), record.text("actual_unit")) or None
    if not record.cells.get("target"):
        fields["initial_target"] = None
    places = {name: place for role, name in _FIELD_OF.items() if (place := record.place_of(role))}
    return Indicator(
        **{**fields, "name": record.text("name")},
        dimension=record.dimension,
        category=record.category,
        graded_targets=tuple(cell.text.strip() for cell in record.cells.get("grade", ())),
        block=block,
        ignored=ignored,
        extra=dict(record.extra),
        place=record.place_of("target") or record.place_of("name") or record.place,
        places=places,
    )


def _note(cell: Cell, header: Header) -> str:
    """Text of a cell of reasons; a tick stands for the word over its column (经费保障、人员保障 under 偏差原因分析)."""
    text = cell.text.strip()
    word = header.words.get(cell.column, "") if _TICK.fullmatch(folded(text)) else ""
    return word + text


def _target(record: Record) -> str | None:
    """Target in one text, put together where comparator, value and unit have columns of their own."""
    value = record.text("target") or record.text("initial_target")
    return joined_target(value, record.text("comparator"), record.text("unit"))


def joined_target(value: str, comparator: str, unit: str) -> str | None:
    """The target as one text, from the cells of a layout that has a column for each."""
    comparator = COMPARATOR_WORDS.get(folded(comparator), comparator)
    if not value or is_absent(value):
        return value or comparator or None
    # 等于 before words says nothing: 定性 rows of a form that fills in every cell.
    is_idle = folded(comparator) == "=" and not _DIGIT.search(value)
    before = "" if is_idle or value.startswith(comparator) or is_absent(comparator) else comparator
    return with_unit(before + value, unit)


def with_unit(value: str, unit: str) -> str:
    """A value with the unit that stands in a cell beside it."""
    return value if is_absent(value) or is_absent(unit) or value.endswith(unit) else value + unit


def _blocks(records: Sequence[Record], scored_alone: bool) -> dict[int, int]:
    """Number of the merged score that a record shares, by position.

    Where the format lost the spans, in a layout without 分值, a row without a score shares the one above it.
    """
    blocks: dict[int, int] = {}
    for position in range(1, len(records)):
        record, above = records[position], records[position - 1]
        merged = record.continues("score", above) or record.continues("points", above)
        guessed = (
            scored_alone
            and not record.exact
            and not record.value("score")
            and not is_absent(record.text("target") + record.text("actual"))
            and not BREAKDOWN.match(record.text("name"))
            and bool(above.value("score") or position - 1 in blocks)
        )
        if merged or guessed:
            number = blocks.setdefault(position - 1, max(blocks.values(), default=0) + 1)
            blocks[position] = number
    return blocks


def _ignored(record: Record, above: Indicator | None, in_block: bool) -> str | None:
    """Why a row without marks is not scored; None for a row that is scored or has to be refused."""
    if in_block or not (is_absent(record.text("points")) and is_absent(record.text("score"))):
        return None
    name, target, actual = (record.text(role) for role in ("name", "target", "actual"))
    if is_absent(target) and is_absent(actual):
        if TEMPLATE_LEFTOVER.fullmatch(folded(name)):
            return "template-leftover"
        if NOT_APPLICABLE & {folded(name), folded(target), folded(actual)}:
            return "not-applicable"
    siblings = above and above.ignored == "breakdown" and above.category == record.category
    return "breakdown" if siblings or BREAKDOWN.match(name) else None
