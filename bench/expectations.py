"""What a careful reader would find in a wish, and how much of that ends up in the design: with a
model that reads as well, with one that only nods, and with the embedded planner alone."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from agent.planner.planners import Planners
from agent.planner.seam import NothingYet, Said
from bench.models import PLAN, Instant, modelled
from bench.report import row, title
from tools.blueprint.model import Blueprint

TODAY = date(2026, 11, 22)
WISHES = Path(__file__).with_name("wishes.yaml")  # by language
Wish = Mapping[str, Any]


async def _designed(planners: Planners, named: str, wish: Wish) -> Blueprint | None:
    """The design that a wish comes to; None where the words are asked about."""
    heard, failure = await planners.understand(named, Said(wish["text"], TODAY), NothingYet())
    assert failure is None, (wish, failure)
    return await planners.design(heard, TODAY) if heard.kind == "create" else None


def _names(design: Blueprint | None) -> set[str]:
    """What databases and properties are called."""
    databases = [] if design is None else design.databases
    titles = {database.title for database in databases if database.title}
    return titles | {prop.name for database in databases for prop in database.properties}


def _met(wish: Wish, design: Blueprint | None) -> set[str]:
    return {*wish["named"], wish["meant"]} & _names(design)


def _plan(wish: Wish, alone: Blueprint | None) -> Mapping[str, Any]:
    """What a model says that reads as a careful person does: the draft, and what that lacks."""
    lacking = [n for n in (*wish["named"], wish["meant"]) if n not in _names(alone)]
    added = [{"name": name, "type": "rich_text", "options": []} for name in lacking]
    if alone is None or not alone.databases:
        properties = [{"name": "Name", "type": "title", "options": []}, *added]
        database = {"title": wish["text"][:20], "icon": "", "properties": properties}
        whole = {**database, "views": [], "rows": []}
        return {
            **PLAN,
            "reply": "",
            "base": "none",
            "title": "…",
            "databases": [whole],
            "changes": [],
        }
    place = {"action": "add_property", "database": alone.databases[0].title}
    return {**PLAN, "reply": "", "changes": [{**place, "property": prop} for prop in added]}


async def _figures(planners: Planners, instant: Instant, wish: Wish) -> tuple[set[str], ...]:
    """What is met by the embedded planner alone, by a model that nods, and by one that reads."""
    alone = await _designed(planners, "embedded", wish)
    instant.plan = {**PLAN, "reply": "", "changes": []}
    nodding = await _designed(planners, "openai/instant", wish) if alone else None
    instant.plan = _plan(wish, alone)
    reading = await _designed(planners, "openai/instant", wish)
    assert _names(alone) <= _names(nodding), wish  # nothing of the draft is lost on the way
    assert alone is None or _names(alone) <= _names(reading), wish
    return _met(wish, alone), _met(wish, nodding), _met(wish, reading)


def _sum(figures: Iterable[tuple[set[str], ...]], which: int) -> int:
    return sum(len(figure[which]) for figure in figures)


async def main() -> None:
    """Expectations that are met, by language, and whether a model ever meets fewer."""
    wishes = yaml.safe_load(WISHES.read_text(encoding="utf-8"))
    title(f"Expectations of {sum(map(len, wishes.values()))} wishes that are met")
    instant = Instant()
    async with modelled(instant) as planners:
        for language, listed in wishes.items():
            figures = [await _figures(planners, instant, wish) for wish in listed]
            whole = sum(len(wish["named"]) + 1 for wish in listed)
            worse = sum(len(a - n) + len(a - r) for a, n, r in figures)
            alone, nodding, reading = (_sum(figures, which) for which in range(3))
            row(f"{language}: embedded planner alone", f"{alone} of {whole}")
            row(f"{language}: a model that takes the draft", f"{nodding} of {whole}")
            row(f"{language}: a model that reads", f"{reading} of {whole}")
            row(f"{language}: fewer with a model", str(worse), "0", met=worse == 0)


if __name__ == "__main__":
    asyncio.run(main())
