"""Plans that create: a workspace to be built below a page, or at the top."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal, Self

from pydantic import TypeAdapter, ValidationError

from agent.plans.kinds import Approval, Brief, Json, MadePage, Planned, Subject, Turn, Undertaking
from agent.server_frames import ApprovalRequest
from tools.blueprint.base import Language
from tools.blueprint.changes import Change
from tools.blueprint.model import Blueprint
from tools.blueprint.parse import broken_rule, check, parse
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
    async def planned(cls, brief: Brief, turn: Turn) -> Planned:
        """Composes a design, or composes it anew with what was said about the last one."""
        if brief.feedback is None:
            designing = turn.planner.design(brief.intent, brief.today)
            proposal = await turn.unless_stopped(designing)
        else:
            assert brief.last is not None  # noqa: S101 - it is what was said something about
            last = brief.last.subject
            assert isinstance(last, Creation)  # noqa: S101 - feedback stays with its kind of plan
            rehearsal = await turn.rehearsal(brief.last)
            built = await turn.unless_stopped(rehearsal.structure())
            revising = turn.planner.revise(
                brief.intent, last.blueprint, built, brief.feedback, brief.today
            )
            proposal = await turn.unless_stopped(revising)
            if proposal.blueprint == last.blueprint:
                return Planned(proposal.intent, proposal.introduction, stays=True)
        parent = await turn.parent()
        blueprint = await asyncio.to_thread(check, proposal.blueprint)
        subject = cls(blueprint=blueprint, parent=parent)
        return Planned(proposal.intent, proposal.introduction, subject)

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
