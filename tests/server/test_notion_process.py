"""The whole path against a Notion-compatible service that runs on its own, over TCP."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from tests.support.chat import chatting, of_type
from tests.support.planners import ObedientPlanner
from tests.support.processes import Process, notion_process
from tests.support.rest import rest
from tests.support.serving import TOKEN, VERSION, Server, serving

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def notion(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Process]:
    """`python -m sandbox.notion`, in place of the one in this process."""
    async with notion_process(tmp_path_factory.mktemp("notion"), TOKEN) as process:
        yield process


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(
    tmp_path_factory: pytest.TempPathFactory, notion: Process
) -> AsyncIterator[Server]:
    folder = tmp_path_factory.mktemp("data")
    async with serving(folder, ObedientPlanner(), notion_base_url=notion.url) as server:
        yield server


async def call(notion: Process, method: str, path: str, body: Any = None) -> dict[str, Any]:
    headers = {"Authorization": "Bearer owner", "Notion-Version": VERSION}
    async with rest(f"{notion.url}/v1/", headers=headers) as client:
        answer = await client.request(method, path, json=body)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


@pytest_asyncio.fixture(loop_scope="module")
async def parent(notion: Process) -> str:
    """A page of the workspace's owner, shared with the integration."""
    words = [{"text": {"content": "공유한 페이지"}}]
    body = {"parent": {"workspace": True}, "properties": {"title": {"title": words}}}
    return str((await call(notion, "POST", "pages", body))["id"])


async def everything(notion: Process) -> list[str]:
    found = await call(notion, "POST", "search", {"page_size": 100})
    return sorted(item["id"] for item in found["results"])


async def test_a_wish_is_built_below_the_shared_page(server: Server, notion: Process, parent: str):
    async with chatting(server.socket_url, notion_token=TOKEN, parent_page_id=parent) as chat:
        request = await chat.asked()
        await chat.approve(request)
        complete = of_type(await chat.turn(), "complete")
    page = await call(notion, "GET", f"pages/{complete['page_id']}")
    assert page["parent"]["page_id"] == parent
    assert page["url"] == complete["notion_url"]
    blocks = (await call(notion, "GET", f"blocks/{page['id']}/children"))["results"]
    assert [block["type"] for block in blocks].count("child_database") == 2
    for block in blocks:
        if block["type"] == "child_database":
            database = await call(notion, "GET", f"databases/{block['id']}")
            source = database["data_sources"][0]["id"]
            rows = await call(notion, "POST", f"data_sources/{source}/query", {})
            assert len(rows["results"]) == 3


@pytest.mark.parametrize(
    ("language", "words"),
    [("ko", "토큰을 거부했어요"), ("en", "refused the token"), ("ja", "トークンを拒否")],
)
async def test_a_refused_token_is_told_and_nothing_is_written(
    server: Server, notion: Process, parent: str, language: str, words: str
):
    before = await everything(notion)
    fields = {"notion_token": "ntn_wrong", "parent_page_id": parent}
    async with chatting(server.socket_url, settings={"language": language}, **fields) as chat:
        await chat.say("만들어줘")
        turn = await chat.turn()
        error = of_type(turn, "error")
        assert (error["code"], turn[-1]["status"]) == ("NOTION_AUTH_FAILED", "failed")
        assert words in error["content"]
        await chat.send("ping")
        assert (await chat.next())["type"] == "pong"
    assert await everything(notion) == before


async def test_an_unknown_page_is_told_before_a_plan_is_shown(server: Server, notion: Process):
    before = await everything(notion)
    fields = {"notion_token": TOKEN, "parent_page_id": str(uuid4())}
    async with chatting(server.socket_url, **fields) as chat:
        await chat.say("만들어줘")
        turn = await chat.turn()
        assert of_type(turn, "error")["code"] == "NOT_FOUND"
        assert "approval_request" not in [frame["type"] for frame in turn]
    assert await everything(notion) == before


@pytest.mark.parametrize("page", ["1234", "z" * 32, "https://www.notion.so/", "../users"])
async def test_a_malformed_page_id_is_told_at_once(server: Server, page: str):
    async with chatting(server.socket_url, notion_token=TOKEN, parent_page_id=page) as chat:
        assert chat.frames[0]["code"] == "INVALID_INPUT"
        assert (await chat.init())["type"] == "system"


async def test_a_corrected_token_goes_on_in_the_same_thread(
    server: Server, notion: Process, parent: str
):
    fields = {"notion_token": "ntn_wrong", "parent_page_id": parent}
    async with chatting(server.socket_url, **fields) as chat:
        await chat.say("만들어줘")
        await chat.turn()
    again = {"thread_id": chat.thread_id, "since": chat.last_seq, "notion_token": TOKEN}
    async with chatting(server.socket_url, **{**fields, **again}) as back:
        await back.approve(await back.asked())
        assert (await back.turn())[-1]["status"] == "completed"
