"""Answers what is asked of a company's tickets and articles: facts, which somebody else words.

Tickets by exact words, so that a number is a number; only where nothing says them, what is near in
meaning, and marked as such.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import orjson

from tools.freshdesk.companies import Companies
from tools.freshdesk.facts import (
    Article,
    CountedTickets,
    Facts,
    FoundArticles,
    FoundTickets,
    Group,
    ReadThrough,
    Ticket,
)
from tools.freshdesk.filters import WAITING_SINCE, Which, which
from tools.freshdesk.objects import DRAFT
from tools.freshdesk.ranking import Query
from tools.freshdesk.said import said_on
from tools.freshdesk.search import Search
from tools.freshdesk.store import Store
from tools.freshdesk.summaries import summary_of
from tools.freshdesk.tables import marks
from tools.freshdesk.tools import By, CountTickets, FindArticles, FindTickets, Reading, ReadTicket
from tools.freshdesk.words import normal, query_words
from tools.zones import offset_now

_MOST_SAID = 20  # messages of one ticket that are told
_NEAREST_ARTICLES = 3
_NEAREST = 50  # near in meaning, among which those that are meant are looked for


class TicketReader:
    """Reads what is kept of companies. Raises StorageFailed, InvalidInput."""

    def __init__(self, companies: Companies, search: Search) -> None:
        self._companies = companies
        self._search = search

    async def has_any(self, company: str) -> bool:
        """Whether something of a company was collected."""
        if not await self._companies.exists(company):
            return False
        return await self._companies.do(company, _has_any)

    async def answer(self, company: str, asked: Reading, zone: str | None = "UTC") -> Facts:
        """What there is; days are those of a time zone, by its name (None: this machine's)."""
        match asked:
            case FindTickets():
                return await self._find(company, asked, zone)
            case CountTickets():
                return await self._companies.do(company, _count, asked, zone)
            case ReadTicket():
                return await self._companies.do(company, _read, asked)
            case FindArticles():
                return await self._find_articles(company, asked)

    async def _find(self, company: str, asked: FindTickets, zone: str | None) -> FoundTickets:
        found: FoundTickets = await self._companies.do(company, _find, asked, zone)
        if "customer" in found.unknown and asked.customer:
            # Nobody is called that, so it is taken for words; that is told.
            words = f"{asked.customer} {asked.text}".strip()
            again = asked.model_copy(update={"customer": None, "text": words})
            return replace(await self._find(company, again, zone), unknown=found.unknown)
        if found.total or found.unknown or found.newest or not asked.text:
            return found
        private = asked.include_private
        query = Query(asked.text, type="ticket", limit=_NEAREST, private=private)
        near = [hit.id for hit in await self._search.find(company, query)]
        among = asked.model_copy(update={"text": ""})
        return await self._companies.do(company, _among, among, near, zone)

    async def _find_articles(self, company: str, asked: FindArticles) -> FoundArticles:
        """What says most of the words; where nothing says any, what is nearest in meaning."""
        found: list[Article] = await self._companies.do(company, _articles, asked)
        if found:
            return FoundArticles(found)
        query = Query(asked.text, type="article", limit=asked.limit, private=asked.include_private)
        near = await self._search.find(company, query)
        keys = list(dict.fromkeys(hit.id for hit in near))[:_NEAREST_ARTICLES]
        found = await self._companies.do(company, _articles_of, asked, keys)
        return FoundArticles(found, similar=bool(found))


def tickets_of(store: Store, numbers: Sequence[int]) -> list[Ticket]:
    """Some tickets by their numbers, without those that are deleted or spam."""
    query = f"{_TICKET} WHERE t.id IN ({{}}) AND t.deleted = 0 AND t.spam = 0"
    return [_ticket(row, private=False) for row in store.select(query, numbers)]


def _has_any(store: Store) -> bool:
    query = "SELECT EXISTS (SELECT 1 FROM tickets) OR EXISTS (SELECT 1 FROM kb_articles)"
    return bool(store.db.execute(query).fetchone()[0])


# tickets

# A ticket without a date is the oldest: NULL would be first in Postgres, and last in SQLite.
NEWEST_FIRST = "coalesce(t.created_at, '') DESC, t.id DESC"
_OLDEST_FIRST = "coalesce(t.created_at, ''), t.id"
_LONGEST_WAITING_FIRST = f"{WAITING_SINCE}, t.id"
_TICKET = f"""
    SELECT t.id, t.subject, t.status, t.priority, t.type, t.tags, t.created_at, t.updated_at,
           t.requester_id, o.title, o.content, o.private_content, o.url, o.digest,
           o.summary, o.summary_of, o.summary_by, {WAITING_SINCE} AS waiting_since,
           customer.name AS customer, company.name AS company, agent.name AS agent,
           coalesce(label.name, CAST(t.status AS TEXT)) AS status_name
    FROM tickets t JOIN integrated_objects o ON o.key = 'ticket:' || t.id
    LEFT JOIN lookups customer ON customer.kind = 'contact'
         AND customer.id = CAST(t.requester_id AS TEXT)
    LEFT JOIN lookups company ON company.kind = 'company'
         AND company.id = CAST(t.company_id AS TEXT)
    LEFT JOIN lookups agent ON agent.kind = 'agent' AND agent.id = CAST(t.responder_id AS TEXT)
    LEFT JOIN lookups label ON label.kind = 'field:status' AND label.id = CAST(t.status AS TEXT)"""  # noqa: S608 - ours


def _find(store: Store, asked: FindTickets, zone: str | None) -> FoundTickets:
    meant = which(store, asked, zone, private=asked.include_private)
    [total] = store.db.execute(
        f"SELECT count(*) FROM tickets t WHERE {meant.sql}",  # noqa: S608 - ours
        meant.values,
    ).fetchone()
    order = _order(asked)
    first = f"""SELECT t.id FROM tickets t WHERE {meant.sql}
                ORDER BY {order} LIMIT ?"""  # noqa: S608 - ours
    rows = store.db.query(
        f"{_TICKET} WHERE t.id IN ({first}) ORDER BY {order}",
        [*meant.values, asked.limit],
    )
    tickets = [_ticket(row, private=asked.include_private) for row in rows]
    dated = asked.since or asked.until
    newest = _newest(store) if dated and not total else ""
    return FoundTickets(tickets, total, unknown=meant.unknown, newest=newest)


def _order(asked: FindTickets) -> str:
    if asked.waiting:
        return _LONGEST_WAITING_FIRST
    return _OLDEST_FIRST if asked.oldest else NEWEST_FIRST


def _newest(store: Store) -> str:
    query = "SELECT max(created_at) FROM tickets WHERE deleted = 0 AND spam = 0"
    return store.db.execute(query).fetchone()[0] or ""


def _among(store: Store, asked: FindTickets, near: Sequence[int], zone: str | None) -> FoundTickets:
    """Those of some tickets that are meant, in the order of these."""
    meant = which(store, asked, zone, private=asked.include_private)
    meant.add(f"t.id IN ({marks(near)})", *near)
    rows = store.db.query(f"{_TICKET} WHERE {meant.sql}", meant.values)
    found = {row["id"]: _ticket(row, private=asked.include_private) for row in rows}
    tickets = [found[number] for number in near if number in found][: asked.limit]
    return FoundTickets(tickets, len(tickets), similar=True, unknown=meant.unknown)


def _ticket(row: Any, *, private: bool) -> Ticket:
    return Ticket(
        id=row["id"],
        subject=row["subject"] or "",
        status=row["status"] or 0,
        status_name=str(row["status_name"] or ""),
        priority=row["priority"] or 0,
        type=row["type"] or "",
        tags=_tags(row["tags"]),
        customer=row["customer"] or "",
        company=row["company"] or "",
        customer_id=row["requester_id"],
        agent=row["agent"] or "",
        created_at=row["created_at"] or "",
        updated_at=row["updated_at"] or "",
        url=row["url"],
        summary=summary_of(row),
        private_note=row["private_content"] if private else "",
        waiting_since=row["waiting_since"] or "",
    )


def _tags(packed: str | None) -> list[str]:
    return [str(tag) for tag in orjson.loads(packed or "[]")]


# counting

_GROUPS: dict[By, str] = {
    "type": "t.type",
    "status": "coalesce(label.name, CAST(t.status AS TEXT))",
    "priority": "CAST(t.priority AS TEXT)",
    "agent": "agent.name",
    "customer": "coalesce(nullif(company.name, ''), customer.name)",
    "tag": "element.value",
    "day": "substr(t.created_at, 1, {moment})",
    "month": "substr(t.created_at, 1, {moment})",
}
_HOUR, _MINUTE = 13, 16  # characters of a moment, up to there
_MONTH = 7  # characters of a day
_NAMES = _TICKET[_TICKET.index("LEFT JOIN") :]


def _count(store: Store, asked: CountTickets, zone: str | None) -> CountedTickets:
    meant = which(store, asked, zone, private=asked.include_private)
    query = f"SELECT count(*) FROM tickets t WHERE {meant.sql}"  # noqa: S608 - ours
    [total] = store.db.execute(query, meant.values).fetchone()
    if asked.by is None:
        return CountedTickets(total, None, [], 0, meant.unknown)
    groups = _groups(store, meant, asked.by, zone)
    return CountedTickets(
        total, asked.by, groups[: asked.limit], max(0, len(groups) - asked.limit), meant.unknown
    )


def _groups(store: Store, meant: Which, by: By, zone: str | None) -> list[Group]:
    """The largest first; of days and months the latest. A zone is taken to be as far ahead all the
    time as it is now: of a night in summer an hour may count for the day beside it."""
    ahead, dated = offset_now(zone), by in ("day", "month")
    moment = _MINUTE if ahead % timedelta(hours=1) else _HOUR
    tags = f"LEFT JOIN {store.db.elements('t.tags')} ON true" if by == "tag" else ""
    query = f"""SELECT {_GROUPS[by].format(moment=moment)}, count(*) FROM tickets t {_NAMES} {tags}
                WHERE {meant.sql} GROUP BY 1"""  # noqa: S608 - ours
    counts: Counter[str] = Counter()
    for said, number in store.db.execute(query, meant.values):
        name = _day(said, ahead) if dated else said or ""
        counts[name[:_MONTH] if by == "month" else name] += number
    groups = [Group(name, number) for name, number in sorted(counts.items(), reverse=dated)]
    return groups if dated else sorted(groups, key=lambda group: -group.count)


def _day(moment: str | None, ahead: timedelta) -> str:
    """Which day a moment in UTC, as Freshdesk writes it, is of in a zone that is so far ahead;
    empty for none. Pure."""
    try:
        return (datetime.fromisoformat(moment or "") + ahead).date().isoformat()
    except (ValueError, OverflowError):
        return ""


# one ticket


def _read(store: Store, asked: ReadTicket) -> ReadThrough:
    query = f"{_TICKET} WHERE t.id = ? AND t.deleted = 0 AND t.spam = 0"
    row = next(iter(store.db.query(query, [asked.number])), None)
    if row is None:
        return ReadThrough(None, [], 0)
    messages, count = said_on(store, asked.number, _MOST_SAID, private=asked.include_private)
    ticket = replace(_ticket(row, private=False), summary=row["content"])
    return ReadThrough(ticket, messages, count)


# articles

_ARTICLE = """SELECT o.object_id AS id, o.title, o.content, o.url, o.updated_at, o.status, o.digest,
                     o.summary, o.summary_of, o.summary_by
              FROM integrated_objects o WHERE o.type = 'article' AND o.private <= ?"""
_BY_KEY = " ORDER BY o.key"
_ARTICLE_SAYS = """
    SELECT c.key, min(c.id) FROM chunks_fts JOIN chunks c ON c.id = chunks_fts.rowid
    WHERE {says} AND c.key LIKE 'article:%' AND c.private <= ? GROUP BY c.key ORDER BY 2"""


def _articles(store: Store, asked: FindArticles) -> list[Article]:
    """Those that say most of the words, and first those whose titles do."""
    private, says = int(asked.include_private), dict[str, int]()
    words = query_words(asked.text)
    for word in words:
        said = store.db.saying(word)
        query = _ARTICLE_SAYS.format(says=said.sql)
        for key, _ in store.db.execute(query, [*said.values, private]):
            says[key] = says.get(key, 0) + 1
    most = max(says.values(), default=0)
    keys = [key for key, count in says.items() if count == most][:_NEAREST]
    rows = list(
        store.db.query(f"{_ARTICLE} AND o.key IN ({marks(keys)}){_BY_KEY}", [private, *keys])
    )
    rows.sort(key=lambda row: -sum(word in normal(row["title"]) for word in words))
    return _each_once(rows)[: asked.limit]


def _articles_of(store: Store, asked: FindArticles, numbers: Sequence[int]) -> list[Article]:
    """Some articles by their numbers, in that order."""
    private = int(asked.include_private)
    of_them = f"{_ARTICLE} AND o.object_id IN ({marks(numbers)}){_BY_KEY}"
    rows = store.db.query(of_them, [private, *numbers])
    return sorted(_each_once(rows), key=lambda article: numbers.index(article.id))


def _each_once(rows: Iterable[Any]) -> list[Article]:
    """Articles; of what is there in several languages the first."""
    found: dict[int, Article] = {}
    for row in rows:
        said = summary_of(row)
        draft, updated = row["status"] == DRAFT, row["updated_at"] or ""
        article = Article(row["id"], row["title"], said, row["url"], updated, draft)
        found.setdefault(row["id"], article)
    return list(found.values())
