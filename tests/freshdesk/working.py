"""Jobs over records of their own, for helpdesks within the process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from cryptography.fernet import Fernet

from sandbox.freshdesk import App
from tests.freshdesk.collecting import at_once
from tests.support.records import opened
from tools.freshdesk.companies import Companies
from tools.freshdesk.connect import Helpdesks
from tools.freshdesk.ingest import Ingest
from tools.freshdesk.jobs import Job, Jobs
from tools.freshdesk.lanes import Through
from tools.freshdesk.sqlite import Files
from tools.freshdesk.work import Wanted
from tools.vault import Vault

DOMAIN = "shop.freshdesk.com"
VAULT_KEY = Fernet.generate_key()


@asynccontextmanager
async def working(folder: Path, app: App) -> AsyncIterator[Ingest]:
    """The jobs of a server over a folder, as a start finds them."""
    records = await opened(folder / "notionforge.db")
    network = Through(httpx.ASGITransport(app=app, raise_app_exceptions=False))
    helpdesks = Helpdesks(network=network, allowed=["other.example"])
    companies = Companies(Files(folder / "sqlite_dbs"), helpdesks.url)
    ingest = Ingest(Jobs(records), companies, helpdesks, Vault(records, VAULT_KEY), at_once)
    await ingest.recover()
    try:
        yield ingest
    finally:
        await ingest.close()
        await companies.close()
        await records.close()


async def begin(ingest: Ingest, company: str = "shop", **options: Any) -> Job:
    """A job of small batches; what is no option of the job itself is what it is to collect."""
    own = {
        name: options.pop(name) for name in ("priority", "held", "domain", "key") if name in options
    }
    given = {"domain": DOMAIN, "key": "demo", **own}
    domain, key = given.pop("domain"), given.pop("key")
    wanted = Wanted(**{"batch_size": 5, "include_kb": False, **options})
    return await ingest.begin(company, domain, key, wanted, **given)
