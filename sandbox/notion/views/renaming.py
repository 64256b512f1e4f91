"""What views say of a property goes on to mean it when it is called otherwise: they know it by its
id, and only show its name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox.notion.records import Json, View
from sandbox.notion.state import Transaction


def follow(tx: Transaction, source_id: str, old: str, new: str) -> None:
    """Has all views of a data source call a property by its new name."""
    for view in [one for one in tx.all(View) if one.data_source_id == source_id]:
        quick = {new if k == old else k: v for k, v in (view.quick_filters or {}).items()}
        followed = replace(
            view,
            filter=_called(view.filter, old, new),
            sorts=_called(view.sorts, old, new),
            quick_filters=quick or view.quick_filters,
            configuration=_called(view.configuration, old, new),
        )
        if followed != view:
            tx.put(followed)


def _called(value: Any, old: str, new: str) -> Any:
    if isinstance(value, list):
        return [_called(item, old, new) for item in value]
    if not isinstance(value, dict):
        return value
    found: Json = {}
    for key, inner in value.items():
        names = key == "property" or key.endswith("property_name")
        found[key] = new if names and inner == old else _called(inner, old, new)
    return found
