"""The tables of a company's file, and how older files come to them.

The names of the first four are the guide's; the file is meant to be opened with Datasette.
"""

import sqlite3
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils import Database

NEWEST = 2  # `PRAGMA user_version`

_TABLES: dict[str, tuple[dict[str, type], str | tuple[str, ...]]] = {
    "tickets": (
        {
            "id": int,
            "subject": str,
            "description_text": str,
            "status": int,
            "priority": int,
            "type": str,
            "source": int,
            "tags": str,
            "requester_id": int,
            "responder_id": int,
            "group_id": int,
            "company_id": int,
            "created_at": str,
            "updated_at": str,
            "deleted": int,
            "spam": int,
            "generation": str,
            "raw": str,
        },
        "id",
    ),
    "conversations": (
        {
            "id": int,
            "ticket_id": int,
            "user_id": int,
            "body_text": str,
            "incoming": int,
            "private": int,
            "source": int,
            "created_at": str,
            "updated_at": str,
            "raw": str,
        },
        "id",
    ),
    # What is searched; `summary`, `summary_of`, the digest of what it sums up, and `summary_by` are
    # nobody's to overwrite but the summary's own.
    "integrated_objects": (
        {
            "key": str,
            "type": str,
            "object_id": int,
            "title": str,
            "content": str,
            "private_content": str,
            "status": int,
            "agent_id": int,
            "private": int,
            "created_at": str,
            "updated_at": str,
            "url": str,
            "digest": str,
            "summary": str,
            "summary_of": str,
            "summary_by": str,  # the model whose words it is; NULL for sentences of its own
        },
        "key",
    ),
    "kb_articles": (
        {
            "id": int,
            "language": str,
            "title": str,
            "description_text": str,
            "status": int,
            "category_id": int,
            "folder_id": int,
            "folder": str,
            "visibility": int,
            "created_at": str,
            "updated_at": str,
            "generation": str,
            "raw": str,
        },
        ("id", "language"),
    ),
    # `state` is empty until the file was fetched: done, failed, or skipped for its kind.
    "attachments": (
        {
            "id": int,
            "ticket_id": int,
            "conversation_id": int,
            "name": str,
            "content_type": str,
            "size": int,
            "state": str,
            "text": str,
        },
        "id",
    ),
    # Whose files were all looked at, and as of which change of the ticket.
    "viewed": ({"ticket_id": int, "updated_at": str}, "ticket_id"),
    # Contacts, companies, agents, groups and the labels of ticket fields.
    "lookups": ({"kind": str, "id": str, "name": str, "raw": str}, ("kind", "id")),
    # A message of its own: what is found. `embedding` is float16, of `model`.
    "chunks": (
        {
            "id": int,
            "key": str,
            "part": str,
            "text": str,
            "private": int,
            "digest": str,
            "embedding": bytes,
            "model": str,
        },
        "id",
    ),
    "cursors": ({"stream": str, "since": str, "complete_from": str}, "stream"),
    "runs": ({"id": str, "state": str, "finished": int}, "id"),
    # What a run could not get, to be tried again at its end and in the next one.
    "failures": ({"ticket_id": int, "tries": int}, "ticket_id"),
}
_INDEXES = (
    ("conversations", "ticket_id"),
    ("attachments", "ticket_id"),
    ("chunks", "digest"),
    ("tickets", "updated_at"),
)

# What is searched of a ticket; the raw answers are most of a row, and not read again.
SEARCHED = """SELECT id, subject, description_text, status, responder_id, created_at, updated_at,
              deleted, spam FROM tickets WHERE id IN ({})"""
SAID_ON = """SELECT id, ticket_id, body_text, private, created_at FROM conversations
           WHERE ticket_id IN ({}) ORDER BY id"""
FILES_OF = """SELECT id, ticket_id, conversation_id, name, text FROM attachments
            WHERE ticket_id IN ({}) ORDER BY id"""
# Tickets behind an id whose files no run has looked at since they changed, and whether their
# conversations hold some that are not here.
TO_VIEW = """
    SELECT tickets.id, EXISTS (
        SELECT 1 FROM attachments WHERE ticket_id = tickets.id AND conversation_id IS NOT NULL
        AND coalesce(state, 'failed') = 'failed')
    FROM tickets LEFT JOIN viewed ON viewed.ticket_id = tickets.id
    WHERE tickets.id > ? AND viewed.updated_at IS NOT tickets.updated_at
      AND NOT coalesce(deleted, 0) AND NOT coalesce(spam, 0)
    ORDER BY tickets.id LIMIT ?"""
VIEWED = """
    INSERT OR REPLACE INTO viewed (ticket_id, updated_at)
    SELECT id, updated_at FROM tickets WHERE id IN ({})"""


def migrate(db: "Database") -> None:
    """Brings a file to the newest form.

    A migration that transforms `chunks` has to fill `chunks_fts` again: sqlite-utils drops an
    index's triggers without a word, hence there are none here.
    """
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > NEWEST:
        raise sqlite3.DatabaseError(f"written by a newer release (form {version})")
    if version == NEWEST:
        return
    with db.atomic():
        if version == 0:
            _create(db)
        else:  # SQLite adds a column in place: no index is touched
            db.execute("ALTER TABLE integrated_objects ADD COLUMN summary_by TEXT")
        db.execute(f"PRAGMA user_version = {NEWEST}")


def _create(db: "Database") -> None:
    for name, (columns, pk) in _TABLES.items():
        db.table(name).create(columns, pk=pk)
    for name, column in _INDEXES:
        db.table(name).create_index([column])
    db.table("chunks").create_index(["key", "part"], unique=True)
    db.execute("CREATE VIRTUAL TABLE chunks_fts USING fts5(words, tokenize='unicode61')")


def upsert(db: "Database", table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Keeps rows by their table's key; columns that they do not name stay as they are.

    All name the same columns as the first, else sqlite3.Error: sqlite-utils would empty what one
    of them lacks, and takes three times as long.
    """
    if rows:
        db.conn.executemany(_upserting(table, tuple(rows[0])), rows)


@cache
def _upserting(table: str, columns: tuple[str, ...]) -> str:
    pk = _TABLES[table][1]
    key = (pk,) if isinstance(pk, str) else pk
    changed = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in key)
    values = ", ".join(f":{name}" for name in columns)
    return f"""INSERT INTO {table} ({", ".join(columns)}) VALUES ({values})
               ON CONFLICT ({", ".join(key)}) DO UPDATE SET {changed}"""  # noqa: S608 - ours


DATA_TABLES = tuple(name for name in _TABLES if name != "runs")
COUNTED_TABLES = ("tickets", "conversations", "integrated_objects", "kb_articles")
