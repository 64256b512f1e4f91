"""What the graph remembers of a conversation: small, JSON only, never a secret.

Blueprints live in the approvals table; the state carries their id.
"""

from collections.abc import Collection, Coroutine
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypedDict, TypeVar

from sqlalchemy import Update

from agent import frames
from agent.desk import Desk
from agent.inputs import Mode, Wish
from agent.outcomes import Outcome
from agent.planner.seam import About, Design, Heard, Said
from agent.plans.kinds import Approval
from agent.server_frames import ServerFrame
from agent.threads import Thread
from tools.blueprint.model import Blueprint
from tools.notion.gateway import NotionGateway
from tools.notion.journal import Rehearsal
from tools.notion.operations import Parent
from tools.notion.patience import Patience

T = TypeVar("T")


class State(TypedDict):
    """One turn. `run_id` names it; every key is set anew when a turn begins."""

    run_id: str
    mode: Mode
    text: str
    today: str  # ISO date on which the turn began: designs count their dates from it
    page_id: str | None  # the page that the words may ask to change
    workspace: str | None  # its title, as far as it is known
    must_change: bool  # whether nothing else can be meant
    question: dict[str, Any] | None  # the one that waits for an answer
    heard: dict[str, Any] | None  # what is wanted by now
    approval_id: str | None
    version: int
    # The plan that was answered last: it waits again where no other comes of that.
    shown: str | None
    agreed: dict[str, Any] | None  # what was heard before the question that is open
    decision: dict[str, Any] | None
    outcome: Outcome | None


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
        heard, stood_in = await self.unless_stopped(asking)
        if stood_in:
            told = frames.stands_in(self.thread.id, heard.language)
            await self.emit(f"{self.run_id}:stands_in", told)
        return heard

    async def design(self, heard: Heard, today: date, waiting: Design | None = None) -> Blueprint:
        return await self.unless_stopped(self.desk.planners.design(heard, today, waiting))

    async def parent(self) -> Parent:
        token = await self.desk.threads.token(self.thread)
        parent = self.thread.settings.parent_page_id
        return (await self.desk.connector.target(token, parent)).parent

    async def gateway(self) -> NotionGateway:
        gateway = self.desk.connector.open_for(await self.desk.threads.token(self.thread))
        return gateway.with_patience(self.patience)

    async def rehearsal(self, approval: Approval) -> Rehearsal:
        return await self.desk.previews.make(approval)

    async def changed_since(self, places: Collection[str], moment: float) -> bool:
        return await self.desk.plans.changed_since(places, moment)

    async def unless_stopped(self, work: Coroutine[Any, Any, T]) -> T:
        """Awaits what may take long, but no longer than it is wanted. Raises Stopped."""
        return await self.patience.over(work)

    def __repr__(self) -> str:
        return f"Context(thread={self.thread.id[:6]}…)"


def new_turn(run_id: str, wish: Wish, today: str) -> State:
    """The state in which a turn begins."""
    about = wish.about
    return State(
        run_id=run_id,
        mode=wish.mode,
        text=wish.text,
        today=today,
        page_id=about.page_id if about else None,
        workspace=about.title if about else None,
        must_change=about is not None and about.named,
        question=wish.question,
        heard=None,
        approval_id=wish.given,
        version=0,
        shown=None,
        agreed=wish.agreed,
        decision=None,
        outcome=None,
    )
