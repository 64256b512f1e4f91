"""Rows that a first wish gives in a sentence: each value is in its column, or told by name."""

from datetime import date

import pytest

from agent.planner.seam import NothingYet, Preferences, Said
from tests.agent.embedded_planner import with_encoder
from tests.support.created import Wish, creation_wishes

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    "wish", creation_wishes("given_rows.yaml"), ids=lambda wish: str(wish["say"])[:40]
)
async def test_what_a_wish_gives_stands_in_its_columns_or_is_told(wish: Wish):
    planner = with_encoder()
    heard = await planner.understand(Said(wish["say"], TODAY, Preferences(), None), NothingYet())
    made = await planner.design(heard, TODAY)

    rows = [row.values for database in made.databases for row in database.rows]
    given = [{name: str(value) for name, value in row.items()} for row in wish["rows"]]
    assert [{k: str(v) for k, v in row.items()} for row in rows] == given
    told = wish.get("told", [])
    assert all(any(one in said for said in heard.unread) for one in told)
    assert bool(heard.unread) == bool(told)
