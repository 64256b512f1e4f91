"""Plans that manage: a comment on a page, its lock, its way to the trash and back.

They come ready made over REST; in the chat `agent/planner/managing.py` reads the words.
"""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal, Self, get_args

from agent.planner.managing import LONGEST_COMMENT, quoted, read_manage
from agent.planner.seam import Manage
from agent.plans.kinds import Approval, Json, Planned, Subject, Task, Turn
from agent.plans.undertaking import Hands, MadePage, Undertaking
from agent.server_frames import ApprovalRequest, Complete
from agent.texts import say
from tools.blueprint.base import Language
from tools.errors import Conflict, InvalidInput, NotFound, NotionNotFound
from tools.notion.gateway import NotionGateway
from tools.notion.journal import Entry, Rehearsal, Undone, is_done
from tools.notion.operations import Counts, Operation, Plan
from tools.notion.pages import page_at
from tools.notion.rehearse import rehearse_changes
from tools.notion.structure.read import read_page
from tools.notion.transport import Stage

Action = Literal["comment", "lock", "unlock", "archive", "restore"]
_ACTIONS: Mapping[str, Action] = {action: action for action in get_args(Action)}

OPERATION = "manage"  # the only one of such a plan
_BODIES: Mapping[Action, Json] = {
    "lock": {"is_locked": True},
    "unlock": {"is_locked": False},
    "archive": {"in_trash": True},
    "restore": {"in_trash": False},
}
_BACK: Mapping[Action, Action] = {
    "lock": "unlock",
    "unlock": "lock",
    "archive": "restore",
    "restore": "archive",
}


@dataclass(frozen=True)
class Management(Undertaking):
    """Something that is being done to a page; `stood` says that the page was like that before."""

    action: Action
    page_id: str
    url: str
    title: str
    stood: bool
    kind = "manage"

    @property
    def places(self) -> frozenset[str]:
        return frozenset({self.page_id})

    def step_text(self, operation: Operation) -> str:
        return "change_page"

    def page(self, plan: Plan, entries: Mapping[str, Entry]) -> MadePage:
        return MadePage(self.page_id, self.url, self.title)

    async def take_back(self, plan: Plan, hands: Hands) -> Undone:
        """What the page was like before stays; a comment that is gone is taken back."""
        entry = (await hands.journal_of("").load()).get(OPERATION)
        if not is_done(entry) or entry is None or self.stood:
            return Undone()
        if self.action == "comment":
            with contextlib.suppress(NotionNotFound):
                await hands.gateway.call("DELETE", f"comments/{entry.notion_id}")
        else:
            body = _BODIES[_BACK[self.action]]
            await hands.gateway.call("PATCH", f"pages/{self.page_id}", body, repeatable=True)
        return Undone(changes=1)


