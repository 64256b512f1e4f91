"""Which parts of a design the ids stand for that its rehearsal gave them."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from tools.blueprint.model import Blueprint, Database, Page
from tools.blueprint.views import TableView, automatic
from tools.workspace.draft import Draft, title_of
from tools.workspace.from_blueprint import opened
from tools.workspace.model import ExistingBlock, Structure

Pair = tuple[str, str]  # an id of the rehearsal, and the one in the design

_ELSEWHERE = "child_"  # begins the types of blocks that stand for more than a block


def meant(blueprint: Blueprint, built: Structure) -> Draft:
    """A blueprint to change in the words of what was built of it: by names, and by its ids."""
    draft = opened(_with_tables(blueprint))
    return replace(draft, aliases=dict(_pairs(built, draft.structure)))


def _with_tables(blueprint: Blueprint) -> Blueprint:
    """The blueprint with the tables that Notion makes by itself where it lists none."""

    def in_database(database: Database) -> Database:
        if automatic(database.views) is not None:
            return database
        views = [*database.views, TableView(type="table")]
        return database.model_copy(update={"views": views})

    def in_page(page: Page) -> Page:
        parts = {
            "databases": [in_database(database) for database in page.databases],
            "sub_pages": [in_page(sub) for sub in page.sub_pages],
        }
        return page.model_copy(update=parts)

    changed = in_page(blueprint)
    assert isinstance(changed, Blueprint)  # noqa: S101 - a blueprint with other parts
    return changed


def _pairs(there: Structure, here: Structure) -> Iterator[Pair]:
    yield there.page.id, here.page.id
    subs = [page for page in here.sub_pages if page.parent["page_id"] == here.page.id]
    yield from _alike(there.sub_pages, subs, title_of)
    theirs = [database for database in there.databases if not database.linked]
    ours = [d for d in here.databases if d.parent["page_id"] == here.page.id]
    known = {database.id: database for database in (*theirs, *ours)}
    for one, other in _alike(theirs, ours, title_of):
        yield one, other
        yield from _alike(known[one].rows, known[other].rows, title_of)
        yield from _alike(known[one].views, known[other].views, lambda view: view.name)
    yield from _in_blocks(there.blocks, here.blocks)


def _in_blocks(theirs: Sequence[ExistingBlock], ours: Sequence[ExistingBlock]) -> Iterator[Pair]:
    """Blocks of one level, in order or by what they say; databases are blocks to Notion only."""
    there = [block for block in theirs if not block.type.startswith(_ELSEWHERE)]
    here = [block for block in ours if not block.type.startswith(_ELSEWHERE)]
    pairs = _alike(there, here, lambda block: (block.type, block.text))
    if [block.type for block in there] == [block.type for block in here]:
        pairs = ((one.id, other.id) for one, other in zip(there, here, strict=True))
    inside = {block.id: block.children for block in (*there, *here)}
    for one, other in pairs:
        yield one, other
        yield from _in_blocks(inside[one], inside[other])


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Identified)


def _alike(theirs: Sequence[T], ours: Sequence[T], called: Callable[[T], object]) -> Iterator[Pair]:
    """The first with the first of the same name, the second with the second."""
    waiting: dict[object, list[str]] = defaultdict(list)
    for item in ours:
        waiting[called(item)].append(item.id)
    for other in theirs:
        if waiting[called(other)]:
            yield other.id, waiting[called(other)].pop(0)
