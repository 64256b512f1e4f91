"""A table too long to come whole, as a person reads it: all of it is at hand, little of it in the
page."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import watch
from tests.browser.matrix import in_whole
from tests.sandbox.notionkit import HEADERS
from tests.support.big_workspace import Big
from tests.support.processes import Process
from tests.support.rest import rest

pytestmark = pytest.mark.asyncio(loop_scope="session")

DRAWN = 200  # rows that may be in the page at once, whatever the view
ROWS = "#main [data-block] .row-link, #main [data-block] .card-link"


@pytest_asyncio.fixture(loop_scope="session")
async def page(
    browser: Browser, server: Process, big: Big, faults: list[str]
) -> AsyncIterator[Page]:
    page = await browser.new_page(viewport={"width": 1100, "height": 860}, locale="en-US")
    watch(page, faults)
    await page.goto(f"{server.url}/workspace/{big.database_id}?lang=en")
    yield page
    assert faults == []


async def show(page: Page, name: str) -> None:
    await page.get_by_role("tab", name=name, exact=True).click()


async def load_all(page: Page) -> None:
    await expect(page.locator(ROWS).first).to_be_visible()
    more = page.get_by_role("button", name="Load more")
    while await more.count():
        await more.click()
        await expect(page.locator(".more-bar[role=status]")).to_have_count(0)


async def scroll_through(page: Page) -> int:
    """Scrolls to the end by less than a window a time; the most rows that were in the page."""
    most = 0
    while True:
        most = max(most, await page.locator(ROWS).count())
        at = await page.evaluate("[scrollY, scrollBy(0, 700), scrollY]")
        await page.evaluate("new Promise(requestAnimationFrame)")
        if at[0] == at[2]:
            return most


async def test_a_sorted_view_begins_with_its_first_rows_and_scrolls_to_its_last(page: Page):
    await show(page, "Largest")
    await expect(page.locator(".data-table .row-link").first).to_contain_text("row 999")
    await expect(page.locator(".view-footer")).to_have_text("1000 in all")
    await load_all(page)

    assert 50 <= await scroll_through(page) <= DRAWN

    await expect(page.get_by_role("link", name="row 0", exact=True)).to_be_in_viewport()
    last = page.get_by_role("row").filter(has=page.get_by_role("link", name="row 0", exact=True))
    await expect(last).to_have_attribute("aria-rowindex", "1001")
    await expect(page.get_by_role("grid")).to_have_attribute("aria-rowcount", "1001")
    await last.locator('[data-type="number"]').click()
    await page.keyboard.type("7000")
    await page.keyboard.press("Enter")
    await expect(page.locator(".view-footer")).to_have_text("1000 in all")
    await page.evaluate("scrollTo(0, 0)")
    await expect(page.locator(".data-table .row-link").first).to_contain_text("row 0")
    await page.keyboard.press("Control+z")
    await expect(page.locator(".data-table .row-link").first).to_contain_text("row 999")


@pytest.mark.parametrize("name", ["Board", "List", "Gallery"])
@in_whole
async def test_whatever_the_view_few_rows_are_in_the_page(page: Page, name: str):
    await show(page, name)
    await load_all(page)
    assert 50 <= await scroll_through(page) <= (DRAWN if name != "Board" else 3 * DRAWN)
    if name == "Board":
        await expect(page.locator(".board .count")).to_have_text(["334", "333", "333"])
    else:
        last = "row 0" if name == "List" else f"row {999 * 7919 % 1000}"
        await expect(page.get_by_role("link", name=last, exact=True)).to_be_in_viewport()


@in_whole
async def test_a_live_view_shows_what_comes_and_keeps_its_place(
    page: Page, server: Process, big: Big
):
    await page.goto(f"{page.url}&live=1")
    await show(page, "Largest")
    await load_all(page)
    await page.evaluate("scrollTo(0, 9000)")
    at = await page.evaluate("scrollY")
    async with rest(server.url) as client:
        values = {
            "Name": {"title": [{"text": {"content": "the very largest"}}]},
            "Size": {"number": 10**6},
        }
        body = {"parent": {"data_source_id": big.source_id}, "properties": values}
        made = await client.post("/sandbox/notion/v1/pages", json=body, headers=HEADERS)
        await expect(page.locator(".view-footer")).to_have_text("1001 in all", timeout=15_000)
        assert abs(await page.evaluate("scrollY") - at) < 60
        await page.evaluate("scrollTo(0, 0)")
        await expect(page.locator(".row-link").first).to_contain_text("the very largest")
        await client.patch(
            f"/sandbox/notion/v1/pages/{made.json()['id']}",
            json={"in_trash": True},
            headers=HEADERS,
        )


@in_whole
async def test_views_count_filter_and_ask_over_all_rows_and_rows_open(page: Page):
    await show(page, "Sum")
    await expect(page.locator(".number-tile strong")).to_have_text("499500")
    await show(page, "Done")
    await load_all(page)
    await expect(page.get_by_role("button", name="Load more")).to_have_count(0)
    await page.locator(".list-view").get_by_role("link").first.click()
    await expect(page.get_by_role("dialog")).to_contain_text("done")
    await page.keyboard.press("Escape")
    await show(page, "Form")
    await expect(page.locator(".form-view")).to_be_visible()
    await expect(page.get_by_role("button", name="Load more")).to_have_count(0)
