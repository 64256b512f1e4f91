"""Requests to a server that may take their time."""

from typing import Any

import httpx

from tests.support.waiting import PATIENCE


def rest(base_url: str = "", **options: Any) -> httpx.AsyncClient:
    """A client that gives up only on what hangs."""
    return httpx.AsyncClient(base_url=base_url, **{"timeout": PATIENCE, **options})
