"""What is done to a page as a whole: a comment, a lock, the trash, a copy."""

from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from agent.planner.managing import LONGEST_COMMENT
from agent.plans.manage import OPERATION, Action, Managing
from agent.texts import say
from api.app import app_of
from api.idempotency import once
from api.language import language_of
from api.requests import Body, BuildBody, TokenBody, body_of, queried, read, token_of
from api.wishes import answered, carried_out, saved_page, wish_to_build, wish_to_carry_out
from tools.errors import Problem, ValidationFailed
from tools.notion.gateway import notion_id
from tools.notion.journal import RecordsJournal
from tools.notion.transport import EMBEDDED_TOKEN


class CommentBody(TokenBody):
    """`POST /api/templates/{page_id}/comment`; the text may stand in the query instead."""

    text: str


class CommentQuery(Body):
    """The text, where the query says it."""

    text: str | None = None


class LockQuery(Body):
    """Whether a page is locked from now on; its body may say so as well."""

    locked: bool = True


class LockBody(TokenBody):
    """`POST /api/templates/{page_id}/lock`; all of it may stand elsewhere."""

    locked: bool | None = None


class ArchiveQuery(Body):
    """Whether a page is in the trash from now on; its body may say so as well."""

    archived: bool = True


class ArchiveBody(TokenBody):
    """`POST /api/templates/{page_id}/archive`; all of it may stand elsewhere."""

    archived: bool | None = None


async def comment(request: Request) -> Response:
    """Writes a comment on a page."""
    text, token = queried(request, CommentQuery).text, None
    if text is None or await body_of(request):
        body = await read(request, CommentBody)
        text, token = body.text, body.notion_token
    if not 1 <= len(text.strip()) <= LONGEST_COMMENT:
        rule = "too_long" if text.strip() else "too_short"
        raise ValidationFailed("the text's length", [Problem("text", rule)])
    return await _done(request, "comment", text, token)


async def lock(request: Request) -> Response:
    """Locks a page, or unlocks it."""
    asked, body = queried(request, LockQuery), await read(request, LockBody)
    locked = asked.locked if body.locked is None else body.locked
    return await _done(request, "lock" if locked else "unlock", token=body.notion_token)


async def archive(request: Request) -> Response:
    """Puts a page into the trash, or brings it back."""
    asked, body = queried(request, ArchiveQuery), await read(request, ArchiveBody)
    archived = asked.archived if body.archived is None else body.archived
    return await _done(request, "archive" if archived else "restore", token=body.notion_token)


async def _done(
    request: Request, action: Action, text: str | None = None, token: str | None = None
) -> Response:
    """Carries it out like any plan: journalled, and taken back by its `undo_id`."""
    app, page_id = app_of(request), notion_id(request.path_params["page_id"])
    token = token_of(request, token)
    gateway = app.desk.connector.open_for(token)
    managing = await Managing.of(gateway, page_id, action, text)
    wish = wish_to_carry_out(request, managing, token)
    ended = await carried_out(request, wish)
    if isinstance(ended, Response):
        return ended
    assert ended.approval_id is not None  # noqa: S101 - else it was not carried out
    answer: dict[str, Any] = {"success": True}
    match action:
        case "comment":
            journal = await RecordsJournal(app.desk.records, ended.approval_id).load()
            answer["comment_id"] = journal[OPERATION].notion_id
        case "lock" | "unlock":
            answer["locked"] = action == "lock"
        case _:
            answer["archived"] = action == "archive"
    return JSONResponse({**answer, "undo_id": app.entrance.undo_id(ended.approval_id)})


async def copy(request: Request) -> Response:
    """Builds a page of the embedded workspace, with its rows as they are now, somewhere else."""
    body = await read(request, BuildBody)
    page_id = notion_id(request.path_params["page_id"])
    found = await saved_page(request, EMBEDDED_TOKEN, page_id)
    language = body.options.language or language_of(request)
    missing = [say("not_taken_along", language, **asdict(lost)) for lost in found.lost]
    return await answered(request, wish_to_build(request, body, found.blueprint), missing)


routes = [
    Route("/api/templates/{page_id}/comment", once(comment), methods=["POST"]),
    Route("/api/templates/{page_id}/lock", once(lock), methods=["POST"]),
    Route("/api/templates/{page_id}/archive", once(archive), methods=["POST"]),
    Route("/api/workspaces/{page_id}/copy", once(copy), methods=["POST"]),
]
