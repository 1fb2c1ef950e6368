"""Steps of an indicator row (逐行计分): its cells on the form, its numbers in one unit, its score, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from perfeval.core.claim import PENDING
from perfeval.core.exact import show
from perfeval.core.glyphs import plain
from perfeval.core.held_to_target import BARE_READINGS
from perfeval.core.missing_unit import _FRACTION_OF, _TINY, ALIKE, FAR, FAR_APART, NEAR
from perfeval.core.ruleset import Ruleset
from perfeval.core.scale import _HALF, _LEAST, MOST
from perfeval.core.words.units import LADDERS, MEASURES, measure_of
from perfeval.documents.writers.live.formulas import quoted
from perfeval.documents.writers.typed.date_steps import date_steps, on_time
from perfeval.documents.writers.typed.direction_steps import direction_steps
from perfeval.documents.writers.typed.reading_steps import reading_steps
from perfeval.documents.writers.typed.sheet_steps import SheetStep, has_any, longest_at_start
from perfeval.documents.writers.typed.word_tables import bands_of, comparator_number

_BLANK_MARKS = "-~/\\_.…·*"


@dataclass(frozen=True, slots=True)
class FormColumns:
    """Where the indicators stand on the form: its sheet, the cells of the header, 总分 and year, and the columns."""

    sheet: str
    header: str
    total: str
    year: str
    dimension: str = "B"
    category: str = "C"
    name: str = "D"
    target: str = "E"
    actual: str = "F"
    points: str = "G"

    def cell(self, column: str) -> str:
        """Formula of the cell of the row that a line of the scoring sheet is about."""
        letter = getattr(self, column)
        return f"INDEX({self.sheet}!${letter}:${letter},{{行}})"


def row_steps(form: FormColumns, ruleset: Ruleset, rules: list[SheetStep], number: int) -> list[SheetStep]:
    """All columns of an indicator's line, what a reader wants first.

    `rules` are the steps of the rule set, `number` is that of its table on the sheet 词表.
    """
    verb = f"INDEX(完成词长,{longest_at_start('{实文}', '完成词', _USABLE)})"
    # One verb may follow another: 已完成, 实际完成.
    second = f"INDEX(完成词长,{longest_at_start('MID({实文},1+{实首词},99)', '完成词', _USABLE)})"
    return [
        *_shown(form, rules),
        SheetStep("实首词", verb),
        SheetStep("行", f'IF(ROW({form.header})+{{序}}<ROW({form.total}),ROW({form.header})+{{序}},"")'),
        *_levels(form),
        *reading_steps("标", form.cell("target"), "0"),
        *reading_steps(
            "实",
            form.cell("actual"),
            f"IF({_begins_with_name()},{_NAMED},{{实首词}}+{second})",
            'ISNUMBER(FIND("月",{标文}))+ISNUMBER(FIND("年",{标文}))>0',
        ),
        *date_steps("标", "实", form.year),
        *date_steps("实", "标", form.year),
        *_kinds(number, ruleset),
        *direction_steps(),
        *_numbers(ruleset),
        *rules,
    ]


_ROW = "{计分行}&{标文}"
_USABLE = (
    f"(完成词他=0)+(完成词他=1)*ISNUMBER(FIND(完成词,{_ROW}))"
    f'+(完成词他=2)*ISERROR(FIND("新",{_ROW}))*ISERROR(FIND("净增",{_ROW}))'
)
"""Verbs that say what the row asks for: 培训 where it says 培训, 累计 where it asks for no new ones."""
_NAMED = 'LEN({计分行})+ISNUMBER(FIND(MID({实文},LEN({计分行})+1,1),"为是:达到"))'


def _begins_with_name() -> str:
    """Formula of whether the actual value repeats the indicator's name before its number (合格率97%, 合格率为97%)."""
    digit = f'ISNUMBER(FIND(MID({{实文}},{_NAMED}+1,1)&"|","0|1|2|3|4|5|6|7|8|9|"))'
    return f"AND(LEN({{计分行}})>=2,LEFT({{实文}},LEN({{计分行}}))={{计分行}},{digit})"


