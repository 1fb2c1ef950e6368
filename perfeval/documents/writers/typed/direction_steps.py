"""Steps that read the direction of a target without comparator out of the name (指标方向), as the core does.

They follow names of one telling word with at most one head behind it (工程验收合格率): the name is cut in three, and
where the words known in the parts are not all the words known in the whole, or another one stands before, no formula
may decide. Then every direction counts, and the row is scored only where all of them agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from perfeval.core import direction, indicator_names
from perfeval.core.comparators import Comparator
from perfeval.core.glyphs import plain
from perfeval.core.indicator_names import Measure, spoken
from perfeval.documents.writers.live.formulas import quoted
from perfeval.documents.writers.typed.sheet_steps import SheetStep, has_any, longest_at_end
from perfeval.documents.writers.typed.word_tables import Value, WordTable, by_length, comparator_number

_MEASURES: tuple[Measure, ...] = ("rate", "duration", "other")
_NOT_IN_NAMES = "()（）[]【】《》<>＜＞=＝≤≥≦≧﹤﹥、，。；;:：/／%％‰"
"""Characters of names with notes, numbers or comparators in them, which the formulas leave alone."""
_UNTOLD = "?"
"""What stands where a name says something that no formula follows."""


@cache
def direction_tables() -> tuple[WordTable, ...]:
    """Words of names: those that tell a direction, with what they tell under each measure; heads; all of them."""
    known = indicator_names._WORDS
    heads = {word: kinds for word, kinds in known.items() if kinds <= indicator_names._HEADS}
    silent = {word for word, kinds in known.items() if kinds <= indicator_names._SILENT}
    telling = sorted(known.keys() - heads.keys() - silent)
    measures: dict[str, Value] = {"": "other", **{word: _measure(kinds) for word, kinds in heads.items()}}
    columns = [(f"向词{name}", dict(_told(telling, name))) for name in _MEASURES]
    return (
        WordTable("名称的中心词", by_length("名头", measures, ("名头量", measures))),
        WordTable("名称里说明方向的词", by_length("向词", dict.fromkeys(["", *telling], 0), *columns)),
        WordTable("名称里的所有词", {"全名词": sorted(known)}),
        WordTable("名称里不能在前面的词", {"向词净": telling}),
        WordTable("名称里不能有的字", {"名外字": [*_NOT_IN_NAMES]}),
        WordTable("名称里的比较词", {"名比词": sorted({plain(word) for word in direction._IN_NAMES})}),
        WordTable("每一份的词", {"每词": sorted(word for word, kinds in known.items() if "each" in kinds)}),
    )


def _measure(kinds: frozenset[str]) -> Measure:
    return "duration" if "duration" in kinds else "rate" if "rate" in kinds else "other"


def _told(words: Sequence[str], measure: Measure) -> Iterator[tuple[str, Value]]:
    """What a word says at the end of a name; nothing for no word."""
    yield "", ""
    for word in words:
        said = spoken(f"某{word}", measure)
        yield word, "" if said is None else said.says


def direction_steps() -> list[SheetStep]:
    """Steps from the name to the numbers of the comparators that the target may mean; empty where none may decide."""
    colon = 'FIND(":",{名净})'
    numbered = f"IF({colon}=3,3,VALUE(MID({{名净}},3,{colon}-3))*0+{colon})"
    beginning = f'IFERROR(IF(AND(LEFT({{名净}},2)="指标",{colon}<=5),{numbered},0),0)'
    is_time = 'OR({标类}="days//",{标类}="months//",{标类}="工作日//")'
    of_unit = f'IF({{标类}}="percent//","rate",IF({is_time},"duration","other"))'
    columns = ",".join(f"INDEX(向词{name},{{向位}})" for name in _MEASURES)
    told = f"CHOOSE(MATCH({{名量}},{{{{{','.join(quoted(name) for name in _MEASURES)}}}}},0),{columns})"
    return [
        SheetStep("名净", _plain_name()),
        SheetStep("名文", f"MID({{名净}},1+{beginning},99)"),
        SheetStep("名头位", longest_at_end("{名文}", "名头")),
        SheetStep("名身", "LEFT({名文},LEN({名文})-INDEX(名头长,{名头位}))"),
        SheetStep("向位", longest_at_end("{名身}", "向词")),
        SheetStep("名前", "LEFT({名身},LEN({名身})-INDEX(向词长,{向位}))"),
        SheetStep("名可", f"AND({','.join(_followed())})"),
        SheetStep("名量", f'IF({{标单位}}="",INDEX(名头量,{{名头位}}),{of_unit})'),
        SheetStep("名说", f'IF({{名可}},{told},"{_UNTOLD}")'),
        SheetStep("名向", _concluded()),
    ]


def _plain_name() -> str:
    text = "{计分行}"
    for glyph, simple in ((" ", ""), ("　", ""), ("：", ":"), ("\n", "")):
        text = f"SUBSTITUTE({text},{quoted(glyph) if glyph != chr(10) else 'CHAR(10)'},{quoted(simple)})"
    return text


def _followed() -> list[str]:
    """Conditions under which the name is what the formulas can follow."""

    parts = ("{名前}", "INDEX(向词,{向位})", "INDEX(名头,{名头位})")
    apart = "*".join(f"ISERROR(FIND(全名词,{part}))" for part in parts)
    return [
        '{标种}="量"',
        "{比较}=0",
        "LEN({名文})>1",
        f"NOT({has_any('{名文}', '数字')})",
        f"NOT({has_any('{名文}', '名外字')})",
        f"NOT({has_any('{计分行}', '名比词')})",
        f"NOT({has_any('{名文}', '每词')})",
        'NOT(AND({标单位}<>"",{标分母}<>""))',
        f"SUMPRODUCT(ISNUMBER(FIND(全名词,{{名文}}))*{apart})=0",
        f"NOT({has_any('{名前}', '向词净')})",
        # A month is a date where the name asks when; other times have more readings than one.
        'NOT(OR({标类}="months//",{标单位}="年"))',
    ]


def _concluded() -> str:
    """The comparators by the name, then the category, then the value, else a floor (方向的次序)."""
    floor, ceiling = comparator_number("at_least"), comparator_number("at_most")
    zero, unclear = "{标数}=0", _codes(direction._COMPARATORS["conflict"])
    by_time = f'IF({{名量}}="duration","{ceiling}",IF({{名量}}="rate","{floor}",{{名值向}}))'
    cases = [
        (f'{{名说}}="{_UNTOLD}"', '""'),
        ('{名说}="more"', f'"{floor}"'),
        ('{名说}="less"', f'"{ceiling}"'),
        ('{名说}="free"', f'IF({zero},"{ceiling}","{floor}")'),
        ('{名说}="neither"', f'"{_codes(direction._COMPARATORS["neither"])}"'),
        ('{名说}="conflict"', f'"{unclear}"'),
        ('{类别}="timeliness"', by_time),
        ('OR({类别}="cost",RIGHT({类别},5)="_cost")', f'"{ceiling}"'),
        ('{类别}="satisfaction"', f'"{floor}"'),
    ]
    formula = "{名值向}"
    for test, value in reversed(cases):
        formula = f"IF({test},{value},{formula})"
    small_rate = f'AND({{标类}}="percent//",{{标数}}<={direction.SMALL_RATE},RIGHT({{名文}})="率")'
    results = ",".join(quoted(each) for each in direction._RESULTS)
    few = (
        f'AND({{标类}}<>"percent//",{{标数}}<={direction.FEW},ISNUMBER(MATCH({{类别}},{{{{{results}}}}},0)))'
    )
    small = f"OR({small_rate},{few})"
    by_value = f'IF(OR({zero},{{标类}}="起//"),"{ceiling}",IF({small},"{unclear}","{floor}"))'
    return formula.replace("{名值向}", by_value)


def _codes(comparators: tuple[Comparator, ...]) -> str:
    return "".join(map(comparator_number, comparators))
