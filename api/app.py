"""What routes reach for: the services of the running application."""

from collections import Counter
from dataclasses import dataclass, field

from starlette.requests import HTTPConnection

from agent.checkpoints import Checkpoints
from agent.events import EventLog
from agent.plans import Plans
from agent.previews import Previews
from agent.runs import Runs
from agent.skills import Skill
from agent.threads import Threads
from api.callers import Callers
from sandbox.notion import Workspace
from settings import Settings
from tools.notion.connect import NotionConnector
from tools.records import Records
from tools.vault import Vault


@dataclass(frozen=True)
class Seen:
    """What a look at a service or a disk found, and when (monotonic seconds)."""

    ready: bool = False
    at: float = float("-inf")


@dataclass
class App:
    """The wired application, made in one place (`server.py`) and read everywhere.

    `sockets` counts the open ones by network; `keyed` are the requests with an idempotency key that
    are under way; `draining` turns true when the server is told to stop.
    """

    settings: Settings
    records: Records
    vault: Vault
    events: EventLog
    threads: Threads
    plans: Plans
    previews: Previews
    runs: Runs
    checkpoints: Checkpoints
    connector: NotionConnector
    workspace: Workspace
    skills: dict[str, Skill]
    callers: Callers
    notion_seen: Seen = Seen()
    storage_seen: Seen = Seen()
    sockets: Counter[str] = field(default_factory=Counter)
    keyed: set[tuple[str, str]] = field(default_factory=set)
    draining: bool = False


def app_of(connection: HTTPConnection) -> App:
    """The application behind a request or socket."""
    app: App = connection.app.state.app
    return app
