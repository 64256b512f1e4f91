"""What a kind of plan is: the protocol that a module beside this one keeps to.

A new kind is its module, a line in `agent.plans.registry`, and its texts, which are found by its
name: `{kind}_question`, `{kind}_completed`, `{kind}_failed`, `{kind}_reverted`, `{kind}_undone`.
Which words ask for it is the planner's to say (`Heard.kind`).
"""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, NamedTuple, Protocol, TypeVar

from agent.outcomes import Outcome
from agent.planner.seam import About, Design, Heard, Said
from agent.plans.collecting import Helpdesk
from agent.plans.statuses import PlanStatus
from agent.plans.undertaking import MadePage, Undertaking
from agent.server_frames import ApprovalRequest, Complete, Progress, ServerFrame
from agent.texts import say
from tools.blueprint.base import Language, Strict
from tools.blueprint.model import Blueprint
from tools.documents.convert import Converted
from tools.errors import InvalidInput
from tools.notion.gateway import NotionGateway
from tools.notion.journal import Entry, Rehearsal
from tools.notion.operations import Parent, Plan
from tools.notion.transport import Stage

T = TypeVar("T")
Json = dict[str, Any]
Building = Callable[[], Awaitable["Ending"]]


@dataclass(frozen=True)
class Approval:
    """A plan put before a person. `version` rises with every re-design in a thread's turn."""

    id: str
    thread_id: str
    status: PlanStatus
    version: int
    subject: "Subject"
    expires_at: float


@dataclass(frozen=True)
class Task:
    """What a plan is to be made of: what was `heard` first, or what was `said` about the plan
    `last` that it led to.

    `agreed` is what stood when it was said: what that plan was made of, or what was agreed before
    the question that was answered. `page_id` is the page that the words are about.
    """

    said: Said
    heard: Heard
    agreed: Heard | None
    page_id: str | None
    last: Approval | None


@dataclass(frozen=True)
class Planned:
    """What became of a task; `heard.reply` is how that is told.

    With a `subject` there is something to approve; without one the question that was heard is
    asked, or the reply is all there is. `stays` says that the last plan is left as it was. `page`
    is the one that it came to be about: what is said next is about that too.
    """

    heard: Heard
    subject: "Subject | None" = None
    stays: bool = False
    page: "MadePage | None" = None


class Ending(NamedTuple):
    """How carrying a plan out ended: what is said of it, by a name that is the same after a crash,
    and what became of its build, where it was one or was stopped."""

    name: str
    frame: ServerFrame
    outcome: Outcome | None = None


class Turn(Protocol):
    """What a kind of plan may use of the turn that it is planned or carried out in."""

    async def understand(self, said: Said, about: About) -> Heard:
        """What is wanted by now, by the planner of the thread. Raises Stopped."""
        ...

    async def design(self, heard: Heard, today: date, waiting: Design | None = None) -> Blueprint:
        """The workspace that was asked for. Raises ValidationFailed, Stopped."""
        ...

    async def parent(self) -> Parent:
        """Where the thread builds. Raises InvalidInput, CredentialsRequired."""
        ...

    async def gateway(self) -> NotionGateway:
        """The way to the thread's Notion, for as long as the turn is wanted."""
        ...

    async def converted(self, file_ids: Sequence[str], language: Language) -> Converted:
        """What files come to that were kept for the thread's owner.

        Raises Expired, UnsupportedMedia, ValidationFailed, Unavailable, Stopped.
        """
        ...

    async def rehearsal(self, approval: Approval) -> Rehearsal:
        """What a plan was rehearsed as. Raises NotionError."""
        ...

    async def tried(self, subject: "Subject") -> Rehearsal:
        """What a plan comes to that is not kept yet. Raises NotionError."""
        ...

    async def is_begun(self, plan_id: str) -> bool:
        """Whether a plan is carried out as a build already."""
        ...

    async def changed_since(self, places: Collection[str], moment: float) -> bool:
        """Whether a build at one of the places ended after a moment (Unix seconds)."""
        ...

    async def made_of(self, source: str) -> dict[str, str]:
        """The pages, the latest first, that the same person has built of a source or a part of it
        (`SOURCE?…`), each with that."""
        ...

    async def unless_stopped(self, work: Coroutine[Any, Any, T]) -> T:
        """Awaits what may take long, but no longer than it is wanted. Raises Stopped."""
        ...

    @property
    def helpdesk(self) -> Helpdesk:
        """The helpdesk of the thread, for as long as the turn is wanted."""
        ...

    async def tell(self, key: str, progress: Progress) -> None:
        """Says how far it is, once per key."""
        ...


