"""Lints of intervals: tiers, bands and grades leave no gap and share no point."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from perfeval.core.glyphs import normal_words
from perfeval.core.methods.bands import Bands
from perfeval.core.methods.piecewise import Piecewise
from perfeval.core.methods.tiers import Tiers
from perfeval.core.ruleset import Ruleset
from perfeval.core.span import Span, gaps_and_overlaps
from perfeval.plain.yaml_lines import Path
from perfeval.rulebook.lint.finding import Finding, methods

_LOWEST = {"deviation": Fraction(-1), "reverse_completion": None}
"""The least value of a measure that can be below zero; None where there is none."""


def tiers_gap(ruleset: Ruleset) -> Iterator[Finding]:
    """Numbers that no tier holds.

    ## What it does
    Reports a hole between two tiers (or pieces), below the first and above the last; an end that is open by
    nature is written `inf` or `-inf`.

    ## Why
    A row whose number falls into the hole is refused with `no-tier`.

    ## Example
    `[0, 0.6)` and `(0.6, 1]` leave out 0.6 itself, and everything above 1.

    ## Source
    scoring-rules.md U-14: bands written for whole numbers.
    """
    for path, measure, spans in _tiers(ruleset):
        for left, right, fault in gaps_and_overlaps(spans):
            if fault == "gap":
                yield Finding(path, {"left": str(left), "right": str(right)})
        if "pieces" in path[:-1]:
            continue  # tiers inside a piece need not reach beyond it
        first = min(spans, key=lambda span: (span.low is not None, span.low or 0, span.low_open))
        lowest = _LOWEST.get(measure, Fraction(0))
        if first.low is not None and (
            lowest is None or first.low > lowest or (first.low == lowest and first.low_open)
        ):
            yield Finding(path, {"left": "-inf" if lowest is None else str(lowest), "right": str(first)})
        if all(span.high is not None for span in spans):
            last = max(spans, key=lambda span: span.high or 0)
            yield Finding(path, {"left": str(last), "right": "inf"})


def tiers_overlap(ruleset: Ruleset) -> Iterator[Finding]:
    """Numbers that two tiers hold.

    ## What it does
    Reports neighbouring tiers (or pieces) that share a point.

    ## Why
    The share of the marks at that point would depend on the order of the tiers.

    ## Example
    `[0.6, 0.8]` and `[0.8, 1]` both hold 0.8.

    ## Source
    scoring-rules.md U-12: which side owns the edge.
    """
    for path, _, spans in _tiers(ruleset):
        yield from _faults(path, spans, "overlap")


def levels_gap(ruleset: Ruleset) -> Iterator[Finding]:
    """Shares of the marks that no level of attainment gives.

    ## What it does
    Reports holes between the shares of the levels of `bands`, and shares that do not reach from 0 to 1.

    ## Why
    A score in the hole would be wrong under every level, which no document means.

    ## Example
    达成 `[0.8, 1]`, 部分达成 `[0.6, 0.8)`, 未达成 `[0, 0.5)` leaves out `[0.5, 0.6)`.

    ## Source
    scoring-rules.md U-13: the middle band ends at 60 % or at 50 %.
    """
    for path, method in methods(ruleset):
        if isinstance(method, Bands):
            spans = tuple(level.share for level in method.levels)
            yield from _faults((*path, "levels"), spans, "gap")
            yield from _ends((*path, "levels"), spans, Fraction(1))


def levels_overlap(ruleset: Ruleset) -> Iterator[Finding]:
    """Shares of the marks that two levels of attainment give.

    ## What it does
    Reports levels of `bands` whose shares have a point in common.

    ## Why
    The edge belongs to one band; `含` in the text says to which.

    ## Example
    `[0.8, 1]` and `[0.6, 0.8]`

    ## Source
    scoring-rules.md U-12.
    """
    for path, method in methods(ruleset):
        if isinstance(method, Bands):
            yield from _faults((*path, "levels"), tuple(level.share for level in method.levels), "overlap")


def level_word_twice(ruleset: Ruleset) -> Iterator[Finding]:
    """A word that names two levels.

    ## What it does
    Reports a word of `bands` that stands under more than one level, or twice under one.

    ## Why
    Which level an actual value reaches would depend on the order of the levels.

    ## Example
    `基本达成` under 达成 and under 部分达成

    ## Source
    perfeval.
    """
    for path, method in methods(ruleset):
        seen: set[str] = set()
        for number, level in enumerate(method.levels if isinstance(method, Bands) else ()):
            for place, word in enumerate(level.words):
                if word in seen:
                    yield Finding((*path, "levels", number, "words", place), {"word": word})
                seen.add(word)


def word_unmatchable(ruleset: Ruleset) -> Iterator[Finding]:
    """A word that no cell can match.

    ## What it does
    Reports a word of `bands` that is not written as cells are read: without spaces, with half-width
    brackets, without closing punctuation.

    ## Why
    The cell 完全达到预期（目标）is read as 完全达到预期(目标); a word with full-width brackets never meets
    it.

    ## Example
    `words: [完全达到预期（目标）]`; write `'完全达到预期(目标)'`.

    ## Source
    perfeval: core/glyphs.py.
    """
    for path, method in methods(ruleset):
        for number, level in enumerate(method.levels if isinstance(method, Bands) else ()):
            for place, word in enumerate(level.words):
                if word != normal_words(word):
                    values = {"word": word, "normal": normal_words(word)}
                    yield Finding((*path, "levels", number, "words", place), values)


def repeats_target_unknown(ruleset: Ruleset) -> Iterator[Finding]:
    """`repeats_target` that names no level.

    ## What it does
    Reports a `repeats_target` of `bands` that is neither "refuse" nor the name of a level.

    ## Why
    An actual value that repeats the target's words would be refused without anybody having decided so.

    ## Example
    `repeats_target: 达成` where the level is named 达成年度指标

    ## Source
    perfeval.
    """
    for path, method in methods(ruleset):
        if isinstance(method, Bands) and method.repeats_target != "refuse":
            names = [level.name for level in method.levels]
            if method.repeats_target not in names:
                values = {"name": method.repeats_target, "known": "、".join(names)}
                yield Finding((*path, "repeats_target"), values)


def grades_gap(ruleset: Ruleset) -> Iterator[Finding]:
    """Totals without a grade.

    ## What it does
    Reports holes between the bands of the grades, and bands that do not reach from 0 to the total.

    ## Why
    A total of 89.5 has no grade where the bands are `[90, 100]` and `[80, 89]`.

    ## Example
    See above. Where the document itself prints whole numbers, keep them and say so under `waived`.

    ## Source
    scoring-rules.md N-05 and U-14.
    """
    if ruleset.grades is not None:
        spans = tuple(band.when for band in ruleset.grades.bands)
        yield from _faults(("grades", "bands"), spans, "gap")
        yield from _ends(("grades", "bands"), spans, ruleset.total.points)


def grades_overlap(ruleset: Ruleset) -> Iterator[Finding]:
    """Totals with two grades.

    ## What it does
    Reports grades whose bands share a point.

    ## Why
    The grade at that point would depend on the order of the bands.

    ## Example
    `[90, 100]` and `[80, 90]`

    ## Source
    scoring-rules.md U-14.
    """
    if ruleset.grades is not None:
        spans = tuple(band.when for band in ruleset.grades.bands)
        yield from _faults(("grades", "bands"), spans, "overlap")


def grade_twice(ruleset: Ruleset) -> Iterator[Finding]:
    """A grade that stands twice.

    ## What it does
    Reports a name that two bands of the grades carry.

    ## Why
    One of the two is the wrong name.

    ## Example
    `{grade: 良, when: '[80, 90)'}` and `{grade: 良, when: '[60, 80)'}`

    ## Source
    perfeval.
    """
    names = [band.grade for band in ruleset.grades.bands] if ruleset.grades else []
    for position, name in enumerate(names):
        if name in names[:position]:
            yield Finding(("grades", "bands", position), {"grade": name})


def _tiers(ruleset: Ruleset) -> Iterator[tuple[Path, str, tuple[Span, ...]]]:
    for path, method in methods(ruleset):
        if isinstance(method, Tiers):
            yield (*path, "tiers"), method.of, tuple(tier.when for tier in method.tiers)
        elif isinstance(method, Piecewise):
            yield (*path, "pieces"), method.of, tuple(piece.when for piece in method.pieces)


def _faults(path: Path, spans: tuple[Span, ...], wanted: str) -> Iterator[Finding]:
    for left, right, fault in gaps_and_overlaps(spans):
        if fault == wanted:
            yield Finding(path, {"left": str(left), "right": str(right)})


def _ends(path: Path, spans: tuple[Span, ...], top: Fraction) -> Iterator[Finding]:
    """Holes at the two ends of `[0, top]`."""
    for end, name in ((Fraction(0), "0"), (top, str(top))):
        if not any(end in span for span in spans):
            yield Finding(path, {"left": name, "right": name})
