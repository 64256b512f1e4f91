"""Waiting for what tells of itself in no other way."""

import asyncio
from collections.abc import Callable

PATIENCE = 240.0  # seconds; so long that only what hangs takes them, on however busy a machine


async def until(true: Callable[[], bool], pause: float = 0.005) -> None:
    """Returns once the condition holds. Raises TimeoutError."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(pause)
