"""Cells as people type them, by chance: targets and actual values of the grammar that a form's formulas carry."""

from __future__ import annotations

import random
from dataclasses import dataclass

from perfeval.core import indicator_names

_BEFORE = [
    "≥",
    "≥",
    ">=",
    "＞＝",
    "不低于",
    "不少于",
    "大于",
    ">",
    "≤",
    "≤",
    "<=",
    "不超过",
    "小于",
    "=",
    "=",
    "等于",
    "",
    "",
    "",
]
_AFTER = ["", "", "", "", "", "以上", "以内", "以下", "及以上"]
_UNITS = [
    ["%", "％", "百分比", ""],
    ["万元", "元", "亿元", "", "千元"],
    ["个", "个", "家", "个项目", ""],
    ["人次", "人次", "人", "名学员"],
    ["公里", "千米", "米", "km", "里"],
    ["亩", "万亩", "平方米", "公顷", "㎡"],
    ["天", "日", "个工作日", "小时", "个月", "年"],
    ["元/人次", "元/人", "万元/公里", "元/米", "元/人/天"],
    ["吨", "公斤", "千克", "万吨"],
    ["场", "期", "台（套）", "户"],
]
_NOTES = ["", "", "", "", "", "（超额完成）", "(约数)", "（含）", "（3个村）"]
_DONE = ["", "", "", "", "已完成", "完成", "实际完成", "实现"]
_WORDS = [
    "有效提升",
    "完全达到预期",
    "已完成",
    "部分完成",
    "未达成预期指标",
    "优良中低差",
    "优",
    "L2",
    "甲级",
    "一般",
    "无",
    "/",
    "",
]
_ODD = [
    "{}左右",
    "约{}",
    "{}余",
    "{} 多",
    "-{}",
    "{}-{}",
    "第{}名",
    "{}月",
    "2023年{}月",
    "{}×24小时",
    "{}%%",
    "每{}",
    "{}±1",
]
_DATES = [
    "2023年{m}月{d}日",
    "2023年{m}月{d}日前",
    "2023年{m}月底前",
    "2023年{m}月前",
    "2023年{m}月",
    "{m}月{d}日",
    "{m}月{d}号前完成",
    "{m}月底前",
    "{m}月末",
    "{m}月前",
    "{m}月",
    "2023-{m}-{d}",
    "2023/{m:02}/{d:02}",
    "2023.{m:02}.{d:02}",
    "2022年{m}月{d}日",
    "2024年{m}月",
    "年底前",
    "{m}-{d}",
    "第{m}季度",
    "按时完成",
]
_RANGES = ["{}-{}{u}", "{}～{}{u}", "{}{u}-{}{u}", "{}至{}{u}", "{}到{}{u}", "[{},{}]{u}", "{}—{}{u}"]
_NUMERALS = "一二三四五六七八九十两半百"
_PREFIXES = ["", "", "某", "群众", "项目", "全县", "指标1：", "指标2:", "★"]
_HEADS = ["", "率", "数", "人数", "时间", "时限", "度", "金额", "比例", "次数", "面积", "（%）"]
_KNOWN = sorted(indicator_names._WORDS)
_WIDE = str.maketrans("0123456789.,%()", "０１２３４５６７８９．，％（）")


@dataclass(frozen=True, slots=True)
class TypedRow:
    """Texts of a row: target, actual value and marks, and the indicator's name."""

    target: str
    actual: str
    points: str
    name: str = "指标"


def typed_rows(seed: int, count: int) -> list[TypedRow]:
    """Rows by chance, the same for the same seed."""
    chance = random.Random(seed)
    return [_row(chance) for _ in range(count)]


def _row(chance: random.Random) -> TypedRow:
    points = chance.choice(["10", "5", "7.5", "3", "12", "2.5"])
    name = _name(chance)
    kind = chance.random()
    if kind < 0.1:
        return TypedRow(chance.choice(_WORDS), chance.choice(_WORDS), points, name)
    if kind < 0.22:
        return TypedRow(_spoilt(chance, _date(chance)), _spoilt(chance, _date(chance)), points, name)
    units = chance.choice(_UNITS)
    goal = _number(chance)
    near = chance.random() < 0.5
    actual = _number(chance, goal) if near else _number(chance)
    target = (
        chance.choice(_BEFORE) + goal + chance.choice(units) + chance.choice(_AFTER) + chance.choice(_NOTES)
    )
    answer = chance.choice(_DONE) + actual + chance.choice(units) + chance.choice(_NOTES)
    if chance.random() < 0.1:
        answer = chance.choice(_ODD).replace("{}", actual)
    if chance.random() < 0.05:
        target = chance.choice(_ODD).replace("{}", goal)
    if chance.random() < 0.12:
        shape = chance.choice(_RANGES).replace("{u}", chance.choice(units))
        target = shape.replace("{}", goal, 1).replace("{}", _number(chance, goal), 1)
    if chance.random() < 0.08:
        answer = chance.choice(_NUMERALS) + chance.choice(units)
    if chance.random() < 0.05:
        answer = name + chance.choice(["", "为", "达到"]) + answer
    return TypedRow(_spoilt(chance, target), _spoilt(chance, answer), points, name)


def _date(chance: random.Random) -> str:
    return chance.choice(_DATES).format(m=chance.randint(1, 13), d=chance.choice((1, 15, 28, 29, 30, 31, 32)))


def _name(chance: random.Random) -> str:
    """A name of a word that the core knows, mostly; of two now and then."""
    word = chance.choice(_KNOWN) if chance.random() < 0.7 else ""
    more = chance.choice(_KNOWN) if chance.random() < 0.2 else ""
    return chance.choice(_PREFIXES) + more + word + chance.choice(_HEADS) or "指标"


def _number(chance: random.Random, near: str = "") -> str:
    value = float(near.replace(",", "")) * chance.choice([1, 0.5, 0.9, 0.99, 1.01, 1.2, 2]) if near else None
    if value is None:
        value = chance.choice(
            [0, 1, 2, 3, 5, 8, 10, 24, 37, 40, 90, 95, 100, 500, 1200, 48000, 0.5, 0.95, 1.2, 12.75]
        )
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return f"{value:,.2f}" if value >= 1000 and chance.random() < 0.4 else text


def _spoilt(chance: random.Random, text: str) -> str:
    """The text in full width, or with blanks, now and then."""
    kind = chance.random()
    if kind < 0.1:
        return text.translate(_WIDE)
    if kind < 0.15 and text:
        place = chance.randrange(len(text))
        return text[:place] + chance.choice([" ", "　", "\n"]) + text[place:]
    return text
