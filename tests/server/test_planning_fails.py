"""A plan that cannot be made anew leaves the one that was shown waiting."""

import pytest

from agent.planner.seam import About, Design, Heard, NothingYet, Said
from tests.support.changing import OPTION, PROPERTY, Json, JsonPlanner, Workspace
from tests.support.chat import Chat, of_type, types
from tests.support.serving import Server
from tools.errors import Unavailable
from tools.workspace.changes import CHANGES

pytestmark = pytest.mark.asyncio(loop_scope="module")


# Well formed, and nothing that a rehearsal can build.
REFUSED: Json = {
    "action": "add_formula",
    "database": "데이터 0",
    "name": "합",
    "expression": 'VLOOKUP("가", 1)',
}


class FailingPlanner(JsonPlanner):
    """Fails where it is told to: as a model's remote does, as no one foresaw, or in its design."""

    async def understand(self, said: Said, about: About) -> Heard:
        if not isinstance(about, NothingYet):
            _fail(said.text)
        heard = await super().understand(said, about)
        if isinstance(about, Design) and "못 만들" in said.text:
            changes = [*about.agreed.changes, *CHANGES.validate_python([REFUSED])]
            return heard.model_copy(update={"changes": changes})
        return heard


def _fail(text: str) -> None:
    if "원격" in text:
        raise Unavailable("the model does not answer")
    if "고장" in text:
        raise ZeroDivisionError(text)


@pytest.fixture(scope="module")
def planner() -> FailingPlanner:
    return FailingPlanner()


@pytest.mark.parametrize(
    ("feedback", "code"),
    [
        ("원격 장애", "UNAVAILABLE"),
        ("고장 내줘", "INTERNAL_ERROR"),
        ("못 만들 것으로 해줘", "NOTION_ERROR"),
    ],
)
@pytest.mark.parametrize("way", ["words", "button"])
async def test_feedback_that_leads_to_no_plan_leaves_the_last_one_waiting(
    server: Server, chat: Chat, feedback: str, code: str, way: str
):
    request = await chat.asked()
    if way == "words":
        await chat.say(feedback)
    else:
        await chat.approve(request, "respond", feedback=feedback)
    turn = await chat.turn()
    assert of_type(turn, "error")["code"] == code
    assert turn[-1]["status"] == "awaiting_approval"
    pending = await server.app.desk.plans.pending(chat.thread_id)
    assert pending is not None
    assert pending == request["approval_id"]
    await chat.say("좋아")
    complete = of_type(await chat.turn(), "complete")
    assert complete["summary"]["rows_created"] == request["metadata"]["rows"]


async def test_after_a_failure_a_further_version_can_be_asked_for(chat: Chat):
    first = await chat.asked()
    for failing in ("못 만들 것으로", "고장"):
        await chat.say(failing)
        await chat.turn()
    await chat.say("우리 동네")
    second = of_type(await chat.turn(), "approval_request")
    assert second["plan_version"] > first["plan_version"]
    await chat.approve(first)
    assert (await chat.next())["code"] == "CONFLICT"
    await chat.approve(second)
    assert (await chat.turn())[-1]["status"] == "completed"


async def test_changes_that_cannot_be_planned_anew_leave_the_last_ones_waiting(
    server: Server, chat: Chat
):
    built = await Workspace.built(chat, server.app.desk.connector.open(None))
    request = await built.asked(OPTION, PROPERTY)
    await chat.say("고장")
    turn = await chat.turn()
    assert of_type(turn, "error")["code"] == "INTERNAL_ERROR"
    assert turn[-1]["status"] == "awaiting_approval"
    await chat.approve(request)
    assert len(of_type(await chat.turn(), "complete")["changes"]) == 2


async def test_a_first_plan_that_fails_leaves_nothing_waiting(server: Server, chat: Chat):
    built = await Workspace.built(chat, server.app.desk.connector.open(None))
    await built.chat.say("[고장]")
    turn = await chat.turn()
    assert (types(turn)[-2:], turn[-1]["status"]) == (["error", "turn_end"], "failed")
    assert await server.app.desk.plans.pending(chat.thread_id) is None
