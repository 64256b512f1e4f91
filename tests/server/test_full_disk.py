"""The whole server on a small disk that fills up: it says so, and recovers by itself."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.chat import Chat, chatting, of_type, types
from tests.support.full_disk import filled, small_disk
from tests.support.processes import Process, server_process
from tests.support.rest import rest
from tests.support.waiting import until

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(150)]

WISH = "독서 기록장 만들어줘"
FULL_SECONDS = 4.0


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with small_disk(tmp_path_factory.mktemp("small") / "disk", 32) as disk:
        yield disk


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def process(tmp_path_factory: pytest.TempPathFactory, disk: Path) -> AsyncIterator[Process]:
    settings = {"DATA_DIR": str(disk), "LOG_LEVEL": "WARNING", "RATE_LIMIT_RPM": "0"}
    async with server_process(tmp_path_factory.mktemp("full"), **settings) as process:
        yield process


async def built(chat: Chat) -> None:
    """Approves the plan and reads on until it is built; says it again where it was refused."""
    request = of_type(chat.frames, "approval_request")
    await chat.approve(request, id="yes")
    while types(chat.frames).count("turn_end") < 2:
        frame = await chat.next()
        if frame["type"] == "error" and frame.get("id") == "yes":
            assert (frame["code"], frame["retryable"]) == ("UNAVAILABLE", True)
            await asyncio.sleep(0.5)
            await chat.approve(request, id="yes")


async def test_eight_builds_outlast_a_disk_that_is_full_for_seconds(process: Process, disk: Path):
    async with AsyncExitStack() as stack:
        client = rest(process.url)
        await stack.enter_async_context(client)
        people = [await stack.enter_async_context(chatting(process.socket_url)) for _ in range(8)]
        for person in people:
            await person.asked(WISH)
        building = [asyncio.create_task(built(person)) for person in people]
        await until(lambda: any("complete" in types(person.frames) for person in people))
        with filled(disk):
            refused = await client.post("/api/templates/generate", json={"prompt": WISH})
            await asyncio.sleep(FULL_SECONDS)  # the last look at the disk is older then
            ready = await client.get("/health/ready")
        await asyncio.gather(*building)
        assert (ready.status_code, ready.json()["checks"]["storage"]) == (503, False)
        assert refused.status_code == 503
        assert refused.json()["error"]["code"] == "UNAVAILABLE"
        assert int(refused.headers["retry-after"]) >= 1
        for person in people:
            numbered = person.numbered
            assert [frame["seq"] for frame in numbered] == list(range(1, len(numbered) + 1))
            assert types(numbered).count("complete") == 1
        pages = (await client.get("/workspace/data")).json()["pages"]
        assert len(pages) == 8
        while not (await client.get("/health/ready")).json()["checks"]["storage"]:  # noqa: ASYNC110 - nobody tells of it
            await asyncio.sleep(0.1)  # the last look was at a full disk
