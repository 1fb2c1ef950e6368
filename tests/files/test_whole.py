from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from perfeval.files.lock import LOCK, InUseError, locked
from perfeval.files.whole import whole_file, write_whole


def test_a_file_is_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_whole(tmp_path / "报告.xlsx", b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"报告.xlsx": b"new"}


def test_an_error_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "r.html"
    target.write_bytes(b"old")

    def fill() -> None:
        with whole_file(target) as path:
            path.write_bytes(b"ne")
            raise OSError("full")

    with pytest.raises(OSError, match="full"):
        fill()
    assert [each.name for each in tmp_path.iterdir()] == ["r.html"]
    assert target.read_bytes() == b"old"


def test_a_name_in_use_is_refused_when_asked_even_if_it_appears_meanwhile(tmp_path: Path) -> None:
    target = tmp_path / "r.html"

    def write() -> None:
        with whole_file(target, replace=False) as path:
            path.write_bytes(b"ours")
            target.write_bytes(b"theirs")

    with pytest.raises(FileExistsError):
        write()
    assert target.read_bytes() == b"theirs"
    assert [each.name for each in tmp_path.iterdir()] == ["r.html"]


def test_without_hard_links_a_free_name_is_still_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(95, "not supported")

    monkeypatch.setattr(os, "link", refuse)
    write_whole(tmp_path / "a", b"1", replace=False)
    with pytest.raises(FileExistsError):
        write_whole(tmp_path / "a", b"2", replace=False)
    assert (tmp_path / "a").read_bytes() == b"1"


def test_the_rights_and_the_link_of_an_earlier_file_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert (real.read_bytes(), real.stat().st_mode & 0o777) == (b"new", 0o640)


def test_a_folder_is_no_target_and_a_device_is_written_directly(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path, b"x")
    write_whole(Path("/dev/null"), b"x")
    assert not list(Path("/dev").glob(".*unfinished"))


def test_a_kill_while_writing_leaves_the_earlier_file(tmp_path: Path) -> None:
    target = tmp_path / "r"
    target.write_bytes(b"old")
    program = (
        "import os, pathlib, sys\nfrom perfeval.files.whole import whole_file\n"
        "with whole_file(pathlib.Path(sys.argv[1])) as path:\n"
        "    path.write_bytes(b'half')\n    os.kill(os.getpid(), 9)\n"
    )
    assert subprocess.run([sys.executable, "-c", program, target], check=False).returncode == -9
    assert target.read_bytes() == b"old"


def test_one_run_at_a_time_holds_a_folder(tmp_path: Path) -> None:
    with locked(tmp_path):
        with pytest.raises(InUseError), locked(tmp_path):
            pass
        assert [path.name for path in tmp_path.iterdir()] == [LOCK]
    assert not list(tmp_path.iterdir())
    with locked(tmp_path):
        pass


def test_a_killed_run_leaves_no_lock_in_force(tmp_path: Path) -> None:
    program = (
        "import os, pathlib, sys\nfrom perfeval.files.lock import locked\n"
        "with locked(pathlib.Path(sys.argv[1])):\n    os.kill(os.getpid(), 9)\n"
    )
    assert subprocess.run([sys.executable, "-c", program, tmp_path], check=False).returncode == -9
    assert (tmp_path / LOCK).exists()
    with locked(tmp_path):
        pass
    assert not list(tmp_path.iterdir())
