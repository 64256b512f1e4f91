"""Cutting rendered bodies into requests that Notion takes.

Limits per request (Notion): 100 blocks at the top and in any list of children, 1,000 in all,
500 KB, three tiers of nesting; `column_list` and `tab` stand at the top only, the first may hold
a fourth tier.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from tools.blueprint.blocks import Block
from tools.notion.render.blocks import children_of, count, synced, without_children
from tools.notion.render.markdown import to_markdown
from tools.notion.render.richtext import Json

MOST_CHILDREN = 100
MOST_BLOCKS = 1_000
MOST_BYTES = 450_000  # Notion's 500 KB less room for the rest of the request
TIERS = 3
TOP_ONLY = frozenset({"column_list", "tab"})


@dataclass(frozen=True)
class Item:
    """A rendered block, measured once; `synced` is the key by which copies will ask for its id.

    `source` is the block of the blueprint; what is cut out of a deep block has none.
    """

    block: Json
    synced: str | None = None
    source: Block | None = None

    @cached_property
    def total(self) -> int:
        """All blocks of its tree."""
        return count([self.block])

    @cached_property
    def size(self) -> int:
        """Bytes."""
        return _size(self.block)

    @cached_property
    def is_whole(self) -> bool:
        """Whether it can be sent in one piece at the top level."""
        return _fits(self.block, self.total, self.size)


@dataclass(frozen=True)
class Fill:
    """Children to append later: to the block at `index` of a request's top level.

    `inner` is None for the block's own children, else the position of the column or tab pane that
    gets them, whose id has to be read first.
    """

    index: int
    blocks: list[Json]
    inner: int | None = None


@dataclass
class Piece:
    """What one request carries, and what has to follow it."""

    blocks: list[Json] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    taken: int = 0
    total: int = 0
    size: int = 0

    def add(self, item: Item) -> bool:
        """Takes a block in, unless there is no room for it."""
        if len(self.blocks) == MOST_CHILDREN:
            return False
        block, fills = (item.block, []) if item.is_whole else hollow(item.block, len(self.blocks))
        cut = item if item.is_whole else Item(block)
        if self.total + cut.total > MOST_BLOCKS or self.size + cut.size > MOST_BYTES:
            return False
        self.blocks.append(cut.block)
        self.fills += fills
        self.taken += 1
        self.total += cut.total
        self.size += cut.size
        return True


def take(items: list[Item], ready: Callable[[Json], bool], *, ids_come_back: bool) -> Piece:
    """The longest beginning of a body that one request can carry.

    A page's create does not answer with block ids, so it stops before a block that needs its id
    known (`ids_come_back` is False); so does everything before a block that is not `ready`.
    """
    piece = Piece()
    for item in items:
        addressed = item.synced is not None or not item.is_whole
        if not ready(item.block) or (addressed and not ids_come_back):
            break
        if item.synced is not None and piece.blocks:
            break  # an original stands first in its request, where its copies look for it
        if not piece.add(item):
            break
    return piece


def originals(items: list[Item]) -> set[str]:
    """The operations that write the originals of copies among a body's blocks."""
    return {synced(item.synced).operation for item in items if item.synced is not None}


def markdown(items: list[Item]) -> str | None:
    """A body as markdown; None if that cannot say all of it, or not within one request."""
    sources = [item.source for item in items if item.source is not None]
    written = to_markdown(sources) if len(sources) == len(items) else None
    return written if written is not None and _size(written) <= MOST_BYTES else None


def fits(block: Json) -> bool:
    """Whether a top-level block can be sent whole."""
    return _fits(block, count([block]), _size(block))


def _fits(block: Json, total: int, size: int) -> bool:
    tiers = TIERS + 1 if block["type"] == "column_list" else TIERS
    small = total <= MOST_BLOCKS and size <= MOST_BYTES
    return small and _fits_within(block, tiers) and not any(map(_has_top, children_of(block)))


def _fits_within(block: Json, tiers: int) -> bool:
    children = children_of(block)
    if tiers == 0 or len(children) > MOST_CHILDREN:
        return False
    return not children or (tiers > 1 and all(_fits_within(c, tiers - 1) for c in children))


def _has_top(block: Json) -> bool:
    return block["type"] in TOP_ONLY or any(map(_has_top, children_of(block)))


def hollow(block: Json, index: int) -> tuple[Json, list[Fill]]:
    """The block as it can be sent, and what has to be filled in afterwards."""
    if fits(block):
        return block, []
    children = children_of(block)
    if block["type"] in ("column_list", "tab"):
        return _hollow_panes(block, children, index)
    if block["type"] == "table":  # needs a row in the same request, and no row is deep
        kept = children[:MOST_CHILDREN]
        while len(kept) > 1 and not fits(_with_children(block, kept)):
            kept = kept[: len(kept) // 2]
        return _with_children(block, kept), [Fill(index, children[len(kept) :])]
    return without_children(block), [Fill(index, children)]


def _hollow_panes(block: Json, panes: list[Json], index: int) -> tuple[Json, list[Fill]]:
    sent, fills = [_with_children(pane, []) for pane in panes], []
    for inner, pane in enumerate(panes):
        if fits(_with_children(block, [*sent[:inner], pane, *sent[inner + 1 :]])):
            sent[inner] = pane
        else:
            fills.append(Fill(index, children_of(pane), inner))
    return _with_children(block, sent), fills


def _with_children(block: Json, children: list[Json]) -> Json:
    bare = without_children(block)
    kind = bare["type"]
    return {**bare, kind: {**bare[kind], "children": children}}


def _size(value: Json | str) -> int:
    return len(json.dumps(value, ensure_ascii=False, default=str).encode())
