"""From outside data to a blueprint, or to BlueprintInvalid and nothing else."""

import copy
import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.support.designs import everything
from tests.support.examples import examples
from tools.blueprint.model import databases, pages
from tools.blueprint.parse import parse, with_keys
from tools.blueprint.properties import formula_properties
from tools.errors import BlueprintInvalid
from tools.notion.difference import from_nothing
from tools.notion.operations import WORKSPACE

SCALARS = st.sampled_from([None, True, 0, -1.5, "", "x", "tasks", "Name", "title", "2026-01-31"])
KEYS = st.sampled_from(
    [
        *("title", "blocks", "databases", "sub_pages", "type", "key", "ref", "text", "children"),
        *("properties", "rows", "views", "values", "name", "target", "relation", "x"),
    ]
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
WHOLE = json.loads(everything().model_dump_json())

# The example of the public contract, made whole: its "projects" database and dates included.
EXAMPLE = {
    "title": "프로젝트 대시보드",
    "template_type": "dashboard",
    "language": "ko",
    "complexity": "standard",
    "icon": "📊",
    "cover": None,
    "color_theme": "orange",
    "blocks": [
        {"type": "callout", "text": "환영해요", "icon": "💡", "color": "orange_background"},
        {"type": "database", "ref": "tasks"},
        {
            "type": "linked_view",
            "ref": "tasks",
            "view": {"type": "board", "name": "한눈에", "group_by": "상태"},
        },
        {
            "type": "column_list",
            "columns": [{"ratio": 0.6, "blocks": []}, {"ratio": 0.4, "blocks": []}],
        },
        {"type": "link_to_page", "ref": "guide"},
    ],
    "databases": [
        {
            "key": "tasks",
            "title": "작업",
            "icon": "✅",
            "description": "",
            "inline": True,
            "properties": [
                {"name": "이름", "type": "title"},
                {
                    "name": "상태",
                    "type": "status",
                    "options": [{"name": "진행 중", "color": "blue"}],
                },
                {"name": "마감", "type": "date"},
                {
                    "name": "프로젝트",
                    "type": "relation",
                    "target": "projects",
                    "two_way": "작업",
                },
                {
                    "name": "예산 합계",
                    "type": "rollup",
                    "relation": "프로젝트",
                    "property": "예산",
                    "function": "sum",
                },
                {
                    "name": "남은 일수",
                    "type": "formula",
                    "expression": 'dateBetween(prop("마감"), now(), "days")',
                },
            ],
            "views": [
                {"type": "board", "name": "칸반", "group_by": "상태"},
                {"type": "calendar", "name": "일정", "date_property": "마감"},
            ],
            "rows": [
                {
                    "values": {"이름": "시안", "상태": "진행 중", "프로젝트": ["웹 개편"]},
                    "icon": "🐱",
                    "blocks": [],
                }
            ],
        },
        {
            "key": "projects",
            "title": "프로젝트",
            "properties": [
                {"name": "이름", "type": "title"},
                {"name": "예산", "type": "number", "format": "won"},
            ],
            "rows": [{"values": {"이름": "웹 개편", "예산": 1000}}],
        },
    ],
    "sub_pages": [
        {
            "key": "guide",
            "title": "가이드",
            "icon": "📖",
            "blocks": [],
            "databases": [],
            "sub_pages": [],
        }
    ],
    "meta": {
        "skill": "project",
        "source": "embedded",
        "quality": {"score": 91, "checks": []},
    },
}


def test_the_contracts_example_is_a_valid_blueprint() -> None:
    blueprint = parse(EXAMPLE)
    assert [d.key for _, _, d in databases(blueprint)] == ["tasks", "projects"]
    plan = from_nothing(blueprint, WORKSPACE)
    assert plan.counts.bound == 2 + 2 + 2 + 3


def test_a_blueprint_read_from_its_own_json_is_the_same() -> None:
    assert parse(WHOLE) == everything()


def test_a_missing_key_gets_a_fresh_one() -> None:
    title = [{"name": "N", "type": "title"}]
    filled = with_keys(
        {
            "databases": [{"title": "a"}, {"title": "b", "key": "k1"}],
            "sub_pages": [{"title": "c", "databases": [{"title": "d"}]}],
        }
    )
    found = [filled["databases"][0]["key"], filled["databases"][1]["key"]]
    sub = filled["sub_pages"][0]
    assert [*found, sub["key"], sub["databases"][0]["key"]] == ["k2", "k1", "k3", "k4"]
    assert parse({"title": "x", "databases": [{"title": "a", "properties": title}]})


def test_keys_are_filled_in_without_changing_what_was_given() -> None:
    given_data = {"title": "x", "sub_pages": [{"title": "y"}]}
    before = copy.deepcopy(given_data)
    with_keys(given_data)
    assert given_data == before


def test_pages_are_walked_parents_first() -> None:
    tree = parse(
        {
            "title": "a",
            "sub_pages": [{"title": "b", "sub_pages": [{"title": "d"}]}, {"title": "c"}],
        }
    )
    assert [(place, page.title) for place, page in pages(tree)] == [
        ("", "a"),
        ("sub_pages[0]", "b"),
        ("sub_pages[1]", "c"),
        ("sub_pages[0].sub_pages[0]", "d"),
    ]


def test_a_formula_names_its_properties_in_either_quotes_and_with_escapes() -> None:
    expression = r"""prop("a") + prop( 'b' ) + prop("say \"c\"") + prop("d\\e") + property("f")"""
    assert formula_properties(expression) == ["a", "b", 'say "c"', "d\\e"]


@examples(100)
@given(JSON)
def test_any_json_is_a_blueprint_or_invalid(data: Any) -> None:
    with suppress(BlueprintInvalid):
        parse(data)


@examples(100)
@given(st.data())
def test_a_damaged_blueprint_still_compiles_or_is_invalid(data: st.DataObject) -> None:
    """Nothing gets past the rules that would trip the compiler."""
    damaged = copy.deepcopy(WHOLE)
    for _ in range(data.draw(st.integers(1, 3))):
        holder, key = data.draw(st.sampled_from(list(_places(damaged))))
        holder[key] = data.draw(JSON)
    try:
        blueprint = parse(damaged)
    except BlueprintInvalid:
        return
    from_nothing(blueprint, WORKSPACE)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in JSON at which something stands: its holder and its key there."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(items):
        yield value, key
        if isinstance(inner, dict | list):
            yield from _places(inner)