def _shown(form: FormColumns, rules: list[SheetStep]) -> list[SheetStep]:
    ends = f"{{{rules[0].name}}}:{{{rules[-1].name}}}" if rules else '""'
    pending = f'COUNTIF({ends},"{PENDING}")+({{系数}}="?")'
    return [
        SheetStep("序", "{序}"),
        SheetStep("计分行", f'IF({{行}}="","",{form.cell("name")}&"")'),
        SheetStep("分值", f'IF({{行}}="","",IF(ISNUMBER({form.cell("points")}),{form.cell("points")},""))'),
        SheetStep("指标数", "{标数值}"),
        SheetStep("完成数", "{实数值}"),
        SheetStep("比例", 'IF(COUNT({指标数},{完成数})<2,"",IF({指标数}>0,{完成数}/{指标数},""))'),
        SheetStep("下限", f'IF(OR(COUNT({ends})=0,{pending}>0),"",MIN({ends}))'),
        SheetStep("上限", f'IF({{下限}}="","",MAX({ends}))'),
        SheetStep("得分", _score()),
        SheetStep("说明", _advice()),
    ]


def _score() -> str:
    return (
        'IF({行}="","",IF(OR({分值}="",{标空},{实空}),"",'
        f'IF({{下限}}="","{PENDING}",IF({{下限}}={{上限}},{{下限}},"{PENDING}"))))'
    )


def _advice() -> str:
    """What to do about a row that a person has to look at."""
    between = 'TEXT({下限},"0.00")&"～"&TEXT({上限},"0.00")'
    cases = [
        (f'{{得分}}<>"{PENDING}"', '""'),
        ('AND({标种}="文",{下限}<>"")', f'"在 "&{between}&" 之间打分，直接填在得分格里"'),
        ('{标种}="文"', '"实际完成值请从下拉列表里选完成程度"'),
        ('{标种}="?"', '"指标值看不懂：请写成 ≥90%、=3个、≤50万元 这样，或写文字"'),
        ('AND({标种}="期",NOT({实期可}))', '"实际完成值请写成带年份的日期，例如 2023年12月20日"'),
        ('AND(OR({标种}="量",{标种}="段"),NOT({实准}))', '"实际完成值请写成数字和单位，例如 520人次、92.3%"'),
        ('AND({标种}="段",ISNUMBER({实数值}))', '"完成值在指标值的区间之外，得分由人定，直接填在得分格里"'),
        (
            'AND(OR({标种}="量",{标种}="段"),{系数}="?")',
            '"实际完成值请与指标值写成同样的单位（百分数都带 %）"',
        ),
        ('AND({标种}="量",{比较}=0)', '"指标值前面请写上 ≥、≤ 或 ="'),
        ('{下限}<>""', f'"规则没有写明怎样算，得分在 "&{between}&" 之间由人定，直接填在得分格里"'),
    ]
    formula = '"此行规则算不出，请直接填得分并写明理由"'
    for test, text in reversed(cases):
        formula = f"IF({test},{text},{formula})"
    return formula


def _levels(form: FormColumns) -> list[SheetStep]:
    """Dimension and category, merged cells filled down."""
    first, second = form.cell("dimension"), form.cell("category")
    return [
        SheetStep("一级", f'IF({{行}}="","",IF({first}&""="",{{^一级}},{first}&""))'),
        SheetStep("二级", f'IF({{行}}="","",IF({second}&""="",IF({first}&""="",{{^二级}},""),{second}&""))'),
        SheetStep("维度", 'IFERROR(LOOKUP(2,1/ISNUMBER(FIND(维度词,{一级})),维度值),"other")'),
        SheetStep(
            "类别",
            "IFERROR(LOOKUP(2,1/ISNUMBER(FIND(类别词,{二级})),类别值),"
            'IF(OR({维度}="cost",{维度}="satisfaction",{维度}="benefit"),{维度},"other"))',
        ),
    ]


