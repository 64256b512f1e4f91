"""How records come back from the JSON that they were stored as.

What many of them have alike is kept once: parents, times, users, the looks and words of texts. As
records are never changed, nobody can tell; of 50,000 rows it was more than a third of the memory.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import fields
from typing import Any

import orjson

from sandbox.notion.records import KINDS, Page, Parent, Record

_ALIKE = ("created_time", "created_by", "last_edited_time", "last_edited_by")
_FIELDS: Mapping[str, frozenset[str]] = {
    name: frozenset(item.name for item in fields(kind)) for name, kind in KINDS.items()
}


def load(stored: Iterable[tuple[str, bytes]]) -> list[Record]:
    """The records of rows of kind and JSON. A field that none has any more is left out."""
    once: dict[Hashable, Any] = {}
    return [_record(kind, orjson.loads(body), once) for kind, body in stored]


def _record(name: str, data: dict[str, Any], once: dict[Hashable, Any]) -> Record:
    kind, place = KINDS[name], tuple(data["parent"].values())
    data["parent"] = once.get(place) or once.setdefault(place, Parent(**data["parent"]))
    for field in _ALIKE:
        data[field] = once.setdefault(data[field], data[field])
    for field in kind.TUPLES & data.keys():
        data[field] = tuple(data[field])
    if kind is Page:
        for value in data["values"].values():
            _share_looks(value, once)
    for field in data.keys() - _FIELDS[name]:
        del data[field]
    return kind(**data)


def _share_looks(value: Any, once: dict[Hashable, Any]) -> None:
    for run in value if isinstance(value, list) else ():
        if isinstance(run, dict) and "annotations" in run:
            looks, words = run["annotations"], run["plain_text"]
            run["annotations"] = once.setdefault(tuple(looks.items()), looks)
            run["plain_text"] = once.setdefault(words, words)
