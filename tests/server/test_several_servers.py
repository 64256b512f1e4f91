"""Two servers over one Postgres: either answers, one works, and a dead one's work goes on."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.server.test_crash import (
    WISH,
    assert_built_once,
    assert_whole,
    in_the_middle_of_the_rows,
    until_death,
)
from tests.support.chat import Chat, chatting, of_type, types
from tests.support.databases import ADDRESS
from tests.support.planners import ObedientPlanner, blueprint
from tests.support.postgres import NoPostgres, postgres
from tests.support.processes import Process, server_process
from tests.support.rest import rest
from tests.support.serving import TOKEN, RemoteNotion, Server, remote_notion, serving
from tests.support.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECRET = "of-all-servers"


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    try:
        with postgres() as address:
            yield address
    except NoPostgres as missing:
        pytest.skip(str(missing))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def notion() -> AsyncIterator[RemoteNotion]:
    async with remote_notion() as notion:
        yield notion


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def planner() -> ObedientPlanner:
    return ObedientPlanner(blueprint(rows=6))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def servers(
    tmp_path_factory: pytest.TempPathFactory,
    database: str,
    notion: RemoteNotion,
    planner: ObedientPlanner,
) -> AsyncIterator[tuple[Server, Server]]:
    shared = {"notion_base_url": notion.url, "database_url": database, "secret_key": SECRET}
    folders = [tmp_path_factory.mktemp(name) for name in ("one", "two")]
    async with (
        serving(folders[0], planner, **shared) as one,
        serving(folders[1], planner, **shared) as two,
    ):
        yield one, two


@pytest_asyncio.fixture(loop_scope="module")
async def sockets(
    servers: tuple[Server, Server], notion: RemoteNotion
) -> AsyncIterator[tuple[Chat, Chat]]:
    """A thread with a socket at each server; it builds in the Notion over TCP."""
    token, parent = notion.new_token(), await notion.new_parent()
    here, there = servers
    async with contextlib.AsyncExitStack() as stack:
        opened = chatting(here.socket_url, notion_token=token, parent_page_id=parent)
        one = await stack.enter_async_context(opened)
        yield (
            one,
            await stack.enter_async_context(chatting(there.socket_url, thread_id=one.thread_id)),
        )
    notion.faults.clear()


async def test_sockets_of_all_servers_hear_the_same_in_the_same_order(
    sockets: tuple[Chat, Chat],
):
    one, two = sockets
    request = await one.asked()
    assert of_type(await two.turn(), "approval_request") == request
    await two.approve(request)
    await asyncio.gather(one.turn(), two.turn())
    assert of_type(one.frames, "complete")
    assert one.numbered == two.numbered
    assert [frame["seq"] for frame in one.numbered] == list(range(1, len(one.numbered) + 1))


async def test_a_cancel_is_heard_by_the_server_that_builds(
    sockets: tuple[Chat, Chat], notion: RemoteNotion
):
    one, two = sockets
    request = await one.asked()
    await two.turn()
    notion.faults.latency = 0.03
    await one.approve(request)
    await two.until("progress", step="create_page")
    await two.send("cancel")
    assert of_type(await two.turn(), "cancelled")["reason"] == "cancelled"


async def test_words_that_come_to_both_servers_are_worked_off_by_one(
    sockets: tuple[Chat, Chat], planner: ObedientPlanner
):
    one, two = sockets
    with planner.held():
        await one.say("만들어줘")
        await one.until("progress", step="generating")
        await two.say("하나 더")
    await one.turn()
    await one.turn()
    said = [frame["content"] for frame in one.numbered if frame["type"] == "user_message"]
    assert said == ["만들어줘", "하나 더"]
    assert types(one.numbered).count("turn_end") == 2


async def test_the_embedded_workspace_is_the_same_at_all_servers(servers: tuple[Server, Server]):
    here, there = servers
    async with rest(here.url) as one, rest(there.url) as two:
        made = (await one.post("/api/templates/generate", json={"prompt": "만들어줘"})).json()
        page = made["page_id"]
        data, listed = f"/workspace/{page}/data", "/workspace/data"
        built = (await one.get(data)).text
        assert (await two.get(data)).text == built
        title = {"properties": {"title": {"title": [{"text": {"content": "Elsewhere"}}]}}}
        await two.patch(f"/workspace/{page}/api/pages/{page}", json=title)
        assert "Elsewhere" in (await one.get(data)).text
        assert page in (await one.get(listed)).text
        undone = await two.post(f"/api/templates/undo/{made['undo_id']}")
        assert undone.status_code == 200, undone.text
        assert page not in (await one.get(listed)).text
        assert (await one.get(listed)).text == (await two.get(listed)).text


async def test_a_skill_that_is_added_at_one_server_is_soon_at_all(servers: tuple[Server, Server]):
    here, there = servers
    skill = {"skill_id": "bees", "name": "Bee diary", "description": "Hives", "content": "Ask."}
    known = there.app.library.skills_of
    async with rest(here.url) as one, rest(there.url) as two:
        assert (await one.post("/api/skills", json=skill)).status_code == 201
        await until(lambda: "bees" in known(""))
        await one.put("/api/skills/bees", json={**skill, "name": "Apiary"})
        await until(lambda: known("")["bees"].name == "Apiary")
        assert (await two.delete("/api/skills/bees")).status_code == 200
        await until(lambda: "bees" not in here.app.library.skills_of(""))


async def test_keyed_requests_that_come_to_both_servers_are_carried_out_once(
    servers: tuple[Server, Server],
):
    here, there = servers
    async with rest(here.url) as one, rest(there.url) as two:

        async def both(key: str) -> None:
            asked = [
                each.post(
                    "/api/templates/generate",
                    json={"prompt": "만들어줘"},
                    headers={"Idempotency-Key": key},
                )
                for each in (one, two)
            ]
            first, second = await asyncio.gather(*asked)
            assert (first.status_code, second.status_code) == (200, 200)
            assert first.json() == second.json()

        await asyncio.gather(*(both(f"of both {number}") for number in range(4)))


@contextlib.asynccontextmanager
async def two_processes(folder: Path, **env: str) -> AsyncIterator[tuple[Process, Process]]:
    """Two servers of their own."""
    async with contextlib.AsyncExitStack() as stack:

        async def begun(name: str) -> Process:
            (folder / name).mkdir()
            return await stack.enter_async_context(server_process(folder / name, **env))

        yield await begun("one"), await begun("two")


def content(database: str) -> dict[str, str | None]:
    """A digest of what is kept in each table, but for the signs of life."""
    import psycopg

    names = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'servers'"
    with psycopg.connect(database) as connection:

        def digest(name: str) -> str | None:
            rows = f"SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {name} t"
            row = connection.execute(rows.encode()).fetchone()
            return None if row is None else row[0]

        return {name: digest(name) for (name,) in connection.execute(names).fetchall()}


@pytest.mark.skipif(not ADDRESS, reason="takes a minute: `make test-postgres`")
async def test_work_of_a_dead_server_is_done_once_by_another(
    tmp_path: Path, database: str, notion: RemoteNotion
):
    notion.faults.latency = 0.03
    env = {"NOTION_BASE_URL": notion.url, "DATABASE_URL": database, "SECRET_KEY": SECRET}
    async with two_processes(tmp_path, **env) as (dying, living):
        parent = await notion.new_parent()
        init = {"notion_token": TOKEN, "parent_page_id": parent}
        async with chatting(dying.socket_url, **init) as chat:
            request = await chat.asked(WISH)
            await chat.approve(request)
            await chat.until("progress", current=in_the_middle_of_the_rows(request))
            dying.kill()
            await until_death(chat)
        since = {"thread_id": chat.thread_id, "since": chat.last_seq}
        async with chatting(living.socket_url, **since) as back:
            await back.turn()
        complete = assert_whole([*chat.numbered, *back.numbered], request)
        await assert_built_once(notion, parent, complete, request)
    notion.faults.clear()


@pytest.mark.skipif(not ADDRESS, reason="takes a minute: `make test-postgres`")
async def test_a_server_that_stood_still_writes_nothing_and_ends(
    tmp_path: Path, database: str, notion: RemoteNotion
):
    notion.faults.latency = 0.03
    env = {"NOTION_BASE_URL": notion.url, "DATABASE_URL": database, "SECRET_KEY": SECRET}
    async with two_processes(tmp_path, **env) as (still, living):
        parent = await notion.new_parent()
        async with chatting(still.socket_url, notion_token=TOKEN, parent_page_id=parent) as chat:
            request = await chat.asked(WISH)
            await chat.approve(request)
            await chat.until("progress", current=in_the_middle_of_the_rows(request))
            still.signal(signal.SIGSTOP)
            since = {"thread_id": chat.thread_id, "since": chat.last_seq}
            async with chatting(living.socket_url, **since) as back:
                await back.turn()
            before, writes = content(database), notion.requests.writes
            still.signal(signal.SIGCONT)
            assert await still.ended() == -signal.SIGTERM  # in order
        assert notion.requests.writes == writes
        assert content(database) == before
        complete = assert_whole([*chat.numbered, *back.numbered], request)
        await assert_built_once(notion, parent, complete, request)
    notion.faults.clear()


@pytest.mark.skipif(not ADDRESS, reason="takes a minute: `make test-postgres`")
async def test_a_server_that_is_stopped_hands_a_build_on_without_a_frame_lost(
    tmp_path: Path, database: str, notion: RemoteNotion
):
    notion.faults.latency = 0.03
    env = {"NOTION_BASE_URL": notion.url, "DATABASE_URL": database, "SECRET_KEY": SECRET}
    async with two_processes(tmp_path, **env) as (leaving, staying):
        parent = await notion.new_parent()
        init = {"notion_token": TOKEN, "parent_page_id": parent}
        async with chatting(leaving.socket_url, **init) as chat:
            request = await chat.asked(WISH)
            await chat.approve(request)
            await chat.until("progress", current=in_the_middle_of_the_rows(request))
            leaving.terminate()
            assert await chat.close_code() == 1012  # come back
        since = {"thread_id": chat.thread_id, "since": chat.last_seq}
        async with chatting(staying.socket_url, **since) as back:
            await back.turn()
        assert await leaving.ended() == -signal.SIGTERM
        complete = assert_whole([*chat.numbered, *back.numbered], request)
        await assert_built_once(notion, parent, complete, request)
    notion.faults.clear()
