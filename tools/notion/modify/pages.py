"""Changes to pages, databases as a whole, and blocks, on the draft."""

import re
from typing import Any

from tools.blueprint.base import Hue, plain
from tools.blueprint.blocks import Block, DatabasePlace, LinkedView, LinkToPage, walk
from tools.blueprint.changes import (
    AddBlocks,
    AddDatabase,
    AddSubPage,
    Archive,
    DeleteBlocks,
    DeleteDatabase,
    Move,
    Recolor,
    Rename,
    SetCover,
    SetIcon,
)
from tools.blueprint.names import fail
from tools.notion.modify.added import check_added, placeholder
from tools.notion.modify.draft import Draft, NewBlocks, find_named, is_new
from tools.notion.render.richtext import cover, icon
from tools.notion.structure.model import (
    ExistingBlock,
    ExistingDatabase,
    ExistingPage,
    ExistingRow,
    Json,
    all_blocks,
)

_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
_ELSEWHERE = frozenset({"child_page", "child_database"})

ForPages = (
    AddDatabase
    | DeleteDatabase
    | AddSubPage
    | AddBlocks
    | DeleteBlocks
    | Rename
    | Recolor
    | SetIcon
    | SetCover
    | Move
    | Archive
)
Target = ExistingPage | ExistingDatabase | ExistingRow


def change_pages(draft: Draft, change: ForPages) -> Draft:
    """The draft after a change of pages, databases or blocks. Raises ValidationFailed."""
    match change:
        case AddDatabase() | AddSubPage():
            return _add(draft, change)
        case DeleteDatabase(database=name):
            return _without(draft, draft.database(name))
        case AddBlocks():
            return _add_blocks(draft, change)
        case DeleteBlocks(blocks=names):
            return _delete_blocks(draft, names)
        case Recolor(color=color):
            return draft.updated(blocks=_recolored(draft.structure.blocks, color))
        case Move():
            return _move(draft, change)
        case Archive():
            return _without(draft, target_of(draft, change.target))
        case Rename():
            return _changed(draft, target_of(draft, change.target), title=change.to)
        case SetIcon() | SetCover():
            return _set_look(draft, change)


def _set_look(draft: Draft, change: SetIcon | SetCover) -> Draft:
    target = target_of(draft, change.target, rows=True)
    if isinstance(change, SetIcon):
        return _changed(draft, target, icon=icon(change.icon).get("icon"))
    return _changed(draft, target, cover=cover(change.cover).get("cover"))


def target_of(draft: Draft, name: str | None, *, rows: bool = False) -> Target:
    """The page, sub-page, database or row that a change means. Raises ValidationFailed."""
    structure = draft.structure
    own: Target = structure.page
    if structure.page.object == "database":
        own = structure.databases[0]
    if name is None:
        return own
    known: list[Target] = [own, *structure.sub_pages]
    known += [d for d in structure.databases if d.id != own.id]
    titles = {item.title.casefold() for item in known} | {item.id for item in known}
    if rows and name.casefold() not in titles:
        known = [row for database in structure.databases for row in database.rows]
    return find_named("target", name, known, lambda item: item.title)


def _changed(draft: Draft, target: Target, **looks: Any) -> Draft:
    structure = draft.structure
    changed = target.model_copy(update=looks)
    match changed:
        case ExistingDatabase():
            return draft.put(changed)
        case ExistingPage() if changed.id == structure.page.id:
            return draft.updated(page=changed)
        case ExistingPage():
            pages = [changed if p.id == changed.id else p for p in structure.sub_pages]
            return draft.updated(sub_pages=pages)
        case ExistingRow():
            databases = [_with_row(database, changed) for database in structure.databases]
            return draft.updated(databases=databases)


def _with_row(database: ExistingDatabase, row: ExistingRow) -> ExistingDatabase:
    rows = [row if r.id == row.id else r for r in database.rows]
    return database.model_copy(update={"rows": rows})


