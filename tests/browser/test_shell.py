"""What surrounds the conversation: themes, keys, and what one does with a message or a result."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.matrix import in_whole
from tests.browser.steps import by, open_chat, wish
from tests.browser.workspaces import blueprint, built, opened
from tests.support.rest import rest

pytestmark = pytest.mark.asyncio(loop_scope="session")

_PAPER = "getComputedStyle(document.body).backgroundColor"
_CLOSED_AND_PRESSED = """() => {
  document.querySelector("dialog[open]").close();
  const key = { key: "p", code: "KeyP", bubbles: true };
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", key));
}"""


async def test_a_theme_is_chosen_for_the_chat_and_the_workspace_beside_it(browser, server, faults):
    page = await open_chat(browser, server, faults, locale="en-US", color_scheme="light")
    await _planned(page, "Build me a reading journal")
    day = await page.evaluate(_PAPER)

    await by(page, "theme").click()
    await expect(by(page, "theme")).to_have_accessible_name("Theme: light")
    await by(page, "theme").click()
    await expect(by(page, "theme")).to_have_accessible_name("Theme: dark")
    night = await page.evaluate(_PAPER)

    assert night != day
    beside = page.frame_locator("iframe").locator("html")
    await expect(beside).to_have_attribute("data-theme", "dark")
    await expect(page.frame_locator("iframe").locator("body")).to_have_css(
        "background-color", night
    )
    await page.reload()
    await expect(by(page, "theme")).to_have_accessible_name("Theme: dark")
    assert await page.evaluate(_PAPER) == night
    assert faults == []


@in_whole
async def test_keys_lead_around_where_nobody_types_and_can_be_turned_off(browser, server, faults):
    page = await open_chat(browser, server, faults, locale="ko-KR")
    await _planned(page, "습관 트래커 만들어줘")
    await by(page, "composer-input").press("Escape")

    await page.keyboard.press("?")
    sheet = by(page, "shortcuts-dialog")
    await expect(sheet).to_contain_text("기다리는 계획으로")
    await page.keyboard.press("Escape")
    await expect(sheet).to_be_hidden()
    await page.keyboard.press("a")
    await expect(by(page, "approval-approve")).to_be_focused()
    await page.keyboard.press("?")
    await page.evaluate(_CLOSED_AND_PRESSED)
    await expect(by(page, "preview-frame")).to_be_hidden()
    await page.keyboard.press("s")
    await expect(by(page, "threads-search")).to_be_focused()
    await page.keyboard.type("n?")
    await expect(sheet).to_be_hidden()
    await by(page, "shortcuts-open").click()
    await sheet.get_by_role("checkbox").uncheck()
    await page.keyboard.press("Escape")
    await page.keyboard.press("n")
    await expect(by(page, "approval-card")).to_be_visible()
    assert faults == []


@in_whole
async def test_a_message_is_copied_and_said_again_and_a_result_kept_as_a_recipe(
    browser, server, faults
):
    page = await open_chat(
        browser,
        server,
        faults,
        locale="en-US",
        permissions=["clipboard-read", "clipboard-write"],
    )
    await _planned(page, "Build me a reading journal called Attic shelf")
    await by(page, "message-copy").first.click()
    copied = await page.evaluate("navigator.clipboard.readText()")
    assert copied == "Build me a reading journal called Attic shelf"
    await by(page, "approval-approve").click()

    await by(page, "save-recipe").click()

    await expect(by(page, "save-recipe")).to_have_text("Saved as a recipe")
    async with rest(server.url) as client:
        found = (await client.get("/api/recipes", params={"search": "Attic shelf"})).json()
    assert [recipe["name"] for recipe in found] == ["Attic shelf"]
    await by(page, "message-resend").first.click()
    await expect(by(page, "message-user")).to_have_count(2)
    await expect(by(page, "approval-card")).to_have_count(2)
    assert faults == []


async def _planned(page: Page, text: str) -> None:
    await wish(page, text)
    await expect(by(page, "approval-card")).to_be_visible()


async def test_a_workspace_speaks_the_language_that_was_chosen_in_the_settings(
    browser, server, faults
):
    page = await opened(browser, await built(server, blueprint()), faults)
    await expect(page.get_by_role("button", name="필터", exact=True)).to_be_visible()

    settings = await page.context.new_page()
    await settings.goto(f"{server.url}/settings")
    await settings.locator("select[name=language]").select_option("en")
    await settings.get_by_role("button", name="저장").click()
    await expect(settings.locator("html")).to_have_attribute("lang", "en")
    await page.reload()

    await expect(page.get_by_role("button", name="Filter", exact=True)).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    assert faults == []
