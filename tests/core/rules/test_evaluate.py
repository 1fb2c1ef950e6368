"""An expression evaluated for a row: values, steps, and the refusals that others read."""

from __future__ import annotations

from fractions import Fraction

import pytest
from method_rows import method, row, words

from perfeval.core.comparators import Comparator
from perfeval.core.rules import expressions as ex
from perfeval.core.rules.evaluate import (
    evaluate,
    measured,
    pieces_between,
    points_of,
    share_marks,
    shares_beyond,
)
from perfeval.core.rules.expressions import ONE, POINTS, RATIO, ZERO, Node, Operation, share_of_points
from perfeval.core.rules.row import Marks, Refusal, Row
from perfeval.core.span import Span, parse_span

ACTUAL = ex.Input("actual", "actual")


def between(text: str) -> ex.Between:
    return ex.Between(parse_span(text))


def share(text: str) -> ex.Const:
    return ex.Const(Fraction(text))


def op(operation: Operation, first: Node, second: Node, quiet: bool = False) -> ex.Op:
    return ex.Op(operation, "marks", ("first", "second"), first, second, quiet=quiet)


def marks(node: Node, given: Row) -> Marks:
    found = evaluate(node, given)
    assert isinstance(found, Marks), found
    return found


def steps(found: Marks) -> list[tuple[str, str, str, str]]:
    return [(each.operation, each.label, str(each.value), each.detail) for each in found.steps]


@pytest.mark.parametrize(
    ("node", "ends"),
    [
        (op("subtract", between("[0.2, 0.8)"), share("0.1")), ("1/10", "7/10", False, True)),
        (op("subtract", share("1"), between("(0.2, 0.8]")), ("4/5", "1/5", True, False)),
        (op("most", between("(0.2, 0.8)"), share("0.5")), ("1/5", "1/2", True, False)),
        (op("most", between("[0.2, 0.8)"), share("0.9")), ("1/5", "4/5", False, True)),
        (op("least", between("(0.2, 0.8)"), share("0.5")), ("1/2", "4/5", False, True)),
        (op("least", between("(0.2, 0.8)"), share("0.9")), ("9/10", "9/10", False, False)),
        (op("multiply", between("(0.2, 0.8)"), share("0.5")), ("1/10", "2/5", True, True)),
        (op("multiply", between("(0.2, 0.8)"), between("[0.5, 0.6]")), ("1/10", "12/25", True, True)),
        (op("whole_steps", share("7"), share("2")), ("3", "3", False, False)),
        (op("whole_steps", share("-7"), share("2")), ("-4", "-4", False, False)),
        (op("divide", share("7"), share("2")), ("7/2", "7/2", False, False)),
        (ex.Const(Fraction(1, 2), "share"), ("5", "5", False, False)),
        (ex.Const(Fraction(1, 2), "marks"), ("1/2", "1/2", False, False)),
    ],
)
def test_the_ends_of_an_operation(node: Node, ends: tuple[str, str, bool, bool]) -> None:
    found = marks(node, row("10"))
    assert (str(found.low), str(found.high), found.low_open, found.high_open) == ends


def test_an_interval_leaves_a_step_for_each_end_and_a_number_one() -> None:
    assert steps(marks(share_of_points(parse_span("[0.6, 0.8)")), row("10"))) == [
        ("multiply", "marks_low", "6", ""),
        ("multiply", "marks_high", "8", "<"),
    ]
    assert steps(marks(share_of_points(parse_span("[0.6, 0.6]")), row("10"))) == [
        ("multiply", "marks", "6", "")
    ]


@pytest.mark.parametrize(("cap", "told"), [("0.5", [("most", "marks", "1/2", "")]), ("1", []), ("2", [])])
def test_a_quiet_bound_leaves_a_step_only_where_it_acts(
    cap: str, told: list[tuple[str, str, str, str]]
) -> None:
    assert steps(marks(op("most", ONE, share(cap), quiet=True), row("10"))) == told
    assert len(marks(op("most", ONE, share(cap)), row("10")).steps) == 1


def test_what_stands_in_two_places_is_computed_once() -> None:
    twice = op("subtract", ACTUAL, ACTUAL)
    assert [each[0] for each in steps(marks(twice, row("7")))] == ["read", "subtract"]


