"""Steps that read a date (读日期): 2023年12月31日前, 12月底前, 9月, 2023-12-31, as the core's calendar reads them.

Only a date that stands alone is read, with 底, 前 or 完成 behind it; every other text that tells a time is left to a
person. A day is a number, year × 10000 + month × 100 + day, which compares like the days themselves.
"""

from __future__ import annotations

from perfeval.documents.writers.typed.sheet_steps import SheetStep

_LEAP_YEAR = 2000
"""The year of dates without one on a form that names none: only among themselves are they compared."""


def date_steps(which: str, other: str, year: str) -> list[SheetStep]:
    """Steps for the target (`which` 标) or the actual value (实): its first and last day, its limit.

    `other` is the other of the two, `year` the formula of what the form prints as its year.
    """
    steps = [
        ("期文", 'IF(RIGHT({#文},2)="完成",LEFT({#文},LEN({#文})-2),{#文})'),
        ("期前", 'IF(OR(RIGHT({#期文},2)="之前",RIGHT({#期文},2)="以前"),2,IF(RIGHT({#期文})="前",1,0))'),
        ("期身", "LEFT({#期文},LEN({#期文})-{#期前})"),
        ("期底", 'IF(OR(RIGHT({#期身})="底",RIGHT({#期身})="末"),1,0)'),
        ("期略", "LEFT({#期身},LEN({#期身})-{#期底})"),
        ("期核", 'IF(AND({#期底}=1,{#期略}="年"),"12月",{#期略})'),
        ("期节", _parted()),
        ("年文", 'LEFT({#期节},FIND("-",{#期节})-1)'),
        ("月余", "MID({#期节},LEN({#年文})+2,99)"),
        ("月文", 'LEFT({#月余},FIND("-",{#月余})-1)'),
        ("日余", "MID({#月余},LEN({#月文})+2,99)"),
        ("日文", 'LEFT({#日余},FIND("-",{#日余})-1)'),
        ("年数", _year(year)),
        ("月数", _number("{#月文}")),
        ("日数", _number("{#日文}")),
        ("末日", 'IF(AND(ISNUMBER({#年数}),ISNUMBER({#月数})),DAY(DATE({#年数},{#月数}+1,0)),"")'),
        ("期可", f"IF(ISNUMBER({{#末日}}),AND({','.join(_tests())}),FALSE)"),
        ("期首", _day('IF({#日文}="",1,{#日数})')),
        ("期末", _day('IF({#日文}="",{#末日},{#日数})')),
        ("期限", 'IF(AND({#期可},{#期前}>0,{#期底}=0,{#日文}=""),{#年数}*10000+{#月数}*100,{#期末})'),
    ]
    filled = (
        (name, formula.replace("{#", "{" + which).replace("{~", "{" + other)) for name, formula in steps
    )
    return [SheetStep(which + name, formula) for name, formula in filled]


def on_time() -> str:
    """Formula of whether the actual date keeps the deadline: 1, 0, or nothing where nobody can tell."""
    late = 'IF(AND({实期前}=0,{实期首}>{标期末}),0,"")'
    ahead = "AND({实年数}<{标年数},({标年数}-{实年数})*12+{标月数}-{实月数}>6)"
    return f'IF(AND({{标期可}},{{实期可}}),IF({{实期限}}<={{标期限}},IF({ahead},"",1),{late}),"")'


def _parted() -> str:
    """The date as year-month-day-; a part that is not written is empty."""
    marked = "{#期核}"
    for sign in "年月/.":
        marked = f'SUBSTITUTE({marked},"{sign}","-")'
    for sign in "日号":
        marked = f'SUBSTITUTE({marked},"{sign}","")'
    without_year = 'AND(ISNUMBER(FIND("月",{#期核})),ISERROR(FIND("年",{#期核})))'
    return f'IF({without_year},"-","")&{marked}&"---"'


def _year(printed: str) -> str:
    """The year: as written, else that of the form, else one for dates that both have none."""
    of_form = f'IFERROR(VALUE(MID({printed},FIND("年",{printed})-4,4)),"")'
    neither = f'IF({{~年文}}="",{_LEAP_YEAR},"")'
    written = (
        'IF(AND(LEN({#年文})=4,ISNUMBER(FIND(LEFT({#年文},2),"19|20|21"))),IFERROR(VALUE({#年文}),""),"")'
    )
    return f'IF({{#年文}}="",IF(ISNUMBER({of_form}),{of_form},{neither}),{written})'


def _number(text: str) -> str:
    """A month or day in one or two digits; nothing for anything else."""
    plain = f'OR(TEXT(VALUE({text}),"0")={text},TEXT(VALUE({text}),"00")={text})'
    return f'IFERROR(IF({plain},VALUE({text}),""),"")'


def _tests() -> list[str]:
    """What makes the text a date, and one that the calendar has."""
    whole = ['{#年文}&"年"&{#月文}&"月"&{#日文}&"日"', '{#年文}&"年"&{#月文}&"月"&{#日文}&"号"']
    whole += [f'{{#年文}}&"{sign}"&{{#月文}}&"{sign}"&{{#日文}}' for sign in "-/."]
    of_month = ['{#月文}&"月"&{#日文}&"日"', '{#月文}&"月"&{#日文}&"号"']
    day = [f"{{#期核}}={text}" for text in whole] + [
        f'AND({{#年文}}="",{{#期核}}={text})' for text in of_month
    ]
    month = 'AND({#年文}<>"",{#期核}={#年文}&"年"&{#月文}&"月")'
    # A month alone may be a number of months; 底 or 前 tells that it is a date.
    alone = 'AND({#年文}="",{#期核}={#月文}&"月",{#期前}+{#期底}>0)'
    with_day = f'AND({{#日文}}<>"",{{#期底}}=0,ISNUMBER({{#日数}}),OR({",".join(day)}))'
    without = f'AND({{#日文}}="",OR({month},{alone}))'
    return [
        "{#月数}>=1",
        "{#月数}<=12",
        f"OR({with_day},{without})",
        "IF(ISNUMBER({#日数}),AND({#日数}>=1,{#日数}<={#末日}),TRUE)",
    ]


def _day(day: str) -> str:
    return f'IF({{#期可}},{{#年数}}*10000+{{#月数}}*100+{day},"")'
