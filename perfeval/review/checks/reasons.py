"""Do the notes explain anything (原因说明)? RC-56 to RC-59."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from perfeval.core.exact import show
from perfeval.core.figures import nearly, percent
from perfeval.core.problems import Problem
from perfeval.core.results import FormResult, RowResult
from perfeval.review.checks.check import check, noted, of_form, of_row, of_rows
from perfeval.review.measured import is_full, is_short, measured_rows, note_of
from perfeval.review.reviewer_pack import stated

_UNFINISHED = re.compile(
    r"(?:尚未|还未|仍未|没有|未能|未)(?:全部|按期|按时|及时|完全|如期)?(?:完成|完工|达到|达成|建成|验收)|正在(?:进行|推进|实施)"
)
_SINCE_DONE = re.compile(
    r"(?:已经?|现已|目前已?|后来?|全部|均已)(?:经|全部|按期|如期)?(?:完成|完工|达到|建成|验收)|改为|改由|转为|调整为"
)
_EARLIER = re.compile(r"(?:前期|年初|此前|原先|原来|当时|设置指标时|制定目标时|申报时|上年|以往)")
_DONE = re.compile(
    r"(?:已|均已|已经|全部|超额|圆满|按时|如期)(?:全部)?(?:完成|达到)(?:了?(?:年度|年初|预期|全部)?(?:目标|任务|指标))"
)
_EMPTY_TALK = re.compile(
    r"无|无偏差|正常|良好|已完成|完成|按计划(?:完成|执行)|加强管理|进一步加强管理|下一步加强管理|继续努力"
)
_MEASURE = re.compile(
    r"下一步|今后|后续|改进|措施|整改|加强|加快|加大|完善|优化|调整|督促|督办|推进|力争|争取|预计|将|拟|计划(?!内)|安排(?:专人|在)"
)


@check("A", "扣分未说明原因", "marks lost without a note")
def note_missing(subject: FormResult) -> Iterator[Problem]:
    """A row loses marks and says no word about it.

    What it does
        Lists rows whose submitted score is below the full mark and whose note is blank. Information where the
        form has no cell for notes.
    Why
        Every notice asks for the cause of a deviation and for what is done about it.
    Example
        得分 9 of 10, 偏差原因分析及改进措施 empty.
    Source
        RC-56, S-15, P83; scoring-rules 5.4 no. 5
    """
    rows = [
        row for row in subject.indicators if row.status != "ignored" and is_short(row) and not note_of(row)
    ]
    if rows:
        yield noted(of_rows("note-missing", subject, rows, "deviation_note"), subject)


@check("A", "执行率低未说明", "low execution without a reason")
def execution_note_missing(subject: FormResult) -> Iterator[Problem]:
    """The execution rate is below what the rule set lets pass without a reason.

    What it does
        Compares the rate with the rule set's threshold; silent where it states none. The usual form has no cell
        for this reason, so it is information.
    Why
        The reason must be asked for outside the form.
    Example
        Execution 36.49 % where the rule set asks for a reason below 90 %.
    Source
        RC-56, P53, L-06
    """
    limit, rate = stated("execution_reason_below", subject.ruleset), subject.execution_rate
    if limit is None or rate is None or limit.is_reached(rate):
        return
    place = subject.form.funds.place if subject.form.funds else None
    yield of_form("execution-note-missing", subject, place, rate=percent(rate), **limit.shown())


@check("A", "满分而说明未完成", "full marks beside a note that says unfinished")
def note_says_unfinished(subject: FormResult) -> Iterator[Problem]:
    """The row earns full marks and its note says that the work is not done.

    What it does
        Looks for 未完成, 尚未, 正在推进 and the like; not where the same note says that it has been done since, or
        speaks of the time when the target was set.
    Why
        One of the two is wrong.
    Example
        得分 10 of 10, note: 因疫情影响，项目尚未完工.
    Source
        RC-57
    """
    for row in subject.indicators:
        note = note_of(row)
        found = _UNFINISHED.search(note)
        if (
            found
            and is_full(row)
            and not _SINCE_DONE.search(note)
            and not _EARLIER.search(note[: found.start()])
        ):
            yield of_row("note-says-unfinished", subject, row, "deviation_note", words=found[0])


@check("A", "未完成而说明已完成", "a missed target beside a note that says done")
def note_says_done(subject: FormResult) -> Iterator[Problem]:
    """The target is missed and the note says that it was reached.

    What it does
        Looks for 已完成目标, 超额完成任务 and the like on rows with ≥ whose actual value is below the target.
    Why
        One of the two is wrong.
    Example
        ≥40人次, actual 37人次, note: 已完成年度目标.
    Source
        RC-57
    """
    for each in measured_rows(subject):
        found = _DONE.search(each.note)
        if found and each.is_floor and each.reached < each.goal:
            yield of_row("note-says-done", subject, each.row, "deviation_note", words=found[0])


@check("A", "说明空泛", "a note that says nothing")
def note_empty_talk(subject: FormResult) -> Iterator[Problem]:
    """A row loses marks and its note is a formula.

    What it does
        Looks for notes that consist of 无, 正常, 加强管理 and the like.
    Why
        It names neither a cause nor a measure.
    Example
        得分 4 of 5, note: 加强管理。
    Source
        RC-58
    """
    rows = [row for row in subject.indicators if is_short(row)]
    rows = [row for row in rows if _EMPTY_TALK.fullmatch("".join(note_of(row).split()).strip("。.，,"))]
    if rows:
        yield of_rows("note-empty-talk", subject, rows, "deviation_note")


@check("A", "说明重复", "the same note on several rows")
def note_repeated(subject: FormResult) -> Iterator[Problem]:
    """Several rows have word for word the same note.

    What it does
        Compares the notes of a form.
    Why
        One sentence rarely explains two different deviations.
    Example
        Two cost rows with 预留设计费、决算费等费用.
    Source
        RC-58
    """
    by_note: dict[str, list[RowResult]] = {}
    for row in subject.indicators:
        if note_of(row):
            by_note.setdefault("".join(note_of(row).split()), []).append(row)
    for rows in by_note.values():
        if len(rows) > 1:
            yield of_rows("note-repeated", subject, rows, "deviation_note", note=note_of(rows[0]))


@check("C", "只有原因没有措施", "a cause without a measure")
def note_without_measure(subject: FormResult) -> Iterator[Problem]:
    """A row loses marks and its note names no measure.

    What it does
        Proposes notes without words such as 下一步, 加强, 预计 or 调整.
    Why
        The column asks for the cause and for what is done about it.
    Example
        因财政资金紧张，实际支付1.1万元.
    Source
        RC-59
    """
    rows = [
        row
        for row in subject.indicators
        if is_short(row) and note_of(row) and not _MEASURE.search(note_of(row))
    ]
    if rows:
        yield of_rows("note-without-measure", subject, rows, "deviation_note")


@check("A", "说明过长", "a note that is too long")
def note_too_long(subject: FormResult) -> Iterator[Problem]:
    """A note is longer than the rule set allows.

    What it does
        Counts the characters of each note; silent where the rule set states no number.
    Why
        The filing system cuts it off.
    Example
        150 characters where 100 are allowed.
    Source
        RC-56, P83, L-06
    """
    limit = stated("note_longest", subject.ruleset)
    for row in subject.indicators:
        length = Fraction(len("".join(note_of(row).split())))
        if limit is not None and length > limit.value:
            values = {"length": nearly(length), "limit": show(limit.value), "limit_source": limit.source.zh}
            yield of_row("note-too-long", subject, row, "deviation_note", **values)
