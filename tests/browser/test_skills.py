"""The skills' room: looked at as what they make, written with the server's word at each place."""

import asyncio

import pytest
from playwright.async_api import Route, expect

from tests.browser.matrix import in_whole
from tests.browser.steps import by, forgive, open_room

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "locale": "ko-KR"}


async def test_a_skill_is_found_and_tried_in_the_chat(browser, server, faults):
    page = await open_room(browser, server, faults, "skills", locale="en-US")
    await by(page, "skills-search").fill("habit streak")
    await expect(by(page, "skill")).to_have_count(1)
    await page.get_by_role("button", name="Habit tracker").press("Enter")
    frame = page.frame_locator("[data-testid=stage] iframe")
    await expect(frame.locator("h1").first).to_be_visible()
    await expect(page.locator(".facts")).to_contain_text("Days")
    await by(page, "skill-try").click()
    await expect(by(page, "approval-card")).to_be_visible()
    assert faults == []


async def held(route: Route, until: asyncio.Event) -> None:
    await until.wait()
    await route.continue_()


@in_whole
async def test_a_skill_is_written_kept_as_a_draft_saved_and_deleted(browser, server, faults):
    page = await open_room(browser, server, faults, "skills", **PHONE)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await by(page, "skill-new").click()
    await by(page, "skill-skill_id").fill("Bad Id")
    await expect(by(page, "skill-skill_id")).to_have_attribute("aria-invalid", "true")
    await expect(by(page, "skill-name")).not_to_have_attribute("aria-invalid", "true")
    await by(page, "skill-name").fill("벌통 일지")
    await by(page, "dialog-close").click()
    forgive(faults, 422)
    await by(page, "skill-new").click()
    await expect(by(page, "skill-name")).to_have_value("벌통 일지")
    await by(page, "skill-skill_id").fill("bee_log")
    await by(page, "skill-description").fill("<script>alert(1)</script>")
    await by(page, "skill-keywords").fill("벌통, 양봉")
    await by(page, "skill-content").fill("# 벌통마다 한 줄")
    await expect(by(page, "skill-told")).to_contain_text("저장할 수 있습니다")
    await expect(by(page, "skill-told")).to_contain_text("양봉 → 양봉 일지")
    forgive(faults, 422)
    await by(page, "skill-save").click()
    frame = page.frame_locator("[data-testid=stage] iframe")
    await expect(frame.locator("h1").first).to_have_text("벌통 일지")
    await expect(by(page, "skill-told")).to_contain_text("언어 모델이 연결되어 있지 않아")
    await by(page, "dialog-close").click()

    mine = page.locator("[data-skill=bee_log]")
    await expect(mine).to_contain_text("<script>alert(1)</script>")
    await mine.get_by_role("button").click()
    await by(page, "skill-edit").click()
    await by(page, "skill-name").fill("꿀벌 일지")
    answer = asyncio.Event()  # to whether a model is asked: what was saved counts before
    await page.route("**/health", lambda route: held(route, answer))
    await by(page, "skill-save").click()
    await expect(mine).to_contain_text("꿀벌 일지")
    await by(page, "dialog-close").click()
    answer.set()
    await mine.get_by_role("button").click()
    await by(page, "skill-delete").click()
    await by(page, "dialog-yes").click()
    await expect(mine).to_have_count(0)
    assert faults == []
