"""Walking a blueprint to change it: whatever stays as it was is the very same object after it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel

from tools.blueprint.blocks import Block, ColumnList, Tab
from tools.blueprint.model import Blueprint, Database, Page, SubPage

M = TypeVar("M", bound=BaseModel)
P = TypeVar("P", Blueprint, SubPage)
T = TypeVar("T")

ChangeBlock = Callable[[Block], Block | None]
ChangeDatabase = Callable[[Database], Database | None]


def updated(model: M, **parts: Any) -> M:
    """The model with other parts; itself where none of them is new."""
    new = {name: part for name, part in parts.items() if not _same(getattr(model, name), part)}
    return model.model_copy(update=new) if new else model


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(_same, old, new))
    return old is new or (not isinstance(old, BaseModel) and bool(old == new))


def kept(items: Iterable[T], change: Callable[[T], T | None]) -> list[T]:
    """The items changed, without those that the change takes away."""
    return [new for item in items if (new := change(item)) is not None]


def replaced(items: Sequence[T], old: T, new: T | None) -> list[T]:
    """The items with one of them exchanged, or without it."""
    return kept(items, lambda item: new if item is old else item)


def each_page(page: P, change: Callable[[Page], Page]) -> P:
    """A page and all pages below it, changed; the change sees those below changed already."""
    below = [each_page(sub, change) for sub in page.sub_pages]
    changed = change(updated(page, sub_pages=below))
    assert isinstance(changed, type(page))  # noqa: S101 - a change keeps the kind of a page
    return changed


def each_database(blueprint: Blueprint, change: ChangeDatabase) -> Blueprint:
    """Every database changed, or taken away."""
    return each_page(blueprint, lambda page: updated(page, databases=kept(page.databases, change)))


def each_block(blueprint: Blueprint, change: ChangeBlock) -> Blueprint:
    """Every block of every page and row changed or taken away, inner ones first."""

    def in_rows(database: Database) -> Database:
        rows = [updated(row, blocks=in_blocks(row.blocks, change)) for row in database.rows]
        return updated(database, rows=rows)

    return each_page(
        each_database(blueprint, in_rows),
        lambda page: updated(page, blocks=in_blocks(page.blocks, change)),
    )


def in_blocks(blocks: list[Block], change: ChangeBlock) -> list[Block]:
    """A body with every block of it changed or taken away, inner ones first."""
    return kept(blocks, lambda block: change(_inside(block, change)))


def _inside(block: Block, change: ChangeBlock) -> Block:
    match block:
        case ColumnList(columns=columns):
            return updated(block, columns=[_body(column, change) for column in columns])
        case Tab(tabs=tabs):
            return updated(block, tabs=[_body(pane, change) for pane in tabs])
        case _:
            inner = getattr(block, "children", None)
            return updated(block, children=in_blocks(inner, change)) if inner else block


def _body(holder: M, change: ChangeBlock) -> M:
    blocks: list[Block] = getattr(holder, "blocks")  # noqa: B009 - a column or a pane
    return updated(holder, blocks=in_blocks(blocks, change))
