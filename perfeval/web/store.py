"""What people did, kept (存储): one SQLite file, an append-only table of the events of the review record, the
documents by their hash, and what was typed and not yet sent. Nothing that can be computed again is kept here.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

from perfeval.review.record.events import Event
from perfeval.review.record.record import Record
from perfeval.review.record.text import FORMAT, event_text, read_record
from perfeval.web.settings import StoreTooNewError

_SCHEMA = """
create table document (sha256 text primary key, content blob not null) strict;
create table upload (
  id integer primary key, at text not null, who text not null, name text not null,
  sha256 text not null references document(sha256), removed integer not null default 0 check (removed in (0, 1))
) strict;
create table event (
  number integer primary key, id text not null unique, data text not null check (json_valid(data)),
  batch integer not null
) strict;
create table secret (name text primary key, value text not null) strict;
create table draft (
  subject text not null, who text not null, at text not null, content text not null, primary key (subject, who)
) strict;
"""
_STEPS = (
    _SCHEMA,
    """
create table act (
  number integer primary key, sheet integer not null, at text not null, who text not null,
  data text not null check (json_valid(data))
) strict;
create index act_of_sheet on act (sheet, number);
""",
)
"""What each version of the schema adds to the one before."""
VERSION = len(_STEPS)
"""The version of the schema (`pragma user_version`)."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One act on a sheet that is being filled in (填表的一步): which sheet, when, by whom, and what as JSON."""

    sheet: int
    at: str
    who: str
    data: str


@dataclass(frozen=True, slots=True)
class Upload:
    """One document that somebody handed in (上传的文件)."""

    id: int
    at: str
    who: str
    name: str
    sha256: str


class Store:
    """The SQLite file of one server; every call is one transaction, durable when it returns."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(
            os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        )  # nobody else's to read: documents and decisions
        self.path = path
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.execute("pragma journal_mode = wal")
        self._connection.execute("pragma synchronous = full")
        self._connection.execute("pragma foreign_keys = on")
        self._migrate()

    def _migrate(self) -> None:
        (version,) = self._connection.execute("pragma user_version").fetchone()
        if version > VERSION:
            raise StoreTooNewError(str(self.path))
        if version < VERSION:
            steps = " ".join(_STEPS[version:])
            self._connection.executescript(f"begin; {steps} pragma user_version = {VERSION}; commit;")

    def close(self) -> None:
        """Write everything into the one file and let go of it."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._connection.execute("begin immediate")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("rollback")
                raise
            self._connection.execute("commit")

    def _rows(self, query: str, *values: Any) -> list[Any]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    # --- documents ----------------------------------------------------------------------------------------

    def add_document(self, name: str, content: bytes, who: str) -> Upload:
        """Keep a document; the same content under the same name is one upload, however often it is handed in."""
        digest = sha256(content).hexdigest()
        with self._transaction() as connection:
            connection.execute("insert or ignore into document values (?, ?)", (digest, content))
            known = connection.execute(
                "select id, at, who, name, sha256 from upload where sha256 = ? and name = ? and not removed",
                (digest, name),
            ).fetchone()
            if known is not None:
                return Upload(*known)
            at = _now()
            cursor = connection.execute(
                "insert into upload (at, who, name, sha256) values (?, ?, ?, ?)", (at, who, name, digest)
            )
            return Upload(int(cursor.lastrowid or 0), at, who, name, digest)

    def uploads(self) -> tuple[Upload, ...]:
        """Every document at hand, in the order in which they came."""
        return tuple(
            Upload(*row)
            for row in self._rows(
                "select id, at, who, name, sha256 from upload where not removed order by id"
            )
        )

    def upload(self, identity: int) -> Upload | None:
        """One document at hand by its number."""
        found = self._rows(
            "select id, at, who, name, sha256 from upload where id = ? and not removed", identity
        )
        return Upload(*found[0]) if found else None

    def put_aside(self, identity: int) -> None:
        """Take a document off the list; its content and what was decided about it stay in the file."""
        with self._transaction() as connection:
            connection.execute("update upload set removed = 1 where id = ?", (identity,))

    def content(self, digest: str) -> bytes:
        """The content of a document; raises KeyError for one that is not kept."""
        found = self._rows("select content from document where sha256 = ?", digest)
        if not found:
            raise KeyError(digest)
        return bytes(found[0][0])

    # --- events -------------------------------------------------------------------------------------------

    def append(self, events: Iterable[Event]) -> None:
        """Keep events of the review record, all of them or none; they are one batch, which one undo takes back."""
        with self._transaction() as connection:
            (batch,) = connection.execute("select coalesce(max(batch), 0) + 1 from event").fetchone()
            connection.executemany(
                "insert or ignore into event (id, data, batch) values (?, ?, ?)",
                [(event.id, event_text(event), batch) for event in events],
            )

    def record(self) -> Record:
        """Everything that was seen, decided, scored and undone; raises ValueError where the file was tampered with."""
        events = ",".join(data for _, data, _ in self._events())
        record, problems = read_record(f'{{"format": "{FORMAT}", "events": [{events}]}}', str(self.path))
        if problems:
            raise ValueError(problems[0].message("en"))
        return record

    def batches(self) -> tuple[tuple[str, ...], ...]:
        """The ids of events in the order in which they were kept, those of one act together."""
        return tuple(
            tuple(name for name, _, _ in several)
            for _, several in groupby(self._events(), lambda row: row[2])
        )

    def _events(self) -> list[tuple[str, str, int]]:
        return self._rows("select id, data, batch from event order by number")

    def secret(self, name: str) -> str:
        """A secret of this server, made at its first start: a browser that was let in stays in after a restart."""
        with self._transaction() as connection:
            connection.execute(
                "insert or ignore into secret values (?, ?)", (name, secrets.token_urlsafe(32))
            )
            (value,) = connection.execute("select value from secret where name = ?", (name,)).fetchone()
            return str(value)

    # --- drafts -------------------------------------------------------------------------------------------

    def keep_draft(self, subject: str, who: str, content: str) -> None:
        """What somebody has typed and not yet sent (草稿): kept at every pause, so that nothing typed is lost."""
        with self._transaction() as connection:
            connection.execute(
                "insert into draft values (?, ?, ?, ?)"
                " on conflict do update set at = excluded.at, content = excluded.content",
                (subject, who, _now(), content),
            )

    def drop_draft(self, subject: str, who: str) -> None:
        """Forget a draft that was sent."""
        with self._transaction() as connection:
            connection.execute("delete from draft where subject = ? and who = ?", (subject, who))

    def drafts(self, who: str) -> dict[str, str]:
        """What a person has typed and not sent, by subject."""
        return dict(self._rows("select subject, content from draft where who = ?", who))

    # --- sheets -------------------------------------------------------------------------------------------

    def keep_act(self, sheet: int | None, who: str, data: str) -> Kept:
        """Keep one act on a sheet, of a new sheet where none is named."""
        with self._transaction() as connection:
            if sheet is None:
                (sheet,) = connection.execute("select coalesce(max(sheet), 0) + 1 from act").fetchone()
            kept = Kept(int(sheet or 0), _now(), who, data)
            connection.execute(
                "insert into act (sheet, at, who, data) values (?, ?, ?, ?)",
                (kept.sheet, kept.at, kept.who, kept.data),
            )
            return kept

    def acts(self) -> tuple[Kept, ...]:
        """Every act on every sheet, in the order in which they were kept."""
        return tuple(Kept(*row) for row in self._rows("select sheet, at, who, data from act order by number"))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
