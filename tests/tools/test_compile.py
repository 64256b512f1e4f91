"""A blueprint becomes the fewest calls that Notion allows; every further call has its reason."""

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given

from tests.support.blueprints import blueprints
from tests.support.designs import (
    STATUS,
    board,
    database,
    design,
    formula,
    nested,
    paragraph,
    relation,
    rollup,
)
from tests.support.examples import examples
from tools.blueprint.model import Blueprint
from tools.notion.difference import from_nothing
from tools.notion.operations import WORKSPACE, Plan

Json = dict[str, Any]
CRUMB: Json = {"type": "breadcrumb"}
CHOICES = {"moved", "markdown_body"}  # notes that stand for no further call


def compiled(blueprint: Blueprint) -> Plan:
    return from_nothing(blueprint, WORKSPACE)


def linked(key: str, view: Json) -> Json:
    return {"type": "linked_view", "ref": key, "view": view}


def link(key: str) -> Json:
    return {"type": "link_to_page", "ref": key}


def page(key: str, *blocks: Json, **more: Any) -> Json:
    return {"key": key, "title": key, "blocks": list(blocks), **more}


def with_links(*pairs: tuple[int, list[int]], key: str, name: str, to: str) -> list[Json]:
    rows: list[Json] = [{"values": {"Name": f"{key} {i}"}} for i in range(3)]
    for row, targets in pairs:
        rows[row]["values"][name] = [f"{to} {target}" for target in targets]
    return rows


def in_blocks(*blocks: Json) -> Blueprint:
    """A page that markdown cannot say, so that its body goes in blocks."""
    return design(CRUMB, *blocks)


AT_THE_BOUND = {
    "a page": design(),
    "a page with a body": design(paragraph(), nested(3)),
    "a long body with blanks around its words": design(
        *(paragraph(f" {n}\n\t") for n in range(101)),
        paragraph([{"text": "\xa0"}, {"text": " bold", "bold": True}, {"text": " "}]),
        nested(5),
        {"type": "table", "rows": [["a ", " b"]]},
    ),
    "rows and bodies": design(databases=[database("a", rows=5)]),
    "a tree of pages": design(sub_pages=[page("p", sub_pages=[page("q")])]),
    "a two-way relation": design(
        databases=[
            {
                **database("a", relation("R", "b", "Q")),
                "rows": with_links((0, [1, 2]), key="a", name="R", to="b"),
            },
            database("b", rows=3),
        ]
    ),
    "a two-way relation whose target comes first": design(
        databases=[database("b", rows=3), database("a", relation("R", "b", "Q"), rows=2)]
    ),
    "a chain of one-way relations, backwards": design(
        databases=[
            {
                **database("a", relation("R", "b")),
                "rows": with_links((0, [0]), key="a", name="R", to="b"),
            },
            database("b", relation("R", "c"), rows=3),
            database("c", rows=3),
        ]
    ),
    "a rollup over a two-way relation": design(
        databases=[database("a", relation("R", "b", "Q"), rollup("U", "R", "Name")), database("b")]
    ),
    "a rollup over the reverse side": design(
        databases=[database("a", relation("R", "b", "Q")), database("b", rollup("U", "Q", "Name"))]
    ),
    "a formula over a rollup": design(
        databases=[
            database("a", formula("F", 'prop("U")'), relation("R", "b"), rollup("U", "R", "Name")),
            database("b"),
        ]
    ),
    "further views with rows": design(
        databases=[database("a", STATUS, rows=1, views=[{"type": "table"}, board("B")])]
    ),
    "a linked view after its database has rows": design(
        {"type": "database", "ref": "a"},
        linked("a", board("B")),
        databases=[database("a", STATUS, rows=1)],
    ),
    "a linked view that needs no ids": design(
        linked("a", {"type": "table"}), sub_pages=[page("p", databases=[database("a")])]
    ),
    "a link to an earlier sibling": design(sub_pages=[page("p"), page("q", link("p"))]),
}


