"""A file that is attached to a message becomes a workspace after a yes."""

import pytest
from playwright.async_api import expect

from tests.browser.steps import by, open_chat

pytestmark = pytest.mark.asyncio(loop_scope="session")

TABLE = '이름,금액\n연필,"₩1,000"\n공책,"₩2,500"\n'.encode()


async def test_an_attached_file_is_shown_and_built(browser, server, faults):
    page = await open_chat(browser, server, faults, locale="ko-KR")
    table = {"name": "문구.csv", "mimeType": "text/csv", "buffer": TABLE}
    await by(page, "attach-input").set_input_files(table)
    await expect(by(page, "attachment")).to_have_text("문구.csv")
    await by(page, "composer-send").click()
    await expect(by(page, "approval-card")).to_be_visible()
    await expect(by(page, "attachment")).to_have_count(0)
    preview = page.frame_locator('[data-testid="preview-frame"]')
    await expect(preview.get_by_text("연필").first).to_be_visible()
    await by(page, "approval-approve").click()
    await expect(by(page, "complete-card")).to_be_visible()
    await expect(by(page, "thread").first).to_contain_text("문구.csv")
    assert faults == []
