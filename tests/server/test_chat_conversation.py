"""A conversation over the socket: a wish, a plan, an answer, a workspace."""

import pytest

from sandbox.notion.snapshot import page_snapshot, workspace_index
from tests.support.chat import Chat, chatting, of_type, types
from tests.support.serving import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_wish_brings_a_plan_to_decide_on(chat: Chat):
    await chat.say("만들어줘", id="mine")
    turn = await chat.turn()
    assert types(turn) == [
        "user_message",
        *["progress"] * 2,
        "ai_response",
        *["progress"] * 2,
        "blueprint_preview",
        "approval_request",
        "turn_end",
    ]
    steps = [frame["step"] for frame in turn if frame["type"] == "progress"]
    assert steps == ["analyzing", "generating", "blueprint", "rehearsing"]
    assert turn[0]["id"] == "mine"
    assert turn[-1]["status"] == "awaiting_approval"


async def test_a_nul_that_was_pasted_is_dropped(chat: Chat):
    await chat.say("만\0들어줘")
    turn = await chat.turn()
    assert turn[0]["content"] == "만들어줘"
    assert turn[-1]["status"] == "awaiting_approval"


async def test_an_approved_plan_becomes_the_workspace_that_was_promised(server: Server, chat: Chat):
    request = await chat.asked()
    await chat.approve(request)
    turn = await chat.turn()
    complete, promised = of_type(turn, "complete"), request["metadata"]
    assert turn[-1]["status"] == "completed"
    for name in ("pages", "databases", "rows", "views", "blocks"):
        assert complete["summary"][f"{name}_created"] == promised[name]
    assert complete["summary"]["api_calls"] == promised["api_calls"]
    snapshot = page_snapshot(server.app.embedded.workspace, complete["page_id"])
    assert [len(d["rows"]) for d in snapshot["databases"].values()] == [3, 3]


async def test_steps_of_a_build_count_up_to_their_total(chat: Chat):
    await chat.approve(await chat.asked())
    steps = [frame for frame in await chat.turn() if "current" in frame]
    assert [step["current"] for step in steps] == list(range(1, steps[0]["total"] + 1))
    assert {step["total"] for step in steps} == {len(steps)}


async def test_every_server_frame_has_the_fields_of_the_contract(chat: Chat):
    await chat.asked()
    await chat.say("제목을 바꿔줘")
    await chat.turn()
    await chat.send("confirm_create")
    await chat.turn()
    await chat.send("undo")
    await chat.turn()
    await chat.say("안녕하세요")
    await chat.turn()
    await chat.say("질문 있어요")
    await chat.turn()
    for frame in chat.frames:
        assert FIELDS[frame["type"]] <= frame.keys(), frame
        assert frame["thread_id"] == chat.thread_id
    assert types(chat.frames).count("system") == 1
    assert FIELDS.keys() - set(types(chat.frames)) == {"error"}


async def test_numbers_rise_by_one(chat: Chat):
    await chat.approve(await chat.asked())
    await chat.turn()
    assert [frame["seq"] for frame in chat.numbered] == list(range(1, len(chat.numbered) + 1))


async def test_a_rejected_plan_leaves_nothing(server: Server, chat: Chat):
    before = workspace_index(server.app.embedded.workspace)
    request = await chat.asked()
    await chat.approve(request, "reject")
    turn = await chat.turn()
    cancelled = of_type(turn, "cancelled")
    assert (cancelled["reason"], cancelled["undone"]["pages"]) == ("rejected", 0)
    assert turn[-1]["status"] == "cancelled"
    assert workspace_index(server.app.embedded.workspace) == before


async def test_feedback_brings_a_second_version(chat: Chat):
    first = await chat.asked()
    await chat.approve(first, "respond", feedback="새 제목")
    second = of_type(await chat.turn(), "approval_request")
    assert (first["plan_version"], second["plan_version"]) == (1, 2)
    assert second["blueprint"]["title"] == "새 제목"
    assert first["approval_id"] != second["approval_id"]


@pytest.mark.parametrize("word", ["좋아", "네", "yes", "はい"])
async def test_a_word_of_consent_approves(chat: Chat, word: str):
    await chat.asked()
    await chat.say(word)
    assert (await chat.turn())[-1]["status"] == "completed"


@pytest.mark.parametrize("word", ["취소", "no", "キャンセル"])
async def test_a_word_of_refusal_rejects(chat: Chat, word: str):
    await chat.asked()
    await chat.say(word)
    turn = await chat.turn()
    assert of_type(turn, "cancelled")["reason"] == "rejected"


