"""What an actual cell answers (实际完成值), where its number is not all that it says: remarks, shares, at once."""

from __future__ import annotations

import re
from fractions import Fraction

from perfeval.core.acts import without_act
from perfeval.core.actual import Actual, Words, parse_actual
from perfeval.core.comparators import Comparator, is_lower_bound, is_upper_bound
from perfeval.core.counted import has_unknown_words, row_denies, was_done
from perfeval.core.cursor import one_of
from perfeval.core.from_to import change_told
from perfeval.core.glyphs import plain, without_blanks
from perfeval.core.notation import NotationError
from perfeval.core.pair import Note
from perfeval.core.quantity import SHORT, Quantity, in_unit
from perfeval.core.remarks import (
    LABEL,
    SO_MANY_OF_SO_MANY,
    TOLD_GRAVITY,
    fraction_of_all,
    share_of_two,
    told_apart,
)
from perfeval.core.several import tells_only_of_each
from perfeval.core.target import Bare, Bound, Deadline, Grade, Qualitative, Target
from perfeval.core.target_kinds import quantities_of
from perfeval.core.units import Unit
from perfeval.core.words import directions
from perfeval.core.words.doing import THINGS
from perfeval.core.words.labels import (
    BEGUN,
    OF_A_PART,
    OF_A_PLAN,
    OF_A_TIME,
    SAME_RATES,
    UNSETTLED,
)
from perfeval.core.words.periods import PERIODS
from perfeval.core.words.units import MEASURES, measure_of

_ON_AVERAGE = re.compile("(?:平均)?([年月周日天季])(?:度|人)?均")
_EVERY = re.compile("平均(?=每个?(?:年|月|季|周|日|天|星期))")
"""平均每月 is 每月, whatever is measured; 月均 only of what is counted."""
_FIGURES = re.compile(
    r"((?:19|20|21)[0-9]{2})\.(0?[1-9]|1[0-2])|((?:19|20|21)[0-9]{2})(0[1-9]|1[0-2])([0-2][0-9]|3[01])"
)
_MORE = re.compile("(?<=[0-9])([十百千]?[万亿]?)[余多](?=[万亿]?[^\\W0-9])")
_ROUGHLY = re.compile("大约|约|(?<=[^\\W0-9])(?:左右|上下)$")
_MARGIN = Fraction(1, 10)
"""A number told roughly is taken to lie within so much of what is told."""
_NUMBER = re.compile("[0-9]")
_REST = re.compile("[^0-9,;。]*?(超出|超预算|超概算|超支|结余|节余)[^0-9,;。率]*[0-9]")
_EACH = re.compile("[^0-9,;。]*(?P<each>[人户亩村校班次件台车日月年季周])均[^0-9,;。率]*[0-9]")
_OF_ALL = re.compile("(?:总|合计|共计)[^0-9,;。率均每]*[0-9]|共[0-9.]+[万亿]?元")
_BEGUN = re.compile(
    f"{one_of(*BEGUN).pattern}|^(?:原|拟)?计划|(?:^|(?<=[(,;]))(?:{one_of(*OF_A_PART).pattern})(?=[0-9),;]|$)"
)
_PLAN_FIRST = re.compile(
    "^(?:原|拟)?计划[^,;。]*[0-9][^,;。]*[,;](?=(?:实际|全年|已|全部|共)*[^0-9,;。]*[0-9])"
)
_OF_A_PART = re.compile(f"(?:^|(?<=[(,;]))(?:{one_of(*OF_A_PART, *OF_A_TIME).pattern})(?=[0-9),;]|$)")
_UNSETTLED = one_of(*UNSETTLED)
_OTHER_RATE = re.compile(r"(?P<rate>[^\W0-9]{2,20})(?:率|度|比例|比重|占比)(?:为|是|:|达到?)?[0-9.]+(?:%|$)")
_AGES = re.compile(r"(?:[0-9]{1,3}[-至~])?[0-9]{1,3}周?岁(?:及?以[上下])?的?(?=[^\W0-9]+[0-9])")
"""Of what age those are that are counted: 65岁以上老人7200人."""
_FOR_SO_MANY = re.compile(
    rf"(?:[为对向给在]|涉及|覆盖)[0-9.]+[万千]?(?>{one_of(*MEASURES).pattern})"
    rf"(?:(?=[^\W0-9]+[0-9])(?!(?:{one_of(*THINGS).pattern})[0-9])|(?:{one_of(*THINGS).pattern})(?=[0-9]))"
)
"""For how many something was done: 为12所学校更新图书8650册."""
_SO_MANY_COST = re.compile(
    f"^[0-9]+(?>{one_of(*MEASURES).pattern})[^\\W0-9]{{0,6}}?(?=(?:共计?|合计|总计)[^\\W0-9]*[0-9])"
)
"""How many things cost so much together: 8个项目共512.3万元."""
_DONE_BEHIND = re.compile(
    rf"([^\W0-9]*[0-9][0-9.,]*[十百千万亿]*(?>{one_of(*MEASURES).pattern}))([^\W0-9]{{{SHORT + 1},}})"
)
"""A number with its unit and a sentence behind it: 1200批次已全部抽检完毕."""
_RATES_ASKED = re.compile(r"([^\W0-9]{2})(?=率|度|比例|比重|占比)")
_RATE_WORDS = frozenset((*directions.GOOD, *directions.ACT, *directions.REMEDY))
_NAMES_A_RATE = re.compile("率|度|比例|比重|占比")
_COMPLETION = next(each for each in SAME_RATES if each[0] == "完成")
_NO_MEAN = re.compile("均[衡等匀]")
"""Words that hold 均 and name no average: 均衡发放."""
_EACH_ASKED = re.compile("[人户亩村校班次件台车日月年季周]均")
OVER_LAST_YEAR = re.compile("(?:与|较|比)?(?:上年|去年|上一年|往年)|同比|环比")
"""How a number begins that is held against last year's (较上年增加2100人)."""
_NUMBER_BEHIND = re.compile("(?:[为是:]|达?到?)(?<![0-9])[-+]?¥?[0-9]")
"""A number directly behind the indicator's name; a name that is a number itself (10) does not begin it (100)."""
_PUT_OFF = re.compile("(?:推迟|延期|延迟|延后|顺延)(?:至|到)")
_SAME_DAY = re.compile(
    "(?:(?P<day>当日|当天|即日)|即时|立即|立刻|当场|现场|即)(?:办结|办理|办完|办|完成|响应|处理|处置|到达|答复|受理|拨付)*"
)
_DAY = Unit(("天",))


