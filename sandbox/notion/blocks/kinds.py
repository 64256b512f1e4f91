"""What each type of block holds: one table, in the order of keys in which Notion answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sandbox.notion import checks
from sandbox.notion.blocks.languages import LANGUAGES
from sandbox.notion.checks import Place, Reader
from sandbox.notion.media import read_icon, read_url
from sandbox.notion.richtext import MAX_EQUATION, read_color, read_rich_text

# What may stand below a block: nothing, any blocks, or only blocks of one type.
Below = Literal["nothing", "any", "column", "table_row", "paragraph"]


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a block: its reader, and what it is if it is left out (unless it is required)."""

    read: Reader
    default: Any = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of block. `hidden` keys are read but only answered if they were given."""

    fields: Mapping[str, Field] = field(default_factory=dict)
    below: Below = "nothing"
    is_media: bool = False
    hidden: frozenset[str] = frozenset()


def _read_link_to_page(value: Any, place: Place) -> str:
    return checks.uuid(value, place)


def _read_expression(value: Any, place: Place) -> str:
    return checks.text(value, place, MAX_EQUATION)


def _read_width(value: Any, place: Place) -> int:
    width = checks.integer(value, place)
    if width < 1:
        checks.refuse(place, "≥ `1`", width)
    checks.at_most(width, place, checks.MAX_ITEMS)
    return width


def _read_ratio(value: Any, place: Place) -> int | float:
    ratio = checks.number(value, place)
    if not 0 < ratio <= 1:
        checks.refuse(place, "> `0` and ≤ `1`", ratio)
    return ratio


def _read_cells(value: Any, place: Place) -> list[Any]:
    cells = checks.array(value, place)
    return [read_rich_text(cell, (place, index)) for index, cell in enumerate(cells)]


def _read_synced_from(value: Any, place: Place) -> dict[str, Any] | None:
    if value is None:
        return None
    found = checks.mapping(value, place, ("type", "block_id"))
    return {
        "type": "block_id",
        "block_id": checks.uuid(*checks.member(found, "block_id", place)),
    }


def read_file_name(value: Any, place: Place) -> str:
    """The name of a file block."""
    return checks.filled(value, place)


_TEXT = Field(read_rich_text, required=True)
_COLOR = Field(read_color, "default")
_CAPTION = Field(read_rich_text, [])
_ICON = Field(checks.nullable(read_icon))
_NO = Field(checks.boolean, default=False)
_URL = Field(read_url, required=True)

_PROSE = Kind({"rich_text": _TEXT, "color": _COLOR}, below="any")
_HEADING = Kind({"rich_text": _TEXT, "is_toggleable": _NO, "color": _COLOR}, below="any")
_LINK = Kind({"caption": _CAPTION, "url": _URL})
_MEDIA = Kind({"caption": _CAPTION}, is_media=True)

KINDS: Mapping[str, Kind] = {
    "paragraph": Kind({"rich_text": _TEXT, "icon": _ICON, "color": _COLOR}, below="any"),
    **dict.fromkeys(("heading_1", "heading_2", "heading_3", "heading_4"), _HEADING),
    **dict.fromkeys(("bulleted_list_item", "quote", "toggle"), _PROSE),
    "numbered_list_item": Kind(
        {
            "rich_text": _TEXT,
            "color": _COLOR,
            "list_start_index": Field(checks.integer),
            "list_format": Field(checks.one_of("numbers", "letters", "roman")),
        },
        below="any",
        hidden=frozenset({"list_start_index", "list_format"}),
    ),
    "to_do": Kind({"rich_text": _TEXT, "checked": _NO, "color": _COLOR}, below="any"),
    "template": Kind({"rich_text": _TEXT}, below="any"),
    "callout": Kind({"rich_text": _TEXT, "icon": _ICON, "color": _COLOR}, below="any"),
    "code": Kind(
        {
            "caption": _CAPTION,
            "rich_text": _TEXT,
            "language": Field(checks.one_of(*LANGUAGES), required=True),
        }
    ),
    "equation": Kind({"expression": Field(_read_expression, required=True)}),
    **dict.fromkeys(("bookmark", "embed"), _LINK),
    **dict.fromkeys(("image", "video", "pdf", "audio"), _MEDIA),
    "file": Kind(
        {"caption": _CAPTION, "name": Field(read_file_name)},
        is_media=True,
        hidden=frozenset({"name"}),
    ),
    **dict.fromkeys(("divider", "breadcrumb"), Kind()),
    "table_of_contents": Kind({"color": _COLOR}),
    "link_to_page": Kind(
        dict.fromkeys(("page_id", "database_id", "comment_id"), Field(_read_link_to_page)),
        hidden=frozenset({"page_id", "database_id", "comment_id"}),
    ),
    "table": Kind(
        {
            "table_width": Field(_read_width, required=True),
            "has_column_header": _NO,
            "has_row_header": _NO,
        },
        below="table_row",
    ),
    "table_row": Kind({"cells": Field(_read_cells, required=True)}),
    "column_list": Kind(below="column"),
    "column": Kind(
        {"width_ratio": Field(_read_ratio)}, below="any", hidden=frozenset({"width_ratio"})
    ),
    "tab": Kind(below="paragraph"),
    "synced_block": Kind({"synced_from": Field(_read_synced_from)}, below="any"),
}
LINKS = ("page_id", "database_id", "comment_id")
