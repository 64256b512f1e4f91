"""Comments, locks and the trash over REST: carried out as plans, and taken back."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.support.rest import rest
from tests.support.serving import TOKEN, RemoteNotion, Server

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def client(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with rest(server.url, headers={"X-Notion-Token": TOKEN}) as client:
        yield client


@pytest_asyncio.fixture(loop_scope="module")
async def page(notion: RemoteNotion) -> str:
    return await notion.new_parent("Plans")


async def done(client: httpx.AsyncClient, page: str, what: str, **request: Any) -> dict[str, Any]:
    answer = await client.post(f"/api/templates/{page}/{what}", **request)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    assert found["success"] is True
    return found


async def undo(client: httpx.AsyncClient, made: dict[str, Any]) -> None:
    answer = await client.post(f"/api/templates/undo/{made['undo_id']}")
    assert (answer.status_code, answer.json()["undone"]["changes"]) == (200, 1)


async def comments(notion: RemoteNotion, page: str) -> list[str]:
    found = (await notion.call("GET", f"comments?block_id={page}"))["results"]
    return ["".join(part["plain_text"] for part in c["rich_text"]) for c in found]


@pytest.mark.parametrize("way", [{"json": {"text": "잘했어요"}}, {"params": {"text": "잘했어요"}}])
async def test_a_comment_is_written_once_and_taken_back(
    client: httpx.AsyncClient, notion: RemoteNotion, page: str, way: dict[str, Any]
):
    headers = {"Idempotency-Key": f"comment {way}".encode().hex()}
    made = await done(client, page, "comment", headers=headers, **way)
    assert await done(client, page, "comment", headers=headers, **way) == made
    found = await notion.call("GET", f"comments/{made['comment_id']}")
    assert found["parent"]["page_id"] == page
    assert await comments(notion, page) == ["잘했어요"]
    await undo(client, made)
    assert await comments(notion, page) == []


async def test_a_comment_in_doubt_is_looked_for_before_it_is_repeated(
    client: httpx.AsyncClient, notion: RemoteNotion, page: str
):
    notion.faults.inject(method="POST", path="/v1/comments", after_write=True, drop=True)
    made = await done(client, page, "comment", json={"text": "once"})
    assert await comments(notion, page) == ["once"]
    assert (await notion.call("GET", f"comments/{made['comment_id']}"))["id"] == made["comment_id"]


async def test_a_page_is_locked_and_unlocked(
    client: httpx.AsyncClient, notion: RemoteNotion, page: str
):
    async def is_locked() -> bool:
        return bool((await notion.call("GET", f"pages/{page}"))["is_locked"])

    locked = await done(client, page, "lock")
    assert (locked["locked"], await is_locked()) == (True, True)
    unlocked = await done(client, page, "lock", params={"locked": "false"})
    assert (unlocked["locked"], await is_locked()) == (False, False)
    await undo(client, unlocked)
    assert await is_locked()


async def test_a_body_says_what_is_to_be_done_and_with_whose_token(
    server: Server, notion: RemoteNotion, page: str
):
    async with rest(server.url) as nobody:  # whose pages would be those of the embedded workspace
        body = {"notion_token": TOKEN}
        assert (await done(nobody, page, "lock", json=body))["locked"] is True
        unlocked = await done(nobody, page, "lock", json={**body, "locked": False})
        assert unlocked["locked"] is False
        assert (await notion.call("GET", f"pages/{page}"))["is_locked"] is False
        archived = await done(nobody, page, "archive", json=body)
        restored = await done(nobody, page, "archive", json={**body, "archived": False})
        assert (archived["archived"], restored["archived"]) == (True, False)
        undone = await nobody.post(f"/api/templates/undo/{restored['undo_id']}", json=body)
        assert undone.status_code == 200, undone.text
        assert (await notion.call("GET", f"pages/{page}"))["in_trash"] is True


async def test_a_page_goes_to_the_trash_and_comes_back(
    client: httpx.AsyncClient, notion: RemoteNotion, page: str
):
    async def in_trash() -> bool:
        return bool((await notion.call("GET", f"pages/{page}"))["in_trash"])

    archived = await done(client, page.replace("-", ""), "archive")
    assert (archived["archived"], await in_trash()) == (True, True)
    await undo(client, archived)
    assert not await in_trash()
    await done(client, page, "archive")
    restored = await done(client, page, "archive", params={"archived": "false"})
    assert (restored["archived"], await in_trash()) == (False, False)


@pytest.mark.parametrize(
    ("what", "request_", "status", "code"),
    [
        ("comment", {"json": {"text": ""}}, 422, "VALIDATION_ERROR"),
        ("comment", {"json": {"text": "x" * 2_001}}, 422, "VALIDATION_ERROR"),
        ("comment", {"json": {}}, 422, "VALIDATION_ERROR"),
        ("comment", {}, 400, "INVALID_INPUT"),
        ("lock", {"params": {"locked": "maybe"}}, 422, "VALIDATION_ERROR"),
        ("archive", {"params": {"archived": ""}}, 422, "VALIDATION_ERROR"),
        ("lock", {"json": {"locked": "maybe"}}, 422, "VALIDATION_ERROR"),
        ("archive", {"json": {"archive": False}}, 422, "VALIDATION_ERROR"),
        ("lock", {"content": b"locked=false"}, 400, "INVALID_INPUT"),
        ("lock", {"headers": {"X-Notion-Token": "of-nobody"}}, 401, "NOTION_AUTH_FAILED"),
    ],
)
async def test_what_cannot_be_done_is_refused(
    client: httpx.AsyncClient, page: str, what: str, request_: dict, status: int, code: str
):
    answer = await client.post(f"/api/templates/{page}/{what}", **request_)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize("what", ["comment?text=hi", "lock", "lock?locked=false"])
async def test_what_is_in_the_trash_is_first_to_be_restored(
    client: httpx.AsyncClient, page: str, what: str
):
    await done(client, page, "archive")
    headers = {"Accept-Language": "ko"}
    answer = await client.post(f"/api/templates/{page}/{what}", headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "CONFLICT")
    assert "먼저 복원해 주세요" in answer.json()["error"]["message"]


async def test_a_database_is_no_page_to_be_locked(
    client: httpx.AsyncClient, notion: RemoteNotion, page: str
):
    schema = {"properties": {"Name": {"title": {}}}}
    parent = {"type": "page_id", "page_id": page}
    made = await notion.call("POST", "databases", {"parent": parent, "initial_data_source": schema})
    for what in ("lock", "archive", "comment?text=hi"):
        answer = await client.post(f"/api/templates/{made['id']}/{what}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "INVALID_INPUT"), what


async def test_an_undo_of_what_changed_nothing_says_so(client: httpx.AsyncClient, page: str):
    await done(client, page, "lock")
    again = await done(client, page, "lock")
    answer = await client.post(
        f"/api/templates/undo/{again['undo_id']}", headers={"Accept-Language": "en"}
    )
    assert answer.json()["message"] == "There is nothing to undo."


async def test_an_empty_comment_is_too_short(client: httpx.AsyncClient, page: str):
    for way in ({"json": {"text": " "}}, {"params": {"text": ""}}):
        answer = await client.post(f"/api/templates/{page}/comment", **way)
        (detail,) = answer.json()["error"]["details"]
        assert detail == {"field": "text", "message": "너무 짧아요"}


@pytest.mark.parametrize(
    ("page_id", "status"), [("no-page", 400), ("11111111-1111-4111-8111-111111111111", 404)]
)
async def test_a_page_that_is_none_is_refused(client: httpx.AsyncClient, page_id: str, status: int):
    for what in ("comment?text=hi", "lock", "archive"):
        assert (await client.post(f"/api/templates/{page_id}/{what}")).status_code == status
