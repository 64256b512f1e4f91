"""What routes reach for: the desk of the running application, and what only HTTP needs."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field

from starlette.requests import HTTPConnection

from agent.desk import Desk
from agent.entrance import Entrance
from agent.house import House
from agent.library import Library
from agent.planner.model.copilot import Copilot
from agent.planner.model.lazy import LazyModels
from agent.runs import Runs
from agent.tasks import Tasks
from api.callers import Callers
from settings import Settings
from tools.export.files import Room
from tools.notion.oauth import Codes, OAuthClient, Renewals
from tools.notion.transport import LocalWorkspace

MOST_EXPORTS = 4  # at once: each holds what it read, and its files on disk


@dataclass(frozen=True)
class Seen:
    """What a look at a service or a disk found, and when (monotonic seconds)."""

    ready: bool = False
    at: float = float("-inf")


@dataclass(frozen=True)
class UnderWay:
    """A request that is being carried out: what it asks for, and when that is `over`."""

    fingerprint: str
    over: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass
class App:
    """The wired application, made in one place (`wiring.py`) and read everywhere.

    `exporting` is the room for exports, `on_disk` that for their files; `sockets` counts the open
    ones by network; `keyed` are the requests that are under way with an idempotency key, by its
    scope and itself; `ending` says that the server was told to stop, and `leaving` is set when it
    does.
    """

    settings: Settings
    desk: Desk
    runs: Runs
    entrance: Entrance
    tasks: Tasks
    house: House
    embedded: LocalWorkspace
    library: Library
    models: LazyModels
    copilot: Copilot
    callers: Callers
    oauth: OAuthClient | None
    renewals: Renewals
    codes: Codes
    notion_seen: Seen = Seen()
    storage_seen: Seen = Seen()
    exporting: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_EXPORTS))
    on_disk: Room = field(default_factory=Room)
    sockets: Counter[str] = field(default_factory=Counter)
    keyed: dict[tuple[str, str], UnderWay] = field(default_factory=dict)
    ending: bool = False
    leaving: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def draining(self) -> bool:
        """Whether nothing new is to begin here: what does goes to another server, or waits."""
        return self.ending or self.leaving.is_set()

    def end(self) -> None:
        """Is not ready from now on; what is under way goes on until it has to leave."""
        self.ending = True


def app_of(connection: HTTPConnection) -> App:
    """The application behind a request or socket."""
    app: App = connection.app.state.app
    return app
