"""Databases: containers with a first data source and its table view."""

from __future__ import annotations

from typing import Any

from sandbox.notion import checks
from sandbox.notion.answers import NEW_DATABASE
from sandbox.notion.blocks.placing import place
from sandbox.notion.calls import INTERNAL, Call, need, need_alive, trash_keys, trash_wish
from sandbox.notion.checks import BODY, Place
from sandbox.notion.errors import RestrictedError
from sandbox.notion.ids import WORKSPACE_ID, new_id
from sandbox.notion.looks import read_looks
from sandbox.notion.properties.schema import change_schema
from sandbox.notion.records import Database, DataSource, Json, Page, Parent, View
from sandbox.notion.richtext import text_run

DEFAULT_VIEW = "Default view"
_KEYS = ("parent", "title", "description", "is_inline", "icon", "cover")
_CREATE_KEYS = frozenset({*_KEYS, "initial_data_source"})
_LOOKS = ("title", "description", "is_inline", "icon", "cover")
_FIRST_SCHEMA: Json = {"Name": {"title": {}}}


def create(call: Call) -> Json:
    """POST /databases."""
    body = checks.mapping(call.body, BODY, _CREATE_KEYS)
    parent = _read_parent(call, checks.member(body, "parent", BODY)[0])
    looks = read_looks(body, *_LOOKS)
    named = looks.setdefault("title", [])
    # The database gets a name of its own, its data source does not (Notion does so).
    if not named:
        looks["title"] = [text_run(NEW_DATABASE)]
    database = call.tx.put(
        Database(id=new_id(), **{"description": [], **looks}, **call.tx.stamp(parent))
    )
    given, at = _read_initial(body)
    source = add_source(call, database, given, at, {"title": named, "icon": looks.get("icon")})
    database = call.tx.get(Database, source.parent.id) or database
    if holder := call.tx.get(Page, parent.id):
        place(call.tx, holder, (database.id,), None)
    return call.answers.database(database)


def retrieve(call: Call) -> Json:
    """GET /databases/{id}."""
    return call.answers.database(call.find(Database, "database_id"))


def update(call: Call) -> Json:
    """PATCH /databases/{id}; a parent moves it."""
    database = call.find(Database, "database_id")
    keys = trash_keys(is_current=call.is_current)
    body = checks.mapping(call.body, BODY, {*_KEYS, "is_locked", *keys})
    wish = trash_wish(body, is_current=call.is_current)
    if wish is None:
        need_alive(call.tx, database)
    trash = {} if wish is None else {"in_trash": wish}
    database = call.tx.edit(database, **read_looks(body, *_LOOKS, "is_locked"), **trash)
    if "parent" in body:
        database = _moved(call, database, _read_parent(call, body["parent"]))
    return call.answers.database(database)


def add_source(
    call: Call, database: Database, properties: Any, at: Place, looks: Json
) -> DataSource:
    """Makes a data source in a database, with its table view."""
    stamp = call.tx.stamp(Parent("database_id", database.id))
    source = call.tx.put(DataSource(id=new_id(), schema={}, **looks, **stamp))
    database = call.tx.put(call.tx.edit(database, sources=(*database.sources, source.id)))
    source = change_schema(call.tx, source, properties, at)
    view = call.tx.put(
        View(
            id=new_id(),
            data_source_id=source.id,
            name=DEFAULT_VIEW,
            type="table",
            configuration={"type": "table"},
            **stamp,
        )
    )
    call.tx.edit(database, views=(*database.views, view.id))
    return source


def _read_initial(body: Json) -> tuple[Any, Place]:
    at: Place = (BODY, "initial_data_source")
    found = checks.mapping(body.get("initial_data_source", {}), at, ("properties",))
    return found.get("properties", _FIRST_SCHEMA), (at, "properties")


def _read_parent(call: Call, value: Any) -> Parent:
    at = (BODY, "parent")
    kinds = ("page_id", "workspace")
    found = checks.mapping(value, at, ("type", *kinds))
    kind = checks.chosen(found, kinds, at)
    if kind == "page_id":
        name = checks.uuid(found[kind], (at, kind))
        return Parent(kind, need_alive(call.tx, need(call.tx, Page, name)).id)
    if call.token_kind == INTERNAL:
        raise RestrictedError("Internal integrations may not create workspace-level databases.")
    return Parent("workspace", WORKSPACE_ID)


def _moved(call: Call, database: Database, parent: Parent) -> Database:
    if before := call.tx.get(Page, database.parent.id):
        call.tx.edit(before, children=tuple(n for n in before.children if n != database.id))
    if holder := call.tx.get(Page, parent.id):
        place(call.tx, holder, (database.id,), None)
    return call.tx.edit(database, parent=parent)
