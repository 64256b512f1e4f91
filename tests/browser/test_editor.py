"""A plan that is edited by hand in the form, and built as it was edited."""

import pytest
from playwright.async_api import expect

from tests.browser.matrix import in_whole
from tests.browser.steps import by, open_chat, show_rows, wish

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_plan_is_built_as_it_was_edited_in_the_form(browser, server, faults):
    page = await open_chat(browser, server, faults, locale="ko-KR")
    await wish(page, "프로젝트 관리 대시보드 만들어줘")
    await by(page, "approval-edit").click()
    dialog = by(page, "editor-dialog")
    await expect(by(page, "editor-save")).to_be_disabled()

    await dialog.get_by_label("페이지 제목").fill("우리 팀 일")
    tasks = by(page, "editor-database").last
    await tasks.get_by_test_id("add-property").click()
    await page.keyboard.type("난이도")
    added = tasks.get_by_test_id("editor-property").last
    await added.get_by_label("속성 유형").select_option("select")
    await added.get_by_test_id("add-option").click()
    await page.keyboard.type("쉬움")
    await page.keyboard.press("Enter")  # ends the name, and approves nothing
    await expect(by(page, "editor-count")).to_have_text("2곳 고침")
    await by(page, "editor-save").click()

    await expect(by(page, "complete-card")).to_be_visible()
    await expect(dialog).not_to_be_visible()
    preview = page.frame_locator('[data-testid="preview-frame"]')
    await expect(preview.get_by_role("heading", level=1)).to_have_text("우리 팀 일")
    await show_rows(preview)
    await expect(preview.get_by_role("columnheader", name="난이도").first).to_be_attached()
    assert faults == []


@in_whole
async def test_rows_views_and_the_order_of_things_are_edited_as_well(browser, server, faults):
    page = await open_chat(browser, server, faults, locale="en-US")
    await wish(page, "Build me a project dashboard")
    await by(page, "approval-edit").click()
    tasks = by(page, "editor-database").first
    second = await tasks.get_by_label("Property name").nth(1).input_value()

    await tasks.get_by_role("button", name=f"Move {second}").press("ArrowUp")
    await expect(tasks.get_by_label("Property name").first).to_have_value(second)
    await tasks.get_by_test_id("add-view").click()
    await page.keyboard.type("Everything")
    await tasks.get_by_label("View type").last.select_option("list")
    await by(page, "editor-rows").first.locator("summary").click()
    await tasks.get_by_label("Row name").first.fill("Water the plants")
    await tasks.get_by_test_id("add-row").click()
    await page.keyboard.type("Feed the cat")
    await expect(by(page, "editor-count")).to_have_text("4 changes")
    await by(page, "editor-save").click()

    await expect(by(page, "complete-card")).to_be_visible()
    preview = page.frame_locator('[data-testid="preview-frame"]')
    await preview.get_by_role("tab", name="Everything").click()
    for name in ("Water the plants", "Feed the cat"):
        await expect(preview.get_by_text(name, exact=True).first).to_be_attached()
    assert faults == []


@in_whole
async def test_what_cannot_be_built_is_said_in_the_form_and_nothing_is_lost(
    browser, server, faults
):
    page = await open_chat(browser, server, faults, locale="en-US")
    await wish(page, "Build me a project dashboard")
    await by(page, "approval-edit").click()
    first = by(page, "editor-database").first.get_by_label("Property name")
    twin = await first.nth(0).input_value()

    await first.nth(1).fill(twin)
    await by(page, "editor-save").click()

    await expect(by(page, "editor-problem")).to_contain_text(f"Property name · {twin}: ")
    await expect(first.nth(1)).to_have_value(twin)
    await expect(first.nth(1)).to_have_attribute("aria-invalid", "true")
    await expect(first.nth(0)).not_to_have_attribute("aria-invalid", "true")
    await expect(by(page, "editor-save")).to_be_enabled()
    assert faults == []


@in_whole
async def test_edits_are_not_lost_by_a_key_and_another_tabs_answer_is_said(browser, server, faults):
    page = await open_chat(browser, server, faults, locale="ko-KR")
    await wish(page, "프로젝트 관리 대시보드 만들어줘")
    await by(page, "approval-edit").click()
    dialog = by(page, "editor-dialog")
    view = dialog.get_by_label("보기 이름").first
    await view.fill("모든 일")

    await page.keyboard.press("Escape")
    await by(page, "editor-stay").click()
    await expect(view).to_have_value("모든 일")
    other = await page.context.new_page()
    await other.goto(page.url)
    await by(other, "approval-approve").click()

    await expect(by(page, "editor-problem")).to_contain_text("이미 답한 계획")
    await expect(by(page, "editor-save")).to_be_disabled()
    await expect(view).to_have_value("모든 일")
    await page.keyboard.press("Escape")
    await by(page, "editor-discard").click()
    await expect(dialog).not_to_be_visible()
    assert faults == []
