"""Structures to change, and what of a structure must come back when a change is undone."""

import json
import re
from dataclasses import dataclass
from typing import Any

from sandbox.notion import Workspace
from tests.support.notion import Notion
from tests.support.seeded import apart
from tools.blueprint.parse import parse
from tools.notion.journal import MemoryJournal
from tools.notion.modify.compile import ChangePlan, compile_changes, resolve
from tools.notion.structure.read import read_structure
from tools.workspace.changes import CHANGES
from tools.workspace.model import ExistingDatabase, ExistingProperty, Structure, all_blocks
from tools.workspace.values import words

Json = dict[str, Any]

TIMES = ("created_time", "last_edited_time", "created_by", "last_edited_by")

WORKSPACE: Json = {
    "title": "팀 홈",
    "icon": "🧭",
    "blocks": [
        {"type": "callout", "text": "먼저 읽기", "color": "gray_background", "icon": "💡"},
        {"type": "heading_2", "text": "할 일", "color": "blue"},
        {"type": "toggle", "text": "더 보기", "children": [{"type": "paragraph", "text": "안쪽"}]},
        {"type": "database", "ref": "tasks"},
        {"type": "paragraph", "text": "끝"},
    ],
    "databases": [
        {
            "key": "tasks",
            "title": "작업",
            "icon": "✅",
            "properties": [
                {"name": "이름", "type": "title"},
                {
                    "name": "상태",
                    "type": "status",
                    "options": [
                        {"name": "대기", "color": "gray", "group": "to_do"},
                        {"name": "완료", "color": "green", "group": "complete"},
                    ],
                },
                {
                    "name": "우선순위",
                    "type": "select",
                    "options": [
                        {"name": "높음", "color": "red"},
                        {"name": "낮음", "color": "gray"},
                    ],
                },
                {
                    "name": "태그",
                    "type": "multi_select",
                    "options": [{"name": "웹", "color": "blue"}, {"name": "앱", "color": "pink"}],
                },
                {"name": "점수", "type": "number"},
                {"name": "마감", "type": "date"},
                {"name": "메모", "type": "rich_text"},
                {"name": "링크", "type": "url"},
                {"name": "확인", "type": "checkbox"},
                {"name": "번호", "type": "unique_id", "prefix": "T"},
                {"name": "두 배", "type": "formula", "expression": 'prop("점수") * 2'},
                {
                    "name": "프로젝트",
                    "type": "relation",
                    "target": "projects",
                    "two_way": "작업들",
                },
            ],
            "views": [
                {"type": "table"},
                {
                    "type": "board",
                    "name": "보드",
                    "group_by": "상태",
                    "filter": {"property": "우선순위", "select": {"equals": "높음"}},
                    "sorts": [{"property": "마감"}],
                },
                {"type": "calendar", "name": "달력", "date_property": "마감"},
                {
                    "type": "dashboard",
                    "name": "현황",
                    "widgets": [
                        {
                            "type": "chart",
                            "name": "상태별",
                            "chart_type": "bar",
                            "x_axis": "상태",
                        },
                        {"type": "table", "name": "목록"},
                    ],
                },
            ],
            "rows": [
                {
                    "icon": "🚀",
                    "values": {
                        "이름": "시작",
                        "상태": "완료",
                        "우선순위": "높음",
                        "태그": ["웹", "앱"],
                        "점수": 3,
                        "마감": "2026-01-31",
                        "메모": "5점짜리",
                        "링크": "https://example.com/a",
                        "확인": True,
                        "프로젝트": ["개편"],
                    },
                },
                {
                    "values": {
                        "이름": "다음",
                        "상태": "대기",
                        "우선순위": "낮음",
                        "태그": ["앱"],
                        "점수": 0,
                        "메모": "그냥 글",
                        "프로젝트": ["개편", "새 일"],
                    }
                },
                {"values": {"이름": "빈 줄"}},
            ],
        },
        {
            "key": "projects",
            "title": "프로젝트",
            "properties": [
                {"name": "제목", "type": "title"},
                {"name": "예산", "type": "number", "format": "won"},
                {
                    "name": "합계",
                    "type": "rollup",
                    "relation": "작업들",
                    "property": "점수",
                    "function": "sum",
                },
            ],
            "rows": [
                {"values": {"제목": "개편", "예산": 1000}},
                {"values": {"제목": "새 일"}},
            ],
        },
    ],
    "sub_pages": [
        {"key": "guide", "title": "안내", "icon": "📘"},
        {"key": "old", "title": "지난 것", "blocks": [{"type": "paragraph", "text": "옛글"}]},
    ],
}


