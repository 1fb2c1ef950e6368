"""Tables that nobody expects: hostile bytes, marks by the thousand million, levels in free text, strange methods."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batch.tables import Row, by_batch, by_core, ruleset
from batch.test_kernel import CATEGORIES, POINTS, QUANTITIES, hard_rows
from hypothesis import given
from hypothesis import strategies as st

from perfeval.batch.columnar import scorer, spelling
from perfeval.batch.columnar.arena import Allocate
from perfeval.batch.columnar.texts import Texts, texts_of
from perfeval.batch.table import tables
from perfeval.batch.table.table_run import TableJob, run_table
from perfeval.batch.table_error import TableError
from perfeval.core.methods.all_or_nothing import AllOrNothing
from perfeval.core.methods.base import Method
from perfeval.core.methods.deduct import Deduct
from perfeval.core.methods.full_when_met import FullWhenMet
from perfeval.core.methods.interpolate import Interpolate
from perfeval.core.methods.pass_threshold import PassThreshold
from perfeval.core.methods.piecewise import Piece, Piecewise
from perfeval.core.methods.proportional import Proportional
from perfeval.core.methods.symmetric_deviation import SymmetricDeviation
from perfeval.core.methods.tiers import Tier, Tiers
from perfeval.core.ruleset import Ruleset
from perfeval.core.span import Span

RULES = ruleset("toyland-benchmark")
NAMES = ("level1", "level2", "target", "actual", "points", "submitted_score")


def written(path: Path, rows: list[Row], ids: list[str], **options: object) -> Path:
    columns = dict(zip(NAMES, zip(*rows, strict=True), strict=True))
    arrays = {name: pa.array(column, pa.string()) for name, column in columns.items()}
    pq.write_table(pa.table({"project_id": ids, **arrays}), path, **options)
    return path


def results(folder: Path) -> dict[str, bytes]:
    return {f"{path.relative_to(folder)}": path.read_bytes() for path in sorted(folder.rglob("*.parquet/*"))}


@pytest.mark.slow
@pytest.mark.parametrize("compression", ["none", "snappy"])
def test_altered_bytes_give_results_or_a_message(tmp_path: Path, compression: str) -> None:
    rows: list[Row] = [("产出指标", "数量指标", f">={at % 37}", "4", "5", None) for at in range(1000)]
    path = written(tmp_path / "t.parquet", rows, ["甲"] * 1000, compression=compression)
    source, content, chance = tables.open_table(path, "indicators"), path.read_bytes(), random.Random(7)
    end = sum(source.metadata.row_group(0).column(at).total_compressed_size for at in range(4))
    refused = 0
    for _ in range(300):
        altered = bytearray(content)
        for _ in range(chance.choice((1, 3, 40))):
            altered[chance.randrange(4, end)] = chance.choice((0, 1, 255, chance.randrange(256)))
        path.write_bytes(altered)
        try:
            found = tables.read_chunk(source, 0, ("project_id", "level1", "target", "actual"))
        except TableError as error:
            refused += "文件已损坏" in str(error)
        else:
            assert {len(texts.at(np.arange(len(texts)))) for texts in found.values()} == {1000}
    assert 0 < refused < 300


def test_a_column_that_is_shorter_than_its_table_is_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "t.parquet", [("产出指标", "数量指标", ">=5", "4", "5", None)] * 9, ["甲"] * 9)
    for numbering in ("texts_of", "texts_as_they_stand"):
        monkeypatch.setattr(tables, numbering, _short_where_four)
    with pytest.raises(TableError, match="not 9 rows in actual"):
        run_table(TableJob(path, None, RULES), tmp_path / "out")


def _short_where_four(column: pa.ChunkedArray, allocate: Allocate) -> Texts:
    return texts_of(column[:8] if column[0].as_py() == "4" else column, allocate)


@pytest.mark.slow
def test_ids_that_are_no_utf8_are_named(tmp_path: Path) -> None:
    ids = pa.StringArray.from_buffers(
        2, pa.py_buffer(np.array([0, 3, 6], np.int32)), pa.py_buffer(b"P1\xffP2\xff")
    )
    row = {"level1": ["产出指标"] * 2, "target": [">=5"] * 2, "actual": ["4"] * 2, "points": ["5"] * 2}
    pq.write_table(pa.table({"project_id": ids, **row}), tmp_path / "t.parquet")
    with pytest.raises(TableError, match="UTF-8"):
        run_table(TableJob(tmp_path / "t.parquet", None, RULES), tmp_path / "out")


@pytest.mark.slow
@pytest.mark.parametrize("marks", ["999999999999", "1000000000", "999999999.5"])
def test_marks_that_no_sum_has_room_for_are_refused_with_their_project(tmp_path: Path, marks: str) -> None:
    rows: list[Row] = [("产出指标", "数量指标", ">=5", "5", marks, None)] * 1200
    path = written(tmp_path / "t.parquet", [*rows, *rows[:2]], ["甲"] * 1200 + ["乙"] * 2)
    counts = run_table(TableJob(path, None, RULES), tmp_path / "out")
    first, second = pq.read_table(tmp_path / "out/totals.parquet").to_pylist()
    assert (first["low"], first["refused"] > 0) == (None, True)
    assert second["low"] == (2 * Fraction(marks) if marks == "999999999.5" else None)
    assert counts["problem.score-too-large"] == (1 if marks == "999999999.5" else 1202)
    assert "甲" in pq.read_table(tmp_path / "out/problems.parquet")["project"].to_pylist()


@pytest.mark.slow
def test_it_does_not_matter_who_scored_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which spellings the table has room for hangs on the order of threads; the results must not."""
    rows = hard_rows()
    path = written(
        tmp_path / "t.parquet", rows, [f"P{at // 5:04d}" for at in range(len(rows))], row_group_size=97
    )
    found = []
    for most in (1 << 16, 12, 2):
        monkeypatch.setattr(spelling, "_MOST", most)
        counts = run_table(TableJob(path, None, RULES), tmp_path / str(most))
        found.append((counts.pop("by_core"), counts, results(tmp_path / str(most))))
    assert found[0][0] < found[1][0] < found[2][0]
    assert found[0][1:] == found[1][1:] == found[2][1:]


