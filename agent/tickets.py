"""Words what was found among tickets and articles. Pure.

What customers wrote is quoted as a text and nothing else: no line of it becomes a list or a link.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from agent.texts import say
from tools.blueprint.base import Language
from tools.freshdesk.facts import (
    CountedTickets,
    Facts,
    FoundArticles,
    FoundTickets,
    ReadThrough,
    Ticket,
)
from tools.freshdesk.tools import (
    CountTickets,
    FindArticles,
    FindTickets,
    Reading,
    ReadTicket,
    Tickets,
)
from tools.zones import day_of

_LONGEST = 220  # characters of a summary or a message
_MARKS = re.compile(r"[*\[\]<>`\\]")  # of Markdown and HTML
_COMMON = ("open", "pending", "resolved", "closed", "waiting on customer", "waiting on third party")
_PRIORITIES = 4


def told(asked: Reading, facts: Facts, language: Language, zone: str | None) -> str:
    """The answer to what was asked, in the person's language and days."""
    match asked, facts:
        case FindTickets(), FoundTickets():
            lines = list(_found(asked, facts, language, zone))
        case CountTickets(), CountedTickets():
            lines = list(_counted(asked, facts, language))
        case ReadTicket(), ReadThrough():
            lines = list(_read(asked, facts, language, zone))
        case FindArticles(), FoundArticles():
            lines = list(_articles(asked, facts, language))
        case _:
            raise TypeError(f"{type(facts).__name__} is no answer to {asked.tool}")
    if asked.include_private:
        lines.append(say("private_included", language))
    return "\n".join(lines)


# tickets


def _found(
    asked: FindTickets, facts: FoundTickets, language: Language, zone: str | None
) -> Iterator[str]:
    if "customer" in facts.unknown:  # taken for words
        words = f"{asked.customer} {asked.text}".strip()
        asked = asked.model_copy(update={"customer": None, "text": words})
    what = _what(asked, language)
    yield from _unknown(facts.unknown, language)
    if not facts.tickets:
        yield say("tickets_none", language, what=what)
        if facts.newest:
            yield say("tickets_newest", language, day=_day(facts.newest, zone))
        return
    if facts.similar:
        yield say("tickets_similar", language, what=what)
    else:
        yield say("tickets_found", language, total=facts.total, what=what)
    for ticket in facts.tickets:
        yield f"- {_line(ticket, language, zone, waits=asked.waiting)}"
    if not facts.similar and facts.total > len(facts.tickets):
        order = "waiting" if asked.waiting else "oldest" if asked.oldest else "more"
        yield say(f"tickets_{order}", language, shown=len(facts.tickets))


def _line(ticket: Ticket, language: Language, zone: str | None, *, waits: bool = False) -> str:
    """One ticket: its number and subject as a link, what is known of it, what it says; where it is
    told who waits, since when."""
    facts = [
        status_name(ticket.status_name, language),
        priority_name(ticket.priority, language),
        plain(ticket.type),
        _whose(ticket),
        say("waits_since", language, day=_day(ticket.waiting_since, zone))
        if waits
        else _day(ticket.created_at, zone),
    ]
    said = cut(ticket.summary)
    told = f"{_link(ticket)} · {' · '.join(filter(None, facts))}"
    note = (
        say("private_note", language, text=cut(ticket.private_note)) if ticket.private_note else ""
    )
    return " ".join(filter(None, (f"{told}: {said}" if said else told, note)))


def _day(moment: str, zone: str | None) -> str:
    """The day of a moment as Freshdesk writes it."""
    return day_of(datetime.fromisoformat(moment), zone).isoformat() if moment else ""


def _link(ticket: Ticket) -> str:
    return f"[#{ticket.id} {cut(ticket.subject, 80)}]({ticket.url})"


def _whose(ticket: Ticket) -> str:
    person, company = plain(ticket.customer), plain(ticket.company)
    return f"{person} ({company})" if person and company else person or company


