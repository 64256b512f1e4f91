"""What people do on the page."""

from playwright.async_api import Browser, FrameLocator, Page, expect

from tests.browser.conftest import watch
from tests.support.processes import Process
from tests.support.waiting import PATIENCE


def by(page: Page, name: str):
    return page.get_by_test_id(name)


async def open_chat(browser: Browser, server: Process, faults: list[str], **context) -> Page:
    page = await (await browser.new_context(**context)).new_page()
    page.set_default_timeout(PATIENCE * 1_000)
    watch(page, faults)
    await page.goto(server.url)
    await expect(by(page, "composer-input")).to_be_visible()
    return page


async def open_room(
    browser: Browser, server: Process, faults: list[str], name: str, **context
) -> Page:
    """One of the rooms beside the chat, at its own address."""
    page = await (await browser.new_context(**context)).new_page()
    page.set_default_timeout(PATIENCE * 1_000)
    watch(page, faults)
    await page.goto(f"{server.url}/{name}")
    await expect(page.locator("main.room h1")).to_be_visible()
    return page


def forgive(faults: list[str], status: int) -> None:
    """A browser logs each answer that is an error: those of one status are awaited, no others."""
    assert [fault for fault in faults if f"status of {status} " not in fault] == []
    faults.clear()


async def wish(page: Page, text: str) -> None:
    await by(page, "composer-input").fill(text)
    await by(page, "composer-input").press("Enter")


async def show_rows(preview: FrameLocator) -> None:
    """Looks at the rows of the page's first database, which opens on its dashboard."""
    await preview.get_by_role("tablist").first.get_by_role("tab").nth(1).click()