@pytest.mark.parametrize(
    ("node", "given", "code", "values"),
    [
        (RATIO, row("7", "0"), "target-not-positive", {}),
        (ex.Input("coefficient"), row("7"), "coefficient-missing", {}),
        (ex.Input("percent"), row("7"), "percent-missing", {}),
        (op("divide", ONE, ZERO), row("7"), "target-not-positive", {}),
        (op("whole_steps", ONE, ZERO), row("7"), "target-not-positive", {}),
        (ex.WhenMet(ONE, ZERO), words("完成"), "met-unknown", {}),
        (ex.Pick(RATIO, "r", (parse_span("[0, 1]"),), (ONE,)), row("12"), "no-tier", {"value": "6/5"}),
        (ex.Refuse("unknown", {"a": "b"}), row("7"), "unknown", {"a": "b"}),
        (
            method("bands", levels=[{"name": "完成", "words": ["完成"], "share": "[0.8, 1]"}]).rule,
            words("还行"),
            "level-unknown",
            None,
        ),
        (ex.AgainstEdge(ONE, RATIO), row("7"), "target-not-range", {}),
        (ex.AgainstEdge(ONE, RATIO), row("-7", edges=parse_span("[-5, 5]")), "target-not-positive", {}),
        (ex.AgainstEdge(ONE, RATIO), row("-1", edges=parse_span("[0, 5]")), "target-not-positive", {}),
    ],
)
def test_why_a_row_is_refused(node: Node, given: Row, code: str, values: dict[str, str] | None) -> None:
    found = evaluate(node, given)
    assert isinstance(found, Refusal)
    assert found.code == code
    if values is None:
        assert found.values["words"] == "还行"
    else:
        assert found.values == values


def test_what_is_open_must_be_given_a_reading() -> None:
    with pytest.raises(ValueError, match="Open must be given one of its readings"):
        evaluate(ex.Open("cap", ("a",), (ONE,)), row("7"))


@pytest.mark.parametrize(
    ("actual", "edges", "told"),
    [
        ("7", "[5, 10]", ("1", [])),
        ("5", "[5, 10]", ("1", [])),
        ("5", "(5, 10]", ("1", [("read", "edge", "5", ""), ("divide", "completion_ratio", "1", "")])),
        ("4", "[5, 10]", ("4/5", [("read", "edge", "5", ""), ("divide", "completion_ratio", "4/5", "")])),
        ("12", "[5, 10]", ("6/5", [("read", "edge", "10", ""), ("divide", "completion_ratio", "6/5", "")])),
        ("2", "[1, 1.5]", ("4/3", [("read", "edge", "3/2", ""), ("divide", "completion_ratio", "4/3", "")])),
        (
            "0.4",
            "[0.5, 1]",
            ("4/5", [("read", "edge", "1/2", ""), ("divide", "completion_ratio", "4/5", "")]),
        ),
    ],
)
def test_a_range_is_missed_by_its_nearer_end(
    actual: str, edges: str, told: tuple[str, list[tuple[str, str, str, str]]]
) -> None:
    found = marks(ex.AgainstEdge(ONE, RATIO), row(actual, edges=parse_span(edges)))
    assert (str(found.high), steps(found)) == told


def test_beyond_an_end_the_row_is_missed_and_after_it_as_before() -> None:
    outside = ex.WhenMet(ZERO, share("0.5"))
    both = op("subtract", ex.AgainstEdge(ONE, outside), op("multiply", share("0.1"), RATIO))
    found = marks(both, row("12", "10", edges=parse_span("[5, 8]")))
    assert found.high == Fraction(1, 2) - Fraction(12, 100)


@pytest.mark.parametrize(
    ("x", "expected"),
    [("0.4", "1/5"), ("0.5", "3/5"), ("0.75", "4/5"), ("1", "1"), ("1.5", "1"), ("0.625", "7/10")],
)
def test_marks_by_a_line(x: str, expected: str) -> None:
    points = ((Fraction(1), Fraction(1)), (Fraction(1, 2), Fraction(3, 5)))
    line = ex.Line(RATIO, "completion", points, (), Fraction(1, 5))
    given = row(str(Fraction(x) * 10), points="1")
    assert str(marks(line, given).high) == expected
    assert str(measured(pieces_between(line, points), given)) == expected


def test_the_pieces_of_a_line_meet_in_its_points() -> None:
    points = tuple((Fraction(x), Fraction(y)) for x, y in (("1", "1"), ("0.5", "0.6"), ("2", "0.3")))
    pieces = pieces_between(ex.Line(RATIO, "completion", points, (), Fraction(1, 5)), points)
    assert [str(when) for when in pieces.whens] == ["(-inf, 0.5)", "[0.5, 1]", "(1, 2]", "(2, inf)"]
    assert [str(measured(each, row("20"))) for each in pieces.pieces] == ["1/5", "9/5", "3/10", "1/5"]
    assert pieces.name == "completion"


