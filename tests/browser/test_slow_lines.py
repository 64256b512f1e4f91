"""What is entered outlives a line that is away, and every edit can be taken back and made again."""

import pytest
from playwright.async_api import Browser, Route, expect

from tests.browser.matrix import in_whole
from tests.browser.workspaces import blueprint, built, cell, opened, row
from tests.support.processes import Process

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_edit_waits_for_the_line_and_those_behind_it_keep_their_order(
    browser: Browser, server: Process, faults: list[str]
):
    page = await opened(browser, await built(server, blueprint()), faults)
    cost = cell(page, "다과 준비", "number")
    waits = page.get_by_text("아직 저장하지 못했습니다")
    away = True

    async def line(route: Route) -> None:
        await (route.abort() if away else route.continue_())

    await page.route("**/api/**", line)
    for number in ("111", "222"):
        await cost.click()
        await page.keyboard.type(number)
        await page.keyboard.press("Enter")
        await expect(waits).to_be_visible()
    await expect(cost).to_contain_text("80,000")
    away = False
    await page.get_by_role("button", name="다시 시도").click()
    await expect(cost).to_contain_text("222")
    await expect(waits).to_have_count(0)

    # A row is not made twice by a line that broke after it: a person says whether to try again.
    away = True
    await page.get_by_role("button", name="새로 만들기").first.click()
    await page.keyboard.type("꽃 주문")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Escape")
    await expect(waits).to_be_visible()
    away = False
    await page.evaluate("dispatchEvent(new Event('online'))")
    await expect(waits).to_be_visible()
    await page.get_by_role("button", name="다시 시도").click()
    await expect(row(page, "꽃 주문")).to_have_count(1)

    refusals = iter([429])

    async def busy(route: Route) -> None:
        if status := next(refusals, None):
            await route.fulfill(status=status, json={"message": "Too many requests"})
        else:
            await route.continue_()

    await page.route("**/api/pages", busy)
    await page.get_by_role("button", name="새로 만들기").first.click()
    await page.keyboard.type("의자 대여")
    await page.keyboard.press("Enter")
    await expect(row(page, "의자 대여")).to_have_count(1)
    assert all("ERR_FAILED" in fault or "429" in fault for fault in faults)


@in_whole
async def test_edits_are_taken_back_and_made_again_and_the_view_is_remembered(
    browser: Browser, server: Process, faults: list[str]
):
    page = await opened(browser, await built(server, blueprint()), faults)
    tick = cell(page, "명찰 인쇄", "checkbox").get_by_role("img")
    await tick.click()
    await expect(tick).to_have_accessible_name("예")
    await page.get_by_role("button", name="현수막 주문 메뉴").click()
    await page.get_by_role("menuitem", name="복제").click()
    await expect(row(page, "현수막 주문 (사본)")).to_be_visible()
    for _ in range(2):
        await page.keyboard.press("Control+z")
    await expect(tick).to_have_accessible_name("아니요")
    await expect(row(page, "현수막 주문 (사본)")).to_have_count(0)
    await page.keyboard.press("Control+Shift+z")
    await page.keyboard.press("Control+y")
    await expect(tick).to_have_accessible_name("예")
    await expect(row(page, "현수막 주문 (사본)")).to_have_count(1)
    await page.keyboard.press("Control+z")
    await expect(row(page, "현수막 주문 (사본)")).to_have_count(0)

    # The controls of one row alone are stops of the Tab key.
    await page.locator("[data-cell]").first.focus()
    menus = page.locator(".row-menu")
    assert await menus.evaluate_all("menus => menus.map((menu) => menu.tabIndex)") == [0, -1, -1]
    await page.keyboard.press("ArrowDown")
    assert await menus.evaluate_all("menus => menus.map((menu) => menu.tabIndex)") == [-1, 0, -1]

    await page.get_by_role("tab", name="보드").click()
    await page.reload()
    await expect(page.get_by_role("tab", name="보드")).to_have_attribute("aria-selected", "true")
    assert faults == []
