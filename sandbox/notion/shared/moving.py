"""From the file of one server to tables that several share, byte by byte.

Each batch is a transaction that goes on behind what is there already, so whoever was cut off begins
again and loses nothing. Until all is there, and is the same, no server opens the tables or writes
to them.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

import psycopg

from sandbox.notion.errors import StorageError
from sandbox.notion.shared.lines import Connection, connected
from sandbox.notion.shared.tables import Tables, named

_HELD = "SELECT id, kind, body FROM records ORDER BY rowid"
_SENT = "SELECT upload_id, part, content FROM contents ORDER BY upload_id, part"
_STATEMENTS: Mapping[str, LiteralString] = {
    "claim": "UPDATE {head} SET is_moving = true WHERE seq = 0 RETURNING seq",
    "lock": "SELECT seq FROM {head} WHERE is_moving FOR UPDATE",
    "held": "SELECT id, kind, body FROM {records} ORDER BY place",
    "sent": "SELECT upload_id, part, content FROM {contents} ORDER BY upload_id, part",
    "end": (
        "UPDATE {head} SET is_moving = false, seq = 1,"
        " places = coalesce((SELECT max(place) FROM {records}), 0)"
    ),
    "forget": "TRUNCATE {records}, {contents}",
}


@dataclass(frozen=True, slots=True)
class _Kind:
    """What is moved in batches of so many rows: the last that is there already, the place to begin
    at where there is none, what comes behind, and how it is taken in."""

    most: int
    last: LiteralString
    start: tuple[Any, ...]
    behind: str
    take: LiteralString
    types: tuple[str, ...]


_KINDS = (
    _Kind(
        2_000,
        "SELECT place FROM {records} ORDER BY place DESC LIMIT 1",
        (0,),
        "SELECT id, kind, body, 1, rowid FROM records WHERE rowid > ? ORDER BY rowid LIMIT ?",
        "COPY {records} (id, kind, body, seq, place) FROM STDIN (FORMAT BINARY)",
        ("text", "text", "bytea", "int8", "int8"),
    ),
    _Kind(
        1,  # a part may have 20 MB
        "SELECT upload_id, part FROM {contents} ORDER BY upload_id DESC, part DESC LIMIT 1",
        ("", 0),
        "SELECT upload_id, part, content FROM contents WHERE (upload_id, part) > (?, ?)"
        " ORDER BY upload_id, part LIMIT ?",
        "COPY {contents} (upload_id, part, content) FROM STDIN (FORMAT BINARY)",
        ("text", "int4", "bytea"),
    ),
)


@dataclass(frozen=True, slots=True)
class Held:
    """How many records and parts of uploads there are, and the SHA-256 of all of them in order."""

    records: int
    parts: int
    digest: str


@dataclass(frozen=True, slots=True)
class Moved:
    """What was in the file, and what then was in the database. They differ where something wrote to
    the file meanwhile: then what was moved is gone again, and the next time begins anew."""

    source: Held
    target: Held


class NotEmpty(Exception):
    """There is a workspace already where one was to be moved to."""


def move(path: Path, url: str, on_batch: Callable[[int], None]) -> Moved:
    """Copies the workspace in a SQLite file into the database at an address; blocks.

    `on_batch` is told how many rows each batch had. Raises StorageError where the database cannot
    be used or has another workspace already, sqlite3.Error where the file cannot be read.
    """
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source:
        try:
            with connected(url) as connection:
                return _Move(source, connection).carried_out(on_batch)
        except psycopg.Error as error:
            raise StorageError from error


class _Move:
    def __init__(self, source: sqlite3.Connection, target: Connection) -> None:
        self._source = source
        self._target = target
        self._schema = Tables.opened(target).schema
        self._sql = {name: named(self._schema, text) for name, text in _STATEMENTS.items()}

    def carried_out(self, on_batch: Callable[[int], None]) -> Moved:
        is_open = self._target.execute(self._sql["claim"]).fetchone() is not None
        for kind in _KINDS if is_open else ():
            while rows := self._moved(kind):
                on_batch(rows)
        moved = Moved(self._in_source(), self._in_target())
        is_same = moved.source == moved.target
        if is_open:
            self._target.execute(self._sql["end" if is_same else "forget"])
        elif not is_same:  # else whoever was cut off right behind the end asks again
            raise StorageError from NotEmpty("there is another workspace in it already")
        return moved

    def _moved(self, kind: _Kind) -> int:
        """Copies the next batch; returns how many rows that were."""
        with self._target.transaction():
            self._target.execute(self._sql["lock"])  # two who move take turns
            last = self._target.execute(named(self._schema, kind.last)).fetchone() or kind.start
            rows = self._source.execute(kind.behind, (*last, kind.most)).fetchall()
            with self._target.cursor().copy(named(self._schema, kind.take)) as copy:
                copy.set_types(kind.types)
                for row in rows:
                    copy.write_row(row)
        return len(rows)

    def _in_source(self) -> Held:
        return _held(self._source.execute(_HELD), self._source.execute(_SENT))

    def _in_target(self) -> Held:
        with self._target.transaction():
            return _held(self._read("held", 2_000), self._read("sent", 1))

    def _read(self, name: str, most: int) -> Iterable[tuple[Any, ...]]:
        """What a query finds, so many rows at a time."""
        with self._target.cursor(name, binary=True) as cursor:
            cursor.itersize = most
            yield from cursor.execute(self._sql[name])


def _held(records: Iterable[tuple[Any, ...]], parts: Iterable[tuple[Any, ...]]) -> Held:
    digest = hashlib.sha256()
    return Held(_counted(records, digest), _counted(parts, digest), digest.hexdigest())


def _counted(rows: Iterable[tuple[Any, ...]], digest: hashlib._Hash) -> int:
    """How many rows there are, which go into the digest: each value behind its length."""
    count = 0
    for row in rows:
        count += 1
        for value in row:
            data = value if isinstance(value, bytes) else str(value).encode()
            digest.update(len(data).to_bytes(8, "big") + data)
    return count
