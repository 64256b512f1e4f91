"""A structure by names alone, without what Notion keeps broken: fit to compare two workspaces.

What hangs on a property that is gone (a formula, a rollup, a board by it, a condition on it) is
left out, because a blueprint cannot hold it.
"""

from collections.abc import Callable
from typing import Any

from tests.support.structures import Team
from tools.blueprint.properties import rolls_up
from tools.notion.structure.read import read_structure
from tools.workspace.model import (
    ExistingBlock,
    ExistingDatabase,
    ExistingProperty,
    ExistingView,
    Structure,
)
from tools.workspace.references import (
    in_condition,
    in_configuration,
    in_expression,
    in_sorts,
    mentioned,
)
from tools.workspace.values import is_uploaded, words

Json = dict[str, Any]
Naming = Callable[[str], str | None]

COMPUTED = {"formula", "rollup", "unique_id", "created_time", "last_edited_time"}
COMPUTED |= {"created_by", "last_edited_by"}
FILTERS_LAG = {"rename_option", "delete_option", "retype_property", "rename_property"}
_SAID = {"format", "prefix", "two_way", "function"}
_NEEDED = {
    "board": [("group_by", "property_id")],
    "calendar": [("date_property_id",)],
    "timeline": [("date_property_id",)],
    "chart": [("x_axis", "property_id"), ("y_axis", "property_id")],
}
_DATES = {"date", "created_time", "last_edited_time", "formula", "rollup"}
_BOARDS = {"select", "multi_select", "status", "people", "relation", "checkbox"}
_UNGROUPABLE = {"files", "place", "rollup", "unique_id"}


async def shown(team: Team, page_id: str | None = None) -> Json:
    """A page by names, and all pages below it."""
    structure = await read_structure(team.notion.gateway(), page_id or team.page_id)
    pages = [await shown(team, page.id) for page in structure.sub_pages]
    return named(structure) | {"pages": sorted(pages, key=lambda page: page["page"])}


def named(structure: Structure) -> Json:
    own = [database for database in structure.databases if not database.linked]
    linked = [_Database(d, structure).views() for d in structure.databases if d.linked]
    return {
        "page": (structure.page.title, _look(structure.page.icon), _look(structure.page.cover)),
        "blocks": _blocks(structure.blocks),
        "databases": sorted((_Database(d, structure).drawn() for d in own), key=repr),
        "linked": sorted((views for views in linked if views), key=repr),
    }


def told_apart(look: Json, changes: list[Json], before: Structure) -> Json:
    """A look without what cannot be the same.

    Conditions on an option that was renamed or deleted: Notion's filters keep its old name, a
    plan's follow it; so it is with a property's name in the embedded workspace's filters and
    sorts. Values, and so options, of what Notion computed before it was retyped: of a plan nothing
    has been computed yet. Linked views of a database in the trash: a page goes on to show them; and
    what a body had to wait for before, so that a block of it moved behind, may be gone. Colours
    beside an option that was deleted: those without one get it by their place.
    """
    kinds = {p.name: p.type for d in before.databases for p in d.properties}
    retyped = [c["property"] for c in changes if c["action"] == "retype_property"]
    hidden = {name for name in retyped if kinds.get(name) in COMPUTED}
    if hidden:
        hidden |= {"options", *(c["to"] for c in changes if c["action"] == "rename_property")}
    if any(change["action"] == "delete_option" for change in changes):
        hidden.add("options")
    if any(change["action"] in FILTERS_LAG for change in changes):
        hidden |= {"filter", "sorts"}
    if any(change["action"] in ("archive", "delete_database") for change in changes):
        hidden.add("linked")
        look = {**look, "blocks": sorted(look["blocks"], key=repr)}
    return dict(_without(look, hidden))


def _without(value: Any, names: set[str]) -> Any:
    if isinstance(value, dict):
        return {k: _without(v, names) for k, v in value.items() if k not in names}
    return [_without(item, names) for item in value] if isinstance(value, list) else value


def _look(picture: Json | None) -> str:
    """An icon, cover or file; an uploaded one by its name, as its address is new each time."""
    if is_uploaded(picture):
        return str(picture and picture["file"]["url"].rpartition("/")[2])
    return repr(picture)


def _blocks(blocks: list[ExistingBlock]) -> list[Any]:
    """What stands in a body; databases and pages that it does not place stand behind it, links
    to what went into the trash are there on a page only."""
    return [
        (block.type, block.text, block.color, _blocks(block.children))
        for block in blocks
        if not block.type.startswith(("child_", "link_to_"))
    ]


