"""Conversations looked at from outside, figures of what was built, and what goes with time."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import update

from sandbox.notion.snapshot import workspace_index
from settings import ApiKey
from tests.support.chat import Chat, chatting, connected, of_type
from tests.support.planners import ObedientPlanner
from tests.support.rest import rest
from tests.support.serving import Server, serving
from tools.errors import Conflict
from tools.records.tables import idempotency, threads

pytestmark = pytest.mark.asyncio(loop_scope="module")

GENERATE = "/api/templates/generate"


@pytest_asyncio.fixture(loop_scope="module")
async def client(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with rest(server.url) as client:
        yield client


async def built(chat: Chat, wish: str = "만들어줘") -> None:
    await chat.approve(await chat.asked(wish))
    assert (await chat.turn())[-1]["status"] == "completed"


async def test_a_conversation_is_listed_looked_at_renamed_and_deleted(
    server: Server, client: httpx.AsyncClient
):
    async with chatting(server.socket_url) as chat:
        await built(chat, "팀 위키 만들어줘")
    (thread,) = (await client.get("/api/threads", params={"search": "위키"})).json()["threads"]
    assert (thread["thread_id"], thread["title"]) == (chat.thread_id, "팀 위키 만들어줘")
    path = f"/api/threads/{chat.thread_id}"
    whole = (await client.get(path)).json()
    assert [message["type"] for message in whole["messages"]] == [
        *("user_message", "ai_response", "complete"),
    ]
    assert [plan["status"] for plan in whole["plans"]] == ["approved"]
    assert [result["status"] for result in whole["results"]] == ["completed"]
    renamed = await client.patch(path, json={"title": "  Wiki "})
    assert renamed.json()["title"] == "Wiki"
    assert (await client.patch(path, json={"title": " "})).status_code == 422
    pages = workspace_index(server.app.embedded.workspace)
    assert (await client.delete(path)).json() == {"success": True}
    assert (await client.get(path)).status_code == 404
    assert (await client.get("/api/threads", params={"search": "wiki"})).json()["threads"] == []
    assert workspace_index(server.app.embedded.workspace) == pages
    made = (await client.get("/api/generations")).json()["generations"]
    assert chat.thread_id in [generation["thread_id"] for generation in made]


async def test_what_runs_is_not_deleted(server: Server, client: httpx.AsyncClient, planner: Any):
    async with chatting(server.socket_url) as chat:
        with planner.held():
            await chat.say("만들어줘")
            await chat.until("progress", step="generating")
            answer = await client.delete(f"/api/threads/{chat.thread_id}")
            assert (answer.status_code, answer.json()["error"]["code"]) == (409, "CONFLICT")
        await chat.turn()


async def test_who_speaks_while_a_conversation_is_removed_keeps_it_and_its_token(
    server: Server, remote_chat: Chat, planner: Any
):
    await remote_chat.say("안녕")
    await remote_chat.turn()
    path = server.settings.data_dir / "checkpoints.db"
    with planner.held():
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")  # the removal, which has begun, waits for who writes
            removing = asyncio.create_task(server.app.house.remove(remote_chat.thread_id))
            await asyncio.sleep(0)
            await remote_chat.say("만들어줘")
            await remote_chat.until("user_message", content="만들어줘")
        with pytest.raises(Conflict):
            await removing
    await remote_chat.approve(of_type(await remote_chat.turn(), "approval_request"))
    assert (await remote_chat.turn())[-1]["status"] == "completed"


async def test_conversations_come_in_pages_newest_first(server: Server, client: httpx.AsyncClient):
    said = []
    for number in range(5):
        async with chatting(server.socket_url) as chat:
            await chat.say(f"안녕 페이지{number}")
            await chat.turn()
        said.append(chat.thread_id)
    found: list[str] = []
    params: dict[str, str] | None = {"limit": "2", "search": "페이지"}
    while params is not None:
        page = (await client.get("/api/threads", params=params)).json()
        found += [thread["thread_id"] for thread in page["threads"]]
        following = page["next_cursor"]
        params = {**params, "cursor": following} if following else None
    assert found == said[::-1]


async def test_a_list_goes_on_though_its_last_item_was_deleted_or_moved_to_the_top(
    server: Server, client: httpx.AsyncClient
):
    said = []
    for number in range(4):
        async with chatting(server.socket_url) as chat:
            await chat.say(f"안녕 차례{number}")
            await chat.turn()
        said.append(chat.thread_id)
    asked = {"limit": "2", "search": "차례"}
    cursor = (await client.get("/api/threads", params=asked)).json()["next_cursor"]

    async def rest_of_the_list() -> list[str]:
        page = (await client.get("/api/threads", params={**asked, "cursor": cursor})).json()
        return [thread["thread_id"] for thread in page["threads"]]

    async with connected(server.socket_url) as again:
        await again.init(thread_id=said[2], since=10**6)
        await again.say("안녕 다시")
        await again.turn()
    assert await rest_of_the_list() == [said[1], said[0]]
    assert (await client.delete(f"/api/threads/{said[2]}")).status_code == 200
    assert await rest_of_the_list() == [said[1], said[0]]


@pytest.mark.parametrize("cursor", ["zz", "1.5", "nan~a", "~a", "0" * 32])
@pytest.mark.parametrize("route", ["threads", "tasks", "generations", "templates/search"])
async def test_a_cursor_that_no_list_gave_is_refused(
    client: httpx.AsyncClient, route: str, cursor: str
):
    answer = await client.get(f"/api/{route}", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "INVALID_INPUT")
    assert "next_cursor" in answer.json()["error"]["message"]


async def test_words_are_looked_for_as_they_are(client: httpx.AsyncClient):
    for words in ("%", "_", "'"):
        answer = await client.get("/api/threads", params={"search": words})
        assert answer.json()["threads"] == []


async def test_the_figures_count_what_was_built(tmp_path: Path):
    async with serving(tmp_path, ObedientPlanner()) as server, rest(server.url) as client:
        empty = (await client.get("/api/metrics/summary")).json()
        assert empty == {
            "period": "7d",
            "total_generations": 0,
            "success_count": 0,
            "success_rate": 0.0,
            "avg_duration_ms": 0,
            "p50_duration_ms": 0,
            "p95_duration_ms": 0,
            "total_tokens": 0,
            "ai_calls": 0,
            "ai_cost_usd": None,
            "top_skills": {},
        }
        for recipe in ("reading-log", "crm-dashboard", "reading-log"):
            made = (await client.post(f"/api/recipes/{recipe}/generate", json={})).json()
        await client.post(f"/api/templates/undo/{made['undo_id']}")
        figures = (await client.get("/api/metrics/summary", params={"days": 1})).json()
        assert (figures["period"], figures["total_generations"]) == ("1d", 3)
        assert (figures["success_count"], figures["success_rate"]) == (3, 100.0)
        assert 0 < figures["p50_duration_ms"] <= figures["p95_duration_ms"]
        listed = (await client.get("/api/generations", params={"limit": 2})).json()
        assert [item["undone"] for item in listed["generations"]] == [True, False]
        assert listed["generations"][0]["title"] == made["blueprint"]["title"]
        params = {"cursor": listed["next_cursor"]}
        rest_ = (await client.get("/api/generations", params=params)).json()
        assert (len(rest_["generations"]), rest_["next_cursor"]) == (1, None)
        text = (await client.get("/metrics")).text
        assert 'notionforge_builds_total{status="completed"} 3' in text.splitlines()
        assert 'notionforge_turns_total{status="completed"} 4' in text.splitlines()
        assert "notionforge_build_duration_seconds_count 3" in text.splitlines()


@pytest.mark.parametrize("query", ["days=0", "days=x", "days=400"])
async def test_a_time_that_cannot_be_is_refused(client: httpx.AsyncClient, query: str):
    for path in ("/api/metrics/summary", "/api/generations"):
        assert (await client.get(f"{path}?{query}")).status_code == 422


async def test_each_key_sees_its_own(tmp_path: Path):
    keys = (ApiKey("mine"), ApiKey("theirs"))
    async with serving(tmp_path, ObedientPlanner(), api_keys=keys) as server:
        mine, theirs = (
            rest(server.url, headers={"Authorization": f"Bearer {key.key}"}) for key in keys
        )
        async with mine, theirs, chatting(server.socket_url, access_token="mine") as chat:
            await built(chat)
            assert len((await mine.get("/api/threads")).json()["threads"]) == 1
            assert (await mine.get("/api/metrics/summary")).json()["total_generations"] == 1
            assert (await theirs.get("/api/threads")).json()["threads"] == []
            assert (await theirs.get("/api/generations")).json()["generations"] == []
            assert (await theirs.get("/api/metrics/summary")).json()["total_generations"] == 0
            for method in ("GET", "PATCH", "DELETE"):
                path = f"/api/threads/{chat.thread_id}"
                answer = await theirs.request(method, path, json={"title": "x"})
                assert (answer.status_code, answer.json()["error"]["code"]) == (403, "FORBIDDEN")


async def test_what_has_rested_long_goes_but_for_its_figures_and_whose_it_was(tmp_path: Path):
    async with serving(tmp_path, ObedientPlanner()) as server, rest(server.url) as client:
        made = (await client.post(GENERATE, json={"prompt": "만들어줘"})).json()
        await client.post(f"/api/templates/{made['page_id']}/modify", json={"prompt": "새 이름"})
        undone = (await client.post(GENERATE, json={"prompt": "만들어줘"})).json()
        await client.post(f"/api/templates/undo/{undone['undo_id']}")
        async with chatting(server.socket_url) as waiting, chatting(server.socket_url) as young:
            request = await waiting.asked()
            await built(young)
            figures = (await client.get("/api/metrics/summary")).json()
            old = update(threads).where(threads.c.id != young.thread_id).values(updated_at=0.0)
            await server.app.desk.records.write(lambda connection: connection.execute(old))
            assert await server.app.house.sweep(3600) == 3
            assert await server.app.house.sweep(3600) == 0
            assert (await client.get("/api/metrics/summary")).json() == figures
            owners = await server.app.desk.plans.owners([made["page_id"]])
            assert owners == {made["page_id"]: ""}
            lost = await client.post(f"/api/templates/undo/{made['undo_id']}")
            assert lost.status_code == 404
            await waiting.approve(request)
            assert (await waiting.turn())[-1]["status"] == "completed"
            again = await client.post(
                f"/api/templates/{made['page_id']}/modify", json={"prompt": "다시"}
            )
            assert again.status_code == 200
    left = rows_of(tmp_path / "notionforge.db", "threads")
    assert len(left) == 3
    kept = {row[0] for row in left}
    for table in ("events", "runs", "approvals"):
        assert {row["thread_id"] for row in named(tmp_path, table)} <= kept
    whole = {row["id"] for row in named(tmp_path, "builds") if row["thread_id"] in kept}
    assert {row["build_id"].partition(":")[0] for row in named(tmp_path, "operations")} <= whole
    checkpoints = rows_of(tmp_path / "checkpoints.db", "checkpoints")
    assert {row[0] for row in checkpoints} <= kept


async def test_a_secret_that_has_expired_leaves_the_file_with_the_next_sweep(tmp_path: Path):
    async with serving(tmp_path, ObedientPlanner()) as server:
        await server.app.desk.vault.put("thread:gone", "a secret", ttl=-1)
        await server.app.desk.vault.put("thread:here", "a secret")
        await server.app.house.sweep(3600)
        kept = {row["name"] for row in named(tmp_path, "credentials")}
    assert kept >= {"thread:here"}
    assert "thread:gone" not in kept


async def test_what_is_removed_makes_the_files_shorter(tmp_path: Path):
    files = (tmp_path / "notionforge.db", tmp_path / "checkpoints.db")
    async with serving(tmp_path, ObedientPlanner()) as server, rest(server.url) as client:
        empty = [pages_of(file) for file in files]
        for number in range(8):
            keyed = {"Idempotency-Key": f"wish {number}"}
            await client.post(GENERATE, json={"prompt": "만들어줘"}, headers=keyed)
        for statement in (
            update(threads).values(updated_at=0.0),
            update(idempotency).values(created_at=0.0),
        ):
            await server.app.desk.records.write(lambda c, statement=statement: c.execute(statement))
        full = [pages_of(file) for file in files]
        assert await server.app.house.sweep(3600) == 8
        assert rows_of(files[0], "idempotency") == []
        for file, before, after in zip(files, empty, full, strict=True):
            held, free = pages_of(file)
            assert free == 0
            assert before[0] <= held < after[0]


def pages_of(path: Path) -> tuple[int, int]:
    """How many pages a file has, and how many of them hold nothing."""
    with sqlite3.connect(path) as connection:
        count, free = (
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count")
        )
        return count, free


def rows_of(path: Path, table: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(path) as connection:
        return connection.execute(f"SELECT * FROM {table}").fetchall()


def named(folder: Path, table: str) -> list[dict[str, Any]]:
    with sqlite3.connect(folder / "notionforge.db") as connection:
        connection.row_factory = sqlite3.Row
        found = connection.execute(f"SELECT * FROM {table}").fetchall()
        return [dict(row) for row in found]


@pytest.mark.parametrize(
    ("language", "title"), [("ko", "주소에는"), ("ja", "ページが"), ("en", "no page")]
)
async def test_a_browser_at_a_wrong_address_is_shown_a_page_and_a_program_an_error(
    client, language, title
):
    headers = {"Accept": "text/html,*/*", "Accept-Language": language}
    page = await client.get("/nothing", headers=headers)
    program = await client.get("/nothing")
    route = await client.get("/api/nothing", headers=headers)

    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert title in page.text
    assert f'<html lang="{language}">' in page.text
    for answer in (program, route):
        assert answer.json()["error"]["code"] == "NOT_FOUND"
