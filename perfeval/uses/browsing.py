"""A finished run leafed through (翻看全年): its figures, then its forms and rows, a page at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from perfeval.batch.forensics import ask_all
from perfeval.batch.forensics.findings import settle
from perfeval.batch.publishing import MANIFEST
from perfeval.batch.summary.summary import Summary, summarise
from perfeval.batch.year.compare_output import compare_into
from perfeval.batch.year.year import Run, Year, open_year
from perfeval.batch.year.year_compare import Tables, compare_runs
from perfeval.batch.year.year_schema import OF
from perfeval.documents.writers.comparison.year_comparison import YearComparison

PER_PAGE = 200
"""Lines on one page; a browser is slow with thousands."""
_CHOICES = 60
"""Values of a filter that are offered."""

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Listing:
    """What can be listed: the query, its filters by name as conditions, what is searched, and the orders."""

    query: str
    filters: Mapping[str, str]
    searched: str
    orders: Mapping[str, str]


_STATE = "CASE WHEN settled THEN 'settled' WHEN whole THEN 'open' ELSE 'partial' END"
FORMS = _Listing(
    f"""SELECT f, project_id, project, {OF} AS body, budget, executed, rate, full_points, points, claimed, confirmed,
      low, high, claimed - confirmed AS difference, grade, {_STATE} AS state, undecided, refused, ruleset FROM forms""",
    {
        "body": "coalesce(body, '')",
        "state": "state",
        "grade": "coalesce(grade, '')",
        "ruleset": "coalesce(ruleset, '')",
    },
    "concat_ws(' ', project, project_id)",
    {
        "project": "project, f",
        "difference": "difference DESC NULLS LAST, f",
        "claimed": "claimed DESC NULLS LAST, f",
        "confirmed": "confirmed NULLS LAST, f",
        "budget": "budget DESC NULLS LAST, f",
        "rate": "rate NULLS LAST, f",
    },
)
"""自评表清单, each project once."""
ROWS = _Listing(
    f"""SELECT r.f, r.r, r.row, forms.project_id, project, {OF} AS body, r.dimension_key,
      r.category_key, r.name, r.target, r.actual, r.points, r.claimed, r.earned,
      r.points - r.earned AS lost, r.claimed - r.earned AS difference, r.status
      FROM rows r JOIN forms USING (f)""",
    {
        "status": "status",
        "dimension": "coalesce(dimension_key, '')",
        "category": "coalesce(category_key, '')",
        "body": "coalesce(body, '')",
        "loses": "CASE WHEN lost > 0 THEN 'yes' WHEN lost = 0 THEN 'no' ELSE 'open' END",
    },
    "concat_ws(' ', project, name, target, actual)",
    {
        "row": "r",
        "lost": "lost DESC NULLS LAST, r",
        "points": "points DESC NULLS LAST, r",
        "difference": "difference DESC NULLS LAST, r",
    },
)
"""指标行清单."""
LISTINGS: Mapping[str, _Listing] = {"forms": FORMS, "rows": ROWS}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a page asks for: values of filters, words that must all be found, an order, the page from 1."""

    filters: Mapping[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    order: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a listing; `choices` are the values of each filter with the lines that they would leave."""

    lines: Sequence[Line]
    total: int
    page: int
    pages: int
    choices: Mapping[str, Sequence[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Opened:
    """A run ready to be leafed through: its database, its summary, its folder."""

    run: Run
    year: Year
    summary: Summary

    def asked(self, query: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """The rows of a query; each call has a cursor of its own, so that pages do not wait for one another."""
        found = self.year.database.cursor().execute(query, list(values))
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def leaf(self, name: str, wanted: Wanted) -> Leaf:
        """One page of the forms or rows."""
        listing = LISTINGS[name]
        where, values = _where(listing, wanted)
        total = int(self.asked(f"SELECT count(*) AS n FROM ({listing.query}) WHERE {where}", values)[0]["n"])
        pages = max(-(-total // PER_PAGE), 1)
        page = min(max(wanted.page, 1), pages)
        order = listing.orders.get(wanted.order) or next(iter(listing.orders.values()))
        lines = self.asked(
            f"SELECT * FROM ({listing.query}) WHERE {where} ORDER BY {order} LIMIT {PER_PAGE} OFFSET ?",
            [*values, (page - 1) * PER_PAGE],
        )
        return Leaf(
            lines,
            total,
            page,
            pages,
            {each: self._choices(listing, each, wanted) for each in listing.filters},
        )

    def _choices(self, listing: _Listing, name: str, wanted: Wanted) -> list[tuple[str, int]]:
        others = {key: value for key, value in wanted.filters.items() if key != name}
        where, values = _where(listing, replace(wanted, filters=others))
        query = f"""SELECT {listing.filters[name]} AS value, count(*) AS n FROM ({listing.query}) WHERE {where}
          GROUP BY 1 ORDER BY n DESC, value LIMIT {_CHOICES}"""
        return [(str(each["value"]), each["n"]) for each in self.asked(query, values)]

    def form(self, project: str) -> Line | None:
        """The form of a project that counts; None where the year has no such project."""
        found = self.asked(
            "SELECT *, execution_points, execution_claimed, execution_earned, execution_status FROM forms "
            "WHERE project_id = ?",
            [project],
        )
        return found[0] if found else None

    def rows(self, form: Line) -> list[Line]:
        """The rows of a form, the execution row first, with the ends of the recomputed score."""
        rows = self.asked("SELECT * FROM rows WHERE f = ? ORDER BY row", [form["f"]])
        ends = {each["row"]: each for each in self._of("scores", form)}
        execution = {
            "row": 0,
            "dimension_key": "execution",
            "points": form["execution_points"],
            "claimed": form["execution_claimed"],
            "earned": form["execution_earned"],
            "status": form["execution_status"],
        }
        every = [execution, *rows] if form["execution_status"] else rows
        return [{**ends.get(each["row"], {}), **each} for each in every]

    def problems(self, form: Line) -> list[Line]:
        """What was found in a form."""
        return self._of("problems", form)

    def _of(self, table: str, form: Line) -> list[Line]:
        """The lines of a Parquet table of the run that are about a form; a run without problems has no such table."""
        parts = self.run.folder / f"{table}.parquet"
        if not any(parts.glob("*.parquet")):
            return []
        query, values = (
            "SELECT * FROM read_parquet(?) WHERE project_id = ?",
            [f"{parts}/*.parquet", form["project_id"]],
        )
        if form["file"] is not None:  # the copy that counts, where a project was handed in several times
            query, values = f"{query} AND coalesce(file, ?) = ?", [*values, form["file"], form["file"]]
        if form["form"] is not None and table == "scores":
            query, values = f"{query} AND form = ?", [*values, form["form"]]
        return [*self.asked(f"{query} ORDER BY row NULLS FIRST", values)]


def _where(listing: _Listing, wanted: Wanted) -> tuple[str, list[str]]:
    chosen = {name: value for name, value in wanted.filters.items() if name in listing.filters}
    parts = [f"{listing.filters[name]} = ?" for name in chosen]
    parts += [f"contains(lower({listing.searched}), lower(?))" for _ in wanted.words]
    return " AND ".join(parts) or "true", [*chosen.values(), *wanted.words]


def run_at(folder: Path) -> Run:
    """A run with the table and funds that it was made from, where they still lie beside its folder."""
    manifest = (
        json.loads((folder / MANIFEST).read_text(encoding="utf-8")) if (folder / MANIFEST).is_file() else {}
    )
    if "files" in manifest.get("counts", {}):
        return Run(folder)
    beside = [folder.parent / name for name in manifest.get("inputs", {})]
    return Run(folder, *beside[:2]) if all(path.is_file() for path in beside) else Run(folder)


@contextmanager
def opened(run: Run) -> Iterator[Opened]:
    """The run in a database that is gone afterwards, every check of the year asked; raises YearError."""
    with TemporaryDirectory(prefix="perfeval-year-") as work, open_year(run, beside=Path(work)) as year:
        asked = ask_all(year)
        settle(year)
        summary = summarise(year, asked)
        year.database.commit()  # other cursors see only what is committed
        yield Opened(run, year, summary)


def beside(first: Run, second: Run, rules_dirs: tuple[Path, ...] = ()) -> YearComparison:
    """Two runs of one input side by side, as `perfeval compare` has them; raises BatchError."""
    tables = Tables(first.source, first.funds) if first.source else None
    found, _ = compare_into(
        None, lambda folder: compare_runs(first.folder, second.folder, folder, tables, rules_dirs), "zh"
    )
    return found
