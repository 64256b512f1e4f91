"""Changes over the socket as JSON, and a workspace to make them to."""

import json
from typing import Any

from agent.planner.seam import About, Heard, NothingYet, PageRead, Question, Said
from tests.support.chat import Chat, Frame, of_type
from tests.support.planners import ObedientPlanner
from tools.notion.gateway import NotionGateway
from tools.notion.structure.read import read_structure
from tools.workspace.changes import CHANGES
from tools.workspace.model import Structure

Json = dict[str, Any]

TASKS = {"database": "데이터 0"}
OPTION: Json = {
    "action": "add_option",
    **TASKS,
    "property": "상태",
    "option": {"name": "보류", "color": "gray"},
}
PROPERTY: Json = {
    "action": "add_property",
    **TASKS,
    "property": {"name": "점수", "type": "number"},
}
VIEW: Json = {"action": "add_view", **TASKS, "view": {"type": "list", "name": "목록"}}
ROWS: Json = {
    "action": "add_rows",
    **TASKS,
    "rows": [{"values": {"이름": f"새 줄 {n}"}} for n in range(6)],
}


class JsonPlanner(ObedientPlanner):
    """Reads lists of changes as JSON, for tests whose subject is what becomes of them."""

    async def understand(self, said: Said, about: About) -> Heard:
        if isinstance(about, PageRead):
            texts = [*(about.agreed.said if about.agreed else []), said.text]
            if texts[0].startswith("["):
                return self._listed(texts, about)
        elif (
            isinstance(about, NothingYet)
            and about.workspace is not None
            and said.text.startswith("[")
        ):
            return Heard(kind="modify", language="ko", said=[said.text])
        return await super().understand(said, about)

    def _listed(self, texts: list[str], page: PageRead) -> Heard:
        agreed = page.agreed or Heard(kind="modify", language="ko")
        if texts[-1] == "[?]":
            asked = Question(content="어느 것을 바꿀까요?", about="[?]", kind="modify")
            return agreed.model_copy(update={"kind": "ask", "question": asked})
        wished = CHANGES.validate_python([change for part in texts for change in json.loads(part)])
        update = {"kind": "modify", "said": texts, "changes": wished, "question": None}
        return agreed.model_copy(update={**update, "reply": "이렇게 바꿀게요."})


class Workspace:
    """A workspace that a thread has built, and a look at it as it is."""

    def __init__(self, chat: Chat, gateway: NotionGateway, page_id: str) -> None:
        self.chat = chat
        self.gateway = gateway
        self.page_id = page_id

    @classmethod
    async def built(cls, chat: Chat, gateway: NotionGateway) -> "Workspace":
        await chat.approve(await chat.asked())
        complete = of_type(await chat.turn(), "complete")
        return cls(chat, gateway, complete["page_id"])

    async def read(self) -> Structure:
        return await read_structure(self.gateway, self.page_id)

    async def asked(self, *changes: Json) -> Frame:
        """The approval request for some changes."""
        return await self.chat.asked(json.dumps(changes, ensure_ascii=False))

    async def changed(self, *changes: Json) -> list[Frame]:
        """The turn in which some changes are made."""
        await self.chat.approve(await self.asked(*changes))
        return await self.chat.turn()


def names(structure: Structure) -> set[str]:
    return {prop.name for prop in structure.databases[0].properties}
