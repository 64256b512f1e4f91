"""What one helpdesk account holds, and how it changes. Times are ISO 8601 in UTC, whole seconds."""

from __future__ import annotations

import time
from bisect import bisect_left, insort
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]

FIRST_ID = 43_000_000_000  # real ids exceed 2^31

_TICKET: Json = {
    "subject": None,
    "description": None,
    "description_text": None,
    "status": 2,
    "priority": 1,
    "source": 1,
    "type": None,
    "tags": [],
    "requester_id": None,
    "responder_id": None,
    "group_id": None,
    "company_id": None,
    "product_id": None,
    "email_config_id": None,
    "to_emails": None,
    "cc_emails": [],
    "fwd_emails": [],
    "reply_cc_emails": [],
    "ticket_cc_emails": [],
    "fr_escalated": False,
    "is_escalated": False,
    "spam": False,
    "deleted": False,
    "due_by": None,
    "fr_due_by": None,
    "association_type": None,
    "associated_tickets_list": None,
    "custom_fields": {},
    "attachments": [],
}
_CONVERSATION: Json = {
    "user_id": None,
    "body": "",
    "body_text": "",
    "incoming": True,
    "private": False,
    "source": 0,
    "support_email": None,
    "from_email": None,
    "to_emails": [],
    "cc_emails": [],
    "bcc_emails": None,
    "attachments": [],
}


def stamp(seconds: float) -> str:
    """Seconds since 1970 as Freshdesk writes them."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Account:
    """An account with its API key. Tickets are kept as a view shows them."""

    def __init__(self, key: str = "demo", clock: Callable[[], float] = time.time) -> None:
        self.key = key
        self.clock = clock
        self.tickets: dict[int, Json] = {}
        self.stats: dict[int, Json] = {}
        self.conversations: dict[int, list[Json]] = {}
        self.files: dict[int, bytes] = {}  # by attachment
        self.categories: list[Json] = []
        self.folders: list[Json] = []  # with `category_id`, and `parent_folder_id` where nested
        self.articles: dict[str, list[Json]] = {}  # by language
        self.contacts: list[Json] = []
        self.companies: list[Json] = []
        self.agents: list[Json] = []
        self.groups: list[Json] = []
        self.ticket_fields: list[Json] = []
        self.languages: tuple[str, ...] = ("en",)  # the first is the account's own
        self._by_update: list[tuple[str, int]] = []
        self._last_id = FIRST_ID

    def new_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def now(self) -> str:
        return stamp(self.clock())

    def add_ticket(self, ticket_id: int | None = None, **fields: Any) -> int:
        """A new ticket; what is not given is as empty as Freshdesk has it. Returns its id."""
        ticket_id = self.new_id() if ticket_id is None else ticket_id
        made = {"created_at": self.now(), "updated_at": fields.get("created_at", self.now())}
        self.tickets[ticket_id] = {"id": ticket_id, **_TICKET, **made, **fields}
        self.conversations[ticket_id] = []
        insort(self._by_update, (self.tickets[ticket_id]["updated_at"], ticket_id))
        return ticket_id

    def add_conversation(self, ticket_id: int, **fields: Any) -> int:
        """A message or note on a ticket, which stays unmoved; `reply` moves it. Returns its id."""
        made = {"created_at": self.now(), "updated_at": fields.get("created_at", self.now())}
        said = {"ticket_id": ticket_id, **_CONVERSATION, **made, **fields}
        number: int = said.get("id") or self.new_id()
        self.conversations[ticket_id].append({"id": number, **said})
        return number

    def attach(self, name: str, content_type: str, content: bytes, **fields: Any) -> Json:
        """A file, as `attachments` of a ticket or a conversation list it."""
        now, size = self.now(), len(content)
        told = {"name": name, "content_type": content_type, "size": size, "created_at": now}
        file = {"id": fields.get("id") or self.new_id(), **told, "updated_at": now, **fields}
        self.files[file["id"]] = content
        return file

    def update(self, ticket_id: int, **changes: Any) -> None:
        """Changes a ticket now; `updated_at` may be given instead."""
        ticket = self.tickets[ticket_id]
        at = bisect_left(self._by_update, (ticket["updated_at"], ticket_id))
        del self._by_update[at]
        ticket.update({"updated_at": self.now(), **changes})
        insort(self._by_update, (ticket["updated_at"], ticket_id))

    def reply(self, ticket_id: int, **fields: Any) -> None:
        """Somebody writes on a ticket, which moves it."""
        self.add_conversation(ticket_id, **fields)
        self.update(ticket_id)

    def erase(self, ticket_id: int) -> None:
        """Deletes a ticket for good: it is known no more."""
        ticket = self.tickets.pop(ticket_id)
        self._by_update.remove((ticket["updated_at"], ticket_id))
        del self.conversations[ticket_id]

    def updated_since(self, since: str) -> Iterator[Json]:
        """Tickets that changed then or later, the earliest first; of one second by id."""
        for _, ticket_id in self._by_update[bisect_left(self._by_update, (since, 0)) :]:
            yield self.tickets[ticket_id]
