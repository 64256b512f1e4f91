"""What stands under a block's type key: read from a request, changed by an update."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.notion import checks
from sandbox.notion.blocks.kinds import KINDS, LINKS, Kind
from sandbox.notion.checks import Place
from sandbox.notion.media import read_source
from sandbox.notion.records import Json

_MEDIA_KEYS = frozenset({"type", "external", "file_upload"})


def read_content(kind_name: str, value: Any, place: Place) -> Json:
    """The content of a new block, without its children, in the form of answers."""
    kind = KINDS[kind_name]
    found = checks.mapping(value, place, _allowed(kind_name, kind))
    content: Json = {}
    for key, spec in kind.fields.items():
        if key in found:
            content[key] = spec.read(found[key], (place, key))
        elif spec.required:
            checks.refuse((place, key), "defined", checks.MISSING)
        elif key not in kind.hidden:
            content[key] = spec.default
    return _with_union(kind_name, kind, found, content, place)


def read_update(kind_name: str, value: Any, place: Place, present: Mapping[str, Any]) -> Json:
    """The content of a block after an update; what the update leaves out stays."""
    kind = KINDS[kind_name]
    found = checks.mapping(value, place, _allowed(kind_name, kind))
    if children := found.get("children", []):
        checks.refuse_extra((place, "children"), children)
    fixed = "table_width" if kind_name == "table" else None
    content = dict(present)
    for key, given in found.items():
        if key == fixed:
            checks.refuse_extra((place, key), given)
        if key in kind.fields:
            content[key] = kind.fields[key].read(given, (place, key))
    if kind.is_media and not found.keys() & {"external", "file_upload"}:
        return content
    if kind_name == "link_to_page":
        content = {}
    return _with_union(kind_name, kind, found, content, place)


def _allowed(kind_name: str, kind: Kind) -> frozenset[str]:
    """The keys that a request may give; an empty `children` is accepted anywhere."""
    own = frozenset(kind.fields) | {"children"}
    if kind.is_media:
        return own | _MEDIA_KEYS
    return own | {"type"} if kind_name == "link_to_page" else own


def _with_union(kind_name: str, kind: Kind, found: Json, content: Json, place: Place) -> Json:
    """Adds the keys of which a block has exactly one: a file, or what a link points to."""
    if kind.is_media:
        source = read_source(found, place)
        return {"caption": content.pop("caption", []), **source, **content}
    if kind_name == "link_to_page":
        target = checks.chosen(found, LINKS, place)
        return {"type": target, target: checks.uuid(found[target], (place, target))}
    return content
