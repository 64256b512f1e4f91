"""Calls ÷ (pages + databases + rows + extra views), over all recipes and skills; and wall time."""

import asyncio
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from agent.planner.embedded.planner import EmbeddedPlanner
from agent.planner.seam import NothingYet, Preferences, Said
from agent.planner.skills import Skill, load_skills
from bench.report import row, title
from sandbox.notion import Faults, Workspace, create_app
from tools.blueprint.base import Complexity, Language
from tools.blueprint.blocks import walk
from tools.blueprint.model import Blueprint, databases, pages, schemas
from tools.encoder import UsemEncoder
from tools.notion.difference import from_nothing
from tools.notion.forge import Forge, Step
from tools.notion.gateway import NotionGateway
from tools.notion.journal import MemoryJournal
from tools.notion.operations import WORKSPACE, Plan
from tools.notion.schedule import estimate
from tools.notion.transport import DirectTransport
from tools.recipes import load_recipes

HOME = Path(__file__).parent.parent
LATENCY = 0.15
TIERS: tuple[Complexity, ...] = ("simple", "standard", "advanced")


async def designs(today: date) -> list[tuple[str, Blueprint]]:
    """Every recipe, and every skill at every complexity, in Korean."""
    recipes = load_recipes(HOME / "recipes")
    found = [(f"recipe {r.id}", r.blueprint("ko", today)) for r in recipes.values()]
    skills = load_skills(HOME / "skills")
    planner = EmbeddedPlanner(skills, UsemEncoder())
    for name, wish, tier in _wishes(skills):
        said = Said(wish, today, Preferences(language="ko", complexity=tier))
        heard = await planner.understand(said, NothingYet())
        found.append((f"skill {name}, {tier}", await planner.design(heard, today)))
    return found


def _wishes(skills: Mapping[str, Skill]) -> Iterator[tuple[str, str, Complexity]]:
    language: Language = "ko"
    for skill in skills.values():
        for tier in TIERS:
            yield skill.id, skill.examples.in_language(language), tier


def one_by_one(design: Blueprint) -> int:
    """The calls of the naive way: one for every page, block, database, property, view, row and
    link between rows."""
    things = 0
    for _, page in pages(design):
        things += 1 + sum(1 for _ in walk(page.blocks))
    fields = schemas(design)
    for _, _, database in databases(design):
        things += len(database.properties) + len(database.views)  # its title comes with itself
        for entry in database.rows:
            links = [n for n in entry.values if fields[database.key][n].type == "relation"]
            things += 1 + len(links) + sum(1 for _ in walk(entry.blocks))
    return things


async def _build(plan: Plan, latency: float) -> tuple[float, int]:
    """Seconds and calls of a build on a workspace that answers after `latency` seconds."""
    workspace = await Workspace.open(None)
    app = create_app(workspace, faults=Faults(latency=latency))
    gateway = NotionGateway(DirectTransport(app))
    calls = 0

    async def count(step: Step) -> None:
        nonlocal calls
        calls = step.done

    begun = time.perf_counter()
    await Forge(plan, gateway, MemoryJournal(), count).run()
    return time.perf_counter() - begun, calls


async def main() -> None:
    title("Notion calls ÷ (pages + databases + rows + extra views)")
    found = await designs(date.today())  # noqa: DTZ011 - any day will do
    plans = [(name, from_nothing(design, WORKSPACE)) for name, design in found]
    for (name, design), (_, plan) in zip(found, plans, strict=True):
        calls, bound = plan.counts.api_calls, plan.counts.bound
        row(name, f"{calls} / {bound} = {calls / bound:.3f}", f"naive {one_by_one(design)}")
    calls = sum(plan.counts.api_calls for _, plan in plans)
    bound = sum(plan.counts.bound for _, plan in plans)
    naive = sum(one_by_one(design) for _, design in found)
    row("the naive way, one call per thing", f"{naive} = {naive / bound:.2f}")
    row("all", f"{calls} / {bound} = {calls / bound:.3f}", "<= 1.05", met=calls / bound <= 1.05)

    title("Wall time of a build ÷ its critical path, at 150 ms a call")
    chosen = [plans[0], *[p for p in plans if p[0].endswith("standard")][:3], plans[-1]]
    for name, plan in chosen:
        seconds, _ = await _build(plan, LATENCY)
        path = estimate(replace(plan), LATENCY).critical_path
        ratio = seconds / path
        row(name, f"{seconds:.2f} s / {path:.2f} s = {ratio:.2f}", "<= 1.25", met=ratio <= 1.25)


if __name__ == "__main__":
    asyncio.run(main())
