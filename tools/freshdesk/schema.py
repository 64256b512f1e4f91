"""The tables of a company, in a file as in a schema, and what is asked of them in several places.

The names of the first four are the guide's.
"""

from collections.abc import Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from tools.freshdesk.tables import Tables

NEWEST = 2  # the form of the tables, which each database keeps beside them

TABLES: dict[str, tuple[dict[str, type], str | tuple[str, ...]]] = {
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
# Each of a table's columns, and whether it tells its rows apart.
INDEXES: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    ("conversations", ("ticket_id",), False),
    ("attachments", ("ticket_id",), False),
    ("chunks", ("digest",), False),
    ("tickets", ("updated_at",), False),
    ("chunks", ("key", "part"), True),
)

# What is searched of a ticket; the raw answers are most of a row, and not read again.
SEARCHED = """SELECT id, subject, description_text, status, responder_id, created_at, updated_at,
              deleted, spam FROM tickets WHERE id IN ({}) ORDER BY id"""
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
    WHERE tickets.id > ? AND coalesce(viewed.updated_at, '') != coalesce(tickets.updated_at, '')
      AND coalesce(deleted, 0) = 0 AND coalesce(spam, 0) = 0
    ORDER BY tickets.id LIMIT ?"""
VIEWED = """
    INSERT INTO viewed (ticket_id, updated_at)
    SELECT id, updated_at FROM tickets WHERE id IN ({})
    ON CONFLICT (ticket_id) DO UPDATE SET updated_at = excluded.updated_at"""


def upsert(db: Tables, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Keeps rows by their table's key; columns that they do not name stay as they are.

    All name the same columns as the first, else KeyError: sqlite-utils would empty what one of them
    lacks, and takes three times as long.
    """
    if rows:
        columns = tuple(rows[0])
        db.executemany(_upserting(table, columns), map(itemgetter(*columns), rows))


@cache
def _upserting(table: str, columns: tuple[str, ...]) -> str:
    key = key_of(table)
    changed = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in key)
    values = ", ".join("?" * len(columns))
    return f"""INSERT INTO {table} ({", ".join(columns)}) VALUES ({values})
               ON CONFLICT ({", ".join(key)}) DO UPDATE SET {changed}"""  # noqa: S608 - ours


def key_of(table: str) -> tuple[str, ...]:
    """The columns that tell a table's rows apart."""
    pk = TABLES[table][1]
    return (pk,) if isinstance(pk, str) else pk


DATA_TABLES = tuple(name for name in TABLES if name != "runs")
COUNTED_TABLES = ("tickets", "conversations", "integrated_objects", "kb_articles")
