"""What a server is told when it starts (运行参数)."""

from __future__ import annotations

import getpass
import os
import secrets
import sys
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

from perfeval.documents.formats.safety import LIMITS, MIB


class StoreTooNewError(Exception):
    """The file was written by a later version of perfeval."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the server listens, where its state lives, whom it believes and how much it accepts.

    `entry_token` opens the window once (`/enter?token=…`); `api_token` is the bearer token of the API, and lets a
    person into another browser of the same machine. `proxies` are the addresses whose `user_header` is believed.
    `runs` are folders of finished batch runs. Sizes are in bytes, times in seconds.
    """

    folder: Path
    host: str = "127.0.0.1"
    port: int = 0
    names: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    user_header: str = "x-remote-user"
    user: str = field(default_factory=lambda: _own_name())
    rules_dirs: tuple[Path, ...] = ()
    runs: tuple[Path, ...] = ()
    entry_token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    api_token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    upload_bytes: int = LIMITS.file_bytes + 2 * MIB
    silence_seconds: float = 20.0
    upload_seconds: float = 300.0
    checking_seconds: float = 120.0
    waiting: int = 64
    workers: int = 2

    @property
    def database(self) -> Path:
        """The SQLite file that holds everything people did (数据文件)."""
        return self.folder / "perfeval.sqlite3"

    @property
    def hosts(self) -> frozenset[str]:
        """The values of the Host header that this server answers to; any other is refused."""
        own = ("127.0.0.1", "localhost", "[::1]", _bracketed(self.host), *self.names)
        return frozenset(f"{name}:{self.port}" for name in own) | frozenset(self.names)

    @property
    def origin(self) -> str:
        """The address that a person opens."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else _bracketed(self.host)
        return f"http://{host}:{self.port}"


def _own_name() -> str:
    """The name under which the person at this machine works."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # the system's table has no name for this user
        return "local"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def is_loopback(host: str) -> bool:
    """Whether an address can be reached from this machine alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def state_folder() -> Path:
    """Where the state of this user's server lives where no folder is named."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "perfeval"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "perfeval"
