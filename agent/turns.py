"""How one turn goes: through the graph, from wherever a crash may have left it."""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from langgraph.errors import NodeCancelledError
from langgraph.types import Command, StateSnapshot
from sqlalchemy import Update

from agent import frames
from agent.carrying import carry_out
from agent.desk import Context, Desk
from agent.finding import check_own
from agent.graph import build_graph
from agent.inputs import Answer, Message, Opening, Page, Redo, Retry, Run, Undo
from agent.outcomes import Outcome, Result
from agent.plans.statuses import BuildStatus
from agent.server_frames import Progress, ServerFrame, frame_json
from agent.state import State, new_turn
from agent.threads import Thread
from tools.blueprint.base import Language
from tools.errors import Conflict, Expired, NotFound, NotionForgeError, Stopped, StorageFailed
from tools.notion.gateway import notion_id
from tools.notion.journal import Undone
from tools.notion.patience import Patience, Silence
from tools.telemetry import span
from tools.zones import today_in

_logger = logging.getLogger("notionforge.turns")

_FIRST_STEP = "create_page"  # of carrying out, until the build says its own

_FAULTS: Mapping[str, NotionForgeError] = {
    "unseen": Conflict("the yes came before the plan was shown", reason="plan_unseen"),
    "overtaken": Conflict("another answer was first", reason="already_answered"),
    "late": Expired("the plan is past its time"),
    "unseen_end": Conflict("something was done since", reason="unseen_end"),
    "whole": Conflict("all of it would be taken back", reason="undo_whole"),
}


