"""The markdown of a page: read it, insert, replace, edit."""

from __future__ import annotations

from typing import Any

from sandbox.notion import checks
from sandbox.notion.blocks.placing import (
    BLOCK_ENDS,
    add_blocks,
    place,
    read_position,
)
from sandbox.notion.calls import Call, need_alive
from sandbox.notion.checks import BODY, Place
from sandbox.notion.endpoints.async_tasks import started
from sandbox.notion.errors import NotFoundError, ValidationError
from sandbox.notion.ids import bare
from sandbox.notion.markdown import Writer, blocks_of
from sandbox.notion.records import Block, Json, Page, Parent, Record
from sandbox.notion.users import BOT_ID, BOT_NAME

MAX_CONTENT = 2_000_000  # characters of a page after an edit: more than one request can bring
_EDITS = ("update_content", "replace_content", "insert_content", "replace_content_range")
_KEYS = frozenset({"type", "allow_async", "allow_deleting_content", *_EDITS})
_OPERATION = "PATCH /v1/pages/:page_id/markdown"


def retrieve(call: Call) -> Json:
    """GET /pages/{id}/markdown; a block's id works too."""
    return _markdown(call, _holder(call))


def update(call: Call) -> Json:
    """PATCH /pages/{id}/markdown; with `allow_async` a task tells the outcome."""
    holder = need_alive(call.tx, _holder(call))
    body = checks.mapping(call.body, BODY, _KEYS)
    kind = checks.chosen(body, _EDITS, BODY)
    deferred = checks.boolean(body.get("allow_async", False), (BODY, "allow_async"))
    edit = {
        "insert_content": _insert,
        "replace_content": _replace,
        "update_content": _update,
        "replace_content_range": _replace_range,
    }[kind]
    edit(call, holder, checks.mapping(body[kind], (BODY, kind)), (BODY, kind))
    result = _markdown(call, call.tx.holder(holder.id) or holder)
    return started(call, _OPERATION, result) if deferred else result


def _holder(call: Call) -> Block | Page:
    name = call.uuid("page_id")
    holder = call.tx.holder(name)
    if holder is None:
        raise NotFoundError("page", name, (BOT_ID, BOT_NAME))
    return holder


def _markdown(call: Call, holder: Block | Page) -> Json:
    writer = Writer(call.answers)
    is_page = isinstance(holder, Page)
    text = writer.text(call.answers.children(holder) if is_page else [holder.id])
    return {
        "object": "page_markdown",
        "id": holder.id,
        "markdown": text,
        "truncated": writer.truncated,
        "unknown_block_ids": writer.unknown,
    }


def _insert(call: Call, holder: Block | Page, edit: Json, at: Place) -> None:
    checks.mapping(edit, at, ("content", "position", "after"))
    drafts = blocks_of(checks.string(*checks.member(edit, "content", at)))
    names = add_blocks(call.tx, _parent_of(holder), drafts)
    index = None
    if "position" in edit:
        index = read_position(edit["position"], (at, "position"), holder, BLOCK_ENDS)
    place(call.tx, holder, names, index)


def _replace(call: Call, holder: Block | Page, edit: Json, at: Place) -> None:
    checks.mapping(edit, at, ("new_str",))
    _rewrite(call, holder, checks.string(*checks.member(edit, "new_str", at)))


def _update(call: Call, holder: Block | Page, edit: Json, at: Place) -> None:
    checks.mapping(edit, at, ("content_updates",))
    updates, where = checks.member(edit, "content_updates", at)
    text = str(_markdown(call, holder)["markdown"])
    for index, item in enumerate(checks.array(updates, where)):
        text = _edited(text, item, (where, index))
    _rewrite(call, holder, text)


def _edited(text: str, value: Any, at: Place) -> str:
    found = checks.mapping(value, at, ("old_str", "new_str", "replace_all_matches"))
    old = checks.string(*checks.member(found, "old_str", at))
    new = checks.string(*checks.member(found, "new_str", at))
    everywhere = found.get("replace_all_matches", False)
    if not old or old not in text:
        raise ValidationError(f"Could not find {checks.shown(old)} in the page content.")
    count = text.count(old)
    if count > 1 and not everywhere:
        raise ValidationError(f"{checks.shown(old)} is in the page content more than once.")
    # Measured before it is made: the product may not fit into memory.
    if len(text) + count * (len(new) - len(old)) > MAX_CONTENT:
        raise ValidationError(f"The page content would be longer than {MAX_CONTENT} characters.")
    return text.replace(old, new)


def _replace_range(call: Call, holder: Block | Page, edit: Json, at: Place) -> None:
    """`content_range` is `start...end`: the first words and the last words of what goes."""
    checks.mapping(edit, at, ("content", "content_range"))
    text = str(_markdown(call, holder)["markdown"])
    content = checks.string(*checks.member(edit, "content", at))
    start, _, end = checks.string(*checks.member(edit, "content_range", at)).partition("...")
    first = text.find(start)
    last = text.find(end, first + len(start)) if first >= 0 else -1
    if last < 0:
        raise ValidationError("Could not find the content range in the page content.")
    _rewrite(call, holder, text[:first] + content + text[last + len(end) :])


def _rewrite(call: Call, holder: Block | Page, text: str) -> None:
    """Makes blocks of a text in the place of those that are there; subpages stay if named."""
    drafts = blocks_of(text)
    kept = []
    for name in call.answers.children(holder):
        record = call.tx.get(Record, name)
        if isinstance(record, Block):
            call.tx.edit(record, in_trash=True)
        elif bare(name) in text:
            kept.append(name)
        elif record is not None:
            _trash_subpage(call, record)
    names = add_blocks(call.tx, _parent_of(holder), drafts)
    trashed = (name for name in holder.children if name not in kept)
    call.tx.edit(holder, children=(*names, *kept, *trashed))


def _trash_subpage(call: Call, record: Record) -> None:
    if not call.body.get("allow_deleting_content"):
        raise ValidationError(
            f"This would delete {record.id}: set allow_deleting_content to true to allow that."
        )
    call.tx.edit(record, in_trash=True)


def _parent_of(holder: Block | Page) -> Parent:
    return Parent("page_id" if isinstance(holder, Page) else "block_id", holder.id)
