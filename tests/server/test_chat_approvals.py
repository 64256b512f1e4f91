"""A plan is decided on once, by one answer, in its own thread, in its time."""

import asyncio

import pytest
from sqlalchemy import update

from sandbox.notion.snapshot import workspace_index
from tests.support.chat import Chat, Frame, chatting, of_type, types
from tests.support.planners import blueprint
from tests.support.rest import rest
from tests.support.serving import Server
from tools.records.tables import approvals

pytestmark = pytest.mark.asyncio(loop_scope="module")


def edited(**changes: object) -> dict:
    return {**blueprint().model_dump(mode="json", exclude_defaults=True), **changes}


async def test_an_edit_replaces_the_blueprint_and_runs_at_once(server: Server, chat: Chat):
    request = await chat.asked()
    rehearsed = f"/preview/{request['approval_id']}/data"
    async with rest(server.url) as looking:
        await looking.get(rehearsed)
        await chat.approve(request, "edit", blueprint=edited(title="내가 고친 것", sub_pages=[]))
        complete = of_type(await chat.turn(), "complete")
        assert "내가 고친 것" in (await looking.get(rehearsed)).text
    assert complete["summary"]["pages_created"] == 1
    titles = [page["title"] for page in workspace_index(server.app.embedded.workspace)]
    assert titles.count("내가 고친 것") == 1


async def test_an_edit_may_be_changes_to_the_plan_that_waits(server: Server, chat: Chat):
    request = await chat.asked()
    changes = [
        {"action": "rename", "to": "바꾼 것"},
        {"action": "add_sub_page", "page": {"title": "덧붙인 쪽"}},
    ]
    await chat.approve(request, "edit", changes=changes)
    assert of_type(await chat.turn(), "complete")["summary"]["pages_created"] == 3
    titles = [page["title"] for page in workspace_index(server.app.embedded.workspace)]
    assert titles.count("바꾼 것") == 1


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"action": "delete_database", "database": "없는 것"}, "changes[0]"),
        ({"action": "rename"}, "changes[0].to"),
        ({"action": "fly"}, "changes[0]"),
    ],
)
async def test_changes_that_cannot_be_meant_name_their_places_and_the_plan_still_waits(
    chat: Chat, wrong: dict, place: str
):
    request = await chat.asked()
    await chat.approve(request, "edit", changes=[wrong])
    error = await chat.next()
    assert error["code"] == "BLUEPRINT_INVALID"
    assert [item["field"] for item in error["details"]] == [place]
    await chat.approve(request, "reject")
    assert (await chat.turn())[-1]["status"] == "cancelled"


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        (edited(title=""), "title"),
        (edited(colour="red"), "colour"),
        ({}, "title"),
        (edited(blocks=[{"type": "linked_view", "database": "nowhere"}]), "blocks"),
        (edited(blocks=[{"type": "database", "ref": "nowhere"}]), "blocks[0].ref"),
    ],
)
async def test_an_invalid_edit_names_its_places_and_the_plan_still_waits(
    chat: Chat, wrong: dict, place: str
):
    request = await chat.asked()
    await chat.approve(request, "edit", blueprint=wrong, id="e1")
    error = await chat.next()
    assert (error["code"], error["id"]) == ("BLUEPRINT_INVALID", "e1")
    assert any(item["field"].startswith(place) for item in error["details"]), error
    await chat.approve(request, "edit", blueprint=edited(), id="e1")
    assert (await chat.turn())[-1]["status"] == "completed"


@pytest.mark.parametrize(
    "answer",
    [{"decision": "edit"}, {"decision": "respond"}, {"decision": "respond", "feedback": " "}],
)
async def test_an_answer_without_its_substance_is_refused_and_the_plan_still_waits(
    chat: Chat, answer: dict
):
    request = await chat.asked()
    await chat.send("approval", approval_id=request["approval_id"], **answer)
    assert (await chat.next())["code"] == "VALIDATION_ERROR"
    await chat.send("cancel_create")
    assert of_type(await chat.turn(), "cancelled")["reason"] == "rejected"


async def test_the_same_answer_again_changes_nothing(chat: Chat):
    request = await chat.asked()
    await chat.approve(request, id="a1")
    turn = await chat.turn()
    await chat.approve(request, id="a1")
    assert await chat.quiet() == []
    assert types(turn).count("complete") == 1


async def test_a_second_answer_is_a_conflict(chat: Chat):
    request = await chat.asked()
    await chat.approve(request)
    await chat.turn()
    await chat.approve(request, "reject")
    assert (await chat.next())["code"] == "CONFLICT"


async def test_an_old_version_can_no_longer_be_approved(chat: Chat):
    first = await chat.asked()
    await chat.say("다르게")
    await chat.turn()
    await chat.approve(first)
    assert (await chat.next())["code"] == "CONFLICT"
    await chat.send("confirm_create")
    assert (await chat.turn())[-1]["status"] == "completed"


async def test_nobody_answers_a_plan_of_another_thread(server: Server, chat: Chat):
    request = await chat.asked()
    async with chatting(server.socket_url) as stranger:
        await stranger.approve(request)
        assert (await stranger.next())["code"] == "NOT_FOUND"
    await chat.approve(request)
    assert (await chat.turn())[-1]["status"] == "completed"


