"""Blocks of a request: their shape, how deep they may nest, how many there may be.

A request carries three tiers: a block, its children, and theirs. Column lists stand only at the
top and their columns do not count as a tier; a table on tier 1 or 2 brings its rows (Notion's
published schema has exactly these shapes).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sandbox.notion import checks
from sandbox.notion.blocks.content import read_content
from sandbox.notion.blocks.kinds import KINDS, Below
from sandbox.notion.checks import Place
from sandbox.notion.errors import BodyError
from sandbox.notion.records import Json

MAX_BLOCKS = 1000
_DEEPEST = 3
_ENVELOPE = frozenset({"object", "type"})
_KEYS = frozenset(KINDS) | _ENVELOPE
_TOP_ONLY = frozenset({"column_list", "column", "tab"})
_READ_OBJECT = checks.one_of("block")


@dataclass(frozen=True, slots=True)
class Draft:
    """A block that is yet to be made."""

    type: str
    content: Json
    children: tuple[Draft, ...] = ()

    def count(self) -> int:
        """How many blocks this is."""
        return 1 + sum(child.count() for child in self.children)


def read_children(value: Any, place: Place, below: Below = "any") -> tuple[Draft, ...]:
    """The blocks that a request puts somewhere; `below` tells what may stand there."""
    drafts = _read_blocks(value, place, 1, below)
    total = sum(draft.count() for draft in drafts)
    if total > MAX_BLOCKS:
        where = checks.shown_place(place)
        raise BodyError(
            f"{where} should contain ≤ `{MAX_BLOCKS}` blocks in all, instead was `{total}`."
        )
    return drafts


def kind_of(found: Json, place: Place) -> str:
    """The type of a block object: its one key that names a type."""
    for key in found.keys() - _KEYS:
        checks.refuse_extra((place, key), found[key])
    kind = found.get("type")
    present = [key for key in found if key in KINDS]
    if len(present) != 1 or kind not in (None, present[0]):
        return checks.chosen(found, tuple(KINDS), place)
    return str(present[0])


def _read_blocks(value: Any, place: Place, tier: int, below: Below) -> tuple[Draft, ...]:
    blocks = checks.array(value, place)
    return tuple(
        _read_block(block, (place, index), tier, below) for index, block in enumerate(blocks)
    )


def _read_block(value: Any, place: Place, tier: int, below: Below) -> Draft:
    found = checks.mapping(value, place)
    if "object" in found:
        _READ_OBJECT(found["object"], (place, "object"))
    kind = kind_of(found, place)
    at: Place = (place, kind)
    _check_position(kind, tier, below, found[kind], place)
    content = read_content(kind, found[kind], at)
    children = _read_below(kind, found[kind].get("children"), (at, "children"), tier)
    _check_shape(kind, content, children, at)
    return Draft(kind, content, children)


def _check_position(kind: str, tier: int, below: Below, value: Any, place: Place) -> None:
    if below not in ("any", kind):
        checks.refuse((place, below), "defined", checks.MISSING)
    if kind == "table_row" and below == "any":
        checks.refuse_extra((place, kind), value)
    if kind == "column" and below == "any":
        checks.refuse_extra((place, kind), value)
    too_deep = tier > 1 and kind in _TOP_ONLY and below == "any"
    if too_deep or (kind == "table" and tier == _DEEPEST):
        checks.refuse_extra((place, kind), value)


def _read_below(kind: str, value: Any, place: Place, tier: int) -> tuple[Draft, ...]:
    below = KINDS[kind].below
    if not value:
        if value is not None:
            checks.array(value, place)
        return ()
    if below == "nothing" or (tier == _DEEPEST and below != "table_row"):
        checks.refuse_extra(place, value)
    # Columns are no tier of their own: what a column holds is the second.
    deeper = tier if kind == "column_list" else tier + 1
    return _read_blocks(value, place, deeper, below)


def _check_shape(kind: str, content: Json, children: tuple[Draft, ...], place: Place) -> None:
    """What a block needs from its children."""
    count: Place = ((place, "children"), "length")
    if kind == "column_list" and len(children) < 2:
        checks.refuse(count, "≥ `2`", len(children))
    if kind == "table":
        if not children:
            checks.refuse(count, "≥ `1`", 0)
        for row in children:
            check_width(content["table_width"], row.content, place)
    if kind == "synced_block" and content["synced_from"] and children:
        checks.refuse_extra((place, "children"), [{}])


def check_width(width: int, row: Json, place: Place) -> None:
    """Refuses a row that has not as many cells as its table has columns."""
    if len(row["cells"]) != width:
        where = checks.shown_place(place)
        raise BodyError(
            f"{where}: Number of cells in table row must match the table width of the parent table"
        )
