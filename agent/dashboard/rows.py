"""Tickets, customers and articles as rows, by the keys of the form."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from agent.dashboard.form import ID, form
from agent.texts import say
from agent.tickets import plain, priority_name, status_name
from tools.blueprint.base import Language
from tools.blueprint.model import Blueprint
from tools.blueprint.parse import parse
from tools.freshdesk.facts import Ticket
from tools.freshdesk.snapshot import Page, Snapshot
from tools.zones import day_of

Json = dict[str, Any]
Values = dict[str, Any]  # by the key of a property; None where there is nothing
Rows = dict[int, Values]  # by the helpdesk's own number

_COLORS: Mapping[str, Mapping[str, str]] = {
    "status": {
        "open": "red",
        "pending": "yellow",
        "waiting_on_customer": "blue",
        "waiting_on_third_party": "purple",
        "resolved": "green",
        "closed": "gray",
    },
    "priority": {"4": "red", "3": "orange", "2": "yellow", "1": "gray"},
}
_LONGEST_TITLE = 200
_LONGEST_SUMMARY = 1_000
_LONGEST_OPTION = 100  # Notion's limit


def designed(
    snapshot: Snapshot, source: str, language: Language, zone: str | None, meant: str = ""
) -> Blueprint:
    """The workspace of what is there; `source` says where that came from, `meant` which tickets
    these are, where it is not all of them."""
    shape, rows = form(language), all_rows(snapshot, language, zone)
    databases = [
        {**database, "rows": _worded(rows[database["key"]], shape.names[database["key"]])}
        for database in shape.blueprint["databases"]
    ]
    chosen = _choices(rows["tickets"], shape.names["tickets"], language)
    databases = [_with_options(database, chosen) for database in databases]
    title = ": ".join(filter(None, (shape.blueprint["title"], meant)))[:_LONGEST_TITLE]
    meta = {"source": source}
    return parse({**shape.blueprint, "title": title, "databases": databases, "meta": meta})


def _choices(tickets: Rows, names: Mapping[str, str], language: Language) -> Json:
    """The options of statuses and priorities by the names of their properties, as far as they
    occur: Freshdesk's own in the order of what has to be done, then an account's."""
    found: Json = {}
    for key, colors in _COLORS.items():
        used = list(dict.fromkeys(values[key] for values in tickets.values() if values[key]))
        known = {say(f"{key}_{name}", language): color for name, color in colors.items()}
        own = [{"name": name} for name in used if name not in known]
        found[names[key]] = [{"name": n, "color": c} for n, c in known.items() if n in used] + own
    return found


def _with_options(database: Json, options: Json) -> Json:
    if database["key"] != "tickets":
        return database
    properties = [
        {**prop, "options": options[prop["name"]]} if prop["name"] in options else prop
        for prop in database["properties"]
    ]
    return {**database, "properties": properties}


def _worded(rows: Rows, names: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"values": worded(values, names)} for values in rows.values()]


def worded(values: Values, names: Mapping[str, str]) -> dict[str, Any]:
    """Values by the names of properties, without what is empty or has no property."""
    given = ((key, value) for key, value in values.items() if value not in (None, "", []))
    return {names[key]: value for key, value in given if key in names}


def all_rows(snapshot: Snapshot, language: Language, zone: str | None) -> dict[str, Rows]:
    """The rows of each database, with the days of a time zone; a ticket names its customer by that
    row's title.

    The oldest ticket comes first, so that weeks stand in their order wherever they are counted.
    """
    customers = _customers(snapshot.tickets)
    tickets = {t.id: _ticket(t, customers, language, zone) for t in reversed(snapshot.tickets)}
    return {
        "tickets": tickets,
        "customers": customers,
        "articles": {page.id: _article(page, zone) for page in snapshot.articles},
    }


def _customers(tickets: Sequence[Ticket]) -> Rows:
    """Who wrote, as of the latest ticket; those that are called alike have their numbers added."""
    oldest_first = reversed(tickets)
    people = {t.customer_id: t for t in oldest_first if t.customer_id is not None and t.customer}
    called = Counter(plain(t.customer).casefold() for t in people.values())
    found: Rows = {}
    for number, ticket in people.items():
        name = _short(ticket.customer, _LONGEST_TITLE)
        alone = called[plain(ticket.customer).casefold()] == 1
        title = name if alone and name else f"{name} #{number}".strip()
        found[number] = {"title": title, "company": _option(ticket.company), ID: number}
    return found


def _ticket(ticket: Ticket, customers: Rows, language: Language, zone: str | None) -> Values:
    customer = customers.get(ticket.customer_id or 0)
    created = _day(ticket.created_at, zone)
    return {
        "title": _short(ticket.subject, _LONGEST_TITLE) or f"#{ticket.id}",
        "status": _option(status_name(ticket.status_name, language)),
        "priority": _option(priority_name(ticket.priority, language)),
        "type": _option(ticket.type),
        "customer": [] if customer is None else [customer["title"]],
        "agent": _option(ticket.agent),
        "created": _written(ticket.created_at, zone),
        "updated": _written(ticket.updated_at, zone),
        "week": None if created is None else _monday(created).isoformat(),
        "tags": _options(ticket.tags),
        "summary": _short(ticket.summary, _LONGEST_SUMMARY),
        "link": ticket.url,
        ID: ticket.id,
    }


def _article(page: Page, zone: str | None) -> Values:
    return {
        "title": _short(page.title, _LONGEST_TITLE) or f"#{page.id}",
        "folder": _option(page.folder),
        "updated": _written(page.updated_at, zone),
        "summary": _short(page.summary, _LONGEST_SUMMARY),
        "link": page.url,
        ID: page.id,
    }


def _day(moment: str, zone: str | None) -> date | None:
    """The day of a moment as Freshdesk writes it; of none, None."""
    return day_of(datetime.fromisoformat(moment), zone) if moment else None


def _written(moment: str, zone: str | None) -> str | None:
    day = _day(moment, zone)
    return None if day is None else day.isoformat()


def _monday(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(days=day.weekday())


def _option(name: str) -> str | None:
    """A name as Notion takes it for an option: no commas, not too long."""
    return " ".join(name.replace(",", " ").split())[:_LONGEST_OPTION].strip() or None


def _options(names: Iterable[str]) -> list[str]:
    found = {option.casefold(): option for name in names if (option := _option(name))}
    return list(found.values())


def _short(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
