"""Changes to the blocks of pages."""

from typing import Annotated, Literal

from pydantic import Field

from tools.blueprint.base import Hue, Name
from tools.blueprint.blocks import (
    Block,
    Column,
    DatabasePlace,
    LinkedView,
    LinkToPage,
    TabPane,
    walk,
)
from tools.blueprint.names import fail
from tools.blueprint.values import words
from tools.workspace.change import Change
from tools.workspace.draft import Edit, changed_blocks, title_of
from tools.workspace.model import ExistingBlock, Json, all_blocks
from tools.workspace.parts import nodes_of

ELSEWHERE = frozenset({"child_page", "child_database"})  # blocks that stand for more than a block


class AddBlocks(Change):
    """Blocks for the page's end, its start (`first`), or behind the top-level block that `after`
    names by its text; for the end of a sub-page where `target` names one, of which no more is
    known than its title. What names other parts takes an action of its own."""

    action: Literal["add_blocks"]
    target: Name | None = None
    blocks: Annotated[list[Block], Field(min_length=1)]
    after: Name | None = None
    first: bool = False

    def apply(self, edit: Edit) -> Json:
        if edit.structure.page.object == "database":
            fail("page_needed")
        for where, block, _ in walk(self.blocks):
            if isinstance(block, DatabasePlace | LinkedView | LinkToPage):
                fail("block_needs_ref", where, type=block.type)
        new = nodes_of(self.blocks, edit.structure, edit.fresh, edit.language)
        told = [_told(block.type, words(getattr(block, "text", ""))) for block in self.blocks]
        if self.target is not None:
            return {"target": _put_below(edit, self.target, new), "blocks": told}
        own = edit.structure.blocks
        at = 0 if self.first else len(own)
        if self.after is not None:
            at = _behind(edit, self.after)
        edit.update(blocks=[*own[:at], *new, *own[at:]])
        place = {"after": self.after} if self.after else {"first": True} if self.first else {}
        return {"target": edit.structure.page.title, "blocks": told, **place}


def _put_below(edit: Edit, name: str, new: list[ExistingBlock]) -> str:
    """Puts blocks at the end of a sub-page; what that is called."""
    page = edit.find("sub_page", name, edit.sub_pages, title_of)
    fuller = page.model_copy(update={"blocks": [*page.blocks, *new]})
    pages = [fuller if other.id == page.id else other for other in edit.structure.sub_pages]
    edit.update(sub_pages=pages)
    return page.title


def _told(kind: str, text: str) -> Json:
    return {"type": kind, **({"text": text} if text else {})}


def _behind(edit: Edit, name: str) -> int:
    """The place behind a top-level block; behind all for what has none of its own in the body."""
    own, real = edit.structure.blocks, edit.real(name)
    known = {database.id for database in edit.databases} | {page.id for page in edit.sub_pages}
    if real in known and all(block.id != real for block in own):
        return len(own)
    return own.index(edit.find("block", name, own, lambda block: block.text)) + 1


class DeleteBlocks(Change):
    """Blocks by their text or id."""

    action: Literal["delete_blocks"]
    blocks: Annotated[list[Name], Field(min_length=1)]

    def apply(self, edit: Edit) -> Json:
        """Blocks by what they say, at any depth."""
        told = []
        for name in self.blocks:
            plain = [block for block in all_blocks(edit.structure.blocks) if _is_plain(block)]
            gone = edit.find("block", name, plain, lambda block: block.text)
            told.append(gone.text or name)
            edit.update(blocks=_without(edit.structure.blocks, gone.id))
        return {"target": edit.structure.page.title, "blocks": told}


def _without(blocks: list[ExistingBlock], gone: str) -> list[ExistingBlock]:
    return changed_blocks(blocks, lambda block: None if block.id == gone else block)


def _is_plain(block: ExistingBlock) -> bool:
    return block.type not in ELSEWHERE and not isinstance(block.said, Column | TabPane)


class Recolor(Change):
    """Another colour for every block of the page that is coloured; backgrounds stay such."""

    action: Literal["recolor"]
    color: Hue

    def apply(self, edit: Edit) -> Json:
        """Another hue for all that is coloured; backgrounds stay such."""
        blocks = changed_blocks(edit.structure.blocks, lambda block: _colored(block, self.color))
        edit.update(blocks=blocks)
        if edit.structure.is_design:
            edit.update(about={**edit.structure.about, "color_theme": self.color})
        return {"target": edit.structure.page.title, "to": self.color}


def _colored(block: ExistingBlock, hue: Hue) -> ExistingBlock:
    if block.color is None or block.color == "default":
        return block
    color = f"{hue}_background" if block.color.endswith("_background") else hue
    said = block.said and block.said.model_copy(update={"color": color})
    return block.model_copy(update={"color": color, "said": said})
