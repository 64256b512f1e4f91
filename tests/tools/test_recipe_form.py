"""The form in which recipes are written, and the blueprint it becomes."""

import re
from datetime import date
from typing import Any

import pytest
import yaml

from tools.blueprint.base import Language
from tools.blueprint.model import Blueprint, Database
from tools.blueprint.parse import parse
from tools.recipe_form import FormError, design

TODAY = date(2026, 3, 2)
FORM = """
title: 정원 | Garden | 庭
blocks:
  - callout: 봄 | Spring | 春
    icon: 🌱
  - divider
  - column_list: [[{heading_3: 왼쪽 | Left | 左}], [{paragraph: ok}]]
  - linked_view: beds
    view: {type: list, name: 심을 것 | To plant | 植えるもの, only: {state: todo}, sort: -size}
databases:
  plants:
    title: 식물 | Plants | 植物
    properties:
      name: {type: title, name: 이름 | Name | 名前}
      bed: {type: relation, target: beds, name: 밭 | Bed | 畑, two_way: {plants: 식물 | Plant | 草}}
      sown: {type: date, name: 심은 날 | Sown | 植えた日}
      size: {type: rollup, relation: bed, property: size, function: sum, name: 넓이 | Area | 面積}
    rows:
      bean: {name: 콩 | Bean | 豆, bed: [sunny], sown: -2d..+3d, blocks: [{to_do: 물 | Water | 水}]}
  beds:
    title: 밭 | Beds | 畑
    properties:
      name: {type: title, name: 이름 | Name | 名前}
      state:
        type: status
        name: 상태 | State | 状態
        options: {todo: [할 일 | To do | 未, gray], done: [끝 | Done | 済, green]}
      size: {type: number, format: won | dollar | yen, name: 넓이 | Size | 広さ}
      cost:
        type: formula
        name: 값 | Cost | 費用
        expression: 'if({state} == {state.done}, "끝 | ok | 済", format({size}))'
    views:
      - {type: chart, chart_type: bar, x_axis: state, y_axis: {aggregator: sum, property: size}}
    rows:
      sunny: {name: 양지 | Sunny | 日なた, state: todo, size: 10 | 20 | 30}
"""


def made(language: Language, form: str = FORM) -> Blueprint:
    return parse(design(yaml.safe_load(form), language, TODAY))


def tables(language: Language) -> list[Database]:
    return made(language).databases


def test_each_language_has_its_own_names_everywhere() -> None:
    plants, beds = tables("ja")
    assert [p.name for p in plants.properties] == ["名前", "畑", "植えた日", "面積"]
    assert plants.rows[0].values["畑"] == ["日なた"]
    assert beds.rows[0].values == {"名前": "日なた", "状態": "未", "広さ": 30}
    view = beds.views[0].model_dump(exclude_defaults=True)
    assert (view["x_axis"], view["y_axis"]["property"]) == ("状態", "広さ")


def test_a_formula_speaks_of_properties_options_and_texts_by_key() -> None:
    [expression] = [p for p in tables("en")[1].properties if p.type == "formula"]
    assert expression.expression == ('if(prop("State") == "Done", "ok", format(prop("Size")))')


def test_dates_count_from_today() -> None:
    sown = tables("en")[0].rows[0].values["Sown"]
    assert sown == {"start": "2026-02-28", "end": "2026-03-05"}


def test_blocks_stand_behind_their_type() -> None:
    kinds = [block.type for block in made("en").blocks]
    assert kinds == ["callout", "divider", "column_list", "linked_view"]
    view: Any = made("en").blocks[3]
    assert view.view.filter == {"property": "State", "status": {"equals": "To do"}}
    assert view.view.sorts[0].direction == "descending"


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("{state} ==", "{trees} ==", "beds has no 'trees'"),
        ("[sunny]", "[shady]", "beds has no 'shady'"),
        ("x_axis: state", "x_axis: stat", "beds has no 'stat'"),
        ("state: todo, size", "state: later, size", "beds.state has no 'later'"),
        ("-2d..+3d", "yesterday", "'yesterday' is no date: today, +3d, -2d or +1d..+5d"),
        ("- divider", "- line", "a body has no 'line'"),
    ],
)
def test_what_is_not_there_is_named_with_its_place(right: str, wrong: str, told: str) -> None:
    with pytest.raises(FormError, match=re.escape(told)):
        made("ko", FORM.replace(right, wrong))
