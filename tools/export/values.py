"""Values of properties as a cell of Notion's CSV, or a line above a row's body, says them. Pure."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from tools.blueprint.base import Language
from tools.workspace.dates import moment, span
from tools.workspace.figures import figure

Json = dict[str, Any]

JOINED = ", "


class Named(Protocol):
    """What a value refers to, as the archive or the workspace knows it."""

    def row(self, notion_id: str) -> str:
        """A related row: `Name (address)`."""
        ...

    def file(self, item: Json) -> str:
        """A file: where it lies in the archive, or its address."""
        ...


def cell(value: Json, schema: Json, named: Named, language: Language) -> str:
    """A property's value as text; `schema` is the property's own answer. Empty where it is."""
    kind = value["type"]
    held = value.get(kind)
    if held is None or held == []:
        return ""
    match kind:
        case "title" | "rich_text":
            return "".join(run["plain_text"] for run in held)
        case "number":
            return figure(held, (schema.get("number") or {}).get("format", "number"))
        case "relation":
            return JOINED.join(named.row(item["id"]) for item in held)
        case "files":
            return JOINED.join(named.file(item) for item in held)
        case "formula" | "rollup":
            return _computed(held, named, language)
        case _:
            return _PLAIN[kind](held, language) if kind in _PLAIN else ""


def _computed(held: Json, named: Named, language: Language) -> str:
    """What a formula or a rollup came to."""
    kind = held["type"]
    value = held.get(kind)
    if value is None:
        return ""
    match kind:
        case "array":
            cells = [cell(item, {}, named, language) for item in value]
            return JOINED.join(filter(None, cells))
        case "number":
            return figure(value, "number")
        case "boolean":
            return _yes_or_no(value, language)
        case "date":
            return span(value, language)
        case _:
            return str(value)


def _yes_or_no(held: Any, _language: Language) -> str:
    return "Yes" if held else "No"  # in every language


def _name(held: Any, _language: Language) -> str:
    return str(held["name"])


def _user(held: Any, _language: Language) -> str:
    return str(held.get("name") or held["id"])


def _listed(one: Callable[[Any, Language], str]) -> Callable[[Any, Language], str]:
    return lambda held, language: JOINED.join(one(item, language) for item in held)


def _unique_id(held: Any, _language: Language) -> str:
    prefix = f"{held['prefix']}-" if held.get("prefix") else ""
    return f"{prefix}{held['number']}"


def _place(held: Any, _language: Language) -> str:
    return str(held.get("name") or held.get("address") or f"{held['lat']}, {held['lon']}")


def _text(held: Any, _language: Language) -> str:
    return str(held)


_PLAIN: Mapping[str, Callable[[Any, Language], str]] = {
    "select": _name,
    "status": _name,
    "multi_select": _listed(_name),
    "date": span,
    "checkbox": _yes_or_no,
    "people": _listed(_user),
    "created_by": _user,
    "last_edited_by": _user,
    "created_time": moment,
    "last_edited_time": moment,
    "unique_id": _unique_id,
    "place": _place,
    **dict.fromkeys(("url", "email", "phone_number"), _text),
}
