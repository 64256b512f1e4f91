"""The options of select, multi-select and status properties, and the groups of a status."""

from __future__ import annotations

from typing import Any

from sandbox.notion import checks
from sandbox.notion.checks import Place
from sandbox.notion.errors import ValidationError
from sandbox.notion.ids import new_id
from sandbox.notion.records import Json
from sandbox.notion.richtext import HUES

_KEYS = frozenset({"id", "name", "color", "description", "group"})
_read_color = checks.one_of("default", *HUES)
_read_description = checks.nullable(checks.text)

# Notion's fixed groups of a status, with their colours, and what a status without options gets.
GROUPS = (("To-do", "gray"), ("In progress", "blue"), ("Complete", "green"))
_STATUS_DEFAULTS = (
    ("Not started", "default", "To-do"),
    ("In progress", "blue", "In progress"),
    ("Done", "green", "Complete"),
)


def read_options(value: Any, place: Place, kind: str, present: list[Json]) -> list[Json]:
    """The options of a property after a request; `present` are those that it has."""
    options: list[Json] = []
    for index, item in enumerate(checks.array(value, place)):
        option = _read_option(item, (place, index), kind, present)
        if find_option(options, option["name"]):
            raise ValidationError(
                f"Option names must be unique ignoring case, `{option['name']}` is there twice."
            )
        options.append(option)
    return options


def find_option(options: list[Json], name: str) -> Json | None:
    """The option of that name, ignoring case."""
    wanted = name.casefold()
    return next((option for option in options if option["name"].casefold() == wanted), None)


def new_option(name: str, kind: str, color: str = "default") -> Json:
    """An option; one of a schema without a colour has the default one."""
    if "," in name and kind != "status":
        raise ValidationError(f"Invalid {kind} option, commas not allowed: {name}")
    return {"id": new_id(), "name": name, "color": color, "description": None}


def hue_of(place: int) -> str:
    """The colour of an option that a row brings along, by its place among the others."""
    return HUES[place % len(HUES)]


def default_statuses() -> Json:
    """The options and groups of a status that is made without options."""
    options = [new_option(name, "status", color) for name, color, _ in _STATUS_DEFAULTS]
    places = {
        option["id"]: group for option, (_, _, group) in zip(options, _STATUS_DEFAULTS, strict=True)
    }
    return grouped(options, places, [])


def read_groups(value: Any, place: Place) -> dict[str, str]:
    """The groups that status options of a request ask for, by option name in lower case."""
    wanted: dict[str, str] = {}
    for index, item in enumerate(value):
        if "group" in item:
            at: Place = ((place, index), "group")
            name = checks.string(item["group"], at)
            if (group := _group_named(name)) is None:
                checks.refuse(at, '`"To-do"`, `"In progress"`, or `"Complete"`', name)
            wanted[str(item.get("name", "")).casefold()] = group
    return wanted


def grouped(options: list[Json], places: dict[str, str], present: list[Json]) -> Json:
    """A status configuration; options that are nowhere else go to To-do."""
    where = {name: group["name"] for group in present for name in group["option_ids"]}
    where.update(places)
    ids = {group["name"]: group["id"] for group in present}
    groups = [
        {
            "id": ids.get(name) or new_id(),
            "name": name,
            "color": color,
            "option_ids": [o["id"] for o in options if where.get(o["id"], GROUPS[0][0]) == name],
        }
        for name, color in GROUPS
    ]
    return {"options": options, "groups": groups}


def _group_named(name: str) -> str | None:
    plain = name.casefold().replace("_", " ").replace("-", " ")
    return next((g for g, _ in GROUPS if g.casefold().replace("-", " ") == plain), None)


def _read_option(value: Any, place: Place, kind: str, present: list[Json]) -> Json:
    found = checks.mapping(value, place, _KEYS)
    color = _read_color(found["color"], (place, "color")) if "color" in found else None
    known = _known(found, present)
    if known is None or "name" in found:
        name = checks.filled(*checks.member(found, "name", place))
    else:
        name = known["name"]
    if known and color not in (None, known["color"]) and kind != "status":
        raise ValidationError(f"Cannot update color of {kind} with name: {known['name']}.")
    option = {**(known or new_option(name, kind)), "name": name}
    if color:
        option["color"] = color
    if "description" in found:
        option["description"] = _read_description(found["description"], (place, "description"))
    return option


def _known(found: Json, present: list[Json]) -> Json | None:
    if "id" in found:
        return next((option for option in present if option["id"] == found["id"]), None)
    return find_option(present, str(found.get("name", "")))
