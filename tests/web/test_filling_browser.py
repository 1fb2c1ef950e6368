"""A real browser: real forms typed with an input method, rows that come and go, the server killed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mistakes import READ
from typer.testing import CliRunner
from web_browser import BROWSER_TESTS, Desk, seen_in_every_view
from web_hands import Hands
from web_server import FORMS

from perfeval.cli import app as command_line
from perfeval.core.claim import score_text
from perfeval.core.form import SelfEvaluationForm
from perfeval.core.results import CheckedForm
from perfeval.uses.checking import Options, check_files, open_rulebook

pytestmark = BROWSER_TESTS
SET = "urumqi-giit-2023"
ROW_FIELDS = ("name", "target", "actual", "points", "submitted_score", "deviation_note")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, browser: Any) -> Iterator[Desk]:
    """One server for the whole module: each test fills in a sheet of its own."""
    found = Desk(tmp_path_factory.mktemp("filling"), browser)
    yield found
    found.close()


@pytest.fixture
def hands(desk: Desk) -> Hands:
    desk.asked.clear()
    desk.said.clear()
    return Hands(desk)


def real(path: Path, options: Options) -> CheckedForm:
    return check_files([path], options, open_rulebook(options)).forms[0]


def fill_in(hands: Hands, form: SelfEvaluationForm) -> None:
    """Everything that the form says, typed into the empty form: first its rows, then column after column."""
    for key in hands.keys()[:0:-1]:
        hands.act(f"remove-{key}")
    last = "r1"
    for before, row in zip((None, *form.indicators), form.indicators, strict=False):
        if before is None:
            levels = ("dimension", "category")
        elif (before.dimension, before.category) == (row.dimension, row.category):
            levels = ()
            hands.act(f"row-{last}")
        else:
            is_new = before.dimension != row.dimension
            levels = ("dimension", "category") if is_new else ("category",)
            hands.act(f"{'dimension' if is_new else 'category'}-{last}")
        last = hands.keys()[-1]
        for level in levels:
            hands.put(f"{last}.{level}", getattr(row, level))
    for field in ROW_FIELDS:
        hands.page.focus(f'[name="{hands.keys()[0]}.{field}"]')
        for row in form.indicators:
            hands.say(getattr(row, field) or "")
            hands.page.keyboard.press("Enter")  # goes down the column
    assert form.funds
    for _ in form.funds.sources[3:]:
        hands.act("line")
    for name in ("name", "department", "body", "year"):
        hands.put(name, str(getattr(form, name) or ""))
    for name in ("initial_budget", "budget", "executed", "points", "submitted_score"):
        hands.put(f"funds.{name}", getattr(form.funds, name) or "")
    for number, line in enumerate(form.funds.sources, 1):
        for name in ("name", "initial_budget", "budget", "executed"):
            hands.put(f"s{number}.{name}", getattr(line, name) or "")
    hands.put("goal.expected", form.goal.expected or "")
    hands.put("goal.achieved", form.goal.achieved or "")
    hands.settle()


def shown(hands: Hands) -> list[str]:
    """Every score and the total as the page shows them."""
    return [hands.due(key) for key in ("funds", *hands.keys())] + [hands.page.inner_text("#sum-due")]


def wanted(found: CheckedForm) -> list[str]:
    """Every score and the total as the engine gives them for the file."""
    scores = [each.score for each in (*found.result.rows, found.result.total)]
    return ["—" if each is None else score_text(each) for each in scores]


@pytest.mark.parametrize("path", sorted(FORMS.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_real_form_typed_in_earns_what_the_engine_says(hands: Hands, path: Path) -> None:
    found = real(path, Options(SET))
    hands.begin(found.result.form.kind, f"?rules={SET}")
    fill_in(hands, found.result.form)
    assert shown(hands) == wanted(found)
    hands.page.goto(hands.page.url.partition("?")[0])  # kept, and the same under the default rules
    assert shown(hands) == wanted(real(path, Options()))
    assert {url.split("/")[2] for url in hands.desk.asked if url.startswith("http")} == {
        hands.desk.address.split("/")[2]
    }
    assert not hands.desk.said


# What the project managers of the list got wrong, by its numbers: target, actual value, marks, own score, and what the
# page says: the score due, and words of what it tells beside the row; nothing where it tells nothing. Numbers that no
# typed cell can show: 3, 4 and 18 (files overwritten, scores replaced: the page gives a download), 10, 19, 21, 23, 24.
BAND, UNCLEAR = "由人在规则允许的范围内定", "看不出完成程度"
MISTAKES = [
    (2, "≥90%", "1.02", "10", "", "10.00、0.11", "写法有歧义"),
    (9, "有所提升", "基本完成", "10", "", "8.00–10.00", BAND),
    (9, "有所提升", "基本达到", "10", "", "8.00–10.00", BAND),
    (9, "有所提升", "达成预期指标", "10", "", "8.00–10.00", BAND),
    (9, "有所提升", "完成较好", "10", "", "8.00–10.00", BAND),
    (9, "有所提升", "部分完成", "10", "", "6.00–<8.00", BAND),
    (9, "有所提升", "是", "10", "", "8.00–10.00", BAND),
    (9, "有所提升", "√", "10", "", "8.00–10.00", BAND),
    (9, "有所提升", "否", "10", "", "0.00–<6.00", BAND),
    (9, "是", "否", "10", "", "0.00–<6.00", BAND),
    (9, "无投诉", "无", "10", "", "10.00", ""),
    (9, "有所提升", "有", "10", "", "无法复算", UNCLEAR),
    (9, "有所提升", "还可以", "10", "", "无法复算", UNCLEAR),
    (9, "≥90%", "是", "10", "", "无法复算", "请填写实际数值"),
    (11, "100%", "95%", "10", "", "9.50", "完成值到 100%，多得 0.50 分"),
    (11, "=5期", "6期", "10", "", "10.00、8.00", "完成值到 5期"),
    (11, "≤5万元", "5.2万元", "10", "", "9.62、9.60、0.00", "完成值到 5万元"),
    (0, "5-10家", "12家", "10", "", "0.00–<10.00、10.00", "完成值到 10家"),
    (7, "10月31日前", "2024-12-20", "10", "", "0.00–<10.00", BAND),
    (16, "10月31日前", "2024-12-20", "10", "10", "0.00–<10.00", "自填 10.00，应为 0.00–<10.00"),
    (0, "约30人", "30", "10", "", "无法复算", "「约」表示约数，无法计分，请写明确切的数"),
    (0, "≥90%", "约95%", "10", "", "无法复算", "「约」表示约数，无法计分，请写明确切的数"),
    (0, "≥300人", "已完成", "10", "", "无法复算", "请填写实际数值"),
    (0, "≥90％％", "95%", "10", "", "无法复算", "百分号多写了一个，请删除"),
    (0, "≥5期", "5期", "十分", "", "无法复算", "分值「十分」不是非负数字"),
    (17, "≥5期", "5期", "10", "12", "10.00", "自填 12.00，应为 10.00"),
    (0, "≥5期", "5分", "10", "", "10.00", "单位不同"),
    (0, "≥120人", "一百二十", "10", "", "10.00", ""),
    (0, "有所提升", "完全达到预期", "10", "9", "8.00–10.00", "扣了分没有说明原因"),
    (13, "≥5期", "", "10", "", "待填", "没有实际完成值"),
    (13, "≥5期", "5期", "10", "", "10.00", ""),
]


def test_every_mistake_is_read_or_said(hands: Hands) -> None:
    hands.begin()
    hands.put("year", "2024")
    hands.put("name", "培训")
    in_page = [(item, "培训班", *rest) for item, *rest in MISTAKES]
    well_meant = [
        (item, name, target, actual, "10", "", score, "" if score == "10.00" else "完成值到")
        for item, name, target, actual, score in READ
    ]
    fields, before = ("name", "target", "actual", "points", "submitted_score"), [""] * 5
    for item, *texts, due, told in (*in_page, *well_meant):
        for field, old, text in zip(fields, before, texts, strict=True):
            if old != text:
                hands.put(f"r1.{field}", text) if text else hands.clear(f"r1.{field}")
        before = texts
        hands.settle()
        said = hands.page.inner_text("#under-r1")
        assert hands.due("r1") == due, (item, *texts)
        assert told in said if told else not said, (item, *texts, said)


def test_figures_of_the_whole_form(hands: Hands) -> None:
    """Numbers 1, 7, 12, 15 and 22: typed figures are figures, sums, the unit, the year, rows that say nothing."""
    hands.begin()
    assert hands.due("funds") == "待填"
    for cell, text in {"funds.budget": "120", "funds.executed": "108.5"}.items():
        hands.put(cell, text)
    hands.settle()
    assert hands.due("funds") == "9.04"
    for row in ("r1", "r2"):
        for field, text in {
            "name": "满意情况",
            "target": "有所提升",
            "actual": "完全达到预期",
            "points": "45",
        }.items():
            hands.put(f"{row}.{field}", text)
        hands.put(f"{row}.submitted_score", "44")
    hands.settle()
    assert [hands.page.inner_text(f"#sum-{each}") for each in ("marks", "own")] == ["100.00", "88.00"]
    assert "总分 97.04 分，等级 优" in hands.says()
    assert "规则集 cn-caiyu-2020-10" in hands.page.inner_text("#notes")
    assert not hands.page.inner_text("#under-r3")
    hands.put("funds.executed", "1085000")
    hands.settle()
    assert "请核对是元还是万元" in hands.page.inner_text("#notes")
    hands.put("year", "今年")
    hands.settle()
    assert "年度「今年」应为四位数字" in hands.page.inner_text("#notes")
    assert hands.value("year") == "今年"


def test_the_later_of_two_tabs_is_told_and_can_put_it_back(hands: Hands) -> None:
    hands.begin()
    tab = hands.desk.context.new_page()
    tab.goto(hands.page.url)
    hands.put("r1.name", "培训班期数")
    hands.settle()
    assert not hands.page.inner_text("#elsewhere")
    tab.fill('[name="r1.name"]', "培训人数")
    tab.wait_for_selector("#elsewhere blockquote")
    assert "刚在「第 1 行 三级指标」写了下面这些，您写的替换了它" in tab.inner_text("#elsewhere")
    hands.put("r1.target", "≥5期")
    hands.page.wait_for_selector("#elsewhere >> text=显示最新的")  # the first tab still shows its own words
    hands.act("show")
    assert hands.value("r1.name") == "培训人数"
    tab.click("text=改回这个")
    tab.wait_for_selector("#elsewhere:empty", state="attached")
    assert tab.input_value('[name="r1.name"]') == "培训班期数"
    assert tab.input_value('[name="r1.target"]') == "≥5期"
    tab.close()


def test_rows_marks_and_a_trial(hands: Hands) -> None:
    hands.go_on_with(FORMS / "11-yimin-building-it.yaml")
    assert "应为 100.00" not in hands.says()
    hands.act("remove-r3")
    assert "各部分分值合计 95.00，应为 100.00" in hands.page.inner_text("#says")
    assert "wrong" in (hands.page.get_attribute("#sum-marks", "class") or "")
    hands.act("row-r2")
    assert hands.page.evaluate("document.activeElement.name") == "r12.name"
    for field, text in {"name": "网络设备", "target": "≥697台", "actual": "697", "points": "5"}.items():
        hands.put(f"r12.{field}", text)
    hands.settle()
    assert (hands.due("r12"), hands.page.inner_text("#sum-marks")) == ("5.00", "100.00")
    hands.act("up-r12")
    hands.act("up-r12")
    assert hands.keys()[:3] == ["r12", "r1", "r2"]
    hands.act("undo")
    assert hands.keys()[:3] == ["r1", "r12", "r2"]
    before = hands.page.inner_text("#sum-due")
    hands.page.fill("input[name=try]", "2")
    hands.page.fill("input[name=to]", "349")
    hands.page.keyboard.press("Enter")
    hands.page.wait_for_selector("#trial p")
    assert "试算：第 2 行完成值改为 349，得分 5.00 → 2.50" in hands.page.inner_text("#trial")
    assert hands.page.inner_text("#sum-due") == before
    hands.put("r12.actual", "349")
    hands.settle()
    hands.page.click("#under-r12 summary")
    with hands.page.expect_response(lambda answer: "do=" in (answer.request.post_data or "")):
        hands.page.click("#do-reason-r12")
    hands.settle()
    assert hands.value("r12.deviation_note").startswith("【拟稿】年度指标值≥697台，实际完成349")


def test_a_half_filled_workbook_is_continued_and_written(hands: Hands, tmp_path: Path) -> None:
    plan, out = tmp_path / "计划.xlsx", tmp_path / "表.xlsx"
    form = FORMS / "11-yimin-building-it.yaml"
    CliRunner().invoke(command_line, ["form", str(form), "--blank", "-o", str(plan)])
    hands.go_on_with(plan)
    found = real(form, Options())
    assert hands.value("r1.target") == "=35台"
    assert hands.value("r1.actual") == ""
    for key, row in zip(hands.keys(), found.result.form.indicators, strict=True):
        hands.put(f"{key}.actual", row.actual or "")
        hands.put(f"{key}.submitted_score", row.submitted_score or "")
    assert found.result.form.funds
    hands.put("funds.executed", found.result.form.funds.executed or "")
    hands.settle()
    assert shown(hands) == wanted(found)
    case = tmp_path / "表.yaml"
    for button, to in (("YAML", case), ("Excel", tmp_path / "页面.xlsx")):
        with hands.page.expect_download() as saved:
            hands.page.click(f"main >> text={button}")
        saved.value.save_as(to)
    assert CliRunner().invoke(command_line, ["form", str(case), "-o", str(out)]).exit_code == 0
    assert (tmp_path / "页面.xlsx").read_bytes() == out.read_bytes()


def test_a_kill_at_any_moment_loses_nothing_typed(hands: Hands) -> None:
    desk, page = hands.desk, hands.page
    hands.begin()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))

    # In the middle of a sentence, before its pause is over; the rest is typed while nobody listens.
    page.focus('[name="r1.name"]')
    hands.say("培训班")
    desk.kill()
    hands.say("期数2024")
    page.wait_for_selector("#kept.wrong")
    desk.start_again()
    hands.settle()

    # In the middle of a composition, which ends after the restart.
    page.focus('[name="r1.target"]')
    hands.compose("bu'di")
    desk.kill()
    desk.start_again()
    hands.choose("不低于")
    hands.say("5期")
    hands.settle()

    # In the middle of a composition, which ends while the server is down.
    page.focus('[name="r1.deviation_note"]')
    hands.say("因为")
    hands.compose("tian'qi")
    desk.kill()
    hands.choose("天气")
    page.wait_for_timeout(600)
    desk.start_again()
    hands.settle()

    # While the text is on its way.
    page.focus('[name="r1.actual"]')
    with page.expect_request(lambda request: request.method == "POST"):
        hands.say("4期")
    desk.kill()
    desk.start_again()
    hands.settle()

    # Right after a row was added and written in; its name has the cursor as soon as it stands there.
    page.evaluate(
        "addEventListener('htmx:afterSwap', event => { if (event.target.id === 'sheet') "
        "setTimeout(() => { window.atOnce = document.activeElement.name; }); })"
    )
    hands.act("row-r1")
    assert page.evaluate("atOnce") == f"{hands.keys()[1]}.name"
    hands.say("新的一行")
    hands.settle()
    desk.kill()
    page.focus("#do-row-r1")
    page.keyboard.press("Enter")  # nobody does it, and nothing is lost by it
    hands.put("r1.points", "10")
    desk.start_again()
    hands.settle()

    page.reload()
    texts = [hands.value(f"r1.{field}") for field in ("name", "target", "actual", "points", "deviation_note")]
    assert texts == ["培训班期数2024", "不低于5期", "4期", "10", "因为天气"]
    assert hands.value(f"{hands.keys()[1]}.name") == "新的一行"
    assert not [each for each in sent if "bu%27di" in each or "tian%27qi" in each]


def test_the_pages_are_accessible_narrow_and_printable(hands: Hands) -> None:
    hands.begin()
    empty = hands.page.url.removeprefix(hands.desk.address)
    hands.go_on_with(FORMS / "11-yimin-building-it.yaml")
    hands.put("r2.actual", "7台")
    hands.put("r9.submitted_score", "16")
    hands.put("r10.points", "5")
    hands.settle()
    path = hands.page.url.removeprefix(hands.desk.address)
    pages = {
        "first": "/",
        "sheets": "/sheets",
        "sheets-aside": "/sheets?aside=1",
        "sheet-empty": empty,
        "sheet": path,
        "sheet-english": f"{path}?lang=en",
        "trial": f"{path}?try=2&to=8",
    }
    wrong = seen_in_every_view(hands.desk, pages)
    assert not wrong, "\n".join(wrong)
