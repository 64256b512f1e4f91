"""Big tables, and how long the event loop is held while they are read."""

import asyncio
import gc
import time
from collections.abc import Awaitable
from dataclasses import replace

from sandbox.notion import Workspace
from sandbox.notion.calls import need
from sandbox.notion.ids import new_id
from sandbox.notion.properties.lookup import need_property
from sandbox.notion.records import DataSource, Page
from tests.sandbox.notionkit import serving, text_value

NOW = "2026-11-28T10:00:00.000Z"
STAGES = ("idea", "ready", "doing", "done")
SCHEMA = {
    "Name": {"title": {}},
    "Size": {"number": {}},
    "Stage": {"select": {"options": [{"name": name} for name in STAGES]}},
    "Twice": {"formula": {"expression": 'prop("Size") * 2'}},
    "When": {"date": {}},
}


async def table(workspace: Workspace, rows: int) -> tuple[str, str, str]:
    """A page with a database of so many rows, of sizes 0 to rows - 1 in no order.

    Its formula is taken as written in the app: Notion filters by no other.

    Returns the ids of the page, the database and the data source.
    """
    workspace.state.knows_formulas = True
    async with serving(workspace) as api:
        home = await api.page()
        database, source = await api.database(home["id"], "Big", SCHEMA)
        await api.row(
            source,
            Name=text_value("a row of the table"),
            Size={"number": 0},
            Stage={"select": {"name": "idea"}},
            When={"date": {"start": "2026-11-20"}},
        )
    await _copy_row(workspace, source, rows)
    return home["id"], database, source


async def _copy_row(workspace: Workspace, source_id: str, rows: int) -> None:
    tx = workspace.begin(NOW)
    [row] = tx.members(Page, source_id)
    source = need(tx, DataSource, source_id)
    size = need_property(source.schema, "Size")["id"]
    for number in range(1, rows):
        values = {**row.values, size: number * 7919 % rows}  # a prime: each size once
        tx.put(replace(row, id=new_id(), values=values))
    await workspace.commit(tx)


async def longest_stall(work: Awaitable[object]) -> float:
    """Seconds of CPU time for which the event loop's thread was busy in one go during `work`.

    What was there before is kept from the collector from now on, as the server does at its start.
    """
    stalls: list[float] = []

    async def beat() -> None:
        before = time.thread_time()
        while True:
            await asyncio.sleep(0.001)  # at every turn, it would take a core from the work
            now = time.thread_time()
            stalls.append(now - before)
            before = now

    gc.collect()
    gc.freeze()
    beating = asyncio.create_task(beat())
    await asyncio.sleep(0)
    try:
        await work
        await asyncio.sleep(0.002)  # the last beat is after the work
    finally:
        beating.cancel()
    return max(stalls)
