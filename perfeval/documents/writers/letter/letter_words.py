"""Sentences of the letter (复核意见), the same in every format."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval.review.letter import Letter, LetterForm, Remark

TITLE = "绩效自评复核意见"
SCORE_HEADERS = ("指标", "分值", "填报得分", "复核得分", "增减", "理由")
TOTAL_HEADERS = ("序号", "自评表", "填报总分", "复核总分", "增减", "等级")
SIGNATURES = ("复核人：", "审核人：", "（单位盖章）", "　　　　年　　月　　日")
NUMERALS = "一二三四五六七八九十"


def opening(letter: Letter) -> str:
    """What was reviewed, and against what."""
    years = "、".join(f"{year}年度" for year in letter.years)
    rules = "、".join(f"《{name}》" if "《" not in name else name for name in letter.rules)
    forms = f"{years}绩效自评表（共{len(letter.forms)}张）"
    return f"我们对你单位报送的{forms}进行了复核，复核依据为{rules}。现将复核意见反馈如下。"


def form_heading(number: int, form: LetterForm) -> str:
    """Heading of a form: 一、《项目》."""
    return f"{numeral(number)}、《{form.name}》"


def remark_text(number: int, remark: Remark) -> str:
    """A confirmed finding as a paragraph: number, words, place, clause, the reviewer's reason."""
    aside = "；".join(part for part in (remark.place, remark.clause and f"依据：{remark.clause}") if part)
    reason = f"复核意见：{remark.reason.rstrip('。')}。" if remark.reason else ""
    return f"{number}. {remark.text}{f'（{aside}）' if aside else ''}。{reason}"


def form_notes(form: LetterForm) -> Iterator[str]:
    """What stands under a form beside its remarks."""
    if not form.remarks and not form.scores:
        yield "本表没有需要更正的问题。" if form.is_settled else "本表的发现尚未定论，暂无复核意见。"
    if form.corrected:
        yield f"上次复核意见中有{form.corrected}条已经更正。"
    if not form.reviewed and (form.remarks or form.scores):
        yield "本表还有没有复核得分的行，复核总分待定。"


def closing(letter: Letter) -> str:
    """What is asked of the body, and what the letter does not hold."""
    asked = any(form.remarks or form.scores for form in letter.forms)
    left = [
        f"{count}条{name}"
        for count, name in ((letter.undecided, "发现尚未定论"), (letter.referred, "发现已转核实"))
        if count
    ]
    ask = "请对以上意见逐条核实更正；有不同意见的，请书面说明理由并附佐证材料。" if asked else ""
    return ask + (f"另有{'、'.join(left)}，不在本意见之内。" if left else "")


def total_lines(letter: Letter) -> list[tuple[str, ...]]:
    """The table of totals, a line a form."""
    return [
        (
            str(number),
            form.name,
            form.submitted or "—",
            form.reviewed or "待定",
            form.change or "—",
            form.grade or "—",
        )
        for number, form in enumerate(letter.forms, 1)
    ]


def score_lines(form: LetterForm) -> list[tuple[str, ...]]:
    """The table of the scores of a form that change, a line a row."""
    return [
        (each.name, each.points, each.submitted or "—", each.reviewed, each.change or "—", each.reason)
        for each in form.scores
    ]


def numeral(number: int) -> str:
    """一, 二 … 十, 十一 … 九十九; beyond that the figures themselves."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    head = "" if not tens else "十" if tens == 1 else f"{NUMERALS[tens - 1]}十"
    return head + (NUMERALS[ones - 1] if ones else "")
