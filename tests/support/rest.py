"""Requests to a server that may take their time."""

import ssl
from typing import Any

import httpx

from tests.support.waiting import PATIENCE

# For all clients, as none of them speaks TLS: each would load the authorities that this machine
# trusts, for 24 ms of CPU, where a request takes two.
PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def rest(base_url: str = "", **options: Any) -> httpx.AsyncClient:
    """A client that gives up only on what hangs."""
    return httpx.AsyncClient(base_url=base_url, **{"timeout": PATIENCE, "verify": PLAIN, **options})