def read_answer(
    text: str, target: Target, comparator: Comparator | None, name: str
) -> tuple[Actual, tuple[Note, ...], bool]:
    """The actual value of a cell, what it took to read it, and whether the words beside it leave something undone.

    `comparator` is that of the target, printed or inferred. Raises ActualSyntaxError for a number or date that cannot
    be read.
    """
    said = _without_name(text, target, name)
    judged = (
        Bound(comparator, target.quantity, target.text) if isinstance(target, Bare) and comparator else target
    )
    said = _per_period(said, judged, name)
    fault: NotationError | None = None
    if isinstance(judged, Bound) and (
        _tells_the_rest(said, f"{name}{target.text or target}")
        or _tells_of_each(said, judged, name)
        or _tells_of_a_part(said, judged, name)
        or _tells_another_rate(said, judged, name)
    ):
        return Words(text.strip()), (), False
    if _asks_for_a_share(judged) and (share := share_of_two(said, name)) is not None:
        return share, (Note("counted-as", (("read", _shown(share)),)),), False
    if isinstance(judged, Bound) and (moved := change_told(said, judged.quantity, name)) is not None:
        return moved[0], (Note("change-told", (("read", moved[1]),)),), False
    try:
        actual = parse_actual(said, judged)
    except NotationError as error:
        fault = error
    else:
        if not isinstance(actual, Words) or isinstance(target, Qualitative | Grade):
            return actual, (), False
    if (other := _in_another_way(said, judged, f"{name}{target.text or target}")) is not None:
        return other
    if fault is not None:
        raise fault
    return actual, (), False


def _in_another_way(said: str, target: Target, row: str) -> tuple[Actual, tuple[Note, ...], bool] | None:
    """The number of a cell with asides, a share, a lower bound that is enough, a time of less than a day."""
    if isinstance(target, Deadline) and (put_off := _PUT_OFF.search(plain(said))):
        date = _read(plain(said)[put_off.end() :], target)
        return None if date is None else (date, (), True)
    found: Actual | None = fraction_of_all(said) if _asks_for_a_share(target) else None
    if isinstance(target, Bound) and found is None:
        found = _at_once(said, target) or _more_than_asked(said, target) or _about(said, target)
    is_undone = False
    if found is None:
        told = told_apart(
            said, next(iter(quantities_of(target)), None), lambda text: _read(text, target, row), row
        )
        if told is None:
            return None
        found, is_undone = _read(told.number, target, row), told.is_undone
        assert found is not None  # what is told apart can be read
    read = _shown(found)
    return found, (Note("counted-as", (("read", read),)),), is_undone


