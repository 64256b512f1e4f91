"""What is to be there as well becomes a database of its own."""

import pytest

from tests.agent.embedded_planner import designed

EMERGENCIES = "町内会の防災備蓄を管理したい。品目、数量、賞味期限。"
SUPPLIES = "I want to track our emergency supplies: item, quantity, expiry date."


@pytest.mark.parametrize(
    ("wish", "more"),
    [
        (f"{EMERGENCIES}あと避難訓練の記録も", "避難訓練の記録"),
        (f"{SUPPLIES} Also a record of evacuation drills", "Evacuation drills"),
        ("A recipe box with name, cuisine and time. And a shopping list too", "Shopping list"),
        ("동네 방재 물품 정리. 품목, 수량, 유통기한. 그리고 대피훈련 기록도", "대피훈련 기록"),
        ("캠핑 장비 정리. 이름, 무게, 구입일. 캠핑장 목록도 있으면 좋겠어", "캠핑장 목록"),
        ("My plants: name, species. I'd also like a log of repottings with date", "Repottings"),
    ],
)
async def test_one_more_thing_that_holds_rows_is_one_more_database(wish: str, more: str):
    blueprint = (await designed(wish)).blueprint
    assert [database.title for database in blueprint.databases][1:] == [more]


async def test_how_much_of_a_thing_there_is_to_be_is_its_quantity():
    (database,) = (await designed("a shopping list")).blueprint.databases
    assert [p.name for p in database.properties][:2] == ["Item", "Quantity"]
