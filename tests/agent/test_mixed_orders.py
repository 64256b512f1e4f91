"""Many orders in one text: whatever they are, all is read, and none of them stops the others."""

import random
from functools import cache
from pathlib import Path

import pytest

from agent.guard import LONGEST
from agent.planner.embedded.grammar.clauses.clause import Clause, Memory
from agent.planner.embedded.grammar.clauses.splitting import whole
from agent.planner.embedded.grammar.frames import frames_for
from agent.planner.embedded.grammar.text.conjugation import tokens_there
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.worlds import world_of
from agent.planner.seam import Design, Heard, NothingYet, PageRead, Said
from embedded import InMemory
from tests.agent.embedded_planner import TODAY, designed, with_encoder
from tests.support.change_structures import workspace
from tests.support.examples import EXPLORING
from tests.support.told import page, told_changes
from tools.notion.rehearse import rehearse, structure_of
from tools.workspace.model import (
    ExistingDatabase,
    ExistingPage,
    ExistingProperty,
    ExistingRow,
    Structure,
)

FILES = ("told_changes", "told_plain_props", "told_plain_rows", "told_plain_views")
SEEDS = range(40 if EXPLORING else 1)


@cache
def _orders() -> dict[str, list[str]]:
    """All that is told to change pages, by the pages' languages."""
    support, found = Path(__file__).parent.parent / "support", dict[str, list[str]]()
    for wish in (w for name in FILES for w in told_changes(support / f"{name}.yaml")):
        found.setdefault(page(wish.page)[1], []).append(wish.say)
    return found


def _mixed(language: str, seed: int) -> str:
    """As many orders as may be sent at once, of all kinds of pages."""
    drawn, text = random.Random(seed), ""
    parted = drawn.choice((" ", "\n", ". "))
    while len(text) < LONGEST:
        text += drawn.choice(_orders()[language]) + parted
    return text[:LONGEST]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("language", ["ko", "en", "ja"])
async def test_any_mixture_of_orders_is_read_to_its_end(language: str, seed: int):
    text, before = _mixed(language, seed), await designed("프로젝트 관리 만들어줘")
    built = await structure_of(await rehearse(before.blueprint, InMemory()))
    design = Design(before.agreed, before.blueprint, built)

    for about in (NothingYet(), design, PageRead(workspace("team"))):
        heard = await with_encoder().understand(Said(text, TODAY), about)
        assert Heard.model_validate_json(heard.model_dump_json()) == heard


def test_a_name_of_two_rows_behind_what_nobody_understood_is_no_error():
    world = world_of(_club(), "en", lexis())
    tokens = tokens_there("Kim", world, TODAY)
    clause = Clause(whole(tokens, "Kim", world.lexis), world, Memory(), TODAY)

    assert frames_for(clause, is_lost=True)


def _club() -> Structure:
    """A page on which somebody is a member and a guest."""

    def base(title: str) -> ExistingDatabase:
        name = ExistingProperty(id=f"{title}.name", name="Name", type="title")
        kim = ExistingRow(id=f"{title}.kim", title="Kim")
        return ExistingDatabase(id=title, title=title, properties=[name], rows=[kim])

    return Structure(
        page=ExistingPage(id="club", title="Club"), databases=[base("Members"), base("Guests")]
    )
