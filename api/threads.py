"""Conversations over REST: listed, looked at, renamed, deleted."""

from dataclasses import asdict
from typing import Annotated, Any

from pydantic import StringConstraints
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from agent.house import LONGEST_TITLE, Conversation
from agent.server_frames import as_json
from api.app import app_of
from api.callers import known_key
from api.chat_actions import SPOKEN, spoken
from api.requests import Body, Page, queried, read
from tools.records.paging import cursor_of

MOST_MESSAGES = 500


class Renamed(Body):
    """`PATCH /api/threads/{id}`."""

    title: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TITLE)
    ]


class ListQuery(Page):
    """`GET /api/threads`."""

    search: str = ""


async def threads(request: Request) -> Response:
    """The conversations, newest first."""
    app, page = app_of(request), queried(request, ListQuery)
    owner = known_key(request, app.settings)
    found = await app.house.conversations(owner, page.search, page.limit + 1, page.cursor)
    shown = [_shown(thread) for thread in found[: page.limit]]
    following = page.next([cursor_of(thread.updated_at, thread.id) for thread in found])
    return JSONResponse({"threads": shown, "next_cursor": following})


async def thread(request: Request) -> Response:
    """A conversation: what was said, what was planned, what came of it."""
    app, found = app_of(request), await _thread(request)
    events = await app.desk.events.newest(found.id, SPOKEN, MOST_MESSAGES)
    plans = [dict(plan._mapping) for plan in await app.house.plans(found.id)]  # noqa: SLF001 - a row's own name for it
    results = [{"approval_id": p["id"], **p["result"]} for p in plans if p["result"] is not None]
    told = {
        "messages": [as_json(spoken(event)) for event in events],
        "plans": [_plan(plan) for plan in plans],
        "results": results,
    }
    return JSONResponse({**_shown(found), **told})


async def rename(request: Request) -> Response:
    """Gives a conversation another title."""
    app, found, body = app_of(request), await _thread(request), await read(request, Renamed)
    await app.house.rename(found.id, body.title)
    return JSONResponse(_shown(await _thread(request)))


async def remove(request: Request) -> Response:
    """Deletes a conversation, with its plans; what it built stays."""
    app, found = app_of(request), await _thread(request)
    await app.house.remove(found.id)
    return JSONResponse({"success": True})


async def _thread(request: Request) -> Conversation:
    """Raises NotFound, Forbidden."""
    app = app_of(request)
    owner = known_key(request, app.settings)
    return await app.house.conversation(request.path_params["thread_id"], owner)


def _shown(found: Conversation) -> dict[str, Any]:
    return {**{k: v for k, v in asdict(found).items() if k != "id"}, "thread_id": found.id}


def _plan(plan: dict[str, Any]) -> dict[str, Any]:
    names = ("status", "plan_version", "created_at", "kind", "build_status")
    return {"approval_id": plan["id"], **{name: plan[name] for name in names}}


routes = [
    Route("/api/threads", threads),
    Route("/api/threads/{thread_id}", thread),
    Route("/api/threads/{thread_id}", rename, methods=["PATCH"]),
    Route("/api/threads/{thread_id}", remove, methods=["DELETE"]),
]
