"""Wishes that others wrote before they saw what reads them: how many are met, wholly and singly."""

import pytest

from tests.agent.embedded_planner import TODAY, by_words, understood, with_encoder
from tests.support.created import Wish, creation_wishes, demands, unmet

# The file, the wishes that are met wholly, and the share of single demands. The second file was
# not looked at before the reader met 37 of it wholly and 81 % of its demands.
FLOORS = [("creation_wishes.yaml", 71, 0.91), ("creation_wishes_2.yaml", 51, 0.83)]


@pytest.mark.parametrize(("name", "whole", "share"), FLOORS)
async def test_of_the_wishes_of_others_no_fewer_are_met_than_were(
    name: str, whole: int, share: float
):
    wishes = creation_wishes(name)

    left = [(await _unmet(wish), demands(wish)) for wish in wishes]

    asked = sum(wanted for _, wanted in left)
    missed = sum(min(len(unmet_of), wanted) for unmet_of, wanted in left)
    assert sum(not unmet_of for unmet_of, _ in left) >= whole
    assert 1 - missed / asked >= share


async def _unmet(wish: Wish) -> list[str]:
    """What is left unmet of a wish; all of it where it is not even taken for one."""
    heard = await understood(wish["say"], planner=with_encoder())
    kind = "ask" if wish.get("asks") else "answer" if wish.get("answers") else "create"
    if heard.kind != kind:
        return [heard.kind] * demands(wish)
    if kind != "create":
        return []
    return unmet(await by_words().design(heard, TODAY), wish)
