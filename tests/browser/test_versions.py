"""Versions of a plan stand side by side, with what changed marked; an earlier one can be built."""

import pytest
from playwright.async_api import expect

from tests.browser.steps import by, open_chat, show_rows, wish

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_earlier_version_is_compared_looked_at_and_built(browser, server, faults):
    page = await open_chat(browser, server, faults, locale="ko-KR")
    await wish(page, "프로젝트 관리 대시보드 만들어줘")
    await expect(by(page, "approval-card")).to_be_visible()
    await expect(by(page, "approval-versions")).to_have_count(0)
    await wish(page, "작업에 난이도 속성 추가해줘")

    await by(page, "approval-versions").click()
    now, before = by(page, "version-now"), by(page, "version-before")
    await expect(now.locator(".version-added")).to_have_text(["+추가난이도선택"])
    await expect(before.locator(".version-removed")).to_have_count(0)
    await expect(before.locator("li.version-changed").first).to_contain_text("작업")
    preview = page.frame_locator('[data-testid="preview-frame"]')
    column = preview.get_by_role("columnheader", name="난이도")
    await by(page, "version-look").click()
    await expect(page.locator(".pane-head h2")).to_contain_text("버전 1")
    await show_rows(preview)
    await expect(column).to_have_count(0)

    await by(page, "approval-versions").click()
    await by(page, "version-take").click()

    await expect(by(page, "complete-card")).to_be_visible()
    await show_rows(preview)
    await expect(column).to_have_count(0)
    assert faults == []
