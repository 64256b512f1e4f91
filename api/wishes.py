"""Wishes over REST: what a body asks for, and what became of it."""

import asyncio
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agent.entrance import Begun, Wish
from agent.finding import check_own
from agent.frames import complete, failure_text, notion_details
from agent.inputs import Mode
from agent.outcomes import Built, Ended, Result
from agent.planner.language import language_of
from agent.planner.planners import EMBEDDED
from agent.plans.manage import Managing
from agent.server_frames import as_json
from agent.texts import say
from agent.threads import Settings
from api.ai import chosen
from api.app import App, app_of
from api.callers import known_key
from api.errors import envelope
from api.idempotency import run_of
from api.language import accepted as accepted_language
from api.language import language_of as caller_language
from api.language import speak
from api.requests import BuildBody, GenerateBody, ModifyBody, ai_key_of, token_of
from api.streams import COUNTED
from tools.blueprint.model import Blueprint
from tools.errors import (
    BlueprintInvalid,
    DeadlineExceeded,
    InvalidInput,
    NotionError,
    NotionForgeError,
    Problem,
)
from tools.notion.rehearse import rehearse
from tools.notion.schedule import estimate
from tools.notion.structure.saved import Saved, read_saved
from tools.notion.transport import Stage


def wish_of(
    request: Request,
    body: GenerateBody | ModifyBody,
    mode: Mode = "implied",
    page_id: str | None = None,
) -> Wish:
    """What a body asks for. What goes wrong from here on is told in the language of its answer.

    Raises ValidationFailed; InvalidInput for a model that is not there, where nobody else may plan.
    """
    header = request.headers.get("accept-language")
    settings = Settings(
        **body.options.model_dump(exclude={"language"}),
        language=body.options.language or (accepted_language(header) if header else None),
        spoken=language_of(body.prompt, None),
        parent_page_id=body.parent_page_id if isinstance(body, GenerateBody) else None,
        planner=planner_of(request, body)[0],
    )
    speak(request, settings.answers_in)
    token, owner = (
        token_of(request, body.notion_token),
        known_key(request, app_of(request).settings),
    )
    ai_key = ai_key_of(request, body.ai_key)
    return Wish(body.prompt, mode, settings, token, page_id, owner, ai_key=ai_key)


def planner_of(
    request: Request, body: GenerateBody | ModifyBody
) -> tuple[str | None, NotionForgeError | None]:
    """The planner that a body asks for, and why it is not there, if it is not.

    Raises InvalidInput where nobody but the embedded planner could plan, and it may not stand in.
    """
    app, key = app_of(request), ai_key_of(request, body.ai_key)
    planner, missing = chosen(app, body.ai_model, key)
    if body.options.fallback:
        return planner, missing
    if planner is None and missing is None:  # so whoever plans for all has to be there
        named = app.desk.planners.named(None)
        _, missing = chosen(app, named, None)
        if named == EMBEDDED:
            raise InvalidInput("no model is connected", reason="ai_none")
    if missing is not None:
        raise InvalidInput(str(missing), reason=missing.reason)
    return planner, None


def wish_to_build(
    request: Request,
    body: BuildBody,
    blueprint: Blueprint,
    mode: Mode = "implied",
    remarks: tuple[str, ...] = (),
) -> Wish:
    """What a body asks for that brings a blueprint, or names one; `remarks` are what is to be told
    of it with the outcome. Raises ValidationFailed."""
    settings = Settings(
        **body.options.model_dump(exclude={"language"}),
        language=body.options.language or caller_language(request),
        parent_page_id=body.parent_page_id,
    )
    speak(request, settings.answers_in)
    token, owner = (
        token_of(request, body.notion_token),
        known_key(request, app_of(request).settings),
    )
    return Wish(
        blueprint.title, mode, settings, token, owner=owner, given=blueprint, remarks=remarks
    )


def wish_to_carry_out(request: Request, subject: Managing, token: str | None) -> Wish:
    """What a route asks for that says all by itself."""
    language = caller_language(request)
    speak(request, language)
    owner = known_key(request, app_of(request).settings)
    settings = Settings(language=language)
    return Wish(subject.title, "implied", settings, token, subject.page_id, owner, subject)


async def buildable(blueprint: Blueprint, stage: Stage) -> Blueprint:
    """The same blueprint, if Notion takes it, as a rehearsal shows. Raises BlueprintInvalid."""
    try:
        await rehearse(blueprint, stage)
    except NotionError as error:
        problem = Problem("blueprint", "refused", {"detail": str(error)})
        raise BlueprintInvalid("Notion would refuse it", [problem]) from None
    return blueprint


async def saved_page(request: Request, token: str | None, page_id: str) -> Saved:
    """A page as a blueprint, which can be asked for anew.

    Raises NotionError, Forbidden for what another server key has made, DeadlineExceeded.
    """
    app = app_of(request)
    owner, seconds = known_key(request, app.settings), app.settings.generate_timeout_seconds
    await check_own(app.desk, token, owner, page_id)
    gateway = app.desk.connector.open_for(token)
    try:
        async with asyncio.timeout(seconds):
            return await read_saved(gateway, page_id, caller_language(request))
    except TimeoutError:
        raise DeadlineExceeded(f"reading passed {seconds} s", reason="timeout_reading") from None


