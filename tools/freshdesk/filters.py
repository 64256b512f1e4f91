"""Which tickets are meant, in SQL. Names are looked up where the tickets are, as nobody else knows
whom a company has to do with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tools.freshdesk.keyset import written
from tools.freshdesk.store import Store
from tools.freshdesk.tables import marks
from tools.freshdesk.tools import Tickets
from tools.freshdesk.words import normal, query_words
from tools.zones import begins

OPEN, PENDING, RESOLVED, CLOSED = 2, 3, 4, 5  # Freshdesk's own; an account's are 6 and more
PRIORITIES: Mapping[str, int] = {"low": 1, "medium": 2, "high": 3, "urgent": 4}
_OUTBOUND = 10  # the source of a ticket: an e-mail of an agent
_STATUSES = {"open": OPEN, "pending": PENDING, "resolved": RESOLVED, "closed": CLOSED}

# When the wait began of a customer whose last public word nobody answered; NULL where nobody waits.
# The account may say itself that it is the customer whom it waits for; of a ticket that an agent
# opened by writing to somebody, only what came back counts.
_SAID = "SELECT {which}(created_at) FROM conversations WHERE ticket_id = t.id AND private = 0"
_ANSWERED = f"({_SAID.format(which='max')} AND incoming = 0)"
WAITING_SINCE = f"""
    CASE WHEN t.status IN ({RESOLVED}, {CLOSED}) OR CAST(t.status AS TEXT) IN
         (SELECT id FROM lookups
          WHERE kind = 'field:status' AND lower(name) = 'waiting on customer') THEN NULL
    WHEN {_ANSWERED} IS NULL AND coalesce(t.source, 0) <> {_OUTBOUND} THEN t.created_at
    ELSE ({_SAID.format(which="min")} AND incoming = 1
          AND created_at > coalesce({_ANSWERED}, '')) END"""  # noqa: S608 - ours

_SHORTEST_NAME = 2  # letters: one alone is part of nearly every name

# Tickets on which something says a word; what is private of it only for who may see that.
_SAYS = """t.id IN (SELECT o.object_id FROM chunks_fts JOIN chunks c ON c.id = chunks_fts.rowid
           JOIN integrated_objects o ON o.key = c.key
           WHERE {says} AND o.type = 'ticket' AND c.private <= ?)"""
# Names as people write them, with other blanks and capitals.
_NAMED = """SELECT id FROM lookups
            WHERE kind = ? AND instr(lower(replace(name, ' ', '')), ?) > 0"""
_TYPED = "instr(lower(t.type), ?) > 0"
_TAGGED = "EXISTS (SELECT 1 FROM {tags} WHERE {fits})"
_CUSTOMER = f"""(CAST(t.requester_id AS TEXT) IN ({_NAMED})
                 OR CAST(t.company_id AS TEXT) IN ({_NAMED}))"""


@dataclass
class Which:
    """What a ticket `t` must fulfil, in SQL with its values; and the names that nobody has, by the
    field that named them."""

    where: list[str] = field(default_factory=lambda: ["t.deleted = 0", "t.spam = 0"])
    values: list[Any] = field(default_factory=list)
    unknown: dict[str, str] = field(default_factory=dict)

    def add(self, condition: str, *values: Any) -> None:
        self.where.append(condition)
        self.values += values

    @property
    def sql(self) -> str:
        return " AND ".join(self.where)


def which(store: Store, asked: Tickets, zone: str | None, *, private: bool = False) -> Which:
    """The tickets that a call means, whose days are those of a time zone; `private` says that what
    private notes say counts."""
    found = Which()
    if asked.since is not None:
        found.add("t.created_at >= ?", _beginning(asked.since, zone))
    if asked.until is not None:
        found.add("t.created_at < ?", _beginning(asked.until, zone, after=1))
    if asked.waiting:
        found.add(f"{WAITING_SINCE} IS NOT NULL")
    if asked.priority is not None:
        found.add("t.priority = ?", PRIORITIES[asked.priority])
    if asked.type is not None:
        found.add(_TYPED, normal(asked.type))
    if asked.tag is not None:
        found.add(_tagged(store, "lower(value) = ?"), normal(asked.tag))
    if asked.status is not None:
        _add_status(store, found, asked.status)
    _add_people(store, found, asked)
    for condition, values in _texts(store, asked.text, private=private):
        found.add(condition, *values)
    return found


def _beginning(day: date, zone: str | None, after: int = 0) -> str:
    """When a day begins, or the one so many days after it, as Freshdesk writes it."""
    try:
        return written(begins(day + timedelta(days=after), zone))
    except OverflowError:  # at the ends of the calendar
        return day.isoformat()


def _add_status(store: Store, found: Which, status: str) -> None:
    name = normal(status)
    if name == "unresolved":
        found.add("t.status NOT IN (?, ?)", RESOLVED, CLOSED)
    elif name in _STATUSES:
        found.add("t.status = ?", _STATUSES[name])
    else:
        rows = store.db.execute(_NAMED, ["field:status", _plain(status)]).fetchall()
        numbers = [int(row[0]) for row in rows if _is_number(row[0])]
        numbers = numbers or ([int(name)] if _is_number(name) else [])
        if not numbers:
            found.unknown["status"] = status
        found.add(f"t.status IN ({marks(numbers)})", *numbers)


def _add_people(store: Store, found: Which, asked: Tickets) -> None:
    if asked.agent is not None:
        name = _plain(asked.agent)
        if not _is_somebody(store, name, "agent"):
            found.unknown["agent"] = asked.agent
        found.add(f"CAST(t.responder_id AS TEXT) IN ({_NAMED})", "agent", name)
    if asked.customer is not None:
        name = _plain(asked.customer)
        if not _is_somebody(store, name, "contact", "company"):
            found.unknown["customer"] = asked.customer
        found.add(_CUSTOMER, "contact", name, "company", name)


def _texts(store: Store, text: str, *, private: bool) -> Iterator[tuple[str, list[Any]]]:
    """All words must be there: somewhere on the ticket, as what agents call it, or as who wrote
    it."""
    tagged = _tagged(store, "instr(lower(value), ?) > 0")
    for word in query_words(text):
        says = store.db.saying(word)
        said, values = _SAYS.format(says=says.sql), [*says.values, int(private)]
        if len(word) < _SHORTEST_NAME:
            yield said, values
        else:
            named = [word, word, "contact", word, "company", word]
            yield f"({said} OR {_TYPED} OR {tagged} OR {_CUSTOMER})", [*values, *named]


def _tagged(store: Store, fits: str) -> str:
    """Whether the `value` of one of a ticket's tags fits."""
    return _TAGGED.format(tags=store.db.elements("t.tags"), fits=fits)


def _is_somebody(store: Store, name: str, *kinds: str) -> bool:
    return any(store.db.execute(_NAMED, [kind, name]).fetchone() for kind in kinds)


def _plain(name: str) -> str:
    return normal(name).replace(" ", "")


def _is_number(name: str) -> bool:
    return name.isascii() and name.isdecimal() and len(name) < 19
