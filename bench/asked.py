"""`make bench-wishes`: what comes of wishes that a buyer would type, by the embedded planner alone
and with a scripted model that says what the draft lacks.

Of each wish is expected that it comes to a workspace, of its domain, with all that is named and
nothing left unread, and that this is worth `WORTH` points or more (docs/quality.md).
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from agent.planner.planners import Planners
from agent.planner.seam import Heard, NothingYet, Said
from agent.planner.skills import Skill, load_skills
from bench.models import PLAN, Instant, modelled
from bench.report import row, title
from bench.serving import HOME
from tools.blueprint.model import Blueprint, databases

WISHES = Path(__file__).with_name("asked.yaml")  # by language
TODAY = date(2026, 11, 29)
WORTH = 75
_SAID = {**PLAN, "reply": "", "thought": "", "changes": []}
Wish = Mapping[str, Any]
Outcome = tuple[Heard, Blueprint | None]


async def _outcome(planners: Planners, named: str, wish: Wish) -> Outcome:
    heard, _ = await planners.understand(named, Said(wish["say"], TODAY), NothingYet())
    return heard, await planners.design(heard, TODAY) if heard.kind == "create" else None


def _names(design: Blueprint) -> set[str]:
    tables = [table for _, _, table in databases(design)]
    return {table.title for table in tables} | {p.name for t in tables for p in t.properties}


def _expected(wish: Wish, outcome: Outcome) -> Iterator[tuple[str, bool]]:
    """Each thing that is expected of a wish, and whether it is met."""
    heard, design = outcome
    yield "a workspace", design is not None
    yield "of its domain", design is not None and (heard.skill or "-") == wish["skill"]
    for name in wish.get("has", ()):
        yield "with what is named", design is not None and name in _names(design)
    yield "nothing unread", design is not None and not heard.unread
    quality = design.meta.quality if design else None
    yield f"worth {WORTH} points", quality is not None and quality.score >= WORTH


def _script(wish: Wish, outcome: Outcome, skills: Mapping[str, Skill]) -> Mapping[str, Any]:
    """What a model says that reads as a careful person does: the domain where the draft has another
    one, and what is named and lacking."""
    heard, design = outcome
    if design is not None and (wish["skill"] == "-" or heard.skill == wish["skill"]):
        base, named, main = "draft", _names(design), design.databases[0].title
    elif wish["skill"] == "-":
        return _own(wish)
    else:
        pattern = skills[wish["skill"]].pattern
        assert pattern is not None
        base, named = wish["skill"], set[str]()
        main = pattern.databases[0].title.in_language(heard.language)
    lacking = [name for name in wish.get("has", ()) if name not in named]
    changes = [
        {"action": "add_property", "database": main, "property": _property(name, "rich_text")}
        for name in lacking
    ]
    return {**_SAID, "base": base, "changes": changes}


def _own(wish: Wish) -> Mapping[str, Any]:
    """A table of what is named, where there is no draft to go on from."""
    first, *others = wish["has"]
    properties = [_property(first, "title"), *(_property(name, "rich_text") for name in others)]
    table = {"title": first, "icon": "", "properties": properties, "views": [], "rows": []}
    return {**_SAID, "base": "none", "title": wish["say"][:20], "databases": [table]}


def _property(name: str, kind: str) -> Mapping[str, Any]:
    return {"name": name, "type": kind, "options": []}


async def main() -> None:
    """The share of expectations that are met, by language and by kind."""
    wishes = yaml.safe_load(WISHES.read_text(encoding="utf-8"))
    skills = load_skills(HOME / "skills")
    title(f"Expectations of {sum(map(len, wishes.values()))} wishes of buyers that are met")
    instant, met, all_of = Instant(), Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    async with modelled(instant) as planners:
        for language, listed in wishes.items():
            for wish in listed:
                alone = await _outcome(planners, "embedded", wish)
                instant.plan = _script(wish, alone, skills)
                scripted = await _outcome(planners, "openai/instant", wish)
                for planner, outcome in (("embedded", alone), ("scripted model", scripted)):
                    for what, is_met in _expected(wish, outcome):
                        for key in ((planner, what), (planner, language), (planner, "all")):
                            all_of[key] += 1
                            met[key] += is_met
                        if not is_met and "-v" in sys.argv:
                            print(f"{planner}: not {what}: {wish['say']}")
    for (planner, what), whole in all_of.items():
        count = met[planner, what]
        row(f"{planner}, {what}", f"{count} of {whole} = {100 * count / whole:.0f} %")


if __name__ == "__main__":
    asyncio.run(main())
