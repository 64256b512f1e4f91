"""From one object of the API to the record that answers it. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sandbox.notion.blocks.kinds import KINDS
from sandbox.notion.ids import WORKSPACE_ID
from sandbox.notion.records import Block, Database, DataSource, Json, Page, Parent, View
from sandbox.notion.times import stamp
from sandbox.notion.users import BOT_ID

# The blocks that stand for pages and databases.
STANDING_FOR = frozenset({"child_page", "child_database"})


def stamps(answer: Json) -> dict[str, Any]:
    """When and by whom something was made and edited; what is not said was the bot."""
    made, edited = answer.get("created_by") or {}, answer.get("last_edited_by") or {}
    return {
        "created_time": _moment(answer["created_time"]),
        "created_by": made.get("id", BOT_ID),
        "last_edited_time": _moment(answer["last_edited_time"]),
        "last_edited_by": edited.get("id", BOT_ID),
    }


def parent_of(answer: Json) -> Parent:
    """Where an object lives; the workspace itself has no id in answers."""
    kind = answer["parent"]["type"]
    name = answer["parent"].get(kind)
    return Parent(kind, name if isinstance(name, str) else WORKSPACE_ID)


def page(answer: Json, **held: Any) -> Page:
    """A page or row; `held` are its values, children and number."""
    return Page(
        id=answer["id"],
        parent=parent_of(answer),
        icon=answer["icon"],
        cover=answer["cover"],
        is_archived=answer.get("is_archived", False),
        is_locked=answer.get("is_locked", False),
        **held,
        **stamps(answer),
    )


def block(answer: Json, children: tuple[str, ...]) -> Block:
    """A block; keys that an answer lacks get the value that they have in a new block."""
    kind = KINDS.get(answer["type"])
    fields = kind.fields.items() if kind else ()
    missing = {key: spec.default for key, spec in fields if not spec.required}
    content = {key: value for key, value in missing.items() if kind and key not in kind.hidden}
    return Block(
        id=answer["id"],
        parent=parent_of(answer),
        type=answer["type"],
        content={**content, **(answer.get(answer["type"]) or {})},
        children=children,
        **stamps(answer),
    )


def database(answer: Json, views: tuple[str, ...]) -> Database:
    """A database with its tabs."""
    return Database(
        id=answer["id"],
        parent=parent_of(answer),
        title=answer["title"],
        description=answer.get("description") or [],
        is_inline=answer["is_inline"],
        is_locked=answer.get("is_locked", False),
        icon=answer["icon"],
        cover=answer["cover"],
        sources=tuple(source["id"] for source in answer["data_sources"]),
        views=views,
        **stamps(answer),
    )


def data_source(answer: Json, schema: dict[str, Json], rows: int) -> DataSource:
    """A data source; `rows` is the highest number that a row of it has."""
    return DataSource(
        id=answer["id"],
        parent=parent_of(answer),
        title=answer["title"],
        schema=schema,
        icon=answer.get("icon"),
        cover=answer.get("cover"),
        next_number=rows + 1,
        **stamps(answer),
    )


def view(answer: Json) -> View:
    """A view; a dashboard keeps where its widgets stand."""
    configuration = answer["configuration"] or {"type": answer["type"]}
    rows = configuration.get("rows", []) if answer["type"] == "dashboard" else []
    return View(
        id=answer["id"],
        parent=parent_of(answer),
        data_source_id=answer.get("data_source_id") or "",
        name=answer["name"],
        type=answer["type"],
        configuration=configuration,
        filter=answer.get("filter"),
        sorts=answer.get("sorts"),
        quick_filters=answer.get("quick_filters"),
        dashboard_view_id=answer.get("dashboard_view_id"),
        rows=[{**row, "widgets": [_widget(widget) for widget in row["widgets"]]} for row in rows],
        **stamps(answer),
    )


def _widget(shown: Json) -> Json:
    return {key: shown[key] for key in ("id", "view_id")}


def _moment(written: str) -> str:
    """A time as records keep it; databases and views have an offset."""
    return written if written.endswith("Z") else stamp(datetime.fromisoformat(written))
