"""An export of a thousand rows with something on each: its CPU time beside that of reading the
same, and for how long the event loop is held."""

import time
from dataclasses import dataclass

from bench.report import row, title
from embedded import EmbeddedWorkspace
from sandbox.notion import Workspace
from tests.support.tables import longest_stall
from tools.blueprint.model import Blueprint
from tools.blueprint.parse import parse
from tools.export.archived import Export
from tools.export.files import Room
from tools.notion.connect import NotionConnector
from tools.notion.difference import from_nothing
from tools.notion.forge import Forge, Step
from tools.notion.journal import MemoryJournal
from tools.notion.operations import WORKSPACE
from tools.notion.structure.read import read_below
from tools.notion.structure.saved import read_pages

ROWS = 1_000
MOST_SECONDS = 2.0
LONGEST = 0.05  # seconds


def design() -> Blueprint:
    blocks = [{"type": "paragraph", "text": "said"}, {"type": "to_do", "text": "done"}]
    properties = [
        {"name": "Name", "type": "title"},
        {"name": "Stage", "type": "select", "options": [{"name": "now"}, {"name": "later"}]},
        {"name": "When", "type": "date"},
        {"name": "Cost", "type": "number", "format": "won"},
        {"name": "Twice", "type": "formula", "expression": 'prop("Cost") * 2'},
    ]
    rows = [
        {
            "values": {"Name": f"row {i}", "Stage": "now", "When": "2026-03-02", "Cost": i},
            "blocks": blocks,
        }
        for i in range(ROWS)
    ]
    tables = [{"title": "Rows", "properties": properties, "rows": rows}]
    return parse({"title": "Export", "databases": tables})


@dataclass
class Exporting:
    """A page in a workspace in memory."""

    connector: NotionConnector
    page_id: str

    @classmethod
    async def built(cls) -> "Exporting":
        workspace = EmbeddedWorkspace(await Workspace.open(None))
        connector = NotionConnector(workspace)

        async def note(_: Step) -> None:
            """Nobody watches."""

        plan = from_nothing(design(), WORKSPACE)
        page_id = await Forge(plan, connector.open(None), MemoryJournal(), note).run()
        return cls(connector, page_id)

    async def read(self) -> None:
        """The floor: every page, table and body is asked for."""
        gateway = self.connector.open(None)
        for reading in await read_pages(gateway, self.page_id):
            for answer in reading.answers:
                if answer["object"] == "page" and "data_source_id" in answer["parent"]:
                    await read_below(gateway, answer)

    async def export(self) -> None:
        gateway, downloads = self.connector.open(None), self.connector.downloads_for(None)
        found = await Export.read(gateway, downloads, Room(), self.page_id, "en")
        async for _ in found.pieces():
            pass


async def main() -> None:
    title(f"An export of {ROWS:,} rows")
    exporting = await Exporting.built()
    await exporting.read()
    begun = time.process_time()
    await exporting.read()
    floor = time.process_time() - begun
    begun = time.process_time()
    stall = await longest_stall(exporting.export())
    seconds = time.process_time() - begun
    met = seconds <= MOST_SECONDS
    row("CPU time", f"{seconds:.2f} s", f"<= {MOST_SECONDS:g} s", met=met)
    row("÷ reading the same", f"{seconds / floor:.1f}")
    row("the longest stall", f"{stall * 1000:.1f} ms", "<= 50 ms", met=stall <= LONGEST)
