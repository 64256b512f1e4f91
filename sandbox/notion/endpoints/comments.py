"""Comments and the discussions they form."""

from __future__ import annotations

from typing import Any

from sandbox.notion import checks
from sandbox.notion.calls import Call, need_alive, need_uuid
from sandbox.notion.checks import BODY
from sandbox.notion.errors import NotFoundError, ValidationError
from sandbox.notion.ids import new_id
from sandbox.notion.markdown import inline
from sandbox.notion.paging import page_of
from sandbox.notion.records import Block, Comment, Json, Page, Parent, RichText
from sandbox.notion.richtext import read_rich_text
from sandbox.notion.uploads import category_of, need_uploaded
from sandbox.notion.users import BOT_ID, BOT_NAME, PERSON

MAX_ATTACHMENTS = 3
_TEXTS = ("rich_text", "markdown")
_PLACES = ("parent", "discussion_id")
_KEYS = frozenset({*_TEXTS, *_PLACES, "attachments", "display_name"})
_NAMES = {"integration": BOT_NAME, "user": PERSON["name"]}


def create(call: Call) -> Json:
    """POST /comments: opens a discussion, or goes on with one."""
    body = checks.mapping(call.body, BODY, _KEYS)
    where = checks.chosen({k: v for k, v in body.items() if k in _PLACES}, _PLACES, BODY)
    read = _read_parent if where == "parent" else _read_discussion
    parent, discussion = read(call, body[where])
    comment = Comment(
        id=new_id(),
        discussion_id=discussion,
        rich_text=_read_text(body),
        display_name=_read_name(body.get("display_name")),
        attachments=_read_attachments(call, body.get("attachments", [])),
        **call.tx.stamp(parent),
    )
    return call.answers.comment(call.tx.put(comment))


def list_comments(call: Call) -> Json:
    """GET /comments?block_id."""
    wanted = call.parameter("block_id")
    if wanted is None:
        raise ValidationError(
            "query failed validation: query.block_id should be defined, instead was `undefined`."
        )
    holder = _holder(call, need_uuid(wanted, "query.block_id", "query"))
    comments = {comment.id: comment for comment in call.tx.members(Comment, holder.id)}
    return page_of(
        call, list(comments), lambda name: call.answers.comment(comments[name]), "comment"
    )


def retrieve(call: Call) -> Json:
    """GET /comments/{id}."""
    return call.answers.comment(call.find(Comment, "comment_id"))


def update(call: Call) -> Json:
    """PATCH /comments/{id}: another text."""
    comment = call.find(Comment, "comment_id")
    body = checks.mapping(call.body, BODY, _TEXTS)
    return call.answers.comment(call.tx.edit(comment, rich_text=_read_text(body)))


def delete(call: Call) -> Json:
    """DELETE /comments/{id}."""
    comment = call.find(Comment, "comment_id")
    call.tx.drop(comment.id)
    return call.answers.comment(comment)


def _read_text(body: Json) -> RichText:
    which = checks.chosen({k: v for k, v in body.items() if k in _TEXTS}, _TEXTS, BODY)
    if which == "markdown":
        return inline(checks.string(body[which], (BODY, which)))
    return read_rich_text(body[which], (BODY, which))


def _read_parent(call: Call, value: Any) -> tuple[Parent, str]:
    at = (BODY, "parent")
    kinds = ("page_id", "block_id")
    found = checks.mapping(value, at, ("type", *kinds))
    kind = checks.chosen(found, kinds, at)
    holder = need_alive(call.tx, _holder(call, checks.uuid(found[kind], (at, kind))))
    if isinstance(holder, Page):
        # All comments on a page are one discussion (recorded).
        first = next(iter(call.tx.members(Comment, holder.id)), None)
        return Parent("page_id", holder.id), first.discussion_id if first else new_id()
    return Parent("block_id", holder.id), new_id()


def _read_discussion(call: Call, value: Any) -> tuple[Parent, str]:
    name = checks.uuid(value, (BODY, "discussion_id"))
    first = next((c for c in call.tx.all(Comment) if c.discussion_id == name), None)
    if first is None:
        raise NotFoundError("discussion", name, (BOT_ID, BOT_NAME))
    return first.parent, name


def _holder(call: Call, name: str) -> Block | Page:
    holder = call.tx.holder(name)
    if holder is None:
        raise NotFoundError("block", name, (BOT_ID, BOT_NAME))
    return holder


def _read_name(value: Any) -> Json:
    at = (BODY, "display_name")
    found = checks.mapping({"type": "integration"} if value is None else value, at)
    kind = checks.one_of(*_NAMES, "custom")(found.get("type", checks.MISSING), (at, "type"))
    if kind != "custom":
        return {"type": kind, "resolved_name": _NAMES[kind]}
    inner = checks.mapping(found.get("custom", checks.MISSING), (at, "custom"), ("name",))
    name = checks.filled(inner.get("name", checks.MISSING), ((at, "custom"), "name"))
    return {"type": kind, "resolved_name": name}


def _read_attachments(call: Call, value: Any) -> list[Json]:
    at = (BODY, "attachments")
    attachments = []
    for index, item in enumerate(checks.array(value, at, MAX_ATTACHMENTS)):
        found = checks.mapping(item, (at, index), ("type", "file_upload_id"))
        name = checks.uuid(*checks.member(found, "file_upload_id", (at, index)))
        upload = need_uploaded(call.tx, name)
        attachments.append({"category": category_of(upload), "upload_id": name})
    return attachments
