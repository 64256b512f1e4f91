"""Long spoken wishes: each sentence's content is at its place, and nothing else is made of it."""

from datetime import date
from typing import Any

import pytest

from agent.planner.seam import NothingYet, Preferences, Said
from tests.agent.embedded_planner import with_encoder
from tests.support.created import Wish, creation_wishes
from tools.blueprint.model import Blueprint

TODAY = date(2026, 12, 1)


def _told(made: Blueprint) -> list[list[Any]]:
    """The values of each row, in the order of the columns."""
    (table,) = made.databases
    names = [p.name for p in table.properties]
    return [[str(row.values[n]) for n in names if n in row.values] for row in table.rows]


@pytest.mark.parametrize(
    "wish", creation_wishes("long_wishes.yaml"), ids=lambda wish: str(wish["say"])[:40]
)
async def test_each_sentence_is_done_at_its_place(wish: Wish):
    planner = with_encoder()
    heard = await planner.understand(Said(wish["say"], TODAY, Preferences(), None), NothingYet())
    made = await planner.design(heard, TODAY)

    (table,) = made.databases
    assert made.title == wish["title"]
    assert {p.name for p in table.properties} == set(wish["columns"])
    rows = [sorted(map(str, row)) for row in wish.get("rows", [])]
    assert [sorted(row) for row in _told(made)] == rows
    worked = {p.name: p.expression for p in table.properties if p.type == "formula"}
    assert worked == wish.get("works", {})
    seen = [f"{view.filter} {getattr(view, 'group_by', None)}" for view in table.views]
    assert all(any(name in one for one in seen) for name in wish.get("shows", []))
    written = [getattr(block, "text", "") for block in made.blocks]
    assert set(wish.get("says", [])) <= set(written)
    assert heard.unread == wish.get("unread", [])
