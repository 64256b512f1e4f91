"""The people and bots of the workspace: one person, and the integration that acts for them."""

from __future__ import annotations

from typing import Any

from sandbox.notion.ids import WORKSPACE_ID

PERSON_ID = "2b7c1f04-6d3e-4a58-9e21-7f0a4c5d8b36"
BOT_ID = "8c41d9e2-0f6a-4b73-a5d8-13e9f2c60b57"
BOT_NAME = "Sandbox"
WORKSPACE_NAME = "Sandbox"
_UPLOAD_LIMIT = 5_242_880  # bytes, as in a free workspace

PERSON: dict[str, Any] = {
    "object": "user",
    "id": PERSON_ID,
    "name": "Sandbox Owner",
    "avatar_url": None,
    "type": "person",
    "person": {"email": "owner@example.com"},
}
BOT: dict[str, Any] = {
    "object": "user",
    "id": BOT_ID,
    "name": BOT_NAME,
    "avatar_url": None,
    "type": "bot",
    "bot": {
        "owner": {"type": "workspace", "workspace": True},
        "workspace_name": WORKSPACE_NAME,
        "workspace_id": WORKSPACE_ID,
        "workspace_limits": {"max_file_upload_size_in_bytes": _UPLOAD_LIMIT},
    },
}
USERS: dict[str, dict[str, Any]] = {PERSON_ID: PERSON, BOT_ID: BOT}


def user(name: str) -> dict[str, Any]:
    """The whole user, or as much as is known of somebody who is not in the workspace."""
    return USERS.get(name) or {"object": "user", "id": name}


def partial(name: str) -> dict[str, Any]:
    """The short form that objects carry in `created_by`."""
    return {"object": "user", "id": name}
