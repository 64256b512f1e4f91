"""The way in for whoever asks once: a wish becomes a thread, a run and its outcome.

There is nobody to answer a plan: it is approved beforehand, or only looked at. Who waits gets the
outcome, in time; what takes longer than anybody waits goes on as a task. A wish of mode "ask" opens
a conversation, which `agent.dialogue` goes on with.
"""

import asyncio
import contextlib
import hmac
import secrets
from dataclasses import dataclass, field, replace
from typing import Literal

from agent.desk import Desk
from agent.guard import check_content, check_length
from agent.inputs import Message, Mode, Run
from agent.outcomes import Ended, Result
from agent.plans.create import Creation
from agent.plans.kinds import Subject
from agent.plans.store import Build
from agent.runs import UNDO_SECONDS, Runs
from agent.threads import Settings
from tools.blueprint.model import Blueprint
from tools.errors import (
    Conflict,
    DeadlineExceeded,
    Forbidden,
    NotFound,
    NotionForgeError,
    StorageFailed,
    Unavailable,
)

_SIGNATURE = 32  # characters of it at the end of an undo_id


@dataclass(frozen=True)
class Wish:
    """What somebody asks for: a new workspace, or changes to the page `page_id`. `token` is their
    own for Notion, where they brought one, `ai_key` the one for the model, `helpdesk_key` that of
    the helpdesk which the settings name; `owner` the server key that they came with. Where they
    brought what is `given` nothing is left to be understood: `text` is what it is called, `remarks`
    what they are told of it. `attachments` are ids of files that a plan is to be made of."""

    text: str
    mode: Mode
    settings: Settings
    token: str | None = field(default=None, repr=False)
    page_id: str | None = None
    owner: str = ""
    given: Blueprint | Subject | None = None
    remarks: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    ai_key: str | None = field(default=None, repr=False)
    helpdesk_key: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Begun:
    """The thread and the run that a wish has, before it is work."""

    thread_id: str
    run_id: str


