"""A ticket or an article that was found, opened: whose it is, and all that was said on it."""

from dataclasses import dataclass
from typing import Any

from tools.freshdesk.facts import Message
from tools.freshdesk.store import Store

MOST_SAID = 100  # messages of one ticket

_FOUND = """
    SELECT o.object_id, o.type, o.title, o.url, o.content, t.description_text, t.created_at,
           customer.name AS customer, company.name AS company, agent.name AS agent
    FROM integrated_objects o
    LEFT JOIN tickets t ON o.type = 'ticket' AND t.id = o.object_id
    LEFT JOIN lookups customer ON customer.kind = 'contact'
         AND customer.id = CAST(t.requester_id AS TEXT)
    LEFT JOIN lookups company ON company.kind = 'company'
         AND company.id = CAST(t.company_id AS TEXT)
    LEFT JOIN lookups agent ON agent.kind = 'agent' AND agent.id = CAST(t.responder_id AS TEXT)
    WHERE o.key = ? AND o.private <= ?"""
_SAID = """SELECT created_at, incoming, private, body_text FROM conversations
           WHERE ticket_id = ? AND private <= ? ORDER BY coalesce(created_at, ''), id LIMIT ?"""


@dataclass(frozen=True)
class Opened:
    """Names are empty where nobody is known; an article is one message."""

    type: str
    id: int
    title: str
    customer: str
    company: str
    agent: str
    url: str
    messages: list[Message]


def opened(store: Store, key: str, *, private: bool) -> Opened | None:
    """What a hit of a search names by its key, for who may see what is private or may not; None
    where there is no such thing any more."""
    row = next(iter(store.db.query(_FOUND, [key, int(private)])), None)
    if row is None:
        return None
    said = _ticket(store, row, private=private) if row["type"] == "ticket" else _article(row)
    names = {name: row[name] or "" for name in ("title", "customer", "company", "agent", "url")}
    return Opened(type=row["type"], id=row["object_id"], messages=said, **names)


def _article(row: Any) -> list[Message]:
    return [Message("", incoming=False, private=False, text=row["content"])]


def _ticket(store: Store, row: Any, *, private: bool) -> list[Message]:
    said = store.db.execute(_SAID, [row["object_id"], int(private), MOST_SAID]).fetchall()
    text = row["description_text"] or ""
    first = Message(row["created_at"] or "", incoming=True, private=False, text=text)
    return [first, *(Message(at or "", bool(i), bool(p), text or "") for at, i, p, text in said)]
