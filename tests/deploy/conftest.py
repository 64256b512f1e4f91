"""A database for whatever is deployed."""

from collections.abc import Iterator

import pytest

from tests.support.postgres import NoPostgres, postgres


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    try:
        with postgres() as address:
            yield address
    except NoPostgres as missing:
        pytest.skip(str(missing))
