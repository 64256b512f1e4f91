"""A workspace is changed where it stands, its views, properties, blocks and pages: another tab sees
each at once, and each is taken back."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser.matrix import in_whole
from tests.browser.workspaces import blueprint, built, cell, opened, row
from tests.support.processes import Process

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def tabs(
    browser: Browser, server: Process, faults: list[str]
) -> AsyncIterator[tuple[Page, Page]]:
    """The same workspace, made for this test alone, in two tabs."""
    page = await opened(browser, await built(server, blueprint()), faults)
    other = await page.context.new_page()
    await other.goto(page.url)
    await expect(other.get_by_role("grid")).to_be_visible()
    await page.bring_to_front()
    yield page, other
    assert faults == []


async def pick(page: Page, *names: str) -> None:
    """Chooses from one menu after the other."""
    for name in names:
        await (
            page.locator(".sheet")
            .get_by_role("button")
            .or_(page.locator('.sheet [role^="menuitem"]'))
            .filter(has_text=name)
            .first.click()
        )


async def say(page: Page, text: str) -> None:
    await page.keyboard.type(text)
    await page.keyboard.press("Enter")


async def head(page: Page, name: str) -> None:
    await page.locator(".column-head").filter(has_text=name).click()


@in_whole
async def test_properties_are_added_renamed_retyped_hidden_moved_and_deleted(
    tabs: tuple[Page, Page],
):
    page, other = tabs
    await page.get_by_role("button", name="새 속성").click()
    await pick(page, "텍스트")
    await say(page, "수량")
    await expect(other.locator(".column-head").filter(has_text="수량")).to_be_visible()
    await cell(page, "다과 준비", "rich_text").click()
    await say(page, "12개")
    await expect(cell(other, "다과 준비", "rich_text")).to_have_text("12개")

    await head(page, "수량")
    await pick(page, "유형 바꾸기", "숫자")
    await expect(row(page, "다과 준비").locator('[data-type="number"]').last).to_have_text("12")
    await page.keyboard.press("Control+z")
    await expect(cell(page, "다과 준비", "rich_text")).to_have_text("12개")

    await head(page, "수량")
    await pick(page, "이름 바꾸기")
    await say(page, "갯수")
    await head(page, "갯수")
    await pick(page, "왼쪽으로")
    heads = page.locator(".column-head")
    await expect(heads.nth(4)).to_have_text("갯수")
    await head(page, "갯수")
    await pick(page, "삭제")
    await expect(heads.filter(has_text="갯수")).to_have_count(0)
    await page.get_by_role("button", name="되돌리기").click()
    await expect(heads.nth(4)).to_have_text("갯수")
    await expect(cell(page, "다과 준비", "rich_text")).to_have_text("12개")

    await head(page, "갯수")
    await pick(page, "숨기기")
    await expect(heads.filter(has_text="갯수")).to_have_count(0)
    await page.get_by_role("button", name="속성", exact=True).click()
    await pick(page, "갯수")
    await expect(other.locator(".column-head").filter(has_text="갯수")).to_be_visible()
    await head(page, "단계")
    await pick(page, "옵션", "새 옵션")
    async with page.expect_response(lambda answer: answer.url.endswith("/data")):
        await say(page, "보류")
    await cell(page, "명찰 인쇄", "status").click()
    await page.get_by_role("option", name="보류").click()
    await expect(cell(other, "명찰 인쇄", "status")).to_have_text("보류")


async def test_views_are_made_renamed_copied_and_deleted_and_a_form_takes_answers(
    tabs: tuple[Page, Page],
):
    page, other = tabs
    await page.get_by_role("button", name="새 보기").click()
    await pick(page, "양식")
    await expect(other.get_by_role("tab", name="양식")).to_be_visible()
    form = page.get_by_role("form")
    await form.get_by_label("예산").fill("많이")
    await form.get_by_role("button", name="제출").click()
    await expect(form.get_by_role("alert").filter(has_text="답을 적어 주세요")).to_be_visible()
    await expect(form.get_by_role("alert").filter(has_text="숫자로 적어 주세요")).to_be_visible()
    await form.get_by_label("이름").fill("음향 점검")
    await form.get_by_label("예산").fill("5,000")
    await form.get_by_label("단계").select_option("진행")
    await form.get_by_role("button", name="제출").click()
    await expect(form.get_by_label("이름")).to_have_value("")
    await expect(cell(other, "음향 점검", "number")).to_contain_text("5,000")
    await expect(cell(other, "음향 점검", "status")).to_have_text("진행")

    await page.locator("[id^=view-menu]").click()
    await pick(page, "이름 바꾸기")
    await say(page, "신청서")
    await expect(other.get_by_role("tab", name="신청서")).to_be_visible()
    await page.locator("[id^=view-menu]").click()
    await pick(page, "삭제")
    await expect(other.get_by_role("tab", name="신청서")).to_have_count(0)
    await page.get_by_role("button", name="되돌리기").click()
    await expect(other.get_by_role("tab", name="신청서")).to_be_visible()


@in_whole
async def test_a_view_keeps_two_conditions_either_way_and_two_orders(tabs: tuple[Page, Page]):
    page, other = tabs
    titles = other.locator('tbody th[scope="row"] .row-link > span:last-child')
    for least, operator in (("100000", "atLeast"), ("50000", "atMost")):
        await page.get_by_role("button", name="필터", exact=True).click()
        await pick(page, "예산")
        sheet = page.get_by_role("dialog", name="필터")
        await sheet.get_by_role("combobox").first.select_option(operator)
        await sheet.get_by_role("textbox").fill(least)
        await sheet.get_by_role("button", name="적용").click()
        await expect(sheet).to_have_count(0)
    await expect(titles).to_have_count(0)
    await page.get_by_role("button", name="모든 조건").click()
    await expect(titles).to_have_text(["현수막 주문", "명찰 인쇄"])
    for name in ("단계", "예산"):
        await page.get_by_role("button", name="정렬", exact=True).click()
        await pick(page, name)
    await expect(titles).to_have_text(["명찰 인쇄", "현수막 주문"])
    await page.get_by_role("button", name="예산: 오름차순").click()
    await expect(titles).to_have_text(["현수막 주문", "명찰 인쇄"])
    await page.get_by_role("button", name="예산 계산").click()
    await pick(page, "최소")
    await page.reload()
    await expect(page.get_by_role("button", name="예산 계산")).to_contain_text("30,000")


@in_whole
async def test_blocks_pages_and_comments_are_written(tabs: tuple[Page, Page]):
    page, other = tabs
    await page.get_by_role("button", name="블록 추가").click()
    await pick(page, "제목 2")
    await say(page, "준비물")
    await expect(other.get_by_role("heading", name="준비물")).to_be_visible()
    todo = page.locator("li.block").filter(has_text="장소 예약하기")
    await todo.locator(".block-handle").click()
    await pick(page, "아래에 추가")
    await say(page, "차량 예약하기")
    await expect(other.get_by_role("checkbox")).to_have_count(2)
    await page.get_by_text("차량 예약하기").click()
    await page.keyboard.press("Control+a")
    await say(page, "버스 예약하기")
    moved = page.locator("li.block").filter(has_text="버스 예약하기")
    await moved.locator(".block-handle").click()
    await pick(page, "위로")
    await expect(other.locator("li.block")).to_have_text(["버스 예약하기", "장소 예약하기"])
    await page.locator("li.block").last.locator(".block-handle").click()
    await pick(page, "삭제")
    await expect(other.locator("li.block")).to_have_text(["버스 예약하기"])
    for _ in range(2):
        await page.keyboard.press("Control+z")
    await expect(other.locator("li.block")).to_have_text(["장소 예약하기", "버스 예약하기"])

    await page.get_by_role("button", name="페이지 메뉴").click()
    await pick(page, "하위 페이지")
    await say(page, "회의록")
    await expect(other.get_by_role("link", name="회의록")).to_be_visible()
    await page.get_by_role("button", name="페이지 메뉴").click()
    await pick(page, "댓글")
    await page.get_by_label("댓글 쓰기").fill("좋아요")
    await page.get_by_role("button", name="보내기").click()
    await expect(page.locator(".comments")).to_contain_text("좋아요")
