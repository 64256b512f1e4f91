"""Which parts of a blueprint the ids stand for that its rehearsal gave them."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from tools.blueprint.apply import Draft
from tools.blueprint.apply.blocks import said
from tools.blueprint.apply.draft import Part, title_of
from tools.blueprint.apply.tree import each_database
from tools.blueprint.apply.views import with_automatic
from tools.blueprint.blocks import Block, ColumnList, DatabasePlace, LinkedView, Tab, nested
from tools.blueprint.model import Blueprint, Database
from tools.blueprint.views import called
from tools.notion.structure.answers import ELSEWHERE
from tools.notion.structure.model import ExistingBlock, ExistingDatabase, Structure

A = TypeVar("A")
B = TypeVar("B")


def meant(blueprint: Blueprint, built: Structure) -> Draft:
    """A blueprint to change in the words of what was built of it: by names, and by its ids."""
    own = each_database(blueprint, with_automatic)
    known: dict[str, Part] = {built.page.id: own}
    for page, sub in _alike(built.sub_pages, own.sub_pages, lambda p: p.title, lambda p: p.title):
        known[page.id] = sub
    theirs = [database for database in built.databases if not database.linked]
    for there, here in _alike(theirs, own.databases, lambda d: d.title, lambda d: d.title):
        known[there.id] = here
        known |= _in_database(there, here, own)
    known |= _in_blocks(built.blocks, own.blocks, own)
    looks = [block for block in own.blocks if isinstance(block, LinkedView)]
    linked = [database for database in built.databases if database.linked]
    known |= {d.id: b for d, b in _alike(linked, looks, lambda d: d.title, lambda b: said(b, own))}
    return Draft(own, known)


def _in_database(
    there: ExistingDatabase, here: Database, blueprint: Blueprint
) -> Iterator[tuple[str, Part]]:
    rows = _alike(there.rows, here.rows, lambda row: row.title, lambda row: title_of(here, row))
    yield from ((row.id, ours) for row, ours in rows)
    language = blueprint.language
    views = _alike(there.views, here.views, lambda v: v.name, lambda view: called(view, language))
    yield from ((view.id, ours) for view, ours in views)


def _in_blocks(
    theirs: Sequence[ExistingBlock], ours: Sequence[Block], blueprint: Blueprint
) -> Iterator[tuple[str, Part]]:
    """Blocks of one level, in order or by what they say; databases are blocks to Notion only."""
    there = [block for block in theirs if block.type not in ELSEWHERE]
    here = [block for block in ours if not isinstance(block, DatabasePlace | LinkedView)]
    pairs = _alike(there, here, lambda b: (b.type, b.text), lambda b: (b.type, said(b, blueprint)))
    if [block.type for block in there] == [block.type for block in here]:
        pairs = zip(there, here, strict=True)
    for block, part in pairs:
        yield block.id, part
        for below, inner in zip(_below(block, part), nested(part), strict=False):
            yield from _in_blocks(below, inner[1], blueprint)


def _below(block: ExistingBlock, part: Block) -> list[list[ExistingBlock]]:
    """The blocks below one, apart for each column or pane."""
    if isinstance(part, ColumnList | Tab):
        return [inner.children for inner in block.children]
    return [block.children]


def _alike(
    theirs: Sequence[A], ours: Sequence[B], their: Callable[[A], object], our: Callable[[B], object]
) -> Iterator[tuple[A, B]]:
    """The first with the first of the same name, the second with the second."""
    waiting: dict[object, list[B]] = defaultdict(list)
    for item in ours:
        waiting[our(item)].append(item)
    for other in theirs:
        if waiting[their(other)]:
            yield other, waiting[their(other)].pop(0)
