"""Rows in Notion's words: the request that makes one, and each value in it, whoever asks."""

from collections.abc import Sequence
from typing import Any

from tools.blueprint.values import read_text, read_upload
from tools.notion.render.richtext import Json, Places, file, rich_text

MOST_LINKS = 100  # that one request may carry in one relation


def row_body(source: Any, values: Json, looks: Json) -> Json:
    """The body that makes a row of a data source; `looks` are its icon and cover."""
    parent = {"type": "data_source_id", "data_source_id": source}
    return {"parent": parent, "properties": values, **looks}


def value_body(kind: str, held: Any) -> Json:
    """A value of a property of some type: texts are rich-text items, options go by name, people and
    rows by id; None empties the property."""
    match kind:
        case "select" | "status":
            return {kind: held and {"name": held}}
        case "multi_select":
            return {kind: [{"name": name} for name in held or []]}
        case "people":
            return {kind: [{"id": name} for name in held or []]}
        case "relation":
            return links(held or [])
        case "title" | "rich_text" | "files":
            return {kind: held or []}
        case "checkbox":
            return {kind: bool(held)}
        case _:
            return {kind: held}


def links(rows: Sequence[Any]) -> Json:
    """A relation to rows, as many of them as one request may carry."""
    return {"relation": [{"id": name} for name in rows[:MOST_LINKS]]}


def worded(kind: str, given: Any, places: Places) -> Any:
    """What a blueprint gives for a property, as `value_body` takes it."""
    if given is None:
        return None
    match kind:
        case "title" | "rich_text":
            return rich_text(read_text(given) or "", places)
        case "select" | "status":
            return given.strip()
        case "multi_select":
            return [name.strip() for name in given]
        case "date":
            return span(given)
        case "files":
            return [listed_file(item) for item in given]
        case _:
            return given


def span(given: Any) -> Json:
    """A date as a request says it; a blueprint may give the day alone."""
    return given if isinstance(given, dict) else {"start": given}


def listed_file(item: Any) -> Json:
    """One of the files of a row's value."""
    upload = read_upload(item)
    url = "" if upload else item if isinstance(item, str) else item["url"]
    own = upload.filename if upload else url.rstrip("/").rpartition("/")[2]
    name = (isinstance(item, dict) and item.get("name")) or own
    return {"name": name[:100], **file(upload or url)}
