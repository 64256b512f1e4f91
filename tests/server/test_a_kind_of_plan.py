"""A further kind of plan is a module, a line in the registry and its texts, and nothing else.

The kind here locks a page. It lives in this file alone, and goes the whole way of any plan.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

import pytest
import pytest_asyncio

from agent.planner.seam import About, Heard, NothingYet, Said
from agent.plans.kinds import Approval, Json, Planned, Subject, Task, Turn
from agent.plans.registry import KINDS
from agent.plans.undertaking import Hands, MadePage, Undertaking
from agent.server_frames import ApprovalRequest
from agent.texts import _texts
from tests.support.changing import JsonPlanner, Workspace
from tests.support.chat import Chat, of_type, types
from tests.support.rest import rest
from tests.support.serving import Server
from tools.blueprint.base import Language
from tools.notion.forge import Forge
from tools.notion.journal import Entry, Rehearsal, Undone
from tools.notion.operations import Counts, Operation, Plan
from tools.notion.rehearse import rehearse_changes
from tools.notion.structure.read import read_page
from tools.notion.transport import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


def locking(page_id: str, locked: bool) -> Plan:
    path, body = ("pages/", page_id), {"is_locked": locked}
    operation = Operation("lock", "update_page", "PATCH", path, "lock", "이 페이지", body)
    return Plan((operation,), Counts(api_calls=1))


class Locking(Undertaking):
    """A page that is being locked."""

    kind = "lock"

    def __init__(self, page_id: str, url: str) -> None:
        self._page = page_id, url

    @property
    def places(self) -> frozenset[str]:
        return frozenset({self._page[0]})

    def step_text(self, operation: Operation) -> str:
        return "lock_step"

    def page(self, plan: Plan, entries: Mapping[str, Entry]) -> MadePage:
        return MadePage(*self._page, "이 페이지")

    async def take_back(self, plan: Plan, hands: Hands) -> Undone:
        journal = hands.journal_of("open")
        await Forge(locking(self._page[0], False), hands.gateway, journal, hands.on_step).run()
        return Undone(changes=1)

    def to_json(self) -> Json:
        return {"kind": self.kind, "page": list(self._page)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(*data["page"])


class Lock(Subject):
    """A page to be locked."""

    kind: Literal["lock"] = "lock"
    planning: ClassVar[str] = "lock_planning"
    undertaking: ClassVar[type[Undertaking]] = Locking

    page_id: str
    url: str
    name: str
    answers: list[Json]

    @property
    def title(self) -> str:
        return self.name

    @property
    def places(self) -> frozenset[str]:
        return frozenset({self.page_id})

    @classmethod
    async def planned(cls, task: Task, turn: Turn) -> Planned:
        if task.last is not None:
            reply = {"reply": "잠그는 계획은 그대로예요."}
            return Planned(task.heard.model_copy(update=reply), stays=True)
        assert task.page_id is not None
        reading = await turn.unless_stopped(read_page(await turn.gateway(), task.page_id))
        page = reading.structure.page
        subject = cls(page_id=page.id, url=page.url, name=page.title, answers=list(reading.answers))
        heard = task.heard.model_copy(update={"reply": "이 페이지를 잠글게요."})
        return Planned(heard, subject)

    async def rehearse(self, stage: Stage) -> Rehearsal:
        return await rehearse_changes(
            self.answers, locking(self.page_id, True), self.page_id, stage
        )

    def asked(self, request: ApprovalRequest, language: Language) -> ApprovalRequest:
        return request

    def listed(self, language: Language) -> Mapping[str, Any]:
        return {"locks": self.page_id}

    async def begin(self, approval: Approval, turn: Turn) -> tuple[Plan, Undertaking]:
        return locking(self.page_id, True), Locking(self.page_id, self.url)


class LockingPlanner(JsonPlanner):
    """Hears a wish to lock the page, and else what the other planner hears."""

    async def understand(self, said: Said, about: About) -> Heard:
        heard = await super().understand(said, about)
        asks = isinstance(about, NothingYet) and about.workspace is not None and "봉인" in said.text
        return heard.model_copy(update={"kind": "lock"}) if asks else heard


@pytest.fixture(scope="module")
def planner() -> LockingPlanner:
    return LockingPlanner()


@pytest.fixture(autouse=True)
def kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "lock", Lock)
    for moment in ("planning", "question", "step", "completed", "failed", "reverted", "undone"):
        monkeypatch.setitem(_texts("ko"), f"lock_{moment}", f"lock: {moment}")


@pytest_asyncio.fixture(loop_scope="module")
async def built(server: Server, chat: Chat) -> Workspace:
    return await Workspace.built(chat, server.app.desk.connector.open(None))


async def is_locked(built: Workspace) -> bool:
    return bool((await built.gateway.call("GET", f"pages/{built.page_id}"))["is_locked"])


async def test_a_further_kind_is_asked_about_carried_out_and_undone(built: Workspace, chat: Chat):
    await chat.say("이 페이지 봉인해줘")
    turn = await chat.turn()
    request = of_type(turn, "approval_request")
    assert request["metadata"]["kind"] == "lock"
    assert request["metadata"]["api_calls"] == 1
    assert request["content"] == "lock: question"
    assert "blueprint_preview" not in types(turn)
    async with rest() as client:
        shown = (await client.get(f"{request['preview_url']}/data")).json()
    assert shown["page"]["is_locked"]
    assert not await is_locked(built)

    await chat.approve(request)
    turn = await chat.turn()
    complete = of_type(turn, "complete")
    assert (complete["content"], complete["page_id"]) == ("lock: completed", built.page_id)
    assert "lock: step" in [frame.get("message") for frame in turn]
    assert await is_locked(built)

    await chat.send("undo")
    taken_back = of_type(await chat.turn(), "cancelled")
    assert taken_back["content"].startswith("lock: undone (")
    assert taken_back["undone"]["changes"] == 1
    assert not await is_locked(built)


async def test_feedback_on_a_further_kind_is_its_own_to_read(built: Workspace, chat: Chat):
    request = await chat.asked("이 페이지 봉인해줘")
    await chat.say("음, 정말요?")
    turn = await chat.turn()
    assert of_type(turn, "ai_response")["content"] == "잠그는 계획은 그대로예요."
    assert turn[-1]["status"] == "awaiting_approval"
    await chat.approve(request, "edit", changes=[])
    assert (await chat.next())["code"] == "INVALID_INPUT"
    await chat.say("취소")
    assert of_type(await chat.turn(), "cancelled")["reason"] == "rejected"
    assert not await is_locked(built)


async def test_a_further_kind_answers_who_asks_once(server: Server, built: Workspace):
    async with rest(server.url) as client:
        body = {"prompt": "봉인해줘", "options": {"language": "ko"}}
        url = f"/api/templates/{built.page_id}/modify"
        answer = (await client.post(url, json=body, timeout=60)).json()
        assert (answer["success"], answer["locks"]) == (True, built.page_id)
        assert await is_locked(built)
        undo = await client.post(f"/api/templates/undo/{answer['undo_id']}")
        assert undo.json()["success"]
    assert not await is_locked(built)
