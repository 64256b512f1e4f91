"""Another planner than the embedded one, over the socket: it streams, it is chosen, it may fail."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
import pytest_asyncio
from pydantic import TypeAdapter

from agent.planner.planners import Planners
from agent.planner.scripted import ScriptedPlanner
from agent.planner.seam import Heard
from agent.server_frames import ServerFrame, frame_json
from tests.agent.embedded_planner import by_words
from tests.support.chat import Chat, Frame, chatting, of_type, types
from tests.support.planners import renames
from tests.support.serving import Server
from tools.workspace.change import Change
from tools.workspace.changes import CHANGES

pytestmark = pytest.mark.asyncio(loop_scope="module")

FRAMES: TypeAdapter[Any] = TypeAdapter(ServerFrame)
ROUNDS = (
    "프로젝트 관리 만들어줘",
    "상태에 '보류 중' 옵션 추가해줘",
    "샘플은 2개만",
    "제목을 봄 계획으로",
)


class Stage:
    """Where each test puts a script of its own before the planner `scripted` is asked."""

    def __init__(self) -> None:
        self.planner = ScriptedPlanner([])

    def play(self, *script: Heard | Exception) -> ScriptedPlanner:
        self.planner = ScriptedPlanner(script)
        return self.planner


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage()


@pytest.fixture(scope="module")
def planner(stage: Stage) -> Planners:
    return Planners(by_words(), {"scripted": lambda _: stage.planner})


@pytest_asyncio.fixture(loop_scope="module")
async def scripted(server: Server) -> AsyncIterator[Chat]:
    """A thread that has chosen the planner with the script."""
    async with chatting(server.socket_url) as chat:
        await chat.send("set_model", model="scripted/any")
        assert (await chat.next())["type"] == "system"
        yield chat


def heard(kind: str, **parts: object) -> Heard:
    return Heard.model_validate({"kind": kind, "language": "ko", **parts})


def option() -> list[Change]:
    where = {"action": "add_option", "database": "작업", "property": "상태"}
    return CHANGES.validate_python([{**where, "option": {"name": "보류 중"}}])


def lines(*, failing: int) -> Sequence[Heard | Exception]:
    """What a model would hear in each round, but for one in which it fails."""
    wish = heard("create", skill="project", brief={}, reply="이렇게 만들게요.")
    more = wish.model_copy(update={"changes": option()})
    fewer = Heard.model_validate({**more.model_dump(), "brief": {"sample_count": 2}})
    titled = fewer.model_copy(update={"changes": [*fewer.changes, *renames("봄 계획")]})
    script: list[Heard | Exception] = [wish, more, fewer, titled]
    script[failing] = ConnectionError("the model's remote is away")
    return script


def notices(turn: Sequence[Frame]) -> list[Frame]:
    return [frame for frame in turn if frame["type"] == "system"]


@pytest.mark.parametrize("failing", range(len(ROUNDS)))
async def test_where_a_planner_fails_the_embedded_one_goes_on_with_all_that_was_agreed(
    scripted: Chat, stage: Stage, failing: int
):
    planner = stage.play(*lines(failing=failing))
    for number, text in enumerate(ROUNDS):
        await scripted.say(text)
        turn = await scripted.turn()
        assert len(notices(turn)) == (number == failing)
        assert turn[-1]["status"] == "awaiting_approval"
    assert all("seq" in notice for notice in notices(scripted.frames[2:]))  # two were answers
    design = of_type(turn, "approval_request")["blueprint"]
    status = next(p for p in design["databases"][0]["properties"] if p["name"] == "상태")
    assert "보류 중" in [option["name"] for option in status["options"]]
    assert {len(database["rows"]) for database in design["databases"]} == {2}
    assert design["title"] == "봄 계획"

    await scripted.say("좋아")
    assert of_type(await scripted.turn(), "complete")["summary"]["databases_created"] == 2
    assert len(planner.asked) == len(ROUNDS)  # a yes needs no planner


async def test_a_reply_is_streamed_and_then_said_as_a_whole(
    scripted: Chat, stage: Stage, server: Server
):
    stage.play(heard("answer", reply="노션은 이렇게 씁니다."))
    await scripted.say("노션은 어떻게 써?")
    turn = await scripted.turn()
    pieces = [frame for frame in turn if frame["type"] == "ai_token"]
    assert [piece["content"] for piece in pieces] == ["노션은 ", "이렇게 ", "씁니다."]
    assert all("seq" not in piece for piece in pieces)
    assert all(frame_json(FRAMES.validate_python(_bare(piece))) == _bare(piece) for piece in pieces)
    assert of_type(turn, "ai_response")["content"] == "노션은 이렇게 씁니다."

    async with chatting(server.socket_url, thread_id=scripted.thread_id, since=0) as back:
        assert "ai_token" not in types(await back.turn())


async def test_one_thread_has_its_model_and_another_the_embedded_planner(
    scripted: Chat, stage: Stage, chat: Chat
):
    planner = stage.play(heard("answer", reply="각본"))
    await chat.say("안녕")
    assert of_type(await chat.turn(), "ai_response")["content"] != "각본"
    assert planner.asked == []
    await scripted.say("안녕")
    assert of_type(await scripted.turn(), "ai_response")["content"] == "각본"


@pytest.mark.parametrize("later", ["나중에 할게요", "I'll do it later", "後でやります"])
async def test_no_planner_is_asked_what_a_later_means(scripted: Chat, stage: Stage, later: str):
    planner = stage.play(lines(failing=1)[0])
    request = await scripted.asked(ROUNDS[0])
    await scripted.say(later)
    turn = await scripted.turn()
    assert (types(turn)[-2], turn[-1]["status"]) == ("ai_response", "awaiting_approval")
    assert len(planner.asked) == 1
    await scripted.approve(request)
    assert (await scripted.turn())[-1]["status"] == "completed"


async def test_changes_to_a_page_go_on_from_what_another_planner_agreed(
    scripted: Chat, stage: Stage
):
    stage.play(
        heard("create", skill="project", reply="…"),
        heard("modify"),
        heard("modify", said=["멋지게"], changes=renames("멋진 팀"), reply="…"),
        ConnectionError("away"),
    )
    await scripted.approve(await scripted.asked(ROUNDS[0]))
    await scripted.turn()
    await scripted.asked("멋지게 바꿔줘")

    request = await scripted.asked("작업 DB에 '점수' 속성 추가해줘")

    assert [change["action"] for change in request["changes"]] == ["rename", "add_property"]


def _bare(frame: Frame) -> Frame:
    return {name: value for name, value in frame.items() if name != "thread_id"}
