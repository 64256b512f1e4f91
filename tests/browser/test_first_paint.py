"""What a browser waits for before a page stands there: counted, no clock is asked."""

import asyncio

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.browser.conftest import watch
from tests.browser.matrix import in_whole
from tests.browser.steps import by, open_room
from tests.browser.workspaces import blueprint, built
from tests.support.processes import Process

pytestmark = pytest.mark.asyncio(loop_scope="session")

OF_THE_NET = """performance.getEntriesByType("resource")
  .filter(({ name, transferSize }) => name.includes("/static/") && transferSize > 0)
  .map(({ name }) => name)"""


async def heard_of_late(page: Page, address: str, shown: str) -> list[str]:
    """The modules that the browser heard of only from a script, which it had to wait for first."""
    found: list[str] = []
    session = await page.context.new_cdp_session(page)
    await session.send("Network.enable")

    def note(event) -> None:
        url = event["request"]["url"]
        if url.endswith(".js") and event["initiator"]["type"] == "script":
            found.append(url)

    session.on("Network.requestWillBeSent", note)
    await page.goto(address)
    await expect(page.locator(shown)).to_be_visible()
    return found


async def test_every_module_is_asked_for_at_once(
    browser: Browser, server: Process, faults: list[str]
):
    workspace = (await built(server, blueprint())).removeprefix(server.url)
    for path, locale, shown in (
        ("/", "en-US", "[data-testid=composer-input]"),
        ("/", "ja-JP", "[data-testid=composer-input]"),
        ("/helpdesk", "ko-KR", "main.room h1"),
        (workspace, "ko-KR", "#main .page-title"),
        (f"{workspace}?lang=ja", "en-US", "#main .page-title"),
    ):
        page = await (await browser.new_context(locale=locale)).new_page()
        watch(page, faults)
        assert await heard_of_late(page, f"{server.url}{path}", shown) == [], path
    assert faults == []


@in_whole
async def test_who_comes_again_asks_for_no_file(
    browser: Browser, server: Process, faults: list[str]
):
    first = await open_room(browser, server, faults, "recipes")
    assert await first.evaluate(OF_THE_NET)
    again = await first.context.new_page()
    await again.goto(f"{server.url}/recipes")
    await expect(again.locator("main.room h1")).to_be_visible()

    assert await again.evaluate(OF_THE_NET) == []


async def test_the_frame_stands_there_before_any_script_came(
    browser: Browser, server: Process, faults: list[str]
):
    page = await (await browser.new_context()).new_page()
    watch(page, faults)
    has_looked = asyncio.Event()

    async def late(route: Route) -> None:
        await has_looked.wait()
        await route.continue_()

    await page.route("**/shell/main.js", late)
    await page.goto(server.url, wait_until="commit")
    await expect(page.locator(".sidebar .brand span")).to_be_visible()
    # Nothing without a name, and nothing that would not answer, is there to be pressed or read.
    await expect(by(page, "app").get_by_role("button")).to_have_count(0)
    await expect(by(page, "composer-input")).to_be_hidden()
    has_looked.set()

    await expect(by(page, "composer-input")).to_be_focused()
    assert faults == []
