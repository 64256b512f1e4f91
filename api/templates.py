"""Templates over REST: the same graph, with an approval that is implied."""

import asyncio
import contextlib
import secrets

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from agent.embedded.language import language_of
from agent.frames import failure_text
from agent.guard import check_content, check_length
from agent.inputs import Message
from agent.state import Mode
from agent.texts import say
from agent.threads import Settings as ThreadSettings
from agent.threads import Thread
from agent.turns import Result
from api.app import App, app_of
from api.errors import envelope, from_error
from api.idempotency import once
from api.language import accepted
from api.requests import GenerateBody, PreviewBody, read
from tools.errors import Conflict, DeadlineExceeded, NotionForgeError
from tools.notion.schedule import estimate


async def generate(request: Request) -> Response:
    app, body = app_of(request), await read(request, GenerateBody)
    if refusal := _refused(request, body):
        return refusal
    token = body.notion_token or request.headers.get("x-notion-token")
    app.connector.target(token, body.parent_page_id)  # a bad parent is refused before anything runs
    settings = _settings(request, body, body.parent_page_id, own_token=bool(token))
    thread = await app.threads.create("", settings, token)
    result = await _run(app, thread, body.prompt, "implied")
    if result["status"] != "completed" or not result.get("outcome"):
        return await _refusal(request, app, thread, result)
    approval = await app.plans.get(result["approval_id"])
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
            "blueprint": approval.blueprint.model_dump(mode="json", exclude_defaults=True),
            "undo_id": approval.id,
            "warnings": [*outcome["warnings"], *await _unheeded(app, thread, body)],
        }
    )


async def _unheeded(app: App, thread: Thread, body: GenerateBody) -> list[str]:
    """What was asked for and could not be done: there is no model to hand the wish to."""
    if body.ai_key is None and body.ai_model is None:
        return []
    return [say("no_models", (await app.threads.get(thread.id)).settings.answers_in)]


async def preview(request: Request) -> Response:
    app, body = app_of(request), await read(request, PreviewBody)
    if refusal := _refused(request, body):
        return refusal
    settings = _settings(request, body, None, own_token=False)
    thread = await app.threads.create("", settings, "sandbox")
    result = await _run(app, thread, body.prompt, "preview")
    if result["status"] != "completed" or not result.get("approval_id"):
        return await _refusal(request, app, thread, result)
    approval = await app.plans.get(result["approval_id"])
    plan = (await app.previews.make(approval)).plan
    return JSONResponse(
        {
            "blueprint": approval.blueprint.model_dump(mode="json", exclude_defaults=True),
            "preview_url": app.previews.url(approval.id),
            "estimate": {
                "api_calls": plan.counts.api_calls,
                "seconds": round(estimate(plan, app.connector.latency(None)).seconds, 2),
            },
        }
    )


async def undo(request: Request) -> Response:
    """Takes back what an `undo_id` stands for, once. Answers what went into the trash."""
    app = app_of(request)
    build = await app.plans.build(request.path_params["undo_id"])
    newest = await app.plans.latest_build(build.thread_id, "completed", "failed")
    if newest is None or newest.id != build.id:
        raise Conflict("undone before, or something was built after it", reason="nothing_to_undo")
    run = await app.runs.undo(build.thread_id, secrets.token_hex(16))
    result = await app.runs.result(run)
    if "error" in result:
        return _error(request, result)
    return JSONResponse({"success": True, "undone": result["undone"]})


def _error(request: Request, result: Result) -> Response:
    error = result["error"]
    details, retry_after = error.get("details"), result["retry_after"]
    return envelope(request, error["code"], error["content"], details, retry_after)


async def _run(app: App, thread: Thread, prompt: str, mode: Mode) -> Result:
    """A whole turn. Raises DeadlineExceeded, once what was made is undone again."""
    message = Message(text=prompt, mode=mode, echo=False)
    run = await app.runs.submit(thread.id, secrets.token_hex(16), message)
    ended = asyncio.create_task(app.runs.result(run))
    seconds = app.settings.generate_timeout_seconds
    await asyncio.wait([ended], timeout=seconds)
    if not ended.done():
        with contextlib.suppress(Conflict):  # it ends this very moment
            await app.runs.cancel(thread.id)
        if (await ended)["status"] == "cancelled":
            raise DeadlineExceeded(f"generation passed {seconds} s")
    return await ended


async def _refusal(request: Request, app: App, thread: Thread, result: Result) -> Response:
    """The answer where no workspace came of it: an error, or the questions that are open."""
    language = (await app.threads.get(thread.id)).settings.answers_in
    if "error" in result:
        return _error(request, result)
    outcome = result.get("outcome") or {}
    if outcome.get("status") == "failed":
        return envelope(request, outcome["error"]["code"], failure_text(outcome, language))
    asked = result.get("question")
    problem = asked["content"] if asked else result.get("reply") or ""
    details = [{"field": "prompt", "message": problem}]
    return envelope(request, "VALIDATION_ERROR", problem, details)


def _refused(request: Request, body: GenerateBody | PreviewBody) -> Response | None:
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
    body: GenerateBody | PreviewBody,
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
]
