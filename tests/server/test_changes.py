"""Changing what exists over the socket: shown, approved, made, undone, survived when it fails."""

import asyncio
import json

import pytest
import pytest_asyncio

from agent.planner.seam import OwnPlanner
from agent.plans import change
from tests.support.changing import (
    OPTION,
    PROPERTY,
    ROWS,
    VIEW,
    Json,
    JsonPlanner,
    Workspace,
    names,
)
from tests.support.chat import Chat, Frame, of_type, types
from tests.support.rest import rest
from tests.support.serving import TOKEN, RemoteNotion, Server
from tests.support.structures import portrait

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module")
def planner() -> OwnPlanner:
    return JsonPlanner()


@pytest_asyncio.fixture(loop_scope="module")
async def built(server: Server, chat: Chat) -> Workspace:
    return await Workspace.built(chat, server.app.desk.connector.open(None))


@pytest_asyncio.fixture(loop_scope="module")
async def remote(server: Server, remote_chat: Chat) -> Workspace:
    return await Workspace.built(remote_chat, server.app.desk.connector.open(TOKEN))


async def test_changes_are_put_before_the_person_as_changes(built: Workspace):
    before = await built.read()
    request = await built.asked(OPTION, PROPERTY)
    assert [change["action"] for change in request["changes"]] == ["add_option", "add_property"]
    assert request["changes"][0] == {
        "action": "add_option",
        "target": "데이터 0",
        "property": "상태",
        "options": ["보류"],
        "color": "gray",
    }
    assert request["metadata"]["kind"] == "modify"
    assert request["metadata"]["api_calls"] == 1
    assert "blueprint" not in request
    assert await built.read() == before


async def test_the_preview_shows_the_page_as_it_will_be(built: Workspace):
    request = await built.asked(PROPERTY, {"action": "rename", "to": "새 이름"})
    address, _, place = request["preview_url"].partition("#")
    assert place == (await built.read()).databases[0].id
    async with rest() as client:
        found = (await client.get(f"{address}/data")).json()
    assert found["page"]["id"] == built.page_id
    shown = next(iter(found["databases"].values()))
    assert "점수" in shown["data_source"]["properties"]
    assert len(shown["rows"]) == 3
    assert (await built.read()).page.title == "팀 허브"


async def test_the_preview_opens_at_the_database_that_changes_and_at_none_that_is_named(
    built: Workspace,
):
    row = {"row": "항목 1-0", "values": {"앞": ["항목 0-2"]}}
    link = {"action": "edit_rows", "database": "데이터 1", "rows": [row]}
    _, _, place = (await built.asked(link))["preview_url"].partition("#")
    assert place == (await built.read()).databases[1].id


async def test_the_preview_opens_at_the_view_that_changes(built: Workspace):
    first = (await built.read()).databases[0]
    sort = {"type": "table", "sorts": [{"property": "이름"}]}
    settled = {
        "action": "update_view",
        "database": first.title,
        "view": first.views[0].name,
        "to": sort,
    }
    _, _, place = (await built.asked(settled))["preview_url"].partition("#")
    assert place == f"{first.id}:{first.views[0].id}"


async def test_the_preview_opens_at_a_view_that_is_new(built: Workspace):
    first = (await built.read()).databases[0]
    address, _, place = (await built.asked(VIEW))["preview_url"].partition("#")
    async with rest() as client:
        shown = (await client.get(f"{address}/data")).json()["databases"][first.id]["views"]
    assert place in [f"{first.id}:{view['id']}" for view in shown if view["name"] == "목록"]


async def test_approved_changes_are_made_and_undone(built: Workspace):
    before = await built.read()
    turn = await built.changed(OPTION, PROPERTY, VIEW, ROWS)
    complete = of_type(turn, "complete")
    assert complete["page_id"] == built.page_id
    assert len(complete["changes"]) == 4
    assert complete["summary"]["rows_created"] == 6
    done = [frame for frame in turn if frame["type"] == "progress" and "current" in frame]
    assert [frame["current"] for frame in done] == list(range(1, done[-1]["total"] + 1))
    after = await built.read()
    assert names(after) == {*names(before), "점수"}
    assert len(after.databases[0].rows) == 9

    await built.chat.send("undo")
    turn = await built.chat.turn()
    undone = of_type(turn, "cancelled")
    assert (undone["reason"], undone["undone"]["changes"]) == ("undone", len(done))
    assert turn[-1]["status"] == "completed"
    assert portrait(await built.read()) == portrait(before)


