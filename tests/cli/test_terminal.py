"""Progress: the steps that a file's work tells, and what a terminal shows of them."""

import io
import sys
from pathlib import Path

import pytest
from table_writers import SMALL_FORM, to_docx, to_pdf

from perfeval.cli.terminal import progress_shown
from perfeval.documents.progress import Step
from perfeval.documents.read import read_bytes
from perfeval.uses.checking import Options, check_files, open_rulebook


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_reading_tells_the_tables_and_checking_the_forms(tmp_path: Path) -> None:
    path = tmp_path / "form.docx"
    path.write_bytes(to_docx(SMALL_FORM))
    steps: list[Step] = []
    check_files([path], Options(), open_rulebook(Options()), progress=steps.append)
    assert steps == [Step("files", 0, 1, "form.docx"), Step("tables", 1), Step("forms", 0, 1)]


def test_a_pdf_tells_its_pages() -> None:
    steps: list[Step] = []
    read_bytes(to_pdf(SMALL_FORM, title="Form"), "form.pdf", steps.append)
    assert steps[-1] == Step("pages", 1, 1)


def test_a_terminal_shows_the_steps_and_is_left_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    with progress_shown("zh", patience=0) as progress:
        progress(Step("files", 1, 3, "乙.docx"))
        progress(Step("tables", 7))
        progress(Step("forms", 2, 5))
    shown = sys.stderr.getvalue()
    assert "复算 乙.docx" in shown
    assert "2/5" in shown
    assert "1/3" in shown
    assert shown.endswith("\x1b[2K")


@pytest.mark.parametrize(("stream", "patience"), [(io.StringIO, 0.0), (Terminal, 60.0)])
def test_nothing_shows_without_a_terminal_or_before_a_while(
    stream: type[io.StringIO], patience: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", stream())
    with progress_shown("en", patience) as progress:
        progress(Step("forms", 2, 5))
    assert sys.stderr.getvalue() == ""
