"""Two tabs say what they like at the same time: every plan comes to one end, every turn to its.

`CHAOS_CONVERSATIONS` says how many (20, a taste: `make chaos` has 2,000), `CHAOS_SEED` which ones,
`CHAOS_KILLED` how many more to a server that is killed meanwhile (a fiftieth, but two).
"""

import asyncio
import functools
import os
import random
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine

from agent.planner.seam import About, Design, Heard, Said
from sandbox.notion.snapshot import workspace_index
from tests.support.chat import types
from tests.support.interleaving import (
    Conversation,
    built_pages,
    fates,
    is_done,
    yes_to_unseen,
)
from tests.support.planners import ObedientPlanner, blueprint
from tests.support.processes import Process, server_process
from tests.support.rest import rest
from tests.support.serving import Server, serving
from tests.support.waiting import until
from tools.errors import Unavailable

CONVERSATIONS = int(os.environ.get("CHAOS_CONVERSATIONS", "20"))
SEED = int(os.environ.get("CHAOS_SEED", "1"))
AT_ONCE = 8
KILLED = int(os.environ.get("CHAOS_KILLED", max(2, CONVERSATIONS // 50)))
LATEST_KILL = 0.25  # seconds after the tabs have begun to speak


class Failing(ObedientPlanner):
    """Cannot make anew what breaks it."""

    async def understand(self, said: Said, about: About) -> Heard:
        if isinstance(about, Design) and "고장" in said.text:
            raise Unavailable("no planner is there")
        return await super().understand(said, about)


@pytest.mark.timeout(300 + 2 * CONVERSATIONS)
async def test_every_plan_comes_to_one_end_whatever_two_tabs_say_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    ends: Counter[str] = Counter()
    planner = Failing(blueprint(rows=1, databases=1))
    async with serving(tmp_path, planner) as server:
        places = asyncio.Semaphore(AT_ONCE)

        async def one(number: int) -> None:
            async with places:
                ends.update(await _conversation(server, number))

        async with asyncio.TaskGroup() as group:
            for number in range(CONVERSATIONS):
                group.create_task(one(number))
        built = await server.app.desk.records.read(built_pages)
        assert (
            sorted(page["id"] for page in workspace_index(server.app.embedded.workspace)) == built
        )
    with capsys.disabled():
        sys.stdout.write(f"\n{CONVERSATIONS} conversations: {dict(ends)}\n")
    assert {"built", "anew", "rejected"} <= ends.keys()
    assert "waiting" not in ends


async def _conversation(server: Server, number: int) -> Counter[str]:
    """What became of the plans of one conversation."""
    conversation = Conversation(random.Random(SEED * 1_000_003 + number), "만들어줘")
    await conversation.go_on(server.socket_url, opening=True)
    await until(lambda: not server.app.runs.is_busy(conversation.thread_id))
    if await server.app.desk.plans.pending(conversation.thread_id) is not None:
        await conversation.decline(server.socket_url)
        await until(lambda: not server.app.runs.is_busy(conversation.thread_id))

    def look(connection: Connection) -> Counter[str]:
        assert is_done(connection, conversation.thread_id)
        assert yes_to_unseen(conversation, connection) == []
        return fates(connection, conversation.thread_id)

    try:
        return await server.app.desk.records.read(look)
    except AssertionError as error:
        error.add_note(f"conversation {number} of seed {SEED}")
        raise


@pytest.mark.timeout(300 + 30 * KILLED)
async def test_every_plan_comes_to_one_end_though_the_server_is_killed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    draw, ends = random.Random(SEED), Counter[str]()
    engine = create_engine(f"sqlite:///{tmp_path / 'data' / 'notionforge.db'}")
    limits = {"WS_MESSAGES_PER_MINUTE": "0", "WS_CONNECTIONS_PER_ADDRESS": "0"}
    async with server_process(tmp_path, **limits) as process:
        for first in range(0, KILLED, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, KILLED))
            talks = [
                Conversation(random.Random(SEED * 7 + n), "독서 기록장 만들어줘") for n in numbers
            ]
            await _killed_amid(process, talks, draw.uniform(0, LATEST_KILL))
            with engine.connect() as connection:
                for talk in talks:
                    await until(functools.partial(_is_done, connection, talk), 0.05)
                    if fates(connection, talk.thread_id)["waiting"]:
                        await talk.decline(process.socket_url)
                        await until(functools.partial(_is_done, connection, talk), 0.05)
                    ends.update(fates(connection, talk.thread_id))
        async with rest(process.url) as client:
            pages = (await client.get("/workspace/data")).json()["pages"]
        with engine.connect() as connection:
            assert sorted(page["id"] for page in pages) == built_pages(connection)
    engine.dispose()
    with capsys.disabled():
        sys.stdout.write(f"\n{KILLED} conversations amid kills: {dict(ends)}\n")
    assert ends
    assert "waiting" not in ends


async def _killed_amid(process: Process, talks: list[Conversation], moment: float) -> None:
    """The conversations begin, the server dies amid them and comes back, and they go on."""

    async def kill() -> None:
        await until(lambda: any("approval_request" in types(talk.heard) for talk in talks))
        await asyncio.sleep(moment)
        process.kill()

    killing = asyncio.create_task(kill())
    await asyncio.gather(*(talk.go_on(process.socket_url, opening=True) for talk in talks))
    await killing
    await process.ended()
    await process.start()
    await asyncio.gather(*(talk.go_on(process.socket_url, opening=False) for talk in talks))


def _is_done(connection: Connection, talk: Conversation) -> bool:
    connection.rollback()  # a new look
    return is_done(connection, talk.thread_id)
