"""A workspace of one's own is used, not only looked at: values, rows, views, and the way back."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, expect

from tests.browser.matrix import in_whole
from tests.browser.steps import forgive
from tests.browser.workspaces import add, blueprint, built, cell, opened, row
from tests.support.exported import Exported
from tests.support.processes import Process

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, server: Process, faults: list[str]) -> AsyncIterator[Page]:
    """A workspace made for this test alone, open on its table."""
    page = await opened(browser, await built(server, blueprint()), faults)
    await expect(page.get_by_role("grid")).to_be_visible()
    yield page
    assert faults == []


async def test_a_value_is_picked_typed_ticked_and_stays(page: Page):
    await cell(page, "현수막 주문", "status").click()
    await page.get_by_role("option", name="진행").click()
    await expect(cell(page, "현수막 주문", "status")).to_have_text("진행")
    await cell(page, "다과 준비", "number").click()
    await page.keyboard.type("95,000")
    await page.keyboard.press("Enter")
    await expect(cell(page, "다과 준비", "number")).to_contain_text("95,000")
    await cell(page, "명찰 인쇄", "checkbox").click()
    await expect(cell(page, "명찰 인쇄", "checkbox").get_by_role("img", name="예")).to_be_visible()
    await cell(page, "명찰 인쇄", "date").click()
    await page.get_by_label("시작").fill("2026-12-24")
    await page.keyboard.press("Enter")
    await expect(cell(page, "명찰 인쇄", "date")).to_have_text("12월 24일")
    await cell(page, "명찰 인쇄", "date").click()
    await page.get_by_label("시간 포함").check()
    await page.get_by_label("시작").fill("2026-12-24T18:30")
    await page.keyboard.press("Enter")
    await expect(cell(page, "명찰 인쇄", "date")).to_contain_text("6:30")

    await page.reload()

    await expect(cell(page, "명찰 인쇄", "date")).to_contain_text("6:30")

    await expect(cell(page, "현수막 주문", "status")).to_have_text("진행")
    await expect(cell(page, "다과 준비", "number")).to_contain_text("95,000")
    await expect(page.get_by_role("button", name="예산 계산")).to_contain_text("245,000")


@in_whole
async def test_what_is_no_number_is_said_and_not_kept(page: Page):
    await cell(page, "다과 준비", "number").click()
    await page.keyboard.type("많이")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("alert")).to_contain_text("숫자로 적어 주세요")
    await page.keyboard.press("Escape")
    await expect(cell(page, "다과 준비", "number")).to_contain_text("80,000")


async def test_rows_are_written_one_after_another_and_taken_back(page: Page):
    await add(page, "음향 점검", "사진 촬영")
    await expect(row(page, "사진 촬영")).to_be_visible()
    await expect(row(page, "음향 점검")).to_be_visible()

    await page.get_by_role("button", name="사진 촬영 메뉴").click()
    await page.get_by_role("menuitem", name="삭제").click()
    await expect(row(page, "사진 촬영")).to_have_count(0)
    await page.get_by_role("button", name="되돌리기").click()
    await expect(row(page, "사진 촬영")).to_be_visible()
    await page.get_by_role("button", name="음향 점검 메뉴").click()
    await page.get_by_role("menuitem", name="복제").click()
    await expect(row(page, "음향 점검 (사본)")).to_be_visible()


async def test_a_card_is_dragged_to_another_column_and_ctrl_z_brings_it_back(page: Page):
    await page.get_by_role("tab", name="보드").click()
    columns = page.locator(".board-column")

    await columns.nth(0).locator(".card").first.drag_to(columns.nth(1))
    await expect(columns.nth(1).locator(".card")).to_have_count(1)
    await page.keyboard.press("Control+z")
    await expect(columns.nth(1).locator(".card")).to_have_count(0)

    # Without a mouse: the card's menu moves it.
    await page.get_by_role("button", name="다과 준비 메뉴").click()
    await page.get_by_role("menuitem", name="옮기기: 완료").click()
    await expect(columns.nth(2).locator(".card")).to_have_count(1)


async def test_a_row_is_dragged_to_another_day_of_the_calendar_and_made_on_one(
    browser: Browser, server: Process, faults: list[str]
):
    plan = blueprint()
    plan["databases"][0]["views"] = [{"type": "calendar", "name": "달력", "date_property": "날짜"}]
    plan["databases"][0]["rows"] = [
        {"values": {"이름": "답사", "날짜": {"start": "2027-03-10T18:30:00+09:00"}}}
    ]
    page = await opened(browser, await built(server, plan), faults, timezone_id="Asia/Seoul")
    day = page.locator(".month tbody td")  # March 2027 begins on a Monday, weeks on Sundays

    await day.nth(10).locator(".event").drag_to(day.nth(18))
    await expect(day.nth(18).locator(".event")).to_have_text("답사")
    await page.keyboard.press("Control+z")
    await expect(day.nth(10).locator(".event")).to_have_text("답사")
    await page.keyboard.press("Control+y")
    await expect(day.nth(18).locator(".event")).to_have_text("답사")

    await day.nth(5).hover()
    await day.nth(5).get_by_role("button", name="새로 만들기, 3월 5일").click()
    await page.keyboard.type("숙소 예약")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Escape")
    await expect(day.nth(5).locator(".event")).to_have_text("숙소 예약")

    await day.nth(18).get_by_role("link").click()
    await expect(page.get_by_text("6:30")).to_be_visible()
    assert faults == []


@in_whole
async def test_a_row_made_in_a_column_stands_in_it(page: Page):
    await page.get_by_role("tab", name="보드").click()
    column = page.locator(".board-column").nth(1)

    await column.get_by_role("button", name="새로 만들기").click()
    await page.keyboard.type("꽃 주문")
    await page.keyboard.press("Enter")

    await expect(column.locator(".card")).to_have_text("꽃 주문")


async def test_a_view_is_sorted_filtered_and_searched(page: Page):
    await page.get_by_role("button", name="정렬").click()
    await page.get_by_role("menuitemcheckbox", name="예산").click()
    titles = page.locator('tbody th[scope="row"] .row-link > span:last-child')
    await expect(titles).to_have_text(["명찰 인쇄", "다과 준비", "현수막 주문"])

    await page.get_by_role("button", name="필터", exact=True).click()
    await page.get_by_role("menuitem", name="예산").click()
    sheet = page.get_by_role("dialog", name="필터")
    await sheet.get_by_role("combobox").first.select_option("atLeast")
    await sheet.get_by_role("textbox").fill("많이")
    await sheet.get_by_role("button", name="적용").click()
    await expect(sheet.get_by_role("alert")).to_contain_text("숫자로 적어 주세요")
    await sheet.get_by_role("textbox").fill("80000")
    await sheet.get_by_role("button", name="적용").click()
    await expect(titles).to_have_text(["다과 준비", "현수막 주문"])
    await page.reload()
    await expect(titles).to_have_text(["다과 준비", "현수막 주문"])
    await page.get_by_role("button", name="필터 지우기").click()
    await expect(titles).to_have_count(3)

    await page.get_by_role("searchbox").fill("다과")
    await expect(titles).to_have_text(["다과 준비"])


async def test_another_tab_sees_an_edit_at_once(page: Page):
    other = await page.context.new_page()
    await other.goto(page.url)
    await expect(row(other, "다과 준비")).to_be_visible()

    await page.get_by_role("checkbox", name="장소 예약하기").check()

    await expect(other.get_by_role("checkbox", name="장소 예약하기")).to_be_checked()


@in_whole
async def test_a_title_is_changed_by_keyboard_alone(page: Page):
    await page.get_by_role("button", name="제목 수정").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Control+a")
    await page.keyboard.type("송년회 준비")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", level=1)).to_contain_text("송년회 준비")
    first = page.locator("[data-cell]").first
    await first.focus()
    for _ in range(2):
        await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Enter")
    await page.keyboard.type("1")
    await page.keyboard.press("Enter")
    await expect(page.locator('tbody [data-type="number"]').first).to_contain_text("1")


@in_whole
async def test_the_pages_of_a_workspace_are_a_click_away(page: Page):
    await page.get_by_role("button", name="페이지 목록").click()

    await (
        page.get_by_role("navigation", name="페이지 목록").get_by_role("link", name="할 일").click()
    )

    await expect(page.get_by_role("heading", level=1)).to_contain_text("할 일")


@in_whole
async def test_the_page_is_taken_along_as_documents(page: Page):
    await page.get_by_role("button", name="페이지 메뉴").click()
    async with page.expect_download() as download:
        await page.get_by_role("menuitem", name="내보내기").click()
    saved = await download.value
    assert saved.suggested_filename.startswith("행사 준비 ")
    content = await asyncio.to_thread(Path(await saved.path()).read_bytes)
    found = Exported(content)
    assert "현수막 주문" in found.plain("행사 준비/할 일_all.csv")
    await expect(page.get_by_text("notionforge.lost.json")).to_have_count(0)


async def test_what_an_export_lacks_is_told_on_the_page(page: Page):
    link = await row(page, "현수막 주문").get_by_role("link").first.get_attribute("href")
    below_a_row = {"page_id": urlsplit(link or "").path.rpartition("/")[2]}
    body = {
        "parent": below_a_row,
        "properties": {"title": {"title": [{"text": {"content": "쪽"}}]}},
    }
    here = urlsplit(page.url)
    made = await page.request.post(f"{here.scheme}://{here.netloc}{here.path}/api/pages", data=body)
    assert made.ok, await made.text()

    await page.get_by_role("button", name="페이지 메뉴").click()
    async with page.expect_download():
        await page.get_by_role("menuitem", name="내보내기").click()

    await expect(page.get_by_text("notionforge.lost.json")).to_be_visible()


@in_whole
async def test_a_word_of_deletion_takes_back_that_deletion(page: Page):
    await page.get_by_role("button", name="명찰 인쇄 메뉴").click()
    await page.get_by_role("menuitem", name="삭제").click()
    await expect(row(page, "명찰 인쇄")).to_have_count(0)
    await cell(page, "다과 준비", "checkbox").click()
    await expect(cell(page, "다과 준비", "checkbox").get_by_role("img", name="예")).to_be_visible()

    await page.get_by_role("button", name="되돌리기").click()

    await expect(row(page, "명찰 인쇄")).to_be_visible()
    await expect(cell(page, "다과 준비", "checkbox").get_by_role("img", name="예")).to_be_visible()


@in_whole
async def test_a_copy_has_the_body_and_the_look_of_its_row(page: Page, faults: list[str]):
    await page.route("**/api/pages", refused)
    await page.get_by_role("button", name="명찰 인쇄 메뉴").click()
    await page.get_by_role("menuitem", name="복제").click()
    await expect(page.locator("#toast")).to_contain_text("저장하지 못했습니다")
    await expect(page.locator("#toast q")).to_have_count(0)  # the words stand in the row yet
    forgive(faults, 400)
    await page.unroute("**/api/pages")
    await page.get_by_role("button", name="명찰 인쇄 메뉴").click()
    await page.get_by_role("menuitem", name="복제").click()

    copied = row(page, "명찰 인쇄 (사본)")
    await expect(copied).to_contain_text("🎪")
    await copied.get_by_role("link").click()
    await expect(page.get_by_role("dialog")).to_contain_text("명찰 인쇄 메모")


@in_whole
async def test_a_tick_is_taken_back_where_the_focus_is_still_on_it(page: Page):
    box = page.get_by_role("checkbox", name="장소 예약하기")
    await box.check()
    await expect(page.locator("li.done")).to_have_count(1)

    await page.keyboard.press("Control+z")

    await expect(box).not_to_be_checked()


@in_whole
async def test_what_another_tab_wrote_since_is_not_undone(page: Page):
    await cell(page, "다과 준비", "number").click()
    await page.keyboard.type("111")
    await page.keyboard.press("Enter")
    await expect(cell(page, "다과 준비", "number")).to_contain_text("111")
    other = await page.context.new_page()
    await other.goto(page.url)
    await cell(other, "다과 준비", "number").click()
    await other.keyboard.type("222")
    await other.keyboard.press("Enter")
    await expect(cell(page, "다과 준비", "number")).to_contain_text("222")

    await page.bring_to_front()
    await page.keyboard.press("Control+z")

    await expect(page.get_by_text("다른 곳에서 바뀌어")).to_be_visible()
    await expect(cell(page, "다과 준비", "number")).to_contain_text("222")


async def test_a_deleted_column_comes_back_with_what_was_reckoned_of_it(
    browser: Browser, server: Process, faults: list[str]
):
    plan = blueprint()
    share = {"name": "한 사람", "type": "formula", "expression": 'prop("예산") / 4'}
    plan["databases"][0]["properties"].append(share)
    page = await opened(browser, await built(server, plan), faults)
    await expect(cell(page, "다과 준비", "formula")).to_contain_text("20,000")

    await page.get_by_role("button", name="예산", exact=True).click()
    await page.get_by_role("menuitem", name="삭제").click()
    await expect(cell(page, "다과 준비", "number")).to_have_count(0)
    await page.keyboard.press("Control+z")

    await expect(cell(page, "다과 준비", "number")).to_contain_text("80,000")
    await expect(cell(page, "다과 준비", "formula")).to_contain_text("20,000")
    assert faults == []


async def test_another_type_says_what_it_deletes_and_comes_back_for_rows_that_no_view_shows(
    page: Page,
):
    await page.get_by_role("searchbox").fill("명찰")
    await expect(row(page, "다과 준비")).to_have_count(0)
    await page.get_by_role("button", name="예산", exact=True).click()
    await page.get_by_role("menuitem", name="유형 바꾸기").click()
    await page.get_by_role("menuitemradio", name="날짜").click()
    await page.get_by_role("menuitem", name="값 3개가 지워집니다").click()
    await expect(cell(page, "명찰 인쇄", "number")).to_have_count(0)
    await page.get_by_role("button", name="되돌리기").click()
    await expect(cell(page, "명찰 인쇄", "number")).to_contain_text("30,000")

    await page.reload()

    await expect(cell(page, "다과 준비", "number")).to_contain_text("80,000")


async def refused(route: Route) -> None:
    await route.fulfill(status=400, json={"message": "Whatever there may be"})


async def test_another_type_that_was_given_in_part_can_be_taken_back(page: Page, faults: list[str]):
    await page.route("**/api/pages/*", refused)
    await page.get_by_role("button", name="예산", exact=True).click()
    await page.get_by_role("menuitem", name="유형 바꾸기").click()
    await page.get_by_role("menuitemradio", name="텍스트").click()

    await expect(page.locator("#toast")).to_contain_text("저장하지 못했습니다")
    await expect(page.locator("#toast q")).to_have_count(0)  # nobody wrote these values
    forgive(faults, 400)
    await expect(cell(page, "명찰 인쇄", "number")).to_have_count(0)
    await page.unroute("**/api/pages/*")
    await page.get_by_role("button", name="되돌리기").click()
    for name, cost in (("명찰 인쇄", "30,000"), ("다과 준비", "80,000")):
        await expect(cell(page, name, "number")).to_contain_text(cost)


async def test_an_option_of_more_rows_than_can_be_read_is_deleted_for_good_when_that_was_read(
    page: Page,
):
    async def endless(route: Route) -> None:
        await route.fulfill(json={"results": [], "has_more": True, "next_cursor": "more"})

    await page.route("**/api/data_sources/*/query", endless)
    await page.get_by_role("button", name="단계", exact=True).click()
    for name in ("옵션", "준비", "삭제"):
        await page.get_by_role("menuitem", name=name, exact=True).click()
    await expect(cell(page, "명찰 인쇄", "status")).to_have_text("준비")

    await page.get_by_role("menuitem", name="그래도 삭제").click()

    await expect(page.locator("#toast")).to_contain_text("삭제했습니다")
    await expect(page.get_by_role("button", name="되돌리기")).to_have_count(0)
    await expect(cell(page, "명찰 인쇄", "status")).not_to_have_text("준비")


async def test_a_type_is_taken_back_past_a_row_that_is_gone_meanwhile(
    page: Page, faults: list[str]
):
    await page.get_by_role("button", name="예산", exact=True).click()
    await page.get_by_role("menuitem", name="유형 바꾸기").click()
    await page.get_by_role("menuitemradio", name="텍스트").click()
    await expect(cell(page, "명찰 인쇄", "rich_text")).to_have_text("30000")
    other = await page.context.new_page()
    await other.goto(page.url)
    await other.get_by_role("button", name="다과 준비 메뉴").click()
    await other.get_by_role("menuitem", name="삭제").click()
    await expect(row(page, "다과 준비")).to_have_count(0)
    await page.bring_to_front()
    await page.keyboard.press("Control+z")

    for name, cost in (("현수막 주문", "120,000"), ("명찰 인쇄", "30,000")):
        await expect(cell(page, name, "number")).to_contain_text(cost)
    forgive(faults, 400)


async def test_a_row_that_its_views_filter_hides_is_shown_where_it_was_made_and_it_is_said(
    page: Page,
):
    await page.get_by_role("button", name="필터", exact=True).click()
    await page.get_by_role("menuitem", name="예산").click()
    sheet = page.get_by_role("dialog", name="필터")
    await sheet.get_by_role("combobox").first.select_option("atLeast")
    await sheet.get_by_role("textbox").fill("10만")
    await sheet.get_by_role("button", name="적용").click()
    await expect(row(page, "다과 준비")).to_have_count(0)

    await add(page, "음향 점검")

    await expect(row(page, "음향 점검")).to_be_visible()
    await expect(page.get_by_text("필터에 맞지 않는 새 항목입니다")).to_be_visible()
    await cell(page, "음향 점검", "number").click()
    await page.keyboard.type("5만")
    await page.keyboard.press("Enter")
    await expect(cell(page, "음향 점검", "number")).to_contain_text("50,000")
    await page.reload()
    await expect(row(page, "현수막 주문")).to_be_visible()
    await expect(row(page, "음향 점검")).to_have_count(0)


async def test_what_cannot_be_kept_is_said_in_the_readers_words_and_stays_to_be_mended(page: Page):
    await page.get_by_role("button", name="예산", exact=True).click()
    await page.get_by_role("menuitem", name="이름 바꾸기").click()
    await page.keyboard.press("Control+a")
    await page.keyboard.type("날짜")
    await page.keyboard.press("Enter")
    alert = page.get_by_role("alert")
    await expect(alert).to_have_text("‘날짜’은(는) 이미 있는 이름입니다")
    await page.keyboard.type(" 예산")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="날짜 예산", exact=True)).to_be_visible()

    await cell(page, "다과 준비", "number").click()
    await page.keyboard.type("많이")
    await page.get_by_role("heading", level=1).click()
    await page.get_by_role("button", name="이어서 쓰기").click()
    await expect(page.locator(".sheet input")).to_have_value("많이")
    await page.keyboard.press("Escape")


async def test_what_was_written_into_a_row_that_is_gone_is_shown_to_be_taken_along(
    page: Page, faults: list[str]
):
    other = await page.context.new_page()
    await other.goto(page.url)
    await other.get_by_role("button", name="명찰 인쇄 메뉴").click()
    await page.get_by_role("button", name="명찰 인쇄 메뉴").click()
    await page.get_by_role("menuitem", name="이름 바꾸기").click()
    await page.keyboard.press("Control+a")
    await page.keyboard.type("명찰 스무 개 인쇄")
    await other.get_by_role("menuitem", name="삭제").click()
    await expect(row(other, "명찰 인쇄")).to_have_count(0)
    await page.keyboard.press("Enter")

    await expect(page.locator("#toast")).to_contain_text("그사이 삭제된 항목입니다")
    await expect(page.locator("#toast q")).to_have_text("명찰 스무 개 인쇄")
    forgive(faults, 400)
