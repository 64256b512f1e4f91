"""All that ships, built: every skill in each complexity and language, every recipe.

Each skill is built here in three of its nine ways, each language and complexity once, others for
the next skill, and each recipe in one language; `make lint` builds all.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from agent.content.parts import LANGUAGES, TIERS
from agent.planner.brief import Brief
from agent.planner.embedded.compose.composer import compose
from tests.agent.embedded_planner import skills, with_encoder
from tests.lint import HOME, Way, example_lines, recipe_lines, skill_lines
from tools.recipes import load_recipes
from tools.workspace.from_blueprint import opened
from tools.workspace.to_blueprint import blueprint_of

SKILLS = skills()
RECIPES = load_recipes(HOME / "recipes")
TODAY = date(2026, 3, 2)


@contextmanager
def on_a_day(turn: int) -> Iterator[date]:
    """Another day of the week and of the month for each: "this week" must never show nothing."""
    today = TODAY + timedelta(days=9 * turn)
    with time_machine.travel(datetime.combine(today, time(3), UTC)):
        yield today


def ways(turn: int) -> list[Way]:
    """Each complexity once, in a language that depends on whose turn it is."""
    return [(tier, LANGUAGES[(turn + i) % len(LANGUAGES)]) for i, tier in enumerate(TIERS)]


@pytest.mark.parametrize(("turn", "skill"), list(enumerate(SKILLS)))
async def test_a_skill_builds_at_its_fewest_calls_and_all_it_shows_holds_something(
    turn: int, skill: str
):
    with on_a_day(turn) as today:
        lines = skill_lines(SKILLS[skill], SKILLS.values(), today, ways(turn))
        assert [line async for line in lines] == []


@pytest.mark.parametrize("skill", SKILLS)
async def test_the_examples_of_a_skill_lead_to_it(skill: str):
    lines = example_lines(SKILLS[skill], with_encoder(), TODAY)
    assert [line async for line in lines] == []


@pytest.mark.parametrize(("turn", "recipe"), list(enumerate(RECIPES)))
async def test_a_recipe_builds_at_its_fewest_calls_and_all_it_shows_holds_something(
    turn: int, recipe: str
):
    with on_a_day(turn) as today:
        lines = recipe_lines(RECIPES[recipe], today, [LANGUAGES[turn % len(LANGUAGES)]])
        assert [line async for line in lines] == []


@pytest.mark.parametrize(("turn", "skill"), list(enumerate(SKILLS)))
def test_the_workspace_of_a_design_is_described_by_the_same_blueprint(turn: int, skill: str):
    """What feedback is applied to is the design itself, to the letter."""
    tier, language = ways(turn)[turn % len(TIERS)]
    design = compose(SKILLS[skill].pattern, Brief(complexity=tier), language, TODAY, skill)
    assert blueprint_of(opened(design).structure) == design
