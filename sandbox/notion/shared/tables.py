"""The tables of a shared workspace, and all that is asked of them.

`records` holds each record as JSON, with the number of the transaction that wrote it (`seq`) and
its place in the order of creation; of one that was dropped there stays, for a while, that it was.
So whoever knows how far they have come asks for what came since. `contents` holds what was
uploaded, in parts. The one row of `head` has the number of the last transaction; who locks it is
the only one to write, wherever they run, and sees all that others wrote before.

All of this blocks.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, LiteralString, NamedTuple

import psycopg
from psycopg import sql

from sandbox.notion.errors import StorageError
from sandbox.notion.loading import load, stored
from sandbox.notion.records import Record
from sandbox.notion.shared.lines import Connection
from sandbox.notion.state import Changes
from sandbox.notion.storage import Contents

# A statement with its parameters: it finds a row for as long as this server may write, and holds up
# whoever wants to have it otherwise until the transaction is over.
Guard = tuple[bytes, Sequence[Any] | Mapping[str, Any]]

SWEPT_AFTER = 10_000  # transactions: a server that was away for longer reads everything anew
SWEEP_EVERY = 1_000  # transactions
_OUTCOME_SECONDS = 10.0  # for which a transaction may take to end whose connection was lost
_SETTING_UP = 0x776F726B73706163  # a lock of the whole database while the tables are made
_BEGIN = b"BEGIN ISOLATION LEVEL READ COMMITTED"
_SETUP = """
CREATE SCHEMA IF NOT EXISTS {schema};
CREATE TABLE {head} (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    seq bigint NOT NULL DEFAULT 0,
    places bigint NOT NULL DEFAULT 0,
    swept bigint NOT NULL DEFAULT 0,
    is_moving boolean NOT NULL DEFAULT false,
    secret bytea NOT NULL
) WITH (fillfactor = 10);
CREATE TABLE {records} (
    id text COLLATE "C" PRIMARY KEY,
    kind text NOT NULL,
    body bytea,
    seq bigint NOT NULL,
    place bigint NOT NULL
);
CREATE INDEX ON {records} (seq);
CREATE INDEX ON {records} (seq) WHERE body IS NULL;
CREATE TABLE {contents} (
    upload_id text COLLATE "C" NOT NULL,
    part integer NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (upload_id, part)
);
"""
_STATEMENTS: Mapping[str, LiteralString] = {
    "secret": "SELECT secret, is_moving FROM {head}",
    "be_first": "INSERT INTO {head} (secret) VALUES (%b)",
    "newest": "SELECT seq FROM {head}",
    # Of this transaction it can be asked later what became of it.
    "lock": ("SELECT seq, pg_current_xact_id()::text FROM {head} WHERE NOT is_moving FOR UPDATE"),
    "since": (
        "SELECT h.seq, h.places, h.swept, r.id, r.kind, r.body, r.seq, r.place"
        " FROM {head} h LEFT JOIN {records} r ON r.seq > %s ORDER BY r.place"
    ),
    "keep": (
        "WITH kept AS ("
        " INSERT INTO {records} AS r (id, kind, body, seq, place)"
        " SELECT id, kind, body, %(seq)s, %(places)s + nth"
        " FROM unnest(%(ids)s::text[], %(kinds)s::text[], %(bodies)b::bytea[])"
        " WITH ORDINALITY AS new (id, kind, body, nth)"
        " ON CONFLICT (id) DO UPDATE"
        " SET kind = excluded.kind, body = excluded.body, seq = excluded.seq,"
        " place = CASE WHEN r.body IS NULL THEN excluded.place ELSE r.place END"
        "), dropped AS ("
        " UPDATE {records} SET body = NULL, seq = %(seq)s WHERE id = ANY(%(dropped)s::text[])"
        ") UPDATE {head} SET seq = %(seq)s, places = %(places)s + cardinality(%(ids)s::text[])"
    ),
    "send": (
        "INSERT INTO {contents} (upload_id, part, content) VALUES (%s, %s, %b)"
        " ON CONFLICT (upload_id, part) DO UPDATE SET content = excluded.content"
    ),
    "sweep": (
        "WITH gone AS (DELETE FROM {records} WHERE body IS NULL AND seq <= %s RETURNING seq)"
        " UPDATE {head} SET swept = greatest(swept, (SELECT max(seq) FROM gone))"
    ),
    "content": "SELECT content FROM {contents} WHERE upload_id = %s ORDER BY part",
}


class HalfMoved(Exception):
    """Not all of another workspace is here yet that was being moved here."""


class Change(NamedTuple):
    """What became of a record, in the transaction `seq`; None where it was dropped."""

    seq: int
    place: int
    id: str
    record: Record | None


@dataclass(frozen=True, slots=True)
class News:
    """What changed up to the transaction `seq`, in order of creation; `places` is the last place
    that is taken. Where it is whole, there is nothing besides."""

    seq: int
    places: int
    changes: Sequence[Change]
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Begun:
    """A transaction that has the lock; `name` is Postgres's for it."""

    name: str
    seq: int
    news: News | None


