"""Durable work: what was started is finished, by this process or the next.

A thin shell over DBOS. One workflow is registered for all kinds of work; its inputs are a kind and
an id, never a token or a body, because DBOS stores them. The handlers do the work and must be
repeatable: after a crash the same handler is called again with the same id, and looks up in its own
journal how far it came.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from dbos import DBOS, DBOSConfig, SetWorkflowID

from tools.records.store import sqlite_engine

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

    def launch(self, path: Path, handlers: Mapping[str, Handler], executor_id: str) -> None:
        """Starts the engine on the running loop and takes up what a crash left behind."""
        global _handlers  # noqa: PLW0603 - workflows are registered by module, before launch
        _handlers = handlers
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
        await asyncio.to_thread(DBOS.destroy)

    async def perform(self, kind: str, subject: str, attempt: str = "") -> Any:
        """Starts `kind:subject`, or joins it if it was started before, and awaits its result.

        A further `attempt` at a subject is work of its own.
        """
        with SetWorkflowID(":".join(filter(None, (kind, subject, attempt)))):
            handle = await DBOS.start_workflow_async(_perform, kind, subject)
        return await handle.get_result()