class Team:
    """A built workspace, its structure, and changes made to it by the code of the real run."""

    def __init__(self, notion: Notion, page_id: str, structure: Structure) -> None:
        self.notion = notion
        self.page_id = page_id
        self.before = structure
        self.journal = MemoryJournal()
        self.plan = compile_changes(structure, [])

    @classmethod
    async def built(cls, data: Json = WORKSPACE) -> "Team":
        """Many tests begin with the same: that is built once, and taken over as it was made."""
        wanted = json.dumps(data)
        if (made := _MADE.get(wanted)) is None:
            with apart(wanted):
                made = await _make(data)
            if len(_MADE) == _KEPT:
                del _MADE[next(iter(_MADE))]
            _MADE[wanted] = made
        notion = await Notion.fresh()
        await notion.workspace.adopt(made.workspace, made.at)
        return cls(notion, made.structure.page.id, made.structure)

    async def read(self) -> Structure:
        return await read_structure(self.notion.gateway(), self.page_id)

    async def change(self, *changes: Json) -> None:
        """Carries changes out, at exactly the calls that the plan says."""
        self.plan = compile_changes(self.before, CHANGES.validate_python(list(changes)))
        self.plan = ChangePlan.from_json(json.loads(json.dumps(self.plan.to_json())))
        sent = len(self.notion.wire.sent)
        await self.notion.forge(self.plan.forward, self.journal).run()
        self._check(sent, len(self.plan.forward.operations))

    async def undo(self) -> Structure:
        """Takes the changes back; what is then read."""
        inverse = resolve(self.plan.inverse, await self.journal.load())
        sent = len(self.notion.wire.sent)
        await self.notion.forge(inverse).run()
        self._check(sent, len(inverse.operations))
        return await self.read()

    def _check(self, since: int, calls: int) -> None:
        made = self.notion.wire.sent[since:]
        assert [item for item in made if item.status != 200] == []
        assert len(made) == calls


@dataclass(frozen=True)
class _Made:
    """A workspace that nobody changes, with its structure and when it was made."""

    workspace: Workspace
    structure: Structure
    at: str


_MADE: dict[str, _Made] = {}  # by what they were made of
_KEPT = 16


async def _make(data: Json) -> _Made:
    notion = await Notion.fresh()
    page_id = await notion.build(parse(data))
    structure = await read_structure(notion.gateway(), page_id)
    return _Made(notion.workspace, structure, notion.workspace.state.records[page_id].created_time)


def portrait(structure: Structure, *, ordered: bool = True) -> Json:
    """A structure without the ids that cannot come back: those of properties, options, views.

    They are replaced by names; rows, pages, databases and blocks keep theirs. Not `ordered`:
    pages that were moved come back at the end of their parent.
    """
    names: dict[str, str] = {}
    for database in structure.databases:
        names |= {prop.id: f"<{prop.name}>" for prop in database.properties if prop.type != "title"}
    drawn: Json = {
        "page": structure.page.model_dump(),
        "sub_pages": sorted((p.model_dump() for p in structure.sub_pages), key=_id),
        "blocks": [block.model_dump() for block in structure.blocks],
        "databases": sorted((_database(d) for d in structure.databases), key=_id),
    }
    if not ordered:
        drawn["blocks"] = sorted(drawn["blocks"], key=_id)
    return dict(_named(drawn, names))


