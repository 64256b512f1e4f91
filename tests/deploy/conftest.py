"""A database for whatever is deployed."""

import pytest


@pytest.fixture(scope="module")
def database(own_postgres: str) -> str:
    return own_postgres
