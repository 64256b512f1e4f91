from collections.abc import AsyncIterator

import pytest

from tests.sandbox.notionkit import Api, serving


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    """A fresh workspace in memory."""
    async with serving() as api:
        yield api
