"""A builder and a workspace that are killed and started again until the work is done."""

import asyncio
import contextlib
import os
import random
import re
import signal
import sys
from asyncio.subprocess import PIPE
from asyncio.subprocess import Process as Running
from dataclasses import dataclass
from pathlib import Path

from tests.support.processes import ROOT, Process

MOST_STEPS = 30  # that a builder does before it dies; so it comes further on any machine
LONGEST_PAUSE = 0.05  # seconds from its last step to its death: somewhere in the next ones
WORKSPACE_SHARE = 0.25  # of the builder's deaths that the workspace shares
_STEP = b"step\n"
_REQUEST = re.compile(r'HTTP/1\.1" (\d+)')
_DROPPED = "faults.DroppedConnection: "
_FAULTS = ("409", "429", "500", "502", "503", "504", "529")


@dataclass
class Toll:
    """What happened: processes killed, requests that came in, faults among them."""

    builders: int = 0
    workspaces: int = 0
    requests: int = 0
    faults: int = 0


class Supervisor:
    """Keeps a builder at work, killing it and the workspace at random moments."""

    def __init__(self, jobs: Path, notion: Process, seed: int) -> None:
        self._jobs = jobs
        self._notion = notion
        self._random = random.Random(seed)
        self._log = jobs.with_suffix(".log")
        self.toll = Toll()

    async def run(self) -> None:
        """Returns when a builder has come to the end of its jobs."""
        with self._log.open("ab") as log:
            command = (sys.executable, "-m", "tests.support.chaos_builder", str(self._jobs))
            supply = await asyncio.create_subprocess_exec(
                *command, cwd=ROOT, stdin=PIPE, stdout=PIPE, stderr=log
            )
        while not await self._outlives(supply):
            if self._random.random() < WORKSPACE_SHARE:
                await self._restart_workspace()
        supply.kill()
        await supply.wait()
        self._count_requests()

    async def _outlives(self, supply: Running) -> bool:
        """Whether the next builder comes to its end before its time."""
        assert supply.stdin is not None
        assert supply.stdout is not None
        supply.stdin.write(b"\n")
        builder = int(await supply.stdout.readline())
        for _ in range(self._random.randint(0, MOST_STEPS)):
            if (said := await supply.stdout.readline()) != _STEP:
                break
        else:
            await asyncio.sleep(self._random.uniform(0, LONGEST_PAUSE))
            # One that came to its end in this very moment is gone; its code is still to be read.
            with contextlib.suppress(ProcessLookupError):
                os.kill(builder, signal.SIGKILL)
                self.toll.builders += 1
            while (said := await supply.stdout.readline()) == _STEP:
                pass
        code = int(said)
        assert code in (0, -signal.SIGKILL), self._log.read_text()
        return code == 0

    async def _restart_workspace(self) -> None:
        self._notion.kill()
        self.toll.workspaces += 1
        await self._notion.ended()
        await self._notion.start()

    def _count_requests(self) -> None:
        log = self._notion.log.read_text()
        statuses = _REQUEST.findall(log)
        self.toll.requests = len(statuses)
        self.toll.faults = sum(status in _FAULTS for status in statuses) + log.count(_DROPPED)
