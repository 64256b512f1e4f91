"""Databases and pages that are added to a page, with all that is in them."""

from collections.abc import Callable
from typing import Any, Literal

from tools.blueprint.check import problems
from tools.blueprint.model import Database, SubPage
from tools.blueprint.names import fail
from tools.blueprint.properties import RelationProperty
from tools.errors import ValidationFailed
from tools.workspace.change import Change
from tools.workspace.draft import Edit
from tools.workspace.from_blueprint import opened_onto
from tools.workspace.model import Json, key_of
from tools.workspace.to_blueprint import additions


class AddDatabase(Change):
    """Its relations reach the databases that are added with it; others take `add_relation`."""

    action: Literal["add_database"]
    database: Database

    def apply(self, edit: Edit) -> Json:
        """A database with all that is in it, under a key of its own."""
        database = _keyed(self.database, _free_keys(edit))
        _open(edit, SubPage(title="-", databases=[database]))
        said = ("name", "type", "format", "options", "expression", "target", "relation", "function")
        parts = [p.model_dump(mode="json", exclude_none=True) for p in database.properties]
        properties = [{key: part[key] for key in said if part.get(key)} for part in parts]
        views = [view.model_dump(mode="json", exclude_defaults=True) for view in database.views]
        told = {"properties": properties, "views": views, "rows": len(database.rows)}
        return {"target": database.title, **told}


class AddSubPage(Change):
    """A page below the page, with all that is below it."""

    action: Literal["add_sub_page"]
    page: SubPage

    def apply(self, edit: Edit) -> Json:
        page = _keyed_page(self.page, _free_keys(edit))
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
