"""A workspace of one's own, small enough to tell its rows by their names."""

from typing import Any

from playwright.async_api import Browser, Locator, Page

from tests.browser.conftest import watch
from tests.support.chat import chatting
from tests.support.processes import Process

STAGES = ["준비", "진행", "완료"]


def blueprint() -> dict[str, Any]:
    names = [("현수막 주문", 120_000), ("다과 준비", 80_000), ("명찰 인쇄", 30_000)]
    return {
        "title": "행사 준비",
        "icon": "🎈",
        "blocks": [{"type": "to_do", "text": "장소 예약하기"}],
        "databases": [
            {
                "title": "할 일",
                "properties": [
                    {"name": "이름", "type": "title"},
                    {"name": "단계", "type": "status", "options": [{"name": n} for n in STAGES]},
                    {"name": "예산", "type": "number", "format": "won"},
                    {"name": "날짜", "type": "date"},
                    {"name": "확인", "type": "checkbox"},
                ],
                "views": [
                    {"type": "table"},
                    {"type": "board", "name": "보드", "group_by": "단계"},
                ],
                "rows": [
                    {
                        "icon": "🎪",
                        "values": {"이름": name, "단계": "준비", "예산": cost},
                        "blocks": [{"type": "paragraph", "text": f"{name} 메모"}],
                    }
                    for name, cost in names
                ],
            }
        ],
    }


async def built(server: Process, blueprint: dict[str, Any], language: str = "ko") -> str:
    """The address of a new workspace."""
    async with chatting(server.socket_url, settings={"language": language}) as chat:
        request = await chat.asked("행사 준비 페이지 만들어줘")
        await chat.approve(request, "edit", blueprint=blueprint)
        complete = await chat.until("complete")
    return complete["notion_url"].replace("localhost", "127.0.0.1")


async def opened(browser: Browser, address: str, faults: list[str], **given: Any) -> Page:
    wide = {"viewport": {"width": 1200, "height": 860}, "locale": "ko-KR"}
    page = await (await browser.new_context(**{**wide, **given})).new_page()
    watch(page, faults)
    await page.goto(address)
    return page


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has_text=name)


def cell(page: Page, name: str, kind: str) -> Locator:
    return row(page, name).locator(f'[data-type="{kind}"]')


async def add(page: Page, *names: str) -> None:
    await page.get_by_role("button", name="새로 만들기").first.click()
    for name in names:
        await page.keyboard.type(name)
        await page.keyboard.press("Enter")
    await page.keyboard.press("Escape")
