"""Characters on a page -> text: lines, gaps, and breaks that were made by wrapping only."""

import pytest

from perfeval.documents.formats.page_glyphs import Glyph, TextLine, padding, text_lines, unwrapped

SIZE = 1000


def glyphs(text: str, *, left: int = 0, bottom: int = 0) -> list[Glyph]:
    """Characters side by side: Chinese ones as wide as they are high, others half."""
    placed = []
    for character in text:
        width = SIZE // 2 if character.isascii() else SIZE
        placed.append(Glyph(character, left, bottom, left + width, bottom + SIZE))
        left += width
    return placed


def lines(*texts: str) -> list[TextLine]:
    """Lines under each other."""
    return text_lines([glyph for row, text in enumerate(texts) for glyph in glyphs(text, bottom=-1200 * row)])


def test_lines_from_top_to_bottom_whatever_the_order_of_drawing() -> None:
    drawn = [*glyphs("下", bottom=-1200), *glyphs("二", left=SIZE), *glyphs("上")]
    assert [line.text for line in text_lines(drawn)] == ["上二", "下"]


def test_glyphs_a_little_higher_are_on_the_same_line() -> None:
    assert [line.text for line in text_lines([*glyphs("m"), *glyphs("2", left=500, bottom=300)])] == ["m2"]


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ([("ab", 0), ("cd", 1300)], "ab cd"),  # words without a space between them
        ([("ab", 0), ("cd", 1100)], "abcd"),
        ([("年", 0), ("度", 1900)], "年度"),  # stretched over the cell
        ([("年", 0), ("度", 2100)], "年 度"),
        ([("90", 0), ("万", 1250)], "90万"),
        ([(" 90 ", 0), ("% ", 2000)], "90 %"),
    ],
)
def test_gaps(pieces: list[tuple[str, int]], text: str) -> None:
    (line,) = text_lines([glyph for piece, left in pieces for glyph in glyphs(piece, left=left)])
    assert line.text == text


@pytest.mark.parametrize(
    ("texts", "width", "text"),
    [
        (["经济成本", "指标"], 4, "经济成本指标"),
        (["99.5", "%"], 2.5, "99.5%"),
        (["一、完成", "二、合格"], 9, "一、完成\n二、合格"),
        (["实际支付", "2.22万元"], 7, "实际支付\n2.22万元"),  # 2.22 would have fitted
        (["实际支付", "2.22万元"], 5, "实际支付2.22万元"),
        (["the quick", "brown fox"], 5, "the quick brown fox"),
        (["1234567890", "12345"], 5, "123456789012345"),  # one number that is too long for the cell
        (["完成", "目标，"], 3, "完成目标，"),
        (["甲"], 9, "甲"),
        ([], 9, ""),
    ],
)
def test_breaks_of_wrapping_go_and_breaks_made_by_hand_stay(
    texts: list[str], width: float, text: str
) -> None:
    assert unwrapped(lines(*texts), int(width * SIZE)) == text


def test_padding_is_the_least_distance_to_a_wall() -> None:
    (line,) = lines("甲乙")
    assert padding([(line, -300, 2900), (line, -500, 2200)]) == 200
    assert padding([(line, 100, 2900)]) == 0
    assert padding([]) == 0
