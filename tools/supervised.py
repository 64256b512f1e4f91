"""Work without an end: whatever it meets, it goes on."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable

from tools.storage import delays

Work = Callable[[], Awaitable[None]]

_logger = logging.getLogger("notionforge.supervised")


async def supervised(name: str, work: Work, pauses: Iterable[float] | None = None) -> None:
    """Carries work out until it returns or is cancelled.

    Where it breaks off by what nobody thought of, that is logged, and it is begun again after a
    pause, which grows: else it would be missing for the life of the process, and nobody knew.
    """
    for seconds in delays() if pauses is None else pauses:
        try:
            await work()
        except Exception:
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
