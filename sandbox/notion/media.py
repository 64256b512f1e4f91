"""Icons, covers and files: how they are sent and how they are kept.

A file that was uploaded is kept as `{"type": "file", "file": {"upload_id": …}}`: Notion hands out
its url anew with every answer, and so do the answers here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any
from urllib.parse import unquote, urlsplit

from sandbox.notion import checks
from sandbox.notion.checks import Place
from sandbox.notion.errors import ValidationError
from sandbox.notion.records import FileUpload
from sandbox.notion.state import Transaction

ICON_COLORS = (
    *("gray", "lightgray", "brown", "yellow", "orange", "green", "blue", "purple", "pink", "red"),
)
_URL = re.compile(r"[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE)
_OWN_ICON = re.compile(
    r"https://(?:www\.|app\.)?notion\.(?:so|com)/icons/(.+)_([a-z]+)\.svg(?:\?.*)?"
)
_KEYCAP = "\u20e3"
_OLDEST_EMOJI = 0x203C
_LATIN_EMOJI = "©®"
_LONGEST_EMOJI = 24
_COVERS = ("file_upload", "external")
_ICONS = ("emoji", "external", "file_upload", "custom_emoji", "icon")

_color = checks.one_of(*ICON_COLORS)


def read_url(value: Any, place: Place) -> str:
    """An absolute url of at most 2,000 characters."""
    url = checks.text(value, place, checks.MAX_URL)
    if not _is_url(url):
        raise ValidationError(f"Invalid URL: {checks.shown_place(place)} is `{checks.shown(url)}`.")
    return url


def _is_url(text: str) -> bool:
    """Whether it has the form of a url, and whoever shows it can take host and port apart."""
    try:
        return urlsplit(text).port != 0 and _URL.fullmatch(text) is not None
    except ValueError:
        return False


def last_part(url: str) -> str:
    """What the address of a file ends in, without its query."""
    _, _, beyond = re.split(r"[?#]", url, maxsplit=1)[0].partition("://")
    return unquote(beyond.partition("/")[2].rpartition("/")[2])


def with_ending(name: str, filename: str) -> str:
    """A new name of a file, with the ending of its address where it has none."""
    ending = PurePath(filename).suffix
    return name if name.endswith(ending) else f"{name}{ending}"


def read_icon(value: Any, place: Place) -> dict[str, Any]:
    """An icon in the form of answers."""
    found = checks.mapping(value, place, {"type", *_ICONS})
    kind = checks.chosen(found, _ICONS, place)
    at = (place, kind)
    if kind == "emoji":
        return {"type": "emoji", "emoji": _read_emoji(found[kind], at)}
    if kind == "icon":
        return {"type": "icon", "icon": _read_named_icon(found[kind], at)}
    if kind == "custom_emoji":
        name = checks.uuid(checks.mapping(found[kind], at).get("id", checks.MISSING), (at, "id"))
        raise ValidationError(f"Could not find custom emoji with ID: {name}.")
    return _read_file(found, kind, place)


def read_cover(value: Any, place: Place) -> dict[str, Any]:
    """A cover in the form of answers."""
    found = checks.mapping(value, place, {"type", *_COVERS})
    return _read_file(found, checks.chosen(found, _COVERS, place), place)


def read_source(found: dict[str, Any], place: Place) -> dict[str, Any]:
    """The file that a media block shows: its type and what stands under it."""
    return _read_file(found, checks.chosen(found, ("external", "file_upload"), place), place)


def read_named_file(value: Any, place: Place) -> dict[str, Any]:
    """One element of a files property; one of type `file` is told by its address alone."""
    found = checks.mapping(value, place, {"type", "name", "external", "file_upload", "file"})
    kind = checks.chosen(found, ("external", "file_upload", "file"), place)
    source = _read_file(found, kind, place)
    address = source.get("external", {}).get("url", "")
    name = found.get("name", address.rpartition("/")[2] or "file")
    return {"name": checks.filled(name, (place, "name")), **source}


def remaining(tx: Transaction, item: dict[str, Any], held: Iterable[dict[str, Any]]) -> Any:
    """An element of a files property that an update names, beside those that are `held` so far.

    Notion: one that is named by the address that an answer gave it remains; what the query of
    that address says does not matter. An address of anything else is an external one.
    """
    url = item.get("file", {}).get("url")
    if url is None:
        return item
    path = url.partition("?")[0]
    for old in held:
        if old["type"] == "file" and _stands_at(tx, old["file"], path):
            return {**item, "file": old["file"]}
    return {"name": item["name"], "type": "external", "external": {"url": url}}


def _stands_at(tx: Transaction, file: dict[str, Any], path: str) -> bool:
    """Whether a kept file is the one at an address without its query."""
    upload = tx.get(FileUpload, file.get("upload_id", ""))
    if upload and not upload.external_url:
        return f"/files/{upload.id}/" in path
    known: str = (upload and upload.external_url) or file.get("url", "")
    return known.partition("?")[0] == path


def _read_file(found: dict[str, Any], kind: str, place: Place) -> dict[str, Any]:
    at: Place = (place, kind)
    if kind == "file_upload":
        upload = checks.mapping(found[kind], at, {"id"})
        return {"type": "file", "file": {"upload_id": checks.uuid(upload.get("id"), (at, "id"))}}
    inner = checks.mapping(found[kind], at, {"url", "expiry_time"} if kind == "file" else {"url"})
    url = read_url(*checks.member(inner, "url", at))
    if kind == "file":
        return {"type": "file", "file": {"url": url}}
    if own := _OWN_ICON.fullmatch(url):
        return {"type": "icon", "icon": {"name": own[1], "color": own[2]}}
    return {"type": "external", "external": {"url": url}}


def _read_named_icon(value: Any, place: Place) -> dict[str, Any]:
    found = checks.mapping(value, place, {"name", "color"})
    name = checks.filled(*checks.member(found, "name", place))
    return {"name": name, "color": _color(found.get("color", "gray"), (place, "color"))}


def _read_emoji(value: Any, place: Place) -> str:
    emoji = checks.string(value, place)
    # Emoji sequences have no closed list here: what must not pass is words and plain signs.
    pictorial = any(ord(c) >= _OLDEST_EMOJI or c in _LATIN_EMOJI for c in emoji)
    wordy = any(c.isalnum() for c in emoji) and _KEYCAP not in emoji
    if not pictorial or wordy or len(emoji) > _LONGEST_EMOJI:
        checks.refuse(place, "an emoji", value)
    return emoji
