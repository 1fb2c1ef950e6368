"""How much of what people wrote the live form scores: rows of real and constructed forms typed into an empty one.

    python benchmarks/typed_share.py [RULESET]

Needs LibreOffice. Prints, for the rows that the engine scores with one number, how many the form shows, leaves to a
person (待核), or shows otherwise (which must be none), and what the rows it leaves look like.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from field_rows import ROWS, indicator_of  # noqa: E402  # beside the tests
from typing_office import running_office  # noqa: E402

from perfeval.core.claim import PENDING  # noqa: E402
from perfeval.core.form import Indicator, SelfEvaluationForm  # noqa: E402
from perfeval.core.results import RowResult  # noqa: E402
from perfeval.core.ruleset import Ruleset  # noqa: E402
from perfeval.core.scoring import score_form  # noqa: E402
from perfeval.core.target import kind_of, parse_target  # noqa: E402
from perfeval.documents.cases import read_case  # noqa: E402
from perfeval.documents.writers.form.write_form_xlsx import write_form_xlsx  # noqa: E402
from perfeval.rulebook.library import load_library  # noqa: E402

FIRST, YEAR = 13, 2023


def rows() -> Iterator[Indicator]:
    """Indicators of every Chinese case and of the field rows, each once."""
    found: dict[tuple[str | None, ...], Indicator] = {}
    for path in sorted((ROOT / "cases").glob("cn*/**/*.yaml")):
        case, _ = read_case(path.read_text("utf-8"), path.name)
        for each in (each for form in (case.forms if case else ()) for each in form.indicators):
            found[each.name, each.target, each.actual, each.category] = each
    for row in ROWS:
        each = indicator_of(row)
        found[each.name, each.target, each.actual, each.category] = each
    for each in found.values():
        if each.points and each.block is None and not each.facts and not each.coefficient and not each.extra:
            yield each.model_copy(
                update={
                    "submitted_score": None,
                    "initial_target": None,
                    "graded_targets": (),
                    "ignored": None,
                }
            )


def form_of(indicators: tuple[Indicator, ...]) -> SelfEvaluationForm:
    """The rows as one form."""
    return SelfEvaluationForm(name="示例", year=YEAR, indicators=indicators)


def shown(indicators: tuple[Indicator, ...], ruleset: Ruleset) -> list[str]:
    """What an empty form shows as score of each row once it was filled in."""
    empty = form_of((Indicator(name=""),) * len(indicators))
    last = FIRST + len(indicators) - 1
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "空表.xlsx"
        path.write_bytes(write_form_xlsx([score_form(empty, ruleset)]))
        with running_office(Path(folder)) as office, office.book(path) as book:
            book.unmerge("自评表", f"A{FIRST}:C{last}")
            texts = [
                [each.dimension, each.category, each.name, each.target or "", each.actual or ""]
                for each in indicators
            ]
            book.fill("自评表", f"B{FIRST}:F{last}", texts)
            book.fill(
                "自评表", f"G{FIRST}:G{last}", [[float(Fraction(each.points or 0))] for each in indicators]
            )
            return [str(cells[0]) for cells in book.rows("自评表", f"H{FIRST}:H{last}")]


def kind(row: RowResult) -> str:
    """What the row is, for the table of those left over."""
    target = parse_target(row.indicator.target or "") if row.indicator else None
    return "" if target is None else kind_of(target)


def main() -> None:
    """Type, compare, print."""
    ruleset = load_library(()).find(sys.argv[1] if len(sys.argv) > 1 else "cn-caiyu-2020-10")
    assert isinstance(ruleset, Ruleset)
    indicators = tuple(rows())
    scored = score_form(form_of(indicators), ruleset).indicators
    table: Counter[str] = Counter()
    left: list[str] = []
    for row, cell in zip(scored, shown(indicators, ruleset), strict=True):
        if row.score is None or not row.score.is_point:
            is_number = cell not in ("", PENDING)
            table[
                "not one number: a number all the same" if is_number else "not one number: left to a person"
            ] += 1
            if is_number:
                left.append(f"WRONG {row.name} {row.indicator} {cell} {row.score or row.reason}")
            continue
        if cell == PENDING:
            table["one number: left to a person"] += 1
            assert row.indicator is not None
            left.append(
                f"{kind(row):12} {row.indicator.target} | {row.indicator.actual} | {row.name} | {row.score.low}"
            )
        elif Fraction(cell or -1) == Fraction(row.score.low):
            table["one number: shown"] += 1
        else:
            table["one number: another one"] += 1
            left.append(f"WRONG {row.name} {row.indicator} {cell} {row.score.low}")
    print("\n".join(sorted(left)))
    for name, count in sorted(table.items()):
        print(f"{count:6} {name}")
    one = sum(count for name, count in table.items() if name.startswith("one number"))
    print(
        f"{table['one number: left to a person'] / one:6.1%} of {one} rows that the engine scores with one number"
    )


if __name__ == "__main__":
    main()
