"""A folder as an evaluator gets it: twenty documents of eight formats from the cases, fourteen with one error each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from layouts_as_rows import dump, ministry_rows
from review.clean import CLEAN, totalled
from table_writers import Box, Boxes, to_docx, to_html, to_ods, to_pdf, to_xls, to_xlsx

from perfeval.core.form import SelfEvaluationForm
from perfeval.documents.cases import read_cases
from perfeval.documents.writers.case.write_cases import write_forms

CASES = Path(__file__).parent.parent / "cases"
URUMQI = CASES / "cn-xinjiang" / "urumqi-giit-2023"


def form_of(path: Path) -> SelfEvaluationForm:
    """The form of a case."""
    (form,) = read_cases(path.read_bytes(), str(path)).forms
    return form.model_copy(update={"file": None, "place": None})


def boxes(form: SelfEvaluationForm) -> Boxes:
    """The ministry's layout with its merged cells, nine columns wide."""
    funds = form.funds
    assert funds is not None
    lines = (funds, *funds.sources)
    found = [
        Box(1, 1, "项目支出绩效自评表", columns=9),
        Box(2, 1, f"（{form.year}年度）", columns=9),
        Box(3, 1, "项目名称"),
        Box(3, 2, form.name, columns=8),
        Box(4, 1, "主管部门"),
        Box(4, 2, form.department or "", columns=3),
        Box(4, 5, "实施单位"),
        Box(4, 6, form.body or "", columns=4),
        Box(5, 1, "项目资金（万元）", rows=1 + len(lines)),
        Box(5, 2, "", columns=2),
    ]
    found += _line(5, 4, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    for row, line in enumerate(lines, 6):
        found.append(Box(row, 2, "年度资金总额" if line is funds else line.name, columns=2))
        money = (line.initial_budget, line.budget, line.executed, line.points, line.submitted_rate)
        found += _line(row, 4, *money, line.submitted_score)
    row = 6 + len(lines)
    found += [Box(row, 1, "年度总体目标", rows=2)]
    found += [Box(row, 2, "预期目标", columns=4), Box(row, 6, "实际完成情况", columns=4)]
    found += [Box(row + 1, 2, form.goal.expected or "", columns=4)]
    found += [Box(row + 1, 6, form.goal.achieved or "", columns=4)]
    row += 2
    heads = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
    found += [*_line(row, 1, *heads), Box(row, 8, "偏差原因分析及改进措施", columns=2)]
    for each in form.indicators:
        row += 1
        texts = (each.dimension, each.category, each.name, each.target, each.actual, each.points)
        found += [
            *_line(row, 1, *texts, each.submitted_score),
            Box(row, 8, each.deviation_note or "", columns=2),
        ]
    row += 1
    found += [Box(row, 1, "总分", columns=5), *_line(row, 6, form.submitted_points, form.submitted_score)]
    return (*found, Box(row, 8, "", columns=2))


def _line(row: int, column: int, *texts: str | None) -> list[Box]:
    return [Box(row, column + number, text or "") for number, text in enumerate(texts)]


WRITERS: dict[str, Callable[[SelfEvaluationForm], bytes]] = {
    ".docx": lambda form: to_docx(boxes(form)),
    ".xlsx": lambda form: to_xlsx(boxes(form)),
    ".html": lambda form: to_html(boxes(form)),
    ".pdf": lambda form: to_pdf(boxes(form)),
    ".xls": lambda form: to_xls(boxes(form)),
    ".ods": lambda form: to_ods(boxes(form)),
    ".txt": lambda form: dump(ministry_rows(form)).encode(),
    ".yaml": lambda form: write_forms([form], "yaml").encode(),
}


@dataclass(frozen=True, slots=True)
class Seed:
    """One error put into a form: which cells, and the codes of which one must be found there."""

    kind: str
    change: Callable[[SelfEvaluationForm], SelfEvaluationForm]
    codes: frozenset[str]


def _row(number: int, **cells: str | None) -> Callable[[SelfEvaluationForm], SelfEvaluationForm]:
    def change(form: SelfEvaluationForm) -> SelfEvaluationForm:
        rows = [
            row.model_copy(update=cells) if at == number else row for at, row in enumerate(form.indicators, 1)
        ]
        return form.model_copy(update={"indicators": tuple(rows)})

    return change


def _funds(**cells: Any) -> Callable[[SelfEvaluationForm], SelfEvaluationForm]:
    def change(form: SelfEvaluationForm) -> SelfEvaluationForm:
        assert form.funds is not None
        return form.model_copy(update={"funds": form.funds.model_copy(update=cells)})

    return change


def _twice(form: SelfEvaluationForm) -> SelfEvaluationForm:
    """The first indicator once more with another target, the marks shared between the two."""
    first, *rest = form.indicators
    half = {"points": "5", "submitted_score": "5"}
    rows = (first.model_copy(update=half), first.model_copy(update={**half, "target": "≥80人次"}), *rest)
    return form.model_copy(update={"indicators": rows})


def _field(**fields: Any) -> Callable[[SelfEvaluationForm], SelfEvaluationForm]:
    return lambda form: form.model_copy(update=fields)


def _goal_of_last_year(form: SelfEvaluationForm) -> SelfEvaluationForm:
    expected = f"提升2022年度培训水平。{form.goal.expected}"
    return form.model_copy(update={"goal": form.goal.model_copy(update={"expected": expected})})


SEEDS = (
    Seed("actual lowered", _row(1, actual="60人次"), frozenset({"score-differs"})),
    Seed("total too high", _field(submitted_score="102.85"), frozenset({"total-not-sum"})),
    Seed("execution of another rate", _funds(executed="9.175", sources=()), frozenset({"score-differs"})),
    Seed("executed in yuan", _funds(executed="480000", sources=()), frozenset({"money-scale"})),
    Seed("marks of 98", _row(2, points="8", submitted_score="8"), frozenset({"marks-not-whole"})),
    Seed("one indicator, two targets", _twice, frozenset({"indicator-twice"})),
    Seed("goal of last year", _goal_of_last_year, frozenset({"other-year"})),
    Seed("sources do not add up", _funds(executed="48.5"), frozenset({"funds-not-sum"})),
    Seed("score above marks", _row(3, submitted_score="30"), frozenset({"score-out-of-range"})),
    Seed(
        "full marks, unfinished",
        _row(1, deviation_note="尚未完成全部培训"),
        frozenset({"note-says-unfinished"}),
    ),
    Seed("rate of 980 %", _row(3, actual="980%"), frozenset({"rate-out-of-range"})),
    Seed("cost exceeded", _row(6, actual="36万元"), frozenset({"cost-over-target"})),
    Seed("score erased", _row(4, submitted_score=None), frozenset({"score-blank"})),
    Seed(
        "deadline missed",
        _row(5, actual="2024年2月1日"),
        frozenset({"done-after-year", "score-at-open-end"}),
    ),
)


@dataclass(frozen=True, slots=True)
class Handed:
    """One document of the folder: its file, its form, and the error in it, if any."""

    path: Path
    form: SelfEvaluationForm
    seed: Seed | None


def handed_in(folder: Path) -> list[Handed]:
    """Write the folder: a document for each seed, and six published forms as they are."""
    seeded = [(_seeded(number, seed), seed) for number, seed in enumerate(SEEDS, 1)]
    plain = [(form_of(path), None) for path in sorted(URUMQI.glob("*.yaml"))[7:13]]
    found = []
    suffixes = list(WRITERS)
    for number, (form, seed) in enumerate((*seeded, *plain), 1):
        path = folder / f"{number:02d}{suffixes[number % len(suffixes)]}"
        path.write_bytes(WRITERS[path.suffix](form))
        found.append(Handed(path, form, seed))
    return found


def _seeded(number: int, seed: Seed) -> SelfEvaluationForm:
    sound = CLEAN.model_copy(update={"name": f"示例培训项目{number}", "file": None})
    changed = seed.change(sound)
    return changed if seed.kind == "total too high" else totalled(changed)
