"""What ordinary people type for something new: a sentence or two, as one speaks."""

import pytest

from agent.planner.seam import Preferences
from tests.agent.embedded_planner import designed, with_encoder
from tests.support.created import Wish, creation_wishes, unmet

AS_THE_PAGE_SENDS = Preferences(complexity="standard")


@pytest.mark.parametrize(
    "wish", creation_wishes("ordinary_wishes.yaml"), ids=lambda wish: str(wish["say"])[:40]
)
async def test_what_people_type_comes_to_what_they_mean(wish: Wish):
    made = await designed(wish["say"], planner=with_encoder(), preferences=AS_THE_PAGE_SENDS)

    assert unmet(made.blueprint, wish) == []
