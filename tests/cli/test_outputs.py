"""Nothing of the user's is overwritten; what is written has the format of its name; any console takes it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from shutil import which

import openpyxl
import pytest
from inbox import URUMQI, WRITERS, form_of
from typer.testing import CliRunner, Result

from perfeval.cli import app

SET = ("--rules", "cn-caiyu-2020-10")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    form = form_of(URUMQI / "08-research-travel.yaml")
    for suffix in (".docx", ".xlsx", ".yaml", ".html"):
        Path(f"表{suffix}").write_bytes(WRITERS[suffix](form))
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ("score", "表.xlsx", "-o", "表.xlsx"),
        ("read", "表.yaml", "-o", "表.yaml"),
        ("infer", "表.yaml", "-o", "表.yaml"),
        ("check", "表.xlsx", "-o", "表.xlsx"),
        ("check", "表.html", "-o", "表.html"),
        ("check", ".", "-o", "表.xlsx"),
        ("check", "./表.docx", "-o", "../{folder}/表.xlsx", "表.xlsx"),
        ("form", "表.xlsx", "--blank", "-o", "表.xlsx"),
        (
            "compare",
            "表.xlsx",
            "--rules",
            "cn-caiyu-2020-10",
            "--rules",
            "cn-caiyu-2021-101",
            "-o",
            "表.xlsx",
        ),
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
@pytest.mark.parametrize("force", [(), ("--force",)], ids=["", "force"])
def test_an_input_is_never_overwritten(
    arguments: tuple[str, ...], force: tuple[str, ...], folder: Path
) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    result = run(*(each.format(folder=folder.name) for each in arguments), *force)
    assert result.exit_code == 2
    assert "输入文件" in result.output or "写不了扩展名" in result.output
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "表.docx", "-o", "旧.xlsx"),
        ("check", "表.docx", "-o", "旧.json"),
        ("score", "表.docx", "-o", "旧.txt"),
        ("read", "表.docx", "-o", "旧.yaml"),
        ("infer", "表.docx", "-o", "旧.yaml"),
        ("form", "表.docx", "-o", "旧.xlsx"),
        ("schema", "form", "-o", "旧.json"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_an_existing_file_is_replaced_only_with_force(arguments: tuple[str, ...]) -> None:
    old = Path(arguments[-1])
    old.write_text("已填的底稿", encoding="utf-8")
    refused = run(*arguments)
    assert refused.exit_code == 2
    assert "--force" in refused.output
    assert old.read_text(encoding="utf-8") == "已填的底稿"
    assert run(*arguments, "--force").exit_code in (0, 1)
    assert old.read_bytes() != "已填的底稿".encode()


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("score", "结果.xlsx"),
        ("score", "结果.docx"),
        ("score", "结果.html"),
        ("check", "意见.docx"),
        ("check", "意见.pdf"),
        ("read", "表2.xlsx"),
        ("infer", "草稿.docx"),
        ("form", "新.pdf"),
    ],
)
def test_no_text_under_an_office_name(command: str, name: str) -> None:
    result = run(command, "表.docx", "-o", name)
    assert result.exit_code == 2
    assert "可以写" in result.output
    assert not Path(name).exists()


def test_the_suffix_chooses_the_format() -> None:
    assert run("score", "表.docx", "-o", "分.json").exit_code in (0, 1)
    assert Path("分.json").read_text(encoding="utf-8").startswith("{")
    assert run("check", "表.docx", "--format", "json", "-o", "行.csv").exit_code == 2


# The super-user may write everywhere, until the right to is given up.
AS_OTHERS = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []


@pytest.mark.slow
@pytest.mark.skipif(
    bool(AS_OTHERS) and not which("setpriv"), reason="the super-user may write everywhere; no setpriv"
)
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("score", "表.docx", "-o", "旧.txt", "--force"), "关闭后再试"),
        (("check", "表.docx", "-o", "旧.xlsx", "--force"), "关闭后再试"),
        (("check", "表.docx", "-o", "锁/新.html"), "没有权限"),
        (("check", "表.docx", "--review", "旧.review.json", "--rules", "urumqi-giit-2023"), "没有权限"),
        (("form", "表.docx", "-o", "锁/新.xlsx"), "没有权限"),
        (("batch", "表", "-o", "锁/out", "--no-summary"), "锁"),
    ],
    ids=lambda value: " ".join(value[:1] + value[2:4]) if isinstance(value, tuple) else "",
)
def test_what_may_not_be_written_is_said_and_stays(arguments: tuple[str, ...], told: str) -> None:
    for name in ("旧.txt", "旧.xlsx"):
        Path(name).write_text("x")
    Path("表").mkdir()
    Path("表/表.docx").write_bytes(Path("表.docx").read_bytes())
    run("check", "表.html", "--review", "旧.review.json", *SET)
    for name in ("旧.txt", "旧.xlsx", "旧.review.json"):
        Path(name).chmod(0o400)
    Path("锁").mkdir(0o500)
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    done = subprocess.run(
        [*AS_OTHERS, sys.executable, "-m", "perfeval", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before


def test_a_folder_in_the_place_is_said() -> None:
    Path("结果.txt").mkdir()
    for force in ((), ("--force",)):
        refused = run("score", "表.docx", "-o", "结果.txt", *force)
        assert refused.exit_code == 2
        assert "目录" in refused.output


@pytest.mark.slow
def test_filled_papers_are_not_written_over() -> None:
    assert run("check", "表.docx", *SET, "-o", "底稿.xlsx").exit_code == 1
    book = openpyxl.load_workbook("底稿.xlsx")
    sheet = book.worksheets[2]
    heads = {cell.value: cell.column for cell in sheet[4]}
    sheet.cell(5, heads["复核得分"]).value = 7.5
    book.save("底稿.xlsx")
    filled = Path("底稿.xlsx").read_bytes()
    for files in (("表.docx",), (".",), ("表.html", "底稿.xlsx")):
        refused = run("check", *files, *SET, "-o", "底稿.xlsx")
        assert refused.exit_code == 2, refused.output
        assert Path("底稿.xlsx").read_bytes() == filled
    assert run("check", "--reviewed", "底稿.xlsx", *SET).exit_code == 0


def test_a_place_that_is_not_there_is_said() -> None:
    result = run("score", "表.docx", "-o", "没有/结果.txt")
    assert result.exit_code == 2
    assert "写不了" in result.output


def perfeval(*arguments: str, encoding: str = "gbk") -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    return subprocess.run(
        [sys.executable, "-m", "perfeval", *arguments], capture_output=True, env=environment, check=False
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "难.yaml"),
        *(
            pytest.param(arguments, marks=pytest.mark.slow)
            for arguments in (
                ("rules", "show", "cn-caiyu-2020-10"),
                ("rules", "diff", "cn-caiyu-2020-10", "cn-caiyu-2021-101"),
                ("infer", "表.yaml"),
                ("compare", "表.yaml", "--rules", "cn-caiyu-2020-10", "--rules", "cn-caiyu-2021-101"),
                ("score", "难.yaml"),
                ("read", "难.yaml"),
                ("check", "难.yaml", "--format", "json"),
                ("check", "难.yaml", "--format", "csv"),
                ("explain", "难.yaml"),
                ("review", "list", "难.review.json"),
                ("checks", "show", "score-differs"),
                ("batch", "难", "-o", "out", "--no-summary"),
                ("score", "--help"),
            )
        ),
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_a_gbk_console_shows_everything_and_nothing_crashes(arguments: tuple[str, ...]) -> None:
    form = form_of(URUMQI / "08-research-travel.yaml")
    rows = (
        form.indicators[0].model_copy(update={"name": "䶮溪面积m²𠮷", "target": "≥5m²"}),
        *form.indicators[1:],
    )
    hard = form.model_copy(update={"indicators": rows, "name": "䶮溪✓−项目"})
    Path("难").mkdir()
    for path in ("难.yaml", "难/难.yaml"):
        Path(path).write_bytes(WRITERS[".yaml"](hard))
    run("check", "难.yaml", "--review", "难.review.json")
    done = perfeval(*arguments)
    assert b"Traceback" not in done.stderr
    assert done.returncode in (0, 1)
    text = done.stdout.decode("gbk")
    if "难.yaml" in arguments:
        assert "\\u4dae" in text
        assert "√" in text


@pytest.mark.slow
def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "perfeval", "rules", "show", "cn-caiyu-2020-10"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert said == b""
    assert process.returncode == 141


@pytest.mark.slow
def test_what_was_written_beside_the_forms_is_not_read_again() -> None:
    """Run after run into the folder of the forms, the forms are as many as they were."""
    names = [
        "check.txt",
        "check.xlsx",
        "check.html",
        "check.csv",
        "check.json",
        "score.txt",
        "score.json",
        "infer.txt",
    ]
    for name in names:
        assert run(name.partition(".")[0], "表.yaml", "-o", name).exit_code in (0, 1)
    assert run("check", "表.yaml", "-o", "check-en.txt", "--lang", "en").exit_code in (0, 1)
    (told,) = (line for line in run("check", ".").output.splitlines() if "个文件：" in line)
    assert "4 个有自评表" in told
    assert f"{len(names) + 1} 个是 perfeval 自己写的报告" in told