def _kinds(number: int, ruleset: Ruleset) -> list[SheetStep]:
    """What target and actual value are: 量 a number, 级 a grade, 文 words, ? what no formula can read."""
    in_words = [
        "INDEX(比较词定量,{标比位})=0",
        f"NOT({has_any('{标文}', '数字')})",
        "SUMPRODUCT(--(LEFT({标文})=数字头))=0",
        f"NOT({has_any('{标文}', '日期字')})",
        f"NOT({has_any('{标文}', '不适用字')})",
    ]
    kind = f'IF({{标级}}>0,"级",IF(AND({",".join(in_words)}),"文","?"))'
    # 1-12月 is a stretch of the calendar.
    calendar = 'ISNUMBER(FIND(LEFT({标单位}),"年月日"))*({标单位}<>"")'
    of_range = f'IF(OR({{比较}}>0,{calendar},{{标分母}}<>""),"?","段")'
    of_number = f'IF({{标段}},{of_range},"量")'
    bands = bands_of(ruleset)
    level = f"SUMPRODUCT(MAX((程度词{number}={{实文}})*程度号{number}))" if bands else "0"
    repeats = _repeats(ruleset)
    return [
        SheetStep("标空", _is_blank("标")),
        SheetStep("实空", _is_blank("实")),
        SheetStep("标级", "SUMPRODUCT((等级词={标文})*等级号)"),
        SheetStep("实级", "SUMPRODUCT((等级词={实文})*等级号)"),
        SheetStep("比较", _comparator()),
        SheetStep(
            "标种",
            f'IF({{标空}},"",IF({{标期可}},"期",IF(AND({{标可读}},{{比较}}<>"?"),{of_number},{kind})))',
        ),
        SheetStep("实准", _is_plain_actual()),
        SheetStep("口径", f'IF({{比较}}=0,{_bare(ruleset)},{{比较}}&"")'),
        SheetStep(
            "程度",
            f'IF(AND({{标种}}="文",NOT({{实空}})),IF({level}>0,{level},IF({{实文}}={{标文}},{repeats},0)),0)',
        ),
        SheetStep(
            "比级",
            'IF(AND({标种}="级",{实级}>0),IF(INDEX(等级组,{标级})=INDEX(等级组,{实级}),'
            'IF(INDEX(等级序,{实级})<=INDEX(等级序,{标级}),1,0),""),"")',
        ),
        SheetStep("比期", on_time()),
    ]


def _bare(ruleset: Ruleset) -> str:
    """Formula of the numbers of the comparators that a target without one may mean.

    Where the core reads the direction out of the name, it was asked for the names that the form had when it was
    written (方向名); of a name typed later every direction counts, and a strict comparator in it is left to a person.
    """
    meaning = ruleset.meaning.bare_target
    then = meaning.then if meaning else "unstated"
    if then == "refuse":
        return '""'
    every = quoted("".join(comparator_number(each) for each in BARE_READINGS))
    if then == "unstated":
        return every
    if then != "infer":
        return quoted(comparator_number(then))
    strict = " + ".join(f'ISNUMBER(FIND("{glyph}",{{计分行}}))' for glyph in "<>＜＞").replace(" ", "")
    asked = 'LOOKUP(2,1/(方向名={计分行}&"|"&{二级}&"|"&{标原文}),方向口径)'
    return f'IFERROR({asked},IF({strict}>0,"",IF({{名向}}="",{every},{{名向}})))'


def _repeats(ruleset: Ruleset) -> int:
    """Number of the level of an actual value that repeats the target; 0 where a person decides."""
    bands = bands_of(ruleset)
    names = [level.name for level in bands.levels] if bands else []
    return names.index(bands.repeats_target) + 1 if bands and bands.repeats_target in names else 0


def _is_blank(which: str) -> str:
    text = f"{{{which}无空}}"
    for mark in dict.fromkeys(plain(_BLANK_MARKS)):
        text = f'SUBSTITUTE({text},"{mark}","")'
    return f'{text}=""'


def _comparator() -> str:
    """The comparator's number: the one before the number, or that of the word after it; 0 where there is none."""
    before, after = "INDEX(比较词号,{标比位})", "INDEX(后缀号,{标后位})"
    floors, ceilings = f"AND({before}<=2,{after}<=2)", f"AND({before}>=3,{before}<=4,{after}>=3)"
    both = f'IF(OR({floors},{ceilings}),{before},"?")'
    return f"IF({after}=0,{before},IF({before}=0,{after},{both}))"


