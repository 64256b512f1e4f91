"""Signing in with Notion in a real browser: consent, back with a code, and connected."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Route, expect

from tests.browser.matrix import in_whole
from tests.browser.steps import by, open_chat, open_room, wish
from tests.support.processes import Process, notion_process, server_process

pytestmark = pytest.mark.asyncio(loop_scope="session")

CLIENT, SECRET = "notionforge", "of-the-client"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def notion(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Process]:
    folder: Path = tmp_path_factory.mktemp("notion")
    async with notion_process(folder, "t", "--oauth-client", f"{CLIENT}={SECRET}") as process:
        yield process


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def server(
    tmp_path_factory: pytest.TempPathFactory, notion: Process
) -> AsyncIterator[Process]:
    env = {
        "NOTION_BASE_URL": notion.url,
        "NOTION_OAUTH_CLIENT_ID": CLIENT,
        "NOTION_OAUTH_CLIENT_SECRET": SECRET,
    }
    limits = ("RATE_LIMIT_RPM", "WS_MESSAGES_PER_MINUTE", "WS_CONNECTIONS_PER_ADDRESS")
    folder: Path = tmp_path_factory.mktemp("signin")
    async with server_process(folder, **env, **dict.fromkeys(limits, "0")) as process:
        yield process


async def test_a_person_signs_in_and_builds_in_their_notion(
    browser: Browser, server: Process, notion: Process, faults: list[str]
):
    """By another name of the server than the one that the sign-in comes back to; what they say
    before the server has their token waits for it."""
    said = asyncio.Event()

    async def slow(route: Route) -> None:
        await said.wait()
        await route.continue_()

    page = await open_chat(browser, server, faults, locale="en-US")
    await page.route("**/api/oauth/exchange?*", slow)
    await page.get_by_test_id("settings-open").click()
    await by(page, "sign-in").click()
    await expect(page.get_by_role("heading")).to_have_text("Connect to the workspace")
    await page.get_by_role("button", name="Allow access").click()

    await expect(by(page, "composer-input")).to_be_visible()
    await expect(page).to_have_url(f"http://localhost:{server.port}/")
    await wish(page, "Build me a habit tracker")
    said.set()
    await expect(by(page, "connection-banner")).to_be_hidden()
    await by(page, "approval-approve").click()
    await expect(by(page, "complete-card")).to_be_visible()
    made = await page.request.post(
        f"{notion.url}/v1/search",
        headers={"Authorization": "Bearer owner", "Notion-Version": "2026-03-11"},
        data={"filter": {"property": "object", "value": "page"}},
    )
    found = (await made.json())["results"]
    assert any(item["parent"].get("workspace") for item in found)
    assert faults == []


@in_whole
async def test_who_declines_is_told_so_and_nothing_is_kept(
    browser: Browser, server: Process, faults: list[str]
):
    page = await open_chat(browser, server, faults, locale="ko-KR")
    await page.goto(f"http://localhost:{server.port}/api/oauth/authorize")
    await page.get_by_role("button", name="Cancel").click()
    await expect(by(page, "alert")).to_contain_text("Notion 로그인")
    await expect(page).to_have_url(f"http://localhost:{server.port}/")
    assert faults == []


@in_whole
async def test_a_token_is_entered_and_the_parent_page_found_by_its_words(
    browser: Browser, server: Process, notion: Process, faults: list[str]
):
    headers = {"Authorization": "Bearer owner", "Notion-Version": "2026-03-11"}
    title = [{"text": {"content": "가족 <b>계획</b>"}}]
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "locale": "ko-KR"}
    page = await open_room(browser, server, faults, "settings", **phone)
    made = await page.request.post(
        f"{notion.url}/v1/pages",
        headers=headers,
        data={"parent": {"workspace": True}, "properties": {"title": {"title": title}}},
    )
    await expect(by(page, "sign-in")).to_be_visible()
    await page.get_by_role("button", name="통합").click()
    await expect(page.get_by_text("‘연결’ 메뉴")).to_be_visible()
    await by(page, "settings-findPage").fill("가족")
    await expect(page.get_by_text("토큰을 먼저")).to_be_visible()
    await by(page, "settings-notionToken").fill("owner")
    await by(page, "settings-findPage").fill("가족 ")
    await by(page, "settings-findPage").fill("가족")
    await by(page, "found-page").filter(has_text="가족 <b>계획</b>").click()
    await expect(by(page, "settings-parentPageId")).to_have_value((await made.json())["id"])
    await by(page, "settings-save").click()
    await expect(by(page, "settings-saved")).to_be_visible()

    await by(page, "settings-parentPageId").fill("no page id")
    await by(page, "settings-save").click()
    await expect(by(page, "settings-problem")).to_contain_text("페이지 ID가 올바르지 않아요")
    await expect(by(page, "settings-problem")).to_be_in_viewport()
    await expect(by(page, "settings-parentPageId")).to_be_in_viewport()
    under = page.locator(".sidebar-toggle")  # the words that were scrolled below it
    await expect(under).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
    await by(page, "settings-parentPageId").fill("")
    await by(page, "settings-language").select_option("ja")
    await by(page, "settings-save").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("設定")
    assert faults == []