class Subject(Strict, ABC):
    """What a plan is about, as it is kept with the approval."""

    kind: str
    planning: ClassVar[str]  # the key of the text that says that it is being planned
    # The key of the text that says that it is carried out in memory; None: nothing is to be seen.
    rehearsing: ClassVar[str | None] = "rehearsing"
    undertaking: ClassVar[type[Undertaking] | None]  # None: it is no build, and has no way back

    @property
    @abstractmethod
    def title(self) -> str:
        """What people call it."""

    @property
    def places(self) -> frozenset[str]:
        """The ids of what would be changed: at each place one plan at a time is carried out."""
        return frozenset()

    @classmethod
    @abstractmethod
    async def planned(cls, task: Task, turn: Turn) -> Planned:
        """Makes a plan of what was said. Raises NotionForgeError."""

    async def check(self, turn: Turn) -> None:
        """Looks whether it can be carried out, before anyone is asked. Raises NotionForgeError."""

    @abstractmethod
    async def rehearse(self, stage: Stage) -> Rehearsal:
        """Carries it out in memory. Raises NotionError with what Notion would say."""

    def opens_at(self, plan: Plan, made: Mapping[str, Entry]) -> str | None:
        """The part of its preview that is to be seen first: the id of a database, behind a colon
        that of one of its views; None for the beginning. `made` are the traces of the rehearsal."""
        return None

    def presented(self, language: Language) -> str:
        """How a plan is introduced that somebody brought ready."""
        return say("given", language, title=self.title)

    def figures(self, counts: Mapping[str, int]) -> Mapping[str, Any]:
        """What its question and its completion name; `counts` is what the plan makes."""
        return counts

    def named(self, language: Language) -> str:
        """What it makes or changes, by name, as it is told that it was taken back."""
        return self.title

    @property
    def design(self) -> Blueprint | None:
        """What its preview frame shows, where that is a whole workspace."""
        return None

    @abstractmethod
    def asked(self, request: ApprovalRequest, language: Language) -> ApprovalRequest:
        """A request with what is to be approved."""

    def done(self, complete: Complete, language: Language) -> Complete:
        """What is said once it is carried out, with what was done."""
        return complete

    @property
    def remarked(self) -> Sequence[str]:
        """What a person is told of it beside the figures, in the language in which they asked."""
        return ()

    @abstractmethod
    def listed(self, language: Language) -> Mapping[str, Any]:
        """What a route answers about it to who asks once: the field, and what that holds."""

    async def edited(
        self, rehearsal: Rehearsal, blueprint: Any, changes: Any, stage: Stage
    ) -> "Subject":
        """What an edit makes of it. Raises InvalidInput, ValidationFailed, BlueprintInvalid."""
        raise InvalidInput(f"a plan to {self.kind} cannot be edited", reason="no_edit_of_changes")

    @abstractmethod
    async def begin(self, approval: Approval, turn: Turn) -> tuple[Plan, Undertaking]:
        """The operations as they are at the moment of the yes. Raises Conflict where nothing fits
        any more."""

    async def carry_out(
        self, approval: Approval, turn: Turn, language: Language, build: Building
    ) -> Ending:
        """Carries out what was approved, or goes on with it where a crash cut it off: as a `build`
        of what it begins with, unless it is done elsewhere. Raises Stopped, NotionForgeError."""
        return await build()

    async def is_begun(self, approval: Approval, turn: Turn) -> bool:
        """Whether an approved plan stands by what was done of it, so that it waits no more."""
        return await turn.is_begun(approval.id)

    def to_json(self) -> Json:
        """JSON-ready data without what is left open in it."""
        return {**self.model_dump(mode="json", exclude_defaults=True), "kind": self.kind}


class Wish(Protocol):
    """What words may ask for that comes to a plan; every kind of plan is one for itself."""

    planning: ClassVar[str]

    @classmethod
    async def planned(cls, task: Task, turn: Turn) -> Planned: ...
