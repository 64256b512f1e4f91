"""How a page on ground of its own opens: on what matters of what was asked for, and no more."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from agent.planner.brief import (
    Brief,
    PropertyList,
    WantedProperty,
    WantedRelation,
    WantedRow,
    WantedView,
)
from agent.planner.embedded.compose.composer import compose
from agent.planner.embedded.pictures import picture_of
from embedded import InMemory
from tests.agent.embedded_planner import designed
from tests.agent.skill_files import pattern_of
from tools.blueprint.base import Language
from tools.blueprint.blocks import DatabasePlace, LinkedView
from tools.blueprint.model import Blueprint, Database
from tools.blueprint.parse import check
from tools.blueprint.views import CalendarView
from tools.notion.difference import from_nothing
from tools.notion.rehearse import rehearse, structure_of
from tools.quality.design import Design
from tools.quality.sights import first_view
from tools.quality.wording import true_guidance

TODAY = date(2026, 11, 28)
TOP = {"type": "workspace", "workspace": True}


def page(*names: str, language: Language = "en", **brief: Any) -> Blueprint:
    wanted = [WantedProperty(name=name) for name in names]
    lists = [PropertyList(exact=True, properties=wanted)]
    said = Brief(topic="Kiln", properties=brief.pop("properties", lists), **brief)
    return check(compose(None, said, language, TODAY, None))


def table(*names: str, **brief: Any) -> Database:
    return page(*names, **brief).databases[0]


def looks(blueprint: Blueprint) -> list[LinkedView]:
    return [block for block in blueprint.blocks if isinstance(block, LinkedView)]


@pytest.mark.parametrize(
    ("names", "first", "look"),
    [
        (["Piece", "Stage", "Fired on"], "board", "Still open"),
        (["Piece", "Fired on", "Color"], "table", "Latest"),
        (["Piece", "Deadline"], "calendar", "This week"),
        (["Piece", "Color"], "board", None),
        (["Piece", "Photo"], "gallery", None),
        (["Piece", "Glaze"], "table", None),
    ],
)
def test_a_page_opens_on_what_its_columns_give_and_looks_at_what_matters_now(
    names: list[str], first: str, look: str | None
):
    made = page(*names)

    assert made.databases[0].views[0].type == first
    assert [block.view.name for block in looks(made)] == ([look] if look else [])
    assert first_view(Design(made)) == 1.0


@pytest.mark.parametrize(
    ("language", "names", "shown"),
    [
        ("ko", ["작품", "다음 소성"], ["D-3", "D-1", "D-DAY", "D+1", "D+2"]),
        ("en", ["Piece", "Next firing"],
         ["in 3 days", "Tomorrow", "Today", "Yesterday", "2 days ago"]),
        ("ja", ["作品", "次の窯焚き日"], ["あと3日", "明日", "今日", "昨日", "2日前"]),
    ],
)  # fmt: skip
async def test_the_days_that_are_left_are_told_in_each_languages_way(
    language: Language, names: list[str], shown: list[str]
):
    today = datetime.now(UTC).date()  # the workspace has a clock of its own
    days = [today + timedelta(days=n) for n in (3, 1, 0, -1, -2)]
    rows = [WantedRow(title=f"r{n}", values={names[1]: str(day)}) for n, day in enumerate(days)]
    columns = [
        WantedProperty(name=names[0], type="title"),
        WantedProperty(name=names[1], type="date"),
    ]
    made = page(language=language, properties=[PropertyList(properties=columns)], rows=rows)

    built = await structure_of(await rehearse(made, InMemory()))

    [left] = [p.id for p in built.databases[0].properties if p.type == "formula"]
    assert [row.computed[left]["string"] for row in built.databases[0].rows] == shown


def test_a_day_that_lies_behind_counts_no_days():
    assert all(p.type != "formula" for p in table("Piece", "Fired on").properties)


@pytest.mark.parametrize(
    "more", [{"complexity": "simple"}, {"nothing_more": True}], ids=["simple", "these alone"]
)
def test_who_wants_it_simple_or_these_columns_alone_gets_no_further_column(more: dict[str, Any]):
    names = ["Piece", "Stage", "Deadline"]
    assert [p.name for p in table(*names, **more).properties] == names


def test_what_happens_on_planned_days_opens_on_a_calendar():
    listed = [PropertyList(properties=[WantedProperty(name=n) for n in ("공연", "날짜", "장소")])]
    brief = Brief(topic="공연 일정", properties=listed)

    made = check(compose(None, brief, "ko", TODAY, None)).databases[0]

    assert made.views[0].type == "calendar"


async def test_just_a_list_is_a_list():
    made = (await designed("just a list of my stamps: stamp, country, next fair")).blueprint

    assert [view.type for view in made.databases[0].views] == ["table"]
    assert [p.name for p in made.databases[0].properties] == ["Stamp", "Country", "Next fair"]
    assert not looks(made)


def test_views_that_are_to_be_all_have_no_other_kind_beside_them():
    made = page("Piece", "Stage", "Deadline", views=[WantedView(type="board")], views_only=True)

    assert {view.type for view in made.databases[0].views} == {"board"}
    assert not looks(made)


def test_a_day_on_which_anybody_was_born_makes_no_calendar():
    assert [view.type for view in table("Llama", "Date of birth").views] == ["table"]


def test_who_asks_for_a_table_opens_on_it():
    assert table("Piece", "Stage", views=[WantedView(type="table")]).views[0].type == "table"


def test_a_skills_table_that_is_left_without_samples_opens_on_more_than_rows():
    brief = Brief(topic="Kyoto", particulars=["Kyoto"])
    made = compose(pattern_of("travel"), brief, "en", TODAY, "travel")

    assert [len(d.rows) for d in made.databases] == [0, 0, 0]
    assert made.databases[0].views[0].type == "calendar"


def test_given_rows_without_a_day_are_not_lost_in_a_calendar():
    made = table("Piece", "Deadline", rows=[WantedRow(title="Bowl")])
    assert not isinstance(made.views[0], CalendarView)


def two_tables(**brief: Any) -> Blueprint:
    lists = [
        PropertyList(
            database="Boats", properties=[WantedProperty(name=n) for n in ("Name", "Berth")]
        ),
        PropertyList(
            database="Trips",
            properties=[WantedProperty(name=n) for n in ("Trip", "Next date", "Distance")],
        ),
    ]
    return page(
        databases=["Boats", "Trips"],
        properties=lists,
        relations=[WantedRelation(source="Trips", target="Boats")],
        **brief,
    )


def test_of_several_tables_the_first_to_be_seen_is_one_that_shows_more_than_rows():
    made = two_tables()

    keys = {d.title: d.key for d in made.databases}
    places = [block.ref for block in made.blocks if isinstance(block, DatabasePlace)]
    assert list(keys) == ["Boats", "Trips"]
    assert places == [keys["Trips"], keys["Boats"]]


def test_nothing_is_added_up_that_nobody_asked_for():
    properties = [p for d in two_tables().databases for p in d.properties]

    assert not [p.name for p in properties if p.type == "rollup"]


def test_guidance_speaks_only_of_what_is_there():
    for made in (page("Piece", "Stage", "Deadline", "Photo"), two_tables()):
        assert true_guidance(Design(made)) == 1.0


def test_what_matters_costs_at_most_three_calls_more():
    for made in (page("Piece", "Stage", "Deadline"), two_tables()):
        operations = from_nothing(made, TOP).operations
        assert sum(o.kind in ("create_linked_view", "update_schema") for o in operations) <= 3


async def test_a_wish_for_an_order_opens_on_it_by_its_name():
    made = (
        await designed("vaccine fridge log: vaccine, batch, expiry date. soonest expiry first")
    ).blueprint
    first = made.databases[0].views[0]

    assert (first.type, first.name) == ("table", "By expiry date")
    assert [sort.property for sort in first.sorts] == ["Expiry date"]


@pytest.mark.parametrize(
    ("name", "icon"),
    [("우리 동네 도자기 공방", "🏺"), ("Antique clock repairs", "🕰️"), ("保護猫の里親探し", "🐈"),
     ("Catalogue of scatter plots", None)],
)  # fmt: skip
def test_a_subject_has_its_picture_by_a_whole_word_of_its_name(name: str, icon: str | None):
    found = picture_of(name)
    assert (found and found.icon) == icon
