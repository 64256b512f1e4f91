"""Plans that change: what is to become of a page that exists, and the way back."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal, Self

from pydantic import Field

from agent.planner.seam import PageRead
from agent.plans.kinds import Approval, Json, Planned, Subject, Task, Turn
from agent.plans.undertaking import Hands, MadePage, Undertaking
from agent.server_frames import ApprovalRequest, Complete
from agent.texts import say
from tools.blueprint.base import Language
from tools.errors import Conflict, ValidationFailed
from tools.notion.journal import Entry, Rehearsal, Undone
from tools.notion.modify.compile import ChangePlan, changes_json, compile_changes
from tools.notion.modify.undo import Journals, WayBack, take_back
from tools.notion.operations import Kind, Operation, Plan, Ref
from tools.notion.rehearse import rehearse_changes
from tools.notion.structure.read import Reading, read_page
from tools.notion.transport import Stage
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, Structure

FRESH_SECONDS = 10.0  # so long a page is taken to stand as it was read

MOST_NAMED = 4  # parts of a change that are told by name
_OF = ("property", "view", "option", "row", "target")  # which part a change is about

# What a person reads where an operation changes something that was there.
_CHANGED: Mapping[Kind, str] = {
    "update_schema": "change_schema",
    "update_row": "change_row",
    "update_view": "change_view",
    "delete_view": "change_view",
    "update_page": "change_page",
    "update_database": "change_database",
    "update_block": "change_block",
    "move_page": "change_place",
}


@dataclass(frozen=True)
class Alteration(Undertaking):
    """A page that is being changed, with what it was before."""

    way_back: WayBack
    kind = "modify"

    @property
    def places(self) -> frozenset[str]:
        return self.way_back.before.places

    def step_text(self, operation: Operation) -> str:
        return _CHANGED.get(operation.kind, operation.step)

    def page(self, plan: Plan, entries: Mapping[str, Entry]) -> MadePage:
        page = self.way_back.before.page
        return MadePage(page.id, page.url, page.title)

    async def take_back(self, plan: Plan, hands: Hands) -> Undone:
        journals = Journals(*map(hands.journal_of, ("", "undo", "restore")))
        return await take_back(self.way_back, hands.gateway, journals, hands.on_step)

    def to_json(self) -> Json:
        return {"kind": self.kind, **self.way_back.to_json()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(WayBack.from_json(data))


class Modification(Subject):
    """Changes to a page as it stood at `read_at` (Unix seconds).

    `answers` are the objects of Notion's API that `structure` was read from: what a rehearsal
    starts with. `unread` is what of the words led to none of the changes.
    """

    kind: Literal["modify"] = "modify"
    planning: ClassVar[str] = "reading_page"
    undertaking: ClassVar[type[Undertaking]] = Alteration

    page_id: str
    structure: Structure
    answers: list[Json]
    changes: list[Change]
    unread: list[str] = Field(default_factory=list)
    language: Language  # of what the changes leave unnamed
    read_at: float

    @property
    def title(self) -> str:
        return self.structure.page.title

    @property
    def places(self) -> frozenset[str]:
        return self.structure.places

    @classmethod
    async def planned(cls, task: Task, turn: Turn) -> Planned:
        """Reads the page as it is and plans the changes that the words ask for."""
        reading = await turn.unless_stopped(_read(task, turn))
        heard = await turn.understand(task.said, PageRead(reading.structure, task.agreed))
        if heard.kind == "ask":
            return Planned(heard)
        if _changes_of(task.last) == heard.changes:
            return Planned(heard, stays=True)
        plan = await _compiled(reading.structure, heard.changes, heard.language)
        if not plan.forward.operations:
            told = say("as_wished", heard.spoken) if heard.changes else heard.reply
            return Planned(heard.model_copy(update={"reply": told}))
        subject = cls(
            page_id=reading.structure.page.id,
            structure=reading.structure,
            answers=list(reading.answers),
            changes=heard.changes,
            unread=heard.unread,
            language=heard.language,
            read_at=time.time(),
        )
        return Planned(heard, subject)

    async def rehearse(self, stage: Stage) -> Rehearsal:
        plan = await _compiled(self.structure, self.changes, self.language)
        return await rehearse_changes(self.answers, plan.forward, self.page_id, stage)

    def opens_at(self, plan: Plan, made: Mapping[str, Entry]) -> str | None:
        """The first database that a plan of these changes touches, at the first of its views that
        changes or is new."""
        homes = {name: base.id for base in self.structure.databases for name in _names(base)}
        touched = (homes.get(name) for each in plan.operations for name in _targets(each))
        database = next(filter(None, touched), None)
        of_it = (op for op in plan.operations if database in map(homes.get, _targets(op)))
        view = next((name for op in of_it if (name := _view(op, made))), None)
        return f"{database}:{view}" if view else database

    def figures(self, counts: Mapping[str, int]) -> Mapping[str, Any]:
        return {"count": len(self.changes)}

    def asked(self, request: ApprovalRequest, language: Language) -> ApprovalRequest:
        return replace(request, changes=self._told(language))

    def done(self, complete: Complete, language: Language) -> Complete:
        return replace(complete, changes=self._told(language))

    def named(self, language: Language) -> str:
        """The page, and what of it changes."""
        told = [next((one[k] for k in _OF if one.get(k)), None) for one in self._told(language)]
        parts = [name for name in dict.fromkeys(told) if isinstance(name, str)]
        listed = [*parts[:MOST_NAMED], *["…"] * (len(parts) > MOST_NAMED)]
        return ": ".join(filter(None, [self.title, say("comma", language).join(listed)]))

    def listed(self, language: Language) -> Mapping[str, Any]:
        return {"modifications": self._told(language), "unread": self.unread}

    def _told(self, language: Language) -> list[Json]:
        """The changes as the contract lists them."""
        return changes_json(self.structure, self.changes, language)

    async def begin(self, approval: Approval, turn: Turn) -> tuple[Plan, Undertaking]:
        """The plan for the page as it is now, which others may have changed since.

        Raises Conflict where the changes do not fit it any more.
        """
        structure = self.structure
        old = time.time() - self.read_at > FRESH_SECONDS
        if old or await turn.changed_since(self.places, self.read_at):
            reading = read_page(await turn.gateway(), self.page_id)
            structure = (await turn.unless_stopped(reading)).structure
        try:
            plan = await _compiled(structure, self.changes, self.language)
        except ValidationFailed as error:
            raise Conflict(str(error), reason="page_changed") from None
        if structure.page.in_trash or not plan.forward.operations:
            raise Conflict("nothing is left to change", reason="page_changed")
        return plan.forward, Alteration(WayBack(plan, structure))


async def _read(task: Task, turn: Turn) -> Reading:
    """The page that is meant. Raises NotionError, Conflict for one in the trash."""
    assert task.page_id is not None  # noqa: S101 - without a page nothing is to change
    reading = await read_page(await turn.gateway(), task.page_id)
    if reading.structure.page.in_trash:
        raise Conflict(f"page {task.page_id} is in the trash", reason="page_in_trash")
    return reading


def _changes_of(approval: Approval | None) -> list[Change] | None:
    """The changes that a plan makes; None where there is none."""
    subject = None if approval is None else approval.subject
    return subject.changes if isinstance(subject, Modification) else None


async def _compiled(
    structure: Structure, changes: Sequence[Change], language: Language
) -> ChangePlan:
    """The plans, made beside the loop: a page may hold thousands of rows."""
    return await asyncio.to_thread(compile_changes, structure, changes, language)


def _names(database: ExistingDatabase) -> list[str]:
    """The ids by which operations name a database or what is in it."""
    rows, views = [row.id for row in database.rows], [view.id for view in database.views]
    return [name for name in (database.id, database.data_source_id, *rows, *views) if name]


def _targets(operation: Operation) -> list[Any]:
    """What an operation is done to: what its path names, and where it makes something new."""
    body = operation.body or {}
    parent = body.get("parent") or {}
    made_in = (body.get("database_id"), body.get("data_source_id"), *parent.values())
    path = (name for part in operation.path for name in _parts(part))
    return [*path, *made_in]


def _view(operation: Operation, made: Mapping[str, Entry]) -> str | None:
    """The tab that an operation makes or changes; None where it does neither."""
    if operation.kind == "update_view":
        return next((part for part in operation.path[1:] if isinstance(part, str)), None)
    is_tab = operation.kind == "create_view" and "view_id" not in (operation.body or {})
    return made[operation.id].notion_id if is_tab and operation.id in made else None


def _parts(part: str | Ref) -> Sequence[str | Ref]:
    return part.split("/") if isinstance(part, str) else (part,)
