"""Blueprints of the older form lead to the workspace that they describe."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.examples import examples
from tools.blueprint.older import converted, is_older
from tools.blueprint.parse import parse
from tools.errors import BlueprintInvalid

OLDER: dict[str, Any] = {
    "version": "3.0",
    "metadata": {"template_type": "crm", "language": "en", "complexity": "advanced"},
    "main_page": {"title": "Sales", "icon": "💼", "cover_url": "https://example.com/a.png"},
    "blocks": [
        {"type": "bulleted_list", "text": "One", "children_text": ["under it"]},
        {"type": "column_list", "columns": [[{"type": "paragraph", "text": "left"}], []]},
        {"type": "database_ref", "db_index": 1},
        {"type": "sub_page_ref", "page_index": 0},
        {"type": "linked_view", "db_index": 0, "view_type": "board"},
    ],
    "databases": [
        {
            "title": "Customers",
            "properties": {
                "Name": "title",
                "Tier": {
                    "type": "select",
                    "options": ["Gold", {"name": "Silver", "color": "gray"}],
                },
                "Note": "text",
            },
            "views": ["table", {"view_type": "board", "name": "By tier", "group_by": "Tier"}],
            "sample_items": [{"Name": "Kim", "Tier": "Gold"}],
        },
        {
            "title": "Deals",
            "properties": {"Name": "title", "Of": {"type": "relation", "target_db_index": 0}},
            "sample_items": [{"Name": "First", "Of": ["Kim"]}],
        },
        {"title": "Inside", "properties": {"Name": "title"}, "db_parent": "Guide"},
    ],
    "sub_pages": [{"title": "Guide", "icon": "📖", "blocks": [{"type": "divider"}]}],
}


def test_each_part_comes_to_its_place():
    older = {**OLDER, "blocks": OLDER["blocks"][:-1]}
    assert is_older(older)
    found = parse(converted(older))
    assert (found.title, found.icon, found.template_type) == ("Sales", "💼", "crm")
    assert [database.title for database in found.databases] == ["Customers", "Deals"]
    customers, deals = found.databases
    assert [p.type for p in customers.properties] == ["title", "select", "rich_text"]
    assert customers.views[1].type == "board"
    assert customers.rows[0].values == {"Name": "Kim", "Tier": "Gold"}
    assert deals.rows[0].values["Of"] == ["Kim"]
    guide = found.sub_pages[0]
    assert (guide.title, [d.title for d in guide.databases]) == ("Guide", ["Inside"])
    kinds = [block.type for block in found.blocks]
    assert kinds == ["bulleted_list_item", "column_list", "database", "link_to_page"]


def test_a_view_that_lacks_something_is_named_by_the_rules():
    linked = converted(OLDER)["blocks"][-1]
    assert linked == {
        "type": "linked_view",
        "ref": "db0",
        "view": {"type": "board", "name": "Board"},
    }


KEYS = [*OLDER, *OLDER["databases"][0], "type", "db_index", "columns", "children", "options"]


@examples(100)
@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda some: (
            st.lists(some, max_size=3)
            | st.dictionaries(
                st.sampled_from([*OLDER, *OLDER["databases"][0], "type", "db_index"]), some
            )
        ),
        max_leaves=12,
    )
)
def test_whatever_it_holds_it_is_read_or_refused_by_the_rules(data: Any):
    older = {"version": "3.0", **(data if isinstance(data, dict) else {"blocks": data})}
    with suppress(BlueprintInvalid):
        parse(converted(older))


def test_what_lies_too_deep_is_refused():
    block: Any = {"type": "toggle", "text": "x"}
    for _ in range(200):
        block = {"type": "toggle", "text": "x", "children": [block]}
    with pytest.raises(BlueprintInvalid):
        parse(converted({**OLDER, "blocks": [block]}))
