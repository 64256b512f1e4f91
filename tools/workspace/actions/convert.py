"""Values that survive a change of type.

Notion's app converts; through its API the values are gone unless they are written again. Whatever
reads as text goes through text; what makes no sense in the new type is left empty.
"""

import re
from collections.abc import Callable
from typing import Any

from tools.blueprint.base import is_date
from tools.blueprint.properties import CHOICES
from tools.workspace.model import ExistingProperty, ExistingRow, Json, is_new
from tools.workspace.parts import GROUPS, Fresh, Options, declared
from tools.workspace.values import is_empty, kept_value, words

_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_EMAIL = re.compile(r"[^@\s,]+@[^@\s,]+\.[^@\s,]+")
_YES = frozenset({"true", "yes", "y", "✓", "✔", "☑", "예", "네", "はい", "完了", "완료", "done"})
_YES_SIGN = "✓"
_TEXTS = ("title", "rich_text")
_SPAN = " → "  # between a start and its end


class Conversion:
    """Of the values of one property from one type to another, which may get options by that."""

    def __init__(self, old: ExistingProperty, new: ExistingProperty, fresh: Fresh) -> None:
        self._old, self._new = old, new
        self._names = {option.id: option.name for option in old.options}
        self._options = Options(new, fresh)
        self._usual = _usual(old)
        own = (o.name for o in new.options if o.name.casefold() == old.name.casefold())
        self._yes = next(own, _YES_SIGN)  # what was ticked "Paid" is "paid" among other states

    @property
    def prop(self) -> ExistingProperty:
        """The property of the new type, with the options that the values need."""
        return declared(self._options.prop) if self._new.type in CHOICES else self._new

    def value(self, row: ExistingRow) -> Any:
        """A row's value in the new type; None where it is empty in it."""
        kind, held = self._new.type, row.values.get(self._old.id)
        texts = self._texts(row)
        if kind in CHOICES:
            return self._chosen([text for text in texts if text])
        if kind == "rich_text" and isinstance(held, list) and self._old.type in _TEXTS:
            return held
        if kind == "date" and isinstance(held, dict):
            return held
        return kept_value(kind, _read_as(kind, ", ".join(texts))) if texts else None

    def _texts(self, row: ExistingRow) -> list[str]:
        """What a value says: one text, or one for each thing it lists."""
        prop = self._old
        held: Any = row.values.get(prop.id, row.computed.get(prop.id))
        if held is None and is_new(row.id):
            held = self._usual
        if is_empty(held):
            return []
        if prop.type in CHOICES:
            ids = held if isinstance(held, list) else [held]
            return [self._names[name] for name in ids if name in self._names]
        if prop.type == "checkbox":
            return [self._yes]
        return _SAID[prop.type](held) if prop.type in _SAID else [str(held)]

    def _chosen(self, texts: list[str]) -> Any:
        kind = self._new.type
        wanted = texts if kind == "multi_select" else texts[:1]
        names = [name for text in wanted for name in _options_in(kind, text)]
        if kind == "status":  # a word does not say to which group a status belongs
            ids = [known for name in names if (known := self._options.known(name)) is not None]
        else:
            ids = [self._options.id_of(name) for name in names]
        ids = list(dict.fromkeys(ids))
        return (ids or None) if kind == "multi_select" else next(iter(ids), None)


def _address(item: Json) -> str:
    return str(item.get(item.get("type", "external"), {}).get("url", item.get("name", "")))


def _dates(held: Json) -> list[str]:
    return [_SPAN.join(part for part in (held["start"], held.get("end")) if part)]


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
    return [_YES_SIGN] * value if isinstance(value, bool) else [str(value)]


_SAID: dict[str, Callable[[Any], list[str]]] = {
    "rich_text": lambda held: [words(held)],
    "files": lambda held: [_address(item) for item in held],
    "date": _dates,
    "formula": _computed,
    "rollup": _computed,
    "unique_id": _numbered,
    "created_by": _people,
    "last_edited_by": _people,
    # People are ids here and places are coordinates: neither reads as anything else.
    "people": lambda _: [],
    "place": lambda _: [],
}


def _usual(prop: ExistingProperty) -> str | None:
    """What Notion gives a row that says nothing: of a status the first one to do."""
    if prop.type != "status" or not prop.options:
        return None
    groups = tuple(GROUPS.values())
    ranks = {group: rank for rank, group in enumerate(groups)}
    return min(prop.options, key=lambda option: ranks.get(option.group or "", 0)).id


def _read_as(kind: str, text: str) -> Any:
    """A text as a row's value of another type; None where it makes no sense in it."""
    return _READ[kind](text)


def _options_in(kind: str, text: str) -> list[str]:
    """The options that a text names; they hold no comma and at most 100 characters."""
    cut = text.split(",") if kind == "multi_select" else [text.replace(",", " ")]
    return [part for raw in cut if (part := " ".join(raw.split())[:100].strip())]


def _number(text: str) -> int | float | None:
    found = _NUMBER.search(text)
    if found is None:
        return None
    plain = found[0].replace(",", "")
    return float(plain) if "." in plain else int(plain)


def _date(text: str) -> dict[str, str] | None:
    start, _, end = text.partition(_SPAN)
    if not is_date(start):
        return None
    return {"start": start, "end": end} if is_date(end) else {"start": start}


def _url(text: str) -> str | None:
    first = text.split(", ")[0].strip()
    return first if first.startswith(("http://", "https://")) and len(first) <= 2000 else None


def _files(text: str) -> list[str] | None:
    return [url for part in text.split(", ") if (url := _url(part))] or None


def _email(text: str) -> str | None:
    found = _EMAIL.search(text)
    return found[0] if found and len(found[0]) <= 200 else None


def _phone(text: str) -> str | None:
    return text if any(c.isdigit() for c in text) and len(text) <= 200 else None


_READ: dict[str, Callable[[str], Any]] = {
    "rich_text": lambda text: text,
    "number": _number,
    "date": _date,
    "people": lambda _: None,
    "files": _files,
    "checkbox": lambda text: text.strip().casefold() in _YES or None,
    "url": _url,
    "email": _email,
    "phone_number": _phone,
}
