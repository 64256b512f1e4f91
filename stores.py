"""Where conversations, what belongs to them, and tickets are kept: in files, or in a Postgres
database."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agent.checkpoints import Checkpoints, CheckpointsFile
from agent.fleet import Fleet, SharedFleet
from settings import Settings
from tools.documents.kept import Folder, Shelf
from tools.documents.kept_shared import Table
from tools.freshdesk.companies import AT_ONCE
from tools.freshdesk.sqlite import Files
from tools.freshdesk.tables import Homes
from tools.notion.limiter import Limiters
from tools.notion.limiter_shared import SharedLimiters
from tools.notion.locks import Locks
from tools.notion.locks_shared import SharedLocks
from tools.records.servers import Finds, Servers, SharedServers
from tools.records.store import Records
from tools.starting import opening

if TYPE_CHECKING:  # its driver is an extra
    from tools.records.allowances_shared import SharedAllowances


@dataclass(frozen=True)
class Stores:
    """What was opened, and who shares it."""

    records: Records
    servers: Servers
    locks: Locks
    shelf: Shelf
    allowances: "SharedAllowances | None"  # None: each server counts for itself
    checkpoints: Checkpoints
    fleet: Fleet
    tickets: Homes  # for `Companies`, which closes them

    def limiters(self) -> Limiters:
        """What keeps to Notion's limits."""
        return Limiters() if self.allowances is None else SharedLimiters(self.allowances)


@contextlib.asynccontextmanager
async def stores(settings: Settings, folder: Path) -> AsyncIterator[Stores]:
    """Opens them. Raises CannotStart."""
    place = settings.database_url or folder / "notionforge.db"
    async with contextlib.AsyncExitStack() as stack:
        with opening(place):
            records = await Records.open(place)
        stack.push_async_callback(records.close)
        servers, locks, fleet = Servers(), Locks(), Fleet()
        shelf: Shelf = Folder(folder / "files")
        if records.signals.is_shared:
            servers = SharedServers(records, _end)
            locks, fleet = SharedLocks(records, servers), SharedFleet(records, servers)
            shelf = Table(records)
        with opening(place):
            await servers.join()
        stack.push_async_callback(servers.leave)
        saving = _checkpoints(settings.database_url, folder, servers.alive)
        checkpoints = await stack.enter_async_context(saving)
        allowances = await stack.enter_async_context(_allowances(settings.database_url))
        with opening(place):
            tickets = await asyncio.to_thread(_tickets, settings.database_url, folder, records)
        shared = (shelf, allowances)
        yield Stores(records, servers, locks, *shared, checkpoints, fleet, tickets)


def _tickets(url: str | None, folder: Path, records: Records) -> Homes:
    """Where companies' tickets are. It may block."""
    if url is None:
        return Files(folder / "sqlite_dbs")
    from tools.freshdesk.postgres import Schemas  # its driver is an extra

    return Schemas(url, AT_ONCE, records.guard)


@contextlib.asynccontextmanager
async def _allowances(url: str | None) -> AsyncIterator["SharedAllowances | None"]:
    if url is None:
        yield None
        return
    from tools.records.allowances_shared import SharedAllowances  # its driver is an extra

    async with SharedAllowances.open(url) as allowances:
        yield allowances


@contextlib.asynccontextmanager
async def _checkpoints(
    url: str | None, folder: Path, alive: Finds | None
) -> AsyncIterator[Checkpoints]:
    async with contextlib.AsyncExitStack() as stack:
        if url is None:
            with opening(folder / "checkpoints.db"):
                file = CheckpointsFile.open(folder / "checkpoints.db")
                checkpoints: Checkpoints = await stack.enter_async_context(file)
        else:
            from agent.checkpoints_shared import SharedCheckpoints  # its driver is an extra

            with opening(url):
                shared = SharedCheckpoints.open(url, alive)
                checkpoints = await stack.enter_async_context(shared)
        yield checkpoints


def _end() -> None:
    """Ends the process as its supervisor would: it may write nothing any more."""
    signal.raise_signal(signal.SIGTERM)
