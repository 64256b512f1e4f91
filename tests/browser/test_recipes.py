"""The gallery of recipes, as somebody uses it: looks, takes one, brings one, has it built."""

import json
import re

import pytest
from playwright.async_api import Page, Route, expect

from settings import ApiKey
from tests.browser.matrix import in_whole
from tests.browser.steps import by, forgive, open_room
from tests.support.serving import serving

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "locale": "ko-KR"}
EVIL = "<img src=x onerror=alert(1)>"
RECIPE = {
    "id": "my-shelf",
    "name": {"ko": f"나의 책장 {EVIL}", "en": "My shelf", "ja": "私の本棚"},
    "description": EVIL,
    "category": "reading",
    "icon": "📚",
    "blueprint": {
        "title": "책장",
        "databases": [
            {"key": "books", "title": "책", "properties": [{"name": "제목", "type": "title"}]}
        ],
    },
}


async def bring(page: Page, content: str) -> None:
    """Chooses a recipe file."""
    file = {"name": "shelf.json", "mimeType": "application/json", "buffer": content.encode()}
    await by(page, "recipe-file").set_input_files(file)


async def test_a_recipe_is_found_looked_at_and_waits_in_a_conversation(browser, server, faults):
    page = await open_room(browser, server, faults, "recipes", locale="en-US")
    await expect(by(page, "recipe")).not_to_have_count(0)
    await by(page, "recipes-search").fill("영업")  # in whatever language it is looked for
    await expect(by(page, "recipe").filter(has_text="Reading log")).to_have_count(0)
    await page.get_by_role("button", name="CRM dashboard").press("Enter")
    frame = page.frame_locator("[data-testid=stage] iframe")
    await expect(frame.get_by_role("heading", name="Sales dashboard")).to_be_visible()
    await by(page, "recipe-samples").uncheck()
    await expect(frame.get_by_role("heading", name="Sales dashboard")).to_be_visible()

    await by(page, "recipe-plan").click()
    await expect(page).to_have_url(re.compile(r"/threads/[\w-]{20,}$"))
    await expect(by(page, "approval-card")).to_be_visible()
    await expect(by(page, "message-user")).to_have_text(re.compile("Sales dashboard"))
    await page.go_back()
    await expect(by(page, "recipes-search")).to_be_visible()
    assert faults == []


@in_whole
async def test_a_recipe_of_ones_own_comes_from_a_file_is_built_and_goes(browser, server, faults):
    page = await open_room(browser, server, faults, "recipes", **PHONE)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await bring(page, "no json")
    await expect(by(page, "recipe-problem")).to_contain_text("JSON")
    await by(page, "dialog-close").click()
    forgive(faults, 422)
    await bring(page, json.dumps({**RECIPE, "blueprint": {"title": "x", "colour": 1}}))
    await expect(by(page, "recipe-problem")).to_contain_text("colour")
    await by(page, "dialog-close").click()
    forgive(faults, 422)

    await bring(page, json.dumps(RECIPE))
    card = by(page, "recipe").filter(has_text="나의 책장")
    await expect(card).to_contain_text("내 레시피")
    await expect(card).to_contain_text(EVIL)
    await card.get_by_role("button").click()
    await by(page, "recipe-build").click()
    address = await by(page, "recipe-open").get_attribute("href")
    assert address.startswith("/workspace/")
    await by(page, "recipe-delete").click()
    await by(page, "dialog-yes").click()
    await expect(card).to_have_count(0)
    assert faults == []


@in_whole
async def test_a_broken_line_is_told_and_tried_again(browser, server, faults):
    async def broken(route: Route) -> None:
        await route.abort()

    page = await open_room(browser, server, faults, "helpdesk", locale="en-US")
    await page.route("**/api/recipes*", broken)
    await by(page, "room-recipes").click()
    await expect(by(page, "list-again")).to_be_visible()
    await page.unroute("**/api/recipes*")
    await by(page, "list-again").click()
    await expect(by(page, "recipe")).not_to_have_count(0)


@in_whole
async def test_a_server_with_keys_asks_for_one_and_shows_the_room_then(browser, tmp_path, faults):
    async with serving(tmp_path, None, api_keys=(ApiKey("of-a-friend"),)) as server:
        page = await open_room(browser, server, faults, "recipes", locale="en-US")
        await by(page, "settings-accessToken").fill("of-a-friend")
        await by(page, "settings-accessToken").press("Enter")
        await expect(by(page, "recipe")).not_to_have_count(0)
        await by(page, "recipe").first.get_by_role("button").click()
        frame = page.frame_locator("[data-testid=stage] iframe")
        await expect(frame.locator("h1").first).to_be_visible()
        assert "of-a-friend" not in page.url
        await page.context.close()