@pytest.mark.parametrize("blueprint", AT_THE_BOUND.values(), ids=AT_THE_BOUND)
def test_what_the_api_allows_is_one_call_for_each_thing(blueprint: Blueprint) -> None:
    plan = compiled(blueprint)
    assert plan.counts.api_calls == plan.counts.bound == len(plan.operations)
    assert _further(plan) == 0


BEYOND_THE_BOUND = {
    "a self relation": (
        design(databases=[database("a", relation("R", "a"))]),
        {"schema_patch": 1},
    ),
    "a self relation with its rollup and formula": (
        design(
            databases=[
                database(
                    "a", relation("R", "a"), rollup("U", "R", "Name"), formula("F", 'prop("R")')
                )
            ]
        ),
        {"schema_patch": 1},
    ),
    "a cycle of one-way relations": (
        design(databases=[database("a", relation("R", "b")), database("b", relation("Q", "a"))]),
        {"schema_patch": 1},
    ),
    "rollups in both directions": (
        design(
            databases=[
                database("a", relation("R", "b", "Q"), rollup("U", "R", "Name")),
                database("b", rollup("V", "Q", "Name")),
            ]
        ),
        {"schema_patch": 1},
    ),
    "a table with a name": (
        design(databases=[database("a", views=[{"type": "table", "name": "All"}])]),
        {"named_table": 2},
    ),
    "a body with a database in its middle": (
        design(
            paragraph("before"),
            {"type": "database", "ref": "a"},
            paragraph("after"),
            databases=[database("a")],
        ),
        {"body_split": 1},
    ),
    "240 blocks": (in_blocks(*[paragraph()] * 240), {"long_body": 2}),
    "1,500 blocks in all": (
        in_blocks(*[paragraph("p", *[paragraph()] * 30)] * 50),
        {"long_body": 1},
    ),
    "more blocks in one than a request carries": (
        in_blocks(paragraph("p", *[paragraph("q", *[paragraph()] * 20)] * 60)),
        {"long_body": 1, "deep_body": 2},
    ),
    "four tiers": (in_blocks(nested(4)), {"long_body": 1, "deep_body": 1}),
    "seven tiers": (in_blocks(nested(7)), {"long_body": 1, "deep_body": 4}),
    "columns that are too deep": (
        in_blocks({"type": "column_list", "columns": [{"blocks": [nested(3)]}, {}]}),
        {"long_body": 1, "deep_body": 2},
    ),
    "a tab inside a toggle": (
        design(
            {
                "type": "toggle",
                "text": "t",
                "children": [{"type": "tab", "tabs": [{"title": "a", "blocks": [paragraph()]}]}],
            }
        ),
        {"long_body": 1, "deep_body": 1},
    ),
    "a table of 250 rows": (
        in_blocks({"type": "table", "rows": [["a", "b"]] * 250}),
        {"long_body": 1, "deep_body": 2},
    ),
    "a row with a long body": (
        design(databases=[{**database("a"), "rows": [{"blocks": [CRUMB, *[paragraph()] * 100]}]}]),
        {"long_body": 1},
    ),
    "a synced block with copies": (
        design(
            {"type": "synced_block", "key": "s", "children": [paragraph()]},
            {"type": "synced_block", "ref": "s"},
            {"type": "synced_block", "ref": "s"},
        ),
        {"long_body": 2},
    ),
    "a copy before its original": (
        design(
            {"type": "synced_block", "ref": "s"},
            {"type": "synced_block", "key": "s", "children": [paragraph()]},
        ),
        {"moved": 1, "long_body": 2},
    ),
    "a row with a copy before its original": (
        design(
            databases=[
                {
                    **database("a"),
                    "rows": [
                        {
                            "blocks": [
                                {"type": "synced_block", "ref": "s"},
                                {"type": "synced_block", "key": "s", "children": [paragraph()]},
                            ]
                        }
                    ],
                }
            ]
        ),
        {"moved": 1, "long_body": 2},
    ),
    "a link to a page below the page itself": (
        design(link("p"), sub_pages=[page("p")]),
        {"moved": 1, "long_body": 1},
    ),
    "a link to a later sibling": (
        design(sub_pages=[page("p", link("q")), page("q")]),
        {"long_body": 1},
    ),
    "links between siblings in a circle": (
        design(sub_pages=[page("p", link("q")), page("q", link("p"))]),
        {"long_body": 1},
    ),
    "links between cousins in a circle": (
        design(
            sub_pages=[
                page("p", link("q1"), sub_pages=[page("p1", link("q"))]),
                page("q", link("p1"), sub_pages=[page("q1", link("p"))]),
            ]
        ),
        {},
    ),
    "a linked view before its database": (
        design(
            linked("a", board("B")),
            {"type": "database", "ref": "a"},
            databases=[database("a", STATUS, rows=1)],
        ),
        {"moved": 1},
    ),
    "a view of a database without rows": (
        design(databases=[database("a", STATUS, views=[board("B")])]),
        {"ids_without_rows": 1},
    ),
    "a linked view of a database without rows": (
        design(
            {"type": "database", "ref": "a"},
            linked("a", board("B")),
            databases=[database("a", STATUS)],
        ),
        {"ids_without_rows": 1},
    ),
    "rows that name each other": (
        design(
            databases=[
                {
                    **database("a", relation("R", "a")),
                    "rows": with_links((0, [1]), (1, [0]), key="a", name="R", to="a"),
                }
            ]
        ),
        {"schema_patch": 1, "late_links": 1},
    ),
    "a row that names itself, both ways": (
        design(
            databases=[
                {
                    **database("a", relation("R", "a", "Q")),
                    "rows": with_links((0, [0]), key="a", name="R", to="a"),
                }
            ]
        ),
        {"schema_patch": 1, "late_links": 1},
    ),
}


