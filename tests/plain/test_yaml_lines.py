"""yaml_lines: text stays text, every entry knows its line, and bad input is data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval.plain.yaml_lines import MAX_DEPTH, compose


def codes(text: str) -> list[tuple[str, int | None, int | None]]:
    return [
        (problem.code, problem.place and problem.place.line, problem.place and problem.place.column)
        for problem in compose(text, "f.yaml").problems
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 010", {"a": "010"}),  # YAML 1.1 says 8
        ("a: no", {"a": "no"}),  # YAML 1.1 says False
        ("a: 12:30", {"a": "12:30"}),  # YAML 1.1 says 750
        ("a: 1e3", {"a": "1e3"}),
        ("a: 'null'", {"a": "null"}),
        ("a: null\nb: ~\nc:", {"a": None, "b": None, "c": None}),
        ("- [x, '']\n- {b: '>=90％'}", [["x", ""], {"b": ">=90％"}]),
        ('{"a":1,\t"b": null, "c": "\\u5206\\/"}', {"a": "1", "b": None, "c": "分/"}),  # JSON
        ("\ufeffa: b", {"a": "b"}),
        ("", None),
        ("# nothing", None),
    ],
)
def test_scalars_stay_text(text: str, value: object) -> None:
    document = compose(text)
    assert (document.value, document.problems) == (value, ())


def test_places_are_where_an_entry_begins() -> None:
    document = compose("form:\n  name: 乙\n  rows:\n  - {name: 甲, points: '5'}\n")
    assert str(document.places["form", "name"]) == "line 2, column 3"
    assert str(document.places["form", "rows", 0]) == "line 4, column 5"
    assert str(document.places["form", "rows", 0, "points"]) == "line 4, column 15"
    missing = document.place(("form", "rows", 0, "target"))
    assert missing == document.places["form", "rows", 0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3", [("yaml-duplicate-key", 3, 1)]),
        ("a: &x 1\nb: *x", [("yaml-alias", 1, 4), ("yaml-alias", 2, 4)]),
        ("a: !!int 1\nb: !x {c: d}", [("yaml-tag", 1, 4), ("yaml-tag", 2, 4)]),
        ("? [a, b]\n: c", [("yaml-key-not-text", 1, 3)]),
        ("a: 1\n---\nb: 2", [("yaml-several-documents", 2, 1)]),
        ("a: [1, 2\n", [("yaml-syntax", 2, 1)]),
        ("甲: 乙: 丙", [("yaml-syntax", 1, 5)]),
        ("a:\n\t- b", [("yaml-syntax", 2, 1)]),
        ("甲: b\n乙: \x07", [("yaml-character", 2, 4)]),
        (
            "a: 1\na: 2\nb: *c\nd: [\n",
            [("yaml-duplicate-key", 2, 1), ("yaml-alias", 3, 4), ("yaml-syntax", 5, 1)],
        ),
    ],
)
def test_bad_input_is_a_problem_with_its_place(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert codes(text) == expected


def test_first_of_two_equal_keys_is_kept() -> None:
    assert compose("a: 1\na: 2").value == {"a": "1"}


def test_deep_nesting_is_refused_without_recursion() -> None:
    assert [code for code, _, _ in codes("[" * 20_000 + "]" * 20_000)] == ["yaml-too-deep"]
    assert codes("[" * MAX_DEPTH + "]" * MAX_DEPTH) == []


@pytest.mark.property
@given(st.text(alphabet=st.sampled_from("ab:-[]{}'\"&*!|>?#,%\n\t \r\x00\ufeff甲")) | st.text())
def test_any_text_gives_a_value_or_a_problem(text: str) -> None:
    document = compose(text, "f.yaml")
    assert is_plain(document.value)
    assert all(problem.message() and problem.place and problem.file for problem in document.problems)


def is_plain(value: object) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) and is_plain(each) for key, each in value.items())
    return all(map(is_plain, value)) if isinstance(value, list) else value is None or isinstance(value, str)