async def carried_out(request: Request, wish: Wish) -> Ended | Response:
    """What a wish was carried out to, or the answer where it was not, or is not yet; of one whose
    first try a crash interrupted, what became of that."""
    app = app_of(request)
    begun = await run_of(request, lambda: app.entrance.begin(wish))
    ended = await app.entrance.carry_out(begun, wish)
    if ended is None:
        return accepted(begun)
    return ended if ended.approval_id is not None else refusal(request, ended)


async def answered(request: Request, wish: Wish, warnings: Sequence[str] = ()) -> Response:
    """What became of a wish, as its route answers it."""
    ended = await carried_out(request, wish)
    if isinstance(ended, Response):
        return ended
    return JSONResponse(await told(app_of(request), ended, warnings))


async def told(app: App, ended: Ended, warnings: Sequence[str] = ()) -> dict[str, Any]:
    """What its route answers to a wish that was carried out, or only looked at."""
    assert ended.approval_id is not None  # noqa: S101 - else something went wrong: `refusal`
    subject = (await app.desk.plans.get(ended.approval_id)).subject
    language, built = ended.thread.settings.answers_in, ended.built
    answer: dict[str, Any] = {"success": True, **subject.listed(language)}
    said = [*warnings, *await notices(app, ended)]
    if built is None:  # a dry run: the changes alone, unless there is something to warn of
        said = [*subject.remarked, *said]
        return {**answer, **({"warnings": said} if said else {})}
    done = complete(subject, built, language)
    return {
        **answer,
        "message": done.content,
        "notion_url": built["url"],
        "page_id": built["page_id"],
        "summary": _summary(built),
        "undo_id": app.entrance.undo_id(ended.approval_id),
        "warnings": [*done.warnings, *said],
    }


async def previewed(request: Request, wish: Wish) -> Response:
    """What a wish of mode "preview" would come to: its blueprint or changes, the address at which
    the rehearsal is looked at, and what building it would take."""
    app = app_of(request)
    ended = await app.entrance.carry_out(await app.entrance.begin(wish), wish)
    assert ended is not None  # noqa: S101 - what writes nothing takes no time
    if ended.approval_id is None:
        return refusal(request, ended)
    approval = await app.desk.plans.get(ended.approval_id)
    plan = (await app.desk.previews.make(approval)).plan
    warnings = await notices(app, ended)
    return JSONResponse(
        {
            **approval.subject.listed(caller_language(request)),
            "preview_url": app.desk.previews.url(approval, plan),
            "estimate": {
                "api_calls": plan.counts.api_calls,
                "seconds": round(estimate(plan, app.desk.connector.latency(None)).seconds, 2),
            },
            **({"warnings": warnings} if warnings else {}),
        }
    )


async def notices(app: App, ended: Ended) -> list[str]:
    """What the server itself had to say on the way: that another planner stood in."""
    events = await app.desk.events.newest(ended.thread.id, ("system",), 5)
    return [event.frame["content"] for event in events]


def _summary(built: Built) -> dict[str, Any]:
    calls, seconds = built["api_calls"], built["duration_seconds"]
    counts = {name: built["counts"][name] for name in COUNTED}
    return {**counts, "api_calls": calls, "duration_seconds": seconds}


def failure(ended: Ended) -> dict[str, Any]:
    """The error that a wish came to, or the questions that are open: `code`, `message`, and
    `details` where there are some."""
    result, language = ended.result, ended.thread.settings.answers_in
    if "error" in result:
        return failed(result)
    outcome = result.get("outcome")
    if outcome is not None and outcome["status"] == "failed":
        error = outcome["error"]
        refusal = as_json(notion_details(error["params"]))
        return _error(error["code"], failure_text(outcome, language), refusal)
    if result["status"] == "cancelled":
        return _error("CANCELLED", say("cancelled", language), None)
    asked = result.get("question")
    problem = asked["content"] if asked else result.get("reply") or ""
    detail: dict[str, Any] = {"field": "prompt", "message": problem}
    if asked and asked.get("options"):
        detail["options"] = asked["options"]
    return _error("VALIDATION_ERROR", problem, [detail])


def failed(result: Result) -> dict[str, Any]:
    """The error that a run ended with, as a route tells it."""
    return _error(
        result["error"]["code"], result["error"]["content"], result["error"].get("details")
    )


def _error(code: str, message: str, details: Any) -> dict[str, Any]:
    found = {"code": code, "message": message}
    return {**found, "details": details} if details else found


def refusal(request: Request, ended: Ended) -> Response:
    """The answer where nothing came of a wish."""
    return refused(request, failure(ended), ended.result)


def refused(request: Request, error: dict[str, Any], result: Result) -> JSONResponse:
    """The error that a run ended with, as the answer of a route."""
    code, message, details = error["code"], error["message"], error.get("details")
    retry_after = result.get("retry_after")
    return envelope(request, code, message, details, retry_after, retryable=_may_pass(result))


def _may_pass(result: Result) -> bool:
    """Whether what went wrong may go well later, without a change."""
    if "error" in result:
        return bool(result["error"]["retryable"])
    outcome = result.get("outcome")
    return outcome is not None and outcome["status"] == "failed" and outcome["error"]["retryable"]


def accepted(begun: Begun) -> JSONResponse:
    """The answer where a wish takes longer than its caller waits: it goes on as a task."""
    answer = {"success": True, "task_id": begun.run_id, "status": "running"}
    return JSONResponse({**answer, "status_url": f"/api/tasks/{begun.run_id}"}, 202)
