"""Plans that make a recipe of a page. Nothing is written to Notion: the recipe is kept here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

from agent.planner.managing import quoted, read_manage
from agent.planner.seam import Manage
from agent.plans.kinds import Approval, Json, Planned, Subject, Task, Turn
from agent.plans.undertaking import Hands, MadePage, Undertaking
from agent.server_frames import ApprovalRequest, Complete
from agent.texts import say
from tools.blueprint.base import Language
from tools.blueprint.model import Blueprint
from tools.notion.journal import Entry, Rehearsal, Undone
from tools.notion.operations import Plan
from tools.notion.rehearse import rehearse
from tools.notion.structure.saved import read_saved
from tools.notion.transport import Stage
from tools.recipes import LONGEST_NAME, recipe_of


@dataclass(frozen=True)
class Keeping(Undertaking):
    """A recipe that is being kept, and the page that it was made of."""

    recipe: Json
    page_id: str
    url: str
    kind = "recipe"

    async def carry_out(self, plan: Plan, hands: Hands) -> None:
        await hands.shelf.put_recipe(hands.owner, self.recipe)

    async def take_back(self, plan: Plan, hands: Hands) -> Undone:
        await hands.shelf.drop_recipe(hands.owner, self.recipe["id"])
        return Undone(changes=1)

    def page(self, plan: Plan, entries: Mapping[str, Entry]) -> MadePage:
        return MadePage(self.page_id, self.url, self.recipe["name"])


class RecipeOfPage(Subject):
    """A page, as it was read, that is to become a recipe called `name`."""

    kind: Literal["recipe"] = "recipe"
    planning: ClassVar[str] = "reading_page"
    undertaking: ClassVar[type[Undertaking]] = Keeping

    page_id: str
    url: str
    name: str
    blueprint: Blueprint

    @property
    def title(self) -> str:
        return self.name

    @property
    def design(self) -> Blueprint:
        return self.blueprint

    @classmethod
    async def planned(cls, task: Task, turn: Turn) -> Planned:
        """Reads the page and all below it. Words about the plan can call the recipe another name.

        Raises NotionError.
        """
        heard, manage = task.heard, _meant(task)
        if manage is None or manage.act != "save_recipe":
            waits = say("plan_waits", heard.spoken)
            return Planned(heard.model_copy(update={"reply": waits}), stays=True)
        assert task.page_id is not None  # noqa: S101 - without a page there is nothing to save
        gateway = await turn.gateway()
        reading = read_saved(gateway, task.page_id, heard.language)
        saved = await turn.unless_stopped(reading)
        page = await turn.unless_stopped(gateway.call("GET", f"pages/{task.page_id}"))
        name = (manage.text or saved.blueprint.title)[:LONGEST_NAME]
        left = ", ".join(lost.name for lost in saved.lost)
        key = "recipe_introduced" if not left else "recipe_introduced_without"
        reply = say(key, heard.spoken, name=name, left=left)
        subject = cls(page_id=page["id"], url=page["url"], name=name, blueprint=saved.blueprint)
        return Planned(heard.model_copy(update={"reply": reply, "manage": manage}), subject)

    async def rehearse(self, stage: Stage) -> Rehearsal:
        """Built once in memory, as whoever takes the recipe will; carried out it makes no calls."""
        rehearsal = await rehearse(self.blueprint, stage)
        plan = Plan((), replace(rehearsal.plan.counts, api_calls=0))
        return replace(rehearsal, plan=plan, from_nothing=False)

    def figures(self, counts: Mapping[str, int]) -> Mapping[str, Any]:
        return {"name": self.name}

    def asked(self, request: ApprovalRequest, language: Language) -> ApprovalRequest:
        figures = replace(request.metadata, template_type=self.blueprint.template_type)
        return replace(request, metadata=figures, recipe=self._told())

    def done(self, complete: Complete, language: Language) -> Complete:
        return replace(complete, recipe=self._told())

    def listed(self, language: Language) -> Mapping[str, Any]:
        return {"recipe": self._told()}

    def _told(self) -> Json:
        return {"name": self.name, "page_id": self.page_id}

    async def begin(self, approval: Approval, turn: Turn) -> tuple[Plan, Undertaking]:
        """The id is the plan's own, so that a repetition after a crash keeps the same recipe."""
        file = recipe_of(self.blueprint, f"custom-{approval.id[:8]}", name=self.name)
        counts = (await turn.rehearsal(approval)).plan.counts
        return Plan((), counts), Keeping(file.model_dump(mode="json"), self.page_id, self.url)


def _meant(task: Task) -> Manage | None:
    """What is wanted by now. Of the plan that waits any quoted words are the recipe's new name."""
    if task.last is None:
        return task.heard.manage
    name = quoted(task.said.text)
    renamed = None if name is None else Manage(act="save_recipe", text=name)
    return read_manage(task.said.text) or renamed
