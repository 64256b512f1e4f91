"""Templates over REST: the same graph, with an approval that is implied."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from agent.entrance import Ended, Wish
from agent.frames import failure_text, modifications, notion_details
from agent.outcomes import Result
from agent.planner.embedded.language import language_of
from agent.plans.store import Approval
from agent.plans.subjects import Creation, Modification
from agent.server_frames import as_json
from agent.state import Mode
from agent.texts import say
from agent.threads import Settings as ThreadSettings
from api.app import app_of
from api.errors import envelope
from api.guard import known_key
from api.idempotency import once, run_of
from api.language import accepted, speak
from api.requests import GenerateBody, ModifyBody, PreviewBody, read, token_of
from tools.errors import InvalidInput
from tools.notion.gateway import notion_id
from tools.notion.schedule import estimate
from tools.notion.transport import EMBEDDED_TOKEN

_Body = GenerateBody | ModifyBody | PreviewBody


async def generate(request: Request) -> Response:
    app, body = app_of(request), await read(request, GenerateBody)
    token, parent = token_of(request, body.notion_token), body.parent_page_id
    wish = _wish(request, body, "implied", token, parent_page_id=parent)
    ended = await _carried_out(request, wish)
    built = ended.built
    if ended.approval_id is None or built is None:
        return _refusal(request, ended)
    approval = await app.desk.plans.get(ended.approval_id)
    counts = built["counts"]
    return JSONResponse(
        {
            "success": True,
            "notion_url": built["url"],
            "page_id": built["page_id"],
            "summary": {
                **{
                    name: counts[name] for name in ("pages", "databases", "blocks", "rows", "views")
                },
                "api_calls": built["api_calls"],
                "duration_seconds": built["duration_seconds"],
            },
            "blueprint": _blueprint(approval),
            "undo_id": app.entrance.undo_id(approval.id),
            "warnings": [*built["warnings"], *_unheeded(ended, body)],
        }
    )


def _blueprint(approval: Approval) -> Any:
    assert isinstance(approval.subject, Creation)  # noqa: S101 - no page was named
    return as_json(approval.subject.blueprint)


def _unheeded(ended: Ended, body: GenerateBody | ModifyBody) -> list[str]:
    """What was asked for and could not be done: there is no model to hand the wish to."""
    if body.ai_key is None and body.ai_model is None:
        return []
    return [say("no_models", ended.thread.settings.answers_in)]


async def preview(request: Request) -> Response:
    app, body = app_of(request), await read(request, PreviewBody)
    ended = await _carried_out(request, _wish(request, body, "preview", EMBEDDED_TOKEN))
    if ended.approval_id is None:
        return _refusal(request, ended)
    approval = await app.desk.plans.get(ended.approval_id)
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
    page_id = notion_id(request.path_params["page_id"])
    if body.page_id is not None and notion_id(body.page_id) != page_id:
        raise InvalidInput("page_id in the body and in the path differ; send one of them")
    mode: Mode = "preview" if body.dry_run else "implied"
    wish = _wish(request, body, mode, token_of(request, body.notion_token), page_id=page_id)
    ended = await _carried_out(request, wish)
    if ended.approval_id is None:
        return _refusal(request, ended)
    subject = (await app.desk.plans.get(ended.approval_id)).subject
    assert isinstance(subject, Modification)  # noqa: S101 - a page was named
    language = ended.thread.settings.answers_in
    answer = {"success": True, "modifications": modifications(subject, language)}
    built = ended.built
    if built is None:  # a dry run
        return JSONResponse(answer)
    return JSONResponse(
        {
            **answer,
            "notion_url": built["url"],
            "undo_id": app.entrance.undo_id(ended.approval_id),
            "warnings": _unheeded(ended, body),
        }
    )


async def undo(request: Request) -> Response:
    """Takes back what an `undo_id` stands for, once. Answers what went into the trash."""
    app, undo_id = app_of(request), request.path_params["undo_id"]
    owner = known_key(request, app.settings)
    result = await app.entrance.undo(undo_id, token_of(request, None), owner)
    if "error" in result:
        return _error(request, result)
    return JSONResponse({"success": True, "undone": result["undone"]})


async def _carried_out(request: Request, wish: Wish) -> Ended:
    """What became of a wish; of one whose first try a crash interrupted, what became of that."""
    entrance = app_of(request).entrance
    return await entrance.carry_out(await run_of(request, lambda: entrance.begin(wish)), wish)


def _refusal(request: Request, ended: Ended) -> Response:
    """The answer where nothing came of it: an error, or the questions that are open."""
    result, language = ended.result, ended.thread.settings.answers_in
    if "error" in result:
        return _error(request, result)
    outcome = result.get("outcome")
    if outcome is not None and outcome["status"] == "failed":
        error = outcome["error"]
        told = as_json(notion_details(error["params"]))
        return envelope(request, error["code"], failure_text(outcome, language), told)
    asked = result.get("question")
    problem = asked["content"] if asked else result.get("reply") or ""
    details = [{"field": "prompt", "message": problem}]
    return envelope(request, "VALIDATION_ERROR", problem, details)


def _error(request: Request, result: Result) -> Response:
    error = result["error"]
    details, retry_after = error.get("details"), result["retry_after"]
    return envelope(request, error["code"], error["content"], details, retry_after)


def _wish(
    request: Request,
    body: _Body,
    mode: Mode,
    token: str | None,
    *,
    parent_page_id: str | None = None,
    page_id: str | None = None,
) -> Wish:
    """What a body asks for. What goes wrong from here on is told in the language of its answer."""
    header = request.headers.get("accept-language")
    settings = ThreadSettings(
        **body.options.model_dump(exclude={"language"}),
        language=body.options.language or (accepted(header) if header else None),
        spoken=language_of(body.prompt, None),
        parent_page_id=parent_page_id,
    )
    speak(request, settings.answers_in)
    owner = known_key(request, app_of(request).settings)
    return Wish(body.prompt, mode, settings, token, page_id, owner)


routes = [
    Route("/api/templates/generate", once(generate), methods=["POST"]),
    Route("/api/templates/preview", preview, methods=["POST"]),
    Route("/api/templates/undo/{undo_id}", undo, methods=["POST"]),
    Route("/api/templates/{page_id}/modify", once(modify), methods=["POST"]),
]
