"""`kill -9` at the worst moments: all is built in the end, once; no frame is lost or doubled."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
import pytest_asyncio

from embedded import InMemory
from sandbox.notion.snapshot import page_snapshot
from tests.support.chat import Chat, Frame, chatting, of_type, types
from tests.support.examples import EXPLORING
from tests.support.portrait import Look, portrait
from tests.support.processes import Process, server_process
from tests.support.rest import rest
from tests.support.serving import TOKEN, RemoteNotion, remote_notion
from tests.support.streams import reading
from tools.blueprint.parse import parse
from tools.notion.rehearse import rehearse

pytestmark = pytest.mark.asyncio(loop_scope="module")

WISH = "프로젝트 관리 대시보드 만들어줘"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def notion() -> AsyncIterator[RemoteNotion]:
    async with remote_notion() as notion:
        notion.faults.latency = 0.01
        yield notion


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def process(
    tmp_path_factory: pytest.TempPathFactory, notion: RemoteNotion
) -> AsyncIterator[Process]:
    """One server over one data folder, through all the crashes below."""
    folder = tmp_path_factory.mktemp("crash")
    async with server_process(folder, NOTION_BASE_URL=notion.url) as process:
        yield process


async def until_death(chat: Chat) -> None:
    """Reads what the server still says before it is gone."""
    assert await chat.close_code() == 1006


async def restarted(process: Process, chat: Chat) -> dict[str, Any]:
    """Kills the server, starts it again, and returns how the thread goes on from what it heard."""
    process.kill()
    await until_death(chat)
    await process.ended()
    await process.start()
    return {"thread_id": chat.thread_id, "since": chat.last_seq}


async def resumed(process: Process, chat: Chat, turns: int = 2) -> list[Frame]:
    """All numbered frames of a thread after a restart, up to the end of so many turns in all.

    On a busy machine a kill may come after that end: then there is nothing left to come.
    """
    await process.ended()
    await process.start()
    init = {"thread_id": chat.thread_id, "since": chat.last_seq}
    async with chatting(process.socket_url, **init) as back:
        if types(chat.numbered).count("turn_end") < turns:
            await back.turn()
        assert await back.quiet() == []
    return [*chat.numbered, *back.numbered]


async def as_rehearsed(request: Frame) -> dict[str, Any]:
    rehearsal = await rehearse(parse(request["blueprint"]), InMemory())
    return await portrait(looking_at(rehearsal.embedded.workspace), rehearsal.page_id)


def looking_at(workspace: Any) -> Look:
    async def look(page_id: str) -> dict[str, Any]:
        return page_snapshot(workspace, page_id)

    return look


def assert_whole(frames: list[Frame], request: Frame) -> Frame:
    """Every number once and in order, one end of the build; returns the `complete` frame."""
    assert [frame["seq"] for frame in frames] == list(range(1, len(frames) + 1))
    complete = of_type(frames, "complete")
    assert frames[-1]["status"] == "completed"
    for name in ("pages", "databases", "rows", "views", "blocks"):
        assert complete["summary"][f"{name}_created"] == request["metadata"][name]
    steps = [frame["current"] for frame in frames if "current" in frame]
    assert sorted(steps) == list(range(1, len(steps) + 1))
    return complete


async def assert_built_once(
    notion: RemoteNotion, parent: str, complete: Frame, request: Frame
) -> None:
    """Below the parent is what was rehearsed, and nothing else."""
    look = looking_at(notion.workspace)
    assert [block["id"] for block in (await look(parent))["blocks"]] == [complete["page_id"]]
    assert await portrait(look, complete["page_id"]) == await as_rehearsed(request)


def after_the_first_page(_: Frame) -> int:
    return 1


def in_the_middle_of_the_rows(request: Frame) -> int:
    counts = request["metadata"]
    return int(counts["api_calls"] - counts["rows"] // 2)


def near_the_end(request: Frame) -> int:
    return int(request["metadata"]["api_calls"] - 1)


PLACES = [after_the_first_page, in_the_middle_of_the_rows, *[near_the_end] * EXPLORING]


@pytest.mark.parametrize("place", PLACES)
async def test_a_build_that_is_killed_ends_with_everything_once(
    process: Process, notion: RemoteNotion, place: Callable[[Frame], int]
):
    parent = await notion.new_parent()
    init = {"notion_token": TOKEN, "parent_page_id": parent}
    async with chatting(process.socket_url, **init) as chat:
        request = await chat.asked(WISH)
        notion.requests.at_write(place(request), process.kill)
        await chat.approve(request)
        await until_death(chat)
        assert "complete" not in types(chat.frames)
    frames = await resumed(process, chat)
    complete = assert_whole(frames, request)
    await assert_built_once(notion, parent, complete, request)


async def test_a_build_that_is_killed_twice_is_given_up_and_can_be_gone_on_with(
    process: Process, notion: RemoteNotion
):
    parent = await notion.new_parent()
    init = {"notion_token": TOKEN, "parent_page_id": parent}
    async with chatting(process.socket_url, **init) as chat:
        request = await chat.asked(WISH)
        notion.requests.at_write(in_the_middle_of_the_rows(request), process.kill)
        await chat.approve(request)
        await until_death(chat)
    await process.ended()
    notion.requests.at_write(3, process.kill)
    await process.start()
    frames = await resumed(process, chat)
    written = notion.requests.writes
    error = of_type(frames, "error")
    assert (error["unfinished"], frames[-1]["status"]) == (True, "failed")
    assert "두 번" in error["content"]
    again = {"thread_id": chat.thread_id, "since": frames[-1]["seq"]}
    async with chatting(process.socket_url, **again) as back:
        assert notion.requests.writes == written
        await back.say("다시")
        frames += await back.turn()
    complete = assert_whole(frames, request)
    await assert_built_once(notion, parent, complete, request)


async def test_a_wish_that_ends_the_process_twice_is_given_up_and_another_is_heard(
    process: Process,
):
    for _ in range(10):  # tries may come to their end before they are killed
        async with chatting(process.socket_url) as chat:
            await chat.say(WISH)
            await chat.until("progress", step="analyzing")
            again = await restarted(process, chat)
        async with chatting(process.socket_url, **again) as back:
            await back.until("progress", step="generating")
            again["since"] = (await restarted(process, back))["since"]
        if "turn_end" not in types(back.frames):
            break
    async with chatting(process.socket_url, **again) as last:
        assert types(await last.turn())[-2:] == ["error", "turn_end"]
        assert last.frames[-1]["status"] == "failed"
        await last.asked(WISH)


@pytest.mark.parametrize("current", [6])
async def test_a_killed_build_in_the_embedded_workspace_ends_with_everything_once(
    process: Process, current: int
):
    async with rest(process.url) as client:
        before = len((await client.get("/workspace/data")).json()["pages"])
    async with chatting(process.socket_url) as chat:
        request = await chat.asked(WISH)
        await chat.approve(request)
        await chat.until("progress", current=current)
        process.kill()
        await until_death(chat)
    frames = await resumed(process, chat)
    complete = assert_whole(frames, request)
    async with rest(process.url) as client:

        async def look(page_id: str) -> dict[str, Any]:
            answer = await client.get(f"/workspace/{page_id}/data")
            found: dict[str, Any] = answer.json()
            return found

        assert await portrait(look, complete["page_id"]) == await as_rehearsed(request)
        pages = (await client.get("/workspace/data")).json()["pages"]
    assert [page["id"] for page in pages[before:]] == [complete["page_id"]]


async def test_a_plan_that_waits_survives_and_is_built_once_approved(
    process: Process, notion: RemoteNotion
):
    parent = await notion.new_parent()
    init = {"notion_token": TOKEN, "parent_page_id": parent}
    async with chatting(process.socket_url, **init) as chat:
        request = await chat.asked(WISH)
        again = await restarted(process, chat)
    async with chatting(process.socket_url, **again) as back:
        assert await back.quiet() == []
        await back.approve(request)
        await back.turn()
    complete = assert_whole([*chat.numbered, *back.numbered], request)
    await assert_built_once(notion, parent, complete, request)


async def test_a_wish_that_was_heard_is_answered_after_a_crash(process: Process):
    async with chatting(process.socket_url) as chat:
        await chat.say(WISH)
        await chat.until("progress", step="analyzing")
        process.kill()
        await until_death(chat)
    frames = await resumed(process, chat, turns=1)
    assert [frame["seq"] for frame in frames] == list(range(1, len(frames) + 1))
    assert of_type(frames, "approval_request")["plan_version"] == 1
    assert frames[-1]["status"] == "awaiting_approval"


async def test_a_keyed_request_that_is_sent_again_after_a_crash_builds_once(
    process: Process, notion: RemoteNotion
):
    parent = await notion.new_parent()
    request = {
        "url": f"{process.url}/api/templates/generate",
        "json": {"prompt": WISH, "parent_page_id": parent},
        "headers": {"Idempotency-Key": "crash", "X-Notion-Token": TOKEN},
    }
    async with rest() as client:
        notion.requests.at_write(5, process.kill)
        with pytest.raises(httpx.TransportError):
            await client.post(**request)
        await process.ended()
        await process.start()
        answer = (await client.post(**request)).json()
        assert answer["success"] is True
        assert (await client.post(**request)).json() == answer
    below = (await looking_at(notion.workspace)(parent))["blocks"]
    assert [block["id"] for block in below] == [answer["page_id"]]


async def test_a_task_and_its_stream_survive_being_killed(process: Process, notion: RemoteNotion):
    parent = await notion.new_parent()
    body = {"prompt": WISH, "parent_page_id": parent, "notion_token": TOKEN}
    async with rest(process.url) as client:
        notion.requests.at_write(5, process.kill)
        task_id = (await client.post("/api/tasks/submit", json=body)).json()["task_id"]
        url = f"/api/tasks/{task_id}/stream"
        async with reading(client, "GET", url) as stream:
            with pytest.raises(httpx.TransportError):
                await stream.rest()
    await process.ended()
    await process.start()
    headers = {"Last-Event-ID": stream.last_id}
    async with rest(process.url) as client, reading(client, "GET", url, headers=headers) as back:
        frames = [*stream.frames, *await back.rest()]
        task = (await client.get(f"/api/tasks/{task_id}")).json()
    assert [frame["seq"] for frame in frames] == list(range(1, len(frames) + 1))
    assert task["status"] == "completed"
    below = (await looking_at(notion.workspace)(parent))["blocks"]
    assert [block["id"] for block in below] == [task["result"]["page_id"]]
    assert (
        len(rows(await portrait(looking_at(notion.workspace), task["result"]["page_id"])))
        == (task["result"]["summary"]["rows"])
    )


async def test_changes_and_their_undoing_survive_being_killed(
    process: Process, notion: RemoteNotion
):
    """Both are killed at their third write; the rows that were added are there once, then gone."""
    parent = await notion.new_parent()
    look = looking_at(notion.workspace)
    async with chatting(process.socket_url, notion_token=TOKEN, parent_page_id=parent) as chat:
        await chat.approve(await chat.asked(WISH))
        page_id = of_type(await chat.turn(), "complete")["page_id"]
        before = await portrait(look, page_id)
        request = await chat.asked("작업에 '하나', '둘', '셋', '넷' 추가해줘")
        assert [change["action"] for change in request["changes"]] == ["add_rows"]
        notion.requests.at_write(3, process.kill)
        await chat.approve(request)
        assert await chat.close_code() == 1006
    frames = await resumed(process, chat, turns=4)
    assert [frame["seq"] for frame in frames] == list(range(1, len(frames) + 1))
    assert frames[-2]["changes"] == request["changes"]
    added = {row for row in rows(await portrait(look, page_id)) if row not in rows(before)}
    assert sorted(added) == sorted(["하나", "둘", "셋", "넷"])
    assert len(rows(await portrait(look, page_id))) == len(rows(before)) + 4

    again = {"thread_id": chat.thread_id, "since": frames[-1]["seq"]}
    async with chatting(process.socket_url, **again) as back:
        notion.requests.at_write(3, process.kill)
        await back.send("undo")
        assert await back.close_code() == 1006
    await process.ended()
    await process.start()
    async with chatting(process.socket_url, **again) as back:
        assert of_type(await back.turn(), "cancelled")["reason"] == "undone"
    assert await portrait(look, page_id) == before


def rows(drawn: dict[str, Any]) -> list[str]:
    """The titles of all rows in a portrait's databases."""
    kinds = [dict(database["properties"]) for database in drawn["databases"]]
    titles = [next(name for name, kind in found.items() if kind == "title") for found in kinds]
    pairs = zip(titles, drawn["databases"], strict=True)
    return [row[title] for title, database in pairs for row in database["rows"]]
