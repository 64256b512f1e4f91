"""Tickets on the page: fetched with a click, made a dashboard, which the viewer shows."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.steps import by, open_chat, wish
from tests.support.processes import Process, server_process

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def server(tmp_path: Path) -> AsyncIterator[Process]:
    """One for which nobody has fetched tickets yet."""
    async with server_process(tmp_path) as process:
        yield process


async def test_tickets_become_a_dashboard_that_can_be_looked_at(
    browser: Browser, server: Process, faults: list[str]
):
    page = await open_chat(browser, server, faults, locale="ko-KR")
    await wish(page, "Freshdesk 티켓으로 고객지원 대시보드 만들어줘")
    card = by(page, "approval-card")
    await expect(card).to_contain_text("demo.freshdesk.localhost")
    await expect(by(page, "approval-preview")).to_have_count(0)
    await by(page, "approval-approve").click()
    await expect(by(page, "complete-card")).to_contain_text("가져왔습니다")
    await expect(by(page, "undo")).to_have_count(0)

    await by(page, "approval-approve").click()
    await expect(by(page, "complete-card")).to_have_count(2)
    await expect(by(page, "undo")).to_have_count(1)
    address = await by(page, "complete-open").get_attribute("href")
    assert address is not None
    await page.goto(server.url + address)
    await expect(page.get_by_text("고객지원 대시보드").first).to_be_visible()
    await expect(page.get_by_text("주별 티켓").first).to_be_visible()
    await expect(page.get_by_text("최근 티켓").first).to_be_visible()
    assert faults == []
