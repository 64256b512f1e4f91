"""Pages and rows: make, read, change, move."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox.notion import checks
from sandbox.notion.blocks.placing import PAGE_ENDS, add_blocks, place, read_position
from sandbox.notion.blocks.reading import read_children
from sandbox.notion.calls import (
    INTERNAL,
    Call,
    need,
    need_alive,
    trash_keys,
    trash_wish,
)
from sandbox.notion.checks import BODY
from sandbox.notion.endpoints.async_tasks import started
from sandbox.notion.errors import RestrictedError, ValidationError
from sandbox.notion.ids import TITLE_ID, WORKSPACE_ID, new_id
from sandbox.notion.looks import read_looks
from sandbox.notion.markdown import blocks_of, leading_title
from sandbox.notion.properties.lookup import find_property
from sandbox.notion.properties.rows import (
    PLAIN_PAGE,
    defaults,
    read_properties,
    schema_of,
    write_values,
)
from sandbox.notion.records import Block, Database, DataSource, Json, Page, Parent

_CREATE_KEYS = frozenset(
    {
        *("parent", "properties", "icon", "cover", "children", "content", "markdown"),
        *("position", "template", "allow_async", "filter_properties"),
    }
)
_UPDATE_KEYS = frozenset(
    {
        *("properties", "icon", "cover", "is_locked", "is_archived", "erase_content"),
        *("template", "filter_properties"),
    }
)
_OPERATION = "POST /v1/pages"
_PARENTS = ("page_id", "database_id", "data_source_id", "workspace")


def create(call: Call) -> Json:
    """POST /pages."""
    body = checks.mapping(call.body, BODY, _CREATE_KEYS)
    given = body.get("parent")
    parent = Parent("workspace", WORKSPACE_ID) if given is None else _read_parent(call, given)
    _check_workspace(call, parent)
    page = _new_page(call, parent)
    at = (BODY, "properties")
    read = read_properties(body.get("properties", {}), at, schema_of(call.tx, page))
    page = write_values(call.tx, page, read)
    page = _with_body(call, page, titled=TITLE_ID in read)
    _list_in_parent(call, page)
    deferred = checks.boolean(body.get("allow_async", False), (BODY, "allow_async"))
    # Only markdown is ever carried out in the background.
    if deferred and "markdown" in body:
        return started(call, _OPERATION, _shown(call, page))
    return _shown(call, page)


def retrieve(call: Call) -> Json:
    """GET /pages/{id}."""
    return _shown(call, call.find(Page, "page_id"))


def update(call: Call) -> Json:
    """PATCH /pages/{id}."""
    page = call.find(Page, "page_id")
    keys = trash_keys(is_current=call.is_current)
    body = checks.mapping(call.body, BODY, _UPDATE_KEYS | set(keys))
    wish = trash_wish(body, is_current=call.is_current)
    # Restoring is the one thing that can be done to a page in the trash.
    if wish is None:
        need_alive(call.tx, page)
    _check_template(body, "default", "template_id")
    looks = read_looks(body, "icon", "cover", "is_locked", "is_archived")
    trash = {} if wish is None else {"in_trash": wish}
    page = call.tx.edit(page, **looks, **trash)
    if "properties" in body:
        at = (BODY, "properties")
        read = read_properties(body["properties"], at, schema_of(call.tx, page))
        page = write_values(call.tx, page, read)
    if checks.boolean(body.get("erase_content", False), (BODY, "erase_content")):
        page = _erased(call, page)
    return _shown(call, page)


def move(call: Call) -> Json:
    """POST /pages/{id}/move."""
    page = need_alive(call.tx, call.find(Page, "page_id"))
    body = checks.mapping(call.body, BODY, ("parent", "position"))
    parent = _read_parent(call, checks.member(body, "parent", BODY)[0])
    if parent.type == "workspace":
        raise ValidationError("Pages cannot be moved to the workspace.")
    if _is_within(call, parent.id, page.id):
        raise ValidationError("A page cannot be moved into itself.")
    before = schema_of(call.tx, page)
    _leave(call, page)
    moved = call.tx.edit(page, parent=parent, number=_number(call, parent))
    moved = call.tx.put(replace(moved, values=_carried(moved, before, schema_of(call.tx, moved))))
    _list_in_parent(call, moved)
    return _shown(call, moved)


def _shown(call: Call, page: Page) -> Json:
    if call.is_brief:
        return call.answers.brief_page(page)
    shown = call.answers.page(call.tx.get(Page, page.id) or page)
    if wanted := call.query.get("filter_properties"):
        kept = {part for value in wanted for part in value.split(",")}
        names = {n for n, p in shown["properties"].items() if p["id"] in kept or n in kept}
        shown["properties"] = {n: p for n, p in shown["properties"].items() if n in names}
    return shown


def _read_parent(call: Call, value: Any) -> Parent:
    at = (BODY, "parent")
    found = checks.mapping(value, at, {"type", *_PARENTS})
    kind = checks.chosen(found, _PARENTS, at)
    if kind == "workspace":
        return Parent("workspace", WORKSPACE_ID)
    name = checks.uuid(found[kind], (at, kind))
    if kind == "page_id":
        return Parent(kind, need_alive(call.tx, need(call.tx, Page, name)).id)
    if kind == "database_id":
        name = only_source(need(call.tx, Database, name))
    return Parent("data_source_id", need_alive(call.tx, need(call.tx, DataSource, name)).id)


def only_source(database: Database) -> str:
    """The one data source of a database; Notion's refusal if there are several."""
    if len(database.sources) != 1:
        raise ValidationError(
            f"Databases with multiple data sources are not supported here: {database.id}.",
            {
                "error_type": "multiple_data_sources_for_database",
                "database_id": database.id,
                "child_data_source_ids": list(database.sources),
                "minimum_api_version": "2025-09-03",
            },
        )
    return database.sources[0]


