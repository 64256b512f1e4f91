"""A table of a thousand rows in a real browser: how much CPU its main thread takes for a step of
scrolling, an edit, and a first look, and how little of the table is in the page.

A step may be drawn in several frames; none of them takes longer than the step.
"""

import asyncio
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, CDPSession, Page, async_playwright, expect

from bench.report import row, title
from tests.support.big_workspace import Big, big_workspace
from tests.support.processes import anew, server_process

ROWS = 1_000
MANY_ROWS = 50_000
LONGEST = 0.1  # seconds of CPU
VIEWS = ("Largest", "Board", "List", "Gallery")
TASKS = "disabled-by-default-devtools.timeline"
PRESSES = 3
PAINT = """new Promise((done) => {
  const seen = (list) => {
    for (const entry of list.getEntriesByName("first-contentful-paint")) done(entry.startTime);
  };
  new PerformanceObserver(seen).observe({ type: "paint", buffered: true });
})"""
USABLE = """(selector) => document.querySelector(selector)
  ?.checkVisibility({ visibilityProperty: true }) && performance.now()"""
STEP = 700  # pixels, of a window of 860
LIMITS = ("RATE_LIMIT_RPM", "WS_MESSAGES_PER_MINUTE", "WS_CONNECTIONS_PER_ADDRESS")  # off
DRAWN = "#main [data-block] .row-link, #main [data-block] .card-link"
COMPOSER = "[data-testid=composer-input]"
FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


class MainThread:
    """The CPU time of a page's main thread."""

    def __init__(self, session: CDPSession) -> None:
        self._session = session

    @classmethod
    async def of(cls, page: Page) -> "MainThread":
        session = await page.context.new_cdp_session(page)
        await session.send("Performance.enable", {"timeDomain": "threadTicks"})
        return cls(session)

    async def seconds(self) -> float:
        metrics = (await self._session.send("Performance.getMetrics"))["metrics"]
        return float(next(m["value"] for m in metrics if m["name"] == "TaskDuration"))


async def _steps(page: Page, thread: MainThread) -> tuple[list[float], int]:
    """Scrolls to the end: the CPU of each step, and the most rows that were in the page."""
    taken, most = [], 0
    while True:
        before = await thread.seconds()
        was, now = await page.evaluate(f"[scrollY, scrollBy(0, {STEP}), scrollY].toSpliced(1, 1)")
        await page.evaluate(FRAMES)
        taken.append(await thread.seconds() - before)
        most = max(most, await page.locator(DRAWN).count())
        if was == now:
            return taken, most


async def _load(page: Page) -> None:
    """As many rows as a person would ask for by hand: 1,600, or all."""
    more = page.get_by_role("button", name="Load more")
    for _ in range(PRESSES):
        await expect(page.locator(".more-bar[role=status]")).to_have_count(0)
        if await more.count():
            await more.click()
    await expect(page.locator(".more-bar[role=status]")).to_have_count(0)


async def _view(page: Page, thread: MainThread, name: str) -> None:
    await page.get_by_role("tab", name=name, exact=True).click()
    await expect(page.locator(DRAWN).first).to_be_visible()
    await _load(page)
    taken, most = await _steps(page, thread)
    worst = max(taken)
    row(
        f"{name}: the longest of {len(taken)} steps",
        f"{worst * 1000:.0f} ms",
        "<= 100 ms",
        met=worst <= LONGEST,
    )
    row(f"{name}: rows in the page", str(most))


async def _edits(page: Page) -> None:
    """Types a new largest number into a cell, which brings its row to the top: all that was loaded
    is read again and drawn, in many tasks."""
    await page.get_by_role("tab", name="Largest", exact=True).click()
    await _load(page)
    await page.evaluate("scrollTo(0, 0)")
    numbers = page.locator('.data-table [data-type="number"].editable')
    browser = page.context.browser
    assert browser is not None
    await browser.start_tracing(page=page, categories=[TASKS])
    for number in range(10**6, 10**6 + 3):
        await numbers.nth(9).click()
        await page.keyboard.type(str(number))
        await page.keyboard.press("Enter")
        await expect(numbers.first).to_have_text(str(number), timeout=60_000)
    events = json.loads(await browser.stop_tracing())["traceEvents"]
    worst = max(e.get("tdur", 0) for e in events if e["name"] == "RunTask") / 1e6
    row("an edit: its longest task", f"{worst * 1000:.0f} ms", "<= 100 ms", met=worst <= LONGEST)


async def _first_paint(browser: Browser, name: str, address: str, usable: str) -> None:
    """The moment at which something of a page stands there, and that at which what `usable` selects
    does; asked for by a browser that has nothing of it yet: the soonest of three each."""
    seen = []
    for _ in range(3):
        page = await (await browser.new_context()).new_page()
        await page.goto(address)
        there = await page.wait_for_function(USABLE, arg=usable)
        seen.append((float(await page.evaluate(PAINT)), float(await there.json_value())))
        await page.context.close()
    for what, times in zip(("first paint", "usable"), zip(*seen, strict=True), strict=True):
        soonest = min(times)
        row(f"{what}: {name}", f"{soonest:.0f} ms", "<= 1 s", met=soonest <= 1_000)


async def _browse(page: Page, url: str, big: Big) -> None:
    thread = await MainThread.of(page)
    await page.goto(f"{url}/workspace/{big.database_id}?lang=en")
    await expect(page.locator(DRAWN).first).to_be_visible()
    row("the first look: CPU", f"{await thread.seconds() * 1000:.0f} ms")
    for name in VIEWS if big.rows == ROWS else VIEWS[:1]:
        await _view(page, thread, name)
    await _edits(page)


async def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        title("A table in a browser: left out, Chromium is not installed")
        return
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        for rows in (ROWS, MANY_ROWS):
            title(f"A table of {rows:,} rows in a browser, CPU of the page's main thread")
            with tempfile.TemporaryDirectory() as name:
                data = Path(name) / "data"
                data.mkdir()
                big = await big_workspace(data, rows)
                off: dict[str, Any] = dict.fromkeys(LIMITS, "0")
                async with server_process(Path(name), begin=anew, **off) as server:
                    workspace = f"{server.url}/workspace/{big.database_id}"
                    await _first_paint(browser, "the chat", server.url, COMPOSER)
                    await _first_paint(browser, "the table", workspace, DRAWN)
                    page = await browser.new_page(viewport={"width": 1100, "height": 860})
                    await _browse(page, server.url, big)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
