"""Templates over REST: the same graph, with an approval that is implied."""

import asyncio
import contextlib
import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from agent.embedded.language import language_of
from agent.frames import blueprint_json, failure_text, modifications, notion_details
from agent.guard import check_content, check_length
from agent.inputs import Message
from agent.plans import Approval
from agent.state import Mode
from agent.subjects import Creation, Modification
from agent.texts import say
from agent.threads import Settings as ThreadSettings
from agent.threads import Thread
from agent.turns import Result, Run
from api.app import App, app_of
from api.errors import envelope, from_error
from api.idempotency import Begun, once, run_of
from api.language import accepted
from api.requests import GenerateBody, ModifyBody, PreviewBody, read
from tools.errors import (
    Conflict,
    DeadlineExceeded,
    InvalidInput,
    NotionForgeError,
    StorageFailed,
    Unavailable,
)
from tools.notion.gateway import notion_id
from tools.notion.schedule import estimate

UNDO_SECONDS = 30.0  # that a request waits for what it made to be undone

_Body = GenerateBody | ModifyBody | PreviewBody


async def generate(request: Request) -> Response:
    app, body = app_of(request), await read(request, GenerateBody)
    if refusal := _refused(request, body):
        return refusal
    token = body.notion_token or request.headers.get("x-notion-token")
    app.desk.connector.target(token, body.parent_page_id)  # refused before anything runs
    settings = _settings(request, body, body.parent_page_id, own_token=bool(token))
    message = Message(text=body.prompt, mode="implied", echo=False)
    thread, result = await _turn(request, settings, token, message)
    if result["status"] != "completed" or not result.get("outcome"):
        return _refusal(request, thread, result)
    approval = await app.desk.plans.get(result["approval_id"])
    outcome = result["outcome"]
    counts = outcome["counts"]
    return JSONResponse(
        {
            "success": True,
            "notion_url": outcome["url"],
            "page_id": outcome["page_id"],
            "summary": {
                **{
                    name: counts[name] for name in ("pages", "databases", "blocks", "rows", "views")
                },
                "api_calls": outcome["api_calls"],
                "duration_seconds": outcome["duration_seconds"],
            },
            "blueprint": _blueprint(approval),
            "undo_id": approval.id,
            "warnings": [*outcome["warnings"], *_unheeded(thread, body)],
        }
    )


def _blueprint(approval: Approval) -> dict[str, Any]:
    assert isinstance(approval.subject, Creation)  # noqa: S101 - no page was named
    return blueprint_json(approval.subject.blueprint)


def _unheeded(thread: Thread, body: GenerateBody | ModifyBody) -> list[str]:
    """What was asked for and could not be done: there is no model to hand the wish to."""
    if body.ai_key is None and body.ai_model is None:
        return []
    return [say("no_models", thread.settings.answers_in)]


async def preview(request: Request) -> Response:
    app, body = app_of(request), await read(request, PreviewBody)
    if refusal := _refused(request, body):
        return refusal
    settings = _settings(request, body, None, own_token=False)
    message = Message(text=body.prompt, mode="preview", echo=False)
    thread, result = await _turn(request, settings, "sandbox", message)
    if result["status"] != "completed" or not result.get("approval_id"):
        return _refusal(request, thread, result)
    approval = await app.desk.plans.get(result["approval_id"])
    plan = (await app.desk.previews.make(approval)).plan
    return JSONResponse(
        {
            "blueprint": _blueprint(approval),
            "preview_url": app.desk.previews.url(approval, plan),
            "estimate": {
                "api_calls": plan.counts.api_calls,
                "seconds": round(estimate(plan, app.desk.connector.latency(None)).seconds, 2),
            },
        }
    )


async def modify(request: Request) -> Response:
    """Changes a page as the prompt says; `dry_run` answers the changes alone."""
    app, body = app_of(request), await read(request, ModifyBody)
    if refusal := _refused(request, body):
        return refusal
    page_id = notion_id(request.path_params["page_id"])
    if body.page_id is not None and notion_id(body.page_id) != page_id:
        raise InvalidInput("page_id in the body and in the path differ; send one of them")
    token = body.notion_token or request.headers.get("x-notion-token")
    settings = _settings(request, body, None, own_token=bool(token))
    mode: Mode = "preview" if body.dry_run else "implied"
    message = Message(text=body.prompt, mode=mode, page_id=page_id, echo=False)
    thread, result = await _turn(request, settings, token, message)
    if result["status"] != "completed" or not result.get("approval_id"):
        return _refusal(request, thread, result)
    subject = (await app.desk.plans.get(result["approval_id"])).subject
    assert isinstance(subject, Modification)  # noqa: S101 - a page was named
    language = thread.settings.answers_in
    answer = {"success": True, "modifications": modifications(subject, language)}
    if body.dry_run:
        return JSONResponse(answer)
    return JSONResponse(
        {
            **answer,
            "notion_url": result["outcome"]["url"],
            "undo_id": result["approval_id"],
            "warnings": _unheeded(thread, body),
        }
    )


