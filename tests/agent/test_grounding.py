"""Wishes that list parts of one skill's domain get its ground; what no skill has is as it was."""

import pytest

from tests.agent.embedded_planner import designed, revised, understood


@pytest.mark.parametrize(
    ("said", "skill"),
    [
        ("수면이랑 체중이랑 약 먹는 거 기록", "health"),
        ("수면이랑 체중이랑 먹는 약까지 적는 내 건강 기록 만들어줘", "health"),
        ("sleep, weight and my medicines", "health"),
        ("睡眠と体重と薬", "health"),
        ("보고 싶은 영화랑 드라마 목록 만들어줘", "movie"),
        ("강아지 예방접종이랑 병원 기록 만들어줘", "pet_care"),
        ("Plan a charity event with programme and budget", "event"),
        ("家計簿と貯金目標のページを作って", "budget"),
        ("あとで読むリンクの整理ページを作って", "bookmark"),
        ("Manage my rental properties and tenants", "property_rental"),
        ("Help me compare apartments I am viewing", "house_hunting"),
        ("벌통 내검이랑 채밀 기록하는 양봉 일지 만들어줘", "beekeeping"),
        ("顧客と商談を管理するCRMを作って", "crm"),
        ("気分と感謝を書く日記を作って", "diary"),
        ("Make a log for my beehives and honey harvest", "beekeeping"),
    ],
)
async def test_parts_of_one_skill_come_with_its_ground(said: str, skill: str):
    design = await designed(said)

    assert design.agreed.skill == skill
    assert not design.agreed.unread
    assert not design.agreed.brief or not design.agreed.brief.properties
    assert all(table.rows for table in design.blueprint.databases)


@pytest.mark.parametrize(
    ("said", "databases"),
    [
        ("'수면'이랑 '체중' 데이터베이스 만들어줘", ["수면", "체중"]),
        ("영화랑 책 목록 만들어줘", ["영화", "책 목록"]),
        ("books and movies I want to see", ["Books", "Movies"]),
        ("결혼 준비 (하객, 예산, 업체)", ["하객", "예산", "업체"]),
        ("'경매'와 '낙찰자' 데이터베이스를 만들고 서로 연결해줘", ["경매", "낙찰자"]),
    ],
)
async def test_what_is_named_to_the_letter_or_no_skills_stays_named(
    said: str, databases: list[str]
):
    design = await designed(said)

    assert [table.title for table in design.blueprint.databases] == databases


@pytest.mark.parametrize(
    ("said", "database"),
    [
        ("tenants, rent and repairs", "Repairs"),
        ("세입자랑 월세랑 수리 기록", "수리"),
    ],
)
async def test_a_part_that_a_usual_design_leaves_out_is_in_it_where_it_is_listed(
    said: str, database: str
):
    design = await designed(said)

    assert design.agreed.skill == "property_rental"
    assert database in {table.title for table in design.blueprint.databases}


async def test_a_part_that_the_skill_lacks_is_a_column_beside_it():
    design = await designed("sleep, weight and hair colour log")

    assert design.agreed.skill == "health"
    assert "Hair colour log" in {p.name for p in design.blueprint.databases[0].properties}


async def test_a_part_of_one_skill_does_not_speak_for_what_stands_first():
    heard = await understood("벌통이랑 고양이 기록")

    assert heard.skill != "pet_care"


@pytest.mark.parametrize(
    ("said", "skill", "name"),
    [
        ("Inventory for my online store, add a 'Barcode' property", "inventory", "Barcode"),
        (
            "Hiring pipeline, add a 'Referral bonus' number",
            "hiring",
            "Referral bonus",
        ),
    ],
)
async def test_a_property_is_added_to_what_the_wish_opens_with(said: str, skill: str, name: str):
    design = await designed(said)

    assert design.agreed.skill == skill
    assert name in {p.name for p in design.blueprint.databases[0].properties}


@pytest.mark.parametrize(
    "said", ["교토 3박 4일 여행 계획표 만들어줘", "台北3泊4日の旅行プランを作って"]
)
async def test_a_plan_for_the_place_of_the_samples_keeps_them(said: str):
    assert all(table.rows for table in (await designed(said)).blueprint.databases)


async def test_named_databases_that_are_to_be_linked_are_the_title_and_nothing_is_left():
    design = await designed("'경매'와 '낙찰자' 데이터베이스를 만들고 서로 연결해줘")

    assert design.blueprint.title == "경매 · 낙찰자"
    assert not design.agreed.unread


@pytest.mark.parametrize(
    ("wish", "feedback"),
    [
        ("読書ノートを作って", "読書ノートを青くして"),
        ("독서 노트 만들어줘", "독서 노트를 파란색으로 바꿔줘"),
    ],
)
async def test_the_colour_of_a_database_is_that_of_its_page(wish: str, feedback: str):
    design = await revised(await designed(wish), feedback)

    assert design.blueprint.color_theme == "blue"
