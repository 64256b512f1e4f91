"""Work on a company's tables, once begun, is carried out, and its faults are told to somebody."""

import asyncio
import threading
from pathlib import Path

import pytest

from tests.freshdesk.collecting import URL
from tests.support.databases import homes_at
from tests.support.waiting import PATIENCE
from tools.freshdesk.companies import Companies
from tools.freshdesk.store import Store


async def test_a_fault_in_work_whose_asker_has_gone_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    companies = Companies(homes_at(tmp_path), lambda _: URL)
    begun, go_on = threading.Event(), threading.Event()

    def work(_: Store) -> None:
        begun.set()
        go_on.wait(PATIENCE)
        raise LookupError("nobody thought of it")

    asking = asyncio.create_task(companies.do("shop", work))
    await asyncio.to_thread(begun.wait, PATIENCE)
    asking.cancel()
    go_on.set()
    await asyncio.wait((asking,))

    assert asking.cancelled()
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [LookupError]
    await companies.close()
