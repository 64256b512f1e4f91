"""Files that become workspaces: over REST at once, in a conversation after a yes."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from sandbox.notion.snapshot import page_snapshot, workspace_index
from tests.support.chat import Chat, of_type
from tests.support.rest import rest
from tests.support.serving import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")

CONVERT, FILES = "/api/templates/document-to-notion", "/api/files"
MONEY = '계정,금액,마진\n매출,"₩1,234,560",12.5%\n원가,"(987,650)",-3.25%\n'.encode()
NOTES = "# 주간 회의\n\n**중요(important)**입니다\n\n- [x] 정리\n  - 세부\n".encode()


@pytest.fixture(scope="module")
def planner() -> None:
    """The embedded one: what is said of a plan has to be understood."""


@pytest_asyncio.fixture(loop_scope="module")
async def client(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with rest(server.url) as client:
        yield client


async def sent(client: httpx.AsyncClient, *files: tuple[str, bytes], **fields: Any) -> Any:
    """The answer to an upload."""
    parts = [("file", file) for file in files]
    return await client.post(CONVERT, files=parts, data=fields)


async def kept(client: httpx.AsyncClient, name: str, content: bytes) -> str:
    """The id of a file that was sent ahead."""
    answer = await client.post(FILES, files={"file": (name, content)})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["file_id"])


async def test_a_table_is_built_with_all_its_cells(server: Server, client: httpx.AsyncClient):
    answer = (await sent(client, ("손익.csv", MONEY))).json()
    assert answer["success"] is True
    assert (answer["summary"]["rows"], answer["warnings"]) == (2, [])
    (database,) = answer["blueprint"]["databases"]
    assert [(p["type"], p.get("format")) for p in database["properties"]] == [
        *(("title", None), ("number", "won"), ("number", "percent")),
    ]
    assert [row["values"] for row in database["rows"]] == [
        {"계정": "매출", "금액": 1234560, "마진": 0.125},
        {"계정": "원가", "금액": -987650, "마진": -0.0325},
    ]
    assert page_snapshot(server.app.embedded.workspace, answer["page_id"])["databases"]
    undone = await client.post(f"/api/templates/undo/{answer['undo_id']}")
    assert undone.status_code == 200


async def test_a_dry_run_answers_the_blueprint_and_builds_nothing(
    server: Server, client: httpx.AsyncClient
):
    before = workspace_index(server.app.embedded.workspace)
    answer = (await sent(client, ("notes.md", NOTES), dry_run="true")).json()
    assert answer["blueprint"]["title"] == "주간 회의"
    bold, rest_ = answer["blueprint"]["blocks"][0]["text"]
    assert (bold["text"], bold["bold"], rest_["text"]) == ("중요(important)", True, "입니다")
    assert "notion_url" not in answer
    assert workspace_index(server.app.embedded.workspace) == before


async def test_files_sent_with_a_message_are_shown_and_built_after_a_yes(
    server: Server, client: httpx.AsyncClient, chat: Chat
):
    file_id = await kept(client, "손익.csv", MONEY)
    before = workspace_index(server.app.embedded.workspace)
    await chat.say("이 파일 노션으로 옮겨줘", attachments=[file_id])
    shown = await chat.turn()
    assert workspace_index(server.app.embedded.workspace) == before
    request = of_type(shown, "approval_request")
    assert (request["metadata"]["databases"], request["metadata"]["rows"]) == (1, 2)
    await chat.say("좋아")
    done = await chat.turn()
    assert of_type(done, "complete")["summary"]["rows_created"] == 2
    assert "add_rows" in [f["step"] for f in done if f["type"] == "progress"]
