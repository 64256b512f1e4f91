"""The frame of the page stands still, however long a conversation grows."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.steps import by, open_chat

pytestmark = pytest.mark.asyncio(loop_scope="session")

WISH = "프로젝트 관리 대시보드 만들어줘"
CHANGES = ("작업에 난이도 속성 추가해줘", "작업에 메모 속성 추가해줘", "작업에 비용 속성 추가해줘")
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}

_FRAME = """() => {
  const app = document.querySelector(".app");
  return { slid: app.scrollTop, beyond: app.scrollHeight - app.clientHeight };
}"""


@pytest.mark.parametrize("size", SIZES)
async def test_the_page_stays_in_place_while_changes_are_typed(browser, server, faults, size):
    width, height = SIZES[size]
    page = await open_chat(
        browser, server, faults, locale="ko-KR", viewport={"width": width, "height": height}
    )
    await _typed(page, WISH, cards=1)
    for number, change in enumerate(CHANGES, start=2):
        await _typed(page, change, cards=number)
        assert await page.evaluate(_FRAME) == {"slid": 0, "beyond": 0}
    await expect(by(page, "composer-input")).to_be_in_viewport()
    assert faults == []


async def _typed(page: Page, text: str, cards: int) -> None:
    """Types a wish with real keys, says yes with the mouse, and sees it done."""
    await by(page, "composer-input").click()
    await page.keyboard.type(text)
    await page.keyboard.press("Enter")
    await by(page, "approval-approve").click()
    await expect(by(page, "complete-card")).to_have_count(cards)
