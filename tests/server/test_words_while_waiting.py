"""What words do to a plan that waits: they take back what was said last, or answer a question."""

import pytest

from agent.planner.seam import OwnPlanner
from tests.agent.embedded_planner import by_words
from tests.support.chat import Chat, Frame, of_type, types

pytestmark = pytest.mark.asyncio(loop_scope="module")

WISH = "'거래처'와 '납품' 데이터베이스를 만들어줘"


@pytest.fixture(scope="module")
def planner() -> OwnPlanner:
    return by_words()


def columns(request: Frame) -> list[str]:
    return [p["name"] for d in request["blueprint"]["databases"] for p in d["properties"]]


@pytest.mark.parametrize(
    "words",
    [
        *("방금 거 취소해줘", "아니 점수를 넣으라는 게 아니야. 방금 바꾼 거 되돌려줘"),
        *(
            "no wait, undo that last change",
            "go back to the version before",
            "さっきの変更を取り消して",
        ),
    ],
)
async def test_a_design_is_again_what_it_was_one_message_before(chat: Chat, words: str):
    first = await chat.asked(WISH)
    second = await chat.asked("거래처에 팩스 속성 추가해줘")
    third = await chat.asked("거래처에 점수 속성 추가해줘")
    back = await chat.asked(words)

    assert back["plan_version"] == 4
    assert back["blueprint"] == second["blueprint"] != third["blueprint"]
    assert (await chat.asked(words))["blueprint"] == first["blueprint"]
    assert "팩스" in columns(await chat.asked("거래처에 팩스 속성 추가해줘"))


async def test_a_design_that_nobody_changed_waits_on(chat: Chat):
    await chat.asked(WISH)
    await chat.say("undo that")
    turn = await chat.turn()

    assert "‘취소’" in of_type(turn, "ai_response")["content"]
    assert turn[-1]["status"] == "awaiting_approval"


async def test_changes_that_wait_go_one_by_one_and_then_what_was_built(chat: Chat):
    await chat.approve(await chat.asked(WISH))
    await chat.turn()
    one = await chat.asked("거래처에 팩스 속성 추가해줘")
    assert len((await chat.asked("거래처에 점수 속성 추가해줘"))["changes"]) == 2
    assert (await chat.asked("やっぱり元に戻して"))["changes"] == one["changes"]
    await chat.say("방금 거 취소해줘")
    assert "approval_request" not in types(await chat.turn())
    await chat.approve(await chat.asked("거래처에 점수 속성 추가해줘"))
    await chat.turn()
    await chat.say("어? 팩스가 없어졌잖아 되돌려줘")
    assert ": 점수" in of_type(await chat.turn(), "cancelled")["content"]


@pytest.mark.parametrize("words", ["네", "yes", "お願いします"])
async def test_a_mere_yes_to_a_question_about_a_plan_builds_nothing(chat: Chat, words: str):
    await chat.asked(WISH)
    await chat.say("주소 속성 추가해줘")
    question = of_type(await chat.turn(), "ai_response")["content"]
    await chat.say(words)
    turn = await chat.turn()
    assert of_type(turn, "ai_response")["content"] == question
    assert turn[-1]["status"] == "awaiting_approval"
    assert "주소" in columns(await chat.asked("거래처"))
    await chat.say(words)
    assert "complete" in types(await chat.turn())


@pytest.mark.parametrize(
    ("order", "words", "told"),
    [
        ("거래처에 점수 속성 추가해줘", "아니 그쪽이 아니라 저 위에 있는 거", "계획은 그대로예요"),
        ("거래처에 점수 속성 추가해줘", "그런 뜻이 아니었어", "계획은 그대로 기다리고"),
        ("add a score property to 거래처", "no, do it differently there", "stands as it was"),
        ("거래처に点数プロパティを追加して", "いや、そういう意味じゃないです", "計画はそのまま"),
    ],
)
async def test_who_turns_a_plan_down_in_words_that_nobody_reads_hears_what_stands(
    chat: Chat, order: str, words: str, told: str
):
    await chat.approve(await chat.asked(WISH))
    await chat.turn()
    await chat.asked(order)
    await chat.say(words)
    turn = await chat.turn()
    assert told in (said := of_type(turn, "ai_response")["content"])
    assert any(word in said for word in ("‘취소’", "“cancel”", "「キャンセル」"))
    assert turn[-1]["status"] == "awaiting_approval"
