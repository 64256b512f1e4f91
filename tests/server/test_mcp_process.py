"""Both official SDKs over both transports, and questions that outlive the server that asked."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from mcp_types import ElicitResult, InputRequiredResult

from tests.support.mcp_clients import (
    NO_OLDER,
    STDIO,
    Person,
    Told,
    older,
    talking,
    talking_to_process,
)
from tests.support.processes import Process, free_port, server_process

pytestmark = pytest.mark.asyncio(loop_scope="module")
needs_older = pytest.mark.skipif(NO_OLDER is not None, reason=NO_OLDER or "")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def process(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Process]:
    async with server_process(tmp_path_factory.mktemp("mcp")) as process:
        yield process


def stdio_env(folder: Path) -> dict[str, str]:
    return {"DATA_DIR": str(folder / "data"), "PORT": str(free_port())}


async def test_a_client_talks_over_standard_streams_and_its_person_looks_in_a_browser(
    tmp_path: Path,
):
    env, person = stdio_env(tmp_path), Person(approve=True)
    async with talking_to_process(env, person) as talk:
        planned = await talk.planned("a habit tracker please")
        built = await talk.call("approve", plan_id=planned["plan"]["plan_id"])
        assert built["status"] == "completed"
        told = await talk.call(
            "change", wish="rename the page to Garden", page_id=built["result"]["page_id"]
        )
        await talk.call("approve", plan_id=told["plan"]["plan_id"])
        undone = await talk.call("undo", thread_id=told["thread_id"])
        assert undone["result"]["undone"]["changes"] == 1
        port = env["PORT"]
        async with talking(f"http://127.0.0.1:{port}") as beside:
            seen = await beside.call("status", thread_id=built["thread_id"])
            assert seen["result"]["url"] == built["result"]["url"]
    assert len(person.asked) == 2


def assert_conversed(told: list[Told], *, asks: bool) -> None:
    """What a client of SDK 1.x is told from its first call to its last."""
    said = {line["tool"]: line["told"] for line in told}
    assert said["initialize"] == {"version": "2025-11-25", "name": "notionforge"}
    tools = [line["tool"] for line in told if line["tool"] != "asked"]
    assert tools == ["initialize", "design", "approve", "change", "approve", "undo", "status"]
    assert sum(line["tool"] == "asked" for line in told) == (2 if asks else 0)
    assert said["approve"]["status"] == "completed"
    assert said["undo"]["result"]["undone"]["changes"] == 1
    assert said["status"]["message"] == said["undo"]["message"]


@needs_older
@pytest.mark.parametrize("asks", [True, False])
async def test_an_older_client_does_the_same_over_http(process: Process, asks: bool):
    told = await older("http", f"{process.url}/mcp", *(["asks"] if asks else []))
    assert_conversed(told, asks=asks)


@needs_older
async def test_an_older_client_does_the_same_over_standard_streams(tmp_path: Path):
    told = await older("stdio", "asks", sys.executable, *STDIO, env=stdio_env(tmp_path))
    assert_conversed(told, asks=True)


async def test_a_client_that_starts_a_process_meets_the_server_that_runs(process: Process):
    env, person = {"DATA_DIR": str(process.log.parent / "data")}, Person(approve=True)
    async with talking_to_process(env, person) as talk, talking(process.url) as beside:
        planned = await talk.planned("a habit tracker please")
        built = await talk.call("approve", plan_id=planned["plan"]["plan_id"])
        assert built["status"] == "completed"
        assert talk.progress
        assert await beside.call("status", thread_id=built["thread_id"]) == {
            **built,
            "thread_id": planned["thread_id"],
        }
    assert len(person.asked) == 1


@needs_older
async def test_an_older_client_meets_it_too(process: Process):
    env = {"DATA_DIR": str(process.log.parent / "data")}
    told = await older("stdio", "asks", sys.executable, *STDIO, env=env)
    assert_conversed(told, asks=True)


async def test_a_question_and_a_plan_outlive_the_server_that_asked(process: Process):
    """The one was put to the person by their client, the other waits for the second of two calls;
    the server is killed before either is answered."""
    async with talking(process.url, Person()) as talk:
        first = await talk.planned("독서 기록장 만들어줘")
        arguments = {"plan_id": first["plan"]["plan_id"]}
        asked = await talk.client.session.call_tool("approve", arguments, allow_input_required=True)
        second = await talk.planned("a habit tracker please")
    assert isinstance(asked, InputRequiredResult)
    process.kill()
    await process.ended()
    await process.start()
    yes = ElicitResult(action="accept", content={"approve": True})
    answer = {"input_responses": dict.fromkeys(asked.input_requests, yes)}
    async with talking(process.url, Person()) as talk:
        told = await talk.client.session.call_tool(
            "approve", arguments, request_state=asked.request_state, **answer
        )
        assert told.structured_content["status"] == "completed"
        assert told.structured_content["result"]["counts"]["pages_created"] >= 1
    async with talking(process.url) as talk:
        still = await talk.call("status", thread_id=second["thread_id"])
        assert still["plan"] == second["plan"]
        built = await talk.call("approve", plan_id=still["plan"]["plan_id"])
        assert built["status"] == "completed"
