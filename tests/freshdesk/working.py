"""Jobs over records of their own, for helpdesks within the process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from cryptography.fernet import Fernet
from starlette.types import ASGIApp

from tests.freshdesk.collecting import at_once
from tests.support.databases import homes_at
from tests.support.records import opened
from tools.freshdesk.claims import Claims
from tools.freshdesk.companies import Companies
from tools.freshdesk.connect import Helpdesks
from tools.freshdesk.ingest import Ingest
from tools.freshdesk.jobs import Job, Jobs
from tools.freshdesk.lanes import Through
from tools.freshdesk.work import Wanted
from tools.records import Records
from tools.records.servers import Servers
from tools.vault import Vault

DOMAIN = "shop.freshdesk.com"
VAULT_KEY = Fernet.generate_key()


@asynccontextmanager
async def working(folder: Path, app: ASGIApp) -> AsyncIterator[Ingest]:
    """The jobs of a server over a folder, as a start finds them."""
    records = await opened(folder / "notionforge.db")
    try:
        async with over(folder, app, records, Servers()) as ingest:
            yield ingest
    finally:
        await records.close()


@asynccontextmanager
async def over(
    folder: Path, app: ASGIApp, records: Records, servers: Servers
) -> AsyncIterator[Ingest]:
    """The jobs of one of the servers that share the records."""
    network = Through(httpx.ASGITransport(app=app, raise_app_exceptions=False))
    helpdesks = Helpdesks(network=network, allowed=["other.example"])
    companies = Companies(homes_at(folder / "sqlite_dbs"), helpdesks.url)
    jobs, vault = Jobs(records), Vault(records, VAULT_KEY)
    claims = Claims(jobs, records, servers)
    ingest = Ingest(jobs, claims, companies, helpdesks, vault, at_once)
    await ingest.recover()
    try:
        yield ingest
    finally:
        await ingest.close()
        await companies.close()


async def begin(ingest: Ingest, company: str = "shop", **options: Any) -> Job:
    """A job of small batches; what is no option of the job itself is what it is to collect."""
    own = {
        name: options.pop(name) for name in ("priority", "held", "domain", "key") if name in options
    }
    given = {"domain": DOMAIN, "key": "demo", **own}
    domain, key = given.pop("domain"), given.pop("key")
    wanted = Wanted(**{"batch_size": 5, "include_kb": False, **options})
    return await ingest.begin(company, domain, key, wanted, **given)
