"""Configurations of the property types that depend on nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.notion import checks
from sandbox.notion.checks import Place
from sandbox.notion.properties.formats import NUMBER_FORMATS
from sandbox.notion.properties.options import (
    default_statuses,
    grouped,
    read_groups,
    read_options,
)
from sandbox.notion.records import Json

MAX_PREFIX = 10
# A button is ignored without a word; the others cannot be made through the API.
IGNORED = frozenset({"button", "verification", "location", "last_visited_time"})

_read_format = checks.one_of(*NUMBER_FORMATS)
Config = Callable[[Any, Place, Json | None], Json]


def read_config(kind: str, value: Any, place: Place, old: Json | None) -> Json:
    """What stands under the type's key of a property; `old` is the property as it was."""
    return CONFIGS[kind](value, place, old[kind] if old else None)


def _plain(value: Any, place: Place, _old: Json | None) -> Json:
    return checks.nothing(value, place)


def _number(value: Any, place: Place, old: Json | None) -> Json:
    found = checks.mapping(value, place, ("format",))
    default = old["format"] if old else "number"
    return {"format": _read_format(found.get("format", default), (place, "format"))}


def _choices(kind: str) -> Config:
    def read(value: Any, place: Place, old: Json | None) -> Json:
        found = checks.mapping(value, place, ("options",))
        present = old["options"] if old else []
        if "options" not in found:
            return {"options": present}
        return {"options": read_options(found["options"], (place, "options"), kind, present)}

    return read


def _status(value: Any, place: Place, old: Json | None) -> Json:
    found = checks.mapping(value, place, ("options", "groups"))
    if not found.get("options"):
        return old or default_statuses()
    at: Place = (place, "options")
    options = read_options(found["options"], at, "status", old["options"] if old else [])
    wanted = read_groups(found["options"], at)
    groups = ((option["id"], wanted.get(option["name"].casefold())) for option in options)
    places = {name: group for name, group in groups if group}
    return grouped(options, places, old["groups"] if old else [])


def _unique_id(value: Any, place: Place, old: Json | None) -> Json:
    found = checks.mapping(value, place, ("prefix",))
    prefix = found.get("prefix", old["prefix"] if old else None)
    if prefix is not None:
        checks.text(prefix, (place, "prefix"), MAX_PREFIX)
    return {"prefix": prefix or None}


CONFIGS: Mapping[str, Config] = {
    **dict.fromkeys(("title", "rich_text", "url", "people", "files", "email"), _plain),
    **dict.fromkeys(("phone_number", "date", "checkbox", "place"), _plain),
    **dict.fromkeys(("created_by", "created_time"), _plain),
    **dict.fromkeys(("last_edited_by", "last_edited_time"), _plain),
    "number": _number,
    "select": _choices("select"),
    "multi_select": _choices("multi_select"),
    "status": _status,
    "unique_id": _unique_id,
}
