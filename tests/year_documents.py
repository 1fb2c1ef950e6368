"""A year of invented documents in many formats, one in a hundred broken, and what reading each must give.

Written with libraries or by hand, never with perfeval's own writers. The same number and seed give the same year.
"""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import yaml
from layouts_as_rows import dump, ministry_rows, tabbed
from office_files import docx_of, paragraph, zipped
from table_writers import Box, Boxes, compound_of, to_docx, to_html, to_ods, to_pdf, to_xls, to_xlsx

from perfeval.core.form import Funds, Goal, Indicator, SelfEvaluationForm

BROKEN_EVERY = 100
_DEPARTMENTS = ("甲市教育局", "甲市水务局", "甲市卫生健康委", "甲市交通运输局", "甲市民政局")
# fmt: off
_KINDS = (
    ("产出指标", "数量指标", ("建设数量", "培训人次", "检查次数"),
     (("≥{}个", "{}个"), ("={}次", "{}次"), (">={}人", "{}人"))),
    ("产出指标", "质量指标", ("验收合格率", "完好率"), (("≥{}%", "{}%"),)),
    ("产出指标", "时效指标", ("完成及时率",), (("={}%", "{}%"),)),
    ("成本指标", "经济成本指标", ("项目总成本", "单位成本"), (("≤{}万元", "{}万元"), ("<={}元", "{}元"))),
    ("效益指标", "社会效益指标", ("公众知晓程度", "服务能力"),
     (("持续提升", "完全达到预期"), ("不断改善", "部分达成预期指标"))),
    ("满意度指标", "服务对象满意度指标", ("群众满意度",), (("≥{}%", "{}%"),)),
)
# fmt: on


@dataclass(frozen=True, slots=True)
class MadeDocument:
    """A file, the forms that must be found in it, and how it was broken, if it was."""

    name: str
    data: bytes
    forms: tuple[SelfEvaluationForm, ...]
    broken: str | None = None


