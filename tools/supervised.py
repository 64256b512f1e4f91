"""Work without an end: whatever it meets, it goes on."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

from tools.storage import LONGEST_DELAY, delays

Work = Callable[[], Awaitable[None]]

_logger = logging.getLogger("notionforge.supervised")


async def supervised(
    name: str,
    work: Work,
    pauses: Callable[[], Iterator[float]] = delays,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Carries work out until it returns or is cancelled.

    Where it breaks off by what nobody thought of, that is logged, and it is begun again after a
    pause, which grows: else it would be missing for the life of the process, and nobody knew.
    """
    waits = pauses()
    while True:
        begun = clock()
        try:
            await work()
        except Exception:
            if clock() - begun > LONGEST_DELAY:
                waits = pauses()  # it had gone on: this is another fault
            seconds = next(waits)
            _logger.exception("%s broke off; begun again in %g s", name, seconds)
        else:
            return
        await asyncio.sleep(seconds)


@contextlib.asynccontextmanager
async def beside(name: str, work: Work) -> AsyncIterator[None]:
    """Carries such work out for as long as this is open."""
    task = asyncio.create_task(supervised(name, work), name=name)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait((task,))
