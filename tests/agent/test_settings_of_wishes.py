"""Wishes that say who one is and list what is to be managed: a setting, and a table for each."""

import pytest

from tests.agent.embedded_planner import designed, with_encoder


@pytest.mark.parametrize(
    ("wish", "title", "tables"),
    [
        ("we run a dance school, want smth to manage pupils, classes and fees",
         "Dance school", ["Pupils", "Classes", "Fees"]),
        ("I own 2 food trucks and need something to keep track of shifts, suppliers and repairs",
         "Food trucks", ["Shifts", "Suppliers", "Repairs"]),
        ("PTAの役員になったんだけど、行事と当番と会費の集金を管理できるものがほしいです",
         "PTA", ["行事", "当番", "会費の集金"]),
        ("保護者会の係になりました。行事と当番と会費をまとめて管理できるものが欲しいです",
         "保護者会", ["行事", "当番", "会費"]),
        ("필라테스 스튜디오 작게 하는데 회원이랑 수업이랑 수강권 결제 관리할거 만들어줘",
         "필라테스 스튜디오", ["회원", "수업", "수강권 결제"]),
        ("꽃집 혼자 하는데 주문이랑 거래처 관리할거 만들어줘", "꽃집", ["주문", "거래처"]),
        ("필라테스 회원 관리, 수업 예약, 수강권 결제 한번에 관리하고싶어요~",
         "필라테스", ["회원", "수업 예약", "수강권 결제"]),
        ("미용실 고객 관리, 예약, 매출 한번에 관리하고 싶어요", "미용실", ["고객", "예약", "매출"]),
    ],
)  # fmt: skip
async def test_who_one_is_is_the_title_and_each_thing_has_a_table(
    wish: str, title: str, tables: list[str]
):
    made = await designed(wish, planner=with_encoder())

    assert made.blueprint.title == title
    assert [table.title for table in made.blueprint.databases] == tables


async def test_a_setting_that_a_skill_knows_is_its_ground():
    wish = "i own 3 rental flats, need smth to keep track of tenants, rent payments and repairs"

    made = await designed(wish, planner=with_encoder())

    assert made.agreed.skill == "property_rental"
    assert {"Tenants", "Rents received", "Repairs"} <= {d.title for d in made.blueprint.databases}