@pytest.mark.slow
def test_levels_in_plain_pages_and_free_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A column without a dictionary has as many texts as changes: pairs of all with all would never end."""
    rows: list[Row] = [
        (*CATEGORIES[at % 5], f">={at % 30 + 1}", f"{at % 40}", "5", None) for at in range(20_000)
    ]
    ids = [f"P{at // 10:05d}" for at in range(20_000)]
    coded = written(tmp_path / "coded.parquet", rows, ids)
    plain = written(tmp_path / "plain.parquet", rows, ids, use_dictionary=False)
    for path in (coded, plain):
        run_table(TableJob(path, None, RULES), tmp_path / path.stem)
    assert results(tmp_path / "coded") == results(tmp_path / "plain")
    free: list[Row] = [
        (f"{at}、{one}", f"（{at}）{two}", *rest) for at, (one, two, *rest) in enumerate(rows[:60])
    ]
    monkeypatch.setattr(scorer, "_PAIRS", 10)
    found, _ = by_batch(free, RULES, coded=True)
    assert found == [by_core(row, RULES) for row in free]


SIMPLE: st.SearchStrategy[Method] = st.sampled_from(
    (
        AllOrNothing(),
        Proportional(ratio="actual/target", cap="none"),
        Proportional(ratio="actual/target", cap=Fraction(1)),
        Proportional(ratio="2-actual/target", cap=Fraction(1)),
        Proportional(ratio="target/actual", cap=Fraction(1)),
        SymmetricDeviation(tolerance=Fraction(1, 10)),
        Deduct(of="shortfall", per=Fraction(1, 20), take=Fraction(1, 10), unit="share", steps="proportional"),
        Deduct(of="gap", per=Fraction(1), take=Fraction(1), steps="whole"),
        Interpolate(of="completion", points=((Fraction(1, 2), Fraction(1, 5)), (Fraction(1), Fraction(1)))),
        Tiers(
            of="inverse_completion",
            tiers=(
                Tier(when=Span(None, Fraction(1), True, True), share=Span(Fraction(1, 5), Fraction(1, 2))),
                Tier(when=Span(Fraction(1), None, False, True), share=Span(Fraction(1), Fraction(1))),
            ),
        ),
    )
)
RATIOS = st.sampled_from((Fraction(0), Fraction(3, 5), Fraction(9, 10), Fraction(1)))


def nested(inner: st.SearchStrategy[Method]) -> st.SearchStrategy[Method]:
    return st.one_of(
        st.builds(FullWhenMet, otherwise=inner),
        st.builds(PassThreshold, threshold=RATIOS, reached=inner, below=RATIOS),
        st.tuples(inner, inner).map(in_pieces),
    )


def in_pieces(two: tuple[Method, Method]) -> Method:
    below, above = Span(None, Fraction(0), True, True), Span(Fraction(0), None, False, True)
    pieces = (Piece(when=below, method=two[0]), Piece(when=above, method=two[1]))
    return Piecewise(of="deviation", pieces=pieces)


METHODS = st.recursive(SIMPLE, nested, max_leaves=3)
ZEROS = st.sampled_from(("0", "0%", "0.0元", "1", "60%", "100%", "0.9", "5个"))
SIGNS: st.SearchStrategy[Callable[[str], str]] = st.sampled_from((">=", "<=", "=", ">", "<", "")).map(
    lambda sign: lambda text: sign + text
)


def with_method(rules: Ruleset, method: Method) -> Ruleset:
    made = tuple(rule.model_copy(update={"method": method}) for rule in rules.rules)
    return rules.model_copy(update={"rules": made})


@pytest.mark.slow
@pytest.mark.property
@pytest.mark.parametrize("zero", [None, "all_or_nothing"])
@given(
    method=METHODS,
    rows=st.lists(
        st.tuples(
            st.sampled_from(CATEGORIES[:3]),
            st.one_of(st.builds(lambda sign, text: sign(text), SIGNS, ZEROS), QUANTITIES),
            st.one_of(ZEROS, QUANTITIES),
            POINTS,
        ),
        min_size=1,
        max_size=8,
    ),
)
def test_any_method_scores_in_a_table_as_in_the_core(zero: str | None, method: Method, rows) -> None:
    """Thresholds over levels over ratios, against targets of zero too: whatever has lines has the core's scores."""
    rules = with_method(RULES, method)
    if zero is None:
        rules = rules.model_copy(update={"meaning": rules.meaning.model_copy(update={"zero_target": None})})
    flat: list[Row] = [(*category, *cells, None) for category, *cells in rows]
    found, _ = by_batch(flat, rules, coded=True)
    assert found == [by_core(row, rules) for row in flat]
