"""What the requests of a plan carry, and what they wait for."""

from typing import Any

from tests.support.designs import database, design, paragraph, relation
from tools.blueprint.model import Blueprint
from tools.notion.difference import from_nothing
from tools.notion.operations import WORKSPACE, Operation, Plan, page_parent
from tools.notion.render.richtext import pieces

Json = dict[str, Any]


def compiled(blueprint: Blueprint) -> Plan:
    return from_nothing(blueprint, WORKSPACE)


def linked(key: str, view: Json) -> Json:
    return {"type": "linked_view", "ref": key, "view": view}


def test_the_parent_stands_in_the_first_request() -> None:
    plan = from_nothing(design(), page_parent("p"))
    assert plan.operations[0].body is not None
    assert plan.operations[0].body["parent"] == {"type": "page_id", "page_id": "p"}


def test_a_long_text_is_cut_into_items_of_at_most_2000_characters() -> None:
    text = "긴 글 " * 1500 + "끝"
    cut = pieces(text)
    assert "".join(cut) == text
    assert max(map(len, cut)) <= 2000
    assert all(piece.endswith(" ") for piece in cut[:-1])
    [block] = (compiled(design(paragraph(text))).operations[0].body or {})["children"]
    assert [item["text"]["content"] for item in block["paragraph"]["rich_text"]] == cut


def test_a_text_without_spaces_is_cut_all_the_same() -> None:
    assert [len(piece) for piece in pieces("가" * 4500)] == [2000, 2000, 500]


def test_two_way_links_beyond_one_request_are_carried_by_the_other_side() -> None:
    rows = [{"values": {"Name": "all", "R": [f"b {i}" for i in range(130)]}}]
    plan = compiled(
        design(
            databases=[
                database("b", rows=130),
                {**database("a", relation("R", "b", "Q")), "rows": rows},
            ]
        )
    )
    late = [op for op in plan.operations if op.kind == "update_row"]
    assert len(late) in (0, 30)
    links = sum(_links(op) for op in plan.operations)
    assert links == 130


def test_the_original_of_no_copy_costs_nothing() -> None:
    plan = compiled(design({"type": "synced_block", "key": "s", "children": [paragraph()]}))
    assert plan.counts.api_calls == 1


def test_the_automatic_table_is_renamed_while_it_is_the_only_view() -> None:
    views = [{"type": "list"}, {"type": "table", "name": "All"}]
    plan = compiled(design(databases=[database("a", views=views)]))
    read, rename, create = (op for op in plan.operations if op.lane.startswith("views:a"))
    assert [op.kind for op in (read, rename, create)] == [
        "read_views",
        "update_view",
        "create_view",
    ]
    assert read.id in rename.needs & create.needs


def test_a_view_waits_for_properties_that_its_sorts_name() -> None:
    view = {"type": "list", "sorts": [{"property": "R"}]}
    plan = compiled(design(linked("a", view), databases=[database("a", relation("R", "a"))]))
    made = next(op for op in plan.operations if op.kind == "create_linked_view")
    assert "schema:a:0" in made.needs


def _links(operation: Operation) -> int:
    values = (operation.body or {}).get("properties", {}).values()
    return sum(len(value.get("relation", ())) for value in values if isinstance(value, dict))
