"""Siblings are made several at once where their order is not seen, or can be said."""

import random
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.designs import STATUS, board, database, design, relation
from tests.support.examples import examples
from tests.support.notion import Notion
from tests.support.virtual import seconds_of
from tools.blueprint.model import Blueprint
from tools.notion.compile.order import cuts
from tools.notion.difference import from_nothing
from tools.notion.forge import Forge, Step
from tools.notion.journal import MemoryJournal
from tools.notion.modify.compile import compile_changes
from tools.notion.operations import WORKSPACE, Operation
from tools.notion.schedule import WORKERS
from tools.notion.structure.read import read_structure
from tools.workspace.changes import CHANGES

Json = dict[str, Any]
LATENCY = 0.15  # seconds
BY_NAME = {"type": "table", "sorts": [{"property": "Name"}]}


def seconds(blueprint: Blueprint) -> float:
    """How long a build takes at a usual latency."""

    async def build() -> None:
        notion = await Notion.fresh()
        notion.faults.latency = LATENCY
        await notion.build(blueprint)

    return seconds_of(build())


def of_rows(count: int, *views: Json, **more: Any) -> Blueprint:
    return design(databases=[{**database("a", rows=count, views=list(views)), **more}])


def test_rows_that_the_first_view_sorts_are_made_eight_at_once() -> None:
    sorted_rows = of_rows(100, BY_NAME)
    calls = len(from_nothing(sorted_rows, WORKSPACE).operations)
    assert seconds(sorted_rows) <= 1.3 * calls * LATENCY / WORKERS


def test_rows_whose_order_is_seen_come_one_after_the_other() -> None:
    by_age = {"type": "table", "sorts": [{"timestamp": "created_time"}]}
    numbered = [{"name": "Name", "type": "title"}, {"name": "No", "type": "unique_id"}]
    by_sum = {"type": "table", "sorts": [{"property": "Sum"}]}
    sums = [
        {"name": "Name", "type": "title"},
        {"name": "Sum", "type": "formula", "expression": "1"},
    ]
    seen = [
        of_rows(10),
        of_rows(10, {"type": "table"}, BY_NAME),
        of_rows(10, by_age),
        of_rows(10, BY_NAME, properties=numbered),
        of_rows(10, by_sum, properties=sums),
    ]
    for blueprint in seen:
        assert seconds(blueprint) >= 10 * LATENCY


@pytest.mark.parametrize(
    "by_stage", [{"type": "table", "sorts": [{"property": "Stage"}]}, board("By stage")]
)
def test_rows_at_one_place_of_the_order_stay_in_theirs(by_stage: Json) -> None:
    """Rows of one status are told apart by nothing else, and the same title may come twice."""
    names = ["Now", "Soon", "Done"]
    stage = {**STATUS, "options": [{"name": name} for name in names]}
    rows = [
        {"values": {"Name": f"row {number}", "Stage": names[number % len(names)]}}
        for number in range(24)
    ]
    made = database("a", stage, views=[by_stage])
    plan = from_nothing(design(databases=[{**made, "rows": rows}]), WORKSPACE)
    lanes = [op.lane for op in plan.operations if op.kind == "create_row"]
    assert lanes[: len(names)] == lanes[len(names) : 2 * len(names)]
    assert len(set(lanes)) == len(names)
    rows[0]["values"]["Name"] = "row 1"
    twice = from_nothing(design(databases=[{**made, "rows": rows}]), WORKSPACE)
    assert len({op.lane for op in twice.operations if op.kind == "create_row"}) == 1


@pytest.mark.parametrize(
    ("view", "lanes"),
    [({"type": "table"}, 1), (BY_NAME, 24), (board("By stage"), 3), ({"type": "gallery"}, 1)],
)
async def test_rows_that_are_added_go_side_by_side_as_those_of_a_new_table(
    notion: Notion, view: Json, lanes: int
) -> None:
    names = ["Now", "Soon", "Done"]
    stage = {**STATUS, "options": [{"name": name} for name in names]}
    rows = [{"values": {"Name": f"{n}", "Stage": names[n % len(names)]}} for n in range(24)]
    table = database("a", stage, views=[view])
    page_id = await notion.build(design(databases=[table]))
    structure = await read_structure(notion.gateway(), page_id)
    added = {"action": "add_rows", "database": "a table", "rows": rows}
    changing = compile_changes(structure, CHANGES.validate_python([added]), "en").forward
    creating = from_nothing(design(databases=[{**table, "rows": rows}]), WORKSPACE)
    for plan in (creating, changing):
        made = [op for op in plan.operations if op.kind == "create_row"]
        assert (len(made), len({op.lane for op in made})) == (24, lanes)


