"""Two servers behind the nginx that is shipped: what people notice of it is nothing."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import psycopg
import pytest
import pytest_asyncio

from tests.support.chat import chatting, of_type
from tests.support.fleet import KEY, Fleet, NoNginx, fleet, in_whole
from tests.support.processes import Process
from tests.support.rest import rest
from tests.support.serving import TOKEN, RemoteNotion, remote_notion
from tests.support.streams import reading
from tests.support.waiting import PATIENCE
from tools.documents.convert import MOST_BYTES

pytestmark = [pytest.mark.asyncio(loop_scope="module"), in_whole]

PER_MINUTE = 200
WISH = "독서 기록장 만들어줘"
BEARER = {"Authorization": f"Bearer {KEY}"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def notion() -> AsyncIterator[RemoteNotion]:
    async with remote_notion() as notion:
        yield notion


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def servers(
    tmp_path_factory: pytest.TempPathFactory, database: str, notion: RemoteNotion
) -> AsyncIterator[Fleet]:
    folder: Path = tmp_path_factory.mktemp("fleet")
    env = {"NOTION_BASE_URL": notion.url, "RATE_LIMIT_RPM": str(PER_MINUTE)}
    try:
        async with fleet(folder, database, **env) as servers:
            yield servers
    except NoNginx as missing:
        pytest.skip(str(missing))


async def test_a_stream_tells_what_happens_when_it_happens(servers: Fleet, notion: RemoteNotion):
    """Notion answers in an hour: what was told until then is not held back."""
    parent = await notion.new_parent()
    notion.faults.latency = 3_600
    body = {"prompt": WISH, "notion_token": TOKEN, "parent_page_id": parent}
    async with rest(servers.url, headers=BEARER) as client:
        url = "/api/templates/generate/stream"
        async with reading(client, "POST", url, json=body) as stream:
            await stream.until("blueprint")
    notion.faults.clear()


async def test_what_is_too_large_is_refused_by_the_product_in_its_words(servers: Fleet):
    async with rest(servers.url, headers=BEARER) as client:
        files = {"file": ("large.csv", b"a," * (MOST_BYTES // 2 + 500_000))}
        answer = await client.post("/api/files", files=files)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "FILE_TOO_LARGE")


async def test_a_refusal_by_all_servers_is_passed_on_and_takes_none_of_them_away(servers: Fleet):
    async with rest(servers.url, headers=BEARER) as client:
        for _ in range(4):
            refused = await client.get("/api/oauth/authorize")  # there is no sign-in here
            assert (refused.status_code, refused.json()["error"]["code"]) == (503, "UNAVAILABLE")
        assert (await client.get("/health/live")).status_code == 200


async def test_each_person_is_counted_by_their_own_address_whatever_they_say(servers: Fleet):
    port = httpx.URL(servers.url).port

    async def ask(address: str, times: int) -> list[int]:
        transport = httpx.AsyncHTTPTransport(local_address=address)
        url = f"http://127.0.0.1:{port}"
        async with httpx.AsyncClient(transport=transport, base_url=url, headers=BEARER) as client:
            forged = ({"X-Forwarded-For": f"203.0.113.{n}"} for n in range(times))
            return [
                (await client.get("/api/features", headers=each)).status_code for each in forged
            ]

    # So many a minute at each server, where they do not count together.
    assert 429 in await ask("127.0.0.2", 2 * PER_MINUTE + 1)
    assert await ask("127.0.0.3", 1) == [200]


@pytest.mark.parametrize("end", ["terminate", "kill"])
async def test_who_is_there_when_their_server_ends_goes_on_with_the_other(servers: Fleet, end: str):
    async with chatting(servers.socket_url, access_token=KEY) as chat:
        request = await chat.asked(WISH)
        ending = await servers.holder()
        getattr(ending, end)()
        async with rest(servers.url, headers=BEARER) as client:
            asked = [(await client.get("/health/live")).status_code for _ in range(30)]
        assert await chat.close_code() in (1006, 1012)
    await ending.ended()
    assert asked == [200] * 30
    since = {"thread_id": chat.thread_id, "since": chat.last_seq, "access_token": KEY}
    async with chatting(servers.socket_url, **since) as back:
        assert await servers.holder() is not ending
        await back.approve(request)
        assert of_type(await back.turn(), "complete")
    numbers = [frame["seq"] for frame in (*chat.numbered, *back.numbered)]
    assert numbers == list(range(1, len(numbers) + 1))
    await ending.start()
    await _until_it_is_asked_again(servers, ending)


async def test_what_writes_is_never_sent_to_a_second_server(
    servers: Fleet, notion: RemoteNotion, database: str
):
    before, parent = _runs(database), await notion.new_parent()
    notion.faults.latency = 3_600
    body = {"prompt": WISH, "notion_token": TOKEN, "parent_page_id": parent}
    async with rest(servers.url, headers=BEARER) as client:
        asking = asyncio.create_task(client.post("/api/templates/generate", json=body))
        ending = await servers.holder("runs_open")
        ending.kill()
        assert (await asking).status_code == 502
    assert _runs(database) == before + 1
    notion.faults.clear()
    await ending.ended()
    await ending.start()


def _runs(database: str) -> int:
    with psycopg.connect(database) as connection:
        found = connection.execute("SELECT count(*) FROM runs").fetchone()
    return found[0] if found else 0


async def _until_it_is_asked_again(servers: Fleet, server: Process) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            async with chatting(servers.socket_url, access_token=KEY):
                if await servers.holder() is server:
                    return
            await asyncio.sleep(0.2)
