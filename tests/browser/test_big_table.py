"""A table too long to come whole, as a person reads it."""

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import watch
from tests.support.chat import chatting
from tests.support.processes import Process
from tests.support.rest import rest

pytestmark = pytest.mark.asyncio(loop_scope="session")

ROWS = 260  # three pages
STAGES = ("idea", "doing", "done")
LARGEST_FIRST = [{"property": "Size", "direction": "descending"}]
VIEWS = [
    {"type": "table", "name": "Largest", "sorts": LARGEST_FIRST},
    {"type": "board", "name": "Board", "group_by": "Stage"},
    {
        "type": "list",
        "name": "Done",
        "filter": {"property": "Stage", "select": {"equals": "done"}},
        "sorts": LARGEST_FIRST,
    },
    {
        "type": "chart",
        "name": "Sum",
        "chart_type": "number",
        "y_axis": {"aggregator": "sum", "property": "Size"},
    },
    {"type": "form", "name": "Form"},
]


def blueprint() -> dict:
    rows = [
        {"values": {"Name": f"row {n * 7 % ROWS}", "Size": n * 7 % ROWS, "Stage": STAGES[n % 3]}}
        for n in range(ROWS)
    ]
    properties = [
        {"name": "Name", "type": "title"},
        {"name": "Size", "type": "number"},
        {"name": "Stage", "type": "select", "options": [{"name": name} for name in STAGES]},
    ]
    tables = [{"title": "Numbers", "properties": properties, "views": VIEWS, "rows": rows}]
    return {"title": "Many", "databases": tables}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def address(server: Process) -> str:
    async with chatting(server.socket_url, settings={"language": "en"}) as chat:
        request = await chat.asked("Make me a meeting planner")
        await chat.approve(request, "edit", blueprint=blueprint())
        complete = await chat.until("complete")
        return complete["notion_url"].replace("localhost", "127.0.0.1")


async def open_view(browser: Browser, address: str, faults: list[str], name: str) -> Page:
    page = await browser.new_page(viewport={"width": 1100, "height": 860}, locale="en-US")
    watch(page, faults)
    await page.goto(address)
    await page.get_by_role("tab", name=name, exact=True).click()
    return page


async def test_a_sorted_view_begins_with_its_first_rows_and_loads_more(
    browser: Browser, address: str, faults: list[str]
):
    page = await open_view(browser, address, faults, "Largest")
    rows = page.locator(".data-table tbody tr")
    await expect(rows.first).to_contain_text(f"row {ROWS - 1}")
    await expect(page.locator(".view-footer")).to_have_text(f"{ROWS} in all")
    for shown in (100, 200, ROWS):
        await expect(rows).to_have_count(shown)
        if shown < ROWS:
            await page.get_by_role("button", name="Load more").click()
    await expect(rows.last).to_contain_text("row 0")
    await expect(page.get_by_role("button", name="Load more")).to_have_count(0)
    assert faults == []


async def test_a_live_view_shows_what_comes_and_keeps_what_was_loaded(
    browser: Browser, server: Process, address: str, faults: list[str]
):
    page = await open_view(browser, f"{address}?live=1", faults, "Largest")
    rows = page.locator(".data-table tbody tr")
    await page.get_by_role("button", name="Load more").click()
    await expect(rows).to_have_count(200)
    async with rest(server.url) as client:
        [entry] = (await client.get(f"{address}/data")).json()["databases"].values()
        values = {
            "Name": {"title": [{"text": {"content": "the very largest"}}]},
            "Size": {"number": 10**6},
        }
        body = {"parent": {"data_source_id": entry["data_source"]["id"]}, "properties": values}
        headers = {"Authorization": "Bearer sandbox", "Notion-Version": "2026-03-11"}
        made = await client.post("/sandbox/notion/v1/pages", json=body, headers=headers)
        await expect(rows.first).to_contain_text("the very largest", timeout=15_000)
        await expect(rows).to_have_count(200)
        await client.patch(
            f"/sandbox/notion/v1/pages/{made.json()['id']}",
            json={"in_trash": True},
            headers=headers,
        )
    assert faults == []


async def test_views_that_place_every_row_count_them_all(
    browser: Browser, address: str, faults: list[str]
):
    page = await open_view(browser, address, faults, "Board")
    await expect(page.locator(".board .count")).to_have_text(["87", "87", "86"])
    await page.get_by_role("tab", name="Sum", exact=True).click()
    await expect(page.locator(".number-tile strong")).to_have_text(str(sum(range(ROWS))))
    assert faults == []


async def test_a_filtered_view_shows_all_that_it_lets_through_and_rows_open(
    browser: Browser, address: str, faults: list[str]
):
    page = await open_view(browser, address, faults, "Done")
    await expect(page.locator(".list-view li[data-block]")).to_have_count(86)
    await page.get_by_role("link", name="row 14", exact=True).click()
    await expect(page.get_by_role("dialog")).to_contain_text("row 14")
    assert faults == []


async def test_a_form_of_many_answers_asks_only(browser: Browser, address: str, faults: list[str]):
    page = await open_view(browser, address, faults, "Form")
    await expect(page.locator(".form-view")).to_be_visible()
    await expect(page.get_by_role("button", name="Load more")).to_have_count(0)
    assert faults == []