def _without(draft: Draft, target: Target) -> Draft:
    """The draft with a page or database in the trash; the page itself is marked as such."""
    structure = draft.structure
    if target.id == structure.page.id:
        return draft.updated(page=structure.page.model_copy(update={"in_trash": True}))
    databases = [d for d in structure.databases if d.id != target.id]
    pages = [p for p in structure.sub_pages if p.id != target.id]
    return draft.updated(databases=databases, sub_pages=pages)


def _move(draft: Draft, change: Move) -> Draft:
    target, to = target_of(draft, change.target), _page_named(draft, change.to)
    if to == target.id:
        fail("move_into_itself", name=target.title)
    if isinstance(target, ExistingRow):
        raise AssertionError("rows are no targets of a move")
    return _changed(draft, target, parent={"type": "page_id", "page_id": to})


def _page_named(draft: Draft, name: str) -> str:
    """The id of a page: the page itself, one of its sub-pages, or any page by id."""
    known = [draft.structure.page, *draft.structure.sub_pages]
    pages = [page for page in known if page.object == "page"]
    if _UUID.fullmatch(name) and not any(page.id == name for page in pages):
        return name
    return find_named("page", name, pages, lambda page: page.title).id


def _add(draft: Draft, change: AddDatabase | AddSubPage) -> Draft:
    parent = draft.structure.page
    if parent.object == "database":
        fail("page_needed")
    if isinstance(change, AddSubPage):
        draft, name = draft.with_new(change.page)
        page = ExistingPage(id=name, title=change.page.title, parent=_below(parent.id))
        draft = draft.updated(sub_pages=[*draft.structure.sub_pages, page])
    else:
        draft, name = draft.with_new(change.database)
        made = placeholder(name, change.database)
        draft = draft.updated(databases=[*draft.structure.databases, made])
    check_added(draft)
    return draft


def _below(page_id: str) -> Json:
    return {"type": "page_id", "page_id": page_id}


def _add_blocks(draft: Draft, change: AddBlocks) -> Draft:
    structure = draft.structure
    if structure.page.object == "database":
        fail("page_needed")
    for where, block, _ in walk(change.blocks):
        if isinstance(block, DatabasePlace | LinkedView | LinkToPage):
            fail("block_needs_ref", where, type=block.type)
    after = None
    if change.after is not None:
        after = find_named("block", change.after, structure.blocks, lambda b: b.text).id
    new = NewBlocks(tuple(change.blocks), after, first=change.first and after is None)
    draft, name = draft.with_new(new)
    check_added(draft)
    made = [_placeholder(f"{name}.{i}", block) for i, block in enumerate(change.blocks)]
    ids = [block.id for block in structure.blocks]
    end = 0 if new.first else len(ids)
    at = end if after is None else ids.index(after) + 1
    return draft.updated(blocks=[*structure.blocks[:at], *made, *structure.blocks[at:]])


def _placeholder(name: str, block: Block) -> ExistingBlock:
    """What the draft says of a block that is yet to be made."""
    text, color = plain(getattr(block, "text", "")), getattr(block, "color", None)
    return ExistingBlock(id=name, type=block.type, text=text, color=color)


def _delete_blocks(draft: Draft, names: list[str]) -> Draft:
    for name in names:
        blocks = [b for b in all_blocks(draft.structure.blocks) if _is_plain(b)]
        gone = find_named("block", name, blocks, lambda block: block.text).id
        draft = draft.updated(blocks=_without_block(draft.structure.blocks, gone))
    return draft


def _is_plain(block: ExistingBlock) -> bool:
    return block.type not in _ELSEWHERE and not is_new(block.id)


def _without_block(blocks: list[ExistingBlock], gone: str) -> list[ExistingBlock]:
    return [
        block.model_copy(update={"children": _without_block(block.children, gone)})
        for block in blocks
        if block.id != gone
    ]


def _recolored(blocks: list[ExistingBlock], hue: Hue) -> list[ExistingBlock]:
    return [
        block.model_copy(
            update={
                "color": _color(block.color, hue),
                "children": _recolored(block.children, hue),
            }
        )
        for block in blocks
    ]


def _color(color: str | None, hue: Hue) -> str | None:
    if color is None or color == "default":
        return color
    return f"{hue}_background" if color.endswith("_background") else hue
