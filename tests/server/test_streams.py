"""Generation as a stream: every event once and in order, from wherever its reader left."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any

import httpx
import pytest
import pytest_asyncio

from agent.entrance import Entrance
from agent.events import Event
from api.streams import HEARTBEAT_SECONDS, beating
from sandbox.notion.snapshot import page_snapshot, workspace_index
from tests.support.rest import rest
from tests.support.serving import RemoteNotion, Server
from tests.support.streams import Frame, reading
from tests.support.virtual import now, virtually
from tests.support.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="module")

STREAM, WISH = "/api/templates/generate/stream", {"prompt": "만들어줘"}


@pytest_asyncio.fixture(loop_scope="module")
async def client(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with rest(server.url) as client:
        yield client


async def streamed(client: httpx.AsyncClient, **request: Any) -> tuple[list[Frame], str]:
    """All events of a generation, and the id of its run."""
    async with reading(client, "POST", STREAM, **{"json": WISH, **request}) as stream:
        assert stream.response.status_code == 200
        assert stream.response.headers["content-type"].startswith("text/event-stream")
        return await stream.rest(), stream.response.headers["X-Run-ID"]


def kinds(frames: list[Frame]) -> list[str]:
    found = [frame["type"] for frame in frames]
    return [kind for number, kind in enumerate(found) if kind != found[number - 1] or not number]


async def test_a_generation_is_told_as_it_comes(server: Server, client: httpx.AsyncClient):
    frames, _ = await streamed(client)
    assert kinds(frames) == ["progress", "blueprint", "progress", "complete", "turn_end"]
    steps = [frame["step"] for frame in frames if frame["type"] == "progress"]
    assert steps[:4] == ["analyzing", "generating", "blueprint", "rehearsing"]
    assert [frame["seq"] for frame in frames] == list(range(1, len(frames) + 1))
    blueprint, complete = (
        next(frame for frame in frames if frame["type"] == kind)
        for kind in ("blueprint", "complete")
    )
    assert blueprint["blueprint"]["title"] == "팀 허브"
    assert complete["success"] is True
    assert complete["summary"]["databases"] == complete["summary"]["databases_created"] == 2
    assert page_snapshot(server.app.embedded.workspace, complete["page_id"])["databases"]
    undone = await client.post(f"/api/templates/undo/{complete['undo_id']}")
    assert undone.status_code == 200


async def test_a_reader_that_left_goes_on_behind_what_it_has(client: httpx.AsyncClient):
    async with reading(client, "POST", STREAM, json=WISH) as stream:
        await stream.until("blueprint")
        run, last = stream.response.headers["X-Run-ID"], stream.last_id
    url = f"/api/runs/{run}/stream"
    async with reading(client, "GET", url, headers={"Last-Event-ID": last}) as back:
        later = await back.rest()
    assert back.response.headers["X-Run-ID"] == run
    assert [f["seq"] for f in (*stream.frames, *later)] == list(range(1, later[-1]["seq"] + 1))
    assert later[-1]["type"] == "turn_end"
    async with reading(client, "GET", url) as whole:
        assert await whole.rest() == [*stream.frames, *later]
    over = await client.get(url, headers={"Last-Event-ID": back.last_id})
    assert over.status_code == 204


@pytest.mark.parametrize("last", ["x", "-1", "", "9" * 30, "٣"])
async def test_what_is_no_number_means_from_the_start(client: httpx.AsyncClient, last: str):
    _, run = await streamed(client)
    headers = {"Last-Event-ID": last.encode()}
    async with reading(client, "GET", f"/api/runs/{run}/stream", headers=headers) as stream:
        assert (await stream.rest())[0]["seq"] == 1


async def test_a_vague_wish_ends_with_its_question(client: httpx.AsyncClient):
    frames, _ = await streamed(client, json={"prompt": "질문 있는 소원"})
    assert kinds(frames) == ["progress", "question", "turn_end"]
    assert frames[-2]["content"] == "무엇을 정리할까요?"


async def test_a_wish_that_cannot_be_followed_is_an_error_and_no_stream(client: httpx.AsyncClient):
    for body, status in (({"prompt": "가"}, 422), ({**WISH, "parent_page_id": "no"}, 400)):
        answer = await client.post(STREAM, json=body)
        assert answer.status_code == status
        assert answer.json()["error"]["message"]


async def test_a_failed_build_is_told_as_an_error(client: httpx.AsyncClient, notion: RemoteNotion):
    notion.faults.inject(method="POST", path="/v1/databases", status=400)
    token, parent = notion.new_token(), await notion.new_parent()
    body = {**WISH, "notion_token": token, "parent_page_id": parent}
    frames, _ = await streamed(client, json=body)
    assert kinds(frames)[-2:] == ["error", "turn_end"]
    assert frames[-1]["status"] == "failed"
    assert page_snapshot(notion.workspace, parent)["blocks"] == []


async def test_a_stream_has_its_time_as_well(server: Server, client: httpx.AsyncClient):
    app = server.app
    hasty = Entrance(app.desk, app.runs, seconds=0.0)
    app.entrance, patient = hasty, app.entrance
    before = workspace_index(app.embedded.workspace)
    try:
        frames, _ = await streamed(client)
    finally:
        app.entrance = patient
        await hasty.close()
    assert [(f["type"], f.get("code")) for f in frames[-2:]] == [
        ("error", "TIMEOUT"),
        ("turn_end", None),
    ]
    assert workspace_index(app.embedded.workspace) == before


async def test_the_same_key_joins_the_same_run(client: httpx.AsyncClient):
    headers = {"Idempotency-Key": "stream"}
    first, second = [await streamed(client, headers=headers) for _ in range(2)]
    assert first == second
    other = await client.post(STREAM, json={"prompt": "다른 것"}, headers=headers)
    assert other.status_code == 409


async def test_an_unknown_run_has_no_stream(client: httpx.AsyncClient):
    assert (await client.get("/api/runs/0123456789ab/stream")).status_code == 404


async def test_who_has_left_is_not_kept_in_mind(server: Server, client: httpx.AsyncClient):
    _, run = await streamed(client)
    followers = server.app.desk.events._subscribers
    assert not followers
    async with reading(client, "GET", f"/api/runs/{run}/stream") as stream:
        await stream.next()
    await until(lambda: not followers)


async def test_silence_is_filled_with_a_heartbeat():
    async def events() -> AsyncGenerator[Event]:
        yield Event(1, {})
        await asyncio.sleep(2.5 * HEARTBEAT_SECONDS)
        yield Event(2, {})
        await asyncio.Event().wait()

    async def beats() -> list[tuple[float, int | None]]:
        async with aclosing(events()) as feed, aclosing(beating(feed)) as found:
            heard = [(await anext(found), now() / HEARTBEAT_SECONDS) for _ in range(4)]
        return [(at, event and event.seq) for event, at in heard]

    heard = await asyncio.to_thread(virtually, beats)
    assert heard == [(0, 1), (1, None), (2, None), (2.5, 2)]
