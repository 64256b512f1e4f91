"""Each conversation has an address, which the browser's own buttons and tabs understand."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.matrix import in_whole
from tests.browser.steps import by, open_chat, wish

pytestmark = pytest.mark.asyncio(loop_scope="session")

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
