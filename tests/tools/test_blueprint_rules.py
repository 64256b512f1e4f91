"""Whatever Notion would refuse is refused before a call is made, and said where."""

from typing import Any

import pytest

from agent.texts import describe
from tests.support.broken import (
    DUE,
    OWN,
    PROPERTIES,
    VALUES,
    VIEW,
    found,
    page,
    run,
    tables,
    with_values,
    with_view,
)
from tests.support.designs import database, formula, paragraph, relation, rollup

Json = dict[str, Any]

BROKEN_RULES = {
    # keys and references
    "two databases with one key": (
        tables(database("a"), database("a")),
        ("duplicate_key", "databases[0].key"),
    ),
    "a page with a database's key": (
        page(databases=[database("a")], sub_pages=[{"key": "a", "title": "A"}]),
        ("duplicate_key", "databases[0].key"),
    ),
    "two originals with one key": (
        page({"type": "synced_block", "key": "s"}, {"type": "synced_block", "key": "s"}),
        ("duplicate_key", "blocks[0].key"),
    ),
    "a link to nothing": (
        page({"type": "link_to_page", "ref": "x"}),
        ("unknown_ref", "blocks[0].ref"),
    ),
    "a nested link to nothing": (
        page(paragraph("p", {"type": "link_to_page", "ref": "x"})),
        ("unknown_ref", "blocks[0].children[0].ref"),
    ),
    "a link to nothing in a row": (
        tables({**database("a"), "rows": [{"blocks": [{"type": "link_to_page", "ref": "x"}]}]}),
        ("unknown_ref", "databases[0].rows[0].blocks[0].ref"),
    ),
    "a mention of nothing": (
        page(run(mention={"page": "x"})),
        ("unknown_ref", "blocks[0].text"),
    ),
    "a page mentioned as a database": (
        page(run(mention={"database": "p"}), sub_pages=[{"key": "p", "title": "P"}]),
        ("unknown_ref", "blocks[0].text"),
    ),
    "a mention of nothing in a value": (
        with_values(Name=[{"mention": {"page": "x"}}]),
        ("unknown_ref", f"{VALUES}.Name"),
    ),
    "a mention of nothing in a description": (
        tables(database("a", description=[{"mention": {"page": "x"}}])),
        ("unknown_ref", "databases[0].description"),
    ),
    "a copy of nothing": (
        page({"type": "synced_block", "ref": "s"}),
        ("unknown_ref", "blocks[0].ref"),
    ),
    "a relation to nothing": (
        tables(database("a", relation("R", "x"))),
        ("unknown_ref", f"{PROPERTIES}[1].target"),
    ),
    "a linked view of nothing": (
        page({"type": "linked_view", "ref": "x", "view": {"type": "table"}}),
        ("unknown_ref", "blocks[0].ref"),
    ),
    "a place for nothing": (
        page({"type": "database", "ref": "x"}),
        ("unknown_ref", "blocks[0].ref"),
    ),
    # where things may stand
    "a database of another page": (
        page(
            {"type": "database", "ref": "a"},
            sub_pages=[{"title": "P", "databases": [database("a")]}],
        ),
        ("database_elsewhere", "blocks[0].ref"),
    ),
    "a database in two places": (
        page(
            {"type": "database", "ref": "a"},
            {"type": "database", "ref": "a"},
            databases=[database("a")],
        ),
        ("database_twice", "blocks[1].ref"),
    ),
    "a database inside a toggle": (
        page(
            {"type": "toggle", "children": [{"type": "database", "ref": "a"}]},
            databases=[database("a")],
        ),
        ("database_nested", "blocks[0].children[0]"),
    ),
    "a linked view in a column": (
        page(
            {
                "type": "column_list",
                "columns": [
                    {"blocks": [{"type": "linked_view", "ref": "a", "view": {"type": "table"}}]},
                    {},
                ],
            },
            databases=[database("a")],
        ),
        ("database_nested", "blocks[0].columns[0].blocks[0]"),
    ),
    "a database in a row": (
        tables({**database("a"), "rows": [{"blocks": [{"type": "database", "ref": "a"}]}]}),
        ("database_in_row", "databases[0].rows[0].blocks[0]"),
    ),
    "a nested original with copies": (
        page(
            paragraph("p", {"type": "synced_block", "key": "s"}),
            {"type": "synced_block", "ref": "s"},
        ),
        ("synced_nested", "blocks[0].children[0]"),
    ),
    "an original that holds its own copy": (
        page(
            {
                "type": "synced_block",
                "key": "s",
                "children": [{"type": "synced_block", "ref": "s"}],
            }
        ),
        ("circular", "blocks[0]"),
    ),
    "rows that hold copies out of each other": (
        tables(
            {
                **database("a"),
                "rows": [
                    {
                        "blocks": [
                            {"type": "synced_block", "key": own},
                            {"type": "synced_block", "ref": other},
                        ]
                    }
                    for own, other in ("st", "ts")
                ],
            }
        ),
        ("circular", "databases[0].rows[0].blocks"),
    ),
    # bodies
    "a ragged table": (
        page({"type": "table", "rows": [["a"], ["b", "c"]]}),
        ("ragged_table", "blocks[0].rows"),
    ),
    "a ragged table in a row": (
        tables({**database("a"), "rows": [{"blocks": [{"type": "table", "rows": [["a"], []]}]}]}),
        ("too_few", "databases[0].rows[0].blocks[0].rows[1]"),
    ),
    "a text beyond one request": (page(paragraph("x" * 100_001)), ("too_long", "blocks[0].text")),
    # schemas
    "no title": (
        tables({"key": "a", "title": "A", "properties": [DUE]}),
        ("one_title", "databases[0].properties"),
    ),
    "two titles": (
        tables(database("a", {"name": "Other", "type": "title"})),
        ("one_title", "databases[0].properties"),
    ),
    "two properties with one name": (
        tables(database("a", DUE, DUE)),
        ("duplicate_property", f"{PROPERTIES}[2].name"),
    ),
    "a reverse property over an own one": (
        tables(database("a", relation("R", "b", "Due")), database("b", DUE)),
        ("duplicate_property", f"{PROPERTIES}[1].two_way"),
    ),
    "two options that differ in case": (
        tables(
            database(
                "a", {"name": "S", "type": "select", "options": [{"name": "x"}, {"name": "X"}]}
            )
        ),
        ("duplicate_option", f"{PROPERTIES}[1].options[1].name"),
    ),
    "a rollup over nothing": (
        tables(database("a", rollup("U", "R", "Name"))),
        ("unknown_property", f"{PROPERTIES}[1].relation"),
    ),
    "a rollup over a date": (
        tables(database("a", DUE, rollup("U", "Due", "Name"))),
        ("not_a_relation", f"{PROPERTIES}[2].relation"),
    ),
    "a rollup of nothing": (
        tables(database("a", relation("R", "b"), rollup("U", "R", "x")), database("b")),
        ("unknown_property", f"{PROPERTIES}[2].property"),
    ),
    "a formula with an unknown property": (
        tables(database("a", formula("F", 'prop("Name") + prop("x")'))),
        ("unknown_property", f"{PROPERTIES}[1].expression"),
    ),
    "a formula of itself": (
        tables(database("a", formula("F", 'prop("F")'))),
        ("circular", f"{PROPERTIES}[1]"),
    ),
    "rollups of each other": (
        tables(
            database("a", relation("R", "b", "Q"), rollup("U", "R", "V")),
            database("b", rollup("V", "Q", "U")),
        ),
        ("circular", f"{PROPERTIES}[2]"),
    ),
    "a description of itself": (
        tables(database("a", description=[{"mention": {"database": "a"}}])),
        ("circular", "databases[0].description"),
    ),
    # views
    "a board by nothing": (
        with_view({"type": "board", "group_by": "x"}),
        ("unknown_property", f"{VIEW}.group_by"),
    ),
    "a board by a date": (
        with_view({"type": "board", "group_by": "Due"}),
        ("not_groupable", f"{VIEW}.group_by"),
    ),
    "a table by a number that Notion gives": (
        with_view({"type": "table", "group_by": "ID"}),
        ("not_groupable", f"{VIEW}.group_by"),
    ),
    "a calendar by a select": (
        with_view({"type": "calendar", "date_property": "Stage"}),
        ("not_a_date", f"{VIEW}.date_property"),
    ),
    "a timeline that ends at a select": (
        with_view({"type": "timeline", "date_property": "Due", "end_date_property": "Stage"}),
        ("not_a_date", f"{VIEW}.end_date_property"),
    ),
    "a filter by nothing": (
        with_view({"type": "table", "filter": {"and": [{"property": "x", "number": {}}]}}),
        ("unknown_property", f"{VIEW}.filter.x"),
    ),
    "a filter by a formula, which Notion refuses": (
        with_view(
            {"type": "table", "filter": {"property": "Two", "formula": {"number": {"equals": 2}}}},
            {"name": "Two", "type": "formula", "expression": "1 + 1"},
        ),
        ("filter_by_formula", f"{VIEW}.filter.Two"),
    ),
    "a sort by nothing": (
        with_view({"type": "table", "sorts": [{"property": "x"}]}),
        ("unknown_property", f"{VIEW}.sorts[0].property"),
    ),
    "a shown property that is not there": (
        with_view({"type": "list", "properties": ["Name", "x"]}),
        ("unknown_property", f"{VIEW}.properties[1]"),
    ),
    "a chart over nothing": (
        with_view({"type": "chart", "chart_type": "bar", "x_axis": "x"}),
        ("unknown_property", f"{VIEW}.x_axis"),
    ),
    "a chart that measures nothing": (
        with_view({"type": "chart", "chart_type": "bar", "y_axis": {"property": "x"}}),
        ("unknown_property", f"{VIEW}.y_axis.property"),
    ),
    "a cover of nothing": (
        with_view({"type": "gallery", "cover": "x"}),
        ("unknown_property", f"{VIEW}.cover"),
    ),
    "a widget by nothing": (
        with_view({"type": "dashboard", "widgets": [{"type": "board", "group_by": "x"}]}),
        ("unknown_property", f"{VIEW}.widgets[0].group_by"),
    ),
    "a linked view by nothing": (
        page(
            {"type": "linked_view", "ref": "a", "view": {"type": "board", "group_by": "x"}},
            databases=[database("a")],
        ),
        ("unknown_property", "blocks[0].view.group_by"),
    ),
    # rows
    "a value of nothing": (with_values(x=1), ("unknown_property", f"{VALUES}.x")),
    "a value for an id": (with_values(OWN, ID=1), ("value_computed", f"{VALUES}.ID")),
    "a link to no row": (
        with_values(relation("R", "a"), R=["x"]),
        ("unknown_row", f"{VALUES}.R"),
    ),
    "more one-way links than a request carries": (
        tables(
            database("a", rows=101),
            {
                **database("b", relation("R", "a")),
                "rows": [{"values": {"R": [f"a {i}" for i in range(101)]}}],
            },
        ),
        ("too_many", "databases[1].rows[0].values.R"),
    ),
    "a status that is not there": (
        with_values({"name": "S", "type": "status", "options": [{"name": "Now"}]}, S="Then"),
        ("value_unknown_option", f"{VALUES}.S"),
    ),
    "a standard status by another name": (
        with_values({"name": "S", "type": "status"}, S="Later"),
        ("value_unknown_option", f"{VALUES}.S"),
    ),
}


@pytest.mark.parametrize(("blueprint", "problem"), BROKEN_RULES.values(), ids=BROKEN_RULES)
def test_a_broken_rule_is_named_with_its_place(blueprint: Json, problem: tuple[str, str]) -> None:
    assert problem in [(p.rule, p.place) for p in found(blueprint)]


@pytest.mark.parametrize("blueprint", [b for b, _ in BROKEN_RULES.values()], ids=BROKEN_RULES)
def test_every_rule_has_a_sentence_in_every_language(blueprint: Json) -> None:
    for problem in found(blueprint):
        for language in ("ko", "en", "ja"):
            assert describe(problem, language).startswith(problem.place)
