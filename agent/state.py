"""What the graph remembers of a conversation: small, JSON only, never a secret.

Blueprints live in the approvals table; the state carries their id.
"""

from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypedDict, TypeVar

from sqlalchemy import Update

from agent.desk import Desk
from agent.outcomes import Outcome
from agent.server_frames import ServerFrame
from agent.threads import Thread
from tools.notion.patience import Patience

T = TypeVar("T")

# Whether a plan is put before somebody, approved beforehand (REST, tasks), or only looked at.
Mode = Literal["ask", "implied", "preview"]


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
    intent: dict[str, Any] | None
    approval_id: str | None
    version: int
    rehearsed: int  # the version that was put before the person, or may be carried out
    said: list[str]  # the wish and the feedback that a plan of changes is made from
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

    A cancel ends the `patience`.
    """

    thread: Thread
    emit: Emit
    patience: Patience
    desk: Desk

    def check(self) -> None:
        """Raises Stopped once the person asked to stop."""
        self.patience.check()

    async def unless_stopped(self, work: Coroutine[Any, Any, T]) -> T:
        """Awaits what may take long, but no longer than it is wanted. Raises Stopped."""
        return await self.patience.over(work)

    def __repr__(self) -> str:
        return f"Context(thread={self.thread.id[:6]}…)"


@dataclass(frozen=True)
class Page:
    """A page that words may ask to change; `named` says that the caller named it."""

    page_id: str
    title: str = ""
    named: bool = False


def new_turn(run_id: str, text: str, mode: Mode, today: str, about: Page | None) -> State:
    """The state in which a turn begins."""
    return State(
        run_id=run_id,
        mode=mode,
        text=text,
        today=today,
        page_id=about.page_id if about else None,
        workspace=about.title if about else None,
        must_change=about is not None and about.named,
        question=None,
        intent=None,
        approval_id=None,
        version=0,
        rehearsed=0,
        said=[],
        decision=None,
        outcome=None,
    )
