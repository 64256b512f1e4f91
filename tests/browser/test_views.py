"""Every view type, as the viewer draws it; `SCREENSHOTS=folder` also keeps the pictures."""

import os
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.conftest import watch
from tests.support.chat import chatting
from tests.support.processes import Process

pytestmark = pytest.mark.asyncio(loop_scope="session")

STAGES = [("아이디어", "gray"), ("준비", "blue"), ("진행", "yellow"), ("완료", "green")]
VIEWS = {
    "board": {"type": "board", "name": "보드", "group_by": "단계"},
    "list": {"type": "list", "name": "리스트"},
    "calendar": {"type": "calendar", "name": "캘린더", "date_property": "날짜"},
    "timeline": {"type": "timeline", "name": "타임라인", "date_property": "날짜"},
    "gallery": {"type": "gallery", "name": "갤러리", "cover": "page_cover"},
    "form": {"type": "form", "name": "양식"},
    "chart": {"type": "chart", "name": "차트", "chart_type": "column", "x_axis": "단계"},
    "map": {"type": "map", "name": "지도", "map_by": "장소"},
    "dashboard": {
        "type": "dashboard",
        "name": "대시보드",
        "widgets": [
            {"type": "chart", "name": "단계별", "chart_type": "donut", "x_axis": "단계"},
            {"type": "list", "name": "전체"},
        ],
    },
}
PLACES = [("서울숲", 37.544, 127.037), ("한강", 37.528, 126.932), ("북촌", 37.582, 126.983)]


def blueprint() -> dict:
    rows = [
        {
            "icon": icon,
            "values": {
                "이름": name,
                "단계": STAGES[i % len(STAGES)][0],
                "날짜": {"start": f"2026-11-{10 + 2 * i}", "end": f"2026-11-{13 + 2 * i}"},
                "예산": 120_000 * (i + 1),
                "장소": {"name": spot, "address": spot, "lat": lat, "lon": lon},
            },
        }
        for i, (icon, name) in enumerate(
            [
                ("🌿", "봄 산책"),
                ("📷", "사진전"),
                ("🍵", "찻집 모임"),
                ("🎻", "작은 음악회"),
                ("🛶", "강변 소풍"),
            ]
        )
        for spot, lat, lon in [PLACES[i % len(PLACES)]]
    ]
    return {
        "title": "모임 계획",
        "icon": "🗺️",
        "blocks": [
            {"type": "callout", "icon": "👋", "text": "보기마다 같은 모임을 다르게 봅니다."}
        ],
        "databases": [
            {
                "title": "모임",
                "icon": "🎈",
                "properties": [
                    {"name": "이름", "type": "title"},
                    {
                        "name": "단계",
                        "type": "status",
                        "options": [{"name": name, "color": color} for name, color in STAGES],
                    },
                    {"name": "날짜", "type": "date"},
                    {"name": "예산", "type": "number", "format": "won"},
                    {"name": "장소", "type": "place"},
                ],
                "views": [{"type": "table"}, *VIEWS.values()],
                "rows": rows,
            }
        ],
    }


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def address(server: Process) -> str:
    """Where the workspace with every view stands: an edited plan, approved and built."""
    async with chatting(server.socket_url, settings={"language": "ko"}) as chat:
        request = await chat.asked("모임 계획 만들어줘")
        await chat.approve(request, "edit", blueprint=blueprint())
        complete = await chat.until("complete")
        return complete["notion_url"].replace("localhost", "127.0.0.1")


@pytest.mark.parametrize("kind", ["table", *VIEWS])
async def test_a_view_shows_its_rows(browser: Browser, address: str, faults: list[str], kind: str):
    page = await browser.new_page(viewport={"width": 1100, "height": 860}, locale="ko-KR")
    watch(page, faults)
    await page.goto(address)
    names = {"table": "기본 보기", **{key: view["name"] for key, view in VIEWS.items()}}

    await page.get_by_role("tab", name=names[kind], exact=True).click()

    panel = page.get_by_role("tabpanel").first
    await expect(panel).to_be_visible()
    if kind not in ("form", "chart"):
        await expect(panel.get_by_text("사진전").first).to_be_visible()
    if folder := os.environ.get("SCREENSHOTS"):
        await page.screenshot(path=Path(folder) / f"{kind}.png")
    await page.close()
    assert faults == []
