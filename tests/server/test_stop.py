"""An orderly stop: sockets hear of it, work rests where it stands and goes on afterwards."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from websockets.exceptions import InvalidStatus

from sandbox.notion.snapshot import page_snapshot
from tests.support.chat import chatting, of_type, types
from tests.support.processes import Process, server_process
from tests.support.rest import rest
from tests.support.serving import TOKEN, RemoteNotion, remote_notion
from tests.support.streams import reading
from tests.support.waiting import PATIENCE

pytestmark = pytest.mark.asyncio(loop_scope="module")

WISH = "독서 기록장 만들어줘"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def notion() -> AsyncIterator[RemoteNotion]:
    async with remote_notion() as notion:
        yield notion


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def process(
    tmp_path_factory: pytest.TempPathFactory, notion: RemoteNotion
) -> AsyncIterator[Process]:
    folder = tmp_path_factory.mktemp("stop")
    async with server_process(folder, NOTION_BASE_URL=notion.url) as process:
        yield process


async def test_a_build_rests_while_the_server_restarts(process: Process, notion: RemoteNotion):
    parent = await notion.new_parent()
    notion.faults.latency = 0.1
    async with chatting(process.socket_url, notion_token=TOKEN, parent_page_id=parent) as chat:
        request = await chat.asked(WISH)
        notion.requests.at_write(4, process.terminate)
        await chat.approve(request)
        assert await chat.close_code() in (1001, 1012)
    await process.ended()
    assert "timeout graceful shutdown exceeded" not in process.log.read_text()
    assert "complete" not in types(chat.frames)
    assert not {"cancelled", "error"} & set(types(chat.frames))
    notion.faults.clear()
    await process.start()
    again = {"thread_id": chat.thread_id, "since": chat.last_seq}
    async with chatting(process.socket_url, **again) as back:
        await back.turn()
        assert await back.quiet() == []
    frames = [*chat.numbered, *back.numbered]
    assert [frame["seq"] for frame in frames] == list(range(1, len(frames) + 1))
    assert not {"cancelled", "error"} & set(types(frames))
    complete = of_type(frames, "complete")
    blocks = page_snapshot(notion.workspace, parent)["blocks"]
    assert [block["id"] for block in blocks] == [complete["page_id"]]
    databases = page_snapshot(notion.workspace, complete["page_id"])["databases"]
    rows = sum(len(database["rows"]) for database in databases.values())
    assert rows == request["metadata"]["rows"]


async def test_an_idle_server_stops_without_complaint(process: Process):
    async with chatting(process.socket_url) as chat:
        request = await chat.asked(WISH)
        process.terminate()
        assert await chat.close_code() in (1001, 1012)
    await process.ended()
    log = process.log.read_text()
    assert "Traceback" not in log
    assert " ERROR " not in log
    await process.start()
    again = {"thread_id": chat.thread_id, "since": chat.last_seq}
    async with chatting(process.socket_url, **again) as back:
        await back.approve(request)
        assert (await back.turn())[-1]["status"] == "completed"


async def test_a_server_that_is_to_stop_says_so_first_and_goes_on_for_who_is_there(tmp_path: Path):
    async with server_process(tmp_path, DRAIN_SECONDS="3600") as process:
        async with chatting(process.socket_url) as chat, rest(process.url) as client:
            process.terminate()
            async with asyncio.timeout(PATIENCE):
                while await is_ready(client):  # noqa: ASYNC110 - another process tells of nothing
                    await asyncio.sleep(0.02)
            answer = await client.get("/health/live")
            assert (answer.status_code, answer.headers["connection"]) == (200, "close")
            with pytest.raises(InvalidStatus) as refusal:
                async with chatting(process.socket_url):
                    raise AssertionError("it was let in")
            assert refusal.value.response.status_code == 503
            assert refusal.value.response.headers["Retry-After"] == "1"
            await chat.asked(WISH)
            process.signal(signal.SIGINT)
            assert await chat.close_code() in (1001, 1012)
        await process.ended()
        assert "Traceback" not in process.log.read_text()


async def is_ready(client: httpx.AsyncClient) -> bool:
    answer = await client.get("/health/ready")
    assert answer.json()["checks"]["accepting_work"] == (answer.status_code == 200)
    return answer.status_code == 200


async def test_a_stream_ends_with_the_server_and_goes_on_with_the_next(
    process: Process, notion: RemoteNotion
):
    parent = await notion.new_parent()
    notion.faults.latency = 0.1
    body = {"prompt": WISH, "notion_token": TOKEN, "parent_page_id": parent}
    async with rest(process.url) as client:
        url = "/api/templates/generate/stream"
        async with reading(client, "POST", url, json=body) as stream:
            await stream.until("blueprint")
            process.terminate()
            await stream.broken_off()
    await process.ended()
    assert "timeout graceful shutdown exceeded" not in process.log.read_text()
    assert "without completing response" not in process.log.read_text()
    notion.faults.clear()
    await process.start()
    url = f"/api/runs/{stream.response.headers['X-Run-ID']}/stream"
    async with rest(process.url) as client:
        headers = {"Last-Event-ID": stream.last_id}
        async with reading(client, "GET", url, headers=headers) as back:
            frames = [*stream.frames, *await back.rest()]
    assert [frame["seq"] for frame in frames] == list(range(1, len(frames) + 1))
    assert frames[-1]["status"] == "completed"
