"""Following a job: to its end, or event by event."""

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from typing import Any

from tools.freshdesk.jobs import Event, Job, Jobs
from tools.freshdesk.states import OVER, Status

LOOK_SECONDS = 15.0  # after which who follows looks by himself


class Following:
    """Wakes who follows a job when something became of it; what that was is in its rows."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._followers: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        jobs.signals.on("job_event", self._hear)

    def tell(self, job_id: str) -> None:
        for news in self._followers.get(job_id, ()):
            news.set()

    def _hear(self, said: dict[str, Any]) -> None:
        """Another server has kept something of a job, or may have of any."""
        for job_id in (said["job"],) if said else tuple(self._followers):
            self.tell(job_id)

    @contextlib.contextmanager
    def _hearing(self, job_id: str) -> Iterator[asyncio.Event]:
        """The news of one that follows: each has its own, so that none misses what another heard,
        and nothing is left of who left."""
        news = asyncio.Event()
        self._followers[job_id].add(news)
        try:
            yield news
        finally:
            self._followers[job_id].remove(news)
            if not self._followers[job_id]:
                del self._followers[job_id]

    async def ended(self, job_id: str, seconds: float) -> Job:
        """The job once it is over or paused, or as it stands after so many seconds."""
        give_up = time.monotonic() + seconds
        with self._hearing(job_id) as news:
            while True:
                news.clear()
                job = await self._jobs.get(job_id)
                left = give_up - time.monotonic()
                if job.status in OVER or job.status == Status.PAUSED or left <= 0:
                    return job
                await _wait_for(news, left)

    async def follow(self, job_id: str, since: int) -> AsyncIterator[Event]:
        """What became of a job after an event, and then what becomes of it, until it is over.

        Raises NotFound.
        """
        with self._hearing(job_id) as news:
            while True:
                news.clear()
                job = await self._jobs.get(job_id)
                for event in await self._jobs.events(job_id, since):
                    yield event
                    since = event.seq
                if since >= job.last_seq:
                    if job.status in OVER:
                        return
                    await _wait_for(news, LOOK_SECONDS)


async def _wait_for(news: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await news.wait()