async def test_no_row_is_doubled_though_all_answers_get_lost_at_once(notion: Notion) -> None:
    rows = [{"values": {"Name": f"row {number // 2}"}} for number in range(24)]  # two of each
    plan = from_nothing(of_rows(0, BY_NAME, rows=rows), WORKSPACE)
    lost = {"method": "POST", "path": "/v1/pages$", "drop": True, "times": 3}

    async def tell(step: Step) -> None:
        if step.operation.kind == "create_database":  # the rows begin
            notion.faults.inject(**lost, after_write=True)
            notion.faults.inject(**lost)

    page_id = await Forge(plan, notion.gateway(), MemoryJournal(), tell).run()
    (table,) = notion.page(page_id)["databases"].values()
    titles = [row["properties"]["Name"]["title"][0]["plain_text"] for row in table["rows"]]
    assert Counter(titles) == {f"row {number}": 2 for number in range(12)}


def views(count: int) -> list[Operation]:
    boards = [board(f"{number}") for number in range(count)]
    blueprint = design(databases=[database("a", STATUS, rows=1, views=boards)])
    plan = from_nothing(blueprint, WORKSPACE)
    return [operation for operation in plan.operations if operation.kind == "create_view"]


@examples(50)
@given(st.integers(1, 40), st.randoms(use_true_random=False))
def test_views_come_to_stand_in_order_whichever_is_made_first(
    count: int, chance: random.Random
) -> None:
    waiting, tabs = {view.id: view for view in views(count)}, ["automatic"]
    while waiting:
        ready = [view for view in waiting.values() if not view.needs & waiting.keys()]
        made = waiting.pop(chance.choice(ready).id)
        position = (made.body or {})["position"]
        at = tabs.index(position["view_id"].operation) + 1 if "view_id" in position else 0
        tabs.insert(at, made.id)
    assert tabs == [*(f"view:a:{number}" for number in range(count)), "automatic"]


def test_forty_views_take_no_longer_than_eight_at_once_must() -> None:
    names = [f"{number}" for number in range(40)]
    blueprint = design(databases=[database("a", STATUS, rows=1, views=list(map(board, names)))])
    assert seconds(blueprint) <= 1.5 * (3 + 40 / WORKERS) * LATENCY


def test_seven_views_are_made_in_the_time_of_three() -> None:
    """The middle one first, then one at each side of it, then between all of these."""
    names = [f"{number}" for number in range(7)]
    blueprint = design(databases=[database("a", STATUS, rows=1, views=list(map(board, names)))])
    assert round(seconds(blueprint) / LATENCY) == 3 + 3


async def test_forty_views_stand_as_they_were_listed(notion: Notion) -> None:
    names = [f"{number}" for number in range(40)]
    notion.faults.latency = 0.001
    views = [{"type": "table", "name": "All"}, *map(board, names)]
    page_id = await notion.build(design(databases=[database("a", STATUS, rows=1, views=views)]))
    (table,) = notion.page(page_id)["databases"].values()
    assert [view["name"] for view in table["views"]] == ["All", *names]


def test_rows_of_a_ring_of_databases_go_ahead_where_it_saves_most() -> None:
    """Each row links to one of the next database, and to the next one of its own."""
    tables = []
    for number in range(12):
        table = database(
            f"d{number}",
            relation("Next", f"d{(number + 1) % 12}"),
            relation("Own", f"d{number}"),
            rows=4,
        )
        for at, row in enumerate(table["rows"]):
            row["values"]["Next"] = [f"d{(number + 1) % 12} {at}"]
            row["values"]["Own"] = [f"d{number} {(at + 1) % 4}"]
        tables.append(table)
    plan = from_nothing(design(databases=tables), WORKSPACE)
    assert len(plan.operations) <= 88


def is_free_of_cycles(needs: dict[str, set[str]], ahead: set[str]) -> bool:
    left = {name: wanted - ahead for name, wanted in needs.items() if name not in ahead}
    while ready := [name for name, wanted in left.items() if not wanted & left.keys()]:
        for name in ready:
            del left[name]
    return not left


_NAMES = st.sampled_from("abcdefgh")


@given(st.dictionaries(_NAMES, st.sets(_NAMES, max_size=3)))
def test_none_goes_ahead_that_need_not(needs: dict[str, set[str]]) -> None:
    ahead = set(cuts(needs))
    assert is_free_of_cycles(needs, ahead)
    assert not any(is_free_of_cycles(needs, ahead - {name}) for name in ahead)


def test_of_many_that_wait_for_one_and_it_for_them_the_one_goes_ahead() -> None:
    leaves = {f"leaf {number}" for number in range(9)}
    needs = {**{leaf: {"hub"} for leaf in leaves}, "hub": leaves}
    assert cuts(needs) == ["hub"]
