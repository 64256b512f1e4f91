"""What stands in a cell can be reached and changed, whatever it is."""

from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.workspaces import blueprint, built, cell, opened, row
from tests.support.processes import Process

pytestmark = pytest.mark.asyncio(loop_scope="session")


def with_property(prop: dict[str, Any], value: Any = None) -> dict[str, Any]:
    """The usual workspace with one property more, which its first row has a value of."""
    plan = blueprint()
    table = plan["databases"][0]
    table["properties"].append(prop)
    if value is not None:
        table["rows"][0]["values"][prop["name"]] = value
    return plan


async def shown(
    browser: Browser, server: Process, faults: list[str], plan: dict[str, Any], **given: Any
) -> Page:
    page = await opened(browser, await built(server, plan), faults, **given)
    await expect(page.get_by_role("grid")).to_be_visible()
    return page


async def test_an_address_that_fills_its_cell_is_edited_by_mouse(
    browser: Browser, server: Process, faults: list[str]
):
    address = "https://example.com/" + "a" * 60
    plan = with_property({"name": "주소", "type": "url"}, address)
    page = await shown(browser, server, faults, plan)

    await cell(page, "현수막 주문", "url").hover()
    await cell(page, "현수막 주문", "url").get_by_role("button", name="주소 수정").click()
    await page.keyboard.type("not a url")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_have_text("https://로 시작하는 주소를 적어 주세요")
    await page.keyboard.press("Control+a")
    await page.keyboard.type("https://example.org")
    await page.keyboard.press("Enter")

    await expect(row(page, "현수막 주문").get_by_role("link", name="example.org")).to_be_visible()
    assert faults == []


@pytest.mark.parametrize("kind", ["table", "board", "list", "gallery"])
async def test_a_very_long_name_leaves_room_for_the_others(
    browser: Browser, server: Process, faults: list[str], kind: str
):
    plan = blueprint()
    table = plan["databases"][0]
    table["rows"][0]["values"]["이름"] = "아주 긴 이름 " * 110
    grouped = {"group_by": "단계"} if kind == "board" else {}
    table["views"] = [{"type": kind, "name": "보기", **grouped}]
    page = await opened(browser, await built(server, plan), faults)
    await page.get_by_role("tab", name="보기", exact=True).click()
    shown = page.locator('[role="tabpanel"]:visible [data-row]').filter(has_text="아주 긴 이름")

    box = await shown.first.bounding_box()

    assert box is not None
    assert box["height"] < 100
    assert await shown.first.get_attribute("title") is not None
    assert faults == []


async def test_back_closes_a_row_beside_the_page_and_leaves_the_page_where_it_is(
    browser: Browser, server: Process, faults: list[str]
):
    page = await shown(browser, server, faults, blueprint())
    address = page.url
    sheet = page.get_by_role("dialog", name="다과 준비")

    await row(page, "다과 준비").get_by_role("link").click()
    await expect(sheet).to_be_visible()
    await page.mouse.down(click_count=2)  # a double click opens it once, and does not close it
    await page.mouse.up(click_count=2)
    await expect(sheet).to_be_visible()
    await page.go_back()
    await expect(sheet).to_have_count(0)
    assert page.url == address
    await page.go_forward()
    await expect(sheet).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(sheet).to_have_count(0)

    await row(page, "명찰 인쇄").get_by_role("link").click()
    await expect(page.get_by_role("dialog", name="명찰 인쇄")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("dialog", name="명찰 인쇄")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("grid")).to_be_visible()
    assert faults == []


async def test_a_new_status_speaks_the_readers_language(
    browser: Browser, server: Process, faults: list[str]
):
    page = await shown(browser, server, faults, blueprint())
    await page.get_by_role("button", name="새 속성").click()
    await page.get_by_role("menuitem", name="상태").click()
    await page.keyboard.type("결재")
    await page.keyboard.press("Enter")
    new = row(page, "다과 준비").locator('[data-type="status"]').last
    await expect(page.get_by_role("button", name="결재", exact=True)).to_be_visible()
    await new.click()
    await expect(page.get_by_role("option")).to_have_text(["시작 전", "진행 중", "완료"])
    await page.keyboard.press("Escape")
    assert faults == []


async def test_a_cell_of_people_says_what_helps(
    browser: Browser, server: Process, faults: list[str]
):
    plan = with_property({"name": "담당자", "type": "people"})
    page = await shown(browser, server, faults, plan)

    await cell(page, "다과 준비", "people").click()

    await expect(page.locator("#toast")).to_contain_text("유형 바꾸기")
    await page.get_by_role("button", name="담당자", exact=True).click()
    await page.get_by_role("menuitem", name="유형 바꾸기").click()
    await page.get_by_role("menuitemradio", name="선택", exact=True).click()
    await cell(page, "다과 준비", "select").click()
    await page.keyboard.type("김하나")
    await page.keyboard.press("Enter")
    await expect(cell(page, "다과 준비", "select")).to_have_text("김하나")
    assert faults == []


async def test_a_new_column_that_is_made_again_has_what_was_written_into_it(
    browser: Browser, server: Process, faults: list[str]
):
    page = await shown(browser, server, faults, blueprint())
    await page.get_by_role("button", name="새 속성").click()
    await page.get_by_role("menuitem", name="이메일").click()
    await page.keyboard.type("연락처")
    await page.keyboard.press("Enter")
    await cell(page, "다과 준비", "email").click()
    await page.keyboard.type("a@example.com")
    await page.keyboard.press("Enter")
    await expect(cell(page, "다과 준비", "email")).to_contain_text("a@example.com")

    for _ in range(2):
        await page.keyboard.press("Control+z")
        await expect(page.locator("#toast")).to_contain_text("되돌렸습니다")
    await expect(cell(page, "다과 준비", "email")).to_have_count(0)
    for _ in range(2):
        await page.keyboard.press("Control+Shift+z")
        await expect(page.locator("#toast")).to_contain_text("다시 적용했습니다")

    await expect(cell(page, "다과 준비", "email")).to_contain_text("a@example.com")
    assert faults == []