async def test_of_two_sockets_that_approve_at_once_one_builds(server: Server, chat: Chat):
    before = len(workspace_index(server.app.embedded.workspace))
    request = await chat.asked()
    async with chatting(server.socket_url, thread_id=chat.thread_id, since=chat.last_seq) as tab:
        await asyncio.gather(chat.approve(request), tab.approve(request))
        turns = await asyncio.gather(chat.turn(), tab.turn())
        later = await asyncio.gather(chat.quiet(), tab.quiet())
    errors = [frame for part in (*turns, *later) for frame in part if frame["type"] == "error"]
    assert [error["code"] for error in errors] == ["CONFLICT"]
    assert chat.numbered[-len(tab.numbered) :] == tab.numbered
    assert types(chat.numbered).count("complete") == 1
    assert len(workspace_index(server.app.embedded.workspace)) == before + 1


async def test_of_many_different_decisions_at_once_one_counts(chat: Chat):
    request = await chat.asked()
    decisions = ["reject", "approve", "reject", "approve", "reject"]
    await asyncio.gather(*(chat.approve(request, decision) for decision in decisions))
    turn = await chat.turn()
    frames = [*turn, *await chat.quiet()]
    assert [f["code"] for f in frames if f["type"] == "error"] == ["CONFLICT"] * 4
    assert types(frames).count("turn_end") == 1


async def expire(server: Server, request: Frame) -> None:
    """Lets the time of a plan be over."""
    past = approvals.c.id == request["approval_id"]
    statement = update(approvals).where(past).values(expires_at=0)
    await server.app.desk.records.write(lambda connection: connection.execute(statement))


async def test_a_plan_past_its_time_is_not_built(server: Server, chat: Chat):
    before = workspace_index(server.app.embedded.workspace)
    request = await chat.asked()
    await expire(server, request)
    for _ in range(2):
        await chat.approve(request)
        assert (await chat.next())["code"] == "EXPIRED"
    assert workspace_index(server.app.embedded.workspace) == before
    await chat.approve(await chat.asked())
    assert (await chat.turn())[-1]["status"] == "completed"


async def test_a_yes_to_a_plan_past_its_time_is_no_new_wish(server: Server, chat: Chat):
    await expire(server, await chat.asked())
    await chat.say("좋아")
    turn = await chat.turn()
    assert of_type(turn, "error")["code"] == "EXPIRED"
    assert turn[-1]["status"] == "failed"


async def test_a_wish_behind_a_plan_past_its_time_begins_anew(server: Server, chat: Chat):
    first = await chat.asked()
    await expire(server, first)
    second = await chat.asked("다른 것을 만들어줘")
    assert second["approval_id"] != first["approval_id"]
    assert second["plan_version"] == 1


async def test_a_message_sent_twice_with_its_id_counts_once(server: Server, chat: Chat):
    await asyncio.gather(*(chat.say("만들어줘", id="same") for _ in range(3)))
    await chat.turn()
    await chat.say("만들어줘", id="same")
    assert await chat.quiet() == []
    async with chatting(server.socket_url) as other:
        assert (await other.asked(id="same"))["plan_version"] == 1


async def test_a_question_about_the_plan_is_answered_and_the_plan_waits_on(chat: Chat):
    request = await chat.asked()
    await chat.say("기존 페이지가 지워지나요?")
    turn = await chat.turn()
    assert of_type(turn, "ai_response")["content"] == "그렇지 않아요."
    assert not {"approval_request", "blueprint_preview"} & set(types(turn))
    assert turn[-1]["status"] == "awaiting_approval"
    await chat.approve(request, "respond", feedback="정말요?", id="q2")
    assert "ai_response" in types(await chat.turn())
    await chat.approve(request, "respond", feedback="정말요?", id="q2")
    assert await chat.quiet() == []
    await chat.say("새 이름")
    second = of_type(await chat.turn(), "approval_request")
    assert (second["plan_version"], second["blueprint"]["title"]) == (2, "새 이름")
    await chat.say("이게 다인가요?")
    await chat.turn()
    await chat.approve(second)
    assert (await chat.turn())[-1]["status"] == "completed"


async def test_a_question_about_planned_changes_leaves_them_as_they_are(server: Server, chat: Chat):
    await chat.approve(await chat.asked())
    page_id = of_type(await chat.turn(), "complete")["page_id"]
    request = await chat.asked(f"{page_id} 바꿔")
    await chat.say("지워지는 것이 있나요?")
    turn = await chat.turn()
    assert types(turn)[-2:] == ["ai_response", "turn_end"]
    await chat.say("좋아")
    assert (await chat.turn())[-1]["status"] == "completed"
    assert len(request["changes"]) == 1
    titles = [page["title"] for page in workspace_index(server.app.embedded.workspace)]
    assert titles.count(request["changes"][0]["to"]) == 1


async def test_what_an_edit_takes_along_is_told_when_it_is_built(chat: Chat):
    request = await chat.asked()
    database = request["blueprint"]["databases"][0]
    title = database["title"]
    add = {
        "action": "add_property",
        "database": title,
        "property": {"name": "잴 것", "type": "number"},
    }
    formula = {
        "action": "add_formula",
        "database": title,
        "name": "두 곱",
        "expression": 'prop("잴 것") * 2',
    }
    delete = {"action": "delete_property", "database": title, "property": "잴 것"}
    await chat.approve(request, "edit", changes=[add, formula, delete])

    warnings = of_type(await chat.turn(), "complete")["warnings"]

    assert any("두 곱" in warning and "함께 빠졌어요" in warning for warning in warnings)
