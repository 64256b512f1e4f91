"""Who calls, and how often: keys, addresses, the window of requests, a socket's frames."""

import hashlib
import ipaddress
import re
import secrets
import time
from collections.abc import Callable

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, Storage
from limits.aio.strategies import MovingWindowRateLimiter
from starlette.requests import HTTPConnection

from settings import ApiKey, Settings
from tools.errors import AuthFailed, RateLimited, StorageFailed

FRAMES_PER_SECOND, BURST = 20, 60
MOST_REFUSED = 200  # frames beyond the budget, and the socket is closed

_SCHEME = re.compile("^bearer ", re.IGNORECASE)  # in any case: RFC 9110, section 11.1
_SUBNET = 64  # bits: an IPv6 subscriber has at least all addresses below them


def known_key(connection: HTTPConnection, settings: Settings, given: str | None = None) -> str:
    """The name (a hash) of a request's server key, '' where none is asked. Raises AuthFailed."""
    found = _key_of(connection, settings, given)
    return "" if found is None else hashlib.sha256(found.key.encode()).hexdigest()[:16]


def company_of(
    connection: HTTPConnection, settings: Settings, given: str | None = None
) -> str | None:
    """The company that a request's server key is limited to. Raises AuthFailed."""
    found = _key_of(connection, settings, given)
    return None if found is None else found.company


def _key_of(
    connection: HTTPConnection, settings: Settings, given: str | None = None
) -> ApiKey | None:
    """Raises AuthFailed."""
    if not settings.api_keys:
        return None
    bearer = _SCHEME.sub("", connection.headers.get("authorization", "")).strip()
    candidate = (given or bearer).encode()
    for known in settings.api_keys:
        if secrets.compare_digest(known.key.encode(), candidate):
            return known
    raise AuthFailed("send Authorization: Bearer KEY")


def address_of(connection: HTTPConnection) -> str:
    """Where a request comes from: the person behind trusted proxies (`wiring.py` has who they are),
    '' where it came over a Unix socket."""
    return connection.client.host if connection.client else ""


def network_of(connection: HTTPConnection) -> str:
    """Whom a request counts for: an IPv4 address, or the network that an IPv6 one is from."""
    address = address_of(connection)
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((int(found), _SUBNET), strict=False))


class Callers:
    """Counts what comes in from everywhere, requests and handshakes alike.

    In `allowances` for all servers that share it; for as long as it fails, each for itself.
    """

    def __init__(self, settings: Settings, allowances: Storage | None = None) -> None:
        self._settings = settings
        self._own = MovingWindowRateLimiter(MemoryStorage())
        self._all = self._own if allowances is None else MovingWindowRateLimiter(allowances)

    async def count(self, connection: HTTPConnection) -> None:
        """Raises RateLimited with the seconds until there is room again."""
        limit = self._settings.rate_limit_rpm
        if not limit:
            return
        item, network = RateLimitItemPerMinute(limit), network_of(connection)
        try:
            wait = await _hit(self._all, item, network)
        except StorageFailed:
            wait = await _hit(self._own, item, network)
        if wait:
            raise RateLimited(f"more than {limit} requests in a minute", retry_after=wait)


async def _hit(limiter: MovingWindowRateLimiter, item: RateLimitItem, network: str) -> float:
    """Counts who comes; the seconds until there is room again, 0 where there is some."""
    if await limiter.hit(item, network):
        return 0.0
    window = await limiter.get_window_stats(item, network)
    return max(1.0, window.reset_time - time.time())


class Flooded(Exception):
    """A socket went on sending far beyond its budget."""


class Budget:
    """The frames that one socket may send: a burst, then so many a second.

    Refused frames cost as well, so that a flood comes to its end.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left = float(BURST)
        self._at = clock()
        self._refusing = False

    def spend(self) -> bool:
        """Takes a frame; False where one is dropped and its sender knows that already.

        Raises RateLimited for the first one that is dropped, Flooded in the end.
        """
        now = self._clock()
        self._left = min(BURST, self._left + (now - self._at) * FRAMES_PER_SECOND) - 1
        self._at = now
        if self._left >= 0:
            self._refusing = False
            return True
        if self._left < -MOST_REFUSED:
            raise Flooded
        told, self._refusing = self._refusing, True
        if told:
            return False
        wait = -self._left / FRAMES_PER_SECOND
        raise RateLimited(f"more than {FRAMES_PER_SECOND} frames a second", retry_after=wait)
