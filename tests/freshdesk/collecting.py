"""Runs against a helpdesk within the process, and what they leave in a company's file."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from sandbox.freshdesk import App
from tests.support.databases import homes_at
from tools.freshdesk.client import Freshdesk
from tools.freshdesk.collect import collect
from tools.freshdesk.companies import Companies
from tools.freshdesk.lanes import Through
from tools.freshdesk.pace import Pace
from tools.freshdesk.run import Run
from tools.freshdesk.store import Store
from tools.freshdesk.tables import Homes
from tools.freshdesk.wire import Network
from tools.freshdesk.work import Wanted, Work

COMPANY = "shop"
URL = "http://shop.freshdesk.com"


class Killed(Exception):
    """As if the process had ended here."""


async def at_once(_: float) -> None:
    """Instead of waiting."""


class Passing:
    """Seconds that pass by being waited for, by one that waits at a time."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds


@dataclass
class Collecting:
    """A company whose runs are carried out here. `warned` collects what did not end them."""

    app: App
    companies: Companies
    network: Network
    pace: Pace
    warned: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    key: str = "demo"

    async def run(
        self, run_id: str, *, tell: Callable[[Run], None] = lambda _: None, **wanted: Any
    ) -> Run:
        """Carries out a run, from where one of this id stands."""
        kept = await self.companies.do(COMPANY, Store.run, run_id)
        run = kept or Run(run_id)

        async def told(run: Run, _: str) -> None:
            tell(run)

        async def warn(key: str, /, **params: Any) -> None:
            self.warned.append((key, params))

        async def do(work: Any, /, *args: Any) -> Any:
            return await self.companies.do(COMPANY, work, *args)

        freshdesk = Freshdesk(URL, self.key, self.network, self.pace, sleep=at_once)
        asked = Wanted(**wanted)
        work = Work(freshdesk, do, asked, run, told, warn, self.app.account.now)
        await collect(work)
        return run

    async def rows(self, query: str, *values: Any) -> list[Any]:
        def read(store: Store) -> list[Any]:
            return store.db.execute(query, values).fetchall()

        return await self.companies.do(COMPANY, read)

    async def write(self, query: str, *values: Any) -> None:
        def change(store: Store) -> None:
            with store.db.atomic():
                store.db.execute(query, values)

        await self.companies.do(COMPANY, change)

    async def ids(self, table: str = "tickets") -> set[int]:
        return {row[0] for row in await self.rows(f"SELECT id FROM {table}")}

    async def found(self, words: str, *, private: bool = False) -> list[str]:
        """The keys of what says all of some words."""

        def read(store: Store) -> list[str]:
            says = store.db.saying(words)
            query = f"""SELECT DISTINCT key FROM chunks_fts JOIN chunks ON id = chunks_fts.rowid
                        WHERE {says.sql} AND private <= ? ORDER BY key"""
            rows = store.db.execute(query, [*says.values, int(private)])
            return [row[0] for row in rows]

        return await self.companies.do(COMPANY, read)

    async def content(self) -> dict[str, list[Any]]:
        """All that is kept of the helpdesk, without what names the run."""
        tables = {
            "tickets": "id, subject, description_text, status, deleted, spam, raw",
            "conversations": "id, ticket_id, body_text, private, raw",
            "kb_articles": "id, language, title, description_text, raw",
            "integrated_objects": "key, title, content, private_content, digest",
            "attachments": "id, ticket_id, conversation_id, name, state, text",
            "lookups": "kind, id, name",
            "cursors": "stream, complete_from",
            "chunks": "key, part, text, private, digest",
        }
        found = {
            name: sorted(await self.rows(f"SELECT {columns} FROM {name}"), key=repr)
            for name, columns in tables.items()
        }
        words = (
            "SELECT key, part, words FROM chunks_fts JOIN chunks ON chunks.id = chunks_fts.rowid"
        )
        return {**found, "index": sorted(await self.rows(words))}


@asynccontextmanager
async def collecting(
    app: App, folder: Path, pace: Pace | None = None, homes: Homes | None = None
) -> AsyncIterator[Collecting]:
    """A company whose tables are in a folder, or in `homes`."""
    companies, time = Companies(homes or homes_at(folder), lambda _: URL), Passing()
    pace = pace or Pace(clock=time, sleep=time.sleep)
    async with httpx.ASGITransport(app=app, raise_app_exceptions=False) as connection:
        yield Collecting(app, companies, Through(connection), pace)
    await companies.close()