async def undo(request: Request) -> Response:
    """Takes back what an `undo_id` stands for, once. Answers what went into the trash."""
    app = app_of(request)
    build = await app.desk.plans.build(request.path_params["undo_id"])
    if token := request.headers.get("x-notion-token"):
        await app.desk.threads.keep_token(build.thread_id, token)
    run = await app.runs.undo(build.thread_id, secrets.token_hex(16), build.id)
    result = await _ended(app, run, app.settings.generate_timeout_seconds)
    if result is None:
        raise _under_way()
    if "error" in result:
        return _error(request, result)
    if result["status"] == "cancelled":
        raise Conflict("the undo was stopped", reason="undo_stopped")
    return JSONResponse({"success": True, "undone": result["undone"]})


def _error(request: Request, result: Result) -> Response:
    error = result["error"]
    details, retry_after = error.get("details"), result["retry_after"]
    return envelope(request, error["code"], error["content"], details, retry_after)


async def _turn(
    request: Request, settings: ThreadSettings, token: str | None, message: Message
) -> tuple[Thread, Result]:
    """A whole turn in a thread of its own.

    Raises DeadlineExceeded, once what was made is undone again; Unavailable where that takes long.
    """
    app = app_of(request)

    async def begin() -> Begun:
        app.runs.check_room()
        thread = await app.desk.threads.create("", settings, token)
        return Begun(thread.id, secrets.token_hex(16))

    begun = await run_of(request, begin)
    run = await app.runs.submit(begun.thread_id, begun.run_id, message)
    seconds = app.settings.generate_timeout_seconds
    result = await _ended(app, run, seconds)
    if result is None:
        await _stop(app, run)
        result = await _ended(app, run, UNDO_SECONDS)
    if result is None:
        raise _under_way()
    if result["status"] == "cancelled":
        unfinished = (result.get("outcome") or {}).get("unfinished")
        reason = "timeout_unfinished" if unfinished else None
        raise DeadlineExceeded(f"generation passed {seconds} s", reason=reason)
    return await app.desk.threads.get(begun.thread_id), result


async def _ended(app: App, run: Run, seconds: float) -> Result | None:
    """How a run ended; None where it has not after so many seconds.

    Raises StorageFailed where it has to wait for storage: it is stopped then, as its caller is told
    to ask again.
    """
    try:
        return await asyncio.wait_for(app.runs.result(run), seconds)
    except TimeoutError:
        return None
    except StorageFailed:
        await _stop(app, run)
        raise


async def _stop(app: App, run: Run) -> None:
    """Stops a run and has undone what it made; one that waits for storage does so later."""
    with contextlib.suppress(Conflict, StorageFailed):
        await app.runs.cancel(run.thread_id)


def _under_way() -> Unavailable:
    return Unavailable("undoing is under way", retry_after=UNDO_SECONDS)


def _refusal(request: Request, thread: Thread, result: Result) -> Response:
    """The answer where nothing came of it: an error, or the questions that are open."""
    language = thread.settings.answers_in
    if "error" in result:
        return _error(request, result)
    outcome = result.get("outcome") or {}
    if outcome.get("status") == "failed":
        error = outcome["error"]
        told = notion_details(error["params"])
        return envelope(request, error["code"], failure_text(outcome, language), told)
    asked = result.get("question")
    problem = asked["content"] if asked else result.get("reply") or ""
    details = [{"field": "prompt", "message": problem}]
    return envelope(request, "VALIDATION_ERROR", problem, details)


def _refused(request: Request, body: _Body) -> Response | None:
    """The answer to a prompt that is none, in the language that the caller would read."""
    try:
        check_length(body.prompt)
        check_content(body.prompt)
    except NotionForgeError as error:
        reader = _settings(request, body, None, own_token=False).answers_in
        return from_error(request, error, reader)
    return None


def _settings(
    request: Request,
    body: _Body,
    parent_page_id: str | None,
    *,
    own_token: bool,
) -> ThreadSettings:
    header = request.headers.get("accept-language")
    return ThreadSettings(
        **body.options.model_dump(exclude={"language"}),
        language=body.options.language or (accepted(header) if header else None),
        spoken=language_of(body.prompt, None),
        parent_page_id=parent_page_id,
        own_token=own_token,
    )


routes = [
    Route("/api/templates/generate", once(generate), methods=["POST"]),
    Route("/api/templates/preview", preview, methods=["POST"]),
    Route("/api/templates/undo/{undo_id}", undo, methods=["POST"]),
    Route("/api/templates/{page_id}/modify", once(modify), methods=["POST"]),
]