async def test_undo_takes_back_one_thing_after_the_other(server: Server, built: Workspace):
    await built.changed(PROPERTY)
    await built.changed(OPTION)
    for expected in ({"이름", "상태", "점수"}, {"이름", "상태"}):
        await built.chat.send("undo")
        await built.chat.turn()
        assert names(await built.read()) == expected
    await built.chat.send("undo")
    assert of_type(await built.chat.turn(), "cancelled")["undone"]["pages"] == 2
    page = await built.gateway.call("GET", f"pages/{built.page_id}")
    assert page["in_trash"]


async def test_words_take_a_whole_workspace_back_once_it_is_said_that_they_would(built: Workspace):
    async def said() -> list[Frame]:
        await built.chat.say("undo that")
        return await built.chat.turn()

    await built.changed(PROPERTY)
    assert of_type(await said(), "cancelled")["undone"]["pages"] == 0
    refused = of_type(await said(), "error")
    assert (refused["code"], "한 번 더" in refused["content"]) == ("CONFLICT", True)
    page = await built.gateway.call("GET", f"pages/{built.page_id}")
    assert not page["in_trash"]
    assert of_type(await said(), "cancelled")["undone"]["pages"] == 2


@pytest.mark.parametrize("words", ["되돌려줘", "undo that"])
async def test_words_take_back_what_was_done_last(built: Workspace, words: str):
    await built.changed(PROPERTY)
    await built.chat.say(words)
    assert of_type(await built.chat.turn(), "cancelled")["undone"]["changes"] == 1
    assert names(await built.read()) == {"이름", "상태"}


async def test_rejected_changes_leave_everything_as_it_is(built: Workspace):
    before = await built.read()
    await built.chat.approve(await built.asked(PROPERTY), "reject")
    assert of_type(await built.chat.turn(), "cancelled")["reason"] == "rejected"
    assert await built.read() == before


async def test_feedback_adds_to_the_changes(built: Workspace):
    request = await built.asked(PROPERTY)
    await built.chat.approve(request, "respond", feedback=json.dumps([OPTION]))
    again = of_type(await built.chat.turn(), "approval_request")
    assert [change["action"] for change in again["changes"]] == ["add_property", "add_option"]
    assert again["plan_version"] == 2
    await built.chat.approve(again)
    assert of_type(await built.chat.turn(), "complete")["changes"] == again["changes"]


async def test_a_plan_of_changes_cannot_be_replaced_by_a_blueprint(built: Workspace):
    request = await built.asked(PROPERTY)
    await built.chat.approve(request, "edit", blueprint={"title": "다른 것"})
    refused = await built.chat.next()
    assert (refused["code"], "seq" in refused) == ("INVALID_INPUT", False)
    await built.chat.approve(request)
    of_type(await built.chat.turn(), "complete")


async def test_what_is_unclear_is_asked_and_the_answer_leads_on(built: Workspace):
    await built.chat.say("[?]")
    turn = await built.chat.turn()
    assert of_type(turn, "question")["content"] == "어느 것을 바꿀까요?"
    assert turn[-1]["status"] == "awaiting_answer"
    request = await built.asked(PROPERTY)
    assert request["metadata"]["kind"] == "modify"


async def test_words_that_change_nothing_end_the_turn_with_an_answer(built: Workspace):
    title = (await built.read()).page.title
    await built.chat.say(json.dumps([{"action": "rename", "to": title}]))
    turn = await built.chat.turn()
    assert of_type(turn, "ai_response")["content"]
    assert turn[-1]["status"] == "completed"
    assert "approval_request" not in types(turn)


async def test_without_a_workspace_the_same_words_are_a_wish_to_create(chat: Chat):
    assert (await chat.asked(json.dumps([PROPERTY])))["metadata"]["kind"] == "create"