class Entrance:
    """Takes wishes and sees them to their end, for `seconds` at most where somebody waits."""

    def __init__(self, desk: Desk, runs: Runs, seconds: float) -> None:
        self._desk = desk
        self._runs = runs
        self._seconds = seconds
        self._watching: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Leaves what is watched to itself: its rows bring it to its end."""
        for task in self._watching:
            task.cancel()
        await asyncio.gather(*self._watching, return_exceptions=True)

    async def begin(
        self, wish: Wish, entrance: Literal["request", "task", "chat"] = "request"
    ) -> Begun:
        """A thread of its own for a wish that can be followed. Nothing runs yet: who keeps what
        was begun can carry it out again after a crash.

        Raises ValidationFailed, RequestRefused, InvalidInput for a parent page that is none,
        Unavailable where too many wait.
        """
        if wish.given is None:
            check_length(wish.text)
            check_content(wish.text)
        if wish.page_id is None:
            await self._desk.connector.target(wish.token, wish.settings.parent_page_id)
        self._runs.check_room()
        settings = replace(wish.settings, own_token=bool(wish.token), entrance=entrance)
        thread = await self._desk.threads.create(wish.owner, settings, wish.token)
        if wish.ai_key and settings.planner:
            provider = settings.planner.partition("/")[0]
            await self._desk.threads.keep_ai_key(thread.id, provider, wish.ai_key)
        if wish.helpdesk_key:
            await self._desk.threads.keep_helpdesk_key(thread.id, wish.helpdesk_key)
        return Begun(thread.id, secrets.token_hex(6))

    async def submit(self, begun: Begun, wish: Wish) -> Run:
        """Has a wish carried out, for nobody who waits; begun twice, it is the same run.

        Raises Unavailable where too many wait.
        """
        given = None if wish.given is None else await self._draft(begun, wish, wish.given)
        said = Message(
            text=wish.text,
            mode=wish.mode,
            page_id=wish.page_id,
            echo=wish.mode == "ask",  # else nobody reads the conversation
            given=given,
            attachments=list(wish.attachments),
        )
        return await self._runs.submit(begun.thread_id, begun.run_id, said)

    async def _draft(self, begun: Begun, wish: Wish, given: Blueprint | Subject) -> str:
        """Keeps the plan that somebody brought and returns its id, the same each time."""
        if isinstance(given, Blueprint):
            parent = wish.settings.parent_page_id
            target = await self._desk.connector.target(wish.token, parent)
            remarks = list(wish.remarks)
            given = Creation(blueprint=given, parent=target.parent, remarks=remarks)
        return await self._desk.plans.draft(begun.thread_id, begun.run_id, 1, given)

    async def start(self, begun: Begun, wish: Wish) -> None:
        """Has a wish carried out for somebody who follows its thread, as long as they would wait.

        Raises Unavailable where too many wait.
        """
        run = await self.submit(begun, wish)
        task = asyncio.create_task(self._watch(run), name=f"watching {run.id}")
        self._watching.add(task)
        task.add_done_callback(self._watching.discard)

    async def carry_out(self, begun: Begun, wish: Wish) -> Ended | None:
        """The whole turn; None where it is left to go on as a task, as it takes too long to wait.

        Raises DeadlineExceeded, once what was made is undone again; Unavailable where that takes
        long; StorageFailed where it would have to wait for storage.
        """
        return await self._see_through(await self.submit(begun, wish))

    async def _watch(self, run: Run) -> None:
        with contextlib.suppress(NotionForgeError):  # whoever follows the thread has heard of it
            await self._see_through(run)

    async def _see_through(self, run: Run) -> Ended | None:
        ending = asyncio.create_task(self._within(self._seconds, run))
        foreseeing = asyncio.create_task(self._takes_long(run.thread_id))
        try:
            await asyncio.wait((ending, foreseeing), return_when=asyncio.FIRST_COMPLETED)
            if not ending.done() and foreseeing.exception() is None and foreseeing.result():
                await self._desk.threads.change(run.thread_id, entrance="task")
                return None
            result = await ending
        finally:
            for task in (ending, foreseeing):
                task.cancel()
            await asyncio.wait((ending, foreseeing))
        if result is None:
            await self._stop(run)
            result = await self._within(UNDO_SECONDS, run)
        if result is None:
            raise _under_way()
        if result["status"] == "cancelled":
            reason = "timeout_unfinished" if _is_unfinished(result) else None
            raise DeadlineExceeded(f"it passed {self._seconds} s", reason=reason)
        return Ended(await self._desk.threads.get(run.thread_id), result)

    async def _takes_long(self, thread_id: str) -> bool:
        """Whether a thread's plan, whose calls are known once the first is done, needs more time
        than a caller waits, however fast Notion answers."""
        async with contextlib.aclosing(self._desk.events.follow(thread_id, 0)) as events:
            async for event in events:
                if event.frame["type"] == "turn_end":
                    return False
                if total := int(event.frame.get("total") or 0):
                    break
        token = await self._desk.threads.token(await self._desk.threads.get(thread_id))
        return self._desk.connector.least_seconds(token, total) > self._seconds

    def undo_id(self, build_id: str) -> str:
        """What takes a build back, once: a secret, as the build's id stands in addresses."""
        return build_id + self._desk.vault.sign(f"undo {build_id}")

    async def undo(self, undo_id: str, token: str | None, owner: str = "") -> Result:
        """Takes back what was built or changed, once; with a `token` where the old one is gone.

        Raises NotFound, Forbidden for another key's, Conflict, Unavailable, StorageFailed, and
        NotionError for a token that does not lead to the page.
        """
        build_id = undo_id[:-_SIGNATURE]
        if not hmac.compare_digest(undo_id.encode(), self.undo_id(build_id).encode()):
            raise NotFound("no such undo_id", reason="no_undo")
        build = await self._desk.plans.build(build_id)
        if (await self._desk.threads.get(build.thread_id)).owner != owner:
            raise Forbidden("another key's build", reason="foreign_work")
        if token:
            await self._try(token, build)
            await self._desk.threads.keep_token(build.thread_id, token)
        run = await self._runs.undo(build.thread_id, secrets.token_hex(16), build.id)
        result = await self._within(self._seconds, run)
        if result is None:
            raise _under_way()
        if result["status"] == "cancelled":
            raise Conflict("the undo was stopped", reason="undo_stopped")
        return result

    async def _try(self, token: str, build: Build) -> None:
        """Looks whether a token leads to what was built, before it replaces one that did.

        Raises NotionError.
        """
        place = "users/me"
        if build.result is not None and build.result["status"] == "completed":
            place = f"pages/{build.result['page_id']}"
        await self._desk.connector.open_for(token).call("GET", place)

    async def _within(self, seconds: float, run: Run) -> Result | None:
        """How a run ended; None where it has not after so many seconds.

        Raises StorageFailed where it has to wait for storage: it is stopped then, as its caller is
        told to ask again.
        """
        try:
            return await asyncio.wait_for(self._runs.result(run), seconds)
        except TimeoutError:
            return None
        except StorageFailed:
            await self._stop(run)
            raise

    async def _stop(self, run: Run) -> None:
        """Stops a run and has undone what it made; one that waits for storage does so later."""
        with contextlib.suppress(Conflict, StorageFailed):
            await self._runs.cancel(run.thread_id)


def _is_unfinished(result: Result) -> bool:
    """Whether a turn was stopped and what it had made could not be taken back yet."""
    outcome = result.get("outcome")
    if outcome is None or outcome["status"] != "cancelled":
        return False
    return outcome.get("unfinished", False)


def _under_way() -> Unavailable:
    return Unavailable("undoing is under way", retry_after=UNDO_SECONDS)
