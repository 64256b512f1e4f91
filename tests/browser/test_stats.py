"""The figures of what was built, as plots and as the tables behind them."""

import pytest
from playwright.async_api import expect

from tests.browser.matrix import some
from tests.browser.steps import by, open_room
from tests.support.rest import rest

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "locale": "ko-KR"}


@pytest.mark.parametrize(
    ("context", "outcome"), some(({"locale": "en-US"}, "Completed"), (PHONE, "완료"))
)
async def test_what_was_built_is_plotted_and_listed(browser, server, faults, context, outcome):
    async with rest(server.url) as client:
        built = await client.post("/api/templates/generate", json={"prompt": "habit tracker"})
    title = built.json()["blueprint"]["title"]
    page = await open_room(browser, server, faults, "stats", **context)
    row = page.locator(".stats-table tbody tr").filter(has_text=title).first
    await expect(row).to_contain_text(outcome)
    await expect(page.locator(".plot svg rect").first).to_be_visible()
    await expect(page.locator(".plot svg").first).not_to_contain_text("…")  # of a whole date
    told = page.locator(".plot table").first.locator("tbody tr")
    await expect(told).to_have_count(7)
    await page.get_by_role("button", name="30").click()
    await expect(told).to_have_count(30)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await expect(by(page, "stats")).not_to_have_attribute("aria-busy", "true")
    assert faults == []
