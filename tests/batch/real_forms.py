"""The fifteen real forms as a tidy table and its funds, as a bureau's database would export them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from perfeval.core.form import SelfEvaluationForm

FOLDER = Path(__file__).parents[2] / "cases/cn-xinjiang/urumqi-giit-2023"
_INDICATOR = {
    "一级指标": "dimension",
    "二级指标": "category",
    "三级指标": "name",
    "年度指标值": "target",
    "实际完成值": "actual",
    "分值": "points",
    "得分": "submitted_score",
}
_FUNDS = {
    "全年预算数": "budget",
    "全年执行数": "executed",
    "分值": "points",
    "得分": "submitted_score",
}


def write_tidy(forms: Iterable[SelfEvaluationForm], folder: Path) -> tuple[Path, Path]:
    """The indicators of some forms as one table, one row each, and their funds as another."""
    every = tuple(forms)
    rows = [_cells(form, row, _INDICATOR) for form in every for row in form.indicators]
    funds = [_cells(form, form.funds, _FUNDS) for form in every if form.funds]
    paths = folder / "指标.parquet", folder / "资金.parquet"
    for path, table in zip(paths, (rows, funds), strict=True):
        pq.write_table(pa.Table.from_pylist(table), path, row_group_size=20)
    return paths


def _cells(form: SelfEvaluationForm, of: object, names: dict[str, str]) -> dict[str, str | None]:
    return {"项目名称": form.name, **{printed: getattr(of, name) for printed, name in names.items()}}
