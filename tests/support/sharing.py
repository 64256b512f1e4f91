"""Servers, in this process, that share one workspace in Postgres."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg

from sandbox.notion import Workspace
from sandbox.notion.records import Page
from sandbox.notion.shared.workspace import SharedWorkspace
from sandbox.notion.state import State
from tests.sandbox.notionkit import Api, serving
from tests.support.postgres import ADDRESS


@asynccontextmanager
async def shared(address: str, **more: Any) -> AsyncIterator[SharedWorkspace]:
    """The workspace as one server has it."""
    workspace = await SharedWorkspace.shared(address, **more)
    try:
        yield workspace
    finally:
        await workspace.close()


@asynccontextmanager
async def two_servers(address: str) -> AsyncIterator[tuple[Api, Api]]:
    async with (
        shared(address) as one,
        shared(address) as other,
        serving(one) as here,
        serving(other) as there,
    ):
        yield here, there


async def in_database(address: str) -> State:
    """What a server would hold that begins now."""
    async with shared(address) as workspace:
        return workspace.state


def cut_off(database: str) -> None:
    """Ends the connections of all workspaces, as a database does that is begun anew."""
    query = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
               WHERE application_name = 'notionforge-workspace' AND datname = %s"""
    with psycopg.connect(ADDRESS, autocommit=True) as connection:
        connection.execute(query, (name_of(database),))


def name_of(database: str) -> str:
    """What the database at an address is called."""
    return database.rpartition("/")[2]


@asynccontextmanager
async def writing_at_length(workspace: Workspace, page_id: str) -> AsyncIterator[None]:
    """While a workspace carries a write out that takes long: it locks a page in the end."""
    loop = asyncio.get_running_loop()
    begun, go_on = asyncio.Event(), asyncio.Event()
    tx = workspace.begin("2026-11-29T10:00:00.000Z")

    def lock() -> None:
        loop.call_soon_threadsafe(begun.set)
        asyncio.run_coroutine_threadsafe(go_on.wait(), loop).result()
        page = tx.get(Page, page_id)
        assert page is not None
        tx.edit(page, is_locked=True)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(workspace.write(tx, lock, is_long=True))
        await begun.wait()
        try:
            yield
        finally:
            go_on.set()
