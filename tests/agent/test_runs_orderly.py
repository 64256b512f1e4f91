"""However often a server is stopped in good order, what it was at goes on afterwards."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select

from agent.inputs import Message
from agent.planner.planners import Planners
from agent.threads import Settings as ThreadSettings
from api.app import App
from settings import Settings
from tests.support.planners import ObedientPlanner
from tools.records.tables import runs
from wiring import running

LIVES = 3


async def seen(app: App, thread: str, **values: str) -> None:
    """Follows a thread up to a frame with the given fields."""
    async with asyncio.timeout(10):
        async for event in app.desk.events.follow(thread, 0):
            if values.items() <= event.frame.items():
                return


async def attempts(app: App) -> int:
    return await app.desk.records.read(lambda c: c.execute(select(runs.c.attempts)).scalar_one())


@pytest.mark.timeout(90)
async def test_an_orderly_stop_is_no_try_that_ended_the_process(tmp_path: Path):
    thread, planner = "", ObedientPlanner()
    with planner.held():
        for life in range(LIVES):
            async with running(Settings(data_dir=tmp_path), Planners(planner)) as (app, _):
                if not life:
                    thread = (await app.desk.threads.create("", ThreadSettings(language="ko"))).id
                    await app.runs.submit(thread, "1", Message(text="만들어줘"))
                await seen(app, thread, step="generating")
                while not await attempts(app):  # noqa: ASYNC110 - there is no event to wait for
                    await asyncio.sleep(0.01)
                await app.runs.close(grace=0.1)
                assert await attempts(app) == 0
    async with running(Settings(data_dir=tmp_path), Planners(planner)) as (app, _):
        await seen(app, thread, type="turn_end", status="awaiting_approval")
