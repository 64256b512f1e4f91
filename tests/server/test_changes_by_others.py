"""Changes while others change the same page: nothing of theirs is lost, whatever is undone."""

import asyncio
import json
from typing import Any

import httpx
import pytest
import pytest_asyncio

from agent.planner.seam import OwnPlanner
from tests.support.changing import OPTION, PROPERTY, ROWS, TASKS, Json, JsonPlanner, Workspace
from tests.support.chat import Chat, of_type
from tests.support.rest import rest
from tests.support.serving import RemoteNotion, Server

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module")
def planner() -> OwnPlanner:
    return JsonPlanner()


@pytest_asyncio.fixture(loop_scope="module")
async def built(server: Server, chat: Chat) -> Workspace:
    return await Workspace.built(chat, server.app.desk.connector.open(None))


@pytest_asyncio.fixture(loop_scope="module")
async def client(server: Server) -> Any:
    async with rest(server.url) as client:
        yield client


def option(name: str, **place: str) -> Json:
    return {**OPTION, **place, "option": {"name": name, "color": "blue"}}


def row(name: str, status: str) -> Json:
    return {"action": "add_rows", **TASKS, "rows": [{"values": {"이름": name, "상태": status}}]}


async def modified(client: httpx.AsyncClient, page_id: str, *changes: Json) -> Json:
    body = {"prompt": json.dumps(changes)}
    answer = await client.post(f"/api/templates/{page_id}/modify", json=body)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def statuses(built: Workspace) -> dict[str, str | None]:
    """The options of the status by name, and those of the rows that were added by these tests."""
    database = (await built.read()).databases[0]
    prop = next(prop for prop in database.properties if prop.name == "상태")
    names = {item.id: item.name for item in prop.options}
    rows = {row.title: names.get(row.values.get(prop.id)) for row in database.rows}
    return dict.fromkeys(names.values()) | {k: v for k, v in rows.items() if k.startswith("줄")}


async def test_undoing_an_older_change_keeps_what_a_newer_one_made(
    built: Workspace, client: httpx.AsyncClient
):
    first = await modified(client, built.page_id, option("가"))
    second = await modified(client, built.page_id, option("나"), row("줄", "나"))
    await client.post(f"/api/templates/undo/{first['undo_id']}")
    assert await statuses(built) == {"진행": None, "나": None, "줄": "나"}
    await client.post(f"/api/templates/undo/{second['undo_id']}")
    assert await statuses(built) == {"진행": None}


async def test_a_page_and_its_database_may_be_changed_at_once(
    built: Workspace, client: httpx.AsyncClient
):
    database = (await built.read()).databases[0].id
    own = option("다")
    del own["database"]
    await asyncio.gather(
        *(modified(client, built.page_id, option(name)) for name in "가나"),
        modified(client, database, own),
    )
    assert (await statuses(built)).keys() == {"진행", "가", "나", "다"}


async def test_a_plan_that_was_overtaken_is_made_anew(built: Workspace, client: httpx.AsyncClient):
    request = await built.asked(option("가"))
    await modified(client, built.page_id, option("나"), row("줄", "나"))
    await built.chat.approve(request)
    of_type(await built.chat.turn(), "complete")
    assert await statuses(built) == {"진행": None, "나": None, "가": None, "줄": "나"}


async def test_an_undo_withdraws_the_plan_that_waits(built: Workspace):
    request = await built.asked(PROPERTY)
    await built.chat.send("undo")
    assert of_type(await built.chat.turn(), "cancelled")["undone"]["pages"] == 2
    await built.chat.approve(request)
    assert (await built.chat.next())["code"] == "CONFLICT"


@pytest_asyncio.fixture(loop_scope="module")
async def failed(server: Server, remote_chat: Chat, notion: RemoteNotion) -> Workspace:
    """Changes that Notion refused half-way."""
    thread = await server.app.desk.threads.get(remote_chat.thread_id)
    gateway = server.app.desk.connector.open(await server.app.desk.threads.token(thread))
    built = await Workspace.built(remote_chat, gateway)
    notion.faults.inject(method="POST", path="/v1/pages$", status=403, times=20)
    frames = await built.changed(PROPERTY, ROWS)
    assert "원래대로" in of_type(frames, "error")["content"]
    notion.faults.clear()
    return built


