"""Steps that read a cell (读数): from its text to a number, a magnitude and a unit, or to words.

They carry the plain part of the core's grammar: a comparator, a number in digits, a magnitude, a unit, a noun,
以上 or 以内, a note in brackets. What they cannot read they leave to a person; they never guess.
"""

from __future__ import annotations

from perfeval.documents.writers.typed.sheet_steps import (
    SheetStep,
    has_any,
    longest_at_end,
    longest_at_start,
    substituted,
)
from perfeval.documents.writers.typed.word_tables import BESIDE, LONGEST, LONGEST_NAME, blanks, replacements

_MOST_NESTED = 50
_MOST_DIGITS = 15
_NUMBER = '"0123456789.,"'


_FIRST_DAY, _LAST_DAY = 40179, 55153
"""2010 to 2050 as a spreadsheet counts days."""


def text_of(cell: str, is_date: str) -> str:
    """Formula of what a cell says: a number with the format of a percentage or a date as it is shown.

    Not every program tells the format of a date. A whole number that may be one is a date where `is_date` says so, and
    else is left to a person.
    """
    shape = f'LEFT(CELL("format",{cell}))'
    day = f'TEXT({cell},"yyyy-m-d")'
    may_be_day = f"AND({cell}=INT({cell}),{cell}>={_FIRST_DAY},{cell}<={_LAST_DAY})"
    plain = f'IF({may_be_day},IF({is_date},{day},"?"&{cell}),{cell}&"")'
    number = f'IF({shape}="P",ROUND(100*{cell},10)&"%",IF({shape}="D",{day},{plain}))'
    return f'IF(ISNUMBER({cell}),{number},{cell}&"")'


