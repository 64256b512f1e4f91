"""What each client frame does."""

import hashlib
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from agent import frames
from agent.events import Event
from agent.guard import check_content, check_length
from agent.inputs import Answer, Decision, Message
from agent.planner.language import written_language
from agent.plans.kinds import Approval
from agent.server_frames import History, Pong, Role, ServerFrame, Spoken
from agent.texts import say
from api import client_frames as client
from api.app import App
from tools.errors import (
    Conflict,
    InvalidInput,
    NotFound,
    RateLimited,
    RequestRefused,
    ValidationFailed,
)

Say = Callable[[ServerFrame], Awaitable[None]]

# One for all sockets: a limiter of its own would cost each of them more than the rest of it.
_limiter = MovingWindowRateLimiter(MemoryStorage())

SPOKEN = ("user_message", "ai_response", "question", "complete", "cancelled", "error")


class Actions:
    """One socket's way to its thread. `say` answers this socket alone.

    `seen` is the number of the last frame that the socket had been sent as the frame came.
    """

    def __init__(self, app: App, thread_id: str, say_: Say) -> None:
        self._app = app
        self._thread_id = thread_id
        self._say = say_
        self._socket_name = secrets.token_hex(8)
        self.seen = 0

    async def perform(self, frame: Any) -> None:
        """Raises NotionForgeError where the frame cannot be followed."""
        if isinstance(frame, client.Said | client.Plain) and frame.seen is not None:
            self.seen = min(self.seen, frame.seen)  # what was sent may not have been shown yet
        match frame:
            case client.Said():
                await self._message(frame)
            case client.Approval():
                await self._approval(frame)
            case client.Plain():
                await self._plain(frame)
            case client.SetComplexity(complexity=complexity):
                await self._set(complexity=complexity)
            case client.SetLanguage(language=language):
                await self._set(language=language, spoken=language)
            case client.SetModel(model=model):
                await self._set_model(model)
            case client.History(limit=limit):
                await self._history(limit)
            case _:
                raise InvalidInput("init comes once, as the first frame", reason="init_once")

    async def _plain(self, frame: client.Plain) -> None:
        match frame.type:
            case "ping":
                await self._say(Pong())
            case "confirm_create":
                await self._answer_pending("approve")
            case "cancel_create":
                await self._answer_pending("reject")
            case "cancel":
                await self._app.runs.cancel(self._thread_id)
            case "redo":
                await self._app.runs.redo(self._thread_id, secrets.token_hex(16), frame.seen)
            case "undo":
                run_id = secrets.token_hex(16)
                await self._app.runs.undo(self._thread_id, run_id, seen=frame.seen)

    async def _message(self, frame: client.Said) -> None:
        await self._count_message()
        async with self._answered_in_its_language(frame.content):
            _check(frame.content, "content")
            sent = frame.attachments
            message = Message(text=frame.content, client_id=frame.id, attachments=sent)
            run_id = self._run_id(frame.id)
            await self._app.runs.submit(self._thread_id, run_id, message, self.seen)

    @asynccontextmanager
    async def _answered_in_its_language(self, words: str) -> AsyncIterator[None]:
        """Words that are refused are answered in the language that they are written in."""
        try:
            yield
        except (ValidationFailed, RequestRefused):
            if (spoken := written_language(words)) is not None:
                await self._app.desk.threads.change(self._thread_id, spoken=spoken)
            raise

    async def _count_message(self) -> None:
        limit = self._app.settings.ws_messages_per_minute
        if limit and not await _limiter.hit(RateLimitItemPerMinute(limit), self._socket_name):
            raise RateLimited(f"more than {limit} messages in a minute", retry_after=60)

    async def _approval(self, frame: client.Approval) -> None:
        approval = await self._app.desk.plans.get(frame.approval_id)
        if approval.thread_id != self._thread_id:
            raise NotFound("no such plan in this thread", reason="no_plan")
        if frame.decision in ("edit", "respond"):  # each costs a plan and a rehearsal
            await self._count_message()
        if frame.decision == "respond":
            words = frame.feedback or ""
            async with self._answered_in_its_language(words):
                _check(words, "feedback")
        answer = Answer(
            approval_id=frame.approval_id,
            decision=frame.decision,
            feedback=frame.feedback if frame.decision == "respond" else None,
            client_id=frame.id,
            edited=await self._edited(approval, frame),
        )
        await self._app.runs.decide(self._thread_id, self._run_id(frame.id), answer)

    async def _edited(self, approval: Approval, frame: client.Approval) -> dict[str, Any] | None:
        """What an edit makes of a plan. Raises InvalidInput, ValidationFailed, BlueprintInvalid."""
        if frame.decision != "edit":
            return None
        previews = self._app.desk.previews
        rehearsal, stage = await previews.make(approval), previews.stage
        edited = await approval.subject.edited(rehearsal, frame.blueprint, frame.changes, stage)
        return edited.to_json()

    async def _answer_pending(self, decision: Decision) -> None:
        pending = await self._app.desk.plans.pending(self._thread_id)
        if pending is None:
            raise Conflict("no plan waits", reason="nothing_pending")
        answer = Answer(approval_id=pending, decision=decision)
        run_id = secrets.token_hex(16)
        await self._app.runs.decide(self._thread_id, run_id, answer, self.seen)

    async def _set(self, **settings: Any) -> None:
        changed = await self._app.desk.threads.change(self._thread_id, **settings)
        text = say("settings_saved", changed.answers_in)
        planner = self._app.desk.planners.named(changed.planner)
        await self._say(frames.system(text, self._thread_id, planner=planner))

    async def _set_model(self, model: str) -> None:
        """Raises Unavailable for a planner that is not there, or that nobody has a key for."""
        threads = self._app.desk.threads
        now = (await threads.get(self._thread_id)).settings.planner
        kept = await threads.ai_provider(self._thread_id)
        await self._set(planner=self._app.desk.planners.chosen(model, None, now, kept))

    async def _history(self, limit: int) -> None:
        events = await self._app.desk.events.newest(self._thread_id, SPOKEN, limit)
        await self._say(History(messages=[spoken(event) for event in events]))

    def _run_id(self, client_id: str | None) -> str:
        """A client's id names the same run whenever it is sent again in this thread."""
        if client_id is None:
            return secrets.token_hex(16)
        return hashlib.sha256(f"{self._thread_id}:{client_id}".encode()).hexdigest()[:32]


def spoken(event: Event) -> Spoken:
    kind, content = event.frame["type"], event.frame["content"]
    role: Role = "user" if kind == "user_message" else "assistant"
    return Spoken(role=role, content=content, type=kind, seq=event.seq)


def _check(words: str, field: str) -> None:
    """Raises ValidationFailed, RequestRefused for what can be no answer to anything."""
    check_length(words, shortest=1, field=field)
    check_content(words)
