"""Each conversation has an address, which the browser's own buttons and tabs understand."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.matrix import in_whole
from tests.browser.steps import by, open_chat, wish
from tests.browser.workspaces import built

pytestmark = pytest.mark.asyncio(loop_scope="session")

WIDE = {"viewport": {"width": 1280, "height": 860}}
THREAD = re.compile(r"/threads/[\w-]{20,}$")


async def test_a_conversation_has_an_address_from_its_first_words_on(browser, server, faults):
    page = await open_chat(browser, server, faults, locale="en-US")
    assert page.url == f"{server.url}/"

    await wish(page, "make something")
    await expect(by(page, "question-option").first).to_be_visible()
    await expect(page).to_have_url(THREAD)
    address = page.url
    await by(page, "new-conversation").click()
    await expect(by(page, "welcome")).to_be_visible()
    await expect(page).to_have_url(f"{server.url}/")
    await page.go_back()

    await expect(page).to_have_url(address)
    await expect(by(page, "message-user")).to_have_text(re.compile("make something"))
    assert faults == []


@in_whole
async def test_an_address_of_no_conversation_leads_to_a_new_one(browser, server, faults):
    page = await open_chat(browser, server, faults, locale="en-US")

    await page.goto(f"{server.url}/threads/never-was")

    await expect(by(page, "welcome")).to_be_visible()
    await expect(page).to_have_url(f"{server.url}/")
    assert faults == []


async def test_finished_workspaces_are_reached_searched_and_thrown_away(browser, server, faults):
    tables = [{"title": "D", "properties": [{"name": "N", "type": "title"}]}]
    for title in ("오래된 장부", "새 장부", "전혀 다른 것"):
        await built(server, {"title": title, "language": "ko", "databases": tables})
    page = await open_chat(browser, server, faults, locale="ko-KR", **WIDE)
    await by(page, "room-workspace").click()
    titles = page.locator(".workspace-card strong:visible")
    await page.get_by_role("searchbox").fill("장부")
    await expect(titles).to_have_text(["새 장부", "오래된 장부"])
    await expect(page.locator(".workspace-card time").first).to_contain_text(re.compile(r"\d:\d\d"))

    await page.get_by_role("button", name="삭제: 새 장부").click()
    await expect(titles).to_have_text(["오래된 장부"])
    await page.get_by_role("button", name="되돌리기").click()
    await expect(titles).to_have_text(["새 장부", "오래된 장부"])
    await page.get_by_role("button", name="삭제: 새 장부").click()
    await expect(titles).to_have_text(["오래된 장부"])
    await page.get_by_role("searchbox").fill("장부 ")
    await expect(titles).to_have_text(["오래된 장부"])
    await page.get_by_role("button", name="삭제: 오래된 장부").click()
    none = page.get_by_text("찾는 워크스페이스가 없습니다")
    await expect(none).to_be_visible()
    await page.keyboard.press("Control+z")
    await expect(titles).to_have_text(["오래된 장부"])
    await page.keyboard.press("Control+Shift+z")
    await expect(none).to_be_visible()
    await page.reload()
    await page.get_by_role("searchbox").fill("새 장부")
    await expect(none).to_be_visible()
    assert faults == []
