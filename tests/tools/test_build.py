"""Any valid blueprint is built without a refusal, and Notion then holds what it says."""

import asyncio
from typing import Any

from hypothesis import HealthCheck, given, settings

from tests.support.blueprints import blueprints
from tests.support.built import Built
from tests.support.conformance import beside_the_schemas, spec
from tests.support.designed import Designed
from tests.support.notion import Notion
from tools.blueprint.model import Blueprint
from tools.notion.compile import WORKSPACE, compile_blueprint
from tools.notion.journal import MemoryJournal
from tools.notion.operations import Plan
from tools.notion.rollback import roll_back

thorough = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@thorough
@given(blueprints())
def test_what_is_built_reads_back_as_the_blueprint_says(blueprint: Blueprint) -> None:
    async def build() -> tuple[Plan, Built, int]:
        notion = await Notion.fresh()
        plan = compile_blueprint(blueprint, WORKSPACE)
        page_id = await notion.forge(plan).run()
        return plan, Built(notion, page_id), len(notion.wire.sent)

    plan, built, calls = asyncio.run(build())
    assert calls == plan.counts.api_calls == len(plan.operations)
    _same_pages(plan, built.pages(), Designed(blueprint).pages())
    _same_databases(built.databases(), Designed(blueprint).databases())


@thorough
@given(blueprints())
def test_an_undone_build_leaves_the_workspace_as_it_was(blueprint: Blueprint) -> None:
    async def build_and_undo() -> None:
        notion = await Notion.fresh()
        before = notion.census()
        plan, journal = compile_blueprint(blueprint, WORKSPACE), MemoryJournal()
        await notion.forge(plan, journal).run()
        undone = await roll_back(plan, notion.gateway(), journal)
        assert (undone.pages, undone.databases) == (plan.counts.pages, plan.counts.databases)
        assert undone.rows == plan.counts.rows
        assert notion.top() == []
        assert notion.census() == before

    asyncio.run(build_and_undo())


@beside_the_schemas
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(blueprints())
def test_every_request_keeps_to_notions_published_schemas(blueprint: Blueprint) -> None:
    async def build() -> Notion:
        notion = await Notion.fresh()
        await notion.build(blueprint)
        return notion

    for sent in asyncio.run(build()).wire.sent:
        if sent.body is not None:
            assert spec().check_request(sent.method, sent.path, sent.body) == [], sent.body


def _same_pages(plan: Plan, built: dict[str, Any], designed: dict[str, Any]) -> None:
    """Bodies are equal in order, but where the plan says that a block had to wait."""
    moved = {note.operation for note in plan.notes if note.rule == "moved"}
    moved_titles = {operation.title for operation in plan.operations if operation.id in moved}
    assert set(built) == set(designed)
    for title, page in designed.items():
        assert (built[title]["icon"], built[title]["cover"]) == (page["icon"], page["cover"])
        tail = len(page["body"])
        body = built[title]["body"]
        if title in moved_titles:
            assert sorted(map(repr, body)) == sorted(map(repr, page["body"] + page["tail"]))
        else:
            assert body[:tail] == page["body"]
            assert sorted(map(repr, body[tail:])) == sorted(map(repr, page["tail"]))


def _same_databases(built: dict[str, Any], designed: dict[str, Any]) -> None:
    assert set(built) == set(designed)
    for title, database in designed.items():
        found = built[title]
        for part in ("icon", "inline", "description", "views"):
            assert found[part] == database[part]
        assert set(found["schema"]) == set(database["schema"])
        for name, field in database["schema"].items():
            assert found["schema"][name][: len(field)] == field or _grew(
                found["schema"][name], field
            )
        _same_rows(found["rows"], database["rows"])


def _grew(found: Any, field: Any) -> bool:
    """Rows may add options to a select."""
    return found[0] == field[0] and found[1] >= field[1]


def _same_rows(built: dict[str, Any], designed: dict[str, Any]) -> None:
    assert set(built) == set(designed)
    for title, row in designed.items():
        found = built[title]
        assert found["icon"] == row["icon"]
        assert found["links"] == row["links"]
        assert found["body"] == row["body"]
        assert {name: found["values"][name] for name in row["values"]} == row["values"]
