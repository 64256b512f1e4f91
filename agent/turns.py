"""How one turn goes: through the graph, from wherever a crash may have left it."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from langgraph.errors import NodeCancelledError
from langgraph.types import Command, StateSnapshot
from sqlalchemy import update

from agent import frames
from agent.builder import Outcome
from agent.embedded.replies import wants_retry, wants_undo
from agent.inputs import Answer, Message, RunInput, Undo
from agent.page_meant import page_meant
from agent.plans import UNDOABLE, Build
from agent.services import Services
from agent.state import Context, State, new_turn
from agent.threads import Thread
from tools.errors import Conflict, Expired, NotionForgeError, Stopped, StorageFailed
from tools.notion.patience import Patience, Silence
from tools.notion.rollback import Undone
from tools.records.tables import runs

_logger = logging.getLogger("notionforge.turns")

_FIRST_STEP = "create_page"  # of carrying out, until the build says its own

Result = dict[str, Any]  # `status`, and `outcome`, `approval_id`, `question` or `error` with it


@dataclass(frozen=True)
class Run:
    """One turn of a thread."""

    id: str
    thread_id: str
    input: RunInput


class Turns:
    """Carries runs through the graph. What it says has keys, so a repetition says nothing."""

    def __init__(self, services: Services, today: Callable[[], date]) -> None:
        self._on = services
        self._today = today

    async def carry_out(self, run: Run, stop: asyncio.Event) -> Result:
        """One turn to its end, its failures included; `stop` asks it to end early.

        Raises StorageFailed where it cannot go on for now; called again, it goes on where it stood.
        """
        thread = await self._on.threads.get(run.thread_id)
        try:
            return await self._go(run, thread, self._patience(run, stop))
        except Stopped:
            await self._on.plans.withdraw(thread.id)
            frame = frames.cancelled("cancelled", Undone(), thread.settings.answers_in)
            await self._on.events.append(thread.id, f"{run.id}:cancelled", frame)
            return {"status": "cancelled"}
        except StorageFailed:
            raise
        except NotionForgeError as error:
            return await self._failed(run, error)
        except NodeCancelledError:  # the build rests while the server restarts
            raise asyncio.CancelledError from None
        except Exception:
            _logger.exception("run %s failed", run.id)
            return await self._failed(run, NotionForgeError("unexpected"))

    async def give_up(self, run: Run) -> Result:
        """Ends a turn that ended its process each time it was tried. A build that it had begun
        stands half done and can be gone on with; a plan that it was about to show is withdrawn."""
        _logger.error("run %s ended the process too often", run.id)
        build = await self._on.plans.latest_build(run.thread_id, "running")
        if build is None:
            thread = await self._on.threads.get(run.thread_id)
            if (await self._snapshot(thread)).values.get("run_id") == run.id:
                await self._on.plans.withdraw(run.thread_id)
            return await self._failed(run, NotionForgeError("ended twice", reason="gave_up"))
        error = NotionForgeError("ended twice", reason="gave_up_build")
        return await self._tell_outcome(run, build, await self._on.builder.give_up(build, error))

    async def awaits_answer(self, thread_id: str) -> bool:
        """Whether a clarifying question of the thread is open."""
        snapshot = await self._on.graph.aget_state(self._on.checkpoints.config(thread_id))
        return snapshot.values.get("question") is not None

    async def _failed(self, run: Run, error: NotionForgeError) -> Result:
        language = (await self._on.threads.get(run.thread_id)).settings.answers_in
        frame = frames.error(error, language)
        await self._on.events.append(run.thread_id, f"{run.id}:error", frame)
        return {"status": "failed", "error": frame, "retry_after": error.retry_after}

    async def _go(self, run: Run, thread: Thread, patience: Patience) -> Result:
        match run.input:
            case Message():
                return await self._message(run, run.input, thread, patience)
            case Answer():
                return await self._answer(run, run.input, thread, patience)
            case Undo(build_id=build_id):
                return await self._undo(run, build_id, thread, patience)

    async def _message(
        self, run: Run, message: Message, thread: Thread, patience: Patience
    ) -> Result:
        """A message answers the plan that waits, if one does; else it begins a turn."""
        snapshot = await self._snapshot(thread)
        if snapshot.values.get("run_id") == run.id:
            return await self._continue(run, thread, patience, snapshot)
        answer = await self._as_answer(run, message)
        if answer is not None:
            return await self._answer(run, answer, thread, patience)
        failed = await self._failed_build(run, message)
        if failed is not None:
            return await self._retry(run, failed, patience)
        last = await self._last_build(run, message)
        if last is not None:
            return await self._take_back(run, last.id, thread, patience)
        about, text = await page_meant(self._on.plans, run.thread_id, message, snapshot.values)
        state = new_turn(run.id, text, message.mode, self._today().isoformat(), about)
        names_its_page = message.page_id is not None or text != message.text
        if not names_its_page:  # else it is no answer to what was asked
            state["question"] = snapshot.values.get("question")
            # What was agreed before the question; what led to it comes again with its answer.
            state["said"] = snapshot.values.get("said", [])[:-1] if state["question"] else []
        return await self._invoke(thread, patience, state)

    async def _as_answer(self, run: Run, message: Message) -> Answer | None:
        """What a message says to the pending plan, settled; None where none waits (any more)."""
        pending = await self._on.plans.pending(run.thread_id)
        if pending is None:
            settled = await self._on.plans.answered_by(run.id)
            return None if settled is None else Answer.saying(settled.id, message.text)
        answer = Answer.saying(pending.id, message.text)
        settled_as = await self._on.records.write(
            lambda c: self._on.plans.decide(c, pending.id, answer.decision, run.id, None),
            long=True,
        )
        if settled_as == "late" and answer.decision != "respond":
            raise Expired(f"plan {pending.id} is past its time")
        return None if settled_as == "late" else answer

    async def _answer(self, run: Run, answer: Answer, thread: Thread, patience: Patience) -> Result:
        snapshot = await self._snapshot(thread)
        if snapshot.values.get("run_id") == run.id:
            return await self._continue(run, thread, patience, snapshot)
        if not snapshot.interrupts:
            raise Conflict("the conversation has moved on", reason="already_answered")
        if answer.decision in ("approve", "edit"):
            patience.heard(_FIRST_STEP)
        decision = {
            "run_id": run.id,
            "approval_id": answer.approval_id,
            "decision": answer.decision,
            "feedback": answer.feedback,
        }
        command: Command[Any] = Command(resume={snapshot.interrupts[0].id: decision})
        return await self._invoke(thread, patience, command)

    async def _failed_build(self, run: Run, message: Message) -> Build | None:
        """The build that a message asks to go on with (or did, before a crash)."""
        if not wants_retry(message.text):
            return None
        build = await self._on.plans.latest_build(run.thread_id, "running", *UNDOABLE)
        again = build is not None and (build.status == "failed" or build.attempt == run.id)
        return build if again else None

    async def _last_build(self, run: Run, message: Message) -> Build | None:
        """The build that a message asks to take back."""
        if message.mode != "ask" or not wants_undo(message.text):
            return None
        return await self._on.plans.latest_build(run.thread_id, *UNDOABLE)

    async def _retry(self, run: Run, build: Build, patience: Patience) -> Result:
        """Goes on with a failed build: what is made stays, what is in doubt is looked for.

        Raises Conflict where others have changed the page since: the plan does not know of it.
        """
        patience.heard(_FIRST_STEP)
        async with self._on.builder.alone(_places(build), patience):
            if build.status == "failed" and await self._on.plans.changed_since(
                _places(build), build.started_at, build.id
            ):
                raise Conflict("others have changed the page since", reason="page_overtaken")
            await self._on.plans.reopen_build(build.id, run.id)
            if patience.is_over:  # a cancel from now on finds the build by itself
                await self._on.builder.stop(build.id)
            outcome = await self._on.builder.run(build.id)
        return await self._tell_outcome(run, build, outcome)

    async def _tell_outcome(self, run: Run, build: Build, outcome: Outcome) -> Result:
        language = (await self._on.threads.get(run.thread_id)).settings.answers_in
        subject = (await self._on.plans.get(build.id)).subject
        frame = frames.outcome(subject, outcome, language)
        await self._on.events.append(run.thread_id, f"{run.id}:{outcome['status']}", frame)
        return {"status": outcome["status"], "approval_id": build.id, "outcome": outcome}

    async def _continue(
        self, run: Run, thread: Thread, patience: Patience, snapshot: StateSnapshot
    ) -> Result:
        """Goes on with a turn that a crash interrupted.

        Never past an interrupt: continuing there would answer it with an earlier answer.
        Tasks tell what is open: `next` leaves out a node that was done when the crash came.
        """
        _logger.info("run %s goes on at %s", run.id, [task.name for task in snapshot.tasks])
        if snapshot.tasks and not snapshot.interrupts:
            return await self._invoke(thread, patience, None)
        return _result(snapshot)

    async def _take_back(
        self, run: Run, build_id: str, thread: Thread, patience: Patience
    ) -> Result:
        """Undoes a build because words asked for it.

        The run is about that build from now on: after a crash the last one may be another.
        """
        settled = Undo(build_id=build_id).model_dump(mode="json")
        statement = update(runs).where(runs.c.id == run.id).values(input=settled)
        await self._on.records.write(lambda connection: connection.execute(statement))
        return await self._undo(run, build_id, thread, patience)

    async def _undo(self, run: Run, build_id: str, thread: Thread, patience: Patience) -> Result:
        """Undoes a build; one that is stopped is taken up by the next undo where it stood."""
        language = thread.settings.answers_in
        rolling = frames.progress("rolling_back", language)
        patience.heard("rolling_back")
        await self._on.events.append(run.thread_id, f"{run.id}:rolling_back", rolling)
        build = await self._on.plans.build(build_id)
        try:
            async with self._on.builder.alone(_places(build), patience):
                undone = await self._on.builder.undo(build_id, patience)
        except Stopped:
            frame = frames.undo_stopped(language)
            await self._on.events.append(run.thread_id, f"{run.id}:cancelled", frame)
            return {"status": "cancelled"}
        frame = frames.cancelled("undone", undone, language)
        await self._on.events.append(run.thread_id, f"{run.id}:undone", frame)
        return {"status": "completed", "undone": asdict(undone)}

    async def _invoke(
        self, thread: Thread, patience: Patience, given: State | Command[Any] | None
    ) -> Result:
        config = self._on.checkpoints.config(thread.id)
        context = self._context(thread, patience)
        await self._on.graph.ainvoke(given, config, context=context, durability="sync")
        return _result(await self._snapshot(thread))

    def _patience(self, run: Run, stop: asyncio.Event) -> Patience:
        async def tell(silence: Silence) -> None:
            language = (await self._on.threads.get(run.thread_id)).settings.answers_in
            key = f"{run.id}:waiting:{secrets.token_hex(8)}"
            await self._on.events.append(run.thread_id, key, frames.waiting(silence, language))

        patience = Patience(stop, tell)
        patience.heard("analyzing")
        return patience

    async def _snapshot(self, thread: Thread) -> StateSnapshot:
        return await self._on.graph.aget_state(self._on.checkpoints.config(thread.id))

    def _context(self, thread: Thread, patience: Patience) -> Context:
        async def emit(key: str, frame: frames.Frame) -> None:
            if frame["type"] == "progress":
                patience.heard(frame["step"])
            await self._on.events.append(thread.id, key, frame)

        return Context(
            thread=thread,
            emit=emit,
            patience=patience,
            planner=self._on.planner,
            plans=self._on.plans,
            threads=self._on.threads,
            previews=self._on.previews,
            builder=self._on.builder,
            connector=self._on.connector,
        )


def _places(build: Build) -> frozenset[str]:
    """Where a build changes what was there."""
    return frozenset() if build.way_back is None else build.way_back.before.places


def _result(snapshot: StateSnapshot) -> Result:
    """How a turn stands, read off the graph's state."""
    state = snapshot.values
    found = {"approval_id": state["approval_id"], "outcome": state["outcome"]}
    if snapshot.interrupts:
        return {"status": "awaiting_approval", **found}
    if state["question"] is not None:
        return {"status": "awaiting_answer", "question": state["question"]}
    if (state["decision"] or {}).get("decision") == "reject":
        return {"status": "cancelled", **found}
    if state["outcome"] is not None:
        return {"status": state["outcome"]["status"], **found}
    intent = state["intent"] or {}
    return {"status": "completed", "reply": intent.get("reply"), **found}
