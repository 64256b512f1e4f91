"""Plans that were begun: what is kept of one beside its operations, whatever its kind."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, Protocol, Self

from tools.notion.forge import Forge, OnStep
from tools.notion.gateway import NotionGateway
from tools.notion.journal import Entry, Journal, Undone
from tools.notion.operations import Operation, Plan

Json = dict[str, Any]


class MadePage(NamedTuple):
    """Where a build has led."""

    id: str
    url: str
    title: str


class Shelf(Protocol):
    """Where recipes are kept: `agent.library`. Both are void when repeated."""

    async def put_recipe(self, owner: str, recipe: Json) -> None:
        """Keeps a recipe file. Raises Conflict where there are too many."""
        ...

    async def drop_recipe(self, owner: str, recipe_id: str) -> None: ...


@dataclass(frozen=True)
class Hands:
    """What a plan is carried out and taken back with.

    `journal_of("")` is what was made; other names are the kind's own for what it does there.
    `owner` is the server key whose plan it is.
    """

    gateway: NotionGateway
    journal_of: Callable[[str], Journal]
    on_step: OnStep
    shelf: Shelf
    owner: str


class Undertaking(ABC):
    """A plan that was begun: how it is carried out and told, where it leads, how it is taken back.

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

    def page(self, plan: Plan, entries: Mapping[str, Entry]) -> MadePage:
        """The page that was made, by the first operation, or the one that was changed."""
        first = plan.operations[0]
        made = entries[first.id]
        return MadePage(str(made.notion_id), str((made.captured or {})["/url"]), first.title)

    async def carry_out(self, plan: Plan, hands: Hands) -> None:
        """Does the plan, from where a crash may have left it; what writes elsewhere than to Notion
        has its own way. Raises NotionForgeError."""
        await Forge(plan, hands.gateway, hands.journal_of(""), hands.on_step).run()

    @abstractmethod
    async def take_back(self, plan: Plan, hands: Hands) -> Undone:
        """Undoes the plan as far as it came; may be repeated where it was cut off.

        Raises NotionError.
        """

    def to_json(self) -> Json:
        return {"kind": self.kind, **vars(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(**{name: value for name, value in data.items() if name != "kind"})
