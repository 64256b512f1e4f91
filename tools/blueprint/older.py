"""Blueprints of NotionForge's older form (`version: "3.0"`), as today's.

There a thing is named by its position and a property by its key; here both have names of their own.
What cannot be read is left as it is, for the rules to name its place.
"""

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]

VERSION = "3.0"
_HEAD = ("template_type", "language", "complexity", "color_theme")
_TYPES = {
    "text": "rich_text",
    "phone": "phone_number",
    "person": "people",
    "file": "files",
    "multiselect": "multi_select",
}
_BLOCKS = {"bulleted_list": "bulleted_list_item", "numbered_list": "numbered_list_item"}
_AT = "db_index"  # the position of a database
_MOST_LEVELS = 30


def is_older(data: Any) -> bool:
    """Whether a blueprint says that it is of the older form."""
    return isinstance(data, Mapping) and str(data.get("version")) == VERSION


def converted(data: Mapping[str, Any]) -> Json:
    """The same workspace in today's form, not checked yet. Pure."""
    about, page = _mapping(data.get("metadata")), _mapping(data.get("main_page"))
    databases = [_database(item, n) for n, item in enumerate(_list(data.get("databases")))]
    sub_pages = [_sub_page(item, n) for n, item in enumerate(_list(data.get("sub_pages")))]
    stays = [_housed(item, sub_pages) for item in databases]
    found: Json = {name: about[name] for name in _HEAD if name in about}
    title = page.get("title") or about.get("title") or data.get("title")
    found |= {"title": title, "icon": page.get("icon"), "cover": page.get("cover_url")}
    blocks = data.get("blocks") or page.get("blocks")
    return {
        **found,
        "blocks": _blocks(blocks),
        "databases": [item for item, on_main in zip(databases, stays, strict=True) if on_main],
        "sub_pages": sub_pages,
    }


def _housed(database: Json, sub_pages: list[Json]) -> bool:
    """Puts a database on the sub-page that it names; True where it names none that is there."""
    parent = database.pop("db_parent", None)
    for number, page in enumerate(sub_pages):
        if parent is not None and parent in (number, page.get("title")):
            page["databases"].append(database)
            return False
    return True


def _sub_page(data: Any, number: int) -> Json:
    given = _mapping(data)
    known = {name: given[name] for name in ("title", "icon") if name in given}
    blocks = _blocks(given.get("blocks"))
    return {**known, "key": f"page{number}", "blocks": blocks, "databases": []}


def _database(data: Any, number: int) -> Json:
    given = _mapping(data)
    known = ("title", "icon", "description", "inline", "db_parent")
    rows = _list(given.get("sample_items") or given.get("rows"))
    return {
        **{name: given[name] for name in known if name in given},
        "key": f"db{number}",
        "properties": _properties(given.get("properties")),
        "views": [_view(view) for view in _list(given.get("views"))],
        "rows": [{"values": row} for row in rows],
    }


def _properties(data: Any) -> list[Any]:
    """A map of names to types or objects, as a list; a list stays one."""
    if not isinstance(data, Mapping):
        return [_property(item) for item in _list(data)]
    named = [{"type": p} if isinstance(p, str) else _mapping(p) for p in data.values()]
    return [_property({"name": name, **prop}) for name, prop in zip(data, named, strict=True)]


def _property(data: Any) -> Json:
    prop = dict(_mapping(data))
    prop["type"] = _TYPES.get(str(prop.get("type")), prop.get("type"))
    if "options" in prop:
        options = _list(prop["options"])
        prop["options"] = [{"name": o} if isinstance(o, str) else o for o in options]
    if "target_db_index" in prop:
        prop["target"] = f"db{prop.pop('target_db_index')}"
    return prop


def _view(data: Any) -> Any:
    if isinstance(data, str):
        return {"type": data} if data == "table" else {"type": data, "name": data.capitalize()}
    view = dict(_mapping(data))
    if "view_type" in view:
        view["type"] = view.pop("view_type")
    return view


def _blocks(data: Any, level: int = 0) -> list[Any]:
    """What lies deeper stays as it is: a blueprint takes no so many levels."""
    found = _list(data)
    return [_block(item, level) for item in found] if level < _MOST_LEVELS else found


def _block(data: Any, level: int) -> Any:
    if not isinstance(data, Mapping):
        return data
    block, kind = dict(data), str(data.get("type"))
    block["type"] = _BLOCKS.get(kind, kind)
    if kind == "database_ref":
        return {"type": "database", "ref": f"db{block.get(_AT)}"}
    if kind == "linked_view":
        view = _view(block.get("view") or block.get("view_type") or "table")
        return {"type": "linked_view", "ref": f"db{block.get(_AT)}", "view": view}
    if kind == "sub_page_ref":
        place = block.get("page_index", block.get("index", 0))
        return {"type": "link_to_page", "ref": f"page{place}"}
    if "children_text" in block:
        texts = _list(block.pop("children_text"))
        block["children"] = [{"type": "paragraph", "text": text} for text in texts]
    elif "children" in block:
        block["children"] = _blocks(block["children"], level + 1)
    if "columns" in block:
        block["columns"] = [_column(column, level) for column in _list(block["columns"])]
    return block


def _column(data: Any, level: int) -> Json:
    """A list of blocks, or an object with them."""
    if isinstance(data, Mapping):
        return {**data, "blocks": _blocks(data.get("blocks"), level + 1)}
    return {"blocks": _blocks(data, level + 1)}


def _mapping(data: Any) -> Mapping[str, Any]:
    return data if isinstance(data, Mapping) else {}


def _list(data: Any) -> list[Any]:
    return data if isinstance(data, list) else []
