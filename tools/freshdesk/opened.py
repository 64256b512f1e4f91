"""A ticket or an article that was found, opened: whose it is, and what was said on it."""

from dataclasses import dataclass
from typing import Any

from tools.freshdesk.facts import Message
from tools.freshdesk.said import said_on
from tools.freshdesk.store import Store

MOST_SHOWN = 100  # messages of one ticket, beside the one that opened it

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


@dataclass(frozen=True)
class Opened:
    """Names are empty where nobody is known; an article is one message. Of a ticket, `messages` are
    the first and the latest of `total`."""

    type: str
    id: int
    title: str
    customer: str
    company: str
    agent: str
    url: str
    messages: list[Message]
    total: int


def opened(store: Store, key: str, *, private: bool) -> Opened | None:
    """What a hit of a search names by its key, for who may see what is private or may not; None
    where there is no such thing any more."""
    row = next(iter(store.db.query(_FOUND, [key, int(private)])), None)
    if row is None:
        return None
    is_ticket = row["type"] == "ticket"
    said, total = _ticket(store, row, private=private) if is_ticket else (_article(row), 1)
    names = {name: row[name] or "" for name in ("title", "customer", "company", "agent", "url")}
    return Opened(type=row["type"], id=row["object_id"], messages=said, total=total, **names)


def _article(row: Any) -> list[Message]:
    return [Message("", incoming=False, private=False, text=row["content"])]


def _ticket(store: Store, row: Any, *, private: bool) -> tuple[list[Message], int]:
    said, count = said_on(store, row["object_id"], MOST_SHOWN, private=private)
    text = row["description_text"] or ""
    first = Message(row["created_at"] or "", incoming=True, private=False, text=text)
    return [first, *said], count + 1
