"""Plans that create: a workspace to be built below a page, or at the top."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal, Self

from pydantic import TypeAdapter, ValidationError

from agent.planner.seam import Design
from agent.plans.kinds import Approval, Json, MadePage, Planned, Subject, Task, Turn, Undertaking
from agent.server_frames import ApprovalRequest
from tools.blueprint.base import Language
from tools.blueprint.changes import Change
from tools.blueprint.model import Blueprint
from tools.blueprint.parse import broken_rule, parse
from tools.errors import BlueprintInvalid, NotionError, Problem, ValidationFailed
from tools.notion.compile import Parent, below
from tools.notion.forge import OnStep
from tools.notion.gateway import NotionGateway
from tools.notion.journal import Entry, Journal
from tools.notion.operations import Operation, Plan
from tools.notion.rehearse import Rehearsal, rehearse
from tools.notion.rollback import Undone, roll_back
from tools.workspace.apply import apply
from tools.workspace.draft import Draft
from tools.workspace.meant import meant

_CHANGE: TypeAdapter[Change] = TypeAdapter(Change)


class Construction:
    """A workspace that is being built. All of it hangs below its main page, and goes with that."""

    kind = "create"
    places: frozenset[str] = frozenset()  # others know of none of it yet

    def step_text(self, operation: Operation) -> str:
        return operation.step

    def page(self, plan: Plan, entries: Mapping[str, Entry]) -> MadePage:
        first = plan.operations[0]
        made = entries[first.id]
        return MadePage(str(made.notion_id), str((made.captured or {})["/url"]), first.title)

    async def take_back(
        self,
        plan: Plan,
        gateway: NotionGateway,
        journal_of: Callable[[str], Journal],
        on_step: OnStep,
    ) -> Undone:
        return await roll_back(plan, gateway, journal_of(""))

    def to_json(self) -> Json:
        return {"kind": self.kind}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls()


class Creation(Subject):
    """A workspace to be built below `parent`."""

    kind: Literal["create"] = "create"
    planning: ClassVar[str] = "generating"
    undertaking: ClassVar[type[Undertaking]] = Construction

    blueprint: Blueprint
    parent: Parent

    @property
    def title(self) -> str:
        return self.blueprint.title

    @classmethod
    async def planned(cls, task: Task, turn: Turn) -> Planned:
        """Composes a design, or changes the last one as was said about it."""
        heard, waiting = task.heard, None
        if task.last is not None:
            waiting = await _waiting(task, task.last, turn)
            heard = await turn.understand(task.said, waiting)
            if heard.kind != "create":
                return Planned(heard, stays=True)
        blueprint = await turn.design(heard, task.said.today, waiting)
        if waiting is not None and blueprint == waiting.blueprint:
            return Planned(heard, stays=True)
        return Planned(heard, cls(blueprint=blueprint, parent=await turn.parent()))

    async def check(self, turn: Turn) -> None:
        """Asks Notion once whether the token is good and the parent shared."""
        if "page_id" in self.parent:
            gateway = await turn.gateway()
            await turn.unless_stopped(gateway.call("GET", f"pages/{self.parent['page_id']}"))

    async def rehearse(self) -> Rehearsal:
        return await rehearse(self.blueprint)

    @property
    def design(self) -> Blueprint:
        return self.blueprint

    def asked(self, request: ApprovalRequest, language: Language) -> ApprovalRequest:
        figures = replace(request.metadata, template_type=self.blueprint.template_type)
        return replace(request, metadata=figures, blueprint=self.blueprint)

    async def edited(self, rehearsal: Rehearsal, blueprint: Any, changes: Any) -> "Creation":
        """The plan with another blueprint, changes to the one that waits, or both; rehearsed.

        Ids in changes are the rehearsal's.
        """
        if blueprint is None and changes is None:
            problem = Problem("blueprint", "missing")
            raise ValidationFailed("an edit carries a blueprint or changes", [problem])
        if blueprint is None:
            draft = meant(self.blueprint, await rehearsal.structure())
        else:
            draft = Draft.of(await asyncio.to_thread(parse, blueprint))
        for number, change in enumerate(changes or ()):
            draft = _changed(draft, change, f"changes[{number}]")
        try:
            await rehearse(draft.blueprint)
        except NotionError as error:
            problem = Problem("blueprint", "wrong_shape", {"detail": str(error)})
            raise BlueprintInvalid("Notion would refuse it", [problem]) from None
        return self.model_copy(update={"blueprint": draft.blueprint})

    async def begin(self, approval: Approval, turn: Turn) -> tuple[Plan, Undertaking]:
        """What was rehearsed is what runs, but for the page that it hangs below."""
        return below((await turn.rehearsal(approval)).plan, self.parent), Construction()


async def _waiting(task: Task, last: Approval, turn: Turn) -> Design:
    """The design that words are about, as its rehearsal built it."""
    assert task.agreed is not None  # noqa: S101 - the plan was made of it
    assert isinstance(last.subject, Creation)  # noqa: S101 - words stay with their kind of plan
    rehearsal = await turn.rehearsal(last)
    built = await turn.unless_stopped(rehearsal.structure())
    return Design(task.agreed, last.subject.blueprint, built)


def _changed(draft: Draft, change: Any, place: str) -> Draft:
    try:
        return apply(draft, _CHANGE.validate_python(change))
    except ValidationError as error:
        found = [_problem(item) for item in error.errors(include_url=False, include_input=False)]
    except ValidationFailed as error:
        found = list(error.problems)
    placed = [Problem(f"{place}.{p.place}".rstrip("."), p.rule, p.params) for p in found]
    raise BlueprintInvalid(f"{place} breaks the rule {placed[0].rule}", placed)


def _problem(item: Mapping[str, Any]) -> Problem:
    """What is wrong with a change; the first step of its place names the action only."""
    return Problem(".".join(map(str, item["loc"][1:])), *broken_rule(item))