def _is_plain_actual() -> str:
    """Whether the actual value is a number as the core reads it beside this target.

    A comparator in it only repeats the target's, or says "="; nothing like 以上 follows; behind a verb stands a unit;
    no full-width dot may end a numbering (1．12人).
    """
    sign = "INDEX(比较词号,{实比位})"
    repeats = f"OR({sign}=0,{sign}=5,AND({sign}={{比较}},{{实数}}={{标数}}))"
    named = f'OR({{实起}}=0,{{实单位}}<>"",{_begins_with_name()})'
    is_numbered = f'AND(ISNUMBER(FIND("．",{{标原文}}&{{实原文}})),{_is_counter("{实类}")})'
    return f"AND({{实可读}},NOT({{实段}}),NOT({is_numbered}),{repeats},INDEX(后缀号,{{实后位}})=0,{named})"


def _numbers(ruleset: Ruleset) -> list[SheetStep]:
    """Target and actual value as numbers of one unit, the target's."""
    mismatch = ruleset.meaning.unit_mismatch
    compares = mismatch is not None and mismatch.then == "compare"
    own = "{实倍}/{标倍}"
    # Of two other counters only the core knows whether they may count the same things.
    anything = 'OR(LEFT({标类},2)="个/",LEFT({实类},2)="个/")'
    near = f"NOT({_is_apart('{标数}', '{实数}', NEAR)})"
    alike = (_is_counter("{标类}"), _is_counter("{实类}"), anything, near)
    differ = f'IF(AND({{标分母}}="",{{实分母}}="",{",".join(alike)}),{own},"?")' if compares else '"?"'
    # A percentage that answers a number of something else may be its completion rate.
    one_percent = '({标类}="percent//")<>({实类}="percent//")'
    in_brackets = 'OR(RIGHT({计分行})=")",RIGHT({计分行})="）")'
    of_name = f'AND({{标单位}}="",{{标倍}}=1,{in_brackets},OR({{实单位}}<>"",{_is_apart("{标数}", "{实数}", NEAR)}))'
    factor = (
        f'IF(OR(AND({one_percent},{{实单位}}<>""),{of_name}),"?",'
        f'IF(AND({{标单位}}="",{{标倍}}=1,{{实倍}}<>1),{_plausible("{标数}", "{实数}", "{实倍}", "{实倍}")},'
        f'IF(AND({{实单位}}="",{{实倍}}=1,{{标倍}}<>1),{_plausible("{实数}", "{标数}", "{标倍}", "1/{标倍}")},'
        'IF({标单位}&"/"&{实单位}="/",' + own + ","
        'IF({实单位}="",' + _takes_unit("{标类}", "{实数}", "{标数}", "{实倍}", own, _share_factor()) + ","
        'IF({标单位}="",' + _takes_unit("{实类}", "{标数}", "{实数}", "{标倍}", own, '"?"') + ","
        f'IF({{标类}}={{实类}},IF({_may_be_slip(own)},"?",{own}*{{实值}}/{{标值}}),{differ})))))))'
    )
    # The ends of a range and the actual value stand in one unit, both written or neither.
    alone = 'AND(({标单位}="")<>({实单位}=""),{标倍}<>{实倍})'
    of_range = f'IF(OR({alone},{_is_share("{标类}", "{实数}")}),"?",{factor})'
    return [
        SheetStep("标数值", 'IF({标种}="量",{标数},"")'),
        SheetStep(
            "系数",
            f'IF({{实准}},IF({{标种}}="量",{factor},IF({{标种}}="段",{of_range},"")),"")',
        ),
        SheetStep("实数值", 'IF(ISNUMBER({系数}),ROUND({实数}*{系数},10),"")'),
        SheetStep("可算", "AND(ISNUMBER({分值}),ISNUMBER({指标数}),ISNUMBER({完成数}))"),
    ]


