"""The desk: what every turn and every entrance works with, handed down from the wiring."""

from dataclasses import dataclass

from agent.builder import Builder
from agent.checkpoints import Checkpoints
from agent.events import EventLog
from agent.planner.planners import Planners
from agent.plans.store import Plans
from agent.previews import Previews
from agent.threads import Threads
from tools.freshdesk.ingest import Ingest
from tools.freshdesk.schedules import Schedules
from tools.freshdesk.search import Search
from tools.notion.connect import NotionConnector
from tools.records import Records
from tools.vault import Vault


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
    planners: Planners
    connector: NotionConnector
    checkpoints: Checkpoints
    ingest: Ingest
    search: Search
    schedules: Schedules
