"""Users: the one person and the bot of the workspace, and custom emojis, of which it has none."""

from __future__ import annotations

from sandbox.notion.calls import INTERNAL, Call
from sandbox.notion.errors import NotFoundError
from sandbox.notion.paging import page_of
from sandbox.notion.records import Json
from sandbox.notion.users import BOT, BOT_ID, BOT_NAME, PERSON, USERS


def list_users(call: Call) -> Json:
    """GET /users."""
    return page_of(call, list(USERS), USERS.__getitem__, "user")


def retrieve(call: Call) -> Json:
    """GET /users/{id}."""
    name = call.uuid("user_id")
    if name not in USERS:
        raise NotFoundError("user", name, (BOT_ID, BOT_NAME))
    return dict(USERS[name])


def me(call: Call) -> Json:
    """GET /users/me: the bot that the token belongs to, and for whom it acts."""
    if call.token_kind == INTERNAL:
        return dict(BOT)
    return {**BOT, "bot": {**BOT["bot"], "owner": {"type": "user", "user": PERSON}}}


def list_custom_emojis(call: Call) -> Json:
    """GET /custom_emojis: they are made in the app only."""
    page = page_of(call, [], str, "custom_emoji")
    keys = ("object", "type", "results", "has_more", "next_cursor")
    return {key: page[key] for key in keys}
