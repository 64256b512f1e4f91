"""Tables of ten thousand rows and bodies of many blocks: how long everybody else waits for them.

A stall is CPU time for which the event loop's thread is busy in one go.
"""

import asyncio
import time

from bench.report import row, title
from embedded import InMemory
from sandbox.notion import Workspace
from sandbox.notion.snapshot import page_json
from tests.sandbox.notionkit import Api, serving, text_value
from tests.support.tables import longest_stall, table
from tools.blueprint.model import Blueprint
from tools.blueprint.parse import parse
from tools.notion.rehearse import rehearse

ROWS = 10_000
LONGEST = 0.05  # seconds
SORTED = {"sorts": [{"property": "Size", "direction": "ascending"}]}
FILTERED = {"filter": {"property": "Twice", "formula": {"number": {"greater_than": 100}}}}
ROUNDS = 5


def long_bodies() -> Blueprint:
    """200 rows of 120 paragraphs."""
    blocks = [{"type": "paragraph", "text": f"line {number} of many"} for number in range(120)]
    rows = [{"values": {"Name": f"row {number}"}, "blocks": blocks} for number in range(200)]
    properties = [{"name": "Name", "type": "title"}]
    return parse(
        {"title": "Long", "databases": [{"title": "D", "properties": properties, "rows": rows}]}
    )


async def _seconds(api: Api, path: str, body: dict[str, object]) -> float:
    """CPU seconds of a request, the least of a few."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        await api.ok("POST", path, body)
        taken.append(time.process_time() - begun)
    return min(taken)


def _stall(name: str, seconds: float) -> None:
    row(name, f"{seconds * 1000:.1f} ms", "<= 50 ms", met=seconds <= LONGEST)


async def _queries(api: Api, source: str) -> None:
    path = f"/v1/data_sources/{source}/query"
    title(f"A further page ÷ an unsorted one, {ROWS:,} rows")
    plain = await api.ok("POST", path, {})
    unsorted = await _seconds(api, path, {"start_cursor": plain["next_cursor"]})
    row("unsorted", f"{unsorted * 1000:.1f} ms")
    for name, asked in (("sorted", SORTED), ("filtered", FILTERED)):
        begun = time.process_time()
        page = await api.ok("POST", path, asked)
        first = time.process_time() - begun
        row(f"{name}, the first page", f"{first * 1000:.1f} ms = {first / unsorted:.1f}")
        further = await _seconds(api, path, {**asked, "start_cursor": page["next_cursor"]})
        ratio = further / unsorted
        row(f"{name}, a further page", f"{ratio:.2f}", "<= 3", met=ratio <= 3)


async def _stalls(workspace: Workspace, api: Api, home: str, source: str) -> None:
    title(f"The longest stall of the event loop, {ROWS:,} rows")
    query = f"/v1/data_sources/{source}/query"
    for name, path, body in (
        ("a sorted query", query, SORTED),
        ("a filtered query", query, FILTERED),
        ("a search", "/v1/search", {"query": "row table"}),
    ):
        await api.row(source, Name=text_value("what was found before is old"))
        _stall(name, await longest_stall(api.ok("POST", path, body)))
    _stall("the viewer's page", await longest_stall(page_json(workspace, home, base_url="/w")))
    first = (await api.ok("POST", query, {"page_size": 1}))["results"][0]["id"]
    _stall("a row's page", await longest_stall(page_json(workspace, first, base_url="/w")))
    size = len(await page_json(workspace, home, base_url="/w"))
    row("the viewer's page, size", f"{size / 1000:.0f} KB")


async def main() -> None:
    workspace = await Workspace.open(None)
    home, _, source = await table(workspace, ROWS)
    async with serving(workspace) as api:
        await _queries(api, source)
        await _stalls(workspace, api, home, source)
    design = long_bodies()
    _stall("rehearsing 200 rows of 120 blocks", await longest_stall(rehearse(design, InMemory())))


if __name__ == "__main__":
    asyncio.run(main())
