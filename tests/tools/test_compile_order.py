"""What has to wait for what, where no id says so; and that any process comes to the same."""

import os
import subprocess
import sys

import pytest

from tools.blueprint.parse import parse
from tools.notion.compile.compiler import compile_blueprint
from tools.notion.operations import WORKSPACE


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

    operations = {op.id: op for op in compile_blueprint(blueprint, WORKSPACE).operations}

    counting = next(op for op in operations.values() if "Count" in str(op.body))
    assert "schema:first:0" in operations
    assert "schema:first:0" in counting.needs


RING = """
from tools.blueprint.parse import parse
from tools.notion.compile.compiler import compile_blueprint
from tools.notion.operations import WORKSPACE

def table(key, other):
    rows = [{"values": {"Name": f"{key} {n}", "Next": [f"{other} {n}"]}} for n in range(4)]
    title = {"name": "Name", "type": "title"}
    link = {"name": "Next", "type": "relation", "target": other}
    return {"key": key, "title": key, "properties": [title, link], "rows": rows}

ring = parse({"title": "Ring", "databases": [table("a", "b"), table("b", "c"), table("c", "a")]})
print(*(op.id for op in compile_blueprint(ring, WORKSPACE).operations))
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