class Turns:
    """Carries runs through the graph. What it says has keys, so a repetition says nothing."""

    def __init__(self, desk: Desk, today: Callable[[str | None], date] = today_in) -> None:
        self._on = desk
        self._graph = build_graph(desk.checkpoints.saver)
        self._today = today

    async def carry_out(self, run: Run) -> Result:
        """One turn to its end, its failures included.

        Raises StorageFailed where it cannot go on for now; called again, it goes on where it stood.
        """
        with span("turn", turn_kind=run.input.kind) as turn:
            result = await self._ended(run)
            turn.say(turn_status=result["status"])
        return result

    async def _ended(self, run: Run) -> Result:
        thread = await self._on.threads.get(run.thread_id)
        try:
            return await self._go(run, thread, self._patience(run))
        except Stopped:
            await self._on.plans.withdraw(thread.id)
            frame = frames.cancelled(Undone(), thread.settings.answers_in)
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
        build = await self._on.plans.latest_build(run.thread_id, BuildStatus.RUNNING)
        if build is None:
            thread = await self._on.threads.get(run.thread_id)
            if (await self._snapshot(thread)).values.get("run_id") == run.id:
                await self._on.plans.withdraw(run.thread_id)
            return await self._failed(run, NotionForgeError("ended twice", reason="gave_up"))
        error = NotionForgeError("ended twice", reason="gave_up_build")
        outcome = await self._on.builder.give_up(build, error)
        return await self._tell_outcome(run, build.id, outcome)

    async def _failed(self, run: Run, error: NotionForgeError) -> Result:
        language = (await self._on.threads.get(run.thread_id)).settings.answers_in
        frame = frames.error(error, language)
        await self._on.events.append(run.thread_id, f"{run.id}:error", frame)
        return {"status": "failed", "error": frame_json(frame), "retry_after": error.retry_after}

    async def _go(self, run: Run, thread: Thread, patience: Patience) -> Result:
        match run.input:
            case Answer(fault=str(fault)) | Undo(fault=str(fault)) | Redo(fault=str(fault)):
                return await self._void(run, fault)
            case Opening() | Answer():
                return await self._through_graph(run, run.input, thread, patience)
            case Retry(build_id=build_id):
                return await self._retry(run, build_id, patience)
            case Redo(build_id=build_id):
                return await self._redo(run, build_id, thread, patience)
            case Undo(build_id=build_id):
                return await self._undo(run, build_id, thread, patience)
            case Message():
                raise AssertionError("words are understood before they are work")

    async def _through_graph(
        self, run: Run, said: Opening | Answer, thread: Thread, patience: Patience
    ) -> Result:
        """A wish begins a turn of the graph; an answer goes on with the one that asked for it."""
        if isinstance(said, Opening) and not await self._has_begun(run):
            await self._check_places(thread, said.about)
            zone = thread.settings.time_zone or self._on.time_zone
            state = new_turn(run.id, said, self._today(zone).isoformat())
            return await self._invoke(run, thread, patience, state)
        snapshot = await self._snapshot(thread)
        if isinstance(said, Opening) or snapshot.values.get("run_id") == run.id:
            return await self._continue(run, thread, patience, snapshot)
        if said.decision in ("approve", "edit"):
            patience.heard(_FIRST_STEP)
        return await self._invoke(run, thread, patience, _resumed(run, said, thread, snapshot))

    async def _has_begun(self, run: Run) -> bool:
        """Whether a wish came into the graph before a crash; mostly there was none, so nothing is
        found out of where the graph stands."""
        return (await self._on.checkpoints.state(run.thread_id)).get("run_id") == run.id

    async def _check_places(self, thread: Thread, about: Page | None) -> None:
        """Raises Forbidden where another server key has made the page that is meant, or the one to
        build under, or what that lies in. A Notion token that somebody brought says for itself what
        it may do."""
        parent = thread.settings.parent_page_id
        places = [notion_id(parent)] if parent else []
        places += [about.page_id] if about else []
        token = await self._on.threads.token(thread) if places else None
        for place in places:
            await check_own(self._on, token, thread.owner, place)

    async def _void(self, run: Run, fault: str) -> Result:
        """Says why words count for nothing; the plan that waits, if one does, waits on."""
        failed = await self._failed(run, _FAULTS[fault])
        pending = await self._on.plans.pending(run.thread_id)
        return failed if pending is None else {**failed, "status": "awaiting_approval"}

    async def _retry(self, run: Run, build_id: str, patience: Patience) -> Result:
        """Goes on with a failed build: what is made stays, what is in doubt is looked for.

        Raises Conflict where others have changed the page since: the plan does not know of it.
        """
        patience.heard(_FIRST_STEP)
        build = await self._on.plans.build(build_id)
        async with self._on.builder.alone(build.undertaking.places, patience):
            if build.status == BuildStatus.FAILED and await self._on.plans.changed_since(
                build.undertaking.places, build.started_at, build.id
            ):
                raise Conflict("others have changed the page since", reason="page_overtaken")
            await self._on.plans.reopen_build(build.id, run.id)
            if patience.is_over:  # a cancel from now on finds the build by itself
                await self._on.builder.stop(build.id)
            outcome = await self._on.builder.run(build.id)
        return await self._tell_outcome(run, build.id, outcome)

    async def _redo(self, run: Run, build_id: str, thread: Thread, patience: Patience) -> Result:
        """Makes again what was undone: the same plan, as a build of its own.

        Raises Conflict where it does not fit what is there by now.
        """
        patience.heard(_FIRST_STEP)
        undone = await self._on.plans.get(build_id)
        plan_id = await self._on.plans.draft(thread.id, run.id, undone.version, undone.subject)
        approval = await self._on.plans.get(plan_id)
        skill = (await self._on.plans.build(build_id)).skill
        outcome = await carry_out(self._context(run, thread, patience), approval, skill)
        return await self._tell_outcome(run, plan_id, outcome)

    async def _tell_outcome(self, run: Run, build_id: str, outcome: Outcome) -> Result:
        language = (await self._on.threads.get(run.thread_id)).settings.answers_in
        subject = (await self._on.plans.get(build_id)).subject
        frame = frames.outcome(subject, outcome, language)
        await self._on.events.append(run.thread_id, f"{run.id}:{outcome['status']}", frame)
        return {"status": outcome["status"], "approval_id": build_id, "outcome": outcome}

    async def _continue(
        self, run: Run, thread: Thread, patience: Patience, snapshot: StateSnapshot
    ) -> Result:
        """Goes on with a turn that a crash interrupted.

        Never past an interrupt: continuing there would answer it with an earlier answer.
        Tasks tell what is open: `next` leaves out a node that was done when the crash came.
        """
        _logger.info("run %s goes on at %s", run.id, [task.name for task in snapshot.tasks])
        if snapshot.tasks and not snapshot.interrupts:
            return await self._invoke(run, thread, patience, None)
        return _result(snapshot.values, waits=bool(snapshot.interrupts))

    async def _undo(self, run: Run, build_id: str, thread: Thread, patience: Patience) -> Result:
        """Undoes a build; one that is stopped is taken up by the next undo where it stood."""
        language = thread.settings.answers_in
        rolling = frames.progress("rolling_back", language)
        patience.heard("rolling_back")
        await self._on.events.append(run.thread_id, f"{run.id}:rolling_back", rolling)
        build = await self._on.plans.build(build_id)
        try:
            async with self._on.builder.alone(build.undertaking.places, patience):
                undone = await self._on.builder.undo(build_id, patience)
        except Stopped:
            frame = frames.undo_stopped(language)
            await self._on.events.append(run.thread_id, f"{run.id}:cancelled", frame)
            return {"status": "cancelled"}
        name = await self._named(build_id, language)
        frame = frames.undone(build.undertaking.kind, undone, language, name)
        await self._on.events.append(run.thread_id, f"{run.id}:undone", frame)
        kind = build.undertaking.kind
        return {"status": "completed", "undone": asdict(undone), "kind": kind}

    async def _named(self, build_id: str, language: Language) -> str:
        """What a build was of; empty where another version kept it otherwise."""
        with contextlib.suppress(Conflict, NotFound):
            return (await self._on.plans.get(build_id)).subject.named(language)
        return ""

    async def _invoke(
        self, run: Run, thread: Thread, patience: Patience, given: State | Command[Any] | None
    ) -> Result:
        config = self._on.checkpoints.config(thread.id)
        context = self._context(run, thread, patience)
        state = await self._graph.ainvoke(given, config, context=context, durability="sync")
        return _result(state, waits="__interrupt__" in state)

    def _patience(self, run: Run) -> Patience:
        async def tell(silence: Silence) -> None:
            language = (await self._on.threads.get(run.thread_id)).settings.answers_in
            key = f"{run.id}:waiting:{secrets.token_hex(8)}"
            await self._on.events.append(run.thread_id, key, frames.waiting(silence, language))

        patience = Patience(run.stop, tell)
        patience.heard("analyzing")
        return patience

    async def _snapshot(self, thread: Thread) -> StateSnapshot:
        return await self._graph.aget_state(self._on.checkpoints.config(thread.id))

    def _context(self, run: Run, thread: Thread, patience: Patience) -> Context:
        async def emit(key: str, frame: ServerFrame, along: Update | None = None) -> None:
            if isinstance(frame, Progress):
                patience.heard(frame.step)
            await self._on.events.append(thread.id, key, frame, along)

        return Context(run.id, thread, emit, patience, self._on)


