"""A builder to be killed: carries out the builds that the records hold until none is left.

python -m tests.support.chaos_builder JOBS, where JOBS is a file that `Jobs` describes. For each
line on stdin it forks a builder and says its process id, `step` for each step that it has done
itself, and in the end how it ended (0: all done): a successor that has loaded everything looks at
once for what the last one had under way.
"""

import asyncio
import json
import logging
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx

from agent.plans.registry import KINDS
from agent.plans.statuses import BuildStatus
from agent.plans.store import Plans
from tools.errors import NotionError, Stopped
from tools.notion.forge import Forge, Step
from tools.notion.gateway import NotionGateway
from tools.notion.journal import RecordsJournal, is_done
from tools.notion.patience import Patience
from tools.notion.rollback import roll_back
from tools.notion.transport import HttpTransport
from tools.records import Records

_logger = logging.getLogger("chaos")

AT_ONCE = 4
PACE = 0.01  # of a wait's seconds
SETTLE = 1.0  # seconds after which the workspace has carried out all that was sent


@dataclass(frozen=True)
class Jobs:
    """Where to build and what; `stops` says after how many steps a build is asked to stop."""

    url: str
    token: str
    records: str
    builds: list[str]
    stops: dict[str, int]

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)))

    @classmethod
    def read(cls, path: Path) -> "Jobs":
        return cls(**json.loads(path.read_text()))


async def _nap(seconds: float) -> None:
    await asyncio.sleep(seconds * PACE)


class _Builder:
    def __init__(self, jobs: Jobs, records: Records, gateway: NotionGateway) -> None:
        self._jobs = jobs
        self._records = records
        self._plans = Plans(records, 3600, KINDS)
        self._gateway = gateway
        self._places = asyncio.Semaphore(AT_ONCE)

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            for build_id in self._jobs.builds:
                group.create_task(self._finish(build_id))

    async def _finish(self, build_id: str) -> None:
        async with self._places:
            while (await self._plans.build(build_id)).status is BuildStatus.RUNNING:
                try:
                    status, page_id = await self._carry_out(build_id)
                except NotionError as error:
                    _logger.warning("build %s failed: %s", build_id, error)
                    await _nap(10)  # then a person would say: retry
                else:
                    await self._plans.finish_build(build_id, status, {"page_id": page_id})

    async def _carry_out(self, build_id: str) -> tuple[BuildStatus, str]:
        """What came of it, completed or cancelled, and the main page. Raises NotionError."""
        build, stop = await self._plans.build(build_id), asyncio.Event()
        if build.stop_requested:
            stop.set()
        last = self._jobs.stops.get(build_id)

        async def stop_in_time(step: Step) -> None:
            if step.operation.id not in before:
                _say("step")
            if last is not None and step.done >= last:
                await self._plans.request_stop(build_id)
                stop.set()

        journal = RecordsJournal(self._records, build_id)
        before = {name for name, entry in (await journal.load()).items() if is_done(entry)}
        try:
            forge = Forge(build.plan, self._gateway, journal, stop_in_time)
            page = await Patience(stop).over(forge.run())
        except Stopped:
            await roll_back(build.plan, self._gateway, journal)
            return BuildStatus.CANCELLED, ""
        return BuildStatus.COMPLETED, page


async def _work(jobs: Jobs) -> None:
    records = await Records.open(Path(jobs.records))
    async with httpx.AsyncHTTPTransport() as wire:
        gateway = NotionGateway(
            HttpTransport(jobs.token, wire, jobs.url), sleep=_nap, settle=SETTLE
        )
        await _Builder(jobs, records, gateway).run()
    await records.close()


def _supply(jobs: Path) -> None:
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            asyncio.run(_work(Jobs.read(jobs)))
            os._exit(0)
        _say(child)
        _say(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def _say(what: int | str) -> None:
    """A line in one write: builder and parent share the pipe."""
    os.write(sys.stdout.fileno(), f"{what}\n".encode())


if __name__ == "__main__":
    _supply(Path(sys.argv[1]))
