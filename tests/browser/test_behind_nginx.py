"""A person's browser before several servers: one of them may end, and nothing is asked of them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.conftest import watch
from tests.browser.steps import by, wish
from tests.support.fleet import KEY, Fleet, NoNginx, fleet, in_whole
from tests.support.waiting import PATIENCE

pytestmark = [pytest.mark.asyncio(loop_scope="session"), in_whole]


@pytest.fixture(scope="module")
def database(own_postgres: str) -> str:
    return own_postgres


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def servers(tmp_path_factory: pytest.TempPathFactory, database: str) -> AsyncIterator[Fleet]:
    folder: Path = tmp_path_factory.mktemp("fleet")
    try:
        async with fleet(folder, database, RATE_LIMIT_RPM="0") as servers:
            yield servers
    except NoNginx as missing:
        pytest.skip(str(missing))


async def test_a_conversation_goes_on_when_its_server_is_stopped(
    browser: Browser, servers: Fleet, faults: list[str]
):
    page = await (await browser.new_context(locale="en-US")).new_page()
    page.set_default_timeout(PATIENCE * 1_000)
    await page.goto(servers.url)
    asked = by(page, "settings-dialog")  # for the key of the server, which the page has none of yet
    await asked.get_by_test_id("settings-accessToken").fill(KEY)
    await asked.get_by_test_id("settings-save").click()
    await expect(asked).to_be_hidden()

    watch(page, faults)
    await wish(page, "Build me a habit tracker")
    await expect(by(page, "approval-card")).to_be_visible()
    ending = await servers.holder()
    ending.terminate()
    await ending.ended()
    await by(page, "approval-approve").click()
    await expect(by(page, "complete-card")).to_be_visible()
    assert await servers.holder() is not ending
    assert faults == []