class _Database:
    """One database by names."""

    def __init__(self, database: ExistingDatabase, structure: Structure) -> None:
        self._database = database
        self._structure = structure
        self._alive = {p.id: p for p in database.properties if self._stands(p)}
        while broken := [p for p in self._alive.values() if not self._is_computable(p)]:
            for prop in broken:
                del self._alive[prop.id]

    def _stands(self, prop: ExistingProperty) -> bool:
        """A link to a database that is gone leads nowhere."""
        return prop.type != "relation" or self._far(prop) is not None

    def _far(self, prop: ExistingProperty) -> ExistingDatabase | None:
        return self._structure.source(prop.config["data_source_id"])

    def _is_computable(self, prop: ExistingProperty) -> bool:
        if prop.type == "formula":
            return mentioned(prop.config["expression"]) <= self._alive.keys()
        if prop.type != "rollup":
            return True
        relation = self._alive.get(prop.config["relation"])
        far = None if relation is None else self._far(relation)
        if far is None:
            return False
        rolled = far.property(prop.config["property"])
        return rolled is not None and rolls_up(prop.config["function"], rolled.type)

    def _name(self, prop_id: str) -> str | None:
        by_name = {prop.name: prop.name for prop in self._alive.values()}
        return self._alive[prop_id].name if prop_id in self._alive else by_name.get(prop_id)

    def drawn(self) -> Json:
        database = self._database
        return {
            "title": database.title,
            "looks": (_look(database.icon), _look(database.cover), database.inline),
            "properties": sorted((self._property(p) for p in self._alive.values()), key=repr),
            "views": self.views(),
            "rows": sorted((self._row(row) for row in database.rows), key=repr),
        }

    def _property(self, prop: ExistingProperty) -> Json:
        config = {
            k: v for k, v in prop.config.items() if k in ("format", "prefix", "two_way", "function")
        }
        if prop.type == "formula":
            config["expression"] = in_expression(prop.config["expression"], self._name)
        if prop.type == "relation":
            far = self._far(prop)
            config["target"] = far and far.title
        if prop.type == "rollup":
            relation = self._alive[prop.config["relation"]]
            far = self._far(relation)
            rolled = far and far.property(prop.config["property"])
            config |= {"relation": relation.name, "property": rolled and rolled.name}
        options = [(o.name, o.color, o.group) for o in prop.options]
        if prop.type == "status":
            options.sort(key=repr)
        return {"name": prop.name, "type": prop.type, "options": options, **config}

    def views(self) -> list[Json]:
        return [drawn for view in self._database.views if (drawn := self._view(view)) is not None]

    def _view(self, view: ExistingView) -> Json | None:
        if any(self._lacks(view.configuration, place) for place in _NEEDED.get(view.type, ())):
            return None
        if self._is_misplaced(view):
            return None
        configuration = in_configuration(view.configuration, self._name)
        widgets = [drawn for widget in view.widgets if (drawn := self._view(widget)) is not None]
        return {
            "name": view.name,
            "type": view.type,
            "filter": _cleared(in_condition(self._standing(view.filter), self._name)),
            "sorts": in_sorts(view.sorts, self._name),
            "configuration": _settings(configuration),
            "widgets": widgets,
        }

    def _lacks(self, configuration: Json, place: tuple[str, ...]) -> bool:
        held: Any = configuration
        for key in place:
            held = held.get(key) if isinstance(held, dict) else None
        return held is not None and self._name(held) is None

    def _is_misplaced(self, view: ExistingView) -> bool:
        kinds = {prop.id: prop.type for prop in self._alive.values()}
        for key in ("date_property_id", "end_date_property_id"):
            if kinds.get(view.configuration.get(key), "date") not in _DATES:
                return True
        for key in ("group_by", "sub_group_by", "x_axis", "stack_by"):
            name = (view.configuration.get(key) or {}).get("property_id")
            kind = kinds.get(name, "select")
            if kind in _UNGROUPABLE or (view.type == "board" and kind not in _BOARDS):
                return True
        return False

    def _standing(self, condition: Json | None) -> Json | None:
        """A filter without conditions on options that are gone, or of another type than theirs."""
        if condition is None:
            return None
        for joined in ("and", "or"):
            if joined in condition:
                parts = [self._standing(part) for part in condition[joined]]
                return {joined: [part for part in parts if part is not None]}
        prop = self._alive.get(condition.get("property", ""))
        if prop is None or prop.type not in ("select", "multi_select", "status"):
            return condition
        asked = condition.get(prop.type)
        if not isinstance(asked, dict):
            return None
        names = {option.name for option in prop.options} | {True}
        wanted = [
            v for value in asked.values() for v in (value if isinstance(value, list) else [value])
        ]
        return condition if set(wanted) <= names else None

    def _row(self, row: Any) -> Json:
        values: Json = {}
        for prop in self._alive.values():
            value = self._value(prop, row.values.get(prop.id))
            if value is not None:
                values[prop.name] = value
        return {"title": row.title, "looks": (_look(row.icon), _look(row.cover)), "values": values}

    def _value(self, prop: ExistingProperty, value: Any) -> Any:
        if value is None or (prop.type == "status" and value == _first(prop)):
            return None  # a row that says nothing gets the first status from Notion
        names = {option.id: option.name for option in prop.options}
        if prop.type in ("title", "rich_text"):
            return words(value)
        if prop.type == "relation":
            far = self._far(prop)
            titles = {row.id: row.title for row in far.rows} if far else {}
            return sorted(titles[name] for name in value if name in titles) or None
        if isinstance(value, list):
            return [
                names.get(item, item) if isinstance(item, str) else _look(item) for item in value
            ]
        return names.get(value, value) if isinstance(value, str) else value


def _first(prop: ExistingProperty) -> str | None:
    groups = ("To-do", "In progress", "Complete")
    ordered = sorted(prop.options, key=lambda option: groups.index(option.group or "To-do"))
    return next((option.id for option in ordered), None)


def _cleared(condition: Json | None) -> Json | None:
    """A filter without joints that hold nothing."""
    for joined in ("and", "or"):
        if condition is not None and joined in condition:
            parts = [part for item in condition[joined] if (part := _cleared(item)) is not None]
            return {joined: parts} if parts else None
    return condition


def _settings(configuration: Json) -> Json:
    """Settings that say something; which properties a view hides follows from those it shows."""
    said = {key: value for key, value in configuration.items() if value is not None}
    if "properties" in said:
        said["properties"] = [p["property_id"] for p in said["properties"] if p.get("visible")]
    for key in ("group_by", "sub_group_by", "x_axis", "stack_by"):
        if key in said:
            said[key] = said[key]["property_id"]
    return said
