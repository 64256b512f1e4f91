"""A workspace with a view of every kind."""

from typing import Any

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


def blueprint() -> dict[str, Any]:
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