def _resumed(run: Run, answer: Answer, thread: Thread, snapshot: StateSnapshot) -> Command[Any]:
    """What answers the interrupt at which the graph waits. Raises Conflict where it does not, or
    where an older version left it there with less than this one needs."""
    if not snapshot.interrupts or not State.__required_keys__ <= snapshot.values.keys():
        raise Conflict("nothing waits for the answer any more", reason="plan_outdated")
    decision = {
        "run_id": run.id,
        "speaks": thread.settings.spoken,
        "approval_id": answer.approval_id,
        "decision": answer.decision,
        "feedback": answer.feedback,
    }
    return Command(resume={snapshot.interrupts[0].id: decision})


def _result(state: Mapping[str, Any], *, waits: bool) -> Result:
    """How a turn stands, read off the graph's state; `waits` says that it waits for an answer."""
    result: Result = {
        "status": "completed",
        "approval_id": state["approval_id"],
        "outcome": state["outcome"],
    }
    heard = state["heard"] or {}
    if waits:
        result |= {"status": "awaiting_approval", "asks": heard.get("question") is not None}
    elif state["question"] is not None:
        return _asked(state)
    elif (state["decision"] or {}).get("decision") == "reject":
        result["status"] = "cancelled"
    elif state["outcome"] is not None:
        result["status"] = state["outcome"]["status"]
    else:
        result["reply"] = heard.get("reply")
    if heard.get("kind") == "modify":
        result["about"] = _page_of(state)
    return result


def _asked(state: Mapping[str, Any]) -> Result:
    """A question that is open, with what its answer needs."""
    question, agreed, about = state["question"], state["agreed"], _page_of(state)
    asked: Result = {"status": "awaiting_answer", "question": question, "about": about}
    return {**asked, "agreed": agreed, "earlier": state.get("earlier") or []}


def _page_of(state: Mapping[str, Any]) -> dict[str, Any] | None:
    """The page that a turn was about."""
    if state["page_id"] is None:
        return None
    title, named = state["workspace"] or "", state["must_change"]
    return Page(page_id=state["page_id"], title=title, named=named).model_dump()
