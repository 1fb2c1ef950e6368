"""Number formats: what Excel shows for what it stores."""

import pytest

from perfeval.documents.formats.number_format import show_number, show_text, stored_number

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [
        ("0.9", "0%", "90%"),
        ("0.9", "0.00%", "90.00%"),
        ("0.0235", "0.0‰", "0.0‰"),  # ‰ is only a character to Excel
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("0.5", "#.##", ".5"),
        ("5", "#.##", "5."),
        ("5", "0.0#", "5.0"),
        ("100", ".00", "100.00"),
        ("8", "000", "008"),
        ("12", "??0.0?", "12.0"),
        ("2.005", "0.00", "2.01"),  # the decimal that was typed, not its binary neighbour
        ("-0.004", "0.00", "-0.00"),
        ("1000000", "#,##0,", "1,000"),
        ("12345", r'0\.0,"万"', "1.2万"),  # how Excel users show amounts in 万
        ("-5", "0.00;(0.00)", "(5.00)"),
        ("-5", "0.00;[Red]-0.00", "-5.00"),
        ("0", '0;-0;"无"', "无"),
        ("0", ";;;", ""),
        ("0", ACCOUNTING, "-"),
        ("-1234.5", ACCOUNTING, "-1,234.50"),
        ("1835", '[>=1000]0.0,"千";0', "1.8千"),
        ("12", '[>=1000]0.0,"千";0', "12"),
        ("12", '[>=1000]0.0,"千";[<10]0', None),  # Excel shows ####
        ("90", '">="0"%"', ">=90%"),
        ("5", '0"家"', "5家"),
        ("5", "0家", "5家"),
        ("5", "[$￥-804]#,##0.00", "￥5.00"),
        ("7", 'G/通用格式"个"', "7个"),
        ("7", "", "7"),
        ("7", "@", "7"),
        ("1", "# ?/?", None),
        ("1", "0.00E+00", None),
        # General: eleven characters at most
        ("9.948333333333334", "General", "9.948333333"),
        ("-3.5", "General", "-3.5"),
        ("123456789012", "General", "1.23457E+11"),
        ("0.00001234567", "General", "1.23457E-05"),
        ("0.0000001", "General", "0.0000001"),
        # dates: days since 1900
        ("45291", 'yyyy"年"m"月"d"日"', "2023年12月31日"),
        ("45291", "yyyy/m/d;@", "2023/12/31"),
        ("45291", "yy-mm-dd", "23-12-31"),
        ("45291", "mmm-yy", "Dec-23"),
        ("45291", "d-mmmm", "31-December"),
        ("45291", "aaaa", "星期日"),
        ("45291", "ddd", "Sun"),
        ("45291.75", "yyyy-mm-dd hh:mm:ss", "2023-12-31 18:00:00"),
        ("0.4375", "h:mm AM/PM", "10:30 AM"),
        ("0.75", "上午/下午h时mm分", "下午6时00分"),
        ("1.5", "[h]:mm", "36:00"),
        ("0.0006944560185185", "mm:ss.0", "01:00.0"),
        ("60", "yyyy/m/d", None),  # 29 February 1900 never was
        ("59", "yyyy/m/d", "1900/2/28"),
        ("-1", "yyyy/m/d", None),
        ("2958466", "yyyy/m/d", None),
    ],
)
def test_what_is_shown(stored: str, code: str, shown: str | None) -> None:
    assert show_number(stored, code) == shown


def test_the_date_system_of_1904_begins_later() -> None:
    assert show_number("0", "yyyy/m/d", is_1904=True) == "1904/1/1"


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [
        ("无", "General", "无"),
        ("无", "0.00", "无"),
        ("90%", '0;-0;0;"≥"@', "≥90%"),
        ("无", "@@", "无"),
    ],
)
def test_texts_have_formats_too(text: str, code: str, shown: str) -> None:
    assert show_text(text, code) == shown


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("9.9499999999999993", "9.95"),
        ("0.30000000000000004", "0.3"),
        ("123456789012345678", "123456789012346000"),
        ("1E-3", "0.001"),
        ("1e+2", "100"),
        ("12.50", "12.5"),
        ("-0", "0"),
        (" 7 ", "7"),
        ("1E9999", None),
        ("1" * 500, None),
        ("nan", None),
        ("١", None),
        ("", None),
    ],
)
def test_fifteen_digits_are_meant(raw: str, plain: str | None) -> None:
    assert stored_number(raw) == plain
