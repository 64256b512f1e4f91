"""Data sources: their schema, their rows, their templates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sandbox.notion import checks
from sandbox.notion.calls import Call, need, need_alive, trash_keys, trash_wish
from sandbox.notion.checks import BODY
from sandbox.notion.endpoints.databases import add_source
from sandbox.notion.errors import NotFoundError
from sandbox.notion.looks import read_looks
from sandbox.notion.paging import cursor_id, opaque, page_of
from sandbox.notion.properties.schema import change_schema
from sandbox.notion.records import Database, DataSource, Json, Page, Parent
from sandbox.notion.selection import check_conditions, rows_of, selected
from sandbox.notion.users import BOT_ID, BOT_NAME

_CREATE_KEYS = frozenset({"parent", "properties", "title", "icon"})
_UPDATE_KEYS = frozenset({"properties", "title", "icon", "parent"})
_QUERY_KEYS = frozenset(
    {
        *("filter", "sorts", "start_cursor", "page_size", "result_type", "is_archived"),
        *("archived", "in_trash", "filter_properties"),
    }
)
MAX_RESULTS = 10_000  # rows that one query can reach, over all of its pages
_INCOMPLETE = {"type": "incomplete", "incomplete_reason": "query_result_limit_reached"}
_read_result_type = checks.one_of("page", "data_source")


def create(call: Call) -> Json:
    """POST /data_sources: a further source for a database."""
    body = checks.mapping(call.body, BODY, _CREATE_KEYS)
    database = _read_parent(call, checks.member(body, "parent", BODY)[0])
    properties, at = checks.member(body, "properties", BODY)
    looks = {"title": [], **read_looks(body, "title", "icon")}
    return call.answers.data_source(add_source(call, database, properties, at, looks))


def retrieve(call: Call) -> Json:
    """GET /data_sources/{id}."""
    return call.answers.data_source(call.find(DataSource, "data_source_id"))


def update(call: Call) -> Json:
    """PATCH /data_sources/{id}: its schema and looks; a parent moves it."""
    source = call.find(DataSource, "data_source_id")
    keys = trash_keys(is_current=call.is_current)
    body = checks.mapping(call.body, BODY, _UPDATE_KEYS | set(keys))
    wish = trash_wish(body, is_current=call.is_current)
    if wish is None:
        need_alive(call.tx, source)
    trash = {} if wish is None else {"in_trash": wish}
    source = call.tx.edit(source, **read_looks(body, "title", "icon"), **trash)
    if "parent" in body:
        source = _moved(call, source, _read_parent(call, body["parent"]))
    if "properties" in body:
        source = change_schema(call.tx, source, body["properties"], (BODY, "properties"))
    return call.answers.data_source(source)


def query(call: Call) -> Json:
    """POST /data_sources/{id}/query: rows, newest first unless sorted."""
    source = call.find(DataSource, "data_source_id")
    if call.tx.in_trash(source):
        raise NotFoundError("data_source", source.id, (BOT_ID, BOT_NAME))
    body = checks.mapping(call.body, BODY, _QUERY_KEYS)
    if "result_type" in body:
        _read_result_type(body["result_type"], (BODY, "result_type"))
    archived = checks.boolean(body.get("is_archived", False), (BODY, "is_archived"))
    names = _found(call, source, archived=archived)
    reached = names[:MAX_RESULTS]

    def is_there(name: str) -> bool:
        row = call.tx.get(Page, name)
        return row is not None and not row.in_trash and row.is_archived == archived

    cursors = opaque(source.id)
    kind = "page_or_data_source"
    page = page_of(call, reached, lambda n: _shown(call, n), kind, cursors, is_there)
    cut = len(names) > MAX_RESULTS and not page["has_more"]
    return {**page, "request_status": _INCOMPLETE} if cut else page


def _found(call: Call, source: DataSource, *, archived: bool) -> Sequence[str]:
    """What the body asks for, of all pages; newest first unless sorted."""
    condition, sorts = call.body.get("filter"), call.body.get("sorts")
    check_conditions(call.tx, source.schema, condition, sorts)

    def compute() -> list[str]:
        rows = [row for row in rows_of(call.tx, source) if row.is_archived == archived]
        return selected(call.answers, source, rows[::-1], condition, sorts)

    asked = ("rows", source.id, archived, condition, sorts)
    return call.results.of(call.tx, asked, compute, cursor_id(call, opaque(source.id)))


def list_templates(call: Call) -> Json:
    """GET /data_sources/{id}/templates: none can be made through the API."""
    call.find(DataSource, "data_source_id")
    page = page_of(call, [], str, "template")
    return {"templates": page["results"], **{k: page[k] for k in ("has_more", "next_cursor")}}


def _shown(call: Call, name: str) -> Json:
    """A row with the properties that `filter_properties` asks for."""
    row = call.answers.page(need(call.tx, Page, name))
    wanted = call.query.get("filter_properties")
    if not wanted:
        return row
    kept = {
        name: prop
        for name, prop in row["properties"].items()
        if prop["id"] in wanted or name in wanted
    }
    return {**row, "properties": kept}


def _read_parent(call: Call, value: Any) -> Database:
    at = (BODY, "parent")
    found = checks.mapping(value, at, ("type", "database_id"))
    name = checks.uuid(found.get("database_id", checks.MISSING), (at, "database_id"))
    return need_alive(call.tx, need(call.tx, Database, name))


def _moved(call: Call, source: DataSource, database: Database) -> DataSource:
    if before := call.tx.get(Database, source.parent.id):
        call.tx.edit(before, sources=tuple(n for n in before.sources if n != source.id))
    database = call.tx.get(Database, database.id) or database
    call.tx.edit(database, sources=(*database.sources, source.id))
    return call.tx.edit(source, parent=Parent("database_id", database.id))
