"""Changes to the blocks of the main page."""

from tools.blueprint.base import Hue
from tools.blueprint.blocks import (
    Column,
    DatabasePlace,
    LinkedView,
    LinkToPage,
    TabPane,
    walk,
)
from tools.blueprint.changes import AddBlocks, DeleteBlocks, Recolor
from tools.blueprint.names import fail
from tools.blueprint.values import words
from tools.workspace.draft import Edit, changed_blocks
from tools.workspace.model import ExistingBlock, Json, all_blocks
from tools.workspace.parts import nodes_of

ELSEWHERE = frozenset({"child_page", "child_database"})  # blocks that stand for more than a block


def add_blocks(edit: Edit, change: AddBlocks) -> Json:
    """Blocks at their place on the main page. What names other parts takes an action of its own."""
    if edit.structure.page.object == "database":
        fail("page_needed")
    for where, block, _ in walk(change.blocks):
        if isinstance(block, DatabasePlace | LinkedView | LinkToPage):
            fail("block_needs_ref", where, type=block.type)
    own = edit.structure.blocks
    at = 0 if change.first else len(own)
    if change.after is not None:
        at = _behind(edit, change.after)
    new = nodes_of(change.blocks, edit.structure, edit.fresh, edit.language)
    edit.update(blocks=[*own[:at], *new, *own[at:]])
    place = {"after": change.after} if change.after else {"first": True} if change.first else {}
    told = [_told(block.type, words(getattr(block, "text", ""))) for block in change.blocks]
    return {"target": edit.structure.page.title, "blocks": told, **place}


def _told(kind: str, text: str) -> Json:
    return {"type": kind, **({"text": text} if text else {})}


def _behind(edit: Edit, name: str) -> int:
    """The place behind a top-level block; behind all for what has none of its own in the body."""
    own, real = edit.structure.blocks, edit.real(name)
    known = {database.id for database in edit.databases} | {page.id for page in edit.sub_pages}
    if real in known and all(block.id != real for block in own):
        return len(own)
    return own.index(edit.find("block", name, own, lambda block: block.text)) + 1


def delete_blocks(edit: Edit, change: DeleteBlocks) -> Json:
    """Blocks by what they say, at any depth."""
    told = []
    for name in change.blocks:
        plain = [block for block in all_blocks(edit.structure.blocks) if _is_plain(block)]
        gone = edit.find("block", name, plain, lambda block: block.text)
        told.append(gone.text or name)
        edit.update(blocks=_without(edit.structure.blocks, gone.id))
    return {"target": edit.structure.page.title, "blocks": told}


def _without(blocks: list[ExistingBlock], gone: str) -> list[ExistingBlock]:
    return changed_blocks(blocks, lambda block: None if block.id == gone else block)


def _is_plain(block: ExistingBlock) -> bool:
    return block.type not in ELSEWHERE and not isinstance(block.said, Column | TabPane)


def recolor(edit: Edit, change: Recolor) -> Json:
    """Another hue for all that is coloured; backgrounds stay such."""
    blocks = changed_blocks(edit.structure.blocks, lambda block: _colored(block, change.color))
    edit.update(blocks=blocks)
    if edit.structure.is_design:
        edit.update(about={**edit.structure.about, "color_theme": change.color})
    return {"target": edit.structure.page.title, "to": change.color}


def _colored(block: ExistingBlock, hue: Hue) -> ExistingBlock:
    if block.color is None or block.color == "default":
        return block
    color = f"{hue}_background" if block.color.endswith("_background") else hue
    said = block.said and block.said.model_copy(update={"color": color})
    return block.model_copy(update={"color": color, "said": said})
