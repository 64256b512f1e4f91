from collections.abc import AsyncIterator, Iterator

import pytest

from tests.sandbox.notionkit import Api, serving
from tests.support.postgres import NoPostgres, own_schema, postgres


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    """A fresh workspace in memory."""
    async with serving() as api:
        yield api


@pytest.fixture(scope="session")
def database() -> Iterator[str]:
    """The address of a Postgres database."""
    try:
        with postgres() as address:
            yield address
    except NoPostgres as missing:
        pytest.skip(str(missing))


@pytest.fixture
def address(database: str) -> str:
    """The address of a fresh workspace that servers may share."""
    return own_schema(database)
