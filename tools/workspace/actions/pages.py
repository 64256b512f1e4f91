"""Changes to pages, and to databases as a whole."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

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
from tools.blueprint.check import problems
from tools.blueprint.model import Database, SubPage
from tools.blueprint.names import fail
from tools.blueprint.properties import RelationProperty
from tools.errors import ValidationFailed
from tools.workspace.actions.mentions import block_without, unmentioned
from tools.workspace.actions.schema import without_properties
from tools.workspace.draft import Edit, changed_blocks, title_of
from tools.workspace.from_blueprint import opened_onto
from tools.workspace.model import (
    ExistingBlock,
    ExistingDatabase,
    ExistingPage,
    ExistingRow,
    Json,
    is_new,
    key_of,
)
from tools.workspace.to_blueprint import additions
from tools.workspace.values import kept_picture, picture_of

Target = ExistingPage | ExistingDatabase | ExistingRow
_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)


def target_of(edit: Edit, name: str | None, *, rows: bool = False) -> Target:
    """The page, sub-page, database or row that a change means. Raises ValidationFailed."""
    structure = edit.structure
    own: Target = structure.page
    if structure.page.object == "database":
        own = structure.databases[0]
    if name is None:
        return own
    linked = [database for database in structure.databases if database.linked]
    near: list[Target] = [*edit.sub_pages, *edit.databases, *linked]
    known = [item for item in near if item.id != own.id]
    called = {name.casefold(), edit.real(name)}
    if not called & _names(known):  # the page itself needs no name, so a part's comes first
        known.insert(0, own)
    if rows and not called & _names(known):
        known = [row for database in edit.databases for row in database.rows]
    return edit.find("target", name, known, title_of)


def _names(items: Iterable[Target]) -> set[str]:
    """What a change may call them by."""
    return {name for item in items for name in (item.title.casefold(), item.id)}


def _put(edit: Edit, target: Target, **parts: Any) -> None:
    """Puts other parts in the place of those of a page, database or row."""
    structure, changed = edit.structure, target.model_copy(update=parts)
    match changed:
        case ExistingDatabase():
            edit.put(changed)
        case ExistingPage() if changed.id == structure.page.id:
            edit.update(page=changed)
        case ExistingPage():
            subs = [changed if page.id == changed.id else page for page in structure.sub_pages]
            edit.update(sub_pages=subs)
        case ExistingRow():
            edit.each_database(lambda home: _with_row(home, changed))


def _with_row(database: ExistingDatabase, row: ExistingRow) -> ExistingDatabase:
    if all(known.id != row.id for known in database.rows):
        return database
    rows = [row if known.id == row.id else known for known in database.rows]
    return database.model_copy(update={"rows": rows})


def _told(edit: Edit, target: Target) -> Json:
    """What is changed, and what kind of thing it is where it is not the page itself."""
    kind = {ExistingPage: "sub_page", ExistingDatabase: "database", ExistingRow: "row"}[
        type(target)
    ]
    is_page = target.id == edit.structure.page.id and isinstance(target, ExistingPage)
    return {"target": target.title, **({} if is_page else {"object": kind})}


def rename(edit: Edit, change: Rename) -> Json:
    """Another title, where it stands in a body as well."""
    target = target_of(edit, change.target)
    _put(edit, target, title=change.to)

    def in_body(block: ExistingBlock) -> ExistingBlock:
        """A database or page is called so where it stands as well."""
        return block.model_copy(update={"text": change.to}) if block.id == target.id else block

    edit.update(blocks=changed_blocks(edit.structure.blocks, in_body))
    return {**_told(edit, target), "from": target.title, "to": change.to}


def set_icon(edit: Edit, change: SetIcon) -> Json:
    """Another icon for the page, a part of it or a row."""
    target = target_of(edit, change.target, rows=True)
    _put(edit, target, icon=kept_picture(change.icon))
    return {**_told(edit, target), "from": _look(target.icon), "to": change.icon}


def set_cover(edit: Edit, change: SetCover) -> Json:
    """Another cover for the page, a part of it or a row."""
    target = target_of(edit, change.target, rows=True)
    _put(edit, target, cover=kept_picture(change.cover))
    return {**_told(edit, target), "from": _look(target.cover), "to": change.cover}


def _look(picture: Json | None) -> str | None:
    """An icon or cover in a word; an uploaded one has none."""
    found = picture_of(picture)
    return found if isinstance(found, str) else None


def add_database(edit: Edit, change: AddDatabase) -> Json:
    """A database with all that is in it, under a key of its own."""
    database = _keyed(change.database, _free_keys(edit))
    _open(edit, SubPage(title="-", databases=[database]))
    properties = [{"name": p.name, "type": p.type} for p in database.properties]
    return {"target": database.title, "properties": properties, "rows": len(database.rows)}


def add_sub_page(edit: Edit, change: AddSubPage) -> Json:
    """A page below the page, with all that is below it."""
    page = _keyed_page(change.page, _free_keys(edit))
    _open(edit, SubPage(title="-", sub_pages=[page]))
    return {"target": edit.structure.page.title, "page": page.title}


def _open(edit: Edit, added: SubPage) -> None:
    """Opens what is added onto the page. Raises ValidationFailed where it breaks a rule."""
    if edit.structure.page.object == "database":
        fail("page_needed")
    whole = additions(edit.structure, edit.language)
    parts = {
        "databases": [*whole.databases, *added.databases],
        "sub_pages": [*whole.sub_pages, *added.sub_pages],
    }
    if found := problems(whole.model_copy(update=parts)):
        raise ValidationFailed(f"what is added breaks the rule {found[0].rule}", found)
    edit.structure = opened_onto(edit.structure, added, edit.fresh, edit.language)


def _free_keys(edit: Edit) -> Callable[[str], str]:
    """Gives each key that is new back, and for any other one that is free."""
    taken = {key_of(part.id) for part in edit.parts}

    def free(key: str) -> str:
        if not key or key in taken:
            key = next(k for n in range(1, 1_000_000) if (k := f"k{n}") not in taken)
        taken.add(key)
        return key

    return free


def _keyed_page(page: SubPage, key: Callable[[str], str]) -> SubPage:
    parts: dict[str, Any] = {
        "key": key(page.key),
        "sub_pages": [_keyed_page(sub, key) for sub in page.sub_pages],
        "databases": [_keyed(database, key) for database in page.databases],
    }
    return page.model_copy(update=parts)


def _keyed(database: Database, key: Callable[[str], str]) -> Database:
    """A new database under a key of its own, its relations to itself as well."""
    old, new = database.key, key(database.key)
    properties = [
        p.model_copy(update={"target": new})
        if isinstance(p, RelationProperty) and old and p.target == old
        else p
        for p in database.properties
    ]
    return database.model_copy(update={"key": new, "properties": properties})


def move(edit: Edit, change: Move) -> Json:
    """Below another page; never below itself."""
    target = target_of(edit, change.target)
    to = _page_named(edit, change.to)
    if isinstance(target, ExistingRow):
        raise AssertionError("rows are no targets of a move")
    into_itself = to in {target.id, *_below(edit, target.id)}
    if into_itself or (edit.structure.is_design and target.id == edit.structure.page.id):
        fail("move_into_itself", name=target.title)
    told = {**_told(edit, target), "to": change.to}
    if target.parent.get("page_id") == to:
        return told
    _put(edit, target, parent={"type": "page_id", "page_id": to})
    edit.moved.add(target.id)
    if is_new(target.id):
        _stand_last(edit, target.id)
    edit.each_block(lambda block: None if block.id == target.id and block.said else block)
    return told


def _stand_last(edit: Edit, name: str) -> None:
    """What is moved comes to stand behind all that is there."""
    structure = edit.structure
    edit.update(
        databases=sorted(structure.databases, key=lambda database: database.id == name),
        sub_pages=sorted(structure.sub_pages, key=lambda page: page.id == name),
    )


def _page_named(edit: Edit, name: str) -> str:
    """The id of a page: the page itself, one of its sub-pages, or any page that exists by id."""
    known = [edit.structure.page, *edit.sub_pages]
    near = [page for page in known if page.object == "page"]
    elsewhere = _UUID.fullmatch(name) and all(page.id != edit.real(name) for page in near)
    if elsewhere and not edit.structure.is_design:
        return name
    return edit.find("page", name, near, title_of).id


def _below(edit: Edit, name: str) -> Iterator[str]:
    """The ids of all pages and databases below a page."""
    for part in edit.parts:
        if part.parent.get("page_id") == name:
            yield part.id
            yield from _below(edit, part.id)


def delete_database(edit: Edit, change: DeleteDatabase) -> Json:
    """A database into the trash."""
    database = edit.database(change.database)
    _without(edit, database)
    return {"target": database.title}


def archive(edit: Edit, change: Archive) -> Json:
    """A page or database into the trash; the page itself only where it exists."""
    target = target_of(edit, change.target)
    told = _told(edit, target)
    if target.id != edit.structure.page.id:
        _without(edit, target)
    elif edit.structure.is_design:
        fail("whole_plan")
    else:
        edit.update(page=edit.structure.page.model_copy(update={"in_trash": True}))
    return told


def _without(edit: Edit, target: Target) -> None:
    """Takes a page or database away, and what is yet to be made and names it. Of what exists
    Notion takes all that is below along by itself."""
    below = set(_below(edit, target.id)) if is_new(target.id) else set()
    gone = {target.id, *below}
    structure = edit.structure
    titles = {part.id: part.title for part in edit.parts if part.id in gone}
    sources = {d.data_source_id for d in structure.databases if d.id in gone}
    edit.each_block(lambda block: block_without(block, titles))
    relations = {
        (database.id, prop.id)
        for database in structure.databases
        for prop in database.properties
        if is_new(prop.id) and prop.config.get("data_source_id") in sources
    }
    without_properties(edit, relations)
    edit.each_database(lambda database: unmentioned(database, titles))
    edit.update(
        databases=[database for database in edit.structure.databases if database.id not in gone],
        sub_pages=[page for page in edit.structure.sub_pages if page.id not in gone],
    )
