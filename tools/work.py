"""Durable work: what was started is finished, by this process or the next.

A thin shell over DBOS. One workflow is registered for all kinds of work; its inputs are a kind and
an id, never a token or a body, because DBOS stores them. The handlers do the work and must be
repeatable: after a crash the same handler is called again with the same id, and looks up in its own
journal how far it came. Within a process a subject is worked on once at a time, whoever asks, and
what is told of it is what the handler says: what DBOS could not note down is lost to DBOS alone.
"""

import asyncio
import functools
import logging
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from dbos import DBOS, DBOSConfig, SetWorkflowID

from tools.records.store import sqlite_engine
from tools.storage import storage_failures

Handler = Callable[[str], Awaitable[Any]]

# The release of the stored form of work. A new release of the code keeps it, so that work begun
# by the old one is taken up; it changes only with what the handlers' inputs mean.
WORK_VERSION = "1"

_handlers: Mapping[str, Handler] = {}


@DBOS.workflow(name="perform")
async def _perform(kind: str, subject: str) -> Any:
    return await DBOS.run_step_async({"name": kind}, _handlers[kind], subject)


class Work:
    """The running engine. One at a time in a process, as DBOS has it."""

    def __init__(self) -> None:
        self._handlers: Mapping[str, Handler] = {}
        self._under_way: dict[tuple[str, str], asyncio.Task[Any]] = {}

    def launch(self, path: Path, handlers: Mapping[str, Handler], executor_id: str) -> None:
        """Starts the engine on the running loop and takes up what a crash left behind."""
        global _handlers  # noqa: PLW0603 - workflows are registered by module, before launch
        self._handlers = handlers
        _handlers = {kind: functools.partial(self._join, kind) for kind in handlers}
        config: DBOSConfig = {
            "name": "notionforge",
            "system_database_url": f"sqlite:///{path}",
            "system_database_engine": sqlite_engine(path),
            "application_version": WORK_VERSION,
            "executor_id": executor_id,
            "log_level": "CRITICAL",  # what fails at launch is raised: one telling is enough
        }
        DBOS(config=config)
        DBOS.launch()
        logging.getLogger("dbos").setLevel(logging.ERROR)

    async def close(self) -> None:
        """Stops the engine; what still runs is taken up by the next launch. Takes a second."""
        for task in self._under_way.values():
            task.cancel()
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)
        await asyncio.to_thread(DBOS.destroy)
        # It had made its own threads the loop's (dbos 3.4), and leaves them shut: whoever closes
        # after it could not run anything in a thread.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())

    async def perform(self, kind: str, subject: str, attempt: str = "") -> Any:
        """Starts `kind:subject`, or joins it if it was started before, and awaits its result.

        A further `attempt` at a subject is work of its own. Raises what the handler raises, and
        StorageFailed where the engine cannot note the work down.
        """
        name = ":".join(filter(None, (kind, subject, attempt)))
        with SetWorkflowID(name), storage_failures():
            await DBOS.start_workflow_async(_perform, kind, subject)
        return await self._join(kind, subject)

    async def _join(self, kind: str, subject: str) -> Any:
        """Does the work, or awaits what is being done about it."""
        key = kind, subject
        if key not in self._under_way:
            task = asyncio.ensure_future(self._handlers[kind](subject))
            self._under_way[key] = task
            task.add_done_callback(lambda _: self._under_way.pop(key))
        return await asyncio.shield(self._under_way[key])
