"""Plans that were begun: what is kept of one beside its operations, whatever its kind."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, NamedTuple, Protocol, Self

from tools.notion.forge import OnStep
from tools.notion.gateway import NotionGateway
from tools.notion.journal import Entry, Journal, Undone
from tools.notion.operations import Operation, Plan

Json = dict[str, Any]


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
        """Undoes the plan as far as it came; may be repeated where it was cut off.

        `journal_of("")` is what was made; other names are the kind's own for what it does here.
        Raises NotionError.
        """

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