@pytest.mark.parametrize(("blueprint", "wanted"), BEYOND_THE_BOUND.values(), ids=BEYOND_THE_BOUND)
def test_a_call_beyond_the_bound_says_why(blueprint: Blueprint, wanted: dict[str, int]) -> None:
    plan = compiled(blueprint)
    notes = Counter(note.rule for note in plan.notes)
    for rule, number in wanted.items():
        assert notes[rule] == number, notes
    assert plan.counts.api_calls == plan.counts.bound + _further(plan)
    assert {note.operation for note in plan.notes} <= {op.id for op in plan.operations}


LONG_OR_DEEP = {
    "240 blocks": design(*[paragraph()] * 240),
    "seven tiers": design(nested(7)),
    "a table of 250 rows": design({"type": "table", "rows": [["a", "b"]] * 250}),
    "a row with a deep body": design(
        databases=[{**database("a"), "rows": [{"blocks": [nested(5)]}]}]
    ),
}


@pytest.mark.parametrize("blueprint", LONG_OR_DEEP.values(), ids=LONG_OR_DEEP)
def test_what_markdown_can_say_is_one_call_however_long_or_deep(blueprint: Blueprint) -> None:
    plan = compiled(blueprint)
    assert plan.counts.api_calls == plan.counts.bound
    assert [note.rule for note in plan.notes] == ["markdown_body"]


@examples(25)
@given(blueprints())
def test_any_plan_is_in_order_and_survives_being_stored(blueprint: Blueprint) -> None:
    plan = compiled(blueprint)
    assert Plan.from_json(json.loads(json.dumps(plan.to_json()))) == plan
    page, *rest = plan.operations
    assert page.needs <= {operation.id for operation in rest if operation.kind == "send_upload"}
    done = {page.id}
    for operation in rest:
        assert operation.needs <= done
        assert operation.id not in done
        done.add(operation.id)
    assert plan.counts.api_calls == plan.counts.bound + _further(plan)


def _further(plan: Plan) -> int:
    """The calls that notes give a reason for."""
    return sum(note.rule not in CHOICES for note in plan.notes)
