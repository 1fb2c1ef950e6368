"""A real browser: real forms typed with an input method, rows that come and go, the server killed meanwhile."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner
from web_browser import BROWSER_TESTS, SHOTS, VIEWS, Desk, seen_in_every_view
from web_server import FORMS

from perfeval.cli import app as command_line
from perfeval.core.claim import score_text
from perfeval.core.form import SelfEvaluationForm
from perfeval.core.results import CheckedForm
from perfeval.uses.checking import Options, check_files, open_rulebook

pytestmark = BROWSER_TESTS
SET = "urumqi-giit-2023"
ROW_FIELDS = ("name", "target", "actual", "points", "submitted_score", "deviation_note")


class Hands:
    """A person at the keyboard of a sheet: figures and letters by key, Chinese through an input method."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.page = desk, desk.page
        self.devtools = desk.context.new_cdp_session(desk.page)

    def begin(self, kind: str = "project", query: str = "") -> None:
        self.page.goto(f"{self.desk.address}/sheets")
        self.page.select_option("select[name=kind]", kind)
        self.page.click("text=开始填")
        self.page.wait_for_selector("#sheet")
        if query:
            self.page.goto(self.page.url + query)

    def go_on_with(self, file: Path) -> None:
        self.page.goto(f"{self.desk.address}/sheets")
        self.page.set_input_files("form:has-text('接着填已有的表') input[type=file]", str(file))
        self.page.click("button:has-text('接着填')")
        self.page.wait_for_selector("#sheet")

    def compose(self, text: str) -> None:
        """Send keys to the input method, which shows them half-composed."""
        self.devtools.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        )

    def choose(self, text: str) -> None:
        """Choose the words that the input method offers."""
        self.devtools.send("Input.insertText", {"text": text})

    def say(self, text: str) -> None:
        """Type a text where the cursor stands."""
        for run in re.findall(r"[\x20-\x7e]+|[^\x20-\x7e]+", text):
            if run.isascii():
                self.page.keyboard.type(run)
            else:
                self.compose("pin'yin")
                self.choose(run)

    def put(self, cell: str, text: str) -> None:
        """Put a text into a cell in place of what it says."""
        self.page.focus(f'[name="{cell}"]')
        self.page.keyboard.press("Control+A")
        self.say(text)

    def act(self, button: str) -> None:
        """Activate a button of a row from the keyboard, and wait until the new rows stand in the page."""
        swaps = "window.swaps ??= (addEventListener('htmx:afterSettle', () => window.swaps++), 0)"
        before = self.page.evaluate(swaps)
        self.page.focus(f"#do-{button}")
        with self.page.expect_response(lambda answer: "do=" in (answer.request.post_data or "")):
            self.page.keyboard.press("Enter")
        while self.page.evaluate(swaps) == before:
            self.page.wait_for_timeout(20)
        self.settle()

    def settle(self) -> None:
        """Wait until everything typed is saved."""
        until = time.monotonic() + 120
        while not self.page.evaluate("unsaved.size === 0 && !document.querySelector('.htmx-request')"):
            assert time.monotonic() < until, self.page.evaluate(
                "[...unsaved, document.querySelector('.htmx-request')?.name]"
            )
            self.page.wait_for_timeout(20)

    def value(self, cell: str) -> str:
        return str(self.page.input_value(f'[name="{cell}"]'))

    def due(self, key: str) -> str:
        return str(self.page.inner_text(f"#due-{key}"))

    def says(self) -> str:
        return str(self.page.inner_text("#sheet"))

    def keys(self) -> list[str]:
        script = "[...document.querySelectorAll('tr[id^=row-]')].map(row => row.id.slice(4))"
        return list(self.page.evaluate(script))


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


