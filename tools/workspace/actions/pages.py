"""Changes to pages, and to databases as a whole."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from tools.blueprint.base import Name, Url
from tools.blueprint.names import fail
from tools.workspace.actions.mentions import block_without, quoting, unmentioned
from tools.workspace.actions.removal import without_properties
from tools.workspace.change import Change, OfPage
from tools.workspace.draft import Edit, changed_blocks, title_of
from tools.workspace.model import (
    ExistingBlock,
    ExistingDatabase,
    ExistingPage,
    ExistingRow,
    Json,
    is_new,
)
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


class Rename(OfPage):
    """Another title, where it stands in a body as well, or is quoted in what is yet to be made."""

    action: Literal["rename"]
    to: Name

    def apply(self, edit: Edit) -> Json:
        target = target_of(edit, self.target)
        _put(edit, target, title=self.to)
        alone = target.title not in _names_within(edit.databases)

        def in_body(block: ExistingBlock) -> ExistingBlock:
            """A database or page is called so where it stands as well."""
            if block.id == target.id:
                return block.model_copy(update={"text": self.to})
            return quoting(block, target.title, self.to) if alone and target.title else block

        edit.update(blocks=changed_blocks(edit.structure.blocks, in_body))
        return {**_told(edit, target), "from": target.title, "to": self.to}


def _names_within(databases: Iterable[ExistingDatabase]) -> set[str]:
    """What the properties and views of databases are called."""
    named = {prop.name for home in databases for prop in home.properties}
    return named | {view.name for home in databases for view in home.views if view.name}


class SetIcon(OfPage):
    """An emoji or an image's address; null takes the icon away. Rows can be targets too."""

    action: Literal["set_icon"]
    icon: str | None

    def apply(self, edit: Edit) -> Json:
        """Another icon for the page, a part of it or a row."""
        target = target_of(edit, self.target, rows=True)
        _put(edit, target, icon=kept_picture(self.icon))
        return {**_told(edit, target), "from": _look(target.icon), "to": self.icon}


class SetCover(OfPage):
    """An image's address; null takes the cover away. Rows can be targets too."""

    action: Literal["set_cover"]
    cover: Url | None

    def apply(self, edit: Edit) -> Json:
        """Another cover for the page, a part of it or a row."""
        target = target_of(edit, self.target, rows=True)
        _put(edit, target, cover=kept_picture(self.cover))
        return {**_told(edit, target), "from": _look(target.cover), "to": self.cover}


def _look(picture: Json | None) -> str | None:
    """An icon or cover in a word; an uploaded one has none."""
    found = picture_of(picture)
    return found if isinstance(found, str) else None


class Move(OfPage):
    """To below another page: a sub-page's title, or any page's id."""

    action: Literal["move"]
    to: Name

    def apply(self, edit: Edit) -> Json:
        """Below another page; never below itself."""
        target = target_of(edit, self.target)
        to = _page_named(edit, self.to)
        if isinstance(target, ExistingRow):
            raise AssertionError("rows are no targets of a move")
        into_itself = to in {target.id, *_below(edit, target.id)}
        if into_itself or (edit.structure.is_design and target.id == edit.structure.page.id):
            fail("move_into_itself", name=target.title)
        told = {**_told(edit, target), "to": self.to}
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


class DeleteDatabase(Change):
    """A database into the trash."""

    action: Literal["delete_database"]
    database: Name

    def apply(self, edit: Edit) -> Json:
        database = edit.database(self.database)
        _without(edit, database)
        return {"target": database.title}


class Archive(OfPage):
    """To the trash."""

    action: Literal["archive"]

    def apply(self, edit: Edit) -> Json:
        """A page or database into the trash; the page itself only where it exists."""
        target = target_of(edit, self.target)
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
