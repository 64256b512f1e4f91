"""The tables of all companies: which are whose, and one piece of work at a time in each."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from tools.errors import InvalidInput, NotionForgeError
from tools.freshdesk.company_id import COMPANY_ID
from tools.freshdesk.store import Store
from tools.freshdesk.tables import Homes
from tools.storage import storage_failures

T = TypeVar("T")

AT_ONCE = 4  # companies that are worked at; each may take a connection

_logger = logging.getLogger("notionforge.freshdesk")


def checked(company: str) -> str:
    """The same id, fit for the name of a file or a schema. Raises InvalidInput."""
    if not COMPANY_ID.fullmatch(company):
        raise InvalidInput(f"{company!r:.80} is no company id", reason="bad_company")
    return company


class Companies:
    """Brings work to companies' tables. Nothing here waits on the loop."""

    def __init__(
        self,
        homes: Homes,
        url_of: Callable[[str], str],
        domains: Mapping[str, str] | None = None,
    ) -> None:
        """`domains` are those that companies are bound to, `url_of` one is its address."""
        self._homes = homes
        self._url_of = url_of
        self._domains = dict(domains or {})
        self._locks: dict[str, asyncio.Lock] = {}
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="companies")
        self.works, self.work_seconds = 0, 0.0  # carried out since the start

    def bind(self, company: str, domain: str) -> None:
        """Says whose helpdesk a company's is, before work comes to it."""
        self._domains[company] = domain

    async def known(self) -> list[str]:
        """The companies of which something may be kept, sorted. Raises StorageFailed."""
        return await self._beside(self._homes.known)

    async def exists(self, company: str) -> bool:
        """Whether something of a company may be kept. Raises StorageFailed, InvalidInput."""
        return await self._beside(self._homes.exists, checked(company))

    def place(self, company: str) -> str:
        """Where the operator finds what is kept of a company. Raises InvalidInput."""
        return self._homes.place(checked(company))

    async def do(self, company: str, work: Callable[..., T], *args: Any) -> T:
        """What a piece of work on a company's tables comes to: `work(store, *args)`.

        Once begun it is carried out, whoever is cancelled meanwhile: a transaction is whole or not
        there. Raises StorageFailed, InvalidInput and what the work raises.
        """
        checked(company)
        async with self._locks.setdefault(company, asyncio.Lock()):
            loop = asyncio.get_running_loop()
            begin = partial(self._do, company, work, args)
            running = loop.run_in_executor(self._threads, begin)
            try:
                return await asyncio.shield(running)
            except asyncio.CancelledError:
                await _at_its_end(running)
                raise

    def _do(self, company: str, work: Callable[..., T], args: tuple[Any, ...]) -> T:
        with storage_failures(), self._homes.opened(company) as tables:
            store = Store(tables, self._url_of(self._domains.get(company, "")))
            begun = time.monotonic()
            try:
                return work(store, *args)
            finally:
                self.works += 1
                self.work_seconds += time.monotonic() - begun

    async def _beside(self, ask: Callable[..., T], *args: Any) -> T:
        def asked() -> T:
            with storage_failures():
                return ask(*args)

        return await asyncio.get_running_loop().run_in_executor(self._threads, asked)

    async def close(self) -> None:
        """Waits for what is under way, then closes what is open."""
        await asyncio.to_thread(self._threads.shutdown)
        self._homes.close()


async def _at_its_end(running: asyncio.Future[Any]) -> None:
    """Returns once work is over of which nobody is told: whoever asked has gone."""
    try:
        await running
    except NotionForgeError:
        pass
    except Exception:
        _logger.exception("work on a company's tables that nobody waits for failed")