async def test_what_failed_is_not_gone_on_with_once_others_went_ahead(
    server: Server, failed: Workspace, client: httpx.AsyncClient
):
    thread = await server.app.desk.threads.get(failed.chat.thread_id)
    token = await server.app.desk.threads.token(thread)
    client.headers["X-Notion-Token"] = str(token)
    await modified(client, failed.page_id, option("가"))
    await failed.chat.say("다시")
    turn = await failed.chat.turn()
    assert of_type(turn, "error")["code"] == "CONFLICT"
    await failed.chat.send("undo")
    assert of_type(await failed.chat.turn(), "cancelled")["reason"] == "undone"


async def test_what_others_did_elsewhere_stops_nobody(
    failed: Workspace, client: httpx.AsyncClient, built: Workspace
):
    await modified(client, built.page_id, option("가"))
    await failed.chat.say("다시")
    assert of_type(await failed.chat.turn(), "complete")["changes"]


async def test_what_failed_is_not_gone_on_with_once_something_newer_was_made(failed: Workspace):
    await failed.changed({"action": "rename", "to": "새 이름"})
    await failed.chat.say("다시")
    turn = await failed.chat.turn()
    assert turn[-1]["status"] != "failed"
    assert [frame for frame in turn if frame["type"] == "complete"] == []
    await failed.chat.send("cancel")
    await failed.chat.turn()
    await failed.chat.send("undo")
    assert of_type(await failed.chat.turn(), "cancelled")["undone"]["changes"] == 1
    assert (await failed.read()).page.title == "팀 허브"


async def test_a_change_that_is_refused_at_once_is_answered_at_once(
    server: Server, notion: RemoteNotion, client: httpx.AsyncClient, remote_chat: Chat
):
    """Sixty seconds are for what may still be under way; a refusal is not."""
    thread = await server.app.desk.threads.get(remote_chat.thread_id)
    token = await server.app.desk.threads.token(thread)
    built = await Workspace.built(remote_chat, server.app.desk.connector.open(token))
    before = await built.read()
    notion.faults.inject(method="PATCH", path="/v1/data_sources/", status=403, times=20)
    body = {"prompt": json.dumps([PROPERTY]), "notion_token": token}
    answer = await client.post(f"/api/templates/{built.page_id}/modify", json=body)
    notion.faults.clear()
    assert answer.status_code == 502
    assert "이번 변경" in answer.json()["error"]["message"]
    assert await built.read() == before


@pytest.mark.parametrize("gap", ["\n", "\t", "에 ", "  "])
async def test_an_address_counts_whatever_stands_behind_it(
    built: Workspace, server: Server, gap: str
):
    """An open question is about something else."""
    await built.chat.say("질문")
    await built.chat.turn()
    address = f"{server.url}/workspace/{built.page_id.replace('-', '')}"
    request = await built.chat.asked(f"{address}{gap}{json.dumps([PROPERTY])}")
    assert request["metadata"]["kind"] == "modify"


async def test_a_question_about_a_page_that_was_named_is_answered_without_its_address(
    built: Workspace, server: Server, chat: Chat
):
    address = f"{server.url}/workspace/{built.page_id.replace('-', '')}"
    await chat.say(f"{address} [?]")
    of_type(await chat.turn(), "question")
    assert len((await chat.asked(json.dumps([PROPERTY])))["changes"]) == 1


async def test_what_was_agreed_before_a_question_is_part_of_the_plan_behind_it(built: Workspace):
    request = await built.asked(PROPERTY)
    await built.chat.approve(request, "respond", feedback="[?]")
    of_type(await built.chat.turn(), "question")
    again = await built.asked(OPTION)
    assert [change["action"] for change in again["changes"]] == ["add_property", "add_option"]