def reading_steps(which: str, cell: str, opening: str, is_date: str = "FALSE") -> list[SheetStep]:
    """Steps that read the target (`which` 标) or the actual value (实) out of a cell.

    `opening` is the formula of how many characters before the comparator say nothing (已完成), `is_date` that of
    whether the row is about dates.
    """
    steps = [("原文", f'IF({{行}}="","",{text_of(cell, is_date)})')]
    source = "原文"
    pairs = replacements()
    for number, start in enumerate(range(0, len(pairs), _MOST_NESTED), 1):
        steps.append((f"字形{number}", substituted(f"{{#{source}}}", pairs[start : start + _MOST_NESTED])))
        source = f"字形{number}"
    breaks = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({{#{source}}},CHAR(10),""),CHAR(13),""),CHAR(9),"")'
    steps += [
        ("无空", substituted(breaks, ((blank, "") for blank in blanks()))),
        (
            "文",
            'IF({#无空}="","",IF(ISNUMBER(FIND(RIGHT({#无空}),"。;,.、")),LEFT({#无空},LEN({#无空})-1),{#无空}))',
        ),
        ("起", opening),
        ("比位", longest_at_start("MID({#文},1+{#起},99)", "比较词")),
        ("余文", "MID({#文},1+{#起}+INDEX(比较词长,{#比位}),99)"),
        ("数词", _numeral()),
        ("余", "IF({#数词}>0,{#数词}&MID({#余文},2,99),{#余文})"),
        ("数长", f'SUMPRODUCT(MIN(位+1000*ISNUMBER(FIND(MID({{#余}}&"x",位,1),{_NUMBER}))))-1'),
        ("数文", "LEFT({#余},{#数长})"),
        ("整数", 'LEFT({#数文},FIND(".",{#数文}&".")-1)'),
        ("数", _number(source, "{#数文}", "{#整数}")),
        *_second_number(source),
        ("括", 'FIND("(",{#尾}&"(")'),
        ("注", "MID({#尾},{#括},99)"),
        ("后位", longest_at_end("LEFT({#尾},{#括}-1)", "后缀")),
        ("量文", "LEFT({#尾},{#括}-1-INDEX(后缀长,{#后位}))"),
        ("首位", longest_at_start("{#量文}", "单位名")),
        ("级位", f"IF({{#首位}}>1,1,{longest_at_start('{#量文}', '数量级')})"),
        ("倍", "INDEX(数量级值,{#级位})"),
        ("单位", "MID({#量文},1+INDEX(数量级长,{#级位}),99)"),
        ("分子", 'LEFT({#单位},FIND("/",{#单位}&"/")-1)'),
        ("分母", "MID({#单位},LEN({#分子})+2,99)"),
        ("母一", 'LEFT({#分母},FIND("/",{#分母}&"/")-1)'),
        ("母二", "MID({#分母},LEN({#母一})+2,99)"),
        ("子位", longest_at_start("{#分子}", "单位名")),
        ("一位", longest_at_start("{#母一}", "单位名")),
        ("二位", longest_at_start("{#母二}", "单位名")),
        ("名词", 'IF({#子位}>1,MID({#分子},1+INDEX(单位名长,{#子位}),99),"")'),
        ("类", f'{_kind("分子", "子位")}&"/"&{_kind("母一", "一位")}&"/"&{_kind("母二", "二位")}'),
        ("值", "INDEX(单位值,{#子位})/INDEX(单位值,{#一位})/INDEX(单位值,{#二位})"),
        ("可读", f"IF(ISNUMBER({{#数}}),AND({','.join(_readable(which))}),FALSE)"),
    ]
    return [SheetStep(which + name, formula.replace("{#", "{" + which)) for name, formula in steps]


def _kind(part: str, place: str) -> str:
    """What a part of a unit measures: the dimension of the table; an unknown name is its own."""
    return f"IF({{#{place}}}>1,INDEX(单位类,{{#{place}}}),{{#{part}}})"


def _numeral() -> str:
    """The number that a single character names before a counter (三家); 0 for every other text, 一季度 among them."""
    counted = "ISNUMBER(MATCH(MID({#余文},2,99),数词单位,0))"
    return f'IF(AND({{#余文}}<>"",{counted}),IFERROR(MATCH(LEFT({{#余文}}),数词,0),IF(LEFT({{#余文}})="两",2,0)),0)'


def _second_number(spaced: str) -> list[tuple[str, str]]:
    """Steps of the upper end of a range (5-10家, 90%-95%): it is one where the unit is the same, or stands once."""
    signs = ",".join(f'IFERROR(FIND("{sign}",{{#首尾}}),99)' for sign in ("-", "~", "至", "到"))
    years = "AND(LEN({#数文})=4,LEN({#高文})=4)"
    tests = [
        "{#比位}=1",
        "ISNUMBER({#数})",
        "{#高}>={#数}",
        f"NOT({years})",
        'OR({#段前}="",{#段前}=MID({#段余},LEN({#高文})+1,99))',
    ]
    return [
        ("首尾", "MID({#余},{#数长}+1,99)"),
        ("连位", f"MIN({signs})"),
        ("段前", "LEFT({#首尾},{#连位}-1)"),
        ("段余", "MID({#首尾},{#连位}+1,99)"),
        (
            "高文",
            f'LEFT({{#段余}},SUMPRODUCT(MIN(位+1000*ISNUMBER(FIND(MID({{#段余}}&"x",位,1),{_NUMBER}))))-1)',
        ),
        ("高整", 'LEFT({#高文},FIND(".",{#高文}&".")-1)'),
        ("高", _number(spaced, "{#高文}", "{#高整}")),
        ("段", f"IF(ISNUMBER({{#高}}),AND({','.join(tests)}),FALSE)"),
        ("尾", "IF({#段},MID({#段余},LEN({#高文})+1,99),{#首尾})"),
    ]


def _number(spaced: str, text: str, whole: str) -> str:
    """The number in some digits; nothing where they are malformed, or a blank stands between them."""
    digits = f'SUBSTITUTE({text},",","")'
    thousands = f'TEXT(VALUE(SUBSTITUTE({whole},",","")),"#,##0")'
    tests = [
        f'{text}=""',
        f"LEN({digits})>{_MOST_DIGITS}",
        f'ISNUMBER(FIND(LEFT({text}),".,"))',
        f'ISNUMBER(FIND(RIGHT({text}),".,"))',
        f'LEN({text})-LEN(SUBSTITUTE({text},".",""))>1',
        f'ISNUMBER(FIND(",",MID({text},LEN({whole})+1,99)))',
        f'AND(LEFT({whole})="0",LEN({whole})>1)',
        f"AND({{#数词}}=0,ISERROR(FIND({text},{{#{spaced}}})))",
    ]
    grouped = f'IF(ISNUMBER(FIND(",",{whole})),IF({whole}={thousands},VALUE({digits}),""),VALUE({digits}))'
    return f'IF(OR({",".join(tests)}),"",{grouped})'


def _readable(which: str) -> list[str]:
    """Conditions under which the core reads the same number and the same unit."""
    after_name = "MID({#单位},1+INDEX(单位名长,{#子位}),99)"
    slashes = 'LEN({#单位})-LEN(SUBSTITUTE({#单位},"/",""))'
    return [
        f"LEN({{#文}})<={LONGEST - 2}",
        _note_says_nothing(),
        f"NOT({has_any('{#量文}', '禁用字')})",
        f"NOT({has_any(after_name, '界限字')})",
        f'OR({{#单位}}="",({{#分子}}<>"")+({{#母一}}<>"")+({{#母二}}<>"")={slashes}+1)',
        *(_name_alone(part, place) for part, place in _PARTS),
        *(f"OR({{#{place}}}=1,INDEX(单位名长,{{#{place}}})=LEN({{#{part}}}))" for part, place in _PARTS[1:]),
        _noun_says_nothing(),
        *(_known_words() if which == "实" else ()),
        # Four digits before 年 are a date.
        'NOT(AND({#单位}="年",LEN({#数文})=4))',
    ]


_PARTS = (("分子", "子位"), ("母一", "一位"), ("母二", "二位"))


def _note_says_nothing() -> str:
    """A note in brackets at the end: one pair, no digit and no 含 in it, and no unit right behind the number."""
    one_pair = 'LEN(SUBSTITUTE(SUBSTITUTE({#注},")",""),"(",""))=LEN({#注})-2'
    no_unit = (
        f"{longest_at_start('MID({#注},2,99)', '单位名')}=1,{longest_at_start('MID({#注},2,99)', '数量级')}=1"
    )
    plain = f'RIGHT({{#注}})=")",{one_pair},NOT({has_any("{#注}", "注中禁字")})'
    return f'OR({{#注}}="",AND({plain},OR({{#括}}>1,AND({no_unit}))))'


def _known_words() -> tuple[str, ...]:
    """Of an actual value: a noun and a note that the core knows without the row; of others it may ask (3座(烂尾))."""
    note = "MID({#注},2,LEN({#注})-2)"
    return (
        f'OR({{#名词}}="",ISNUMBER(MATCH("{BESIDE}"&{{#名词}},旁词,0)))',
        f'OR({{#注}}="",ISNUMBER(MATCH("{BESIDE}"&{note},旁词,0)),ISNUMBER(MATCH({note},单位名,0)))',
    )


def _name_alone(part: str, place: str) -> str:
    """A unit that is in no table: Chinese letters only, and not many."""
    chinese = f"EXACT(UPPER({{#{part}}}),LOWER({{#{part}}}))"
    return f"OR({{#{place}}}>1,AND({chinese},LEN({{#{part}}})<={LONGEST_NAME}))"


def _noun_says_nothing() -> str:
    """A noun behind a unit (家企业): a few Chinese letters, not after a length of time nor before a "/"."""
    chinese = "EXACT(UPPER({#名词}),LOWER({#名词}))"
    percent = 'ISERROR(FIND("%",{#名词})),ISERROR(FIND("‰",{#名词}))'
    time = 'NOT(OR({#类}="days//",{#类}="months//"))'
    few = f"LEN({{#名词}})<={LONGEST_NAME}"
    return f'OR({{#名词}}="",AND({{#分母}}="",{few},{chinese},{percent},{time}))'
