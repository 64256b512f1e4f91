"""What a workspace of a company's tickets shows: the latest of those that are meant, and public
articles."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tools.freshdesk.facts import Ticket
from tools.freshdesk.filters import which
from tools.freshdesk.reading import NEWEST_FIRST, tickets_of
from tools.freshdesk.store import Store
from tools.freshdesk.summaries import summary_of
from tools.freshdesk.tools import MakeDashboard

MOST_ARTICLES = 50


@dataclass(frozen=True)
class Page:
    """An article that everybody may read, in one language."""

    id: int
    title: str
    folder: str
    updated_at: str
    url: str
    summary: str


@dataclass(frozen=True)
class Snapshot:
    """The newest tickets first; `total` is how many are meant in all. `unknown` are the names among
    what they had to fulfil that nobody has."""

    tickets: list[Ticket]
    articles: list[Page]
    total: int
    unknown: Mapping[str, str]


def snapshot(
    store: Store, asked: MakeDashboard, known: Collection[int], language: str, zone: str | None
) -> Snapshot:
    """The latest of the tickets that are meant, and those that are `known` by their numbers; of
    each article one translation, in the language that is asked for where there is such a one."""
    meant = which(store, asked, zone)
    shown = f"FROM tickets t WHERE {meant.sql}"
    query = f"SELECT t.id {shown} ORDER BY {NEWEST_FIRST} LIMIT ?"
    newest = [row[0] for row in store.db.execute(query, [*meant.values, asked.latest])]
    found = tickets_of(store, list(dict.fromkeys((*newest, *known))))
    found.sort(key=lambda ticket: (ticket.created_at, ticket.id), reverse=True)
    [total] = store.db.execute(f"SELECT count(*) {shown}", meant.values).fetchone()
    return Snapshot(found, _articles(store, language), total, meant.unknown)


def _articles(store: Store, language: str) -> list[Page]:
    rows = store.db.query(
        """SELECT a.id, o.title, a.folder, o.updated_at, o.url, o.content, o.digest,
                  o.summary, o.summary_of, o.summary_by FROM kb_articles a
           JOIN integrated_objects o ON o.key = 'article:' || a.id || ':' || a.language
           WHERE o.private = 0 ORDER BY a.language != ?, a.language, a.id""",
        [language],
    )
    found: dict[int, Page] = {}
    for row in rows:
        page = Page(
            id=row["id"],
            title=row["title"],
            folder=row["folder"] or "",
            updated_at=row["updated_at"] or "",
            url=row["url"],
            summary=summary_of(row),
        )
        found.setdefault(row["id"], page)
    return list(found.values())[:MOST_ARTICLES]
