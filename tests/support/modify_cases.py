"""One list of changes for every action, and the combinations that need care."""

from typing import Any

Json = dict[str, Any]

CASES: list[list[Json]] = [
    [
        {
            "action": "add_property",
            "database": "작업",
            "property": {"name": "새", "type": "select", "options": [{"name": "가"}]},
        }
    ],
    [{"action": "rename_property", "database": "작업", "property": "점수", "to": "포인트"}],
    [
        {
            "action": "add_blocks",
            "blocks": [{"type": "divider"}, {"type": "paragraph", "text": "맨 앞"}],
            "first": True,
        }
    ],
    [{"action": "retype_property", "database": "작업", "property": "점수", "to": "rich_text"}],
    [{"action": "retype_property", "database": "작업", "property": "점수", "to": "select"}],
    [{"action": "retype_property", "database": "작업", "property": "메모", "to": "number"}],
    [
        {
            "action": "retype_property",
            "database": "작업",
            "property": "우선순위",
            "to": "multi_select",
        }
    ],
    [{"action": "retype_property", "database": "작업", "property": "태그", "to": "rich_text"}],
    [{"action": "retype_property", "database": "작업", "property": "마감", "to": "rich_text"}],
    [{"action": "retype_property", "database": "작업", "property": "두 배", "to": "number"}],
    [{"action": "retype_property", "database": "작업", "property": "확인", "to": "rich_text"}],
    [{"action": "retype_property", "database": "작업", "property": "상태", "to": "select"}],
    [{"action": "retype_property", "database": "작업", "property": "링크", "to": "files"}],
    [{"action": "retype_property", "database": "작업", "property": "태그", "to": "select"}],
    [{"action": "retype_property", "database": "작업", "property": "우선순위", "to": "status"}],
    [{"action": "delete_property", "database": "작업", "property": "점수"}],
    [{"action": "delete_property", "database": "작업", "property": "상태"}],
    [{"action": "delete_property", "database": "작업", "property": "우선순위"}],
    [{"action": "delete_property", "database": "작업", "property": "마감"}],
    [{"action": "delete_property", "database": "작업", "property": "프로젝트"}],
    [{"action": "delete_property", "database": "작업", "property": "두 배"}],
    [{"action": "delete_property", "database": "작업", "property": "태그"}],
    [{"action": "delete_property", "database": "작업", "property": "링크"}],
    [{"action": "delete_property", "database": "프로젝트", "property": "작업들"}],
    [
        {
            "action": "add_option",
            "database": "작업",
            "property": "우선순위",
            "option": {"name": "중간", "color": "yellow"},
        }
    ],
    [
        {
            "action": "rename_option",
            "database": "작업",
            "property": "우선순위",
            "option": "높음",
            "to": "아주 높음",
        }
    ],
    [
        {
            "action": "recolor_option",
            "database": "작업",
            "property": "우선순위",
            "option": "높음",
            "color": "pink",
        }
    ],
    [
        {
            "action": "recolor_option",
            "database": "작업",
            "property": "상태",
            "option": "대기",
            "color": "brown",
        }
    ],
    [
        {
            "action": "recolor_option",
            "database": "작업",
            "property": "태그",
            "option": "앱",
            "color": "brown",
        }
    ],
    [{"action": "delete_option", "database": "작업", "property": "우선순위", "option": "높음"}],
    [{"action": "delete_option", "database": "작업", "property": "태그", "option": "앱"}],
    [{"action": "delete_option", "database": "작업", "property": "상태", "option": "완료"}],
    [
        {
            "action": "add_view",
            "database": "작업",
            "view": {"type": "gallery", "name": "갤러리"},
            "after": "보드",
        }
    ],
    [
        {
            "action": "update_view",
            "database": "작업",
            "view": "보드",
            "to": {"type": "board", "group_by": "우선순위", "sorts": []},
        }
    ],
    [
        {
            "action": "update_view",
            "database": "작업",
            "view": "보드",
            "to": {"type": "board", "name": "판", "group_by": "상태", "filter": None},
        }
    ],
    [{"action": "delete_view", "database": "작업", "view": "보드"}],
    [{"action": "delete_view", "database": "작업", "view": "현황"}],
    [
        {
            "action": "add_relation",
            "database": "작업",
            "name": "이전",
            "target": "작업",
            "two_way": "다음 것",
        },
        {
            "action": "edit_rows",
            "database": "작업",
            "rows": [{"row": "시작", "values": {"이전": ["다음"]}}],
        },
    ],
    [{"action": "add_relation", "database": "작업", "name": "관련", "target": "프로젝트"}],
    [
        {
            "action": "add_relation",
            "database": "작업",
            "name": "관련",
            "target": "프로젝트",
            "two_way": "관련 작업",
        },
        {
            "action": "add_rollup",
            "database": "작업",
            "name": "예산 합",
            "relation": "관련",
            "property": "예산",
            "function": "sum",
        },
    ],
    [
        {
            "action": "add_formula",
            "database": "작업",
            "name": "세 배",
            "expression": 'prop("점수") * 3',
        }
    ],
    [
        {
            "action": "add_rows",
            "database": "작업",
            "rows": [
                {
                    "values": {"이름": "하나", "우선순위": "새것", "프로젝트": ["개편"]},
                    "blocks": [{"type": "paragraph", "text": "본문"}],
                },
                {"values": {"이름": "둘"}},
            ],
        }
    ],
    [
        {
            "action": "edit_rows",
            "database": "작업",
            "rows": [
                {
                    "row": "시작",
                    "values": {
                        "점수": 9,
                        "메모": None,
                        "확인": False,
                        "프로젝트": ["새 일"],
                        "태그": ["앱", "신규"],
                    },
                }
            ],
        }
    ],
    [{"action": "delete_rows", "database": "작업", "rows": ["시작", "빈 줄"]}],
    [
        {"action": "delete_rows", "database": "작업", "rows": ["시작"]},
        {"action": "delete_property", "database": "작업", "property": "점수"},
        {"action": "delete_property", "database": "작업", "property": "프로젝트"},
    ],
    [{"action": "rename", "to": "새 홈"}],
    [{"action": "rename", "target": "안내", "to": "안내서"}],
    [{"action": "rename", "target": "작업", "to": "일감"}],
    [{"action": "recolor", "color": "purple"}],
    [{"action": "set_icon", "icon": "🎯"}],
    [{"action": "set_icon", "target": "시작", "icon": None}],
    [{"action": "set_icon", "target": "작업", "icon": None}],
    [{"action": "set_cover", "cover": "https://example.com/c.png"}],
    [{"action": "set_cover", "target": "안내", "cover": "https://example.com/c.png"}],
    [{"action": "archive"}],
    [{"action": "archive", "target": "지난 것"}],
    [{"action": "delete_database", "database": "프로젝트"}],
    [{"action": "delete_blocks", "blocks": ["더 보기", "끝"]}],
    [{"action": "delete_blocks", "blocks": ["안쪽"]}],
    [
        {
            "action": "add_blocks",
            "blocks": [{"type": "paragraph", "text": "덧붙임"}, {"type": "to_do", "text": "또"}],
        }
    ],
    [
        {
            "action": "add_blocks",
            "blocks": [
                {"type": "paragraph", "text": "0"},
                {"type": "paragraph", "text": "1"},
                {"type": "paragraph", "text": "2"},
                {"type": "paragraph", "text": "3"},
                {"type": "paragraph", "text": "4"},
                {"type": "paragraph", "text": "5"},
                {"type": "paragraph", "text": "6"},
                {"type": "paragraph", "text": "7"},
                {"type": "paragraph", "text": "8"},
                {"type": "paragraph", "text": "9"},
                {"type": "paragraph", "text": "10"},
                {"type": "paragraph", "text": "11"},
                {"type": "paragraph", "text": "12"},
                {"type": "paragraph", "text": "13"},
                {"type": "paragraph", "text": "14"},
                {"type": "paragraph", "text": "15"},
                {"type": "paragraph", "text": "16"},
                {"type": "paragraph", "text": "17"},
                {"type": "paragraph", "text": "18"},
                {"type": "paragraph", "text": "19"},
                {"type": "paragraph", "text": "20"},
                {"type": "paragraph", "text": "21"},
                {"type": "paragraph", "text": "22"},
                {"type": "paragraph", "text": "23"},
                {"type": "paragraph", "text": "24"},
                {"type": "paragraph", "text": "25"},
                {"type": "paragraph", "text": "26"},
                {"type": "paragraph", "text": "27"},
                {"type": "paragraph", "text": "28"},
                {"type": "paragraph", "text": "29"},
                {"type": "paragraph", "text": "30"},
                {"type": "paragraph", "text": "31"},
                {"type": "paragraph", "text": "32"},
                {"type": "paragraph", "text": "33"},
                {"type": "paragraph", "text": "34"},
                {"type": "paragraph", "text": "35"},
                {"type": "paragraph", "text": "36"},
                {"type": "paragraph", "text": "37"},
                {"type": "paragraph", "text": "38"},
                {"type": "paragraph", "text": "39"},
                {"type": "paragraph", "text": "40"},
                {"type": "paragraph", "text": "41"},
                {"type": "paragraph", "text": "42"},
                {"type": "paragraph", "text": "43"},
                {"type": "paragraph", "text": "44"},
                {"type": "paragraph", "text": "45"},
                {"type": "paragraph", "text": "46"},
                {"type": "paragraph", "text": "47"},
                {"type": "paragraph", "text": "48"},
                {"type": "paragraph", "text": "49"},
                {"type": "paragraph", "text": "50"},
                {"type": "paragraph", "text": "51"},
                {"type": "paragraph", "text": "52"},
                {"type": "paragraph", "text": "53"},
                {"type": "paragraph", "text": "54"},
                {"type": "paragraph", "text": "55"},
                {"type": "paragraph", "text": "56"},
                {"type": "paragraph", "text": "57"},
                {"type": "paragraph", "text": "58"},
                {"type": "paragraph", "text": "59"},
                {"type": "paragraph", "text": "60"},
                {"type": "paragraph", "text": "61"},
                {"type": "paragraph", "text": "62"},
                {"type": "paragraph", "text": "63"},
                {"type": "paragraph", "text": "64"},
                {"type": "paragraph", "text": "65"},
                {"type": "paragraph", "text": "66"},
                {"type": "paragraph", "text": "67"},
                {"type": "paragraph", "text": "68"},
                {"type": "paragraph", "text": "69"},
                {"type": "paragraph", "text": "70"},
                {"type": "paragraph", "text": "71"},
                {"type": "paragraph", "text": "72"},
                {"type": "paragraph", "text": "73"},
                {"type": "paragraph", "text": "74"},
                {"type": "paragraph", "text": "75"},
                {"type": "paragraph", "text": "76"},
                {"type": "paragraph", "text": "77"},
                {"type": "paragraph", "text": "78"},
                {"type": "paragraph", "text": "79"},
                {"type": "paragraph", "text": "80"},
                {"type": "paragraph", "text": "81"},
                {"type": "paragraph", "text": "82"},
                {"type": "paragraph", "text": "83"},
                {"type": "paragraph", "text": "84"},
                {"type": "paragraph", "text": "85"},
                {"type": "paragraph", "text": "86"},
                {"type": "paragraph", "text": "87"},
                {"type": "paragraph", "text": "88"},
                {"type": "paragraph", "text": "89"},
                {"type": "paragraph", "text": "90"},
                {"type": "paragraph", "text": "91"},
                {"type": "paragraph", "text": "92"},
                {"type": "paragraph", "text": "93"},
                {"type": "paragraph", "text": "94"},
                {"type": "paragraph", "text": "95"},
                {"type": "paragraph", "text": "96"},
                {"type": "paragraph", "text": "97"},
                {"type": "paragraph", "text": "98"},
                {"type": "paragraph", "text": "99"},
                {"type": "paragraph", "text": "100"},
                {"type": "paragraph", "text": "101"},
                {"type": "paragraph", "text": "102"},
                {"type": "paragraph", "text": "103"},
                {"type": "paragraph", "text": "104"},
                {"type": "paragraph", "text": "105"},
                {"type": "paragraph", "text": "106"},
                {"type": "paragraph", "text": "107"},
                {"type": "paragraph", "text": "108"},
                {"type": "paragraph", "text": "109"},
                {"type": "paragraph", "text": "110"},
                {"type": "paragraph", "text": "111"},
                {"type": "paragraph", "text": "112"},
                {"type": "paragraph", "text": "113"},
                {"type": "paragraph", "text": "114"},
                {"type": "paragraph", "text": "115"},
                {"type": "paragraph", "text": "116"},
                {"type": "paragraph", "text": "117"},
                {"type": "paragraph", "text": "118"},
                {"type": "paragraph", "text": "119"},
                {"type": "paragraph", "text": "120"},
                {"type": "paragraph", "text": "121"},
                {"type": "paragraph", "text": "122"},
                {"type": "paragraph", "text": "123"},
                {"type": "paragraph", "text": "124"},
                {"type": "paragraph", "text": "125"},
                {"type": "paragraph", "text": "126"},
                {"type": "paragraph", "text": "127"},
                {"type": "paragraph", "text": "128"},
                {"type": "paragraph", "text": "129"},
            ],
            "after": "할 일",
        }
    ],
    [
        {
            "action": "add_sub_page",
            "page": {"title": "새 쪽", "blocks": [{"type": "paragraph", "text": "x"}]},
        }
    ],
    [
        {
            "action": "add_database",
            "database": {
                "title": "회의",
                "properties": [{"name": "이름", "type": "title"}],
                "rows": [{"values": {"이름": "첫 회의"}}],
            },
        },
        {
            "action": "add_relation",
            "database": "작업",
            "name": "회의",
            "target": "회의",
            "two_way": "작업",
        },
    ],
    [
        {"action": "rename_property", "database": "작업", "property": "점수", "to": "tmp"},
        {"action": "rename_property", "database": "작업", "property": "메모", "to": "점수"},
        {"action": "rename_property", "database": "작업", "property": "tmp", "to": "메모"},
    ],
    [
        {"action": "delete_property", "database": "작업", "property": "점수"},
        {
            "action": "add_property",
            "database": "작업",
            "property": {"name": "점수", "type": "number"},
        },
    ],
    [
        {"action": "delete_property", "database": "작업", "property": "점수"},
        {"action": "delete_property", "database": "작업", "property": "두 배"},
        {"action": "delete_property", "database": "프로젝트", "property": "합계"},
    ],
    [
        {"action": "add_property", "database": "작업", "property": {"name": "ㄱ", "type": "date"}},
        {
            "action": "add_view",
            "database": "작업",
            "view": {
                "type": "calendar",
                "name": "ㄱ달력",
                "date_property": "ㄱ",
                "sorts": [{"property": "ㄱ"}],
            },
        },
        {"action": "delete_view", "database": "작업", "view": "보드"},
        {"action": "delete_property", "database": "작업", "property": "상태"},
    ],
    [
        {"action": "delete_option", "database": "작업", "property": "우선순위", "option": "높음"},
        {
            "action": "add_option",
            "database": "작업",
            "property": "우선순위",
            "option": {"name": "높음", "color": "blue"},
        },
    ],
    [
        {"action": "add_property", "database": "작업", "property": {"name": "ㄴ", "type": "date"}},
        {
            "action": "add_view",
            "database": "작업",
            "view": {"type": "calendar", "name": "ㄴ달력", "date_property": "ㄴ"},
        },
        {"action": "delete_property", "database": "작업", "property": "ㄴ"},
    ],
]
