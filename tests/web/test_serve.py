"""Starting the server: one a folder, this machine alone, a token that works."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner
from web_server import running

from perfeval.cli import app
from perfeval.web.settings import Settings, StoreTooNewError, is_loopback
from perfeval.web.store import Store


@pytest.mark.slow
def test_two_servers_on_one_folder_are_refused(tmp_path: Path) -> None:
    with running(tmp_path):
        second = subprocess.run(
            [sys.executable, "-m", "perfeval", "serve", str(tmp_path), "--no-browser"],
            capture_output=True,
            check=False,
        )
    assert second.returncode == 2
    assert "另一个 perfeval serve" in second.stderr.decode()


def test_an_address_of_the_network_needs_a_proxy(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["serve", str(tmp_path), "--host", "0.0.0.0", "--no-browser"])
    assert done.exit_code == 2
    assert "--proxy" in done.stderr


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("perfeval.office", False),
    ],
)
def test_loopback(host: str, own: bool) -> None:
    assert is_loopback(host) is own


def test_hosts_carry_the_port(tmp_path: Path) -> None:
    assert "localhost:8765" in Settings(tmp_path, port=8765).hosts
    assert "[::1]:8765" in Settings(tmp_path, port=8765).hosts
    assert "perfeval.office" in Settings(tmp_path, port=8765, names=("perfeval.office",)).hosts
    assert "localhost" not in Settings(tmp_path, port=8765).hosts


def test_the_file_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    store = Store(tmp_path / "a.sqlite3")
    store._connection.execute("pragma user_version = 99")
    store.close()
    before = (tmp_path / "a.sqlite3").read_bytes()
    with pytest.raises(StoreTooNewError):
        Store(tmp_path / "a.sqlite3")
    assert (tmp_path / "a.sqlite3").read_bytes() == before


def test_a_server_that_cannot_open_its_file_says_so_and_ends(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    store = Store(settings.database)
    store._connection.execute("pragma user_version = 99")
    store.close()
    done = CliRunner().invoke(app, ["serve", str(tmp_path), "--no-browser"])
    assert done.exit_code == 2
    assert "更新的版本" in done.stderr


def test_the_file_is_nobody_elses_to_read(tmp_path: Path) -> None:
    Store(tmp_path / "a.sqlite3").close()
    if sys.platform != "win32":
        assert (tmp_path / "a.sqlite3").stat().st_mode & 0o077 == 0
