"""How records become the JSON that is stored of them, and come back from it.

What many of them have alike is kept once: parents, times, users. As records are never changed,
nobody can tell. The values of a row, most of what there is, stay as they were written until
somebody looks (`sandbox.notion.held`): of 50,000 rows they were half of the start and of the
memory.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import fields
from typing import Any

import orjson

from sandbox.notion.held import Held
from sandbox.notion.records import KINDS, Json, Page, Parent, Record

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
# The last field of a page. No key of what stands before it is called so, and quotes within texts
# are escaped; an older version wrote it right behind a truth.
_VALUES = b',"values":'
_OLDER = (b"true", b"false")


def stored(record: Record) -> bytes:
    """The JSON of a record."""
    return orjson.dumps(record, default=_json_of)


def load(rows: Iterable[tuple[str, bytes]]) -> list[Record]:
    """The records of rows of kind and JSON. A field that none has any more is left out."""
    once: dict[Hashable, Any] = {}
    return [
        _record(kind, _page(body) if kind == _PAGE else orjson.loads(body), once)
        for kind, body in rows
    ]


def _json_of(held: Any) -> orjson.Fragment:
    if isinstance(held, Held):
        return held.json
    raise TypeError(f"{type(held).__name__} is in no record")


def _page(body: bytes) -> Json:
    cut = body.index(_VALUES)
    around = body[:cut]
    if around.endswith(_OLDER):
        page: Json = orjson.loads(body)
        # A copy, as orjson gives back bytes with room for a thousand more.
        page["values"] = Held(bytes(memoryview(orjson.dumps(page["values"]))))
        return page
    page = orjson.loads(around + b"}")
    page["values"] = Held(body[cut + len(_VALUES) : -1])
    return page


def _record(name: str, data: Json, once: dict[Hashable, Any]) -> Record:
    kind, place = KINDS[name], tuple(data["parent"].values())
    data["parent"] = once.get(place) or once.setdefault(place, Parent(**data["parent"]))
    for field in _ALIKE:
        data[field] = once.setdefault(data[field], data[field])
    for field in kind.TUPLES & data.keys():
        data[field] = tuple(data[field])
    if data.keys() != _FIELDS[name]:
        return kind(**{field: data[field] for field in _FIELDS[name] & data.keys()})
    record = object.__new__(kind)
    for field, put in _PUTS[name]:
        put(record, data[field])
    return record
