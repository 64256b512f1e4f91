"""axe-core finds nothing serious or critical on any screen, in either theme, on either size."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser import every_view
from tests.browser.matrix import in_whole, some
from tests.browser.steps import by, open_chat, wish
from tests.browser.workspaces import built, opened
from tests.support.processes import Process

pytestmark = pytest.mark.asyncio(loop_scope="session")

# axe-core 4.12.1, unchanged, as axe-playwright-python 0.1.8 brings it; MPL-2.0, as its head says.
AXE = (Path(__file__).parent / "fixtures" / "axe.min.js").read_text()
DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
# Between them: every language, theme and size.
READERS = {
    "ko": {"locale": "ko-KR", "color_scheme": "light", "viewport": DESKTOP},
    "en": {"locale": "en-US", "color_scheme": "dark", "viewport": PHONE},
}
KINDS = {"table": {"name": ""}, **every_view.VIEWS}
_RUN = """async (rules) => {
  // Preloading, it asks for what style sheets import as if it lay beside the page.
  const options = { resultTypes: ["violations"], iframes: false, preload: false };
  if (rules) options.runOnly = rules;
  const { violations } = await axe.run(document, options);
  return violations
    .filter(({ impact }) => ["serious", "critical"].includes(impact))
    .flatMap(({ id, nodes }) => nodes.map(({ html, any }) =>
      `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ""}`));
}"""


async def check(page: Page, screen: str, found: list[str]) -> None:
    """All rules as the screen is, and the contrast of colours in the other theme."""
    if not await page.evaluate("Boolean(window.axe)"):
        await page.evaluate(AXE)
    await page.evaluate(_SETTLED)
    found += [f"{screen}: {one}" for one in await page.evaluate(_RUN, None)]
    dark = await page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    here, there = ("dark", "light") if dark else ("light", "dark")
    await page.emulate_media(color_scheme=there)
    await page.evaluate(_SETTLED)
    contrast = await page.evaluate(_RUN, ["color-contrast"])
    found += [f"{screen}, {there}: {one}" for one in contrast]
    await page.emulate_media(color_scheme=here)


# What is still fading in has no colour of its own yet; what is folded away never comes to its end.
_SETTLED = """() => Promise.race([
  new Promise((done) => setTimeout(done, 5000)),
  Promise.allSettled(document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().iterations !== Infinity)
    .filter((one) => one.effect.target.checkVisibility())
    .map((one) => one.finished)),
])"""


@pytest.mark.parametrize("language", some("ko", "en"))
async def test_the_chat_and_its_rooms_are_for_everybody(
    browser: Browser, server: Process, faults: list[str], language: str
):
    found: list[str] = []
    page = await open_chat(browser, server, faults, **READERS[language])
    await check(page, "chat, empty", found)
    await by(page, "settings-open").click()
    await expect(by(page, "settings-dialog")).to_be_visible()
    await check(page, "settings", found)
    await page.keyboard.press("Escape")
    await wish(page, {"ko": "독서 기록 만들어줘", "en": "Build me a reading log"}[language])
    await expect(by(page, "approval-approve")).to_be_visible()
    await check(page, "plan", found)
    await by(page, "approval-edit").click()
    await check(page, "editor", found)
    await page.keyboard.press("Escape")
    await by(page, "approval-approve").click()
    await expect(by(page, "complete-card")).to_be_visible()
    await check(page, "finished", found)
    rooms = "import('/static/shell/places.js').then(({ ROOMS }) => ROOMS)"
    for room in await page.evaluate(rooms):
        await page.goto(f"{server.url}/{room}")
        await page.wait_for_load_state("networkidle")
        await check(page, room, found)
    assert not found, "\n".join(found)
    assert faults == []


@pytest.mark.parametrize("language", READERS)
@in_whole
async def test_a_workspace_is_for_everybody_whatever_its_view(
    browser: Browser, server: Process, faults: list[str], language: str
):
    found: list[str] = []
    address = await built(server, every_view.blueprint())
    page = await opened(browser, f"{address}?lang={language}", faults, **READERS[language])
    tabs = page.get_by_role("tab")
    await expect(tabs).to_have_count(len(KINDS))
    panel = page.get_by_role("tabpanel").first
    for number, kind in enumerate(KINDS):
        await tabs.nth(number).click()
        if kind not in ("form", "chart"):
            await expect(panel.get_by_text("사진전").filter(visible=True).first).to_be_visible()
        await check(page, kind, found)
    await tabs.first.click()
    for name in ("filter", "sort", "bar-pageMenu"):
        await page.locator(f"[id^={name}]").first.click()
        await expect(page.locator(".sheet")).to_be_visible()
        await check(page, name, found)
        await page.keyboard.press("Escape")
    await page.locator("a[data-row]").first.click()
    await expect(page.get_by_role("heading", level=1).last).to_contain_text("봄 산책")
    await check(page, "row", found)
    await page.goto(f"{server.url}/workspace?lang={language}")
    await expect(page.get_by_role("link").last).to_be_visible()
    await check(page, "list of workspaces", found)
    assert not found, "\n".join(found)
    assert faults == []
