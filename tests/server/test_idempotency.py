"""`Idempotency-Key` and `undo_id`: the same request again, and back again."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from agent import builder
from sandbox.notion.snapshot import workspace_index
from tests.support.rest import rest
from tests.support.serving import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")

GENERATE = "/api/templates/generate"


@pytest_asyncio.fixture(loop_scope="module")
async def client(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with rest(server.url) as client:
        yield client


async def test_the_same_key_and_body_get_the_first_answer_again(server: Server, client):
    headers = {"Idempotency-Key": "same"}
    first = await client.post(GENERATE, json={"prompt": "만들어줘"}, headers=headers)
    pages = workspace_index(server.app.embedded.workspace)

    second = await client.post(GENERATE, json={"prompt": "만들어줘"}, headers=headers)

    assert (second.status_code, second.json()) == (200, first.json())
    assert workspace_index(server.app.embedded.workspace) == pages


async def test_the_same_key_with_another_body_is_a_conflict(client):
    headers = {"Idempotency-Key": "other"}
    await client.post(GENERATE, json={"prompt": "만들어줘"}, headers=headers)

    answer = await client.post(GENERATE, json={"prompt": "다른 것"}, headers=headers)

    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "CONFLICT"


async def test_the_same_key_with_another_query_is_a_conflict(client):
    page = (await client.post(GENERATE, json={"prompt": "만들어줘"})).json()["page_id"]
    headers = {"Idempotency-Key": "locks"}
    await client.post(f"/api/templates/{page}/lock?locked=true", headers=headers)

    answer = await client.post(f"/api/templates/{page}/lock?locked=false", headers=headers)

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "CONFLICT")


@pytest.mark.parametrize(("key", "why"), [("", "너무 짧아요"), ("k" * 201, "너무 길어요")])
async def test_a_key_that_is_none_is_told_in_the_callers_language(client, key: str, why: str):
    headers = {"Idempotency-Key": key}
    answer = await client.post(GENERATE, json={"prompt": "만들어줘"}, headers=headers)

    assert answer.status_code == 422
    assert answer.json()["error"]["details"] == [{"field": "Idempotency-Key", "message": why}]


async def test_two_at_once_with_one_key_build_once_and_get_the_same_answer(server: Server, client):
    before = len(workspace_index(server.app.embedded.workspace))
    headers = {"Idempotency-Key": "twice"}

    answers = await asyncio.gather(
        *[client.post(GENERATE, json={"prompt": "만들어줘"}, headers=headers) for _ in range(3)]
    )

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert answers[0].json() == answers[1].json() == answers[2].json()
    assert len(workspace_index(server.app.embedded.workspace)) == before + 1


async def test_another_body_does_not_wait_for_the_first_with_its_key(server: Server, client):
    headers = {"Idempotency-Key": "at once"}
    bodies = [{"prompt": "만들어줘"}, {"prompt": "다른 것"}]

    answers = await asyncio.gather(
        *[client.post(GENERATE, json=body, headers=headers) for body in bodies]
    )

    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_a_refused_request_frees_its_key(client):
    headers = {"Idempotency-Key": "freed"}
    body = {"prompt": "만들어줘", "parent_page_id": "no id"}
    refused = await client.post(GENERATE, json=body, headers=headers)

    answer = await client.post(GENERATE, json={"prompt": "만들어줘"}, headers=headers)

    assert (refused.status_code, answer.status_code) == (400, 200)


async def test_an_undo_id_works_once(server: Server, client):
    before = workspace_index(server.app.embedded.workspace)
    made = (await client.post(GENERATE, json={"prompt": "만들어줘"})).json()
    path = f"/api/templates/undo/{made['undo_id']}"

    first, second = await client.post(path), await client.post(path)

    assert first.json() == {
        "success": True,
        "undone": {"pages": 2, "databases": 2, "rows": 6, "views": 2, "changes": 0},
    }
    assert second.status_code == 409
    assert workspace_index(server.app.embedded.workspace) == before


async def test_an_unknown_undo_id_is_not_found(client):
    assert (await client.post("/api/templates/undo/none")).status_code == 404


async def test_the_same_key_for_another_company_is_a_conflict(client):
    headers = {"Idempotency-Key": "companies", "X-Company-ID": "aurora"}
    await client.post(GENERATE, json={"prompt": "만들어줘"}, headers=headers)

    other = {**headers, "X-Company-ID": "caelum"}
    assert (
        await client.post(GENERATE, json={"prompt": "만들어줘"}, headers=other)
    ).status_code == 409


async def test_an_undo_that_cannot_be_done_says_why(client):
    made = (await client.post(GENERATE, json={"prompt": "만들어줘"})).json()
    path = f"/api/templates/{made['page_id']}/modify"
    changed = (await client.post(path, json={"prompt": "제목을 '우리집'으로 바꿔줘"})).json()
    await client.post(f"/api/templates/undo/{made['undo_id']}")

    answer = await client.post(f"/api/templates/undo/{changed['undo_id']}")

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "CONFLICT")


async def test_the_same_again_is_carried_out_where_the_first_found_the_page_busy(
    server: Server, client, monkeypatch
):
    monkeypatch.setattr(builder, "TURN_SECONDS", 0.05)
    page = (await client.post(GENERATE, json={"prompt": "만들어줘"})).json()["page_id"]
    path, wish = f"/api/templates/{page}/modify", {"prompt": "제목을 '우리집'으로 바꿔줘"}
    headers = {"Idempotency-Key": "busy"}
    async with server.app.desk.connector.locks.at(f"changes of {page}"):
        busy = await client.post(path, json=wish, headers=headers)
    assert (busy.status_code, busy.json()["error"]["code"]) == (409, "BUSY")

    answer = await client.post(path, json=wish, headers=headers)

    assert answer.status_code == 200, answer.json()
