"""The values of a page's properties: read from a request, shown in an answer.

Values are kept by property id: options by their ids, relations as page ids, everything else as it
is answered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.notion import checks
from sandbox.notion.checks import Place
from sandbox.notion.errors import ValidationError
from sandbox.notion.media import read_named_file
from sandbox.notion.properties.options import find_option, hue_of, new_option
from sandbox.notion.records import Json
from sandbox.notion.richtext import HUES, read_rich_text
from sandbox.notion.times import read_date
from sandbox.notion.users import partial

MAX_CONTACT = 200
COMPUTED = frozenset(
    {
        *("formula", "rollup", "unique_id", "created_time", "created_by", "last_edited_time"),
        *("last_edited_by", "button", "verification"),
    }
)
_ECHOED = frozenset({"type", "id", "name"})  # of an answer, and let pass in a request
_OPTION_KEYS = frozenset({"id", "name", "color", "description"})
_PLACE_TEXTS = ("name", "address", "aws_place_id", "google_place_id")
_read_hue = checks.one_of("default", *HUES)


def read_value(value: Any, place: Place, prop: Json) -> Any:
    """The value of a property as it is kept; options by name or id are left for `settle`."""
    kind = prop["type"]
    if isinstance(value, list) and kind in ("title", "rich_text"):
        return read_rich_text(value, (place, kind))
    found = checks.mapping(value, place)
    echoed = _ECHOED | {"has_more"} if kind == "relation" else _ECHOED
    given = next((key for key in found if key not in echoed), None)
    if given != kind or found.get("type", kind) != kind:
        raise ValidationError(f"{prop['name']} is expected to be {kind}.")
    checks.mapping(found, place, {*echoed, kind})
    if kind in COMPUTED:
        raise ValidationError(f"Cannot update {prop['name']}: {kind} properties are read-only.")
    return _READERS[kind](found[kind], (place, kind))


def settle(value: Any, prop: Json) -> tuple[Any, Json]:
    """Replaces named options by their ids; returns the property with options that it lacked."""
    kind = prop["type"]
    if kind in ("select", "status"):
        names, prop = _settle_options([value] if value else [], prop)
        return (names[0] if names else None), prop
    if kind == "multi_select":
        return _settle_options(value, prop)
    return value, prop


def default_value(prop: Json) -> Any:
    """What a property holds in a row that says nothing about it."""
    kind = prop["type"]
    if kind == "status":
        groups = prop["status"]["groups"]
        return next((group["option_ids"][0] for group in groups if group["option_ids"]), None)
    return _DEFAULTS.get(kind)


def shown_option(prop: Json, name: str | None) -> Json | None:
    """An option of a property as rows show it."""
    options = prop[prop["type"]]["options"]
    found = next((option for option in options if option["id"] == name), None)
    return found and {key: found[key] for key in ("id", "name", "color")}


def _settle_options(wanted: list[Json], prop: Json) -> tuple[list[str], Json]:
    kind = prop["type"]
    options = list(prop[kind]["options"])
    names = []
    for option in wanted:
        found = _option(options, option)
        if found is None:
            # Select options come into being by being named; statuses belong to groups and do not.
            if kind == "status" or "name" not in option:
                label = option.get("name", option.get("id"))
                raise ValidationError(
                    f'Invalid {kind} option. {kind.title()} option "{label}" does not exist".'
                )
            found = new_option(option["name"], kind, option.get("color") or hue_of(len(options)))
            options.append(found)
        names.append(found["id"])
    if len(options) > len(prop[kind]["options"]):
        prop = {**prop, kind: {**prop[kind], "options": options}}
    return list(dict.fromkeys(names)), prop


def _option(options: list[Json], wanted: Json) -> Json | None:
    if "id" in wanted:
        return next((option for option in options if option["id"] == wanted["id"]), None)
    return find_option(options, wanted["name"])


def _read_option(value: Any, place: Place) -> Json:
    found = checks.mapping(value, place, _OPTION_KEYS)
    if "id" not in found and "name" not in found:
        checks.refuse((place, "name"), "defined", checks.MISSING)
    for key in ("id", "name"):
        if key in found:
            checks.filled(found[key], (place, key))
    if "color" in found:
        _read_hue(found["color"], (place, "color"))
    return found


def _read_page(value: Any, place: Place) -> str:
    found = checks.mapping(value, place)
    return checks.uuid(*checks.member(found, "id", place))


def _read_person(value: Any, place: Place) -> Json:
    return partial(_read_page(value, place))


def _read_url(value: Any, place: Place) -> str:
    return checks.filled(value, place, checks.MAX_URL)


def _read_contact(value: Any, place: Place) -> str:
    return checks.filled(value, place, MAX_CONTACT)


def _read_location(value: Any, place: Place) -> Json:
    found = checks.mapping(value, place, ("lat", "lon", *_PLACE_TEXTS))
    point = {key: checks.number(*checks.member(found, key, place)) for key in ("lat", "lon")}
    named = {key: found.get(key) for key in _PLACE_TEXTS}
    for key, text in named.items():
        if text is not None:
            checks.text(text, (place, key))
    return {**point, **named}


_READERS: Mapping[str, Callable[[Any, Place], Any]] = {
    "title": read_rich_text,
    "rich_text": read_rich_text,
    "number": checks.nullable(checks.number),
    "select": checks.nullable(_read_option),
    "status": checks.nullable(_read_option),
    "multi_select": checks.items(_read_option),
    "date": checks.nullable(read_date),
    "people": checks.items(_read_person),
    "files": checks.items(read_named_file),
    "checkbox": checks.boolean,
    "url": checks.nullable(_read_url),
    "email": checks.nullable(_read_contact),
    "phone_number": checks.nullable(_read_contact),
    "relation": checks.items(_read_page),
    "place": checks.nullable(_read_location),
}
_DEFAULTS: Mapping[str, Any] = {
    **{kind: [] for kind in ("title", "rich_text", "multi_select", "people", "files", "relation")},
    "checkbox": False,
}
