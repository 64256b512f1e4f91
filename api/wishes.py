"""Wishes over REST: what a body asks for, and what became of it, in one answer or as a stream."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from agent.entrance import Begun, Ended, Wish
from agent.events import Event, Lagging
from agent.frames import complete, failure_text, notion_details
from agent.inputs import Mode
from agent.outcomes import Built, Result
from agent.planner.language import language_of
from agent.plans.manage import Managing
from agent.server_frames import as_json
from agent.texts import say
from agent.threads import Settings, Thread
from api.app import App, app_of
from api.errors import envelope
from api.guard import known_key
from api.idempotency import run_of
from api.language import accepted as accepted_language
from api.language import language_of as caller_language
from api.language import speak
from api.requests import BuildBody, GenerateBody, ModifyBody, token_of
from tools.blueprint.model import Blueprint
from tools.errors import BlueprintInvalid, DeadlineExceeded, NotionError, Problem
from tools.notion.rehearse import rehearse

HEARTBEAT_SECONDS = 15.0
SEND_SECONDS = 10.0  # for a reader that has stalled
_COUNTED = ("pages", "databases", "blocks", "rows", "views")


def wish_of(
    request: Request,
    body: GenerateBody | ModifyBody,
    mode: Mode = "implied",
    page_id: str | None = None,
) -> Wish:
    """What a body asks for. What goes wrong from here on is told in the language of its answer.

    Raises ValidationFailed.
    """
    header = request.headers.get("accept-language")
    settings = Settings(
        **body.options.model_dump(exclude={"language"}),
        language=body.options.language or (accepted_language(header) if header else None),
        spoken=language_of(body.prompt, None),
        parent_page_id=body.parent_page_id if isinstance(body, GenerateBody) else None,
        planner=planner_of(request, body),
    )
    speak(request, settings.answers_in)
    token, owner = (
        token_of(request, body.notion_token),
        known_key(request, app_of(request).settings),
    )
    return Wish(body.prompt, mode, settings, token, page_id, owner)


def planner_of(request: Request, body: GenerateBody | ModifyBody) -> str | None:
    """The planner that a body asks for, if it is there."""
    named = body.ai_model
    return named if named and app_of(request).desk.planners.knows(named) else None


def wish_to_build(request: Request, body: BuildBody, blueprint: Blueprint) -> Wish:
    """What a body asks for that brings a blueprint, or names one. Raises ValidationFailed."""
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
    return Wish(blueprint.title, "implied", settings, token, owner=owner, given=blueprint)


def wish_to_carry_out(request: Request, subject: Managing, token: str | None) -> Wish:
    """What a route asks for that says all by itself."""
    language = caller_language(request)
    speak(request, language)
    owner = known_key(request, app_of(request).settings)
    settings = Settings(language=language)
    return Wish(subject.title, "implied", settings, token, subject.page_id, owner, subject)


async def buildable(blueprint: Blueprint) -> Blueprint:
    """The same blueprint, if Notion takes it, as a rehearsal shows. Raises BlueprintInvalid."""
    try:
        await rehearse(blueprint)
    except NotionError as error:
        problem = Problem("blueprint", "wrong_shape", {"detail": str(error)})
        raise BlueprintInvalid("Notion would refuse it", [problem]) from None
    return blueprint


async def answered(request: Request, wish: Wish, warnings: Sequence[str] = ()) -> Response:
    """What became of a wish; of one whose first try a crash interrupted, what became of that."""
    app = app_of(request)
    begun = await run_of(request, lambda: app.entrance.begin(wish))
    ended = await app.entrance.carry_out(begun, wish)
    if ended is None:
        return accepted(begun)
    if ended.approval_id is None:
        return refusal(request, ended)
    return JSONResponse(await told(app, ended, warnings))


async def told(app: App, ended: Ended, warnings: Sequence[str] = ()) -> dict[str, Any]:
    """What its route answers to a wish that was carried out, or only looked at."""
    assert ended.approval_id is not None  # noqa: S101 - else something went wrong: `refusal`
    subject = (await app.desk.plans.get(ended.approval_id)).subject
    language, built = ended.thread.settings.answers_in, ended.built
    answer: dict[str, Any] = {"success": True, **subject.listed(language)}
    if built is None:  # a dry run
        return answer
    return {
        **answer,
        "message": complete(subject, built, language).content,
        "notion_url": built["url"],
        "page_id": built["page_id"],
        "summary": _summary(built),
        "undo_id": app.entrance.undo_id(ended.approval_id),
        "warnings": [*built["warnings"], *warnings],
    }


def _summary(built: Built) -> dict[str, Any]:
    calls, seconds = built["api_calls"], built["duration_seconds"]
    counts = {name: built["counts"][name] for name in _COUNTED}
    return {**counts, "api_calls": calls, "duration_seconds": seconds}


def failure(ended: Ended) -> dict[str, Any]:
    """The error that a wish came to, or the questions that are open: `code`, `message`, and
    `details` where there are some."""
    result, language = ended.result, ended.thread.settings.answers_in
    if "error" in result:
        return _failed(result)
    outcome = result.get("outcome")
    if outcome is not None and outcome["status"] == "failed":
        error = outcome["error"]
        refusal = as_json(notion_details(error["params"]))
        return _error(error["code"], failure_text(outcome, language), refusal)
    if result["status"] == "cancelled":
        return _error("CANCELLED", say("cancelled", language), None)
    asked = result.get("question")
    problem = asked["content"] if asked else result.get("reply") or ""
    return _error("VALIDATION_ERROR", problem, [{"field": "prompt", "message": problem}])


def _failed(result: Result) -> dict[str, Any]:
    return _error(
        result["error"]["code"], result["error"]["content"], result["error"].get("details")
    )


def _error(code: str, message: str, details: Any) -> dict[str, Any]:
    found = {"code": code, "message": message}
    return {**found, "details": details} if details else found


def refusal(request: Request, ended: Ended) -> Response:
    """The answer where nothing came of a wish."""
    return refused(request, failure(ended), ended.result.get("retry_after"))


def refused(
    request: Request, error: dict[str, Any], retry_after: float | None = None
) -> JSONResponse:
    """An error as the answer of a route."""
    return envelope(request, error["code"], error["message"], error.get("details"), retry_after)


def accepted(begun: Begun) -> JSONResponse:
    """The answer where a wish takes longer than its caller waits: it goes on as a task."""
    answer = {"success": True, "task_id": begun.run_id, "status": "running"}
    return JSONResponse({**answer, "status_url": f"/api/tasks/{begun.run_id}"}, 202)


class Stream(Response):
    """A run's events as they come, as server-sent events; their ids are the numbers of its thread.

    Nobody is waited for: who leaves or stalls comes back with `Last-Event-ID`.
    """

    media_type = "text/event-stream"

    def __init__(self, app: App, thread: Thread, run_id: str, since: int) -> None:
        headers = {"X-Run-ID": run_id, "Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
        super().__init__(headers=headers)
        del self.headers["content-length"]
        self._app = app
        self._thread = thread
        self._since = since

    async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
        work: set[asyncio.Task[Any]] = {
            asyncio.create_task(self._send(send), name="stream-send"),
            asyncio.create_task(_left(receive), name="stream-left"),
            asyncio.create_task(self._app.leaving.wait(), name="stream-leaving"),
        }
        try:
            done = (await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED))[0]
        finally:
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)
        for task in done:
            task.result()
        with contextlib.suppress(TimeoutError, OSError):  # nobody may be there any more
            async with asyncio.timeout(SEND_SECONDS):
                await send(_body(b"", more=False))

    async def _send(self, send: Send) -> None:
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(start)
        with contextlib.suppress(TimeoutError, OSError, Lagging):
            async with contextlib.aclosing(self._pieces()) as pieces:
                async for piece in pieces:
                    async with asyncio.timeout(SEND_SECONDS):
                        await send(_body(piece, more=True))

    async def _pieces(self) -> AsyncGenerator[bytes]:
        yield b": the events of a run\n\n"
        follow = self._app.desk.events.follow(self._thread.id, self._since)
        async with (
            contextlib.aclosing(follow) as events,
            contextlib.aclosing(beating(events)) as beats,
        ):
            async for event in beats:
                if event is None:
                    yield b": still there\n\n"
                    continue
                number = f"id: {event.seq}\n".encode() if event.seq else b""
                data = await event_data(self._app, self._thread, event)
                yield number + b"data: " + orjson.dumps(data) + b"\n\n"
                if event.frame["type"] == "turn_end":
                    return


async def beating(events: AsyncIterator[Event]) -> AsyncGenerator[Event | None]:
    """The same events, and None whenever there was none for a while."""
    coming: asyncio.Future[Event] | None = None
    try:
        while True:
            coming = coming or asyncio.ensure_future(anext(events))
            await asyncio.wait((coming,), timeout=HEARTBEAT_SECONDS)
            if not coming.done():
                yield None
                continue
            event, coming = coming.result(), None
            yield event
    finally:
        if coming is not None:
            coming.cancel()
            await asyncio.wait((coming,))


async def event_data(app: App, thread: Thread, event: Event) -> dict[str, Any]:
    """An event as a stream tells it: of nobody who could answer a plan.

    A plan's introduction brings the blueprint; what is no plan is put as a question, which ends it;
    what was stopped for want of time is an error.
    """
    frame, language = event.frame, thread.settings.answers_in
    match frame["type"]:
        case "ai_response":
            plan = await app.desk.plans.latest(thread.id)
            if plan is None:
                return {**frame, "type": "question", "options": []}
            if (design := plan.subject.design) is not None:
                return {**frame, "type": "blueprint", "blueprint": as_json(design)}
        case "complete":
            return {**frame, **await _completed(app, thread, frame)}
        case "cancelled" if thread.settings.entrance == "request":
            text = say(DeadlineExceeded.default_reason, language)
            code = {"code": DeadlineExceeded.code, "retryable": False}
            return {**frame, **code, "type": "error", "content": text}
    return frame


async def _completed(app: App, thread: Thread, frame: dict[str, Any]) -> dict[str, Any]:
    """What a stream's last word says beside the socket's: what the route itself would answer."""
    plan = await app.desk.plans.latest(thread.id)
    summary = dict(frame["summary"])
    summary |= {name: summary[f"{name}_created"] for name in _COUNTED}
    undo = {} if plan is None else {"undo_id": app.entrance.undo_id(plan.id)}
    return {"success": True, "summary": summary, **undo}


async def _left(receive: Receive) -> None:
    """Returns when the reader has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _body(piece: bytes, *, more: bool) -> dict[str, Any]:
    return {"type": "http.response.body", "body": piece, "more_body": more}


def since_of(request: Request) -> int:
    """The number of the last event that a reader has, by `Last-Event-ID`; 0 where it has none."""
    number = request.headers.get("last-event-id", "").strip()
    return int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0


async def streamed(request: Request, begun: Begun) -> Stream:
    """The stream of a run, from the first event on or behind the one that its reader has."""
    app = app_of(request)
    thread = await app.desk.threads.get(begun.thread_id)
    return Stream(app, thread, begun.run_id, since_of(request))