def _asks_for_a_share(target: Target) -> bool:
    goal = next(iter(quantities_of(target)), None)
    return goal is not None and goal.unit is not None and goal.unit.is_percent


def _asks_for_money(target: Target) -> bool:
    unit = next((each.unit for each in quantities_of(target)), None)
    return unit is not None and unit.over != () and measure_of(unit.over[0]).dimension == "money"


def _shown(found: Actual) -> str:
    return found.text if isinstance(found, Quantity) and found.text else str(found)


def _read(text: str, target: Target, row: str = "") -> Actual | None:
    """The number or date that a text is, also where words behind it say that it was done; None for all others."""
    if isinstance(target, Deadline):
        text = without_act(text, row)
    elif found := _DONE_BEHIND.fullmatch(text):
        text = found[1] if was_done(found[2], row) else text
    try:
        read = parse_actual(text, target)
    except NotationError:
        return None
    return None if isinstance(read, Words) else read


def _without_name(text: str, target: Target, name: str) -> str:
    """The actual cell without the indicator's name before it, or what it asks for behind: 不合格率1.5% is 1.5%."""
    if isinstance(target, Deadline):
        return in_the_calendar(without_act(text, name))
    name = without_blanks(plain(name))
    if isinstance(target, Qualitative | Grade) or not name:
        return text
    said = _FOR_SO_MANY.sub("", _AGES.sub("", without_blanks(plain(text))))
    if _asks_for_money(target) and not re.search("[单每均/]", f"{name}{target.text}"):
        said = _SO_MANY_COST.sub("", said)
    label = LABEL.match(said)
    if label and row_denies(label[0], name):
        return said[label.end() :]  # 追缴逾期欠款33笔 of 逾期欠款追缴笔数
    if not said.startswith(name) or not _NUMBER_BEHIND.match(said, len(name)):
        return said if said != without_blanks(plain(text)) else text
    return said[len(name) :].lstrip("为是:达到")


def depends_on_the_row(text: str) -> bool:
    """Whether what a number counts depends on name and target of its row: 月均1次, 结余1.5万元, 12座已开工."""
    said = without_blanks(plain(text))
    if has_unknown_words(said):
        return True
    if not any(map(str.isdigit, said)):
        return False
    return (
        tells_only_of_each(said)
        or any(each.search(said) for each in (_ON_AVERAGE, _EVERY, _BEGUN, _OF_A_PART, _UNSETTLED))
        or any(
            each.match(said)
            for each in (_REST, _EACH, _OF_ALL, _OTHER_RATE, OVER_LAST_YEAR, SO_MANY_OF_SO_MANY, TOLD_GRAVITY)
        )
    )


def counts_an_early_stage(text: str, row: str) -> bool:
    """Whether words beside a number name a stage before the end that the row does not ask for: 12座已开工; not the plan
    before what was done (计划48次，实际开展50次).
    """
    found = _BEGUN.search(_PLAN_FIRST.sub("", without_blanks(plain(text))))
    return found is not None and found[0].removeprefix("已").removeprefix("完成") not in row


def _tells_the_rest(text: str, row: str) -> bool:
    """Whether a number is by how much a limit was kept or exceeded (结余1.5万元), not what the row asks for."""
    found = _REST.match(without_blanks(plain(text)))
    return found is not None and found[1] not in row


def _tells_of_each(text: str, target: Bound, name: str) -> bool:
    """Whether a number is an average of each (人均4.8万元), where the row asks for all, or of each of something else
    (户均1600元 where 人均500元 is asked); or the sum of all (总成本12万元), where a cost of each is asked.
    """
    said, row = without_blanks(plain(text)), f"{name}{target.text}"
    found, unit = _EACH.match(said), target.quantity.unit
    is_of_each = unit is not None and bool(unit.under) and not {*unit.under} & {*PERIODS}
    if (_OF_ALL.match(said) or _SO_MANY_COST.match(said)) and (
        is_of_each or _EACH_ASKED.search(row) or re.search("单[价位]|每", row)
    ):
        return True
    if found is None or f"{found['each']}均" in row:
        return False
    if unit is not None and unit.under:
        return found["each"] not in unit.under
    return _EACH_ASKED.search(row) is not None or "均" not in _NO_MEAN.sub("", row)


def _tells_of_a_part(text: str, target: Bound, name: str) -> bool:
    """Whether a rate, or a number under a ceiling, is that of a part only: 100%（首批）, 280万元（首付款）."""
    said, row, unit = without_blanks(plain(text)), f"{name}{target.text}", target.quantity.unit
    found = _OF_A_PART.search(said)
    if found is None and is_upper_bound(target.comparator):
        found = _UNSETTLED.search(said)
    is_share = unit is not None and unit.is_percent
    return found is not None and found[0] not in row and (is_share or is_upper_bound(target.comparator))


