"""The files of all companies: which file is whose, and one piece of work at a time in each."""

import asyncio
import contextlib
import re
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from tools.errors import InvalidInput
from tools.freshdesk.store import Store
from tools.storage import storage_failures

T = TypeVar("T")

_COMPANY = re.compile(r"[a-z0-9][a-z0-9_-]{1,62}")
_THREADS = 4


def checked(company: str) -> str:
    """The same id, fit for a file's name. Raises InvalidInput."""
    if not _COMPANY.fullmatch(company):
        raise InvalidInput(f"{company!r:.80} is no company id", reason="bad_company")
    return company


class Companies:
    """Opens a company's file when it is first needed. Nothing here waits on the loop."""

    def __init__(
        self,
        folder: Path,
        url_of: Callable[[str], str],
        domains: Mapping[str, str] | None = None,
    ) -> None:
        """`domains` are those that companies are bound to, `url_of` one is its address."""
        self._folder = folder
        self._url_of = url_of
        self._domains = dict(domains or {})
        self._stores: dict[str, Store] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="companies")
        self.works, self.work_seconds = 0, 0.0  # carried out since the start

    def path(self, company: str) -> Path:
        """Raises InvalidInput."""
        return self._folder / f"{checked(company)}.db"

    def bind(self, company: str, domain: str) -> None:
        """Says whose helpdesk a company's is, before its file is first opened."""
        self._domains[company] = domain

    def known(self) -> list[str]:
        """The companies that have a file."""
        found = self._folder.glob("*.db") if self._folder.exists() else ()
        return sorted(path.stem for path in found)

    def exists(self, company: str) -> bool:
        return company in self._stores or self.path(company).exists()

    async def do(self, company: str, work: Callable[..., T], *args: Any) -> T:
        """What a piece of work on a company's file comes to: `work(store, *args)`.

        Once begun it is carried out, whoever is cancelled meanwhile: a transaction is whole or not
        there. Raises StorageFailed, InvalidInput and what the work raises.
        """
        path = self.path(company)
        async with self._locks.setdefault(company, asyncio.Lock()):
            loop = asyncio.get_running_loop()
            begin = partial(self._do, company, path, work, args)
            running = loop.run_in_executor(self._threads, begin)
            try:
                return await asyncio.shield(running)
            except asyncio.CancelledError:
                with contextlib.suppress(Exception):  # whoever asked has gone
                    await running
                raise

    def _do(self, company: str, path: Path, work: Callable[..., T], args: tuple[Any, ...]) -> T:
        with storage_failures():
            store = self._stores.get(company)
            if store is None:
                path.parent.mkdir(mode=0o700, exist_ok=True)
                url = self._url_of(self._domains.get(company, ""))
                store = self._stores[company] = Store(path, url)
            begun = time.monotonic()
            try:
                return work(store, *args)
            finally:
                self.works += 1
                self.work_seconds += time.monotonic() - begun

    async def close(self) -> None:
        """Waits for what is under way, then closes all files."""
        await asyncio.to_thread(self._threads.shutdown)
        for store in self._stores.values():
            store.close()
        self._stores.clear()