@pytest.mark.parametrize(
    ("points", "beyond"),
    [
        ((("0.5", "0.6"), ("1", "1")), ("1/5", "1")),
        ((("1", "1"), ("2", "0")), ("1", "1/5")),
        ((("1", "1"), ("2", "1")), ("1", "1")),
        ((("1", "0.5"), ("2", "1"), ("3", "0.5")), ("1/5", "1/5")),
    ],
)
def test_beyond_the_best_point_its_share_holds_on(
    points: tuple[tuple[str, str], ...], beyond: tuple[str, str]
) -> None:
    given = tuple((Fraction(x), Fraction(y)) for x, y in points)
    found = shares_beyond(ex.Line(RATIO, "r", given, (), Fraction(1, 5)), given)
    assert tuple(map(str, found)) == beyond


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        (("10", "6"), ((10, 1), (6, Fraction(1, 2)))),
        (("6", "10"), ((6, 1), (10, Fraction(1, 2)))),
        (("10", "10"), None),
        (("10",), None),
        (("10", "8", "6"), None),
    ],
)
def test_graded_targets_must_match_the_shares_in_number_and_order(
    targets: tuple[str, ...], expected: object
) -> None:
    line = ex.Line(ACTUAL, "actual", None, (Fraction(1), Fraction(1, 2)), ZERO.value)
    graded = tuple(map(Fraction, targets))
    assert points_of(line, row("8", graded_targets=graded)) == expected
    assert points_of(line, row(None, graded_targets=graded)) is None
    if expected is None:
        found = evaluate(line, row("8", graded_targets=graded))
        assert isinstance(found, Refusal)
        assert (found.code, found.values) == ("graded-targets-unusable", {"wanted": "2"})


def test_graded_targets_that_turn_back_are_unusable() -> None:
    line = ex.Line(ACTUAL, "actual", None, (Fraction(1), Fraction(1, 2), Fraction(0)), ZERO.value)
    assert points_of(line, row("8", graded_targets=(Fraction(10), Fraction(6), Fraction(8)))) is None
    assert points_of(line, row("8", graded_targets=(Fraction(10), Fraction(8), Fraction(6)))) is not None


@pytest.mark.parametrize(
    ("comparator", "expected"), [("at_least", 1), ("more_than", 1), ("at_most", 0), (None, 0)]
)
def test_a_case_for_a_comparator(comparator: Comparator | None, expected: int) -> None:
    node = ex.ByComparator((("at_least", "more_than"),), (ONE,), ZERO)
    assert marks(node, Row(Fraction(10), comparator=comparator)).high == expected


@pytest.mark.parametrize(
    ("actual", "value", "told"),
    [
        ("6", "3/5", []),
        ("5.9", "0", [("at_least", "passed", "0", "")]),
    ],
)
def test_a_threshold_leaves_a_step_where_it_fails(
    actual: str, value: str, told: list[tuple[str, str, str, str]]
) -> None:
    found = marks(ex.AtLeast(RATIO, share("0.6"), RATIO, ZERO), row(actual))
    assert (str(found.high), steps(found)) == (value, told)


def test_what_is_assumed_and_what_was_found_leave_their_steps() -> None:
    unless = ex.Unless(RATIO, parse_span("[0, 0.5)"), share("0.2"), "why", RATIO)
    assert steps(marks(unless, row("4"))) == [("assume", "share", "1/5", "why")]
    assert steps(marks(unless, row("5"))) == []
    pick = ex.Pick(
        RATIO, "ratio", (parse_span("[0, 0.5)"), parse_span("[0.5, 1]")), (ZERO, ONE), None, "tier"
    )
    (step,) = marks(pick, row("5")).steps
    assert (step.operation, step.label, step.value, step.operands, step.detail) == (
        "within",
        "tier",
        1,
        (("ratio", Fraction(1, 2)),),
        "[0.5, 1]",
    )


@pytest.mark.parametrize(("scale", "level"), [("attainment", "达成"), ("grade", None)])
def test_a_level_is_read_and_told_where_it_is_one_of_attainment(scale: ex.Scales, level: str | None) -> None:
    node = ex.Words(
        scale, ("达成", "未达成"), (("达成",), ("未达成",)), (ONE, ZERO), {}, ("reached", "missed"), "达成"
    )
    for given, value in (
        (words("达成"), 1),
        (words("未达成"), 0),
        (words("办好了", "办好了"), 1),
        (Row(Fraction(10), words="没办", attained="missed"), 0),
        (Row(Fraction(10), words="办了", attained="reached"), 1),
    ):
        found = marks(node, given)
        assert (found.high, found.level is None) == (value, level is None)
        assert steps(found)[0][:2] == ("read", "level")
    for given in (words(None), words("办好了", "其他"), Row(Fraction(10), words="办了", attained="partly")):
        assert evaluate(node, given) == Refusal("level-unknown", {"words": given.words or ""})


def test_a_share_of_the_marks_outside_any_rule() -> None:
    found = share_marks(Fraction(8), Span(Fraction(1, 2), Fraction(1), False, True))
    assert (found.low, found.high, found.low_open, found.high_open) == (4, 8, False, True)
    assert marks(POINTS, row("1")).high == 10