def _may_be_slip(own: str) -> str:
    """Whether two amounts are far apart, and a unit or a 万 may be a slip, or one tells of each and one of all."""
    times = f"{{实数}}*{own}*{{实值}}/{{标值}}/{{标数}}"
    alike = [
        f"AND({each}<={show(ALIKE)},{each}*{show(ALIKE)}>=1)"
        for each in ("{实数}/{标数}", f"{times}*10000", f"{times}/10000")
    ]
    far = f"OR({times}>={FAR_APART},{times}*{FAR_APART}<=1)"
    measured = 'ISERROR(FIND("|"&{标类}&"|","|percent//|days//|months//|"))'
    total = (
        f"AND({times}>={FAR_APART},"
        'OR(LEFT({计分行},1)="每",LEFT({计分行},2)="平均",MID({计分行},2,1)="均"),{标类}<>"percent//")'
    )
    one_more = f"AND(OR({{标倍}}<>1,{{实倍}}<>1),OR({','.join(alike[1:])}))"
    slip = f"AND({measured},{far},OR({alike[0]},{one_more}))"
    return f"IF({{标数}}*{{实数}}=0,FALSE,OR({slip},{total}))"


def _plausible(bare: str, large: str, magnitude: str, plain: str) -> str:
    """The factor where a bare number stands beside one with a magnitude: as is plain, else a person decides."""
    ratio = f"{bare}/{large}"
    same = f"AND({ratio}*{_FRACTION_OF}>=1,{ratio}<=IF({magnitude}>=1000,{FAR},{NEAR}))"
    none = f"AND({ratio}>={_TINY},{ratio}/{magnitude}*{FAR}>=1,{ratio}/{magnitude}<={FAR})"
    return f'IF(OR({bare}=0,{large}=0),1,IF({same},1,IF({none},{plain},"?")))'


def _takes_unit(unit: str, bare: str, other: str, magnitude: str, own: str, share: str) -> str:
    """The factor where one number has no unit: it takes the other's, unless it may be a share of it or in another."""
    of_unit = f'LEFT({unit},FIND("/",{unit}&"/")-1)'
    kinds = "|".join(dict.fromkeys(measure_of(ladder[0]).dimension for ladder in LADDERS))
    has_others = f'ISNUMBER(FIND("|"&{of_unit}&"|","|{kinds}|"))'
    is_large, is_small = f"{bare}>{NEAR}*{other}", f"{bare}*{_FRACTION_OF}<{other}"
    is_other = f"OR(AND({has_others},OR({is_large},{is_small})),AND({bare}<>INT({bare}),{is_small}))"
    is_none = f'AND({of_unit}="percent",{bare}>1000,{bare}>{MOST}*{other})'
    unclear = f"AND({magnitude}=1,{bare}*{other}>0,OR({is_other},{is_none}))"
    taken = f'IF({unclear},"?",IF({magnitude}=1,1,{own}))'
    return f"IF({_is_share(unit, bare)},{share},{taken})"


def _is_counter(unit: str) -> str:
    """Formula of whether a unit counts things: it is no measure of the table."""
    measures = "|".join(
        dict.fromkeys(each.dimension for each in MEASURES.values() if each.dimension != each.name)
    )
    return f'ISERROR(FIND("|"&LEFT({unit},FIND("/",{unit}&"/")-1)&"|","|{measures}|"))'


def _is_apart(one: str, other: str, times: int) -> str:
    """Formula of whether one number is more than so many times the other, neither being zero."""
    return f"AND({one}*{other}>0,OR({one}>{times}*{other},{other}>{times}*{one}))"


def _is_share(unit: str, bare: str) -> str:
    """Formula of whether a bare number beside a percentage may be a share of it."""
    return f'AND({unit}="percent//",{bare}>0,{bare}<=2)'


def _share_factor() -> str:
    """The factor of an actual share of a target in per cent; only 0.92 of at least 90 % is one beyond doubt."""
    is_floor = 'OR({比较}=1,{比较}=2,{比较}=5,AND({比较}=0,{口径}="1"))'
    percent = "{标数}*{标值}"
    plain = f"AND({{实数}}>1,{percent}<{_HALF})"
    return f'IF(AND({{实数}}<=1,{percent}>={_LEAST},{is_floor}),100/{{标值}},IF({plain},1,"?"))'
