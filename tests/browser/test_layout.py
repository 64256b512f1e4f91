"""The frame of the page stands still, however long a conversation grows."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.matrix import in_whole, some
from tests.browser.steps import by, open_chat

pytestmark = pytest.mark.asyncio(loop_scope="session")

WISH = "프로젝트 관리 대시보드 만들어줘"
CHANGES = ("작업에 난이도 속성 추가해줘", "작업에 메모 속성 추가해줘", "작업에 비용 속성 추가해줘")
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}

_FRAME = """() => {
  const app = document.querySelector(".app");
  return { slid: app.scrollTop, beyond: app.scrollHeight - app.clientHeight };
}"""


@pytest.mark.parametrize("size", some("phone", "desktop"))
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


_COMPOSER = """() => {
  const box = (selector) => document.querySelector(`.composer ${selector}`).getBoundingClientRect();
  const [chips, words, send] = [box(".attachments"), box("textarea"), box(".send")];
  return {
    coarse: matchMedia("(pointer: coarse)").matches,
    above: chips.bottom <= words.top + 1,
    beside: words.right <= send.left + 1 && send.top < words.bottom,
    round: Math.abs(send.width - send.height) < 1,
  };
}"""


@pytest.mark.parametrize("width", [390, 1280])
@in_whole
async def test_by_touch_an_attached_file_stands_above_the_words(browser, server, faults, width):
    size = {"width": width, "height": 844}
    page = await open_chat(browser, server, faults, viewport=size, has_touch=True, is_mobile=True)
    file = {"name": "pens.csv", "mimeType": "text/csv", "buffer": b"name,price\npen,3\n"}
    await by(page, "attach-input").set_input_files(file)
    await expect(by(page, "attachment")).to_have_text("pens.csv")
    found = await page.evaluate(_COMPOSER)
    assert found == {"coarse": True, "above": True, "beside": True, "round": True}
    assert faults == []


async def _typed(page: Page, text: str, cards: int) -> None:
    """Types a wish with real keys, says yes with the mouse, and sees it done."""
    await by(page, "composer-input").click()
    await page.keyboard.type(text)
    await page.keyboard.press("Enter")
    await by(page, "approval-approve").click()
    await expect(by(page, "complete-card")).to_have_count(cards)