# What the project managers of users.md got wrong, or wrote in their own way: target, actual value, marks, own score,
# and what the page says: the score due, and words of what it tells beside the row or below the form.
MISTAKES = [
    ("≥90%", "0.923", "10", "", "10.00", ""),
    ("≥500人次", "５２０人次", "10", "", "10.00", ""),
    ("≥90%", "９５％", "10", "", "10.00", ""),
    ("≥90%", "100%（超额完成）", "10", "", "10.00", ""),
    ("≤5 万元", "4.8万", "10", "", "10.00", ""),
    ("≥５００人次", "520", "10", "", "10.00", ""),
    ("有所提升", "基本完成", "10", "", "8.00–10.00", "由人在规则允许的范围内定"),
    ("有所提升", "完成较好", "10", "", "8.00–10.00", "由人在规则允许的范围内定"),
    ("100%", "95%", "10", "", "9.50", "完成值到 100%，多得 0.50 分"),
    ("=5期", "6期", "10", "", "10.00、8.00", "完成值到 5期"),
    ("≤5万元", "5.2万元", "10", "", "9.62、9.60、0.00", "完成值到 5万元"),
    ("10月31日前", "2024-12-20", "10", "", "0.00–<10.00", "由人在规则允许的范围内定"),
    ("约30人", "30", "10", "", "无法复算", "「约」表示约数，无法计分，请写明确切的数"),
    ("≥300人", "已完成", "10", "", "无法复算", "请填写实际数值"),
    ("≥90％％", "95%", "10", "", "无法复算", "百分号多写了一个，请删除"),
    ("≥5期", "5期", "十分", "", "无法复算", "分值「十分」不是非负数字"),
    ("≥5期", "5期", "10", "12", "10.00", "自填 12.00，应为 10.00"),
    ("有所提升", "完全达到预期", "10", "9", "8.00–10.00", "扣了分没有说明原因"),
    ("≥5期", "", "10", "", "", "没有实际完成值"),
]


def test_every_mistake_is_read_or_said(hands: Hands) -> None:
    hands.begin()
    for cell, text in {"year": "2024", "name": "培训", "r1.name": "培训班"}.items():
        hands.put(cell, text)
    for target, actual, points, own, due, told in MISTAKES:
        texts = {"target": target, "actual": actual, "points": points, "submitted_score": own}
        for field, text in texts.items():
            hands.page.fill(f'[name="r1.{field}"]', "") if not text else hands.put(f"r1.{field}", text)
        hands.settle()
        assert (hands.due("r1"), told) == (due, told if told in hands.page.inner_text("#under-r1") else "")
    for cell, text in {"funds.budget": "120", "funds.executed": "108.5"}.items():
        hands.put(cell, text)
    hands.settle()
    assert hands.due("funds") == "9.04"  # typed figures are figures
    hands.put("funds.executed", "1085000")
    hands.settle()
    assert "请核对是元还是万元" in hands.page.inner_text("#notes")
    hands.put("year", "今年")
    hands.settle()
    assert "年度「今年」应为四位数字" in hands.page.inner_text("#notes")
    assert hands.value("year") == "今年"


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

    # Right after a row was added and written in.
    hands.act("row-r1")
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
    hands.go_on_with(FORMS / "11-yimin-building-it.yaml")
    hands.put("r2.actual", "7台")
    hands.put("r9.submitted_score", "16")
    hands.settle()
    path = hands.page.url.removeprefix(hands.desk.address)
    wrong = seen_in_every_view(
        hands.desk, {"sheets": "/sheets", "sheet": path, "trial": f"{path}?try=2&to=8"}
    )
    hands.page.set_viewport_size(VIEWS["phone"])
    for each in ("/sheets", path):
        hands.page.goto(hands.desk.address + each)
        assert hands.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), each
    hands.page.emulate_media(media="print", color_scheme="light")
    hands.page.pdf(path=SHOTS / "sheet.pdf", format="A4")
    hands.page.emulate_media(media="screen")
    hands.page.set_viewport_size(VIEWS["wide"])
    assert not wrong, "\n".join(wrong)