class Managing(Subject):
    """What is to be done to a page that was read; `text` is a comment's, `answer` the page."""

    kind: Literal["manage"] = "manage"
    planning: ClassVar[str] = "reading_page"
    undertaking: ClassVar[type[Undertaking]] = Management

    action: Action
    page_id: str
    text: str | None = None
    name: str
    url: str
    answer: Json

    @classmethod
    async def of(
        cls, gateway: NotionGateway, page_id: str, action: Action, text: str | None = None
    ) -> Self:
        """The plan for a page as it is. Raises NotionError, InvalidInput for what is none, and
        Conflict for one in the trash."""
        page = await page_at(gateway, page_id)
        if page.get("in_trash") and action not in ("archive", "restore"):
            raise Conflict(f"page {page_id} is in the trash", reason="page_in_trash")
        titles = (p["title"] for p in page["properties"].values() if p["type"] == "title")
        return cls(
            action=action,
            page_id=page["id"],
            text=text,
            name="".join(part["plain_text"] for part in next(titles, [])),
            url=page["url"],
            answer=page,
        )

    @property
    def title(self) -> str:
        return self.name

    @property
    def places(self) -> frozenset[str]:
        return frozenset({self.page_id})

    @classmethod
    async def planned(cls, task: Task, turn: Turn) -> Planned:
        """Reads the page that is meant. What is like that already is only said to be.

        Raises InvalidInput for a comment that is too long, NotFound, Conflict, NotionError.
        """
        heard, manage = task.heard, _meant(task)
        if manage is None or manage.act not in _ACTIONS:
            waits = say("plan_waits", heard.spoken)
            return Planned(heard.model_copy(update={"reply": waits}), stays=True)
        page_id = await turn.unless_stopped(_page(task, manage, await turn.gateway()))
        action, gateway = _ACTIONS[manage.act], await turn.gateway()
        looking = cls.of(gateway, page_id, action, manage.text)
        subject = await turn.unless_stopped(looking)
        if subject.stands:
            told = say("as_wished", heard.spoken)
            return Planned(heard.model_copy(update={"reply": told}))
        told = say(f"manage_{action}", heard.spoken, title=subject.name, text=manage.text)
        return Planned(heard.model_copy(update={"reply": told, "manage": manage}), subject)

    async def rehearse(self, stage: Stage) -> Rehearsal:
        """Done to a copy of the page that stands by itself."""
        titles = {n: p for n, p in self.answer["properties"].items() if p["type"] == "title"}
        alone = {"parent": {"type": "workspace", "workspace": True}, "properties": titles}
        page = {**self.answer, **alone, "in_trash": False}
        return await rehearse_changes([page], self._plan(), self.page_id, stage)

    def _plan(self) -> Plan:
        page = self.page_id
        done = Operation(
            OPERATION, "update_page", "PATCH", (f"pages/{page}",), lane=page, title=self.name
        )
        if self.action != "comment":
            done = replace(done, body=_BODIES[self.action])
        else:
            words = [{"type": "text", "text": {"content": self.text}}]
            said = {"parent": {"page_id": page}, "rich_text": words}
            done = replace(done, kind="add_comment", method="POST", path=("comments",), body=said)
        return Plan((done,), Counts(api_calls=1))

    def figures(self, counts: Mapping[str, int]) -> Mapping[str, Any]:
        return {"title": self.name}

    def asked(self, request: ApprovalRequest, language: Language) -> ApprovalRequest:
        """Without a preview: nothing of it would be seen, as only the page itself was copied."""
        content = say(f"manage_{self.action}_question", language, title=self.name)
        return replace(request, content=content, manage=self._told(), preview_url=None)

    def done(self, complete: Complete, language: Language) -> Complete:
        content = say(f"manage_{self.action}_completed", language, title=self.name)
        return replace(complete, content=content)

    def listed(self, language: Language) -> Mapping[str, Any]:
        return {"manage": self._told()}

    def _told(self) -> Json:
        told = {"action": self.action, "page_id": self.page_id}
        return told if self.text is None else {**told, "text": self.text}

    async def begin(self, approval: Approval, turn: Turn) -> tuple[Plan, Undertaking]:
        undertaking = Management(self.action, self.page_id, self.url, self.name, self.stands)
        return self._plan(), undertaking

    @property
    def gone(self) -> bool:
        return bool(self.answer.get("in_trash", False))

    @property
    def stands(self) -> bool:
        """Whether the page was like that already as it was read."""
        locked, gone = bool(self.answer.get("is_locked", False)), self.gone
        was = {"lock": locked, "unlock": not locked, "archive": gone, "restore": not gone}
        return was.get(self.action, False)


def _meant(task: Task) -> Manage | None:
    """What is wanted by now: what was heard first, or what was said of the plan that it led to. Of
    a comment any quoted words are the new text."""
    if task.last is None:
        return task.heard.manage
    manage, before = read_manage(task.said.text), task.heard.manage
    if manage is None and before is not None and before.act == "comment":
        text = quoted(task.said.text)
        manage = None if text is None else before.model_copy(update={"text": text})
    return manage


async def _page(task: Task, manage: Manage, gateway: NotionGateway) -> str:
    """The page that is meant: the one that is spoken of, or one below it, by its title.

    Raises NotFound, NotionError, InvalidInput for a comment that is too long.
    """
    assert task.page_id is not None  # noqa: S101 - without a page nothing is to be managed
    if len(manage.text or "") > LONGEST_COMMENT:
        raise InvalidInput("the comment is too long", reason="comment_too_long")
    if manage.page is None:
        return task.page_id
    structure = (await read_page(gateway, task.page_id)).structure
    pages = [structure.page, *structure.sub_pages]
    named = [page.id for page in pages if page.title.casefold() == manage.page.casefold()]
    if not named:
        raise NotFound("no such page", reason="no_page_named", params={"name": manage.page})
    return named[0]
