"""What a kind of plan is: the protocol that a module beside this one keeps to.

A new kind is its module, a line in `agent.plans.registry`, and its texts, which are found by its
name: `{kind}_question`, `{kind}_completed`, `{kind}_failed`, `{kind}_reverted`, `{kind}_undone`.
Which words ask for it is the planner's to say (`Heard.kind`).
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, NamedTuple, Protocol, Self, TypeVar

from agent.planner.seam import About, Design, Heard, Said
from agent.plans.collecting import Helpdesk
from agent.plans.statuses import PlanStatus
from agent.server_frames import ApprovalRequest, Complete, Progress
from agent.texts import say
from tools.blueprint.base import Language, Strict
from tools.blueprint.model import Blueprint
from tools.documents.convert import Converted
from tools.errors import InvalidInput
from tools.notion.forge import OnStep
from tools.notion.gateway import NotionGateway
from tools.notion.journal import Entry, Journal, Rehearsal, Undone
from tools.notion.operations import Counts, Operation, Parent, Plan
from tools.notion.transport import Stage

T = TypeVar("T")
Json = dict[str, Any]


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


class MadePage(NamedTuple):
    """Where a build has led."""

    id: str
    url: str
    title: str


class Undertaking(ABC):
    """A plan that was begun: how it is told, where it leads, how it is taken back.

    It is kept with the build before the first call, so what it says holds whatever comes after. A
    dataclass is kept as its fields are.
    """

    kind: ClassVar[str]

    @property
    def places(self) -> frozenset[str]:
        """The ids of what was there before and is changed: pages and data sources."""
        return frozenset()

    def step_text(self, operation: Operation) -> str:
        """The key of the text that says that an operation is done; it may take a `title`."""
        return operation.step

    @abstractmethod
    def page(self, plan: Plan, entries: Mapping[str, Entry]) -> MadePage:
        """The page that the plan has made or changed."""

    @abstractmethod
    async def take_back(
        self,
        plan: Plan,
        gateway: NotionGateway,
        journal_of: Callable[[str], Journal],
        on_step: OnStep,
    ) -> Undone:
        """Undoes the plan as far as it came; may be repeated where it was cut off. `journal_of("")`
        is what was made; other names are the kind's own for what it does. Raises NotionError."""

    def to_json(self) -> Json:
        return {"kind": self.kind, **vars(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(**{name: value for name, value in data.items() if name != "kind"})


class Shelf(Protocol):
    """Where recipes are kept: `agent.library`. Both are void when repeated."""

    async def put_recipe(self, owner: str, recipe: Json) -> None:
        """Keeps a recipe file. Raises Conflict where there are too many."""
        ...

    async def drop_recipe(self, owner: str, recipe_id: str) -> None: ...


class InHouse(ABC):
    """What an undertaking is beside its operations that writes here, and not to Notion. Both ways
    are gone again after a crash, and void then."""

    @abstractmethod
    async def carry_out(self, shelf: Shelf, owner: str) -> None:
        """Raises NotionForgeError."""

    @abstractmethod
    async def take_out(self, shelf: Shelf, owner: str) -> Undone:
        """Takes back what was carried out, if it was."""


class Subject(Strict, ABC):
    """What a plan is about, as it is kept with the approval."""

    kind: str
    planning: ClassVar[str]  # the key of the text that says that it is being planned
    undertaking: ClassVar[type[Undertaking] | None]  # None: it makes nothing in Notion

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

    def opens_at(self, plan: Plan) -> str | None:
        """The id of the part of its preview that is to be seen first; None for the beginning."""
        return None

    def presented(self, language: Language) -> str:
        """How a plan is introduced that somebody brought ready."""
        return say("given", language, title=self.title)

    def figures(self, counts: Mapping[str, int]) -> Mapping[str, Any]:
        """What its question and its completion name; `counts` is what the plan makes."""
        return counts

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

    def to_json(self) -> Json:
        """JSON-ready data without what is left open in it."""
        return {**self.model_dump(mode="json", exclude_defaults=True), "kind": self.kind}


class Wish(Protocol):
    """What words may ask for that comes to a plan; every kind of plan is one for itself."""

    planning: ClassVar[str]

    @classmethod
    async def planned(cls, task: Task, turn: Turn) -> Planned: ...


class Errand(Subject):
    """A plan that is carried out elsewhere than in Notion: there is nothing to rehearse, and no
    build that could be taken back. Who asks twice for it is given the same errand."""

    undertaking: ClassVar[type[Undertaking] | None] = None

    async def rehearse(self, stage: Stage) -> Rehearsal:
        nothing = Plan((), Counts())
        return Rehearsal(nothing, await stage.empty(), "", {}, from_nothing=False)

    async def begin(self, approval: Approval, turn: Turn) -> tuple[Plan, Undertaking]:
        raise InvalidInput(f"a plan to {self.kind} makes nothing in Notion")

    @abstractmethod
    async def run(self, approval: Approval, turn: Turn, language: Language) -> Complete:
        """Carries it out, or goes on with it where a crash cut it off; what is said at its end.

        Raises Stopped, once nothing goes on any more; NotionForgeError.
        """

    @abstractmethod
    def stopped(self, language: Language) -> str:
        """What is said once it was cancelled on the way."""
