"""What has to wait for what, where no id says so."""

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
