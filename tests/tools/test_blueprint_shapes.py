"""Values fit their properties, data has the form of a blueprint, or the place is named."""

from typing import Any

import pytest

from tests.support.broken import (
    DUE,
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
from tests.support.designs import database, paragraph
from tools.blueprint.parse import MOST_PROBLEMS, parse
from tools.errors import BlueprintInvalid
from tools.notion.difference import from_nothing
from tools.notion.operations import WORKSPACE

UNFIT = [
    ("number", "3"),
    ("number", True),
    ("number", float("nan")),
    ("number", 2**63),
    ("checkbox", "yes"),
    ("date", "tomorrow"),
    ("date", "2026-W05-1"),
    ("date", "2026-02-30"),
    ("date", {"start": "2026-02-02", "end": "2026-02-01"}),
    ("date", {"start": "2026-02-02", "zone": "x"}),
    ("select", "a, b"),
    ("select", ""),
    ("select", ["a"]),
    ("multi_select", "a"),
    ("multi_select", ["a"] * 101),
    ("people", ["Kim"]),
    ("files", ["file.pdf"]),
    ("url", ""),
    ("url", "x" * 2001),
    ("email", "nobody"),
    ("phone_number", "1" * 201),
    ("place", "Seoul"),
    ("rich_text", 5),
    ("rich_text", [{"bold": "yes"}]),
    ("rich_text", [{}] * 101),
]


@pytest.mark.parametrize(("kind", "value"), UNFIT, ids=str)
def test_a_value_has_to_fit_its_property(kind: str, value: Any) -> None:
    problems = found(with_values({"name": "P", "type": kind}, P=value))
    assert [(p.rule, p.place) for p in problems] == [("value_unfit", f"{VALUES}.P")]


@pytest.mark.parametrize("value", [5, [{"x": 1}], {"a": 1}], ids=str)
def test_a_title_has_to_be_a_text(value: Any) -> None:
    assert [p.rule for p in found(with_values(Name=value))] == ["value_unfit"]


FIT = [
    *(("number", 3), ("number", -0.5), ("checkbox", False), ("date", "2026-01-31")),
    ("date", {"start": "2026-01-31T09:00:00+09:00", "end": "2026-02-01"}),
    *(("select", "new"), ("multi_select", ["a", "b"]), ("status", "Done"), ("url", "x")),
    ("people", ["2b7c1f04-6d3e-4a58-9e21-7f0a4c5d8b36"]),
    ("files", ["https://x.org/a", {"name": "b", "url": "https://x.org/b"}]),
    *(("email", "a@b.co"), ("phone_number", "02-120"), ("place", {"lat": 1, "lon": 2.5})),
    ("rich_text", [{"text": "x", "bold": True}]),
]


@pytest.mark.parametrize(("kind", "value"), [*FIT, *((kind, None) for kind, _ in FIT)], ids=str)
def test_a_fitting_value_and_none_at_all_pass(kind: str, value: Any) -> None:
    parse(with_values({"name": "P", "type": kind}, P=value))


SHAPES = [
    ({}, ("missing", "title")),
    ([], ("no_object", "blueprint")),
    ({"title": ""}, ("too_short", "title")),
    ({"title": "x" * 2001}, ("too_long", "title")),
    ({"title": "x", "colour": "red"}, ("unknown_key", "colour")),
    (page({"type": "shape"}), ("unknown_type", "blocks[0]")),
    (page({"text": "x"}), ("missing_type", "blocks[0]")),
    (page({"type": "paragraph", "text": 5}), ("wrong_shape", "blocks[0].text")),
    (page({"type": "paragraph", "txt": "x"}), ("unknown_key", "blocks[0].txt")),
    (page(run(colour="x")), ("unknown_key", "blocks[0].text[0].colour")),
    (page(run(mention={})), ("one_mention", "blocks[0].text[0].mention")),
    (
        page(run(mention={"date": {"start": "soon"}})),
        ("bad_date", "blocks[0].text[0].mention.date"),
    ),
    (page({"type": "image", "url": "ftp://x"}), ("other_form", "blocks[0].url")),
    (page({"type": "column_list", "columns": [{}]}), ("too_few", "blocks[0].columns")),
    (page({"type": "code", "language": "klingon"}), ("not_allowed", "blocks[0].language")),
    (
        page({"type": "synced_block", "ref": "s", "children": [paragraph()]}),
        ("copy_holds_nothing", "blocks[0]"),
    ),
    (
        page({"type": "linked_view", "ref": "a", "view": {"type": "chart", "properties": []}}),
        ("unknown_key", "blocks[0].view.properties"),
    ),
    (
        tables({"key": "a b", "title": "A", "properties": [DUE]}),
        ("other_form", "databases[0].key"),
    ),
    (tables({"title": "A", "properties": []}), ("too_few", "databases[0].properties")),
    (
        tables(database("a", {"name": "N", "type": "number", "format": "shells"})),
        ("not_allowed", f"{PROPERTIES}[1].format"),
    ),
    (tables(database("a", {"name": "B", "type": "button"})), ("unknown_type", f"{PROPERTIES}[1]")),
    (with_view({"type": "list", "group_by": "Stage"}), ("unknown_key", f"{VIEW}.group_by")),
    (with_view({"type": "board"}), ("missing", f"{VIEW}.group_by")),
]


@pytest.mark.parametrize(("blueprint", "problem"), SHAPES, ids=[p[1] for _, p in SHAPES])
def test_a_wrong_shape_is_named_with_its_place(blueprint: Any, problem: tuple[str, str]) -> None:
    assert problem in [(p.rule, p.place) for p in found(blueprint)]


def nested(depth: int, key: str, **item: Any) -> list[dict[str, Any]]:
    """An object in the list of another, and so on, so many in all."""
    items: list[dict[str, Any]] = []
    for _ in range(depth):
        items = [{**item, key: items}]
    return items


DEEP = {
    "blocks[0].children[0]": lambda n: page(*nested(n, "children", type="toggle", text="x")),
    "sub_pages[0].sub_pages[0]": lambda n: (
        page() | {"sub_pages": nested(n, "sub_pages", title="x")}
    ),
    "databases[0].rows[0].values.P.P": lambda n: tables(
        {**database("a"), "rows": [{"values": {"P": nested(n, "P")[0]}}]}
    ),
}


@pytest.mark.parametrize("place", DEEP)
@pytest.mark.parametrize("depth", [40, 250, 480, 5000])
def test_what_nests_too_deep_is_named_with_its_place(place: str, depth: int) -> None:
    (problem,) = found(DEEP[place](depth))

    assert problem.rule == "too_deep"
    assert problem.place.startswith(place.removesuffix(".P"))


@pytest.mark.parametrize("place", ["blocks[0].children[0]", "sub_pages[0].sub_pages[0]"])
def test_what_nests_thirty_levels_deep_is_planned(place: str) -> None:
    blueprint = parse(DEEP[place](30))

    assert from_nothing(blueprint, WORKSPACE).counts.bound >= 1


def test_each_member_of_a_union_does_not_complain_for_itself() -> None:
    assert len(found(page({"type": "paragraph", "text": 5}))) == 1


def test_only_the_first_fifty_problems_are_told() -> None:
    blocks = [{"type": "link_to_page", "ref": "x"}] * 80
    assert len(found(page(*blocks))) == MOST_PROBLEMS


def test_the_message_names_the_first_problem_and_how_many_there_are() -> None:
    with pytest.raises(BlueprintInvalid, match=r"2 rule\(s\), first unknown_ref at blocks\[0\]"):
        parse(page(*[{"type": "link_to_page", "ref": "x"}] * 2))