async def test_any_other_message_is_feedback(chat: Chat):
    await chat.asked()
    await chat.say("우리 동네 도서관")
    request = of_type(await chat.turn(), "approval_request")
    assert request["blueprint"]["title"] == "우리 동네 도서관"


@pytest.mark.parametrize("word", ["취소", "됐어", "never mind", "いいや", None])
async def test_a_question_is_dropped_by_a_word_or_a_cancel(chat: Chat, word: str | None):
    await chat.say("질문부터")
    await chat.turn()
    await (chat.send("cancel") if word is None else chat.say(word))
    turn = await chat.turn()
    assert of_type(turn, "ai_response")["content"]
    assert turn[-1]["status"] == "completed"
    assert not {"approval_request", "error"} & set(types(turn))
    await chat.send("cancel")
    assert (await chat.until("error"))["code"] == "CONFLICT"


async def test_a_question_is_answered_by_the_next_message(chat: Chat):
    await chat.say("질문부터")
    turn = await chat.turn()
    question = of_type(turn, "question")
    assert question["options"] == [{"value": "a", "label": "가"}]
    assert turn[-1]["status"] == "awaiting_answer"
    await chat.say("3")
    assert (await chat.turn())[-1]["status"] == "awaiting_approval"


async def test_a_greeting_gets_an_answer_and_no_plan(chat: Chat):
    await chat.say("안녕하세요")
    turn = await chat.turn()
    assert of_type(turn, "ai_response")["metadata"] == {
        "intent": "answer",
        "template_type": "custom",
        "confidence": 1.0,
    }
    assert turn[-1]["status"] == "completed"


async def test_an_old_way_of_consenting_still_works(chat: Chat):
    await chat.asked()
    await chat.send("cancel_create")
    assert of_type(await chat.turn(), "cancelled")["reason"] == "rejected"
    await chat.asked()
    await chat.send("confirm_create")
    assert (await chat.turn())[-1]["status"] == "completed"


async def test_settings_are_confirmed_and_kept(server: Server, chat: Chat):
    await chat.send("set_language", language="en")
    assert (await chat.next())["content"] == "Settings saved."
    await chat.send("set_complexity", complexity="advanced")
    assert (await chat.next())["type"] == "system"
    kept = (await server.app.desk.threads.get(chat.thread_id)).settings
    assert (kept.language, kept.complexity) == ("en", "advanced")


async def test_a_plan_that_waits_is_spoken_of_in_the_language_that_is_set_meanwhile(chat: Chat):
    assert "만들까요" in (await chat.asked())["content"]
    await chat.send("set_language", language="en")
    await chat.until("system")
    await chat.say("우리 동네")
    request = of_type(await chat.turn(), "approval_request")
    assert "Shall I" in request["content"]
    await chat.send("set_language", language="ja")
    await chat.until("system")
    await chat.approve(request)
    assert "ページ" in of_type(await chat.turn(), "complete")["content"]


async def test_a_model_cannot_be_chosen_where_there_is_none(chat: Chat):
    await chat.send("set_model", model="gpt-9")
    assert (await chat.next())["code"] == "UNAVAILABLE"


async def test_a_ping_is_answered_without_a_number(chat: Chat):
    await chat.send("ping")
    pong = await chat.next()
    assert pong["type"] == "pong"
    assert "seq" not in pong


async def test_the_history_holds_what_both_sides_said(server: Server, chat: Chat):
    await chat.asked("첫 번째 소원")
    await chat.send("cancel_create")
    await chat.turn()
    await chat.send("history", limit=10)
    messages = (await chat.until("history"))["messages"]
    assert [message["role"] for message in messages] == ["user", "assistant", "assistant"]
    assert messages[0]["content"] == "첫 번째 소원"
    async with chatting(server.socket_url, thread_id=chat.thread_id, since=chat.last_seq) as other:
        await other.send("history", limit=1)
        assert (await other.until("history"))["messages"] == messages[-1:]


FIELDS = {
    "system": {"content", "thread_id", "protocol"},
    "user_message": {"content", "seq"},
    "progress": {"step", "message", "seq"},
    "ai_response": {"content", "metadata", "seq"},
    "question": {"content", "options", "seq"},
    "blueprint_preview": {"content", "blueprint", "preview_url", "seq"},
    "approval_request": {
        "content",
        "approval_id",
        "plan_version",
        "expires_at",
        "metadata",
        "blueprint",
        "preview_url",
        "seq",
    },
    "complete": {"notion_url", "page_id", "summary", "content", "seq"},
    "cancelled": {"content", "reason", "undone", "seq"},
    "error": {"content", "code", "retryable"},
    "turn_end": {"status", "seq"},
}
