"""A real browser before a real server: one of each for all tests, which begin with a thread and a
context of their own. Starting them takes longer than most of what is looked at."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright, expect

from tests.support.big_workspace import Big, big_workspace
from tests.support.processes import Process, server_process
from tests.support.waiting import PATIENCE

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


expect.set_options(timeout=PATIENCE * 1_000)


@pytest.fixture(scope="session", autouse=True)
def _has_browser() -> None:
    if CHROMIUM is None and os.environ.get("REQUIRE_BROWSER"):
        pytest.fail("Chromium is not installed, and REQUIRE_BROWSER says that it must be")
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("browser")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def big(folder: Path) -> Big:
    """A table of a thousand rows, which the server finds when it starts."""
    (folder / "data").mkdir()
    return await big_workspace(folder / "data", 1_000)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server(folder: Path, big: Big) -> AsyncIterator[Process]:
    limits = ("RATE_LIMIT_RPM", "WS_MESSAGES_PER_MINUTE", "WS_CONNECTIONS_PER_ADDRESS")
    async with server_process(folder, **dict.fromkeys(limits, "0")) as process:
        yield process


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield opened
        await opened.close()


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def _nothing_stays_open(browser: Browser) -> AsyncIterator[None]:
    """A page left open goes on drawing."""
    yield
    for context in browser.contexts:
        await context.close()


@pytest.fixture
def faults() -> list[str]:
    """What the pages complained about; a test ends with it empty."""
    return []


def watch(page: Page, faults: list[str]) -> None:
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda m: faults.append(_said(m)) if m.type == "error" else None)


def _said(message: ConsoleMessage) -> str:
    """An error of the console with the address that it is about."""
    return f"{message.text} {message.location['url']}"
