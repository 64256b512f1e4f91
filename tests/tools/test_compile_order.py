"""What has to wait for what, where no id says so; and that any process comes to the same."""

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.designs import database, design, relation
from tests.support.notion import Notion
from tools.blueprint.parse import parse
from tools.notion.compile.order import cuts, in_order, rows_in_order
from tools.notion.difference import from_nothing
from tools.notion.modify.compile import compile_changes
from tools.notion.operations import WORKSPACE, Plan
from tools.notion.structure.read import read_structure
from tools.workspace.changes import CHANGES


def test_a_table_is_made_once_the_automatic_one_bears_its_name():
    """Found by that name after a crash, the one might be taken for the other."""
    tables = [{"type": "table", "name": "All"}] * 2
    blueprint = design(databases=[database("a", views=tables)])

    operations = {op.id: op for op in from_nothing(blueprint, WORKSPACE).operations}

    assert "rename_view:a" in operations["view:a:1"].needs


def test_a_rollup_waits_for_the_patch_that_makes_what_it_rolls_up():
    """`first` gets its relation to a database below by a patch, and `second` counts over it."""
    title = {"name": "Name", "type": "title"}
    relation = {"name": "Deep", "type": "relation", "target": "below"}
    up = {"name": "Up", "type": "relation", "target": "first"}
    count = {"relation": "Up", "property": "Deep", "function": "count"}
    first = {"key": "first", "title": "First", "properties": [title, relation]}
    rollup = {"name": "Count", "type": "rollup", **count}
    second = {"key": "second", "title": "Second", "properties": [title, up, rollup]}
    below = {"key": "below", "title": "Below", "properties": [title]}
    page = {"title": "Below", "databases": [below]}
    blueprint = parse({"title": "All", "databases": [first, second], "sub_pages": [page]})

    operations = {op.id: op for op in from_nothing(blueprint, WORKSPACE).operations}

    counting = next(op for op in operations.values() if "Count" in str(op.body))
    assert "schema:first:0" in operations
    assert "schema:first:0" in counting.needs


RING = """
from tools.blueprint.parse import parse
from tools.notion.difference import from_nothing
from tools.notion.operations import WORKSPACE

def table(key, other):
    rows = [{"values": {"Name": f"{key} {n}", "Next": [f"{other} {n}"]}} for n in range(4)]
    title = {"name": "Name", "type": "title"}
    link = {"name": "Next", "type": "relation", "target": other}
    return {"key": key, "title": key, "properties": [title, link], "rows": rows}

ring = parse({"title": "Ring", "databases": [table("a", "b"), table("b", "c"), table("c", "a")]})
print(*(op.id for op in from_nothing(ring, WORKSPACE).operations))
"""


@pytest.fixture(scope="module")
def plan():
    """The plan of a ring of rows that wait for each other."""
    return compiled_with("1")


def compiled_with(seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(
        [sys.executable, "-c", RING], env=environment, capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.parametrize("seed", ["2", "3"])
def test_a_plan_is_the_same_in_any_process(plan: str, seed: str):
    """Whoever takes a build over after a crash must not find another order."""
    assert "links:" in plan
    assert compiled_with(seed) == plan


NAMES = st.sampled_from("abcdefgh")


@given(st.dictionaries(NAMES, st.sets(NAMES, max_size=3)))
def test_rows_stand_behind_what_they_need_but_for_few_and_else_as_they_are_given(
    needs: dict[str, set[str]],
) -> None:
    order = in_order(needs)

    assert sorted(order) == sorted(needs)
    wanted = {name: (some & needs.keys()) - {name} for name, some in needs.items()}
    ahead = {name for name in order if wanted[name] - set(order[: order.index(name)])}
    assert ahead <= set(cuts(wanted))
    if not any(wanted.values()):
        assert order == list(needs)


HUB = "hub"
LEAVES = [f"leaf {number}" for number in range(5)]
ROWS = [
    *({"values": {"Name": leaf, "Next": [HUB]}} for leaf in LEAVES),
    {"values": {"Name": HUB, "Next": LEAVES}},
]


def made(plan: Plan) -> tuple[list[str], list[str]]:
    """The new rows of a plan in their order, and those that get links later."""
    kinds = {kind: [op for op in plan.operations if op.kind == kind] for kind in KINDS}
    created, patched = ([op.title for op in kinds[kind]] for kind in KINDS)
    return created, patched


KINDS = ("create_row", "update_row")


async def test_new_rows_are_made_alike_in_a_creation_and_in_a_change() -> None:
    """The hub, which all wait for, goes ahead of them at the cost of one later patch."""
    table = database("a", relation("Next", "a"))
    whole = design(databases=[{**table, "rows": ROWS}])
    notion = await Notion.fresh()
    page_id = await notion.build(design(databases=[table]))
    structure = await read_structure(notion.gateway(), page_id)
    added = {"action": "add_rows", "database": "a table", "rows": ROWS}
    plan = compile_changes(structure, CHANGES.validate_python([added]), "en")

    created, patched = made(from_nothing(whole, WORKSPACE))

    assert created == [HUB, *LEAVES]
    assert len(patched) == 1
    assert (made(plan.forward)[0], len(made(plan.forward)[1])) == (created, 1)


def test_rows_stand_as_they_are_given_where_another_table_has_what_they_name():
    needs = {"a1": {"b2"}, "a2": {"b1"}, "a3": {"b2"}, "b1": set[str](), "b2": set[str]()}

    order = rows_in_order(needs, {name: name[0] for name in needs})

    assert order == ["b1", "b2", "a1", "a2", "a3"]


def test_of_tables_that_name_each_other_the_one_with_fewer_such_rows_goes_ahead():
    staff = {f"s{n}": {f"t{n % 2}"} for n in range(6)}
    teams = {"t0": {"s3"}, "t1": {"s1"}, "t2": set[str]()}
    for needs in ({**staff, **teams}, {**teams, **staff}):
        order = rows_in_order(needs, {name: name[0] for name in needs})

        assert order == [*teams, *staff]
