"""Views of some rows only, and orders, that a wish asks for in passing."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.planner.embedded.creating.views.seen import seen
from agent.texts import say
from tests.agent.embedded_planner import TODAY, designed
from tests.support.structures import WORKSPACE
from tools.blueprint.model import Blueprint
from tools.blueprint.parse import parse
from tools.workspace.from_blueprint import opened

_SIGHTS = Path(__file__).parent.parent / "support" / "sights.yaml"


def _wishes() -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = yaml.load(_SIGHTS.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return listed


@pytest.mark.parametrize("wish", _wishes(), ids=lambda wish: wish["say"][-24:])
async def test_what_a_wish_would_see_is_a_view_of_its_own(wish: dict[str, Any]):
    made = await designed(wish["say"])

    assert made.agreed.unread == []
    if "sort" in wish:
        assert wish["sort"] in _sorts(made.blueprint)
    else:
        assert (wish.get("name"), wish["filter"]) in _filters(made.blueprint, wish)


def _filters(made: Blueprint, wish: dict[str, Any]) -> list[tuple[str | None, Any]]:
    views = [view for database in made.databases for view in database.views]
    return [(view.name if "name" in wish else None, view.filter) for view in views]


def _sorts(made: Blueprint) -> list[dict[str, Any]]:
    sorts = [sort for d in made.databases for view in d.views for sort in view.sorts]
    return [sort.model_dump(include={"property", "direction"}) for sort in sorts]


async def test_rows_that_nothing_in_the_design_names_are_told_as_unread():
    made = await designed("Flat list: address, rent, floor. One view with haunted ones only.")

    assert made.agreed.unread == ["One view with haunted ones only"]


def test_a_clause_that_is_longer_than_a_view_needs_is_no_view():
    made = opened(parse(WORKSPACE))

    assert seen("only " + "very " * 100 + "old ones", made, TODAY) is None


@pytest.mark.parametrize(
    "wish",
    [
        "캠핑 장비 목록 만들어줘: 장비명, 브랜드, 구입가(원), 사진",
        "Recipes with cooking time, ingredients and a photo. Gallery of recipes please",
        "釣りの記録。日付、場所、魚、写真。ギャラリーで見たい",
    ],
)
async def test_a_gallery_shows_the_pictures_that_its_rows_hold(wish: str):
    database = (await designed(wish)).blueprint.databases[0]
    pictures = [prop.name for prop in database.properties if prop.type == "files"]
    covers = [view.cover for view in database.views if view.type == "gallery"]

    assert covers == pictures


@pytest.mark.parametrize(
    "wish",
    [
        "혈당 기록표. 날짜, 아침, 점심, 저녁. 140 넘은 것만 빨간색으로",
        "血圧の記録。日付、上、下、脈拍。140を超えたら赤くして",
        "Invoices: client, amount, due date, paid. Highlight overdue ones in red",
    ],
)
async def test_a_colour_of_some_rows_only_is_told_to_be_out_of_reach(wish: str):
    made = await designed(wish)
    said = wish.replace("。", ". ").rsplit(". ", 1)[-1]

    assert made.agreed.unread == [said]
    assert say("cannot_paint", made.agreed.language) in made.agreed.reply
    assert all(view.filter is None for d in made.blueprint.databases for view in d.views)


async def test_a_chart_month_by_month_of_each_choice_is_cut_by_that():
    made = await designed(
        "expense log: date, item, amount, category. a chart of spending by category per month"
    )
    charts = [v for d in made.blueprint.databases for v in d.views if v.type == "chart"]

    assert ("Date", "Category") in [(chart.x_axis, chart.stack_by) for chart in charts]


async def test_a_span_in_which_nothing_was_done_is_no_span_of_days():
    made = await designed("화분: 이름, 물 준 날. 일주일 동안 물 안 준 것만 보는 뷰")

    assert made.agreed.unread == ["일주일 동안 물 안 준 것만 보는 뷰"]