def _check_workspace(call: Call, parent: Parent) -> None:
    if parent.type == "workspace" and call.token_kind == INTERNAL:
        raise RestrictedError(
            "Internal integrations aren't owned by a single user, so creating workspace-level"
            " private pages is not supported."
        )


def _new_page(call: Call, parent: Parent) -> Page:
    source = call.tx.get(DataSource, parent.id)
    values = defaults(source.schema) if source else {}
    page = Page(id=new_id(), values=values, number=_number(call, parent), **call.tx.stamp(parent))
    return call.tx.put(replace(page, **read_looks(call.body, "icon", "cover")))


def _number(call: Call, parent: Parent) -> int:
    source = call.tx.get(DataSource, parent.id)
    if source is None:
        return 0
    call.tx.put(replace(source, next_number=source.next_number + 1))
    return source.next_number


def _with_body(call: Call, page: Page, *, titled: bool) -> Page:
    body = call.body
    at = (BODY, "children")
    present = [key for key in ("children", "content", "markdown") if body.get(key)]
    if len(present) > 1:
        checks.refuse_extra((BODY, present[1]), body[present[1]])
    _check_template(body, "none", "default", "template_id")
    if "markdown" in body:
        written = checks.string(body["markdown"], (BODY, "markdown"))
        if not titled:
            title, written = leading_title(written)
            page = replace(page, values={**page.values, TITLE_ID: title})
        drafts = blocks_of(written)
    else:
        drafts = read_children(body.get("children", body.get("content", [])), at)
    names = add_blocks(call.tx, Parent("page_id", page.id), drafts)
    return call.tx.put(replace(page, children=names))


def _check_template(body: Json, *kinds: str) -> None:
    """Refuses to apply a template: they are made in Notion's app, so there are none here."""
    if "template" not in body:
        return
    at = (BODY, "template")
    found = checks.mapping(body["template"], at, ("type", "template_id", "timezone"))
    kind = checks.one_of(*kinds)(found.get("type", checks.MISSING), (at, "type"))
    if kind != "none":
        if body.get("children"):
            checks.refuse_extra((BODY, "children"), body["children"])
        raise ValidationError("Could not find template for this data source.")


def _list_in_parent(call: Call, page: Page) -> None:
    position = call.body.get("position")
    holder = call.tx.get(Page, page.parent.id)
    if holder is None:
        if position is not None:
            checks.refuse_extra((BODY, "position"), position)
        return
    index = None
    if position is not None:
        index = read_position(position, (BODY, "position"), holder, PAGE_ENDS)
    place(call.tx, holder, (page.id,), index)


def _leave(call: Call, page: Page) -> None:
    holder = call.tx.holder(page.parent.id)
    if holder:
        call.tx.edit(holder, children=tuple(n for n in holder.children if n != page.id))


def _is_within(call: Call, name: str, page_id: str) -> bool:
    record = call.tx.get(Page, name) or call.tx.get(DataSource, name)
    while record is not None:
        if record.id == page_id:
            return True
        record = call.tx.above(record)  # type: ignore[assignment]
    return False


def _carried(page: Page, before: dict[str, Json], after: dict[str, Json]) -> Json:
    """The values that survive a move: the title, and properties of equal name and type."""
    values = defaults(after) if after is not PLAIN_PAGE else {}
    for prop in before.values():
        target = find_property(after, prop["name"])
        same = target and target["type"] == prop["type"]
        if prop["type"] == "title":
            values[TITLE_ID] = page.values.get(TITLE_ID, [])
        elif same and target and prop["id"] in page.values and prop["type"] != "relation":
            values[target["id"]] = page.values[prop["id"]]
    return values


def _erased(call: Call, page: Page) -> Page:
    for name in page.children:
        if block := call.tx.get(Block, name):
            call.tx.edit(block, in_trash=True)
    return page
