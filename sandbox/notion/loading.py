"""How records become the JSON that is stored of them, and come back from it.

Stored is what is not as usual: a field that has its default is left out, an edit that is no other
than the making, the looks of plain text. A workspace as people build it is a third shorter so.

What many have alike is kept once in memory: parents, times, users. As records are never changed,
nobody can tell. The values of a row, most of what there is, stay as they were written until
somebody looks (`sandbox.notion.held`): of 50,000 rows they were half of the start and of the
memory.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import MISSING, Field, fields
from typing import Any

import orjson

from sandbox.notion.held import Held, shortened, whole
from sandbox.notion.records import KINDS, Json, Page, Parent, Record
from sandbox.notion.users import BOT_ID

_EDITED = {"last_edited_time": "created_time", "last_edited_by": "created_by"}
_ALIKE = ("created_time", "created_by", "last_edited_time", "last_edited_by")
_FIELDS: Mapping[str, frozenset[str]] = {
    name: frozenset(item.name for item in fields(kind)) for name, kind in KINDS.items()
}
# What puts a value into a field of a new record: frozen ones take twice as long to do so.
_PUTS = {
    name: [(item.name, getattr(kind, item.name).__set__) for item in fields(kind)]
    for name, kind in KINDS.items()
}
_PAGE = Page.__name__
# Begins the last field of a page. No key of what stands before it is called so, and quotes within
# texts are escaped; an older version wrote it amid the others, right behind a truth.
_VALUES = b',"values":'
_OLDER = (b"true", b"false")


def _usual(item: Field[Any]) -> Any:
    """What a field has where nothing is stored of it; MISSING where something always is."""
    if item.name == "created_by":
        return BOT_ID
    return item.default if item.default_factory is MISSING else item.default_factory()


_USUAL: Mapping[str, Json] = {
    name: {item.name: value for item in fields(kind) if (value := _usual(item)) is not MISSING}
    for name, kind in KINDS.items()
}


def stored(record: Record) -> bytes:
    """The JSON of a record."""
    name = type(record).__name__
    usual = _USUAL[name] | {edit: getattr(record, made) for edit, made in _EDITED.items()}
    held = ((field, getattr(record, field)) for field, _ in _PUTS[name])
    told = {field: value for field, value in held if usual.get(field, MISSING) != value}
    return shortened(orjson.dumps(told, default=_json_of))


def load(rows: Iterable[tuple[str, bytes]]) -> list[Record]:
    """The records of rows of kind and JSON. A field that none has any more is left out."""
    once: dict[Hashable, Any] = {}
    return [
        _record(kind, _page(body) if kind == _PAGE else orjson.loads(whole(body)), once)
        for kind, body in rows
    ]


def _json_of(held: Any) -> orjson.Fragment:
    if isinstance(held, Held):
        return orjson.Fragment(held.json)
    raise TypeError(f"{type(held).__name__} is in no record")


def _page(body: bytes) -> Json:
    cut = body.index(_VALUES)
    around = body[:cut]
    if around.endswith(_OLDER):
        page: Json = orjson.loads(whole(body))
        # A copy, as orjson gives back bytes with room for a thousand more.
        page["values"] = Held(bytes(memoryview(shortened(orjson.dumps(page["values"])))))
        return page
    page = orjson.loads(around + b"}")
    page["values"] = Held(body[cut + len(_VALUES) : -1])
    return page


def _record(name: str, told: Json, once: dict[Hashable, Any]) -> Record:
    kind, data = KINDS[name], {**_USUAL[name], **told}
    for edit, made in _EDITED.items():
        data.setdefault(edit, data[made])
    place = tuple(data["parent"].values())
    data["parent"] = once.get(place) or once.setdefault(place, Parent(**data["parent"]))
    for field in _ALIKE:
        data[field] = once.setdefault(data[field], data[field])
    for field in kind.TUPLES:
        data[field] = tuple(data[field])
    if data.keys() != _FIELDS[name]:
        return kind(**{field: data[field] for field in _FIELDS[name] & data.keys()})
    record = object.__new__(kind)
    for field, put in _PUTS[name]:
        put(record, data[field])
    return record
