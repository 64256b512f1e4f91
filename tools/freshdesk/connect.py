"""Which helpdesk a domain stands for, and the way there. Nothing else is ever contacted."""

import asyncio
import re
from collections.abc import Mapping, Sequence

import httpx
from starlette.types import ASGIApp

from tools.errors import (
    DeadlineExceeded,
    Forbidden,
    FreshdeskError,
    FreshdeskForbidden,
    FreshdeskNotFound,
    InvalidInput,
)
from tools.freshdesk.client import Freshdesk
from tools.freshdesk.keyset import BEGINNING
from tools.freshdesk.lanes import Lanes, Through
from tools.freshdesk.pace import Paces
from tools.freshdesk.wire import Network

DEMO_DOMAIN = "demo.freshdesk.localhost"
DEMO_KEY = "demo"

COUNT_SECONDS = 120.0  # for the first look at an account: its limit of a minute is waited out

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})+")
_FRESHDESK = re.compile(rf"{_LABEL}\.freshdesk\.com")


class Helpdesks:
    """The helpdesks that may be asked. `allowed` are domains beside `NAME.freshdesk.com`,
    `endpoints` other addresses for some domains; with a `demo` that account is one, called
    within this process."""

    def __init__(
        self,
        *,
        allowed: Sequence[str] = (),
        endpoints: Mapping[str, str] | None = None,
        share: float = 0.8,
        demo: ASGIApp | None = None,
        network: Network | None = None,
    ) -> None:
        self.paces = Paces(share)
        self._allowed = frozenset(domain.lower() for domain in allowed)
        self._endpoints = dict(endpoints or {})
        self._network = network or Lanes()
        self._demo: Network | None = None
        if demo is not None:
            self._demo = Through(httpx.ASGITransport(app=demo, raise_app_exceptions=False))

    async def aclose(self) -> None:
        await self._network.aclose()

    def checked(self, domain: str) -> str:
        """A domain that may be asked, in lower case.

        Raises InvalidInput for what is no domain, Forbidden for one that is not allowed.
        """
        domain = domain.lower()
        if not domain.isascii() or not _DOMAIN.fullmatch(domain):
            raise InvalidInput(f"{domain!r:.100} is no domain", reason="bad_domain")
        known = domain in self._allowed or domain in self._endpoints
        is_demo = self._demo is not None and domain == DEMO_DOMAIN
        if not (known or is_demo or _FRESHDESK.fullmatch(domain)):
            raise Forbidden(f"{domain} is no helpdesk", reason="domain_not_allowed")
        return domain

    def url(self, domain: str) -> str:
        """Where a person finds the helpdesk."""
        return f"http://{domain}" if domain == DEMO_DOMAIN else f"https://{domain}"

    def open(self, domain: str, key: str, *, most_retries: int = 3) -> Freshdesk:
        """An account as a key sees it. Raises InvalidInput, Forbidden."""
        domain = self.checked(domain)
        demo = domain == DEMO_DOMAIN and domain not in self._endpoints
        network = self._demo if demo and self._demo is not None else self._network
        address = self._endpoints.get(domain, self.url(domain))
        pace = self.paces.of(domain)
        return Freshdesk(address, key, network, pace, most_retries=most_retries)


async def count_tickets(freshdesk: Freshdesk, since: str) -> int | None:
    """About how many tickets changed since, by the day; None where the search does not tell.

    Also proves a key, in the end by a list. Raises FreshdeskAuthFailed, FreshdeskForbidden where
    the agent may not list tickets, FreshdeskError where nothing answers, DeadlineExceeded where the
    account's limit keeps it waiting.
    """
    try:
        async with asyncio.timeout(COUNT_SECONDS):
            return await _counted(freshdesk, since)
    except TimeoutError:
        raise DeadlineExceeded(
            f"counting passed {COUNT_SECONDS} s",
            reason="timeout_helpdesk",
            params={"seconds": round(COUNT_SECONDS)},
        ) from None


async def _counted(freshdesk: Freshdesk, since: str) -> int | None:
    day = (since or BEGINNING)[:10]
    try:
        found = await freshdesk.view("/search/tickets", {"query": f"\"updated_at:>'{day}'\""})
        return int(found["total"])
    except (FreshdeskNotFound, FreshdeskForbidden):  # plans and agents without the search
        pass
    except FreshdeskError as error:
        if error.status != httpx.codes.BAD_REQUEST:
            raise
    await freshdesk.list("/tickets", {"per_page": 1})
    return None
