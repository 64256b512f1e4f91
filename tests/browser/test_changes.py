"""What a stranger does next: says what should be different, looks, says yes, takes it back."""

import pytest
from playwright.async_api import expect

from tests.browser.matrix import some
from tests.browser.steps import by, open_chat, show_rows, wish

pytestmark = pytest.mark.asyncio(loop_scope="session")

WISHES = {
    "ko-KR": ("프로젝트 관리 대시보드 만들어줘", "작업에 난이도 속성 추가해줘", "난이도"),
    "en-US": ("Build me a project dashboard", "add a difficulty property to Tasks", "Difficulty"),
    "ja-JP": ("プロジェクト管理を作って", "タスクに「難易度」プロパティを追加して", "難易度"),
}


@pytest.mark.parametrize("locale", some(*WISHES))
async def test_what_should_be_different_is_shown_made_and_taken_back(
    browser, server, faults, locale
):
    text, change, added = WISHES[locale]
    page = await open_chat(
        browser, server, faults, locale=locale, viewport={"width": 1440, "height": 900}
    )
    await wish(page, text)
    await by(page, "approval-approve").click()
    await expect(by(page, "complete-card")).to_be_visible()

    await wish(page, change)
    await expect(by(page, "approval-changes")).to_contain_text(added)
    preview = page.frame_locator('[data-testid="preview-frame"]')
    column = preview.get_by_role("columnheader", name=added)
    await show_rows(preview)
    await expect(column.first).to_be_attached()
    await by(page, "approval-approve").click()

    await expect(by(page, "complete-card")).to_have_count(2)
    await expect(by(page, "complete-card").last).to_contain_text(added)
    await show_rows(preview)
    await expect(column.first).to_be_attached()
    await by(page, "undo").last.click()

    await expect(by(page, "cancelled")).to_be_visible()
    await expect(preview.get_by_role("heading", level=1)).to_be_visible()
    await show_rows(preview)
    await expect(column).to_have_count(0)
    await expect(by(page, "undo")).to_have_count(1)
    assert faults == []


async def test_a_view_that_changes_is_what_the_preview_shows(browser, server, faults):
    page = await open_chat(
        browser, server, faults, locale="en-US", viewport={"width": 1440, "height": 900}
    )
    await wish(page, "Bike repairs: repair, bike, done on (date), stage (to do, doing, done)")
    await by(page, "approval-approve").click()
    await expect(by(page, "complete-card")).to_be_visible()

    await wish(page, "add a list view called Short")
    await expect(by(page, "approval-changes")).to_contain_text("Short")
    preview = page.frame_locator('[data-testid="preview-frame"]')
    shown = preview.get_by_role("tablist").first.get_by_role("tab", selected=True)
    await expect(shown).to_have_text("Short")
    await by(page, "approval-approve").click()

    await expect(by(page, "complete-card")).to_have_count(2)
    assert faults == []
