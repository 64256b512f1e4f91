"""Values that survive a change of type.

Notion's app converts; through its API the values are gone unless they are written again. Whatever
reads as text goes through text; what makes no sense in the new type is left empty.
"""

import re
from collections.abc import Callable
from typing import Any

from tools.blueprint.base import is_date
from tools.blueprint.properties import CHOICES
from tools.notion.modify.draft import Draft
from tools.notion.modify.options import chosen
from tools.notion.structure.model import ExistingProperty, ExistingRow, Json
from tools.notion.structure.values import is_empty, text_run, words

_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_EMAIL = re.compile(r"[^@\s,]+@[^@\s,]+\.[^@\s,]+")
_YES = frozenset({"true", "yes", "y", "✓", "✔", "☑", "예", "네", "はい", "完了", "완료", "done"})


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
    return draft, new, _READ[new.type](", ".join(texts)) if texts else None


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
    return [" → ".join(part for part in (held["start"], held.get("end")) if part)]


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
    return ["✓"] * value if isinstance(value, bool) else [str(value)]


_SAID: dict[str, Callable[[Any], list[str]]] = {
    "rich_text": lambda held: [words(held)],
    "files": lambda held: [_address(item) for item in held],
    "date": _dates,
    "formula": _computed,
    "rollup": _computed,
    "unique_id": _numbered,
    "checkbox": lambda _: ["✓"],
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
    for name in (part for text in names for part in _parts(prop, text)):
        known = any(option.name.casefold() == name.casefold() for option in prop.options)
        if known or prop.type != "status":  # a word does not say to which group a status belongs
            draft, prop, option_id = chosen(draft, prop, name)
            ids.append(option_id)
    ids = list(dict.fromkeys(ids))
    if prop.type == "multi_select":
        return draft, prop, ids or None
    return draft, prop, next(iter(ids), None)


def _parts(prop: ExistingProperty, text: str) -> list[str]:
    """The options that a text names; they hold no comma and at most 100 characters."""
    cut = text.split(",") if prop.type == "multi_select" else [text.replace(",", " ")]
    return [part for raw in cut if (part := " ".join(raw.split())[:100].strip())]


def _number(text: str) -> int | float | None:
    found = _NUMBER.search(text)
    if found is None:
        return None
    plain = found[0].replace(",", "")
    return float(plain) if "." in plain else int(plain)


def _date(text: str) -> Json | None:
    start, _, end = text.partition(" → ")
    if not is_date(start):
        return None
    return {"start": start, "end": end if is_date(end) else None, "time_zone": None}


def _url(text: str) -> str | None:
    first = text.split(", ")[0].strip()
    return first if first.startswith(("http://", "https://")) and len(first) <= 2000 else None


def _files(text: str) -> list[Json] | None:
    urls = [url for part in text.split(", ") if (url := _url(part))]
    return [_file(url) for url in urls] or None


def _file(url: str) -> Json:
    name = url.rpartition("/")[2][:100] or "file"
    return {"type": "external", "name": name, "external": {"url": url}}


def _email(text: str) -> str | None:
    found = _EMAIL.search(text)
    return found[0] if found and len(found[0]) <= 200 else None


def _phone(text: str) -> str | None:
    return text if any(c.isdigit() for c in text) and len(text) <= 200 else None


_READ: dict[str, Callable[[str], Any]] = {
    "rich_text": lambda text: [text_run(text)],
    "number": _number,
    "date": _date,
    "people": lambda _: None,
    "files": _files,
    "checkbox": lambda text: text.strip().casefold() in _YES or None,
    "url": _url,
    "email": _email,
    "phone_number": _phone,
}