def _counted(asked: CountTickets, facts: CountedTickets, language: Language) -> Iterator[str]:
    yield from _unknown(facts.unknown, language)
    yield say("tickets_counted", language, total=facts.total, what=_what(asked, language))
    if facts.by is None or not facts.total:
        return
    yield say(f"tickets_by_{facts.by}", language)
    for group in facts.groups:
        name = group_name(facts.by, group.name, language)
        yield f"- **{name}**: {say('tickets_number', language, count=group.count)}"
    if facts.kinds:
        yield say("tickets_more_groups", language, count=facts.kinds)


def group_name(by: str, name: str, language: Language) -> str:
    """How a group is called: statuses and priorities as people say them."""
    if not name:
        return say("tickets_without", language)
    if by == "status":
        return status_name(name, language)
    if by == "priority" and name.isdecimal():
        return priority_name(int(name), language) or name
    return plain(name)


def status_name(label: str, language: Language) -> str:
    """Freshdesk's own statuses in the person's language, an account's own as it calls them."""
    known = label.casefold()
    return say(f"status_{known.replace(' ', '_')}", language) if known in _COMMON else plain(label)


def priority_name(number: int, language: Language) -> str:
    known = 1 <= number <= _PRIORITIES
    return say(f"priority_{number}", language) if known else str(number or "")


# one ticket, articles


def _read(
    asked: ReadTicket, facts: ReadThrough, language: Language, zone: str | None
) -> Iterator[str]:
    if facts.ticket is None:
        yield say("ticket_unknown", language, number=asked.number)
        return
    yield _line(facts.ticket, language, zone)
    if facts.count:
        yield say("ticket_said", language, count=facts.count)
    for message in facts.messages:
        who = "private" if message.private else "customer" if message.incoming else "agent"
        yield f"- {_day(message.at, zone)} {say(f'said_by_{who}', language)}: {cut(message.text)}"


def _articles(asked: FindArticles, facts: FoundArticles, language: Language) -> Iterator[str]:
    what = say("what_text", language, text=plain(asked.text))
    if not facts.articles:
        yield say("articles_none", language, what=what)
        return
    key = "articles_similar" if facts.similar else "articles_found"
    yield say(key, language, what=what)
    for article in facts.articles:
        draft = f" ({say('article_draft', language)})" if article.draft else ""
        yield f"- [{cut(article.title, 100)}]({article.url}){draft}: {cut(article.text)}"


# what was asked, in words


def none_meant(asked: Tickets, unknown: Mapping[str, str], language: Language) -> str:
    """That no ticket is meant, and the names that nobody has."""
    none = say("tickets_none", language, what=_what(asked, language))
    return " ".join([*_unknown(unknown, language), none])


def _what(asked: Tickets, language: Language) -> str:
    return said_of(asked, language) or say("what_all", language)


def said_of(asked: Tickets, language: Language) -> str:
    """What the tickets have to fulfil, part by part; "" where it is all of them."""
    parts = []
    if asked.text:
        parts.append(say("what_text", language, text=plain(asked.text)))
    parts += [
        say(f"what_{name}", language, name=plain(value))
        for name in ("customer", "agent", "type", "tag")
        if (value := getattr(asked, name))
    ]
    if asked.status:
        status = asked.status.casefold()
        label = say("status_unresolved", language) if status == "unresolved" else asked.status
        parts.append(status_name(label, language))
    if asked.waiting:
        parts.append(say("what_waiting", language))
    if asked.priority:
        numbers = {"low": 1, "medium": 2, "high": 3, "urgent": 4}
        parts.append(priority_name(numbers[asked.priority], language))
    if asked.since or asked.until:
        parts.append(_period(asked))
    return " · ".join(parts)


def _period(asked: Tickets) -> str:
    since = asked.since.isoformat() if asked.since else ""
    until = asked.until.isoformat() if asked.until else ""
    return since if since == until else f"{since} ~ {until}".strip()


def _unknown(unknown: Mapping[str, str], language: Language) -> Iterator[str]:
    for kind, name in unknown.items():
        yield say(f"unknown_{kind}", language, name=plain(name))


def plain(text: str) -> str:
    """A text as one line without marks of Markdown or HTML."""
    return " ".join(_MARKS.sub(" ", text).split())


def cut(text: str, most: int = _LONGEST) -> str:
    line = plain(text)
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