async def test_a_message_that_begins_with_an_address_is_about_that_page(
    server: Server, built: Workspace, chat: Chat
):
    async with rest(server.url) as client:
        made = (await client.post("/api/templates/generate", json={"prompt": "만들어줘"})).json()
    request = await chat.asked(f"{made['notion_url']} {json.dumps([PROPERTY])}")
    assert request["metadata"]["kind"] == "modify"
    await chat.approve(request)
    assert of_type(await chat.turn(), "complete")["page_id"] == made["page_id"]


async def test_what_others_did_since_the_plan_was_made_is_kept(
    built: Workspace, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(change, "FRESH_SECONDS", -1.0)
    request = await built.asked(OPTION)
    source = (await built.read()).databases[0].data_source_id
    options = [{"name": "진행"}, {"name": "누가 넣은 것"}]
    body = {"properties": {"상태": {"select": {"options": options}}}}
    await built.gateway.call("PATCH", f"data_sources/{source}", body)
    await built.chat.approve(request)
    of_type(await built.chat.turn(), "complete")
    properties = (await built.read()).databases[0].properties
    found = next(prop.options for prop in properties if prop.name == "상태")
    assert [option.name for option in found] == ["진행", "누가 넣은 것", "보류"]


async def test_changes_by_two_at_once_are_both_made(server: Server, built: Workspace):
    """Notion takes whole lists of options: the later plan must know of the earlier one."""

    def named(name: str) -> Json:
        return {**OPTION, "option": {"name": name, "color": "blue"}}

    async with rest(server.url) as client:
        url = f"/api/templates/{built.page_id}/modify"
        bodies = [{"prompt": json.dumps([named(name)])} for name in "가나다라"]
        answers = await asyncio.gather(*(client.post(url, json=body) for body in bodies))
    assert [answer.status_code for answer in answers] == [200] * 4
    properties = (await built.read()).databases[0].properties
    found = next(prop.options for prop in properties if prop.name == "상태")
    assert {option.name for option in found} == {"진행", *"가나다라"}


async def test_changes_that_no_longer_fit_are_refused_and_nothing_is_done(
    built: Workspace, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(change, "FRESH_SECONDS", -1.0)
    request = await built.asked(OPTION)
    source = (await built.read()).databases[0].data_source_id
    await built.gateway.call("PATCH", f"data_sources/{source}", {"properties": {"상태": None}})
    before = await built.read()
    await built.chat.approve(request)
    turn = await built.chat.turn()
    assert of_type(turn, "error")["code"] == "CONFLICT"
    assert await built.read() == before


async def test_a_cancel_amid_changes_brings_everything_back(
    notion: RemoteNotion, remote: Workspace
):
    before = await remote.read()
    request = await remote.asked(PROPERTY, ROWS)
    notion.faults.latency = 0.03
    await remote.chat.approve(request)
    await remote.chat.until("progress", step="add_rows")
    await remote.chat.send("cancel")
    turn = await remote.chat.turn()
    cancelled = of_type(turn, "cancelled")
    assert cancelled["reason"] == "cancelled"
    assert cancelled["undone"]["changes"] >= 2
    assert portrait(await remote.read()) == portrait(before)


@pytest.mark.parametrize("then", ["retry", "undo"])
async def test_changes_that_failed_half_way_go_on_or_back(
    notion: RemoteNotion, remote: Workspace, then: str
):
    before = await remote.read()
    request = await remote.asked(PROPERTY, ROWS)
    notion.faults.inject(method="POST", path="/v1/pages$", status=403, times=20)
    await remote.chat.approve(request)
    turn = await remote.chat.turn()
    assert of_type(turn, "error")["unfinished"] is True
    notion.faults.clear()
    if then == "retry":
        await remote.chat.say("다시")
        of_type(await remote.chat.turn(), "complete")
        assert len((await remote.read()).databases[0].rows) == 9
        assert "점수" in names(await remote.read())
    else:
        await remote.chat.send("undo")
        assert of_type(await remote.chat.turn(), "cancelled")["undone"]["changes"] == 1
        assert portrait(await remote.read()) == portrait(before)
