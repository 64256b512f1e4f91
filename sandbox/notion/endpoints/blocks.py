"""Blocks: read, change, trash, list and append."""

from __future__ import annotations

from sandbox.notion import checks
from sandbox.notion.answers import listed
from sandbox.notion.blocks.content import read_update
from sandbox.notion.blocks.kinds import KINDS
from sandbox.notion.blocks.placing import (
    BLOCK_ENDS,
    add_blocks,
    below_of,
    check_rows,
    index_after,
    place,
    read_position,
)
from sandbox.notion.blocks.reading import check_width, read_children
from sandbox.notion.calls import Call, need_alive, trash_keys, trash_wish
from sandbox.notion.checks import BODY
from sandbox.notion.errors import NotFoundError, ValidationError
from sandbox.notion.media import with_ending
from sandbox.notion.paging import page_of
from sandbox.notion.records import Block, Database, Json, Page, Parent
from sandbox.notion.users import BOT_ID, BOT_NAME


def retrieve(call: Call) -> Json:
    """GET /blocks/{id}."""
    return call.answers.block(_named(call).id)


def update(call: Call) -> Json:
    """PATCH /blocks/{id}: content, or the trash."""
    record = _named(call)
    wish = trash_wish(call.body, is_current=call.is_current)
    if wish is not None:
        record = call.tx.edit(record, in_trash=wish)
    keys = trash_keys(is_current=call.is_current)
    given = {key: value for key, value in call.body.items() if key not in keys}
    if given or wish is None:
        _change(call, record, given)
    return call.answers.block(record.id)


def delete(call: Call) -> Json:
    """DELETE /blocks/{id}: to the trash, also for pages and databases."""
    record = need_alive(call.tx, _named(call))
    call.tx.edit(record, in_trash=True)
    return call.answers.block(record.id)


def list_children(call: Call) -> Json:
    """GET /blocks/{id}/children: the first level."""
    holder = _holder(call)
    names = call.answers.children(call.answers.origin(holder))
    return page_of(call, names, call.answers.block, "block")


def append(call: Call) -> Json:
    """PATCH /blocks/{id}/children: the new blocks of the first level.

    Where they follow another block, all that stands behind them is answered too (recorded).
    """
    allowed = ("children", "position") if call.is_current else ("children", "position", "after")
    checks.mapping(call.body, BODY, allowed)
    holder = need_alive(call.tx, _holder(call))
    at = (BODY, "children")
    value, _ = checks.member(call.body, "children", BODY)
    drafts = read_children(value, at, below_of(holder))
    check_rows(holder, drafts, at)
    names = add_blocks(call.tx, _parent_of(holder), drafts)
    position = _position(call, holder)
    holder = place(call.tx, holder, names, position)
    if _follows(call.body):
        below = call.answers.children(holder)
        names = tuple(below[below.index(names[0]) :]) if names else ()
    return listed([call.answers.block(name) for name in names], "block")


def _follows(body: Json) -> bool:
    """Whether new blocks are to stand behind another one, in either version's words."""
    return "after" in body or "after_block" in body.get("position", {})


def _position(call: Call, holder: Block | Page) -> int | None:
    if "position" in call.body:
        return read_position(call.body["position"], (BODY, "position"), holder, BLOCK_ENDS)
    if "after" in call.body:
        return index_after(holder, checks.uuid(call.body["after"], (BODY, "after")))
    return None


def _parent_of(holder: Block | Page) -> Parent:
    return Parent("page_id" if isinstance(holder, Page) else "block_id", holder.id)


def _named(call: Call) -> Block | Page | Database:
    name = call.uuid("block_id")
    found = call.tx.holder(name) or call.tx.get(Database, name)
    if found is None:
        raise NotFoundError("block", name, (BOT_ID, BOT_NAME))
    return found


def _holder(call: Call) -> Block | Page:
    found = _named(call)
    if isinstance(found, Database):
        raise ValidationError("Databases do not have block children; query the data source.")
    return found


def _change(call: Call, record: Block | Page | Database, given: Json) -> None:
    if not isinstance(record, Block):
        raise ValidationError(
            "This block cannot be updated here: use the pages or databases endpoint."
        )
    need_alive(call.tx, record)
    kind = record.type
    body = checks.mapping(given, BODY, {"type", "object", *KINDS})
    other = next((key for key in body if key in KINDS and key != kind), None)
    if other is not None:
        raise ValidationError(f"Block type cannot be changed: it is {kind}, not {other}.")
    value, at = checks.member(body, kind, BODY)
    content = read_update(kind, value, at, record.content)
    if kind == "file" and "name" in value:
        # Notion puts the ending back that a new name lacks (recorded).
        content["name"] = with_ending(content["name"], call.answers.file_name(content))
    above = call.tx.above(record)
    if kind == "table_row" and isinstance(above, Block):
        check_width(above.content["table_width"], content, at)
    call.tx.edit(record, content=content)
