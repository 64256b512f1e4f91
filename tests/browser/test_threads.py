"""Conversations are kept by the server: found again elsewhere, searched, renamed, deleted."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.matrix import in_whole
from tests.browser.steps import by, open_chat, wish

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_conversation_is_found_again_in_another_browser(browser, server, faults):
    page = await open_chat(browser, server, faults, locale="ko-KR")
    await _said(page, "서랍 칠 목록 만들어줘")
    other = await open_chat(browser, server, faults, locale="ko-KR")

    await by(other, "threads-search").fill("서랍 칠")
    await expect(by(other, "thread")).to_have_count(1)
    await by(other, "thread").click()

    await expect(other).to_have_url(page.url)
    await expect(by(other, "message-user")).to_contain_text("서랍 칠")
    assert faults == []


@in_whole
async def test_by_the_keyboard_a_conversation_is_renamed_deleted_and_brought_back(
    browser, server, faults
):
    page = await open_chat(browser, server, faults, locale="en-US")
    await _said(page, "make a list for the attic")
    address = page.url

    await page.locator(".thread[aria-current]").focus()
    await page.keyboard.press("F2")
    await page.keyboard.type("The attic")
    await page.keyboard.press("Enter")
    await expect(page.locator(".conversation-title")).to_have_text("The attic")
    await page.reload()
    await expect(page).to_have_title("The attic · notionforge")

    await page.locator(".thread[aria-current]").focus()
    await page.keyboard.press("Delete")
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(f"{server.url}/")
    await expect(page.get_by_role("link", name="The attic")).to_have_count(0)
    await by(page, "toast-way").click()
    await expect(page).to_have_url(address)

    await by(page, "thread-delete").first.click()
    await by(page, "thread-delete-yes").click()
    await page.goto("about:blank")  # whoever leaves does not wait for the way back to end
    await page.goto(address)
    await expect(page).to_have_url(f"{server.url}/")
    assert faults == []


async def _said(page: Page, text: str) -> None:
    await wish(page, text)
    await expect(by(page, "approval-card")).to_be_visible()
