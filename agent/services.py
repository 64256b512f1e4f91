"""What turns stand on, handed down from the wiring."""

from dataclasses import dataclass

from agent.builder import Builder
from agent.checkpoints import Checkpoints
from agent.events import EventLog
from agent.graph import Graph
from agent.planner import Planner
from agent.plans import Plans
from agent.previews import Previews
from agent.threads import Threads
from tools.notion.connect import NotionConnector
from tools.records import Records


@dataclass(frozen=True)
class Services:
    """The services of one application."""

    records: Records
    events: EventLog
    threads: Threads
    plans: Plans
    previews: Previews
    builder: Builder
    planner: Planner
    connector: NotionConnector
    graph: Graph
    checkpoints: Checkpoints
