"""Rules by department (规则对照表): a table of folders or bodies, and the rule set, place, year and facts of each.

One line applies to a form: that of its body (实施单位, else 主管部门), else that of the deepest folder around its file.
An empty cell leaves what the command says.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from perfeval.batch.body_names import body_key
from perfeval.batch.table_error import TableError
from perfeval.core.form import SelfEvaluationForm
from perfeval.core.glyphs import plain, without_blanks
from perfeval.core.problems import Problem
from perfeval.documents.formats.xlsx import read_xlsx
from perfeval.rulebook.library import Library

_COLUMNS: Mapping[str, frozenset[str]] = {
    "folder": frozenset(["文件夹", "目录", "文件目录", "folder"]),
    "body": frozenset(["单位", "部门", "实施单位", "主管部门", "单位名称", "部门名称", "body", "department"]),
    "rules": frozenset(["规则", "规则集", "rules", "ruleset"]),
    "jurisdiction": frozenset(["地区", "行政区划", "jurisdiction"]),
    "year": frozenset(["年度", "年份", "year"]),
    "facts": frozenset(["事实", "另知事实", "facts"]),
}
_JURISDICTION = re.compile(r"[a-z][a-z0-9-]*(/[a-z][a-z0-9-]*)*")
_YEAR = re.compile(r"(19|20)\d\d")
_ENCODINGS = ("utf-8-sig", "gb18030")
Line = dict[str, str]


@dataclass(frozen=True, slots=True)
class MapLine:
    """One line: whom it is for, and what it says."""

    number: int
    folder: str | None
    body: str | None
    rules: str | None = None
    jurisdiction: str | None = None
    year: int | None = None
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RuleMap:
    """The lines of the table, as they stand."""

    lines: tuple[MapLine, ...]

    def line_for(self, form: SelfEvaluationForm, file: str) -> MapLine | None:
        """The line that applies to a form of a file, which goes by its path below the folder of the run; or None."""
        for name in (form.body, form.department):
            if name and (found := [each for each in self.lines if each.body and each.body == body_key(name)]):
                return found[0]
        around = [each for each in self.lines if each.folder and file.startswith(f"{each.folder}/")]
        return max(around, key=lambda each: len(each.folder or ""), default=None)

    def unknown_folders(self, files: Iterable[str]) -> tuple[MapLine, ...]:
        """The lines whose folder holds none of the files."""
        names = list(files)
        return tuple(
            each
            for each in self.lines
            if each.folder and not any(name.startswith(f"{each.folder}/") for name in names)
        )

    def unmet_bodies(self, bodies: Iterable[str | None]) -> tuple[str, ...]:
        """The bodies of the table of which there was no form."""
        met = {body_key(each) for each in bodies if each}
        return tuple(each.body for each in self.lines if each.body and each.body not in met)

    @property
    def rulesets(self) -> frozenset[str]:
        """The rule sets that lines name."""
        return frozenset(each.rules for each in self.lines if each.rules)


def read_map(path: Path, library: Library) -> RuleMap:
    """The table in a .csv or .xlsx file, every line checked; raises TableError with all that is wrong in it."""
    header, rows = _table(path)
    columns = {name: at for at, text in header.items() if (name := _column(text)) is not None}
    if not {"folder", "body"} & {*columns} or not {"rules", "jurisdiction", "year", "facts"} & {*columns}:
        raise TableError(
            f"{path}: 表头须有「文件夹」或「单位」，以及「规则集」「地区」「年度」「事实」中的一列以上 "
            "(a column folder or body, and one of rules, jurisdiction, year, facts)"
        )
    lines, wrong = list[MapLine](), list[str]()
    for number, row in rows:
        cells = {name: row.get(at, "").strip() for name, at in columns.items()}
        if any(cells.values()):
            wrong += [f"{path} 第{number}行: {each}" for each in _wrong(cells, library)]
            if not wrong:
                lines.append(_line(number, cells))
    for key in ("folder", "body"):
        named = [getattr(each, key) for each in lines if getattr(each, key)]
        wrong += [
            f"{path}: 「{name}」有 {named.count(name)} 行，请只留一行 (more than one line)"
            for name in dict.fromkeys(named)
            if named.count(name) > 1
        ]
    if not lines and not wrong:
        wrong.append(f"{path}: 只有表头，没有数据行 (a header and no rows)")
    if wrong:
        raise TableError("\n".join(wrong))
    return RuleMap(tuple(lines))


def _wrong(cells: Line, library: Library) -> Iterator[str]:
    if bool(cells.get("folder")) == bool(cells.get("body")):
        yield "「文件夹」和「单位」填且只填一个 (either a folder or a body)"
    if rules := cells.get("rules"):
        found = library.find(rules)
        if isinstance(found, Problem):
            yield found.message("zh")
    place = cells.get("jurisdiction", "")
    if place and not _JURISDICTION.fullmatch(place):
        yield f"地区「{place}」应写成 cn/xinjiang/urumqi 这样 (not a jurisdiction)"
    year = cells.get("year", "").removesuffix("年度").removesuffix("年")
    if year and not _YEAR.fullmatch(year):
        yield f"年度「{cells['year']}」应写成 2023 这样 (not a year)"
    known = {fact for ruleset in library.rulesets for fact in ruleset.facts}
    for name, value in _facts(cells):
        if not value:
            yield f"事实「{name}」应写成 finished=yes 这样，几项之间用分号 (NAME=VALUE)"
        elif name not in known:
            yield f"没有规则集用到事实「{name}」；可用：{'、'.join(sorted(known))} (unknown fact)"
    if not any(cells.get(name) for name in ("rules", "jurisdiction", "year", "facts")):
        yield "没有填规则集、地区、年度或事实 (it says nothing)"


def _line(number: int, cells: Line) -> MapLine:
    year = cells.get("year", "").removesuffix("年度").removesuffix("年")
    return MapLine(
        number,
        cells.get("folder", "").replace("\\", "/").strip("/") or None,
        body_key(cells.get("body", "")) or None,
        cells.get("rules") or None,
        cells.get("jurisdiction") or None,
        int(year) if year else None,
        tuple(_facts(cells)),
    )


def _facts(cells: Line) -> Iterator[tuple[str, str]]:
    for each in re.split(r"[;；]", cells.get("facts", "")):
        name, _, value = each.replace("＝", "=").partition("=")
        if name.strip():
            yield name.strip(), value.strip()


def _column(text: str) -> str | None:
    word = without_blanks(plain(text)).lower()
    return next((name for name, words in _COLUMNS.items() if word in words), None)


def _table(path: Path) -> tuple[Mapping[int, str], Sequence[tuple[int, Mapping[int, str]]]]:
    """The header and the rows below it with their numbers: the first row that has a word of ours is the header."""
    if not path.is_file():
        raise TableError(f"找不到规则对照表「{path}」 (no such file)")
    rows = list(_workbook(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _text(path))
    for at, (_, row) in enumerate(rows):
        if sum(_column(text) is not None for text in row.values()) >= 2:
            return row, rows[at + 1 :]
    raise TableError(f"{path}: 没有找到表头 (no header)")


def _text(path: Path) -> Iterator[tuple[int, Mapping[int, str]]]:
    data = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise TableError(f"{path}: 文字编码无法识别，请另存为 UTF-8 (neither UTF-8 nor GB18030)")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
        yield number, dict(enumerate(cells))


def _workbook(path: Path) -> Iterator[tuple[int, Mapping[int, str]]]:
    document = read_xlsx(path.read_bytes(), path.name)
    for problem in document.problems:
        if problem.severity == "error":
            raise TableError(f"{path}: {problem.message('zh')}")
    for grid in document.grids[:1]:
        rows: dict[int, dict[int, str]] = {}
        for cell in grid.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                rows.setdefault(row, {})[cell.column] = cell.text
        yield from sorted(rows.items())
