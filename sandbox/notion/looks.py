"""The looks that pages, databases and data sources share: icon, cover, title, description."""

from __future__ import annotations

from typing import Any

from sandbox.notion import checks
from sandbox.notion.checks import BODY, Reader
from sandbox.notion.media import read_cover, read_icon
from sandbox.notion.records import Json
from sandbox.notion.richtext import read_rich_text

_READERS: dict[str, Reader] = {
    "icon": checks.nullable(read_icon),
    "cover": checks.nullable(read_cover),
    "title": read_rich_text,
    "description": read_rich_text,
    "is_inline": checks.boolean,
    "is_locked": checks.boolean,
    "is_archived": checks.boolean,
}


def read_looks(body: Json, *keys: str) -> dict[str, Any]:
    """The fields that a body sets, among those that `keys` allow."""
    return {key: _READERS[key](body[key], (BODY, key)) for key in keys if key in body}
