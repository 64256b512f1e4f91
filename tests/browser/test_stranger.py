"""What a stranger does: type a wish, look, say yes, watch, open, in their own language."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.matrix import in_whole, some
from tests.browser.steps import by, open_chat, wish
from tests.support.processes import Process
from tests.support.rest import rest

pytestmark = pytest.mark.asyncio(loop_scope="session")

WISHES = {
    "ko-KR": ("프로젝트 관리 대시보드 만들어줘", "프로젝트 관리", {"작업", "프로젝트"}),
    "en-US": ("Build me a project management dashboard", "Project", {"Tasks", "Projects"}),
}


@pytest.mark.parametrize("locale", some("en-US", "ko-KR"))
async def test_a_wish_becomes_a_workspace(browser, server, faults, locale):
    text, title, databases = WISHES[locale]
    page = await open_chat(
        browser, server, faults, locale=locale, viewport={"width": 1440, "height": 900}
    )

    await wish(page, text)
    await expect(by(page, "progress-list").first).to_be_visible()
    await expect(by(page, "approval-card")).to_be_visible()

    preview = page.frame_locator('[data-testid="preview-frame"]')
    await expect(preview.get_by_role("heading", level=1)).to_contain_text(title)
    await expect(preview.get_by_role("tab").first).to_be_in_viewport()  # the data, not its preface
    await by(page, "approval-approve").click()

    await expect(by(page, "complete-card")).to_be_visible()
    await expect(preview.get_by_role("heading", level=1)).to_contain_text(title)
    snapshot = await _newest(server, title)
    found = {_words(entry["database"]["title"]) for entry in snapshot["databases"].values()}
    assert databases <= found
    for entry in snapshot["databases"].values():
        assert len(entry["rows"]) >= 3
        assert len(entry["views"]) >= 2
    assert faults == []


async def _newest(server: Process, title: str) -> dict:
    newest = [page for page in await _pages(server) if title in page["title"]][-1]
    async with rest(server.url) as client:
        return (await client.get(f"/workspace/{newest['id']}/data")).json()


async def _pages(server: Process) -> list[dict]:
    """The finished workspaces, oldest first."""
    async with rest(server.url) as client:
        return (await client.get("/workspace/data")).json()["pages"]


def _words(texts: list[dict]) -> str:
    return "".join(text["plain_text"] for text in texts)


@in_whole
async def test_what_was_named_is_there_to_the_letter(browser, server, faults):
    page = await open_chat(
        browser, server, faults, locale="ko-KR", viewport={"width": 1440, "height": 900}
    )

    await wish(page, "독서 기록 만들어줘. 제목은 '겨울 서재', 샘플 2개만, 초록색으로")
    await by(page, "approval-approve").click()
    await expect(by(page, "complete-card")).to_be_visible()

    snapshot = await _newest(server, "겨울 서재")
    assert all(len(entry["rows"]) == 2 for entry in snapshot["databases"].values())
    assert faults == []


async def test_feedback_brings_a_new_plan_and_no_brings_nothing(browser, server, faults):
    page = await open_chat(
        browser, server, faults, locale="ko-KR", viewport={"width": 1280, "height": 800}
    )
    before = await _pages(server)

    await wish(page, "습관 트래커 만들어줘")
    await expect(by(page, "approval-card")).to_have_count(1)
    await wish(page, "제목을 '아침 루틴'으로 바꿔줘")
    await expect(by(page, "approval-card")).to_have_count(2)
    preview = page.frame_locator('[data-testid="preview-frame"]')
    await expect(preview.get_by_role("heading", level=1)).to_contain_text("아침 루틴")
    await wish(page, "취소")

    await expect(by(page, "cancelled")).to_be_visible()
    assert await _pages(server) == before
    assert faults == []


async def test_a_vague_wish_is_asked_about(browser, server, faults):
    page = await open_chat(
        browser, server, faults, locale="en-US", viewport={"width": 1280, "height": 800}
    )

    await wish(page, "make something")
    first = by(page, "question-option").first
    label = await first.text_content()
    await first.click()

    await expect(by(page, "message-user").last).to_contain_text(label)
    await expect(by(page, "approval-card")).to_be_visible()
    assert faults == []


@in_whole
async def test_a_reload_finds_everything_as_it_was(browser, server, faults):
    page = await open_chat(
        browser, server, faults, locale="ko-KR", viewport={"width": 1280, "height": 800}
    )
    await wish(page, "가계부 만들어줘")
    await expect(by(page, "approval-approve")).to_be_visible()

    await page.reload()

    await expect(by(page, "message-user")).to_have_count(1)
    await by(page, "approval-approve").click()
    await expect(by(page, "complete-card")).to_be_visible()
    assert faults == []


@in_whole
async def test_undo_asks_takes_the_workspace_away_and_can_be_undone(browser, server, faults):
    page = await open_chat(
        browser, server, faults, locale="ko-KR", viewport={"width": 1280, "height": 800}
    )
    await wish(page, "회의록 정리 공간 만들어줘, 제목은 '되돌릴 회의'")
    await by(page, "approval-approve").click()
    await expect(by(page, "complete-card")).to_be_visible()

    await expect(by(page, "piece").first).to_have_text("되돌릴 회의")
    await expect(by(page, "composer-input")).to_have_attribute(
        "placeholder", "바꿀 점을 적어 주세요"
    )
    await by(page, "undo").click()
    await by(page, "undo-no").click()
    await by(page, "undo").click()
    await by(page, "undo-yes").click()

    await expect(by(page, "cancelled")).to_be_visible()
    assert "되돌릴 회의" not in [page["title"] for page in await _pages(server)]
    await by(page, "redo").click()
    await expect(by(page, "complete-card")).to_have_count(2)
    assert "되돌릴 회의" in [page["title"] for page in await _pages(server)]
    assert faults == []


@in_whole
async def test_the_keyboard_alone_is_enough(browser, server, faults):
    page = await open_chat(
        browser, server, faults, locale="ko-KR", viewport={"width": 1280, "height": 800}
    )

    await page.keyboard.type("여행 계획 만들어줘")
    await page.keyboard.press("Enter")
    await expect(by(page, "approval-approve")).to_be_visible()
    await by(page, "approval-approve").focus()
    await page.keyboard.press("Enter")

    await expect(by(page, "complete-card")).to_be_visible()
    assert faults == []


@pytest.mark.parametrize("width", some(360, 390))
async def test_nothing_is_wider_than_a_phone(browser, server, faults, width):
    page = await open_chat(
        browser, server, faults, locale="ko-KR", viewport={"width": width, "height": 780}
    )
    await wish(page, "고객 관리 CRM 만들어줘")
    await expect(by(page, "approval-card")).to_be_visible()

    assert await _overflow(page) == 0
    await by(page, "approval-approve").click()
    await expect(by(page, "complete-card")).to_be_visible()
    assert await _overflow(page) == 0
    newest = (await _pages(server))[-1]
    await page.goto(f"{server.url}/workspace/{newest['id']}")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert await _overflow(page) == 0
    assert faults == []


async def _overflow(page: Page) -> int:
    """Pixels by which the page is wider than the window."""
    script = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return max(0, int(await page.evaluate(script)))
