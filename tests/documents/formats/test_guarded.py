"""Reading in a process of its own: whatever happens to it is a document or a problem."""

import os
import signal
import time
from dataclasses import replace

import pytest

from perfeval.core.problems import Place, Problem
from perfeval.documents.formats import fork_server, guarded
from perfeval.documents.formats.guarded import read_guarded
from perfeval.documents.formats.pdf import read_pdf
from perfeval.documents.formats.safety import LIMITS, Limits
from perfeval.documents.grid import Cell, Document, Grid
from perfeval.documents.progress import Progress, Step, silent

PLACE = Place(page=1, table=2, row=3, column=4)


def a_document(data: bytes, file: str, progress: Progress) -> Document:
    cell = Cell(1, 2, data.decode(), 3, 4, "0.9", "=A1", PLACE)
    grid = Grid((cell,), ("标题",), replace(PLACE, row=None, column=None))
    return Document(
        (grid,), ((Place(line=7), "行"),), (Problem("span-clipped", {"limit": "5"}, PLACE, file),)
    )


def a_mistake(data: bytes, file: str, progress: Progress) -> Document:
    raise KeyError("mistake in the reader")


def a_crash(data: bytes, file: str, progress: Progress) -> Document:
    os.kill(os.getpid(), signal.SIGSEGV)
    return Document()


def a_glutton(data: bytes, file: str, progress: Progress) -> Document:
    return Document(prose=((Place(), "x" * (4 * LIMITS.child_memory)),))


def a_toiler(data: bytes, file: str, progress: Progress) -> Document:
    while True:
        pass


def a_long_one(data: bytes, file: str, progress: Progress) -> Document:
    for page in range(1, 4):
        progress(Step("pages", page, 3))
    return Document()


def a_measurer(data: bytes, file: str, progress: Progress) -> Document:
    return Document(prose=((Place(), str(len(data))),))


def a_sleeper(data: bytes, file: str, progress: Progress) -> Document:
    time.sleep(600)
    raise AssertionError("nobody stopped it")


def read(function: str, data: bytes = "字".encode(), progress: Progress = silent) -> Document:
    return read_guarded(__name__.rpartition(".")[2], function, data, "f.pdf", progress)


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the other process find the readers above."""
    monkeypatch.syspath_prepend(os.path.dirname(__file__))


def test_a_document_arrives_as_it_was_read() -> None:
    assert read("a_document") == a_document("字".encode(), "f.pdf", silent)


@pytest.mark.parametrize("function", ["a_crash", "a_glutton"])
def test_a_crash_is_a_problem(function: str) -> None:
    assert [(problem.code, problem.file) for problem in read(function).problems] == [
        ("reader-crashed", "f.pdf")
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("function", "limits"),
    [
        ("a_sleeper", Limits(child_seconds=1, patience=1)),
        ("a_toiler", Limits(child_seconds=1)),
    ],
)
def test_a_reader_that_does_not_end_is_stopped(
    function: str, limits: Limits, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the clock if it waits, by its computing time if it computes."""
    monkeypatch.setattr(guarded, "LIMITS", limits)
    assert [problem.code for problem in read(function).problems] == ["reader-stopped"]


def test_one_process_forks_for_all_and_outlives_what_they_do() -> None:
    for function in ("a_document", "a_crash", "a_document"):
        read(function)
    assert len({each.path for each in fork_server._IDLE}) == len(fork_server._IDLE)


def test_without_forks_a_document_has_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded, "CAN_FORK", False)
    assert read("a_document") == a_document("字".encode(), "f.pdf", silent)


def test_a_server_that_has_ended_is_done_without() -> None:
    read("a_measurer")
    for server in fork_server._IDLE:
        server._process.kill()
    (line,) = read("a_measurer", b"xx").prose
    assert line == (Place(), "2")


def test_a_large_file_arrives_whole() -> None:
    (line,) = read("a_measurer", b"x" * 20_000_000).prose
    assert line == (Place(), "20000000")


def test_how_far_it_is_arrives_too() -> None:
    steps: list[Step] = []
    read("a_long_one", progress=steps.append)
    assert steps[-1] == Step("pages", 3, 3)


def test_a_mistake_of_ours_is_no_fault_of_the_document() -> None:
    with pytest.raises(RuntimeError, match="mistake in the reader"):
        read("a_mistake")


def test_a_pdf_is_measured_before_it_is_handed_over() -> None:
    assert [problem.code for problem in read_pdf(b"", "f").problems] == ["file-empty"]
