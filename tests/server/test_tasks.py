"""Tasks: a wish that nobody waits for, from outside."""

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from agent.planner.seam import OwnPlanner
from sandbox.notion.snapshot import page_snapshot, workspace_index
from settings import ApiKey
from tests.support.planners import ObedientPlanner, blueprint
from tests.support.rest import rest
from tests.support.serving import RemoteNotion, Server, serving
from tests.support.streams import reading

pytestmark = pytest.mark.asyncio(loop_scope="module")

SUBMIT, WISH = "/api/tasks/submit", {"prompt": "만들어줘"}
SCRIPTED = ObedientPlanner()


@pytest.fixture(scope="module")
def planner() -> OwnPlanner:
    return SCRIPTED


@pytest_asyncio.fixture(loop_scope="module")
async def client(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with rest(server.url) as client:
        yield client


async def submitted(client: httpx.AsyncClient, **body: Any) -> str:
    answer = await client.post(SUBMIT, json={**WISH, **body})
    assert answer.status_code == 202
    return str(answer.json()["task_id"])


async def polled(client: httpx.AsyncClient, task_id: str) -> dict[str, Any]:
    """The task once it has ended."""
    async with reading(client, "GET", f"/api/tasks/{task_id}/stream") as stream:
        assert (await stream.rest())[-1]["type"] == "turn_end"
    found: dict[str, Any] = (await client.get(f"/api/tasks/{task_id}")).json()
    return found


async def test_a_task_is_accepted_told_and_answered(server: Server, client: httpx.AsyncClient):
    before = time.time()
    answer = (await client.post(SUBMIT, json=WISH)).json()
    assert (answer["status"], answer["progress"]) == ("pending", [])
    assert len(answer["task_id"]) == 12
    assert int(answer["task_id"], 16) >= 0
    task = await polled(client, answer["task_id"])
    assert (task["status"], task["task_id"]) == ("completed", answer["task_id"])
    assert before <= task["created_at"] <= task["started_at"] <= task["completed_at"] <= time.time()
    assert [step["step"] for step in task["progress"]][:3] == [
        "analyzing",
        "generating",
        "blueprint",
    ]
    assert task["progress"][-1]["step"] == "verifying"
    stamps = [step["timestamp"] for step in task["progress"]]
    assert stamps == sorted(stamps)
    assert [s["current"] for s in task["progress"] if "total" in s] == list(range(1, 13))
    assert task["result"]["summary"]["databases"] == 2
    assert page_snapshot(server.app.embedded.workspace, task["result"]["page_id"])["databases"]
    assert "error" not in task


async def test_what_nothing_came_of_has_failed_and_says_why(client: httpx.AsyncClient):
    task = await polled(client, await submitted(client, prompt="질문 있는 소원"))
    assert task["status"] == "failed"
    assert task["error"]["code"] == "VALIDATION_ERROR"
    assert task["error"]["details"][0]["message"] == "무엇을 정리할까요?"
    assert "result" not in task


async def test_a_task_that_runs_is_cancelled_and_rolled_back(
    client: httpx.AsyncClient, notion: RemoteNotion
):
    token, parent = notion.new_token(), await notion.new_parent()
    notion.faults.latency = 0.05
    try:
        task_id = await submitted(client, notion_token=token, parent_page_id=parent)
        async with reading(client, "GET", f"/api/tasks/{task_id}/stream") as stream:
            while (frame := await stream.next()) is not None and "total" not in frame:
                pass
        answer = await client.delete(f"/api/tasks/{task_id}")
    finally:
        notion.faults.latency = 0.0
    assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")
    task = (await client.get(f"/api/tasks/{task_id}")).json()
    assert (task["status"], task["error"]["code"]) == ("cancelled", "CANCELLED")
    assert page_snapshot(notion.workspace, parent)["blocks"] == []


async def test_a_task_that_has_ended_is_taken_off_the_list(
    server: Server, client: httpx.AsyncClient
):
    task_id = await submitted(client)
    made = (await polled(client, task_id))["result"]
    answer = await client.delete(f"/api/tasks/{task_id}")
    assert (answer.status_code, answer.json()["success"]) == (200, True)
    assert (await client.get(f"/api/tasks/{task_id}")).status_code == 404
    assert (await client.delete(f"/api/tasks/{task_id}")).status_code == 404
    assert page_snapshot(server.app.embedded.workspace, made["page_id"])
    undone = await client.post(f"/api/templates/undo/{made['undo_id']}")
    assert undone.status_code == 200


async def test_tasks_are_listed_newest_first_in_pages_and_by_status(tmp_path: Path):
    async with serving(tmp_path, SCRIPTED) as server, rest(server.url) as client:
        asked = ["만들어줘", "질문 있는 소원", "만들어줘", "만들어줘", "질문 있는 소원"]
        ids = [await submitted(client, prompt=prompt) for prompt in asked]
        await client.post("/api/templates/generate", json=WISH)  # is no task
        for task_id in ids:
            await polled(client, task_id)
        found: list[str] = []
        unknown = await client.get("/api/tasks", params={"cursor": "zz"})
        assert (unknown.status_code, unknown.json()["error"]["code"]) == (400, "INVALID_INPUT")
        cursor: str | None = ""
        while cursor is not None:
            params = {"limit": "2", **({"cursor": cursor} if cursor else {})}
            page = (await client.get("/api/tasks", params=params)).json()
            found += [task["task_id"] for task in page["tasks"]]
            cursor = page["next_cursor"]
        assert found == ids[::-1]
        for status, numbers in (("completed", [3, 2, 0]), ("failed", [4, 1]), ("running", [])):
            tasks = (await client.get("/api/tasks", params={"status": status})).json()["tasks"]
            assert [task["task_id"] for task in tasks] == [ids[number] for number in numbers]
            assert {task["status"] for task in tasks} <= {status}


async def test_a_task_that_waits_is_pending_or_running(client: httpx.AsyncClient):
    with SCRIPTED.held():
        task_id = await submitted(client)
        assert (await client.get(f"/api/tasks/{task_id}")).json()["status"] in (
            *("pending", "running"),
        )
        answer = await client.delete(f"/api/tasks/{task_id}")
    assert answer.json()["status"] == "cancelled"
    assert (await client.get(f"/api/tasks/{task_id}")).json()["status"] == "cancelled"


@pytest.mark.parametrize("query", ["status=done", "limit=0", "limit=x", "limit=101"])
async def test_a_list_that_cannot_be_is_refused(client: httpx.AsyncClient, query: str):
    answer = await client.get(f"/api/tasks?{query}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "VALIDATION_ERROR")


async def test_the_same_key_submits_once(client: httpx.AsyncClient):
    headers = {"Idempotency-Key": "task"}
    first, second = [await client.post(SUBMIT, json=WISH, headers=headers) for _ in range(2)]
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json() == second.json()
    await polled(client, first.json()["task_id"])


async def test_another_keys_task_is_not_for_me(tmp_path: Path):
    keys = (ApiKey("mine"), ApiKey("theirs"))
    async with serving(tmp_path, SCRIPTED, api_keys=keys) as server:
        mine, theirs = (
            rest(server.url, headers={"Authorization": f"Bearer {key.key}"}) for key in keys
        )
        async with mine, theirs:
            task_id = await submitted(mine)
            for path in (f"/api/tasks/{task_id}", f"/api/tasks/{task_id}/stream"):
                assert (await theirs.get(path)).status_code == 403
            assert (await theirs.get(f"/api/runs/{task_id}/stream")).status_code == 403
            assert (await theirs.delete(f"/api/tasks/{task_id}")).status_code == 403
            assert (await theirs.get("/api/tasks")).json()["tasks"] == []
            assert (await polled(mine, task_id))["status"] == "completed"


async def test_what_takes_longer_than_anybody_waits_goes_on_as_a_task(
    tmp_path: Path, notion: RemoteNotion
):
    """More than 180 calls take Notion's next minute, however fast it answers."""
    planner = ObedientPlanner(blueprint(rows=200, databases=1))
    settings = {"notion_base_url": notion.url, "generate_timeout_seconds": 59}
    token, parent = notion.new_token(), await notion.new_parent()
    body = {**WISH, "notion_token": token, "parent_page_id": parent}
    async with serving(tmp_path, planner, **settings) as server, rest(server.url) as client:
        before = workspace_index(notion.workspace)
        answer = await client.post("/api/templates/generate", json=body)
        accepted = answer.json()
        assert (answer.status_code, accepted["success"]) == (202, True)
        task = (await client.get(accepted["status_url"])).json()
        assert (task["task_id"], task["status"]) == (accepted["task_id"], "running")
        assert (await client.delete(accepted["status_url"])).json()["status"] == "cancelled"
        embedded = await client.post("/api/templates/generate", json=WISH)
        assert (embedded.status_code, embedded.json()["summary"]["rows"]) == (200, 200)
    assert workspace_index(notion.workspace) == before
    assert page_snapshot(notion.workspace, parent)["blocks"] == []
