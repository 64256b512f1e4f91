from collections.abc import AsyncIterator

import pytest

from tests.sandbox.notionkit import Api, serving


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    """A fresh workspace in memory."""
    async with serving() as api:
        yield api


@pytest.fixture
def address(database: str) -> str:
    """The address of a fresh workspace that servers may share."""
    return database
