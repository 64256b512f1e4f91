"""`make lint`, for what is no code: every skill and recipe that ships, or those that are named.

    python -m tests.lint [skill or recipe…]

Prints a line for each fault and ends with 1 where there is any.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Container, Iterable
from datetime import date
from itertools import product
from pathlib import Path
from statistics import mean

from agent.content.built import built_faults
from agent.content.manifest import manifest_faults
from agent.content.parts import LANGUAGES, TIERS
from agent.content.pattern import pattern_faults
from agent.content.recipe import recipe_faults
from agent.content.rows import body_faults
from agent.planner.brief import Brief
from agent.planner.embedded.compose.composer import compose
from agent.planner.embedded.planner import EmbeddedPlanner
from agent.planner.seam import NothingYet, Preferences, Said
from agent.planner.skills import Skill, SkillError, load_skills
from embedded import InMemory
from tools.blueprint.base import Complexity, Language
from tools.blueprint.model import Blueprint
from tools.blueprint.parse import check
from tools.encoder import UsemEncoder
from tools.errors import BlueprintInvalid, NotionError
from tools.quality.rubric import measured
from tools.recipes import Recipe, RecipeError, load_recipes

_LEAST, _MEAN = 75, 88  # of the rubric: any design, the mean of a skill's
Way = tuple[Complexity, Language]
WAYS: list[Way] = list(product(TIERS, LANGUAGES))  # in which a skill can be had
HOME = Path(__file__).resolve().parent.parent


async def skill_lines(
    skill: Skill, others: Iterable[Skill], today: date, ways: Iterable[Way] = WAYS
) -> AsyncIterator[str]:
    """What is wrong with a skill, in some ways to have it; built is only what has a sound
    pattern."""
    pattern = skill.pattern
    broken = ["pattern.yaml: is not there"] if pattern is None else [*pattern_faults(pattern)]
    for fault in (*manifest_faults(skill, others), *broken):
        yield fault
    scores = []
    for tier, language in ways if not broken else ():
        design = check(compose(pattern, Brief(complexity=tier), language, today, skill.id))
        scores.append(measured(design).score)
        async for fault in lines_of(design):
            yield f"{tier}, {language}: {fault}"
    if scores and mean(scores) < _MEAN:
        yield f"scores {mean(scores):.0f} in the mean of {len(scores)} designs, less than {_MEAN}"


async def example_lines(
    skill: Skill, planner: EmbeddedPlanner, today: date, languages: Iterable[Language] = LANGUAGES
) -> AsyncIterator[str]:
    """Where the wish that a skill gives as its example, which people press, does not lead to it."""
    for language in languages:
        wish = skill.examples.in_language(language)
        heard = await planner.understand(
            Said(wish, today, Preferences(language=language)), NothingYet()
        )
        if heard.kind != "create" or heard.skill != skill.id:
            yield f"examples, {language}: {wish!r} leads to {heard.skill or 'no skill'}"
            continue
        quality = (await planner.design(heard, today)).meta.quality
        if quality is None or quality.score < _MEAN or heard.unread:
            yield f"examples, {language}: {wish!r} comes to {quality and quality.score} points"


async def recipe_lines(
    recipe: Recipe, today: date, languages: Iterable[Language] = LANGUAGES
) -> AsyncIterator[str]:
    """What is wrong with a recipe, built in some languages."""
    for fault in recipe_faults(recipe, today):
        yield fault
    for language in languages:
        async for fault in lines_of(recipe.blueprint(language, today)):
            yield f"{language}: {fault}"


async def lines_of(design: Blueprint) -> AsyncIterator[str]:
    """What is wrong with a design that is built, and where it scores too little."""
    quality = measured(design)
    if quality.score < _LEAST:
        lost = ", ".join(check.name for check in quality.checks if not check.passed)
        yield f"scores {quality.score}, less than {_LEAST}: {lost} (docs/quality.md)"
    for fault in body_faults(design):
        yield fault
    try:
        for fault in await built_faults(design, InMemory()):
            yield fault
    except NotionError as error:
        yield f"Notion would refuse it: {error}"


async def main(named: Container[str]) -> int:
    """How many faults there are."""
    today, count = date.today(), 0  # noqa: DTZ011 - any day will do
    skills, recipes = load_skills(HOME / "skills"), load_recipes(HOME / "recipes")
    planner = EmbeddedPlanner(skills, UsemEncoder())
    for found, lines in (
        *((f"skills/{s.id}", skill_lines(s, skills.values(), today)) for s in skills.values()),
        *((f"skills/{s.id}", example_lines(s, planner, today)) for s in skills.values()),
        *((f"recipes/{r.id}", recipe_lines(r, today)) for r in recipes.values()),
    ):
        if named and found.rpartition("/")[2] not in named:
            continue
        async for line in lines:
            sys.stdout.write(f"{found}: {line}\n")
            count += 1
    sys.stdout.write(f"{count} faults in skills and recipes\n")
    return count


if __name__ == "__main__":
    try:
        sys.exit(bool(asyncio.run(main(sys.argv[1:]))))
    except (SkillError, RecipeError, BlueprintInvalid) as error:
        sys.exit(str(error))
