"""Changes to the blocks of the main page."""

from tools.blueprint.apply.draft import Draft
from tools.blueprint.apply.tree import in_blocks, updated
from tools.blueprint.base import Hue, plain
from tools.blueprint.blocks import (
    Block,
    Code,
    DatabasePlace,
    Equation,
    Link,
    LinkedView,
    LinkToPage,
    Media,
    walk,
)
from tools.blueprint.changes import AddBlocks, DeleteBlocks, Recolor
from tools.blueprint.model import Blueprint, Database, SubPage, databases
from tools.blueprint.names import fail


def change_blocks(draft: Draft, change: AddBlocks | DeleteBlocks | Recolor) -> Draft:
    """The draft after a change of blocks. Raises ValidationFailed."""
    own = draft.blueprint
    match change:
        case AddBlocks():
            return _add(draft, change)
        case DeleteBlocks(blocks=names):
            for name in names:
                draft = _delete(draft, name)
            return draft
        case Recolor(color=hue):
            blocks = in_blocks(own.blocks, lambda block: _recolored(block, hue))
            return draft.to(updated(own, blocks=blocks, color_theme=hue))


def _add(draft: Draft, change: AddBlocks) -> Draft:
    own = draft.blueprint
    for where, block, _ in walk(change.blocks):
        if isinstance(block, DatabasePlace | LinkedView | LinkToPage):
            fail("block_needs_ref", where, type=block.type)
    at = 0 if change.first else len(own.blocks)
    if change.after is not None:
        at = _behind(draft, change.after)
    blocks = [*own.blocks[:at], *change.blocks, *own.blocks[at:]]
    return draft.to(updated(own, blocks=blocks))


def _behind(draft: Draft, name: str) -> int:
    """The place behind a top-level block; behind all where a page or database has none of its own.

    Raises ValidationFailed.
    """
    own, meant = draft.blueprint, draft.known.get(name)
    if isinstance(meant, Database | SubPage):
        key = meant.key
        places = [isinstance(b, DatabasePlace) and b.ref == key for b in own.blocks]
        return places.index(True) + 1 if any(places) else len(own.blocks)
    before = draft.find("block", name, own.blocks, lambda block: said(block, own))
    return next(i for i, block in enumerate(own.blocks) if block is before) + 1


def _delete(draft: Draft, name: str) -> Draft:
    own = draft.blueprint
    plain_ones = [
        block
        for _, block, _ in walk(own.blocks)
        if not isinstance(block, DatabasePlace | LinkedView)
    ]
    gone = draft.find("block", name, plain_ones, lambda block: said(block, own))
    return draft.to(updated(own, blocks=in_blocks(own.blocks, lambda b: None if b is gone else b)))


def said(block: Block, blueprint: Blueprint) -> str:
    """What a block says, and so is called: its text, caption, formula, address or database."""
    match block:
        case Code(text=text, caption=caption):
            return plain(text) or plain(caption)
        case Equation(expression=expression):
            return expression
        case Link(url=url, caption=caption) | Media(url=url, caption=caption):
            return plain(caption) or url or ""
        case DatabasePlace(ref=key) | LinkedView(ref=key):
            return next(d.title for _, _, d in databases(blueprint) if d.key == key)
        case _:
            return plain(getattr(block, "text", ""))


def _recolored(block: Block, hue: Hue) -> Block:
    color: str = getattr(block, "color", "default")
    if color == "default":
        return block
    return updated(block, color=f"{hue}_background" if color.endswith("_background") else hue)
