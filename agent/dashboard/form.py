"""The form of the workspace, in one language; its properties go by keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args

import yaml

from tools.blueprint.base import Language
from tools.recipes import localize

Json = dict[str, Any]

TABLES = ("tickets", "customers", "articles")
ID = "id"  # the key of the property that holds the helpdesk's own number
LINK = "link"
_FORM = Path(__file__).with_name("form.yaml")
_NAMING = (
    "group_by",
    "date_property",
    "x_axis",
    "stack_by",
    "property",
)  # of views, by a property's key


@cache
def _written() -> Json:
    form: Json = yaml.load(_FORM.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return form


@dataclass(frozen=True)
class Form:
    """A blueprint without rows, and by database and key the names of its properties."""

    blueprint: Json
    names: Mapping[str, Mapping[str, str]]


def form(language: Language) -> Form:
    """The form in a language."""
    local = localize(_written(), language)
    names = {
        database["key"]: {p["key"]: p["name"] for p in database["properties"]}
        for database in local["databases"]
    }
    databases = [_database(database, names[database["key"]]) for database in local["databases"]]
    blocks = [_block(block, names) for block in local["blocks"]]
    return Form({**local, "language": language, "databases": databases, "blocks": blocks}, names)


def _database(database: Json, names: Mapping[str, str]) -> Json:
    properties = [
        {name: value for name, value in prop.items() if name != "key"}
        for prop in database["properties"]
    ]
    views = [_named(view, names) for view in database["views"]]
    return {**database, "properties": properties, "views": views}


def _block(block: Json, names: Mapping[str, Mapping[str, str]]) -> Json:
    view = block.get("view")
    return block if view is None else {**block, "view": _named(view, names[block["ref"]])}


def _named(value: Any, names: Mapping[str, str]) -> Any:
    """A view with the names of properties in the place of their keys."""
    if isinstance(value, list):
        return [_named(item, names) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _name_in(key, item, names) for key, item in value.items()}


def _name_in(place: str, value: Any, names: Mapping[str, str]) -> Any:
    if place == "properties":
        return [names[key] for key in value]
    return names[value] if place in _NAMING else _named(value, names)


@cache
def known_names(table: str) -> Mapping[str, frozenset[str]]:
    """How each property of a database is called in any language, by its key."""
    forms = [form(language).names[table] for language in get_args(Language)]
    return {key: frozenset(names[key] for names in forms) for key in forms[0]}