class Tables:
    """In a schema beside the one that the connection's search path names: `workspace` where that is
    the usual one. A `guard` has the last word on whether anything is written."""

    def __init__(self, schema: str, guard: bytes) -> None:
        """The `guard` is a statement without parameters."""
        self.schema = schema
        self.sql = {name: named(schema, text) for name, text in _STATEMENTS.items()}
        # One message, but no pipeline: psycopg ends that with a flush, after which Postgres (15) no
        # longer minds how long the transaction stands still.
        self._begin = b"; ".join((_BEGIN, self.sql["lock"], guard))

    @classmethod
    def opened(cls, connection: Connection, guard: Guard | None = None) -> Tables:
        """Makes them where they are missing."""
        schema = _schema(connection)
        with connection.transaction():  # one server at a time
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (_SETTING_UP,))
            told = guard and psycopg.ClientCursor(connection).mogrify(*guard).encode()
            tables = cls(schema, told or b"SELECT 1")
            there = "SELECT to_regclass(format('%%I.head', %s::text)) IS NOT NULL"
            if connection.execute(there, (schema,)).fetchone() == (False,):
                connection.execute(named(schema, _SETUP))
                connection.execute(tables.sql["be_first"], (secrets.token_bytes(32),))
        return tables

    def secret(self, connection: Connection) -> bytes:
        """What signs the urls of files, the same on every server. Raises StorageError where not all
        is here yet."""
        secret, is_moving = _only(connection.execute(self.sql["secret"], binary=True))
        if is_moving:
            raise StorageError from HalfMoved("a workspace is being moved here: finish that first")
        found: bytes = secret
        return found

    def news(self, connection: Connection, since: int) -> News | None:
        """What changed after the transaction `since`; None where nothing did."""
        (seq,) = _only(connection.execute(self.sql["newest"]))
        return None if seq == since else self._changed(connection, since)

    def begin(self, connection: Connection, since: int) -> Begun:
        """Begins a transaction beside which nobody else writes. Raises StorageError where this
        server may not write any more, or a workspace is being moved here."""
        said = connection.execute(self._begin, prepare=False)
        locked, alive = (said.nextset() and said.fetchone() for _ in range(2))
        if not locked or not alive:
            raise StorageError
        seq, name = locked
        news = None if seq == since else self._changed(connection, since)
        return Begun(name, seq, news)

    def commit(
        self, connection: Connection, begun: Begun, places: int, changes: Changes, sent: Contents
    ) -> None:
        """Ends the transaction with what it changes. Records that are kept take the places from
        `places` on, where they have none."""
        seq, kept = begun.seq + 1, [record for record in changes.values() if record is not None]
        values = {
            "seq": seq,
            "places": places,
            "ids": [record.id for record in kept],
            "kinds": [type(record).__name__ for record in kept],
            "bodies": [stored(record) for record in kept],
            "dropped": [name for name, record in changes.items() if record is None],
        }
        connection.execute(self.sql["keep"], values)
        for key, content in sent.items():
            connection.execute(self.sql["send"], (*key, content))
        if seq % SWEEP_EVERY == 0:
            connection.execute(self.sql["sweep"], (seq - SWEPT_AFTER,))
        connection.execute("COMMIT")

    def is_committed(self, connection: Connection, begun: Begun) -> bool:
        """What became of a transaction whose end could not be heard."""
        give_up = time.monotonic() + _OUTCOME_SECONDS
        status = "in progress"
        while status == "in progress" and time.monotonic() < give_up:
            ask = "SELECT pg_xact_status(%s::xid8)"
            (status,) = _only(connection.execute(ask, (begun.name,)))
            time.sleep(0.02 if status == "in progress" else 0)
        return status == "committed"

    def content(self, connection: Connection, upload_id: str) -> bytes | None:
        """What was uploaded, its parts in order; None if nothing was."""
        found = connection.execute(self.sql["content"], (upload_id,), binary=True)
        parts = [content for (content,) in found]
        return b"".join(parts) if parts else None

    def _changed(self, connection: Connection, since: int) -> News:
        rows = connection.execute(self.sql["since"], (since,), binary=True).fetchall()
        seq, places, swept = rows[0][:3]
        if swept > since > 0:  # what was dropped meanwhile is not told any more
            return replace(self._changed(connection, 0), is_whole=True)
        return News(seq, places, _changes([row[3:] for row in rows if row[3] is not None]))


def named(schema: str, text: LiteralString) -> bytes:
    """SQL about the tables of a schema."""
    names = {name: sql.Identifier(schema, name) for name in ("head", "records", "contents")}
    return sql.SQL(text).format(schema=sql.Identifier(schema), **names).as_bytes(None)


def awake(connection: Connection) -> None:
    """Shows amid a long transaction that its process does not stand still."""
    connection.execute("SELECT 1")


def roll_back(connection: Connection) -> None:
    """Ends the transaction, if there is one, without a trace."""
    if connection.info.transaction_status:
        connection.execute("ROLLBACK")


def _schema(connection: Connection) -> str:
    (current,) = _only(connection.execute("SELECT current_schema()"))
    return "workspace" if current in (None, "public") else f"{current}_workspace"


def _only(cursor: Any) -> Any:
    """The one row that a query has."""
    return cursor.fetchone()


def _changes(rows: Sequence[Sequence[Any]]) -> list[Change]:
    records = iter(load((kind, body) for _, kind, body, *_ in rows if body is not None))
    return [
        Change(seq, place, name, None if body is None else next(records))
        for name, _, body, seq, place in rows
    ]
