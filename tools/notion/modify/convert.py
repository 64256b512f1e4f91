"""Values that survive a change of type, as structures keep them.

Notion's app converts; through its API the values are gone unless they are written again.
"""

from collections.abc import Callable
from typing import Any

from tools.blueprint.convert import SPAN, YES, options_in, read_as
from tools.blueprint.properties import CHOICES
from tools.notion.modify.draft import Draft
from tools.notion.modify.options import chosen
from tools.notion.structure.model import ExistingProperty, ExistingRow, Json
from tools.notion.structure.values import is_empty, text_run, words


def converted(
    draft: Draft, row: ExistingRow, old: ExistingProperty, new: ExistingProperty
) -> tuple[Draft, ExistingProperty, Any]:
    """A row's value in the new type (None: empty), with the options that it needs."""
    texts = _texts(row, old)
    if new.type in ("select", "status", "multi_select"):
        wanted = texts if new.type == "multi_select" else texts[:1]
        return _choose(draft, new, [text for text in wanted if text])
    if new.type == "rich_text" and isinstance(row.values.get(old.id), list) and _is_text(old):
        return draft, new, row.values[old.id]
    if new.type == "date" and isinstance(row.values.get(old.id), dict):
        return draft, new, row.values[old.id]
    return draft, new, _kept(new.type, read_as(new.type, ", ".join(texts))) if texts else None


def _is_text(prop: ExistingProperty) -> bool:
    return prop.type in ("title", "rich_text")


def _texts(row: ExistingRow, prop: ExistingProperty) -> list[str]:
    """What a value says: one text, or one for each thing it lists."""
    held: Any = row.values.get(prop.id, row.computed.get(prop.id))
    if is_empty(held):
        return []
    if prop.type in CHOICES:
        ids = held if isinstance(held, list) else [held]
        return [option.name for name in ids if (option := prop.option(name))]
    return _SAID[prop.type](held) if prop.type in _SAID else [str(held)]


def _address(item: Json) -> str:
    return str(item.get(item.get("type", "external"), {}).get("url", item.get("name", "")))


def _dates(held: Json) -> list[str]:
    return [SPAN.join(part for part in (held["start"], held.get("end")) if part)]


def _numbered(held: Json) -> list[str]:
    return [f"{held['prefix']}-{held['number']}" if held.get("prefix") else str(held["number"])]


def _people(held: Json) -> list[str]:
    return [held["name"]] if held.get("name") else []


def _computed(held: Json) -> list[str]:
    value = held.get(held["type"])
    if value is None or held["type"] in ("array", "unsupported", "incomplete"):
        return []
    if isinstance(value, dict):
        return [str(value["start"])]
    return [YES] * value if isinstance(value, bool) else [str(value)]


_SAID: dict[str, Callable[[Any], list[str]]] = {
    "rich_text": lambda held: [words(held)],
    "files": lambda held: [_address(item) for item in held],
    "date": _dates,
    "formula": _computed,
    "rollup": _computed,
    "unique_id": _numbered,
    "checkbox": lambda _: [YES],
    "created_by": _people,
    "last_edited_by": _people,
    # People are ids here and places are coordinates: neither reads as anything else.
    "people": lambda _: [],
    "place": lambda _: [],
}


def _choose(
    draft: Draft, prop: ExistingProperty, names: list[str]
) -> tuple[Draft, ExistingProperty, Any]:
    ids: list[str] = []
    for name in (part for text in names for part in options_in(prop.type, text)):
        known = any(option.name.casefold() == name.casefold() for option in prop.options)
        if known or prop.type != "status":  # a word does not say to which group a status belongs
            draft, prop, option_id = chosen(draft, prop, name)
            ids.append(option_id)
    ids = list(dict.fromkeys(ids))
    if prop.type == "multi_select":
        return draft, prop, ids or None
    return draft, prop, next(iter(ids), None)


def _kept(kind: str, value: Any) -> Any:
    """A row's value as a structure keeps it."""
    if value is None:
        return None
    match kind:
        case "rich_text":
            return [text_run(value)]
        case "date":
            return {"end": None, "time_zone": None, **value}
        case "files":
            return [_file(url) for url in value]
        case _:
            return value


def _file(url: str) -> Json:
    name = url.rpartition("/")[2][:100] or "file"
    return {"type": "external", "name": name, "external": {"url": url}}
