"""Runs as dead processes leave them."""

import time

from sqlalchemy import insert

from agent.inputs import RunInput
from agent.runs import Runs
from agent.turns import Turns
from api.app import App
from tools.records.tables import runs


async def leave(app: App, run_id: str, thread_id: str, given: RunInput, attempts: int = 0) -> None:
    """A run as a process leaves it that dies right after it was kept, or has begun it so often."""
    row = {
        "id": run_id,
        "thread_id": thread_id,
        "input": given.model_dump(mode="json"),
        "status": "running" if attempts else "queued",
        "attempts": attempts,
        "created_at": time.time(),
    }
    await app.desk.records.write(lambda connection: connection.execute(insert(runs).values(row)))


async def taken_up(app: App) -> int:
    """How many runs a process takes up that begins now, as those before it know what they did."""
    app.runs = Runs(app.desk, Turns(app.desk))
    return await app.runs.take_up()
