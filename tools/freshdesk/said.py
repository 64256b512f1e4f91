"""What was said on a ticket."""

from tools.freshdesk.facts import Message
from tools.freshdesk.store import Store

_COUNT = "SELECT count(*) FROM conversations WHERE ticket_id = ? AND private <= ?"
_LATEST = """SELECT created_at, incoming, private, body_text FROM conversations
             WHERE ticket_id = ? AND private <= ?
             ORDER BY coalesce(created_at, '') DESC, id DESC LIMIT ?"""


def said_on(store: Store, ticket: int, most: int, *, private: bool) -> tuple[list[Message], int]:
    """The latest messages of a ticket, the oldest of these first, and how many there are in all;
    for who may see what is private or may not."""
    asked = [ticket, int(private)]
    [count] = store.db.execute(_COUNT, asked).fetchone()
    latest = store.db.execute(_LATEST, [*asked, most]).fetchall()
    said = [Message(at or "", bool(i), bool(p), text or "") for at, i, p, text in latest]
    return said[::-1], count
