"""Pictures of each screen, as a new user meets them: `docs/screens/<screen>.png`, by Chromium.

    python -m tests.screens

On a server of its own: the chat with a plan and with what came of it, every kind of view, a row,
and each room.
"""

import asyncio
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.async_api import Browser, Page, async_playwright, expect

from tests.browser import every_view
from tests.browser.steps import by, open_chat, wish
from tests.browser.workspaces import built, opened
from tests.support.processes import ROOT, Process, server_process

FOLDER = ROOT / "docs" / "screens"
MOST_BYTES = 150_000  # of a picture: a clone of the project should stay light
_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_LIMITS = ("RATE_LIMIT_RPM", "WS_MESSAGES_PER_MINUTE", "WS_CONNECTIONS_PER_ADDRESS")
_DESKTOP: dict[str, Any] = {
    "viewport": {"width": 1360, "height": 860},
    "device_scale_factor": 0.7,  # pixels for each of the screen
    "locale": "en-US",
}
_PHONE: dict[str, Any] = {**_DESKTOP, "viewport": {"width": 390, "height": 844}}
_SETTLING_MS = 1_200  # a preview, a chart and a picture come after their page
_ROOMS = "import('/static/shell/places.js').then(({ ROOMS }) => ROOMS)"


async def shoot(page: Page, name: str) -> None:
    await page.wait_for_timeout(_SETTLING_MS)
    picture = await page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")
    size = len(picture)
    sys.stdout.write(f"{name}: {size // 1000} KB{', too much' * (size > MOST_BYTES)}\n")


async def _talk(browser: Browser, server: Process, prefix: str, **look: Any) -> Page:
    """A wish, its plan, and what came of it."""
    page = await open_chat(browser, server, [], **look)
    await shoot(page, f"{prefix}welcome")
    await wish(page, "Build me a project dashboard")
    await expect(by(page, "approval-approve")).to_be_visible()
    await shoot(page, f"{prefix}plan")
    await by(page, "approval-approve").click()
    await expect(by(page, "complete-card")).to_be_visible()
    await shoot(page, f"{prefix}built")
    return page


async def _views(browser: Browser, server: Process) -> None:
    address = await built(server, every_view.blueprint())
    page = await opened(browser, f"{address}?lang=en", [], **_DESKTOP)
    for number, kind in enumerate(("table", *every_view.VIEWS)):
        await page.get_by_role("tab").nth(number).click()
        await shoot(page, kind)
    await page.get_by_role("tab").first.click()
    await page.locator("a[data-row]").first.click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await shoot(page, "row")


async def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    async with async_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = await playwright.chromium.launch(executable_path=chromium, args=_QUIET)
        with TemporaryDirectory() as folder:
            async with server_process(Path(folder), **dict.fromkeys(_LIMITS, "0")) as server:
                page = await _talk(browser, server, "", **_DESKTOP)
                for room in await page.evaluate(_ROOMS):
                    await page.goto(f"{server.url}/{room}", wait_until="networkidle")
                    await shoot(page, room)
                await _talk(browser, server, "phone-", **_PHONE, color_scheme="dark")
                await _views(browser, server)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
