"""The desk: what every turn and every entrance works with, handed down from the wiring; and a turn
of a thread at it.
"""

from collections.abc import Collection, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar

from sqlalchemy import Update

from agent import frames
from agent.builder import Builder
from agent.checkpoints import Checkpoints
from agent.events import EventLog
from agent.fleet import Fleet
from agent.helpdesk import ThreadHelpdesk, TicketDesk
from agent.library import Library
from agent.planner.seam import About, Design, Heard, Said
from agent.plans.kinds import Approval, Subject, Wish
from agent.plans.store import Plans
from agent.previews import Previews
from agent.server_frames import Progress, ServerFrame
from agent.threads import Thread, Threads
from tools.blueprint.base import Language
from tools.blueprint.model import Blueprint
from tools.documents.convert import Converted, Converter
from tools.documents.kept import KeptFiles
from tools.errors import AiError
from tools.freshdesk.ingest import Ingest
from tools.freshdesk.schedules import Schedules
from tools.freshdesk.search import Search
from tools.notion.connect import NotionConnector
from tools.notion.gateway import NotionGateway
from tools.notion.journal import Rehearsal
from tools.notion.operations import Parent
from tools.notion.patience import Patience
from tools.records import Records
from tools.vault import Vault

T = TypeVar("T")


class Choice(Protocol):
    """A planner: whose it is, and which of their models."""

    @property
    def provider(self) -> str: ...

    @property
    def model(self) -> str: ...


class Planning(Protocol):
    """Who plans, whichever planner is chosen: `agent.planner.planners`."""

    @property
    def default(self) -> Choice:
        """Who is asked where nobody chose."""
        ...

    def chosen(
        self, model: str | None, key: str | None, now: str | None, kept: str | None = None
    ) -> str | None:
        """The planner that a model and a key ask for. Raises Unavailable, InvalidInput."""
        ...

    def named(self, chosen: str | None) -> str:
        """Who plans where `chosen` was chosen, or nobody was."""
        ...

    async def understand(
        self, named: str | None, said: Said, about: About
    ) -> tuple[Heard, AiError | None]:
        """What is wanted by now, and why another planner had to stand in to find out."""
        ...

    async def design(self, heard: Heard, today: date, waiting: Design | None = None) -> Blueprint:
        """The workspace that was asked for. Raises ValidationFailed."""
        ...


@dataclass(frozen=True)
class Desk:
    """The services of one application. A new one is a field here and a line in `wiring.py`."""

    records: Records
    vault: Vault
    events: EventLog
    threads: Threads
    plans: Plans
    previews: Previews
    builder: Builder
    planners: Planning
    connector: NotionConnector
    checkpoints: Checkpoints
    fleet: Fleet
    ingest: Ingest
    search: Search
    schedules: Schedules
    library: Library
    tickets: TicketDesk
    files: KeptFiles
    documents: Converter
    wishes: Mapping[str, type[Wish]]  # that come to a plan of another kind
    time_zone: str | None = None  # in which days are counted unless a thread says otherwise


class Emit(Protocol):
    """Says something to everyone who follows the thread, once per key.

    `along` is carried out in the same transaction.
    """

    async def __call__(self, key: str, frame: ServerFrame, along: Update | None = None) -> None: ...


@dataclass(frozen=True)
class Context:
    """One turn of a thread, and the desk it works at: handed to each run, never saved.

    A cancel ends the `patience`. It is the `agent.plans.kinds.Turn` of every kind of plan.
    """

    run_id: str
    thread: Thread
    emit: Emit
    patience: Patience
    desk: Desk

    def check(self) -> None:
        """Raises Stopped once the person asked to stop."""
        self.patience.check()

    async def say(self, piece: str) -> None:
        """Shows a piece of a reply to those who watch while it is written."""
        self.desk.events.announce(self.thread.id, frames.ai_token(piece))

    async def understand(self, said: Said, about: About) -> Heard:
        """What is wanted by now; who watches is told where another planner had to stand in."""
        asking = self.desk.planners.understand(self.thread.settings.planner, said, about)
        heard, failure = await self.unless_stopped(asking)
        if failure is not None and not self.thread.settings.fallback:
            raise failure
        if failure is not None:
            told = frames.stands_in(self.thread.id, failure, heard.language)
            await self.emit(f"{self.run_id}:stands_in", told)
        return heard

    async def design(self, heard: Heard, today: date, waiting: Design | None = None) -> Blueprint:
        return await self.unless_stopped(self.desk.planners.design(heard, today, waiting))

    async def parent(self) -> Parent:
        token = await self.desk.threads.token(self.thread)
        parent = self.thread.settings.parent_page_id
        return (await self.desk.connector.target(token, parent)).parent

    async def gateway(self) -> NotionGateway:
        token, zone = await self.desk.threads.token(self.thread), self.thread.settings.time_zone
        return self.desk.connector.open_for(token, zone).with_patience(self.patience)

    async def converted(self, file_ids: Sequence[str], language: Language) -> Converted:
        owner, zone = self.thread.owner, self.thread.settings.time_zone or self.desk.time_zone
        files = [await self.desk.files.read(owner, file_id) for file_id in file_ids]
        return await self.unless_stopped(self.desk.documents.convert(files, language, zone))

    async def rehearsal(self, approval: Approval) -> Rehearsal:
        return await self.desk.previews.make(approval)

    async def tried(self, subject: Subject) -> Rehearsal:
        return await self.unless_stopped(subject.rehearse(self.desk.previews.stage))

    async def is_begun(self, plan_id: str) -> bool:
        return await self.desk.plans.is_begun(plan_id)

    async def changed_since(self, places: Collection[str], moment: float) -> bool:
        return await self.desk.plans.changed_since(places, moment)

    async def made_of(self, source: str) -> dict[str, str]:
        return await self.desk.plans.made_of(source, self.thread.owner)

    async def unless_stopped(self, work: Coroutine[Any, Any, T]) -> T:
        """Awaits what may take long, but no longer than it is wanted. Raises Stopped."""
        return await self.patience.over(work)

    @property
    def helpdesk(self) -> ThreadHelpdesk:
        return ThreadHelpdesk(self.desk.tickets, self.thread, self.patience)

    async def tell(self, key: str, progress: Progress) -> None:
        await self.emit(f"{self.run_id}:{key}", progress)

    def __repr__(self) -> str:
        return f"Context(thread={self.thread.id[:6]}…)"
