"""Plans that create: a workspace to be built below a page, or at the top."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Literal

from pydantic import Field, ValidationError

from agent.planner.seam import Design
from agent.plans.kinds import Approval, Json, Planned, Subject, Task, Turn
from agent.plans.next_wish import next_wish
from agent.plans.undertaking import Hands, Undertaking
from agent.server_frames import ApprovalRequest, Complete, as_json
from agent.texts import say
from tools.blueprint.base import Language
from tools.blueprint.model import Blueprint, databases
from tools.blueprint.parse import broken_rule, parse
from tools.blueprint.properties import FormulaProperty, Property
from tools.errors import BlueprintInvalid, InvalidInput, NotionError, Problem, ValidationFailed
from tools.notion.difference import below
from tools.notion.journal import Rehearsal, Undone
from tools.notion.operations import Parent, Plan
from tools.notion.pages import page_at
from tools.notion.rehearse import rehearse, structure_of
from tools.notion.rollback import roll_back
from tools.notion.transport import Stage
from tools.workspace.apply import apply
from tools.workspace.changes import CHANGE
from tools.workspace.draft import Draft
from tools.workspace.from_blueprint import opened
from tools.workspace.meant import meant
from tools.workspace.to_blueprint import blueprint_of

MOST_REFUSALS = 5  # that are looked for in one edit


class Construction(Undertaking):
    """A workspace that is being built. All of it hangs below its main page, and goes with that."""

    kind = "create"

    async def take_back(self, plan: Plan, hands: Hands) -> Undone:
        return await roll_back(plan, hands.gateway, hands.journal_of(""))


class Creation(Subject):
    """A workspace to be built below `parent`."""

    kind: Literal["create"] = "create"
    planning: ClassVar[str] = "generating"
    undertaking: ClassVar[type[Undertaking]] = Construction

    blueprint: Blueprint
    parent: Parent
    along: list[Json] = Field(default_factory=list)  # what went with what an edit took away
    remarks: list[str] = Field(default_factory=list)  # on what of a document was not carried over

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
        """Asks Notion whether the token is good, and the parent a page that can hold another.

        Raises InvalidInput for a database, and for what is in the trash.
        """
        if "page_id" not in self.parent:
            return
        page_id, gateway = self.parent["page_id"], await turn.gateway()
        page = await turn.unless_stopped(page_at(gateway, page_id))
        if page["in_trash"]:
            raise InvalidInput(f"page {page_id} is in the trash", reason="parent_in_trash")

    async def rehearse(self, stage: Stage) -> Rehearsal:
        return await rehearse(self.blueprint, stage)

    @property
    def design(self) -> Blueprint:
        return self.blueprint

    def asked(self, request: ApprovalRequest, language: Language) -> ApprovalRequest:
        figures = replace(request.metadata, template_type=self.blueprint.template_type)
        return replace(request, metadata=figures, blueprint=self.blueprint)

    @property
    def remarked(self) -> Sequence[str]:
        return self.remarks

    def listed(self, language: Language) -> Mapping[str, Any]:
        return {"blueprint": as_json(self.blueprint)}

    def done(self, complete: Complete, language: Language) -> Complete:
        told = [say(f"along_{_kind(part)}", language, **part) for part in self.along]
        warnings = [*self.remarks, *complete.warnings, *told]
        return replace(complete, warnings=warnings, next=next_wish(self.blueprint, language))

    async def edited(
        self, rehearsal: Rehearsal, blueprint: Any, changes: Any, stage: Stage
    ) -> "Creation":
        """The plan with another blueprint, changes to the one that waits, or both; rehearsed.

        Ids in changes are the rehearsal's.
        """
        if blueprint is None and changes is None:
            problem = Problem("blueprint", "missing")
            raise ValidationFailed("an edit carries a blueprint or changes", [problem])
        if blueprint is None:
            draft = meant(self.blueprint, await structure_of(rehearsal))
        else:
            draft = opened(await asyncio.to_thread(parse, blueprint))
        for number, change in enumerate(changes or ()):
            draft = _changed(draft, change, f"changes[{number}]")
        along = [part for told in draft.told for part in told.get("along", ())]
        after = blueprint_of(draft.structure)
        refused = await _refusals(after, stage)
        if refused:
            raise BlueprintInvalid("Notion would refuse it", refused)
        return self.model_copy(update={"blueprint": after, "along": along})

    async def begin(self, approval: Approval, turn: Turn) -> tuple[Plan, Undertaking]:
        """What was rehearsed is what runs, but for the page that it hangs below."""
        return below((await turn.rehearsal(approval)).plan, self.parent), Construction()


def _kind(part: Json) -> str:
    """What went along: a property, a view, or what a view showed by."""
    return str(part.get("lost") or ("property" if "property" in part else "view"))


async def _waiting(task: Task, last: Approval, turn: Turn) -> Design:
    """The design that words are about, as its rehearsal built it."""
    assert task.agreed is not None  # noqa: S101 - the plan was made of it
    assert isinstance(last.subject, Creation)  # noqa: S101 - words stay with their kind of plan
    rehearsal = await turn.rehearsal(last)
    built = await turn.unless_stopped(structure_of(rehearsal))
    return Design(task.agreed, last.subject.blueprint, built)


async def _refusals(blueprint: Blueprint, stage: Stage) -> list[Problem]:
    """What Notion would refuse of a valid blueprint, each with its place where that is found.

    Notion's words name the request and not the part. What no rule foresees are formulas, so these
    are tried: the one without which Notion says something else is the one that it means.
    """
    places = [place for place, _, _ in _formulas(blueprint)]
    found: dict[int, Problem] = {}
    while (said := await _refused(blueprint, stage)) is not None:
        # Halved again and again: nine tries find one of five hundred.
        first, last = 0, len(places)
        while first < last:
            middle = (first + last) // 2
            is_in = await _refused(_without(blueprint, range(middle + 1)), stage) != said
            first, last = (first, middle) if is_in else (middle + 1, last)
        if first == len(places) or len(found) == MOST_REFUSALS:
            return [*found.values(), Problem("blueprint", "refused", {"detail": said})]
        found[first] = Problem(f"{places[first]}.expression", "formula_refused", {"detail": said})
        blueprint = _without(blueprint, [first])
    return list(found.values())


def _formulas(blueprint: Blueprint) -> list[tuple[str, list[Property], int]]:
    """Where formulas stand: the place, and the list of properties with the place in that."""
    return [
        (f"{place}.properties[{i}]", database.properties, i)
        for place, _, database in databases(blueprint)
        for i, prop in enumerate(database.properties)
        if isinstance(prop, FormulaProperty)
    ]


def _without(blueprint: Blueprint, numbers: Iterable[int]) -> Blueprint:
    """The blueprint with some of its formulas, by their numbers, put into harmless ones."""
    harmless = blueprint.model_copy(deep=True)
    formulas = _formulas(harmless)
    for number in numbers:
        _, properties, i = formulas[number]
        properties[i] = properties[i].model_copy(update={"expression": "1"})
    return harmless


async def _refused(blueprint: Blueprint, stage: Stage) -> str | None:
    """What Notion would say against it."""
    try:
        await rehearse(blueprint, stage)
    except NotionError as error:
        return str(error)
    return None


def _changed(draft: Draft, change: Any, place: str) -> Draft:
    try:
        return apply(draft, CHANGE.validate_python(change))
    except ValidationError as error:
        found = [_problem(item) for item in error.errors(include_url=False, include_input=False)]
    except ValidationFailed as error:
        found = list(error.problems)
    placed = [Problem(f"{place}.{p.place}".rstrip("."), p.rule, p.params) for p in found]
    raise BlueprintInvalid(f"{place} breaks the rule {placed[0].rule}", placed)


def _problem(item: Mapping[str, Any]) -> Problem:
    """What is wrong with a change; the first step of its place names the action only."""
    return Problem(".".join(map(str, item["loc"][1:])), *broken_rule(item))
