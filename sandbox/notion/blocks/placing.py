"""Where new blocks go: drafts become records, and their holder lists them."""

from __future__ import annotations

from typing import Any

from sandbox.notion import checks
from sandbox.notion.blocks.kinds import KINDS, Below
from sandbox.notion.blocks.reading import Draft, check_width
from sandbox.notion.checks import Place
from sandbox.notion.errors import ValidationError
from sandbox.notion.ids import new_id
from sandbox.notion.records import Block, Page, Parent
from sandbox.notion.state import Transaction

# Words of the two positions that need no anchor, for blocks and for pages.
BLOCK_ENDS = ("start", "end")
PAGE_ENDS = ("page_start", "page_end")


def add_blocks(tx: Transaction, parent: Parent, drafts: tuple[Draft, ...]) -> tuple[str, ...]:
    """Makes blocks with all that is below them; returns the ids of the first level."""
    stamp = tx.stamp(parent)
    names = []
    for draft in drafts:
        name = new_id()
        tx.put(Block(id=name, type=draft.type, content=draft.content, **stamp))
        # The children need the id of their parent, the parent the ids of its children.
        if draft.children:
            below = add_blocks(tx, Parent("block_id", name), draft.children)
            tx.put(Block(id=name, type=draft.type, content=draft.content, children=below, **stamp))
        names.append(name)
    return tuple(names)


def place(
    tx: Transaction, holder: Block | Page, names: tuple[str, ...], index: int | None
) -> Block | Page:
    """Lists new blocks or pages among the children of their holder, at the end without index."""
    before = len(holder.children) if index is None else index
    children = (*holder.children[:before], *names, *holder.children[before:])
    return tx.edit(holder, children=children)


def read_position(value: Any, at: Place, holder: Block | Page, ends: tuple[str, str]) -> int | None:
    """The index among the children that a `position` means; None is the end."""
    found = checks.mapping(value, at, ("type", "after_block"))
    start, end = ends
    if "after_block" in found and found.get("type", "after_block") == "after_block":
        inner = checks.mapping(found["after_block"], (at, "after_block"), ("id",))
        anchor = checks.uuid(inner.get("id", checks.MISSING), ((at, "after_block"), "id"))
        return index_after(holder, anchor)
    kind = checks.one_of("after_block", start, end)(found.get("type", checks.MISSING), (at, "type"))
    if kind == "after_block":
        checks.refuse((at, "after_block"), "defined", checks.MISSING)
    return 0 if kind == start else None


def index_after(holder: Block | Page, anchor: str) -> int:
    """The index behind one of the children."""
    if anchor not in holder.children:
        raise ValidationError(f"Block {anchor} to insert after is not a child of the parent.")
    return holder.children.index(anchor) + 1


def below_of(holder: Block | Page) -> Below:
    """What may be appended to a block or page; refuses a block that holds nothing."""
    if isinstance(holder, Page):
        return "any"
    kind = KINDS.get(holder.type)
    below = kind.below if kind else "nothing"
    if below == "nothing" or (holder.type == "synced_block" and holder.content["synced_from"]):
        raise ValidationError(f"Block of type {holder.type} does not support children.")
    return below


def check_rows(holder: Block | Page, drafts: tuple[Draft, ...], at: Place) -> None:
    """Refuses rows that do not fit the table to which they are appended."""
    if isinstance(holder, Block) and holder.type == "table":
        for draft in drafts:
            check_width(holder.content["table_width"], draft.content, at)
