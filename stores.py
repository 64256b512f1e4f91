"""Where conversations and what belongs to them are kept: in files, or in a Postgres database."""

import contextlib
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from agent.checkpoints import Checkpoints, CheckpointsFile
from agent.fleet import Fleet, SharedFleet
from settings import Settings
from tools.records.servers import Servers, SharedServers
from tools.records.store import Records
from tools.starting import opening


@dataclass(frozen=True)
class Stores:
    """What was opened, and who shares it."""

    records: Records
    servers: Servers
    checkpoints: Checkpoints
    fleet: Fleet


@contextlib.asynccontextmanager
async def stores(settings: Settings, folder: Path) -> AsyncIterator[Stores]:
    """Opens them. Raises CannotStart."""
    place = settings.database_url or folder / "notionforge.db"
    async with contextlib.AsyncExitStack() as stack:
        with opening(place):
            records = await Records.open(place)
        stack.push_async_callback(records.close)
        checkpoints = await stack.enter_async_context(_checkpoints(settings.database_url, folder))
        servers, fleet = Servers(), Fleet()
        if records.signals.is_shared:
            servers = SharedServers(records, _end)
            fleet = SharedFleet(records, servers)
        with opening(place):
            await servers.join()
        stack.push_async_callback(servers.leave)
        yield Stores(records, servers, checkpoints, fleet)


@contextlib.asynccontextmanager
async def _checkpoints(url: str | None, folder: Path) -> AsyncIterator[Checkpoints]:
    async with contextlib.AsyncExitStack() as stack:
        if url is None:
            with opening(folder / "checkpoints.db"):
                file = CheckpointsFile.open(folder / "checkpoints.db")
                checkpoints: Checkpoints = await stack.enter_async_context(file)
        else:
            from agent.checkpoints_shared import SharedCheckpoints  # its driver is an extra

            with opening(url):
                shared = SharedCheckpoints.open(url)
                checkpoints = await stack.enter_async_context(shared)
        yield checkpoints


def _end() -> None:
    """Ends the process as its supervisor would: it may write nothing any more."""
    signal.raise_signal(signal.SIGTERM)
