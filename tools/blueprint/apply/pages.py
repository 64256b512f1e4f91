"""Changes to pages, and to databases as a whole."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar, cast

from tools.blueprint.apply.draft import Draft, title_of
from tools.blueprint.apply.mentions import unmentioned, without_mentions
from tools.blueprint.apply.references import without
from tools.blueprint.apply.tree import each_block, each_page, kept, updated
from tools.blueprint.blocks import Block, DatabasePlace, LinkedView, LinkToPage
from tools.blueprint.changes import (
    AddDatabase,
    AddSubPage,
    Archive,
    DeleteDatabase,
    Move,
    Rename,
    SetCover,
    SetIcon,
)
from tools.blueprint.model import Blueprint, Database, Page, Row, SubPage, databases, pages
from tools.blueprint.names import fail
from tools.blueprint.properties import RelationProperty
from tools.blueprint.schema import schemas

ForPages = AddDatabase | DeleteDatabase | AddSubPage | Rename | SetIcon | SetCover | Move | Archive
Target = Page | Database | Row
T = TypeVar("T")


def change_pages(draft: Draft, change: ForPages) -> Draft:
    """The draft after a change of pages or databases. Raises ValidationFailed."""
    match change:
        case AddDatabase() | AddSubPage():
            return _add(draft, change)
        case DeleteDatabase(database=name):
            return _without(draft, draft.database(name))
        case Rename(target=name, to=title):
            return _put(draft, _target(draft, name), title=title)
        case SetIcon(target=name, icon=icon):
            return _put(draft, _target(draft, name, rows=True), icon=icon)
        case SetCover(target=name, cover=cover):
            return _put(draft, _target(draft, name, rows=True), cover=cover)
        case Move():
            return _move(draft, change)
        case Archive(target=name):
            return _without(draft, _target(draft, name))


def _target(draft: Draft, name: str | None, *, rows: bool = False) -> Target:
    """The page, sub-page, database or row that a change means. Raises ValidationFailed."""
    own = draft.blueprint
    if name is None:
        return own
    known: list[Target] = [own, *draft.sub_pages, *draft.databases]
    meant = draft.known.get(name)
    if rows and not any(item is meant or _is_called(item, name) for item in known):
        titles = {id(row): title_of(d, row) for d in draft.databases for row in d.rows}
        known = [row for database in draft.databases for row in database.rows]
        return draft.find("target", name, known, lambda row: titles[id(row)])
    return draft.find("target", name, known, called)


def _is_called(item: Target, name: str) -> bool:
    return called(item).casefold() == name.casefold()


def called(item: Any) -> str:
    """The title of a page or database."""
    return str(item.title)


def _put(draft: Draft, target: Target, **parts: Any) -> Draft:
    """The draft with other parts of a page, database or row."""
    changed = updated(target, **parts)

    def put(item: T) -> T:
        return cast("T", changed) if item is target else item

    def in_database(database: Database) -> Database:
        return put(updated(database, rows=[put(row) for row in database.rows]))

    def in_page(page: Page) -> Page:
        subs = [put(sub) for sub in page.sub_pages]
        return updated(page, sub_pages=subs, databases=[in_database(d) for d in page.databases])

    if target is draft.blueprint:
        assert isinstance(changed, Blueprint)  # noqa: S101 - a blueprint with other parts
        return draft.to(changed)
    return draft.to(each_page(draft.blueprint, in_page))


def _add(draft: Draft, change: AddDatabase | AddSubPage) -> Draft:
    own, key = draft.blueprint, _keys(draft.blueprint)
    if isinstance(change, AddSubPage):
        page = each_page(change.page, lambda page: _keyed_page(page, key))
        return draft.to(updated(own, sub_pages=[*own.sub_pages, page]))
    return draft.to(updated(own, databases=[*own.databases, _keyed(change.database, key)]))


def _keys(blueprint: Blueprint) -> Callable[[str], str]:
    """Gives each key that is new back, and for any other one that is free."""
    taken = {d.key for _, _, d in databases(blueprint)}
    taken |= {page.key for _, page in pages(blueprint) if isinstance(page, SubPage)}

    def free(key: str) -> str:
        if not key or key in taken:
            key = next(k for n in range(1, 1_000_000) if (k := f"k{n}") not in taken)
        taken.add(key)
        return key

    return free


def _keyed_page(page: Page, key: Callable[[str], str]) -> Page:
    below = [updated(sub, key=key(sub.key)) for sub in page.sub_pages]
    return updated(page, sub_pages=below, databases=[_keyed(d, key) for d in page.databases])


def _keyed(database: Database, key: Callable[[str], str]) -> Database:
    """A new database under a key of its own, its relations to itself as well."""
    old, new = database.key, key(database.key)
    properties = [
        updated(p, target=new) if isinstance(p, RelationProperty) and p.target == old else p
        for p in database.properties
    ]
    return updated(database, key=new, properties=properties)


def _move(draft: Draft, change: Move) -> Draft:
    """To below a sub-page: what lies elsewhere is beyond a blueprint."""
    own, target = draft.blueprint, _target(draft, change.target)
    homes: list[Page] = [own, *draft.sub_pages]
    to = draft.find("page", change.to, homes, called)
    if not isinstance(target, SubPage | Database) or _is_inside(to, target):
        fail("move_into_itself", name=called(target))
    if to is own and any(item is target for item in (*own.databases, *own.sub_pages)):
        return draft

    def moved(page: Page) -> Page:
        left = updated(
            page,
            blocks=kept(page.blocks, lambda block: _unless_of(block, target.key)),
            databases=kept(page.databases, lambda d: None if d.key == target.key else d),
            sub_pages=kept(page.sub_pages, lambda sub: None if sub.key == target.key else sub),
        )
        return _with(left, target) if _key(page) == _key(to) else left

    after = draft.to(each_page(own, moved))
    return replace(after, moved=draft.moved | {target.key})


def _is_inside(page: Page, target: SubPage | Database) -> bool:
    below = pages(target) if isinstance(target, SubPage) else ()
    return any(inner is page for _, inner in below)


def _key(page: Page) -> str:
    return page.key if isinstance(page, SubPage) else ""


def _unless_of(block: Block, key: str) -> Block | None:
    return None if isinstance(block, DatabasePlace) and block.ref == key else block


def _with(page: Page, target: SubPage | Database) -> Page:
    if isinstance(target, Database):
        return updated(page, databases=[*page.databases, target])
    return updated(page, sub_pages=[*page.sub_pages, target])


def _without(draft: Draft, target: Target) -> Draft:
    """The draft without a sub-page or database and all that names it; the whole stays."""
    if not isinstance(target, SubPage | Database):
        fail("whole_plan")
    gone = _all_of(target)
    fields = schemas(draft.blueprint)
    relations = {(k, f.name) for k, own in fields.items() for f in own.values() if f.target in gone}
    blueprint = each_block(without(draft.blueprint, relations), lambda block: _block(block, gone))

    def in_page(page: Page) -> Page:
        found = kept(page.databases, lambda d: None if d.key in gone else without_mentions(d, gone))
        subs = kept(page.sub_pages, lambda sub: None if sub.key in gone else sub)
        return updated(page, databases=found, sub_pages=subs)

    return draft.to(each_page(blueprint, in_page))


def _all_of(target: SubPage | Database) -> dict[str, str]:
    """The titles of a database, or of a page with all that is below it, by key."""
    if isinstance(target, Database):
        return {target.key: target.title}
    below = {page.key: page.title for _, page in pages(target) if isinstance(page, SubPage)}
    return below | {d.key: d.title for _, _, d in databases(target)}


def _block(block: Block, gone: dict[str, str]) -> Block | None:
    if isinstance(block, DatabasePlace | LinkedView | LinkToPage) and block.ref in gone:
        return None
    return unmentioned(block, gone)