def year(count: int, seed: int = 6, formats: Sequence[str] = ()) -> Iterator[MadeDocument]:
    """So many documents in these formats in turn, or in all; of every hundred the last is broken, each time in the
    next way.
    """
    formats, ways = formats or list(WRITERS), list(BREAKERS)
    for number in range(count):
        random_of = random.Random(seed * 1_000_003 + number)
        if number % BROKEN_EVERY == BROKEN_EVERY - 1:
            way = ways[number // BROKEN_EVERY % len(ways)]
            suffix, data, still_there = BREAKERS[way](invented_form(number, random_of), random_of)
            yield MadeDocument(f"{number:05d}.{suffix}", data, still_there, way)
        else:
            suffix = formats[number % len(formats)]
            forms = tuple(invented_form(number, random_of, at) for at in range(1 + 2 * (suffix == "txt")))
            yield MadeDocument(f"{number:05d}.{suffix}", WRITERS[suffix](forms), forms)


def invented_form(number: int, chance: random.Random, at: int = 0) -> SelfEvaluationForm:
    """A form with four to nine indicators, as the ministry's layout prints it."""
    count = chance.randint(4, 9)
    marks = _marks(count)
    indicators = tuple(_indicator(chance, points, at) for at, points in enumerate(marks))
    ordered = sorted(
        indicators, key=lambda each: [kind[:2] for kind in _KINDS].index((each.dimension, each.category))
    )
    budget = chance.randint(1000, 900_000)
    executed = budget * chance.choice((100, 100, chance.randint(30, 99))) // 100
    money = [f"{each // 100:,}.{each % 100:02d}" for each in (budget, budget, executed)]
    score = f"{executed * 10 / budget:.2f}"
    return SelfEvaluationForm(
        name=f"第{number}-{at + 1}号公共服务项目",
        department=chance.choice(_DEPARTMENTS),
        body=f"甲市第{number % 37 + 1}服务中心",
        year=2023,
        funds=Funds(
            initial_budget=money[0],
            budget=money[1],
            executed=money[2],
            points="10",
            submitted_rate=f"{executed * 100 / budget:.2f}%",
            submitted_score=score,
        ),
        goal=Goal(expected="按计划完成年度任务。", achieved="年度任务已经完成。"),
        indicators=tuple(ordered),
        submitted_points="100",
        submitted_score="95.00",
    )


def _marks(count: int) -> list[str]:
    each = 90 // count
    return [str(each)] * (count - 1) + [str(90 - each * (count - 1))]


def _indicator(chance: random.Random, points: str, number: int) -> Indicator:
    dimension, category, names, shapes = chance.choice(_KINDS)
    target, actual = chance.choice(shapes)
    goal = chance.randint(80, 100) if "%" in target else chance.randint(1, 5000)
    done = goal * chance.choice((100, 100, 100, chance.randint(50, 99))) // 100
    return Indicator(
        name=f"{chance.choice(names)}{number + 1}",
        dimension=dimension,
        category=category,
        target=target.format(goal),
        actual=actual.format(done),
        points=points,
        submitted_score=chance.choice((points, points, str(int(points) - 1))),
    )


def boxes(form: SelfEvaluationForm) -> Boxes:
    """The form as a table of eight columns with merged cells."""
    funds = form.funds
    assert funds is not None
    found = [
        Box(1, 1, "项目支出绩效自评表", columns=8),
        Box(2, 1, f"（{form.year}年度）", columns=8),
        *(Box(3, 1, "项目名称"), Box(3, 2, form.name, columns=7)),
        *(Box(4, 1, "主管部门"), Box(4, 2, form.department or "", columns=3)),
        *(Box(4, 5, "实施单位"), Box(4, 6, form.body or "", columns=3)),
        Box(5, 1, "项目资金（万元）", rows=2),
    ]
    heads = ("", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    money = (funds.initial_budget, funds.budget, funds.executed, funds.points, funds.submitted_rate)
    line = ("年度资金总额", *money, funds.submitted_score)
    found += [Box(5, column, text) for column, text in enumerate(heads, 2)]
    found += [Box(6, column, text or "") for column, text in enumerate(line, 2)]
    header = (
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "偏差原因分析及改进措施",
    )
    found += [Box(7, column, text) for column, text in enumerate(header, 1)]
    for row, each in enumerate(form.indicators, 8):
        cells = (each.name, each.target, each.actual, each.points, each.submitted_score, each.deviation_note)
        found += [Box(row, column, text or "") for column, text in enumerate(cells, 3)]
    found += _merged(form, 1, lambda each: each.dimension)
    found += _merged(form, 2, lambda each: f"{each.dimension}/{each.category}")
    last = 8 + len(form.indicators)
    totals = (
        Box(last, 1, "总分", columns=5),
        Box(last, 6, form.submitted_points or ""),
        Box(last, 7, form.submitted_score or ""),
    )
    return [*found, *totals, Box(last, 8)]


def _merged(form: SelfEvaluationForm, column: int, key: Callable[[Indicator], str]) -> Iterator[Box]:
    start = 0
    for at in range(1, len(form.indicators) + 1):
        if at == len(form.indicators) or key(form.indicators[at]) != key(form.indicators[start]):
            yield Box(8 + start, column, key(form.indicators[start]).rpartition("/")[2], rows=at - start)
            start = at


def _case(form: SelfEvaluationForm) -> dict[str, object]:
    funds = form.funds
    assert funds is not None
    money = {
        "initial": funds.initial_budget,
        "budget": funds.budget,
        "executed": funds.executed,
        "points": funds.points,
    }
    columns = ("name", "dimension", "category", "target", "actual", "points")
    indicators = [
        {**{name: getattr(each, name) for name in columns}, "score": each.submitted_score}
        for each in form.indicators
    ]
    head = {
        "kind": form.kind,
        "name": form.name,
        "department": form.department,
        "body": form.body,
        "year": str(form.year),
    }
    return {"form": {**head, "funds": {**money, "score": funds.submitted_score}, "indicators": indicators}}


def _of_boxes(write: Callable[[Boxes], bytes]) -> Callable[[tuple[SelfEvaluationForm, ...]], bytes]:
    return lambda forms: write(boxes(forms[0]))


WRITERS: Mapping[str, Callable[[tuple[SelfEvaluationForm, ...]], bytes]] = {
    "docx": _of_boxes(to_docx),
    "xlsx": _of_boxes(to_xlsx),
    "html": _of_boxes(to_html),
    "txt": lambda forms: "\n".join(dump(ministry_rows(each)) for each in forms).encode(),
    "pdf": _of_boxes(to_pdf),
    "yaml": lambda forms: yaml.safe_dump(_case(forms[0]), allow_unicode=True, sort_keys=False).encode(),
    "json": lambda forms: json.dumps(_case(forms[0]), ensure_ascii=False).encode(),
    "xls": _of_boxes(to_xls),
    "ods": _of_boxes(to_ods),
    "tsv": lambda forms: tabbed(ministry_rows(forms[0])).encode("gb18030"),
}
"""Suffix -> writer; a text dump holds three forms."""

Broken = tuple[str, bytes, tuple[SelfEvaluationForm, ...]]


def _truncated(suffix: str) -> Callable[[SelfEvaluationForm, random.Random], Broken]:
    def broken(form: SelfEvaluationForm, chance: random.Random) -> Broken:
        data = WRITERS[suffix]((form,))
        return suffix, data[: len(data) // 2], ()

    return broken


def _bomb() -> bytes:
    """A document of a few hundred bytes' worth, and of 80 MiB of spaces."""
    whole = zipfile.ZipFile(io.BytesIO(docx_of(paragraph("绩效自评表"))))
    parts = {name: whole.read(name) for name in whole.namelist()}
    parts["word/document.xml"] += b" " * (80 << 20)
    return zipped(parts)


def _entities() -> bytes:
    levels = "".join(f'<!ENTITY x{at} "{f"&x{at - 1};" * 10}">' for at in range(1, 9))
    trap = f'<!DOCTYPE w [<!ENTITY x0 "表">{levels}]>'
    return docx_of(paragraph("&x8;"), before=trap)


def _fixed(
    suffix: str, make: Callable[[random.Random], bytes]
) -> Callable[[SelfEvaluationForm, random.Random], Broken]:
    return lambda form, chance: (suffix, make(chance), ())


BREAKERS: Mapping[str, Callable[[SelfEvaluationForm, random.Random], Broken]] = {
    "truncated docx": _truncated("docx"),
    "empty": _fixed("xlsx", lambda chance: b""),
    "garbage": _fixed("docx", lambda chance: chance.randbytes(20_000)),
    # Read by its content all the same, and it is said.
    "wrong extension": lambda form, chance: ("pdf", to_docx(boxes(form)), (form,)),
    "encrypted": _fixed(
        "xlsx", lambda chance: compound_of({"EncryptedPackage": b"x" * 8000, "EncryptionInfo": b"y" * 200})
    ),
    "truncated pdf": _truncated("pdf"),
    "zip bomb": _fixed("docx", lambda chance: _bomb()),
    "broken yaml": _fixed("yaml", lambda chance: b"form: {name: [\n  indicators: - x\n"),
    "no form": _fixed(
        "html", lambda chance: "<!DOCTYPE html><html><body><p>今年的工作总结。</p></body></html>".encode()
    ),
    "entities": _fixed("docx", lambda chance: _entities()),
    "truncated xlsx": _truncated("xlsx"),
    "garbage text": _fixed("txt", lambda chance: chance.randbytes(20_000)),
    "deep json": _fixed("json", lambda chance: b'{"form":' * 50_000),
    "truncated xls": _truncated("xls"),
    "null bytes": _fixed("pdf", lambda chance: bytes(50_000)),
}