def _tells_another_rate(text: str, target: Bound, name: str) -> bool:
    """Whether a rate is called by a name that is not the row's: 回收率96% of 满意度, 参保率97% of 5万人."""
    found, unit = _OTHER_RATE.match(without_blanks(plain(text))), target.quantity.unit
    if found is None or (unit is not None and unit.is_percent and not _NAMES_A_RATE.search(name)):
        return False
    told, row = found["rate"], f"{name}{target.text}"
    names = _same_rates(told[-2:])
    if unit is not None and not unit.is_percent:
        is_plan = any(each in told for each in _COMPLETION) or (
            any(told.endswith(each) for each in OF_A_PLAN) and any(each in row for each in names)
        )
        return not is_plan
    if re.search(f"[不未]{told[-2:]}", name) and not re.search(f"[不未]{told[-2:]}", told):
        return True  # 合格率96% of 不合格率
    asked = _RATES_ASKED.findall(name)
    if asked and asked[-1] in _RATE_WORDS:
        return not any(each in told for each in _same_rates(asked[-1]))
    return not any(each in row for each in names)


def _same_rates(word: str) -> frozenset[str]:
    """A rate's word, and those of the rates that are the same."""
    return frozenset((word, *(each for same in SAME_RATES if word in same for each in same)))


def in_the_calendar(text: str) -> str:
    """2023.12 and 20231231, where a date is meant, as one: 2023年12月."""
    found = _FIGURES.fullmatch(without_blanks(plain(text)))
    if found is None:
        return text
    return f"{found[1]}年{found[2]}月" if found[2] else f"{found[3]}年{found[4]}月{found[5]}日"


def _per_period(text: str, target: Target, name: str) -> str:
    """月均3.5次 is 3.5次 every month, unless the name counts by the month itself."""
    goal = next(iter(quantities_of(target)), None)
    unit = None if goal is None else goal.unit
    is_count = unit is not None and (unit.is_counter or any(each in PERIODS for each in unit.under))
    if "均" in _NO_MEAN.sub("", name) or _asks_for_a_share(target):
        return text  # the mean of the months' rates is a rate: 平均每月91%
    every = _EVERY.sub("", text)
    return (
        _ON_AVERAGE.sub(lambda found: f"每{'季度' if found[1] == '季' else found[1]}", every)
        if is_count
        else every
    )


def _more_than_asked(said: str, target: Bound) -> Quantity | None:
    """50余万人次 of at least 50万人次: more than asked, by whatever; None where it may still be less."""
    text = without_blanks(plain(said))
    if not is_lower_bound(target.comparator) or not _MORE.search(text):
        return None
    exact = _MORE.sub(r"\1", text)
    begins = _NUMBER.search(exact)
    assert begins is not None  # more than a number
    found = _read(f"{exact[: begins.start()]}>{exact[begins.start() :]}", target)
    return found if isinstance(found, Quantity) else None


def _about(said: str, target: Bound) -> Quantity | None:
    """约620元 of at least 500元: met whatever it is exactly; None where it lies within a tenth of the target."""
    text = without_blanks(plain(said))
    if not _ROUGHLY.search(text):
        return None
    found, goal = _read(_ROUGHLY.sub("", text, count=1), target), target.quantity
    told = in_unit(found, goal.unit) if isinstance(found, Quantity) and goal.unit is not None else None
    if told is None:
        return None
    is_met = (
        told >= goal.value * (1 + _MARGIN)
        if is_lower_bound(target.comparator)
        else is_upper_bound(target.comparator) and told <= goal.value * (1 - _MARGIN)
    )
    return found if is_met and isinstance(found, Quantity) else None


def _at_once(said: str, target: Bound) -> Quantity | None:
    """当日办结 within three working days, 即时办理 within any time; None for all else."""
    found, unit = _SAME_DAY.fullmatch(without_blanks(plain(said))), target.quantity.unit
    if (
        found is None
        or unit is None
        or not is_upper_bound(target.comparator)
        or len(unit.over) != 1
        or unit.under
    ):
        return None
    if unit.over == ("工作日",):
        return Quantity(Fraction(1 if found["day"] else 0), unit, said)
    if measure_of(unit.over[0]).dimension != "days":
        return None
    taken = Quantity(Fraction(1 if found["day"] else 0), _DAY, said)
    return taken if (in_unit(taken, unit) or Fraction(0)) <= target.quantity.value else None
