"""What is offered to be said next about what was just built is read to the letter."""

from collections.abc import Iterator
from datetime import date

import pytest

from agent.content.parts import LANGUAGES, TIERS
from agent.planner.brief import Brief
from agent.planner.embedded.changing.proposal import propose
from agent.planner.embedded.compose.composer import compose
from agent.planner.embedded.creating.beyond import beyond
from agent.plans.next_wish import next_wish
from embedded import InMemory
from tests.agent.embedded_planner import skills
from tests.lint import HOME
from tools.blueprint.base import Language
from tools.blueprint.model import Blueprint
from tools.notion.rehearse import rehearse, structure_of
from tools.recipes import load_recipes

TODAY = date(2026, 11, 28)


def designs(language: Language) -> Iterator[Blueprint]:
    """All that ships, each skill in one of its sizes."""
    for recipe in load_recipes(HOME / "recipes").values():
        yield recipe.blueprint(language, TODAY)
    for turn, skill in enumerate(skills().values()):
        if skill.pattern is not None:
            size = Brief(complexity=TIERS[turn % len(TIERS)])
            yield compose(skill.pattern, size, language, TODAY, skill.id)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_is_offered_next_is_read_with_nothing_left(language: Language):
    for design in designs(language):
        wish = next_wish(design, language)
        built = await structure_of(await rehearse(design, InMemory()))
        found = propose(built, [wish], language, TODAY, otherwise=beyond)
        actions = [change.action for change in found.changes]
        assert len(actions) == 1, f"{wish}: {found.introduction}"
        assert actions[0] in ("add_view", "add_property", "add_sub_page")
        assert (list(found.unread), found.question) == ([], None)