def outline(structure: Structure, known: Structure) -> Json:
    """What a structure says by names alone: fit to compare what was meant with what came.

    Of databases that were not `known` before only the titles.
    """
    old = {database.id for database in known.databases}
    databases = structure.databases
    return {
        "page": (structure.page.title, structure.page.icon, structure.page.cover),
        "pages": sorted((p.title, repr(p.icon), repr(p.cover)) for p in structure.sub_pages),
        "blocks": sorted(
            (b.type, b.text, b.color)
            for b in all_blocks(structure.blocks)
            if not b.type.startswith("child_")
        ),
        "new": sorted(d.title for d in databases if d.id not in old),
        "databases": sorted((_outlined(d, structure) for d in databases if d.id in old), key=repr),
    }


def _outlined(database: ExistingDatabase, structure: Structure) -> Json:
    titles = {row.id: row.title for d in structure.databases for row in d.rows}
    shown = [] if database.linked else database.properties  # as they were when it was read
    return {
        "title": database.title,
        "icon": database.icon,
        "properties": sorted(
            (p.name, p.type, [(o.name, o.color) for o in p.options]) for p in shown
        ),
        "views": [(v.name, v.type, [w.name for w in v.widgets]) for v in database.views],
        "rows": [
            (row.title, row.icon, row.cover, _values(database, row.values, titles))
            for row in database.rows
        ],
    }


def _values(database: ExistingDatabase, values: Json, titles: Json) -> Json:
    shown: Json = {}
    for prop in database.properties:
        value = values.get(prop.id)
        if prop.config.get("two_way") or (prop.type == "status" and value == _default(prop)):
            continue  # filled in by Notion as well as by us
        names = {o.id: o.name for o in prop.options}
        if prop.type in ("title", "rich_text") and value:
            shown[prop.name] = words(value)
        elif prop.type == "relation" and value:
            shown[prop.name] = sorted(titles[name] for name in value if name in titles) or None
        elif isinstance(value, list):
            shown[prop.name] = [_name(item, names) for item in value]
        else:
            shown[prop.name] = _name(value, names)
    return {name: value for name, value in shown.items() if value is not None}


def _name(value: Any, names: Json) -> Any:
    return names.get(value, value) if isinstance(value, str) else value


def _default(prop: ExistingProperty) -> str | None:
    """The status that a new row gets."""
    first = sorted(
        prop.options, key=lambda o: ("To-do", "In progress", "Complete").index(o.group or "To-do")
    )
    return next((option.id for option in first), None)


def _id(item: Json) -> str:
    return str(item["id"])


def _database(database: ExistingDatabase) -> Json:
    drawn = database.model_dump()
    options = {o.id: o.name for p in database.properties for o in p.options}
    for prop in drawn["properties"]:
        prop["config"].pop("property_name", None)
        for option in prop["options"]:
            option["id"] = option["name"]
    drawn["properties"].sort(key=lambda prop: prop["name"])
    times = {p.id for p in database.properties if p.type in TIMES}
    relations = {p.id for p in database.properties if p.type == "relation"}
    for row in drawn["rows"]:
        row["computed"] = {k: v for k, v in row["computed"].items() if k not in times}
        for name in relations & row["values"].keys():
            row["values"][name].sort()
    for view in drawn["views"]:
        for one in (view, *view["widgets"]):
            one["id"] = one["name"]
    return dict(_named(drawn, options))


def _named(value: Any, names: dict[str, str]) -> Any:
    """JSON with some words replaced, wherever they stand by themselves or inside a formula."""
    if isinstance(value, dict):
        return {_named(k, names): _named(v, names) for k, v in value.items()}
    if isinstance(value, list):
        return [_named(item, names) for item in value]
    if not isinstance(value, str):
        return value
    if value in names:
        return names[value]
    return re.sub(r'prop\("([^"]+)"\)', lambda m: f'prop("{names.get(m[1], m[1])}")', value)
